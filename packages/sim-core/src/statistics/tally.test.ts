import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanInterval } from "./interval.ts";
import { mean, sampleVariance } from "./moments.ts";
import { Tally } from "./tally.ts";

function tallyOf(xs: readonly number[]): Tally {
  const tally = new Tally();
  for (const x of xs) tally.add(x);
  return tally;
}

const numbers = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { maxLength: 30 });

describe("a tally", () => {
  it("keeps count, mean, variance and extremes", () => {
    const tally = tallyOf([2, 4, 4, 4, 5, 5, 7, 9]);
    expect(tally.count).toBe(8);
    expect(tally.mean).toBeCloseTo(5, 14);
    expect(tally.variance).toBeCloseTo(32 / 7, 13);
    expect(tally.standardDeviation).toBeCloseTo(Math.sqrt(32 / 7), 13);
    expect([tally.minimum, tally.maximum]).toEqual([2, 9]);
    expect(tally.sum).toBeCloseTo(40, 12);
  });

  it("is undefined, not zero, before it has seen enough", () => {
    const empty = new Tally();
    expect([empty.mean, empty.variance, empty.minimum, empty.maximum]).toEqual(Array(4).fill(Number.NaN));
    expect(tallyOf([3]).variance).toBeNaN();
    expect(tallyOf([3]).intervalOfIndependent(0.95).halfWidth).toBeNaN();
  });

  it("counts undefined observations apart and refuses infinite ones", () => {
    const tally = tallyOf([1, Number.NaN, 3]);
    expect([tally.count, tally.undefinedCount, tally.mean]).toEqual([2, 1, 2]);
    expect(() => tally.add(Number.POSITIVE_INFINITY)).toThrow(/finite/);
  });

  it("forgets everything on reset", () => {
    const tally = tallyOf([1, 2, Number.NaN]);
    tally.reset();
    tally.add(7);
    expect([tally.count, tally.undefinedCount, tally.mean, tally.minimum]).toEqual([1, 0, 7, 7]);
  });

  it("merged from two parts is the tally of the whole", () => {
    fc.assert(
      fc.property(numbers, numbers, (xs, ys) => {
        const merged = tallyOf(xs);
        merged.merge(tallyOf(ys));
        const whole = [...xs, ...ys];
        expect(merged.count).toBe(whole.length);
        if (whole.length === 0) return;
        expect(merged.mean).toBeCloseTo(mean(whole), 8);
        expect(merged.minimum).toBe(Math.min(...whole));
        expect(merged.maximum).toBe(Math.max(...whole));
        if (whole.length > 1) expect(Math.abs(merged.variance - sampleVariance(whole))).toBeLessThan(1e-4);
      }),
    );
  });

  it("agrees with the two-pass variance beside a large mean", () => {
    const xs = [4, 7, 13, 16].map((x) => x + 1e9);
    expect(tallyOf(xs).variance).toBeCloseTo(30, 6);
  });

  it("gives the interval of independent observations", () => {
    const ours = tallyOf([1, 2, 3, 4, 5]).intervalOfIndependent(0.95);
    const theirs = meanInterval([1, 2, 3, 4, 5], 0.95);
    expect(ours.halfWidth).toBeCloseTo(theirs.halfWidth, 12);
    expect(ours).toMatchObject({ n: 5, degreesOfFreedom: 4, method: "student-t", level: 0.95 });
  });
});
