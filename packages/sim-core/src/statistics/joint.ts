// Several means or differences judged at once: Holm's step-down procedure over one declared family.
// What it promises: the chance of even one false "differs from zero" in the family is at most 1 - level, however the
// members depend on each other. For ranges that hold all at once, use the wider simultaneous half-width.

import { requireLevel } from "./errors.ts";
import { tHalfWidth, tPValue } from "./interval.ts";

/** What a family needs to know of a member; a `MeanInterval` is one. */
export interface FamilyMember {
  readonly mean: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
}

/** A member's place in its family. */
export interface JointInterval {
  readonly method: "holm";
  /** Two-sided p-value of "zero" for this member alone; NaN when undefined. */
  readonly pValue: number;
  /** The p-value adjusted by Holm (1979): reject at a when it is at most a. */
  readonly adjustedPValue: number;
  /** Whether zero is rejected at the family's level. */
  readonly differs: boolean;
  /** Half-width at the step's level: mean plus or minus this leaves out zero exactly when `differs`. */
  readonly jointHalfWidth: number;
  /** Half-width at Bonferroni's level: all intervals of the family cover together at `level`. */
  readonly simultaneousHalfWidth: number;
  readonly level: number;
}

/**
 * Judge a family at once by Holm's step-down procedure (Holm 1979). The answer is in the order of the members and does
 * not depend on it. The k-th smallest p-value of m meets (1 - level) / (m - k + 1); at the first failure the procedure
 * stops and the rest keep that step's level. A member without spread has p 1 at zero and 0 elsewhere; an undefined member
 * still counts in m and is never said to differ.
 *
 * p-values 0.01, 0.04, 0.03 at level 0.95 are adjusted to 0.03, 0.06, 0.06: only the first differs.
 */
export function holm(family: readonly FamilyMember[], level: number): JointInterval[] {
  requireLevel(level);
  const size = family.length;
  const pValues = family.map((m) => tPValue(m.mean, m.standardError, m.degreesOfFreedom));
  const forRank = pValues.map((p) => (Number.isNaN(p) ? 2 : p));
  const order = forRank.map((_, i) => i).sort((i, j) => forRank[i] - forRank[j] || i - j);

  const out = new Array<JointInterval>(size);
  let adjusted = 0;
  let stepError = 0;
  let stopped = false;
  for (let k = 0; k < size; k += 1) {
    const i = order[k];
    // Equal p-values share the stricter level, so that the order of the members decides nothing.
    const tied = k > 0 && forRank[i] === forRank[order[k - 1]];
    if (!stopped && !tied) stepError = (1 - level) / (size - k);
    const p = pValues[i];
    if (!(p <= stepError)) stopped = true;
    if (!tied && !Number.isNaN(p)) adjusted = Math.max(adjusted, Math.min(1, (size - k) * p));
    const { standardError, degreesOfFreedom } = family[i];
    out[i] = {
      method: "holm",
      pValue: p,
      adjustedPValue: Number.isNaN(p) ? Number.NaN : adjusted,
      differs: !stopped,
      jointHalfWidth: tHalfWidth(standardError, degreesOfFreedom, 1 - stepError),
      simultaneousHalfWidth: tHalfWidth(standardError, degreesOfFreedom, 1 - (1 - level) / size),
      level,
    };
  }
  return out;
}
