// The logit-normal distribution of a share: its log-odds are normal. `sd` is the standard deviation of the log-odds; the middle is
// given as the median or the mean of the share itself.
import { log, log1p, normalCdf, normalDensity, normalQuantile } from "../../foundation/math.ts";
import { ContinuousDistribution, type Family, numberField, type Rule } from "./distribution.ts";
import { bisect, logistic, logit, normalExpectation } from "./numerics.ts";

/** Spec of a logit-normal distribution; `median` and `mean` are shares, `sd` is on the log-odds scale. */
export type LogitNormalSpec =
  | { readonly distribution: "logit-normal"; readonly median: number; readonly sd: number }
  | { readonly distribution: "logit-normal"; readonly mean: number; readonly sd: number };

/** Outside these a double has too few digits for the share or for what it leaves of 1. */
const innerShare: Rule = { text: "a number from 10^-9 to 1 - 10^-9", holds: (x) => x >= 1e-9 && x <= 1 - 1e-9 };
const logitSpread: Rule = { text: "a number above 0, at most 20", holds: (x) => x > 0 && x <= 20 };

class LogitNormal extends ContinuousDistribution {
  readonly name = "logit-normal";
  readonly #mu: number;
  readonly #sd: number;

  constructor(mu: number, sd: number) {
    super();
    this.#mu = mu;
    this.#sd = sd;
  }

  mean(): number {
    return meanShare(this.#mu, this.#sd);
  }

  variance(): number {
    const mean = this.mean();
    return normalExpectation((z) => {
      const difference = logistic(this.#mu + this.#sd * z) - mean;
      return difference * difference;
    });
  }

  support(): readonly [number, number] {
    return [0, 1];
  }

  density(x: number): number {
    if (!(x > 0 && x < 1)) return 0;
    return normalDensity(this.#standard(x)) / (this.#sd * x * (1 - x));
  }

  cdf(x: number): number {
    if (x <= 0) return 0;
    return x >= 1 ? 1 : normalCdf(this.#standard(x));
  }

  quantile(p: number): number {
    return logistic(this.#mu + this.#sd * normalQuantile(p));
  }

  #standard(x: number): number {
    return (log(x) - log1p(-x) - this.#mu) / this.#sd;
  }
}

function meanShare(mu: number, sd: number): number {
  return normalExpectation((z) => logistic(mu + sd * z));
}

/** Mean of the log-odds: log-odds of the median, or found by bisection for the mean (which lies nearer to 1/2 than the median). */
function middle(spec: LogitNormalSpec): number {
  if ("median" in spec) return logit(spec.median);
  const { mean, sd } = spec;
  const start = logit(mean);
  const reach = 1 + 0.5 * sd * sd + 5 * sd;
  return bisect((mu) => meanShare(mu, sd), mean, start - reach, start + reach);
}

/** Family `logit-normal(median, sd)` or `logit-normal(mean=, sd=)`. */
export const logitNormal: Family<LogitNormalSpec> = {
  name: "logit-normal",
  forms: [
    [numberField("median", innerShare), numberField("sd", logitSpread)],
    [numberField("mean", innerShare), numberField("sd", logitSpread)],
  ],
  examples: [
    { distribution: "logit-normal", median: 0.3, sd: 0.8 },
    { distribution: "logit-normal", mean: 0.108, sd: 0.27 },
  ],
  create: (spec) => new LogitNormal(middle(spec), spec.sd),
};
