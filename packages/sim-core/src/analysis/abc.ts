// Approximate Bayesian computation by rejection (Pritchard et al. 1999): of many draws from the prior, keep those whose simulated
// summaries lie nearest the observed ones. What is kept is a sample of the posterior, blurred by the tolerance.

import { medianAbsoluteDeviation } from "simple-statistics";
import { mean, quantileType7, sampleStandardDeviation } from "../statistics/index.ts";
import { AnalysisError } from "./errors.ts";

/** The posterior sample. */
export interface AbcResult {
  readonly method: "abc rejection";
  /** Positions of the kept draws, nearest first. */
  readonly accepted: readonly number[];
  /** Distance of the furthest draw kept, in scaled units: how blurred the sample is. */
  readonly tolerance: number;
  /** Draws left out because a summary was undefined. */
  readonly undefinedDraws: number;
  /** One row for each parameter. */
  readonly posterior: readonly {
    readonly mean: number;
    readonly p05: number;
    readonly p50: number;
    readonly p95: number;
  }[];
  /** What each summary was divided by: its median absolute deviation over the draws, or its standard deviation where that is 0. */
  readonly scales: readonly number[];
}

/**
 * Keep the share `accept` of draws whose summaries are nearest the observed ones (Euclidean, each summary scaled by its
 * spread over the prior). `draws[i]` are the parameters and `summaries[i]` the simulated summaries of draw i. A summary
 * that does not vary is left out of the distance.
 *
 * @throws AnalysisError `analysis-argument` when shapes disagree, nothing is defined, or `accept` is outside (0, 1]
 */
export function abcRejection(
  draws: readonly ArrayLike<number>[],
  summaries: readonly ArrayLike<number>[],
  observed: readonly number[],
  accept: number,
): AbcResult {
  const shapes =
    draws.length > 0 &&
    draws.length === summaries.length &&
    observed.length > 0 &&
    observed.every((x) => Number.isFinite(x)) &&
    summaries.every((s) => s.length === observed.length);
  const defined = summaries
    .map((s, i) => (Array.from(s).every((x) => Number.isFinite(x)) ? i : -1))
    .filter((i) => i >= 0);
  if (!shapes || defined.length === 0 || !(accept > 0 && accept <= 1)) {
    throw new AnalysisError(
      "analysis-argument",
      "rejection takes as many summaries as draws, each like the observed ones, some of them defined, and a share in (0, 1]",
      { draws: draws.length, summaries: summaries.length, observed: observed.length, defined: defined.length, accept },
    );
  }
  const scales = observed.map((_, k) => {
    const values = defined.map((i) => summaries[i][k]);
    const robust = medianAbsoluteDeviation(values);
    return robust > 0 ? robust : sampleStandardDeviation(values) || 0;
  });
  const distance = (i: number): number => {
    let sum = 0;
    observed.forEach((target, k) => {
      if (!(scales[k] > 0)) return;
      const gap = (summaries[i][k] - target) / scales[k];
      sum += gap * gap;
    });
    return Math.sqrt(sum);
  };
  const ranked = defined.map((i) => ({ i, gap: distance(i) })).sort((a, b) => a.gap - b.gap || a.i - b.i);
  const kept = ranked.slice(0, Math.max(1, Math.round(accept * defined.length)));
  const accepted = kept.map(({ i }) => i);
  return {
    method: "abc rejection",
    accepted,
    tolerance: kept[kept.length - 1].gap,
    undefinedDraws: draws.length - defined.length,
    posterior: Array.from(draws[0], (_, d) => {
      const values = accepted.map((i) => draws[i][d]);
      return {
        mean: mean(values),
        p05: quantileType7(values, 0.05),
        p50: quantileType7(values, 0.5),
        p95: quantileType7(values, 0.95),
      };
    }),
    scales,
  };
}
