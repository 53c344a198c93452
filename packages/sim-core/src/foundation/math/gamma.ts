// The gamma function's logarithm and the regularised incomplete gamma functions with inverses.

import { InvariantError } from "../errors.ts";
import { exp, expm1, log, log1p } from "./exponential.ts";
import { normalQuantile } from "./normal-quantile.ts";
import { pieceOf } from "./polynomial.ts";
import { logGammaTable, logGammaTableDegree } from "./special-tables.ts";

const halfLog2Pi = 0.9189385332046728;
const oneOverRoot2Pi = 0.3989422804014327;

/**
 * Compute the logarithm of the gamma function.
 *
 * @param x a positive number
 * @returns log gamma(x) within 4 ulp, also near its zeros 1 and 2; Infinity at 0 and Infinity, NaN below 0
 *
 * Worked number: logGamma(5) = log 24 = 3.1780538303479458.
 */
export function logGamma(x: number): number {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY)) return x === 0 || x > 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x < 0.75) return logGammaMiddle(x + 1, x) - log(x);
  if (x < 3) return logGammaMiddle(x, x - 1);
  if (x >= 10) return (x - 0.5) * (log(x) - 1) + (halfLog2Pi - 0.5 + stirlingSeries(x));
  let product = 1;
  while (x >= 3) {
    x -= 1;
    product *= x;
  }
  return logGammaMiddle(x, x - 1) + log(product);
}

/** log gamma(x) on [0.75, 3); x - 1 is given too, for the sake of x near 1 from a tiny number. */
function logGammaMiddle(x: number, above1: number): number {
  const piece = Math.min(8, Math.floor(4 * x) - 3);
  return above1 * (x - 2) * pieceOf(logGammaTable, logGammaTableDegree, piece, x - 0.875 - piece / 4);
}

/** log gamma(x) - (x - 1/2) log x + x - log(2 pi)/2 for x >= 10. */
function stirlingSeries(x: number): number {
  const r = 1 / x;
  const r2 = r * r;
  return (
    r * (1 / 12 - r2 * (1 / 360 - r2 * (1 / 1260 - r2 * (1 / 1680 - r2 * (1 / 1188 - r2 * (691 / 360360 - r2 / 156))))))
  );
}

/**
 * Compute the error of Stirling's formula for gamma(x + 1) (Loader 2000, "Fast and accurate computation of binomial probabilities").
 *
 * @param x a number from 0
 * @returns log gamma(x + 1) - (x + 1/2) log x + x - log(2 pi)/2; Infinity at 0
 */
export function stirlingError(x: number): number {
  if (x >= 10) return stirlingSeries(x);
  return logGamma(x + 1) - (x + 0.5) * log(x) + x - halfLog2Pi;
}

/**
 * Compute Loader's deviance x log(x / m) + m - x without cancellation where x is near m.
 *
 * @param x a number above 0
 * @param m a number above 0
 * @param difference x - m, where the caller knows it better than these two do
 * @returns a number from 0
 */
export function devianceTerm(x: number, m: number, difference: number = x - m): number {
  if (Math.abs(difference) >= 0.1 * (x + m)) return x * log(x / m) - difference;
  const v = difference / (x + m);
  const v2 = v * v;
  let power = 2 * x * v;
  let sum = difference * v;
  for (let k = 3; k < 200; k += 2) {
    power *= v2;
    const next = sum + power / k;
    if (next === sum) return next;
    sum = next;
  }
  return sum;
}

/**
 * Compute m^x e^-m / gamma(x + 1), the Poisson probability for whole x, in saddle-point form.
 *
 * @param x a number from 0
 * @param m the mean, from 0
 * @returns the value, relative error near 1e-15 unless far in the tail
 */
export function poissonTerm(x: number, m: number): number {
  if (m === 0) return x === 0 ? 1 : 0;
  if (x === 0) return exp(-m);
  if (x < 1) return exp(x * log(m) - m - logGamma(x + 1));
  return (oneOverRoot2Pi / Math.sqrt(x)) * exp(-stirlingError(x) - devianceTerm(x, m));
}

/**
 * Compute the regularised lower incomplete gamma function.
 *
 * @param a the shape, above 0
 * @param x the upper limit of the integral, from 0
 * @returns P(a, x) from 0 to 1, the gamma distribution function; NaN outside the domain
 * @throws InvariantError when the shape is above 10^10
 *
 * Worked number: gammaP(1, 1) = 1 - 1/e = 0.6321205588285577.
 */
export function gammaP(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return Number.NaN;
  if (x === 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  requireShape("gammaP", a);
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x);
}

/**
 * Compute the regularised upper incomplete gamma function.
 *
 * @param a the shape, above 0
 * @param x the lower limit of the integral, from 0
 * @returns Q(a, x) = 1 - P(a, x), with its own relative accuracy in the upper tail; NaN outside the domain
 */
export function gammaQ(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return Number.NaN;
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  requireShape("gammaQ", a);
  if (x >= a + 1) return upperFraction(a, x);
  return a < 1 && x < 1.1 ? smallShapeUpper(a, x) : 1 - lowerSeries(a, x);
}

/** P(a, x) = x^a e^-x / gamma(a + 1) (1 + x/(a+1) + x^2/((a+1)(a+2)) + ...). */
function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return poissonTerm(a, x) * sum;
}

/** Q(a, x) by Legendre's continued fraction, evaluated from the front (Lentz 1976). */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 10_000_000; n++) {
    const numerator = n * (a - n);
    b += 2;
    d = numerator * d + b;
    c = b + numerator / c;
    d = 1 / d;
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < 2e-16) break;
  }
  return poissonTerm(a, x) * a * fraction;
}

/** Q(a, x) for a < 1 and small x, where 1 - P would cancel: P = e^l (1 + a s) with s the series of the rest. */
function smallShapeUpper(a: number, x: number): number {
  const l = a * log(x) - logGamma(1 + a);
  let term = 1;
  let s = 0;
  for (let n = 1; n < 200; n++) {
    term *= -x / n;
    const next = s + term / (a + n);
    if (next === s) break;
    s = next;
  }
  return -expm1(l) - exp(l) * a * s;
}

/**
 * Invert the regularised lower incomplete gamma function.
 *
 * @param p a probability
 * @param a the shape, above 0
 * @returns the x with P(a, x) = p; Infinity at 1; NaN outside the domain
 */
export function gammaPInverse(p: number, a: number): number {
  if (!(p >= 0 && p <= 1 && a > 0)) return Number.NaN;
  if (p === 0) return 0;
  if (p === 1) return Number.POSITIVE_INFINITY;
  return p <= 0.5 ? invertGamma(a, log(p), p, true) : invertGamma(a, log1p(-p), p, false);
}

/**
 * Newton's method for log P (or log Q) as a function of log x. Both are concave there, because the logarithm of a gamma
 * variable has a log-concave density; so a step never passes the root from the flat side, and at most once from the other.
 */
function invertGamma(a: number, target: number, p: number, lower: boolean): number {
  // Start: the first term of the series, which lies left of the root, or Wilson and Hilferty (1931) where that is nearer.
  let y = (log(p) + logGamma(a + 1)) / a;
  const t = 1 - 1 / (9 * a) + normalQuantile(p) / (3 * Math.sqrt(a));
  if (t > 0.2) y = Math.max(y, log(a * t * t * t));
  for (let i = 0; i < 100; i++) {
    const x = exp(y);
    if (x === 0) return 0;
    const tail = lower ? gammaP(a, x) : gammaQ(a, x);
    const slope = poissonTerm(a, x) * a;
    // Where a tail has underflowed, the root lies far back.
    let step = tail > 0 && slope > 0 ? ((target - log(tail)) * tail) / slope : tail > 0.5 ? -4 : 4;
    if (!lower) step = -step;
    step = Math.max(-4, Math.min(4, step));
    y += step;
    if (Math.abs(step) < 1e-11) break;
  }
  return exp(y);
}

/** Above this a series would need millions of terms. */
export const largestShape = 1e10;

/**
 * Refuse a shape for which the incomplete gamma and beta functions would need millions of terms.
 *
 * @param name the function
 * @param shape the shape
 * @throws InvariantError when the shape is above 10^10
 */
export function requireShape(name: string, shape: number): void {
  if (shape <= largestShape) return;
  throw new InvariantError("shape-too-large", `${name}: the shape ${shape} is above ${largestShape}`, { shape });
}
