// The sites of the trial, a dozen people each, predicted from one another by partial pooling: a site's rate is a draw from a law
// between sites, and that law is learnt from the other sites alone. Leaving: counts are Poisson, rates gamma between sites.
// Growth and mean positions: normal around a normal. Hyperparameters are summed over a grid, no sampler is involved.
// The programme model's own scenario of the trial starts from nothing in 2018; here the question is what comes next.

import { exp, log, logGamma, type SequentialStream, sampleGamma } from "@tiltak/sim-core";
import type { Evidence } from "../evidence.ts";
import { drawBinomial, drawIndex, drawPoisson } from "./draws.ts";
import { figureOf, type PoolLine } from "./targets.ts";

/** How many left in how many person-years. */
export interface LeavingCount {
  readonly leavers: number;
  readonly personYears: number;
}

/** A figure of one site with the standard error of its own sampling. */
export interface SiteFigure {
  readonly value: number;
  readonly error: number;
}

/** What the lines of some sites say. */
export interface Pool {
  readonly leaving: readonly LeavingCount[];
  readonly growth: readonly SiteFigure[];
  readonly positions: readonly SiteFigure[];
}

/** Spread of positions among the people of one site: a fifth below 30 %, a quarter at 80 % or more in the one site that tells. */
const positionSpread = 0.25;
/** Grids: coefficient of variation of leaving rates, and standard deviations between sites of growth and of positions. */
const gridSize = 40;
const leastHazard = 0.03;
const greatestHazard = 1.5;
const greatestVariation = 1.5;
const variationScale = 0.5;
const greatestGrowthSpread = 0.5;
const growthSpreadScale = 0.2;
const greatestPositionSpread = 0.4;
const positionSpreadScale = 0.15;

/**
 * Read lines of sites as numbers.
 *
 * @param lines those that a prediction may use
 * @returns leaving where it is told; growth a year of the logarithm, with the error that chance alone gives it; positions
 */
export function poolOf(lines: readonly PoolLine[], evidence: Evidence): Pool {
  const value = (formula: string): number => figureOf(formula, evidence);
  const leaving = lines.flatMap((line) => {
    const { leavers } = line;
    const personYears = line["person-years"];
    return leavers === undefined || personYears === undefined
      ? []
      : [{ leavers: value(leavers), personYears: value(personYears) }];
  });
  const growth = lines.map((line): SiteFigure => {
    const steps = line.growth.map(({ from, to, years }) => ({ from: value(from), to: value(to), years }));
    const years = steps.reduce((sum, step) => sum + step.years, 0);
    const logs = steps.reduce((sum, step) => sum + log(step.to / step.from), 0);
    const people = steps.reduce((sum, step) => sum + step.years * ((step.from + step.to) / 2), 0) / years;
    // Births and deaths at the pooled rate h each: the logarithm of n people wanders by 2 h t / n.
    const turnover = meanLeaving(leaving);
    return { value: logs / years, error: Math.sqrt((2 * turnover) / (people * years)) };
  });
  const positions = lines.flatMap((line): SiteFigure[] =>
    line.position === undefined
      ? []
      : [{ value: value(line.position), error: positionSpread / Math.sqrt(value(line.people)) }],
  );
  return { leaving, growth, positions };
}

/** Pooled rate of leaving, a year. */
export function meanLeaving(counts: readonly LeavingCount[]): number {
  const leavers = counts.reduce((sum, count) => sum + count.leavers, 0);
  return leavers / counts.reduce((sum, count) => sum + count.personYears, 0);
}

/** A law between sites: points of its hyperparameters with their weights. */
export interface BetweenSites {
  readonly centres: readonly number[];
  readonly spreads: readonly number[];
  /** For normal laws: the standard error of the centre. */
  readonly errors: readonly number[];
  readonly weights: Float64Array;
}

/**
 * Learn the law between sites of leaving rates: gamma with mean m and coefficient of variation c.
 *
 * @param counts of the sites that may be used, at least one
 * @returns weights on a grid: m uniform on the logarithm, c half-normal
 */
export function leavingLaw(counts: readonly LeavingCount[]): BetweenSites {
  const centres: number[] = [];
  const spreads: number[] = [];
  const logs: number[] = [];
  for (let i = 0; i < gridSize; i += 1) {
    const m = leastHazard * exp((log(greatestHazard / leastHazard) * (i + 1 / 2)) / gridSize);
    for (let j = 0; j < gridSize; j += 1) {
      const c = (greatestVariation * (j + 1 / 2)) / gridSize;
      const k = 1 / (c * c);
      const rate = k / m;
      let logLikelihood = -(c * c) / (2 * variationScale * variationScale);
      for (const { leavers, personYears } of counts)
        logLikelihood +=
          logGamma(leavers + k) -
          logGamma(k) -
          logGamma(leavers + 1) +
          k * log(rate / (rate + personYears)) +
          leavers * log(personYears / (rate + personYears));
      centres.push(m);
      spreads.push(c);
      logs.push(logLikelihood);
    }
  }
  return { centres, spreads, errors: [], weights: weightsOf(logs) };
}

/** Draw the leaving rate of a site that nothing is known of. */
export function drawLeaving(law: BetweenSites, stream: SequentialStream): number {
  const at = drawIndex(stream, law.weights);
  const c = law.spreads[at] as number;
  const shape = 1 / (c * c);
  return (sampleGamma(shape, stream) * (law.centres[at] as number)) / shape;
}

/**
 * Learn a normal law between sites: its centre flat, its spread half-normal.
 *
 * @param figures of the sites that may be used, at least one
 * @param scale of the half-normal law
 * @param greatest spread on the grid
 */
export function normalLaw(figures: readonly SiteFigure[], scale: number, greatest: number): BetweenSites {
  const centres: number[] = [];
  const spreads: number[] = [];
  const errors: number[] = [];
  const logs: number[] = [];
  for (let j = 0; j < gridSize; j += 1) {
    const spread = (greatest * (j + 1 / 2)) / gridSize;
    const precisions = figures.map(({ error }) => 1 / (spread * spread + error * error));
    const total = precisions.reduce((a, b) => a + b, 0);
    const centre = figures.reduce((sum, { value }, i) => sum + value * (precisions[i] as number), 0) / total;
    // The centre is integrated out: a factor 1/sqrt(total) is what remains of it.
    let logWeight = -(spread * spread) / (2 * scale * scale) - log(total) / 2;
    figures.forEach(({ value }, i) => {
      const precision = precisions[i] as number;
      logWeight += log(precision) / 2 - (precision * (value - centre) * (value - centre)) / 2;
    });
    centres.push(centre);
    spreads.push(spread);
    errors.push(1 / Math.sqrt(total));
    logs.push(logWeight);
  }
  return { centres, spreads, errors, weights: weightsOf(logs) };
}

/** Learn the law between sites of yearly growth. */
export function growthLaw(pool: Pool): BetweenSites {
  return normalLaw(pool.growth, growthSpreadScale, greatestGrowthSpread);
}

/** Learn the law between sites of mean positions. */
export function positionLaw(pool: Pool): BetweenSites {
  return normalLaw(pool.positions, positionSpreadScale, greatestPositionSpread);
}

/** Draw the figure of a site that nothing is known of. */
export function drawNormal(law: BetweenSites, stream: SequentialStream): number {
  const at = drawIndex(stream, law.weights);
  const centre = (law.centres[at] as number) + (law.errors[at] as number) * stream.normal();
  return centre + (law.spreads[at] as number) * stream.normal();
}

/** Draw what chance adds to the mean position of some people. */
export function drawPositionNoise(people: number, stream: SequentialStream): number {
  return (positionSpread / Math.sqrt(people)) * stream.normal();
}

/**
 * Draw how many people a site has some years on: each leaves at the site's rate, and others come at a steady rate that
 * gives the site's growth (never less than none).
 *
 * @param people at the start
 * @param hazard of leaving, a year
 * @param growth of the logarithm of people, a year
 */
export function drawStock(
  stream: SequentialStream,
  people: number,
  hazard: number,
  growth: number,
  years: number,
): number {
  const stays = exp(-hazard * years);
  const arrivals = Math.max(hazard + growth, 0) * people;
  // Arrivals of a Poisson process that are still there are Poisson too.
  const present = hazard > 0 ? (arrivals * (1 - stays)) / hazard : arrivals * years;
  return drawBinomial(stream, people, stays) + drawPoisson(stream, present);
}

/** Draw how many have left of those who began: the first ones while the site filled up, the rest evenly afterwards. */
export function drawStartersGone(
  stream: SequentialStream,
  started: number,
  first: number,
  rampYears: number,
  years: number,
  hazard: number,
): number {
  let gone = 0;
  for (let k = 0; k < started; k += 1) {
    const start = k < first ? stream.uniform() * rampYears : rampYears + stream.uniform() * (years - rampYears);
    if (stream.exponential() < hazard * (years - start)) gone += 1;
  }
  return gone;
}

function weightsOf(logs: readonly number[]): Float64Array {
  const greatest = logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return Float64Array.from(logs, (x) => exp(x - greatest));
}
