// What a distribution is, and what a family of distributions says about itself: its parameters, its forms, some examples, and how
// to make one. A family is one file here and one line in all.ts; the laws in the tests then hold it to its promises.
import type { Problem } from "../../foundation/errors.ts";
import type { RandomSource } from "../source.ts";

/** One distribution with fixed parameters. */
export interface Distribution {
  /** Name of its family, such as `pert`. */
  readonly name: string;
  /** Whether `density` is a probability mass on separate points. */
  readonly discrete: boolean;
  /** Expected value. */
  mean(): number;
  /** Variance; may be Infinity. */
  variance(): number;
  /** Lowest and highest value; may be infinite. */
  support(): readonly [number, number];
  /** Density at x, or probability mass of x where the distribution is discrete; 0 outside the support. */
  density(x: number): number;
  /** P(X <= x). */
  cdf(x: number): number;
  /** Smallest x with P(X <= x) >= p; the ends of the support at 0 and 1; NaN where p is no probability. */
  quantile(p: number): number;
  /** Draw a value; by inversion of one uniform unless the family says otherwise. */
  sample(source: RandomSource): number;
}

/** A continuous distribution that samples by inversion. */
export abstract class ContinuousDistribution implements Distribution {
  abstract readonly name: string;
  readonly discrete: boolean = false;
  abstract mean(): number;
  abstract variance(): number;
  abstract support(): readonly [number, number];
  abstract density(x: number): number;
  abstract cdf(x: number): number;
  abstract quantile(p: number): number;

  sample(source: RandomSource): number {
    return this.quantile(source.uniform());
  }
}

/** A discrete distribution on the whole numbers from 0 that samples by inversion. */
export abstract class CountDistribution implements Distribution {
  abstract readonly name: string;
  readonly discrete: boolean = true;
  #cumulative: Float64Array | undefined;
  abstract mean(): number;
  abstract variance(): number;
  abstract support(): readonly [number, number];
  abstract density(x: number): number;
  abstract cdf(x: number): number;

  quantile(p: number): number {
    const [lowest, highest] = this.support();
    if (!(p >= 0 && p <= 1)) return Number.NaN;
    if (p === 0) return lowest;
    if (p === 1) return highest;
    this.#cumulative ??= this.#tabulate();
    const table = this.#cumulative;
    if (table.length > 0 && p <= (table[table.length - 1] as number)) return firstAtLeast(table, p);
    return this.#search(p, Math.max(lowest, table.length), highest);
  }

  sample(source: RandomSource): number {
    return this.quantile(source.uniform());
  }

  /** The distribution function up to where all is said, or the first 4,096 values. */
  #tabulate(): Float64Array {
    const values: number[] = [];
    const last = Math.min(this.support()[1], 4095);
    if (this.mean() > 4095) return new Float64Array(0);
    let before = 0;
    for (let k = 0; k <= last && before < 1 - 1e-15; k++) {
      before = Math.max(before, this.cdf(k));
      values.push(before);
    }
    return Float64Array.from(values);
  }

  /** Bisection between bounds found by doubling steps from the mean. */
  #search(p: number, lowest: number, highest: number): number {
    let low = lowest - 1;
    let step = Math.max(1, Math.ceil(Math.sqrt(this.variance())));
    let high = Math.min(highest, Math.max(lowest, Math.ceil(this.mean())));
    while (high < highest && this.cdf(high) < p) {
      low = high;
      high = Math.min(highest, high + step);
      step *= 2;
    }
    while (high - low > 1) {
      const middle = Math.floor(low + (high - low) / 2);
      if (this.cdf(middle) < p) low = middle;
      else high = middle;
    }
    return high;
  }
}

/**
 * Find the first entry of an increasing table that reaches a value.
 *
 * @param table numbers that never decrease
 * @param value not above the last entry
 * @returns its position
 */
export function firstAtLeast(table: Float64Array, value: number): number {
  let low = -1;
  let high = table.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((table[middle] as number) < value) low = middle;
    else high = middle;
  }
  return high;
}

/** A value that a `choice` can choose. */
export type ChoiceValue = string | number | boolean;

/** One parameter of a family. */
export interface Field {
  readonly name: string;
  /** What it holds: a number, a list of numbers, a list of values of a choice, or a list of distributions. */
  readonly kind: "number" | "numbers" | "values" | "distributions";
  readonly optional?: boolean;
  /** What a number (each number of a list) must be. */
  readonly rule?: Rule;
}

/** A rule for one number: how it is said, and whether it holds. */
export interface Rule {
  readonly text: string;
  holds(x: number): boolean;
}

/** A family of distributions: what is needed to read, check, write and make one. */
export interface Family<S extends { readonly distribution: string }> {
  readonly name: S["distribution"];
  /** Ways to give the parameters; the first is the order of the short spelling. */
  readonly forms: readonly (readonly Field[])[];
  /** Specs that the laws are tested on. */
  readonly examples: readonly S[];
  /** Whether `sample` is the quantile of one uniform; true when left out. */
  readonly inversion?: boolean;
  /** What is wrong between parameters that are right one by one. */
  problems?(spec: S): readonly Problem[];
  /** Make the distribution of a spec without problems. */
  create(spec: S): Distribution;
}

/** The spec of a family. */
export type SpecOf<F> = F extends Family<infer S> ? S : never;

export const finite: Rule = { text: "a finite number", holds: (x) => Number.isFinite(x) };
export const anyBound: Rule = { text: "a number or ±Infinity", holds: (x) => !Number.isNaN(x) };
export const positive: Rule = { text: "a number above 0", holds: (x) => x > 0 && Number.isFinite(x) };
export const notNegative: Rule = { text: "a number from 0", holds: (x) => x >= 0 && Number.isFinite(x) };
export const probability: Rule = { text: "a number from 0 to 1", holds: (x) => x >= 0 && x <= 1 };
export const innerProbability: Rule = { text: "a number between 0 and 1", holds: (x) => x > 0 && x < 1 };
/** Beyond these limits the incomplete gamma and beta functions underflow or need millions of terms. */
export const shape: Rule = { text: "a number from 0.001 to 10^10", holds: (x) => x >= 0.001 && x <= 1e10 };
export const wholePositive: Rule = { text: "a whole number from 1", holds: (x) => x >= 1 && Number.isSafeInteger(x) };

/** Say that shapes which follow from other parameters are out of range. */
export function shapeProblems(path: string, shapes: readonly number[]): Problem[] {
  if (shapes.every((x) => shape.holds(x))) return [];
  const found = `shape ${shapes.join(", ")}`;
  return [{ path, message: "makes a distribution too narrow or too skewed to compute", found, allowed: shape.text }];
}

/** A parameter that is one number. */
export function numberField(name: string, rule: Rule, optional = false): Field {
  return { name, kind: "number", rule, optional };
}

/** A parameter that is a list of numbers. */
export function numbersField(name: string, rule: Rule, optional = false): Field {
  return { name, kind: "numbers", rule, optional };
}

/**
 * Say that numbers are not in order.
 *
 * @param names names of the parameters, in the order that their values must have
 * @param values the values
 * @param strict whether equal first and last values are wrong too
 * @returns no problem or one
 */
export function orderProblems(names: readonly string[], values: readonly number[], strict = true): Problem[] {
  let ordered = values.every((value, i) => i === 0 || (values[i - 1] as number) <= value);
  if (strict && values[0] === values[values.length - 1]) ordered = false;
  if (ordered) return [];
  return [
    {
      path: names.join(", "),
      message: "not in order",
      found: values.join(", "),
      allowed: `${names.join(" <= ")}${strict ? `, and ${names[0]} < ${names[names.length - 1]}` : ""}`,
    },
  ];
}
