// The lognormal distribution: its logarithm is normal. Given by median and sigma (the standard deviation of the logarithm), by
// median and mean, as surveys print them, or by mean and standard deviation.
import { exp, expm1, log, log1p, normalCdf, normalDensity, normalQuantile } from "../../foundation/math.ts";
import { ContinuousDistribution, type Family, numberField, positive, type Rule } from "./distribution.ts";

/** Spec of a lognormal distribution. */
export type LognormalSpec =
  | { readonly distribution: "lognormal"; readonly median: number; readonly sigma: number }
  | { readonly distribution: "lognormal"; readonly median: number; readonly mean: number }
  | { readonly distribution: "lognormal"; readonly mean: number; readonly sd: number };

/** Beyond it the tails leave the range of doubles. */
const logSpread: Rule = { text: "a number above 0, at most 30", holds: (x) => x > 0 && x <= 30 };

class Lognormal extends ContinuousDistribution {
  readonly name = "lognormal";
  readonly #median: number;
  readonly #sigma: number;

  constructor(median: number, sigma: number) {
    super();
    this.#median = median;
    this.#sigma = sigma;
  }

  mean(): number {
    return this.#median * exp(0.5 * this.#sigma * this.#sigma);
  }

  variance(): number {
    const mean = this.mean();
    return mean * mean * expm1(this.#sigma * this.#sigma);
  }

  support(): readonly [number, number] {
    return [0, Number.POSITIVE_INFINITY];
  }

  density(x: number): number {
    return x > 0 ? normalDensity(log(x / this.#median) / this.#sigma) / (x * this.#sigma) : 0;
  }

  cdf(x: number): number {
    return x > 0 ? normalCdf(log(x / this.#median) / this.#sigma) : 0;
  }

  quantile(p: number): number {
    return this.#median * exp(this.#sigma * normalQuantile(p));
  }
}

function medianAndSigma(spec: LognormalSpec): [median: number, sigma: number] {
  if ("sigma" in spec) return [spec.median, spec.sigma];
  if ("median" in spec) return [spec.median, Math.sqrt(2 * log(spec.mean / spec.median))];
  const ratio = spec.sd / spec.mean;
  const sigmaSquared = log1p(ratio * ratio);
  return [spec.mean * exp(-0.5 * sigmaSquared), Math.sqrt(sigmaSquared)];
}

/** Family `lognormal(median, sigma)`, `lognormal(median=, mean=)` or `lognormal(mean=, sd=)`. */
export const lognormal: Family<LognormalSpec> = {
  name: "lognormal",
  forms: [
    [numberField("median", positive), numberField("sigma", logSpread)],
    [numberField("median", positive), numberField("mean", positive)],
    [numberField("mean", positive), numberField("sd", positive)],
  ],
  examples: [
    { distribution: "lognormal", median: 1, sigma: 0.5 },
    { distribution: "lognormal", median: 12.4, mean: 19.5 },
    { distribution: "lognormal", mean: 46.3, sd: 31.1 },
  ],
  problems: (spec) =>
    "median" in spec && "mean" in spec && !(spec.mean > spec.median)
      ? [{ path: "mean", message: "not above the median", found: String(spec.mean), allowed: `above ${spec.median}` }]
      : [],
  create: (spec) => new Lognormal(...medianAndSigma(spec)),
};
