// The uniform distribution: every value of an interval is as likely as any other.
import { ContinuousDistribution, type Family, finite, numberField, orderProblems } from "./distribution.ts";

/** Spec of a uniform distribution from `min` to `max`. */
export interface UniformSpec {
  readonly distribution: "uniform";
  readonly min: number;
  readonly max: number;
}

class Uniform extends ContinuousDistribution {
  readonly name = "uniform";
  readonly #min: number;
  readonly #max: number;

  constructor(min: number, max: number) {
    super();
    this.#min = min;
    this.#max = max;
  }

  mean(): number {
    return this.#min + (this.#max - this.#min) / 2;
  }

  variance(): number {
    const width = this.#max - this.#min;
    return (width * width) / 12;
  }

  support(): readonly [number, number] {
    return [this.#min, this.#max];
  }

  density(x: number): number {
    return x >= this.#min && x <= this.#max ? 1 / (this.#max - this.#min) : 0;
  }

  cdf(x: number): number {
    return Math.min(1, Math.max(0, (x - this.#min) / (this.#max - this.#min)));
  }

  quantile(p: number): number {
    if (!(p >= 0 && p <= 1)) return Number.NaN;
    return p === 1 ? this.#max : this.#min + p * (this.#max - this.#min);
  }
}

/** Family `uniform(min, max)`. */
export const uniform: Family<UniformSpec> = {
  name: "uniform",
  forms: [[numberField("min", finite), numberField("max", finite)]],
  examples: [
    { distribution: "uniform", min: 0, max: 1 },
    { distribution: "uniform", min: -3, max: 5.5 },
  ],
  problems: (spec) => orderProblems(["min", "max"], [spec.min, spec.max]),
  create: (spec) => new Uniform(spec.min, spec.max),
};
