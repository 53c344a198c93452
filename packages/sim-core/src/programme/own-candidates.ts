// Candidates whom a municipality knows from its own services and who are on no list: nobody has offered them a place so
// far. A municipality that runs a service of its own finds them one after the other, sooner those whom it knows best,
// and asks them when it has money, supervision and a workplace for which nobody on a list is ready. They are counted
// as candidates from the day on which they are asked.

import { log } from "../foundation/index.ts";
import type { Simulation } from "../kernel/index.ts";
import type { MunicipalServices } from "./municipal-services.ts";
import { perThousand } from "./numerics.ts";
import type { Unit } from "./services.ts";
import type { State } from "./state.ts";
import { purposeOf } from "./words.ts";

/** Finds the candidates of all municipalities that run a service. */
export class OwnCandidates {
  readonly #state: State;
  readonly #services: MunicipalServices;
  readonly #simulation: Simulation;
  readonly #end: number;
  /** By municipality: candidates tried so far, and the sum of their exponential draws. */
  readonly #ordinal: Int32Array;
  readonly #drawn: Float64Array;
  readonly #found: number;

  constructor(state: State, services: MunicipalServices, end: number) {
    this.#state = state;
    this.#services = services;
    this.#simulation = state.simulation;
    this.#end = end;
    this.#ordinal = new Int32Array(state.unitOf.length);
    this.#drawn = new Float64Array(state.unitOf.length);
    this.#found = state.simulation.handler((municipality) => this.#onFound(municipality));
  }

  /** Plan the search; to be called when it is known from when on each unit runs its service. */
  schedule(): void {
    if (this.#state.p["recruitment.own-candidates-per-1000"] <= 0) return;
    for (let m = 0; m < this.#ordinal.length; m++) this.#scheduleNext(m);
  }

  #unitOf(municipality: number): Unit {
    return this.#state.units[this.#state.unitOf[municipality] as number] as Unit;
  }

  /** How many a municipality can find in all: those it has, as far as its channels reach. */
  #all(municipality: number): number {
    const { p, geography } = this.#state;
    const thousands = (geography.inhabitants[municipality] as number) / perThousand;
    const reach = this.#unitOf(municipality).delivery.reach * (p["recruitment.reach"] ?? 1);
    return thousands * p["recruitment.own-candidates-per-1000"] * reach;
  }

  /**
   * Plan when a municipality finds its next candidate: the points of a Poisson process whose rate starts at all / mean time and
   * falls as fewer are left to be found. The same draws give more candidates, sooner, where there are more.
   */
  #scheduleNext(municipality: number): void {
    const unit = this.#unitOf(municipality);
    if (!(unit.deliversFrom < this.#end)) return;
    const k = this.#ordinal[municipality] as number;
    this.#ordinal[municipality] = k + 1;
    const gap = this.#state.draws.exponential("candidate", municipality, k, purposeOf.gap, 0);
    const drawn = (this.#drawn[municipality] as number) + gap;
    this.#drawn[municipality] = drawn;
    const left = 1 - drawn / this.#all(municipality);
    if (!(left > 0)) return;
    const at = unit.deliversFrom - this.#state.p["recruitment.own-candidates-years"] * log(left);
    if (at < this.#end) this.#simulation.schedule(at, this.#found, municipality);
  }

  #onFound(municipality: number): void {
    const state = this.#state;
    const { people } = state;
    const unit = this.#unitOf(municipality);
    // Whoever was to take over and never did looks for nobody.
    if (!unit.active) return;
    const i = state.addPerson("candidate", municipality, (this.#ordinal[municipality] as number) - 1);
    people.municipality[i] = municipality;
    people.birth[i] = this.#simulation.now - state.traits.otherAge(state.uniform(i, purposeOf["entry-age"], 0));
    state.traits.draw(people, i, false, state.p["mapping.ready-for-ordinary-share"]);
    this.#scheduleNext(municipality);
    if (unit.transferred && (people.mark[i] as number) >= state.share) return;
    (unit.candidates[state.offerFor(i, unit)] as number[]).push(i);
    this.#services.fillUnit(unit);
  }
}
