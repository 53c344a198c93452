// The sheltered enterprises: a synthetic register by the joint law of revenue and subsidy dependence, and their yearly
// accounts. A lost place loses its subsidies at once and part of the sales it carried; supervisors go after the notice
// period; fixed costs stay; losses eat equity, and a firm without equity closes. Streams that have nothing to do with
// VTA (AFT, other activity) belong to the firm and carry their share of its fixed costs.

import { exp, log, normalQuantile, pow } from "../foundation/index.ts";
import { AddressedStreams } from "../random/index.ts";
import { Draws } from "./draws.ts";
import { type Geography, registerKey, shareWhole } from "./geography.ts";
import { nominalRateAt, realRate } from "./money.ts";
import { originYear } from "./numerics.ts";
import type { ProgrammeParameters } from "./parameters.ts";
import type { EnterpriseRow, MunicipalityRow, ProgrammeData } from "./programme-data.ts";
import { purposeOf, streams as revenueStreams, type Stream } from "./words.ts";

/** The enterprises at the start, one entry each. Money in kroner of the scenario's start year, per year. */
export interface EnterpriseRegister {
  readonly count: number;
  /** Labour-market region. */
  readonly region: Int32Array;
  /** Sheltered participants, whole persons; they add up to the national stock. */
  readonly participants: Int32Array;
  /** VTA revenue: subsidies, sales and other, without AFT. */
  readonly vtaRevenueNok: Float64Array;
  /** VTA revenue in the firm's own accounts, in kroner of their year: what its size class goes by, in every run the same. */
  readonly accountsVtaNok: Float64Array;
  /** Sales from VTA. */
  readonly salesNok: Float64Array;
  /** Other VTA income. */
  readonly otherNok: Float64Array;
  /** Income from AFT. */
  readonly aftNok: Float64Array;
  /** State and municipal VTA subsidy in the accounts from which the register is drawn. */
  readonly subsidyNok: Float64Array;
  /** State subsidy that the firm has for a place, relative to the rate: 1, or what its own accounts show. */
  readonly subsidyRatio: Float64Array;
  /** Kroner of municipal subsidy for each krone from the state. */
  readonly municipalRatio: Float64Array;
  /** Equity at the start, kroner; NaN where only the scenario's assumption is known. */
  readonly equityNok: Float64Array;
  /** Result as a share of all revenue; NaN where only the scenario's assumption is known. */
  readonly margin: Float64Array;
}

/**
 * Draw the register at fixed quantiles: revenue is lognormal; the subsidy share of revenue falls with the logarithm of
 * revenue, logit-normal around its line; participants follow from the state's subsidy and its rate, scaled so that they
 * add up to the national stock.
 * @param data a register of enterprises, which then are the country's, with the municipalities that they lie in
 * @param shiftYears model years from the usual origin to that of the run, for calendar years of accounts
 */
export function drawEnterprises(
  p: ProgrammeParameters,
  geography: Geography,
  placesPerParticipant: number,
  data: ProgrammeData = {},
  shiftYears = 0,
): EnterpriseRegister {
  if (data.enterprises !== undefined)
    return registerOf(data.enterprises, data.municipalities, p, geography, placesPerParticipant, shiftYears);
  const count = p["enterprise.count"];
  const draws = new Draws(new AddressedStreams(registerKey));
  const draw = (e: number, purpose: number): number => draws.uniform("enterprise", e, 0, purpose, 0);
  const accountsYear = p["enterprise.accounts-year-offset"];
  // Accounts of one year, in prices of the scenario's start year: by the VTA rate, which is what subsidies follow.
  const rates = p["rate.vta-nok-per-place-month"];
  const toStartPrices = realRate(rates, p) / nominalRateAt(rates, accountsYear);
  const region = new Int32Array(count);
  const subsidyNok = new Float64Array(count);
  const vtaRevenueNok = new Float64Array(count);
  const accountsVtaNok = new Float64Array(count);
  const salesNok = new Float64Array(count);
  const otherNok = new Float64Array(count);
  const aftNok = new Float64Array(count);
  const statePart = new Float64Array(count);
  const rank = shuffledRanks(count, (e) => draw(e, purposeOf.size));
  const shareRank = shuffledRanks(count, (e) => draw(e, purposeOf["subsidy-share"]));
  const aftRank = shuffledRanks(count, (e) => draw(e, purposeOf.aft));
  const aftRate = realRate(p["rate.aft-nok-per-place-month"], p) * 12;
  const municipalRatio = p["rate.municipal-to-state"];
  for (let e = 0; e < count; e++) {
    const z = normalQuantile(((rank[e] as number) + 1 / 2) / count);
    const revenue = p["enterprise.revenue-median-nok"] * exp(p["enterprise.revenue-sigma"] * z);
    const logit =
      p["enterprise.subsidy-share-logit"] -
      p["enterprise.subsidy-share-slope"] * log(revenue / p["enterprise.subsidy-share-reference-nok"]) +
      p["enterprise.subsidy-share-sd"] * normalQuantile(((shareRank[e] as number) + 1 / 2) / count);
    const other = p["enterprise.other-share"];
    const share = (1 - other) / (1 + exp(-logit));
    accountsVtaNok[e] = revenue;
    vtaRevenueNok[e] = revenue * toStartPrices;
    subsidyNok[e] = (vtaRevenueNok[e] as number) * share;
    statePart[e] = (subsidyNok[e] as number) / (1 + municipalRatio);
    otherNok[e] = (vtaRevenueNok[e] as number) * other;
    salesNok[e] = (vtaRevenueNok[e] as number) * (1 - share - other);
    const u = ((aftRank[e] as number) + 1 / 2) / count;
    const none = p["enterprise.aft-none-share"];
    if (u > none) {
      const size = normalQuantile((u - none) / (1 - none));
      const relative = p["enterprise.aft-size-elasticity"] * p["enterprise.revenue-sigma"] * z;
      aftNok[e] =
        aftRate *
        p["enterprise.aft-participants-median"] *
        exp(relative + p["enterprise.aft-participants-sigma"] * size);
    }
  }
  const participants = shareWhole(p["stock.sheltered"], statePart);
  settle(region, participants, geography);
  // The ledger pays for the places that people hold; keep each firm's total by letting sales take what rounding moves.
  const placeNok = realRate(rates, p) * 12 * (1 + municipalRatio) * placesPerParticipant;
  for (let e = 0; e < count; e++) {
    const paid = (participants[e] as number) * placeNok;
    const sales = (vtaRevenueNok[e] as number) - (otherNok[e] as number) - paid;
    salesNok[e] = Math.max(sales, 0);
    vtaRevenueNok[e] = paid + (salesNok[e] as number) + (otherNok[e] as number);
  }
  return {
    count,
    region,
    participants,
    vtaRevenueNok,
    accountsVtaNok,
    salesNok,
    otherNok,
    aftNok,
    subsidyNok,
    subsidyRatio: new Float64Array(count).fill(1),
    municipalRatio: new Float64Array(count).fill(municipalRatio),
    equityNok: new Float64Array(count).fill(Number.NaN),
    margin: new Float64Array(count).fill(Number.NaN),
  };
}

/** Take the firms of a register as they are: in prices of the scenario's start year, by the VTA rate. */
function registerOf(
  rows: readonly EnterpriseRow[],
  towns: readonly MunicipalityRow[] | undefined,
  p: ProgrammeParameters,
  geography: Geography,
  placesPerParticipant: number,
  shiftYears: number,
): EnterpriseRegister {
  const rates = p["rate.vta-nok-per-place-month"];
  const rate = realRate(rates, p);
  const toStartPrices = rows.map((row) => rate / nominalRateAt(rates, row.accountsYear - originYear - shiftYears));
  const nok = (value: (row: EnterpriseRow) => number): Float64Array =>
    Float64Array.from(rows, (row, e) => value(row) * (toStartPrices[e] as number));
  const participants = Int32Array.from(rows, (row) => row.participants);
  const state = nok((row) => row.stateSubsidyNok);
  const vta = (row: EnterpriseRow): number =>
    row.stateSubsidyNok + row.municipalSubsidyNok + row.salesNok + row.otherNok;
  const register: EnterpriseRegister = {
    count: rows.length,
    region: new Int32Array(rows.length),
    participants,
    vtaRevenueNok: nok(vta),
    accountsVtaNok: Float64Array.from(rows, vta),
    salesNok: nok((row) => row.salesNok),
    otherNok: nok((row) => row.otherNok),
    aftNok: nok((row) => row.aftNok),
    subsidyNok: nok((row) => row.stateSubsidyNok + row.municipalSubsidyNok),
    subsidyRatio: Float64Array.from(rows, (row, e) =>
      row.participants > 0 ? (state[e] as number) / (row.participants * rate * 12 * placesPerParticipant) : 1,
    ),
    municipalRatio: Float64Array.from(rows, (row) =>
      row.stateSubsidyNok > 0 ? row.municipalSubsidyNok / row.stateSubsidyNok : 0,
    ),
    equityNok: nok((row) => row.equityNok ?? Number.NaN),
    margin: Float64Array.from(rows, (row) => {
      const all = row.stateSubsidyNok + row.municipalSubsidyNok + row.salesNok + row.otherNok + row.aftNok;
      return row.resultNok !== undefined && all > 0 ? row.resultNok / all : Number.NaN;
    }),
  };
  settleRows(rows, towns, register, geography);
  return register;
}

/** Place the firms of a register: in their municipality's region, in their own, or where participants are missing. */
function settleRows(
  rows: readonly EnterpriseRow[],
  towns: readonly MunicipalityRow[] | undefined,
  register: EnterpriseRegister,
  geography: Geography,
): void {
  const regionOfTown = new Map(towns?.map((town, m) => [town.id, geography.region[m] as number]));
  const names = [...new Set(towns?.map((town) => town.region) ?? rows.map((row) => row.region ?? ""))].sort();
  const known = (row: EnterpriseRow): number | undefined => {
    const home = row.municipality === undefined ? undefined : regionOfTown.get(row.municipality);
    if (home !== undefined) return home;
    const place = row.region === undefined || names.length > geography.regions ? -1 : names.indexOf(row.region);
    return place < 0 || place >= geography.regions ? undefined : place;
  };
  settle(register.region, register.participants, geography);
  rows.forEach((row, e) => {
    register.region[e] = known(row) ?? (register.region[e] as number);
  });
}

/** Place firms, largest first, where the region's share of participants lags most behind its share of inhabitants. */
function settle(region: Int32Array, participants: Int32Array, geography: Geography): void {
  const order = Array.from(participants, (people, e) => ({ e, people }));
  order.sort((a, b) => b.people - a.people || a.e - b.e);
  let total = 0;
  for (const people of participants) total += people;
  const inhabitants = geography.regionInhabitants.reduce((a, b) => a + b, 0);
  const lag = Float64Array.from(geography.regionInhabitants, (x) => (x * total) / inhabitants);
  for (const { e, people } of order) {
    let best = 0;
    for (let r = 1; r < lag.length; r++) if ((lag[r] as number) > (lag[best] as number)) best = r;
    region[e] = best;
    lag[best] = (lag[best] as number) - people;
  }
}

/** Give each entity the rank of its own draw: a random permutation that does not depend on order. */
function shuffledRanks(count: number, draw: (e: number) => number): Int32Array {
  const order = Array.from({ length: count }, (_, e) => ({ e, u: draw(e) }));
  order.sort((a, b) => a.u - b.u || a.e - b.e);
  const rank = new Int32Array(count);
  order.forEach(({ e }, k) => {
    rank[e] = k;
  });
  return rank;
}

/** The yearly accounts of all enterprises and which of them have closed. */
export class Accounts {
  readonly register: EnterpriseRegister;
  /** Kroner of state place subsidy in the running year. */
  readonly state: Float64Array;
  /** Kroner of municipal subsidy on top of the state's in the running year. */
  readonly municipal: Float64Array;
  /** Kroner for places that municipalities bought in the running year. */
  readonly purchase: Float64Array;
  /** Person-years of participants in the running year. */
  readonly personYears: Float64Array;
  /** Participants that left for good because their place was lost, in the running year. */
  readonly placesLost: Float64Array;
  /** Kroner of revenue in the last closed year. */
  readonly revenue: Float64Array;
  /** Kroner of revenue in the year before the scenario's start; zero until then. */
  readonly reference: Float64Array;
  /** Kroner of sales in the last closed year. */
  readonly sales: Float64Array;
  /** Kroner of result in the last closed year. */
  readonly result: Float64Array;
  /** Kroner of revenue by stream in the year before the scenario's start. */
  readonly #referenceBy: Float64Array;
  readonly #last: { readonly state: Float64Array; readonly municipal: Float64Array; readonly purchase: Float64Array };
  readonly equity: Float64Array;
  /** 1 for a firm that has closed. */
  readonly closed: Uint8Array;
  /** 1 for a firm that had closed when the scenario began: it is none of those that results are about. */
  readonly closedBefore: Uint8Array;
  readonly #p: ProgrammeParameters;
  readonly #fixedNok: Float64Array;
  readonly #constantNok: Float64Array;
  readonly #variablePerPersonNok: Float64Array;
  readonly #draws: Draws;
  /** Result of all enterprises in the last closed year, kroner. */
  resultNok = 0;

  constructor(register: EnterpriseRegister, p: ProgrammeParameters, draws: Draws) {
    const n = register.count;
    const make = (): Float64Array => new Float64Array(n);
    this.register = register;
    this.state = make();
    this.municipal = make();
    this.purchase = make();
    this.personYears = make();
    this.placesLost = make();
    this.revenue = make();
    this.reference = make();
    this.sales = make();
    this.result = make();
    this.#referenceBy = new Float64Array(n * revenueStreams.length);
    this.#last = { state: make(), municipal: make(), purchase: make() };
    this.equity = make();
    this.closed = new Uint8Array(n);
    this.closedBefore = new Uint8Array(n);
    this.#p = p;
    this.#fixedNok = make();
    this.#constantNok = make();
    this.#variablePerPersonNok = make();
    this.#draws = draws;
    for (let e = 0; e < n; e++) {
      const vta = register.vtaRevenueNok[e] as number;
      const total = vta + (register.aftNok[e] as number);
      const margin = register.margin[e] as number;
      const cost = total * (1 - (Number.isNaN(margin) ? p["enterprise.margin-mean"] : margin));
      const fixed = p["enterprise.fixed-cost-share"];
      const vtaPart = total > 0 ? vta / total : 0;
      this.#fixedNok[e] = cost * fixed;
      this.#constantNok[e] = cost * (1 - fixed) * (1 - vtaPart);
      const people = Math.max(register.participants[e] as number, 1);
      this.#variablePerPersonNok[e] = (cost * (1 - fixed) * vtaPart) / people;
      const equity = register.equityNok[e] as number;
      this.equity[e] = Number.isNaN(equity) ? (cost * p["enterprise.equity-months"]) / 12 : equity;
    }
  }

  /** Kroner of one year's sales with a mean of `people` participants. */
  salesWith(e: number, people: number): number {
    const before = this.register.participants[e] as number;
    const sales = this.register.salesNok[e] as number;
    if (before === 0) return sales;
    return people <= 0 && this.#p["enterprise.sales-per-place-elasticity"] > 0
      ? 0
      : sales * pow(people / before, this.#p["enterprise.sales-per-place-elasticity"]);
  }

  /**
   * Close the books of a year and say which firms have run out of equity.
   * @param year whole model year that ends now; addresses the year's shock
   * @returns the firms that close now
   */
  closeYear(year: number): number[] {
    const p = this.#p;
    const closing: number[] = [];
    this.resultNok = 0;
    for (let e = 0; e < this.register.count; e++) {
      if (this.closed[e] === 1) {
        this.result[e] = 0;
        this.revenue[e] = 0;
        this.sales[e] = 0;
        continue;
      }
      const people = this.personYears[e] as number;
      const sales = this.salesWith(e, people);
      const revenue =
        (this.state[e] as number) +
        (this.municipal[e] as number) +
        (this.purchase[e] as number) +
        sales +
        (this.register.otherNok[e] as number) +
        (this.register.aftNok[e] as number);
      const shock = this.#draws.normal("enterprise", e, 0, purposeOf.account, year);
      const total = (this.register.vtaRevenueNok[e] as number) + (this.register.aftNok[e] as number);
      const cost =
        (this.#fixedNok[e] as number) +
        (this.#constantNok[e] as number) +
        (this.#variablePerPersonNok[e] as number) *
          (people + (this.placesLost[e] as number) * p["enterprise.notice-years"]);
      const result = revenue - cost + shock * p["enterprise.margin-sd"] * total;
      this.revenue[e] = revenue;
      this.sales[e] = sales;
      this.equity[e] = (this.equity[e] as number) + result;
      this.result[e] = result;
      this.resultNok += result;
      if ((this.equity[e] as number) < 0) closing.push(e);
    }
    this.#last.state.set(this.state);
    this.#last.municipal.set(this.municipal);
    this.#last.purchase.set(this.purchase);
    for (const list of [this.state, this.municipal, this.purchase, this.personYears, this.placesLost]) list.fill(0);
    return closing;
  }

  /** Kroner of a firm's revenue by stream in the last closed year. */
  revenueBy(stream: Stream, e: number): number {
    if ((this.revenue[e] as number) === 0) return 0;
    switch (stream) {
      case "sales":
        return this.sales[e] as number;
      case "state-subsidy":
        return this.#last.state[e] as number;
      case "municipal-subsidy":
        return this.#last.municipal[e] as number;
      case "municipal-purchase":
        return this.#last.purchase[e] as number;
      case "aft":
        return this.register.aftNok[e] as number;
      case "other":
        return this.register.otherNok[e] as number;
    }
  }

  /** Take the last closed year as what later revenue is compared with, and the firms that are open now as those that count. */
  setReference(): void {
    this.reference.set(this.revenue);
    this.closedBefore.set(this.closed);
    for (let e = 0; e < this.register.count; e++)
      revenueStreams.forEach((stream, k) => {
        this.#referenceBy[e * revenueStreams.length + k] = this.revenueBy(stream, e);
      });
  }

  /** Whether a firm has closed since the scenario's start. */
  closedSinceStart(e: number): boolean {
    return this.closed[e] === 1 && this.closedBefore[e] === 0;
  }

  /** Change of a firm's revenue since the year before the start, as a share; NaN for one that was closed, or earned nothing. */
  changeSinceStart(e: number): number {
    const before = this.reference[e] as number;
    return before > 0 && this.closedBefore[e] === 0 ? (this.revenue[e] as number) / before - 1 : Number.NaN;
  }

  /** Kroner of a firm's revenue by stream in the year before the scenario's start. */
  referenceBy(stream: Stream, e: number): number {
    return this.#referenceBy[e * revenueStreams.length + revenueStreams.indexOf(stream)] as number;
  }
}
