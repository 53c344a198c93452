// A sample of the synthetic register as the survey drew its own: 59 firms, the larger ones likelier to be there. What the
// report prints of its 59 (tables 3.1 to 3.3, figures 3.1 to 3.3) is computed from them in the same way.

import type { SequentialStream } from "@tiltak/sim-core";
import { exp, log } from "@tiltak/sim-core";
import type { ProgrammeParameters } from "@tiltak/sim-core/programme";
import { drawWeighted } from "./draws.ts";

/** What of a register is needed. Money in kroner of the scenario's start year, a year. */
export interface RegisterColumns {
  readonly count: number;
  readonly participants: ArrayLike<number>;
  readonly vtaRevenueNok: ArrayLike<number>;
  readonly salesNok: ArrayLike<number>;
  readonly otherNok: ArrayLike<number>;
  readonly aftNok: ArrayLike<number>;
}

/** Figures of a sample of firms, as the report prints them. Revenue in million kroner of the accounts year. */
export interface EnterpriseFigures {
  readonly participants: number;
  readonly "participants-sd": number;
  readonly mean: number;
  readonly median: number;
  readonly "sales-share": number;
  readonly "subsidy-share": number;
  readonly "subsidy-half": number;
  readonly "sales-half": number;
  readonly "small-subsidy-half": number;
  readonly "below-10": number;
  readonly "below-20": number;
  readonly aft: number;
  readonly "aft-sd": number;
  readonly "without-aft": number;
  readonly "size-sales-correlation": number;
}

/** Firms with accounts in the survey, and their mean number of participants (table 3.1 of the evaluation). */
export const surveySize = 59;
const surveyMeanParticipants = 46.3;
const million = 1e6;
const monthsPerYear = 12;
const smallMnok = 20;
const verySmallMnok = 10;
const half = 0.5;
/** Halvings when the selection is fitted. */
const steps = 24;
const steepest = 6;

/**
 * Find how much likelier larger firms are in the survey: the power of participants that, as a weight, gives the sample
 * the survey's mean.
 *
 * @param participants of every firm
 * @param target mean of the sample
 * @returns the power; 0 when the register's own mean is as large already
 */
export function selectionPower(participants: ArrayLike<number>, target: number = surveyMeanParticipants): number {
  const present = Array.from(participants).filter((people) => people > 0);
  const logs = present.map((people) => log(people));
  const meanAt = (power: number): number => {
    let weights = 0;
    let sum = 0;
    for (let e = 0; e < present.length; e += 1) {
      const weight = exp(power * (logs[e] as number));
      weights += weight;
      sum += weight * (present[e] as number);
    }
    return weights > 0 ? sum / weights : 0;
  };
  let low = 0;
  let high = steepest;
  if (meanAt(low) >= target) return 0;
  for (let step = 0; step < steps; step += 1) {
    const middle = (low + high) / 2;
    if (meanAt(middle) < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Draw a survey-like sample and compute what the report prints of its own.
 *
 * @param register the firms
 * @param p parameters: the rates that bring kroner back to the accounts year, and the AFT rate
 * @param stream of chance
 */
export function sampleLikeSurvey(
  register: RegisterColumns,
  p: ProgrammeParameters,
  stream: SequentialStream,
): EnterpriseFigures {
  const power = selectionPower(register.participants);
  const weights = Array.from({ length: register.count }, (_, e) => {
    const people = register.participants[e] as number;
    return people > 0 ? exp(power * log(people)) : 0;
  });
  return figuresOf(register, p, drawWeighted(stream, weights, Math.min(surveySize, register.count)));
}

/** Compute the report's figures for chosen firms. */
export function figuresOf(
  register: RegisterColumns,
  p: ProgrammeParameters,
  chosen: readonly number[],
): EnterpriseFigures {
  const start = p["horizon.start-year-offset"];
  const back =
    rateAt(p["rate.vta-nok-per-place-month"], p["enterprise.accounts-year-offset"]) /
    rateAt(p["rate.vta-nok-per-place-month"], start) /
    million;
  const aftPlaceNok = rateAt(p["rate.aft-nok-per-place-month"], start) * monthsPerYear;
  const firms = chosen.map((e) => {
    const revenue = register.vtaRevenueNok[e] as number;
    const sales = register.salesNok[e] as number;
    const other = register.otherNok[e] as number;
    return {
      people: register.participants[e] as number,
      mnok: revenue * back,
      sales,
      subsidy: revenue - sales - other,
      revenue,
      aft: (register.aftNok[e] as number) / aftPlaceNok,
    };
  });
  const revenues = firms.map(({ mnok }) => mnok).sort((a, b) => a - b);
  const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
  const total = sum(firms.map(({ revenue }) => revenue));
  const count = (holds: (firm: (typeof firms)[number]) => boolean): number => firms.filter(holds).length;
  const n = firms.length;
  const small = firms.filter(({ mnok }) => mnok < smallMnok);
  const people = firms.map((firm) => firm.people);
  const aft = firms.map((firm) => firm.aft);
  return {
    participants: sum(people) / n,
    "participants-sd": deviation(people),
    mean: sum(revenues) / n,
    median: medianOf(revenues),
    "sales-share": sum(firms.map(({ sales }) => sales)) / total,
    "subsidy-share": sum(firms.map(({ subsidy }) => subsidy)) / total,
    "subsidy-half": count(({ subsidy, revenue }) => subsidy >= half * revenue),
    "sales-half": count(({ sales, revenue }) => sales > half * revenue),
    "small-subsidy-half": small.filter(({ subsidy, revenue }) => subsidy > half * revenue).length / small.length,
    "below-10": count(({ mnok }) => mnok < verySmallMnok),
    "below-20": small.length,
    aft: sum(aft) / n,
    "aft-sd": deviation(aft),
    "without-aft": count((firm) => firm.aft === 0),
    "size-sales-correlation": correlation(
      firms.map(({ mnok }) => log(mnok)),
      firms.map(({ sales, revenue }) => sales / revenue),
    ),
  };
}

/** The rate in force at a time, in model years; before the first date the first. */
function rateAt(dated: readonly (readonly [number, number])[], time: number): number {
  let rate = dated[0]?.[1] ?? Number.NaN;
  for (const [from, value] of dated) if (from <= time) rate = value;
  return rate;
}

function medianOf(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2;
}

function deviation(list: readonly number[]): number {
  const mean = list.reduce((a, b) => a + b, 0) / list.length;
  return Math.sqrt(list.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / (list.length - 1));
}

function correlation(xs: readonly number[], ys: readonly number[]): number {
  const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
  const mx = mean(xs);
  const my = mean(ys);
  const products = xs.reduce((sum, x, i) => sum + (x - mx) * ((ys[i] as number) - my), 0);
  return products / ((xs.length - 1) * deviation(xs) * deviation(ys));
}
