// Comparison of k systems, every pair against every other, with joint confidence over all k (k - 1) / 2 pairs.

import { requireCount } from "./errors.ts";
import { differences, independentDifference, type MeanInterval, meanInterval } from "./interval.ts";
import { holm, type JointInterval } from "./joint.ts";
import { drawMeans } from "./two-level.ts";

/** One pair of systems, always b minus a with a before b. */
export interface PairComparison {
  readonly a: number;
  readonly b: number;
  readonly difference: MeanInterval;
  readonly joint: JointInterval;
}

/** How the systems were run. */
export interface PairwiseOptions {
  readonly level: number;
  readonly runsPerDraw: number;
  /** "common": run r has the same luck in every system, so pairs are differenced run by run. "independent": Welch. */
  readonly streams: "common" | "independent";
}

/**
 * Compare every two of at least two systems. `values[i]` holds the runs of system i in replication order. Pairs come in the
 * order (0, 1), (0, 2), ..., (1, 2), ...; `joint` is Holm's, over all pairs.
 */
export function compareAllPairs(values: readonly ArrayLike<number>[], options: PairwiseOptions): PairComparison[] {
  requireCount(values.length, 2, "the number of systems");
  const { level, runsPerDraw, streams } = options;
  const pairs: { a: number; b: number; difference: MeanInterval }[] = [];
  for (let a = 0; a < values.length; a += 1) {
    for (let b = a + 1; b < values.length; b += 1) {
      // With common streams, a run that is undefined in one system is undefined for the pair before draws are averaged.
      const difference: MeanInterval =
        streams === "common"
          ? { ...meanInterval(drawMeans(differences(values[a], values[b]), runsPerDraw), level), method: "paired-t" }
          : independentDifference(drawMeans(values[a], runsPerDraw), drawMeans(values[b], runsPerDraw), level);
      pairs.push({ a, b, difference });
    }
  }
  const joint = holm(
    pairs.map((pair) => pair.difference),
    level,
  );
  return pairs.map((pair, i) => ({ ...pair, joint: joint[i] }));
}
