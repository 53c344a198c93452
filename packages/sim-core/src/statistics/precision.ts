// Sampling until several measures are precise enough at once. Looks happen at fixed numbers of runs (20, 40, 80, ...), in
// replication order, each at a level that pays for all looks and all measures, so that peeking costs no coverage.
// Precision is absolute: half-width over mean lets negative means pass and never ends for a difference near zero.

import { requireCount, requireLevel, requirePositive, StatisticsError } from "./errors.ts";
import { unitsNeeded } from "./interval.ts";
import { type Summary, summarise } from "./summary.ts";

/** What is asked of one measure (a level or a difference). */
export interface PrecisionTarget {
  readonly name: string;
  /** Largest half-width wanted, in the measure's own unit. */
  readonly halfWidth: number;
}

/** How to look. */
export interface PrecisionOptions {
  readonly targets: readonly PrecisionTarget[];
  /** Joint level over all targets and all looks. */
  readonly level: number;
  readonly runsPerDraw: number;
  /** Runs at the first look, whole draws; 20 when left out. Each later look doubles. */
  readonly firstLook?: number;
  /** Runs at the last look at most. */
  readonly mostRuns: number;
}

/** What one look found. */
export interface PrecisionLook {
  readonly runs: number;
  /** Every target met: stop. */
  readonly reached: boolean;
  /** Level of each single interval at each look, so that all hold together at the level asked for. */
  readonly lookLevel: number;
  /** One for each target, in order; half-widths are at `lookLevel`. */
  readonly summaries: readonly Summary[];
  /** Names of the targets not met. */
  readonly short: readonly string[];
  /** Forecast of the runs that would meet them all; Infinity when it cannot be told. */
  readonly forecastRuns: number;
}

/**
 * List the looks: `first`, doubled while below `most`, then `most`. `precisionLooks(20, 100)` is 20, 40, 80, 100.
 */
export function precisionLooks(first: number, most: number): number[] {
  requireCount(first, 1, "the runs at the first look");
  requireCount(most, first, "the runs at the last look");
  const looks: number[] = [];
  for (let runs = first; runs < most; runs *= 2) looks.push(runs);
  return [...looks, most];
}

/** Correct a level for a number of intervals that are to hold together (Bonferroni). `correctedLevel(0.95, 5)` is 0.99. */
export function correctedLevel(level: number, intervals: number): number {
  requireLevel(level);
  requireCount(intervals, 1, "the number of intervals");
  return 1 - (1 - level) / intervals;
}

/**
 * Ask for runs until every target is met or the cap is reached. Life: read `nextLook`, supply the first that many runs of each target
 * to `look`, repeat until `nextLook` is undefined. Any executor can drive it; its answers depend on the values alone.
 */
export class PrecisionRule {
  readonly lookLevel: number;
  readonly #options: PrecisionOptions;
  readonly #looks: readonly number[];
  #taken = 0;
  #last: PrecisionLook | undefined;

  /** Throws StatisticsError for a half-width that is not above 0, no targets, or looks that are not whole draws. */
  constructor(options: PrecisionOptions) {
    const { targets, level, runsPerDraw, mostRuns, firstLook = 20 } = options;
    requireCount(targets.length, 1, "the number of targets");
    requireCount(runsPerDraw, 1, "the number of runs in a draw");
    for (const target of targets) requirePositive(target.halfWidth, `the half-width wanted of ${target.name}`);
    this.#looks = precisionLooks(firstLook, mostRuns);
    const ragged = this.#looks.find((runs) => runs % runsPerDraw !== 0 || runs < 2 * runsPerDraw);
    if (ragged !== undefined) {
      throw new StatisticsError(
        "statistics-ragged-draws",
        `a look at ${ragged} runs is not two or more whole draws of ${runsPerDraw}`,
        { runs: ragged, runsPerDraw },
      );
    }
    this.#options = options;
    this.lookLevel = correctedLevel(level, this.#looks.length * targets.length);
  }

  /** Runs needed for the next look; undefined when the rule is done. */
  get nextLook(): number | undefined {
    return this.#last?.reached ? undefined : this.#looks[this.#taken];
  }

  /** What the latest look found; undefined before the first. */
  get last(): PrecisionLook | undefined {
    return this.#last;
  }

  /**
   * Look at the values of every target, in the order of the targets, each in replication order and exactly `nextLook` long.
   *
   * @throws StatisticsError `statistics-look` when done already, or for another number of values
   */
  look(values: readonly ArrayLike<number>[]): PrecisionLook {
    const runs = this.nextLook;
    const { targets, runsPerDraw } = this.#options;
    const fits = values.length === targets.length && values.every((v) => v.length === runs);
    if (runs === undefined || !fits) {
      throw new StatisticsError(
        "statistics-look",
        runs === undefined
          ? "the rule is done and takes no further look"
          : `this look takes ${targets.length} targets of ${runs} runs each`,
        { expected: runs, found: values.map((v) => v.length) },
      );
    }
    const summaries = values.map((v) => summarise(v, { runsPerDraw, level: this.lookLevel }));
    const short = targets.filter((target, i) => !(summaries[i].halfWidth <= target.halfWidth)).map((t) => t.name);
    const draws = targets.map((t, i) => unitsNeeded(summaries[i].standardDeviation, t.halfWidth, this.lookLevel));
    this.#taken += 1;
    this.#last = {
      runs,
      reached: short.length === 0,
      lookLevel: this.lookLevel,
      summaries,
      short,
      forecastRuns: Math.max(...draws) * runsPerDraw,
    };
    return this.#last;
  }
}
