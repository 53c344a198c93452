// The synthetic map: municipalities by size, tied to labour-market regions, and how totals are shared among them. The
// map is drawn once from fixed quantiles and fixed addresses, so that every replication and scenario has the same
// country. It is synthetic: regions and municipalities carry numbers, not names.

import { exp, normalQuantile } from "../foundation/index.ts";
import { AddressedStreams, type StreamKey } from "../random/index.ts";
import { Draws } from "./draws.ts";
import { municipalitySizeLimits } from "./numerics.ts";
import type { ProgrammeParameters } from "./parameters.ts";
import type { MunicipalityRow } from "./programme-data.ts";
import { purposeOf } from "./words.ts";

/** Key of everything that is the same in all replications: the map and the register of enterprises. */
export const registerKey: StreamKey = { low: 0, high: 0 };

/** Municipalities and their regions. */
export interface Geography {
  /** Inhabitants of each municipality, largest first. */
  readonly inhabitants: Float64Array;
  /** Region of each municipality. */
  readonly region: Int32Array;
  /** Size class of each municipality. */
  readonly sizeClass: Int32Array;
  /** Number of regions. */
  readonly regions: number;
  /** Inhabitants of each region. */
  readonly regionInhabitants: Float64Array;
  /** Municipalities of each region, largest first. */
  readonly members: readonly Int32Array[];
}

/**
 * Draw the map: sizes at fixed quantiles of a lognormal law, rescaled to the country's inhabitants; the largest
 * municipalities are the centres of the regions, and the others join a region at random.
 * @param rows a register of municipalities, which is then the map
 */
export function drawGeography(p: ProgrammeParameters, rows?: readonly MunicipalityRow[]): Geography {
  if (rows !== undefined) return geographyOf(rows);
  const count = p["municipal.count"];
  const regions = Math.min(p["municipal.region-count"], count);
  const sigma = p["municipal.inhabitants-sigma"];
  const inhabitants = new Float64Array(count);
  let total = 0;
  for (let m = 0; m < count; m++) {
    inhabitants[m] = exp(sigma * normalQuantile(1 - (m + 1 / 2) / count));
    total += inhabitants[m] as number;
  }
  const draws = new Draws(new AddressedStreams(registerKey));
  const region = new Int32Array(count);
  const sizeClass = new Int32Array(count);
  const regionInhabitants = new Float64Array(regions);
  const lists: number[][] = Array.from({ length: regions }, () => []);
  for (let m = 0; m < count; m++) {
    inhabitants[m] = ((inhabitants[m] as number) * p["municipal.inhabitants"]) / total;
    const u = draws.uniform("municipality", m, 0, purposeOf.region, 0);
    const home = m < regions ? m : Math.floor(u * regions);
    region[m] = home;
    sizeClass[m] = classOf(inhabitants[m] as number, municipalitySizeLimits);
    regionInhabitants[home] = (regionInhabitants[home] as number) + (inhabitants[m] as number);
    (lists[home] as number[]).push(m);
  }
  return {
    inhabitants,
    region,
    sizeClass,
    regions,
    regionInhabitants,
    members: lists.map((list) => Int32Array.from(list)),
  };
}

/** Make the map of a register: its rows in their order, regions in the order of their names. */
function geographyOf(rows: readonly MunicipalityRow[]): Geography {
  const names = [...new Set(rows.map((row) => row.region))].sort();
  const region = Int32Array.from(rows, (row) => names.indexOf(row.region));
  const regionInhabitants = new Float64Array(names.length);
  const lists: number[][] = names.map(() => []);
  rows.forEach((row, m) => {
    const home = region[m] as number;
    regionInhabitants[home] = (regionInhabitants[home] as number) + row.inhabitants;
    (lists[home] as number[]).push(m);
  });
  return {
    inhabitants: Float64Array.from(rows, (row) => row.inhabitants),
    region,
    sizeClass: Int32Array.from(rows, (row) => classOf(row.inhabitants, municipalitySizeLimits)),
    regions: names.length,
    regionInhabitants,
    members: lists.map((list) => Int32Array.from(list)),
  };
}

/** Say in which class a value falls, given the upper limits of all classes but the last. */
export function classOf(value: number, limits: readonly number[]): number {
  let k = 0;
  while (k < limits.length && value >= (limits[k] as number)) k++;
  return k;
}

/**
 * Share a whole number in proportion to weights, by largest remainders: the shares add up to the total exactly.
 * @param total a whole number
 * @param weights one weight for each receiver, not all zero
 */
export function shareWhole(total: number, weights: ArrayLike<number>): Int32Array {
  const n = weights.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += weights[i] as number;
  const shares = new Int32Array(n);
  const remainders: { readonly i: number; readonly rest: number }[] = [];
  let given = 0;
  for (let i = 0; i < n; i++) {
    const exact = sum > 0 ? (total * (weights[i] as number)) / sum : 0;
    shares[i] = Math.floor(exact);
    given += shares[i] as number;
    remainders.push({ i, rest: exact - (shares[i] as number) });
  }
  remainders.sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (let k = 0; k < total - given; k++) {
    const i = (remainders[k % n] as { i: number }).i;
    shares[i] = (shares[i] as number) + 1;
  }
  return shares;
}

/** Pick an index with probability proportional to its weight. */
export function pickByWeight(u: number, cumulative: Float64Array): number {
  const target = u * (cumulative[cumulative.length - 1] as number);
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] as number) > target) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Sum weights from the first on. */
export function cumulate(weights: ArrayLike<number>): Float64Array {
  const cumulative = new Float64Array(weights.length);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i] as number;
    cumulative[i] = sum;
  }
  return cumulative;
}
