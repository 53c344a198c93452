// The folder of a run: where it lies when nobody says, and what a later command reads from it.

import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { ResolvedScenario } from "@tiltak/scenarios";
import { type EstimatesFile, InputError, type ScenarioInput, type VarianceShare } from "@tiltak/sim-core";
import { digestOf, readEstimates, readManifest } from "@tiltak/sim-core/node";
import { claimFindings, type DrawnQuantity } from "./claims.ts";
import { type Condition, conditionFindings } from "./conditions.ts";
import { type Driver, driverFindings } from "./drivers.ts";
import { type SizeResult, sizeFindings } from "./enterprises/by-size.ts";
import type { RegisterSources } from "./enterprises/programme-data.ts";
import { varianceFindings } from "./findings.ts";
import { withSettingsInTitles } from "./scenario-titles.ts";

/** A finished run, as later commands need it. */
export interface FinishedRun {
  readonly folder: string;
  readonly estimates: EstimatesFile;
  /** As they were run; beside each title stands what the command line set. */
  readonly scenarios: readonly ResolvedScenario[];
  readonly commandLine: readonly string[];
  readonly replications: number;
  readonly fixedParameters: boolean;
  /** Registers of the user's own that took the place of the synthetic ones. */
  readonly registers?: RegisterSources;
  /** What happens to enterprises by size, where the run kept them. */
  readonly bySize?: readonly SizeResult[];
  /** What drives the differences of the headline. */
  readonly drivers?: readonly Driver[];
  /** What would change the differences of the headline. */
  readonly conditions?: readonly Condition[];
  /** What the evaluation's claims need from whole draws. */
  readonly claims?: readonly DrawnQuantity[];
  /** Where the uncertainty of the headline comes from. */
  readonly varianceShares?: readonly VarianceShare[];
}

/** What decides the numbers of a study, and so the name of its folder. */
export interface StudyIdentity {
  readonly scenarios: readonly ScenarioInput[];
  readonly replications: number;
  readonly seed: string;
  readonly fixedParameters: boolean;
  readonly precision?: unknown;
  readonly allPairs: boolean;
  /** Digest of the model's code: another model makes another study, and must not find the folder taken. */
  readonly code: string | undefined;
  /** Digests of data beside the parameters, such as registers. */
  readonly inputs?: Readonly<Record<string, string>>;
}

/** Name the folder of a study: the same inputs have the same folder. */
export function defaultFolder(identity: StudyIdentity): string {
  const names = identity.scenarios.map(({ id }) => id.replaceAll(/[^a-z0-9-]/gi, "-").slice(0, 40)).join("-vs-");
  const digest = digestOf(new TextEncoder().encode(JSON.stringify(identity))).replace(/^[a-z0-9]+[:-]/i, "");
  return join("tiltak-runs", `${names.slice(0, 120)}-${digest.slice(0, 8)}`);
}

/**
 * Read a finished run.
 *
 * @param folder the run directory
 * @throws InputError when there is no finished run of this program
 */
export async function readRun(folder: string): Promise<FinishedRun> {
  const refuse = (message: string): never => {
    throw new InputError([{ path: folder, message }], "no-run");
  };
  const info = await stat(folder).catch(() => undefined);
  if (info === undefined) return refuse("there is no such run directory");
  if (!info.isDirectory()) return refuse("is a file; name a run directory");
  const manifest = await readManifest(folder);
  if (manifest === undefined) return refuse("is no run directory: it has no manifest.json");
  const scenarios = manifest.more.scenarios as readonly ResolvedScenario[] | undefined;
  if (manifest.status !== "done" || scenarios === undefined)
    return refuse("is not finished; tiltak resume finishes it");
  const estimates = await readEstimates(folder);
  return {
    folder: resolve(folder),
    estimates,
    scenarios: withSettingsInTitles(scenarios),
    commandLine: manifest.commandLine,
    replications: manifest.replications,
    fixedParameters: manifest.plan.fixedParameters,
    ...registersOf(manifest.more.registers),
    ...(await sizesOf(folder)),
    drivers: (await driverFindings.read(folder)) ?? [],
    conditions: (await conditionFindings.read(folder)) ?? [],
    claims: (await claimFindings.read(folder)) ?? [],
    varianceShares: (await varianceFindings.read(folder)) ?? [],
  };
}

/** What happens to enterprises by size, where the run kept them. */
export async function sizesOf(folder: string): Promise<Pick<FinishedRun, "bySize">> {
  const bySize = await sizeFindings.read(folder);
  return bySize === undefined ? {} : { bySize };
}

/** The registers of a run, when it has any. */
export function registersOf(sources: unknown): Pick<FinishedRun, "registers"> {
  const registers = (sources ?? {}) as RegisterSources;
  return Object.keys(registers).length === 0 ? {} : { registers };
}
