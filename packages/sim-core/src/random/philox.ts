// Philox4x32-10, a counter-based generator: a fixed bijection of 128-bit counters under a 64-bit key, whose outputs pass as
// random (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"). No state, so any draw can be
// made at any time, in any order, by its counter alone.

/**
 * Encrypt one counter.
 *
 * @param c0 counter word 0; all counter and key words are taken modulo 2^32
 * @param c1 counter word 1
 * @param c2 counter word 2
 * @param c3 counter word 3
 * @param k0 key word 0
 * @param k1 key word 1
 * @param out receives four random words at positions 0 to 3
 */
export function philox4x32(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  out: Uint32Array,
): void {
  c0 |= 0;
  c1 |= 0;
  c2 |= 0;
  c3 |= 0;
  k0 |= 0;
  k1 |= 0;
  for (let round = 0; round < 10; round++) {
    // Upper words of c0 x d2511f53 and c2 x cd9e8d57 from products of 16-bit halves; `| 0` keeps V8 in 32-bit integers.
    const aHigh = c0 >>> 16;
    const aLow = c0 & 0xffff;
    const aMiddle = (Math.imul(aHigh, 0x1f53) + (Math.imul(aLow, 0x1f53) >>> 16)) | 0;
    const aCross = (Math.imul(aLow, 0xd251) + (aMiddle & 0xffff)) | 0;
    const aUpper = (Math.imul(aHigh, 0xd251) + (aMiddle >>> 16) + (aCross >>> 16)) | 0;
    const bHigh = c2 >>> 16;
    const bLow = c2 & 0xffff;
    const bMiddle = (Math.imul(bHigh, 0x8d57) + (Math.imul(bLow, 0x8d57) >>> 16)) | 0;
    const bCross = (Math.imul(bLow, 0xcd9e) + (bMiddle & 0xffff)) | 0;
    const bUpper = (Math.imul(bHigh, 0xcd9e) + (bMiddle >>> 16) + (bCross >>> 16)) | 0;
    const lower = Math.imul(c0, 0xd2511f53);
    c0 = bUpper ^ c1 ^ k0;
    c1 = Math.imul(c2, 0xcd9e8d57);
    c2 = aUpper ^ c3 ^ k1;
    c3 = lower;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}
