// The regularised incomplete beta function with its inverse, and the distributions that are one step away from it:
// Student's t and chi-square (by the incomplete gamma function).
import { normalCdf } from "./error-function.ts";
import { exp, log, log1p, pow } from "./exponential.ts";
import { devianceTerm, gammaP, gammaPInverse, largestShape, logGamma, requireShape, stirlingError } from "./gamma.ts";
import { normalQuantile } from "./normal-quantile.ts";

const halfLog2Pi = 0.9189385332046728;

/**
 * Compute gamma(a + b + 1) / (gamma(a + 1) gamma(b + 1)) x^a y^b with y = 1 - x, the binomial probability for whole a and b, in
 * saddle-point form (Loader 2000).
 *
 * @param a successes, from 0
 * @param b failures, from 0
 * @param x the success probability
 * @param y 1 - x, given apart so that a small one keeps its digits
 * @returns the value, relative error near 1e-14 unless far in the tail
 */
export function binomialTerm(a: number, b: number, x: number, y: number): number {
  if (x === 0) return a === 0 ? 1 : 0;
  if (y === 0) return b === 0 ? 1 : 0;
  const n = a + b;
  if (a === 0) return x < y ? exp(b * log1p(-x)) : pow(y, b);
  if (b === 0) return y < x ? exp(a * log1p(-y)) : pow(x, a);
  if (a < 1 || b < 1) {
    const logarithm = a * (x > 0.5 ? log1p(-y) : log(x)) + b * (y > 0.5 ? log1p(-x) : log(y));
    return exp(logarithm - logBetaTimes(a, b));
  }
  const difference = x <= y ? a - n * x : n * y - b;
  const exponent =
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    devianceTerm(a, n * x, difference) -
    devianceTerm(b, n * y, -difference);
  return 0.3989422804014327 * Math.sqrt(n / a / b) * exp(exponent);
}

/** log of gamma(a + 1) gamma(b + 1) / gamma(a + b + 1), where one of the two is below 1. */
function logBetaTimes(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (large < 20) return logGamma(a + 1) + logGamma(b + 1) - logGamma(a + b + 1);
  // log gamma(large + 1) - log gamma(large + small + 1) by Stirling, without subtracting large numbers.
  const n = large + small;
  return (
    logGamma(small + 1) -
    (large + 0.5) * log1p(small / large) -
    small * (log(n) - 1) +
    stirlingError(large) -
    stirlingError(n)
  );
}

/**
 * Compute the logarithm of the beta function.
 *
 * @param a a number above 0
 * @param b a number above 0
 * @returns log(gamma(a) gamma(b) / gamma(a + b))
 */
export function logBeta(a: number, b: number): number {
  const n = a + b;
  if (a < 1 || b < 1) return logBetaTimes(a, b) + log(n / a / b);
  const shares = a * (a < b ? log(a / n) : log1p(-b / n)) + b * (b < a ? log(b / n) : log1p(-a / n));
  return shares + halfLog2Pi + (stirlingError(a) + stirlingError(b) - stirlingError(n)) + 0.5 * log(n / a / b);
}

/**
 * Compute the regularised incomplete beta function.
 *
 * @param x the upper limit of the integral, 0 to 1
 * @param a the first shape, above 0
 * @param b the second shape, above 0
 * @returns I_x(a, b) from 0 to 1, the beta distribution function; NaN outside the domain
 * @throws InvariantError when a shape is above 10^10
 *
 * Worked number: betaI(0.5, 2, 3) = 0.6875.
 */
export function betaI(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1 && a > 0 && b > 0)) return Number.NaN;
  requireShape("betaI", a);
  requireShape("betaI", b);
  return betaPair(x, 1 - x, a, b);
}

/** I_x(a, b) with y = 1 - x given apart. */
function betaPair(x: number, y: number, a: number, b: number): number {
  if (x === 0) return 0;
  if (y === 0) return 1;
  if (x * (a + b + 2) <= a + 1) return betaFraction(x, y, a, b);
  return 1 - betaFraction(y, x, b, a);
}

/**
 * The continued fraction of the incomplete beta function in the form of Didonato and Morris (1992, TOMS 708, BFRAC), which stays
 * accurate for large shapes since it takes the distance from the mean as one number.
 */
function betaFraction(x: number, y: number, a: number, b: number): number {
  const sum = a + b;
  const distance = a > b ? sum * y - b : a - sum * x;
  const c = 1 + distance;
  const c0 = b / a;
  const c1 = 1 + 1 / a;
  let p = 1;
  let s = a + 1;
  let aBefore = 0;
  let bBefore = 1;
  let aNow = 1;
  let bNow = c / c1;
  let value = c1 / c;
  for (let n = 1; n < 10_000_000; n++) {
    const t = n / a;
    const w = n * (b - n) * x;
    const e = a / s;
    const alpha = p * (p + c0) * e * e * (w * x);
    const f = (t + 1) / (c1 + 2 * t);
    const beta = n + w / s + f * (c + n * (y + 1));
    p = t + 1;
    s += 2;
    const aNext = alpha * aBefore + beta * aNow;
    const bNext = alpha * bBefore + beta * bNow;
    const before = value;
    value = aNext / bNext;
    if (Math.abs(value - before) <= 2e-16 * value) break;
    // Scaled so that the last denominator is 1: the terms neither overflow nor vanish.
    aBefore = aNow / bNext;
    bBefore = bNow / bNext;
    aNow = value;
    bNow = 1;
  }
  return ((binomialTerm(a, b, x, y) * a * b) / sum) * value;
}

/**
 * Invert the regularised incomplete beta function.
 *
 * @param p a probability
 * @param a the first shape, above 0
 * @param b the second shape, above 0
 * @returns the x with I_x(a, b) = p; NaN outside the domain
 */
export function betaIInverse(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1 && a > 0 && b > 0)) return Number.NaN;
  if (p === 0 || p === 1) return p;
  requireShape("betaIInverse", a);
  requireShape("betaIInverse", b);
  return p <= 0.5 ? invertBeta(log(p), a, b).x : invertBeta(log1p(-p), b, a).y;
}

/**
 * Newton's method for log I as a function of the logit of x, concave since the logit of a beta variable has a log-concave
 * density. Returns x and 1 - x, each with its own digits.
 */
function invertBeta(target: number, a: number, b: number): { x: number; y: number } {
  // Start left of the root by the first term of the series, or by the normal approximation of the logit where that is nearer.
  const first = (target + log(a) + logBeta(a, b)) / a;
  let logit = first > -1e-3 ? 0 : first - log1p(-exp(first));
  const spread = Math.sqrt(1 / a + 1 / b);
  const middle = log(a / b) + normalQuantile(exp(target)) * spread;
  if (a > 1 && b > 1) logit = middle;
  let x = 0;
  let y = 1;
  for (let i = 0; i < 100; i++) {
    const e = exp(-Math.abs(logit));
    const near = 1 / (1 + e);
    x = logit > 0 ? near : e * near;
    y = logit > 0 ? e * near : near;
    if (x === 0 || y === 0) break;
    const value = betaPair(x, y, a, b);
    const slope = (binomialTerm(a, b, x, y) * a * b) / (a + b);
    let step = value > 0 && slope > 0 ? ((target - log(value)) * value) / slope : value > 0.5 ? -4 : 4;
    // Not beyond twice the way from 0, so that far roots of tiny shapes are reached and none is jumped over.
    const limit = 4 + Math.abs(logit);
    step = Math.max(-limit, Math.min(limit, step));
    if (Math.abs(step) < 1e-15 * Math.abs(logit)) break;
    logit += step;
    if (Math.abs(step) < 1e-11) {
      // One exact first-order move of x keeps more digits than the exponential of a long logit.
      const last = x * y * step;
      x += last;
      y -= last;
      break;
    }
  }
  return { x, y };
}

/**
 * Compute Student's t distribution function.
 *
 * @param x a number
 * @param df degrees of freedom, above 0; Infinity gives the normal distribution
 * @returns P(T <= x); NaN outside the domain
 *
 * Worked number: studentTCdf(2.262157162798205, 9) = 0.975.
 */
export function studentTCdf(x: number, df: number): number {
  if (!(df > 0) || Number.isNaN(x)) return Number.NaN;
  if (df > largestShape) return normalCdf(normalOfStudent(x, df));
  const tail = studentTTail(Math.abs(x), df);
  return x < 0 ? tail : 1 - tail;
}

/** The normal score of a t score, and back, for huge df, where two terms of the Cornish-Fisher series are exact to the last bits. */
function normalOfStudent(t: number, df: number): number {
  return Number.isFinite(t) ? t - (t * (t * t + 1)) / (4 * df) : t;
}

function studentOfNormal(z: number, df: number): number {
  return Number.isFinite(z) ? z + (z * (z * z + 1)) / (4 * df) : z;
}

/** P(T > t) for t >= 0. */
function studentTTail(t: number, df: number): number {
  if (t === Number.POSITIVE_INFINITY) return 0;
  const square = t * t;
  if (square === Number.POSITIVE_INFINITY) return 0.5 * betaPair(df / t / t, 1, df / 2, 0.5);
  return 0.5 * betaPair(df / (df + square), square / (df + square), df / 2, 0.5);
}

/**
 * Invert Student's t distribution function.
 *
 * @param p a probability
 * @param df degrees of freedom, above 0; Infinity gives the normal distribution
 * @returns the t with P(T <= t) = p; infinite at 0 and 1; NaN outside the domain
 *
 * Worked number: studentTQuantile(0.975, 9) = 2.262157162798205.
 */
export function studentTQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1 && df > 0)) return Number.NaN;
  if (df > largestShape) return studentOfNormal(normalQuantile(p), df);
  if (p === 0.5) return 0;
  const tail = p < 0.5 ? p : 1 - p;
  if (tail === 0) return p < 0.5 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  let t: number;
  if (tail > 0.25) {
    const { x, y } = invertBeta(log(2 * (0.5 - tail)), 0.5, df / 2);
    t = Math.sqrt((df * x) / y);
  } else {
    const { x, y } = invertBeta(log(2 * tail), df / 2, 0.5);
    t = Math.sqrt((df * y) / x);
  }
  return p < 0.5 ? -t : t;
}

/**
 * Compute the chi-square distribution function.
 *
 * @param x a number
 * @param df degrees of freedom, above 0
 * @returns P(X <= x); NaN outside the domain
 *
 * Worked number: chiSquareCdf(3.841458820694124, 1) = 0.95.
 */
export function chiSquareCdf(x: number, df: number): number {
  return x <= 0 && df > 0 ? 0 : gammaP(df / 2, x / 2);
}

/**
 * Invert the chi-square distribution function.
 *
 * @param p a probability
 * @param df degrees of freedom, above 0
 * @returns the x with P(X <= x) = p; NaN outside the domain
 */
export function chiSquareQuantile(p: number, df: number): number {
  return 2 * gammaPInverse(p, df / 2);
}
