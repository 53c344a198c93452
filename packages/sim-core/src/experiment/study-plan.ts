// The plan of a study: everything that decides its numbers, and nothing else (no workers, no folders, no clock). Plain data.
// Two plans with the same identity give the same replication for the same task, however many replications each asks for.

import { InputError, type Problem } from "../foundation/errors.ts";
import { nearestNote } from "../foundation/nearest.ts";
import { type DistributionSpec, quantileOfSpec } from "../random/index.ts";
import type { DesignPoint, ParameterSpec, ScenarioInput } from "./scenario-input.ts";
import { isDistribution } from "./scenario-input.ts";

/** Everything that decides the numbers of a study. */
export interface StudyPlan {
  /** Master seed as text, in Unicode normal form C. */
  readonly seed: string;
  readonly scenarios: readonly ScenarioInput[];
  /** Points of the design; undefined when the scenarios are simulated as they are (one point, reported as `null`). */
  readonly points?: readonly DesignPoint[];
  /** Replications of each scenario at each point. */
  readonly replications: number;
  /** Whether every distribution stands at its mean, so that chance alone varies. */
  readonly fixedParameters: boolean;
  /** Whether the two chance runs of a draw are mirror images (1 - u) instead of independent. */
  readonly antithetic: boolean;
}

/** One replication of one scenario at one point, by their positions in the plan; replications count from 0. */
export interface Task {
  readonly scenario: number;
  readonly point: number;
  readonly replication: number;
}

/** Largest number of replications of a whole study that is taken on; a larger one is a slip of the keyboard. */
export const mostTasks: number = 1_000_000_000;

/** Number of points that a plan simulates: 1 without a design. */
export function pointCount(plan: StudyPlan): number {
  return plan.points?.length ?? 1;
}

/** Number of replications in a plan over all scenarios and points. */
export function taskCount(plan: StudyPlan): number {
  return plan.scenarios.length * pointCount(plan) * plan.replications;
}

/**
 * Number of consecutive replications that make one independent unit: 2 where two chance runs share a draw of the parameters
 * or are mirror images, 1 with fixed parameters.
 */
export function runsPerUnit(plan: StudyPlan): number {
  return plan.fixedParameters && !plan.antithetic ? 1 : 2;
}

/**
 * Name the independent units over which the intervals of a study are taken.
 *
 * @param overPoints whether a unit is taken over all points of the design
 */
export function unitName(plan: StudyPlan, overPoints = false): string {
  const unit = plan.fixedParameters ? (plan.antithetic ? "means of mirrored pairs" : "runs") : "draw means";
  return overPoints && pointCount(plan) > 1 ? `${unit} over all points` : unit;
}

/** Number a task from 0, for sets and maps of tasks; the number stays the same when the plan asks for more replications. */
export function taskNumber(plan: StudyPlan, task: Task): number {
  return (task.replication * pointCount(plan) + task.point) * plan.scenarios.length + task.scenario;
}

/**
 * List the tasks of a plan in the order in which they should be carried out: unit by unit, so that a study that is
 * interrupted is still a fair sample of every scenario and point.
 *
 * @param from first replication to include
 * @param to replication to stop before
 */
export function* tasksOf(plan: StudyPlan, from = 0, to: number = plan.replications): Generator<Task> {
  const step = runsPerUnit(plan);
  for (let unit = from; unit < to; unit += step) {
    for (let point = 0; point < pointCount(plan); point += 1) {
      for (let scenario = 0; scenario < plan.scenarios.length; scenario += 1) {
        for (let replication = unit; replication < Math.min(to, unit + step); replication += 1) {
          yield { scenario, point, replication };
        }
      }
    }
  }
}

/** A part of a study that is carried out on its own, for example by one task of a cluster: part `index` (from 0) of `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * Tell whether a task belongs to a shard. A shard takes every scenario of its (unit, point) pairs, so that each shard by
 * itself is a fair sample with whole pairs.
 */
export function isInShard(plan: StudyPlan, { replication, point }: Task, { index, count }: Shard): boolean {
  return (Math.floor(replication / runsPerUnit(plan)) * pointCount(plan) + point) % count === index;
}

/**
 * Write what decides the numbers of each task as one text: equal texts, equal replications. The number of replications is
 * left out, because more of them only add to what is there.
 */
export function planIdentity(plan: StudyPlan): string {
  return canonicalJson({
    antithetic: plan.antithetic,
    fixedParameters: plan.fixedParameters,
    points: plan.points ?? null,
    scenarios: plan.scenarios.map(({ id, parameters, outOfReach }) => ({
      id,
      outOfReach: [...(outOfReach ?? [])].sort(),
      parameters,
    })),
    seed: plan.seed.normalize("NFC"),
  });
}

/** Write plain data as JSON with the keys of every map in code-unit order. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, held]) => held !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, held]) => `${JSON.stringify(key)}:${canonicalJson(held)}`).join(",")}}`;
}

/**
 * Check a plan and give it its normal form (seed in Unicode normal form C).
 *
 * @throws InputError with every problem at once: no scenario, two scenarios of one name, too few or an odd number of
 *   replications, a value that is no number, a point that sets what no scenario knows
 */
export function checkedPlan(plan: StudyPlan): StudyPlan {
  const problems: Problem[] = [];
  if (plan.scenarios.length === 0) problems.push({ path: "scenarios", message: "a study needs at least one scenario" });
  const seen = new Set<string>();
  for (const { id, parameters } of plan.scenarios) {
    if (seen.has(id)) {
      problems.push({ path: "scenarios", found: id, message: `the scenario "${id}" is named twice` });
    }
    seen.add(id);
    problems.push(...parameterProblems(parameters, `scenarios.${id}`));
  }
  problems.push(...replicationProblems(plan));
  problems.push(...pointProblems(plan));
  if (problems.length > 0) throw new InputError(problems, "study-plan");
  return { ...plan, seed: plan.seed.normalize("NFC") };
}

function replicationProblems(plan: StudyPlan): Problem[] {
  const path = "replications";
  const found = String(plan.replications);
  if (!Number.isInteger(plan.replications) || plan.replications < 1) {
    return [{ path, found, allowed: "a whole number of at least 1", message: "this is no number of replications" }];
  }
  if (plan.replications % runsPerUnit(plan) !== 0) {
    const why = plan.antithetic ? "mirrored runs come in pairs" : "two chance runs share each draw of the parameters";
    return [{ path, found, allowed: `an even number, because ${why}`, message: "the number of replications is odd" }];
  }
  if (taskCount(plan) > mostTasks) {
    const count = `${plan.scenarios.length} scenarios x ${pointCount(plan)} points x ${plan.replications} replications`;
    return [{ path, found: count, allowed: `at most ${mostTasks} in all`, message: "the study is too large" }];
  }
  return [];
}

function pointProblems(plan: StudyPlan): Problem[] {
  if (plan.points === undefined) return [];
  if (plan.points.length === 0) return [{ path: "points", message: "a design needs at least one point" }];
  const problems: Problem[] = [];
  const known = new Set(plan.scenarios.flatMap(({ parameters }) => Object.keys(parameters)));
  const unknown = new Set<string>();
  plan.points.forEach(({ parameters }, p) => {
    problems.push(...parameterProblems(parameters, `points[${p}]`));
    for (const id of Object.keys(parameters)) if (!known.has(id)) unknown.add(id);
  });
  for (const id of unknown) {
    problems.push({
      path: "points",
      found: id,
      ...nearestNote(id, [...known]),
      message: `no scenario of the study has a parameter "${id}"`,
    });
  }
  return problems;
}

function parameterProblems(parameters: Readonly<Record<string, ParameterSpec>>, path: string): Problem[] {
  const problems: Problem[] = [];
  for (const [id, spec] of Object.entries(parameters)) {
    if (isDistribution(spec)) {
      const message = distributionProblem(spec);
      if (message !== undefined) problems.push({ path: `${path}.${id}`, found: JSON.stringify(spec), message });
      continue;
    }
    const numbers: readonly unknown[] = Array.isArray(spec) ? spec.flat() : typeof spec === "number" ? [spec] : [];
    if (!numbers.every((x) => Number.isFinite(x))) {
      problems.push({ path: `${path}.${id}`, found: String(spec), allowed: "finite numbers", message: "not a number" });
    }
  }
  return problems;
}

/** Try a distribution once, so that a wrong one is told before anything runs and not as a thousand failed replications. */
function distributionProblem(spec: DistributionSpec): string | undefined {
  try {
    quantileOfSpec(spec, 0.5);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
