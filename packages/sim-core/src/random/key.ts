// From the text that a user calls the seed to the 64-bit key of the generators, and from names to addresses.

import seedrandom from "seedrandom";
import { InvariantError } from "../foundation/errors.ts";
import { philox4x32 } from "./philox.ts";

/** Name one family of streams: two unsigned 32-bit words. */
export interface StreamKey {
  readonly low: number;
  readonly high: number;
}

const block = new Uint32Array(4);

/**
 * Make a key of a seed and labels, by `seedrandom` over the JSON of [seed, ...labels].
 *
 * The seed is normalised (Unicode NFC), so that the same word typed on two keyboards is the same seed. Characters outside ASCII
 * are escaped in the JSON, since seedrandom reads only the lower eight bits of each. No clock, no entropy and no global state.
 *
 * @param seed any text
 * @param labels what tells this key from others of the same seed, such as a replication number
 * @returns the key; different for different JSON but for chance of 2^-64
 */
export function keyFromSeed(seed: string, ...labels: (string | number)[]): StreamKey {
  const json = JSON.stringify([seed.normalize("NFC"), ...labels]);
  const ascii = json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const generator = seedrandom(ascii);
  return { low: generator.int32() >>> 0, high: generator.int32() >>> 0 };
}

/**
 * Mix who an entity is into its 64-bit address: a fixed mapping, the same in every run and scenario.
 *
 * @param kind what sort of entity, 0 to 2^32 - 1
 * @param origin where it comes from (a register id, a municipality and month), a whole number from 0 to 2^53 - 1
 * @param ordinal its number there, a whole number from 0 to 2^53 - 1
 * @param out receives the address: `out[at]` high word, `out[at + 1]` low word
 * @param at position in `out`
 * @throws InvariantError when a part is no such number
 */
export function mixAddress(kind: number, origin: number, ordinal: number, out: Uint32Array, at: number): void {
  if (
    kind >>> 0 !== kind ||
    !(Number.isSafeInteger(origin) && origin >= 0 && Number.isSafeInteger(ordinal) && ordinal >= 0)
  ) {
    throw new InvariantError("address-out-of-range", "an address is made of whole numbers from 0", {
      kind,
      origin,
      ordinal,
    });
  }
  philox4x32(ordinal, ordinal / 4294967296, origin, origin / 4294967296, kind, 0x41646472, block);
  out[at] = block[0] as number;
  out[at + 1] = block[1] as number;
}

/**
 * Hash a text to 64 bits: for addresses of things that have names, such as parameters and municipalities.
 *
 * @param text any text; taken in Unicode NFC
 * @returns two unsigned 32-bit words
 */
export function hashText(text: string): { high: number; low: number } {
  const normal = text.normalize("NFC");
  let high = normal.length;
  let low = 0x54657874;
  for (let i = 0; i === 0 || i < normal.length; i += 4) {
    const first = charCode(normal, i) | (charCode(normal, i + 1) << 16);
    const second = charCode(normal, i + 2) | (charCode(normal, i + 3) << 16);
    philox4x32(first, second, low, high, i, 0x48617368, block);
    high = block[0] as number;
    low = block[1] as number;
  }
  return { high: high >>> 0, low: low >>> 0 };
}

function charCode(text: string, i: number): number {
  return i < text.length ? text.charCodeAt(i) : 0;
}
