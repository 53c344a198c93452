// Full factorial design: every combination of levels. Its size is the product of the levels, so look at `gridSize` first.

import { InputError } from "../../foundation/errors.ts";
import { balancedOrder, type LevelPlacement, levelPosition, requireSize, type UnitPoints } from "./unit-points.ts";

/** One parameter of a grid: a number of levels, or the positions themselves. */
export type GridAxis =
  | { readonly levels: number; readonly placement: LevelPlacement }
  | { readonly positions: readonly number[] };

/** Count the points of a grid without making them; Infinity beyond what a number can hold. */
export function gridSize(axes: readonly GridAxis[]): number {
  return axes.reduce((size, axis) => size * ("levels" in axis ? axis.levels : axis.positions.length), 1);
}

/**
 * Cross the levels of all axes, in an order of which every prefix is spread over the whole grid.
 *
 * `grid([{ levels: 2, placement: "ends" }, { levels: 1, placement: "midpoints" }])` is (0, 0.5), (1, 0.5).
 *
 * @throws InputError `design-size` for an axis without a level, or more than 2^32 - 1 points
 */
export function grid(axes: readonly GridAxis[]): UnitPoints {
  axes.forEach((axis, i) => {
    requireSize(`axes[${i}].levels`, "levels" in axis ? axis.levels : axis.positions.length, 1);
  });
  const size = gridSize(axes);
  if (size > 4_294_967_295) {
    throw new InputError(
      [
        {
          path: "levels",
          found: `${size} points`,
          allowed: "fewer than 2^32 points",
          message: "this grid is too large",
        },
      ],
      "design-size",
    );
  }
  const positions = axes.map((axis) =>
    "positions" in axis
      ? axis.positions
      : Array.from({ length: axis.levels }, (_, i) => levelPosition(i, axis.levels, axis.placement)),
  );
  return Array.from(balancedOrder(size), (number) => {
    const point = new Float64Array(axes.length);
    let rest = number;
    for (let d = axes.length - 1; d >= 0; d -= 1) {
      const levels = positions[d].length;
      point[d] = positions[d][rest % levels];
      rest = Math.floor(rest / levels);
    }
    return point;
  });
}
