// Draws that belong to what is no person: an enterprise, a region, a municipality's service, a post. A person's address is kept with the
// person, since it is drawn from again and again; these are worked out anew at each draw.

import { type AddressedStreams, mixAddress } from "../random/index.ts";
import { kindOf } from "./words.ts";

/** Draws by kind, origin and ordinal: the same ones whatever else happens in the run. */
export class Draws {
  readonly #streams: AddressedStreams;
  readonly #address: Uint32Array = new Uint32Array(2);

  constructor(streams: AddressedStreams) {
    this.#streams = streams;
  }

  /** Draw a uniform number between 0 and 1. */
  uniform(kind: keyof typeof kindOf, origin: number, ordinal: number, purpose: number, index: number): number {
    mixAddress(kindOf[kind], origin, ordinal, this.#address, 0);
    return this.#streams.uniform(this.#address[0] as number, this.#address[1] as number, purpose, index);
  }

  /** Draw an exponential number of mean 1. */
  exponential(kind: keyof typeof kindOf, origin: number, ordinal: number, purpose: number, index: number): number {
    mixAddress(kindOf[kind], origin, ordinal, this.#address, 0);
    return this.#streams.exponential(this.#address[0] as number, this.#address[1] as number, purpose, index);
  }

  /** Draw a standard normal number. */
  normal(kind: keyof typeof kindOf, origin: number, ordinal: number, purpose: number, index: number): number {
    mixAddress(kindOf[kind], origin, ordinal, this.#address, 0);
    return this.#streams.normal(this.#address[0] as number, this.#address[1] as number, purpose, index);
  }
}
