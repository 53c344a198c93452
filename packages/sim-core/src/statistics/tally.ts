// Running statistics of observations that come one at a time, without keeping them: count, mean, variance, least, greatest.
// Two tallies merge into the tally of all their observations (to rounding); the one reducer of estimates does not use it.

import { requireFinite } from "./errors.ts";
import { type MeanInterval, tHalfWidth } from "./interval.ts";

/**
 * Gather observations by Welford's recurrence (Welford 1962), mergeable after Chan, Golub and LeVeque (1983).
 * An undefined observation (NaN) is counted apart and changes nothing else; an infinite one throws.
 *
 * After 2, 4, 4, 4, 5, 5, 7, 9: count 8, mean 5, variance 32 / 7, minimum 2, maximum 9.
 */
export class Tally {
  #count = 0;
  #undefinedCount = 0;
  #mean = 0;
  #squares = 0;
  #minimum = Number.POSITIVE_INFINITY;
  #maximum = Number.NEGATIVE_INFINITY;

  /** Take in one observation. Throws `statistics-not-finite` for an infinite one. */
  add(x: number): void {
    if (Number.isNaN(x)) {
      this.#undefinedCount += 1;
      return;
    }
    requireFinite(x, "an observation");
    this.#count += 1;
    const before = x - this.#mean;
    this.#mean += before / this.#count;
    this.#squares += before * (x - this.#mean);
    if (x < this.#minimum) this.#minimum = x;
    if (x > this.#maximum) this.#maximum = x;
  }

  /** Take in everything that `other` has seen; `other` stays as it is. */
  merge(other: Tally): void {
    this.#undefinedCount += other.#undefinedCount;
    if (other.#count === 0) return;
    const count = this.#count + other.#count;
    const gap = other.#mean - this.#mean;
    this.#squares += other.#squares + gap * gap * ((this.#count * other.#count) / count);
    this.#mean += gap * (other.#count / count);
    this.#count = count;
    this.#minimum = Math.min(this.#minimum, other.#minimum);
    this.#maximum = Math.max(this.#maximum, other.#maximum);
  }

  /** Forget everything, as at the end of a warm-up. */
  reset(): void {
    this.#count = 0;
    this.#undefinedCount = 0;
    this.#mean = 0;
    this.#squares = 0;
    this.#minimum = Number.POSITIVE_INFINITY;
    this.#maximum = Number.NEGATIVE_INFINITY;
  }

  /** Number of defined observations. */
  get count(): number {
    return this.#count;
  }

  /** Number of undefined observations (NaN). */
  get undefinedCount(): number {
    return this.#undefinedCount;
  }

  /** Mean of the defined observations; NaN without one. */
  get mean(): number {
    return this.#count === 0 ? Number.NaN : this.#mean;
  }

  /** Count times mean. */
  get sum(): number {
    return this.#count * this.#mean;
  }

  /** Sample variance (over count - 1); NaN below two observations. */
  get variance(): number {
    return this.#count < 2 ? Number.NaN : this.#squares / (this.#count - 1);
  }

  /** Square root of the variance. */
  get standardDeviation(): number {
    return Math.sqrt(this.variance);
  }

  /** Least observation; NaN without one. */
  get minimum(): number {
    return this.#count === 0 ? Number.NaN : this.#minimum;
  }

  /** Greatest observation; NaN without one. */
  get maximum(): number {
    return this.#count === 0 ? Number.NaN : this.#maximum;
  }

  /**
   * Give the Student-t interval of the mean, on the condition that the observations are independent. Waits of one queue
   * are not: use replications, or `steadyStateMean` on the series.
   */
  intervalOfIndependent(level: number): MeanInterval {
    const standardError = this.standardDeviation / Math.sqrt(this.#count);
    return {
      method: "student-t",
      n: this.#count,
      mean: this.mean,
      standardDeviation: this.standardDeviation,
      standardError,
      degreesOfFreedom: Math.max(0, this.#count - 1),
      halfWidth: tHalfWidth(standardError, this.#count - 1, level),
      level,
    };
  }
}
