// From the words of a design file to points: which method over which parameters, each with its distribution. The points hold values; the
// unit coordinates stay beside them, because the analyses of Morris trajectories and Saltelli blocks read those.

import { InputError, type Problem } from "../../foundation/errors.ts";
import { type DistributionSpec, distributionOf, quantileOfSpec, type RandomSource } from "../../random/index.ts";
import type { DesignPoint } from "../scenario-input.ts";
import { correlate } from "./correlation.ts";
import { type GridAxis, grid, gridSize } from "./grid.ts";
import { HaltonSequence } from "./halton.ts";
import { latinHypercube } from "./latin-hypercube.ts";
import { morrisSize, morrisTrajectories } from "./morris.ts";
import { saltelliBlocks, saltelliSize } from "./saltelli.ts";
import { SobolSequence } from "./sobol.ts";
import type { UnitPoints } from "./unit-points.ts";

/** A parameter that varies, with what it varies over. */
export interface VaryingParameter {
  readonly id: string;
  readonly spec: DistributionSpec;
}

/** How points are placed. */
export type DesignMethod =
  /** Every combination: `levels` of each number (ends included where it is bounded), every value of each choice. */
  | { readonly method: "grid"; readonly levels: number }
  | { readonly method: "lhs"; readonly points: number }
  | { readonly method: "sobol"; readonly points: number; readonly scramble?: boolean }
  | { readonly method: "halton"; readonly points: number; readonly scramble?: boolean }
  | { readonly method: "morris"; readonly trajectories: number; readonly levels: number }
  | { readonly method: "saltelli"; readonly base: number }
  /** The scenario as it is, then each parameter alone at its quantiles `low` and `high`: what `tornado` takes. */
  | { readonly method: "one-way"; readonly low: number; readonly high: number };

/** A wished rank correlation between two parameters, by their ids. */
export type NamedCorrelation = readonly [a: string, b: string, correlation: number];

/** Points with values, and where they stand in the unit cube. */
export interface PlannedDesign {
  readonly method: DesignMethod["method"];
  /** Ids of the parameters, in the order of the coordinates. */
  readonly parameters: readonly string[];
  readonly points: readonly DesignPoint[];
  /** One for each point; empty for "one-way", whose points set one parameter each. */
  readonly units: UnitPoints;
}

/** Count the points of a design without making them, for a forecast before a big sweep. */
export function designSize(design: DesignMethod, parameters: readonly VaryingParameter[]): number {
  switch (design.method) {
    case "grid":
      return gridSize(parameters.map(({ spec }) => axisOf(spec, design.levels)));
    case "morris":
      return morrisSize(design.trajectories, parameters.length);
    case "saltelli":
      return saltelliSize(design.base, parameters.length);
    case "one-way":
      return 1 + 2 * parameters.length;
    default:
      return design.points;
  }
}

/**
 * Place the points of a design and give them values by each parameter's quantile function. The source must be a fresh stream of
 * the design's own: then a longer Sobol' or Halton design begins with the shorter one.
 *
 * @throws InputError `design-plan` with every problem: no parameter, one named twice, correlations that name an unknown one or go with
 *   "morris", "saltelli", "grid" or "one-way"; `design-size` or `design-correlation` from the method itself
 */
export function planDesign(
  design: DesignMethod,
  parameters: readonly VaryingParameter[],
  source: RandomSource,
  correlations: readonly NamedCorrelation[] = [],
): PlannedDesign {
  const ids = parameters.map(({ id }) => id);
  const problems = problemsOf(design, ids, correlations);
  if (problems.length > 0) throw new InputError(problems, "design-plan");
  if (design.method === "one-way") {
    const alone = (id: string, spec: DistributionSpec, p: number): DesignPoint => ({
      parameters: { [id]: quantileOfSpec(spec, p) },
    });
    const ends = parameters.flatMap(({ id, spec }) => [alone(id, spec, design.low), alone(id, spec, design.high)]);
    return { method: design.method, parameters: ids, points: [{ parameters: {} }, ...ends], units: [] };
  }
  const independent = placeUnits(design, parameters, source);
  const wished = correlations.map(([a, b, correlation]) => ({ a: ids.indexOf(a), b: ids.indexOf(b), correlation }));
  const units = wished.length === 0 ? independent : correlate(independent, wished);
  const points = units.map((unit) => ({
    parameters: Object.fromEntries(parameters.map(({ id, spec }, d) => [id, quantileOfSpec(spec, unit[d])])),
  }));
  return { method: design.method, parameters: ids, points, units };
}

function problemsOf(
  design: DesignMethod,
  ids: readonly string[],
  correlations: readonly NamedCorrelation[],
): Problem[] {
  const problems: Problem[] = [];
  if (ids.length === 0) problems.push({ path: "parameters", message: "a design needs a parameter that varies" });
  ids.forEach((id, i) => {
    if (ids.indexOf(id) !== i) problems.push({ path: `parameters.${id}`, message: "this parameter is named twice" });
  });
  if (design.method === "one-way" && !(design.low >= 0 && design.low < design.high && design.high <= 1)) {
    problems.push({
      path: "design",
      found: `${design.low}, ${design.high}`,
      allowed: "two quantiles in [0, 1], the lower first",
      message: "these are no ends",
    });
  }
  if (correlations.length > 0 && ["morris", "saltelli", "grid", "one-way"].includes(design.method)) {
    const message = `correlated parameters cannot go with ${design.method}`;
    problems.push({ path: "correlations", allowed: "lhs, sobol or halton", message });
  }
  correlations.forEach(([a, b], i) => {
    for (const id of [a, b]) {
      if (!ids.includes(id))
        problems.push({ path: `correlations[${i}]`, found: id, message: "no such varying parameter" });
    }
  });
  return problems;
}

function placeUnits(
  design: Exclude<DesignMethod, { method: "one-way" }>,
  parameters: readonly VaryingParameter[],
  source: RandomSource,
): UnitPoints {
  const dimensions = parameters.length;
  switch (design.method) {
    case "grid":
      return grid(parameters.map(({ spec }) => axisOf(spec, design.levels)));
    case "lhs":
      return latinHypercube(design.points, dimensions, source);
    case "sobol":
      return new SobolSequence(dimensions, design.scramble === false ? undefined : source).points(design.points);
    case "halton":
      return new HaltonSequence(dimensions, design.scramble === false ? undefined : source).points(design.points);
    case "morris": {
      const { trajectories, levels } = design;
      const placement = parameters.every(({ spec }) => isBounded(spec)) ? "ends" : "midpoints";
      return morrisTrajectories(dimensions, source, { trajectories, levels, placement });
    }
    case "saltelli":
      return saltelliBlocks(new SobolSequence(2 * dimensions, source).points(design.base));
  }
}

/** Whether the least and the greatest value are values one can take. A choice has none between its ends. */
function isBounded(spec: DistributionSpec): boolean {
  if (spec.distribution === "choice") return false;
  return distributionOf(spec).support().every(Number.isFinite);
}

function axisOf(spec: DistributionSpec, levels: number): GridAxis {
  if (spec.distribution !== "choice") return { levels, placement: isBounded(spec) ? "ends" : "midpoints" };
  // The middle of each value's share of [0, 1]; a value of weight 0 is never chosen and has none.
  const weights = spec.weights ?? spec.values.map(() => 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const positions: number[] = [];
  let below = 0;
  for (const weight of weights) {
    if (weight > 0) positions.push((below + weight / 2) / total);
    below += weight;
  }
  return { positions };
}
