// Exact sample quantiles of type 7 (Hyndman and Fan 1996): linear between order statistics, p = 0 the least and 1 the greatest.
// Order of the input never matters. NaN means undefined and is left out; no values give NaN.

import { requireProbability } from "./errors.ts";
import { definedValues } from "./moments.ts";

/** Copy the defined values in ascending order. */
export function sortedValues(values: ArrayLike<number>): Float64Array {
  return definedValues(values).sort();
}

/**
 * Read the type-7 quantile at `p` (0..1) from values that are sorted ascending and hold no NaN; NaN when empty.
 * `quantileOfSorted([1, 2, 3, 4], 0.5)` is 2.5; at 0.05 it is 1.15.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number {
  requireProbability(p);
  const n = sorted.length;
  if (n === 0) return Number.NaN;
  const place = (n - 1) * p;
  const below = Math.min(Math.floor(place), n - 1);
  const above = Math.min(below + 1, n - 1);
  const low = sorted[below];
  const high = sorted[above];
  return Math.min(high, low + (place - below) * (high - low));
}

/** Compute the type-7 quantile at `p` (0..1) of values in any order. `quantileType7([3, 1, 2], 0.25)` is 1.5. */
export function quantileType7(values: ArrayLike<number>, p: number): number {
  return quantileOfSorted(sortedValues(values), p);
}

/** Compute several type-7 quantiles with one sort; the answer is in the order of `ps`. */
export function quantilesType7(values: ArrayLike<number>, ps: readonly number[]): number[] {
  const sorted = sortedValues(values);
  return ps.map((p) => quantileOfSorted(sorted, p));
}
