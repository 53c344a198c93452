// Scores of probability forecasts: how good a forecast was that said a distribution and not a number. Proper scores (Gneiting and
// Raftery 2007): who says what they believe is expected to score best. Smaller is better throughout. NaN in a sample is left out.

import { distributionOf } from "../random/index.ts";
import { requireCount, requireFinite, requireLevel, requireProbability, StatisticsError } from "./errors.ts";
import { proportionInterval } from "./proportion.ts";
import { quantileOfSorted, sortedValues } from "./quantile.ts";

/**
 * Score a sample of a forecast against what came: the continuous ranked probability score of its empirical distribution.
 *
 * @param sample draws from the forecast, in any order, at least one defined
 * @param observed what came
 * @returns mean |x - y| - 1/2 mean |x - x'|, in the unit of the observation; of a point forecast the absolute error
 * @throws StatisticsError `statistics-empty` without a defined draw, `statistics-not-finite` for an undefined observation
 *
 * Source: Gneiting and Raftery 2007, eq. 21. Worked number: the sample 0, 1 against 0 scores 1/2 - 1/4 = 0.25.
 */
export function crpsOfSample(sample: ArrayLike<number>, observed: number): number {
  requireFinite(observed, "the observation");
  const sorted = someValues(sample);
  const n = sorted.length;
  let distance = 0;
  let spread = 0;
  for (let i = 0; i < n; i += 1) {
    distance += Math.abs(sorted[i] - observed);
    // Sum over pairs of |x - x'| from order statistics: x(i) is the greater of i pairs and the less of n - 1 - i.
    spread += (2 * i + 1 - n) * sorted[i];
  }
  return distance / n - spread / (n * n);
}

/**
 * Score a quantile forecast: the pinball loss.
 *
 * @param forecast the quantile that was said
 * @param observed what came
 * @param probability of the quantile, 0..1
 * @returns probability x shortfall, or (1 - probability) x excess; half the absolute error for a median
 * @throws StatisticsError for a probability outside [0, 1]
 *
 * Source: Koenker and Bassett 1978. Worked number: 10 said for the 0.9 quantile, 12 came: 1.8; 8 came: 0.2.
 */
export function pinballLoss(forecast: number, observed: number, probability: number): number {
  requireProbability(probability);
  requireFinite(forecast, "the forecast");
  requireFinite(observed, "the observation");
  const gap = observed - forecast;
  return gap >= 0 ? probability * gap : (probability - 1) * gap;
}

/**
 * Score a central interval: its width, and what it missed by at a price of 2 / (1 - level).
 *
 * @throws StatisticsError `statistics-level`; `statistics-order` when low is above high
 *
 * Source: Gneiting and Raftery 2007, eq. 43. Worked number: 90 % from 0 to 10 scores 10 when 5 comes, and 10 + 20 x 1 when 11 comes.
 */
export function intervalScore(low: number, high: number, observed: number, level: number): number {
  requireLevel(level);
  if (!(low <= high)) {
    throw new StatisticsError("statistics-order", `an interval ends above its beginning, not at ${high} after ${low}`, {
      low,
      high,
    });
  }
  const missed = Math.max(low - observed, observed - high, 0);
  return high - low + (2 / (1 - level)) * missed;
}

/** Median and central interval of a forecast, as type-7 quantiles of its sample. */
export interface PredictiveInterval {
  readonly n: number;
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/**
 * Read a forecast's median and central interval from its sample.
 *
 * @throws StatisticsError `statistics-empty`, `statistics-level`
 *
 * Worked number: of 0, 1, ..., 100 at 90 %: median 50, from 5 to 95.
 */
export function predictiveInterval(sample: ArrayLike<number>, level: number): PredictiveInterval {
  requireLevel(level);
  const sorted = someValues(sample);
  const tail = (1 - level) / 2;
  return {
    n: sorted.length,
    median: quantileOfSorted(sorted, 0.5),
    low: quantileOfSorted(sorted, tail),
    high: quantileOfSorted(sorted, 1 - tail),
    level,
  };
}

/** How often intervals held what came. */
export interface Coverage {
  readonly n: number;
  readonly inside: number;
  readonly share: number;
  /** What intervals of this kind should hold. */
  readonly nominal: number;
  /** 95 % interval of the share of intervals that hold, by Clopper and Pearson. */
  readonly low: number;
  readonly high: number;
  /** Fewest that hold with a probability above 5 % when the nominal coverage is true: fewer is too few. */
  readonly leastAt5Percent: number;
  readonly enough: boolean;
}

/**
 * Judge the coverage of `inside` of `n` independent intervals.
 *
 * @param nominal what intervals of this kind should hold, 0..1
 * @returns share with its exact 95 % interval, and whether it reaches the 5 % point of Binomial(n, nominal)
 * @throws StatisticsError `statistics-count`, `statistics-level`
 *
 * Worked number: 17 of 20 at 90 %: the 5 % point of Binomial(20, 0.9) is 16, so that 17 is enough and 15 is too few.
 */
export function coverageOf(inside: number, n: number, nominal: number): Coverage {
  requireCount(n, 1, "the number of intervals");
  requireLevel(nominal);
  const { low, high, share } = proportionInterval(inside, n, 0.95);
  const leastAt5Percent = distributionOf({ distribution: "binomial", trials: n, probability: nominal }).quantile(0.05);
  return { n, inside, share, nominal, low, high, leastAt5Percent, enough: inside >= leastAt5Percent };
}

function someValues(sample: ArrayLike<number>): Float64Array {
  const sorted = sortedValues(sample);
  if (sorted.length === 0)
    throw new StatisticsError("statistics-empty", "a forecast needs at least one defined draw", { n: sample.length });
  return sorted;
}
