// Which parameters move an output, from any space-filling sample: Spearman's rank correlation, and standardised regression coefficients with
// the share of the variance that a straight line explains (Saltelli et al. 2008, Global Sensitivity Analysis, ch. 1). Good where effects
// are monotonic or nearly linear; `r2` says how far to trust the coefficients.

import type { RandomSource } from "../random/index.ts";
import { type BootstrapInterval, bootstrapIndices } from "../statistics/index.ts";
import { AnalysisError } from "./errors.ts";
import { solveLinear } from "./linear-algebra.ts";

/** What one parameter has to do with an output. */
export interface RankRegressionEffect {
  /** Position of the parameter. */
  readonly parameter: number;
  /** Spearman's rank correlation with the output. */
  readonly rankCorrelation: BootstrapInterval;
  /** Standard deviations of the output for one standard deviation of the parameter, the others held; NaN where it cannot be told. */
  readonly standardisedCoefficient: BootstrapInterval;
}

/** Effects of all parameters. */
export interface RankRegression {
  readonly method: "spearman, standardised regression";
  /** Points used: those with a defined output. */
  readonly n: number;
  readonly undefinedPoints: number;
  /** Share of the variance of the output that the linear regression explains. */
  readonly r2: number;
  readonly effects: readonly RankRegressionEffect[];
}

/** How to draw the intervals: percentile bootstrap over points. */
export interface RankRegressionOptions {
  readonly level: number;
  readonly resamples: number;
  readonly source: RandomSource;
}

/**
 * Rank-correlate and regress an output on parameters.
 *
 * @param columns one array of values for each parameter, a value for each point
 * @param outputs the output at each point; NaN is left out, and counted
 * @throws AnalysisError `analysis-design` when a column has another length than the outputs
 *
 * For y = 3 x, whatever else varies, the rank correlation of x is 1, its coefficient 1 and r2 1.
 */
export function rankRegression(
  columns: readonly ArrayLike<number>[],
  outputs: ArrayLike<number>,
  options: RankRegressionOptions,
): RankRegression {
  if (columns.length === 0 || columns.some((column) => column.length !== outputs.length)) {
    throw new AnalysisError("analysis-design", "every parameter needs a value for each output", {
      outputs: outputs.length,
      columns: columns.map((column) => column.length),
    });
  }
  const defined: number[] = [];
  for (let i = 0; i < outputs.length; i += 1) if (Number.isFinite(outputs[i])) defined.push(i);
  const n = defined.length;
  const xs = columns.map((column) => Float64Array.from(defined, (i) => column[i]));
  const y = Float64Array.from(defined, (i) => outputs[i]);
  const rankX = xs.map(ranksOf);
  const rankY = ranksOf(y);
  const interval = (statistic: (index: (i: number) => number, count: number) => number): BootstrapInterval =>
    bootstrapIndices(n, statistic, { ...options, method: "percentile" });
  // Ranks are those of the whole sample: ranking each resample anew would cost more and change little.
  return {
    method: "spearman, standardised regression",
    n,
    undefinedPoints: outputs.length - n,
    r2: regress(xs, y, (i) => i, n).r2,
    effects: columns.map((_, parameter) => ({
      parameter,
      rankCorrelation: interval((index, count) => correlation(rankX[parameter], rankY, index, count)),
      standardisedCoefficient: interval((index, count) => regress(xs, y, index, count).coefficients[parameter]),
    })),
  };
}

/** Rank values from 1; equal values share the mean of their ranks. */
export function ranksOf(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to += 1;
    for (let i = from; i < to; i += 1) ranks[order[i]] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

interface Moments {
  readonly mean: number;
  readonly sd: number;
}

function momentsOf(values: Float64Array, index: (i: number) => number, count: number): Moments {
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += values[index(i)];
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i += 1) {
    const d = values[index(i)] - mean;
    squares += d * d;
  }
  return { mean, sd: Math.sqrt(squares / count) };
}

function correlation(x: Float64Array, y: Float64Array, index: (i: number) => number, count: number): number {
  return crossMoment(x, momentsOf(x, index, count), y, momentsOf(y, index, count), index, count);
}

function crossMoment(
  x: Float64Array,
  mx: Moments,
  y: Float64Array,
  my: Moments,
  index: (i: number) => number,
  count: number,
): number {
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += (x[index(i)] - mx.mean) * (y[index(i)] - my.mean);
  return sum / count / (mx.sd * my.sd);
}

function regress(
  xs: readonly Float64Array[],
  y: Float64Array,
  index: (i: number) => number,
  count: number,
): { readonly coefficients: readonly number[]; readonly r2: number } {
  const moments = xs.map((x) => momentsOf(x, index, count));
  const my = momentsOf(y, index, count);
  const matrix = xs.map((a, i) =>
    xs.map((b, j) => (i === j ? 1 : crossMoment(a, moments[i], b, moments[j], index, count))),
  );
  const right = xs.map((x, i) => crossMoment(x, moments[i], y, my, index, count));
  const solved = [...matrix.flat(), ...right].every(Number.isFinite) ? solveLinear(matrix, right) : undefined;
  if (solved === undefined || count <= xs.length) return { coefficients: xs.map(() => Number.NaN), r2: Number.NaN };
  return { coefficients: solved, r2: solved.reduce((sum, beta, i) => sum + beta * right[i], 0) };
}
