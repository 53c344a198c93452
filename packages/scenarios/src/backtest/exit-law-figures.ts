// What an exit law says, integrated here step by step and not by the model's own formulas: mean length of a spell, share of
// dropouts before the break, mean elapsed tenure of a growing stock, exits a year from a steady stock.

import { exp } from "@tiltak/sim-core";

/** Hazards of one setting, per year, as the model holds them. */
export interface LawHazards {
  /** Sum of the constant hazards of all causes but dropout and retirement. */
  readonly constantTotal: number;
  /** Dropout hazard of a good match before and after the break. */
  readonly early: number;
  readonly late: number;
  readonly breakYears: number;
  readonly poorRatio: number;
  readonly poorShare: number;
}

/** Figures of a law. */
export interface LawFigures {
  readonly meanYears: number;
  readonly dropoutShareByBreak: number;
  readonly meanElapsedYears: number;
  readonly exitsPerYear: number;
}

/** Length of a step of tenure, years; errors are of the order of its square. */
const step = 0.02;

/**
 * Integrate a law over tenures, entry ages and matches.
 *
 * @param law the hazards
 * @param entryAges equally likely ages at the start of a spell, years
 * @param retirementAge when every spell ends
 * @param growth yearly growth of starts, for elapsed tenure
 * @returns the figures; a constant hazard of 0.4 gives a mean of 2.5 years
 */
export function lawFigures(
  law: LawHazards,
  entryAges: ArrayLike<number>,
  retirementAge: number,
  growth: number,
): LawFigures {
  let mean = 0;
  let before = 0;
  let after = 0;
  let stock = 0;
  let elapsed = 0;
  const steps = Math.round(retirementAge / step);
  for (const [ratio, weight] of [
    [1, 1 - law.poorShare],
    [law.poorRatio, law.poorShare],
  ] as const) {
    let survival = 1;
    for (let k = 0; k < steps && survival > 1e-9; k += 1) {
      const tenure = (k + 1 / 2) * step;
      const dropout = ratio * (tenure < law.breakYears ? law.early : law.late);
      const lost = exp(-(dropout + law.constantTotal) * step);
      const present = survival * exp((-(dropout + law.constantTotal) * step) / 2) * step;
      let share = 0;
      for (let j = 0; j < entryAges.length; j += 1) if ((entryAges[j] as number) + tenure < retirementAge) share += 1;
      share /= entryAges.length;
      const here = weight * present * share;
      mean += here;
      if (tenure < law.breakYears) before += here * dropout;
      else after += here * dropout;
      const grown = exp(-growth * tenure) * weight * present;
      stock += grown * share;
      elapsed += grown * share * tenure;
      survival *= lost;
    }
  }
  return {
    meanYears: mean,
    dropoutShareByBreak: before / (before + after),
    meanElapsedYears: elapsed / stock,
    exitsPerYear: 1 / mean,
  };
}
