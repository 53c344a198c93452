import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  differences,
  independentDifference,
  meanInterval,
  pairedDifference,
  tHalfWidth,
  tPValue,
  unitsNeeded,
} from "./interval.ts";

describe("the Student-t interval of a mean", () => {
  it("gives 3 plus or minus 1.963 for 1..5 at 95 %", () => {
    const interval = meanInterval([1, 2, 3, 4, 5], 0.95);
    expect(interval).toMatchObject({ method: "student-t", n: 5, mean: 3, degreesOfFreedom: 4, level: 0.95 });
    expect(interval.halfWidth).toBeCloseTo(1.9632431614775572, 12);
    expect(interval.standardError).toBeCloseTo(Math.sqrt(0.5), 15);
  });

  it("has a mean but no half-width for one unit, and neither for none", () => {
    expect(meanInterval([4], 0.9)).toMatchObject({ n: 1, mean: 4, halfWidth: Number.NaN });
    expect(meanInterval([Number.NaN], 0.9)).toMatchObject({ n: 0, mean: Number.NaN, halfWidth: Number.NaN });
  });

  it("has half-width 0 when nothing varies", () => {
    expect(meanInterval([2, 2, 2], 0.95).halfWidth).toBe(0);
  });

  it("counts only the defined units", () => {
    expect(meanInterval([1, Number.NaN, 2, 3, 4, 5], 0.95)).toEqual(meanInterval([1, 2, 3, 4, 5], 0.95));
  });

  it("refuses a level outside (0, 1)", () => {
    for (const level of [0, 1, 95, Number.NaN]) {
      expect(() => meanInterval([1, 2], level)).toThrow(/strictly between 0 and 1/);
    }
  });

  it("widens with the level and moves with a shift", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 30 }),
        fc.integer({ min: -1000, max: 1000 }),
        (xs, shift) => {
          const narrow = meanInterval(xs, 0.8);
          const wide = meanInterval(xs, 0.95);
          expect(wide.halfWidth).toBeGreaterThanOrEqual(narrow.halfWidth);
          const moved = meanInterval(
            xs.map((x) => x + shift),
            0.95,
          );
          expect(moved.mean).toBeCloseTo(wide.mean + shift, 9);
          expect(moved.halfWidth).toBeCloseTo(wide.halfWidth, 6);
        },
      ),
    );
  });
});

describe("differences of two scenarios", () => {
  const a = [20.5, 19.2, 21.1, 18.8, 20.0];
  const b = [22.1, 25.3, 19.9, 24.0, 23.3];

  it("are b minus a, pair by pair", () => {
    expect([...differences([1, 2], [5, 1])]).toEqual([4, -1]);
    const paired = pairedDifference(a, b, 0.95);
    expect(paired.method).toBe("paired-t");
    expect(paired.n).toBe(5);
    expect(paired.mean).toBeCloseTo(3, 12);
    expect(paired.halfWidth).toBeCloseTo(3.62748689172763, 10);
  });

  it("lose a pair with an undefined half", () => {
    expect(pairedDifference([1, Number.NaN, 3], [2, 9, 7], 0.9)).toEqual(pairedDifference([1, 3], [2, 7], 0.9));
  });

  it("follow Welch when the samples are independent", () => {
    const welch = independentDifference(a, [...b, 21.8], 0.95);
    expect(welch.mean).toBeCloseTo(2.8133333333333326, 12);
    expect(welch.degreesOfFreedom).toBeCloseTo(7.565106568461431, 9);
    expect(welch.mean - welch.halfWidth).toBeCloseTo(0.770486591852118, 9);
    expect(welch.mean + welch.halfWidth).toBeCloseTo(4.856180074814548, 9);
    expect(welch.n).toBe(11);
  });

  it("have no interval when an independent sample holds one unit", () => {
    expect(independentDifference([1], [2, 3], 0.95).halfWidth).toBeNaN();
  });

  it("refuse pairs of unequal length", () => {
    expect(() => pairedDifference([1, 2], [1, 2, 3], 0.95)).toThrow(/equally long/);
  });

  it("change sign with the order of the scenarios and keep their width", () => {
    const forth = pairedDifference(a, b, 0.95);
    const back = pairedDifference(b, a, 0.95);
    expect(back.mean).toBe(-forth.mean);
    expect(back.halfWidth).toBe(forth.halfWidth);
  });
});

describe("p-values", () => {
  it("agree with the interval: p = 1 - level exactly at its edge", () => {
    const { standardError, degreesOfFreedom, halfWidth } = meanInterval([1, 2, 3, 4, 5], 0.95);
    expect(tPValue(halfWidth, standardError, degreesOfFreedom)).toBeCloseTo(0.05, 10);
    expect(tPValue(-halfWidth, standardError, degreesOfFreedom)).toBeCloseTo(0.05, 10);
  });

  it("decide outright without spread, and are undefined without degrees of freedom", () => {
    expect(tPValue(0, 0, 3)).toBe(1);
    expect(tPValue(0.1, 0, 3)).toBe(0);
    expect(tPValue(1, 1, 0)).toBeNaN();
    expect(tHalfWidth(1, 0, 0.95)).toBeNaN();
  });
});

describe("how many units a half-width takes", () => {
  it("finds the least number by the t quantile, not the normal one", () => {
    expect(unitsNeeded(1, 0.5, 0.95)).toBe(18);
    expect(unitsNeeded(3, 1, 0.9)).toBe(27);
    expect(unitsNeeded(10, 0.1, 0.95)).toBe(38418);
    expect(unitsNeeded(1, 2, 0.99)).toBe(6);
  });

  it("never says fewer than two, and Infinity when the spread is unknown", () => {
    expect(unitsNeeded(1, 100, 0.95)).toBe(2);
    expect(unitsNeeded(0, 1, 0.95)).toBe(2);
    expect(unitsNeeded(Number.NaN, 1, 0.95)).toBe(Number.POSITIVE_INFINITY);
  });

  it("refuses a half-width of zero", () => {
    expect(() => unitsNeeded(1, 0, 0.95)).toThrow(/above 0/);
  });

  it("is the least: one unit fewer is too wide", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 30, noNaN: true }),
        fc.constantFrom(0.8, 0.9, 0.95, 0.99),
        (ratio, level) => {
          const n = unitsNeeded(ratio, 1, level);
          expect(tHalfWidth(ratio / Math.sqrt(n), n - 1, level)).toBeLessThanOrEqual(1);
          if (n > 2) expect(tHalfWidth(ratio / Math.sqrt(n - 1), n - 2, level)).toBeGreaterThan(1);
        },
      ),
    );
  });
});
