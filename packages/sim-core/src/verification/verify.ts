// The conformance program: runs the cases, judges every check, and gives one verdict over all.
//
// Contract: everything follows from the seed. The level of each check is the overall false-alarm level divided by the number of
// statistical checks of the whole list (Bonferroni), so that a verdict does not depend on which cases were asked for.

import { InputError } from "../foundation/errors.ts";
import { nearestNote } from "../foundation/nearest.ts";
import { keyFromSeed } from "../random/index.ts";
import { conformanceCases } from "./cases.ts";
import {
  type CheckResult,
  type ConformanceCase,
  judgeCoverage,
  judgeExpectation,
  judgePath,
  power,
} from "./conformance.ts";

/** The chance that a right engine fails at least one check, at most. */
export const falseAlarmLevel = 0.001;

/** `full`, or `quick`: a fifth of the work, with the same checks at the same level and less power. */
export type Effort = "full" | "quick";

/** What to verify; everything may be left out. */
export interface VerifyOptions {
  /** Any text; "tiltak" when left out. */
  readonly seed?: string;
  readonly effort?: Effort;
  /** Names of cases, or of their models: "mm1" is "mm1-processes" and "mm1-events". All when left out. */
  readonly only?: readonly string[];
  /** The cases to choose from; the shipped list when left out. */
  readonly cases?: readonly ConformanceCase[];
  /** Hear after each case how many of how many are done. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** All that `verify` found. */
export interface VerificationReport {
  readonly schema: "tiltak.verification/1";
  readonly seed: string;
  readonly effort: Effort;
  /** Chance at most that a right engine fails somewhere in the whole list. */
  readonly falseAlarmLevel: number;
  /** Statistical checks in the whole list: among so many the level is divided. */
  readonly statisticalChecks: number;
  /** Chance at most that a right engine fails one given check. */
  readonly checkFalseAlarmLevel: number;
  /** How sure an error of the size `detects` is to be found. */
  readonly power: number;
  readonly passed: boolean;
  readonly checks: readonly CheckResult[];
}

/**
 * Hold the engine against queueing theory.
 *
 * @param options seed, effort, and which cases
 * @returns one result for each check, and whether all passed
 * @throws InputError for a name of no case
 * @example verifyEngine({ only: ["mm1"], effort: "quick" }).passed; // true
 */
export function verifyEngine(options: VerifyOptions = {}): VerificationReport {
  const { seed = "tiltak", effort = "full", cases = conformanceCases(), only, onProgress } = options;
  const chosen = only === undefined ? cases : chooseCases(cases, only);
  const statisticalChecks = cases.reduce((sum, one) => sum + statisticalChecksOf(one), 0);
  const checkFalseAlarmLevel = falseAlarmLevel / Math.max(1, statisticalChecks);
  const checks: CheckResult[] = [];
  for (const [i, one] of chosen.entries()) {
    checks.push(...runCase(one, { seed, effort, level: 1 - checkFalseAlarmLevel }));
    onProgress?.(i + 1, chosen.length);
  }
  return {
    schema: "tiltak.verification/1",
    seed,
    effort,
    falseAlarmLevel,
    statisticalChecks,
    checkFalseAlarmLevel,
    power,
    passed: checks.length > 0 && checks.every(({ verdict }) => verdict === "pass"),
    checks,
  };
}

/** How one case is run and judged. */
export interface CaseOptions {
  readonly seed: string;
  readonly effort: Effort;
  /** Level of the interval of each check. */
  readonly level: number;
}

/** Independent replications of a theory case: many, so that their skewness is known well enough to be taken out. */
export const replicationsPerCase = 200;

const shareOfWork: Readonly<Record<Effort, number>> = { full: 1, quick: 0.2 };

/**
 * Run one case and judge its checks: for a model of one's own, or a planted error.
 *
 * @param one the case
 * @param options seed, effort and the level of each check
 */
export function runCase(one: ConformanceCase, { seed, effort, level }: CaseOptions): CheckResult[] {
  const { name, model, view, kind } = one;
  const row = { case: name, model, view, kind };
  if (one.kind === "pathwise") {
    const customers = Math.ceil(one.customers * shareOfWork[effort]);
    const comparison = one.compare(keyFromSeed(seed, "verify", name), customers);
    return [{ ...row, measure: one.measure, ...judgePath(comparison, customers) }];
  }
  if (one.kind === "coverage") {
    const count = one.count(keyFromSeed(seed, "verify", name), Math.ceil(one.intervals * shareOfWork[effort]));
    return [{ ...row, measure: one.measure, ...judgeCoverage(count, one, level) }];
  }
  const cycles = Math.ceil(one.cycles * shareOfWork[effort]);
  const replications = Array.from({ length: replicationsPerCase }, (_, r) =>
    one.simulate(keyFromSeed(seed, "verify", name, r), cycles),
  );
  return one.expectations.map((expectation) => ({
    ...row,
    measure: expectation.measure,
    ...judgeExpectation(expectation, replications, level),
  }));
}

function statisticalChecksOf(one: ConformanceCase): number {
  return one.kind === "theory" ? one.expectations.length : one.kind === "coverage" ? 1 : 0;
}

function chooseCases(cases: readonly ConformanceCase[], names: readonly string[]): ConformanceCase[] {
  const known = cases.flatMap(({ name, view }) => [name, modelName(name, view)]);
  const problems = names
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: "only",
      found: name,
      message: "there is no such case",
      allowed: [...new Set(cases.map((one) => modelName(one.name, one.view)))].join(", "),
      ...nearestNote(name, known),
    }));
  if (problems.length > 0) throw new InputError(problems, "unknown-case");
  return cases.filter(({ name, view }) => names.includes(name) || names.includes(modelName(name, view)));
}

/** The name without the view: one model in both views. */
function modelName(name: string, view: string): string {
  return name.endsWith(`-${view}`) ? name.slice(0, -view.length - 1) : name;
}
