// Correlated parameters by a Gaussian copula: coordinates become normal scores, the scores are mixed, and come back uniform.
// Margins stay uniform and ranks are correlated. Not for Saltelli blocks or Morris trajectories, whose analysis needs
// independent parameters. A Latin hypercube keeps its strata only in parameters that are correlated with none before them.

import { InputError, type Problem } from "../../foundation/errors.ts";
import { normalCdf, normalQuantile, sin } from "../../foundation/math.ts";
import type { UnitPoints } from "./unit-points.ts";

/** A wished rank correlation (Spearman's) between two parameters, by their positions. */
export interface RankCorrelation {
  readonly a: number;
  readonly b: number;
  /** Strictly between -1 and 1. */
  readonly correlation: number;
}

/**
 * Give the points the wished rank correlations; parameters that are not named stay independent. The copula's own correlation
 * is 2 sin(pi r / 6) for a rank correlation r (Kruskal 1958).
 *
 * @throws InputError `design-correlation` with every problem: an unknown position, a value outside (-1, 1), a pair named
 *   twice, or correlations that cannot hold together
 */
export function correlate(points: UnitPoints, correlations: readonly RankCorrelation[]): UnitPoints {
  const dimensions = points[0]?.length ?? 0;
  const factor = copulaFactor(dimensions, correlations);
  const floor = Number.EPSILON / 2;
  return points.map((point) => {
    const scores = Float64Array.from(point, (u) => normalQuantile(Math.min(1 - floor, Math.max(floor, u))));
    return Float64Array.from(point, (u, i) => {
      const row = factor[i];
      let score = 0;
      let mixed = false;
      for (let j = 0; j <= i; j += 1) {
        score += row[j] * scores[j];
        if (j < i && row[j] !== 0) mixed = true;
      }
      return mixed ? Math.min(1 - floor, Math.max(floor, normalCdf(score))) : u;
    });
  });
}

/**
 * Factor the copula's correlation matrix (Cholesky); row i holds the weights of scores 0..i.
 *
 * @throws InputError as `correlate`
 */
export function copulaFactor(dimensions: number, correlations: readonly RankCorrelation[]): Float64Array[] {
  const problems: Problem[] = [];
  const matrix = Array.from({ length: dimensions }, (_, i) => {
    const row = new Float64Array(dimensions);
    row[i] = 1;
    return row;
  });
  const seen = new Set<string>();
  correlations.forEach(({ a, b, correlation }, i) => {
    const path = `correlations[${i}]`;
    const known = (d: number): boolean => Number.isInteger(d) && d >= 0 && d < dimensions;
    if (!known(a) || !known(b) || a === b) {
      problems.push({ path, found: `${a}, ${b}`, message: `two different parameters of ${dimensions} are needed` });
      return;
    }
    if (!(correlation > -1 && correlation < 1)) {
      const allowed = "a number strictly between -1 and 1";
      problems.push({ path, found: String(correlation), allowed, message: "this is no correlation" });
      return;
    }
    const name = `${Math.min(a, b)},${Math.max(a, b)}`;
    if (seen.has(name)) problems.push({ path, found: name, message: "this pair is named twice" });
    seen.add(name);
    const own = 2 * sin((Math.PI * correlation) / 6);
    matrix[a][b] = own;
    matrix[b][a] = own;
  });
  if (problems.length > 0) throw new InputError(problems, "design-correlation");

  const factor = matrix.map(() => new Float64Array(dimensions));
  for (let i = 0; i < dimensions; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let rest = matrix[i][j];
      for (let k = 0; k < j; k += 1) rest -= factor[i][k] * factor[j][k];
      if (j < i) {
        factor[i][j] = rest / factor[j][j];
      } else if (rest > 1e-12) {
        factor[i][i] = Math.sqrt(rest);
      } else {
        throw new InputError(
          [{ path: "correlations", found: `parameter ${i}`, message: "these correlations cannot hold together" }],
          "design-correlation",
        );
      }
    }
  }
  return factor;
}
