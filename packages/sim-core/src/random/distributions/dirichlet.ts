// The Dirichlet distribution: shares of several parts that add up to 1. Each component is a gamma variate by inversion of one
// uniform, divided by their sum, so that raising one weight under common random numbers raises that share only.
import { InputError } from "../../foundation/errors.ts";
import { exp, gammaPInverse, log, logGamma } from "../../foundation/math.ts";
import { compensatedSum } from "../../foundation/sum.ts";
import type { RandomSource } from "../source.ts";
import { StretchedBeta } from "./beta.ts";
import type { Distribution } from "./distribution.ts";

/** Shares of k parts with given concentrations. */
export class Dirichlet {
  readonly concentrations: readonly number[];
  readonly #sum: number;

  /**
   * @param concentrations one number above 0 for each part, two parts or more; counts plus a half, for instance
   * @throws InputError when they are not such numbers
   */
  constructor(concentrations: readonly number[]) {
    const problems = concentrations.flatMap((a, i) =>
      a > 0 && Number.isFinite(a)
        ? []
        : [{ path: `concentrations[${i}]`, message: "out of range", found: String(a), allowed: "a number above 0" }],
    );
    if (concentrations.length < 2) {
      problems.push({
        path: "concentrations",
        message: "too few parts",
        found: String(concentrations.length),
        allowed: "two or more",
      });
    }
    if (problems.length > 0) throw new InputError(problems, "invalid-distribution");
    this.concentrations = [...concentrations];
    this.#sum = compensatedSum(concentrations);
  }

  /** Expected shares. */
  mean(): number[] {
    return this.concentrations.map((a) => a / this.#sum);
  }

  /** Covariance of two shares. */
  covariance(i: number, j: number): number {
    const a = (this.concentrations[i] as number) / this.#sum;
    const b = (this.concentrations[j] as number) / this.#sum;
    return (i === j ? a * (1 - a) : -a * b) / (this.#sum + 1);
  }

  /** Distribution of one share: beta. */
  marginal(i: number): Distribution {
    const a = this.concentrations[i] as number;
    return new StretchedBeta("beta", a, this.#sum - a);
  }

  /** Density at shares that add up to 1, with respect to all but the last; 0 where a share is not above 0. */
  density(shares: readonly number[]): number {
    let logDensity = logGamma(this.#sum);
    for (let i = 0; i < this.concentrations.length; i++) {
      const share = shares[i] as number;
      if (!(share > 0)) return 0;
      const a = this.concentrations[i] as number;
      logDensity += (a - 1) * log(share) - logGamma(a);
    }
    return exp(logDensity);
  }

  /**
   * Draw shares, one uniform for each.
   *
   * @param source gives the uniforms
   * @param out receives the shares, as many as concentrations; they add up to 1 but for rounding
   */
  sample(source: RandomSource, out: Float64Array): void {
    let sum = 0;
    for (let i = 0; i < this.concentrations.length; i++) {
      const value = gammaPInverse(source.uniform(), this.concentrations[i] as number);
      out[i] = value;
      sum += value;
    }
    for (let i = 0; i < this.concentrations.length; i++) out[i] = (out[i] as number) / sum;
  }
}
