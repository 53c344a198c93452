// Candidates: Poisson processes with an envelope that is equal in all scenarios. Each municipality has one process for
// each channel; the k-th potential candidate of a process has an address of its own, whatever happens before. A potential
// candidate appears when its mark lies below the present rate relative to the envelope, so that a higher rate keeps all
// candidates of a lower one, on the same day and with the same traits. School leavers come in one month of the year.

import { InvariantError } from "../foundation/index.ts";
import { type AddressedStreams, mixAddress } from "../random/index.ts";
import { kindOf, purposeOf } from "./words.ts";

/** Channels through which candidates come, in the order of their codes. */
export const channels = ["arrival-sheltered", "arrival-ordinary", "arrival-school"] as const;
export const schoolChannel = 2;
/** The processes of potential candidates. */
export class Recruitment {
  readonly #streams: AddressedStreams;
  /** Candidates a year of each process under today's scheme. */
  readonly #base: Float64Array;
  readonly #ceiling: number;
  readonly #operational: Float64Array;
  readonly #ordinal: Int32Array;
  readonly #address: Uint32Array = new Uint32Array(2);
  readonly #multiplier: (process: number, time: number) => number;
  readonly #schoolMonth: number;

  /**
   * @param base candidates a year of each process under today's scheme; process = municipality x channels + channel
   * @param ceiling the envelope, as a multiple of the base rate
   * @param schoolMonth calendar month (1 to 12) in which school leavers come
   * @param multiplier present rate of a process at a time, as a multiple of its base rate
   */
  constructor(
    streams: AddressedStreams,
    base: Float64Array,
    ceiling: number,
    schoolMonth: number,
    multiplier: (process: number, time: number) => number,
  ) {
    this.#streams = streams;
    this.#base = base;
    this.#ceiling = ceiling;
    this.#schoolMonth = schoolMonth;
    this.#multiplier = multiplier;
    this.#operational = new Float64Array(base.length);
    this.#ordinal = new Int32Array(base.length);
  }

  /** Number of processes. */
  get processes(): number {
    return this.#base.length;
  }

  /** Ordinal of the candidate that `next` found last in a process: with kind and municipality, the person's address. */
  ordinal(process: number): number {
    return (this.#ordinal[process] as number) - 1;
  }

  /**
   * Find when the next candidate of a process comes.
   * @param until model time beyond which nobody matters
   * @returns model time, or infinity when nobody comes before `until`
   * @throws InvariantError when the present rate exceeds the envelope
   */
  next(process: number, until: number): number {
    const envelope = (this.#base[process] as number) * this.#ceiling;
    if (envelope <= 0) return Number.POSITIVE_INFINITY;
    const channel = process % channels.length;
    const municipality = (process - channel) / channels.length;
    const kind = kindOf[channels[channel] as (typeof channels)[number]];
    for (;;) {
      const k = this.#ordinal[process] as number;
      this.#ordinal[process] = k + 1;
      mixAddress(kind, municipality, k, this.#address, 0);
      const high = this.#address[0] as number;
      const low = this.#address[1] as number;
      const operational =
        (this.#operational[process] as number) + this.#streams.exponential(high, low, purposeOf.gap, 0) / envelope;
      this.#operational[process] = operational;
      const time = channel === schoolChannel ? this.#inSchoolMonth(operational) : operational;
      if (time > until) return Number.POSITIVE_INFINITY;
      const rate = this.#multiplier(process, time);
      if (rate > this.#ceiling)
        throw new InvariantError(
          "recruitment-envelope",
          "recruitment exceeds its envelope: raise recruitment.reach-ceiling",
          {
            rate,
            ceiling: this.#ceiling,
          },
        );
      if (this.#streams.uniform(high, low, purposeOf.thinning, 0) < rate / this.#ceiling) return time;
    }
  }

  /** Squeeze a year of operational time into one month of it. */
  #inSchoolMonth(operational: number): number {
    const year = Math.floor(operational);
    return year + (this.#schoolMonth - 1 + (operational - year)) / 12;
  }
}
