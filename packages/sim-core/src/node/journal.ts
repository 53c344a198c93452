// The journal of a run directory: one line for each chunk that is safely on disk, with its digest and the replications in it. A chunk
// without a line does not exist; a line that is torn or altered does not either. Lines are added after the chunk is in place.

import { readFile } from "node:fs/promises";
import { type ReplicationFailure, StoreError, type Task } from "../experiment/index.ts";
import { appendDurably, storeError, writeAtomically } from "./atomic-file.ts";
import { digestOf } from "./digest.ts";

/** Name of the journal in the folder of observations; readers of whole Parquet folders pass over names with an underscore in front. */
export const journalName = "_journal.jsonl";

/** A replication as three numbers: scenario, point, replication. */
export type TaskTriple = readonly [scenario: number, point: number, replication: number];

/** One chunk as the journal knows it. */
export interface JournalEntry {
  /** File name in the folder of observations; null when all replications of the chunk failed. */
  readonly file: string | null;
  readonly bytes: number;
  readonly rows: number;
  /** SHA-256 of the file. */
  readonly digest: string | null;
  /** Replications of the chunk, the failed ones included. */
  readonly tasks: readonly TaskTriple[];
  readonly failures: readonly { readonly task: TaskTriple; readonly failure: ReplicationFailure }[];
}

/** Add an entry at the end of a journal and force it to disk. */
export async function appendEntry(path: string, entry: JournalEntry): Promise<void> {
  await appendDurably(path, lineOf(entry));
}

/** Replace a journal by one with these entries. */
export async function rewriteJournal(path: string, entries: readonly JournalEntry[]): Promise<void> {
  await writeAtomically(path, entries.map(lineOf));
}

/**
 * Read a journal.
 *
 * @returns the entries that are whole, and how many lines are not; none when there is no journal
 */
export async function readJournal(path: string): Promise<{ entries: JournalEntry[]; damaged: number }> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return { entries: [], damaged: 0 };
    throw new StoreError("store-unreadable", storeError(error, path).message.replace("cannot write", "cannot read"), {
      path,
    });
  }
  const entries: JournalEntry[] = [];
  let damaged = 0;
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const entry = entryOf(line);
    if (entry === undefined) damaged += 1;
    else entries.push(entry);
  }
  // A last line without its end was torn, and the next one would grow onto it.
  if (text !== "" && !text.endsWith("\n") && damaged === 0) damaged = 1;
  return { entries, damaged };
}

function lineOf(entry: JournalEntry): string {
  const text = JSON.stringify(entry);
  return `${digestOf(text)} ${text}\n`;
}

function entryOf(line: string): JournalEntry | undefined {
  const text = line.slice(65);
  if (line[64] !== " " || digestOf(text) !== line.slice(0, 64)) return undefined;
  return JSON.parse(text) as JournalEntry;
}

/** Turn a task into three numbers. */
export function tripleOf({ scenario, point, replication }: Task): TaskTriple {
  return [scenario, point, replication];
}

/** Turn three numbers into a task. */
export function taskOfTriple([scenario, point, replication]: TaskTriple): Task {
  return { scenario, point, replication };
}
