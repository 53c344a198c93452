// A submitted sweep: a folder with submission.json, the job as it was handed over, logs/ and shards/. Reading it and asking the queue.

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { shardName } from "../commands/sweep.ts";

/** Contents of submission.json. */
export interface Submission {
  readonly schema: "tiltak.submission/1";
  readonly system: "slurm" | "kubernetes";
  readonly count: number;
  /** Number of the job, once the system has given one. */
  readonly job: string | null;
  readonly command: readonly string[];
  /** Digests of data beside the parameters, such as registers; the data lie in the same folder. */
  readonly inputs?: Readonly<Record<string, string>>;
}

/** A submission where it lies. */
export interface PlacedSubmission extends Submission {
  /** Folders of the shards, absolute, begun or not. */
  readonly shards: readonly string[];
}

/** Name of the file that makes a folder a submission. */
export const submissionName = "submission.json";

/** Read the submission in a folder; undefined when there is none. */
export async function readSubmission(folder: string): Promise<PlacedSubmission | undefined> {
  const text = await readFile(join(folder, submissionName), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const submission = JSON.parse(text) as Submission;
  const { count } = submission;
  const shards = Array.from({ length: count }, (_, index) =>
    join(resolve(folder), "shards", shardName({ index, count })),
  );
  return { ...submission, shards };
}

/** Ask the batch system how many tasks of a submission are in which state, such as "2 RUNNING, 5 PENDING"; undefined when it cannot be asked. */
export async function queueOf({ system, job }: Submission): Promise<string | undefined> {
  if (system !== "slurm" || job === null) return undefined;
  const answer = await run("squeue", ["--noheader", "--array", `--jobs=${job}`, "--format=%T"]);
  // A job that has left the queue is no longer known.
  if (answer.code !== 0) return /invalid job id/i.test(answer.stderr) ? "" : undefined;
  const counts = new Map<string, number>();
  for (const state of answer.stdout.split("\n").filter((line) => line !== "")) {
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return [...counts].map(([state, count]) => `${count} ${state}`).join(", ");
}

/** What a program said. */
export interface Answer {
  /** Exit code; undefined when the program is not there. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Run a program of the batch system. */
export function run(program: string, args: readonly string[]): Promise<Answer> {
  return new Promise((done) => {
    execFile(program, [...args], { encoding: "utf8", timeout: 60_000 }, (error, stdout, stderr) => {
      if (error === null) done({ code: 0, stdout, stderr });
      else done({ code: error.code === "ENOENT" ? undefined : Number(error.code ?? 1), stdout, stderr });
    });
  });
}
