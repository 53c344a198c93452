// What a study is told to simulate: scenarios (parameters by id, each a value or a distribution) and points of a design that
// set some of them. Plain data throughout, so that it crosses to a worker or a file unchanged.

import type { ParameterValue } from "../kernel/model.ts";
import type { DistributionSpec } from "../random/index.ts";

/** What a scenario holds for a parameter: a value, a dated value, or a distribution of what we do not know. */
export type ParameterSpec = ParameterValue | DistributionSpec;

/** One set of assumptions about the world and of chosen levers. */
export interface ScenarioInput {
  readonly id: string;
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
  /** Ids of parameters that points of a design do not reach here: levers that this scenario does not declare. */
  readonly outOfReach?: readonly string[];
}

/** One point of a design: the parameters it sets, in every scenario that it reaches; the rest keep the scenario's values. */
export interface DesignPoint {
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
}

/**
 * Tell a distribution from a value.
 *
 * @param spec what a scenario or a point holds
 * @returns true for a map with `distribution`
 */
export function isDistribution(spec: ParameterSpec): spec is DistributionSpec {
  return typeof spec === "object" && !Array.isArray(spec) && "distribution" in spec;
}
