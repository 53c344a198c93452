// One study from flags to a run directory: resolve, simulate, keep, and draw. What `run` and `compare` have in common.

import { access, constants, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { municipalityRows, type ResolvedScenario, resolveScenarios, toScenarioInput } from "@tiltak/scenarios";
import {
  type ConcludedStudy,
  type EstimatesFile,
  gathering,
  InputError,
  type Problem,
  runStudy,
  StudyStoppedError,
} from "@tiltak/sim-core";
import { codeDigest, makeFolder, RunDirectory } from "@tiltak/sim-core/node";
import { say } from "./commands/texts.ts";
import { asksForEnterprises, type HasParameters } from "./enterprises/asked.ts";
import type { SizeResult } from "./enterprises/by-size.ts";
import { finishRegisters } from "./enterprises/finish.ts";
import {
  inputDigests,
  type LoadedData,
  loadData,
  modelReference,
  withMunicipalities,
} from "./enterprises/programme-data.ts";
import { readRegisterFlags } from "./enterprises/register-flags.ts";
import { RegisterStore } from "./enterprises/register-store.ts";
import { tellFailures, withExecutor } from "./executor.ts";
import { readStudyFlags, type StudyFlags, type WrittenFlags } from "./flags.ts";
import { headlineFamily, revenueMeasure } from "./headline.ts";
import { tellMessage } from "./i18n/problems.ts";
import { defaultFolder } from "./run-folder.ts";
import type { Terminal } from "./terminal.ts";

/** A study that has been carried out. */
export interface DoneStudy {
  readonly folder: string;
  readonly flags: StudyFlags;
  readonly scenarios: readonly ResolvedScenario[];
  readonly estimates: EstimatesFile;
  readonly result: ConcludedStudy;
  /** What the program should exit with. */
  readonly exitCode: number;
  /** Registers of the user's own, or results by enterprise. */
  readonly loaded?: LoadedData;
  /** Files with results by enterprise. */
  readonly enterpriseFiles: readonly string[];
  /** Files with names that an earlier run left and that are gone now. */
  readonly removedFiles: readonly string[];
  /** What happens to enterprises by size; empty without results by enterprise. */
  readonly bySize: readonly SizeResult[];
}

export { modelReference } from "./enterprises/programme-data.ts";

/** Units of the measures, kept with the observations. */
export const units: Readonly<Record<string, string>> = {
  participants: "persons",
  places: "places",
  positions: "full-time positions",
  "match-quality": "share of participants",
  "candidates-waiting": "persons",
  "tenure-mean": "years",
  "age-mean": "years",
  "wait-mean": "years",
  cost: "NOK of the start year",
  "net-public-cost": "NOK of the start year",
  "cost-per-participant": "NOK of the start year",
  "cost-per-place": "NOK of the start year",
  "cost-per-position": "NOK of the start year",
  "enterprise-revenue": "NOK of the start year",
  "enterprise-accounts-revenue": "NOK of the accounts' own year",
  "owners-deficit-share": "NOK of the start year",
  enterprises: "enterprises",
  "enterprise-revenue-change": "share of the start year's revenue",
};

/**
 * Carry out a study.
 *
 * @param references scenarios, by id or file
 * @param written the flags as written
 * @param commandLine what was typed, for the manifest
 * @throws InputError with every problem of flags and scenarios together; StudyStoppedError after an interrupt
 */
export async function runFromFlags(
  references: readonly string[],
  written: WrittenFlags,
  terminal: Terminal,
  commandLine: readonly string[],
): Promise<DoneStudy> {
  const { flags, problems } = readStudyFlags(written);
  const { lang } = terminal;
  const { flags: registerFlags, problems: registerProblems } = readRegisterFlags(written, lang);
  problems.push(...registerProblems);
  const given = await loadData(registerFlags, lang).catch(gathering(problems));
  const scenarios = await resolveAll(references, flags, problems);
  // A scenario about enterprises keeps each of them, whatever registers were given, unless somebody said no.
  const asked = scenarios.some(asksForEnterprises) && registerFlags.perEnterprise === undefined;
  const kept = given?.run.data.perEnterprise === true;
  const own = asked && !kept ? await loadData({ ...registerFlags, perEnterprise: true }, lang) : given;
  const rows = municipalityRows(scenarios);
  const loaded = rows === undefined ? own : withMunicipalities(rows, own);
  const inputs = loaded === undefined ? undefined : inputDigests(loaded.run);
  const scenarioInputs = scenarios.map(toScenarioInput);
  const years = Math.min(...scenarios.map((scenario) => scenario.years));
  const precision =
    flags.precision === undefined
      ? undefined
      : { relative: flags.precision, absolute: { ...sharesOf(flags.precision, scenarioInputs), ...flags.precisionOf } };
  const { replications, seed, fixedParameters, allPairs } = flags;
  const model = modelReference(loaded?.run);
  const folder = resolve(
    flags.out ??
      defaultFolder({
        code: await codeDigest(model.module),
        scenarios: scenarioInputs,
        replications,
        seed,
        fixedParameters,
        allPairs,
        ...(precision === undefined ? {} : { precision }),
        ...(inputs === undefined ? {} : { inputs }),
      }),
  );
  const store = new RunDirectory(folder, {
    model,
    units,
    timeUnit: "years from the scenario's start",
    commandLine,
    parameters: Object.fromEntries(scenarios.map(({ id, parameters }) => [id, parameters])),
    more: {
      scenarios,
      study: { allPairs, ...(precision === undefined ? {} : { precision }) },
      ...(loaded === undefined ? {} : { registers: loaded.run.sources }),
    },
    ...(inputs === undefined ? {} : { inputs }),
    onRepair: (message) => terminal.note(tellMessage(terminal.lang, message)),
  });
  for (const note of loaded?.notes ?? []) terminal.note(note);
  terminal.note(`${say(terminal.lang, "simulating")}: ${scenarios.map(({ id }) => id).join(", ")}`);
  try {
    return await withExecutor(flags.workers, async (executor, signal) => {
      const full = await runStudy({
        model,
        scenarios: scenarioInputs,
        replications,
        seed,
        fixedParameters,
        allPairs,
        headline: headlineFamily(years, scenarioInputs),
        ...(precision === undefined ? {} : { precision }),
        executor,
        store: loaded === undefined ? store : new RegisterStore(store, folder, loaded.run),
        signal,
        onProgress: (progress) => terminal.progress(progress),
      });
      const {
        result,
        files: enterpriseFiles,
        removed: removedFiles,
        bySize,
      } = loaded === undefined
        ? { result: full, files: [], removed: [], bySize: [] }
        : await finishRegisters(folder, full, loaded.run, {
            lang,
            ...(registerFlags.showNames ? { names: loaded.names } : {}),
          });
      return {
        folder,
        flags,
        scenarios,
        estimates: result.estimates,
        result,
        exitCode: tellFailures(result.replicationsDone, result.failures, terminal),
        enterpriseFiles,
        removedFiles,
        bySize,
        ...(loaded === undefined ? {} : { loaded }),
      };
    });
  } catch (error) {
    if (error instanceof StudyStoppedError) {
      throw new StudyStoppedError(error.code, error.message, { ...error.details, folder });
    }
    throw error;
  }
}

/** A change of revenue is a share already, and near nothing today: its precision is in points, not a share of today's change. */
function sharesOf(precision: number, scenarios: readonly HasParameters[]): Readonly<Record<string, number>> {
  return scenarios.some(asksForEnterprises) ? { [revenueMeasure]: precision } : {};
}

/** Resolve scenarios, and tell what is wrong with them together with what is wrong with the flags. */
async function resolveAll(
  references: readonly string[],
  flags: StudyFlags,
  problems: Problem[],
): Promise<readonly ResolvedScenario[]> {
  let scenarios: readonly ResolvedScenario[] = [];
  try {
    scenarios = resolveScenarios(references, {
      set: flags.set,
      ...(flags.years === undefined ? {} : { years: flags.years }),
    });
  } catch (error) {
    gathering(problems)(error);
  }
  if (flags.out !== undefined) problems.push(...(await folderProblems(flags.out)));
  if (problems.length > 0) throw new InputError(problems);
  return scenarios;
}

/** Say why a folder cannot be written, without making it. */
export async function folderProblems(folder: string): Promise<readonly Problem[]> {
  let at = resolve(folder);
  for (;;) {
    const info = await stat(at).catch(() => undefined);
    if (info !== undefined) {
      if (!info.isDirectory()) return [{ path: "--out", message: "is a file, not a folder", found: at }];
      const writable = await access(at, constants.W_OK | constants.X_OK).then(
        () => true,
        () => false,
      );
      return writable ? [] : [{ path: "--out", message: "cannot be written", found: at }];
    }
    const above = dirname(at);
    if (above === at) return [{ path: "--out", message: "cannot be written", found: folder }];
    at = above;
  }
}

/**
 * Make the folder of a file that is about to be written.
 *
 * @throws StoreError when it cannot be made
 */
export async function makeParent(file: string): Promise<void> {
  await makeFolder(dirname(resolve(file)));
}
