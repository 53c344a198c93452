// What would change a verdict: the paired difference of each headline measure among those draws in which an assumption came out low, and
// among those in which it came out high; and under each reading of the source. Exploratory: the intervals are not joint.

import {
  drawParameters,
  type EstimatesFile,
  type Group,
  isDistribution,
  meanInterval,
  type ParameterValue,
  runsPerUnit,
} from "@tiltak/sim-core";
import { clearCorrelation, DrawMeans, type StudyRows } from "./draw-means.ts";
import { Findings } from "./findings.ts";
import { headlineMembers, isOfMember } from "./headline.ts";

/** The difference between two scenarios among some of the draws. */
export interface ConditionPart {
  /** The smallest and largest value of the assumption among these draws, or the one choice twice. */
  readonly from: number | string;
  readonly to: number | string;
  readonly draws: number;
  readonly mean: number;
  /** Of the 95 % interval over these draws; null below two draws. */
  readonly halfWidth: number | null;
}

/** How a difference goes with an assumption. */
export interface Condition {
  readonly a: string;
  readonly b: string;
  readonly measure: string;
  /** The group that the measure is of; absent for the total. */
  readonly group?: Group;
  readonly parameter: string;
  /** Rank correlation over all draws; null for a choice. */
  readonly correlation: number | null;
  /** The lower and the upper third of the draws, or one part for each choice. */
  readonly parts: readonly ConditionPart[];
}

const fewestDraws = 12;
const mostPerMeasure = 3;

/**
 * Find under which values of the assumptions the headline differences are other than over all draws.
 *
 * @param time the last time of the study
 * @returns measure by measure: every assumption that is a choice, and at most three others whose correlation stands above the noise
 *   (Bonferroni at 5 %), the strongest first; nothing from fewer than twelve draws
 */
export async function findConditions(study: StudyRows, time: number): Promise<readonly Condition[]> {
  const { plan } = study;
  const perDraw = runsPerUnit(plan);
  const draws = Math.floor(plan.replications / perDraw);
  if (plan.fixedParameters || plan.points !== undefined || plan.scenarios.length < 2 || draws < fewestDraws) return [];
  const cells = headlineMembers(plan.scenarios).map((member) => ({ ...member, time }));
  const means = await DrawMeans.read(study, cells);
  const [first] = plan.scenarios;
  const conditions: Condition[] = [];
  for (const [s, scenario] of plan.scenarios.entries()) {
    if (s === 0) continue;
    const specs = Object.entries(scenario.parameters).filter(([, spec]) => isDistribution(spec));
    const values = Array.from({ length: draws }, (_, d) =>
      drawParameters(plan, { scenario: s, point: 0, replication: d * perDraw }),
    );
    for (const cell of cells) {
      const difference = means.difference(first.id, scenario.id, cell);
      if (difference === undefined) continue;
      const group = Object.keys(cell.group).length === 0 ? {} : { group: cell.group };
      const about = { a: first.id, b: scenario.id, measure: cell.measure, ...group };
      const numeric: (Condition & { readonly correlation: number })[] = [];
      for (const [parameter] of specs) {
        const column = difference.draws.map((d) => values[d][parameter]);
        if (column.every((value) => typeof value === "number")) {
          const found = thirds(about, parameter, column as number[], difference.values, specs.length);
          if (found !== undefined) numeric.push(found);
        } else conditions.push({ ...about, parameter, correlation: null, parts: choices(column, difference.values) });
      }
      numeric.sort((x, y) => Math.abs(y.correlation) - Math.abs(x.correlation));
      conditions.push(...numeric.slice(0, mostPerMeasure));
    }
  }
  return conditions;
}

type About = Pick<Condition, "a" | "b" | "measure" | "group">;

function thirds(
  about: About,
  parameter: string,
  column: readonly number[],
  ys: readonly number[],
  tried: number,
): (Condition & { readonly correlation: number }) | undefined {
  if (ys.length < fewestDraws) return undefined;
  const correlation = clearCorrelation(column, ys, tried);
  if (correlation === undefined) return undefined;
  const order = column.map((_, i) => i).sort((i, j) => column[i] - column[j] || i - j);
  const third = Math.floor(order.length / 3);
  const parts = [order.slice(0, third), order.slice(-third)].map((some) =>
    part(column[some[0]], column[some[some.length - 1]], some, ys),
  );
  return { ...about, parameter, correlation, parts };
}

function choices(column: readonly (ParameterValue | undefined)[], ys: readonly number[]): readonly ConditionPart[] {
  const names = [...new Set(column.map(String))].sort();
  return names.map((name) => {
    const some = column.flatMap((value, i) => (String(value) === name ? [i] : []));
    return part(name, name, some, ys);
  });
}

function part(
  from: number | string,
  to: number | string,
  some: readonly number[],
  ys: readonly number[],
): ConditionPart {
  const { mean, halfWidth } = meanInterval(
    some.map((i) => ys[i]),
    0.95,
  );
  return { from, to, draws: some.length, mean, halfWidth: Number.isFinite(halfWidth) ? halfWidth : null };
}

/**
 * Leave out what rests on rows that hold no numbers, as small counts of a register's people do not.
 *
 * @param estimates what may be told of the run
 */
export function tellableConditions(conditions: readonly Condition[], estimates: EstimatesFile): readonly Condition[] {
  return conditions.filter((condition) =>
    estimates.differences.some(
      (row) =>
        row.a === condition.a &&
        row.b === condition.b &&
        isOfMember(row, { measure: condition.measure, group: condition.group ?? {} }) &&
        row.point === null &&
        row.mean !== null,
    ),
  );
}

/** What would change the differences of the headline. */
export const conditionFindings: Findings<Condition> = new Findings("conditions.json");
