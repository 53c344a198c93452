// A small finished run, made once per test file by the program itself: two years, four replications, two scenarios.

import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type FinishedRun, readRun } from "../../src/run-folder.ts";

/** Path of the program as users start it; it needs the build. */
export const program: string = fileURLToPath(new URL("../../bin/tiltak.js", import.meta.url));

/** Make a folder for one test file; the caller removes it. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "tiltak-cli-"));
}

/**
 * Write a scenario in which the country is twenty times smaller, so that a replication takes little more than its preparation: for tests
 * of what the program does with a study, whatever the study is about.
 *
 * @param folder where
 * @param parent whom it extends
 * @returns name of the file; the scenario's id is the name without its ending
 */
export function smallCountry(folder: string, parent: string): string {
  const id = `small-${parent}`;
  const text = `id: ${id}
extends: ${parent}
title: A small country
parameters:
  stock.sheltered: 470
  stock.ordinary: 170
  places.planned-growth-per-year: 25
  enterprise.count: 17
  municipal.count: 18
  municipal.inhabitants: 277500
  municipal.region-count: 5
  waiting.surplus-arrivals-per-year: ${smallArrivals}
`;
  writeFileSync(join(folder, `${id}.yaml`), text);
  return `${id}.yaml`;
}

/** Surplus arrivals per year in the small country, uncertain as in the large one. */
export const smallArrivals = "pert(5, 30, 75)";

/** Compare the baseline with the full transfer in a few seconds and read what was kept. */
export async function smallRun(folder: string): Promise<FinishedRun> {
  const out = join(folder, "small-run");
  const study = ["compare", "baseline", "full-scale-transfer", "--years", "2", "--replications", "4"];
  execFileSync(process.execPath, [program, ...study, "--quiet", "--lang", "en", "--out", out], { stdio: "pipe" });
  return await readRun(out);
}
