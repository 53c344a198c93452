// Trajectories for Morris's elementary effects (Morris 1991): each starts at a random grid point and moves one parameter at a time
// by about half the range, every parameter once. Dimensions + 1 points a trajectory, trajectory after trajectory.

import { InputError } from "../../foundation/errors.ts";
import type { RandomSource } from "../../random/index.ts";
import { shuffle } from "./latin-hypercube.ts";
import { type LevelPlacement, levelPosition, requireSize, type UnitPoints } from "./unit-points.ts";

/** How many trajectories, on what grid. */
export interface MorrisOptions {
  readonly trajectories: number;
  /** Levels of the grid; even, at least 2; 4 is customary. */
  readonly levels: number;
  readonly placement: LevelPlacement;
}

/** Count the points of Morris's design. */
export function morrisSize(trajectories: number, dimensions: number): number {
  return trajectories * (dimensions + 1);
}

/**
 * Draw Morris trajectories. Every step moves one coordinate by levels / 2 places, up or down, so that all levels are equally
 * likely. `morrisEffects` finds the moved coordinate by comparing neighbours.
 *
 * @throws InputError `design-size` for sizes below 1 or an odd number of levels
 */
export function morrisTrajectories(dimensions: number, source: RandomSource, options: MorrisOptions): UnitPoints {
  const { trajectories, levels, placement } = options;
  requireSize("dimensions", dimensions, 1);
  requireSize("trajectories", trajectories, 1);
  requireSize("levels", levels, 2);
  if (levels % 2 !== 0) {
    throw new InputError(
      [{ path: "levels", found: String(levels), allowed: "an even number", message: "Morris needs an even grid" }],
      "design-size",
    );
  }
  const jump = levels / 2;
  const points: Float64Array[] = [];
  const order = Uint32Array.from({ length: dimensions }, (_, d) => d);
  for (let t = 0; t < trajectories; t += 1) {
    const place = Uint32Array.from({ length: dimensions }, () =>
      Math.min(levels - 1, Math.floor(source.uniform() * levels)),
    );
    shuffle(order, source);
    points.push(Float64Array.from(place, (i) => levelPosition(i, levels, placement)));
    for (const d of order) {
      place[d] += place[d] < jump ? jump : -jump;
      points.push(Float64Array.from(place, (i) => levelPosition(i, levels, placement)));
    }
  }
  return points;
}
