// One long run instead of many: a model is run once, and the steady-state mean of one of its measures is estimated from the series that
// it observed. A run that is too short for that gets "not enough data" with the reason, never a number.

import { canonicalGroup, type Group, type Model } from "../kernel/model.ts";
import {
  definedValues,
  type NotEnoughData,
  type SteadyStateMean,
  type SteadyStateOptions,
  steadyStateMean,
} from "../statistics/index.ts";
import { loadModel, type ModelReference } from "./model-reference.ts";
import { chanceOf, drawParameters } from "./parameter-draw.ts";
import { Recorder } from "./recorder.ts";
import type { ParameterSpec } from "./scenario-input.ts";
import { checkedPlan, type Task } from "./study-plan.ts";

/** Which run, and which of its series. */
export interface SteadyStateRunOptions extends Omit<SteadyStateOptions, "level"> {
  readonly model: Model | ModelReference;
  /** A distribution stands at its mean: one run tells of chance alone. */
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
  /** Master seed: any text. */
  readonly seed: string;
  /** The measure whose observations are the series, for instance the wait of each customer. */
  readonly measure: string;
  /** The group it is measured for; everybody when left out. */
  readonly group?: Group;
  /** Confidence level of the interval; 0.95 when left out. */
  readonly level?: number;
}

/**
 * Run a model once and estimate the steady-state mean of a measure: the warm-up left out by MSER-5, then batch means (`steadyStateMean`).
 * How long the run is, the model decides. The series is every defined observation in the order in which the model made them.
 *
 * @returns the estimate with interval, level, n and method, or "not enough data" with the reason and how much would do
 * @throws InputError for parameters or a seed that cannot be; StatisticsError for an impossible level; whatever the model throws
 */
export async function steadyStateRun(options: SteadyStateRunOptions): Promise<SteadyStateMean | NotEnoughData> {
  const { parameters, seed, measure, group = {}, level = 0.95, batches, effectivePerBatch } = options;
  const scenarios = [{ id: "one long run", parameters }];
  const plan = checkedPlan({ seed, scenarios, replications: 1, fixedParameters: true, antithetic: false });
  const model = await loadModel(options.model);
  const task: Task = { scenario: 0, point: 0, replication: 0 };
  const recorder = new Recorder(chanceOf(plan, 0).key, 0);
  model.run(drawParameters(plan, task), recorder);
  const { keys, keyIndex, value } = recorder.block(task);
  const wanted = canonicalGroup(group);
  const key = keys.findIndex((held) => held.measure === measure && held.group === wanted);
  const series = definedValues(value.filter((_, row) => keyIndex[row] === key));
  return steadyStateMean(series, {
    level,
    ...(batches === undefined ? {} : { batches }),
    ...(effectivePerBatch === undefined ? {} : { effectivePerBatch }),
  });
}
