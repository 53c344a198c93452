// The manifest of a run directory: what was computed, from what, by which versions, when and where. It is the one file that looks at
// the clock and the machine; it is no part of the promise of equal bytes.

import { readFileSync } from "node:fs";
import { cpus, hostname, platform, release, totalmem } from "node:os";
import { canonicalJson, type ModelIdentity, type PrecisionOutcome, type StudyPlan } from "../experiment/index.ts";
import { digestOf } from "./digest.ts";

/** What the caller adds to a manifest: all that the engine cannot know. */
export interface ManifestNotes {
  /** Versions of the packages around the engine. */
  readonly versions?: Readonly<Record<string, string>>;
  /** Digests of inputs from outside, such as registers, by file name. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Parameters of each scenario with provenance, as plain data. */
  readonly parameters?: unknown;
  readonly commandLine?: readonly string[];
  /** Whatever else belongs to the run, as plain data. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Contents of `manifest.json`. */
export interface Manifest {
  readonly schema: "tiltak.run/1";
  /** "running" also after a process was killed: what counts then is the lock. */
  readonly status: "running" | "stopped" | "done";
  readonly seed: string;
  /** Replications asked for; when a precision goal was set and the study is done, those it took. */
  readonly replications: number;
  /** What became of a precision goal; null without one. */
  readonly precision: PrecisionOutcome | null;
  readonly model: ModelIdentity & { readonly code: string | null };
  readonly versions: Readonly<Record<string, string>>;
  readonly digests: {
    /** Of everything that decides the numbers of a replication, the model's code included. */
    readonly study: string;
    readonly plan: string;
    readonly scenarios: Readonly<Record<string, string>>;
    readonly inputs: Readonly<Record<string, string>>;
  };
  readonly start: string;
  readonly end: string | null;
  readonly commandLine: readonly string[];
  readonly machine: Readonly<Record<string, string | number>>;
  readonly counts: ManifestCounts;
  readonly plan: StudyPlan;
  readonly parameters: unknown;
  readonly more: Readonly<Record<string, unknown>>;
}

/** What a run directory holds, in numbers. */
export interface ManifestCounts {
  readonly replications: number;
  readonly failed: number;
  readonly chunks: number;
  readonly rows: number;
  readonly bytes: number;
}

/** Version of this package, as its package.json says. */
export function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/** Describe this machine. */
export function machineFacts(): Readonly<Record<string, string | number>> {
  const cores = cpus();
  return {
    host: hostname(),
    platform: `${platform()} ${release()}`,
    processor: cores[0]?.model ?? "unknown",
    cores: cores.length,
    memoryMb: Math.round(totalmem() / 1_048_576),
  };
}

/** Give the digests of a plan, of each scenario, and of plan and model code together. */
export function digestsOf(
  plan: StudyPlan,
  planText: string,
  model: ModelIdentity,
  code: string | null,
  inputs: Readonly<Record<string, string>>,
): Manifest["digests"] {
  const scenarios: Record<string, string> = {};
  for (const scenario of plan.scenarios) scenarios[scenario.id] = digestOf(canonicalJson(scenario));
  return {
    study: digestOf(canonicalJson({ plan: planText, model: model.id, version: model.version, code, inputs })),
    plan: digestOf(planText),
    scenarios,
    inputs,
  };
}

function pointsDigest(points: readonly unknown[]): string {
  return digestOf(canonicalJson(points)).slice(0, 12);
}

/**
 * Name what differs between what a folder holds and what is asked of it.
 *
 * @param mayExtend whether the design may have more points than the folder knows, after the same first ones
 * @returns one sentence for each difference; none when the study can go on
 */
export function differencesOf(held: Manifest, asked: Manifest, mayExtend: boolean): string[] {
  const out: string[] = [];
  const compare = (what: string, a: unknown, b: unknown): void => {
    if (canonicalJson(a) !== canonicalJson(b)) out.push(`${what}: ${shorten(a)} there, ${shorten(b)} here`);
  };
  compare("schema", held.schema, asked.schema);
  compare("seed", held.seed, asked.seed);
  compare("model", held.model.id, asked.model.id);
  compare("model version", held.model.version, asked.model.version);
  if (held.model.code !== null && asked.model.code !== null) {
    compare("code of the model", held.model.code.slice(0, 12), asked.model.code.slice(0, 12));
  }
  const ids = (manifest: Manifest): string[] => manifest.plan.scenarios.map(({ id }) => id);
  compare("scenarios", ids(held), ids(asked));
  for (const id of ids(asked)) {
    const digest = held.digests.scenarios[id];
    if (digest === undefined || digest === asked.digests.scenarios[id]) continue;
    const before = parametersOf(held, id);
    const now = parametersOf(asked, id);
    const names = [...new Set([...Object.keys(now), ...Object.keys(before)])];
    const changed = names.filter((name) => canonicalJson(before[name] ?? null) !== canonicalJson(now[name] ?? null));
    for (const name of changed.slice(0, mostParameters)) {
      compare(`contents of scenario ${id}, ${name}`, before[name] ?? null, now[name] ?? null);
    }
    if (changed.length === 0 || changed.length > mostParameters) {
      compare(`contents of scenario ${id}`, digest.slice(0, 12), asked.digests.scenarios[id].slice(0, 12));
    }
  }
  const [there, here] = [held.plan.points ?? [], asked.plan.points ?? []];
  const common = mayExtend && held.plan.points !== undefined ? here.slice(0, there.length) : here;
  compare(
    `the first points of the design (${there.length} there, ${here.length} here)`,
    pointsDigest(there),
    pointsDigest(common),
  );
  compare("fixed parameters", held.plan.fixedParameters, asked.plan.fixedParameters);
  compare("mirrored runs", held.plan.antithetic, asked.plan.antithetic);
  compare("digests of inputs", held.digests.inputs, asked.digests.inputs);
  return out;
}

/** Most parameters of a scenario that are named where they differ. */
const mostParameters = 5;

function parametersOf({ plan }: Manifest, scenario: string): Readonly<Record<string, unknown>> {
  return plan.scenarios.find(({ id }) => id === scenario)?.parameters ?? {};
}

function shorten(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
