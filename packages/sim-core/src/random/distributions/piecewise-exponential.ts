// The piecewise-exponential distribution: a lifetime with a hazard that is constant between break points; the last rate holds for
// ever. The usual way to carry an estimated survival curve with a stated tail into a model.
import { exp, expm1, log1p } from "../../foundation/math.ts";
import { ContinuousDistribution, type Family, notNegative, numbersField, positive } from "./distribution.ts";

/** Spec: `rates[0]` from 0 to `breaks[0]`, and so on; one rate more than breaks, the last above 0. */
export interface PiecewiseExponentialSpec {
  readonly distribution: "piecewise-exponential";
  readonly rates: readonly number[];
  readonly breaks?: readonly number[];
}

class PiecewiseExponential extends ContinuousDistribution {
  readonly name = "piecewise-exponential";
  readonly #rates: readonly number[];
  /** Where each piece starts, and the hazard that has been collected by then. */
  readonly #starts: readonly number[];
  readonly #hazards: readonly number[];

  constructor(rates: readonly number[], breaks: readonly number[]) {
    super();
    this.#rates = rates;
    this.#starts = [0, ...breaks];
    const hazards = [0];
    for (let i = 1; i < rates.length; i++) {
      const width = (this.#starts[i] as number) - (this.#starts[i - 1] as number);
      hazards.push((hazards[i - 1] as number) + (rates[i - 1] as number) * width);
    }
    this.#hazards = hazards;
  }

  mean(): number {
    return this.#moments()[0];
  }

  variance(): number {
    const [first, second] = this.#moments();
    return second - first * first;
  }

  /** E T and E T^2 as integrals of S(t) and 2 t S(t), piece by piece. */
  #moments(): [number, number] {
    let first = 0;
    let second = 0;
    for (let i = 0; i < this.#rates.length; i++) {
      const rate = this.#rates[i] as number;
      const start = this.#starts[i] as number;
      const end = this.#starts[i + 1] ?? Number.POSITIVE_INFINITY;
      const alive = exp(-(this.#hazards[i] as number));
      if (rate === 0) {
        first += alive * (end - start);
        second += alive * (end * end - start * start);
        continue;
      }
      const width = end - start;
      const dying = width === Number.POSITIVE_INFINITY ? 1 : -expm1(-rate * width);
      const area = dying / rate;
      const moment = width === Number.POSITIVE_INFINITY ? area / rate : (area - width * (1 - dying)) / rate;
      first += alive * area;
      second += 2 * alive * (start * area + moment);
    }
    return [first, second];
  }

  support(): readonly [number, number] {
    const first = this.#rates.findIndex((rate) => rate > 0);
    return [this.#starts[first] as number, Number.POSITIVE_INFINITY];
  }

  density(x: number): number {
    if (!(x >= 0)) return 0;
    const i = lastNotAbove(this.#starts, x);
    return (this.#rates[i] as number) * exp(-this.#hazardAt(i, x));
  }

  cdf(x: number): number {
    return x > 0 ? -expm1(-this.#hazardAt(lastNotAbove(this.#starts, x), x)) : 0;
  }

  quantile(p: number): number {
    if (!(p >= 0 && p <= 1)) return Number.NaN;
    if (p === 0) return this.support()[0];
    const hazard = -log1p(-p);
    if (hazard === Number.POSITIVE_INFINITY) return hazard;
    let i = lastNotAbove(this.#hazards, hazard);
    // At the end of pieces without hazard the smallest time is the start of the first of them.
    while (i > 0 && (this.#hazards[i] as number) === hazard) i--;
    const rate = this.#rates[i] as number;
    const within = hazard - (this.#hazards[i] as number);
    return (this.#starts[i] as number) + (within === 0 ? 0 : within / rate);
  }

  #hazardAt(i: number, x: number): number {
    const since = x - (this.#starts[i] as number);
    return (this.#hazards[i] as number) + (since === 0 ? 0 : (this.#rates[i] as number) * since);
  }
}

function lastNotAbove(values: readonly number[], x: number): number {
  let i = values.length - 1;
  while (i > 0 && (values[i] as number) > x) i--;
  return i;
}

/** Family `piecewise-exponential(rate, rate, ...; break, ...)`. */
export const piecewiseExponential: Family<PiecewiseExponentialSpec> = {
  name: "piecewise-exponential",
  forms: [[numbersField("rates", notNegative), numbersField("breaks", positive, true)]],
  examples: [
    { distribution: "piecewise-exponential", rates: [0.5, 0.1, 0.3], breaks: [1, 4] },
    { distribution: "piecewise-exponential", rates: [0, 2, 0.5, 1], breaks: [0.5, 1, 2] },
    { distribution: "piecewise-exponential", rates: [0.2] },
  ],
  problems: (spec) => {
    const breaks = spec.breaks ?? [];
    const found = `${spec.rates.length} rates, ${breaks.length} breaks`;
    const problems = [];
    if (spec.rates.length !== breaks.length + 1) problems.push({ message: "needs one rate more than breaks", found });
    if (breaks.some((value, i) => i > 0 && value <= (breaks[i - 1] as number))) {
      problems.push({ path: "breaks", message: "not increasing", found: breaks.join(", ") });
    }
    if (!((spec.rates[spec.rates.length - 1] ?? 0) > 0)) {
      problems.push({
        path: "rates",
        message: "the last rate is the tail and must be above 0",
        found: spec.rates.join(", "),
      });
    }
    return problems;
  },
  create: (spec) => new PiecewiseExponential(spec.rates, spec.breaks ?? []),
};
