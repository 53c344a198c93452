// A small finished run, made once per test file by the program itself: two years, four replications, two scenarios.

import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
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

/** Compare the baseline with the full transfer in a few seconds and read what was kept. */
export async function smallRun(folder: string): Promise<FinishedRun> {
  const out = join(folder, "small-run");
  const study = ["compare", "baseline", "full-scale-transfer", "--years", "2", "--replications", "4"];
  execFileSync(process.execPath, [program, ...study, "--quiet", "--lang", "en", "--out", out], { stdio: "pipe" });
  return await readRun(out);
}
