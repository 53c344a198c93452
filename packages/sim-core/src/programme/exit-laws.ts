// How spells end. A law has constant hazards for five competing causes, a dropout hazard that breaks once, and
// retirement at a fixed age. People have a good or a poor match; a poor one multiplies the dropout hazard, and the laws
// are calibrated for the mixture, so that the targets of the sources hold for everybody together, retirement included.
// The laws do not know who has which match, nor any clock: they are arithmetic on hazards.

import { exp, InvariantError } from "../foundation/index.ts";
import type { DeliveryModel } from "./delivery.ts";
import { entryAgeGridSize, largestHazard, rootSteps, rootTolerance } from "./numerics.ts";
import type { ProgrammeParameters } from "./parameters.ts";
import { causeOf, constantCauses, specialist, workstation } from "./words.ts";

/** Hazards of one setting, per year. */
export interface ExitLaw {
  /** Hazard of each constant cause, by cause code. */
  readonly constant: Float64Array;
  /** Sum of the constant hazards. */
  readonly constantTotal: number;
  /** Dropout hazard of a good match before the break. */
  readonly early: number;
  /** Dropout hazard of a good match after the break. */
  readonly late: number;
  /** Tenure at which the dropout hazard changes, years. */
  readonly breakYears: number;
  /** Dropout hazard of a poor match relative to a good one. */
  readonly poorRatio: number;
  /** Share of new spells with a poor match. */
  readonly poorShare: number;
  /** Probability that a dropout leaves the programme; otherwise the next job begins at once. */
  readonly leavesAtDropout: number;
}

/** Averages over spells of a law: all per started spell. */
export interface SpellMoments {
  /** Mean length, years. */
  readonly mean: number;
  /** Share that ends by dropout before the break. */
  readonly dropoutBefore: number;
  /** Share that ends by dropout after the break. */
  readonly dropoutAfter: number;
  /** Share that ends by retirement. */
  readonly retired: number;
  /** Mean elapsed tenure of the people present, when spells start at a rate that grows by `growth` a year. */
  readonly meanElapsed: number;
}

/**
 * Average the spells of a law over entry ages and matches.
 * @param law the hazards
 * @param entryAges equally likely ages at the start of a spell, years
 * @param retirementAge age at which every spell ends, years
 * @param growth yearly growth rate of starts, for the mean elapsed tenure
 * @returns the averages; with constant hazards h and no retirement the mean is 1 / h
 */
export function spellMoments(
  law: ExitLaw,
  entryAges: ArrayLike<number>,
  retirementAge: number,
  growth: number,
): SpellMoments {
  let mean = 0;
  let before = 0;
  let after = 0;
  let retired = 0;
  let stock = 0;
  let elapsed = 0;
  for (let j = 0; j < entryAges.length; j++) {
    const horizon = retirementAge - (entryAges[j] as number);
    if (horizon <= 0) continue;
    for (let poor = 0; poor < 2; poor++) {
      const weight = (poor === 1 ? law.poorShare : 1 - law.poorShare) / entryAges.length;
      if (weight === 0) continue;
      const ratio = poor === 1 ? law.poorRatio : 1;
      let survival = 1;
      let from = 0;
      for (let piece = 0; piece < 2; piece++) {
        const to = piece === 0 ? Math.min(law.breakYears, horizon) : horizon;
        const length = to - from;
        if (length <= 0) continue;
        const dropout = ratio * (piece === 0 ? law.early : law.late);
        const rate = dropout + law.constantTotal;
        const present = survival * integral(rate, length);
        mean += weight * present;
        if (piece === 0) before += weight * dropout * present;
        else after += weight * dropout * present;
        const scale = weight * survival * exp(-growth * from);
        const grown = integral(rate + growth, length);
        stock += scale * grown;
        elapsed += scale * (from * grown + firstMoment(rate + growth, length));
        survival *= exp(-rate * length);
        from = to;
      }
      retired += weight * survival;
    }
  }
  return {
    mean,
    dropoutBefore: before,
    dropoutAfter: after,
    retired,
    meanElapsed: stock > 0 ? elapsed / stock : 0,
  };
}

/** Integrate exp(-r x) over 0..length. */
function integral(rate: number, length: number): number {
  return rate === 0 ? length : (1 - exp(-rate * length)) / rate;
}

/** Integrate x exp(-r x) over 0..length. */
function firstMoment(rate: number, length: number): number {
  if (rate === 0) return (length * length) / 2;
  const decay = exp(-rate * length);
  return (1 - decay * (1 + rate * length)) / (rate * rate);
}

/**
 * Find where a function that falls from positive to negative is zero; the nearer end where it does not change sign.
 * False position with the Illinois rule: fast where the function is nearly straight, and always inside the bracket.
 */
function fallingRoot(f: (x: number) => number, low: number, high: number): number {
  let a = low;
  let b = high;
  let fa = f(a);
  let fb = f(b);
  if (fa <= 0) return a;
  if (fb >= 0) return b;
  let x = a;
  let lastMoved = 0;
  for (let step = 0; step < rootSteps && b - a > rootTolerance * b; step++) {
    x = (a * fb - b * fa) / (fb - fa);
    const fx = f(x);
    if (fx === 0) return x;
    if (fx > 0) {
      // The same end moved twice: halve the weight of the other, so that both ends close in.
      if (step > 0 && lastMoved === 1) fb /= 2;
      a = x;
      fa = fx;
      lastMoved = 1;
    } else {
      if (step > 0 && lastMoved === 2) fa /= 2;
      b = x;
      fb = fx;
      lastMoved = 2;
    }
    if (Math.abs(fx) < rootTolerance) break;
  }
  return x;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/**
 * Place equally likely entry ages at the middles of equal shares.
 * @param entryAge quantile function of the age at entry, years
 */
export function entryAgeGrid(entryAge: (u: number) => number): Float64Array {
  const grid = new Float64Array(entryAgeGridSize);
  for (let j = 0; j < grid.length; j++) grid[j] = entryAge((j + 1 / 2) / grid.length);
  return grid;
}

/**
 * Compute equally likely ages of the people present under a law without growth.
 * @param law the hazards
 * @param entryAges equally likely ages at the start of a spell, years
 * @returns as many ages as there are entry ages, rising
 */
export function stockAges(law: ExitLaw, entryAges: Float64Array, retirementAge: number): Float64Array {
  const points: { readonly age: number; readonly weight: number }[] = [];
  for (const entry of entryAges) {
    const step = (retirementAge - entry) / entryAgeGridSize;
    if (step <= 0) continue;
    for (let k = 0; k < entryAgeGridSize; k++) {
      const tenure = (k + 1 / 2) * step;
      const survival =
        (1 - law.poorShare) * survivalAt(law, false, tenure) + law.poorShare * survivalAt(law, true, tenure);
      points.push({ age: entry + tenure, weight: survival * step });
    }
  }
  points.sort((a, b) => a.age - b.age);
  const total = points.reduce((sum, point) => sum + point.weight, 0);
  const ages = new Float64Array(entryAges.length);
  let passed = 0;
  let at = 0;
  for (let j = 0; j < ages.length; j++) {
    const wanted = (total * (j + 1 / 2)) / ages.length;
    while (at < points.length - 1 && passed + (points[at] as { weight: number }).weight < wanted) {
      passed += (points[at] as { weight: number }).weight;
      at++;
    }
    ages[j] = (points[at] as { age: number }).age;
  }
  return ages;
}

/** Mix two lists of equally likely ages: a share of the second, the rest of the first. */
export function mixedAges(first: Float64Array, second: Float64Array, shareOfSecond: number): Float64Array {
  const n = first.length;
  const fromSecond = Math.round(n * shareOfSecond);
  const at = (list: Float64Array, k: number, of: number): number =>
    list[Math.min(Math.floor(((k + 1 / 2) * list.length) / of), list.length - 1)] as number;
  return Float64Array.from({ length: n }, (_, k) =>
    k < fromSecond ? at(second, k, fromSecond) : at(first, k - fromSecond, n - fromSecond),
  );
}

/**
 * Calibrate the law of the sheltered setting: the yearly share of a replaced stock that leaves is `exit.sheltered-per-year`,
 * of whom the active share goes to work, ordinary-workplace VTA, education and other programmes; retirement emerges from
 * ages, death has its rate, and dropout is what is left.
 */
export function shelteredLaw(p: ProgrammeParameters, entryAges: Float64Array): ExitLaw {
  const rate = p["exit.sheltered-per-year"];
  const constant = activeRates(p, rate * p["exit.sheltered-active-share"], true);
  constant[causeOf.death] = p["exit.death-per-year"];
  const law = (dropout: number): ExitLaw => ({
    constant,
    constantTotal: sum(constant),
    early: dropout,
    late: dropout,
    breakYears: 0,
    poorRatio: p["match.hazard-ratio-poor"],
    poorShare: p["match.poor-share"],
    leavesAtDropout: 1,
  });
  // In rates rather than means: nearly a straight line in the hazard.
  const dropout = fallingRoot(
    (x) => rate - 1 / spellMoments(law(x), entryAges, p["exit.retirement-age"], 0).mean,
    0,
    rate,
  );
  return law(dropout);
}

/** Split the hazard of leaving for something active among its causes. */
function activeRates(p: ProgrammeParameters, rate: number, toOrdinaryVta: boolean): Float64Array {
  const constant = new Float64Array(constantCauses);
  const vta = p["exit.active-to-ordinary-vta-share"];
  const scale = toOrdinaryVta ? rate : rate / (1 - vta);
  const work = p["exit.active-to-ordinary-work-share"];
  const education = p["exit.active-to-education-share"];
  constant[causeOf["ordinary-vta"]] = toOrdinaryVta ? scale * vta : 0;
  constant[causeOf["ordinary-work"]] = scale * work;
  constant[causeOf.education] = scale * education;
  constant[causeOf["other-programme"]] = scale * (1 - vta - work - education);
  return constant;
}

/**
 * Calibrate the law of ordinary workplaces to the two figures of the source under a reading of the second one:
 * of those who drop out, 85 % do so within three years, and "2 years and 6 months" is the mean of completed spells
 * (`completed`), the mean elapsed tenure of the people present (`elapsed`), or the mean of one job within the
 * programme (`job`), where a dropout usually leads to the next job.
 * @throws InvariantError when no hazards meet the targets
 */
export function ordinaryLaw(p: ProgrammeParameters, entryAges: Float64Array): ExitLaw {
  const reading = p["exit.ordinary-reading"];
  const retirementAge = p["exit.retirement-age"];
  const growth = p["stock.growth-before-start-ordinary"];
  const target = p["exit.ordinary-mean-years"];
  const shareBefore = p["exit.ordinary-dropout-share-by-break"];
  const make = (early: number, late: number, otherRate: number): ExitLaw => {
    const constant = activeRates(p, Math.max(otherRate - p["exit.death-per-year"], 0), false);
    constant[causeOf.death] = p["exit.death-per-year"];
    return {
      constant,
      constantTotal: sum(constant),
      early,
      late,
      breakYears: p["exit.ordinary-break-years"],
      poorRatio: p["match.hazard-ratio-poor"],
      poorShare: p["match.poor-share"],
      leavesAtDropout: 1,
    };
  };
  const meanOf = (m: SpellMoments): number => (reading === "elapsed" ? m.meanElapsed : m.mean);
  const solve = (otherRate: number): ExitLaw => {
    // Inside: the early hazard that meets the mean, for a given ratio of late to early. Outside: the ratio that meets the share.
    const earlyFor = (ratio: number): number =>
      fallingRoot(
        (x) => 1 / target - 1 / meanOf(spellMoments(make(x, ratio * x, otherRate), entryAges, retirementAge, growth)),
        0,
        largestHazard,
      );
    const ratio = fallingRoot(
      (r) => {
        const early = earlyFor(r);
        const m = spellMoments(make(early, r * early, otherRate), entryAges, retirementAge, growth);
        return m.dropoutBefore / (m.dropoutBefore + m.dropoutAfter) - shareBefore;
      },
      0,
      2,
    );
    const early = earlyFor(ratio);
    return make(early, ratio * early, otherRate);
  };
  // Leaving for other causes includes retirement, so that the constant hazards are what retirement leaves of the rate.
  let law = solve(p["exit.ordinary-other-per-year"]);
  for (let round = 0; round < 2; round++) {
    const m = spellMoments(law, entryAges, retirementAge, growth);
    law = solve(Math.max(p["exit.ordinary-other-per-year"] - m.retired / m.mean, 0));
  }
  if (!(law.early > 0 && law.early < largestHazard / 2))
    throw new InvariantError("exit-law", "no dropout hazards meet the targets for ordinary workplaces", {
      reading,
      target,
    });
  if (reading !== "job") return law;
  const m = spellMoments(law, entryAges, retirementAge, growth);
  const dropoutRate = (m.dropoutBefore + m.dropoutAfter) / m.mean;
  const others = 1 / m.mean - dropoutRate;
  const leaves = (p["exit.ordinary-programme-per-year"] - others) / dropoutRate;
  return { ...law, leavesAtDropout: Math.min(Math.max(leaves, 0), 1) };
}

/**
 * Say how often one place of a setting falls vacant.
 * @returns exits from the setting a year per participant; a next job without a gap is none
 */
export function exitRate(law: ExitLaw, entryAges: ArrayLike<number>, retirementAge: number): number {
  const m = spellMoments(law, entryAges, retirementAge, 0);
  return (1 - (m.dropoutBefore + m.dropoutAfter) * (1 - law.leavesAtDropout)) / m.mean;
}

/** Share of spells that begin with a dropout from the spell before. */
export function nextJobShare(law: ExitLaw, entryAges: ArrayLike<number>, retirementAge: number): number {
  const m = spellMoments(law, entryAges, retirementAge, 0);
  return (m.dropoutBefore + m.dropoutAfter) * (1 - law.leavesAtDropout);
}

/** The law of municipal workplaces: a constant hazard that already holds the trials' mixture of matches. */
function municipalLaw(p: ProgrammeParameters, delivery: DeliveryModel): ExitLaw {
  const rate = p["exit.municipal-per-year"];
  const constant = activeRates(p, rate * p["exit.sheltered-active-share"], true);
  constant[causeOf.death] = p["exit.death-per-year"];
  const poorShare = p["match.poor-share-municipal"];
  const poorRatio = p["match.hazard-ratio-poor"];
  const usual = Math.max(rate - sum(constant), 0) / (1 - poorShare + poorShare * poorRatio);
  // Part of what makes participants of enterprises move on is hospitation and qualification, which municipal services do
  // not have: without them the same people move on less.
  const hospitation = 1 + p["hospitation.share"] * (p["hospitation.transition-ratio"] - 1);
  const qualification = 1 + p["qualification.share"] * (p["qualification.transition-ratio"] - 1);
  const lower = (cause: number, ratio: number): void => {
    constant[cause] = (constant[cause] as number) / ratio;
  };
  lower(causeOf["ordinary-work"], hospitation * qualification);
  lower(causeOf["ordinary-vta"], hospitation);
  lower(causeOf.education, qualification);
  const dropout = usual * delivery.dropoutRatio;
  return {
    constant,
    constantTotal: sum(constant),
    early: dropout,
    late: dropout,
    breakYears: 0,
    poorRatio,
    poorShare: delivery.poorShare[workstation] as number,
    leavesAtDropout: 1,
  };
}

/** The law of ordinary employers with the municipality's own job specialists, relative to the ordinary law. */
function municipalOrdinaryLaw(p: ProgrammeParameters, delivery: DeliveryModel, ordinaryWorkplaces: ExitLaw): ExitLaw {
  const ratio = p["exit.municipal-ordinary-dropout-ratio"] * delivery.dropoutRatio;
  return {
    ...ordinaryWorkplaces,
    early: ordinaryWorkplaces.early * ratio,
    late: ordinaryWorkplaces.late * ratio,
    poorShare: delivery.poorShare[specialist] as number,
  };
}

/**
 * Make the laws of both municipal settings under a delivery model.
 * @param ordinaryWorkplaces the law of ordinary workplaces that NAV follows up
 * @returns one law for each offer; a better match lowers dropout against what holds for the usual one
 */
export function municipalLaws(
  p: ProgrammeParameters,
  delivery: DeliveryModel,
  ordinaryWorkplaces: ExitLaw,
): readonly ExitLaw[] {
  const laws: ExitLaw[] = [];
  laws[workstation] = municipalLaw(p, delivery);
  laws[specialist] = municipalOrdinaryLaw(p, delivery, ordinaryWorkplaces);
  return laws;
}

/**
 * Say when an integrated dropout hazard reaches a threshold.
 * @param law the hazards
 * @param multiplier what they are multiplied by for this person now
 * @param tenure years since the spell began
 * @param threshold what remains of the standard-exponential threshold
 * @returns years from now; infinite when the hazard is zero
 */
export function yearsToDropout(law: ExitLaw, multiplier: number, tenure: number, threshold: number): number {
  const early = law.early * multiplier;
  const late = law.late * multiplier;
  const toBreak = law.breakYears - tenure;
  if (toBreak <= 0) return late > 0 ? threshold / late : Number.POSITIVE_INFINITY;
  const used = early * toBreak;
  if (threshold <= used) return threshold / early;
  return late > 0 ? toBreak + (threshold - used) / late : Number.POSITIVE_INFINITY;
}

/** Integrate the dropout hazard from one tenure to another, in the law's own units (multiplier 1). */
export function dropoutHazard(law: ExitLaw, fromTenure: number, toTenure: number): number {
  const before = Math.max(Math.min(toTenure, law.breakYears) - fromTenure, 0);
  const after = Math.max(toTenure - Math.max(fromTenure, law.breakYears), 0);
  return law.early * before + law.late * after;
}

/** Survive from the start of a spell to a tenure, retirement aside. */
export function survivalAt(law: ExitLaw, poor: boolean, tenure: number): number {
  return exp(-law.constantTotal * tenure - (poor ? law.poorRatio : 1) * dropoutHazard(law, 0, tenure));
}
