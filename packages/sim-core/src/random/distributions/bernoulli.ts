// The Bernoulli distribution: 1 with a probability, else 0. Of one uniform the upper part gives 1, so that a higher probability never
// turns a 1 into a 0 under common random numbers.
import { CountDistribution, type Family, numberField, probability } from "./distribution.ts";

/** Spec of a Bernoulli distribution. */
export interface BernoulliSpec {
  readonly distribution: "bernoulli";
  readonly probability: number;
}

class Bernoulli extends CountDistribution {
  readonly name = "bernoulli";
  readonly #probability: number;

  constructor(probability: number) {
    super();
    this.#probability = probability;
  }

  mean(): number {
    return this.#probability;
  }

  variance(): number {
    return this.#probability * (1 - this.#probability);
  }

  support(): readonly [number, number] {
    return [this.#probability === 1 ? 1 : 0, this.#probability === 0 ? 0 : 1];
  }

  density(x: number): number {
    if (x === 1) return this.#probability;
    return x === 0 ? 1 - this.#probability : 0;
  }

  cdf(x: number): number {
    if (x >= 1) return 1;
    return x >= 0 ? 1 - this.#probability : 0;
  }
}

/** Family `bernoulli(probability)`. */
export const bernoulli: Family<BernoulliSpec> = {
  name: "bernoulli",
  forms: [[numberField("probability", probability)]],
  examples: [
    { distribution: "bernoulli", probability: 0.3 },
    { distribution: "bernoulli", probability: 1 },
  ],
  create: (spec) => new Bernoulli(spec.probability),
};
