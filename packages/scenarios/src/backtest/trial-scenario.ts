// The programme model's own scenario of the trial: six sites from nothing in 2018, told their grant, inhabitants and delivery model.
// Participants of the trial are those of the municipal settings, and those in enterprises beyond what the same run without the
// trial has: the places that a site bought.

import { programmeModelWith } from "@tiltak/sim-core/programme";
import { municipalityRows, resolveScenarios, toScenarioInput } from "../resolve-parameters.ts";
import { type NationalOptions, type Values, valuesOf } from "./national.ts";

/** Participants of the trial at some municipalities and a time, by replication. */
export type TrialValues = (municipalities: readonly string[], time: number) => Float64Array;

/**
 * Run the trial, and the same municipalities without it.
 *
 * @returns participants of the trial by replication
 */
export async function trialValues(options: NationalOptions): Promise<TrialValues> {
  const scenarios = resolveScenarios(["trial-municipalities", "trial-2018-2021"]);
  const municipalities = municipalityRows(scenarios);
  if (municipalities === undefined) throw new Error("the scenario of the trial names no municipalities");
  // In this thread: a worker would have to be told the municipalities.
  const { executor: _, ...here } = options;
  const [without, trial] = (await valuesOf("trial", scenarios.map(toScenarioInput), {
    ...here,
    model: programmeModelWith({ municipalities, perMunicipality: true }),
  })) as [Values, Values];
  // The rows of a site share a labour market: participants in enterprises beyond those without the trial are counted for the whole
  // site, since what one row has more of by chance another has less of.
  return (ids, time) =>
    Float64Array.from({ length: options.replications }, (_, r) => {
      const at = (values: Values, setting: string): number =>
        ids.reduce((sum, municipality) => {
          return sum + (values("participants", JSON.stringify({ municipality, setting }), time)[r] as number);
        }, 0);
      const bought = Math.max(at(trial, "sheltered") - at(without, "sheltered"), 0);
      return at(trial, "municipal") + at(trial, "municipal-ordinary") + bought;
    });
}
