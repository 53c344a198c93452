// PRIM, the patient rule induction method: boxes in the space of parameters inside which an outcome is common (Friedman and Fisher
// 1999), for scenario discovery (Bryant and Lempert 2010): "it fails mostly where this is high and that is low".

import { betaI } from "../foundation/math.ts";
import { quantileOfSorted } from "../statistics/index.ts";
import { AnalysisError } from "./errors.ts";

/** One edge-parallel limit of a box. */
export interface BoxLimit {
  readonly parameter: number;
  readonly low: number;
  readonly high: number;
  /** Chance to do as well without this limit, if what it cuts away were no different (binomial; Bryant and Lempert 2010). */
  readonly pValue: number;
}

/** A box on the way from the whole space to the smallest. */
export interface PrimBox {
  /** Limits of the restricted parameters only. */
  readonly limits: readonly BoxLimit[];
  /** Share of all points inside. */
  readonly mass: number;
  /** Share of the points inside that are cases of interest. */
  readonly density: number;
  /** Share of all cases of interest that are inside. */
  readonly coverage: number;
}

/** How patiently to peel. */
export interface PrimOptions {
  /** Share of the points inside that one peel takes away, at most; 0.05 is customary. */
  readonly peel: number;
  /** Least share of all points in a box. */
  readonly leastMass: number;
}

/**
 * Peel boxes off the whole space, always the face whose loss leaves the highest density (at a tie the smaller loss, then the earlier
 * parameter), down to `leastMass`; each box is then pasted back outwards while its density does not fall. The first box is the whole
 * space. Choose on the trade-off of coverage, density and number of limits; the last box is seldom the one to tell.
 *
 * @param points one row for each point, one number for each parameter
 * @param interesting whether the point is a case of interest
 * @throws AnalysisError `analysis-argument` without points, without a case, or for a share outside (0, 1)
 */
export function prim(
  points: readonly ArrayLike<number>[],
  interesting: readonly boolean[],
  options: PrimOptions,
): PrimBox[] {
  const { peel, leastMass } = options;
  const dimensions = points[0]?.length ?? 0;
  const cases = interesting.filter(Boolean).length;
  const shares = peel > 0 && peel < 1 && leastMass > 0 && leastMass < 1;
  const finite = points.every((p) => p.length === dimensions && Array.from(p).every((x) => Number.isFinite(x)));
  if (!shares || !finite || dimensions === 0 || points.length !== interesting.length || cases === 0) {
    throw new AnalysisError(
      "analysis-argument",
      "PRIM takes finite points with a flag for each, at least one case of interest, and shares strictly between 0 and 1",
      { points: points.length, flags: interesting.length, cases, peel, leastMass },
    );
  }
  const whole = Array.from({ length: dimensions }, (): Range => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  const study: Study = { points, interesting, cases };
  const boxes = [describe(study, whole)];
  let ranges = whole;
  for (;;) {
    const next = peeled(study, ranges, peel, leastMass);
    if (next === undefined) return boxes;
    ranges = next;
    boxes.push(describe(study, pasted(study, ranges, peel)));
  }
}

type Range = readonly [low: number, high: number];

interface Study {
  readonly points: readonly ArrayLike<number>[];
  readonly interesting: readonly boolean[];
  readonly cases: number;
}

interface Count {
  readonly inside: number;
  readonly hits: number;
}

function count({ points, interesting }: Study, ranges: readonly Range[]): Count {
  let inside = 0;
  let hits = 0;
  points.forEach((point, i) => {
    if (!holds(ranges, point)) return;
    inside += 1;
    if (interesting[i]) hits += 1;
  });
  return { inside, hits };
}

function holds(ranges: readonly Range[], point: ArrayLike<number>): boolean {
  for (let d = 0; d < ranges.length; d += 1) if (point[d] < ranges[d][0] || point[d] > ranges[d][1]) return false;
  return true;
}

function withRange(ranges: readonly Range[], d: number, range: Range): Range[] {
  return ranges.map((old, i) => (i === d ? range : old));
}

function peeled(study: Study, ranges: readonly Range[], peel: number, leastMass: number): Range[] | undefined {
  const before = count(study, ranges);
  const inside = study.points.filter((p) => holds(ranges, p));
  let best: { ranges: Range[]; density: number; inside: number } | undefined;
  for (let d = 0; d < ranges.length; d += 1) {
    const sorted = Float64Array.from(inside, (p) => p[d]).sort();
    const [low, high] = ranges[d];
    // The new edge is the first value kept, so that points exactly at a cut (grids) go together and every peel takes something.
    const above = sorted.find((x) => x > quantileOfSorted(sorted, peel)) ?? Number.NaN;
    const below = sorted.findLast((x) => x < quantileOfSorted(sorted, 1 - peel)) ?? Number.NaN;
    for (const range of [[above, high] as const, [low, below] as const]) {
      if (Number.isNaN(range[0]) || Number.isNaN(range[1])) continue;
      const candidate = withRange(ranges, d, range);
      const after = count(study, candidate);
      if (after.inside >= before.inside || after.inside < leastMass * study.points.length) continue;
      const density = after.hits / after.inside;
      const better =
        best === undefined || density > best.density || (density === best.density && after.inside > best.inside);
      if (better) best = { ranges: candidate, density, inside: after.inside };
    }
  }
  return best?.ranges;
}

/** Move each edge out by as much as a peel would take, or less, as long as the density does not fall. */
function pasted(study: Study, start: readonly Range[], peel: number): readonly Range[] {
  let ranges = start;
  for (;;) {
    const before = count(study, ranges);
    let best: { ranges: Range[]; density: number } | undefined;
    for (let d = 0; d < ranges.length; d += 1) {
      const [low, high] = ranges[d];
      const open = withRange(ranges, d, [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
      const reachable = study.points.filter((p) => holds(open, p));
      const under = Float64Array.from(reachable, (p) => p[d])
        .filter((x) => x < low)
        .sort();
      const over = Float64Array.from(reachable, (p) => p[d])
        .filter((x) => x > high)
        .sort();
      const candidates: Range[] = [];
      // Halved steps, so that an edge does not stop short of a border that a whole step would cross.
      for (let step = Math.max(1, Math.round(peel * before.inside)); step >= 1; step = Math.floor(step / 2)) {
        if (under.length > 0) candidates.push([under[Math.max(0, under.length - step)], high]);
        if (over.length > 0) candidates.push([low, over[Math.min(over.length, step) - 1]]);
      }
      for (const range of candidates) {
        const candidate = withRange(ranges, d, range);
        const after = count(study, candidate);
        const density = after.hits / after.inside;
        if (density * before.inside < before.hits) continue;
        if (best === undefined || density > best.density) best = { ranges: candidate, density };
      }
    }
    if (best === undefined) return ranges;
    ranges = best.ranges;
  }
}

function describe(study: Study, ranges: readonly Range[]): PrimBox {
  const { inside, hits } = count(study, ranges);
  const limits: BoxLimit[] = [];
  ranges.forEach(([low, high], parameter) => {
    if (low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY) return;
    const without = count(study, withRange(ranges, parameter, [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]));
    limits.push({ parameter, low, high, pValue: upperTail(hits, inside, without.hits / without.inside) });
  });
  return { limits, mass: inside / study.points.length, density: hits / inside, coverage: hits / study.cases };
}

/** Probability of at least `hits` of `n` at success probability `p`. */
function upperTail(hits: number, n: number, p: number): number {
  if (hits === 0) return 1;
  return betaI(p, hits, n - hits + 1);
}
