// What a conformance check is and how it is judged. A case simulates a classic model in independent replications; each of its
// measures is a ratio of totals (time in queue over customers, area over time) with a value that theory gives.
//
// Contract: under a right engine every total obeys E[numerator] = theory x E[denominator] exactly (see regeneration.ts), so that
// the mean of numerator - theory x denominator over replications is tested against zero, by Student's t with its skewness taken out:
// no ratio bias, no warm-up.

import { normalQuantile, studentTCdf, studentTQuantile } from "../foundation/math.ts";
import { compensatedSum } from "../foundation/sum.ts";
import type { StreamKey } from "../random/index.ts";
import { proportionInterval } from "../statistics/index.ts";
import { skewCorrectedInterval } from "./skew-corrected.ts";

/** The view of the kernel that a case is written in. */
export type ConformanceView = "processes" | "events";

/** What one replication adds up to, by name. */
export type Totals = Readonly<Record<string, number>>;

/** One measure of a case, with what theory says. */
export interface Expectation {
  readonly measure: string;
  /** The value by theory; not 0. */
  readonly theory: number;
  /** Names of two totals; their ratio is the measure. */
  readonly ratio: readonly [numerator: string, denominator: string];
}

/** A classic model that is simulated and compared with theory. */
export interface TheoryCase {
  readonly kind: "theory";
  /** Lower case with hyphens; unique. */
  readonly name: string;
  /** In the notation of the field, such as M/M/1. */
  readonly model: string;
  readonly view: ConformanceView;
  /** The parameters, in words. */
  readonly setting: string;
  /** Formula and where it stands. */
  readonly source: string;
  readonly expectations: readonly Expectation[];
  /** Regeneration cycles of one replication at full effort. */
  readonly cycles: number;
  /** Simulate one replication of so many cycles: a pure function of both arguments. */
  simulate(key: StreamKey, cycles: number): Totals;
}

/** What became of the comparison of two sequences that must be equal to the last bit. */
export interface PathComparison {
  readonly compared: number;
  readonly different: number;
  readonly greatestDifference: number;
}

/** A case in which every customer must fare exactly as a recursion says. */
export interface PathwiseCase {
  readonly kind: "pathwise";
  readonly name: string;
  readonly model: string;
  readonly view: ConformanceView;
  readonly setting: string;
  readonly source: string;
  readonly measure: string;
  /** Customers at full effort. */
  readonly customers: number;
  /** Simulate and compute the recursion on the same draws. */
  compare(key: StreamKey, customers: number): PathComparison;
}

/** How often intervals held the truth. */
export interface CoverageCount {
  readonly intervals: number;
  readonly held: number;
}

/** A case that repeats one of the library's own intervals and counts how often it holds the truth. */
export interface CoverageCase {
  readonly kind: "coverage";
  readonly name: string;
  readonly model: string;
  readonly view: ConformanceView;
  readonly setting: string;
  readonly source: string;
  readonly measure: string;
  /** The level that the intervals claim. */
  readonly claimed: number;
  /** Coverage from here to there is as good as the method promises; equal ends where it is exact. */
  readonly allowed: readonly [low: number, high: number];
  /** Intervals at full effort. */
  readonly intervals: number;
  /** Make intervals and count. */
  count(key: StreamKey, intervals: number): CoverageCount;
}

/** Any case. */
export type ConformanceCase = TheoryCase | PathwiseCase | CoverageCase;

/** `pass`; `fail`: theory lies outside the interval; `blind`: the interval is too wide for the check to mean anything. */
export type Verdict = "pass" | "fail" | "blind";

/** The outcome of one check: one row of the table. */
export interface CheckResult {
  readonly case: string;
  readonly model: string;
  readonly view: ConformanceView;
  readonly measure: string;
  readonly kind: ConformanceCase["kind"];
  readonly theory: number;
  readonly simulated: number;
  /** Interval of what was simulated, at the level of one check. */
  readonly low: number;
  readonly high: number;
  /** Replications, customers or intervals behind the figure. */
  readonly n: number;
  /** Two-sided, of this check alone; null where equality is exact. */
  readonly pValue: number | null;
  /** The relative error that this check finds with probability 0.9; 0 where equality is exact. */
  readonly detects: number;
  readonly verdict: Verdict;
}

/** A check whose interval is longer than twice this share of theory is blind, and has not passed. */
export const widestUseful = 0.3;

/** Skewness of a mean over replications up to which it is taken out; the cases are chosen to stay about or below it. */
export const mostSkewness = 0.15;

/** How sure the error in `detects` is to be found. */
export const power = 0.9;

/**
 * Judge one measure from independent replications.
 *
 * @param expectation the measure and its value by theory
 * @param replications totals, at least three
 * @param level of the check's interval, such as 0.99999
 * @returns what was simulated (total over total) with the interval of Fieller's method at theory's value: it leaves out theory
 *   exactly when the test of numerator - theory x denominator rejects
 */
export function judgeExpectation(
  { theory, ratio }: Expectation,
  replications: readonly Totals[],
  level: number,
): Pick<CheckResult, "theory" | "simulated" | "low" | "high" | "n" | "pValue" | "detects" | "verdict"> {
  const numerators = replications.map((totals) => totals[ratio[0]]);
  const denominators = replications.map((totals) => totals[ratio[1]]);
  const residuals = numerators.map((x, i) => x - theory * denominators[i]);
  const degreesOfFreedom = replications.length - 1;
  const quantile = studentTQuantile(1 - (1 - level) / 2, degreesOfFreedom);
  const { mean, standardError, low, high, statistic } = skewCorrectedInterval(residuals, quantile, mostSkewness);
  const scale = compensatedSum(denominators) / replications.length;
  const simulated = compensatedSum(numerators) / compensatedSum(denominators);
  // A skewed interval is longer on one side: for usefulness half its length counts, for power its longer side.
  const halfLength = (high - low) / 2 / scale;
  const reach = Math.max(mean - low, high - mean) / scale;
  // NaN anywhere must not pass.
  const whole = residuals.every((x) => Number.isFinite(x)) && scale > 0 && standardError > 0;
  const covers = whole && low <= 0 && 0 <= high;
  const useful = whole && halfLength <= widestUseful * Math.abs(theory);
  return {
    theory,
    simulated,
    low: simulated - (mean - low) / scale,
    high: simulated + (high - mean) / scale,
    n: replications.length,
    pValue: Math.min(1, 2 * studentTCdf(-Math.abs(statistic), degreesOfFreedom)),
    detects: (reach + (normalQuantile(power) * standardError) / scale) / Math.abs(theory),
    verdict: covers ? (useful ? "pass" : "blind") : "fail",
  };
}

/** Judge a comparison to the last bit: all of what was asked for is compared, and nothing differs. */
export function judgePath(
  comparison: PathComparison,
  customers: number,
): Pick<CheckResult, "theory" | "simulated" | "low" | "high" | "n" | "pValue" | "detects" | "verdict"> {
  const { compared, different } = comparison;
  return {
    theory: 0,
    simulated: different,
    low: different,
    high: different,
    n: compared,
    pValue: null,
    detects: 0,
    verdict: compared === customers && customers > 0 && different === 0 ? "pass" : "fail",
  };
}

/**
 * Judge a coverage: the exact interval (Clopper and Pearson) of the share that held must meet what is allowed.
 *
 * @param count how many intervals were made and how many held the truth
 * @param study the claimed level and what is allowed
 * @param level of the check's interval
 */
export function judgeCoverage(
  { intervals, held }: CoverageCount,
  study: Pick<CoverageCase, "claimed" | "allowed">,
  level: number,
): Pick<CheckResult, "theory" | "simulated" | "low" | "high" | "n" | "pValue" | "detects" | "verdict"> {
  const { claimed, allowed } = study;
  const { share, low, high } = proportionInterval(held, intervals, level);
  const meets = intervals > 0 && low <= allowed[1] && high >= allowed[0];
  // How far below the claim a coverage must lie to be found: normal approximation at the lower end of what is allowed.
  const deviation = Math.sqrt((allowed[0] * (1 - allowed[0])) / intervals);
  const critical = normalQuantile(1 - (1 - level) / 2) + normalQuantile(power);
  const detects = (claimed - allowed[0] + critical * deviation) / claimed;
  const verdict = meets ? (high - low <= 2 * widestUseful * claimed ? "pass" : "blind") : "fail";
  return { theory: claimed, simulated: share, low, high, n: intervals, pValue: null, detects, verdict };
}
