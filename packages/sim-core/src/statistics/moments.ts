// Mean, variance and covariance of a plain array, by compensated sums in the order given: same numbers, same bits.
// NaN means "undefined here" and is left out; an infinite value throws. Too few values give NaN, never a made-up 0.

import { CompensatedSum } from "../foundation/sum.ts";
import { requireSameLength, StatisticsError } from "./errors.ts";

/**
 * Copy the defined values (not NaN) of `values`, in their order.
 *
 * @throws StatisticsError `statistics-infinite` with the place of an infinite value.
 */
export function definedValues(values: ArrayLike<number>): Float64Array {
  const kept = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i += 1) {
    const x = values[i];
    if (Number.isNaN(x)) continue;
    if (x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY) {
      throw new StatisticsError(
        "statistics-infinite",
        `value ${i} is ${x}; an observation is finite or undefined (NaN)`,
        {
          index: i,
          value: x,
        },
      );
    }
    kept[n] = x;
    n += 1;
  }
  return n === kept.length ? kept : kept.slice(0, n);
}

/** Average the defined values of `values`; NaN when there is none. `mean([1, NaN, 3])` is 2. */
export function mean(values: ArrayLike<number>): number {
  const xs = definedValues(values);
  return xs.length === 0 ? Number.NaN : sumOf(xs) / xs.length;
}

/**
 * Estimate the variance of the population from a sample: squared deviations over n - 1, in two passes, with the
 * correction for the rounding of the mean (Chan, Golub and LeVeque 1983). NaN below two defined values.
 * `sampleVariance([2, 4, 4, 4, 5, 5, 7, 9])` is 32 / 7.
 */
export function sampleVariance(values: ArrayLike<number>): number {
  const xs = definedValues(values);
  return varianceAround(xs, xs.length === 0 ? Number.NaN : sumOf(xs) / xs.length);
}

/** Take the square root of `sampleVariance`; NaN below two defined values. */
export function sampleStandardDeviation(values: ArrayLike<number>): number {
  return Math.sqrt(sampleVariance(values));
}

/**
 * Estimate the covariance of pairs (x[i], y[i]) over n - 1; a pair with an undefined half is left out. NaN below two pairs.
 * `sampleCovariance([1, 2, 3], [2, 4, 6])` is 2.
 */
export function sampleCovariance(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const [xs, ys] = definedPairs(x, y);
  if (xs.length < 2) return Number.NaN;
  const xMean = sumOf(xs) / xs.length;
  const yMean = sumOf(ys) / ys.length;
  const products = new CompensatedSum();
  for (let i = 0; i < xs.length; i += 1) products.add((xs[i] - xMean) * (ys[i] - yMean));
  return products.value / (xs.length - 1);
}

/** Compute Pearson's correlation over the pairs defined in both; NaN when one side does not vary. */
export function sampleCorrelation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const [xs, ys] = definedPairs(x, y);
  const scale = Math.sqrt(sampleVariance(xs)) * Math.sqrt(sampleVariance(ys));
  if (!(scale > 0)) return Number.NaN;
  return Math.max(-1, Math.min(1, sampleCovariance(xs, ys) / scale));
}

/** Keep the pairs whose two halves are defined, in order. Throws when the arrays differ in length. */
export function definedPairs(x: ArrayLike<number>, y: ArrayLike<number>): [Float64Array, Float64Array] {
  requireSameLength(x, y, "paired values");
  const xs: number[] = [];
  const ys: number[] = [];
  for (let i = 0; i < x.length; i += 1) {
    if (Number.isNaN(x[i]) || Number.isNaN(y[i])) continue;
    xs.push(x[i]);
    ys.push(y[i]);
  }
  return [definedValues(xs), definedValues(ys)];
}

/** Sum finite values with compensation, in order. */
export function sumOf(xs: ArrayLike<number>): number {
  const sum = new CompensatedSum();
  for (let i = 0; i < xs.length; i += 1) sum.add(xs[i]);
  return sum.value;
}

/** Estimate the variance of finite values whose mean is known already; NaN below two values. */
export function varianceAround(xs: ArrayLike<number>, mean: number): number {
  const n = xs.length;
  if (n < 2) return Number.NaN;
  const squares = new CompensatedSum();
  const deviations = new CompensatedSum();
  for (let i = 0; i < n; i += 1) {
    const deviation = xs[i] - mean;
    squares.add(deviation * deviation);
    deviations.add(deviation);
  }
  const slip = deviations.value;
  return Math.max(0, (squares.value - (slip * slip) / n) / (n - 1));
}
