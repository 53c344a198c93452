// Intervals for statistics without a formula: resample independent units with replacement (Efron 1979).
// The random source is injected, so a fixed stream gives fixed intervals. Units must be independent: draw means, not rows.

import { normalCdf, normalQuantile } from "../foundation/math.ts";
import type { RandomSource } from "../random/index.ts";
import { requireCount, requireLevel } from "./errors.ts";
import { definedValues, sumOf } from "./moments.ts";
import { quantileOfSorted } from "./quantile.ts";

/** How to resample. */
export interface BootstrapOptions {
  readonly level: number;
  /** Number of resamples; about 2,000 for a 95 % interval. */
  readonly resamples: number;
  /** "percentile" reads the quantiles; "bca" corrects them for bias and skewness (Efron 1987) and is the better default. */
  readonly method: "percentile" | "bca";
  readonly source: RandomSource;
}

/** A statistic with its bootstrap interval; NaN where it cannot be told. */
export interface BootstrapInterval {
  readonly method: "bootstrap-percentile" | "bootstrap-bca";
  readonly n: number;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
  readonly resamples: number;
  /** Resamples on which the statistic was undefined; they are left out, and many of them mean distrust. */
  readonly undefinedResamples: number;
}

/**
 * Estimate an interval of `statistic` over the units `values` (undefined ones left out). The statistic gets an array that is
 * reused between calls and must not keep it. With fewer than two units, or no defined resample, the ends are NaN.
 */
export function bootstrap(
  values: ArrayLike<number>,
  statistic: (sample: Float64Array) => number,
  options: BootstrapOptions,
): BootstrapInterval {
  const xs = definedValues(values);
  const sample = new Float64Array(xs.length);
  const gather = (index: (i: number) => number, length: number): number => {
    for (let i = 0; i < length; i += 1) sample[i] = xs[index(i)];
    return statistic(sample.subarray(0, length));
  };
  return bootstrapIndices(xs.length, gather, options);
}

/**
 * Resample by index, for statistics of several arrays at once (a ratio, a quantile of differences, a Sobol' index).
 * `statistic(index, length)` reads unit `index(i)` for i below `length`, which is n, or n - 1 in the jackknife of "bca".
 */
export function bootstrapIndices(
  n: number,
  statistic: (index: (i: number) => number, length: number) => number,
  options: BootstrapOptions,
): BootstrapInterval {
  const { level, resamples, method, source } = options;
  requireLevel(level);
  requireCount(resamples, 1, "the number of resamples");
  requireCount(n, 0, "the number of units");
  const estimate = n === 0 ? Number.NaN : statistic((i) => i, n);
  const chosen = new Int32Array(n);
  const replicates: number[] = [];
  if (n >= 2) {
    for (let r = 0; r < resamples; r += 1) {
      for (let i = 0; i < n; i += 1) chosen[i] = Math.min(n - 1, Math.floor(source.uniform() * n));
      const replicate = statistic((i) => chosen[i], n);
      if (!Number.isNaN(replicate)) replicates.push(replicate);
    }
  }
  const sorted = Float64Array.from(replicates).sort();
  const tail = (1 - level) / 2;
  const [left, right] = method === "percentile" ? [tail, 1 - tail] : bcaTails(sorted, estimate, n, statistic, tail);
  const undefinedEnds = sorted.length === 0 || Number.isNaN(left) || Number.isNaN(right);
  return {
    method: method === "percentile" ? "bootstrap-percentile" : "bootstrap-bca",
    n,
    estimate,
    low: undefinedEnds ? Number.NaN : quantileOfSorted(sorted, left),
    high: undefinedEnds ? Number.NaN : quantileOfSorted(sorted, right),
    level,
    resamples,
    undefinedResamples: n >= 2 ? resamples - sorted.length : 0,
  };
}

function bcaTails(
  sorted: Float64Array,
  estimate: number,
  n: number,
  statistic: (index: (i: number) => number, length: number) => number,
  tail: number,
): [number, number] {
  if (sorted.length === 0 || Number.isNaN(estimate)) return [Number.NaN, Number.NaN];
  if (sorted[0] === sorted[sorted.length - 1]) return [tail, 1 - tail];
  let halves = 0;
  for (const x of sorted) halves += x < estimate ? 2 : x === estimate ? 1 : 0;
  // Half a resample of grace keeps the bias finite when every resample lies on one side.
  const share = Math.min(Math.max(halves / 2, 0.5), sorted.length - 0.5) / sorted.length;
  const bias = normalQuantile(share);
  const acceleration = jackknifeAcceleration(n, statistic);
  const tailAt = (p: number): number => {
    const z = bias + normalQuantile(p);
    return normalCdf(bias + z / (1 - acceleration * z));
  };
  return [tailAt(tail), tailAt(1 - tail)];
}

function jackknifeAcceleration(n: number, statistic: (index: (i: number) => number, length: number) => number): number {
  const left = new Float64Array(n);
  for (let j = 0; j < n; j += 1) left[j] = statistic((i) => (i < j ? i : i + 1), n - 1);
  const kept = left.filter((x) => !Number.isNaN(x));
  const centre = sumOf(kept) / kept.length;
  let squares = 0;
  let cubes = 0;
  for (const x of kept) {
    const deviation = centre - x;
    squares += deviation * deviation;
    cubes += deviation * deviation * deviation;
  }
  return squares > 0 ? cubes / (6 * squares * Math.sqrt(squares)) : 0;
}
