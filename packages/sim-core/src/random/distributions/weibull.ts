// The Weibull distribution: a lifetime whose hazard grows (shape above 1) or falls (below 1) as a power of age.
import { exp, expm1, log, log1p, logGamma, pow } from "../../foundation/math.ts";
import { ContinuousDistribution, type Family, numberField, positive, type Rule } from "./distribution.ts";

/** Spec of a Weibull distribution; `scale` is the age that a share of 1/e exceeds. */
export type WeibullSpec =
  | { readonly distribution: "weibull"; readonly shape: number; readonly scale: number }
  | { readonly distribution: "weibull"; readonly shape: number; readonly mean: number };

/** Below 1/100 the mean is beyond all doubles, above 1000 all values are one. */
const weibullShape: Rule = { text: "a number from 0.01 to 1000", holds: (x) => x >= 0.01 && x <= 1000 };

class Weibull extends ContinuousDistribution {
  readonly name = "weibull";
  readonly #shape: number;
  readonly #scale: number;

  constructor(shape: number, scale: number) {
    super();
    this.#shape = shape;
    this.#scale = scale;
  }

  mean(): number {
    return this.#scale * exp(logGamma(1 + 1 / this.#shape));
  }

  variance(): number {
    // gamma(1 + 2/k) - gamma(1 + 1/k)^2 as gamma(1 + 1/k)^2 (e^d - 1), which keeps its digits for large shapes.
    const first = logGamma(1 + 1 / this.#shape);
    const second = logGamma(1 + 2 / this.#shape);
    return this.#scale * this.#scale * exp(2 * first) * expm1(second - 2 * first);
  }

  support(): readonly [number, number] {
    return [0, Number.POSITIVE_INFINITY];
  }

  density(x: number): number {
    if (!(x >= 0)) return 0;
    const y = x / this.#scale;
    if (y === 0) {
      if (this.#shape < 1) return Number.POSITIVE_INFINITY;
      return this.#shape > 1 ? 0 : 1 / this.#scale;
    }
    return (this.#shape / this.#scale) * exp((this.#shape - 1) * log(y) - pow(y, this.#shape));
  }

  cdf(x: number): number {
    return x > 0 ? -expm1(-pow(x / this.#scale, this.#shape)) : 0;
  }

  quantile(p: number): number {
    return p >= 0 && p <= 1 ? this.#scale * pow(-log1p(-p), 1 / this.#shape) : Number.NaN;
  }
}

/** Family `weibull(shape, scale)` or `weibull(shape=, mean=)`. */
export const weibull: Family<WeibullSpec> = {
  name: "weibull",
  forms: [
    [numberField("shape", weibullShape), numberField("scale", positive)],
    [numberField("shape", weibullShape), numberField("mean", positive)],
  ],
  examples: [
    { distribution: "weibull", shape: 1.5, scale: 2 },
    { distribution: "weibull", shape: 0.7, mean: 3 },
  ],
  create: (spec) =>
    new Weibull(spec.shape, "scale" in spec ? spec.scale : spec.mean / exp(logGamma(1 + 1 / spec.shape))),
};
