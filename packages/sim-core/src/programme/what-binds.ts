// What keeps candidates from places: each month, for each region or unit and setting, how many more could be placed if one
// of four things alone were plentiful.

import { classOf } from "./geography.ts";
import { capacitySlack, municipalitySizeLimits, municipalitySizes } from "./numerics.ts";
import type { Placement } from "./placement.ts";
import { freeBudget } from "./services.ts";
import type { State } from "./state.ts";
import {
  bounds,
  municipal,
  municipalOrdinary,
  ordinary,
  settings,
  sheltered,
  specialist,
  workstation,
} from "./words.ts";

/** Counts what binds. */
export class Bounds {
  readonly #state: State;
  readonly #placement: Placement;

  constructor(state: State, placement: Placement) {
    this.#state = state;
    this.#placement = placement;
  }

  /** Count a month: the placements gained by relaxing one constraint alone. */
  count(): void {
    const state = this.#state;
    for (let r = 0; r < state.geography.regions; r++) {
      let free = 0;
      let supervision = 0;
      for (const e of state.enterprisesOf[r] as Int32Array) {
        if ((state.accounts.closed[e] as number) === 1) continue;
        free += Math.max((state.statePlaces[e] as number) - (state.stateHeld[e] as number), 0);
        supervision += Math.max(this.#placement.supervisorSlack(e), 0);
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
      const extra = unit.transferred ? Number.POSITIVE_INFINITY : Math.max(this.#placement.services.extraFree(unit), 0);
      for (const offer of [workstation, specialist]) {
        const setting = offer === workstation ? municipal : municipalOrdinary;
        const seat = state.usualSeatNok(unit, offer);
        const supervision = Math.max(
          Math.floor(
            ((unit.capacity[offer] as number) - (unit.load[offer] as number)) / state.newcomerWeight + capacitySlack,
          ),
          0,
        );
        const workplaces = Math.max(
          Math.floor(
            offer === workstation
              ? this.#placement.services.freeStations(unit)
              : this.#placement.services.freeWorkplaces(unit),
          ),
          0,
        );
        const waiting = this.#placement.services.waitingFor(unit, offer);
        const funded = Math.min(Math.floor(money / Math.max(seat, 1)), extra);
        const size = classOf(unit.inhabitants, municipalitySizeLimits);
        this.#countBound(setting, funded, supervision, workplaces, waiting, size);
      }
    }
  }

  /** Note, for each of four amounts, what raising it alone would place: the least of the others less the least of all. */
  #countBound(
    setting: number,
    places: number,
    supervision: number,
    workplaces: number,
    candidates: number,
    size?: number,
  ): void {
    const { bound, boundBySize } = this.#state.counts;
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
      if (size === undefined) continue;
      const bySize = b * municipalitySizes.length + size;
      boundBySize[bySize] = (boundBySize[bySize] as number) + (gains[b] as number) / 12;
    }
  }
}
