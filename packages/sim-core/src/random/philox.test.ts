import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { philox4x32 } from "./philox.ts";
import { plainPhiloxUniforms, wasmPhiloxUniforms } from "./philox-uniform.ts";

describe("philox4x32-10", () => {
  // Known answers published with the paper's reference implementation (Random123, kat_vectors).
  it.each([
    [[0, 0, 0, 0], [0, 0], "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    [[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], "d16cfe09 94fdcceb 5001e420 24126ea1"],
  ])("gives the known answer of counter %s and key %s", (counter, key, answer) => {
    const out = new Uint32Array(4);
    const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = counter;
    philox4x32(c0, c1, c2, c3, key[0] ?? 0, key[1] ?? 0, out);
    expect(Array.from(out, (word) => word.toString(16).padStart(8, "0")).join(" ")).toBe(answer);
  });
});

describe("the uniforms of a block", () => {
  const word = fc.integer({ min: -0x80000000, max: 0xffffffff });

  it("are the same in WebAssembly as in plain JavaScript", () => {
    const wasm = wasmPhiloxUniforms();
    const plain = plainPhiloxUniforms();
    expect(wasm).toBeDefined();
    fc.assert(
      fc.property(fc.tuple(word, word, word, word, word, word), (words) => {
        expect(wasm?.first(...words)).toBe(plain.first(...words));
        expect(wasm?.second[0]).toBe(plain.second[0]);
      }),
      { numRuns: 2000 },
    );
  });

  it("come from plain JavaScript where WebAssembly is not to be had", () => {
    vi.stubGlobal("WebAssembly", undefined);
    try {
      expect(wasmPhiloxUniforms()).toBeUndefined();
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
