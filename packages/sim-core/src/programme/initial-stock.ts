// Who is there at the start: participants with ages and tenures of a stock that has grown, lists and vacancies in
// balance. People are drawn by rejection: an entry some time ago is kept when the person would still be there today, so
// that age, tenure and match are right together, whatever the exit law.

import { exp, InvariantError, log } from "../foundation/index.ts";
import type { RandomSource } from "../random/index.ts";
import { arrivalRateFor, type QueueBalance, queueBalance } from "./balance.ts";
import { type ExitLaw, exitRate, nextJobShare, survivalAt, yearsToDropout } from "./exit-laws.ts";
import { bisectionSteps, longestWaitLeft, rejectionLimit } from "./numerics.ts";
import { none } from "./people.ts";
import type { State } from "./state.ts";
import { MunicipalityPicker } from "./traits.ts";
import { causeOf, fundedByState, ordinary, purposeOf, sheltered } from "./words.ts";

/** Arrivals a year that keep each region in balance, by region. */
export interface ArrivalRates {
  readonly sheltered: Float64Array;
  readonly ordinary: Float64Array;
}

/** Fill a run with the people of its first day; return the arrivals that keep them in balance. */
export function fillInitialStock(state: State): ArrivalRates {
  const { p, geography, register, people } = state;
  const picker = new MunicipalityPicker(geography.members, geography.inhabitants);
  const growing = p["stock.start-tenure"] === "growing";
  const renege = 1 / p["waiting.patience-years"];
  const retirementAge = p["exit.retirement-age"];

  // Sheltered: every enterprise has the participants of the register.
  const shelteredGrowth = growing ? p["stock.growth-before-start-sheltered"] : 0;
  for (let e = 0; e < register.count; e++) {
    const region = register.region[e] as number;
    for (let k = 0; k < (register.participants[e] as number); k++) {
      const i = state.addPerson("stock-sheltered", e, k);
      people.municipality[i] = picker.pick(region, state.uniform(i, purposeOf.municipality, 0));
      state.traits.draw(people, i, false, p["stock.ready-for-ordinary-share"]);
      enter(state, i, sheltered, e, shelteredGrowth);
    }
  }
  state.shelteredStock = people.count;

  // What one occupied place loses a year, and where the people it loses go.
  const rateOf = (setting: number): number =>
    exitRate(state.laws[setting] as ExitLaw, state.entryAges[setting] as Float64Array, retirementAge);
  const ordinaryRate = rateOf(ordinary);
  const shelteredRate = rateOf(sheltered);
  const movesToOrdinary = (state.laws[sheltered] as ExitLaw).constant[causeOf["ordinary-vta"]] as number;

  const rates: ArrivalRates = {
    sheltered: new Float64Array(geography.regions),
    ordinary: new Float64Array(geography.regions),
  };
  const present = new Int32Array(geography.regions);
  const waitingOrdinary = new Int32Array(geography.regions);
  for (let r = 0; r < geography.regions; r++) {
    const share = (geography.regionInhabitants[r] as number) / p["municipal.inhabitants"];
    const firms = state.enterprisesOf[r] as Int32Array;
    let stock = 0;
    let largest = none;
    for (const e of firms) {
      stock += register.participants[e] as number;
      if (largest === none || (register.participants[e] as number) > (register.participants[largest] as number))
        largest = e;
    }
    if (largest !== none) {
      const arrivals = shelteredRate * stock + p["waiting.surplus-arrivals-per-year"] * share;
      rates.sheltered[r] = arrivals;
      const balance = queueBalance(stock, arrivals, shelteredRate, renege);
      const vacancies = Math.round(balance.vacant);
      state.statePlaces[largest] = (state.statePlaces[largest] as number) + vacancies;
      const waiting = vacancies > 0 ? 0 : lengthOf(state, r, sheltered, balance);
      for (let k = 0; k < waiting; k++) {
        const i = state.addPerson("queue-sheltered", r, k);
        people.municipality[i] = picker.pick(r, state.uniform(i, purposeOf.municipality, 0));
        state.traits.draw(people, i, false, p["mapping.ready-for-ordinary-share"]);
        queueUp(state, i, r, sheltered, waiting - k, arrivals);
      }
    }
    // Ordinary workplaces have places for a few more than they hold; whether all are taken is the region's luck.
    const target = p["stock.ordinary"] * share;
    const places = Math.ceil(target / (1 - p["places.ordinary-vacancy-share"]));
    state.ordinaryPlaces[r] = places;
    if (target <= 0 || target >= places) continue;
    const all = arrivalRateFor(target, places, ordinaryRate, renege, bisectionSteps);
    rates.ordinary[r] = Math.max(all - movesToOrdinary * stock, 0);
    const balance = queueBalance(places, all, ordinaryRate, renege);
    const free = vacanciesOf(state, r, balance);
    present[r] = Math.max(places - free, 0);
    if (free === 0) waitingOrdinary[r] = lengthOf(state, r, ordinary, balance);
  }
  settleTotal(state, present, waitingOrdinary);

  const ordinaryGrowth = growing ? p["stock.growth-before-start-ordinary"] : 0;
  for (let r = 0; r < geography.regions; r++) {
    for (let k = 0; k < (present[r] as number); k++) {
      const i = state.addPerson("stock-ordinary", r, k);
      people.municipality[i] = picker.pick(r, state.uniform(i, purposeOf.municipality, 0));
      state.traits.draw(people, i, true, 1);
      enter(state, i, ordinary, none, ordinaryGrowth);
    }
    const waiting = waitingOrdinary[r] as number;
    const arrivals = Math.max(rates.ordinary[r] as number, ordinaryRate);
    for (let k = 0; k < waiting; k++) {
      const i = state.addPerson("queue-ordinary", r, k);
      people.municipality[i] = picker.pick(r, state.uniform(i, purposeOf.municipality, 0));
      state.traits.draw(people, i, true, 1);
      queueUp(state, i, r, ordinary, waiting - k, arrivals);
    }
  }
  return rates;
}

/** Draw how many wait in a region where all places are taken. */
function lengthOf(state: State, region: number, setting: number, balance: QueueBalance): number {
  const u = state.draws.uniform("region", region, 0, purposeOf.queue, setting);
  let waiting = 0;
  while (waiting < balance.waitingWhenFull.length - 1 && (balance.waitingWhenFull[waiting] as number) < u) waiting++;
  return waiting;
}

/** Draw how many places of a region stand empty. */
function vacanciesOf(state: State, region: number, balance: QueueBalance): number {
  const u = state.draws.uniform("region", region, 0, purposeOf.queue, 2);
  let free = 0;
  while (free < balance.vacancies.length - 1 && (balance.vacancies[free] as number) < u) free++;
  return free;
}

/** Add or take people, region by region in turn, until the country has the stock that it is known to have. */
function settleTotal(state: State, present: Int32Array, waiting: Int32Array): void {
  let missing = state.p["stock.ordinary"];
  for (const people of present) missing -= people;
  const step = Math.sign(missing);
  for (let r = 0, idle = 0; missing !== 0 && idle <= present.length; r = (r + 1) % present.length) {
    const next = (present[r] as number) + step;
    if (next < 0 || next > (state.ordinaryPlaces[r] as number) || (waiting[r] as number) > 0) {
      idle++;
      continue;
    }
    idle = 0;
    present[r] = next;
    missing -= step;
  }
  // Where all lists are full the rest is shared out beyond the places that were assumed.
  for (let r = 0; missing > 0; r = (r + 1) % present.length) {
    present[r] = (present[r] as number) + 1;
    state.ordinaryPlaces[r] = Math.max(state.ordinaryPlaces[r] as number, present[r] as number);
    missing--;
  }
}

/** Put somebody on a list who has waited since the people behind began to come, some of whom have given up. */
function queueUp(state: State, i: number, region: number, setting: number, behind: number, arrivals: number): void {
  const patience = state.p["waiting.patience-years"];
  const left = 1 - (behind - state.uniform(i, purposeOf.queue, 0)) / (arrivals * patience);
  const waited = patience * -log(Math.max(left, longestWaitLeft));
  state.people.birth[i] = -waited - state.traits.entryAge(state.uniform(i, purposeOf["entry-age"], 0));
  state.wait(i, state.regionQueue(region, setting), false, -waited);
}

/** Draw age, tenure and match of somebody who is there today, and begin the spell. */
function enter(state: State, i: number, setting: number, enterprise: number, growth: number): void {
  const { p, people } = state;
  const law = state.laws[setting] as ExitLaw;
  const retirementAge = p["exit.retirement-age"];
  const longest = retirementAge - p["recruitment.school-age-min"];
  const continued =
    law.leavesAtDropout < 1 ? nextJobShare(law, state.entryAges[setting] as Float64Array, retirementAge) : 0;
  // Tenures are proposed from the slowest decay that the law can have, and kept with what is left of survival.
  const slowest = Math.min(law.early, law.late) + law.constantTotal;
  const decay = growth + slowest;
  for (let trial = 0; trial < rejectionLimit; trial++) {
    const source = state.streams.source(
      people.addressHigh[i] as number,
      people.addressLow[i] as number,
      purposeOf.tenure,
      trial,
    );
    const u = source.uniform();
    const tenure = decay > 0 ? -log(1 - u * (1 - exp(-decay * longest))) / decay : u * longest;
    const poor = source.uniform() < law.poorShare;
    if (source.uniform() >= survivalAt(law, poor, tenure) * exp(slowest * tenure)) continue;
    let before = 0;
    while (continued > 0 && source.uniform() < continued && before < longest) before += droppedOutAfter(law, source);
    const entryAge = entryAgeOf(state, setting, source.uniform());
    if (entryAge + before + tenure >= retirementAge) continue;
    people.birth[i] = -entryAge - before - tenure;
    people.poorMatch[i] = poor ? 1 : 0;
    state.begin(i, setting, enterprise, fundedByState, -tenure);
    people.entered[i] = -before - tenure;
    return;
  }
  throw new InvariantError("initial-stock", `no tenure was accepted in ${rejectionLimit} trials`, { setting });
}

/** Draw the length of a job that ended by dropout. */
function droppedOutAfter(law: ExitLaw, source: RandomSource): number {
  for (let trial = 0; trial < rejectionLimit; trial++) {
    const ratio = source.uniform() < law.poorShare ? law.poorRatio : 1;
    const years = yearsToDropout(law, ratio, 0, -log(source.uniform()));
    if (years * law.constantTotal < -log(source.uniform())) return years;
  }
  throw new InvariantError("initial-stock", `no job ended by dropout in ${rejectionLimit} trials`);
}

/** Draw the age at entry into a setting: after a wait, or, for some of those in ordinary workplaces, after a sheltered place. */
function entryAgeOf(state: State, setting: number, u: number): number {
  if (setting === sheltered) return state.traits.entryAge(u) + state.shelteredWait;
  if (u >= state.moverShare) return state.traits.entryAge((u - state.moverShare) / (1 - state.moverShare));
  const colleague = Math.floor((u / state.moverShare) * state.shelteredStock);
  return -(state.people.birth[colleague] as number);
}
