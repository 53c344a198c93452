// Merge the run directories of shards into one. Chunks are copied as they are, each checked against its digest; nothing is computed.
// What is still missing afterwards is carried out by the next `runStudy` on the merged directory, like after any interruption.

import { mkdir, readdir, readFile, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { StoreError } from "../experiment/index.ts";
import { makeFolder, storeError, writeAtomically } from "./atomic-file.ts";
import { digestOf } from "./digest.ts";
import { appendEntry, type JournalEntry, journalName, readJournal, type TaskTriple } from "./journal.ts";
import { Lock } from "./lock.ts";
import { differencesOf, type Manifest } from "./manifest.ts";
import { readManifest } from "./run-directory.ts";

/** What came of a merge. */
export interface MergeResult {
  readonly chunks: number;
  readonly replications: number;
  /** Chunks left out because another shard had brought all of their replications already. */
  readonly duplicates: number;
  /** Chunks, and journals with such lines, that are damaged or missing; their replications will be redone. */
  readonly damaged: readonly string[];
}

/**
 * Merge run directories of one study into a new one.
 *
 * @param directory where the merged run goes; must be empty or not there
 * @param sources run directories of the shards, in any order
 * @throws StoreError when a source is no run directory, when two are of different studies (the differences are named), when
 *   two overlap in part, or when the target is in use or holds something
 */
export async function mergeRuns(directory: string, sources: readonly string[]): Promise<MergeResult> {
  const manifests = await Promise.all(sources.map(manifestOf));
  const [first] = manifests;
  if (first === undefined) throw new StoreError("store-merge", "there is nothing to merge", { directory });
  manifests.forEach((manifest, i) => {
    const differences = differencesOf(first, manifest, false);
    if (differences.length === 0) return;
    const message = [`${sources[0]} and ${sources[i]} are parts of different studies:`, ...differences].join("\n  ");
    throw new StoreError("store-other-study", message, { differences });
  });
  const held = await readdir(directory).catch(() => undefined);
  if (held !== undefined && held.length > 0) {
    throw new StoreError("store-foreign", `${directory} is not empty; choose a new folder`, { directory });
  }
  await makeFolder(directory);
  const lock = await Lock.take(directory);
  try {
    return await gather(directory, sources, first);
  } catch (error) {
    await rm(join(directory, "observations"), { recursive: true, force: true });
    throw error;
  } finally {
    await lock.release();
    // A folder that was made for a merge that failed goes away again; one that holds something stays.
    if (held === undefined) await rmdir(directory).catch(() => undefined);
  }
}

async function manifestOf(source: string): Promise<Manifest> {
  const manifest = await readManifest(source);
  if (manifest === undefined) throw new StoreError("store-no-run", `${source} is no run directory`, { source });
  return manifest;
}

async function gather(directory: string, sources: readonly string[], first: Manifest): Promise<MergeResult> {
  const target = join(directory, "observations");
  await mkdir(target).catch((error: unknown) => {
    throw storeError(error, target);
  });
  const done = new Set<string>();
  const damaged: string[] = [];
  let chunks = 0;
  let duplicates = 0;
  for (const source of sources) {
    const folder = join(source, "observations");
    const { entries, damaged: lines } = await readJournal(join(folder, journalName));
    if (lines > 0) damaged.push(join(folder, journalName));
    for (const entry of entries) {
      const known = entry.tasks.filter((task) => done.has(nameOf(task))).length;
      if (known === entry.tasks.length) {
        duplicates += 1;
        continue;
      }
      if (known > 0) {
        const message = `${folder} overlaps with another shard in part; were the shards of one size?`;
        throw new StoreError("store-overlap", message, { source, file: entry.file });
      }
      const bytes = entry.file === null ? undefined : await wholeChunk(join(folder, entry.file), entry);
      if (entry.file !== null && bytes === undefined) {
        damaged.push(join(folder, entry.file));
        continue;
      }
      const file = bytes === undefined ? null : `part-${String(chunks).padStart(6, "0")}.parquet`;
      if (file !== null && bytes !== undefined) {
        await writeAtomically(join(target, file), [bytes]);
        chunks += 1;
      }
      await appendEntry(join(target, journalName), { ...entry, file });
      for (const task of entry.tasks) done.add(nameOf(task));
    }
  }
  const manifest: Manifest = { ...first, status: "stopped", end: null };
  await writeAtomically(join(directory, "manifest.json"), [`${JSON.stringify(manifest, null, 1)}\n`]);
  return { chunks, replications: done.size, duplicates, damaged };
}

async function wholeChunk(path: string, entry: JournalEntry): Promise<Uint8Array | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes !== undefined && digestOf(bytes) === entry.digest ? bytes : undefined;
}

function nameOf(task: TaskTriple): string {
  return task.join(",");
}
