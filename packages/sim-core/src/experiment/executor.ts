// The executor: who carries out replications. One interface for this thread, worker threads and whatever comes; blocks may
// come back in any order, and no result depends on it. Taking the next block is what lets an executor go on (back-pressure).

import type { Model } from "../kernel/model.ts";
import { loadModel, type ModelReference } from "./model-reference.ts";
import type { ObservationBlock } from "./observation-block.ts";
import { replicate } from "./replicate.ts";
import type { StudyPlan, Task } from "./study-plan.ts";

/** What an executor carries out. */
export interface Work {
  readonly model: Model | ModelReference;
  readonly plan: StudyPlan;
  readonly tasks: Iterable<Task>;
  /** Stops the work: no new replication is begun, and the sequence of blocks ends. */
  readonly signal?: AbortSignal;
}

/** Carry out replications and hand back their blocks, each task exactly once, in any order. */
export interface Executor {
  /** How many replications run at the same time. */
  readonly workers: number;
  /**
   * Carry out tasks.
   *
   * @throws ModelLoadError, ExecutorError when no replication can be carried out at all
   */
  execute(work: Work): AsyncIterable<ObservationBlock>;
  /** Give back threads and the like; the executor is of no use afterwards. */
  close?(): Promise<void>;
}

/** Longest time for which the thread is kept without letting anything else run, in milliseconds. */
const longestTurnMilliseconds = 30;

/**
 * Make the executor that runs replications one after the other in this thread, in a browser as well. It lets timers and events in
 * between two replications.
 */
export function inThreadExecutor(): Executor {
  return {
    workers: 1,
    async *execute({ model, plan, tasks, signal }: Work): AsyncGenerator<ObservationBlock> {
      const loaded = await loadModel(model);
      let turn = performance.now();
      for (const task of tasks) {
        if (performance.now() - turn > longestTurnMilliseconds) {
          await new Promise<void>((resolve) => setTimeout(resolve, 0));
          turn = performance.now();
        }
        if (signal?.aborted === true) return;
        yield replicate(loaded, plan, task);
      }
    },
  };
}

/**
 * Wrap an executor so that its blocks come back in another order: a check that no result depends on the order in which
 * tasks finish. All blocks are held until the last has come.
 *
 * @param executor who does the work
 * @param order puts blocks into the order in which they are to come back, for example `(blocks) => blocks.toReversed()`
 */
export function inCompletionOrder(
  executor: Executor,
  order: (blocks: readonly ObservationBlock[]) => readonly ObservationBlock[],
): Executor {
  return {
    workers: executor.workers,
    async *execute(work: Work): AsyncGenerator<ObservationBlock> {
      const blocks: ObservationBlock[] = [];
      for await (const block of executor.execute(work)) blocks.push(block);
      yield* order(blocks);
    },
    async close(): Promise<void> {
      await executor.close?.();
    },
  };
}
