// Expectations and inversions by number where no formula serves: trapezoid sums under transformations that make them converge
// exponentially, and bisection.
import { exp, log, normalDensity } from "../../foundation/math.ts";

/**
 * Take the expectation of a smooth function of a standard normal variable.
 *
 * @param g the function
 * @returns E g(Z), by a trapezoid sum with step 1/32 from -38 to 38; digits are lost only where g grows like exp(30 z)
 */
export function normalExpectation(g: (z: number) => number): number {
  let sum = 0;
  for (let i = -1216; i <= 1216; i++) {
    const z = i / 32;
    const weight = normalDensity(z);
    if (weight > 0) sum += weight * g(z);
  }
  return sum / 32;
}

/**
 * Take the expectation of a smooth function of a standard exponential variable.
 *
 * @param g the function, of polynomial growth
 * @returns E g(E), by the double exponential rule x = exp(t - exp(-t)) (Takahasi and Mori 1974)
 */
export function exponentialExpectation(g: (x: number) => number): number {
  const step = 1 / 64;
  let sum = 0;
  for (let i = -320; i <= 480; i++) {
    const t = i * step;
    const shrink = exp(-t);
    const x = exp(t - shrink);
    const weight = exp(-x) * x * (1 + shrink);
    if (weight > 0) sum += weight * g(x);
  }
  return sum * step;
}

/**
 * Invert an increasing function by bisection, down to neighbouring doubles.
 *
 * @param f a function that does not decrease
 * @param target the value to reach
 * @param low a point where f is below the target
 * @param high a point where f reaches it
 * @returns the smallest double found with f(x) >= target
 */
export function bisect(f: (x: number) => number, target: number, low: number, high: number): number {
  for (let i = 0; i < 2200; i++) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) break;
    if (f(middle) < target) low = middle;
    else high = middle;
  }
  return high;
}

/** Log-odds of a probability. */
export function logit(p: number): number {
  return log(p / (1 - p));
}

/** The probability of log-odds. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}
