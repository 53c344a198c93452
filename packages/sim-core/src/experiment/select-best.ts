// Which of k scenarios is best in one measure, by the procedures of statistics/: Kim and Nelson's with common random numbers, or
// OCBA with streams that are independent between scenarios. The procedures ask for units, this file has them simulated.

import { InputError } from "../foundation/errors.ts";
import { canonicalGroup, type Model } from "../kernel/model.ts";
import {
  KimNelson,
  type KimNelsonResult,
  type MeanInterval,
  mean,
  Ocba,
  type OcbaResult,
  type SelectionGoal,
} from "../statistics/index.ts";
import { StudyStoppedError } from "./errors.ts";
import { type Executor, inThreadExecutor } from "./executor.ts";
import type { ModelReference } from "./model-reference.ts";
import type { ObservationBlock } from "./observation-block.ts";
import type { HeadlineCell } from "./reduce.ts";
import type { ScenarioInput } from "./scenario-input.ts";
import { checkedPlan, runsPerUnit, type StudyPlan, type Task, unitName } from "./study-plan.ts";

/** What is to be selected, and how. A unit is a draw of the parameters with its two runs, or a run with fixed parameters. */
export interface SelectionOptions {
  readonly model: Model | ModelReference;
  readonly scenarios: readonly ScenarioInput[];
  readonly seed: string;
  readonly fixedParameters?: boolean;
  /** The measure that decides. */
  readonly by: HeadlineCell;
  readonly goal: SelectionGoal;
  /** Least difference that matters, in the unit of the measure. */
  readonly indifference: number;
  /** Confidence that the selected scenario is the best or within the indifference of it; 0.95 when left out. */
  readonly level?: number;
  /** Units of each scenario before the first comparison; 20 when left out. */
  readonly firstStage?: number;
  /** Most units of a scenario (Kim and Nelson) or of all scenarios together (OCBA). */
  readonly mostUnits: number;
  /** Units that are simulated at a time; 10 when left out. */
  readonly batch?: number;
  readonly executor?: Executor;
  readonly signal?: AbortSignal;
}

/** What a selection knows of one scenario: the mean of the measure that decides, with its interval. */
export interface SelectionEstimate {
  readonly scenario: string;
  /** Units of this scenario that the mean is over. */
  readonly n: number;
  readonly mean: number;
  /** The interval is mean plus or minus this, for each scenario by itself; NaN with fewer than two units. */
  readonly halfWidth: number;
  /** The level that was asked for; 0.95 when it was left out. */
  readonly level: number;
  /** In words: Student's t over the units, as if their number had been fixed beforehand and nothing selected. */
  readonly method: string;
}

/** A selection: the scenario, or undefined when the cap was reached before one stood out. */
export interface Selection<Result> {
  readonly selected: string | undefined;
  /** What the procedure says of it; undefined when it did not come to an end. */
  readonly result: Result | undefined;
  /** One for each scenario, as given; also when the cap was reached. */
  readonly estimates: readonly SelectionEstimate[];
  /** Units that were simulated, of all scenarios together. */
  readonly units: number;
}

/**
 * Select the best scenario with common random numbers (Kim and Nelson 2001): scenarios that lag further behind than chance
 * explains are dropped as soon as that shows.
 *
 * @throws InputError for fewer than two scenarios; StatisticsError for impossible settings
 */
export async function selectBest(options: SelectionOptions): Promise<Selection<KimNelsonResult>> {
  const plan = planOf(options);
  const { goal, indifference, level = 0.95, firstStage = 20, batch = 10 } = options;
  const procedure = new KimNelson({
    systems: plan.scenarios.length,
    level,
    indifference,
    firstStage,
    goal,
    batch,
  });
  let units = 0;
  for (let request = procedure.request; request !== undefined; request = procedure.request) {
    const { systems, from, to } = request;
    if (to > options.mostUnits) break;
    const wanted: Unit[] = [];
    for (let unit = from; unit < to; unit += 1) for (const scenario of systems) wanted.push({ scenario, unit });
    const values = await simulate(options, plan, wanted);
    procedure.supply(
      Array.from({ length: to - from }, (_, i) => values.slice(i * systems.length, (i + 1) * systems.length)),
    );
    units += wanted.length;
  }
  const { result } = procedure;
  const estimates = estimatesOf(plan, procedure.estimates);
  return { selected: result && plan.scenarios[result.selected].id, result, estimates, units };
}

/**
 * Select the best scenario within a budget by optimal computing budget allocation (Chen et al. 2000): most units go to where
 * the choice is close. Scenarios have independent streams here, because that is what the allocation assumes.
 *
 * @throws InputError for fewer than two scenarios; StatisticsError for impossible settings
 */
export async function selectWithinBudget(options: SelectionOptions): Promise<Selection<OcbaResult>> {
  const plan = planOf(options);
  const { goal, indifference, level, firstStage = 20, batch = 10, mostUnits } = options;
  const procedure = new Ocba({
    systems: plan.scenarios.length,
    budget: mostUnits,
    firstStage,
    stage: batch,
    indifference,
    goal,
    ...(level === undefined ? {} : { level }),
  });
  const begun = plan.scenarios.map(() => 0);
  let units = 0;
  for (let request = procedure.request; request !== undefined; request = procedure.request) {
    const answers: number[][] = [];
    for (const { system, count } of request) {
      const own = { ...plan, seed: JSON.stringify([plan.seed, plan.scenarios[system].id]) };
      const wanted = Array.from({ length: count }, (_, i): Unit => ({ scenario: system, unit: begun[system] + i }));
      answers.push(await simulate(options, own, wanted));
      begun[system] += count;
      units += count;
    }
    procedure.supply(answers);
  }
  const { result } = procedure;
  const estimates = estimatesOf(plan, procedure.estimates);
  return { selected: result && plan.scenarios[result.selected].id, result, estimates, units };
}

interface Unit {
  readonly scenario: number;
  readonly unit: number;
}

function planOf(options: SelectionOptions): StudyPlan {
  if (options.scenarios.length < 2) {
    const found = String(options.scenarios.length);
    throw new InputError(
      [{ path: "scenarios", found, allowed: "two or more", message: "nothing to select from" }],
      "study-plan",
    );
  }
  return checkedPlan({
    seed: options.seed,
    scenarios: options.scenarios,
    replications: 2,
    fixedParameters: options.fixedParameters === true,
    antithetic: false,
  });
}

function estimatesOf(plan: StudyPlan, intervals: readonly MeanInterval[]): SelectionEstimate[] {
  const method = `student-t over ${unitName(plan)}, not adjusted for stopping and selection`;
  return intervals.map(({ n, mean: value, halfWidth, level }, i) => {
    return { scenario: plan.scenarios[i].id, n, mean: value, halfWidth, level, method };
  });
}

/** Simulate units and give the mean of each over its runs, NaN where one failed or the measure is undefined. */
async function simulate(options: SelectionOptions, plan: StudyPlan, wanted: readonly Unit[]): Promise<number[]> {
  const { model, by, signal } = options;
  const runs = runsPerUnit(plan);
  const tasks = wanted.flatMap(({ scenario, unit }) =>
    Array.from({ length: runs }, (_, i): Task => ({ scenario, point: 0, replication: unit * runs + i })),
  );
  const replications = Math.max(...tasks.map(({ replication }) => replication)) + 1;
  const executor = options.executor ?? inThreadExecutor();
  const work = { model, plan: { ...plan, replications }, tasks, ...(signal === undefined ? {} : { signal }) };
  const values = new Map<string, number>();
  for await (const block of executor.execute(work)) {
    values.set(`${block.scenario} ${block.replication}`, observedValue(block, by));
  }
  if (values.size < tasks.length) {
    throw new StudyStoppedError("study-stopped", "the selection was stopped", {
      completed: values.size,
      total: tasks.length,
    });
  }
  return wanted.map(({ scenario, unit }) => {
    const own = Array.from({ length: runs }, (_, i) => values.get(`${scenario} ${unit * runs + i}`) ?? Number.NaN);
    return own.some(Number.isNaN) ? Number.NaN : mean(own);
  });
}

function observedValue(block: ObservationBlock, by: HeadlineCell): number {
  const group = canonicalGroup(by.group);
  const key = block.keys.findIndex((held) => held.measure === by.measure && held.group === group);
  for (let row = 0; row < block.keyIndex.length; row += 1) {
    if (block.keyIndex[row] === key && block.time[row] === by.time) return block.value[row];
  }
  return Number.NaN;
}
