// What the model is held against, as data: targets with their observed figures, predictors and roles, what a held-out prediction
// uses in place of a parameter that rests on the very figure, what each trial site tells, and the misses that were expected.
// Reads evidence/targets and checks it; predicts nothing.

import { InputError, type Problem } from "@tiltak/sim-core";
import { z } from "zod";
import { figureValue } from "../check-evidence.ts";
import { type Evidence, loadEvidence } from "../evidence.ts";
import { packageFile } from "../files.ts";
import { evaluateFormula } from "../formula.ts";
import { type Localised, type TrialSite, trialSites } from "../schema/evidence.ts";
import { readYaml } from "../yaml-text.ts";
import { problemsOfIssues } from "../zod-problems.ts";

const text = z.string().min(1);
const localised = z.strictObject({ nb: text, en: text });
const site = z.enum(trialSites);

const targetSchema = z.strictObject({
  id: text,
  label: localised,
  role: z.enum(["calibrated", "held-out", "derived", "scenario"]),
  date: text.optional(),
  unit: text,
  sites: z.array(site).min(1).optional(),
  observed: text,
  n: text.optional(),
  rounding: z.number().positive().optional(),
  bound: z.literal("at-most").optional(),
  given: z.array(text).min(1).optional(),
  predictor: z.looseObject({ name: text }),
  from: z.union([z.literal("all"), z.array(text)]),
  "no-change": text.optional(),
  note: text.optional(),
});

const replacementSchema = z
  .strictObject({
    parameter: text,
    value: z.number().optional(),
    distribution: text.optional(),
    evidence: z.array(text).min(1),
  })
  .refine((r) => (r.value === undefined) !== (r.distribution === undefined), {
    error: "must have a value or a distribution",
  });

const poolSchema = z.strictObject({
  site,
  leavers: text.optional(),
  "person-years": text.optional(),
  growth: z.array(z.strictObject({ from: text, to: text, years: z.number().positive() })).min(1),
  position: text.optional(),
  people: text,
  note: text,
});

const targetFile = z.strictObject({
  schema: z.literal("tiltak.targets/1"),
  targets: z.array(targetSchema),
  replacements: z.array(replacementSchema),
  pool: z.array(poolSchema),
});

const missFile = z.strictObject({
  schema: z.literal("tiltak.expected-misses/1"),
  written: z.iso.date(),
  misses: z.array(z.strictObject({ target: text, why: localised })),
});

/**
 * What a target is for: fitted to, predicted without it, a consequence of other figures, or what the scenario of the trial gives
 * from nothing, judged apart.
 */
export type TargetRole = "calibrated" | "held-out" | "derived" | "scenario";

/** One figure that the model is held against. */
export interface Target {
  readonly id: string;
  readonly label: Localised;
  readonly role: TargetRole;
  readonly date?: string;
  readonly unit: string;
  /** Sites of the trial that it is of. */
  readonly sites?: readonly TrialSite[];
  /** Formula over the registry. */
  readonly observed: string;
  /** Formula of the sample size, where it is known. */
  readonly n?: string;
  /** Steps in which the source prints the figure. */
  readonly rounding?: number;
  /** The observation is an upper bound. */
  readonly bound?: "at-most";
  /** Figures that the forecaster is told. */
  readonly given?: readonly string[];
  /** How the model predicts it: a name, and what that needs. */
  readonly predictor: Readonly<Record<string, unknown>> & { readonly name: string };
  /** Parameters that the predictor reads; "all" that the programme model reads. */
  readonly from: "all" | readonly string[];
  /** Formula of the naive forecast that nothing changes. */
  readonly "no-change"?: string;
  readonly note?: string;
}

/** What held-out predictions use in place of a parameter of the registry. */
export interface Replacement {
  readonly parameter: string;
  readonly value?: number;
  readonly distribution?: string;
  /** Ids of records, or `record.figure` where a record holds figures of several dates. */
  readonly evidence: readonly string[];
}

/** What one site of the trial tells about leaving, growth and positions; formulas over the registry. */
export interface PoolLine {
  readonly site: TrialSite;
  readonly leavers?: string;
  readonly "person-years"?: string;
  readonly growth: readonly { readonly from: string; readonly to: string; readonly years: number }[];
  readonly position?: string;
  /** People behind the mean position. */
  readonly people: string;
  readonly note: string;
}

/** A target that we expected to miss, before the first run. */
export interface ExpectedMiss {
  readonly target: string;
  readonly why: Localised;
}

/** The folder evidence/targets. */
export interface Targets {
  readonly targets: readonly Target[];
  readonly replacements: readonly Replacement[];
  readonly pool: readonly PoolLine[];
  /** When the expected misses were written down. */
  readonly missesWritten: string;
  readonly expectedMisses: readonly ExpectedMiss[];
}

let loaded: Targets | undefined;

/**
 * Load the targets, once.
 *
 * @returns targets, replacements, sites and expected misses, in the order of their files
 * @throws InputError with every problem: shape, ids used twice or naming nothing, formulas without a value
 */
export function loadTargets(): Targets {
  if (loaded !== undefined) return loaded;
  const problems: Problem[] = [];
  const read = <T>(name: string, schema: z.ZodType): T | undefined => {
    const document = readYaml(packageFile(`evidence/targets/${name}`));
    const result = schema.safeParse(document.data);
    if (!result.success) problems.push(...problemsOfIssues(result.error.issues, document));
    return result.success ? (result.data as T) : undefined;
  };
  const file = read<Targets>("targets.yaml", targetFile);
  const misses = read<{ written: string; misses: readonly ExpectedMiss[] }>("expected-misses.yaml", missFile);
  if (file !== undefined && misses !== undefined) {
    const { targets, replacements, pool } = file;
    loaded = { targets, replacements, pool, missesWritten: misses.written, expectedMisses: misses.misses };
    problems.push(...targetProblems(loaded, loadEvidence()));
  }
  if (problems.length > 0 || loaded === undefined) {
    loaded = undefined;
    throw new InputError(problems, "targets");
  }
  return loaded;
}

/** Compute a formula of a target over the registry. */
export function figureOf(formula: string, evidence: Evidence = loadEvidence()): number {
  return evaluateFormula(formula, (reference) => figureValue(reference, evidence));
}

/**
 * List what is wrong with targets beyond their shape.
 *
 * @returns a problem for each id that is used twice or names nothing, and each formula that has no value
 */
export function targetProblems(all: Targets, evidence: Evidence): readonly Problem[] {
  const problems: Problem[] = [];
  const ids = new Set<string>();
  const formula = (path: string, text: string | undefined): void => {
    if (text === undefined) return;
    try {
      figureOf(text, evidence);
    } catch (error) {
      problems.push({ path, found: text, message: (error as Error).message });
    }
  };
  for (const target of all.targets) {
    if (ids.has(target.id)) problems.push({ path: target.id, message: "this id is used twice" });
    ids.add(target.id);
    for (const text of [target.observed, target.n, target["no-change"]]) formula(target.id, text);
    for (const id of target.from === "all" ? [] : target.from)
      if (!evidence.parameters.has(id)) problems.push({ path: target.id, found: id, message: "names no parameter" });
  }
  for (const { parameter } of all.replacements)
    if (!evidence.parameters.has(parameter))
      problems.push({ path: "replacements", found: parameter, message: "names no parameter" });
  for (const line of all.pool) {
    const texts = [line.leavers, line["person-years"], line.position, line.people];
    for (const text of texts) formula(line.site, text);
    for (const { from, to } of line.growth) for (const text of [from, to]) formula(line.site, text);
  }
  for (const { target } of all.expectedMisses)
    if (!ids.has(target)) problems.push({ path: "expected-misses", found: target, message: "names no target" });
  return problems;
}
