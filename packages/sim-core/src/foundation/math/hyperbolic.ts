// Hyperbolic functions from e^x kept to about 61 bits; near 0 by their Taylor series. Errors stay below 1 unit in the last place.
import { addPairs, dividePairs, sumError } from "./double-double.ts";
import { expPair, expWithTail } from "./exponential.ts";

const grown = new Float64Array(2);
const shrunk = new Float64Array(2);
const sum = new Float64Array(2);

/**
 * Compute the hyperbolic sine.
 *
 * @param x a number
 * @returns (e^x - e^-x) / 2 within 1 ulp
 */
export function sinh(x: number): number {
  const size = Math.abs(x);
  if (size < 0.5) return x + sinhCorrection(x, x * x);
  if (!(size < 40)) return x < 0 ? -halfExp(size) : halfExp(x);
  expBothWays(size);
  addPairs(grown[0] as number, grown[1] as number, -(shrunk[0] as number), -(shrunk[1] as number), sum);
  const value = 0.5 * (sum[0] as number);
  return x < 0 ? -value : value;
}

/**
 * Compute the hyperbolic cosine.
 *
 * @param x a number
 * @returns (e^x + e^-x) / 2 within 1 ulp
 */
export function cosh(x: number): number {
  const size = Math.abs(x);
  if (!(size < 40)) return halfExp(size);
  expBothWays(size);
  addPairs(grown[0] as number, grown[1] as number, shrunk[0] as number, shrunk[1] as number, sum);
  return 0.5 * (sum[0] as number);
}

/**
 * Compute the hyperbolic tangent.
 *
 * @param x a number
 * @returns sinh x / cosh x within 1 ulp
 */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (!(size > 1e-9)) return x;
  if (size > 22) return x < 0 ? -1 : 1;
  expBothWays(size);
  const gh = grown[0] as number;
  const gl = grown[1] as number;
  const sh = shrunk[0] as number;
  const sl = shrunk[1] as number;
  addPairs(gh, gl, sh, sl, sum);
  if (size < 0.5) {
    const correction = 2 * sinhCorrection(size, size * size);
    const twice = 2 * size + correction;
    dividePairs(twice, 2 * size - twice + correction, sum[0] as number, sum[1] as number, sum);
  } else {
    const denominator = sum[0] as number;
    const denominatorRest = sum[1] as number;
    addPairs(gh, gl, -sh, -sl, sum);
    dividePairs(sum[0] as number, sum[1] as number, denominator, denominatorRest, sum);
  }
  return x < 0 ? -(sum[0] as number) : (sum[0] as number);
}

/** e^x and e^-x into `grown` and `shrunk`, for 0 <= x <= 40. */
function expBothWays(x: number): void {
  expPair(x, 0, grown);
  dividePairs(1, 0, grown[0] as number, grown[1] as number, shrunk);
}

/** e^x / 2 = e^(x - log 2), without overflow before the half. */
function halfExp(x: number): number {
  const shifted = x - Math.LN2;
  return expWithTail(shifted, Number.isFinite(x) ? sumError(x, -Math.LN2, shifted) - 2.3190468138462996e-17 : 0);
}

/** sinh x - x for |x| < 1/2. */
function sinhCorrection(x: number, x2: number): number {
  return (
    x *
    x2 *
    (1 / 6 +
      x2 *
        (1 / 120 +
          x2 * (1 / 5040 + x2 * (1 / 362880 + x2 * (1 / 39916800 + x2 * (1 / 6227020800 + x2 / 1307674368000))))))
  );
}
