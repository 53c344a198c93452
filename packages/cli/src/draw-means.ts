// Means over the chance runs of each draw of the parameters: the independent units of a study. What drives an answer, what would
// change it and the claims of the evaluation are all read off them.

import {
  canonicalGroup,
  type Group,
  normalQuantile,
  ranksOf,
  runsPerUnit,
  type StudyResult,
  sampleCorrelation,
} from "@tiltak/sim-core";

/** The plan and the observations of a study, however they are kept. */
export type StudyRows = Pick<StudyResult, "plan" | "observations">;

/** A cell of a study: a measure in a group at a time. */
export interface WantedCell {
  readonly measure: string;
  readonly group: Group;
  readonly time: number;
}

/** Draw means by scenario and cell. */
export class DrawMeans {
  /** Ids of the scenarios, in the order of the plan. */
  readonly scenarios: readonly string[];
  readonly draws: number;
  readonly #means: ReadonlyMap<string, readonly Float64Array[]>;

  private constructor(
    scenarios: readonly string[],
    draws: number,
    means: ReadonlyMap<string, readonly Float64Array[]>,
  ) {
    this.scenarios = scenarios;
    this.draws = draws;
    this.#means = means;
  }

  /**
   * Read cells of a study without design points.
   *
   * @param wanted cells; those that nobody observed are left out, and `of` then gives undefined
   */
  static async read({ plan, observations }: StudyRows, wanted: readonly WantedCell[]): Promise<DrawMeans> {
    const perDraw = runsPerUnit(plan);
    const draws = Math.floor(plan.replications / perDraw);
    const names = new Set(wanted.map(nameOf));
    const cells = await observations.cells();
    const means = new Map<string, readonly Float64Array[]>();
    for (const [at, cell] of cells.entries()) {
      const name = `${cell.measure} ${cell.group} ${cell.time}`;
      if (!names.has(name)) continue;
      const sums = plan.scenarios.map(() => new Float64Array(draws));
      const counts = plan.scenarios.map(() => new Int32Array(draws));
      await observations.read(at, at + 1, (scenario, point, replication, _cell, value) => {
        const draw = Math.floor(replication / perDraw);
        if (point !== 0 || draw >= draws || Number.isNaN(value)) return;
        sums[scenario][draw] += value;
        counts[scenario][draw] += 1;
      });
      // A draw that lacks a run, or in which the measure is undefined, has no mean.
      for (const [s, sum] of sums.entries())
        for (let d = 0; d < draws; d++) sum[d] = counts[s][d] === perDraw ? sum[d] / perDraw : Number.NaN;
      means.set(name, sums);
    }
    return new DrawMeans(
      plan.scenarios.map(({ id }) => id),
      draws,
      means,
    );
  }

  /** The means of a cell in a scenario, one for each draw (NaN where undefined); undefined when nobody observed the cell. */
  of(scenario: string, cell: WantedCell): Float64Array | undefined {
    return this.#means.get(nameOf(cell))?.[this.scenarios.indexOf(scenario)];
  }

  /** The paired difference b - a of a cell, over the draws in which it is defined; undefined when nobody observed the cell. */
  difference(a: string, b: string, cell: WantedCell): PairedDraws | undefined {
    const from = this.of(a, cell);
    const to = this.of(b, cell);
    if (from === undefined || to === undefined) return undefined;
    const all = to.map((value, d) => value - from[d]);
    const draws = Array.from(all.keys()).filter((d) => !Number.isNaN(all[d]));
    return { draws, values: draws.map((d) => all[d]) };
  }
}

/** A paired difference: the draws that have one, and its value in each of them. */
export interface PairedDraws {
  readonly draws: readonly number[];
  readonly values: readonly number[];
}

/**
 * Correlate the ranks of an assumption with those of an outcome over draws (Spearman).
 *
 * @param tried how many assumptions are tried beside one another
 * @returns the correlation; undefined where it does not stand above the noise (Bonferroni at 5 %)
 */
export function clearCorrelation(xs: readonly number[], ys: readonly number[], tried: number): number | undefined {
  const correlation = sampleCorrelation(ranksOf(xs), ranksOf(ys));
  return Math.abs(correlation) > leastClear(xs.length, tried) ? correlation : undefined;
}

/** Compute the size that a rank correlation over so many draws must exceed to stand above the noise, of so many tried. */
export function leastClear(draws: number, tried: number): number {
  return normalQuantile(1 - 0.025 / Math.max(tried, 1)) / Math.sqrt(draws - 1);
}

function nameOf({ measure, group, time }: WantedCell): string {
  return `${measure} ${canonicalGroup(group)} ${time}`;
}
