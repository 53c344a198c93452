// Lasting follow-up in ordinary workplaces, as the VTO pilot has it: somebody follows participants and employers up for
// good, and the employer's subsidy may end in return. Who provides it is a lever: NAV, a provider by tender, or the
// enterprise that the person came from. Effects go through what the model already has: adequacy of follow-up, change of
// provider, places that employers no longer offer.

import { exp, log, yearsBetween } from "../foundation/index.ts";
import type { Simulation } from "../kernel/index.ts";
import type { ProgrammeParameters } from "./parameters.ts";
import { none } from "./people.ts";
import type { Placement } from "./placement.ts";
import type { State } from "./state.ts";
import { ordinary, purposeOf } from "./words.ts";

/** Runs lasting follow-up where the scenario says so. */
export class LastingFollowUp {
  /** Share of the subsidy to ordinary employers that the state still pays. */
  subsidyShare = 1;
  readonly #state: State;
  readonly #p: ProgrammeParameters;
  readonly #simulation: Simulation;
  readonly #placement: Placement;
  readonly #start: number;
  readonly #end: number;
  #running = false;
  readonly #events: { readonly begin: number; readonly tender: number; readonly employerLeaves: number };

  constructor(state: State, placement: Placement, start: number, end: number) {
    const { simulation } = state;
    this.#state = state;
    this.#p = state.p;
    this.#simulation = simulation;
    this.#placement = placement;
    this.#start = start;
    this.#end = end;
    this.#events = {
      begin: simulation.handler(() => this.#begin()),
      tender: simulation.handler(() => this.#onTender()),
      employerLeaves: simulation.handler((i) => this.#onEmployerLeaves(i)),
    };
  }

  get #provider(): string {
    return this.#p["vto.provider"] ?? "none";
  }

  /** Plan the start. */
  schedule(): void {
    const iso = this.#p["vto.start"];
    if (this.#provider === "none" || iso === undefined) return;
    const start = Math.max(yearsBetween(this.#state.originIso, iso), this.#start);
    if (start < this.#end) this.#simulation.schedule(start, this.#events.begin, 0);
  }

  /** Kroner that the state pays for follow-up in a month: positions at the caseload. */
  monthlyNok(): number {
    if (!this.#running) return 0;
    const p = this.#p;
    const participants = this.#state.people.participants[ordinary] as number;
    return (participants * p["supervisor.cost-nok"]) / this.#caseload / 12;
  }

  get #caseload(): number {
    return this.#p["vto.caseload"] ?? this.#p["specialist.caseload"];
  }

  /** Follow-up that participants have, relative to what is enough. */
  get #adequacy(): number {
    const p = this.#p;
    if (p["vto.supplements-mentor"] ?? true) return Math.min(1, p["specialist.caseload"] / this.#caseload);
    // Where the mentor's time goes with the subsidy, the specialist's share of a position must do alone.
    return Math.min(1, 1 / this.#caseload / this.#state.usualMentorFte);
  }

  #begin(): void {
    const state = this.#state;
    const p = this.#p;
    this.#running = true;
    const relative = this.#adequacy / p["ordinary.follow-up-adequacy-today"];
    state.ordinaryAdequacy = this.#adequacy;
    state.ordinaryFactor = exp(-p["follow-up.adequacy-elasticity"] * log(relative));
    const keeps = p["vto.keeps-subsidy"] ?? true;
    const leave = p["vto.employer-leave-if-subsidy-ends"] ?? 0;
    const hiring = p["vto.employer-hiring-ratio-without-subsidy"] ?? 1;
    if (!keeps) this.subsidyShare = 0;
    for (let r = 0; r < state.geography.regions; r++) {
      const holder = state.ordinaryHolder(r);
      for (let i = state.holders.head[holder] as number; i !== none; i = state.people.holderNext[i] as number) {
        this.#unsettle(i);
        if (keeps || state.uniform(i, purposeOf.employer, 0) >= leave) continue;
        const at = this.#simulation.now + state.uniform(i, purposeOf.employer, 1);
        this.#simulation.schedule(at, this.#events.employerLeaves, i);
      }
      if (!keeps) state.ordinaryPlaces[r] = Math.round((state.ordinaryPlaces[r] as number) * hiring);
      if (hiring > 1) this.#placement.fillRegion(r, ordinary);
    }
    this.#placement.onOrdinaryAfterSheltered = (i) => this.#unsettle(i);
    this.#placement.mayReturn = (i) => this.#mayReturn(i);
    this.#nextTender();
  }

  /** A new follower for somebody, unless the enterprise that the person came from goes on. */
  #unsettle(i: number): void {
    const state = this.#state;
    const { people } = state;
    if (this.#provider === "enterprise" || this.#provider === "none") return;
    const until = this.#simulation.now + this.#p["provider-change.years"];
    people.unsettledUntil[i] = until;
    people.followerSince[i] = this.#simulation.now;
    if ((people.setting[i] as number) !== ordinary) return;
    if ((people.settleEvent[i] as number) !== 0) this.#simulation.cancel(people.settleEvent[i] as number);
    people.settleEvent[i] = this.#simulation.schedule(until, state.events.settle, i);
    state.updateHazard(i);
  }

  #nextTender(): void {
    const years = this.#p["vto.tender-years"] ?? 0;
    if (this.#provider === "tender" && years > 0 && this.#simulation.now + years < this.#end)
      this.#simulation.schedule(this.#simulation.now + years, this.#events.tender, 0);
  }

  /** Another provider wins the tender: everybody gets a new follower. */
  #onTender(): void {
    const state = this.#state;
    for (let r = 0; r < state.geography.regions; r++) {
      const holder = state.ordinaryHolder(r);
      for (let i = state.holders.head[holder] as number; i !== none; i = state.people.holderNext[i] as number)
        this.#unsettle(i);
    }
    this.#nextTender();
  }

  /** An employer ends a job because the subsidy has ended; the place goes with it. */
  #onEmployerLeaves(i: number): void {
    if ((this.#state.people.setting[i] as number) !== ordinary) return;
    this.#placement.loseJob(i);
  }

  /** Whether somebody who drops out has the right to return to the enterprise. */
  #mayReturn(i: number): boolean {
    const { people } = this.#state;
    if (this.#provider !== "enterprise" || (people.cameFromEnterprise[i] as number) === 0) return false;
    const years = this.#p["vto.return-right-years"] ?? 0;
    return this.#simulation.now - (people.began[i] as number) <= years;
  }
}
