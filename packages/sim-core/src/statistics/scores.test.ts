import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp, normalCdf } from "../foundation/math.ts";
import { keyFromSeed, SequentialStream } from "../random/index.ts";
import { coverageOf, crpsOfSample, intervalScore, pinballLoss, predictiveInterval } from "./scores.ts";

/** Average |x - y| and |x - x'| the slow way. */
function crpsByPairs(sample: readonly number[], observed: number): number {
  const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
  return (
    mean(sample.map((x) => Math.abs(x - observed))) -
    mean(sample.flatMap((x) => sample.map((other) => Math.abs(x - other)))) / 2
  );
}

describe("the continuous ranked probability score", () => {
  it("is the absolute error of a point forecast", () => {
    expect(crpsOfSample([3], 5)).toBe(2);
    expect(crpsOfSample([3, 3, 3], 5)).toBe(2);
    expect(crpsOfSample([0, 1], 0)).toBe(0.25);
  });

  it("is the average over pairs, whatever the order", () => {
    const numbers = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1, maxLength: 30 }), numbers, (sample, observed) => {
        const score = crpsOfSample(sample, observed);
        expect(score).toBeCloseTo(crpsByPairs(sample, observed), 8);
        expect(crpsOfSample([...sample].reverse(), observed)).toBeCloseTo(score, 8);
        expect(score).toBeGreaterThanOrEqual(-1e-9);
      }),
    );
  });

  it("is that of the normal law for many normal draws", () => {
    // Closed form of Gneiting and Raftery 2007: z (2 F(z) - 1) + 2 f(z) - 1/sqrt(pi), at z = 1.
    const source = new SequentialStream(keyFromSeed("crps"));
    const sample = Float64Array.from({ length: 200_000 }, () => source.normal());
    const density = exp(-1 / 2) / Math.sqrt(2 * Math.PI);
    expect(crpsOfSample(sample, 1)).toBeCloseTo(2 * normalCdf(1) - 1 + 2 * density - 1 / Math.sqrt(Math.PI), 2);
  });

  it("needs a draw and an observation", () => {
    expect(() => crpsOfSample([], 1)).toThrow(/at least one defined draw/);
    expect(() => crpsOfSample([Number.NaN], 1)).toThrow(/at least one defined draw/);
    expect(() => crpsOfSample([1], Number.NaN)).toThrow(/the observation/);
  });
});

describe("scores of quantiles and intervals", () => {
  it("charge a quantile by its probability", () => {
    expect(pinballLoss(10, 12, 0.9)).toBeCloseTo(1.8, 12);
    expect(pinballLoss(10, 8, 0.9)).toBeCloseTo(0.2, 12);
    expect(pinballLoss(10, 14, 0.5)).toBe(2);
    expect(() => pinballLoss(1, 1, 2)).toThrow(/probability/);
  });

  it("charge an interval by its width and by what it missed", () => {
    expect(intervalScore(0, 10, 5, 0.9)).toBe(10);
    expect(intervalScore(0, 10, 11, 0.9)).toBeCloseTo(30, 12);
    expect(intervalScore(0, 10, -1, 0.9)).toBeCloseTo(30, 12);
    expect(() => intervalScore(2, 1, 1, 0.9)).toThrow(/above its beginning/);
  });

  it("read the median and the middle of a sample", () => {
    const sample = Array.from({ length: 101 }, (_, i) => 100 - i);
    expect(predictiveInterval(sample, 0.9)).toEqual({
      n: 101,
      median: 50,
      low: expect.closeTo(5, 10),
      high: expect.closeTo(95, 10),
      level: 0.9,
    });
  });
});

describe("the coverage of intervals", () => {
  it("is too small below the 5 % point of the binomial law", () => {
    // Summed exactly: P(X <= 16) = 0.133 and P(X <= 15) = 0.043 of 20; P(X <= 19) = 0.085 and P(X <= 18) = 0.028 of 24.
    expect(coverageOf(17, 20, 0.9)).toMatchObject({ share: 0.85, leastAt5Percent: 16, enough: true });
    expect(coverageOf(15, 20, 0.9).enough).toBe(false);
    expect(coverageOf(19, 24, 0.9)).toMatchObject({ leastAt5Percent: 19, enough: true });
    expect(() => coverageOf(0, 0, 0.9)).toThrow(/number of intervals/);
  });
});
