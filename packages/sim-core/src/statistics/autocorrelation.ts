// How far the values of one long series depend on their neighbours, and how many independent values it is worth.
// A series has no gaps: an undefined value is an error here, for leaving it out would move the lags.

import { requireCount, requireFinite } from "./errors.ts";
import { sumOf } from "./moments.ts";

/**
 * Estimate the autocorrelation at lags 0..maxLag, each covariance over n (the biased form, which keeps the sequence positive
 * definite). NaN beyond lag 0 when the series does not vary. `autocorrelation([1, 2, 3, 4], 1)` is 1, 0.25.
 */
export function autocorrelation(series: ArrayLike<number>, maxLag: number): number[] {
  requireCount(maxLag, 0, "the greatest lag");
  const deviations = centred(series);
  const variance = lagProduct(deviations, 0);
  return Array.from({ length: maxLag + 1 }, (_, lag) => {
    if (lag === 0) return 1;
    return variance > 0 ? lagProduct(deviations, lag) / variance : Number.NaN;
  });
}

/**
 * Estimate the integrated autocorrelation time, 1 + 2 x the sum of the autocorrelations, by the initial monotone
 * sequence (Geyer 1992): sums of neighbouring pairs are taken while positive and never let grow. At least 1 / n.
 * Independent values have about 1; an AR(1) series with coefficient r has (1 + r) / (1 - r). NaN when nothing varies.
 *
 * A series of more than 20,000 values is first averaged in groups: the time of the group means, times what grouping
 * leaves of the variance, is that of the series, and a long slow series stays quick.
 */
export function autocorrelationTime(series: ArrayLike<number>): number {
  const deviations = centred(series);
  const group = Math.ceil(deviations.length / 20_000);
  if (group === 1) return initialMonotoneTime(deviations);
  const means = new Float64Array(Math.floor(deviations.length / group));
  for (let g = 0; g < means.length; g += 1) {
    for (let i = g * group; i < (g + 1) * group; i += 1) means[g] += deviations[i] / group;
  }
  const variance = lagProduct(deviations, 0);
  return variance > 0 ? (initialMonotoneTime(means) * group * lagProduct(means, 0)) / variance : Number.NaN;
}

/** Estimate how many independent values carry as much about the mean as this series: n over its autocorrelation time. */
export function effectiveSampleSize(series: ArrayLike<number>): number {
  return series.length / autocorrelationTime(series);
}

function initialMonotoneTime(deviations: Float64Array): number {
  const n = deviations.length;
  const variance = lagProduct(deviations, 0);
  if (!(variance > 0)) return Number.NaN;
  let sum = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let lag = 0; lag + 1 < n; lag += 2) {
    const pair = (lagProduct(deviations, lag) + lagProduct(deviations, lag + 1)) / variance;
    if (pair <= 0) break;
    least = Math.min(least, pair);
    sum += least;
  }
  return Math.max(2 * sum - 1, 1 / n);
}

function centred(series: ArrayLike<number>): Float64Array {
  const xs = Float64Array.from(series);
  xs.forEach((x, i) => {
    requireFinite(x, `value ${i} of a series`);
  });
  const mean = sumOf(xs) / xs.length;
  return xs.map((x) => x - mean);
}

function lagProduct(deviations: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = lag; i < deviations.length; i += 1) sum += deviations[i] * deviations[i - lag];
  return sum / deviations.length;
}
