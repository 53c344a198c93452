// Which assumptions drive an answer: the rank correlation, over the draws of the parameters, between each drawn parameter and the paired
// difference of a headline measure at the end. Only what stands above the noise of that many draws and parameters is named. Where a
// scenario asks what places are worth to enterprises, their revenue is asked first, then the number of participants.

import { drawParameters, isDistribution, runsPerUnit } from "@tiltak/sim-core";
import { clearCorrelation, DrawMeans, type StudyRows } from "./draw-means.ts";
import { asksForEnterprises } from "./enterprises/asked.ts";
import { Findings } from "./findings.ts";
import { revenueMeasure } from "./headline.ts";

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

const fewestDraws = 8;

/**
 * Find what drives the difference of a measure between the first scenario and each other, at the end of the run.
 *
 * @returns the parameters whose correlation stands above the noise (Bonferroni at 5 %), the strongest first, pair by pair
 */
export async function findDrivers(study: StudyRows, measure: string, time: number): Promise<readonly Driver[]> {
  const { plan } = study;
  const perDraw = runsPerUnit(plan);
  if (plan.fixedParameters || plan.points !== undefined || perDraw !== 2 || plan.scenarios.length < 2) return [];
  const cell = { measure, group: {}, time };
  const means = await DrawMeans.read(study, [cell]);
  const [first] = plan.scenarios;
  const drivers: Driver[] = [];
  for (const [s, scenario] of plan.scenarios.entries()) {
    const difference = s === 0 ? undefined : means.difference(first.id, scenario.id, cell);
    if (difference === undefined || difference.draws.length < fewestDraws) continue;
    const ids = Object.entries(scenario.parameters)
      .filter(([, spec]) => isDistribution(spec) && spec.distribution !== "choice")
      .map(([id]) => id);
    const values = difference.draws.map((d) =>
      drawParameters(plan, { scenario: s, point: 0, replication: d * perDraw }),
    );
    const found = ids.flatMap((parameter): Driver[] => {
      const column = values.map((draw) => Number(draw[parameter]));
      const correlation = clearCorrelation(column, difference.values, ids.length);
      if (correlation === undefined) return [];
      return [{ a: first.id, b: scenario.id, measure, parameter, correlation, draws: column.length }];
    });
    drivers.push(...found.sort((x, y) => Math.abs(y.correlation) - Math.abs(x.correlation)));
  }
  return drivers;
}

/** The measures whose drivers a study tells, the one that its answer begins with first. */
export function drivenMeasures(scenarios: StudyRows["plan"]["scenarios"]): readonly string[] {
  return [...(scenarios.some(asksForEnterprises) ? [revenueMeasure] : []), "participants"];
}

/** What drives the differences of the headline. */
export const driverFindings: Findings<Driver> = new Findings("drivers.json");
