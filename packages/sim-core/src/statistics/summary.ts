// The one reducer of estimates: runs in replication order go in, one plain row comes out. Same values, same bits: sums are
// compensated and in order, quantiles are exact. Worker-side merges and sketches never come near a row made here.

import { requireLevel } from "./errors.ts";
import { differences, meanInterval, unitsNeeded } from "./interval.ts";
import { definedValues } from "./moments.ts";
import { quantileOfSorted } from "./quantile.ts";
import { drawMeans } from "./two-level.ts";

/** How a sample of runs is laid out and at what level its interval stands. */
export interface SummaryOptions {
  /** Runs that share a draw of the parameters (2 as a rule); 1 when every run is a unit of its own. */
  readonly runsPerDraw: number;
  readonly level: number;
}

/** A measure over runs: mean with interval over draws, quantiles over runs. NaN stands for undefined. */
export interface Summary {
  readonly method: "student-t over draw means";
  /** Independent units: draws with at least one defined run. */
  readonly n: number;
  /** Defined runs. */
  readonly runs: number;
  /** Mean of draw means. */
  readonly mean: number;
  readonly halfWidth: number;
  readonly level: number;
  /** Of one unit (a draw mean). */
  readonly standardDeviation: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  readonly p05: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p95: number;
}

/** A summary of paired differences (b minus a), with how often the difference is above zero. */
export interface DifferenceSummary extends Summary {
  /** Share of defined runs above zero, a tie counted as one half; NaN without a run. */
  readonly probabilityAbove0: number;
}

/**
 * Reduce the runs of one measure to one row. `values` are in replication order, NaN where the measure is undefined in a
 * run or the run was dropped. A draw's mean is over its defined runs; a draw with none is left out of `n`.
 *
 * `summarise([1, 3, 5, 7], { runsPerDraw: 2, level: 0.95 })` has n 2, runs 4, mean 4, standard error 2, p50 4.
 */
export function summarise(values: ArrayLike<number>, options: SummaryOptions): Summary {
  const interval = meanInterval(drawMeans(values, options.runsPerDraw), options.level);
  const sorted = definedValues(values).sort();
  return {
    method: "student-t over draw means",
    n: interval.n,
    runs: sorted.length,
    mean: interval.mean,
    halfWidth: interval.halfWidth,
    level: options.level,
    standardDeviation: interval.standardDeviation,
    standardError: interval.standardError,
    degreesOfFreedom: interval.degreesOfFreedom,
    p05: quantileOfSorted(sorted, 0.05),
    p25: quantileOfSorted(sorted, 0.25),
    p50: quantileOfSorted(sorted, 0.5),
    p75: quantileOfSorted(sorted, 0.75),
    p95: quantileOfSorted(sorted, 0.95),
  };
}

/** Reduce paired runs to the summary of b minus a; a run that is undefined on either side is undefined. */
export function summariseDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: SummaryOptions,
): DifferenceSummary {
  const paired = differences(a, b);
  return { ...summarise(paired, options), probabilityAbove0: probabilityAbove0(paired) };
}

/** Compute the share of defined values above zero, a tie counted as one half. `probabilityAbove0([-1, 0, 2])` is 0.5. */
export function probabilityAbove0(values: ArrayLike<number>): number {
  const xs = definedValues(values);
  let halves = 0;
  for (const x of xs) halves += x > 0 ? 2 : x === 0 ? 1 : 0;
  return xs.length === 0 ? Number.NaN : halves / (2 * xs.length);
}

/**
 * Forecast how many more runs would tell a difference from zero, if its mean and spread stay as they are: enough draws that
 * the half-width at `level` falls to the size of the mean. 0 when it is told apart already, Infinity for a mean of zero
 * or an unknown spread.
 */
export function runsToTellApart(
  summary: Pick<Summary, "n" | "mean" | "standardDeviation">,
  options: SummaryOptions,
): number {
  requireLevel(options.level);
  if (summary.standardDeviation === 0 && summary.mean !== 0) return 0;
  if (!(Math.abs(summary.mean) > 0) || !(summary.standardDeviation > 0)) return Number.POSITIVE_INFINITY;
  const draws = unitsNeeded(summary.standardDeviation, Math.abs(summary.mean), options.level);
  return Math.max(0, draws - summary.n) * options.runsPerDraw;
}
