import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanInterval } from "./interval.ts";
import { probabilityAbove0, runsToTellApart, summarise, summariseDifference } from "./summary.ts";

const pairs = { runsPerDraw: 2, level: 0.95 };

describe("the reducer of estimates", () => {
  it("takes the half-width from draw means and the quantiles from runs", () => {
    const summary = summarise([1, 3, 5, 7], pairs);
    expect(summary).toMatchObject({ n: 2, runs: 4, mean: 4, standardError: 2, degreesOfFreedom: 1, p50: 4, p25: 2.5 });
    expect(summary.halfWidth).toBeCloseTo(2 * 12.706204736174694, 9);
  });

  it("differs from an interval that takes runs for units", () => {
    const runs = [1, 1.1, 5, 5.1, 9, 9.1, 2, 2.1];
    expect(summarise(runs, pairs).halfWidth).toBeGreaterThan(1.3 * meanInterval(runs, 0.95).halfWidth);
  });

  it("drops a draw without a defined run and counts what is left", () => {
    const dropped = summarise([1, 3, Number.NaN, Number.NaN, 5, Number.NaN], pairs);
    expect(dropped).toMatchObject({ n: 2, runs: 3, mean: 3.5 });
  });

  it("is all undefined, not zero, without a defined run", () => {
    const empty = summarise([Number.NaN, Number.NaN], pairs);
    expect(empty).toMatchObject({ n: 0, runs: 0, mean: Number.NaN, halfWidth: Number.NaN, p05: Number.NaN });
  });

  it("gives the same bits whatever the numbers before them were", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 2, maxLength: 24 }), (xs) => {
        const even = xs.length % 2 === 0 ? xs : xs.slice(1);
        expect(summarise(Float64Array.from(even), pairs)).toEqual(summarise(even, pairs));
      }),
    );
  });
});

describe("the reducer of differences", () => {
  it("is b minus a, run by run, with the share above zero", () => {
    const summary = summariseDifference([1, 1, 1, 1], [2, 1, 0, 3], pairs);
    expect(summary).toMatchObject({ n: 2, runs: 4, mean: 0.5, probabilityAbove0: 0.625 });
  });

  it("is undefined where either side is", () => {
    const summary = summariseDifference([1, Number.NaN, 1, 1], [2, 1, Number.NaN, 3], pairs);
    expect(summary).toMatchObject({ n: 2, runs: 2, mean: 1.5, probabilityAbove0: 1 });
  });

  it("counts ties as one half", () => {
    expect(probabilityAbove0([-1, 0, 2])).toBe(0.5);
    expect(probabilityAbove0([0, -0])).toBe(0.5);
    expect(probabilityAbove0([])).toBeNaN();
  });

  it("sums with its mirror image to one", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1 }), (xs) => {
        expect(probabilityAbove0(xs) + probabilityAbove0(xs.map((x) => -x))).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe("how many more runs would tell a difference", () => {
  it("counts whole draws, two runs each", () => {
    // 18 draws bring the half-width to half a standard deviation; 10 are there.
    expect(runsToTellApart({ n: 10, mean: -0.5, standardDeviation: 1 }, pairs)).toBe(16);
    expect(runsToTellApart({ n: 30, mean: 0.5, standardDeviation: 1 }, pairs)).toBe(0);
  });

  it("never ends for a mean of zero, and is over without spread", () => {
    expect(runsToTellApart({ n: 10, mean: 0, standardDeviation: 1 }, pairs)).toBe(Number.POSITIVE_INFINITY);
    expect(runsToTellApart({ n: 1, mean: 2, standardDeviation: Number.NaN }, pairs)).toBe(Number.POSITIVE_INFINITY);
    expect(runsToTellApart({ n: 10, mean: 2, standardDeviation: 0 }, pairs)).toBe(0);
  });
});
