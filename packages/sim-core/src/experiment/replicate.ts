// One replication from a plan: a pure function of (model, plan, task). The same here, in a worker and on another machine.
// A model that throws makes a failed block with its message and stack; nothing escapes.

import type { Model } from "../kernel/model.ts";
import { failedBlock, type ObservationBlock } from "./observation-block.ts";
import { chanceOf, drawParameters } from "./parameter-draw.ts";
import { Recorder } from "./recorder.ts";
import type { StudyPlan, Task } from "./study-plan.ts";

/**
 * Carry out one replication.
 *
 * @param model the model
 * @param plan the study
 * @param task which replication
 * @returns its observations, or its failure
 */
export function replicate(model: Model, plan: StudyPlan, task: Task): ObservationBlock {
  try {
    const { key, antithetic } = chanceOf(plan, task.replication);
    const recorder = new Recorder(key, task.replication, antithetic);
    model.run(drawParameters(plan, task), recorder);
    return recorder.block(task);
  } catch (error) {
    return failedBlock(task, describeFailure(error));
  }
}

/** Put whatever was thrown into words that cross to another thread or a file. */
export function describeFailure(error: unknown): { readonly message: string; readonly stack: string } {
  if (error instanceof Error) return { message: error.message, stack: error.stack ?? String(error) };
  return { message: String(error), stack: "" };
}
