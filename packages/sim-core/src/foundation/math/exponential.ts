// exp, log and powers from exact IEEE operations only, so that every engine returns the same bits.
// Method: reduction to a table of 128 entries (Tang 1989, "Table-driven implementation of the exponential function"; 1990,
// "... of the logarithm function") and a Taylor polynomial that is short because the rest is below 1/128. The tables are
// computed at load in double-double arithmetic. Errors stay below 0.53 units in the last place (expm1 and log1p: 1).
import { highWord, lowestExponent, powersOfTwo, twoTo } from "./bits.ts";
import {
  addPairs,
  dividePairs,
  multiplyPairs,
  productError,
  squareRootPair,
  sumError,
  upperHalf,
} from "./double-double.ts";

/** 128 / log 2. */
const stepsPerUnit = 184.6649652337873;
/** log 2 / 128 in two parts: the first has 34 bits, so that a whole multiple below 2^18 is exact. */
const stepHigh = 0.005415212347998022;
const stepLow = 1.2655086083325438e-13;
/** log 2 in two parts: the first is a multiple of 2^-42. */
const ln2High = 0.6931471805598903;
const ln2Low = 5.497923018708371e-14;

/** 2^(i/128) as `expTable[i]` (1 + `expTail[i]`). */
const expTable = new Float64Array(128);
const expTail = new Float64Array(128);
/** Per interval of [0.6875, 1.375): a short number c near the inverse of its middle, and -log c in two parts. */
const logInverse = new Float64Array(128);
const logHigh = new Float64Array(128);
const logLow = new Float64Array(128);
const smallestNormal = twoTo(-1022);
const twoTo54 = twoTo(54);
const twoTo1023 = twoTo(1023);
/** Result of `logPair`: high and low part. */
const pair = new Float64Array(2);

buildExpTables();
buildLogTables();

/**
 * Compute e to a power.
 *
 * @param x the exponent
 * @returns e^x within 0.52 ulp; 0 below -745.13, Infinity above 709.78, NaN for NaN
 *
 * Worked number: exp(1) = 2.718281828459045.
 */
export function exp(x: number): number {
  if (!(x > -660 && x < 709)) return expWithTail(x, 0);
  const n = Math.floor(x * stepsPerUnit + 0.5);
  const r = x - n * stepHigh - n * stepLow;
  const i = n & 127;
  const scale = (expTable[i] as number) * (powersOfTwo[(n >> 7) - lowestExponent] as number);
  const r2 = r * r;
  const t = (expTail[i] as number) + r + r2 * (0.5 + r * (1 / 6)) + r2 * r2 * (1 / 24 + r * (1 / 120));
  return scale + scale * t;
}

/**
 * Compute e^(x + tail) for any x, with care at both ends of the range of doubles.
 *
 * @param x the exponent
 * @param tail a correction to it, far below it
 * @returns the power within 0.53 ulp
 */
export function expWithTail(x: number, tail: number): number {
  if (x > 709.9) return Number.POSITIVE_INFINITY;
  if (x < -745.2) return 0;
  if (Number.isNaN(x)) return x;
  const n = Math.floor(x * stepsPerUnit + 0.5);
  const r = x - n * stepHigh - n * stepLow + tail;
  const i = n & 127;
  const k = n >> 7;
  const r2 = r * r;
  const t = (expTail[i] as number) + r + r2 * (0.5 + r * (1 / 6)) + r2 * r2 * (1 / 24 + r * (1 / 120));
  if (k > 1022) {
    const scale = expTable[i] as number;
    return (scale + scale * t) * twoTo1023 * (powersOfTwo[k - 1023 - lowestExponent] as number);
  }
  if (k > -960) {
    const scale = (expTable[i] as number) * (powersOfTwo[k - lowestExponent] as number);
    return scale + scale * t;
  }
  // The result may be subnormal: bring it to the scale of 1, round there where a subnormal would, then scale down exactly.
  const scale = (expTable[i] as number) * (powersOfTwo[k + 1022 - lowestExponent] as number);
  const y = scale + scale * t;
  if (y >= 1) return y * smallestNormal;
  const rest = scale - y + scale * t;
  const rounded = 1 + y;
  return (rounded + (1 - rounded + y + rest) - 1) * smallestNormal;
}

/**
 * Compute e^x - 1 without losing digits near 0.
 *
 * @param x the exponent
 * @returns e^x - 1 within 1 ulp; -1 far below 0, x itself for signed zeros
 */
export function expm1(x: number): number {
  if (!(x > -40 && x < 40)) return x <= -40 ? -1 : exp(x);
  const n = Math.floor(x * stepsPerUnit + 0.5);
  if (n === 0) {
    const x2 = x * x;
    if (x2 < 1e-35) return x;
    return x + x2 * (0.5 + x * (1 / 6 + x * (1 / 24 + x * (1 / 120 + x * (1 / 720)))));
  }
  const a = x - n * stepHigh;
  const b = n * stepLow;
  const r = a - b;
  const rest = a - r - b;
  const i = n & 127;
  const scale = (expTable[i] as number) * (powersOfTwo[(n >> 7) - lowestExponent] as number);
  const r2 = r * r;
  const t =
    (expTail[i] as number) + rest + r2 * (0.5 + r * (1 / 6)) + r2 * r2 * (1 / 24 + r * (1 / 120 + r * (1 / 720)));
  // scale - 1 and scale r are kept exactly; all that is rounded is small against them.
  const base = scale - 1;
  const baseRest = sumError(scale, -1, base);
  const linear = scale * r;
  const linearRest = productError(scale, r, linear);
  const sum = base + linear;
  return sum + (sumError(base, linear, sum) + (baseRest + linearRest + scale * t));
}

/**
 * Compute the natural logarithm.
 *
 * @param x a number
 * @returns log x within 0.53 ulp; -Infinity at 0, NaN below 0
 *
 * Worked number: log(10) = 2.302585092994046.
 */
export function log(x: number): number {
  let bits = highWord(x);
  let k = 0;
  if (bits < 0x00100000 || bits >= 0x7ff00000) {
    if (!(x > 0 && x < Number.POSITIVE_INFINITY)) return logOutside(x);
    x *= twoTo54;
    bits = highWord(x);
    k = -54;
  }
  const offset = (bits - 0x3fe60000) | 0;
  const i = (offset >> 13) & 127;
  const e = offset >> 20;
  k += e;
  const z = x * (powersOfTwo[-e - lowestExponent] as number);
  // z c - 1 without rounding: z in two halves, c short.
  const c = logInverse[i] as number;
  const zh = upperHalf(z);
  const a = zh * c - 1;
  const b = (z - zh) * c;
  const r = a + b;
  const base = k * ln2High + (logHigh[i] as number);
  const sum = base + r;
  const rest = base - sum + r + (k * ln2Low + (logLow[i] as number)) + (a - r + b);
  const r2 = r * r;
  return sum + (rest + r2 * (-0.5 + r * (1 / 3) + r2 * (-0.25 + r * 0.2 + r2 * (-1 / 6 + r * (1 / 7) - r2 * 0.125))));
}

function logOutside(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  return x > 0 ? x : Number.NaN;
}

/** log(x + correction) into `pair` for finite x > 0 and a correction below half an ulp of x; about 68 bits. */
function logPair(x: number, correction: number): void {
  let k = 0;
  if (x < smallestNormal) {
    x *= twoTo54;
    k = -54;
  }
  const offset = (highWord(x) - 0x3fe60000) | 0;
  const i = (offset >> 13) & 127;
  const e = offset >> 20;
  k += e;
  const z = x * (powersOfTwo[-e - lowestExponent] as number);
  const c = logInverse[i] as number;
  const zh = upperHalf(z);
  const a = zh * c - 1;
  const b = (z - zh) * c;
  const r = a + b;
  const base = k * ln2High + (logHigh[i] as number);
  const sum = base + r;
  const r2 = r * r;
  const half = -0.5 * r2;
  const cubic =
    r2 * r * (1 / 3 + r * (-0.25 + r * (0.2 + r * (-1 / 6 + r * (1 / 7 + r * (-0.125 + r * (1 / 9 - r * 0.1)))))));
  const sum2 = sum + half;
  const rest =
    sumError(sum, half, sum2) +
    (base - sum + r) +
    (cubic +
      (k * ln2Low + (logLow[i] as number)) +
      (a - r + b) * (1 - r) -
      0.5 * productError(r, r, r2) +
      correction / x);
  const high = sum2 + rest;
  pair[0] = high;
  pair[1] = sum2 - high + rest;
}

/**
 * Compute log(1 + x) without losing digits near 0.
 *
 * @param x a number
 * @returns log(1 + x) within 1 ulp; -Infinity at -1, NaN below, x itself for signed zeros
 */
export function log1p(x: number): number {
  if (!(x > -1 && x < Number.POSITIVE_INFINITY)) return logOutside(1 + x);
  if (Math.abs(x) < 1 / twoTo54) return x;
  const u = 1 + x;
  logPair(u, sumError(1, x, u));
  return pair[0] as number;
}

/**
 * Compute the logarithm to base 2.
 *
 * @param x a number
 * @returns log2 x within 0.51 ulp, exact at powers of two; -Infinity at 0, NaN below 0
 */
export function log2(x: number): number {
  return scaledLog(x, Math.LOG2E, 2.0355273740931033e-17);
}

/**
 * Compute the logarithm to base 10.
 *
 * @param x a number
 * @returns log10 x within 0.51 ulp, exact at powers of ten; -Infinity at 0, NaN below 0
 */
export function log10(x: number): number {
  return scaledLog(x, Math.LOG10E, 1.098319650216765e-17);
}

function scaledLog(x: number, factorHigh: number, factorLow: number): number {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY)) return logOutside(x);
  logPair(x, 0);
  multiplyPairs(pair[0] as number, pair[1] as number, factorHigh, factorLow, pair);
  return pair[0] as number;
}

/**
 * Raise a number to a power, with the special cases of ECMAScript's `**`.
 *
 * @param x the base
 * @param y the exponent
 * @returns x^y within 0.53 ulp; NaN for a negative base and a fractional exponent, and for a base of ±1 and an infinite exponent
 *
 * Worked number: pow(1.02, 10) = 1.2189944199947573.
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const size = Math.abs(x);
  if (!Number.isFinite(y)) {
    if (size === 1) return Number.NaN;
    return size > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0;
  }
  const negative = highWord(x) < 0;
  const whole = Math.floor(y) === y;
  const odd = whole && y % 2 !== 0;
  const sign = negative && odd ? -1 : 1;
  if (size === 0 || size === Number.POSITIVE_INFINITY)
    return sign * (size > 0 === y > 0 ? Number.POSITIVE_INFINITY : 0);
  if (negative && !whole) return Number.NaN;
  if (y === 1) return x;
  if (size === 1) return sign;
  if (Math.abs(y) > 1e20) return size > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0;
  if (Math.abs(y) < 1e-20) return 1;
  logPair(size, 0);
  const logarithm = pair[0] as number;
  const product = logarithm * y;
  const rest = productError(logarithm, y, product) + (pair[1] as number) * y;
  return sign * expWithTail(product, Math.abs(product) > 1000 ? 0 : rest);
}

/**
 * Compute e^x as a sum of two doubles, about 61 bits, for functions that subtract from it.
 *
 * @param x the exponent, between -700 and 700
 * @param tail a correction to x, far below it
 * @param out receives [high, low]
 */
export function expPair(x: number, tail: number, out: Float64Array): void {
  const n = Math.floor(x * stepsPerUnit + 0.5);
  const a = x - n * stepHigh;
  const b = n * stepLow;
  const r = a - b;
  const rest = a - r - b + tail;
  const i = n & 127;
  const scale = (expTable[i] as number) * (powersOfTwo[(n >> 7) - lowestExponent] as number);
  const r2 = r * r;
  const t = r + (rest + (expTail[i] as number) + r2 * (0.5 + r * (1 / 6)) + r2 * r2 * (1 / 24 + r * (1 / 120)));
  const high = scale + scale * t;
  out[0] = high;
  out[1] = scale - high + scale * t;
}

/** 2^(i/128) by seven square roots of 2 and repeated products. */
function buildExpTables(): void {
  const root = new Float64Array([2, 0]);
  for (let i = 0; i < 7; i++) squareRootPair(root[0] as number, root[1] as number, root);
  const power = new Float64Array([1, 0]);
  for (let i = 0; i < 128; i++) {
    expTable[i] = power[0] as number;
    expTail[i] = (power[1] as number) / (power[0] as number);
    multiplyPairs(power[0] as number, power[1] as number, root[0] as number, root[1] as number, power);
  }
}

/** Short inverses of the interval middles; exactly 1 on both sides of 1, where the logarithm has to keep its relative error. */
function buildLogTables(): void {
  const value = new Float64Array(2);
  for (let i = 0; i < 128; i++) {
    const width = i < 80 ? 1 / 256 : 1 / 128;
    const from = i < 80 ? 0.6875 + i * width : 1 + (i - 80) * width;
    const c = i === 79 || i === 80 ? 1 : Math.round(1024 / (from + width / 2)) / 1024;
    logInverse[i] = c;
    if (c === 1) continue;
    atanhSeries(c, value);
    const high = value[0] as number;
    // Rounded to a multiple of 2^-42, so that adding a multiple of log 2 is exact.
    const short = -high + 1536 - 1536;
    logHigh[i] = short;
    logLow[i] = -high - short - (value[1] as number);
  }
}

/** log c = 2 atanh((c - 1) / (c + 1)) by its series, in double-double. */
function atanhSeries(c: number, out: Float64Array): void {
  const s = new Float64Array(2);
  dividePairs(c - 1, 0, c + 1, 0, s);
  const square = new Float64Array(2);
  multiplyPairs(s[0] as number, s[1] as number, s[0] as number, s[1] as number, square);
  const term = new Float64Array(2);
  out.fill(0);
  for (let k = 24; k >= 0; k--) {
    multiplyPairs(out[0] as number, out[1] as number, square[0] as number, square[1] as number, out);
    dividePairs(1, 0, 2 * k + 1, 0, term);
    addPairs(out[0] as number, out[1] as number, term[0] as number, term[1] as number, out);
  }
  multiplyPairs(out[0] as number, out[1] as number, 2 * (s[0] as number), 2 * (s[1] as number), out);
}
