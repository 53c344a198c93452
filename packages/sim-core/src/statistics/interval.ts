// Student-t intervals over independent units, for one mean and for the difference of two, and how many units a wished
// half-width takes. A unit is whatever is independent: a parameter draw, a replication, a batch. Never a row within one.

import { normalQuantile, studentTCdf, studentTQuantile } from "../foundation/math.ts";
import { requireLevel, requirePositive, requireSameLength } from "./errors.ts";
import { definedValues, sumOf, varianceAround } from "./moments.ts";

/** A mean with its two-sided interval `mean` plus or minus `halfWidth`; NaN where the units are too few. */
export interface MeanInterval {
  /** What the interval rests on, in words a table can print. */
  readonly method: "student-t" | "paired-t" | "welch-t";
  /** Number of independent units used (pairs for "paired-t", both samples together for "welch-t"). */
  readonly n: number;
  readonly mean: number;
  /** Of one unit; NaN for "welch-t", where the two samples have each their own. */
  readonly standardDeviation: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  readonly halfWidth: number;
  readonly level: number;
}

/**
 * Estimate a mean with its Student-t interval at `level` (0..1) from independent units; undefined units (NaN) are left out.
 * One unit has a mean and no half-width (NaN).
 * `meanInterval([1, 2, 3, 4, 5], 0.95)` is 3 plus or minus 1.963 (t = 2.776, s = 1.581).
 */
export function meanInterval(values: ArrayLike<number>, level: number): MeanInterval {
  requireLevel(level);
  const xs = definedValues(values);
  const n = xs.length;
  const mean = n === 0 ? Number.NaN : sumOf(xs) / n;
  const standardDeviation = Math.sqrt(varianceAround(xs, mean));
  const standardError = standardDeviation / Math.sqrt(n);
  return {
    method: "student-t",
    n,
    mean,
    standardDeviation,
    standardError,
    degreesOfFreedom: Math.max(0, n - 1),
    halfWidth: tHalfWidth(standardError, n - 1, level),
    level,
  };
}

/**
 * Estimate the mean of `b[i] - a[i]` over pairs that share their luck (the same draw, the same replication). A pair with
 * an undefined half is left out. The scheme's differences are always b minus a.
 */
export function pairedDifference(a: ArrayLike<number>, b: ArrayLike<number>, level: number): MeanInterval {
  return { ...meanInterval(differences(a, b), level), method: "paired-t" };
}

/**
 * Estimate the mean of b minus the mean of a from two independent samples with their own variances, with the degrees of
 * freedom of Welch (1947) and Satterthwaite (1946). NaN half-width when a sample has fewer than two units.
 */
export function independentDifference(a: ArrayLike<number>, b: ArrayLike<number>, level: number): MeanInterval {
  const first = meanInterval(a, level);
  const second = meanInterval(b, level);
  const u = first.standardError * first.standardError;
  const v = second.standardError * second.standardError;
  const standardError = Math.sqrt(u + v);
  const degreesOfFreedom =
    u + v > 0
      ? ((u + v) * (u + v)) / ((u * u) / first.degreesOfFreedom + (v * v) / second.degreesOfFreedom)
      : Math.min(first.degreesOfFreedom, second.degreesOfFreedom);
  return {
    method: "welch-t",
    n: first.n + second.n,
    mean: second.mean - first.mean,
    standardDeviation: Number.NaN,
    standardError,
    degreesOfFreedom,
    halfWidth: tHalfWidth(standardError, degreesOfFreedom, level),
    level,
  };
}

/** Subtract `a[i]` from `b[i]`; undefined where either is. Throws when the arrays differ in length. */
export function differences(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  requireSameLength(a, b, "paired values");
  const out = new Float64Array(a.length);
  for (let i = 0; i < a.length; i += 1) out[i] = b[i] - a[i];
  return out;
}

/** Scale a standard error by the two-sided Student-t quantile at `level`; NaN below one degree of freedom. */
export function tHalfWidth(standardError: number, degreesOfFreedom: number, level: number): number {
  requireLevel(level);
  if (!(degreesOfFreedom > 0) || Number.isNaN(standardError)) return Number.NaN;
  if (standardError === 0) return 0;
  return standardError * studentTQuantile(1 - (1 - level) / 2, degreesOfFreedom);
}

/**
 * Compute the two-sided p-value of "the mean is zero". No spread at all decides outright: 1 for a mean of exactly zero,
 * 0 for any other. An undefined mean or error gives NaN.
 */
export function tPValue(mean: number, standardError: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0) || Number.isNaN(mean) || Number.isNaN(standardError)) return Number.NaN;
  if (standardError === 0) return mean === 0 ? 1 : 0;
  return Math.min(1, 2 * studentTCdf(-Math.abs(mean) / standardError, degreesOfFreedom));
}

/**
 * Forecast the least number of units whose Student-t interval at `level` is no wider than plus or minus `halfWidth`, given
 * the standard deviation of one unit. At least 2; Infinity when the deviation is unknown (NaN).
 * `unitsNeeded(1, 0.5, 0.95)` is 18: t(17) / sqrt(18) = 0.497, and 17 units still give 0.514.
 */
export function unitsNeeded(standardDeviation: number, halfWidth: number, level: number): number {
  requireLevel(level);
  requirePositive(halfWidth, "the wished half-width");
  if (Number.isNaN(standardDeviation)) return Number.POSITIVE_INFINITY;
  const enough = (n: number): boolean => tHalfWidth(standardDeviation / Math.sqrt(n), n - 1, level) <= halfWidth;
  const ratio = (normalQuantile(1 - (1 - level) / 2) * standardDeviation) / halfWidth;
  if (ratio * ratio > Number.MAX_SAFE_INTEGER) return Number.POSITIVE_INFINITY;
  // The normal quantile is a lower bound of every t quantile; the answer is above it and seldom more than a few units away.
  let low = Math.max(1, Math.floor(ratio * ratio) - 1);
  let high = Math.max(2, Math.ceil(ratio * ratio) + 2);
  while (!enough(high)) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
