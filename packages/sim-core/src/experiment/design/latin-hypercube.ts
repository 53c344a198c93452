// Latin hypercube (McKay, Beckman and Conover 1979): each parameter's range is cut into as many equally likely strata as there
// are points, and every stratum is used once. Points come in random order, so a prefix is a fair sample, not a hypercube.

import type { RandomSource } from "../../random/index.ts";
import { requireSize, type UnitPoints } from "./unit-points.ts";

/** How a point lies in its stratum: anywhere, or in the middle. */
export interface LatinHypercubeOptions {
  readonly placement?: "random" | "midpoints";
}

/**
 * Draw a Latin hypercube of `points` points in `dimensions` dimensions; coordinates lie strictly inside (0, 1).
 *
 * @throws InputError `design-size` for fewer than one point or dimension
 */
export function latinHypercube(
  points: number,
  dimensions: number,
  source: RandomSource,
  options: LatinHypercubeOptions = {},
): UnitPoints {
  requireSize("points", points, 1);
  requireSize("dimensions", dimensions, 1);
  const out = Array.from({ length: points }, () => new Float64Array(dimensions));
  const strata = new Uint32Array(points);
  for (let d = 0; d < dimensions; d += 1) {
    for (let i = 0; i < points; i += 1) strata[i] = i;
    shuffle(strata, source);
    for (let i = 0; i < points; i += 1) {
      const within = options.placement === "midpoints" ? 0.5 : source.uniform();
      out[i][d] = (strata[i] + within) / points;
    }
  }
  return out;
}

/** Put the items into random order in place (Fisher and Yates; Durstenfeld 1964). */
export function shuffle(items: Uint32Array, source: RandomSource): void {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.min(last, Math.floor(source.uniform() * (last + 1)));
    const held = items[last];
    items[last] = items[other];
    items[other] = held;
  }
}
