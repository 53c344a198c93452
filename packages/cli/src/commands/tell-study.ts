// What `run`, `compare` and `resume` leave beside a study's estimates: what drives them, what would change them, the evaluation's claims, every
// chart and the report. One way for all three, so that a run that was interrupted ends in the same files as one that was not.

import { join } from "node:path";
import type { ResolvedScenario } from "@tiltak/scenarios";
import type { ConcludedStudy } from "@tiltak/sim-core";
import { claimFindings, findClaims, tellableClaims } from "../claims.ts";
import { conditionFindings, findConditions, tellableConditions } from "../conditions.ts";
import { writeCharts, writeReport } from "../draw.ts";
import { type Driver, drivenMeasures, driverFindings, findDrivers } from "../drivers.ts";
import type { RegisterSources } from "../enterprises/programme-data.ts";
import { varianceFindings } from "../findings.ts";
import { type FinishedRun, registersOf, sizesOf } from "../run-folder.ts";
import { withSettingsInTitles } from "../scenario-titles.ts";
import type { Lang } from "./texts.ts";

/** A study without design points that has been carried out in a folder. */
export interface CarriedOut {
  readonly folder: string;
  /** Its result, from which single enterprises and small counts are taken out already. */
  readonly result: ConcludedStudy;
  readonly scenarios: readonly ResolvedScenario[];
  readonly commandLine: readonly string[];
  readonly registers: RegisterSources | undefined;
}

/**
 * Write everything that is told of a study into its folder.
 *
 * @returns the finished run, as later commands read it from the folder, and the path of its report
 */
export async function tellStudy(
  { folder, result, scenarios, commandLine, registers }: CarriedOut,
  lang: Lang,
): Promise<{ readonly finished: FinishedRun; readonly report: string }> {
  const { estimates, varianceShares } = result;
  const years = estimates.estimates.reduce((most, { time }) => Math.max(most, time), 0);
  const drivers: Driver[] = [];
  for (const measure of drivenMeasures(result.plan.scenarios))
    drivers.push(...(await findDrivers(result, measure, years)));
  await driverFindings.write(folder, drivers);
  const conditions = tellableConditions(await findConditions(result, years), estimates);
  await conditionFindings.write(folder, conditions);
  const claims = tellableClaims(await findClaims(result, years), estimates);
  await claimFindings.write(folder, claims);
  await varianceFindings.write(folder, varianceShares);
  const finished: FinishedRun = {
    folder,
    estimates,
    scenarios: withSettingsInTitles(scenarios),
    commandLine,
    replications: result.plan.replications,
    fixedParameters: result.plan.fixedParameters,
    ...registersOf(registers),
    ...(await sizesOf(folder)),
    drivers,
    conditions,
    claims,
    varianceShares,
  };
  await writeCharts(finished, join(folder, "charts"), lang);
  const report = join(folder, "report.html");
  await writeReport(finished, report, lang);
  return { finished, report };
}
