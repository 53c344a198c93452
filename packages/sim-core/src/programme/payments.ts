// A month's payments: subsidies, grants, purchases, wages, follow-up. Each is booked once, with the line that says who pays
// whom; what enterprises receive enters their accounts.

import type { MovedPlaces } from "./additional-places.ts";
import type { MunicipalServices } from "./municipal-services.ts";
import { specialist } from "./services.ts";
import type { State } from "./state.ts";

/** Pays everybody. */
export class Payments {
  readonly #state: State;
  readonly #services: MunicipalServices;
  readonly #moved: MovedPlaces;

  constructor(state: State, services: MunicipalServices, moved: MovedPlaces) {
    this.#state = state;
    this.#services = services;
    this.#moved = moved;
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
    ledger.pay("ordinary-subsidy", ordinaryUnits * monthly * p["rate.vto-ratio"]);
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
      const own = unit.transferred ? unit.grantNok / 12 : (unit.postsNok + unit.participantsNok) / 12;
      const grant = unit.transferred || p["supplement.payer"] === "state" ? own : 0;
      const posts = unit.postsNok / 12;
      const people = unit.participantsNok / 12;
      const employers =
        ((state.holders.size[state.unitHolder(unit.id, specialist)] as number) * this.#services.employerNok) / 12;
      ledger.pay("frame-grant", grant);
      ledger.pay("supervision", posts);
      ledger.pay("employer-subsidy", employers);
      ledger.pay("bonus-wage", people - employers);
      const bought = unit.alone ? unit.purchaseNok / 12 : 0;
      ledger.pay("grant-unspent", Math.max(grant - posts - people - bought, 0));
    }
  }
}
