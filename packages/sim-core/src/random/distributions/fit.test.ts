import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../foundation/errors.ts";
import {
  fitMeanAndInterval,
  fitMedianAndMean,
  fitMinModeMax,
  fitProportion,
  fitProportions,
  type MeanAndInterval,
} from "./fit.ts";
import { type DistributionSpec, distributionOf } from "./registry.ts";

describe("mean and interval", () => {
  it("of a normal is the textbook's", () => {
    const { spec, low, high } = fitMeanAndInterval({ mean: 10, low: 8.04, high: 11.96, family: "normal" });
    const d = distributionOf(spec);
    expect(d.mean()).toBe(10);
    expect(Math.sqrt(d.variance())).toBeCloseTo(1, 4);
    expect([low, high]).toEqual([expect.closeTo(8.04, 12), expect.closeTo(11.96, 12)]);
  });

  it.each(["lognormal", "gamma", "beta", "logit-normal"] as const)(
    "of a %s keeps the mean, and the interval where one of that family has it",
    (family) => {
      const spread =
        family === "beta" ? { mean: 0.2, sd: 0.07 } : { mean: 0.2, sd: family === "logit-normal" ? 0.4 : 0.08 };
      const truth = distributionOf({ distribution: family, ...spread } as DistributionSpec);
      const evidence = { mean: truth.mean(), low: truth.quantile(0.025), high: truth.quantile(0.975), family };
      const fitted = fitMeanAndInterval(evidence);
      expect(distributionOf(fitted.spec).mean()).toBeCloseTo(evidence.mean, 10);
      expect(fitted.low).toBeCloseTo(evidence.low, 8);
      expect(fitted.high).toBeCloseTo(evidence.high, 8);
    },
  );

  it("at another level is wider or narrower", () => {
    const at = (level: number): number =>
      distributionOf(fitMeanAndInterval({ mean: 5, low: 4, high: 6, level, family: "normal" }).spec).variance();
    expect(at(0.5)).toBeGreaterThan(at(0.95));
  });

  it("that contradict themselves are refused with every reason", () => {
    const evidence: MeanAndInterval = { mean: 3, low: -1, high: 2, level: 2, family: "gamma" };
    expect(() => fitMeanAndInterval(evidence)).toThrow(
      /level.*\n.*not inside the interval.*\n.*not inside the range of gamma/,
    );
    expect(() => fitMeanAndInterval({ mean: 0.5, low: 1e-9, high: 1 - 1e-9, level: 0.1, family: "beta" })).toThrow(
      /no beta distribution/,
    );
  });
});

describe("median and mean", () => {
  it("give the lognormal that has both", () => {
    const d = distributionOf(fitMedianAndMean(12.4, 19.5));
    expect(d.quantile(0.5)).toBeCloseTo(12.4, 12);
    expect(d.mean()).toBeCloseTo(19.5, 12);
    expect(d.cdf(10)).toBeCloseTo(0.41, 2);
  });

  it("are refused when the mean is not above the median", () => {
    expect(() => fitMedianAndMean(5, 5)).toThrow(/not above the median/);
  });
});

describe("k of n", () => {
  it("gives Jeffreys' posterior", () => {
    expect(fitProportion(423, 4661)).toEqual({ distribution: "beta", alpha: 423.5, beta: 4238.5 });
  });

  it("is refused when it is no count", () => {
    expect(() => fitProportion(5, 4)).toThrow(/k: out of range/);
    expect(() => fitProportion(0.5, 0)).toThrow(InputError);
  });
});

describe("k of n in several periods", () => {
  it("with equal shares has no variance between periods", () => {
    const fitted = fitProportions([
      { k: 100, n: 1000 },
      { k: 100, n: 1000 },
      { k: 100, n: 1000 },
    ]);
    expect(fitted.betweenVariance).toBe(0);
    expect(distributionOf(fitted.spec).quantile(0.5)).toBeCloseTo(0.1, 3);
  });

  it("makes the weighted squares equal their degrees of freedom when they exceed them", () => {
    const counts = [
      { k: 423, n: 4661 },
      { k: 337, n: 2653 },
      { k: 60, n: 900 },
    ];
    const { betweenVariance, middle, standardError } = fitProportions(counts);
    let squares = 0;
    for (const { k, n } of counts) {
      const y = Math.log((k + 0.5) / (n - k + 0.5));
      squares += (y - middle) ** 2 / (1 / (k + 0.5) + 1 / (n - k + 0.5) + betweenVariance);
    }
    expect(betweenVariance).toBeGreaterThan(0.01);
    expect(squares).toBeCloseTo(2, 9);
    expect(standardError).toBeGreaterThan(Math.sqrt(betweenVariance / 3));
  });

  it("recovers a known variance between many periods", () => {
    // Log-odds spread evenly over the quantiles of a normal with standard deviation 0.3, with many persons each.
    const normal = distributionOf({ distribution: "normal", mean: -2, sd: 0.3 });
    const counts = Array.from({ length: 200 }, (_, i) => {
      const p = 1 / (1 + Math.exp(-normal.quantile((i + 0.5) / 200)));
      return { k: Math.round(p * 1e6), n: 1e6 };
    });
    expect(Math.sqrt(fitProportions(counts).betweenVariance)).toBeCloseTo(0.3, 2);
  });

  it("widens with the variance between periods for any counts", () => {
    const count = fc
      .tuple(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([n, share]) => ({ k: Math.floor(share * n), n }));
    fc.assert(
      fc.property(fc.array(count, { minLength: 2, maxLength: 6 }), (counts) => {
        const { spec, betweenVariance, standardError } = fitProportions(counts);
        expect(betweenVariance).toBeGreaterThanOrEqual(0);
        expect(standardError).toBeGreaterThan(0);
        expect(distributionOf(spec).quantile(0.5)).toBeGreaterThan(0);
      }),
    );
  });

  it("is refused for one period", () => {
    expect(() => fitProportions([{ k: 1, n: 2 }])).toThrow(/two periods/);
    const apart = [
      { k: 0, n: 1e9 },
      { k: 1e9, n: 1e9 },
    ];
    expect(() => fitProportions(apart)).toThrow(/too far apart.*0 of 1000000000/);
    expect(() =>
      fitProportions([
        { k: 1, n: 2 },
        { k: 3, n: 2 },
      ]),
    ).toThrow(/counts\[1\].k/);
  });
});

describe("least, likely, most", () => {
  it("is a PERT distribution, refused when out of order", () => {
    expect(fitMinModeMax(0, 0.3, 0.8)).toEqual({ distribution: "pert", min: 0, mode: 0.3, max: 0.8 });
    expect(() => fitMinModeMax(0, 0.9, 0.8)).toThrow(/not in order/);
  });
});
