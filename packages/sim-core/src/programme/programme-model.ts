// The programme: candidates arrive, wait, are placed where a funded place, supervision and a workplace meet, stay, and
// leave; responsibility may pass to the municipalities, and money follows rules. This file holds the run itself: its
// parts, its months and years, recruitment and growth. A month is the rhythm of payments and of observing what binds; a
// year that of accounts and measures.

import { type Model, type Parameters, type Replication, Simulation } from "../kernel/index.ts";
import { MovedPlaces, Supplement } from "./additional-places.ts";
import { fillInitialStock } from "./initial-stock.ts";
import { LastingFollowUp } from "./lasting-follow-up.ts";
import { Measures } from "./measures.ts";
import { inStartPrices, realRate } from "./money.ts";
import type { MunicipalServices } from "./municipal-services.ts";
import { OwnCandidates } from "./own-candidates.ts";
import { type ProgrammeParameters, readProgrammeParameters } from "./parameters.ts";
import { Payments } from "./payments.ts";
import { none } from "./people.ts";
import { Placement } from "./placement.ts";
import { checkProgrammeData, fitToRegisters, fromOwnOrigin, type ProgrammeData } from "./programme-data.ts";
import { RateChanges } from "./rate-changes.ts";
import { channels, Recruitment, schoolChannel } from "./recruitment.ts";
import type { Unit } from "./services.ts";
import { State } from "./state.ts";
import { Transfer } from "./transfer.ts";
import { Bounds } from "./what-binds.ts";
import {
  fundedByPurchase,
  fundedByStateUntilBought,
  municipal,
  municipalOrdinary,
  ordinary,
  outside,
  purposeOf,
  settings,
  sheltered,
  waitingList,
} from "./words.ts";

const modelId = "vta-programme";

/** The programme model: permanent adapted work in a whole country. */
export const programmeModel: Model = programmeModelWith({});

/**
 * Make the programme model of a register, or one that reports by enterprise or municipality.
 * @param data rows in any order; their order changes no result
 * @throws InputError with every problem of the rows
 */
export function programmeModelWith(data: ProgrammeData): Model {
  const checked = checkProgrammeData(data);
  return {
    id: modelId,
    version: "2",
    run(parameters: Parameters, replication: Replication): void {
      new Programme(readProgrammeParameters(parameters), replication, checked).run();
    },
  };
}

/** One run of the programme. */
export class Programme {
  readonly state: State;
  readonly #p: ProgrammeParameters;
  readonly #simulation: Simulation;
  readonly #measures: Measures;
  readonly #recruitment: Recruitment;
  readonly #placement: Placement;
  readonly #services: MunicipalServices;
  readonly #bounds: Bounds;
  readonly #payments: Payments;
  readonly #rates: RateChanges;
  readonly #start: number;
  readonly #end: number;
  readonly #grown: { readonly sheltered: Int32Array; readonly ordinary: Int32Array };
  readonly #shelteredShare: Float64Array;
  readonly #ordinaryArrivals: number;
  readonly #shelteredArrivals: number;
  readonly #events: { readonly arrival: number; readonly reallocation: number };

  /** @param data checked rows; see `programmeModelWith` */
  constructor(parameters: ProgrammeParameters, replication: Replication, data: ProgrammeData = {}) {
    const { p, shift } = fromOwnOrigin(inStartPrices(fitToRegisters(parameters, data)));
    this.#p = p;
    this.#start = p["horizon.start-year-offset"];
    this.#end = this.#start + p["horizon.years"];
    const simulation = new Simulation({ name: modelId, replication: replication.number });
    this.#simulation = simulation;
    const state = new State(p, replication.key, simulation, data, shift);
    this.state = state;
    this.#events = {
      arrival: simulation.handler((process) => this.#onArrival(process)),
      reallocation: simulation.handler((enterprise) => this.#onReallocation(enterprise)),
    };
    this.#placement = new Placement(state, this.#end);
    this.#services = this.#placement.services;
    const transfer = new Transfer(state, this.#placement, this.#start, this.#end);
    const supplement = new Supplement(state, this.#services, this.#start, this.#end);
    const moved = new MovedPlaces(state, this.#start, this.#end);
    this.#bounds = new Bounds(state, this.#placement);
    const followUp = new LastingFollowUp(state, this.#placement, this.#start, this.#end);
    this.#payments = new Payments(state, this.#services, moved, followUp);
    this.#rates = new RateChanges(state, this.#start, realRate(p["rate.aft-nok-per-place-month"], p));
    const regions = state.geography.regions;
    this.#grown = { sheltered: new Int32Array(regions), ordinary: new Int32Array(regions) };

    const rates = fillInitialStock(state);
    const base = new Float64Array(state.geography.inhabitants.length * channels.length);
    const school = p["recruitment.school-share"];
    const shelteredShare = new Float64Array(regions);
    let ordinaryTotal = 0;
    let shelteredTotal = 0;
    for (let m = 0; m < state.geography.inhabitants.length; m++) {
      const region = state.geography.region[m] as number;
      const share = (state.geography.inhabitants[m] as number) / (state.geography.regionInhabitants[region] as number);
      const forSheltered = (rates.sheltered[region] as number) * share;
      const forOrdinary = (rates.ordinary[region] as number) * share;
      base[m * channels.length] = forSheltered * (1 - school);
      base[m * channels.length + 1] = forOrdinary * (1 - school);
      base[m * channels.length + schoolChannel] = (forSheltered + forOrdinary) * school;
      shelteredShare[region] = forSheltered + forOrdinary > 0 ? forSheltered / (forSheltered + forOrdinary) : 1;
      ordinaryTotal += forOrdinary;
      shelteredTotal += forSheltered;
    }
    this.#shelteredShare = shelteredShare;
    this.#ordinaryArrivals = ordinaryTotal;
    this.#shelteredArrivals = shelteredTotal;
    this.#recruitment = new Recruitment(
      state.streams,
      base,
      p["recruitment.reach-ceiling"],
      p["recruitment.school-month"],
      (process, time) => this.#rateAt(process, time),
    );
    transfer.schedule();
    supplement.schedule();
    new OwnCandidates(state, this.#services, this.#end).schedule();
    moved.schedule();
    followUp.schedule();
    for (let process = 0; process < this.#recruitment.processes; process++) this.#scheduleArrival(process);

    this.#measures = new Measures(state, replication);
  }

  /** Run from the initial stock to the end of the horizon; observe from the scenario's start on. */
  run(): void {
    const startMonth = Math.round(this.#start * 12);
    const endMonth = Math.round(this.#end * 12);
    for (let month = 0; month <= endMonth; month++) {
      this.#simulation.runUntil(month / 12);
      if (month > 0) {
        this.#growPlaces(month / 12);
        for (const unit of this.state.units) {
          if (unit.active && !unit.unlimited) this.#services.staff(unit);
          if (unit.extraPlaces > 0) this.#services.fillExtra(unit);
        }
        this.#countMonth();
        this.#payments.pay();
        this.#rates.applyUpTo(month / 12);
      }
      if (month % 12 !== 0) continue;
      if (month > 0) this.#closeBooks(month / 12);
      if (month === startMonth) this.state.accounts.setReference();
      if (month >= startMonth) this.#measures.observe((month - startMonth) / 12, month === endMonth);
      this.state.counts.clear();
      this.state.ledger.clear();
    }
  }

  #scheduleArrival(process: number): void {
    const time = this.#recruitment.next(process, this.#end);
    if (time < Number.POSITIVE_INFINITY) this.#simulation.schedule(time, this.#events.arrival, process);
  }

  /** Planned growth of places so far: the share of the whole programme's growth period that has passed, in years. */
  #growthYears(time: number): number {
    const p = this.#p;
    return Math.min(Math.max(time - p["places.planned-growth-start-year-offset"], 0), p["places.planned-growth-years"]);
  }

  /** Present rate of a recruitment process as a multiple of its base rate. */
  #rateAt(process: number, time: number): number {
    const p = this.#p;
    const channel = process % channels.length;
    const growth = p["places.planned-growth-per-year"];
    const shelteredGrowth = growth * p["places.planned-growth-sheltered-share"];
    const ordinaryGrowth = growth - shelteredGrowth;
    const years = this.#growthYears(time);
    const growing = time >= p["places.planned-growth-start-year-offset"] && years < p["places.planned-growth-years"];
    // Ordinary workplaces have no list: their recruitment follows the funded places. Sheltered places are filled from
    // the list, whose inflow replaces those who leave and keeps its surplus.
    const ordinaryRate =
      1 +
      (ordinaryGrowth === 0 ? 0 : (years * ordinaryGrowth) / p["stock.ordinary"]) +
      (growing && this.#ordinaryArrivals > 0 ? ordinaryGrowth / this.#ordinaryArrivals : 0);
    const replaced = this.#shelteredArrivals - p["waiting.surplus-arrivals-per-year"];
    const shelteredRate = 1 + ((replaced / this.#shelteredArrivals) * years * shelteredGrowth) / p["stock.sheltered"];
    const mixed =
      (shelteredRate * this.#shelteredArrivals + ordinaryRate * this.#ordinaryArrivals) /
      (this.#shelteredArrivals + this.#ordinaryArrivals);
    const rate = channel === schoolChannel ? mixed : channel === 0 ? shelteredRate : ordinaryRate;
    const municipality = (process - channel) / channels.length;
    const { state } = this;
    const unit = state.units[state.unitOf[municipality] as number] as Unit;
    const lever = p["recruitment.reach"] ?? 1;
    const scenario = time >= this.#start && state.inScope(unit.region) ? lever : 1;
    const reach = scenario * (time >= unit.deliversFrom ? unit.delivery.reach : 1);
    // No channel reaches more than the ceiling says, however far scenario and delivery model would reach together.
    return reach > 1 ? Math.min(rate * reach, Math.max(rate, p["recruitment.reach-ceiling"])) : rate * reach;
  }

  #onArrival(process: number): void {
    const { state } = this;
    const channel = process % channels.length;
    const municipality = (process - channel) / channels.length;
    const i = state.addPerson(
      channels[channel] as (typeof channels)[number],
      municipality,
      this.#recruitment.ordinal(process),
    );
    this.#scheduleArrival(process);
    const people = state.people;
    const now = this.#simulation.now;
    people.municipality[i] = municipality;
    const region = state.regionOf(i);
    const school = channel === schoolChannel;
    const forOrdinary =
      channel === 1 ||
      (school && state.uniform(i, purposeOf.acceptance, 0) >= (this.#shelteredShare[region] as number));
    const u = state.uniform(i, purposeOf["entry-age"], 0);
    people.birth[i] = now - (school ? state.traits.schoolAge(u) : state.traits.otherAge(u));
    state.traits.draw(people, i, forOrdinary, this.#p["mapping.ready-for-ordinary-share"]);
    state.counts.arrivals++;
    state.counts.move(outside, waitingList);
    const unit = state.unitOfPerson(i);
    if (unit.transferred && (people.mark[i] as number) < this.state.share) this.#placement.toUnit(i, unit, false);
    else this.#placement.toRegion(i, forOrdinary ? ordinary : sheltered, false);
  }

  /** Open planned places, region by region in proportion to inhabitants. */
  #growPlaces(time: number): void {
    const { state } = this;
    const p = this.#p;
    const growth = p["places.planned-growth-per-year"] * this.#growthYears(time);
    if (growth === 0) return;
    for (let r = 0; r < state.geography.regions; r++) {
      const exact = (growth * (state.geography.regionInhabitants[r] as number)) / p["municipal.inhabitants"];
      const phase = state.draws.uniform("region", r, 0, purposeOf.size, 0);
      const shelteredShare = p["places.planned-growth-sheltered-share"];
      const wanted = Math.floor(exact * shelteredShare + phase);
      const firms = state.enterprisesOf[r] as Int32Array;
      while ((this.#grown.sheltered[r] as number) < wanted) {
        const e = firms[(this.#grown.sheltered[r] as number) % firms.length] as number;
        if ((state.accounts.closed[e] as number) === 0) state.statePlaces[e] = (state.statePlaces[e] as number) + 1;
        this.#grown.sheltered[r] = (this.#grown.sheltered[r] as number) + 1;
        this.#placement.fillRegion(r, sheltered);
      }
      const wantedOrdinary = Math.floor(exact * (1 - shelteredShare) + phase);
      while ((this.#grown.ordinary[r] as number) < wantedOrdinary) {
        state.ordinaryPlaces[r] = (state.ordinaryPlaces[r] as number) + 1;
        this.#grown.ordinary[r] = (this.#grown.ordinary[r] as number) + 1;
        this.#placement.fillRegion(r, ordinary);
      }
    }
  }

  /** Count person-months, and what relaxing one constraint alone would add to the placements possible now. */
  #countMonth(): void {
    const { state } = this;
    const { counts, people } = state;
    const places: number[] = new Array<number>(settings.length).fill(0);
    for (let e = 0; e < state.register.count; e++) {
      const held = (state.stateHeld[e] as number) + (state.boughtHeld[e] as number);
      state.accounts.personYears[e] = (state.accounts.personYears[e] as number) + held / 12;
      places[sheltered] =
        (places[sheltered] as number) + (state.statePlaceUnits[e] as number) + (state.boughtPlaceUnits[e] as number);
    }
    for (let r = 0; r < state.geography.regions; r++)
      places[ordinary] = (places[ordinary] as number) + (state.ordinaryPlaceUnits[r] as number);
    for (const setting of [municipal, municipalOrdinary]) places[setting] = this.#services.placeUnits(setting);
    for (let s = 0; s < settings.length; s++) {
      counts.personYears[s] = (counts.personYears[s] as number) + (people.participants[s] as number) / 12;
      counts.placeYears[s] = (counts.placeYears[s] as number) + (places[s] as number) / 12;
      counts.positionYears[s] = (counts.positionYears[s] as number) + (people.positions[s] as number) / 12;
    }
    this.#bounds.count();
  }

  /** Close the accounts of a year; firms without equity close, and their participants lose their place. */
  #closeBooks(time: number): void {
    const { state } = this;
    const closing = state.accounts.closeYear(Math.round(time));
    for (const e of closing) {
      state.counts.closures++;
      if (time > this.#start) state.closuresSinceStart++;
      state.accounts.closed[e] = 1;
      const list: number[] = [];
      for (let i = state.holders.head[e] as number; i !== none; i = state.people.holderNext[i] as number) list.push(i);
      this.state.inOwnOrder(list);
      for (const i of list.reverse()) {
        const unit = state.unitOfPerson(i);
        const bought = (state.people.funding[i] as number) === fundedByPurchase;
        const toBeBought = (state.people.funding[i] as number) === fundedByStateUntilBought;
        if (bought) unit.boughtVacancies.push(e);
        if (toBeBought) unit.purchaseNok -= this.#services.purchaseNok;
        this.#placement.losePlace(i, e);
      }
      const years = this.#p["enterprise.place-reallocation-years"];
      this.#simulation.schedule(time + years, this.#events.reallocation, e);
    }
    for (const unit of state.units) if (unit.transferred && closing.length > 0) this.#services.fillUnit(unit);
  }

  /** The state agrees a closed firm's places with the largest firm that is left in the region. */
  #onReallocation(enterprise: number): void {
    const { state } = this;
    const region = state.register.region[enterprise] as number;
    const heir = this.#services.largestOpen(region);
    const places = state.statePlaces[enterprise] as number;
    state.statePlaces[enterprise] = 0;
    if (heir === none) return;
    state.statePlaces[heir] = (state.statePlaces[heir] as number) + places;
    this.#placement.fillRegion(region, sheltered);
  }
}
