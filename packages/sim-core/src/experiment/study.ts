// A study from end to end: plan, replications through an executor into a store, one reduction to estimates. Its numbers depend on
// the plan and the model alone. Runs in a browser as it does in Node; worker threads and folders come in from node/.

import { InputError, InvariantError } from "../foundation/errors.ts";
import type { Model } from "../kernel/model.ts";
import { StudyStoppedError } from "./errors.ts";
import type { EstimatesFile, StatedEstimates } from "./estimates.ts";
import { type Executor, inThreadExecutor } from "./executor.ts";
import { loadModel, type ModelReference } from "./model-reference.ts";
import type { FailedReplication } from "./observation-block.ts";
import { looksUpTo, type PrecisionGoal, type PrecisionOutcome, precisionAt } from "./precision.ts";
import { ProgressFeed, type StudyProgress } from "./progress.ts";
import { type ReduceOptions, type Reduction, reduceStudy, type VarianceShare } from "./reduce.ts";
import type { DesignPoint, ScenarioInput } from "./scenario-input.ts";
import { MemoryStore, type ModelIdentity, type Observations, type StudyStore } from "./store.ts";
import { checkedPlan, isInShard, pointCount, type Shard, type StudyPlan, type Task, tasksOf } from "./study-plan.ts";

/** What a study is, and who carries it out. */
export interface StudyOptions extends ReduceOptions {
  readonly model: Model | ModelReference;
  readonly scenarios: readonly ScenarioInput[];
  /** Points of a design; without them the scenarios are simulated as they are. */
  readonly points?: readonly DesignPoint[];
  /** Replications of each scenario at each point: an even number unless parameters are fixed; with `precision`, at most so many. */
  readonly replications: number;
  /** Master seed: any text. */
  readonly seed: string;
  /** Hold every distribution at its mean, so that chance alone varies. */
  readonly fixedParameters?: boolean;
  /** Make the two chance runs of a draw mirror images; the model must honour `replication.antithetic`. */
  readonly antithetic?: boolean;
  /** Stop as soon as the headline family is as precise as this. */
  readonly precision?: PrecisionGoal;
  /** Who carries replications out; this thread when left out. */
  readonly executor?: Executor;
  /** Where observations are kept; memory when left out. */
  readonly store?: StudyStore;
  /** Stops the study; what is done stays in the store. */
  readonly signal?: AbortSignal;
  onProgress?(progress: StudyProgress): void;
}

/** What a study ends in. */
export interface StudyResult {
  /** The plan as carried out: with a precision goal, `replications` is how many were needed. */
  readonly plan: StudyPlan;
  readonly model: ModelIdentity;
  readonly estimates: StatedEstimates;
  /** Shares of parameters and chance in the variance of every headline measure. */
  readonly varianceShares: readonly VarianceShare[];
  readonly failures: readonly FailedReplication[];
  /** Replications carried out or found in the store, the failed ones included. */
  readonly replicationsDone: number;
  /** What became of the precision goal; absent without one. */
  readonly precision?: PrecisionOutcome;
  readonly observations: Observations;
}

/** What a store is given to keep: a result whose estimates are what a file holds, methods or not. */
export interface ConcludedStudy extends Omit<StudyResult, "estimates"> {
  readonly estimates: EstimatesFile;
}

/** A study under way: a promise of its result, with its progress as a sequence. */
export interface Study extends Promise<StudyResult> {
  readonly progress: AsyncIterable<StudyProgress>;
}

/**
 * Carry out a study.
 *
 * @param options what the study is; see StudyOptions
 * @returns a promise of the result, and `progress` to iterate over meanwhile
 * @throws InputError for a plan that cannot be; ModelLoadError, ExecutorError, StoreError; StudyStoppedError after `signal`
 *
 * Same plan, same model: byte-identical `formatEstimates(result.estimates)`, whatever the executor and the store.
 */
export function runStudy(options: StudyOptions): Study {
  const feed = new ProgressFeed();
  const result = carryOut(options, feed).finally(() => feed.end());
  return Object.assign(result, { progress: feed });
}

async function carryOut(options: StudyOptions, feed: ProgressFeed): Promise<StudyResult> {
  const plan = planOf(options);
  const looks = looksUpTo(options.precision, plan, options.headline ?? []);
  const model = await loadModel(options.model);
  const identity: ModelIdentity = { id: model.id, version: model.version };
  const store: StudyStore = options.store ?? new MemoryStore();
  await store.open(plan, identity);
  try {
    const clock = new StudyClock(options, feed, store, plan);
    let from = 0;
    for (const [look, replications] of looks.entries()) {
      await replicateUpTo(options, plan, store, clock, from, replications);
      clock.tell("estimating");
      const part = { ...plan, replications };
      const reduction = await reduceStudy(part, store, store.failures(), options);
      const last = look === looks.length - 1;
      const at = { look, looks: looks.length, replications, scenario: plan.scenarios[0].id };
      const precision = options.precision && precisionAt(options.precision, reduction, options, at);
      if (precision === undefined || precision.reached || last) {
        const result = resultOf(part, identity, store, reduction, precision);
        await store.conclude?.(result);
        return result;
      }
      from = replications;
    }
    throw new InvariantError("study-looks", "a study ended without a look at its results");
  } finally {
    await store.close();
  }
}

/** A part of a study: its options, which part, and the store that will be merged with the others. */
export interface ShardOptions extends Omit<StudyOptions, "precision" | "store"> {
  readonly shard: Shard;
  readonly store: StudyStore;
}

/** What a shard ends in; estimates come after merging. */
export interface ShardResult {
  readonly plan: StudyPlan;
  readonly shard: Shard;
  /** Replications of this shard, the failed ones included. */
  readonly replicationsDone: number;
  readonly failures: readonly FailedReplication[];
}

/**
 * Carry out one shard of a study into a store of its own. When all shards are there, merge them and call `runStudy` on the
 * whole: it finds everything done and gives the bytes of an undivided study.
 *
 * @throws InputError for a shard that is none; otherwise as `runStudy`
 */
export function runShard(options: ShardOptions): Promise<ShardResult> & Pick<Study, "progress"> {
  const feed = new ProgressFeed();
  const result = carryOutShard(options, feed).finally(() => feed.end());
  return Object.assign(result, { progress: feed });
}

async function carryOutShard(options: ShardOptions, feed: ProgressFeed): Promise<ShardResult> {
  const { shard, store } = options;
  const { index, count } = shard;
  if (!(Number.isInteger(count) && count >= 1 && Number.isInteger(index) && index >= 0 && index < count)) {
    const allowed = "i/n with whole numbers, i from 0 to n - 1";
    throw new InputError([{ path: "shard", found: `${index}/${count}`, allowed, message: "there is no such shard" }]);
  }
  const plan = planOf(options);
  const model = await loadModel(options.model);
  await store.open(plan, { id: model.id, version: model.version });
  try {
    const clock = new StudyClock(options, feed, store, plan);
    await replicateUpTo(options, plan, store, clock, 0, plan.replications, shard);
    return { plan, shard, replicationsDone: clock.done, failures: failuresOf(plan, store) };
  } finally {
    await store.close();
  }
}

function planOf(options: Omit<StudyOptions, "precision">): StudyPlan {
  const { level = 0.95, signal } = options;
  if (!(level > 0 && level < 1)) {
    const allowed = "a number between 0 and 1";
    throw new InputError([{ path: "level", found: String(level), allowed, message: "this is no confidence level" }]);
  }
  // Stopped before it began: nothing is opened, nothing is made.
  if (signal?.aborted === true) {
    throw new StudyStoppedError("study-stopped", "stopped before the first replication", { completed: 0 });
  }
  return checkedPlan({
    seed: options.seed,
    scenarios: options.scenarios,
    ...(options.points === undefined ? {} : { points: options.points }),
    replications: options.replications,
    fixedParameters: options.fixedParameters === true,
    antithetic: options.antithetic === true,
  });
}

async function replicateUpTo(
  options: Omit<StudyOptions, "precision">,
  plan: StudyPlan,
  store: StudyStore,
  clock: StudyClock,
  from: number,
  to: number,
  shard: Shard = { index: 0, count: 1 },
): Promise<void> {
  const { model, signal } = options;
  const executor = options.executor ?? inThreadExecutor();
  const { missing, found } = sift(tasksOf(plan, from, to), plan, store, shard);
  clock.begin(missing.length, found);
  if (missing.length > 0 && signal?.aborted !== true) {
    const blocks = executor.execute({ model, plan, tasks: missing, ...(signal === undefined ? {} : { signal }) });
    let failing = true;
    try {
      for await (const block of blocks) {
        failing = false;
        await store.put(block);
        failing = true;
        clock.count(block.failure !== undefined);
      }
    } catch (error) {
      // What was done before an executor gave up is worth keeping; a store that cannot keep is left alone.
      if (failing) await store.settle();
      throw error;
    }
  }
  await store.settle();
  if (clock.missing > 0 && signal?.aborted === true) {
    const { done, total } = clock;
    throw new StudyStoppedError("study-stopped", `stopped after ${done} of ${total} replications`, {
      completed: done,
      total,
    });
  }
  if (clock.missing !== 0) {
    throw new InvariantError("study-lost-tasks", `${clock.missing} replications came back from no worker`);
  }
}

function sift(
  tasks: Iterable<Task>,
  plan: StudyPlan,
  store: StudyStore,
  shard: Shard,
): { missing: Task[]; found: number } {
  const missing: Task[] = [];
  let found = 0;
  for (const task of tasks) {
    if (!isInShard(plan, task, shard)) continue;
    if (store.has(task)) found += 1;
    else missing.push(task);
  }
  return { missing, found };
}

function resultOf(
  plan: StudyPlan,
  model: ModelIdentity,
  store: StudyStore,
  reduction: Reduction,
  precision: PrecisionOutcome | undefined,
): StudyResult {
  return {
    plan,
    model,
    ...reduction,
    failures: failuresOf(plan, store),
    replicationsDone: plan.scenarios.length * pointCount(plan) * plan.replications,
    ...(precision === undefined ? {} : { precision }),
    observations: store,
  };
}

function failuresOf(plan: StudyPlan, store: StudyStore): FailedReplication[] {
  return store
    .failures()
    .filter(({ task }) => task.replication < plan.replications)
    .map(({ task, failure }) => ({
      scenario: plan.scenarios[task.scenario].id,
      point: plan.points === undefined ? null : task.point,
      replication: task.replication,
      seed: plan.seed,
      message: failure.message,
      stack: failure.stack,
    }));
}

/** Count what is done and tell it on; the only part of a study that looks at a clock. */
class StudyClock {
  done = 0;
  total = 0;
  missing = 0;
  #failed: number;
  #computed = 0;
  #begun = performance.now();
  #told = Number.NEGATIVE_INFINITY;
  #feed: ProgressFeed;
  #options: Omit<StudyOptions, "precision">;

  constructor(options: Omit<StudyOptions, "precision">, feed: ProgressFeed, store: StudyStore, plan: StudyPlan) {
    this.#options = options;
    this.#feed = feed;
    this.#failed = store.failures().filter(({ task }) => task.replication < plan.replications).length;
  }

  begin(missing: number, found: number): void {
    this.missing = missing;
    this.done += found;
    this.total = this.done + missing;
    this.tell("running");
  }

  count(failed: boolean): void {
    this.done += 1;
    this.missing -= 1;
    this.#computed += 1;
    if (failed) this.#failed += 1;
    // At most 20 times a second, and always at the end: telling must cost nothing beside a fast model.
    if (this.missing === 0 || performance.now() - this.#told >= 50) this.tell("running");
  }

  tell(phase: StudyProgress["phase"]): void {
    const now = performance.now();
    this.#told = now;
    const elapsedSeconds = (now - this.#begun) / 1000;
    const known = this.#computed >= (this.#options.executor?.workers ?? 1);
    const progress: StudyProgress = {
      phase,
      done: this.done,
      total: this.total,
      failed: this.#failed,
      elapsedSeconds,
      remainingSeconds: this.missing === 0 ? 0 : known ? (elapsedSeconds / this.#computed) * this.missing : null,
    };
    this.#feed.push(progress);
    this.#options.onProgress?.(progress);
  }
}
