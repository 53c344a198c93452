// The regularised incomplete beta function with its inverse, and the distributions that are one step away from it:
// Student's t and chi-square (by the incomplete gamma function).
import { InvariantError } from "../errors.ts";
import { normalCdf } from "./error-function.ts";
import { exp, log, log1p, pow } from "./exponential.ts";
import { devianceTerm, gammaP, gammaPInverse, logGamma, stirlingError } from "./gamma.ts";
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
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - devianceTerm(a, n * x) - devianceTerm(b, n * y);
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
 *
 * Worked number: betaI(0.5, 2, 3) = 0.6875.
 */
export function betaI(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1 && a > 0 && b > 0)) return Number.NaN;
  return betaPair(x, 1 - x, a, b);
}

/** I_x(a, b) with y = 1 - x given apart. */
function betaPair(x: number, y: number, a: number, b: number): number {
  if (x === 0) return 0;
  if (y === 0) return 1;
  if (x * (a + b + 2) <= a + 1) return betaFraction(x, y, a, b);
  return 1 - betaFraction(y, x, b, a);
}

/** The continued fraction of the incomplete beta function (DLMF 8.17.22), evaluated from the front. */
function betaFraction(x: number, y: number, a: number, b: number): number {
  const sum = a + b;
  let c = 1;
  let d = 1 / guard(1 - (sum * x) / (a + 1));
  let fraction = d;
  for (let m = 1; ; m++) {
    if (m > 1_000_000) {
      throw new InvariantError("no-convergence", `betaI(${x}, ${a}, ${b}) did not converge: a shape is too large`, {
        x,
        a,
        b,
      });
    }
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (sum + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < 2e-16) break;
  }
  return ((binomialTerm(a, b, x, y) * b) / sum) * fraction;
}

function guard(x: number): number {
  return Math.abs(x) < 1e-300 ? 1e-300 : x;
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
    step = Math.max(-4, Math.min(4, step));
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
 * Worked number: studentTCdf(2.262157162740992, 9) = 0.975.
 */
export function studentTCdf(x: number, df: number): number {
  if (!(df > 0) || Number.isNaN(x)) return Number.NaN;
  if (df > 1e15) return normalCdf(x);
  const tail = studentTTail(Math.abs(x), df);
  return x < 0 ? tail : 1 - tail;
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
 * Worked number: studentTQuantile(0.975, 9) = 2.262157162740992.
 */
export function studentTQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1 && df > 0)) return Number.NaN;
  if (df > 1e15) return normalQuantile(p);
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
