// Carry out a study that is given as a plan: what `sweep run`, `sweep expand`, `sweep merge` and `resume` have in common. The plan and all that
// belongs to it stand in the manifest, so that a run directory alone is enough to go on.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ResolvedScenario } from "@tiltak/scenarios";
import {
  type Executor,
  type FailedReplication,
  inThreadExecutor,
  type PrecisionGoal,
  runShard,
  runStudy,
  type Shard,
  type StudyPlan,
  type StudyResult,
  type VarianceShare,
} from "@tiltak/sim-core";
import {
  type Manifest,
  RunDirectory,
  type RunDirectoryOptions,
  workerPool,
  writeAtomically,
} from "@tiltak/sim-core/node";
import { say } from "./commands/texts.ts";
import { finishRegisters } from "./enterprises/finish.ts";
import { dataOfRun, modelReference, type RunData } from "./enterprises/programme-data.ts";
import { RegisterStore } from "./enterprises/register-store.ts";
import { exitCodes } from "./exit-codes.ts";
import { headlineFamily } from "./headline.ts";
import { tellMessage } from "./i18n/problems.ts";
import { units } from "./run-study.ts";
import type { Terminal } from "./terminal.ts";

/** How a study is reduced and stopped; kept in the manifest beside its plan. */
export interface StudyExtras {
  readonly allPairs: boolean;
  readonly precision?: PrecisionGoal;
  /** Whether each point has rows of its own in the estimates; true when left out. */
  readonly perPoint?: boolean;
}

/** A study to carry out in a folder. */
export interface FolderStudy {
  readonly folder: string;
  readonly plan: StudyPlan;
  readonly scenarios: readonly ResolvedScenario[];
  readonly extras: StudyExtras;
  /** Whatever else belongs to the run, kept in the manifest as it is. */
  readonly more: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Registers and the like that `inputs` are digests of; taken up from the folder when left out. */
  readonly data?: RunData;
  readonly commandLine: readonly string[];
  readonly workers: number;
  readonly shard?: Shard;
  readonly store?: Pick<RunDirectoryOptions, "rowsPerChunk" | "secondsPerChunk">;
}

/** What became of it; a shard has no result of the whole. */
export interface FolderOutcome {
  readonly result?: StudyResult;
  readonly replications: number;
  readonly failures: readonly FailedReplication[];
  readonly exitCode: number;
}

const sharesName = "variance-shares.json";

/** Read how the uncertainty of a finished run splits; undefined when nobody wrote it down. */
export async function readShares(folder: string): Promise<readonly VarianceShare[] | undefined> {
  const text = await readFile(join(folder, sharesName), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  // What cannot be told is null in the file.
  const names = new Set(["against", "overDesign"]);
  const revive = (name: string, value: unknown): unknown => (value === null && !names.has(name) ? Number.NaN : value);
  return JSON.parse(text, revive) as readonly VarianceShare[];
}

/** Take a study up from its manifest. */
export function studyOfManifest(
  folder: string,
  manifest: Manifest,
  workers: number,
): FolderStudy & { readonly scenarios: readonly ResolvedScenario[] } {
  const {
    scenarios = [],
    study,
    shard,
  } = manifest.more as {
    readonly scenarios?: readonly ResolvedScenario[];
    readonly study?: StudyExtras;
    readonly shard?: Shard;
  };
  return {
    folder,
    plan: manifest.plan,
    scenarios,
    extras: study ?? { allPairs: false },
    more: manifest.more,
    inputs: manifest.digests.inputs,
    commandLine: manifest.commandLine,
    workers,
    ...(shard === undefined ? {} : { shard }),
  };
}

/**
 * Carry out a study, or what is missing of it.
 *
 * @throws StudyStoppedError after an interrupt; StoreError when the folder holds another study or is in use
 */
export async function carryOut(study: FolderStudy, terminal: Terminal): Promise<FolderOutcome> {
  const { folder, plan, scenarios, extras, shard } = study;
  const { shard: _, ...more } = study.more;
  const data = study.data ?? (await dataOfRun(folder, study.inputs, terminal.lang));
  const model = modelReference(data);
  const directory = new RunDirectory(folder, {
    model,
    units,
    timeUnit: "years from the scenario's start",
    commandLine: study.commandLine,
    parameters: Object.fromEntries(scenarios.map(({ id, parameters }) => [id, parameters])),
    more: { ...more, scenarios, study: extras, ...(shard === undefined ? {} : { shard }) },
    ...(study.inputs === undefined ? {} : { inputs: study.inputs }),
    ...study.store,
    onRepair: (message) => terminal.note(tellMessage(terminal.lang, message)),
  });
  const store = data === undefined ? directory : new RegisterStore(directory, folder, data);
  const { points, ...rest } = plan;
  return withExecutor(study.workers, async (executor, signal) => {
    const options = {
      ...rest,
      ...(points === undefined ? {} : { points }),
      model,
      executor,
      store,
      signal,
      onProgress: (progress: Parameters<Terminal["progress"]>[0]) => terminal.progress(progress),
    };
    if (shard !== undefined) {
      const { replicationsDone, failures } = await runShard({ ...options, shard });
      return outcomeOf(replicationsDone, failures, terminal);
    }
    const years = Math.min(...scenarios.map((scenario) => scenario.years));
    const full = await runStudy({
      ...options,
      allPairs: extras.allPairs,
      perPoint: extras.perPoint !== false,
      ...(scenarios.length === 0 ? {} : { headline: headlineFamily(years) }),
      ...(extras.precision === undefined ? {} : { precision: extras.precision }),
    });
    const { result } =
      data === undefined ? { result: full } : await finishRegisters(folder, full, data, { lang: terminal.lang });
    const shares = `${JSON.stringify(result.varianceShares, null, 2)}\n`;
    await writeAtomically(join(folder, sharesName), [shares]);
    return { ...outcomeOf(result.replicationsDone, result.failures, terminal), result };
  });
}

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

function outcomeOf(
  replications: number,
  failures: readonly FailedReplication[],
  terminal: Terminal,
): Omit<FolderOutcome, "result"> {
  const share = failures.length / Math.max(replications, 1);
  if (failures.length > 0) {
    terminal.complain(`${failures.length} ${say(terminal.lang, "failedSome")}: ${failures[0]?.message}`);
  }
  if (share > 0.01) terminal.complain(say(terminal.lang, "failedTooMany"));
  return { replications, failures, exitCode: share > 0.01 ? exitCodes.checkFailed : exitCodes.done };
}
