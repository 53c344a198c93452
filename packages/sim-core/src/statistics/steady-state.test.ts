import { describe, expect, it } from "vitest";
import { seededSource, times } from "../../test/support/seeded-source.ts";
import { batchMeans, mser5, steadyStateMean } from "./steady-state.ts";

describe("batch means", () => {
  it("cut equally long batches and leave the remainder out at the start", () => {
    const result = batchMeans([100, 1, 3, 5, 7, 9, 11], 3, 0.95);
    expect(result.batches).toEqual([2, 6, 10]);
    expect(result.batchLength).toBe(2);
    expect(result.interval).toMatchObject({ n: 3, mean: 6 });
    expect(result.interval.halfWidth).toBeCloseTo((4.302652729749464 * 4) / Math.sqrt(3), 9);
  });

  it("report the correlation of neighbouring batches", () => {
    expect(batchMeans([0, 4, 0, 4], 4, 0.95).lag1).toBe(-0.75);
    expect(batchMeans([2, 2, 2], 3, 0.95).lag1).toBeNaN();
  });

  it("refuse fewer than two batches, empty ones and gaps", () => {
    expect(() => batchMeans([1, 2, 3], 1, 0.95)).toThrow(/at least 2/);
    expect(() => batchMeans([1, 2, 3], 4, 0.95)).toThrow(/length of a batch/);
    expect(() => batchMeans([1, Number.NaN], 2, 0.95)).toThrow(/value 1 of a series/);
  });
});

describe("MSER-5", () => {
  it("cuts off a start that lies far from the rest", () => {
    const source = seededSource(5);
    const series = times(1000, (i) => source.normal() + (i < 100 ? 20 : 0));
    const warmUp = mser5(series);
    expect(warmUp).toMatchObject({ enough: true, truncation: 100 });
  });

  it("finds the least of the published score, computed without shortcuts", () => {
    for (let seed = 60; seed < 90; seed += 1) {
      const source = seededSource(seed);
      const series = times(200, (i) => source.normal() + 8 / (1 + i / 4));
      const means = times(40, (b) => series.slice(5 * b, 5 * b + 5).reduce((a, x) => a + x, 0) / 5);
      const scores = times(36, (d) => {
        const rest = means.slice(d);
        const mean = rest.reduce((a, x) => a + x, 0) / rest.length;
        return rest.reduce((a, x) => a + (x - mean) ** 2, 0) / rest.length ** 2;
      });
      const least = scores.indexOf(Math.min(...scores));
      const warmUp = mser5(series);
      if (least > 20) expect(warmUp.enough).toBe(false);
      else expect(warmUp).toMatchObject({ enough: true, truncation: 5 * least });
    }
  });

  it("cuts off little when there is no warm-up", () => {
    const source = seededSource(6);
    const warmUp = mser5(times(2000, () => source.normal()));
    expect(warmUp.enough && warmUp.truncation).toBeLessThan(400);
  });

  it("says not enough data when the series still climbs, or is short", () => {
    expect(mser5(times(500, (i) => i))).toMatchObject({ enough: false, n: 500 });
    expect(mser5(times(49, () => 1))).toMatchObject({ enough: false, needed: 50 });
  });
});

describe("the steady-state mean", () => {
  it("comes with warm-up, batches and interval when the series is long enough", () => {
    const source = seededSource(7);
    const series = times(5000, (i) => 10 + source.normal() + (i < 50 ? 30 : 0));
    const result = steadyStateMean(series, { level: 0.95 });
    if (!result.enough) throw new Error(result.reason);
    expect(result.truncation).toBeGreaterThanOrEqual(50);
    expect(result.truncation).toBeLessThan(500);
    expect(result.batches).toBe(20);
    expect(Math.abs(result.mean - 10)).toBeLessThan(2 * result.halfWidth);
    expect([result.low < result.mean, result.mean < result.high]).toEqual([true, true]);
    expect(result.halfWidth).toBeCloseTo((result.high - result.low) / 2, 15);
  });

  it("is declined, with a forecast, when neighbours are too much alike", () => {
    const source = seededSource(8);
    let x = 0;
    const series = times(2000, () => {
      x = 0.98 * x + source.normal();
      return x;
    });
    const result = steadyStateMean(series, { level: 0.95 });
    expect(result.enough).toBe(false);
    if (!result.enough) {
      expect(result.reason).toMatch(/independent ones; 20 batches take 200/);
      expect(result.needed).toBeGreaterThan(5_000);
    }
  });

  it("has an interval that reaches further where the batches have their tail, the same mirrored", () => {
    const source = seededSource(9);
    const series = times(4000, () => source.exponential() ** 3);
    const right = steadyStateMean(series, { level: 0.95, effectivePerBatch: 1 });
    const left = steadyStateMean(
      series.map((x) => -x),
      { level: 0.95, effectivePerBatch: 1 },
    );
    if (!right.enough || !left.enough) throw new Error("too short");
    expect(Math.abs(right.skewness)).toBeGreaterThan(0.3);
    const tail = right.skewness > 0 ? right.high - right.mean : right.mean - right.low;
    expect(tail).toBeGreaterThan(1.05 * right.halfWidth);
    for (const [one, other] of [
      [left.low, -right.high],
      [left.high, -right.low],
      [left.skewness, -right.skewness],
    ]) {
      expect(one).toBeCloseTo(other, 9);
    }
  });

  it.each([
    ["without correlation", [0, 1, 0, 5, 1, 0, 2, 1, 0, 0]],
    ["with correlation of neighbours", [1, 1, 0, 0, 0, 3, 4, 1, 0, 0]],
  ])("is adjusted as published: ten batch means by hand, %s", (_, means) => {
    // Observations around known batch means, so that skewness and correlation can be told.
    const series = means.flatMap((mean) => times(10, (i) => mean + (i % 2 === 0 ? 100 : -100)));
    const result = steadyStateMean(series, { level: 0.9, batches: 10, effectivePerBatch: 1 });
    if (!result.enough) throw new Error(result.reason);
    expect(result.truncation).toBe(0);
    const n = 10;
    const centre = 1;
    const deviations = means.map((x) => x - centre);
    const squares = deviations.reduce((sum, x) => sum + x * x, 0);
    const s = Math.sqrt(squares / (n - 1));
    const skewness = (n * deviations.reduce((sum, x) => sum + (x / s) ** 3, 0)) / ((n - 1) * (n - 2));
    const lag1 = Math.max(0, deviations.slice(1).reduce((sum, x, i) => sum + x * deviations[i], 0) / squares);
    expect(result.mean).toBeCloseTo(centre, 12);
    expect(result.skewness).toBeCloseTo(skewness, 9);
    expect(result.lag1).toBeCloseTo(lag1, 9);
    const b = skewness / (6 * Math.sqrt(n));
    const error = Math.sqrt(((1 + lag1) / (1 - lag1)) * (s * s)) / Math.sqrt(n);
    // Student's t with 9 degrees of freedom at 95 %, one-sided.
    const g = (t: number): number => (Math.cbrt(1 + 6 * b * (t - b)) - 1) / (2 * b);
    expect(result.low).toBeCloseTo(centre - g(1.8331129326562368) * error, 9);
    expect(result.high).toBeCloseTo(centre - g(-1.8331129326562368) * error, 9);
  });

  it("is the value itself for a series that does not vary", () => {
    expect(
      steadyStateMean(
        times(400, () => 3),
        { level: 0.95 },
      ),
    ).toMatchObject({ enough: true, mean: 3, low: 3, high: 3, halfWidth: 0, skewness: 0, lag1: 0 });
  });
});
