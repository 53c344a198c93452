// Sobol' sequence (Sobol' 1967; Joe and Kuo 2008; Gray-code order of Antonov and Saleev 1979): low-discrepancy points of which
// any longer run begins with the shorter one. Best in powers of two. Coordinates are cell centres at 32 bits, so they lie
// strictly inside (0, 1) and no quantile is infinite.

import type { RandomSource } from "../../random/index.ts";
import { sobolDirections } from "./sobol-directions.ts";
import { requireSize, type UnitPoints } from "./unit-points.ts";

/** Largest number of dimensions of the sequence. */
export const mostSobolDimensions: number = sobolDirections.length + 1;

const bits = 32;
const cells = 4_294_967_296;

/**
 * Give the points of the Sobol' sequence by their index. With a random source the sequence is scrambled by a random linear
 * matrix and a digital shift (Matousek 1998), drawn once: it keeps its evenness, and repeated scrambles give an error.
 */
export class SobolSequence {
  readonly dimensions: number;
  readonly #directions: Uint32Array;
  readonly #shift: Uint32Array;

  /** Take 1 to `mostSobolDimensions` dimensions. Throws InputError `design-size` otherwise. */
  constructor(dimensions: number, scramble?: RandomSource) {
    requireSize("dimensions", dimensions, 1, mostSobolDimensions);
    this.dimensions = dimensions;
    this.#directions = new Uint32Array(dimensions * bits);
    this.#shift = new Uint32Array(dimensions);
    for (let d = 0; d < dimensions; d += 1) {
      const directions = directionsOf(d);
      if (scramble !== undefined) {
        const rows = randomLowerTriangle(scramble);
        for (let b = 0; b < bits; b += 1) directions[b] = multiply(rows, directions[b]);
        this.#shift[d] = randomWord(scramble);
      }
      this.#directions.set(directions, d * bits);
    }
  }

  /** Give point `index` (0 to 2^32 - 1). */
  point(index: number): Float64Array {
    requireSize("index", index, 0, cells - 1);
    const gray = (index ^ (index >>> 1)) >>> 0;
    const out = new Float64Array(this.dimensions);
    for (let d = 0; d < this.dimensions; d += 1) {
      let word = this.#shift[d];
      for (let rest = gray, b = d * bits; rest !== 0; rest >>>= 1, b += 1) {
        if ((rest & 1) === 1) word ^= this.#directions[b];
      }
      out[d] = ((word >>> 0) + 0.5) / cells;
    }
    return out;
  }

  /** Give `count` points from index `start` on. */
  points(count: number, start = 0): UnitPoints {
    requireSize("points", count, 1, cells);
    return Array.from({ length: count }, (_, i) => this.point(start + i));
  }
}

/** Direction numbers of dimension `d` (from 0), as 32-bit words, the first the highest bit. */
function directionsOf(d: number): Uint32Array {
  const out = new Uint32Array(bits);
  if (d === 0) {
    for (let b = 0; b < bits; b += 1) out[b] = (1 << (31 - b)) >>> 0;
    return out;
  }
  const [polynomial, ...initial] = sobolDirections[d - 1].split(" ").map(Number);
  const degree = initial.length;
  for (let b = 0; b < bits; b += 1) {
    if (b < degree) {
      out[b] = (initial[b] << (31 - b)) >>> 0;
      continue;
    }
    let word = out[b - degree] ^ (out[b - degree] >>> degree);
    for (let k = 1; k < degree; k += 1) {
      if (((polynomial >>> (degree - 1 - k)) & 1) === 1) word ^= out[b - k];
    }
    out[b] = word >>> 0;
  }
  return out;
}

/** Rows of a random lower-triangular matrix of bits with ones on its diagonal, the first row for the highest bit. */
function randomLowerTriangle(source: RandomSource): Uint32Array {
  return Uint32Array.from({ length: bits }, (_, row) => {
    const diagonal = (1 << (31 - row)) >>> 0;
    const left = row === 0 ? 0 : (0xffffffff << (32 - row)) >>> 0;
    return (diagonal | (randomWord(source) & left)) >>> 0;
  });
}

function multiply(rows: Uint32Array, word: number): number {
  let out = 0;
  for (let row = 0; row < bits; row += 1) {
    let parity = rows[row] & word;
    parity ^= parity >>> 16;
    parity ^= parity >>> 8;
    parity ^= parity >>> 4;
    parity ^= parity >>> 2;
    parity ^= parity >>> 1;
    if ((parity & 1) === 1) out |= 1 << (31 - row);
  }
  return out >>> 0;
}

function randomWord(source: RandomSource): number {
  return Math.floor(source.uniform() * cells) >>> 0;
}
