// Random numbers by address: who it is for (entity), what for (purpose) and which one (index). The same address gives the same
// number whatever else was drawn before, so scenarios that share addresses share their luck (common random numbers).
// The Philox counter is the address: word 0 counts blocks inside one variate, word 1 is purpose (12 bits) and index (20 bits),
// words 2 and 3 are the entity. A block holds two uniforms. A sampler that needs many words moves only along word 0, and so
// never shifts its neighbour.
import { InvariantError } from "../foundation/errors.ts";
import { log, normalQuantile } from "../foundation/math.ts";
import type { StreamKey } from "./key.ts";
import { plainPhiloxUniforms, wasmPhiloxUniforms } from "./philox-uniform.ts";
import type { RandomSource } from "./source.ts";

const { first: firstUniform, second: secondUniform } = wasmPhiloxUniforms() ?? plainPhiloxUniforms();

/** Draw numbers by address under one key. Draws allocate nothing and change nothing but a shared cursor. */
export class AddressedStreams {
  readonly key: StreamKey;
  /** Whether every uniform u is replaced by 1 - u. */
  readonly antithetic: boolean;
  readonly #low: number;
  readonly #high: number;
  readonly #cursor: AddressCursor;

  /**
   * @param key the key of the replication
   * @param options `antithetic` mirrors every uniform: the second run of an antithetic pair
   */
  constructor(key: StreamKey, options: { antithetic?: boolean } = {}) {
    this.key = key;
    this.antithetic = options.antithetic ?? false;
    this.#low = key.low | 0;
    this.#high = key.high | 0;
    this.#cursor = new AddressCursor(this.#low, this.#high, this.antithetic);
  }

  /**
   * Draw the uniform at an address.
   *
   * @param entityHigh upper 32 bits of the entity's address
   * @param entityLow lower 32 bits of the entity's address
   * @param purpose what the number is for, 0 to 4095
   * @param index which one of that purpose, 0 to 1,048,575
   * @returns an odd multiple of 2^-53 in (0, 1)
   * @throws InvariantError when purpose or index is out of range
   */
  uniform(entityHigh: number, entityLow: number, purpose: number, index = 0): number {
    if ((purpose >>> 12) | (index >>> 20)) refuseAddress(purpose, index);
    const u = firstUniform(0, (purpose << 20) | index, entityLow, entityHigh, this.#low, this.#high);
    return this.antithetic ? 1 - u : u;
  }

  /**
   * Draw a standard exponential (mean 1) at an address: -log u.
   *
   * @returns a positive number, at most 36.74; throws as `uniform`
   */
  exponential(entityHigh: number, entityLow: number, purpose: number, index = 0): number {
    return -log(this.uniform(entityHigh, entityLow, purpose, index));
  }

  /**
   * Draw a standard normal at an address, by inversion.
   *
   * @returns a number between -8.21 and 8.21; throws as `uniform`
   */
  normal(entityHigh: number, entityLow: number, purpose: number, index = 0): number {
    return normalQuantile(this.uniform(entityHigh, entityLow, purpose, index));
  }

  /**
   * Point a source of as many uniforms as one variate needs at an address; its first is `uniform` of the same address.
   *
   * @returns a cursor that the next call of `source` points elsewhere: use it at once, do not keep it; throws as `uniform`
   */
  source(entityHigh: number, entityLow: number, purpose: number, index = 0): RandomSource {
    if ((purpose >>> 12) | (index >>> 20)) refuseAddress(purpose, index);
    this.#cursor.pointAt(entityHigh, entityLow, (purpose << 20) | index);
    return this.#cursor;
  }
}

/** The uniforms of one address, two from each block. */
class AddressCursor implements RandomSource {
  readonly #low: number;
  readonly #high: number;
  readonly #antithetic: boolean;
  readonly #second = new Float64Array(1);
  #entityHigh = 0;
  #entityLow = 0;
  #purposeAndIndex = 0;
  #drawn = 0;

  constructor(low: number, high: number, antithetic: boolean) {
    this.#low = low;
    this.#high = high;
    this.#antithetic = antithetic;
  }

  pointAt(entityHigh: number, entityLow: number, purposeAndIndex: number): void {
    this.#entityHigh = entityHigh | 0;
    this.#entityLow = entityLow | 0;
    this.#purposeAndIndex = purposeAndIndex;
    this.#drawn = 0;
  }

  uniform(): number {
    const drawn = this.#drawn++;
    let u: number;
    if ((drawn & 1) === 0) {
      const block = drawn >>> 1;
      u = firstUniform(block, this.#purposeAndIndex, this.#entityLow, this.#entityHigh, this.#low, this.#high);
      this.#second[0] = secondUniform[0] as number;
    } else u = this.#second[0] as number;
    return this.#antithetic ? 1 - u : u;
  }
}

function refuseAddress(purpose: number, index: number): never {
  throw new InvariantError(
    "address-out-of-range",
    `purpose ${purpose} and index ${index}: a purpose is a whole number from 0 to 4095, an index from 0 to 1048575`,
    { purpose, index },
  );
}
