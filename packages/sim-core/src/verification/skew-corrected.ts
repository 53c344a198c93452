// An interval for a mean that stays honest far out in the tails. Totals of queues are skewed, and where the mean of skewed values
// happens to be low, so does their standard error: at a level of 1 in 100,000, Student's t then rejects several times too often.

import { pow } from "../foundation/math.ts";
import { meanInterval } from "../statistics/index.ts";

/** A mean with an interval that need not be symmetric. */
export interface SkewCorrectedInterval {
  readonly mean: number;
  readonly standardError: number;
  /** Skewness of one value, as far as it was taken out. */
  readonly skewness: number;
  readonly low: number;
  readonly high: number;
  /** The studentised mean after the correction: zero is inside the interval when it lies within the t quantiles. */
  readonly statistic: number;
}

/**
 * Estimate a mean by Hall's transformation of the studentised mean (Hall 1992, "On the removal of skewness by transformation"), which
 * takes out skewness to the first order and can be inverted: ((1 + s W / 3)^3 - 1) / s + s / (6 n), for W = mean / standard deviation
 * and skewness s. Without skewness this is Student's t.
 *
 * @param values independent and finite, at least three
 * @param quantile two-sided quantile of Student's t with n - 1 degrees of freedom
 * @param limit skewness of the mean (that of one value by the root of n) beyond which no more is taken out; without one, a few extreme
 *   values can stretch the interval on one side beyond all use
 * @returns the interval; NaN ends when the values do not vary
 */
export function skewCorrectedInterval(
  values: ArrayLike<number>,
  quantile: number,
  limit: number = Number.POSITIVE_INFINITY,
): SkewCorrectedInterval {
  const { mean, standardDeviation, standardError, n } = meanInterval(values, 0.95);
  let squares = 0;
  let cubes = 0;
  for (let i = 0; i < n; i += 1) {
    const deviation = values[i] - mean;
    squares += deviation * deviation;
    cubes += deviation * deviation * deviation;
  }
  const variance = squares / n;
  const root = Math.sqrt(n);
  const found = cubes / n / (variance * Math.sqrt(variance));
  const skewness = Math.min(limit * root, Math.max(-limit * root, found));
  const slight = Math.abs(skewness) < 1e-6;
  const transform = (w: number): number => {
    if (slight) return w;
    const a = 1 + (skewness * w) / 3;
    return (a * a * a - 1) / skewness + skewness / (6 * n);
  };
  const invert = (y: number): number =>
    slight ? y : (3 / skewness) * (cubeRoot(1 + skewness * (y - skewness / (6 * n))) - 1);
  return {
    mean,
    standardError,
    skewness,
    low: mean - standardDeviation * invert(quantile / root),
    high: mean - standardDeviation * invert(-quantile / root),
    statistic: root * transform(mean / standardDeviation),
  };
}

function cubeRoot(x: number): number {
  return x < 0 ? -pow(-x, 1 / 3) : pow(x, 1 / 3);
}
