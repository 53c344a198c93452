// The exponential distribution: the waiting time for something that comes at a constant rate.
import { exp, expm1, log1p } from "../../foundation/math.ts";
import { ContinuousDistribution, type Family, numberField, positive } from "./distribution.ts";

/** Spec of an exponential distribution, by mean or rate. */
export type ExponentialSpec =
  | { readonly distribution: "exponential"; readonly mean: number }
  | { readonly distribution: "exponential"; readonly rate: number };

class Exponential extends ContinuousDistribution {
  readonly name = "exponential";
  readonly #mean: number;

  constructor(mean: number) {
    super();
    this.#mean = mean;
  }

  mean(): number {
    return this.#mean;
  }

  variance(): number {
    return this.#mean * this.#mean;
  }

  support(): readonly [number, number] {
    return [0, Number.POSITIVE_INFINITY];
  }

  density(x: number): number {
    return x >= 0 ? exp(-x / this.#mean) / this.#mean : 0;
  }

  cdf(x: number): number {
    return x > 0 ? -expm1(-x / this.#mean) : 0;
  }

  quantile(p: number): number {
    return p >= 0 && p <= 1 ? -this.#mean * log1p(-p) : Number.NaN;
  }
}

/** Family `exponential(mean)` or `exponential(rate=)`. */
export const exponential: Family<ExponentialSpec> = {
  name: "exponential",
  forms: [[numberField("mean", positive)], [numberField("rate", positive)]],
  examples: [
    { distribution: "exponential", mean: 3 },
    { distribution: "exponential", rate: 4 },
  ],
  create: (spec) => new Exponential("mean" in spec ? spec.mean : 1 / spec.rate),
};
