// The back-test: forecasts against what came. Each row says observed, median, 90 % interval and whether it holds; held-out rows are
// scored, calibrated and derived ones are shown. The score: coverage with its binomial interval, interval width, and CRPS
// against "nothing changes" and "as the mean of the other sites". Nothing is widened to be right.

import {
  type Coverage,
  coverageOf,
  crpsOfSample,
  intervalScore,
  meanInterval,
  predictiveInterval,
} from "@tiltak/sim-core";
import type { Localised } from "../schema/evidence.ts";
import { drawBinomial, drawPoisson, streamOf, toSteps } from "./draws.ts";
import { type Forecast, forecastAll } from "./forecasts.ts";
import type { NationalOptions, Reading } from "./national.ts";
import { figureOf, loadTargets, type Target, type TargetRole } from "./targets.ts";

/** Level of the predictive intervals. */
const predictiveLevel = 0.9;

/** A naive forecast of a row and its score. */
export interface NaiveScore {
  readonly forecast: number;
  /** As a bare number: the absolute error. */
  readonly crps: number;
  /** With the noise of the observed sample size around it, where that is known: a harder opponent. */
  readonly crpsWithNoise?: number;
}

/** One target against its forecast. */
export interface BackTestRow {
  readonly id: string;
  readonly label: Localised;
  readonly role: TargetRole;
  readonly unit: string;
  readonly date?: string;
  readonly reading?: Reading;
  readonly observed: number;
  /** The observation is an upper bound. */
  readonly bound?: "at-most";
  /** Sample size behind the observation. */
  readonly n?: number;
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly inside: boolean;
  /** We said beforehand that this one would be missed. */
  readonly missExpected: boolean;
  /** Held-out rows: the scores, in the row's unit. */
  readonly crps?: number;
  readonly intervalScore?: number;
  readonly noChange?: NaiveScore;
  readonly otherSites?: NaiveScore;
}

/** The model against one naive forecast, over the held-out rows that have it. */
export interface Duel {
  readonly rows: number;
  /** Rows on which the model's score is lower. */
  readonly wins: number;
  /** Mean CRPS as a share of the observed value: the model, the bare number, and the number with noise. */
  readonly model: number;
  readonly naive: number;
  /** Over the rows where noise is known. */
  readonly rowsWithNoise: number;
  readonly modelWithNoise: number;
  readonly naiveWithNoise: number;
  /** 1 - model / naive: above 0 the model is better. */
  readonly skill: number;
  readonly skillWithNoise: number;
  /** Mean difference naive - model, as a share of the observed value, with its 90 % t-interval over rows. */
  readonly gain: { readonly mean: number; readonly low: number; readonly high: number };
  readonly gainWithNoise: { readonly mean: number; readonly low: number; readonly high: number };
}

/** What `tiltak validate` prints. */
export interface BackTestReport {
  readonly schema: "tiltak.validation/1";
  readonly seed: string;
  readonly replications: number;
  readonly level: number;
  readonly rows: readonly BackTestRow[];
  readonly score: {
    readonly coverage: Coverage;
    /** Coverage of the national rows and of those of sites. */
    readonly national: Coverage;
    readonly sites: Coverage;
    /** Of the scenario of the trial from nothing, where it was run; apart from `coverage`. */
    readonly trialScenario?: Coverage;
    /** Mean and median width of the intervals as a share of the observed value. */
    readonly meanWidth: number;
    readonly medianWidth: number;
    readonly meanCrps: number;
    readonly noChange: Duel;
    readonly otherSites: Duel;
  };
  readonly misses: {
    readonly expected: readonly string[];
    /** Expected to be missed, and missed. */
    readonly foreseen: readonly string[];
    /** Missed though not expected. */
    readonly unforeseen: readonly string[];
    /** Expected to be missed, and hit. */
    readonly spared: readonly string[];
  };
}

/**
 * Hold the model against everything it can be held against.
 *
 * @param options seed, replications of the national runs, and who simulates
 * @returns rows in the order of the targets' file, and the score of the held-out ones
 *
 * Same seed and replications: the same numbers, whoever simulates.
 */
export async function backTest(options: NationalOptions): Promise<BackTestReport> {
  const forecasts = await forecastAll(options);
  return reportOf(forecasts, options.seed, options.replications);
}

/** Judge forecasts; what `backTest` does once they are there. */
export function reportOf(forecasts: readonly Forecast[], seed: string, replications: number): BackTestReport {
  const expected = new Set(loadTargets().expectedMisses.map(({ target }) => target));
  const rows = forecasts.map((forecast) => rowOf(forecast, seed, expected));
  const heldOut = rows.filter(({ role }) => role === "held-out");
  const sites = new Set(
    loadTargets()
      .targets.filter(({ predictor }) => "site" in predictor)
      .map(({ id }) => id),
  );
  const widths = heldOut.map(({ low, high, observed }) => (high - low) / Math.abs(observed)).sort((a, b) => a - b);
  const coverage = (some: readonly BackTestRow[]): Coverage =>
    coverageOf(some.filter(({ inside }) => inside).length, some.length, predictiveLevel);
  const missed = new Set(
    rows.filter(({ inside, role }) => !inside && (role === "held-out" || role === "calibrated")).map(({ id }) => id),
  );
  const trial = rows.filter(({ role }) => role === "scenario");
  return {
    schema: "tiltak.validation/1",
    seed,
    replications,
    level: predictiveLevel,
    rows,
    score: {
      coverage: coverage(heldOut),
      national: coverage(heldOut.filter(({ id }) => !sites.has(id))),
      sites: coverage(heldOut.filter(({ id }) => sites.has(id))),
      ...(trial.length === 0 ? {} : { trialScenario: coverage(trial) }),
      meanWidth: average(widths),
      medianWidth: widths[Math.floor(widths.length / 2)] as number,
      meanCrps: average(heldOut.map(relativeCrps)),
      noChange: duel(heldOut, "noChange"),
      otherSites: duel(heldOut, "otherSites"),
    },
    misses: {
      expected: [...expected],
      foreseen: [...expected].filter((id) => missed.has(id)),
      unforeseen: [...missed].filter((id) => !expected.has(id)),
      spared: [...expected].filter((id) => !missed.has(id)),
    },
  };
}

function rowOf(forecast: Forecast, seed: string, expected: ReadonlySet<string>): BackTestRow {
  const { target, sample, reading } = forecast;
  const { id, label, role, unit, date, bound } = target;
  const observed = figureOf(target.observed);
  const n = target.n === undefined ? undefined : figureOf(target.n);
  const { median, low, high } = predictiveInterval(sample, predictiveLevel);
  // What a source prints stands for all that rounds to it; a derived figure agrees when it rounds to the printed one.
  const slack = role === "derived" ? (target.rounding ?? 0) / 2 : 0;
  const inside = (bound === "at-most" || high >= observed - slack - tiny) && low <= observed + slack + tiny;
  const scored = role === "held-out";
  return {
    id,
    label,
    role,
    unit,
    ...(date === undefined ? {} : { date }),
    ...(reading === undefined ? {} : { reading }),
    observed,
    ...(bound === undefined ? {} : { bound }),
    ...(n === undefined ? {} : { n }),
    median,
    low,
    high,
    inside,
    missExpected: expected.has(id),
    ...(scored ? { crps: crps(sample, observed, target) } : {}),
    ...(scored
      ? {
          intervalScore: intervalScore(
            low,
            high,
            bound === undefined ? observed : Math.max(observed, low),
            predictiveLevel,
          ),
        }
      : {}),
    ...(scored && forecast.noChange !== undefined ? { noChange: naive(forecast.noChange, target, seed) } : {}),
    ...(scored && forecast.otherSites !== undefined ? { otherSites: naive(forecast.otherSites, target, seed) } : {}),
  };
}

/** Rounding of binary fractions, when a figure lies on the end of an interval. */
const tiny = 1e-9;
const noiseDraws = 4000;

/** Score a sample; of an upper bound only what lies above it counts, on both sides. */
function crps(sample: ArrayLike<number>, observed: number, target: Target): number {
  if (target.bound === undefined) return crpsOfSample(sample, observed);
  return crpsOfSample(
    Float64Array.from({ length: sample.length }, (_, i) => Math.max(sample[i] as number, observed)),
    observed,
  );
}

/** Score a naive forecast: bare, and with the noise that the observed sample size has. */
function naive(forecast: number, target: Target, seed: string): NaiveScore {
  const observed = figureOf(target.observed);
  const stream = streamOf(seed, target.id, "naive");
  const n = target.n === undefined ? 0 : Math.round(figureOf(target.n));
  const isShare = target.unit.startsWith("share") && n > 0;
  const ofSome = target.unit === "persons" && n > 0;
  const counted = target.predictor.name === "site-stock" || target.predictor.name === "site-turnover";
  const noisy = isShare
    ? (): number => drawBinomial(stream, n, forecast) / n
    : ofSome
      ? (): number => drawBinomial(stream, n, Math.min(forecast / n, 1))
      : counted
        ? (): number => drawPoisson(stream, forecast)
        : undefined;
  const bare = crps([toSteps(forecast, target.rounding)], observed, target);
  if (noisy === undefined) return { forecast, crps: bare };
  const sample = Float64Array.from({ length: noiseDraws }, () => toSteps(noisy(), target.rounding));
  return { forecast, crps: bare, crpsWithNoise: crps(sample, observed, target) };
}

function relativeCrps(row: BackTestRow): number {
  return (row.crps as number) / Math.abs(row.observed);
}

function duel(rows: readonly BackTestRow[], opponent: "noChange" | "otherSites"): Duel {
  const met = rows.filter((row) => row[opponent] !== undefined);
  const noisy = met.filter((row) => row[opponent]?.crpsWithNoise !== undefined);
  const bare = (row: BackTestRow): number => (row[opponent] as NaiveScore).crps / Math.abs(row.observed);
  const withNoise = (row: BackTestRow): number =>
    ((row[opponent] as NaiveScore).crpsWithNoise as number) / Math.abs(row.observed);
  const model = average(met.map(relativeCrps));
  const naiveScore = average(met.map(bare));
  const modelWithNoise = average(noisy.map(relativeCrps));
  const naiveWithNoise = average(noisy.map(withNoise));
  const gain = (some: readonly BackTestRow[], other: (row: BackTestRow) => number): Duel["gain"] => {
    const { mean, halfWidth } = meanInterval(
      some.map((row) => other(row) - relativeCrps(row)),
      predictiveLevel,
    );
    return { mean, low: mean - halfWidth, high: mean + halfWidth };
  };
  return {
    rows: met.length,
    wins: met.filter((row) => (row.crps as number) < (row[opponent] as NaiveScore).crps).length,
    model,
    naive: naiveScore,
    rowsWithNoise: noisy.length,
    modelWithNoise,
    naiveWithNoise,
    skill: 1 - model / naiveScore,
    skillWithNoise: 1 - modelWithNoise / naiveWithNoise,
    gain: gain(met, bare),
    gainWithNoise: gain(noisy, withNoise),
  };
}

function average(list: readonly number[]): number {
  return list.reduce((a, b) => a + b, 0) / list.length;
}
