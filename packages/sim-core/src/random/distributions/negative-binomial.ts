// The negative binomial distribution: counts that vary more than Poisson's, a Poisson whose mean is gamma distributed with shape
// `size`; for whole sizes, failures before that many successes.
import { betaI, binomialTerm } from "../../foundation/math.ts";
import { CountDistribution, type Family, innerProbability, numberField, positive, shape } from "./distribution.ts";

/** Spec of a negative binomial distribution, by success probability or by mean. */
export type NegativeBinomialSpec =
  | { readonly distribution: "negative-binomial"; readonly size: number; readonly probability: number }
  | { readonly distribution: "negative-binomial"; readonly size: number; readonly mean: number };

class NegativeBinomial extends CountDistribution {
  readonly name = "negative-binomial";
  readonly #size: number;
  readonly #probability: number;

  constructor(size: number, probability: number) {
    super();
    this.#size = size;
    this.#probability = probability;
  }

  mean(): number {
    return (this.#size * (1 - this.#probability)) / this.#probability;
  }

  variance(): number {
    return this.mean() / this.#probability;
  }

  support(): readonly [number, number] {
    return [0, Number.POSITIVE_INFINITY];
  }

  density(x: number): number {
    if (!(Number.isInteger(x) && x >= 0)) return 0;
    const share = this.#size / (this.#size + x);
    return share * binomialTerm(this.#size, x, this.#probability, 1 - this.#probability);
  }

  cdf(x: number): number {
    const k = Math.floor(x);
    if (!(k >= 0)) return 0;
    return k === Number.POSITIVE_INFINITY ? 1 : betaI(this.#probability, this.#size, k + 1);
  }
}

/** Family `negative-binomial(size, probability)` or `negative-binomial(size=, mean=)`. */
export const negativeBinomial: Family<NegativeBinomialSpec> = {
  name: "negative-binomial",
  forms: [
    [numberField("size", shape), numberField("probability", innerProbability)],
    [numberField("size", shape), numberField("mean", positive)],
  ],
  examples: [
    { distribution: "negative-binomial", size: 2.5, probability: 0.4 },
    { distribution: "negative-binomial", size: 3, mean: 20 },
  ],
  create: (spec) =>
    new NegativeBinomial(spec.size, "mean" in spec ? spec.size / (spec.size + spec.mean) : spec.probability),
};
