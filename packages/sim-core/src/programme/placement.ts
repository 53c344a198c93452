// Intake, placement and leaving: who gets a free place, what happens when somebody leaves one, and where people wait who
// have none. A placement needs a funded place, supervision and, outside enterprises, a workplace.

import type { Simulation } from "../kernel/index.ts";
import { MunicipalServices } from "./municipal-services.ts";
import { capacitySlack } from "./numerics.ts";
import type { ProgrammeParameters } from "./parameters.ts";
import { none } from "./people.ts";
import type { Unit } from "./services.ts";
import type { State } from "./state.ts";
import {
  causeOf,
  fundedByGrant,
  fundedByPurchase,
  fundedByState,
  fundedByStateUntilBought,
  intakeByEnterprise,
  intakeByNav,
  municipal,
  municipalOrdinary,
  noSetting,
  ordinary,
  outside,
  purposeOf,
  sheltered,
  specialist,
  waitingList,
} from "./words.ts";

/** Places people and takes their places back. */
export class Placement {
  readonly services: MunicipalServices;
  readonly #state: State;
  readonly #p: ProgrammeParameters;
  readonly #simulation: Simulation;
  readonly #start: number;
  /** Told when a participant of an enterprise moves to an ordinary workplace. */
  onOrdinaryAfterSheltered: ((i: number) => void) | undefined;
  /** Asked whether a participant who drops out of an ordinary workplace may return to a sheltered place. */
  mayReturn: ((i: number) => boolean) | undefined;

  /** @param end model time beyond which nothing needs to be scheduled */
  constructor(state: State, end: number) {
    this.#state = state;
    this.#p = state.p;
    this.#simulation = state.simulation;
    this.#start = state.p["horizon.start-year-offset"];
    const { simulation } = state;
    state.events = {
      ...state.events,
      exit: simulation.handler((i) => this.#onExit(i)),
      settle: simulation.handler((i) => this.#onSettled(i)),
      renege: simulation.handler((i) => this.#onGivingUp(i)),
      probation: simulation.handler((i) => this.#onProbationEnd(i)),
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
    const offer = state.offerFor(i, unit);
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
        this.place(this.#intake(queue, enterprise), sheltered, enterprise, fundedByState);
      }
    }
  }

  /**
   * Say whom an enterprise takes from the front of a list, by its model of intake: NAV refers in list order and the
   * enterprise may turn down people with high need; the enterprise picks whom it has capacity for; or a team picks by need.
   */
  #intake(queue: number, enterprise: number): number {
    const state = this.#state;
    const p = this.#p;
    const { people } = state;
    const head = state.queues.head[queue] as number;
    const model = state.intakeOf(enterprise);
    const highNeed = 1 - p["person.high-need-share"];
    let chosen = head;
    let i = head;
    for (let k = 0; k < p["intake.window"] && i !== none; k++) {
      const need = people.need[i] as number;
      if (model === intakeByNav) {
        const vetoed = need > highNeed && state.uniform(i, purposeOf.veto, enterprise) < p["intake.veto-share"];
        if (!vetoed) return i;
      } else if (model === intakeByEnterprise) {
        if (need < (people.need[chosen] as number)) chosen = i;
      } else if (need > (people.need[chosen] as number)) chosen = i;
      i = people.queueNext[i] as number;
    }
    return chosen;
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
      } else {
        this.#afterLeaving(i, before, oldEnterprise, oldFunding);
        if (setting === ordinary && before === sheltered) this.onOrdinaryAfterSheltered?.(i);
      }
    }
    state.drawMatch(i, setting);
    state.begin(i, setting, enterprise, funding, now);
    people.cameFromEnterprise[i] = setting === ordinary && before === sheltered ? 1 : 0;
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
        // The contract ends: the place's money and its workplace pass to the municipality, if there still is a place.
        if ((state.ordinaryPlaces[region] as number) <= (state.ordinaryHeld[region] as number)) return;
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
    const moving = (people.moving[i] as number) === 1;
    const now = this.#simulation.now;
    const onTrial = (people.trialOffer[i] as number) !== 0;
    state.counts.placesLost++;
    if (now >= this.#start) state.placesLostSinceStart++;
    state.counts.move(people.setting[i] as number, waitingList);
    if (!onTrial) state.stopWaiting(i);
    state.end(i, causeOf["place-lost"]);
    if (moving) this.#state.giveUpStatePlace(enterprise);
    people.unsettledUntil[i] = now + this.#p["provider-change.years"];
    people.seeking[i] = 0;
    // Whoever is on trial for another place goes on with it; the others wait, first in line.
    if (onTrial) people.waitingSince[i] = now;
    else state.wait(i, state.listOf(i), true, now);
  }

  /** A job in an ordinary workplace ends with its place; the participant waits, first in line, for another. */
  loseJob(i: number): void {
    const state = this.#state;
    const { people } = state;
    const region = state.regionOf(i);
    const now = this.#simulation.now;
    state.counts.placesLost++;
    if (now >= this.#start) state.placesLostSinceStart++;
    state.counts.move(ordinary, waitingList);
    state.stopWaiting(i);
    state.end(i, causeOf["place-lost"]);
    people.unsettledUntil[i] = now + this.#p["provider-change.years"];
    state.wait(i, state.regionQueue(region, ordinary), true, now);
    this.fillRegion(region, ordinary);
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
      const stays = state.uniform(i, purposeOf["next-job"], people.spell[i] as number);
      if (stays >= state.lawIn(i, setting).leavesAtDropout) {
        state.counts.jobChanges++;
        state.nextJob(i);
        return;
      }
    }
    const enterprise = people.enterprise[i] as number;
    const funding = people.funding[i] as number;
    const moving = (people.moving[i] as number) === 1;
    const returns = byDropout && setting === ordinary && this.mayReturn?.(i) === true;
    state.stopWaiting(i);
    state.counts.move(setting, returns ? waitingList : outside);
    state.end(i, cause);
    if (returns) state.wait(i, state.regionQueue(state.regionOf(i), sheltered), true, this.#simulation.now);
    if (moving) {
      this.#state.giveUpStatePlace(enterprise);
      if (funding === fundedByStateUntilBought) state.unitOfPerson(i).purchaseNok -= this.services.purchaseNok;
      return;
    }
    this.#afterLeaving(i, setting, enterprise, funding);
  }

  /** Probation ends: the contract is confirmed, or ends; some of those then look for another workplace. */
  #onProbationEnd(i: number): void {
    const state = this.#state;
    const { people } = state;
    people.probationEvent[i] = 0;
    const spell = people.spell[i] as number;
    const { probationPass } = state.unitOfPerson(i).delivery;
    if (state.uniform(i, purposeOf.probation, spell) < probationPass) return;
    const setting = people.setting[i] as number;
    const again = state.uniform(i, purposeOf.return, spell) < this.#p["re-entry.share-after-job-loss"];
    state.stopWaiting(i);
    state.counts.move(setting, again ? waitingList : outside);
    state.end(i, causeOf.dropout);
    if (again) state.wait(i, state.listOf(i), false, this.#simulation.now);
    this.#afterLeaving(i, setting, none, fundedByGrant);
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
