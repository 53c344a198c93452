// A mixture: one of several distributions, with weights. It samples by composition: the first uniform picks the component, the
// component draws with the rest. Its quantile is found by number.
import { InputError } from "../../foundation/errors.ts";
import type { RandomSource } from "../source.ts";
import { cumulate, shares, weightProblems } from "./discrete.ts";
import { type Distribution, type Family, firstAtLeast, notNegative, numbersField } from "./distribution.ts";
import { bisect } from "./numerics.ts";
import { type DistributionSpec, distributionOf } from "./registry.ts";

/** Spec of a mixture; weights are relative, and equal when left out. All components are continuous, or all are discrete. */
export interface MixtureSpec {
  readonly distribution: "mixture";
  readonly components: readonly DistributionSpec[];
  readonly weights?: readonly number[];
}

class Mixture implements Distribution {
  readonly name = "mixture";
  readonly discrete: boolean;
  readonly #components: readonly Distribution[];
  readonly #shares: Float64Array;
  readonly #cumulative: Float64Array;

  constructor(components: readonly Distribution[], weights: ArrayLike<number>) {
    this.discrete = components[0]?.discrete ?? false;
    const present = components.map((_, i) => i).filter((i) => (weights[i] as number) > 0);
    this.#components = present.map((i) => components[i] as Distribution);
    this.#shares = shares(present.map((i) => weights[i] as number));
    this.#cumulative = cumulate(this.#shares);
  }

  mean(): number {
    return this.#average((component) => component.mean());
  }

  variance(): number {
    const mean = this.mean();
    return this.#average((component) => {
      const shift = component.mean() - mean;
      return component.variance() + shift * shift;
    });
  }

  support(): readonly [number, number] {
    const supports = this.#components.map((component) => component.support());
    return [Math.min(...supports.map(([low]) => low)), Math.max(...supports.map(([, high]) => high))];
  }

  density(x: number): number {
    return this.#average((component) => component.density(x));
  }

  cdf(x: number): number {
    // The shares add up to 1 but for rounding.
    const reached = this.#average((component) => component.cdf(x));
    return x >= this.support()[1] ? 1 : Math.min(1, reached);
  }

  quantile(p: number): number {
    const quantiles = this.#components.map((component) => component.quantile(p));
    const low = Math.min(...quantiles);
    const high = Math.max(...quantiles);
    // The quantile lies between the smallest and the largest of the components'.
    if (!(low < high) || p === 0) return low;
    if (p === 1) return high;
    if (!this.discrete) return bisect((x) => this.cdf(x), p, low, high);
    if (this.cdf(low) >= p) return low;
    let below = low;
    let reached = high;
    while (reached - below > 0) {
      const middle = below + (reached - below) / 2;
      if (!(middle > below && middle < reached)) break;
      if (this.cdf(middle) < p) below = middle;
      else reached = middle;
    }
    return reached;
  }

  sample(source: RandomSource): number {
    const i = firstAtLeast(this.#cumulative, source.uniform());
    return (this.#components[i] as Distribution).sample(source);
  }

  #average(value: (component: Distribution) => number): number {
    let sum = 0;
    for (let i = 0; i < this.#components.length; i++) {
      sum += (this.#shares[i] as number) * value(this.#components[i] as Distribution);
    }
    return sum;
  }
}

/** Family `mixture(distribution, distribution, ...; weight, weight, ...)`. */
export const mixture: Family<MixtureSpec> = {
  name: "mixture",
  inversion: false,
  forms: [[{ name: "components", kind: "distributions" }, numbersField("weights", notNegative, true)]],
  examples: [
    {
      distribution: "mixture",
      components: [
        { distribution: "normal", mean: 0, sd: 1 },
        { distribution: "normal", mean: 4, sd: 2 },
      ],
      weights: [0.3, 0.7],
    },
    {
      distribution: "mixture",
      components: [
        { distribution: "poisson", mean: 1 },
        { distribution: "binomial", trials: 20, probability: 0.5 },
      ],
    },
  ],
  problems: (spec) => {
    const problems = weightProblems("components", spec.components.length, spec.weights);
    const components = spec.components.flatMap((component, i) => {
      try {
        return [distributionOf(component)];
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        for (const problem of error.problems) {
          const path = [`components[${i}]`, problem.path].filter((part) => part !== undefined).join(".");
          problems.push({ ...problem, path });
        }
        return [];
      }
    });
    if (new Set(components.map((component) => component.discrete)).size > 1) {
      problems.push({ path: "components", message: "mixes discrete and continuous distributions" });
    }
    if (components.some((component) => component.name === "choice")) {
      problems.push({ path: "components", message: "a choice has no numbers to mix" });
    }
    return problems;
  },
  create: (spec) =>
    new Mixture(
      spec.components.map((component) => distributionOf(component)),
      spec.weights ?? spec.components.map(() => 1),
    ),
};
