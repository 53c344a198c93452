// The law by which the synthetic register is drawn, at its centre: what an enterprise with so many participants usually has. Used
// only when imputation is asked for. It gives no spread: an imputed value is the same for every firm of the same size.

import { distributionOf, exp, log, parseDistribution } from "@tiltak/sim-core";
import { loadEvidence } from "../evidence.ts";

const centres = new Map<string, number>();

/** Central value of a parameter of the registry: its value, or the mean of its distribution. */
function central(id: string): number {
  const known = centres.get(id);
  if (known !== undefined) return known;
  const entry = loadEvidence().parameters.get(id);
  const { value, distribution } = entry ?? {};
  const centre =
    typeof value === "number"
      ? value
      : distribution === undefined
        ? Number.NaN
        : distributionOf(parseDistribution(distribution)).mean();
  centres.set(id, centre);
  return centre;
}

/** Rate of a dated parameter on 1 January of a year: the last known by then, the first known for earlier years. */
function rateOf(id: string, year: number): number {
  const value = loadEvidence().parameters.get(id)?.value;
  const dated = typeof value === "object" ? Object.entries(value) : [];
  dated.sort(([a], [b]) => (a < b ? -1 : 1));
  const known = dated.filter(([date]) => date <= `${year}-01-01`);
  return (known.at(-1) ?? dated[0])?.[1] ?? Number.NaN;
}

const ratePerYear = new Map<number, number>();

/** Kroner that the state pays for a full place in a year. */
export function stateRatePerYear(year: number): number {
  const known = ratePerYear.get(year);
  if (known !== undefined) return known;
  const rate = 12 * rateOf("rate.vta-nok-per-place-month", year);
  ratePerYear.set(year, rate);
  return rate;
}

/** Figures of the country that a register is held against. */
export function nationalFigures(): {
  readonly participants: number;
  readonly enterprises: number;
  readonly inhabitants: number;
  readonly municipalities: number;
  readonly regions: number;
} {
  return {
    participants: central("stock.sheltered"),
    enterprises: central("enterprise.count"),
    inhabitants: central("municipal.inhabitants"),
    municipalities: central("municipal.count"),
    regions: central("municipal.region-count"),
  };
}

/** Yearly amounts of an enterprise, kroner of the accounts year. */
export interface EnterpriseAmounts {
  readonly stateSubsidyNok: number;
  readonly municipalSubsidyNok: number;
  readonly salesNok: number;
  readonly otherNok: number;
  readonly aftNok: number;
}

/**
 * Complete the amounts of an enterprise by the law of the synthetic register.
 *
 * The state pays its rate for the places that the participants hold; municipalities add their krone to the state's; VTA revenue R is
 * the one whose usual subsidy share s(R) makes R s(R) the subsidy; sales and other income are the rest of R. AFT is the law's mean
 * over all firms, those without AFT included.
 *
 * @param participants persons in VTA
 * @param year year of the accounts
 * @param known amounts that the register gives, kroner
 * @returns all five amounts: what is known as it is, the rest in whole kroner
 */
export function completeByLaw(
  participants: number,
  year: number,
  known: Partial<EnterpriseAmounts>,
): EnterpriseAmounts {
  const placesPerParticipant = 1 - central("position.share-below-half") / 2;
  const state = known.stateSubsidyNok ?? Math.round(participants * placesPerParticipant * stateRatePerYear(year));
  const municipal = known.municipalSubsidyNok ?? Math.round(state * central("rate.municipal-to-state"));
  const otherShare = central("enterprise.other-share");
  // The law is in prices of its own year; the rate carries amounts there and back, as the model does.
  const lawYear = 2023 + central("enterprise.accounts-year-offset");
  const toLawPrices = stateRatePerYear(lawYear) / stateRatePerYear(year);
  const revenue = revenueWithSubsidy((state + municipal) * toLawPrices) / toLawPrices;
  const other = known.otherNok ?? Math.round(revenue * otherShare);
  const sales = known.salesNok ?? Math.max(0, Math.round(revenue * (1 - otherShare) - state - municipal));
  const sigma = central("enterprise.aft-participants-sigma");
  const aftPeople =
    (1 - central("enterprise.aft-none-share")) *
    central("enterprise.aft-participants-median") *
    exp((sigma * sigma) / 2);
  const aft = known.aftNok ?? Math.round(aftPeople * 12 * rateOf("rate.aft-nok-per-place-month", year));
  return { stateSubsidyNok: state, municipalSubsidyNok: municipal, salesNok: sales, otherNok: other, aftNok: aft };
}

/** Find the revenue whose usual subsidy is so much, by halving: the subsidy grows with revenue. */
function revenueWithSubsidy(subsidy: number): number {
  if (!(subsidy > 0)) return 0;
  const logit = central("enterprise.subsidy-share-logit");
  const slope = central("enterprise.subsidy-share-slope");
  const reference = central("enterprise.subsidy-share-reference-nok");
  const other = central("enterprise.other-share");
  const subsidyOf = (revenue: number): number =>
    (revenue * (1 - other)) / (1 + exp(-(logit - slope * log(revenue / reference))));
  let low = subsidy;
  let high = subsidy * 1000;
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2;
    if (subsidyOf(middle) < subsidy) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
