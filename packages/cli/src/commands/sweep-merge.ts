// tiltak sweep merge: gather the shards of a sweep into one run directory and estimate. Nothing is computed again; what no shard brought is
// told, and `tiltak resume` carries it out.

import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { InputError } from "@tiltak/sim-core";
import { type Manifest, mergeRuns, runStatus, writeAtomically } from "@tiltak/sim-core/node";
import { readSubmission } from "../cluster/submission.ts";
import { takeDataAlong } from "../enterprises/sweep-data.ts";
import { exitCodes } from "../exit-codes.ts";
import type { WrittenFlags } from "../flags.ts";
import { carryOut } from "../sweep-study.ts";
import type { Terminal } from "../terminal.ts";
import { studyIn, tell } from "./sweep.ts";
import { saySweep } from "./sweep-texts.ts";

/**
 * Merge shards.
 *
 * @param out the folder of the whole; new or empty
 * @param folders run directories of shards, or folders of submitted sweeps
 */
export async function sweepMerge(
  out: string,
  folders: readonly string[],
  written: WrittenFlags,
  terminal: Terminal,
): Promise<number> {
  if (folders.length === 0)
    throw new InputError([{ message: "name the folders of the shards", allowed: "tiltak sweep merge OUT DIR..." }]);
  const { lang } = terminal;
  const shards = (await Promise.all(folders.map(shardsIn))).flat();
  const { replications, chunks, duplicates, damaged } = await mergeRuns(resolve(out), shards);
  terminal.note(`${saySweep(lang, "merged")}: ${replications} (${chunks})`);
  if (duplicates > 0) terminal.note(`${duplicates} ${saySweep(lang, "duplicates")}`);
  for (const path of damaged) terminal.complain(`${path}: ${saySweep(lang, "damaged")}`);
  await forgetShard(resolve(out));
  await takeDataAlong(resolve(out), shards);
  const status = await runStatus(resolve(out));
  if (status.done < status.total) {
    terminal.complain(
      `${status.total - status.done} ${saySweep(lang, "stillMissing")}. ${saySweep(lang, "goOn")}: tiltak resume ${out}`,
    );
    return exitCodes.stopped;
  }
  const { study, flags } = await studyIn(out, written);
  const outcome = await carryOut(study, terminal);
  return tell(outcome, study, flags.format, terminal);
}

/** A folder of a submitted sweep stands for its shards that have begun. */
async function shardsIn(folder: string): Promise<readonly string[]> {
  const submission = await readSubmission(folder);
  if (submission === undefined) return [resolve(folder)];
  const begun = await Promise.all(
    submission.shards.map((shard) =>
      runStatus(shard).then(
        () => true,
        () => false,
      ),
    ),
  );
  return submission.shards.filter((_, i) => begun[i] === true);
}

/** The merged run is the whole: its manifest, taken over from the first shard, must not say otherwise. */
async function forgetShard(folder: string): Promise<void> {
  const path = join(folder, "manifest.json");
  const manifest = JSON.parse(await readFile(path, "utf8")) as Manifest;
  const { shard: _, ...more } = manifest.more;
  await writeAtomically(path, [`${JSON.stringify({ ...manifest, more }, null, 1)}\n`]);
}
