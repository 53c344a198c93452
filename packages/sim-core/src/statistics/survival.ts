// Time until an event when some have not had it yet: Kaplan-Meier survival and, with several causes, the cumulative
// incidence of Aalen and Johansen. Times are in any one unit from each subject's own origin. At equal times events come
// before censorings, and who enters at t is first at risk after t.

import { exp, log, normalQuantile } from "../foundation/math.ts";
import { requireFinite, requireLevel, StatisticsError } from "./errors.ts";

/** One subject's follow-up. */
export interface SurvivalSubject {
  /** When follow-up starts (left truncation, as for people who were there at the start); 0 when absent. */
  readonly entry?: number;
  /** When the event came or follow-up ended; after `entry`. */
  readonly time: number;
  /** What ended it; undefined when it was censored. */
  readonly cause?: string | undefined;
}

/** The survival curve right after one time at which events came. */
export interface SurvivalStep {
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  /** Probability of no event up to and at this time. */
  readonly survival: number;
  /** Greenwood's variance of `survival`. */
  readonly variance: number;
  /** Log-log interval at the level asked for; NaN where survival is 0. */
  readonly low: number;
  readonly high: number;
}

/** A survival curve: its steps and where it is known. */
export interface SurvivalCurve {
  readonly method: "kaplan-meier";
  readonly level: number;
  readonly subjects: number;
  readonly events: number;
  /** The last time at which anybody was still followed: nothing is known beyond. */
  readonly lastTime: number;
  readonly steps: readonly SurvivalStep[];
}

/** The cumulative incidence of one cause right after one time at which events of any cause came. */
export interface IncidenceStep {
  readonly time: number;
  readonly atRisk: number;
  /** Events of this cause. */
  readonly events: number;
  /** Probability of an event of this cause up to and at this time, the other causes being what they are. */
  readonly incidence: number;
  readonly variance: number;
  readonly low: number;
  readonly high: number;
}

/** Cumulative incidence of every cause, causes in code-unit order. */
export interface IncidenceCurves {
  readonly method: "aalen-johansen";
  readonly level: number;
  readonly subjects: number;
  readonly lastTime: number;
  readonly causes: readonly { readonly cause: string; readonly steps: readonly IncidenceStep[] }[];
}

/**
 * Estimate survival from all causes together (Kaplan and Meier 1958), with Greenwood's variance (1926) and intervals that
 * are symmetric in log(-log S) (Kalbfleisch and Prentice 1980), which never leave [0, 1].
 *
 * Times 1, 2 (censored), 3: survival 2/3 after 1 and 0 after 3.
 *
 * @throws StatisticsError for a time that is not finite or not after its entry.
 */
export function kaplanMeier(subjects: readonly SurvivalSubject[], level: number): SurvivalCurve {
  requireLevel(level);
  const moments = eventMoments(subjects);
  const z = normalQuantile(1 - (1 - level) / 2);
  let survival = 1;
  let greenwood = 0;
  const steps = moments.map(({ time, atRisk, byCause }): SurvivalStep => {
    const events = countOf(byCause);
    survival *= (atRisk - events) / atRisk;
    if (survival > 0) greenwood += events / (atRisk * (atRisk - events));
    const variance = survival * survival * greenwood;
    const [low, high] = logLogInterval(survival, variance, z);
    return { time, atRisk, events, survival, variance, low, high };
  });
  return {
    method: "kaplan-meier",
    level,
    subjects: subjects.length,
    events: steps.reduce((sum, step) => sum + step.events, 0),
    lastTime: lastTimeOf(subjects),
    steps,
  };
}

/** Read survival at `time`: 1 before the first event, NaN beyond the last time at which anybody was followed. */
export function survivalAt(curve: SurvivalCurve, time: number): number {
  if (time > curve.lastTime) return curve.steps.at(-1)?.survival === 0 ? 0 : Number.NaN;
  return lastStep(curve.steps, time)?.survival ?? 1;
}

/** Read the first time at which survival is at most 1 - p; NaN when the curve does not come down that far. */
export function survivalQuantile(curve: SurvivalCurve, p: number): number {
  return curve.steps.find((step) => step.survival <= 1 - p)?.time ?? Number.NaN;
}

/** Integrate survival from 0 to `horizon`: the mean time within it. NaN when the curve is not known that far. */
export function restrictedMean(curve: SurvivalCurve, horizon: number): number {
  if (Number.isNaN(survivalAt(curve, horizon))) return Number.NaN;
  let area = 0;
  let time = 0;
  let survival = 1;
  for (const step of curve.steps) {
    if (step.time >= horizon) break;
    area += survival * (step.time - time);
    time = step.time;
    survival = step.survival;
  }
  return area + survival * (horizon - time);
}

/**
 * Estimate the cumulative incidence of each cause (Aalen and Johansen 1978) with the delta-method variance (Marubini and
 * Valsecchi 1995, eq. 10.12), which is Greenwood's when there is one cause. Intervals are symmetric in log(-log(1 - F)).
 * One minus Kaplan-Meier of a single cause, with the other causes censored, is larger and answers another question.
 *
 * Ends at 1 (a), 2 (b), 3 (a), 4 (b): incidence of a is 1/4 after 1 and 1/2 after 3.
 */
export function aalenJohansen(subjects: readonly SurvivalSubject[], level: number): IncidenceCurves {
  requireLevel(level);
  const moments = eventMoments(subjects);
  const z = normalQuantile(1 - (1 - level) / 2);
  const names = new Set(subjects.map((s) => s.cause).filter((cause) => cause !== undefined));
  const causes = [...names].sort().map((cause) => ({ cause, steps: incidenceSteps(moments, cause, z) }));
  return { method: "aalen-johansen", level, subjects: subjects.length, lastTime: lastTimeOf(subjects), causes };
}

/** Read the incidence of `cause` at `time`; 0 before its first event, NaN beyond the follow-up. */
export function incidenceAt(curves: IncidenceCurves, cause: string, time: number): number {
  if (time > curves.lastTime) return Number.NaN;
  const steps = curves.causes.find((c) => c.cause === cause)?.steps ?? [];
  return lastStep(steps, time)?.incidence ?? 0;
}

interface EventMoment {
  readonly time: number;
  readonly atRisk: number;
  readonly byCause: ReadonlyMap<string, number>;
}

function eventMoments(subjects: readonly SurvivalSubject[]): EventMoment[] {
  subjects.forEach(({ entry = 0, time }, i) => {
    requireFinite(time, `the time of subject ${i}`);
    requireFinite(entry, `the entry of subject ${i}`);
    if (!(time > entry) && !(entry === 0 && time === 0)) {
      throw new StatisticsError("statistics-entry", `subject ${i} ends at ${time}, not after its entry at ${entry}`, {
        index: i,
        entry,
        time,
      });
    }
  });
  const entries = Float64Array.from(subjects, (s) => (s.entry ?? 0) || Number.NEGATIVE_INFINITY).sort();
  const ends = [...subjects].sort((a, b) => a.time - b.time);
  const moments: EventMoment[] = [];
  let entered = 0;
  for (let i = 0; i < ends.length; ) {
    const time = ends[i].time;
    while (entered < entries.length && entries[entered] < time) entered += 1;
    const atRisk = entered - i;
    const byCause = new Map<string, number>();
    for (; i < ends.length && ends[i].time === time; i += 1) {
      const cause = ends[i].cause;
      if (cause !== undefined) byCause.set(cause, (byCause.get(cause) ?? 0) + 1);
    }
    if (byCause.size > 0) moments.push({ time, atRisk, byCause });
  }
  return moments;
}

function incidenceSteps(moments: readonly EventMoment[], cause: string, z: number): IncidenceStep[] {
  let survival = 1;
  let incidence = 0;
  // Running sums over the steps so far, with gap = incidence now less incidence at that step, kept up to date as the
  // incidence grows; all terms are non-negative, so nothing cancels.
  let hazardSum = 0;
  let hazardGap = 0;
  let hazardGapSquared = 0;
  let ownSum = 0;
  let crossSum = 0;
  let crossGap = 0;
  return moments.map(({ time, atRisk, byCause }): IncidenceStep => {
    const all = countOf(byCause);
    const events = byCause.get(cause) ?? 0;
    const before = survival;
    const growth = (before * events) / atRisk;
    incidence += growth;
    hazardGapSquared += 2 * growth * hazardGap + growth * growth * hazardSum;
    hazardGap += growth * hazardSum;
    crossGap += growth * crossSum;
    survival *= (atRisk - all) / atRisk;
    if (atRisk > all) hazardSum += all / (atRisk * (atRisk - all));
    ownSum += (before * before * events * (atRisk - events)) / (atRisk * atRisk * atRisk);
    crossSum += (before * events) / (atRisk * atRisk);
    const variance = Math.max(0, hazardGapSquared + ownSum - 2 * crossGap);
    const [left, right] = logLogInterval(1 - incidence, variance, z);
    return { time, atRisk, events, incidence, variance, low: 1 - right, high: 1 - left };
  });
}

function logLogInterval(survival: number, variance: number, z: number): [number, number] {
  if (survival >= 1) return [1, 1];
  if (!(survival > 0)) return [Number.NaN, Number.NaN];
  const logSurvival = log(survival);
  const spread = (z * Math.sqrt(variance)) / (survival * -logSurvival);
  return [exp(logSurvival * exp(spread)), exp(logSurvival * exp(-spread))];
}

function countOf(byCause: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of byCause.values()) sum += count;
  return sum;
}

function lastTimeOf(subjects: readonly SurvivalSubject[]): number {
  return subjects.reduce((last, s) => Math.max(last, s.time), Number.NEGATIVE_INFINITY);
}

function lastStep<S extends { readonly time: number }>(steps: readonly S[], time: number): S | undefined {
  let low = -1;
  let high = steps.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (steps[middle].time <= time) low = middle;
    else high = middle;
  }
  return low < 0 ? undefined : steps[low];
}
