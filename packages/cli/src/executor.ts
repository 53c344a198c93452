// Who carries out the replications of a study, how an interrupt reaches them, and what is said of those that failed.

import { type Executor, type FailedReplication, inThreadExecutor } from "@tiltak/sim-core";
import { workerPool } from "@tiltak/sim-core/node";
import { say } from "./commands/texts.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

/** Share of failed replications above which no verdict can be drawn. */
const mostFailed = 0.01;

/** Do some work with threads (or in this one), stopping at Ctrl-C or SIGTERM; a second Ctrl-C ends the program at once. */
export async function withExecutor<T>(
  workers: number,
  work: (executor: Executor, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const pool = workers > 1 ? workerPool({ workers }) : undefined;
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  try {
    return await work(pool ?? inThreadExecutor(), interrupt.signal);
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
    await pool?.close();
  }
}

/**
 * Tell of replications that failed.
 *
 * @param replications how many were carried out in all
 * @returns the exit code: 1 when more than 1 % failed, else 0
 */
export function tellFailures(replications: number, failures: readonly FailedReplication[], terminal: Terminal): number {
  const { lang } = terminal;
  const tooMany = failures.length / Math.max(replications, 1) > mostFailed;
  if (failures.length > 0) terminal.complain(`${failures.length} ${say(lang, "failedSome")}: ${failures[0]?.message}`);
  if (tooMany) terminal.complain(say(lang, "failedTooMany"));
  return tooMany ? exitCodes.checkFailed : exitCodes.done;
}
