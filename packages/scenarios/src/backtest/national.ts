// Runs of the programme model for the back-test: the country from the start of 2023 with what was known before (held out), with
// the registry's own parameters (calibrated), and under each reading of the ordinary figures. Gives values by replication.

import {
  type Executor,
  inThreadExecutor,
  type Model,
  type ModelReference,
  type ParameterSpec,
  parseDistribution,
  runStudy,
  type ScenarioInput,
} from "@tiltak/sim-core";
import { resolveScenarios, toScenarioInput } from "../resolve-parameters.ts";
import { probeModel } from "./probe.ts";
import type { Replacement } from "./targets.ts";

/** Who simulates, and how often. */
export interface NationalOptions {
  readonly seed: string;
  /** Replications of each study: even. */
  readonly replications: number;
  /** The probe as a worker finds it; the one of this thread when left out. */
  readonly model?: Model | ModelReference;
  readonly executor?: Executor;
  /** Told the name of a study before it runs. */
  onStudy?(name: string): void;
}

/** Values of one scenario by measure, canonical group and time: one for each replication, NaN where undefined. */
export type Values = (measure: string, group: string, time: number) => Float64Array;

/** Readings of "2 years and 6 months". */
export const readings = ["completed", "elapsed", "job"] as const;
/** One reading. */
export type Reading = (typeof readings)[number];

/**
 * Run scenarios and collect the values of every replication.
 *
 * @returns a function for each scenario, in their order
 * @throws InputError of the study; an Error when a replication fails, since a back-test must not lose any
 */
export async function valuesOf(
  name: string,
  scenarios: readonly ScenarioInput[],
  options: NationalOptions,
): Promise<readonly Values[]> {
  options.onStudy?.(name);
  const { replications } = options;
  const result = await runStudy({
    model: options.model ?? probeModel,
    scenarios,
    replications,
    seed: options.seed,
    executor: options.executor ?? inThreadExecutor(),
  });
  const [failure] = result.failures;
  if (failure !== undefined) throw new Error(`a replication of ${name} failed: ${failure.message}`);
  const cells = await result.observations.cells();
  const columns = scenarios.map(() => new Map<string, Float64Array>());
  const keys = cells.map(({ measure, group, time }) => `${measure} ${group} ${time}`);
  await result.observations.read(0, cells.length, (scenario, _point, replication, cell, value) => {
    const key = keys[cell] as string;
    const map = columns[scenario] as Map<string, Float64Array>;
    let column = map.get(key);
    if (column === undefined) {
      column = new Float64Array(replications).fill(Number.NaN);
      map.set(key, column);
    }
    column[replication] = value;
  });
  return columns.map(
    (map): Values =>
      (measure, group, time) => {
        const column = map.get(`${measure} ${group} ${time}`);
        if (column === undefined) throw new Error(`${measure} ${group} was not observed at ${time}`);
        return column;
      },
  );
}

/**
 * Make the country from the start of 2023.
 *
 * @param years that are simulated
 * @param changes specs by parameter, in place of the registry's
 * @param scenario whose levers and growth hold
 */
export function countryFrom2023(
  years: number,
  changes: Readonly<Record<string, ParameterSpec>> = {},
  scenario = "baseline",
): ScenarioInput {
  const [resolved] = resolveScenarios([scenario], { start: "2023-01-01", years });
  if (resolved === undefined) throw new Error("the baseline is gone");
  const input = toScenarioInput(resolved);
  const parameters: Record<string, ParameterSpec> = { ...input.parameters };
  for (const [id, spec] of Object.entries(changes)) if (id in parameters) parameters[id] = spec;
  return { ...input, parameters };
}

/** Read replacements as specs by parameter. */
export function specsOf(replacements: readonly Replacement[]): Readonly<Record<string, ParameterSpec>> {
  return Object.fromEntries(
    replacements.map(({ parameter, value, distribution }) => [
      parameter,
      value ?? parseDistribution(distribution as string),
    ]),
  );
}
