// The normal distribution.
import { normalCdf, normalDensity, normalQuantile } from "../../foundation/math.ts";
import { ContinuousDistribution, type Family, finite, numberField, positive } from "./distribution.ts";

/** Spec of a normal distribution. */
export interface NormalSpec {
  readonly distribution: "normal";
  readonly mean: number;
  readonly sd: number;
}

class Normal extends ContinuousDistribution {
  readonly name = "normal";
  readonly #mean: number;
  readonly #sd: number;

  constructor(mean: number, sd: number) {
    super();
    this.#mean = mean;
    this.#sd = sd;
  }

  mean(): number {
    return this.#mean;
  }

  variance(): number {
    return this.#sd * this.#sd;
  }

  support(): readonly [number, number] {
    return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  }

  density(x: number): number {
    return normalDensity((x - this.#mean) / this.#sd) / this.#sd;
  }

  cdf(x: number): number {
    return normalCdf((x - this.#mean) / this.#sd);
  }

  quantile(p: number): number {
    return this.#mean + this.#sd * normalQuantile(p);
  }
}

/** Family `normal(mean, sd)`. */
export const normal: Family<NormalSpec> = {
  name: "normal",
  forms: [[numberField("mean", finite), numberField("sd", positive)]],
  examples: [
    { distribution: "normal", mean: 0, sd: 1 },
    { distribution: "normal", mean: 0.02, sd: 0.05 },
  ],
  create: (spec) => new Normal(spec.mean, spec.sd),
};
