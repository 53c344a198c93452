// tiltak run and tiltak compare: simulate, keep everything in a run directory with charts and a report, and print the headline.

import { formatEstimates, InputError } from "@tiltak/sim-core";
import { keptCsv, noteEnterpriseFiles, tellEnterprises } from "../enterprises/tell.ts";
import type { WrittenFlags } from "../flags.ts";
import { verdictText } from "../report/index.ts";
import { runFromFlags } from "../run-study.ts";
import type { Terminal } from "../terminal.ts";
import { tellUnfinished } from "../unfinished.ts";
import { allRowsCsv, differencesTable, levelsTable } from "./tables.ts";
import { tellStudy } from "./tell-study.ts";
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
  const { finished, report } = await tellStudy(
    {
      folder,
      result: done.result,
      scenarios: done.scenarios,
      commandLine,
      registers: done.loaded?.run.sources,
    },
    terminal.lang,
  );
  tellUnfinished(finished, flags.format, terminal);
  if (flags.format === "json") terminal.print(formatEstimates(estimates));
  else if (flags.format === "csv")
    terminal.print(done.loaded === undefined ? allRowsCsv(estimates) : await keptCsv(folder));
  else {
    if (references.length > 1) {
      terminal.print(`${verdictText(finished, terminal.lang)}\n`);
      terminal.print(`${differencesTable(estimates, terminal.lang, done.scenarios)}\n`);
    }
    terminal.print(levelsTable(estimates, terminal.lang, done.scenarios));
    tellEnterprises(done.bySize, terminal);
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
