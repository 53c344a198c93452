// The Gompertz distribution: a lifetime whose hazard grows exponentially with age, rate e^(growth t); the classic law of adult
// mortality (Gompertz 1825). Time is counted from the age at which the hazard is `rate`.
import { exp, expm1, log1p } from "../../foundation/math.ts";
import { ContinuousDistribution, type Family, notNegative, numberField, positive } from "./distribution.ts";
import { exponentialExpectation } from "./numerics.ts";

/** Spec of a Gompertz distribution. */
export interface GompertzSpec {
  readonly distribution: "gompertz";
  readonly rate: number;
  readonly growth: number;
}

class Gompertz extends ContinuousDistribution {
  readonly name = "gompertz";
  readonly #rate: number;
  readonly #growth: number;

  constructor(rate: number, growth: number) {
    super();
    this.#rate = rate;
    this.#growth = growth;
  }

  mean(): number {
    return exponentialExpectation((e) => this.#timeOf(e));
  }

  variance(): number {
    const mean = this.mean();
    return exponentialExpectation((e) => {
      const difference = this.#timeOf(e) - mean;
      return difference * difference;
    });
  }

  support(): readonly [number, number] {
    return [0, Number.POSITIVE_INFINITY];
  }

  density(x: number): number {
    return x >= 0 ? this.#rate * exp(this.#growth * x - this.#cumulativeHazard(x)) : 0;
  }

  cdf(x: number): number {
    return x > 0 ? -expm1(-this.#cumulativeHazard(x)) : 0;
  }

  quantile(p: number): number {
    return p >= 0 && p <= 1 ? this.#timeOf(-log1p(-p)) : Number.NaN;
  }

  #cumulativeHazard(t: number): number {
    return this.#growth === 0 ? this.#rate * t : (this.#rate / this.#growth) * expm1(this.#growth * t);
  }

  #timeOf(hazard: number): number {
    return this.#growth === 0 ? hazard / this.#rate : log1p((this.#growth / this.#rate) * hazard) / this.#growth;
  }
}

/** Family `gompertz(rate, growth)`. */
export const gompertz: Family<GompertzSpec> = {
  name: "gompertz",
  forms: [[numberField("rate", positive), numberField("growth", notNegative)]],
  examples: [
    { distribution: "gompertz", rate: 0.002, growth: 0.09 },
    { distribution: "gompertz", rate: 0.5, growth: 0 },
  ],
  create: (spec) => new Gompertz(spec.rate, spec.growth),
};
