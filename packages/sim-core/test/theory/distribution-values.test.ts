// Distributions against values computed elsewhere (scipy and mpmath; the program stands beside the file) and against closed forms.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type DistributionSpec, distributionOf, parseDistribution } from "../../src/index.ts";

interface Row {
  readonly text: string;
  readonly mean: number;
  readonly variance: number;
  readonly points: readonly (readonly [x: number, density: number, cdf: number])[];
}

const rows: readonly Row[] = JSON.parse(
  readFileSync(new URL("../reference/distributions-reference.json", import.meta.url), "utf8"),
);

function close(found: number, expected: number, relative: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));
}

describe.each(rows)("$text", ({ text, mean, variance, points }) => {
  const d = distributionOf(parseDistribution(text));

  it("has the reference mean and variance (relative 1e-9)", () => {
    close(d.mean(), mean, 1e-9);
    close(d.variance(), variance, 1e-9);
  });

  it("has the reference density and distribution function (relative 1e-9)", () => {
    for (const [x, density, cdf] of points) {
      close(d.density(x), density, 1e-9);
      close(d.cdf(x), cdf, 1e-9);
    }
  });
});

describe("closed forms", () => {
  const of = (spec: DistributionSpec): ReturnType<typeof distributionOf> => distributionOf(spec);

  it("PERT has mean (min + 4 mode + max) / 6", () => {
    expect(of({ distribution: "pert", min: 1, mode: 3, max: 6 }).mean()).toBeCloseTo((1 + 12 + 6) / 6, 14);
    expect(of({ distribution: "pert", min: 1, mode: 3, max: 6, shape: 8 }).mean()).toBeCloseTo((1 + 24 + 6) / 10, 14);
  });

  it("the exponential forgets", () => {
    const d = of({ distribution: "exponential", rate: 0.5 });
    expect((1 - d.cdf(5)) / (1 - d.cdf(3))).toBeCloseTo(1 - d.cdf(2), 14);
  });

  it("a gamma of shape n is n exponentials: 1 - cdf is a Poisson sum", () => {
    const erlang = of({ distribution: "erlang", shape: 4, rate: 1 });
    const poisson = of({ distribution: "poisson", mean: 2.7 });
    expect(1 - erlang.cdf(2.7)).toBeCloseTo(poisson.cdf(3), 14);
  });

  it("a Weibull of shape 1 and a Gompertz without growth are exponential", () => {
    const exponential = of({ distribution: "exponential", mean: 2 });
    const weibull = of({ distribution: "weibull", shape: 1, scale: 2 });
    const gompertz = of({ distribution: "gompertz", rate: 0.5, growth: 0 });
    for (const p of [0.001, 0.3, 0.999]) {
      expect(weibull.quantile(p)).toBeCloseTo(exponential.quantile(p), 13);
      expect(gompertz.quantile(p)).toBeCloseTo(exponential.quantile(p), 13);
    }
    expect(gompertz.mean()).toBeCloseTo(2, 12);
    expect(gompertz.variance()).toBeCloseTo(4, 11);
  });

  it("a piecewise-exponential with a gap has the moments of its parts and skips the gap", () => {
    const d = of({ distribution: "piecewise-exponential", rates: [0, 2, 0, 1], breaks: [0.5, 1, 2] });
    const reach = 1 - Math.exp(-1);
    expect(d.support()[0]).toBe(0.5);
    expect(d.cdf(1)).toBeCloseTo(reach, 15);
    expect(d.cdf(1.9)).toBe(d.cdf(1));
    expect(d.quantile(reach - 1e-9)).toBeLessThan(1);
    expect(d.quantile(reach + 1e-9)).toBeGreaterThan(2);
    // E T = 0.5 + (1 - 1/e)/2 + 1/e + 1/e, by integrating the survival function piece by piece.
    expect(d.mean()).toBeCloseTo(0.5 + (1 - Math.exp(-1)) / 2 + 2 * Math.exp(-1), 14);
  });

  it("a discrete distribution merges equal values and drops weights of 0", () => {
    const d = of({ distribution: "discrete", values: [3, -1, 3, 8], weights: [1, 2, 3, 0] });
    expect(d.support()).toEqual([-1, 3]);
    expect([d.density(-1), d.density(3), d.density(8)]).toEqual([1 / 3, 2 / 3, 0]);
    expect(d.mean()).toBeCloseTo(5 / 3, 15);
  });

  it("the empirical distribution has the mean and the population variance of its values", () => {
    const d = of({ distribution: "empirical", values: [2, 4, 4, 6] });
    expect([d.mean(), d.variance(), d.quantile(0.25), d.quantile(0.26)]).toEqual([4, 2, 2, 4]);
  });

  it("a mixture of one component is that component", () => {
    const component: DistributionSpec = { distribution: "gamma", shape: 2.5, scale: 2 };
    const d = of({ distribution: "mixture", components: [component] });
    for (const p of [0.01, 0.5, 0.99]) expect(d.quantile(p)).toBeCloseTo(of(component).quantile(p), 12);
  });
});
