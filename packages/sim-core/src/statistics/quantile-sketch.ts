// Approximate quantiles of a stream in little memory, for progress displays only: no estimate is ever read from a sketch.
// Classes grow geometrically (DDSketch: Masson, Rim and Lee 2019), so the error is relative to the value and stated.
// Merging adds counts: any order and any grouping of merges gives the same sketch.

import { exp, log } from "../foundation/math.ts";
import { requireFinite, requireProbability, StatisticsError } from "./errors.ts";

/**
 * Sketch the quantiles of a stream. A quantile read off is within `relativeError` of the exact order statistic at rank
 * floor(p (n - 1)), relative to that value: 100 is read as 99 to 101 with an error of 0.01. Zero is exact.
 */
export class QuantileSketch {
  readonly relativeError: number;
  readonly #logBase: number;
  readonly #base: number;
  readonly #positive = new Map<number, number>();
  readonly #negative = new Map<number, number>();
  #zeros = 0;
  #count = 0;
  #undefinedCount = 0;

  /** Take the relative error wanted, strictly between 0 and 1. */
  constructor(relativeError = 0.01) {
    if (!(relativeError > 0 && relativeError < 1)) {
      throw new StatisticsError(
        "statistics-relative-error",
        `a relative error lies strictly between 0 and 1, not ${relativeError}`,
        { relativeError },
      );
    }
    this.relativeError = relativeError;
    this.#base = (1 + relativeError) / (1 - relativeError);
    this.#logBase = log(this.#base);
  }

  /** Number of defined values seen. */
  get count(): number {
    return this.#count;
  }

  /** Number of undefined values (NaN) seen. */
  get undefinedCount(): number {
    return this.#undefinedCount;
  }

  /** Take in one value. Throws `statistics-not-finite` for an infinite one. */
  add(x: number): void {
    if (Number.isNaN(x)) {
      this.#undefinedCount += 1;
      return;
    }
    requireFinite(x, "an observation");
    this.#count += 1;
    if (x === 0) this.#zeros += 1;
    else increment(x > 0 ? this.#positive : this.#negative, Math.ceil(log(Math.abs(x)) / this.#logBase), 1);
  }

  /** Take in what `other` has seen. Throws when the relative errors differ. */
  merge(other: QuantileSketch): void {
    if (other.relativeError !== this.relativeError) {
      throw new StatisticsError(
        "statistics-relative-error",
        `sketches with relative errors ${this.relativeError} and ${other.relativeError} cannot be merged`,
      );
    }
    for (const [key, count] of other.#positive) increment(this.#positive, key, count);
    for (const [key, count] of other.#negative) increment(this.#negative, key, count);
    this.#zeros += other.#zeros;
    this.#count += other.#count;
    this.#undefinedCount += other.#undefinedCount;
  }

  /** Read the quantile at `p` (0..1) to within the relative error; NaN before the first value. */
  quantile(p: number): number {
    requireProbability(p);
    if (this.#count === 0) return Number.NaN;
    let left = Math.floor(p * (this.#count - 1));
    for (const key of [...this.#negative.keys()].sort((a, b) => b - a)) {
      left -= this.#negative.get(key) ?? 0;
      if (left < 0) return -this.#valueOf(key);
    }
    left -= this.#zeros;
    if (left < 0) return 0;
    const keys = [...this.#positive.keys()].sort((a, b) => a - b);
    for (const key of keys) {
      left -= this.#positive.get(key) ?? 0;
      if (left < 0) return this.#valueOf(key);
    }
    return this.#valueOf(keys[keys.length - 1]);
  }

  /** The value that is equally far, in relative terms, from both ends of a class: 2 base^key / (base + 1). */
  #valueOf(key: number): number {
    return (2 * exp(key * this.#logBase)) / (this.#base + 1);
  }
}

function increment(counts: Map<number, number>, key: number, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
