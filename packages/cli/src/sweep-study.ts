// Carry out a study that is given as a plan: what `sweep run`, `sweep expand`, `sweep merge` and `resume` have in common. The plan and all that
// belongs to it stand in the manifest, so that a run directory alone is enough to go on.

import type { ResolvedScenario } from "@tiltak/scenarios";
import {
  type ConcludedStudy,
  type FailedReplication,
  type PrecisionGoal,
  runShard,
  runStudy,
  type Shard,
  type StudyPlan,
} from "@tiltak/sim-core";
import { type Manifest, RunDirectory, type RunDirectoryOptions } from "@tiltak/sim-core/node";
import type { SizeResult } from "./enterprises/by-size.ts";
import { finishRegisters, type SafeResult } from "./enterprises/finish.ts";
import { dataOfRun, modelReference, type RegisterSources, type RunData } from "./enterprises/programme-data.ts";
import { RegisterStore } from "./enterprises/register-store.ts";
import { tellFailures, withExecutor } from "./executor.ts";
import { varianceFindings } from "./findings.ts";
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
  readonly result?: ConcludedStudy;
  /** Whether the study has data of its own, so that its files mark what is hidden. */
  readonly ownData?: boolean;
  /** Where its own registers came from. */
  readonly sources?: RegisterSources;
  /** Files with results by enterprise, where they were asked for. */
  readonly enterpriseFiles?: readonly string[];
  /** What happens to enterprises by size, where it was asked for. */
  readonly bySize?: readonly SizeResult[];
  readonly replications: number;
  readonly failures: readonly FailedReplication[];
  readonly exitCode: number;
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
      const { replicationsDone: replications, failures } = await runShard({ ...options, shard });
      return { replications, failures, exitCode: tellFailures(replications, failures, terminal) };
    }
    const years = Math.min(...scenarios.map((scenario) => scenario.years));
    const full = await runStudy({
      ...options,
      allPairs: extras.allPairs,
      perPoint: extras.perPoint !== false,
      ...(scenarios.length === 0 ? {} : { headline: headlineFamily(years, plan.scenarios) }),
      ...(extras.precision === undefined ? {} : { precision: extras.precision }),
    });
    const {
      result,
      files = [],
      bySize = [],
    }: Partial<SafeResult> & Pick<SafeResult, "result"> = data === undefined
      ? { result: full }
      : await finishRegisters(folder, full, data, { lang: terminal.lang });
    await varianceFindings.write(folder, result.varianceShares);
    const { replicationsDone: replications, failures } = result;
    const exitCode = tellFailures(replications, failures, terminal);
    return {
      replications,
      failures,
      exitCode,
      result,
      ownData: data !== undefined,
      sources: data?.sources ?? {},
      enterpriseFiles: files,
      bySize,
    };
  });
}
