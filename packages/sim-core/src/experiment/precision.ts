// Stopping at a precision: looks at fixed numbers of replications (20, 40, 80, ...), in replication order, each at a level that
// allows for all looks and all headline measures together. Absolute for differences: a difference near zero has no relative
// precision, and a negative mean no smaller claim than a positive one.

import { InputError, type Problem } from "../foundation/errors.ts";
import { canonicalGroup, type Group } from "../kernel/model.ts";
import { correctedLevel, precisionLooks, tHalfWidth } from "../statistics/index.ts";
import type { Difference, Estimate } from "./estimates.ts";
import type { HeadlineCell, ReduceOptions, Reduction } from "./reduce.ts";
import { runsPerUnit, type StudyPlan } from "./study-plan.ts";

/** How precise the headline family is to be. */
export interface PrecisionGoal {
  /** Largest half-width, of a level or a difference, as a share of the size of the first scenario's mean of that measure. */
  readonly relative: number;
  /** Largest half-width of a measure in its own unit, in place of the share; needed where the first scenario's mean is near zero. */
  readonly absolute?: Readonly<Record<string, number>>;
  /** Replications at the first look; 20 when left out. Each later look has twice as many. */
  readonly firstLook?: number;
}

/** What became of a precision goal. */
export interface PrecisionOutcome {
  readonly reached: boolean;
  /** Replications at the look that decided. */
  readonly replications: number;
  /** Number of that look, from 1. */
  readonly look: number;
  /** Level of each interval at that look, corrected for looks and measures. */
  readonly correctedLevel: number;
  /** The rows that are not precise enough, the worst first; empty when the goal is reached. */
  readonly short: readonly PrecisionShortfall[];
}

/** A headline row that is not precise enough. */
export interface PrecisionShortfall {
  /** The scenario; for a difference its scenario b. */
  readonly scenario: string;
  /** For a difference its scenario a; null for a level. */
  readonly against: string | null;
  readonly measure: string;
  readonly group: Group;
  readonly time: number;
  /** Half-width at the corrected level; null when it is undefined. */
  readonly halfWidth: number | null;
  /** Half-width that is allowed; NaN for a measure that was never observed. */
  readonly goal: number;
}

/**
 * List the numbers of replications at which a study is looked at; the last is what the plan allows at most. Without a goal
 * there is one look, at the end.
 *
 * @throws InputError for a goal that is not above 0, or without a headline family to hold it
 */
export function looksUpTo(
  goal: PrecisionGoal | undefined,
  plan: StudyPlan,
  headline: readonly HeadlineCell[],
): readonly number[] {
  if (goal === undefined) return [plan.replications];
  const problems: Problem[] = [];
  if (headline.length === 0) problems.push({ path: "headline", message: "a precision goal needs a headline family" });
  const shares: (readonly [path: string, value: number])[] = [["precision.relative", goal.relative]];
  for (const [measure, value] of Object.entries(goal.absolute ?? {}))
    shares.push([`precision.absolute.${measure}`, value]);
  for (const [path, value] of shares) {
    if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
      problems.push({ path, found: String(value), allowed: "a number above 0", message: "this is no half-width" });
    }
  }
  const unit = runsPerUnit(plan);
  const first = goal.firstLook ?? 20;
  if (!Number.isInteger(first) || first < 2 * unit || first % unit !== 0) {
    const allowed = `a multiple of ${unit} of at least ${2 * unit}`;
    problems.push({ path: "precision.firstLook", found: String(first), allowed, message: "no such first look" });
  }
  if (problems.length > 0) throw new InputError(problems, "study-precision");
  return plan.replications <= first ? [plan.replications] : precisionLooks(first, plan.replications);
}

/**
 * Judge the headline family at one look.
 *
 * @throws InputError when the first scenario's mean of a measure cannot be told from zero and no absolute half-width is given
 */
export function precisionAt(
  goal: PrecisionGoal,
  { estimates }: Reduction,
  options: ReduceOptions,
  at: { readonly look: number; readonly looks: number; readonly replications: number; readonly scenario: string },
): PrecisionOutcome {
  const family = new Set((options.headline ?? []).map(cellText));
  const inFamily = (row: Estimate | Difference): boolean => row.point === null && family.has(cellText(row));
  const levels = estimates.estimates.filter(inFamily);
  const differences = estimates.differences.filter(inFamily);
  const intervals = at.looks * Math.max(1, levels.length + differences.length);
  const lookLevel = correctedLevel(options.level ?? 0.95, intervals);
  const goals = goalsOf(goal, levels);
  const short: PrecisionShortfall[] = (options.headline ?? [])
    .filter((cell) => !levels.some((row) => cellText(row) === cellText(cell)))
    .map((cell) => ({ ...cell, scenario: at.scenario, against: null, halfWidth: null, goal: Number.NaN }));
  const judge = (row: Estimate | Difference, scenario: string, against: string | null): void => {
    const allowed = goals.get(cellText(row));
    if (allowed === undefined) return;
    const { measure, group, time } = row;
    const halfWidth = atLevel(row, lookLevel);
    if (halfWidth !== null && halfWidth <= allowed) return;
    short.push({ scenario, against, measure, group, time, halfWidth, goal: allowed });
  };
  for (const row of levels) judge(row, row.scenario, null);
  for (const row of differences) judge(row, row.b, row.a);
  const excess = ({ halfWidth, goal: allowed }: PrecisionShortfall): number =>
    halfWidth === null ? Number.POSITIVE_INFINITY : halfWidth / allowed;
  short.sort((a, b) => (excess(a) === excess(b) ? 0 : excess(b) - excess(a)));
  return {
    reached: short.length === 0,
    replications: at.replications,
    look: at.look + 1,
    correctedLevel: lookLevel,
    short,
  };
}

/** Half-widths that are allowed, by cell. A cell that the first scenario does not have takes an absolute goal or none. */
function goalsOf(goal: PrecisionGoal, levels: readonly Estimate[]): Map<string, number> {
  const goals = new Map<string, number>();
  const problems: Problem[] = [];
  for (const row of levels) {
    const text = cellText(row);
    const absolute = goal.absolute?.[row.measure];
    if (absolute !== undefined) goals.set(text, absolute);
    if (goals.has(text) || row.scenario !== levels[0].scenario) continue;
    if (row.mean !== null && (row.halfWidth === null || Math.abs(row.mean) > row.halfWidth)) {
      goals.set(text, goal.relative * Math.abs(row.mean));
    } else if (row.mean !== null) {
      problems.push({
        path: "precision",
        found: `${row.measure} ${row.mean}`,
        allowed: `a half-width for ${row.measure} in its own unit`,
        message: `the mean of ${row.measure} in ${row.scenario} cannot be told from zero, so a share of it says nothing`,
      });
    }
  }
  if (problems.length > 0) throw new InputError(problems, "study-precision-near-zero");
  return goals;
}

/** Move a row's half-width to another level: the standard error is the same, the quantile is not. */
function atLevel(row: Estimate | Difference, level: number): number | null {
  if (row.halfWidth === null) return null;
  if (row.halfWidth === 0) return 0;
  const standardError = row.halfWidth / tHalfWidth(1, row.n - 1, row.level);
  return tHalfWidth(standardError, row.n - 1, level);
}

function cellText(cell: { readonly measure: string; readonly group: Group; readonly time: number }): string {
  return JSON.stringify([cell.measure, canonicalGroup(cell.group), cell.time]);
}
