import fc from "fast-check";
import { sampleCorrelation as referenceCorrelation, sampleVariance as referenceVariance } from "simple-statistics";
import { describe, expect, it } from "vitest";
import { StatisticsError } from "./errors.ts";
import {
  definedValues,
  mean,
  sampleCorrelation,
  sampleCovariance,
  sampleStandardDeviation,
  sampleVariance,
} from "./moments.ts";

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 40 });

describe("mean and variance", () => {
  it("divides squared deviations by n - 1", () => {
    expect(mean([2, 4, 4, 4, 5, 5, 7, 9])).toBe(5);
    expect(sampleVariance([2, 4, 4, 4, 5, 5, 7, 9])).toBe(32 / 7);
    expect(sampleStandardDeviation([0, 2])).toBe(Math.SQRT2);
  });

  it("leaves out what is undefined", () => {
    expect(mean([1, Number.NaN, 3])).toBe(2);
    expect(sampleVariance([1, Number.NaN, 3])).toBe(2);
    expect([...definedValues([Number.NaN, 4, Number.NaN])]).toEqual([4]);
  });

  it("says undefined, not zero, when there is too little", () => {
    expect(mean([])).toBeNaN();
    expect(mean([Number.NaN])).toBeNaN();
    expect(sampleVariance([])).toBeNaN();
    expect(sampleVariance([3])).toBeNaN();
    expect(sampleCovariance([1], [2])).toBeNaN();
  });

  it("refuses an infinite value and says where it stands", () => {
    expect(() => mean([1, Number.POSITIVE_INFINITY])).toThrow(StatisticsError);
    expect(() => mean([1, Number.NEGATIVE_INFINITY])).toThrow(/value 1 is -Infinity/);
  });

  it("keeps small spread beside a large mean", () => {
    const base = 1e9;
    expect(sampleVariance([base + 4, base + 7, base + 13, base + 16])).toBe(30);
    expect(mean([1e100, 1, -1e100])).toBe(1 / 3);
  });

  it("agrees with an independent library", () => {
    fc.assert(
      fc.property(values, (xs) => {
        const ours = sampleVariance(xs);
        const theirs = referenceVariance(xs);
        expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-9 * Math.max(1, theirs) + 1e-3 * Number.EPSILON);
      }),
    );
  });

  it("obeys shift and scale: a constant adds no variance, a factor enters squared", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: -100, max: 100 }), fc.integer({ min: -8, max: 8 }), (xs, shift, factor) => {
        const moved = xs.map((x) => factor * x + shift);
        const size = Math.max(...xs.map(Math.abs), 1);
        expect(Math.abs(sampleVariance(moved) - factor * factor * sampleVariance(xs))).toBeLessThanOrEqual(
          1e-12 * 64 * size * size + 1e-6,
        );
      }),
    );
  });
});

describe("covariance and correlation", () => {
  it("pairs values and divides by n - 1", () => {
    expect(sampleCovariance([1, 2, 3], [2, 4, 6])).toBe(2);
    expect(sampleCovariance([1, 2, Number.NaN, 3], [2, 4, 9, 6])).toBe(2);
  });

  it("is 1 and -1 on a line, and undefined when one side does not vary", () => {
    expect(sampleCorrelation([1, 2, 3], [2, 4, 6])).toBe(1);
    expect(sampleCorrelation([1, 2, 3], [6, 4, 2])).toBe(-1);
    expect(sampleCorrelation([1, 2, 3], [5, 5, 5])).toBeNaN();
  });

  it("refuses pairs of unequal length", () => {
    expect(() => sampleCovariance([1, 2], [1])).toThrow(/equally long, not 2 and 1/);
  });

  it("agrees with an independent library", () => {
    const x = [68, 71, 62, 75, 58, 60, 67, 68, 71, 69];
    const y = [4.1, 4.6, 3.8, 4.4, 3.2, 3.1, 3.8, 4.1, 4.3, 3.7];
    expect(sampleCorrelation(x, y)).toBeCloseTo(referenceCorrelation(x, y), 12);
  });
});
