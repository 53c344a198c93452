// Intake, placement and leaving: who gets a free place, what happens when somebody leaves one, and where people wait who
// have none. A placement needs a funded place, supervision and, outside enterprises, a workplace.

import type { Simulation } from "../kernel/index.ts";
import { MunicipalServices } from "./municipal-services.ts";
import { capacitySlack } from "./numerics.ts";
import type { ProgrammeParameters } from "./parameters.ts";
import { none } from "./people.ts";
import { specialist, type Unit, workstation } from "./services.ts";
import type { State } from "./state.ts";
import {
  causeOf,
  fundedByPurchase,
  fundedByState,
  fundedByStateUntilBought,
  municipal,
  municipalOrdinary,
  noSetting,
  ordinary,
  outside,
  purposeOf,
  sheltered,
  waitingList,
} from "./words.ts";

/** Places people and takes their places back. */
export class Placement {
  readonly services: MunicipalServices;
  readonly #state: State;
  readonly #p: ProgrammeParameters;
  readonly #simulation: Simulation;

  /** @param end model time beyond which nothing needs to be scheduled */
  constructor(state: State, end: number) {
    this.#state = state;
    this.#p = state.p;
    this.#simulation = state.simulation;
    const { simulation } = state;
    state.events = {
      ...state.events,
      exit: simulation.handler((i) => this.#onExit(i)),
      settle: simulation.handler((i) => this.#onSettled(i)),
      renege: simulation.handler((i) => this.#onGivingUp(i)),
    };
    this.services = new MunicipalServices(
      state,
      (i, setting, enterprise, funding) => this.place(i, setting, enterprise, funding),
      end,
    );
  }

  toRegion(i: number, setting: number, atFront: boolean): void {
    const state = this.#state;
    const region = state.regionOf(i);
    state.wait(i, state.regionQueue(region, setting), atFront, this.#simulation.now);
    this.fillRegion(region, setting);
  }

  toUnit(i: number, unit: Unit, atFront: boolean): void {
    const state = this.#state;
    const offer = (state.people.ready[i] as number) === 1 ? specialist : workstation;
    state.wait(i, state.unitQueue(unit.id, offer), atFront, this.#simulation.now);
    this.services.fillUnit(unit);
  }

  /** Place people from a region's list while a place is free. */
  fillRegion(region: number, setting: number): void {
    const state = this.#state;
    const queue = state.regionQueue(region, setting);
    for (;;) {
      const i = state.queues.head[queue] as number;
      if (i === none) return;
      if (setting === ordinary) {
        if ((state.ordinaryHeld[region] as number) >= (state.ordinaryPlaces[region] as number)) return;
        this.place(i, ordinary, none, fundedByState);
      } else {
        const enterprise = this.#freeEnterprise(region);
        if (enterprise === none) return;
        this.place(i, sheltered, enterprise, fundedByState);
      }
    }
  }

  /** Newcomers that the supervisors of an enterprise can take beside the participants they follow up. */
  supervisorSlack(enterprise: number): number {
    const state = this.#state;
    const p = this.#p;
    const held = (state.stateHeld[enterprise] as number) + (state.boughtHeld[enterprise] as number);
    const supervisors =
      ((state.statePlaces[enterprise] as number) + (state.boughtHeld[enterprise] as number)) /
      p["enterprise.participants-per-supervisor"];
    return Math.floor(supervisors * p["enterprise.participants-per-supervisor-norm"] + capacitySlack) - held;
  }

  /** The enterprise of a region with most free places that its supervisors can fill. */
  #freeEnterprise(region: number): number {
    const state = this.#state;
    let best = none;
    let most = 0;
    for (const e of state.enterprisesOf[region] as Int32Array) {
      if ((state.accounts.closed[e] as number) === 1) continue;
      const free = (state.statePlaces[e] as number) - (state.stateHeld[e] as number);
      if (free > most && this.supervisorSlack(e) >= 1) {
        most = free;
        best = e;
      }
    }
    return best;
  }

  /** Move a person from a list, and from the place that the person may still have, to a new place. */
  place(i: number, setting: number, enterprise: number, funding: number): void {
    const state = this.#state;
    const people = state.people;
    const now = this.#simulation.now;
    const moving = (people.moving[i] as number) === 1;
    const before = people.setting[i] as number;
    const { counts } = state;
    counts.recruits[setting] = (counts.recruits[setting] as number) + 1;
    counts.move(before === noSetting ? waitingList : before, setting);
    if (before === noSetting) {
      const waited = now - (people.waitingSince[i] as number);
      counts.waitYears += waited;
      counts.waits.push(waited);
      if ((people.lostSetting[i] as number) !== noSetting) {
        counts.gapYears += waited;
        counts.gaps++;
      }
    }
    state.stopWaiting(i);
    if (before !== noSetting) {
      const oldEnterprise = people.enterprise[i] as number;
      const oldFunding = people.funding[i] as number;
      state.end(i, moving ? causeOf.moved : causeOf["ordinary-vta"]);
      if (moving) {
        this.#state.giveUpStatePlace(oldEnterprise);
        people.unsettledUntil[i] = now + this.#p["provider-change.years"];
      } else this.#afterLeaving(i, before, oldEnterprise, oldFunding);
    }
    state.drawMatch(i, setting);
    state.begin(i, setting, enterprise, funding, now);
    if ((people.unsettledUntil[i] as number) > now)
      people.settleEvent[i] = this.#simulation.schedule(people.unsettledUntil[i] as number, state.events.settle, i);
    if (setting === municipal || setting === municipalOrdinary) this.services.updateAdequacy(state.unitOfPerson(i));
  }

  /** Fill, or take away, the place that somebody left. */
  #afterLeaving(i: number, setting: number, enterprise: number, funding: number): void {
    const state = this.#state;
    const region = state.regionOf(i);
    const unit = state.unitOfPerson(i);
    if (setting === sheltered) {
      if (funding === fundedByPurchase) {
        unit.boughtVacancies.push(enterprise);
        this.services.fillUnit(unit);
      } else this.fillRegion(region, sheltered);
    } else if (setting === ordinary) {
      if (unit.transferred && (state.people.mark[i] as number) < this.#state.share) {
        // The contract ends: the place's money and its workplace pass to the municipality.
        state.ordinaryPlaces[region] = (state.ordinaryPlaces[region] as number) - 1;
        this.services.grant(unit, state.vtaRateNok * this.#p["rate.vto-ratio"], 0);
        unit.workplaceCeiling++;
        unit.workplacesFound++;
        this.services.fillUnit(unit);
      } else this.fillRegion(region, ordinary);
    } else {
      this.services.updateAdequacy(unit);
      this.services.fillUnit(unit);
    }
  }

  /** A participant is ready to move to an ordinary workplace and stays until one is free. */
  #seekOrdinary(i: number, setting: number): void {
    const state = this.#state;
    const unit = state.unitOfPerson(i);
    const own = setting === municipal || (unit.transferred && (state.people.mark[i] as number) < this.#state.share);
    state.seekOrdinary(i);
    state.people.waitingSince[i] = this.#simulation.now;
    if (own) {
      state.queues.join(state.unitQueue(unit.id, specialist), i, false);
      this.services.fillUnit(unit);
    } else {
      const region = state.regionOf(i);
      state.queues.join(state.regionQueue(region, ordinary), i, false);
      this.fillRegion(region, ordinary);
    }
  }

  /** A participant loses the place and waits, first in line, for another. */
  losePlace(i: number, enterprise: number): void {
    const state = this.#state;
    const people = state.people;
    const unit = state.unitOfPerson(i);
    const moving = (people.moving[i] as number) === 1;
    const transferred = unit.transferred && (people.mark[i] as number) < this.#state.share;
    state.counts.placesLost++;
    state.counts.move(people.setting[i] as number, waitingList);
    state.stopWaiting(i);
    state.end(i, causeOf["place-lost"]);
    if (moving) this.#state.giveUpStatePlace(enterprise);
    people.unsettledUntil[i] = this.#simulation.now + this.#p["provider-change.years"];
    const offer = (people.ready[i] as number) === 1 ? specialist : workstation;
    const queue = transferred ? state.unitQueue(unit.id, offer) : state.regionQueue(state.regionOf(i), sheltered);
    state.wait(i, queue, true, this.#simulation.now);
  }

  #onExit(i: number): void {
    const state = this.#state;
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
    state.counts.move(setting, outside);
    state.end(i, cause);
    if (moving) {
      this.#state.giveUpStatePlace(enterprise);
      if (funding === fundedByStateUntilBought) state.unitOfPerson(i).purchaseNok -= this.services.purchaseNok;
      return;
    }
    this.#afterLeaving(i, setting, enterprise, funding);
  }

  #onSettled(i: number): void {
    this.#state.people.settleEvent[i] = 0;
    this.#state.people.unsettledUntil[i] = 0;
    this.#state.updateHazard(i);
  }

  #onGivingUp(i: number): void {
    const state = this.#state;
    state.people.renegeEvent[i] = 0;
    state.listener?.("give-up", i, state.people.queue[i] as number);
    state.queues.leave(i);
    state.counts.reneged++;
    state.counts.move(waitingList, outside);
  }
}
