// The one reducer of a study: observations in, rows out. Values stand in the order of (scenario, point, replication) before
// anything is summed, so no executor, finishing order, shard or resume can move a bit. Cells are taken slab by slab, so that
// memory is bounded by `mostValues` however many replications there are.

import { canonicalGroup, type Group } from "../kernel/model.ts";
import {
  type DifferenceSummary,
  holm,
  type Share,
  type Summary,
  summarise,
  summariseDifference,
  varianceComponents,
} from "../statistics/index.ts";
import type { Cell } from "./cells.ts";
import { type DesignSplit, splitOverDesign } from "./design-split.ts";
import type { StatedDifference, StatedEstimate, StatedEstimates } from "./estimates.ts";
import type { FailedTask, Observations } from "./store.ts";
import { pointCount, runsPerUnit, type StudyPlan, unitName } from "./study-plan.ts";

/** A member of the headline family: what verdicts are about. */
export interface HeadlineCell {
  readonly measure: string;
  readonly group: Group;
  readonly time: number;
}

/** How rows are made. */
export interface ReduceOptions {
  /** Confidence level of every interval; 0.95 when left out. */
  readonly level?: number;
  /** Whether all pairs of scenarios are compared, not only every other with the first. */
  readonly allPairs?: boolean;
  /** The family over which `jointHalfWidth` holds. */
  readonly headline?: readonly HeadlineCell[];
  /** Whether points of a design have rows of their own beside those over all points; true when left out. */
  readonly perPoint?: boolean;
  /** Most values held in memory at a time, 8 bytes each; 8 million when left out. */
  readonly mostValues?: number;
}

/** How much of the variance of a headline measure comes from the parameters and how much from chance. */
export interface VarianceShare {
  /** The scenario; for a difference its scenario b. */
  readonly scenario: string;
  /** For a difference its scenario a; null for a level. */
  readonly against: string | null;
  readonly measure: string;
  readonly group: Group;
  readonly time: number;
  readonly parameters: Share;
  readonly chance: Share;
  /** Variance of one run between draws of the parameters. */
  readonly parameterVariance: number;
  /** Variance of one run within a draw. */
  readonly chanceVariance: number;
  readonly draws: number;
  readonly runs: number;
  readonly level: number;
  readonly method: string;
  /** The split over points of a design, other parameters and chance; null without a design of two points. */
  readonly overDesign: DesignSplit | null;
}

/** What the reducer makes of a study. */
export interface Reduction {
  readonly estimates: StatedEstimates;
  /**
   * Of every headline measure over all points. Empty with mirrored runs, which tell nothing of it, and with fixed parameters unless a design
   * varies some.
   */
  readonly varianceShares: readonly VarianceShare[];
}

/**
 * Reduce the observations of a study to its estimates.
 *
 * @param plan the study; replications beyond `plan.replications` are left out
 * @param observations where the observations are read
 * @param failures the replications that failed
 */
export async function reduceStudy(
  plan: StudyPlan,
  observations: Observations,
  failures: readonly FailedTask[],
  options: ReduceOptions = {},
): Promise<Reduction> {
  const cells = await observations.cells();
  const reducer = new Reducer(plan, failures, options);
  const slab = Math.max(1, Math.floor((options.mostValues ?? 8_000_000) / reducer.valuesPerCell));
  for (let from = 0; from < cells.length; from += slab) {
    const part = cells.slice(from, from + slab);
    reducer.begin(part);
    await observations.read(from, from + part.length, reducer.sink);
    reducer.end();
  }
  return reducer.finish();
}

/** Positions of the pairs that are compared: b minus a. */
export function comparedPairs(scenarios: number, allPairs: boolean): (readonly [a: number, b: number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (let a = 0; a < (allPairs ? scenarios : Math.min(1, scenarios)); a += 1) {
    for (let b = a + 1; b < scenarios; b += 1) pairs.push([a, b]);
  }
  return pairs;
}

interface HeadlineRow {
  readonly row: { jointHalfWidth: number | null; method: string };
  readonly summary: DifferenceSummary;
}

class Reducer {
  readonly valuesPerCell: number;
  #plan: StudyPlan;
  #level: number;
  #scenarios: number;
  #points: number;
  #runs: number;
  #unit: number;
  /** Made once: a study has very many rows. */
  #methods: Readonly<Record<"level" | "levelOverPoints" | "difference" | "differenceOverPoints", string>>;
  #pairs: (readonly [number, number])[];
  /** The points that get rows: -1 stands for all of them together. */
  #slots: number[];
  #failed: Uint8Array;
  #headline: Set<string>;
  #groups = new Map<string, Group>();
  #cells: readonly Cell[] = [];
  #values = new Float64Array(0);
  #present = new Uint8Array(0);
  #estimates: StatedEstimate[][];
  #differences: StatedDifference[][];
  #family: HeadlineRow[][];
  #shares: VarianceShare[][];

  constructor(plan: StudyPlan, failures: readonly FailedTask[], options: ReduceOptions) {
    this.#plan = plan;
    this.#level = options.level ?? 0.95;
    this.#scenarios = plan.scenarios.length;
    this.#points = pointCount(plan);
    this.#runs = plan.replications;
    this.#unit = runsPerUnit(plan);
    const [units, unitsOverPoints] = [unitName(plan), unitName(plan, true)];
    this.#methods = {
      level: `student-t over ${units}`,
      levelOverPoints: `student-t over ${unitsOverPoints}`,
      difference: `paired-t over ${units}`,
      differenceOverPoints: `paired-t over ${unitsOverPoints}`,
    };
    this.#pairs = comparedPairs(this.#scenarios, options.allPairs === true);
    this.#slots = [-1];
    if (plan.points !== undefined && options.perPoint !== false) this.#slots.push(...plan.points.keys());
    this.valuesPerCell = this.#scenarios * this.#points * this.#runs;
    this.#failed = new Uint8Array(this.valuesPerCell);
    for (const { task } of failures) {
      if (task.replication < this.#runs) this.#failed[this.#at(task.scenario, task.point) + task.replication] = 1;
    }
    this.#headline = new Set((options.headline ?? []).map((h) => cellText(h.measure, canonicalGroup(h.group), h.time)));
    this.#estimates = Array.from({ length: this.#scenarios * this.#slots.length }, () => []);
    this.#differences = Array.from({ length: this.#pairs.length * this.#slots.length }, () => []);
    this.#family = this.#pairs.map(() => []);
    this.#shares = Array.from({ length: this.#scenarios + this.#pairs.length }, () => []);
  }

  begin(cells: readonly Cell[]): void {
    this.#cells = cells;
    const size = cells.length * this.valuesPerCell;
    if (this.#values.length !== size) this.#values = new Float64Array(size);
    this.#values.fill(Number.NaN);
    this.#present = new Uint8Array(cells.length * this.#scenarios * this.#points);
  }

  readonly sink = (scenario: number, point: number, replication: number, cell: number, value: number): void => {
    if (replication >= this.#runs) return;
    this.#values[cell * this.valuesPerCell + this.#at(scenario, point) + replication] = value;
    this.#present[(cell * this.#scenarios + scenario) * this.#points + point] = 1;
  };

  end(): void {
    this.#dropFailedUnits();
    for (let c = 0; c < this.#cells.length; c += 1) {
      const headline = this.#isHeadline(this.#cells[c]);
      for (let s = 0; s < this.#scenarios; s += 1) this.#reduceLevel(c, s, headline);
      for (let p = 0; p < this.#pairs.length; p += 1) this.#reducePair(c, p, headline);
    }
  }

  finish(): Reduction {
    const family = this.#family.flat();
    const joint = holm(
      family.map(({ summary }) => summary),
      this.#level,
    );
    const method = `${this.#methods.differenceOverPoints}; jointly holm over a family of ${family.length}`;
    family.forEach(({ row }, i) => {
      row.jointHalfWidth = orNull(joint[i].jointHalfWidth);
      row.method = method;
    });
    return {
      estimates: {
        schema: "tiltak.estimates/1",
        seed: this.#plan.seed,
        estimates: this.#estimates.flat(),
        differences: this.#differences.flat(),
      },
      varianceShares: this.#shares.flat(),
    };
  }

  #at(scenario: number, point: number): number {
    return (scenario * this.#points + point) * this.#runs;
  }

  /** A failed replication takes the other run of its draw with it, so that no draw counts by half. */
  #dropFailedUnits(): void {
    for (let i = 0; i < this.#failed.length; i += 1) {
      if (this.#failed[i] === 0) continue;
      const first = i - (i % this.#unit);
      for (let c = 0; c < this.#cells.length; c += 1) {
        const start = c * this.valuesPerCell + first;
        this.#values.fill(Number.NaN, start, start + this.#unit);
      }
    }
  }

  #isHeadline(cell: Cell): boolean {
    return this.#headline.size > 0 && this.#headline.has(cellText(cell.measure, cell.group, cell.time));
  }

  #isPresent(cell: number, scenario: number, point: number): boolean {
    const start = (cell * this.#scenarios + scenario) * this.#points;
    if (point >= 0) return this.#present[start + point] === 1;
    return this.#present.subarray(start, start + this.#points).includes(1);
  }

  /** The runs of a cell: of one point in replication order; over all points by (draw, point, run), so that a draw is one unit. */
  #runsOf(cell: number, scenario: number, point: number): Float64Array {
    const start = cell * this.valuesPerCell + this.#at(scenario, Math.max(0, point));
    if (point >= 0 || this.#points === 1) return this.#values.subarray(start, start + this.#runs);
    const out = new Float64Array(this.#points * this.#runs);
    let to = 0;
    for (let first = 0; first < this.#runs; first += this.#unit) {
      for (let p = 0; p < this.#points; p += 1) {
        for (let r = first; r < first + this.#unit; r += 1) out[to++] = this.#values[start + p * this.#runs + r];
      }
    }
    return out;
  }

  #summaryOptions(point: number): { runsPerDraw: number; level: number } {
    return { runsPerDraw: point >= 0 ? this.#unit : this.#unit * this.#points, level: this.#level };
  }

  #failures(point: number, ...scenarios: number[]): number {
    let count = 0;
    for (let p = Math.max(0, point); p <= (point >= 0 ? point : this.#points - 1); p += 1) {
      for (let r = 0; r < this.#runs; r += 1) {
        if (scenarios.some((s) => this.#failed[this.#at(s, p) + r] === 1)) count += 1;
      }
    }
    return count;
  }

  #failureCounts = new Map<string, number>();

  #failedAt(point: number, ...scenarios: number[]): number {
    const name = `${point},${scenarios.join(",")}`;
    let count = this.#failureCounts.get(name);
    if (count === undefined) {
      count = this.#failures(point, ...scenarios);
      this.#failureCounts.set(name, count);
    }
    return count;
  }

  #group(text: string): Group {
    let group = this.#groups.get(text);
    if (group === undefined) {
      group = JSON.parse(text) as Group;
      this.#groups.set(text, group);
    }
    return group;
  }

  #reduceLevel(c: number, s: number, headline: boolean): void {
    const cell = this.#cells[c];
    const scenario = this.#plan.scenarios[s].id;
    for (let slot = 0; slot < this.#slots.length; slot += 1) {
      const point = this.#slots[slot];
      if (!this.#isPresent(c, s, point)) continue;
      const summary = summarise(this.#runsOf(c, s, point), this.#summaryOptions(point));
      const method = point < 0 ? this.#methods.levelOverPoints : this.#methods.level;
      this.#estimates[s * this.#slots.length + slot].push(
        estimateOf(scenario, cell, this.#group(cell.group), point, summary, this.#failedAt(point, s), method),
      );
    }
    if (!headline || !this.#isPresent(c, s, -1) || !this.#tellsShares()) return;
    const start = c * this.valuesPerCell + this.#at(s, 0);
    const values = this.#values.subarray(start, start + this.#points * this.#runs);
    this.#shares[s].push(this.#share(cell, scenario, null, values));
  }

  #reducePair(c: number, p: number, headline: boolean): void {
    const [a, b] = this.#pairs[p];
    const cell = this.#cells[c];
    const names = { a: this.#plan.scenarios[a].id, b: this.#plan.scenarios[b].id };
    for (let slot = 0; slot < this.#slots.length; slot += 1) {
      const point = this.#slots[slot];
      if (!this.#isPresent(c, a, point) || !this.#isPresent(c, b, point)) continue;
      const summary = summariseDifference(
        this.#runsOf(c, a, point),
        this.#runsOf(c, b, point),
        this.#summaryOptions(point),
      );
      const failed = this.#failedAt(point, a, b);
      const method = point < 0 ? this.#methods.differenceOverPoints : this.#methods.difference;
      const row = differenceOf(names, cell, this.#group(cell.group), point, summary, failed, method);
      this.#differences[p * this.#slots.length + slot].push(row);
      if (point === -1 && headline) this.#family[p].push({ row, summary });
    }
    if (!headline || !this.#isPresent(c, a, -1) || !this.#isPresent(c, b, -1) || !this.#tellsShares()) return;
    const from = c * this.valuesPerCell + this.#at(a, 0);
    const to = c * this.valuesPerCell + this.#at(b, 0);
    const values = new Float64Array(this.#points * this.#runs);
    for (let i = 0; i < values.length; i += 1) values[i] = this.#values[to + i] - this.#values[from + i];
    this.#shares[this.#scenarios + p].push(this.#share(cell, names.b, names.a, values));
  }

  #tellsShares(): boolean {
    return !this.#plan.antithetic && (!this.#plan.fixedParameters || this.#points > 1);
  }

  #share(cell: Cell, scenario: string, against: string | null, values: Float64Array): VarianceShare {
    const { measure, time } = cell;
    const cellNames = { scenario, against, measure, group: this.#group(cell.group), time };
    const layout = { points: this.#points, replications: this.#runs, runsPerDraw: this.#unit };
    const overDesign = this.#points > 1 ? (splitOverDesign(values, layout, this.#level) ?? null) : null;
    if (overDesign !== null) return { ...cellNames, ...overallOf(overDesign), overDesign };
    const split = varianceComponents(values, this.#unit, this.#level);
    return {
      ...cellNames,
      parameters: split.parameters,
      chance: split.chance,
      parameterVariance: split.parameterVariance,
      chanceVariance: split.chanceVariance,
      draws: split.draws,
      runs: split.runs,
      level: split.level,
      method: split.method,
      overDesign,
    };
  }
}

/** Parameters and chance of a split over a design: all parameters together, those of the design and those beside it. */
function overallOf(
  split: DesignSplit,
): Omit<VarianceShare, "scenario" | "against" | "measure" | "group" | "time" | "overDesign"> {
  const { variances, chance, points, draws, runsPerDraw, level, method } = split;
  const others = variances.draws + variances.pointsByDraws;
  return {
    parameters: { share: 1 - chance.share, low: 1 - chance.high, high: 1 - chance.low },
    chance,
    parameterVariance: variances.points + (Number.isNaN(others) ? 0 : others),
    chanceVariance: variances.chance + variances.pointsByChance,
    draws: points * draws,
    runs: points * draws * runsPerDraw,
    level,
    method,
  };
}

// Rows are written out field by field: spreading one object into another costs more than all the statistics in it.

function estimateOf(
  scenario: string,
  cell: Cell,
  group: Group,
  point: number,
  summary: Summary,
  failed: number,
  method: string,
): StatedEstimate {
  return {
    scenario,
    point: point < 0 ? null : point,
    measure: cell.measure,
    group,
    time: cell.time,
    n: summary.n,
    runs: summary.runs,
    failed,
    mean: orNull(summary.mean),
    halfWidth: orNull(summary.halfWidth),
    level: summary.level,
    p05: orNull(summary.p05),
    p25: orNull(summary.p25),
    p50: orNull(summary.p50),
    p75: orNull(summary.p75),
    p95: orNull(summary.p95),
    method,
  };
}

function differenceOf(
  names: { readonly a: string; readonly b: string },
  cell: Cell,
  group: Group,
  point: number,
  summary: DifferenceSummary,
  failed: number,
  method: string,
): StatedDifference & { jointHalfWidth: number | null; method: string } {
  return {
    a: names.a,
    b: names.b,
    point: point < 0 ? null : point,
    measure: cell.measure,
    group,
    time: cell.time,
    n: summary.n,
    runs: summary.runs,
    failed,
    mean: orNull(summary.mean),
    halfWidth: orNull(summary.halfWidth),
    level: summary.level,
    p05: orNull(summary.p05),
    p25: orNull(summary.p25),
    p50: orNull(summary.p50),
    p75: orNull(summary.p75),
    p95: orNull(summary.p95),
    jointHalfWidth: null,
    probabilityAbove0: orNull(summary.probabilityAbove0),
    method,
  };
}

function cellText(measure: string, group: string, time: number): string {
  return JSON.stringify([measure, group, time]);
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
