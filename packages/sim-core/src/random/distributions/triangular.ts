// The triangular distribution: density rises linearly from the minimum to the mode and falls linearly to the maximum.
import { ContinuousDistribution, type Family, finite, numberField, orderProblems } from "./distribution.ts";

/** Spec of a triangular distribution. */
export interface TriangularSpec {
  readonly distribution: "triangular";
  readonly min: number;
  readonly mode: number;
  readonly max: number;
}

class Triangular extends ContinuousDistribution {
  readonly name = "triangular";
  readonly #min: number;
  readonly #mode: number;
  readonly #max: number;

  constructor(spec: TriangularSpec) {
    super();
    this.#min = spec.min;
    this.#mode = spec.mode;
    this.#max = spec.max;
  }

  mean(): number {
    return (this.#min + this.#mode + this.#max) / 3;
  }

  variance(): number {
    const a = this.#mode - this.#min;
    const b = this.#max - this.#mode;
    return (a * a + a * b + b * b) / 18;
  }

  support(): readonly [number, number] {
    return [this.#min, this.#max];
  }

  density(x: number): number {
    if (!(x >= this.#min && x <= this.#max)) return 0;
    const width = this.#max - this.#min;
    if (x === this.#mode) return 2 / width;
    if (x < this.#mode) return (2 * (x - this.#min)) / (width * (this.#mode - this.#min));
    return (2 * (this.#max - x)) / (width * (this.#max - this.#mode));
  }

  cdf(x: number): number {
    if (x <= this.#min) return 0;
    if (x >= this.#max) return 1;
    const width = this.#max - this.#min;
    if (x <= this.#mode) return ((x - this.#min) * (x - this.#min)) / (width * (this.#mode - this.#min));
    return 1 - ((this.#max - x) * (this.#max - x)) / (width * (this.#max - this.#mode));
  }

  quantile(p: number): number {
    if (!(p >= 0 && p <= 1)) return Number.NaN;
    if (p === 1) return this.#max;
    const width = this.#max - this.#min;
    const left = this.#mode - this.#min;
    if (p * width <= left) return this.#min + Math.sqrt(p * width * left);
    return this.#max - Math.sqrt((1 - p) * width * (this.#max - this.#mode));
  }
}

/** Family `triangular(min, mode, max)`. */
export const triangular: Family<TriangularSpec> = {
  name: "triangular",
  forms: [[numberField("min", finite), numberField("mode", finite), numberField("max", finite)]],
  examples: [
    { distribution: "triangular", min: 0, mode: 0.25, max: 1 },
    { distribution: "triangular", min: -2, mode: -2, max: 3 },
    { distribution: "triangular", min: 1, mode: 4, max: 4 },
  ],
  problems: (spec) => orderProblems(["min", "mode", "max"], [spec.min, spec.mode, spec.max]),
  create: (spec) => new Triangular(spec),
};
