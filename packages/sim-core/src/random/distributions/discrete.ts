// A discrete distribution on given numbers with weights. It samples by the alias method (Walker 1977, Vose 1991): one uniform and
// constant time for any number of values. Where common random numbers matter more than speed, sample its quantile instead.

import type { Problem } from "../../foundation/errors.ts";
import { compensatedSum } from "../../foundation/sum.ts";
import type { RandomSource } from "../source.ts";
import { type Distribution, type Family, finite, firstAtLeast, notNegative, numbersField } from "./distribution.ts";

/** Spec of a discrete distribution; weights are relative, and equal when left out. */
export interface DiscreteSpec {
  readonly distribution: "discrete";
  readonly values: readonly number[];
  readonly weights?: readonly number[];
}

/** Numbers with probabilities, in increasing order, each once. */
export class Discrete implements Distribution {
  readonly name: string;
  readonly discrete: boolean = true;
  readonly #values: Float64Array;
  readonly #probabilities: Float64Array;
  readonly #cumulative: Float64Array;
  readonly #alias: AliasTable | undefined;

  constructor(name: string, values: readonly number[], weights: readonly number[] | undefined, alias: boolean) {
    this.name = name;
    const byValue = new Map<number, number>();
    values.forEach((value, i) => {
      const weight = weights === undefined ? 1 : (weights[i] as number);
      if (weight > 0) byValue.set(value, (byValue.get(value) ?? 0) + weight);
    });
    this.#values = Float64Array.from(byValue.keys()).sort();
    const ordered = Float64Array.from(this.#values, (value) => byValue.get(value) as number);
    this.#probabilities = shares(ordered);
    this.#cumulative = cumulate(this.#probabilities);
    this.#alias = alias ? new AliasTable(ordered) : undefined;
  }

  mean(): number {
    return compensatedSum(this.#values.map((value, i) => value * (this.#probabilities[i] as number)));
  }

  variance(): number {
    const mean = this.mean();
    return compensatedSum(
      this.#values.map((value, i) => (value - mean) * (value - mean) * (this.#probabilities[i] as number)),
    );
  }

  support(): readonly [number, number] {
    return [this.#values[0] as number, this.#values[this.#values.length - 1] as number];
  }

  density(x: number): number {
    const i = this.#last(x);
    return i >= 0 && this.#values[i] === x ? (this.#probabilities[i] as number) : 0;
  }

  cdf(x: number): number {
    const i = this.#last(x);
    return i >= 0 ? (this.#cumulative[i] as number) : 0;
  }

  quantile(p: number): number {
    if (!(p >= 0 && p <= 1)) return Number.NaN;
    return this.#values[firstAtLeast(this.#cumulative, p)] as number;
  }

  sample(source: RandomSource): number {
    if (this.#alias === undefined) return this.quantile(source.uniform());
    return this.#values[this.#alias.pick(source.uniform())] as number;
  }

  /** Position of the last value not above x; -1 when there is none. */
  #last(x: number): number {
    let low = -1;
    let high = this.#values.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#values[middle] as number) <= x) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** Pick a position with given odds in constant time. */
export class AliasTable {
  readonly #accept: Float64Array;
  readonly #other: Int32Array;

  /** @param weights relative weights from 0, at least one above 0 */
  constructor(weights: ArrayLike<number>) {
    const n = weights.length;
    const scaled = shares(weights).map((share) => share * n);
    this.#accept = new Float64Array(n).fill(1);
    this.#other = Int32Array.from({ length: n }, (_, i) => i);
    const small: number[] = [];
    const large: number[] = [];
    scaled.forEach((share, i) => {
      (share < 1 ? small : large).push(i);
    });
    while (small.length > 0 && large.length > 0) {
      const poor = small.pop() as number;
      const rich = large[large.length - 1] as number;
      this.#accept[poor] = scaled[poor] as number;
      this.#other[poor] = rich;
      scaled[rich] = (scaled[rich] as number) + (scaled[poor] as number) - 1;
      if ((scaled[rich] as number) < 1) small.push(large.pop() as number);
    }
    // What is left over has a share of 1 but for rounding; a weight of 0 is never picked all the same.
    for (const i of small) if ((weights[i] as number) === 0) this.#accept[i] = 0;
  }

  /**
   * Pick a position.
   *
   * @param u a uniform on (0, 1)
   * @returns a position, with probability proportional to its weight
   */
  pick(u: number): number {
    const scaled = u * this.#accept.length;
    const i = Math.min(this.#accept.length - 1, Math.floor(scaled));
    return scaled - i < (this.#accept[i] as number) ? i : (this.#other[i] as number);
  }
}

/** Weights over their sum. */
export function shares(weights: ArrayLike<number>): Float64Array {
  const sum = compensatedSum(weights);
  return Float64Array.from(weights, (weight) => weight / sum);
}

/** Running sums of probabilities; the last is 1 exactly. */
export function cumulate(probabilities: Float64Array): Float64Array {
  let sum = 0;
  const cumulative = probabilities.map((probability) => {
    sum += probability;
    return Math.min(1, sum);
  });
  cumulative[cumulative.length - 1] = 1;
  return cumulative;
}

/** Say what is wrong with weights beside a list of things. */
export function weightProblems(things: string, count: number, weights: readonly number[] | undefined): Problem[] {
  if (count === 0) return [{ path: things, message: "empty" }];
  if (weights === undefined) return [];
  if (weights.length !== count) {
    return [{ path: "weights", message: `not one for each of the ${things}`, found: `${weights.length} for ${count}` }];
  }
  if (!weights.some((weight) => weight > 0)) return [{ path: "weights", message: "all are 0" }];
  return [];
}

/** Family `discrete(value, value, ...; weight, weight, ...)`. */
export const discrete: Family<DiscreteSpec> = {
  name: "discrete",
  inversion: false,
  forms: [[numbersField("values", finite), numbersField("weights", notNegative, true)]],
  examples: [
    { distribution: "discrete", values: [1, 2.5, 10], weights: [0.2, 0.5, 0.3] },
    { distribution: "discrete", values: [3, -1, 3, 8], weights: [1, 2, 3, 0] },
    { distribution: "discrete", values: [7] },
  ],
  problems: (spec) => weightProblems("values", spec.values.length, spec.weights),
  create: (spec) => new Discrete("discrete", spec.values, spec.weights, true),
};
