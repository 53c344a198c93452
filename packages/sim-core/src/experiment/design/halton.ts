// Halton sequence (Halton 1960): radical inverses in the first primes; extendable like Sobol's, simpler, and weaker in many
// dimensions, where the digits should be scrambled. Coordinates lie strictly inside (0, 1).

import type { RandomSource } from "../../random/index.ts";
import { shuffle } from "./latin-hypercube.ts";
import { requireSize, type UnitPoints } from "./unit-points.ts";

/** Largest number of dimensions: the number of primes below 1,000. */
export const mostHaltonDimensions: number = 168;

/** Give the points of the Halton sequence by their index; scrambled by random permutations of digits when a source is given. */
export class HaltonSequence {
  readonly dimensions: number;
  readonly #bases: readonly number[];
  /** For each base a permutation of its digits for each place, as far as 2^32 points reach; empty when plain. */
  readonly #digits: readonly (readonly Uint32Array[])[];

  /** Take 1 to `mostHaltonDimensions` dimensions. Throws InputError `design-size` otherwise. */
  constructor(dimensions: number, scramble?: RandomSource) {
    requireSize("dimensions", dimensions, 1, mostHaltonDimensions);
    this.dimensions = dimensions;
    this.#bases = primes(dimensions);
    this.#digits = scramble === undefined ? [] : this.#bases.map((base) => permutations(base, scramble));
  }

  /** Give point `index` (from 0; plain Halton starts at the radical inverse of 1, for that of 0 is 0). */
  point(index: number): Float64Array {
    requireSize("index", index, 0, 4_294_967_294);
    return Float64Array.from(this.#bases, (base, d) =>
      this.#digits.length === 0 ? radicalInverse(index + 1, base) : scrambledInverse(index, base, this.#digits[d]),
    );
  }

  /** Give `count` points from index `start` on. */
  points(count: number, start = 0): UnitPoints {
    requireSize("points", count, 1);
    return Array.from({ length: count }, (_, i) => this.point(start + i));
  }
}

/** Mirror the digits of an integer at the point: 6 is 110 in base 2 and gives 0.011 = 0.375. */
export function radicalInverse(integer: number, base: number): number {
  let numerator = 0;
  let denominator = 1;
  for (let rest = integer; rest > 0; rest = Math.floor(rest / base)) {
    numerator = numerator * base + (rest % base);
    denominator *= base;
  }
  return numerator / denominator;
}

function scrambledInverse(index: number, base: number, places: readonly Uint32Array[]): number {
  let numerator = 0;
  let denominator = 1;
  let rest = index;
  for (const digits of places) {
    numerator = numerator * base + digits[rest % base];
    denominator *= base;
    rest = Math.floor(rest / base);
  }
  return (numerator + 0.5) / denominator;
}

function permutations(base: number, source: RandomSource): Uint32Array[] {
  const out: Uint32Array[] = [];
  for (let reach = 1; reach < 4_294_967_296; reach *= base) {
    const digits = Uint32Array.from({ length: base }, (_, digit) => digit);
    shuffle(digits, source);
    out.push(digits);
  }
  return out;
}

function primes(count: number): number[] {
  const out: number[] = [];
  for (let n = 2; out.length < count; n += 1) {
    if (out.every((prime) => n % prime !== 0)) out.push(n);
  }
  return out;
}
