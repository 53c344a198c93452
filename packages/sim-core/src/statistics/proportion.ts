// A share of independent trials with its exact interval: failures among replications, intervals that held the truth.

import { betaIInverse } from "../foundation/math.ts";
import { requireCount, requireLevel } from "./errors.ts";

/** A share with its two-sided interval. */
export interface ProportionInterval {
  readonly method: "clopper-pearson";
  readonly n: number;
  readonly successes: number;
  /** NaN without a trial. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/**
 * Estimate a probability from `successes` of `n` independent trials with the interval of Clopper and Pearson (1934), which covers
 * at least at its level whatever the probability. 0 of 10 at 95 %: 0 to 0.308. Without a trial: 0 to 1.
 *
 * @throws StatisticsError `statistics-count` unless 0 <= successes <= n are integers
 */
export function proportionInterval(successes: number, n: number, level: number): ProportionInterval {
  requireCount(n, 0, "the number of trials");
  requireCount(successes, 0, "the number of successes");
  requireCount(n - successes, 0, "the number of failures");
  requireLevel(level);
  const tail = (1 - level) / 2;
  return {
    method: "clopper-pearson",
    n,
    successes,
    share: n === 0 ? Number.NaN : successes / n,
    low: successes === 0 ? 0 : betaIInverse(tail, successes, n - successes + 1),
    high: successes === n ? 1 : betaIInverse(1 - tail, successes + 1, n - successes),
    level,
  };
}
