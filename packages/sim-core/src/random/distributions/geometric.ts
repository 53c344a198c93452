// The geometric distribution: failures before the first success, from 0.
import { expm1, log1p, pow } from "../../foundation/math.ts";
import type { RandomSource } from "../source.ts";
import { type Distribution, type Family, notNegative, numberField, type Rule } from "./distribution.ts";

/** Spec of a geometric distribution, by the success probability or the mean number of failures. */
export type GeometricSpec =
  | { readonly distribution: "geometric"; readonly probability: number }
  | { readonly distribution: "geometric"; readonly mean: number };

const successProbability: Rule = { text: "a number above 0, at most 1", holds: (x) => x > 0 && x <= 1 };

class Geometric implements Distribution {
  readonly name = "geometric";
  readonly discrete: boolean = true;
  readonly #probability: number;
  /** log of the failure probability. */
  readonly #logFailure: number;

  constructor(probability: number) {
    this.#probability = probability;
    this.#logFailure = log1p(-probability);
  }

  mean(): number {
    return (1 - this.#probability) / this.#probability;
  }

  variance(): number {
    return (1 - this.#probability) / (this.#probability * this.#probability);
  }

  support(): readonly [number, number] {
    return [0, this.#probability === 1 ? 0 : Number.POSITIVE_INFINITY];
  }

  density(x: number): number {
    return Number.isInteger(x) && x >= 0 ? this.#probability * pow(1 - this.#probability, x) : 0;
  }

  cdf(x: number): number {
    return x >= 0 ? -expm1((Math.floor(x) + 1) * this.#logFailure) : 0;
  }

  quantile(p: number): number {
    if (!(p >= 0 && p <= 1)) return Number.NaN;
    if (p === 0 || this.#probability === 1) return 0;
    if (p === 1) return Number.POSITIVE_INFINITY;
    // The formula, then a step where rounding put it on the wrong side.
    let k = Math.max(0, Math.ceil(log1p(-p) / this.#logFailure) - 1);
    while (k > 0 && this.cdf(k - 1) >= p) k--;
    while (this.cdf(k) < p) k++;
    return k;
  }

  sample(source: RandomSource): number {
    return this.quantile(source.uniform());
  }
}

/** Family `geometric(probability)` or `geometric(mean=)`. */
export const geometric: Family<GeometricSpec> = {
  name: "geometric",
  forms: [[numberField("probability", successProbability)], [numberField("mean", notNegative)]],
  examples: [
    { distribution: "geometric", probability: 0.25 },
    { distribution: "geometric", mean: 12 },
    { distribution: "geometric", probability: 1 },
  ],
  create: (spec) => new Geometric("mean" in spec ? 1 / (1 + spec.mean) : spec.probability),
};
