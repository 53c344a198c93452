// The beta distribution on [0, 1], and stretched to any interval for PERT.
import { betaI, betaIInverse, exp, log, log1p, logBeta } from "../../foundation/math.ts";
import {
  ContinuousDistribution,
  type Family,
  innerProbability,
  numberField,
  positive,
  shape,
  shapeProblems,
} from "./distribution.ts";

/** Spec of a beta distribution, by its shapes or by mean and standard deviation. */
export type BetaSpec =
  | { readonly distribution: "beta"; readonly alpha: number; readonly beta: number }
  | { readonly distribution: "beta"; readonly mean: number; readonly sd: number };

/** A beta distribution stretched from [0, 1] to [min, max]. */
export class StretchedBeta extends ContinuousDistribution {
  readonly name: string;
  readonly #alpha: number;
  readonly #beta: number;
  readonly #min: number;
  readonly #max: number;
  readonly #logNorm: number;

  constructor(name: string, alpha: number, beta: number, min = 0, max = 1) {
    super();
    this.name = name;
    this.#alpha = alpha;
    this.#beta = beta;
    this.#min = min;
    this.#max = max;
    this.#logNorm = logBeta(alpha, beta);
  }

  mean(): number {
    return this.#min + ((this.#max - this.#min) * this.#alpha) / (this.#alpha + this.#beta);
  }

  variance(): number {
    const sum = this.#alpha + this.#beta;
    const width = this.#max - this.#min;
    return (width * width * this.#alpha * this.#beta) / (sum * sum * (sum + 1));
  }

  support(): readonly [number, number] {
    return [this.#min, this.#max];
  }

  density(x: number): number {
    const width = this.#max - this.#min;
    const y = (x - this.#min) / width;
    if (!(y >= 0 && y <= 1)) return 0;
    if (y === 0 || y === 1) {
      const shape = y === 0 ? this.#alpha : this.#beta;
      if (shape < 1) return Number.POSITIVE_INFINITY;
      return shape > 1 ? 0 : exp(-this.#logNorm) / width;
    }
    return exp((this.#alpha - 1) * log(y) + (this.#beta - 1) * log1p(-y) - this.#logNorm) / width;
  }

  cdf(x: number): number {
    if (x <= this.#min) return 0;
    if (x >= this.#max) return 1;
    return betaI((x - this.#min) / (this.#max - this.#min), this.#alpha, this.#beta);
  }

  quantile(p: number): number {
    if (p === 1) return this.#max;
    return this.#min + (this.#max - this.#min) * betaIInverse(p, this.#alpha, this.#beta);
  }
}

function shapes(spec: BetaSpec): [alpha: number, beta: number] {
  if ("alpha" in spec) return [spec.alpha, spec.beta];
  const sum = (spec.mean * (1 - spec.mean)) / (spec.sd * spec.sd) - 1;
  return [spec.mean * sum, (1 - spec.mean) * sum];
}

/** Family `beta(alpha, beta)` or `beta(mean=, sd=)`. */
export const beta: Family<BetaSpec> = {
  name: "beta",
  forms: [
    [numberField("alpha", shape), numberField("beta", shape)],
    [numberField("mean", innerProbability), numberField("sd", positive)],
  ],
  examples: [
    { distribution: "beta", alpha: 2, beta: 3 },
    { distribution: "beta", alpha: 0.5, beta: 0.7 },
    { distribution: "beta", alpha: 423.5, beta: 4238.5 },
    { distribution: "beta", mean: 0.2, sd: 0.1 },
  ],
  problems: (spec) => {
    if ("alpha" in spec) return [];
    if (!(spec.sd * spec.sd < spec.mean * (1 - spec.mean))) {
      const allowed = "below sqrt(mean (1 - mean))";
      return [{ path: "sd", message: "too large for the mean", found: String(spec.sd), allowed }];
    }
    return shapeProblems("sd", shapes(spec));
  },
  create: (spec) => new StretchedBeta("beta", ...shapes(spec)),
};
