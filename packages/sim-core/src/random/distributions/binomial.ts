// The binomial distribution: successes among independent trials.
import { betaI, binomialTerm } from "../../foundation/math.ts";
import { CountDistribution, type Family, numberField, probability, wholePositive } from "./distribution.ts";

/** Spec of a binomial distribution. */
export interface BinomialSpec {
  readonly distribution: "binomial";
  readonly trials: number;
  readonly probability: number;
}

class Binomial extends CountDistribution {
  readonly name = "binomial";
  readonly #trials: number;
  readonly #probability: number;

  constructor(trials: number, probability: number) {
    super();
    this.#trials = trials;
    this.#probability = probability;
  }

  mean(): number {
    return this.#trials * this.#probability;
  }

  variance(): number {
    return this.#trials * this.#probability * (1 - this.#probability);
  }

  support(): readonly [number, number] {
    return [this.#probability === 1 ? this.#trials : 0, this.#probability === 0 ? 0 : this.#trials];
  }

  density(x: number): number {
    if (!(Number.isInteger(x) && x >= 0 && x <= this.#trials)) return 0;
    return binomialTerm(x, this.#trials - x, this.#probability, 1 - this.#probability);
  }

  cdf(x: number): number {
    const k = Math.floor(x);
    if (!(k >= 0)) return 0;
    if (k >= this.#trials) return 1;
    return betaI(1 - this.#probability, this.#trials - k, k + 1);
  }
}

/** Family `binomial(trials, probability)`. */
export const binomial: Family<BinomialSpec> = {
  name: "binomial",
  forms: [[numberField("trials", wholePositive), numberField("probability", probability)]],
  examples: [
    { distribution: "binomial", trials: 20, probability: 0.3 },
    { distribution: "binomial", trials: 10000, probability: 0.62 },
    { distribution: "binomial", trials: 3, probability: 0 },
  ],
  create: (spec) => new Binomial(spec.trials, spec.probability),
};
