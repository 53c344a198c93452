// A fast stream drawn in order, for models that need no addressing: xoshiro128** 1.1 (Blackman and Vigna 2021, "Scrambled linear
// pseudorandom number generators"), period 2^128 - 1, its state taken from a Philox block of the key.
import { log, normalQuantile } from "../foundation/math.ts";
import type { StreamKey } from "./key.ts";
import { philox4x32 } from "./philox.ts";
import { type RandomSource, uniformOfWords } from "./source.ts";

/** Draw numbers one after the other under one key. */
export class SequentialStream implements RandomSource {
  readonly #state: Int32Array;

  /** @param key the key; equal keys give equal streams */
  constructor(key: StreamKey) {
    const block = new Uint32Array(4);
    philox4x32(0x53657175, 0x656e7469, 0x616c5374, 0x7265616d, key.low, key.high, block);
    // A state of four zeros would stay there for ever.
    if ((block[0] as number) === 0 && (block[1] as number) === 0 && (block[2] as number) === 0) block[3] = 1;
    this.#state = new Int32Array(block.buffer);
  }

  /** Draw 32 random bits: a whole number from 0 to 2^32 - 1. */
  uint32(): number {
    return xoshiro128StarStar(this.#state);
  }

  /** Draw a uniform on (0, 1): an odd multiple of 2^-53. */
  uniform(): number {
    const high = this.uint32();
    return uniformOfWords(high, this.uint32());
  }

  /** Draw a standard exponential (mean 1). */
  exponential(): number {
    return -log(this.uniform());
  }

  /** Draw a standard normal, by inversion. */
  normal(): number {
    return normalQuantile(this.uniform());
  }
}

/**
 * Step the generator xoshiro128** 1.1.
 *
 * @param s its state, four words not all zero; moved on
 * @returns 32 random bits, unsigned
 *
 * Worked number: the state 1, 2, 3, 4 gives 11520, 0, 5927040.
 */
export function xoshiro128StarStar(s: Int32Array): number {
  const s0 = s[0] as number;
  const s1 = s[1] as number;
  const s2 = (s[2] as number) ^ s0;
  const s3 = (s[3] as number) ^ s1;
  const scrambled = Math.imul(s1, 5);
  s[0] = s0 ^ s3;
  s[1] = s1 ^ s2;
  s[2] = s2 ^ (s1 << 9);
  s[3] = (s3 << 11) | (s3 >>> 21);
  return Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
}
