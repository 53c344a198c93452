// The normal distribution given that it falls between two bounds. `mean` and `sd` are those of the normal before truncation.
import { normalCdf, normalDensity, normalQuantile } from "../../foundation/math.ts";
import {
  anyBound,
  ContinuousDistribution,
  type Family,
  finite,
  numberField,
  orderProblems,
  positive,
} from "./distribution.ts";

/** Spec of a truncated normal distribution; a bound that is left out is infinite. */
export interface TruncatedNormalSpec {
  readonly distribution: "truncated-normal";
  readonly mean: number;
  readonly sd: number;
  readonly min?: number;
  readonly max?: number;
}

class TruncatedNormal extends ContinuousDistribution {
  readonly name = "truncated-normal";
  readonly #mean: number;
  readonly #sd: number;
  readonly #min: number;
  readonly #max: number;
  /** The standardised bounds, mirrored when both lie above the mean, so that all is done in the lower tail, which has the digits. */
  readonly #low: number;
  readonly #high: number;
  readonly #sign: number;
  readonly #below: number;
  readonly #mass: number;

  constructor(spec: TruncatedNormalSpec) {
    super();
    this.#mean = spec.mean;
    this.#sd = spec.sd;
    this.#min = spec.min ?? Number.NEGATIVE_INFINITY;
    this.#max = spec.max ?? Number.POSITIVE_INFINITY;
    const low = (this.#min - spec.mean) / spec.sd;
    const high = (this.#max - spec.mean) / spec.sd;
    this.#sign = low > 0 ? -1 : 1;
    this.#low = low > 0 ? -high : low;
    this.#high = low > 0 ? -low : high;
    this.#below = normalCdf(this.#low);
    this.#mass = normalCdf(this.#high) - this.#below;
  }

  mean(): number {
    return this.#mean + this.#sign * this.#sd * this.#standardMean();
  }

  variance(): number {
    const m = this.#standardMean();
    const a = Number.isFinite(this.#low) ? this.#low * normalDensity(this.#low) : 0;
    const b = Number.isFinite(this.#high) ? this.#high * normalDensity(this.#high) : 0;
    return this.#sd * this.#sd * (1 + (a - b) / this.#mass - m * m);
  }

  #standardMean(): number {
    return (normalDensity(this.#low) - normalDensity(this.#high)) / this.#mass;
  }

  support(): readonly [number, number] {
    return [this.#min, this.#max];
  }

  density(x: number): number {
    if (!(x >= this.#min && x <= this.#max)) return 0;
    return normalDensity((x - this.#mean) / this.#sd) / (this.#sd * this.#mass);
  }

  cdf(x: number): number {
    if (x <= this.#min) return 0;
    if (x >= this.#max) return 1;
    const z = (this.#sign * (x - this.#mean)) / this.#sd;
    const p = Math.min(1, Math.max(0, (normalCdf(z) - this.#below) / this.#mass));
    return this.#sign > 0 ? p : 1 - p;
  }

  quantile(p: number): number {
    if (!(p >= 0 && p <= 1)) return Number.NaN;
    if (p === 0) return this.#min;
    if (p === 1) return this.#max;
    const z = normalQuantile(this.#below + (this.#sign > 0 ? p : 1 - p) * this.#mass);
    return Math.min(this.#max, Math.max(this.#min, this.#mean + this.#sign * this.#sd * z));
  }
}

/** Family `truncated-normal(mean, sd, min, max)`. */
export const truncatedNormal: Family<TruncatedNormalSpec> = {
  name: "truncated-normal",
  forms: [
    [
      numberField("mean", finite),
      numberField("sd", positive),
      numberField("min", anyBound, true),
      numberField("max", anyBound, true),
    ],
  ],
  examples: [
    { distribution: "truncated-normal", mean: 0, sd: 1, min: -1, max: 2 },
    { distribution: "truncated-normal", mean: 0, sd: 1, min: 3 },
    { distribution: "truncated-normal", mean: 5, sd: 2, max: 4 },
  ],
  problems: (spec) => {
    const min = spec.min ?? Number.NEGATIVE_INFINITY;
    const max = spec.max ?? Number.POSITIVE_INFINITY;
    const order = orderProblems(["min", "max"], [min, max]);
    if (order.length > 0) return order;
    if (!((max - min) / spec.sd >= 1e-3)) {
      const message = "less than a thousandth of a standard deviation apart: a uniform distribution says the same";
      return [{ path: "min, max", message, found: `${min}, ${max}` }];
    }
    const away = Math.max((min - spec.mean) / spec.sd, (spec.mean - max) / spec.sd);
    if (away <= 30) return [];
    return [{ path: "min, max", message: "more than 30 standard deviations from the mean", found: `${min}, ${max}` }];
  },
  create: (spec) => new TruncatedNormal(spec),
};
