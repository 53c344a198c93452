// A month's payments: subsidies, grants, purchases, wages, follow-up. Each is booked once, with the line that says who pays
// whom; what enterprises receive enters their accounts.

import type { MovedPlaces } from "./additional-places.ts";
import type { LastingFollowUp } from "./lasting-follow-up.ts";
import type { MunicipalServices } from "./municipal-services.ts";
import { none } from "./people.ts";
import type { Unit } from "./services.ts";
import type { State } from "./state.ts";
import { noSetting, specialist, workstation } from "./words.ts";

/** Pays everybody. */
export class Payments {
  readonly #state: State;
  readonly #services: MunicipalServices;
  readonly #moved: MovedPlaces;
  readonly #followUp: LastingFollowUp;

  constructor(state: State, services: MunicipalServices, moved: MovedPlaces, followUp: LastingFollowUp) {
    this.#state = state;
    this.#services = services;
    this.#moved = moved;
    this.#followUp = followUp;
  }

  /** Pay a month. */
  pay(): void {
    const state = this.#state;
    const { accounts, ledger } = state;
    const { p } = state;
    const monthly = state.vtaRateNok / 12;
    const ratio = p["rate.municipal-to-state"];
    for (let e = 0; e < state.register.count; e++) {
      if ((accounts.closed[e] as number) === 1) continue;
      const subsidy = (state.statePlaceUnits[e] as number) * monthly * (state.register.subsidyRatio[e] as number);
      const purchase = (state.boughtPlaceUnits[e] as number) * monthly * (1 + ratio);
      accounts.state[e] = (accounts.state[e] as number) + subsidy;
      accounts.municipal[e] =
        (accounts.municipal[e] as number) + subsidy * (state.register.municipalRatio[e] as number);
      accounts.purchase[e] = (accounts.purchase[e] as number) + purchase;
      ledger.pay("place-subsidy", subsidy);
      ledger.pay("municipal-subsidy", subsidy * (state.register.municipalRatio[e] as number));
      ledger.pay("place-purchase", purchase);
    }
    let ordinaryUnits = 0;
    for (let r = 0; r < state.geography.regions; r++) ordinaryUnits += state.ordinaryPlaceUnits[r] as number;
    ledger.pay("ordinary-subsidy", ordinaryUnits * monthly * p["rate.vto-ratio"] * this.#followUp.subsidyShare);
    ledger.pay("lasting-follow-up", this.#followUp.monthlyNok());
    const transition = p["revenue-loss.transition-grant"] ?? 0;
    if (transition > 0)
      for (let e = 0; e < state.register.count; e++) {
        if ((accounts.closed[e] as number) === 1) continue;
        const nok = (this.#moved.inTransition[e] as number) * state.placesPerParticipant * monthly * transition;
        accounts.state[e] = (accounts.state[e] as number) + nok;
        ledger.pay("transition-grant", nok);
      }
    for (const unit of state.units) {
      if (!unit.active) continue;
      if (unit.unlimited) {
        // Moved places are taken to cost what they cost in the enterprise.
        const moved = this.#services.placesHeld(unit) * monthly;
        ledger.pay("frame-grant", moved);
        ledger.pay("supervision", moved * (1 + ratio));
        continue;
      }
      const posts = unit.postsNok / 12;
      const inWorkplaces = state.holders.size[state.unitHolder(unit.id, specialist)] as number;
      const onStations = state.holders.size[state.unitHolder(unit.id, workstation)] as number;
      const employers = (inWorkplaces * this.#services.employerNok(unit)) / 12;
      // The budget reckons with the usual need for mentors; what is paid follows the need that people have.
      const mentorNok = p["supervisor.cost-nok"] / 12;
      const reckoned = unit.delivery.mentorPaidShare * (inWorkplaces + onStations) * state.usualMentorFte * mentorNok;
      const bonus = unit.participantsNok / 12 - employers - reckoned;
      const mentors = ((unit.mentorFte[workstation] as number) + (unit.mentorFte[specialist] as number)) * mentorNok;
      const paid = mentors * (p["mentor.charged"] ? 1 : unit.delivery.mentorPaidShare);
      state.counts.mentorUnpaidNok += mentors - paid;
      const bought = unit.alone || state.unitsBuy(unit) ? unit.purchaseNok / 12 : 0;
      const spent = posts + employers + bonus + paid + bought;
      const grant = this.#grantOf(unit, spent);
      ledger.pay("frame-grant", grant);
      ledger.pay("supervision", posts);
      ledger.pay("employer-subsidy", employers);
      ledger.pay("bonus-wage", bonus);
      ledger.pay("mentor-pay", paid);
      ledger.pay("grant-unspent", Math.max(grant - spent, 0));
    }
    if (p["day-activity.counted"]) ledger.pay("day-activity", this.#dayActivityNok());
  }

  /** The state's grant to a unit in a month: what it has by rule or register, or what a supplement costs. */
  #grantOf(unit: Unit, spentNok: number): number {
    if (unit.ownGrantNok !== undefined) return unit.ownGrantNok / 12;
    if (unit.transferred) return unit.grantNok / 12;
    return this.#state.p["supplement.payer"] === "state" ? spentNok : 0;
  }

  /** Kroner a month for day activity of people who wait, as far as they would have it. */
  #dayActivityNok(): number {
    const { people, p } = this.#state;
    let waiting = 0;
    for (let i = 0; i < people.count; i++)
      if (
        (people.setting[i] as number) === noSetting &&
        ((people.queue[i] as number) !== none || (people.trialOffer[i] as number) !== 0)
      )
        waiting++;
    return (waiting * p["day-activity.share-otherwise"] * p["day-activity.cost-nok"]) / 12;
  }
}
