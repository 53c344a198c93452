import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvariantError } from "../foundation/errors.ts";
import { AddressBook } from "./address-book.ts";
import { AddressedStreams } from "./addressed-streams.ts";
import { hashText, keyFromSeed, mixAddress } from "./key.ts";
import { SequentialStream, xoshiro128StarStar } from "./sequential-stream.ts";
import { uniformOfWords } from "./source.ts";

const key = keyFromSeed("tiltak", 0);
const word = fc.integer({ min: 0, max: 0xffffffff });
const purpose = fc.integer({ min: 0, max: 4095 });
const index = fc.integer({ min: 0, max: 1048575 });

describe("keys", () => {
  it("are fixed for ever", () => {
    expect(keyFromSeed("tiltak", 0)).toEqual({ low: 2725153062, high: 2018997823 });
    expect(keyFromSeed("2024", "parameters", 7)).toEqual({ low: 582852453, high: 1630891145 });
    expect(keyFromSeed("blåbær", 0)).toEqual({ low: 1328343783, high: 2343377738 });
  });

  it("are the same for one word in two Unicode forms", () => {
    expect(keyFromSeed("a\u030a", 1)).toEqual(keyFromSeed("\u00e5", 1));
  });

  it("differ where seedrandom alone would see the same low byte of two letters", () => {
    expect(keyFromSeed("\u0141", 0)).not.toEqual(keyFromSeed("A", 0));
  });

  it("tell a number from its text and one label from two", () => {
    const keys = [
      keyFromSeed("s", 1),
      keyFromSeed("s", "1"),
      keyFromSeed("s", 1, 1),
      keyFromSeed("s", 11),
      keyFromSeed("s"),
    ];
    expect(new Set(keys.map((k) => JSON.stringify(k))).size).toBe(keys.length);
  });
});

describe("uniforms of words", () => {
  it("never reach 0 or 1 and mirror exactly", () => {
    expect(uniformOfWords(0, 0)).toBe(1 / 9007199254740992);
    expect(uniformOfWords(0xffffffff, 0xffffffff)).toBe(1 - 1 / 9007199254740992);
    fc.assert(
      fc.property(word, word, (high, low) => {
        const u = uniformOfWords(high, low);
        expect(1 - (1 - u)).toBe(u);
        expect(uniformOfWords(~high >>> 0, ~low >>> 0)).toBe(1 - u);
      }),
    );
  });
});

describe("addressed streams", () => {
  it("give the same number at the same address whatever was drawn before", () => {
    const other = new AddressedStreams(key);
    fc.assert(
      fc.property(word, word, purpose, index, (high, low, what, which) => {
        const streams = new AddressedStreams(key);
        streams.source(low, high, 1).uniform();
        const u = streams.uniform(high, low, what, which);
        expect(other.uniform(high, low, what, which)).toBe(u);
        expect(streams.source(high, low, what, which).uniform()).toBe(u);
        expect(u > 0 && u < 1).toBe(true);
      }),
    );
  });

  it("never shift a neighbour, however many words a variate takes", () => {
    const streams = new AddressedStreams(key);
    const before = streams.uniform(1, 2, 3, 5);
    const source = streams.source(1, 2, 3, 4);
    const drawn = Array.from({ length: 1000 }, () => source.uniform());
    expect(new Set(drawn).size).toBe(1000);
    expect(drawn).not.toContain(before);
    expect(streams.uniform(1, 2, 3, 5)).toBe(before);
  });

  it("give another number at every other address", () => {
    const streams = new AddressedStreams(key);
    const other = new AddressedStreams(keyFromSeed("tiltak", 1));
    const seen = new Set<number>();
    for (let entity = 0; entity < 20; entity++) {
      for (let what = 0; what < 20; what++) {
        for (let which = 0; which < 20; which++) {
          seen.add(streams.uniform(0, entity, what, which));
          seen.add(streams.uniform(entity + 1, 0, what, which));
          seen.add(other.uniform(0, entity, what, which));
        }
      }
    }
    expect(seen.size).toBe(3 * 20 * 20 * 20);
  });

  it("mirror every uniform when antithetic", () => {
    const streams = new AddressedStreams(key);
    const mirror = new AddressedStreams(key, { antithetic: true });
    fc.assert(
      fc.property(word, word, purpose, index, (high, low, what, which) => {
        expect(mirror.uniform(high, low, what, which)).toBe(1 - streams.uniform(high, low, what, which));
        expect(mirror.normal(high, low, what, which)).toBe(-streams.normal(high, low, what, which));
        const [a, b] = [streams.source(high, low, what, which), mirror.source(high, low, what, which)];
        for (let i = 0; i < 5; i++) expect(b.uniform()).toBe(1 - a.uniform());
      }),
    );
  });

  it("refuse a purpose or an index that would alias another address", () => {
    const streams = new AddressedStreams(key);
    for (const [what, which] of [
      [4096, 0],
      [-1, 0],
      [0, 1048576],
      [0, -1],
    ] as const) {
      expect(() => streams.uniform(0, 0, what, which)).toThrow(InvariantError);
      expect(() => streams.source(0, 0, what, which)).toThrow(/0 to 4095/);
    }
  });

  it("draw exponentials with mean 1 and normals with mean 0 and variance 1 (99.99 % bounds)", () => {
    const streams = new AddressedStreams(key);
    const n = 100_000;
    let exponential = 0;
    let normal = 0;
    let square = 0;
    for (let i = 0; i < n; i++) {
      exponential += streams.exponential(0, i, 1);
      const z = streams.normal(0, i, 2);
      normal += z;
      square += z * z;
    }
    expect(Math.abs(exponential / n - 1)).toBeLessThan(3.9 / Math.sqrt(n));
    expect(Math.abs(normal / n)).toBeLessThan(3.9 / Math.sqrt(n));
    expect(Math.abs(square / n - 1)).toBeLessThan((3.9 * Math.sqrt(2)) / Math.sqrt(n));
  });
});

describe("addresses of entities", () => {
  const out = new Uint32Array(4);
  it("are fixed for ever and written where they are asked for", () => {
    mixAddress(1, 2, 3, out, 2);
    expect(Array.from(out)).toEqual([0, 0, 441741918, 1679679375]);
    expect(hashText("dropout.rate")).toEqual({ high: 1280387933, low: 2215773366 });
    expect(hashText("")).toEqual({ high: 2246966789, low: 1141862333 });
  });

  it("do not collide for the entities of a large run", () => {
    const book = new AddressBook();
    for (let kind = 0; kind < 4; kind++) {
      for (let origin = 0; origin < 400; origin++) {
        for (let ordinal = 0; ordinal < 100; ordinal++) {
          mixAddress(kind, origin * 2 ** 40, ordinal, out, 0);
          book.claim(out[0] as number, out[1] as number);
        }
      }
    }
    expect(book.size).toBe(160_000);
    expect(book.has(out[0] as number, out[1] as number)).toBe(true);
  });

  it("refuse parts that are no whole numbers from 0", () => {
    for (const [kind, origin, ordinal] of [
      [-1, 0, 0],
      [0, 0.5, 0],
      [0, 0, 2 ** 53],
      [0, Number.NaN, 0],
      [2 ** 32, 0, 0],
    ] as const) {
      expect(() => mixAddress(kind, origin, ordinal, out, 0)).toThrow(InvariantError);
    }
  });

  it("of texts differ for all names of one letter, two letters, and with zero letters appended", () => {
    const names = ["", "\0", "\0\0", "\0\0\0\0\0"];
    for (let a = 32; a < 127; a++) {
      names.push(String.fromCharCode(a));
      for (let b = 32; b < 127; b++) names.push(String.fromCharCode(a, b));
    }
    expect(new Set(names.map((name) => JSON.stringify(hashText(name)))).size).toBe(names.length);
    expect(hashText("a\u030a")).toEqual(hashText("\u00e5"));
  });
});

describe("address book", () => {
  it("refuses the second claim of an address, also after growing, and forgets on clear", () => {
    const book = new AddressBook();
    for (let i = 0; i < 5000; i++) book.claim(i % 7, i);
    for (let i = 0; i < 5000; i++) expect(() => book.claim(i % 7, i)).toThrow(/address-collision|two entities/);
    expect(book.has(8, 1)).toBe(false);
    book.clear();
    expect(book.size).toBe(0);
    book.claim(0, 0);
  });
});

describe("sequential stream", () => {
  it("repeats under the same key and differs under another", () => {
    const draw = (replication: number): number[] => {
      const stream = new SequentialStream(keyFromSeed("s", replication));
      return [stream.uniform(), stream.exponential(), stream.normal(), stream.uint32()];
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it("steps as the published generator does from a known state", () => {
    const state = new Int32Array([1, 2, 3, 4]);
    expect(Array.from({ length: 5 }, () => xoshiro128StarStar(state))).toEqual([
      11520, 0, 5927040, 70819200, 2031721883,
    ]);
  });

  it("is fixed for ever", () => {
    const stream = new SequentialStream({ low: 1, high: 2 });
    expect(Array.from({ length: 4 }, () => stream.uint32())).toEqual([2616214919, 3616989218, 116928226, 999711910]);
  });
});
