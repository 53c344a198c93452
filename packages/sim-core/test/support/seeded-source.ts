// A small random source for tests of statistics, so that they do not rest on the generators they may one day judge.
// mulberry32: 32 bits of state, fixed by its seed. Not for models.

import { log, normalQuantile } from "../../src/foundation/math.ts";

/** A test's random source with the draws that the tests here need. */
export interface SeededSource {
  uniform(): number;
  normal(): number;
  exponential(): number;
}

/** Start a source from a 32-bit seed; uniforms lie strictly inside (0, 1). */
export function seededSource(seed: number): SeededSource {
  let state = seed | 0;
  const word = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  const uniform = (): number => (word() + 0.5) / 4294967296;
  return { uniform, normal: () => normalQuantile(uniform()), exponential: () => -log(uniform()) };
}

/** Fill an array by calling `draw` n times. */
export function times<T>(n: number, draw: (i: number) => T): T[] {
  return Array.from({ length: n }, (_, i) => draw(i));
}
