// From a plan to the parameters of one replication. Two levels: two consecutive replications share one draw of the parameters.
// A parameter takes the quantile of its distribution at a uniform that is addressed by the draw and the parameter's id alone,
// so that scenarios and points that know a parameter see the same luck in it, whatever else they hold.

import type { Parameters, ParameterValue } from "../kernel/model.ts";
import {
  AddressedStreams,
  type DistributionSpec,
  distributionOf,
  hashText,
  keyFromSeed,
  quantileOfSpec,
  type StreamKey,
} from "../random/index.ts";
import { isDistribution, type ParameterSpec } from "./scenario-input.ts";
import type { StudyPlan, Task } from "./study-plan.ts";

/** Purpose part of the address under which parameters are drawn; their key differs from every chance key. */
const parameterPurpose = 0;

/**
 * Draw the parameters of one replication.
 *
 * @param plan the study
 * @param task which replication
 * @returns every parameter of the scenario with the value it has in this replication
 */
export function drawParameters(plan: StudyPlan, task: Task): Parameters {
  const specs = specsAt(plan, task.scenario, task.point);
  const draw = Math.floor(task.replication / 2);
  const streams = plan.fixedParameters ? undefined : new AddressedStreams(keyFromSeed(plan.seed, "parameters", draw));
  const values: Record<string, ParameterValue> = {};
  for (const [id, spec] of Object.entries(specs)) {
    if (!isDistribution(spec)) values[id] = spec;
    else if (streams === undefined) values[id] = centreOf(spec);
    else {
      const { high, low } = hashText(id);
      values[id] = quantileOfSpec(spec, streams.uniform(high, low, parameterPurpose));
    }
  }
  return values;
}

/**
 * Give the chance key of a replication: the same in every scenario and at every point (common random numbers). With
 * mirrored runs the two runs of a pair have one key.
 *
 * @returns the key, and whether this run is the mirror image
 */
export function chanceOf(
  plan: StudyPlan,
  replication: number,
): { readonly key: StreamKey; readonly antithetic: boolean } {
  const antithetic = plan.antithetic && replication % 2 === 1;
  return { key: keyFromSeed(plan.seed, antithetic ? replication - 1 : replication), antithetic };
}

/** Give what a scenario holds at a point: its own parameters, with those that the point sets and reaches. */
export function specsAt(plan: StudyPlan, scenario: number, point: number): Readonly<Record<string, ParameterSpec>> {
  const { parameters, outOfReach } = plan.scenarios[scenario];
  const set = plan.points?.[point]?.parameters;
  if (set === undefined) return parameters;
  const specs: Record<string, ParameterSpec> = { ...parameters };
  for (const [id, spec] of Object.entries(set)) {
    if (id in parameters && outOfReach?.includes(id) !== true) specs[id] = spec;
  }
  return specs;
}

/** Give the value at which a distribution stands with fixed parameters: its mean; of a choice, the first of its most likely values. */
export function centreOf(spec: DistributionSpec): ParameterValue {
  if (spec.distribution !== "choice") return distributionOf(spec).mean();
  const { values, weights } = spec;
  let likeliest = 0;
  for (let i = 1; i < values.length; i += 1) {
    if ((weights?.[i] ?? 1) > (weights?.[likeliest] ?? 1)) likeliest = i;
  }
  return values[likeliest];
}
