// tiltak run and tiltak compare: simulate, keep everything in a run directory with charts and a report, and print the headline.

import { join } from "node:path";
import { formatEstimates, InputError } from "@tiltak/sim-core";
import { findClaims, tellableClaims, writeClaims } from "../claims.ts";
import { findConditions, tellableConditions, writeConditions } from "../conditions.ts";
import { writeCharts, writeReport } from "../draw.ts";
import { findDrivers, writeDrivers } from "../drivers.ts";
import { keptCsv, noteEnterpriseFiles, tellEnterprises } from "../enterprises/tell.ts";
import type { WrittenFlags } from "../flags.ts";
import { verdictText } from "../report/index.ts";
import { writeVarianceShares } from "../run-folder.ts";
import { runFromFlags } from "../run-study.ts";
import type { Terminal } from "../terminal.ts";
import { allRowsCsv, differencesTable, levelsTable } from "./tables.ts";
import { say } from "./texts.ts";

/** Simulate scenarios: one for `run`, several for `compare`. */
export async function study(
  references: readonly string[],
  written: WrittenFlags,
  terminal: Terminal,
  commandLine: readonly string[],
): Promise<number> {
  const done = await runFromFlags(references, written, terminal, commandLine);
  const { estimates, folder, flags } = done;
  const years = estimates.estimates.reduce((most, { time }) => Math.max(most, time), 0);
  const drivers = await findDrivers(done.result, "participants", years);
  await writeDrivers(folder, drivers);
  const conditions = tellableConditions(await findConditions(done.result, years), estimates);
  await writeConditions(folder, conditions);
  const claims = tellableClaims(await findClaims(done.result, years), estimates);
  await writeClaims(folder, claims);
  await writeVarianceShares(folder, done.result.varianceShares);
  const finished = {
    drivers,
    conditions,
    claims,
    varianceShares: done.result.varianceShares,
    folder,
    estimates,
    scenarios: done.scenarios,
    commandLine,
    replications: done.result.plan.replications,
    fixedParameters: flags.fixedParameters,
  };
  await writeCharts(finished, join(folder, "charts"), terminal.lang);
  const report = join(folder, "report.html");
  await writeReport(finished, report, terminal.lang);
  if (flags.format === "json") terminal.print(formatEstimates(estimates));
  else if (flags.format === "csv")
    terminal.print(done.loaded === undefined ? allRowsCsv(estimates) : await keptCsv(folder));
  else {
    if (references.length > 1) {
      terminal.print(`${verdictText(finished, terminal.lang)}\n`);
      terminal.print(`${differencesTable(estimates, terminal.lang)}\n`);
    }
    terminal.print(levelsTable(estimates, terminal.lang));
    tellEnterprises(done, terminal);
  }
  terminal.note(`\n${say(terminal.lang, "kept")} ${folder}`);
  terminal.note(`${say(terminal.lang, "reportAt")}: ${report}`);
  noteEnterpriseFiles(done, terminal);
  return done.exitCode;
}

/** Refuse to compare fewer than two scenarios. */
export function needTwo(references: readonly string[]): void {
  if (references.length >= 2) return;
  throw new InputError([
    {
      message: "compare needs at least two scenarios",
      found: references.join(", "),
      allowed: "tiltak compare baseline full-scale-transfer",
    },
  ]);
}
