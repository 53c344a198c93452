// How long spells last: every spell that began since the scenario's start, with its length and how it ended, and the
// Kaplan-Meier and Aalen-Johansen estimates of them at whole years. A spell is a stay with one holder of a place; jobs
// that follow each other in an ordinary workplace belong to one spell.

import { initialPeople } from "./numerics.ts";
import { causes } from "./words.ts";

/** What the spells of a class show at whole years of tenure. */
export interface SpellEstimate {
  /** Share that still lasts after 1, 2, ... years; NaN where nobody was followed so long. */
  readonly retention: Float64Array;
  /** Share that has ended by each cause after 1, 2, ... years: cause code x years + (year - 1). */
  readonly incidence: Float64Array;
}

/** Code of a spell that has not ended. */
export const censored: number = causes.length;

/** Records spells by class (a setting, or a delivery model). */
export class Spells {
  #count = 0;
  #years: Float64Array = new Float64Array(initialPeople);
  #end: Uint8Array = new Uint8Array(initialPeople);
  #classOf: Uint8Array = new Uint8Array(initialPeople);
  /** All spells by length, once somebody asks for an estimate. */
  #order: Uint32Array | undefined;

  /**
   * Record a spell.
   * @param kind its class, a small whole number
   * @param years its length so far
   * @param end code of the cause that ended it, or `censored`
   */
  record(kind: number, years: number, end: number): void {
    if (this.#count === this.#years.length) this.#grow();
    this.#years[this.#count] = years;
    this.#end[this.#count] = end;
    this.#classOf[this.#count] = kind;
    this.#count++;
    this.#order = undefined;
  }

  #grow(): void {
    const years = new Float64Array(2 * this.#count);
    years.set(this.#years);
    this.#years = years;
    const end = new Uint8Array(2 * this.#count);
    end.set(this.#end);
    this.#end = end;
    const classOf = new Uint8Array(2 * this.#count);
    classOf.set(this.#classOf);
    this.#classOf = classOf;
  }

  /**
   * Estimate retention (Kaplan-Meier) and cumulative incidence (Aalen-Johansen) of the spells that a test picks.
   * @param picks whether a class belongs to the estimate
   * @param years number of whole years at which to read the curves
   * @returns NaN from the first year that nobody was followed to
   */
  estimate(picks: (kind: number) => boolean, years: number): SpellEstimate {
    const length = this.#years;
    this.#order ??= this.#sorted();
    const chosen = this.#order.filter((k) => picks(this.#classOf[k] as number));
    const retention = new Float64Array(years).fill(Number.NaN);
    const incidence = new Float64Array(years * causes.length).fill(Number.NaN);
    const ended = new Float64Array(causes.length);
    let survival = 1;
    let next = 1;
    const read = (until: number): void => {
      for (; next <= years && next <= until; next++) {
        retention[next - 1] = survival;
        for (let c = 0; c < causes.length; c++) incidence[c * years + next - 1] = ended[c] as number;
      }
    };
    chosen.forEach((k, rank) => {
      const at = length[k] as number;
      // A curve is known up to the longest spell; what is read at a year is the state just after it.
      for (; next <= years && next < at; ) read(next);
      const end = this.#end[k] as number;
      if (end === censored) return;
      const atRisk = chosen.length - rank;
      ended[end] = (ended[end] as number) + survival / atRisk;
      survival *= 1 - 1 / atRisk;
    });
    return { retention, incidence };
  }

  /** Put the spells in the order of their length; at equal lengths an end comes before a censored spell, as usual. */
  #sorted(): Uint32Array {
    const length = this.#years;
    const end = this.#end;
    return Uint32Array.from({ length: this.#count }, (_, k) => k).sort(
      (a, b) => (length[a] as number) - (length[b] as number) || (end[a] as number) - (end[b] as number),
    );
  }
}
