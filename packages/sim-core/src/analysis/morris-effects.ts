// Morris's elementary effects: which parameters matter at all, and which act unevenly or together (Morris 1991; mu* of Campolongo,
// Cariboni and Saltelli 2007). Cheap screening: the numbers rank, they do not add up to a variance.

import type { UnitPoints } from "../experiment/design/index.ts";
import type { RandomSource } from "../random/index.ts";
import { type BootstrapInterval, bootstrap, mean, sampleStandardDeviation } from "../statistics/index.ts";
import { AnalysisError } from "./errors.ts";

/** What moving one parameter over its whole range would do, judged by single steps. */
export interface ElementaryEffects {
  /** Position of the parameter in the design. */
  readonly parameter: number;
  /** Number of effects that are defined; one for each trajectory as a rule. */
  readonly n: number;
  /** Effects lost because an output was undefined. */
  readonly undefinedEffects: number;
  /** Mean effect: a mean near 0 beside a large muStar means that the sign changes. */
  readonly mu: number;
  /** Mean size of the effect: how much the parameter matters. */
  readonly muStar: number;
  /** Standard deviation of the effects: unevenness and interaction. */
  readonly sigma: number;
  readonly muStarInterval: BootstrapInterval;
}

/** How to draw the interval of mu*. */
export interface EffectsOptions {
  readonly level: number;
  readonly resamples: number;
  readonly source: RandomSource;
}

/**
 * Compute elementary effects from the points of `morrisTrajectories` (k + 1 points a trajectory) and the output at each. A
 * step with an undefined output (NaN) costs that effect alone. Effects are for the unit range: output over step.
 *
 * For y = 2 x1 + x2 every effect of x1 is 2: mu 2, mu* 2, sigma 0.
 *
 * @throws AnalysisError `analysis-design` when the points are not whole trajectories of one step at a time
 */
export function morrisEffects(
  points: UnitPoints,
  outputs: ArrayLike<number>,
  options: EffectsOptions,
): ElementaryEffects[] {
  const dimensions = points[0]?.length ?? 0;
  const length = dimensions + 1;
  if (dimensions === 0 || points.length % length !== 0 || outputs.length !== points.length) {
    throw new AnalysisError(
      "analysis-design",
      `${points.length} points with ${outputs.length} outputs are not whole trajectories of ${length}`,
      { points: points.length, outputs: outputs.length, dimensions },
    );
  }
  const effects: number[][] = Array.from({ length: dimensions }, () => []);
  for (let start = 0; start < points.length; start += length) {
    for (let step = start + 1; step < start + length; step += 1) {
      const moved = movedCoordinate(points[step - 1], points[step]);
      if (moved === undefined) {
        throw new AnalysisError("analysis-design", `points ${step - 1} and ${step} do not differ in one coordinate`, {
          step,
        });
      }
      effects[moved].push((outputs[step] - outputs[step - 1]) / (points[step][moved] - points[step - 1][moved]));
    }
  }
  return effects.map((all, parameter) => {
    const sizes = all.map(Math.abs);
    const muStarInterval = bootstrap(sizes, mean, { ...options, method: "percentile" });
    return {
      parameter,
      n: muStarInterval.n,
      undefinedEffects: all.length - muStarInterval.n,
      mu: mean(all),
      muStar: mean(sizes),
      sigma: sampleStandardDeviation(all),
      muStarInterval,
    };
  });
}

function movedCoordinate(before: Float64Array, after: Float64Array): number | undefined {
  let moved: number | undefined;
  for (let d = 0; d < before.length; d += 1) {
    if (before[d] === after[d]) continue;
    if (moved !== undefined) return undefined;
    moved = d;
  }
  return moved;
}
