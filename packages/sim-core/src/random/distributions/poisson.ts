// The Poisson distribution: how many events come in a period at a constant rate.
import { gammaQ, poissonTerm } from "../../foundation/math.ts";
import { CountDistribution, type Family, notNegative, numberField } from "./distribution.ts";

/** Spec of a Poisson distribution. */
export interface PoissonSpec {
  readonly distribution: "poisson";
  readonly mean: number;
}

class Poisson extends CountDistribution {
  readonly name = "poisson";
  readonly #mean: number;

  constructor(mean: number) {
    super();
    this.#mean = mean;
  }

  mean(): number {
    return this.#mean;
  }

  variance(): number {
    return this.#mean;
  }

  support(): readonly [number, number] {
    return [0, this.#mean === 0 ? 0 : Number.POSITIVE_INFINITY];
  }

  density(x: number): number {
    return Number.isInteger(x) && x >= 0 ? poissonTerm(x, this.#mean) : 0;
  }

  cdf(x: number): number {
    const k = Math.floor(x);
    if (!(k >= 0)) return 0;
    return k === Number.POSITIVE_INFINITY ? 1 : gammaQ(k + 1, this.#mean);
  }
}

/** Family `poisson(mean)`. */
export const poisson: Family<PoissonSpec> = {
  name: "poisson",
  forms: [[numberField("mean", notNegative)]],
  examples: [
    { distribution: "poisson", mean: 3.7 },
    { distribution: "poisson", mean: 25000 },
    { distribution: "poisson", mean: 0 },
  ],
  create: (spec) => new Poisson(spec.mean),
};
