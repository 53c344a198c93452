// Rates, prices and the ledger. Money is in kroner of the scenario's start year; rates are dated in nominal kroner and
// are deflated by the price index. The ledger books every payment once, with payer, payee and reason, so that what is
// paid out and what is received agree to the last bit.

import { exp, log } from "../foundation/index.ts";
import type { ProgrammeParameters } from "./parameters.ts";

/**
 * Read a dated nominal rate in prices of the scenario's start year.
 * @param rates pairs (model years, nominal value), in rising time; between dates the last one holds
 * @param p for the price index and the start year
 * @returns kroner of the start year; the last known rate is indexed on to that year
 */
export function realRate(rates: readonly (readonly [number, number])[], p: ProgrammeParameters): number {
  const start = p["horizon.start-year-offset"];
  let [time, value] = rates[0] as readonly [number, number];
  for (const [from, nominal] of rates) {
    if (from <= start) {
      time = from;
      value = nominal;
    }
  }
  return value * indexOver(Math.max(Math.floor(start) - Math.floor(time), 0), p);
}

/** Amounts that a scenario gives in prices of the usual origin's year, and that follow wages. */
const atOrigin = [
  "supervisor.cost-nok",
  "bonus-wage.nok-per-hour",
  "bonus-wage.municipal-nok-per-hour",
  "day-activity.cost-nok",
] as const satisfies readonly (keyof ProgrammeParameters)[];
const ownBonusWage = /^delivery\..*\.bonus-wage-nok-per-hour$/;

/**
 * Bring costs from prices of the usual origin's year to those of the scenario's start year: by the state's rate for a sheltered
 * place, as the accounts of enterprises are, so that a grant and what it pays for are counted in the same kroner.
 */
export function inStartPrices(p: ProgrammeParameters): ProgrammeParameters {
  const rates = p["rate.vta-nok-per-place-month"];
  const ratio = realRate(rates, p) / nominalRateAt(rates, 0);
  if (ratio === 1) return p;
  const costs: ReadonlySet<string> = new Set(atOrigin);
  return Object.fromEntries(
    Object.entries(p).map(([id, value]) => [
      id,
      typeof value === "number" && (costs.has(id) || ownBonusWage.test(id)) ? value * ratio : value,
    ]),
  ) as ProgrammeParameters;
}

/** Grow one krone over whole years by the price index. */
export function indexOver(years: number, p: ProgrammeParameters): number {
  return exp(years * log(1 + p["price.index-per-year"]));
}

/** Read a dated nominal rate as it was at a time, in kroner of that time. */
export function nominalRateAt(rates: readonly (readonly [number, number])[], time: number): number {
  let value = (rates[0] as readonly [number, number])[1];
  for (const [from, nominal] of rates) if (from <= time) value = nominal;
  return value;
}

/** Who holds an account. */
export const parties = [
  "state",
  "municipality",
  "enterprise",
  "employer",
  "staff",
  "participant",
  "other-services",
] as const;
export type Party = (typeof parties)[number];
const partyOf: Readonly<Record<Party, number>> = Object.fromEntries(parties.map((x, i) => [x, i])) as Record<
  Party,
  number
>;

/** Why a payment was made: one line of the ledger. */
export const lines = [
  "place-subsidy",
  "ordinary-subsidy",
  "frame-grant",
  "municipal-subsidy",
  "place-purchase",
  "supervision",
  "employer-subsidy",
  "bonus-wage",
  "grant-unspent",
  "transition-grant",
  "mentor-pay",
  "lasting-follow-up",
  "day-activity",
] as const;
export type Line = (typeof lines)[number];
const lineOf: Readonly<Record<Line, number>> = Object.fromEntries(lines.map((x, i) => [x, i])) as Record<Line, number>;
const payerOfLine: readonly Party[] = [
  "state",
  "state",
  "state",
  "municipality",
  "municipality",
  "municipality",
  "municipality",
  "municipality",
  "municipality",
  "state",
  "municipality",
  "state",
  "municipality",
];
const payeeOfLine: readonly Party[] = [
  "enterprise",
  "employer",
  "municipality",
  "enterprise",
  "enterprise",
  "staff",
  "employer",
  "participant",
  "other-services",
  "enterprise",
  "staff",
  "staff",
  "other-services",
];

/** Payments since the ledger was last cleared, in kroner, and the balance of every party since the beginning. */
export class Ledger {
  readonly #amounts: Float64Array = new Float64Array(lines.length);
  readonly #balances: Float64Array = new Float64Array(parties.length);

  /** Book a payment of `nok` kroner on a line; who pays and who receives belongs to the line. */
  pay(line: Line, nok: number): void {
    const code = lineOf[line];
    this.#amounts[code] = (this.#amounts[code] as number) + nok;
    const payer = partyOf[payerOfLine[code] as Party];
    const payee = partyOf[payeeOfLine[code] as Party];
    this.#balances[payer] = (this.#balances[payer] as number) - nok;
    this.#balances[payee] = (this.#balances[payee] as number) + nok;
  }

  /** Kroner booked on a line since the last `clear`. */
  amount(line: Line): number {
    return this.#amounts[lineOf[line]] as number;
  }

  /** Kroner that a party paid since the last `clear`, transfers to other parties included. */
  paidBy(party: Party): number {
    let total = 0;
    for (let code = 0; code < lines.length; code++)
      if (payerOfLine[code] === party) total += this.#amounts[code] as number;
    return total;
  }

  /** Received less paid of a party since the beginning. */
  balance(party: Party): number {
    return this.#balances[partyOf[party]] as number;
  }

  /** Begin a new period. */
  clear(): void {
    this.#amounts.fill(0);
  }
}
