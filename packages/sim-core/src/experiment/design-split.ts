// Where the variance of a sweep comes from: the points of its design, the parameters drawn beside them, and chance. Every point meets the
// same draws and the same luck (common random numbers), so points and draws are crossed and chance is nested in draws. Plain arrays in.

import { InvariantError } from "../foundation/errors.ts";
import { studentTQuantile } from "../foundation/math.ts";
import { mean, type Share, sampleVariance } from "../statistics/index.ts";

/** How the values of a sweep are laid out. */
export interface DesignLayout {
  readonly points: number;
  /** Replications of each point, in order; run r belongs to draw floor(r / runsPerDraw). */
  readonly replications: number;
  /** 2 where the parameters beside the design are drawn; 1 where they are fixed, and a run is a unit of chance alone. */
  readonly runsPerDraw: number;
}

/** The variance of one run, split over what made it; variances are never below 0, NaN where they cannot be told. */
export interface DesignVariances {
  /** Between points of the design. */
  readonly points: number;
  /** Between draws of the other parameters, alike at every point. */
  readonly draws: number;
  /** Between draws, otherwise at one point than at another. */
  readonly pointsByDraws: number;
  /** Chance that is alike at every point. */
  readonly chance: number;
  /** Chance that is otherwise at one point than at another. */
  readonly pointsByChance: number;
}

/** The split of a sweep's variance with its shares. */
export interface DesignSplit {
  readonly method: "crossed random effects anova, jackknife over points and over draws";
  readonly variances: DesignVariances;
  /** Share of the parameters that the design varies. */
  readonly design: Share;
  /** Share of the parameters that are drawn beside the design; NaN with one draw, which cannot tell it. */
  readonly others: Share;
  readonly chance: Share;
  /** Points and draws without a gap, on which the split rests. */
  readonly points: number;
  readonly draws: number;
  readonly runsPerDraw: number;
  readonly level: number;
}

const unknown: Share = { share: Number.NaN, low: Number.NaN, high: Number.NaN };

/**
 * Split the variance of one run of a sweep over the points of its design, the draws of the other parameters and chance.
 *
 * Expected mean squares of the design points x (draws / runs), all effects random (Searle, Casella and McCulloch 1992, ch. 4): with a points,
 * b draws and k runs of each, MS(points) estimates PC + k PD + b k P, MS(draws) PC + a C + k PD + a k D, MS(points x draws) PC + k PD,
 * MS(runs within draws) PC + a C, and MS(points x runs) PC. A negative estimate is reported as 0. Intervals are
 * jackknifed over groups of points and over groups of draws, and their variances added, which is a little wide rather than narrow (Owen 2007).
 * Points or draws with an undefined run are left out, whichever costs less. With fewer than 5 points or 3 draws there are no intervals.
 *
 * @param values runs by (point, replication); NaN is undefined
 * @param level of the intervals
 * @returns undefined with fewer than two points or two replications, or when nothing varies
 *
 * Two points with two runs each at fixed parameters, (1, 3) and (5, 9): mean squares 25, 9 and 1, so points 12, chance 4 alike at both and 1
 * at each, and shares 12 / 17 and 5 / 17.
 */
export function splitOverDesign(
  values: ArrayLike<number>,
  layout: DesignLayout,
  level: number,
): DesignSplit | undefined {
  const { points, replications, runsPerDraw } = layout;
  if (values.length !== points * replications || replications % runsPerDraw !== 0) {
    throw new InvariantError("design-split-layout", `${values.length} values are no ${points} x ${replications} runs`);
  }
  const table = completeTable(values, layout);
  const { points: allPoints, draws: allDraws } = table;
  if (allPoints.length < 2 || allDraws.length * runsPerDraw < 2) return undefined;
  const variances = variancesOf(table, allPoints, allDraws);
  const whole = sharesOf(variances);
  if (whole === undefined) return undefined;
  const [byPoints, byDraws] = [jackknife(allPoints), jackknife(allDraws)];
  const intervals = allPoints.length >= 5 && (allDraws.length >= 3 || (allDraws.length === 1 && runsPerDraw > 1));
  const left = intervals
    ? {
        points: byPoints.map((kept) => sharesOf(variancesOf(table, kept, allDraws))),
        draws: allDraws.length === 1 ? [] : byDraws.map((kept) => sharesOf(variancesOf(table, allPoints, kept))),
      }
    : { points: [], draws: [] };
  const shareOf = (pick: (shares: Shares) => number): Share => {
    const share = pick(whole);
    const variance = jackknifeVariance(left.points, pick) + jackknifeVariance(left.draws, pick);
    if (!intervals || !Number.isFinite(share + variance)) return { ...unknown, share };
    const groups = Math.min(left.points.length, left.draws.length === 0 ? left.points.length : left.draws.length);
    const halfWidth = Math.sqrt(variance) * studentTQuantile(1 - (1 - level) / 2, groups - 1);
    return { share, low: Math.max(0, share - halfWidth), high: Math.min(1, share + halfWidth) };
  };
  return {
    method: "crossed random effects anova, jackknife over points and over draws",
    variances,
    design: shareOf(({ design }) => design),
    others: shareOf(({ others }) => others),
    chance: shareOf(({ chance }) => chance),
    points: allPoints.length,
    draws: allDraws.length,
    runsPerDraw,
    level,
  };
}

/**
 * Forecast the variance of a sweep's grand mean with other numbers of points, draws and runs: what more of each would bring. Points count as
 * a random sample of the space; those of a Latin hypercube or a Sobol' sequence do better. What cannot be told counts as 0.
 */
export function forecastMeanVariance(
  variances: DesignVariances,
  size: { readonly points: number; readonly draws: number; readonly runsPerDraw: number },
): number {
  const { points, draws, runsPerDraw } = size;
  const known = (variance: number): number => (Number.isNaN(variance) ? 0 : variance);
  return (
    known(variances.points) / points +
    known(variances.draws) / draws +
    known(variances.pointsByDraws) / (points * draws) +
    variances.chance / (draws * runsPerDraw) +
    variances.pointsByChance / (points * draws * runsPerDraw)
  );
}

interface Table {
  readonly values: ArrayLike<number>;
  readonly layout: DesignLayout;
  readonly points: readonly number[];
  readonly draws: readonly number[];
}

/** Leave out the points, or the draws, that have an undefined run: whichever costs fewer of the values. */
function completeTable(values: ArrayLike<number>, layout: DesignLayout): Table {
  const { points, replications, runsPerDraw } = layout;
  const badPoints = new Set<number>();
  const badDraws = new Set<number>();
  for (let p = 0; p < points; p += 1) {
    for (let r = 0; r < replications; r += 1) {
      if (!Number.isNaN(values[p * replications + r])) continue;
      badPoints.add(p);
      badDraws.add(Math.floor(r / runsPerDraw));
    }
  }
  const draws = replications / runsPerDraw;
  const byPoints = badPoints.size / points <= badDraws.size / draws;
  const others = (count: number, bad: ReadonlySet<number>): number[] =>
    Array.from({ length: count }, (_, i) => i).filter((i) => !bad.has(i));
  return {
    values,
    layout,
    points: others(points, byPoints ? badPoints : new Set()),
    draws: others(draws, byPoints ? new Set() : badDraws),
  };
}

/** The variance components of some points and some draws of a table. */
function variancesOf({ values, layout }: Table, points: readonly number[], draws: readonly number[]): DesignVariances {
  const k = layout.runsPerDraw;
  const a = points.length;
  const b = draws.length;
  const runs = b * k;
  const at = (p: number, d: number, c: number): number => values[p * layout.replications + d * k + c];
  const ofPoint = new Float64Array(a);
  const ofRun = new Float64Array(runs);
  const ofDraw = new Float64Array(b);
  // Around the first value, so that a large common level costs no digits.
  const origin = at(points[0], draws[0], 0);
  for (let i = 0; i < a; i += 1) {
    for (let j = 0; j < b; j += 1) {
      for (let c = 0; c < k; c += 1) {
        const value = at(points[i], draws[j], c) - origin;
        ofPoint[i] += value / runs;
        ofRun[j * k + c] += value / a;
        ofDraw[j] += value / (a * k);
      }
    }
  }
  const grand = mean(ofPoint);
  let pointsByDraws = 0;
  let pointsByRuns = 0;
  for (let i = 0; i < a; i += 1) {
    for (let j = 0; j < b; j += 1) {
      let cell = 0;
      for (let c = 0; c < k; c += 1) cell += (at(points[i], draws[j], c) - origin) / k;
      pointsByDraws += k * square(cell - ofPoint[i] - ofDraw[j] + grand);
      for (let c = 0; c < k; c += 1) {
        pointsByRuns += square(at(points[i], draws[j], c) - origin - cell - ofRun[j * k + c] + ofDraw[j]);
      }
    }
  }
  let withinDraws = 0;
  for (let j = 0; j < b; j += 1) {
    for (let c = 0; c < k; c += 1) withinDraws += a * square(ofRun[j * k + c] - ofDraw[j]);
  }
  const meanPoints = runs * sampleVariance(ofPoint);
  const meanDraws = b < 2 ? Number.NaN : a * k * sampleVariance(ofDraw);
  const meanPointsByDraws = b < 2 ? Number.NaN : pointsByDraws / ((a - 1) * (b - 1));
  const notBelow0 = (x: number): number => (Number.isNaN(x) ? x : Math.max(0, x));
  if (k === 1) {
    // Fixed parameters: what differs between runs is chance.
    return {
      points: notBelow0((meanPoints - meanPointsByDraws) / b),
      draws: 0,
      pointsByDraws: 0,
      chance: notBelow0((meanDraws - meanPointsByDraws) / a),
      pointsByChance: meanPointsByDraws,
    };
  }
  const meanRuns = withinDraws / (b * (k - 1));
  const meanPointsByRuns = pointsByRuns / ((a - 1) * b * (k - 1));
  return {
    // With one draw, what differs between points at this draw alone counts in.
    points: notBelow0((meanPoints - (b < 2 ? meanPointsByRuns : meanPointsByDraws)) / (b * k)),
    draws: notBelow0((meanDraws - meanPointsByDraws - meanRuns + meanPointsByRuns) / (a * k)),
    pointsByDraws: notBelow0((meanPointsByDraws - meanPointsByRuns) / k),
    chance: notBelow0((meanRuns - meanPointsByRuns) / a),
    pointsByChance: meanPointsByRuns,
  };
}

interface Shares {
  readonly design: number;
  readonly others: number;
  readonly chance: number;
}

/** Shares of one run's variance; undefined when nothing varies. */
function sharesOf({ points, draws, pointsByDraws, chance, pointsByChance }: DesignVariances): Shares | undefined {
  const others = draws + pointsByDraws;
  const total = points + (Number.isNaN(others) ? 0 : others) + chance + pointsByChance;
  if (!(total > 0)) return undefined;
  return { design: points / total, others: others / total, chance: (chance + pointsByChance) / total };
}

const mostGroups = 20;

/** Leave out one group after the other: what is kept each time. Neighbours go into different groups, since designs are ordered. */
function jackknife(items: readonly number[]): (readonly number[])[] {
  const groups = Math.min(mostGroups, items.length);
  return Array.from({ length: groups }, (_, g) => items.filter((_item, i) => i % groups !== g));
}

function jackknifeVariance(left: readonly (Shares | undefined)[], pick: (shares: Shares) => number): number {
  if (left.length === 0) return 0;
  const values = left.map((shares) => (shares === undefined ? Number.NaN : pick(shares)));
  return (square(values.length - 1) / values.length) * sampleVariance(values);
}

function square(x: number): number {
  return x * x;
}
