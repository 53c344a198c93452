// The bits of a double and exact powers of two: what the elementary functions need besides + - * / and sqrt.
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
double[0] = 1;
/** Which of the two words of a double is the high one on this machine. */
const high = words[1] === 0x3ff00000 ? 1 : 0;

/**
 * Take sign, exponent and the upper 20 fraction bits of a double.
 *
 * @param x any number
 * @returns a signed 32-bit integer; negative exactly when the sign bit is set
 */
export function highWord(x: number): number {
  double[0] = x;
  return words[high] as number;
}

/** Exponent of the smallest subnormal: `powersOfTwo[k - lowestExponent]` is 2^k. */
export const lowestExponent = -1074;

/** All powers of two that a double can hold, 2^-1074 to 2^1023, exactly. */
export const powersOfTwo: Float64Array = buildPowersOfTwo();

/**
 * Look up a power of two.
 *
 * @param k a whole number from -1074 to 1023
 * @returns 2^k, exactly
 */
export function twoTo(k: number): number {
  return powersOfTwo[k - lowestExponent] as number;
}

function buildPowersOfTwo(): Float64Array {
  const powers = new Float64Array(1024 - lowestExponent);
  let power = Number.MIN_VALUE;
  for (let i = 0; i < powers.length; i++) {
    powers[i] = power;
    power *= 2;
  }
  return powers;
}
