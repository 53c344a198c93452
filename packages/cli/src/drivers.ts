// Which assumptions drive an answer: the rank correlation, over the draws of the parameters, between each drawn parameter and the paired
// difference of a headline measure at the end. Only what stands above the noise of that many draws and parameters is named.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  drawParameters,
  isDistribution,
  normalQuantile,
  type ParameterValue,
  runsPerUnit,
  type StudyResult,
  sampleCorrelation,
} from "@tiltak/sim-core";

/** A parameter that moves the difference between two scenarios. */
export interface Driver {
  readonly a: string;
  readonly b: string;
  readonly measure: string;
  readonly parameter: string;
  /** Spearman's rank correlation over draws: above 0 where a larger value goes with a larger difference b - a. */
  readonly correlation: number;
  readonly draws: number;
}

const file = "drivers.json";

/**
 * Find what drives the difference of a measure between the first scenario and each other, at the end of the run.
 *
 * @returns the parameters whose correlation stands above the noise (Bonferroni at 5 %), the strongest first, pair by pair
 */
export async function findDrivers(result: StudyResult, measure: string, time: number): Promise<readonly Driver[]> {
  const { plan, observations } = result;
  const perDraw = runsPerUnit(plan);
  if (plan.fixedParameters || plan.points !== undefined || perDraw !== 2 || plan.scenarios.length < 2) return [];
  const draws = plan.replications / perDraw;
  const cells = await observations.cells();
  const at = cells.findIndex((cell) => cell.measure === measure && cell.group === "{}" && cell.time === time);
  if (at < 0 || draws < 8) return [];
  const means = plan.scenarios.map(() => new Float64Array(draws));
  await observations.read(at, at + 1, (scenario, _point, replication, _cell, value) => {
    const column = means[scenario];
    if (column !== undefined) column[Math.floor(replication / perDraw)] += value / perDraw;
  });
  const [first] = plan.scenarios;
  const drivers: Driver[] = [];
  for (const [s, scenario] of plan.scenarios.entries()) {
    if (s === 0) continue;
    const ids = Object.entries(scenario.parameters)
      .filter(([, spec]) => isDistribution(spec) && spec.distribution !== "choice")
      .map(([id]) => id);
    const values = Array.from({ length: draws }, (_, d) =>
      drawParameters(plan, { scenario: s, point: 0, replication: d * perDraw }),
    );
    const difference = ranks(Array.from({ length: draws }, (_, d) => means[s][d] - means[0][d]));
    const noise = normalQuantile(1 - 0.025 / Math.max(ids.length, 1)) / Math.sqrt(draws - 1);
    const found = ids.flatMap((parameter): Driver[] => {
      const column = values.map((draw) => numberOf(draw[parameter]));
      const correlation = sampleCorrelation(ranks(column), difference);
      if (!(Math.abs(correlation) > noise)) return [];
      return [{ a: first.id, b: scenario.id, measure, parameter, correlation, draws }];
    });
    drivers.push(...found.sort((x, y) => Math.abs(y.correlation) - Math.abs(x.correlation)));
  }
  return drivers;
}

function numberOf(value: ParameterValue | undefined): number {
  return typeof value === "number" ? value : Number.NaN;
}

/** Ranks from 1, ties in their order: draws of a continuous law have none. */
function ranks(values: readonly number[]): Float64Array {
  const order = values.map((value, i) => ({ value, i })).sort((x, y) => x.value - y.value || x.i - y.i);
  const out = new Float64Array(values.length);
  order.forEach(({ i }, k) => {
    out[i] = k + 1;
  });
  return out;
}

/** Keep the drivers beside the run. */
export async function writeDrivers(folder: string, drivers: readonly Driver[]): Promise<void> {
  await writeFile(join(folder, file), `${JSON.stringify(drivers, null, 2)}\n`);
}

/** Read the drivers of a run; none when they were never found. */
export async function readDrivers(folder: string): Promise<readonly Driver[]> {
  const text = await readFile(join(folder, file), "utf8").catch(() => "[]");
  return JSON.parse(text) as readonly Driver[];
}
