// What all designs share. A design is a list of points in the open or closed unit cube, one coordinate for each parameter in the
// order of the caller; each scenario turns a coordinate into a value by the parameter's own quantile function.

import { InputError } from "../../foundation/errors.ts";

/** Points of a design, each with one coordinate in [0, 1] for every parameter. */
export type UnitPoints = readonly Float64Array[];

/**
 * Where the levels of a grid or of Morris's method stand. "midpoints" are (i + 0.5) / levels: the middle of equally likely
 * strata, right for unbounded distributions and for choices. "ends" are i / (levels - 1): they include the least and the
 * greatest value, so every distribution must be bounded.
 */
export type LevelPlacement = "midpoints" | "ends";

/** Place level `i` of `levels` on [0, 1]. One level alone stands in the middle. */
export function levelPosition(i: number, levels: number, placement: LevelPlacement): number {
  return placement === "midpoints" || levels === 1 ? (i + 0.5) / levels : i / (levels - 1);
}

/** Throw an InputError unless `value` is an integer of at least `least` (and at most `most`). */
export function requireSize(path: string, value: number, least: number, most: number = Number.MAX_SAFE_INTEGER): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const allowed =
    most === Number.MAX_SAFE_INTEGER ? `an integer of at least ${least}` : `an integer from ${least} to ${most}`;
  throw new InputError(
    [{ path, found: String(value), allowed, message: "this is no size of a design" }],
    "design-size",
  );
}

/**
 * Order the numbers 0..n-1 so that every prefix is spread evenly over them (van der Corput's order: by reversed bits). A grid
 * run in this order and interrupted is still a fair sample. For 8: 0, 4, 2, 6, 1, 5, 3, 7.
 */
export function balancedOrder(n: number): Uint32Array {
  requireSize("points", n, 0, 4_294_967_295);
  const out = new Uint32Array(n);
  let size = 1;
  while (size < n) size *= 2;
  let filled = 0;
  for (let i = 0; filled < n; i += 1) {
    let reversed = 0;
    for (let rest = i, weight = size / 2; weight >= 1; weight /= 2) {
      reversed += (rest % 2) * weight;
      rest = Math.floor(rest / 2);
    }
    if (reversed < n) {
      out[filled] = reversed;
      filled += 1;
    }
  }
  return out;
}
