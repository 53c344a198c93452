// The steady-state mean from one long run: where the warm-up ends (MSER-5) and how sure the mean is (batch means).
// A series that is too short gets the answer "not enough data" with the reason and a forecast, never a number.

import { pow, studentTQuantile } from "../foundation/math.ts";
import { autocorrelationTime } from "./autocorrelation.ts";
import { requireCount, requireFinite, requireLevel } from "./errors.ts";
import { type MeanInterval, meanInterval } from "./interval.ts";
import { sumOf } from "./moments.ts";

/** Why a series gives no answer. */
export interface NotEnoughData {
  readonly enough: false;
  readonly method: string;
  readonly n: number;
  /** A sentence that says what is missing. */
  readonly reason: string;
  /** About how many observations would do, as far as the series can tell; Infinity when it cannot. */
  readonly needed: number;
}

/** Where a warm-up ends. */
export interface WarmUp {
  readonly enough: true;
  readonly method: "mser-5";
  readonly n: number;
  /** Number of observations to leave out at the start; a multiple of 5. */
  readonly truncation: number;
}

/** Batch means with the interval that they give. */
export interface BatchMeans {
  readonly method: "batch-means";
  readonly batches: readonly number[];
  readonly batchLength: number;
  /** Student-t interval that takes batches for units. */
  readonly interval: MeanInterval;
  /** Correlation of neighbouring batches; near 0 when batches are long enough. NaN when they do not vary. */
  readonly lag1: number;
}

/** A steady-state mean with its interval. */
export interface SteadyStateMean {
  readonly enough: true;
  readonly method: "adjusted batch means after mser-5";
  /** Observations used, after the warm-up. */
  readonly n: number;
  readonly truncation: number;
  readonly batches: number;
  readonly batchLength: number;
  readonly effectiveSampleSize: number;
  readonly mean: number;
  /** The ends of the interval; where batches are skewed, as waits are, the mean is not in its middle. */
  readonly low: number;
  readonly high: number;
  /** Half the length of the interval. */
  readonly halfWidth: number;
  readonly level: number;
  /** What the interval was adjusted for: skewness of the batches, and correlation of neighbouring ones (0 when negative). */
  readonly skewness: number;
  readonly lag1: number;
}

/** How `steadyStateMean` batches and when it declines. */
export interface SteadyStateOptions {
  readonly level: number;
  /** Number of batches; 20 when left out (Schmeiser 1982 finds little gain beyond 30). */
  readonly batches?: number;
  /** Least number of independent values that a batch must be worth; 10 when left out. */
  readonly effectivePerBatch?: number;
}

/**
 * Find the end of the warm-up by MSER-5 (White 1997; White, Cobb and Spratt 2000): means of fives, then the truncation
 * that minimises the squared standard error of the rest. When the least lies in the second half of the series, the warm-up may
 * not be over: not enough data. Throws for a value that is not finite.
 */
export function mser5(series: ArrayLike<number>): WarmUp | NotEnoughData {
  const n = series.length;
  const fives = Math.floor(n / 5);
  if (fives < 10) {
    return { enough: false, method: "mser-5", n, reason: `${n} observations; MSER-5 takes at least 50`, needed: 50 };
  }
  const means = new Float64Array(fives);
  for (let b = 0; b < fives; b += 1) {
    let sum = 0;
    for (let i = 5 * b; i < 5 * b + 5; i += 1) {
      requireFinite(series[i], `value ${i} of a series`);
      sum += series[i];
    }
    means[b] = sum / 5;
  }
  const centre = sumOf(means) / fives;
  let first = 0;
  let second = 0;
  let least = Number.POSITIVE_INFINITY;
  let truncation = 0;
  // From the end, so that each truncation adds one mean; the last five means are too few to judge by (White 1997).
  for (let d = fives - 1; d >= 0; d -= 1) {
    const deviation = means[d] - centre;
    first += deviation;
    second += deviation * deviation;
    const count = fives - d;
    if (count < 5) continue;
    const score = Math.max(0, second - (first * first) / count) / (count * count);
    if (score <= least) {
      least = score;
      truncation = d;
    }
  }
  if (2 * truncation > fives) {
    const reason = `the warm-up seems to reach beyond the first half of the ${n} observations`;
    return { enough: false, method: "mser-5", n, reason, needed: 2 * 5 * truncation };
  }
  return { enough: true, method: "mser-5", n, truncation: 5 * truncation };
}

/**
 * Cut a series into `batches` equally long batches and take their means for independent units. What does not fill a batch
 * is left out at the start, where bias is. Throws when a batch would be empty or fewer than two are asked for.
 */
export function batchMeans(series: ArrayLike<number>, batches: number, level: number): BatchMeans {
  requireCount(batches, 2, "the number of batches");
  requireLevel(level);
  const batchLength = Math.floor(series.length / batches);
  requireCount(batchLength, 1, "the length of a batch");
  const start = series.length - batches * batchLength;
  const means: number[] = [];
  for (let b = 0; b < batches; b += 1) {
    const batch = new Float64Array(batchLength);
    for (let i = 0; i < batchLength; i += 1) {
      const x = series[start + b * batchLength + i];
      requireFinite(x, `value ${start + b * batchLength + i} of a series`);
      batch[i] = x;
    }
    means.push(sumOf(batch) / batchLength);
  }
  const interval = meanInterval(means, level);
  return { method: "batch-means", batches: means, batchLength, interval, lag1: lag1Of(means, interval.mean) };
}

/**
 * Estimate the steady-state mean of one long run: leave out the warm-up by MSER-5, then batch means. Declines when the
 * warm-up is not seen to end, or when a batch would be worth fewer independent values than `effectivePerBatch`
 * (Geyer's estimate): intervals from such batches are too narrow.
 *
 * The end of the warm-up is chosen by looking at the data, batches are skewed, and neighbouring ones still correlate a little; each
 * makes Student's interval hold the truth too seldom (93 % instead of 95 % for waits of M/M/1 at load 0.3, 6,000 customers). The
 * interval is therefore adjusted for skewness and correlation as in Skart (Tafazzoli, Wilson, Lada and Steiger 2011; the skewness by
 * Willink 2005), which brings it to 95 %.
 */
export function steadyStateMean(
  series: ArrayLike<number>,
  options: SteadyStateOptions,
): SteadyStateMean | NotEnoughData {
  const { level, batches = 20, effectivePerBatch = 10 } = options;
  requireLevel(level);
  requireCount(batches, 2, "the number of batches");
  const method = "adjusted batch means after mser-5";
  const warmUp = mser5(series);
  if (!warmUp.enough) return { ...warmUp, method };
  const rest = Float64Array.from(series).subarray(warmUp.truncation);
  const time = autocorrelationTime(rest);
  // A series that does not vary at all is known exactly, if it is long enough to say so.
  const correlationTime = Number.isNaN(time) ? 1 : Math.max(1, time);
  const least = Math.ceil(batches * effectivePerBatch * correlationTime);
  if (rest.length < least) {
    const reason =
      `${rest.length} observations after the warm-up are worth about ${Math.floor(rest.length / correlationTime)} ` +
      `independent ones; ${batches} batches take ${batches * effectivePerBatch}`;
    return { enough: false, method, n: series.length, reason, needed: warmUp.truncation + least };
  }
  const { interval, batchLength, batches: means, lag1 } = batchMeans(rest, batches, level);
  const correlation = Number.isNaN(lag1) ? 0 : Math.max(0, lag1);
  const error = interval.standardError * Math.sqrt((1 + correlation) / (1 - correlation));
  const skewness = skewnessOf(means, interval.mean, interval.standardDeviation);
  const quantile = studentTQuantile(0.5 + level / 2, batches - 1);
  const low = interval.mean - skewAdjusted(quantile, skewness, batches) * error;
  const high = interval.mean - skewAdjusted(-quantile, skewness, batches) * error;
  return {
    enough: true,
    method,
    n: batches * batchLength,
    truncation: warmUp.truncation,
    batches,
    batchLength,
    effectiveSampleSize: rest.length / correlationTime,
    mean: interval.mean,
    low,
    high,
    halfWidth: (high - low) / 2,
    level,
    skewness,
    lag1: correlation,
  };
}

/** Estimate skewness without the bias of small samples; 0 when nothing varies or with fewer than three values. */
function skewnessOf(values: readonly number[], mean: number, deviation: number): number {
  const n = values.length;
  if (n < 3 || !(deviation > 0)) return 0;
  let cubes = 0;
  for (const x of values) cubes += ((x - mean) / deviation) * ((x - mean) / deviation) * ((x - mean) / deviation);
  return (n * cubes) / ((n - 1) * (n - 2));
}

/** Move a quantile of Student's t by the skewness of n values (Willink 2005, equation 6). */
function skewAdjusted(quantile: number, skewness: number, n: number): number {
  const b = skewness / (6 * Math.sqrt(n));
  if (Math.abs(b) < 1e-9) return quantile;
  const x = 1 + 6 * b * (quantile - b);
  return ((x < 0 ? -pow(-x, 1 / 3) : pow(x, 1 / 3)) - 1) / (2 * b);
}

function lag1Of(values: readonly number[], mean: number): number {
  let products = 0;
  let squares = 0;
  values.forEach((x, i) => {
    squares += (x - mean) * (x - mean);
    if (i > 0) products += (x - mean) * (values[i - 1] - mean);
  });
  return squares > 0 ? products / squares : Number.NaN;
}
