// The error function and the normal distribution function. Near 0 a Taylor series; away from it exp(-x^2) times a fitted
// polynomial, with the square kept exactly, so that relative accuracy holds into the far tail.
import { productError } from "./double-double.ts";
import { expWithTail } from "./exponential.ts";
import { pieceOf } from "./polynomial.ts";
import { erfcxTable, erfcxTableDegree } from "./special-tables.ts";

/** 2 / sqrt(pi). */
const twoOverRootPi = 1.1283791670955126;

/**
 * Compute the error function.
 *
 * @param x a number
 * @returns 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x, within 2 ulp
 *
 * Worked number: erf(1) = 0.8427007929497149.
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 0.75) return erfSeries(x);
  const value = size > 6 ? 1 : 1 - erfcTail(size);
  return x < 0 ? -value : x > 0 ? value : x;
}

/**
 * Compute the complementary error function, 1 - erf(x), without losing digits in the upper tail.
 *
 * @param x a number
 * @returns a value from 0 to 2, within 3 ulp where it is a normal double
 */
export function erfc(x: number): number {
  if (Math.abs(x) < 0.5) return 1 - erfSeries(x);
  if (x > 0) return x > 27.3 ? 0 : erfcTail(x);
  return x < -6 ? 2 : 2 - erfcTail(-x);
}

/**
 * Compute the standard normal distribution function.
 *
 * @param x a number
 * @returns P(Z <= x), relative error below 1e-15 in the lower tail too; at x > 8.3 it is 1
 *
 * Worked number: normalCdf(1.96) = 0.9750021048517795.
 */
export function normalCdf(x: number): number {
  if (Math.abs(x) < 0.7) return 0.5 + 0.5 * erfSeries(x * Math.SQRT1_2);
  if (!(x < 0)) return x > 0 ? 1 - (x > 9 ? 0 : normalTail(x)) : x;
  return x < -38.6 ? 0 : normalTail(-x);
}

/**
 * Compute the standard normal density.
 *
 * @param x a number
 * @returns exp(-x^2 / 2) / sqrt(2 pi)
 */
export function normalDensity(x: number): number {
  const square = x * x;
  if (!(square < 1500)) return Number.isNaN(x) ? x : 0;
  return 0.3989422804014327 * expWithTail(-0.5 * square, -0.5 * productError(x, x, square));
}

/** P(Z > x) for x >= 0.7. */
function normalTail(x: number): number {
  const square = x * x;
  return 0.5 * expWithTail(-0.5 * square, -0.5 * productError(x, x, square)) * erfcx(x * Math.SQRT1_2);
}

function erfcTail(x: number): number {
  const square = x * x;
  return expWithTail(-square, -productError(x, x, square)) * erfcx(x);
}

/** exp(x^2) erfc(x) for x from 0.27 to 60. */
function erfcx(x: number): number {
  const piece = Math.floor(64 / (4 + x)) - 1;
  const middle = (piece + 1.5) / 16;
  // 4 / (4 + x) - middle, with one rounding where the difference would have several.
  const distance = (4 - 4 * middle - middle * x) / (4 + x);
  return pieceOf(erfcxTable, erfcxTableDegree, piece, distance);
}

/** (-1)^k / (k! (2k + 1)), k from 1. */
const erfCoefficients = buildErfCoefficients();

/** The Taylor series of erf for |x| < 0.75; the first term apart, since it carries the rounding. */
function erfSeries(x: number): number {
  const x2 = x * x;
  if (x2 < 1e-20) return twoOverRootPi * x;
  return twoOverRootPi * x + twoOverRootPi * x * (x2 * pieceOf(erfCoefficients, 15, 0, x2));
}

function buildErfCoefficients(): Float64Array {
  const coefficients = new Float64Array(16);
  let factorial = 1;
  for (let k = 1; k <= 16; k++) {
    factorial *= -k;
    coefficients[k - 1] = 1 / (factorial * (2 * k + 1));
  }
  return coefficients;
}
