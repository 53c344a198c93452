// Sine, cosine, tangent and their inverses from exact IEEE operations. The argument is reduced by multiples of pi/2 kept to 130
// bits (Cody and Waite 1980), above 1.6 million by 1280 bits of 2/pi (Payne and Hanek 1983), so that sin(1e300) is right too; what
// is left goes into Taylor polynomials. Errors stay below 0.8 units in the last place.
import { dividePairs, multiplyPairs, productError, sumError } from "./double-double.ts";

/** pi/2 in four parts; the first three have 33 bits, so that whole multiples below 2^20 are exact. */
const quarter1 = 1.5707963267341256;
const quarter2 = 6.077100506303966e-11;
const quarter3 = 2.0222662487111665e-21;
const quarter4 = 8.4784276603689e-32;
/** 2/pi times 2^1280, rounded down. */
const quartersPerUnit =
  0xa2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1deb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6babf0cfbc209af4361dn;
const halfPiHigh = 1.5707963267948966;
const halfPiLow = 6.123233995736766e-17;

/** What is left of the argument after reduction: high and low part. */
const rest = new Float64Array(2);
/** Sine and cosine of the rest as pairs, for the tangent. */
const quotient = new Float64Array(2);

/**
 * Compute the sine.
 *
 * @param x an angle in radians, of any size
 * @returns sin x within 0.8 ulp; NaN for infinite x
 */
export function sin(x: number): number {
  if (Math.abs(x) < 1e-9) return x;
  const n = reduce(x);
  const value = n & 1 ? cosineOfRest() : sineOfRest();
  return n & 2 ? -value : value;
}

/**
 * Compute the cosine.
 *
 * @param x an angle in radians, of any size
 * @returns cos x within 0.8 ulp; NaN for infinite x
 */
export function cos(x: number): number {
  const n = reduce(x);
  const value = n & 1 ? sineOfRest() : cosineOfRest();
  return (n + 1) & 2 ? -value : value;
}

/**
 * Compute the tangent.
 *
 * @param x an angle in radians, of any size
 * @returns tan x within 0.8 ulp; NaN for infinite x
 */
export function tan(x: number): number {
  if (Math.abs(x) < 1e-9) return x;
  const n = reduce(x);
  const h = rest[0] as number;
  const h2 = h * h;
  const half = 0.5 * h2;
  const p = sineCorrection(h, h2);
  const sine = h + p;
  const sineRest = h - sine + p;
  const w = 1 - half;
  const q = 1 - w - half - 0.5 * productError(h, h, h2) + cosineCorrection(h, h2);
  const cosine = w + q;
  const cosineRest = w - cosine + q;
  if (n & 1) dividePairs(-cosine, -cosineRest, sine, sineRest, quotient);
  else dividePairs(sine, sineRest, cosine, cosineRest, quotient);
  return quotient[0] as number;
}

/** x - n pi/2 into `rest`, between -pi/4 and pi/4; returns n modulo 4 in its lowest bits. */
function reduce(x: number): number {
  const size = Math.abs(x);
  if (size < 0.785) {
    rest[0] = x;
    rest[1] = 0;
    return 0;
  }
  if (!(size < 1.6e6)) return reduceHuge(x);
  const n = Math.floor(x * 0.6366197723675814 + 0.5);
  const a = x - n * quarter1;
  const b = n * quarter2;
  const c = n * quarter3;
  const first = a - b;
  const firstRest = sumError(a, -b, first);
  const second = first - c;
  const tail = sumError(first, -c, second) + firstRest - n * quarter4;
  const high = second + tail;
  rest[0] = high;
  rest[1] = second - high + tail;
  return n;
}

function reduceHuge(x: number): number {
  if (!Number.isFinite(x)) {
    rest[0] = Number.NaN;
    rest[1] = Number.NaN;
    return 0;
  }
  const size = Math.abs(x);
  const small = size < 9007199254740992;
  const whole = small ? BigInt(size * 4294967296) : BigInt(size);
  const bits = small ? 1312n : 1280n;
  const product = whole * quartersPerUnit;
  // 256 bits of the fraction of x 2/pi.
  let n = Number((product >> bits) & 3n);
  let fraction = (product >> (bits - 256n)) & ((1n << 256n) - 1n);
  if (fraction >> 255n === 1n) {
    n++;
    fraction -= 1n << 256n;
  }
  const high = Number(fraction);
  const low = Number(fraction - BigInt(high));
  const scale = 8.636168555094445e-78;
  multiplyPairs(high * scale, low * scale, halfPiHigh, halfPiLow, rest);
  if (x > 0) return n;
  rest[0] = -(rest[0] as number);
  rest[1] = -(rest[1] as number);
  return -n;
}

function sineOfRest(): number {
  const h = rest[0] as number;
  return h + sineCorrection(h, h * h);
}

function cosineOfRest(): number {
  const h = rest[0] as number;
  const h2 = h * h;
  const half = 0.5 * h2;
  const w = 1 - half;
  return w + (1 - w - half + cosineCorrection(h, h2));
}

/** sin(h + l) - h. */
function sineCorrection(h: number, h2: number): number {
  const l = rest[1] as number;
  const series =
    -1 / 6 +
    h2 *
      (1 / 120 +
        h2 *
          (-1 / 5040 +
            h2 *
              (1 / 362880 +
                h2 * (-1 / 39916800 + h2 * (1 / 6227020800 + h2 * (-1 / 1307674368000 + h2 / 355687428096000))))));
  return l * (1 - 0.5 * h2) + h * h2 * series;
}

/** cos(h + l) - (1 - h^2 / 2). */
function cosineCorrection(h: number, h2: number): number {
  const l = rest[1] as number;
  const series =
    1 / 24 +
    h2 *
      (-1 / 720 +
        h2 *
          (1 / 40320 +
            h2 *
              (-1 / 3628800 +
                h2 * (1 / 479001600 + h2 * (-1 / 87178291200 + h2 * (1 / 20922789888000 - h2 / 6402373705728000))))));
  return h2 * h2 * series - h * l;
}

/** atan(i / 16) in two parts, i from 0 to 16. */
const atanHigh = new Float64Array([
  0, 0.06241880999595735, 0.12435499454676144, 0.18534794999569476, 0.24497866312686414, 0.3028848683749714,
  0.35877067027057225, 0.4124104415973873, 0.4636476090008061, 0.5123894603107377, 0.5585993153435624,
  0.6022873461349642, 0.6435011087932844, 0.6823165548747481, 0.7188299996216245, 0.7531512809621944,
  0.7853981633974483,
]);
const atanLow = new Float64Array([
  0, -1.5490756308295046e-18, -3.1253241424539383e-18, 4.180692268843079e-18, 1.0698755618734451e-17,
  -1.1010827903001369e-17, -2.4623815582638635e-17, -1.587652227770689e-17, 2.2698777452961687e-17,
  -2.5462781472855804e-17, -5.4556305485916264e-18, 2.950430737228402e-17, 1.5834785051444286e-17,
  6.943223671560008e-18, -2.1478388444456983e-17, -2.4256934659182068e-17, 3.061616997868383e-17,
]);

/**
 * Compute the inverse tangent.
 *
 * @param x a number
 * @returns the angle between -pi/2 and pi/2, within 0.6 ulp
 */
export function atan(x: number): number {
  const size = Math.abs(x);
  if (!(size > 1e-8)) return x;
  let angle: number;
  if (size <= 1) {
    atanOfPair(size, 0);
    angle = quotient[0] as number;
  } else if (size < 1e17) {
    dividePairs(1, 0, size, 0, quotient);
    atanOfPair(quotient[0] as number, quotient[1] as number);
    const high = quotient[0] as number;
    const difference = halfPiHigh - high;
    angle = difference + (sumError(halfPiHigh, -high, difference) + (halfPiLow - (quotient[1] as number)));
  } else angle = halfPiHigh;
  return x < 0 ? -angle : angle;
}

/**
 * Compute the angle of a point, with the special cases of `Math.atan2`.
 *
 * @param y the ordinate
 * @param x the abscissa
 * @returns the angle between -pi and pi, within 0.6 ulp
 */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const left = x < 0 || Object.is(x, -0);
  let height = Math.abs(y);
  let width = Math.abs(x);
  const sign = y < 0 || Object.is(y, -0) ? -1 : 1;
  if (height === 0) return sign * (left ? 2 * halfPiHigh : 0);
  if (height === Number.POSITIVE_INFINITY) {
    if (width < Number.POSITIVE_INFINITY) return sign * halfPiHigh;
    height = 1;
    width = 1;
  } else if (width === Number.POSITIVE_INFINITY) return sign * (left ? 2 * halfPiHigh : 0);
  const steep = height > width;
  const larger = steep ? height : width;
  const smaller = steep ? width : height;
  // Bring the larger near 1 by an exact power of two, so that the remainder of the division neither overflows nor vanishes.
  const scale = larger > 1e150 ? 9.639679460411536e-181 : larger < 1e-150 ? 1.0373788922202482e180 : 1;
  const ratio = smaller / larger;
  if (ratio < 1e-17) {
    if (!steep && !left) return sign * ratio;
    return sign * (steep ? halfPiHigh : 2 * halfPiHigh);
  }
  dividePairs(smaller * scale, 0, larger * scale, 0, quotient);
  atanOfPair(quotient[0] as number, quotient[1] as number);
  const high = quotient[0] as number;
  const low = quotient[1] as number;
  // The angle from the axis that is near: right (0), up (pi/2) or left (pi).
  const axis = steep ? 1 : left ? 2 : 0;
  const turn = steep === left ? 1 : -1;
  const base = axis * halfPiHigh;
  const sum = base + turn * high;
  return sign * (sum + (sumError(base, turn * high, sum) + (axis * halfPiLow + turn * low)));
}

/** atan(h + l) into `quotient`, for 0 <= h <= 1: a table step and a short series. */
function atanOfPair(h: number, l: number): void {
  const i = Math.floor(h * 16 + 0.5);
  const c = i / 16;
  const product = h * c;
  const denominator = 1 + product;
  dividePairs(h - c, l, denominator, 1 - denominator + product + (productError(h, c, product) + l * c), quotient);
  const t = quotient[0] as number;
  const t2 = t * t;
  const series = t * t2 * (-1 / 3 + t2 * (1 / 5 + t2 * (-1 / 7 + t2 * (1 / 9 + t2 * (-1 / 11 + t2 * (1 / 13))))));
  const base = atanHigh[i] as number;
  const sum = base + t;
  const tail = sumError(base, t, sum) + (series + (quotient[1] as number) + (atanLow[i] as number));
  quotient[0] = sum + tail;
  quotient[1] = sum - (quotient[0] as number) + tail;
}
