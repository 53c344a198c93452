// Rates that change while the scenario runs. The model counts in prices of the start year: a dated rate is divided by the price
// index, so that one which follows the index changes nothing. What the state pays for a place, what a municipality
// pays for a bought one and what employers get by that rate change with it; a frame grant is fixed when it is given.

import { indexOver } from "./money.ts";
import type { State } from "./state.ts";
import { specialist } from "./words.ts";

interface Change {
  readonly time: number;
  /** Kroner of the start year for a place and month. */
  readonly nok: number;
  readonly aft: boolean;
}

/** Brings the dated rates in that come after the scenario's start. */
export class RateChanges {
  readonly #state: State;
  readonly #changes: readonly Change[];
  #next = 0;
  #aftNok: number;

  /**
   * @param start model time of the scenario's start
   * @param aftNok rate of an AFT place at the start, kroner a month
   */
  constructor(state: State, start: number, aftNok: number) {
    this.#state = state;
    this.#aftNok = aftNok;
    const { p } = state;
    const later = (rates: readonly (readonly [number, number])[], aft: boolean): Change[] =>
      rates
        .filter(([time]) => time > start)
        .map(([time, nominal]) => ({ time, nok: nominal * indexOver(start - time, p), aft }));
    this.#changes = [
      ...later(p["rate.vta-nok-per-place-month"], false),
      ...later(p["rate.aft-nok-per-place-month"], true),
    ].sort((a, b) => a.time - b.time);
  }

  /** Let the changes dated up to a time take effect; to be called when the month that ended then is paid. */
  applyUpTo(time: number): void {
    for (; this.#next < this.#changes.length; this.#next++) {
      const { time: from, nok, aft } = this.#changes[this.#next] as Change;
      if (from > time) return;
      if (aft) this.#changeAft(nok);
      else this.#changeVta(nok * 12);
    }
  }

  #changeAft(nok: number): void {
    const { aftNok } = this.#state.register;
    for (let e = 0; e < aftNok.length; e++) aftNok[e] = ((aftNok[e] as number) * nok) / this.#aftNok;
    this.#aftNok = nok;
  }

  #changeVta(nok: number): void {
    const state = this.#state;
    const ratio = nok / state.vtaRateNok;
    if (ratio === 1) return;
    state.vtaRateNok = nok;
    for (const unit of state.units) {
      unit.purchaseNok *= ratio;
      if (unit.delivery.employerSubsidyRatio === 0) continue;
      // What employers of present and coming participants get follows the rate.
      const employer = unit.delivery.employerSubsidyRatio * nok * state.p["rate.vto-ratio"];
      const more = employer - employer / ratio;
      unit.participantsNok += (state.holders.size[state.unitHolder(unit.id, specialist)] as number) * more;
      unit.reservedNok += (unit.trials[specialist] as number) * more;
    }
  }
}
