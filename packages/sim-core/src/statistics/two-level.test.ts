import { describe, expect, it } from "vitest";
import { drawMeans, forecastHalfWidth, varianceComponents } from "./two-level.ts";

describe("draw means", () => {
  it("average the runs of each draw, in replication order", () => {
    expect([...drawMeans([1, 3, 5, 7, 9, 11], 2)]).toEqual([2, 6, 10]);
    expect([...drawMeans([1, 3, 5, 7, 9, 11], 3)]).toEqual([3, 9]);
    expect([...drawMeans([4, 5], 1)]).toEqual([4, 5]);
  });

  it("use the defined runs of a draw, and are undefined without one", () => {
    expect([...drawMeans([1, Number.NaN, Number.NaN, Number.NaN, 5, 7], 2)]).toEqual([1, Number.NaN, 6]);
  });

  it("refuse runs that do not fill whole draws", () => {
    expect(() => drawMeans([1, 2, 3], 2)).toThrow(/3 runs do not fill whole draws of 2/);
    expect(() => drawMeans([1, 2], 0)).toThrow(/at least 1/);
  });
});

describe("the split of the variance into parameters and chance", () => {
  it("follows the analysis of variance by hand", () => {
    // Draw means 2, 6, 10 around 6: between 2 * (16 + 0 + 16) / 2 = 32; within (2 + 2 + 2) / 3 = 2; (32 - 2) / 2 = 15.
    const split = varianceComponents([1, 3, 5, 7, 9, 11], 2, 0.95);
    expect(split.draws).toBe(3);
    expect(split.runs).toBe(6);
    expect(split.parameterVariance).toBeCloseTo(15, 12);
    expect(split.chanceVariance).toBeCloseTo(2, 12);
    expect(split.parameters.share).toBeCloseTo(15 / 17, 12);
    expect(split.chance.share).toBeCloseTo(2 / 17, 12);
    expect(split.chance.low).toBeCloseTo(1 - split.parameters.high, 15);
  });

  it("has the jackknife interval of an independent computation", () => {
    // Six draws at 80 %, by a separate script in Python.
    const { parameters, chanceVariance } = varianceComponents([1, 3, 5, 8, 9, 11, 2, 6, 14, 15, -3, 1], 2, 0.8);
    expect(chanceVariance).toBeCloseTo(4.166666666666667, 12);
    expect(parameters.share).toBeCloseTo(0.8759305210918114, 12);
    expect(parameters.low).toBeCloseTo(0.6848716967470645, 10);
    expect(parameters.high).toBeCloseTo(0.9646945935909138, 10);
  });

  it("allows for draws with an undefined run", () => {
    // Draws (0, 2), (10), (4, 8): means 1, 10, 6; grand mean 4.8; between (2 * 14.44 + 27.04 + 2 * 1.44) / 2 = 29.4;
    // within (2 + 8) / 2 = 5; effective runs (5 - 9 / 5) / 2 = 1.6; (29.4 - 5) / 1.6 = 15.25.
    const split = varianceComponents([0, 2, 10, Number.NaN, 4, 8], 2, 0.95);
    expect(split.chanceVariance).toBeCloseTo(5, 12);
    expect(split.parameterVariance).toBeCloseTo(15.25, 12);
    expect(split.runs).toBe(5);
  });

  it("is all chance when draws differ no more than runs do, and all parameters when runs agree", () => {
    const chance = varianceComponents([0, 10, 10, 0, 0, 10, 10, 0], 2, 0.95);
    expect(chance.parameterVariance).toBe(0);
    expect(chance.parameters.share).toBe(0);
    expect(chance.chance.share).toBe(1);
    const parameters = varianceComponents([1, 1, 2, 2, 5, 5], 2, 0.95);
    expect(parameters.parameters).toEqual({ share: 1, low: 1, high: 1 });
    expect(parameters.chance).toEqual({ share: 0, low: 0, high: 0 });
  });

  it("is undefined when nothing varies or too little is there", () => {
    expect(varianceComponents([3, 3, 3, 3, 3, 3], 2, 0.95).parameters.share).toBeNaN();
    expect(varianceComponents([1, 2, 3, 4], 2, 0.95).parameters.share).toBeNaN();
    expect(varianceComponents([1, 2, 3, 4], 1, 0.95).parameters.share).toBeNaN();
    expect(varianceComponents([], 2, 0.95).parameters.share).toBeNaN();
  });

  it("does not move with a shift far from zero", () => {
    const near = varianceComponents([1, 3, 5, 8, 9, 12], 2, 0.9);
    const far = varianceComponents(
      [1, 3, 5, 8, 9, 12].map((x) => x + 1e9),
      2,
      0.9,
    );
    expect(far.parameters.share).toBeCloseTo(near.parameters.share, 6);
    expect(far.parameters.low).toBeCloseTo(near.parameters.low, 6);
  });
});

describe("the forecast of a half-width", () => {
  it("falls with draws, and with runs only as far as chance goes", () => {
    const split = { parameterVariance: 4, chanceVariance: 2 };
    // sqrt((4 + 2 / 2) / 10) * t(9)  = 0.7071 x 2.2622
    expect(forecastHalfWidth(split, 10, 2, 0.95)).toBeCloseTo(Math.SQRT1_2 * 2.2621571628540993, 9);
    const manyRuns = forecastHalfWidth(split, 10, 1_000_000, 0.95);
    expect(manyRuns).toBeGreaterThan(Math.sqrt(4 / 10) * 2.26);
    expect(forecastHalfWidth(split, 40, 2, 0.95)).toBeLessThan(forecastHalfWidth(split, 10, 2, 0.95) / 2);
  });

  it("refuses a single draw", () => {
    expect(() => forecastHalfWidth({ parameterVariance: 1, chanceVariance: 1 }, 1, 2, 0.95)).toThrow(/at least 2/);
  });
});
