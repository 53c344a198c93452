// The programme model's own scenario of the trial: six sites from nothing in 2018, told their grant, inhabitants and delivery model.
// Participants of the trial are those of the municipal settings, and those in enterprises beyond what the same run without the
// trial has: the places that a site bought.

import { runStudy } from "@tiltak/sim-core";
import { programmeModelWith } from "@tiltak/sim-core/programme";
import { catalogueFiles } from "../catalogue.ts";
import { municipalityRows, resolveScenarios, toScenarioInput } from "../resolve-parameters.ts";
import type { NationalOptions } from "./national.ts";

/** Participants of the trial at some municipalities and a time, by replication. */
export type TrialValues = (municipalities: readonly string[], time: number) => Float64Array;

const withTrial = "trial-2018-2021";
const without = "trial-municipalities";

/**
 * Run the trial, and the same municipalities without it.
 *
 * @returns participants of the trial by replication; undefined while the catalogue has no such scenario
 */
export async function trialValues(options: NationalOptions): Promise<TrialValues | undefined> {
  const files = catalogueFiles();
  if (!files.has(withTrial) || !files.has(without)) return undefined;
  options.onStudy?.("trial");
  const scenarios = resolveScenarios([without, withTrial]);
  const municipalities = municipalityRows(scenarios);
  if (municipalities === undefined) return undefined;
  const { replications, seed } = options;
  const { observations, failures } = await runStudy({
    model: programmeModelWith({ municipalities, perMunicipality: true }),
    scenarios: scenarios.map(toScenarioInput),
    replications,
    seed,
  });
  const [failure] = failures;
  if (failure !== undefined) throw new Error(`a replication of the trial failed: ${failure.message}`);
  const cells = await observations.cells();
  const wanted = new Map<number, string>();
  cells.forEach(({ measure, group, time }, k) => {
    if (measure === "participants") wanted.set(k, `${group} ${time}`);
  });
  const values = [new Map<string, Float64Array>(), new Map<string, Float64Array>()] as const;
  await observations.read(0, cells.length, (scenario, _point, replication, cell, value) => {
    const key = wanted.get(cell);
    const map = values[scenario];
    if (key === undefined || map === undefined) return;
    const column = map.get(key) ?? new Float64Array(replications);
    column[replication] = value;
    map.set(key, column);
  });
  const [before, trial] = values;
  const at = (
    map: ReadonlyMap<string, Float64Array>,
    municipality: string,
    setting: string,
    time: number,
    r: number,
  ): number => map.get(`${JSON.stringify({ municipality, setting })} ${time}`)?.[r] ?? 0;
  return (ids, time) =>
    Float64Array.from({ length: replications }, (_, r) =>
      ids.reduce((sum, id) => {
        const bought = at(trial, id, "sheltered", time, r) - at(before, id, "sheltered", time, r);
        const own = at(trial, id, "municipal", time, r) + at(trial, id, "municipal-ordinary", time, r);
        return sum + own + Math.max(bought, 0);
      }, 0),
    );
}
