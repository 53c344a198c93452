// Who is there at the start: participants with ages and tenures of a stock that has grown, lists and vacancies in
// balance. People are drawn by rejection: an entry some time ago is kept when the person would still be there today, so
// that age, tenure and match are right together, whatever the exit law.

import { exp, InvariantError, log } from "../foundation/index.ts";
import { arrivalRateFor, queueBalance } from "./balance.ts";
import { type ExitLaw, spellMoments, survivalAt } from "./exit-laws.ts";
import { shareWhole } from "./geography.ts";
import { bisectionSteps, rejectionLimit } from "./numerics.ts";
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
  // Ordinary workplaces: shared among municipalities by inhabitants.
  const ordinaryGrowth = growing ? p["stock.growth-before-start-ordinary"] : 0;
  const ordinaryShares = shareWhole(p["stock.ordinary"], geography.inhabitants);
  const ordinaryStock = new Int32Array(geography.regions);
  for (let m = 0; m < ordinaryShares.length; m++) {
    const region = geography.region[m] as number;
    ordinaryStock[region] = (ordinaryStock[region] as number) + (ordinaryShares[m] as number);
    for (let k = 0; k < (ordinaryShares[m] as number); k++) {
      const i = state.addPerson("stock-ordinary", m, k);
      people.municipality[i] = m;
      state.traits.draw(people, i, true, 1);
      enter(state, i, ordinary, none, ordinaryGrowth);
    }
  }

  // Lists and vacancies in balance.
  const rates: ArrivalRates = {
    sheltered: new Float64Array(geography.regions),
    ordinary: new Float64Array(geography.regions),
  };
  const shelteredMoments = spellMoments(
    state.laws[sheltered] as ExitLaw,
    state.entryAges[sheltered] as Float64Array,
    retirementAge,
    0,
  );
  const ordinaryLaw = state.laws[ordinary] as ExitLaw;
  const ordinaryMoments = spellMoments(ordinaryLaw, state.entryAges[ordinary] as Float64Array, retirementAge, 0);
  const stayingOn = (ordinaryMoments.dropoutBefore + ordinaryMoments.dropoutAfter) * (1 - ordinaryLaw.leavesAtDropout);
  const ordinaryRate = (1 - stayingOn) / ordinaryMoments.mean;
  const shelteredRate = 1 / shelteredMoments.mean;
  const movesToOrdinary = (state.laws[sheltered] as ExitLaw).constant[causeOf["ordinary-vta"]] as number;
  for (let r = 0; r < geography.regions; r++) {
    const share = (geography.regionInhabitants[r] as number) / p["municipal.inhabitants"];
    const firms = state.enterprisesOf[r] as Int32Array;
    let stock = 0;
    let largest = firms[0] as number;
    for (const e of firms) {
      stock += register.participants[e] as number;
      if ((register.participants[e] as number) > (register.participants[largest] as number)) largest = e;
    }
    const surplus = p["waiting.surplus-arrivals-per-year"] * share;
    const arrivals = shelteredRate * stock + surplus;
    rates.sheltered[r] = arrivals;
    const first = queueBalance(stock, arrivals, shelteredRate, renege);
    const vacancies = Math.round(first.vacant);
    state.statePlaces[largest] = (state.statePlaces[largest] as number) + vacancies;
    const anchor = state.addPerson("region", r, 0);
    if (vacancies === 0) {
      const balance = queueBalance(stock, arrivals, shelteredRate, renege);
      const u = state.uniform(anchor, purposeOf.queue, 0);
      let waiting = 0;
      while (waiting < balance.waitingWhenFull.length - 1 && (balance.waitingWhenFull[waiting] as number) < u)
        waiting++;
      for (let k = 0; k < waiting; k++) {
        const i = state.addPerson("queue-sheltered", r, k);
        people.municipality[i] = picker.pick(r, state.uniform(i, purposeOf.municipality, 0));
        state.traits.draw(people, i, false, p["mapping.ready-for-ordinary-share"]);
        // First come, first served: who stands at place k has seen the places behind fill up.
        const since = -(waiting - k - state.uniform(i, purposeOf.queue, 0)) / arrivals;
        people.birth[i] = since - state.traits.entryAge(state.uniform(i, purposeOf["entry-age"], 0));
        state.wait(i, state.regionQueue(r, sheltered), false, since);
      }
    }
    const people0 = ordinaryStock[r] as number;
    const places = Math.ceil(people0 / (1 - p["places.ordinary-vacancy-share"]));
    state.ordinaryPlaces[r] = places;
    if (people0 > 0) {
      const all = arrivalRateFor(people0, places, ordinaryRate, renege, bisectionSteps);
      rates.ordinary[r] = Math.max(all - movesToOrdinary * stock, 0);
    }
  }
  return rates;
}

/** Draw age, tenure and match of somebody who is there today, and begin the spell. */
function enter(state: State, i: number, setting: number, enterprise: number, growth: number): void {
  const { p, people } = state;
  const law = state.laws[setting] as ExitLaw;
  const retirementAge = p["exit.retirement-age"];
  const longest = retirementAge - p["recruitment.school-age-min"];
  // Tenures are proposed from the slowest decay that the law can have, and kept with what is left of survival.
  const slowest = Math.min(law.early, law.late) + law.constantTotal;
  const decay = growth + slowest;
  for (let trial = 0; trial < rejectionLimit; trial++) {
    const u = state.uniform(i, purposeOf.tenure, trial);
    const tenure = decay > 0 ? -log(1 - u * (1 - exp(-decay * longest))) / decay : u * longest;
    const entryAge = entryAgeOf(state, i, setting, trial);
    if (entryAge + tenure >= retirementAge) continue;
    const poor = state.uniform(i, purposeOf.acceptance, 2 * trial) < law.poorShare;
    const keep = survivalAt(law, poor, tenure) * exp(slowest * tenure);
    if (state.uniform(i, purposeOf.acceptance, 2 * trial + 1) >= keep) continue;
    people.birth[i] = -entryAge - tenure;
    people.poorMatch[i] = poor ? 1 : 0;
    state.begin(i, setting, enterprise, fundedByState, -tenure);
    return;
  }
  throw new InvariantError("initial-stock", `no tenure was accepted in ${rejectionLimit} trials`, { setting });
}

/** Draw the age at entry into a setting: after a wait, or, for some of those in ordinary workplaces, after a sheltered place. */
function entryAgeOf(state: State, i: number, setting: number, trial: number): number {
  const u = state.uniform(i, purposeOf["entry-age"], trial);
  if (setting === sheltered) return state.traits.entryAge(u) + state.shelteredWait;
  if (u >= state.moverShare) return state.traits.entryAge((u - state.moverShare) / (1 - state.moverShare));
  const colleague = Math.floor((u / state.moverShare) * state.shelteredStock);
  return -(state.people.birth[colleague] as number);
}
