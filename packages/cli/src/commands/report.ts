// tiltak report: one self-contained HTML file on a run, or the same on paper as PDF, by the file's ending.

import { extname, resolve } from "node:path";
import { InputError } from "@tiltak/sim-core";
import { writeReport } from "../draw.ts";
import { readRun } from "../run-folder.ts";
import { makeParent } from "../run-study.ts";
import type { Terminal } from "../terminal.ts";

const endings = [".html", ".htm", ".pdf"];

/**
 * Write the report on a finished run and print the file's name.
 *
 * @param folder the run directory
 * @param out file to write; report.html in the run directory when left out
 * @throws InputError for a run that is not there or not finished, another ending, or a PDF without Chromium
 */
export async function report(folder: string, out: string | undefined, terminal: Terminal): Promise<void> {
  if (out !== undefined && !endings.includes(extname(out).toLowerCase())) {
    const message = "has an ending that is not written";
    throw new InputError([{ path: "--out", message, found: JSON.stringify(out), allowed: ".html, .pdf" }]);
  }
  const run = await readRun(folder);
  const file = resolve(out ?? `${run.folder}/report.html`);
  await makeParent(file);
  await writeReport(run, file, terminal.lang);
  terminal.print(file);
}
