// Blocks for Sobol' indices (Saltelli et al. 2010): two independent points A and B, and for every parameter the point A with
// that one coordinate from B. Dimensions + 2 points a block, block after block, so that a prefix is whole blocks.

import { InputError } from "../../foundation/errors.ts";
import { requireSize, type UnitPoints } from "./unit-points.ts";

/** Count the points of `base` blocks. */
export function saltelliSize(base: number, dimensions: number): number {
  return base * (dimensions + 2);
}

/**
 * Build Saltelli blocks from `base` points in twice as many dimensions as there are parameters (a scrambled Sobol' sequence
 * as a rule): the first half of a point is A, the second B. A block is A, AB_1, ..., AB_k, B.
 *
 * From the one point (0.1, 0.2, 0.8, 0.9): (0.1, 0.2), (0.8, 0.2), (0.1, 0.9), (0.8, 0.9).
 *
 * @throws InputError `design-size` when a point does not have an even number of coordinates
 */
export function saltelliBlocks(base: UnitPoints): UnitPoints {
  requireSize("base", base.length, 1);
  return base.flatMap((both, row) => {
    if (both.length === 0 || both.length % 2 !== 0) {
      throw new InputError(
        [
          {
            path: `base[${row}]`,
            found: `${both.length} coordinates`,
            allowed: "two for each parameter",
            message: "a base point holds A and B",
          },
        ],
        "design-size",
      );
    }
    const dimensions = both.length / 2;
    const a = both.slice(0, dimensions);
    const b = both.slice(dimensions);
    const mixed = Array.from(a, (_, d) => {
      const point = a.slice();
      point[d] = b[d];
      return point;
    });
    return [a, ...mixed, b];
  });
}
