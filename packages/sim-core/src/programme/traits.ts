// Who a person is: traits drawn by the person's own address, through quantile functions of the run's parameters. The
// same address gives the same luck in every scenario; another parameter value moves the trait, not the luck.

import { normalCdf } from "../foundation/index.ts";
import { type AddressedStreams, distributionOf } from "../random/index.ts";
import { cumulate, pickByWeight } from "./geography.ts";
import { quantileTableSize } from "./numerics.ts";
import type { ProgrammeParameters } from "./parameters.ts";
import type { People } from "./people.ts";
import { purposeOf } from "./words.ts";

/** A quantile function read from a table, linear between its points. */
function tabulate(quantile: (u: number) => number): (u: number) => number {
  const table = new Float64Array(quantileTableSize + 1);
  for (let k = 0; k < table.length; k++) table[k] = quantile(k / quantileTableSize);
  return (u) => {
    const x = u * quantileTableSize;
    const k = Math.min(Math.floor(x), quantileTableSize - 1);
    const low = table[k] as number;
    return low + (x - k) * ((table[k + 1] as number) - low);
  };
}

/** Draws the traits of people. */
export class Traits {
  readonly #p: ProgrammeParameters;
  readonly #streams: AddressedStreams;
  readonly #otherAge: (u: number) => number;
  readonly #correlation: number;
  readonly #residual: number;

  constructor(p: ProgrammeParameters, streams: AddressedStreams) {
    this.#p = p;
    this.#streams = streams;
    const law = distributionOf({
      distribution: "pert",
      min: p["recruitment.entry-age-min"],
      mode: p["recruitment.entry-age-mode"],
      max: p["recruitment.entry-age-max"],
    });
    this.#otherAge = tabulate((u) => law.quantile(u));
    this.#correlation = p["person.need-independence-correlation"];
    this.#residual = Math.sqrt(Math.max(1 - this.#correlation * this.#correlation, 0));
  }

  /** Age at entry of somebody from school, years. */
  schoolAge(u: number): number {
    const min = this.#p["recruitment.school-age-min"];
    return min + u * (this.#p["recruitment.school-age-max"] - min);
  }

  /** Age at entry of somebody from another channel, years. */
  otherAge(u: number): number {
    return this.#otherAge(u);
  }

  /** Age at entry of anybody, years: school leavers fill the lowest ranks. */
  entryAge(u: number): number {
    const school = this.#p["recruitment.school-share"];
    return u < school ? this.schoolAge(u / school) : this.otherAge((u - school) / (1 - school));
  }

  /**
   * Draw everything but birth and municipality.
   * @param i the person's row, whose address is set
   * @param toOrdinary whether the person comes for an ordinary workplace, and is therefore ready for one
   * @param readyShare share of the person's group that is ready for an ordinary workplace
   */
  draw(people: People, i: number, toOrdinary: boolean, readyShare: number): void {
    const high = people.addressHigh[i] as number;
    const low = people.addressLow[i] as number;
    const p = this.#p;
    const streams = this.#streams;
    people.woman[i] = streams.uniform(high, low, purposeOf.sex, 0) < p["person.women-share"] ? 1 : 0;
    const need = streams.normal(high, low, purposeOf.need, 0);
    const own = streams.normal(high, low, purposeOf.independence, 0);
    const independence = normalCdf(this.#correlation * need + this.#residual * own);
    people.need[i] = normalCdf(need);
    people.ready[i] = toOrdinary || independence > 1 - readyShare ? 1 : 0;
    people.readiness[i] = toOrdinary ? 0 : (1 - independence) / readyShare;
    people.mark[i] = streams.uniform(high, low, purposeOf["transfer-mark"], 0);
    const belowHalf = toOrdinary ? p["position.share-below-half-ordinary"] : p["position.share-below-half"];
    const full = toOrdinary ? p["position.share-full-ordinary"] : p["position.share-full"];
    people.wish[i] = this.positionOf(people, i, belowHalf, full);
    this.hold(people, i, people.wish[i] as number);
  }

  /** Position that a person has where given shares are below half a position and full: the same luck everywhere. */
  positionOf(people: People, i: number, belowHalf: number, full: number): number {
    const p = this.#p;
    const high = people.addressHigh[i] as number;
    const low = people.addressLow[i] as number;
    const u = this.#streams.uniform(high, low, purposeOf.position, 0);
    const within = this.#streams.uniform(high, low, purposeOf["position-size"], 0);
    const half = p["position.half"];
    const minimum = p["position.minimum"];
    if (u < belowHalf) return minimum + within * (half - minimum);
    return u > 1 - full ? 1 : half + within * (1 - half);
  }

  /** Let a person hold a position; the state counts a place for half a position or more, else half a place. */
  hold(people: People, i: number, position: number): void {
    people.position[i] = position;
    people.place[i] = position >= this.#p["position.half"] ? 1 : 1 / 2;
  }
}

/** Pick municipalities of one region in proportion to inhabitants. */
export class MunicipalityPicker {
  readonly #members: readonly Int32Array[];
  readonly #cumulative: readonly Float64Array[];

  constructor(members: readonly Int32Array[], inhabitants: Float64Array) {
    this.#members = members;
    this.#cumulative = members.map((list) => cumulate(Array.from(list, (m) => inhabitants[m] as number)));
  }

  pick(region: number, u: number): number {
    return (this.#members[region] as Int32Array)[pickByWeight(u, this.#cumulative[region] as Float64Array)] as number;
  }
}
