// The programme: candidates arrive, wait, are placed where a funded place, supervision and a workplace meet, stay, and
// leave; responsibility may pass to the municipalities, and money follows rules. Every decision of the model is taken
// here, one handler for each kind of event, over the bookkeeping of `state.ts`. A month is the rhythm of payments and of
// observing what binds; a year that of accounts and measures.

import { exp, log, yearsBetween } from "../foundation/index.ts";
import { type Model, type Parameters, type Replication, Simulation } from "../kernel/index.ts";
import { mixAddress } from "../random/index.ts";
import { fillInitialStock } from "./initial-stock.ts";
import { Measures } from "./measures.ts";
import { capacitySlack, perThousand } from "./numerics.ts";
import { type ProgrammeParameters, readProgrammeParameters } from "./parameters.ts";
import { none } from "./people.ts";
import { channels, Recruitment, schoolChannel } from "./recruitment.ts";
import { freeBudget, type Post, postFte, specialist, trainedCapacity, type Unit, workstation } from "./services.ts";
import { State } from "./state.ts";
import {
  bounds,
  causeOf,
  fundedByGrant,
  fundedByPurchase,
  fundedByState,
  fundedByStateUntilBought,
  kindOf,
  municipal,
  municipalOrdinary,
  noSetting,
  ordinary,
  purposeOf,
  settings,
  sheltered,
} from "./words.ts";

/** Where model time is 0: the day of the initial stock. */
export const originIso = "2023-01-01";

/** The programme model: permanent adapted work in a whole country. */
export const programmeModel: Model = {
  id: "vta-programme",
  version: "1",
  run(parameters: Parameters, replication: Replication): void {
    new Programme(readProgrammeParameters(parameters), replication).run();
  },
};

/** One run of the programme. */
export class Programme {
  readonly state: State;
  readonly #p: ProgrammeParameters;
  readonly #simulation: Simulation;
  readonly #measures: Measures;
  readonly #recruitment: Recruitment;
  readonly #posts: Post[] = [];
  readonly #start: number;
  readonly #end: number;
  readonly #address: Uint32Array = new Uint32Array(2);
  readonly #grown: { readonly sheltered: Int32Array; readonly ordinary: Int32Array };
  readonly #needRatio: number;
  readonly #events: {
    readonly arrival: number;
    readonly transfer: number;
    readonly transferEnd: number;
    readonly postFilled: number;
    readonly postTrained: number;
    readonly postLeft: number;
    readonly workplace: number;
    readonly reallocation: number;
    readonly supplement: number;
    readonly placeMoved: number;
    readonly transitionEnd: number;
  };

  constructor(p: ProgrammeParameters, replication: Replication) {
    this.#p = p;
    this.#start = p["horizon.start-year-offset"];
    this.#end = this.#start + p["horizon.years"];
    const simulation = new Simulation({ name: programmeModel.id, replication: replication.number });
    this.#simulation = simulation;
    const state = new State(p, replication.key, simulation);
    this.state = state;
    state.events = {
      exit: simulation.handler((i) => this.#onExit(i)),
      settle: simulation.handler((i) => this.#onSettled(i)),
      decline: simulation.handler((i) => this.#onNeedFalls(i)),
      renege: simulation.handler((i) => this.#onGivingUp(i)),
    };
    this.#events = {
      arrival: simulation.handler((process) => this.#onArrival(process)),
      transfer: simulation.handler((unit) => this.#onTransfer(unit)),
      transferEnd: simulation.handler((unit) => this.#onTransferEnd(unit)),
      postFilled: simulation.handler((post) => this.#onPostFilled(post)),
      postTrained: simulation.handler((post) => this.#onPostTrained(post)),
      postLeft: simulation.handler((post) => this.#onPostLeft(post)),
      workplace: simulation.handler((unit) => this.#onWorkplaceFound(unit)),
      reallocation: simulation.handler((enterprise) => this.#onReallocation(enterprise)),
      supplement: simulation.handler((unit) => this.#onSupplement(unit)),
      placeMoved: simulation.handler((enterprise) => this.#onPlaceMoved(enterprise)),
      transitionEnd: simulation.handler((enterprise) => this.#endTransition(enterprise)),
    };
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
    for (let process = 0; process < this.#recruitment.processes; process++) this.#scheduleArrival(process);
    const waiting = p["waiting.surplus-arrivals-per-year"] * p["waiting.patience-years"];
    this.#needRatio = p["stock.sheltered"] / (p["stock.sheltered"] + waiting);

    this.#inTransition = new Int32Array(state.register.count);
    this.#scheduleTransfers();
    this.#scheduleSupplement();
    this.#scheduleMovedPlaces();
    this.#measures = new Measures(state, replication);
  }

  /** Places that each enterprise has lost so recently that the transition grant still pays for them. */
  readonly #inTransition: Int32Array;
  readonly #shelteredShare: Float64Array;
  readonly #ordinaryArrivals: number;
  readonly #shelteredArrivals: number;

  /** Run from the initial stock to the end of the horizon; observe from the scenario's start on. */
  run(): void {
    const startMonth = Math.round(this.#start * 12);
    const endMonth = Math.round(this.#end * 12);
    for (let month = 0; month <= endMonth; month++) {
      this.#simulation.runUntil(month / 12);
      if (month > 0) {
        this.#growPlaces(month / 12);
        for (const unit of this.state.units) {
          if (unit.active && !unit.unlimited) this.#staff(unit);
          if (unit.extraPlaces > 0) this.#fillExtra(unit);
        }
        this.#countMonth();
        this.#pay();
      }
      if (month % 12 !== 0) continue;
      if (month > 0) this.#closeBooks(month / 12);
      if (month === startMonth) this.state.accounts.setReference();
      if (month >= startMonth) this.#measures.observe((month - startMonth) / 12);
      this.state.counts.clear();
      this.state.ledger.clear();
    }
  }

  // ---------------------------------------------------------------- recruitment and intake

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
      (years * ordinaryGrowth) / p["stock.ordinary"] +
      (growing && this.#ordinaryArrivals > 0 ? ordinaryGrowth / this.#ordinaryArrivals : 0);
    const replaced = this.#shelteredArrivals - p["waiting.surplus-arrivals-per-year"];
    const shelteredRate = 1 + ((replaced / this.#shelteredArrivals) * years * shelteredGrowth) / p["stock.sheltered"];
    const mixed =
      (shelteredRate * this.#shelteredArrivals + ordinaryRate * this.#ordinaryArrivals) /
      (this.#shelteredArrivals + this.#ordinaryArrivals);
    const rate = channel === schoolChannel ? mixed : channel === 0 ? shelteredRate : ordinaryRate;
    const municipality = (process - channel) / channels.length;
    const reach =
      time >= this.#start && this.#inScope(this.state.geography.region[municipality] as number)
        ? (p["recruitment.reach"] ?? 1)
        : 1;
    return rate * reach;
  }

  /** Whether the levers of the scenario reach a region. */
  #inScope(region: number): boolean {
    const only = this.#p["transfer.region"];
    return only === undefined || only < 0 || only === region;
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
    const unit = state.unitOfPerson(i);
    if (unit.transferred && (people.mark[i] as number) < this.#share) this.#toUnit(i, unit, false);
    else this.#toRegion(i, forOrdinary ? ordinary : sheltered, false);
  }

  get #share(): number {
    return this.#p["transfer.share"] ?? 0;
  }

  #toRegion(i: number, setting: number, atFront: boolean): void {
    const { state } = this;
    const region = state.regionOf(i);
    state.wait(i, state.regionQueue(region, setting), atFront, this.#simulation.now);
    this.#fillRegion(region, setting);
  }

  #toUnit(i: number, unit: Unit, atFront: boolean): void {
    const { state } = this;
    const offer = (state.people.ready[i] as number) === 1 ? specialist : workstation;
    state.wait(i, state.unitQueue(unit.id, offer), atFront, this.#simulation.now);
    this.#fillUnit(unit);
  }

  #onGivingUp(i: number): void {
    const { state } = this;
    state.people.renegeEvent[i] = 0;
    state.listener?.("give-up", i, state.people.queue[i] as number);
    state.queues.leave(i);
    state.counts.reneged++;
  }

  // ---------------------------------------------------------------- placement

  /** Place people from a region's list while a place is free. */
  #fillRegion(region: number, setting: number): void {
    const { state } = this;
    const queue = state.regionQueue(region, setting);
    for (;;) {
      const i = state.queues.head[queue] as number;
      if (i === none) return;
      if (setting === ordinary) {
        if ((state.ordinaryHeld[region] as number) >= (state.ordinaryPlaces[region] as number)) return;
        this.#place(i, ordinary, none, fundedByState);
      } else {
        const enterprise = this.#freeEnterprise(region);
        if (enterprise === none) return;
        this.#place(i, sheltered, enterprise, fundedByState);
      }
    }
  }

  /** Newcomers that the supervisors of an enterprise can take beside the participants they follow up. */
  #supervisorSlack(enterprise: number): number {
    const { state } = this;
    const p = this.#p;
    const held = (state.stateHeld[enterprise] as number) + (state.boughtHeld[enterprise] as number);
    const supervisors =
      ((state.statePlaces[enterprise] as number) + (state.boughtHeld[enterprise] as number)) /
      p["enterprise.participants-per-supervisor"];
    return Math.floor(supervisors * p["enterprise.participants-per-supervisor-norm"] + capacitySlack) - held;
  }

  /** The enterprise of a region with most free places that its supervisors can fill. */
  #freeEnterprise(region: number): number {
    const { state } = this;
    let best = none;
    let most = 0;
    for (const e of state.enterprisesOf[region] as Int32Array) {
      if ((state.accounts.closed[e] as number) === 1) continue;
      const free = (state.statePlaces[e] as number) - (state.stateHeld[e] as number);
      if (free > most && this.#supervisorSlack(e) >= 1) {
        most = free;
        best = e;
      }
    }
    return best;
  }

  /** Move a person from a list, and from the place that the person may still have, to a new place. */
  #place(i: number, setting: number, enterprise: number, funding: number): void {
    const { state } = this;
    const people = state.people;
    const now = this.#simulation.now;
    const moving = (people.moving[i] as number) === 1;
    const before = people.setting[i] as number;
    state.counts.recruits[setting] = (state.counts.recruits[setting] as number) + 1;
    if (before === noSetting) state.counts.waitYears += now - (people.waitingSince[i] as number);
    state.stopWaiting(i);
    if (before !== noSetting) {
      const oldEnterprise = people.enterprise[i] as number;
      const oldFunding = people.funding[i] as number;
      state.end(i, moving ? causeOf.moved : causeOf["ordinary-vta"]);
      if (moving) {
        this.#giveUpStatePlace(oldEnterprise);
        people.unsettledUntil[i] = now + this.#p["provider-change.years"];
      } else this.#afterLeaving(i, before, oldEnterprise, oldFunding);
    }
    state.drawMatch(i, setting);
    state.begin(i, setting, enterprise, funding, now);
    if ((people.unsettledUntil[i] as number) > now)
      people.settleEvent[i] = this.#simulation.schedule(people.unsettledUntil[i] as number, state.events.settle, i);
    if (setting === municipal || setting === municipalOrdinary) this.#updateAdequacy(state.unitOfPerson(i));
  }

  /** A place that the state funds with an enterprise ceases. */
  #giveUpStatePlace(enterprise: number): void {
    const { state } = this;
    state.statePlaces[enterprise] = Math.max((state.statePlaces[enterprise] as number) - 1, 0);
    state.accounts.placesLost[enterprise] = (state.accounts.placesLost[enterprise] as number) + 1;
  }

  // ---------------------------------------------------------------- leaving

  #onExit(i: number): void {
    const { state } = this;
    const people = state.people;
    people.exitEvent[i] = 0;
    const setting = people.setting[i] as number;
    const byDropout = (people.dropoutTime[i] as number) <= (people.otherTime[i] as number);
    const cause = byDropout ? causeOf.dropout : (people.otherCause[i] as number);
    if (cause === causeOf["ordinary-vta"] && (people.moving[i] as number) === 0) {
      this.#seekOrdinary(i, setting);
      return;
    }
    if (cause === causeOf["ordinary-vta"]) {
      // Already on the way to another place: the wish is met by the move.
      state.seekOrdinary(i);
      return;
    }
    if (byDropout && (setting === ordinary || setting === municipalOrdinary)) {
      if (setting === ordinary) {
        state.counts.dropoutsInOrdinary++;
        const tenure = this.#simulation.now - (people.spellStart[i] as number);
        if (tenure <= this.#p["exit.ordinary-break-years"]) state.counts.dropoutsBeforeBreak++;
      }
      const law = state.laws[setting];
      const stays = state.uniform(i, purposeOf["next-job"], people.spell[i] as number);
      if (law !== undefined && stays >= law.leavesAtDropout) {
        state.counts.jobChanges++;
        state.nextJob(i);
        return;
      }
    }
    const enterprise = people.enterprise[i] as number;
    const funding = people.funding[i] as number;
    const moving = (people.moving[i] as number) === 1;
    state.stopWaiting(i);
    state.end(i, cause);
    if (moving) {
      this.#giveUpStatePlace(enterprise);
      if (funding === fundedByStateUntilBought) state.unitOfPerson(i).purchaseNok -= this.#purchaseNok;
      return;
    }
    this.#afterLeaving(i, setting, enterprise, funding);
  }

  /** Fill, or take away, the place that somebody left. */
  #afterLeaving(i: number, setting: number, enterprise: number, funding: number): void {
    const { state } = this;
    const region = state.regionOf(i);
    const unit = state.unitOfPerson(i);
    if (setting === sheltered) {
      if (funding === fundedByPurchase) {
        unit.boughtVacancies.push(enterprise);
        this.#fillUnit(unit);
      } else this.#fillRegion(region, sheltered);
    } else if (setting === ordinary) {
      if (unit.transferred && (state.people.mark[i] as number) < this.#share) {
        // The contract ends: the place's money and its workplace pass to the municipality.
        state.ordinaryPlaces[region] = (state.ordinaryPlaces[region] as number) - 1;
        this.#grant(unit, state.vtaRateNok * this.#p["rate.vto-ratio"], 0);
        unit.workplaceCeiling++;
        unit.workplacesFound++;
        this.#fillUnit(unit);
      } else this.#fillRegion(region, ordinary);
    } else {
      this.#updateAdequacy(unit);
      this.#fillUnit(unit);
    }
  }

  /** A participant is ready to move to an ordinary workplace and stays until one is free. */
  #seekOrdinary(i: number, setting: number): void {
    const { state } = this;
    const unit = state.unitOfPerson(i);
    const own = setting === municipal || (unit.transferred && (state.people.mark[i] as number) < this.#share);
    state.seekOrdinary(i);
    state.people.waitingSince[i] = this.#simulation.now;
    if (own) {
      state.queues.join(state.unitQueue(unit.id, specialist), i, false);
      this.#fillUnit(unit);
    } else {
      const region = state.regionOf(i);
      state.queues.join(state.regionQueue(region, ordinary), i, false);
      this.#fillRegion(region, ordinary);
    }
  }

  #onSettled(i: number): void {
    this.state.people.settleEvent[i] = 0;
    this.state.people.unsettledUntil[i] = 0;
    this.state.updateHazard(i);
  }

  // ---------------------------------------------------------------- municipal services

  #scheduleTransfers(): void {
    const { state } = this;
    const p = this.#p;
    const iso = p["transfer.start"];
    if (this.#share <= 0 || iso === undefined) return;
    const start = Math.max(yearsBetween(originIso, iso), this.#start);
    for (const unit of state.units) {
      if (!this.#inScope(unit.region)) continue;
      mixAddress(kindOf.service, unit.municipalities[0] as number, 0, this.#address, 0);
      const u = state.streams.uniform(
        this.#address[0] as number,
        this.#address[1] as number,
        purposeOf["transfer-order"],
        0,
      );
      unit.transferAt = start + u * (p["transfer.phase-in-years"] ?? 0);
      if (unit.transferAt < this.#end) this.#simulation.schedule(unit.transferAt, this.#events.transfer, unit.id);
    }
  }

  /** Yearly kroner for a bought place: the state's rate and what the municipality added to it. */
  get #purchaseNok(): number {
    return this.state.vtaRateNok * (1 + this.#p["rate.municipal-to-state"]) * this.state.placesPerParticipant;
  }

  /** Yearly bonus wage of a position in a municipal setting. */
  #bonusNok(position: number): number {
    return this.#p["bonus-wage.municipal-nok-per-hour"] * this.#p["bonus-wage.hours-per-year"] * position;
  }

  /** Yearly subsidy to an ordinary employer in the municipality's own scheme. */
  get #employerNok(): number {
    return this.#p["municipal.employer-subsidy-ratio"] * this.state.vtaRateNok * this.#p["rate.vto-ratio"];
  }

  /** Add to a unit's grant, and to the municipality's own money that went with the places. */
  #grant(unit: Unit, stateNok: number, ownNok: number): void {
    const p = this.#p;
    unit.grantNok += stateNok;
    unit.ownNok += ownNok;
    const spent = (p["transfer.earmarked"] ?? false) ? 1 : p["grant.share-spent-on-vta"];
    unit.budgetNok = (unit.grantNok + unit.ownNok) * spent;
  }

  #onTransfer(id: number): void {
    const { state } = this;
    const { people } = state;
    const p = this.#p;
    const unit = state.units[id] as Unit;
    unit.transferred = true;
    unit.active = true;
    const share = this.#share;
    // Participants of sheltered enterprises whose home is in the unit, in an order of their own.
    const movers: number[] = [];
    for (const e of state.enterprisesOf[unit.region] as Int32Array)
      for (let i = state.holders.head[e] as number; i !== none; i = people.holderNext[i] as number)
        if (
          state.unitOfPerson(i) === unit &&
          (people.funding[i] as number) === fundedByState &&
          (people.mark[i] as number) < share
        )
          movers.push(i);
    this.#inOwnOrder(movers);
    let placeUnits = 0;
    for (const i of movers) placeUnits += people.place[i] as number;
    const history = placeUnits * state.vtaRateNok;
    const nok = this.#grantByRule(unit, history, movers.length);
    this.#grant(unit, nok, history * p["rate.municipal-to-state"]);

    const buyBack = p["municipal.buy-back-share"] ?? 0;
    for (const i of movers) {
      state.queues.leave(i);
      people.seeking[i] = 0;
      people.moving[i] = 1;
      const bought = state.uniform(i, purposeOf["buy-back"], 0) < buyBack;
      if (bought && freeBudget(unit) >= this.#purchaseNok) {
        unit.purchaseNok += this.#purchaseNok;
        people.funding[i] = fundedByStateUntilBought;
      } else this.#queueMover(i, unit);
    }
    // Candidates on the regional lists whose home is in the unit.
    for (const setting of [sheltered, ordinary]) {
      const queue = state.regionQueue(unit.region, setting);
      let i = state.queues.head[queue] as number;
      while (i !== none) {
        const next = people.queueNext[i] as number;
        if (state.unitOfPerson(i) === unit && (people.mark[i] as number) < share) {
          const offer = (people.ready[i] as number) === 1 ? specialist : workstation;
          state.queues.leave(i);
          state.queues.join(state.unitQueue(unit.id, offer), i, false);
        }
        i = next;
      }
    }
    this.#staff(unit);
    this.#fillUnit(unit);
    const parallel = (p["transfer.parallel-running-months"] ?? 0) / 12;
    this.#simulation.schedule(this.#simulation.now + parallel, this.#events.transferEnd, id);
  }

  /** Sort people by a draw of their own, so that no row order matters. */
  #inOwnOrder(list: number[]): void {
    const { state } = this;
    const keys = new Map(list.map((i) => [i, state.uniform(i, purposeOf["transfer-order"], 0)]));
    list.sort((a, b) => (keys.get(a) as number) - (keys.get(b) as number) || a - b);
  }

  #queueMover(i: number, unit: Unit): void {
    const { state } = this;
    const offer = (state.people.ready[i] as number) === 1 ? specialist : workstation;
    state.queues.join(state.unitQueue(unit.id, offer), i, false);
    state.people.waitingSince[i] = this.#simulation.now;
  }

  /** The state's yearly grant to a unit for the sheltered places that it takes over. */
  #grantByRule(unit: Unit, historyNok: number, movers: number): number {
    const { state } = this;
    const p = this.#p;
    const rule = p["transfer.frame-grant-rule"];
    const pot = p["stock.sheltered"] * state.placesPerParticipant * state.vtaRateNok * this.#share;
    if (rule === "inhabitants") return (pot * unit.inhabitants) / p["municipal.inhabitants"];
    if (rule === "need") {
      // By participants and candidates together, at a national amount per head that no municipality's list changes.
      let waiting = 0;
      for (const setting of [sheltered, ordinary]) {
        const queue = state.regionQueue(unit.region, setting);
        for (let i = state.queues.head[queue] as number; i !== none; i = state.people.queueNext[i] as number)
          if (state.unitOfPerson(i) === unit && (state.people.mark[i] as number) < this.#share) waiting++;
      }
      return (movers + waiting) * this.#needRatio * state.placesPerParticipant * state.vtaRateNok;
    }
    return historyNok;
  }

  /** The old provider's places cease: bought ones go on at the municipality's expense, the others are lost. */
  #onTransferEnd(id: number): void {
    const { state } = this;
    const { people } = state;
    const unit = state.units[id] as Unit;
    unit.alone = true;
    const remaining: number[] = [];
    for (const e of state.enterprisesOf[unit.region] as Int32Array)
      for (let i = state.holders.head[e] as number; i !== none; i = people.holderNext[i] as number)
        if ((people.moving[i] as number) === 1 && state.unitOfPerson(i) === unit) remaining.push(i);
    this.#inOwnOrder(remaining);
    for (const i of remaining) {
      const enterprise = people.enterprise[i] as number;
      if ((people.funding[i] as number) === fundedByStateUntilBought) {
        people.moving[i] = 0;
        state.turnIntoPurchase(i);
      } else {
        this.#losePlace(i, enterprise);
      }
    }
    this.#endVacantPlaces(unit);
    this.#fillUnit(unit);
  }

  /** The state agrees no more places for the people of a unit: its part of the region's empty places ends too. */
  #endVacantPlaces(unit: Unit): void {
    const { state } = this;
    let others = 0;
    for (const other of state.units)
      if (other !== unit && other.region === unit.region && !other.alone) others += other.inhabitants;
    const part = (this.#share * unit.inhabitants) / (unit.inhabitants + others);
    const left = (places: number, held: number): number => places - Math.round(Math.max(places - held, 0) * part);
    for (const e of state.enterprisesOf[unit.region] as Int32Array)
      state.statePlaces[e] = left(state.statePlaces[e] as number, state.stateHeld[e] as number);
    state.ordinaryPlaces[unit.region] = left(
      state.ordinaryPlaces[unit.region] as number,
      state.ordinaryHeld[unit.region] as number,
    );
  }

  /** A participant loses the place and waits, first in line, for another. */
  #losePlace(i: number, enterprise: number): void {
    const { state } = this;
    const people = state.people;
    const unit = state.unitOfPerson(i);
    const moving = (people.moving[i] as number) === 1;
    const transferred = unit.transferred && (people.mark[i] as number) < this.#share;
    state.counts.placesLost++;
    state.stopWaiting(i);
    state.end(i, causeOf["place-lost"]);
    if (moving) this.#giveUpStatePlace(enterprise);
    people.unsettledUntil[i] = this.#simulation.now + this.#p["provider-change.years"];
    const offer = (people.ready[i] as number) === 1 ? specialist : workstation;
    const queue = transferred ? state.unitQueue(unit.id, offer) : state.regionQueue(state.regionOf(i), sheltered);
    state.wait(i, queue, true, this.#simulation.now);
  }

  /** Open posts for the people that the unit has and could have, as far as money goes; cheapest help first. */
  #staff(unit: Unit): void {
    const { state } = this;
    const p = this.#p;
    const ready = this.#waitingFor(unit, specialist);
    const others = this.#waitingFor(unit, workstation);
    const held = (offer: number): number => state.holders.size[state.unitHolder(unit.id, offer)] as number;
    const limit = unit.transferred ? Number.POSITIVE_INFINITY : unit.extraPlaces;
    const inWorkplaces = Math.min(held(specialist) + ready, unit.workplaceCeiling, limit);
    const overflow = Math.max(held(specialist) + ready - unit.workplaceCeiling, 0);
    const onStations = Math.min(held(workstation) + others + overflow, unit.workstations, limit - inWorkplaces);
    this.#openPosts(unit, specialist, inWorkplaces / p["specialist.caseload"]);
    this.#openPosts(unit, workstation, onStations / p["workstation.participants-per-supervisor"]);
    this.#updateSearch(unit);
  }

  #openPosts(unit: Unit, offer: number, wantedFte: number): void {
    const p = this.#p;
    const smallest = p["municipal.min-specialist-fte"];
    let open = postFte(unit, offer);
    while (wantedFte > open + capacitySlack && (open === 0 || wantedFte - open >= smallest)) {
      // Money for a post counts only with money for the participants that it is there for.
      const participants =
        offer === specialist ? p["specialist.caseload"] : p["workstation.participants-per-supervisor"];
      const employer = offer === specialist ? this.#employerNok : 0;
      const perFte = p["supervisor.cost-nok"] + participants * (this.#bonusNok(p["position.half"]) + employer);
      const fte = Math.min(Math.max(wantedFte - open, smallest), 1, freeBudget(unit) / perFte);
      if (fte < smallest) return;
      const post: Post = { unit: unit.id, offer, fte, state: 0, holders: 0, trainedEvent: 0, closed: false };
      const number = this.#posts.push(post) - 1;
      unit.posts.push(post);
      unit.postsNok += fte * p["supervisor.cost-nok"];
      open += fte;
      this.#advertise(number);
    }
  }

  /** Draw an exponential of a post's present holder or search. */
  #postDraw(post: Post, purpose: number, index: number): number {
    const unit = this.state.units[post.unit] as Unit;
    const position = unit.posts.indexOf(post);
    mixAddress(kindOf.post, unit.municipalities[0] as number, position, this.#address, 0);
    return this.state.streams.exponential(this.#address[0] as number, this.#address[1] as number, purpose, index);
  }

  #advertise(number: number): void {
    const post = this.#posts[number] as Post;
    const years = this.#postDraw(post, purposeOf.vacancy, post.holders) * this.#p["supervisor.vacancy-years"];
    this.#simulation.schedule(this.#simulation.now + years, this.#events.postFilled, number);
  }

  #onPostFilled(number: number): void {
    const p = this.#p;
    const post = this.#posts[number] as Post;
    post.state = 1;
    post.holders++;
    const now = this.#simulation.now;
    post.trainedEvent = this.#simulation.schedule(
      now + p["specialist.training-years"],
      this.#events.postTrained,
      number,
    );
    if (p["supervisor.turnover-per-year"] > 0) {
      const stay = this.#postDraw(post, purposeOf.turnover, post.holders) / p["supervisor.turnover-per-year"];
      if (now + stay <= this.#end) this.#simulation.schedule(now + stay, this.#events.postLeft, number);
    }
    this.#capacityChanged(this.state.units[post.unit] as Unit);
  }

  #onPostTrained(number: number): void {
    const post = this.#posts[number] as Post;
    post.trainedEvent = 0;
    post.state = 2;
    this.#capacityChanged(this.state.units[post.unit] as Unit);
  }

  #onPostLeft(number: number): void {
    const { state } = this;
    const p = this.#p;
    const post = this.#posts[number] as Post;
    const unit = state.units[post.unit] as Unit;
    post.state = 0;
    if (post.trainedEvent !== 0) this.#simulation.cancel(post.trainedEvent);
    post.trainedEvent = 0;
    const served = state.holders.size[state.unitHolder(unit.id, post.offer)] as number;
    const waiting = this.#waitingFor(unit, post.offer);
    const per = post.offer === specialist ? p["specialist.caseload"] : p["workstation.participants-per-supervisor"];
    if (postFte(unit, post.offer) - post.fte >= (served + waiting) / per) {
      post.closed = true;
      unit.postsNok -= post.fte * p["supervisor.cost-nok"];
    } else this.#advertise(number);
    this.#capacityChanged(unit);
  }

  #capacityChanged(unit: Unit): void {
    const p = this.#p;
    const training = p["specialist.training-effectiveness"];
    unit.capacity[specialist] = trainedCapacity(unit, specialist, p["specialist.caseload"], training);
    unit.capacity[workstation] = trainedCapacity(
      unit,
      workstation,
      p["workstation.participants-per-supervisor"],
      training,
    );
    this.#updateAdequacy(unit);
    this.#updateSearch(unit);
    this.#fillUnit(unit);
  }

  /** Compare supply of follow-up with demand; where the answer changes, everybody's dropout hazard changes. */
  #updateAdequacy(unit: Unit): void {
    if (unit.unlimited) return;
    const { state } = this;
    const p = this.#p;
    for (const offer of [workstation, specialist]) {
      const load = unit.load[offer] as number;
      const capacity = unit.capacity[offer] as number;
      const enough = load <= capacity + capacitySlack;
      const adequacy = enough ? 1 : Math.max(capacity / load, p["follow-up.adequacy-floor"]);
      if (adequacy === (unit.adequacy[offer] as number)) continue;
      unit.adequacy[offer] = adequacy;
      unit.dropoutFactor[offer] = adequacy === 1 ? 1 : exp(-p["follow-up.adequacy-elasticity"] * log(adequacy));
      const holder = state.unitHolder(unit.id, offer);
      for (let i = state.holders.head[holder] as number; i !== none; i = state.people.holderNext[i] as number)
        state.updateHazard(i);
    }
  }

  #onNeedFalls(i: number): void {
    const { state } = this;
    const people = state.people;
    people.declineEvent[i] = 0;
    const unit = state.unitOfPerson(i);
    const offer = (people.setting[i] as number) === municipal ? workstation : specialist;
    unit.load[offer] = (unit.load[offer] as number) + state.settledWeight - (people.weight[i] as number);
    people.weight[i] = state.settledWeight;
    this.#updateAdequacy(unit);
    this.#fillUnit(unit);
  }

  /** Specialists look for workplaces while somebody waits for one and the municipality has not run out of them. */
  #updateSearch(unit: Unit): void {
    const { state } = this;
    const p = this.#p;
    const now = this.#simulation.now;
    const caseload = p["specialist.caseload"];
    const used = state.holders.size[state.unitHolder(unit.id, specialist)] as number;
    const waiting = this.#waitingFor(unit, specialist);
    const wanted = waiting > unit.workplacesFound - used && unit.workplacesFound + 1 <= unit.workplaceCeiling;
    const rate = wanted
      ? ((unit.capacity[specialist] as number) / caseload) * p["specialist.workplaces-found-per-year"]
      : 0;
    if (rate === unit.searchRate) return;
    if (unit.searches === 0) this.#nextSearch(unit);
    unit.searchLeft = Math.max(unit.searchLeft - unit.searchRate * (now - unit.searchAsOf), 0);
    unit.searchAsOf = now;
    unit.searchRate = rate;
    if (unit.searchEvent !== 0) this.#simulation.cancel(unit.searchEvent);
    unit.searchEvent =
      rate > 0 ? this.#simulation.schedule(now + unit.searchLeft / rate, this.#events.workplace, unit.id) : 0;
  }

  #nextSearch(unit: Unit): void {
    mixAddress(kindOf.service, unit.municipalities[0] as number, 0, this.#address, 0);
    unit.searchLeft = this.state.streams.exponential(
      this.#address[0] as number,
      this.#address[1] as number,
      purposeOf.workplace,
      unit.searches,
    );
    unit.searches++;
    unit.searchAsOf = this.#simulation.now;
  }

  #onWorkplaceFound(id: number): void {
    const unit = this.state.units[id] as Unit;
    unit.searchEvent = 0;
    unit.searchRate = 0;
    unit.workplacesFound++;
    this.#nextSearch(unit);
    this.#fillUnit(unit);
    this.#updateSearch(unit);
  }

  /** Whether a unit's supervisors of an offer can take a newcomer. */
  #takesNewcomer(unit: Unit, offer: number): boolean {
    return (unit.load[offer] as number) + this.state.newcomerWeight <= (unit.capacity[offer] as number) + capacitySlack;
  }

  #freeWorkplaces(unit: Unit): number {
    return unit.workplacesFound - (this.state.holders.size[this.state.unitHolder(unit.id, specialist)] as number);
  }

  #freeStations(unit: Unit): number {
    return unit.workstations - (this.state.holders.size[this.state.unitHolder(unit.id, workstation)] as number);
  }

  /** Place people from a unit's lists while money, supervision and a workplace meet. */
  #fillUnit(unit: Unit): void {
    const { state } = this;
    const people = state.people;
    for (const offer of [specialist, workstation]) {
      const queue = state.unitQueue(unit.id, offer);
      let i = state.queues.head[queue] as number;
      while (i !== none) {
        const next = people.queueNext[i] as number;
        if (offer === specialist && this.#canPlace(unit, i, specialist)) {
          this.#place(i, municipalOrdinary, none, fundedByGrant);
        } else if ((people.seeking[i] as number) === 0 && this.#boughtVacancy(unit) !== none) {
          const enterprise = unit.boughtVacancies.pop() as number;
          this.#place(i, sheltered, enterprise, fundedByPurchase);
        } else if ((people.seeking[i] as number) === 0 && this.#canPlace(unit, i, workstation)) {
          this.#place(i, municipal, none, fundedByGrant);
        } else if (!this.#mayPlaceAny(unit, offer)) break;
        // A placement may have changed the list; its head is then the one to ask.
        i = next !== none && (people.queue[next] as number) === queue ? next : none;
      }
    }
    if (unit.extraPlaces > 0) this.#fillExtra(unit);
    this.#updateSearch(unit);
  }

  /** Whether anybody further back on a list could be placed when its head could not. */
  #mayPlaceAny(unit: Unit, offer: number): boolean {
    if (this.#boughtVacancy(unit) !== none) return true;
    if (freeBudget(unit) < this.#bonusNok(this.#p["position.minimum"])) return false;
    return (
      (offer === specialist && this.#freeWorkplaces(unit) >= 1 && this.#takesNewcomer(unit, specialist)) ||
      (this.#freeStations(unit) >= 1 && this.#takesNewcomer(unit, workstation))
    );
  }

  #canPlace(unit: Unit, i: number, offer: number): boolean {
    if (unit.unlimited) return offer === workstation && this.#extraFree(unit) >= 1;
    if (!unit.transferred && this.#extraFree(unit) < 1 && (this.state.people.seeking[i] as number) === 0) return false;
    const setting = offer === specialist ? municipalOrdinary : municipal;
    return (
      (offer === specialist ? this.#freeWorkplaces(unit) : this.#freeStations(unit)) >= 1 &&
      this.#takesNewcomer(unit, offer) &&
      freeBudget(unit) >= this.state.participantNok(i, setting)
    );
  }

  /** An enterprise with a bought place that stands empty; a closed one is replaced by another of the region, if any. */
  #boughtVacancy(unit: Unit): number {
    const list = unit.boughtVacancies;
    while (list.length > 0) {
      const e = list[list.length - 1] as number;
      if ((this.state.accounts.closed[e] as number) === 0) return e;
      list.pop();
      const heir = this.#largestOpen(unit.region);
      if (heir === none) unit.purchaseNok -= this.#purchaseNok;
      else list.push(heir);
    }
    return none;
  }

  /** The open enterprise of a region with most participants. */
  #largestOpen(region: number): number {
    const { state } = this;
    let best = none;
    for (const e of state.enterprisesOf[region] as Int32Array) {
      if ((state.accounts.closed[e] as number) === 1) continue;
      if (best === none || (state.holders.size[e] as number) > (state.holders.size[best] as number)) best = e;
    }
    return best;
  }

  // ---------------------------------------------------------------- places beside the state's own

  #scheduleSupplement(): void {
    const p = this.#p;
    const per1000 = p["supplement.places-per-1000"] ?? 0;
    const iso = p["supplement.start"];
    if (per1000 <= 0 || iso === undefined) return;
    const start = Math.max(yearsBetween(originIso, iso), this.#start);
    if (start >= this.#end) return;
    for (const unit of this.state.units)
      if (this.#inScope(unit.region)) this.#simulation.schedule(start, this.#events.supplement, unit.id);
  }

  /** A municipality begins to offer places beside the state's own, at no more than what those cost. */
  #onSupplement(id: number): void {
    const unit = this.state.units[id] as Unit;
    unit.active = true;
    unit.extraPlaces = Math.round((unit.inhabitants * (this.#p["supplement.places-per-1000"] ?? 0)) / perThousand);
    unit.budgetNok = unit.extraPlaces * this.#purchaseNok;
  }

  /** Places beside the state's own that nobody holds. */
  #extraFree(unit: Unit): number {
    const { state } = this;
    const held = (offer: number): number => state.holders.size[state.unitHolder(unit.id, offer)] as number;
    return unit.extraPlaces - held(specialist) - held(workstation);
  }

  /** People who wait for an offer of a unit: on its own list, or among its inhabitants on the region's list. */
  #waitingFor(unit: Unit, offer: number): number {
    const { state } = this;
    let waiting = state.queues.size[state.unitQueue(unit.id, offer)] as number;
    if (unit.extraPlaces === 0) return waiting;
    const ready = offer === specialist ? 1 : 0;
    const queue = state.regionQueue(unit.region, sheltered);
    for (let i = state.queues.head[queue] as number; i !== none; i = state.people.queueNext[i] as number)
      if (state.unitOfPerson(i) === unit && (state.people.ready[i] as number) === ready) waiting++;
    return waiting;
  }

  /** Offer free places beside the state's own to those of the unit who have waited longest on the region's list. */
  #fillExtra(unit: Unit): void {
    const { state } = this;
    const { people } = state;
    const queue = state.regionQueue(unit.region, sheltered);
    let i = state.queues.head[queue] as number;
    while (i !== none && this.#extraFree(unit) >= 1) {
      const next = people.queueNext[i] as number;
      if (state.unitOfPerson(i) === unit && (people.setting[i] as number) === noSetting) {
        if ((people.ready[i] as number) === 1 && !unit.unlimited && this.#canPlace(unit, i, specialist))
          this.#place(i, municipalOrdinary, none, fundedByGrant);
        else if (this.#canPlace(unit, i, workstation)) this.#place(i, municipal, none, fundedByGrant);
      }
      i = next;
    }
  }

  /** Spread the places that leave each enterprise evenly over the period. */
  #scheduleMovedPlaces(): void {
    const { state } = this;
    const p = this.#p;
    const share = p["revenue-loss.share-moved"] ?? 0;
    const iso = p["revenue-loss.start"];
    if (share <= 0 || iso === undefined) return;
    const start = Math.max(yearsBetween(originIso, iso), this.#start);
    const speed = p["revenue-loss.speed-years"] ?? 0;
    for (let e = 0; e < state.register.count; e++) {
      if (!this.#inScope(state.register.region[e] as number)) continue;
      mixAddress(kindOf.enterprise, e, 0, this.#address, 0);
      const u = state.streams.uniform(
        this.#address[0] as number,
        this.#address[1] as number,
        purposeOf["transfer-order"],
        0,
      );
      // The register's places, rounded up or down by the enterprise's own luck, so that the country's share is right.
      const moved = Math.floor((state.register.participants[e] as number) * share + u);
      for (let k = 0; k < moved; k++) {
        const at = start + ((k + u) / moved) * speed;
        if (at < this.#end) this.#simulation.schedule(at, this.#events.placeMoved, e);
      }
    }
  }

  /** One place leaves an enterprise for the municipality of whoever holds it. */
  #onPlaceMoved(enterprise: number): void {
    const { state } = this;
    const { people } = state;
    if ((state.accounts.closed[enterprise] as number) === 1) return;
    let mover = none;
    for (let i = state.holders.head[enterprise] as number; i !== none; i = people.holderNext[i] as number) {
      if ((people.funding[i] as number) !== fundedByState) continue;
      if (mover === none || (people.mark[i] as number) < (people.mark[mover] as number)) mover = i;
    }
    this.#giveUpStatePlace(enterprise);
    const years = this.#p["revenue-loss.transition-years"] ?? 0;
    if ((this.#p["revenue-loss.transition-grant"] ?? 0) > 0 && years > 0) {
      this.#inTransition[enterprise] = (this.#inTransition[enterprise] as number) + 1;
      this.#simulation.schedule(this.#simulation.now + years, this.#events.transitionEnd, enterprise);
    }
    if (mover === none) return;
    const unit = state.unitOfPerson(mover);
    unit.active = true;
    unit.unlimited = true;
    unit.extraPlaces++;
    // A free place is moved as it is; its people stay.
    if ((state.stateHeld[enterprise] as number) <= (state.statePlaces[enterprise] as number)) return;
    state.stopWaiting(mover);
    state.end(mover, causeOf.moved);
    people.unsettledUntil[mover] = this.#simulation.now + this.#p["provider-change.years"];
    state.drawMatch(mover, municipal);
    state.begin(mover, municipal, none, fundedByGrant, this.#simulation.now);
    people.settleEvent[mover] = this.#simulation.schedule(
      people.unsettledUntil[mover] as number,
      state.events.settle,
      mover,
    );
  }

  #endTransition(enterprise: number): void {
    this.#inTransition[enterprise] = (this.#inTransition[enterprise] as number) - 1;
  }

  // ---------------------------------------------------------------- months and years

  /** Open planned places, region by region in proportion to inhabitants. */
  #growPlaces(time: number): void {
    const { state } = this;
    const p = this.#p;
    const growth = p["places.planned-growth-per-year"] * this.#growthYears(time);
    if (growth === 0) return;
    for (let r = 0; r < state.geography.regions; r++) {
      const exact = (growth * (state.geography.regionInhabitants[r] as number)) / p["municipal.inhabitants"];
      mixAddress(kindOf.region, r, 0, this.#address, 0);
      const phase = state.streams.uniform(this.#address[0] as number, this.#address[1] as number, purposeOf.size, 0);
      const shelteredShare = p["places.planned-growth-sheltered-share"];
      const wanted = Math.floor(exact * shelteredShare + phase);
      const firms = state.enterprisesOf[r] as Int32Array;
      while ((this.#grown.sheltered[r] as number) < wanted) {
        const e = firms[(this.#grown.sheltered[r] as number) % firms.length] as number;
        if ((state.accounts.closed[e] as number) === 0) state.statePlaces[e] = (state.statePlaces[e] as number) + 1;
        this.#grown.sheltered[r] = (this.#grown.sheltered[r] as number) + 1;
        this.#fillRegion(r, sheltered);
      }
      const wantedOrdinary = Math.floor(exact * (1 - shelteredShare) + phase);
      while ((this.#grown.ordinary[r] as number) < wantedOrdinary) {
        state.ordinaryPlaces[r] = (state.ordinaryPlaces[r] as number) + 1;
        this.#grown.ordinary[r] = (this.#grown.ordinary[r] as number) + 1;
        this.#fillRegion(r, ordinary);
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
    for (const setting of [municipal, municipalOrdinary]) places[setting] = this.placeUnits(setting);
    for (let s = 0; s < settings.length; s++) {
      counts.personYears[s] = (counts.personYears[s] as number) + (people.participants[s] as number) / 12;
      counts.placeYears[s] = (counts.placeYears[s] as number) + (places[s] as number) / 12;
      counts.positionYears[s] = (counts.positionYears[s] as number) + (people.positions[s] as number) / 12;
    }
    this.#countBounds();
  }

  /** Sum the places, as the state counts them, of a municipal setting. */
  placeUnits(setting: number): number {
    const { state } = this;
    const offer = setting === municipal ? workstation : specialist;
    let total = 0;
    for (const unit of state.units) {
      if (!unit.active) continue;
      const holder = state.unitHolder(unit.id, offer);
      for (let i = state.holders.head[holder] as number; i !== none; i = state.people.holderNext[i] as number)
        total += state.people.place[i] as number;
    }
    return total;
  }

  #countBounds(): void {
    const { state } = this;
    const p = this.#p;
    for (let r = 0; r < state.geography.regions; r++) {
      let free = 0;
      let supervision = 0;
      for (const e of state.enterprisesOf[r] as Int32Array) {
        if ((state.accounts.closed[e] as number) === 1) continue;
        free += Math.max((state.statePlaces[e] as number) - (state.stateHeld[e] as number), 0);
        supervision += Math.max(this.#supervisorSlack(e), 0);
      }
      const waiting = state.queues.size[state.regionQueue(r, sheltered)] as number;
      this.#countBound(sheltered, free, supervision, Number.POSITIVE_INFINITY, waiting);
      const freeOrdinary = Math.max((state.ordinaryPlaces[r] as number) - (state.ordinaryHeld[r] as number), 0);
      const waitingOrdinary = state.queues.size[state.regionQueue(r, ordinary)] as number;
      this.#countBound(ordinary, freeOrdinary, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, waitingOrdinary);
    }
    for (const unit of state.units) {
      if (!unit.active || unit.unlimited) continue;
      const money = Math.max(freeBudget(unit), 0);
      const extra = unit.transferred ? Number.POSITIVE_INFINITY : Math.max(this.#extraFree(unit), 0);
      for (const offer of [workstation, specialist]) {
        const setting = offer === workstation ? municipal : municipalOrdinary;
        const bonus = this.#bonusNok(p["position.half"]) + (offer === specialist ? this.#employerNok : 0);
        const supervision = Math.max(
          Math.floor(
            ((unit.capacity[offer] as number) - (unit.load[offer] as number)) / state.newcomerWeight + capacitySlack,
          ),
          0,
        );
        const workplaces = Math.max(
          Math.floor(offer === workstation ? this.#freeStations(unit) : this.#freeWorkplaces(unit)),
          0,
        );
        const waiting = this.#waitingFor(unit, offer);
        const funded = Math.min(Math.floor(money / Math.max(bonus, 1)), extra);
        this.#countBound(setting, funded, supervision, workplaces, waiting);
      }
    }
  }

  /** Note, for each of four amounts, what raising it alone would place: the least of the others less the least of all. */
  #countBound(setting: number, places: number, supervision: number, workplaces: number, candidates: number): void {
    const bound = this.state.counts.bound;
    const now = Math.min(places, supervision, workplaces, candidates);
    const gains = [
      Math.min(supervision, workplaces, candidates) - now,
      Math.min(places, workplaces, candidates) - now,
      Math.min(places, supervision, candidates) - now,
      Math.min(places, supervision, workplaces) - now,
    ];
    for (let b = 0; b < bounds.length; b++) {
      const k = b * settings.length + setting;
      bound[k] = (bound[k] as number) + (gains[b] as number) / 12;
    }
  }

  /** Pay a month. */
  #pay(): void {
    const { state } = this;
    const { accounts, ledger } = state;
    const p = this.#p;
    const monthly = state.vtaRateNok / 12;
    const ratio = p["rate.municipal-to-state"];
    for (let e = 0; e < state.register.count; e++) {
      if ((accounts.closed[e] as number) === 1) continue;
      const subsidy = (state.statePlaceUnits[e] as number) * monthly;
      const purchase = (state.boughtPlaceUnits[e] as number) * monthly * (1 + ratio);
      accounts.state[e] = (accounts.state[e] as number) + subsidy;
      accounts.municipal[e] = (accounts.municipal[e] as number) + subsidy * ratio;
      accounts.purchase[e] = (accounts.purchase[e] as number) + purchase;
      ledger.pay("place-subsidy", subsidy);
      ledger.pay("municipal-subsidy", subsidy * ratio);
      ledger.pay("place-purchase", purchase);
    }
    let ordinaryUnits = 0;
    for (let r = 0; r < state.geography.regions; r++) ordinaryUnits += state.ordinaryPlaceUnits[r] as number;
    ledger.pay("ordinary-subsidy", ordinaryUnits * monthly * p["rate.vto-ratio"]);
    const transition = p["revenue-loss.transition-grant"] ?? 0;
    if (transition > 0)
      for (let e = 0; e < state.register.count; e++) {
        if ((accounts.closed[e] as number) === 1) continue;
        const nok = (this.#inTransition[e] as number) * state.placesPerParticipant * monthly * transition;
        accounts.state[e] = (accounts.state[e] as number) + nok;
        ledger.pay("transition-grant", nok);
      }
    for (const unit of state.units) {
      if (!unit.active) continue;
      if (unit.unlimited) {
        // Moved places are taken to cost what they cost in the enterprise.
        const moved = this.#placesHeld(unit) * monthly;
        ledger.pay("frame-grant", moved);
        ledger.pay("supervision", moved * (1 + ratio));
        continue;
      }
      const own = unit.transferred ? unit.grantNok / 12 : (unit.postsNok + unit.participantsNok) / 12;
      const grant = unit.transferred || p["supplement.payer"] === "state" ? own : 0;
      const posts = unit.postsNok / 12;
      const people = unit.participantsNok / 12;
      const employers =
        ((state.holders.size[state.unitHolder(unit.id, specialist)] as number) * this.#employerNok) / 12;
      ledger.pay("frame-grant", grant);
      ledger.pay("supervision", posts);
      ledger.pay("employer-subsidy", employers);
      ledger.pay("bonus-wage", people - employers);
      const bought = unit.alone ? unit.purchaseNok / 12 : 0;
      ledger.pay("grant-unspent", Math.max(grant - posts - people - bought, 0));
    }
  }

  /** Places, as the state counts them, that a unit's participants hold. */
  #placesHeld(unit: Unit): number {
    const { state } = this;
    let total = 0;
    for (const offer of [workstation, specialist]) {
      const holder = state.unitHolder(unit.id, offer);
      for (let i = state.holders.head[holder] as number; i !== none; i = state.people.holderNext[i] as number)
        total += state.people.place[i] as number;
    }
    return total;
  }

  /** Close the accounts of a year; firms without equity close, and their participants lose their place. */
  #closeBooks(time: number): void {
    const { state } = this;
    const closing = state.accounts.closeYear(Math.round(time));
    for (const e of closing) {
      state.counts.closures++;
      state.accounts.closed[e] = 1;
      const list: number[] = [];
      for (let i = state.holders.head[e] as number; i !== none; i = state.people.holderNext[i] as number) list.push(i);
      this.#inOwnOrder(list);
      for (const i of list.reverse()) {
        const unit = state.unitOfPerson(i);
        const bought = (state.people.funding[i] as number) === fundedByPurchase;
        const toBeBought = (state.people.funding[i] as number) === fundedByStateUntilBought;
        if (bought) unit.boughtVacancies.push(e);
        if (toBeBought) unit.purchaseNok -= this.#purchaseNok;
        this.#losePlace(i, e);
      }
      const years = this.#p["enterprise.place-reallocation-years"];
      this.#simulation.schedule(time + years, this.#events.reallocation, e);
    }
    for (const unit of state.units) if (unit.transferred && closing.length > 0) this.#fillUnit(unit);
  }

  /** The state agrees a closed firm's places with the largest firm that is left in the region. */
  #onReallocation(enterprise: number): void {
    const { state } = this;
    const region = state.register.region[enterprise] as number;
    const heir = this.#largestOpen(region);
    const places = state.statePlaces[enterprise] as number;
    state.statePlaces[enterprise] = 0;
    if (heir === none) return;
    state.statePlaces[heir] = (state.statePlaces[heir] as number) + places;
    this.#fillRegion(region, sheltered);
  }
}
