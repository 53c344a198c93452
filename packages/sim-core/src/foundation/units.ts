// A rate is not a probability. A yearly rate counts events per person-year of those exposed; a yearly probability is the chance that
// somebody exposed at the start has the event within the year. At 10 % they differ by half a percentage point, at 50 % by twenty.
import { InputError } from "./errors.ts";
import { expm1, log1p } from "./math.ts";

/**
 * Turn a constant rate into the probability of the event within a period.
 *
 * @param ratePerYear events per person-year, from 0
 * @param years length of the period, from 0
 * @returns 1 - exp(-rate x years)
 * @throws InputError when an argument is negative or not finite
 *
 * Worked number: a rate of 0.108 per year is a yearly probability of 0.1024.
 */
export function probabilityOfRate(ratePerYear: number, years = 1): number {
  check("ratePerYear", ratePerYear, ratePerYear >= 0 && Number.isFinite(ratePerYear), "a number from 0");
  check("years", years, years >= 0 && Number.isFinite(years), "a number from 0");
  return -expm1(-ratePerYear * years);
}

/**
 * Turn the probability of an event within a period into the constant rate that gives it.
 *
 * @param probability from 0 to below 1
 * @param years length of the period, above 0
 * @returns events per person-year, -log(1 - p) / years
 * @throws InputError when an argument is outside its range
 *
 * Worked number: half of all within 2.5 years is a rate of 0.2773 per year.
 */
export function rateOfProbability(probability: number, years = 1): number {
  check("probability", probability, probability >= 0 && probability < 1, "a number from 0 to below 1");
  check("years", years, years > 0 && Number.isFinite(years), "a number above 0");
  return -log1p(-probability) / years;
}

function check(path: string, value: number, holds: boolean, allowed: string): void {
  if (!holds) throw new InputError([{ path, message: "out of range", found: String(value), allowed }]);
}
