// From a design to points of a study: a design is a list of points in the unit cube, a point of a study sets parameters. Between them
// stands each parameter's own quantile function.

import { InputError, invariant } from "../foundation/errors.ts";
import { type DistributionSpec, quantileOfSpec } from "../random/index.ts";
import type { UnitPoints } from "./design/index.ts";
import type { DesignPoint } from "./scenario-input.ts";

/**
 * Turn points in the unit cube into points of a study.
 *
 * @param varied the parameters that the design varies, in the order of the coordinates, each with its distribution
 * @param unit points with one coordinate in [0, 1] for each of them, from any function that makes a design
 * @returns one point of a study for each point; each sets exactly the parameters that are varied
 * @throws InputError when a coordinate of 0 or 1 falls on an infinite value: such a design needs bounded distributions
 *
 * Half-way along `{ share: uniform(0.2, 0.9) }` is `{ parameters: { share: 0.55 } }`.
 */
export function designPoints(
  varied: Readonly<Record<string, DistributionSpec>>,
  unit: UnitPoints,
): readonly DesignPoint[] {
  const specs = Object.entries(varied);
  const unbounded = new Set<string>();
  const points = unit.map((coordinates) => {
    invariant(
      coordinates.length === specs.length,
      "design-dimensions",
      `a point has ${coordinates.length} coordinates for ${specs.length} parameters`,
    );
    const parameters: Record<string, number | string | boolean> = {};
    specs.forEach(([id, spec], d) => {
      const value = quantileOfSpec(spec, coordinates[d]);
      if (typeof value === "number" && !Number.isFinite(value)) unbounded.add(id);
      parameters[id] = value;
    });
    return { parameters };
  });
  if (unbounded.size > 0) {
    throw new InputError(
      [...unbounded].map((id) => ({
        path: `parameters.${id}`,
        found: JSON.stringify(varied[id]),
        allowed: "a bounded distribution, or a design that keeps off the ends",
        message: "the design asks for the end of a distribution that has none",
      })),
      "design-unbounded",
    );
  }
  return points;
}
