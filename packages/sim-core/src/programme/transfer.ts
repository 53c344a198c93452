// The transfer of responsibility: municipalities take over one by one, get a grant by rule, buy back what they decide to,
// and are alone when parallel running ends.

import { yearsBetween } from "../foundation/index.ts";
import type { Simulation } from "../kernel/index.ts";
import type { ProgrammeParameters } from "./parameters.ts";
import { none } from "./people.ts";
import type { Placement } from "./placement.ts";
import { freeBudget, type Unit } from "./services.ts";
import type { State } from "./state.ts";
import {
  causeOf,
  fundedByPurchase,
  fundedByState,
  fundedByStateUntilBought,
  ordinary,
  purposeOf,
  sheltered,
} from "./words.ts";

/** Transfers the responsibility where the scenario says so. */
export class Transfer {
  readonly #state: State;
  readonly #p: ProgrammeParameters;
  readonly #simulation: Simulation;
  readonly #placement: Placement;
  readonly #start: number;
  readonly #end: number;
  readonly #needRatio: number;
  readonly #events: { readonly transfer: number; readonly transferEnd: number };

  constructor(state: State, placement: Placement, start: number, end: number) {
    const { simulation, p } = state;
    this.#state = state;
    this.#p = p;
    this.#simulation = simulation;
    this.#placement = placement;
    this.#start = start;
    this.#end = end;
    const waiting = p["waiting.surplus-arrivals-per-year"] * p["waiting.patience-years"];
    this.#needRatio = p["stock.sheltered"] / (p["stock.sheltered"] + waiting);
    this.#events = {
      transfer: simulation.handler((unit) => this.#onTransfer(unit)),
      transferEnd: simulation.handler((unit) => this.#onTransferEnd(unit)),
    };
  }

  /** Plan when each unit takes over. */
  schedule(): void {
    const state = this.#state;
    const p = this.#p;
    const iso = p["transfer.start"];
    if (this.#state.share <= 0 || iso === undefined) return;
    const start = Math.max(yearsBetween(this.#state.originIso, iso), this.#start);
    for (const unit of state.units) {
      if (!this.#state.inScope(unit.region)) continue;
      if (unit.inhabitants < (p["transfer.smallest-municipality"] ?? 0)) continue;
      const u = state.draws.uniform("service", unit.municipalities[0] as number, 0, purposeOf["transfer-order"], 0);
      unit.transferAt = start + u * (p["transfer.phase-in-years"] ?? 0);
      unit.deliversFrom = Math.min(unit.deliversFrom, unit.transferAt);
      if (unit.transferAt < this.#end) this.#simulation.schedule(unit.transferAt, this.#events.transfer, unit.id);
    }
  }

  /** Whether the scenario's rule has stopped the phase-in: who has not taken over by then never does. */
  #stopped(): boolean {
    const state = this.#state;
    const threshold = this.#p["transfer.stop-threshold"] ?? Number.POSITIVE_INFINITY;
    const rule = this.#p["transfer.stop-rule"] ?? "none";
    if (rule === "enterprises-closed") return state.closuresSinceStart >= threshold;
    return rule === "places-lost" && state.placesLostSinceStart >= threshold;
  }

  #onTransfer(id: number): void {
    const state = this.#state;
    const { people } = state;
    const p = this.#p;
    const unit = state.units[id] as Unit;
    if (this.#stopped()) {
      if (!unit.active) unit.deliversFrom = Number.POSITIVE_INFINITY;
      return;
    }
    unit.transferred = true;
    unit.active = true;
    const share = this.#state.share;
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
    this.#state.inOwnOrder(movers);
    let placeUnits = 0;
    for (const i of movers) placeUnits += people.place[i] as number;
    const history = placeUnits * state.vtaRateNok;
    const nok = this.#grantByRule(unit, history, movers.length);
    this.#placement.services.grant(unit, nok, history * p["rate.municipal-to-state"]);

    const buyBack = Math.max(p["municipal.buy-back-share"] ?? 0, unit.delivery.boughtShare);
    for (const i of movers) {
      state.queues.leave(i);
      people.seeking[i] = 0;
      people.moving[i] = 1;
      const bought = state.uniform(i, purposeOf["buy-back"], 0) < buyBack;
      if (bought && freeBudget(unit) >= this.#placement.services.purchaseNok) {
        unit.purchaseNok += this.#placement.services.purchaseNok;
        people.funding[i] = fundedByStateUntilBought;
      } else if ((people.trialOffer[i] as number) === 0) this.#queueMover(i, unit);
    }
    // Candidates on the regional lists whose home is in the unit.
    for (const setting of [sheltered, ordinary]) {
      const queue = state.regionQueue(unit.region, setting);
      let i = state.queues.head[queue] as number;
      while (i !== none) {
        const next = people.queueNext[i] as number;
        if (state.unitOfPerson(i) === unit && (people.mark[i] as number) < share) {
          state.queues.leave(i);
          state.queues.join(state.unitQueue(unit.id, state.offerFor(i, unit)), i, false);
        }
        i = next;
      }
    }
    this.#placement.services.staff(unit);
    this.#placement.services.fillUnit(unit);
    const parallel = (p["transfer.parallel-running-months"] ?? 0) / 12;
    this.#simulation.schedule(this.#simulation.now + parallel, this.#events.transferEnd, id);
  }

  #queueMover(i: number, unit: Unit): void {
    const state = this.#state;
    state.queues.join(state.unitQueue(unit.id, state.offerFor(i, unit)), i, false);
    state.people.waitingSince[i] = this.#simulation.now;
  }

  /** The state's yearly grant to a unit for the sheltered places that it takes over. */
  #grantByRule(unit: Unit, historyNok: number, movers: number): number {
    const state = this.#state;
    const p = this.#p;
    if (unit.ownGrantNok !== undefined) return unit.ownGrantNok;
    const rule = p["transfer.frame-grant-rule"];
    const pot = p["stock.sheltered"] * state.placesPerParticipant * state.vtaRateNok * this.#state.share;
    if (rule === "inhabitants") return (pot * unit.inhabitants) / p["municipal.inhabitants"];
    if (rule === "need") {
      // By participants and candidates together, at a national amount per head that no municipality's list changes.
      let waiting = 0;
      for (const setting of [sheltered, ordinary]) {
        const queue = state.regionQueue(unit.region, setting);
        for (let i = state.queues.head[queue] as number; i !== none; i = state.people.queueNext[i] as number)
          if (state.unitOfPerson(i) === unit && (state.people.mark[i] as number) < this.#state.share) waiting++;
      }
      return (movers + waiting) * this.#needRatio * state.placesPerParticipant * state.vtaRateNok;
    }
    return historyNok;
  }

  /** The old provider's places cease: bought ones go on at the municipality's expense, the others are lost. */
  #onTransferEnd(id: number): void {
    const state = this.#state;
    const { people } = state;
    const unit = state.units[id] as Unit;
    unit.alone = true;
    const remaining: number[] = [];
    for (const e of state.enterprisesOf[unit.region] as Int32Array)
      for (let i = state.holders.head[e] as number; i !== none; i = people.holderNext[i] as number)
        if ((people.moving[i] as number) === 1 && state.unitOfPerson(i) === unit) remaining.push(i);
    this.#state.inOwnOrder(remaining);
    // Bought directly, people stay where they are; after a tender one provider has all of the unit's bought places.
    const tender = this.#p["transfer.buy-back-procurement"] === "tender";
    const winner = tender ? this.#placement.services.largestOpen(unit.region) : none;
    for (const i of remaining) {
      const enterprise = people.enterprise[i] as number;
      if ((people.funding[i] as number) === fundedByStateUntilBought) {
        people.moving[i] = 0;
        state.turnIntoPurchase(i);
        if (winner !== none && winner !== enterprise) this.#changeProvider(i, winner);
      } else {
        this.#placement.losePlace(i, enterprise);
      }
    }
    this.#endVacantPlaces(unit);
    this.#placement.services.fillUnit(unit);
  }

  /** Move somebody who keeps a bought place to the provider that won it. */
  #changeProvider(i: number, enterprise: number): void {
    const state = this.#state;
    const now = this.#simulation.now;
    state.counts.move(sheltered, sheltered);
    state.end(i, causeOf.moved);
    state.people.unsettledUntil[i] = now + this.#p["provider-change.years"];
    state.drawMatch(i, sheltered);
    state.begin(i, sheltered, enterprise, fundedByPurchase, now);
    state.people.settleEvent[i] = this.#simulation.schedule(
      state.people.unsettledUntil[i] as number,
      state.events.settle,
      i,
    );
  }

  /** The state agrees no more places for the people of a unit: its part of the region's empty places ends too. */
  #endVacantPlaces(unit: Unit): void {
    const state = this.#state;
    let others = 0;
    for (const other of state.units)
      if (other !== unit && other.region === unit.region && !other.alone) others += other.inhabitants;
    const part = (this.#state.share * unit.inhabitants) / (unit.inhabitants + others);
    const left = (places: number, held: number): number => places - Math.round(Math.max(places - held, 0) * part);
    for (const e of state.enterprisesOf[unit.region] as Int32Array)
      state.statePlaces[e] = left(state.statePlaces[e] as number, state.stateHeld[e] as number);
    state.ordinaryPlaces[unit.region] = left(
      state.ordinaryPlaces[unit.region] as number,
      state.ordinaryHeld[unit.region] as number,
    );
  }
}
