// The programme model stopped on its first day: the exit laws that it has solved for, what they say when integrated again, and the
// ages of its stock. For calibration, where only the start of a run is of interest.

import { canonicalGroup, type Model, type Parameters, type Replication } from "@tiltak/sim-core";
import { Programme, readProgrammeParameters } from "@tiltak/sim-core/programme";
import { lawFigures } from "./exit-law-figures.ts";
import { observeAges } from "./probe.ts";

/** The first day of the programme model: laws of the sheltered and the ordinary setting. */
export const lawProbe: Model = {
  id: "vta-programme-laws",
  version: "1",
  run(parameters: Parameters, replication: Replication): void {
    const programme = new Programme(readProgrammeParameters(parameters), replication, {});
    observeAges(programme, replication);
    const { p, laws, entryAges } = programme.state;
    const growing = p["stock.start-tenure"] === "growing";
    for (const [s, setting] of (["sheltered", "ordinary"] as const).entries()) {
      const law = laws[s];
      const ages = entryAges[s];
      if (law === undefined || ages === undefined) continue;
      const growth = growing ? p[`stock.growth-before-start-${setting}`] : 0;
      const figures = lawFigures(law, ages, p["exit.retirement-age"], growth);
      const told: Readonly<Record<string, number>> = {
        early: law.early,
        late: law.late,
        // What everybody together meets: good and poor matches at the start of a spell.
        "early-mixed": law.early * (1 + law.poorShare * (law.poorRatio - 1)),
        other: law.constantTotal,
        "leaves-at-dropout": law.leavesAtDropout,
        "mean-years": figures.meanYears,
        "share-by-break": figures.dropoutShareByBreak,
        "elapsed-years": figures.meanElapsedYears,
        "exits-per-year": figures.exitsPerYear,
      };
      for (const [kind, value] of Object.entries(told))
        replication.observe("law", canonicalGroup({ kind, setting }), 0, value);
    }
  },
};
