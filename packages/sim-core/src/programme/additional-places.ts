// Places beside the state's own: a municipal supplement, and places that are moved out of enterprises to see what that
// does to the enterprises.

import { yearsBetween } from "../foundation/index.ts";
import type { Simulation } from "../kernel/index.ts";
import type { MunicipalServices } from "./municipal-services.ts";
import { noCeiling, perThousand } from "./numerics.ts";
import type { ProgrammeParameters } from "./parameters.ts";
import { none } from "./people.ts";
import type { Unit } from "./services.ts";
import type { State } from "./state.ts";
import { causeOf, fundedByGrant, fundedByState, municipal, purposeOf, sheltered } from "./words.ts";

/** Offers a supplement where the scenario says so. */
export class Supplement {
  readonly #state: State;
  readonly #services: MunicipalServices;
  readonly #start: number;
  readonly #end: number;
  readonly #begins: number;

  constructor(state: State, services: MunicipalServices, start: number, end: number) {
    this.#state = state;
    this.#services = services;
    this.#start = start;
    this.#end = end;
    this.#begins = state.simulation.handler((unit) => this.#onSupplement(unit));
  }

  /** Plan the start of the supplement. */
  schedule(): void {
    const p = this.#state.p;
    const per1000 = p["supplement.places-per-1000"] ?? 0;
    const iso = p["supplement.start"];
    const granted = this.#state.units.some((unit) => unit.ownGrantNok !== undefined);
    if ((per1000 <= 0 && !granted) || iso === undefined) return;
    const start = Math.max(yearsBetween(this.#state.originIso, iso), this.#start);
    if (start >= this.#end) return;
    for (const unit of this.#state.units)
      if (this.#state.inScope(unit.region)) {
        unit.deliversFrom = Math.min(unit.deliversFrom, start);
        this.#state.simulation.schedule(start, this.#begins, unit.id);
      }
  }

  /** A municipality begins to offer places beside the state's own, at no more than what those cost. */
  #onSupplement(id: number): void {
    const unit = this.#state.units[id] as Unit;
    unit.active = true;
    const { p } = this.#state;
    if (unit.ownGrantNok !== undefined) {
      // A frame grant requires no number of places: money, staff and workplaces are the limits.
      const spent = (p["transfer.earmarked"] ?? false) ? 1 : p["grant.share-spent-on-vta"];
      unit.extraPlaces = noCeiling;
      unit.budgetNok = unit.ownGrantNok * spent;
      return;
    }
    unit.extraPlaces = Math.round((unit.inhabitants * (p["supplement.places-per-1000"] ?? 0)) / perThousand);
    unit.budgetNok = unit.extraPlaces * this.#services.purchaseNok;
  }
}

/** Moves places out of enterprises where the scenario says so. */
export class MovedPlaces {
  /** Places that each enterprise has lost so recently that the transition grant still pays for them. */
  readonly inTransition: Int32Array;
  readonly #state: State;
  readonly #p: ProgrammeParameters;
  readonly #simulation: Simulation;
  readonly #start: number;
  readonly #end: number;
  readonly #events: { readonly begin: number; readonly placeMoved: number; readonly transitionEnd: number };

  constructor(state: State, start: number, end: number) {
    const { simulation } = state;
    this.#state = state;
    this.#p = state.p;
    this.#simulation = simulation;
    this.#start = start;
    this.#end = end;
    this.inTransition = new Int32Array(state.register.count);
    this.#events = {
      begin: simulation.handler(() => this.#begin()),
      placeMoved: simulation.handler((enterprise) => this.#onPlaceMoved(enterprise)),
      transitionEnd: simulation.handler((enterprise) => this.#endTransition(enterprise)),
    };
  }

  /** Plan when the places begin to leave. */
  schedule(): void {
    const iso = this.#p["revenue-loss.start"];
    if ((this.#p["revenue-loss.share-moved"] ?? 0) <= 0 || iso === undefined) return;
    const start = Math.max(yearsBetween(this.#state.originIso, iso), this.#start);
    if (start < this.#end) this.#simulation.schedule(start, this.#events.begin, 0);
  }

  /** Spread what leaves of each enterprise's places, as many as it has by now, evenly over the period. */
  #begin(): void {
    const state = this.#state;
    const start = this.#simulation.now;
    const share = this.#p["revenue-loss.share-moved"] ?? 0;
    const speed = this.#p["revenue-loss.speed-years"] ?? 0;
    for (let e = 0; e < state.register.count; e++) {
      if (!state.inScope(state.register.region[e] as number)) continue;
      const u = state.draws.uniform("enterprise", e, 0, purposeOf["transfer-order"], 0);
      // Rounded up or down by the enterprise's own luck, so that the country's share is right.
      const moved = Math.floor((state.statePlaces[e] as number) * share + u);
      for (let k = 0; k < moved; k++) {
        const at = start + ((k + u) / moved) * speed;
        if (at < this.#end) this.#simulation.schedule(at, this.#events.placeMoved, e);
      }
    }
  }

  /** One place leaves an enterprise for the municipality of whoever holds it. */
  #onPlaceMoved(enterprise: number): void {
    const state = this.#state;
    const { people } = state;
    if ((state.accounts.closed[enterprise] as number) === 1) return;
    let mover = none;
    for (let i = state.holders.head[enterprise] as number; i !== none; i = people.holderNext[i] as number) {
      if ((people.funding[i] as number) !== fundedByState) continue;
      if (mover === none || (people.mark[i] as number) < (people.mark[mover] as number)) mover = i;
    }
    this.#state.giveUpStatePlace(enterprise);
    const years = this.#p["revenue-loss.transition-years"] ?? 0;
    if ((this.#p["revenue-loss.transition-grant"] ?? 0) > 0 && years > 0) {
      this.inTransition[enterprise] = (this.inTransition[enterprise] as number) + 1;
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
    state.counts.move(sheltered, municipal);
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
    this.inTransition[enterprise] = (this.inTransition[enterprise] as number) - 1;
  }
}
