// Who has which address in a run. Two entities with one address would share all their luck without anybody noticing, so a
// second claim is an error. With n entities the chance of it is about n^2 / 2^65: 10^-9 for 200,000.
import { InvariantError } from "../foundation/errors.ts";

/** Keep the addresses of a run apart: an open hash table of two words an entry, at most two thirds full. */
export class AddressBook {
  #table = new Uint32Array(2 * 1024);
  #used = new Uint8Array(1024);
  #size = 0;

  /** How many addresses are claimed. */
  get size(): number {
    return this.#size;
  }

  /**
   * Claim an address for one entity.
   *
   * @param high upper 32 bits
   * @param low lower 32 bits
   * @throws InvariantError `address-collision` when it is taken
   */
  claim(high: number, low: number): void {
    if (3 * this.#size >= 2 * this.#used.length) this.#grow();
    const slot = this.#find(high >>> 0, low >>> 0);
    if (this.#used[slot] === 1) {
      const address = `${hex(high)}${hex(low)}`;
      throw new InvariantError("address-collision", `two entities of one run have the address ${address}`, { address });
    }
    this.#put(slot, high, low);
    this.#size++;
  }

  /** Say whether an address is claimed. */
  has(high: number, low: number): boolean {
    return this.#used[this.#find(high >>> 0, low >>> 0)] === 1;
  }

  /** Forget all addresses. */
  clear(): void {
    this.#used.fill(0);
    this.#size = 0;
  }

  #find(high: number, low: number): number {
    const mask = this.#used.length - 1;
    let slot = (low ^ Math.imul(high, 0x9e3779b1)) & mask;
    while (this.#used[slot] === 1 && !(this.#table[2 * slot] === high && this.#table[2 * slot + 1] === low)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #put(slot: number, high: number, low: number): void {
    this.#used[slot] = 1;
    this.#table[2 * slot] = high;
    this.#table[2 * slot + 1] = low;
  }

  #grow(): void {
    const table = this.#table;
    const used = this.#used;
    this.#table = new Uint32Array(2 * table.length);
    this.#used = new Uint8Array(2 * used.length);
    for (let i = 0; i < used.length; i++) {
      if (used[i] !== 1) continue;
      const high = table[2 * i] as number;
      const low = table[2 * i + 1] as number;
      this.#put(this.#find(high, low), high, low);
    }
  }
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}
