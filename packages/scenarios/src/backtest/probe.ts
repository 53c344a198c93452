// The programme model with a few more observations than it reports itself: ages of the first day, lengths of finished spells, and
// survey-like samples of its register. It changes nothing in a run; it looks on. It runs in this thread.

import { canonicalGroup, type Model, type Parameters, type Replication, SequentialStream } from "@tiltak/sim-core";
import { Programme, readProgrammeParameters, settings } from "@tiltak/sim-core/programme";
import { type EnterpriseFigures, sampleLikeSurvey } from "./register-sample.ts";

/** Age below which the source counts people as young. */
const young = 30;
const ordinary = settings.indexOf("ordinary");

/** The programme model that also tells what back-tests need. */
export const probeModel: Model = {
  id: "vta-programme-probe",
  version: "1",
  run(parameters: Parameters, replication: Replication): void {
    const programme = new Programme(readProgrammeParameters(parameters), replication, {});
    observeAges(programme, replication);
    observeSample(programme, replication);
    const spells = listenToSpells(programme);
    programme.run();
    const end = Number(parameters["horizon.years"]);
    replication.observe("spell-mean", canonicalGroup({ setting: "ordinary" }), end, spells.years / spells.count);
    replication.observe("spells-ended", canonicalGroup({ setting: "ordinary" }), end, spells.count);
    replication.observe("person-years", canonicalGroup({ setting: "ordinary" }), end, spells.personYears());
  },
};

/** Observe the share of people below 30 in each setting on the first day of the run. */
export function observeAges({ state }: Programme, replication: Replication): void {
  const { people } = state;
  const all = new Float64Array(settings.length + 1);
  const below = new Float64Array(settings.length + 1);
  for (let i = 0; i < people.count; i += 1) {
    const s = people.setting[i] as number;
    all[s] = (all[s] as number) + 1;
    if (-(people.birth[i] as number) < young) below[s] = (below[s] as number) + 1;
  }
  settings.forEach((setting, s) => {
    if ((all[s] as number) > 0)
      replication.observe("young-share", canonicalGroup({ setting }), 0, (below[s] as number) / (all[s] as number));
  });
}

/** Figures of 59 firms of the register, chosen as the survey's respondents are: the larger, the likelier. */
function observeSample({ state }: Programme, replication: Replication): void {
  const figures = sampleLikeSurvey(state.register, state.p, new SequentialStream(replication.key));
  for (const [kind, value] of Object.entries(figures) as [keyof EnterpriseFigures, number][])
    replication.observe("register-sample", canonicalGroup({ kind }), 0, value);
}

/** Count the spells in ordinary workplaces that end, their years, and the person-years that were lived. */
function listenToSpells({ state }: Programme): { count: number; years: number; personYears(): number } {
  const settingOf = new Map<number, number>();
  let present = 0;
  let lived = 0;
  let since = 0;
  const tick = (): void => {
    const now = state.simulation.now;
    lived += present * (now - since);
    since = now;
  };
  for (let i = 0; i < state.people.count; i += 1) {
    settingOf.set(i, state.people.setting[i] as number);
    if (state.people.setting[i] === ordinary) present += 1;
  }
  const found = {
    count: 0,
    years: 0,
    personYears(): number {
      tick();
      return lived;
    },
  };
  state.listener = (change, i, code) => {
    if (change === "begin") {
      settingOf.set(i, code);
      if (code === ordinary) {
        tick();
        present += 1;
      }
    } else if (change === "end" && settingOf.get(i) === ordinary) {
      tick();
      present -= 1;
      found.count += 1;
      found.years += state.simulation.now - (state.people.began[i] as number);
    }
  };
  return found;
}
