import { describe, expect, it } from "vitest";
import { seededSource, times } from "../../test/support/seeded-source.ts";
import { autocorrelation, autocorrelationTime, effectiveSampleSize } from "./autocorrelation.ts";

function autoregressive(n: number, coefficient: number, seed: number): number[] {
  const source = seededSource(seed);
  let x = source.normal() / Math.sqrt(1 - coefficient * coefficient);
  return times(n, () => {
    x = coefficient * x + source.normal();
    return x;
  });
}

describe("autocorrelation", () => {
  it("divides every lag by n and by the variance", () => {
    // Deviations -1.5, -0.5, 0.5, 1.5: products at lag 1 are 0.75 - 0.25 + 0.75 = 1.25 of 5.
    expect(autocorrelation([1, 2, 3, 4], 1)).toEqual([1, 0.25]);
    expect(autocorrelation([1, -1, 1, -1], 1)[1]).toBe(-0.75);
  });

  it("is undefined beyond lag 0 for a series that does not vary, and refuses gaps", () => {
    expect(autocorrelation([2, 2, 2], 1)).toEqual([1, Number.NaN]);
    expect(autocorrelationTime([2, 2, 2])).toBeNaN();
    expect(() => autocorrelation([1, Number.NaN], 1)).toThrow(/value 1 of a series/);
  });
});

describe("the autocorrelation time", () => {
  it("is (1 + r) / (1 - r) for an autoregressive series", () => {
    expect(autocorrelationTime(autoregressive(40_000, 0, 1))).toBeGreaterThan(0.85);
    expect(autocorrelationTime(autoregressive(40_000, 0, 1))).toBeLessThan(1.15);
    const slow = autocorrelationTime(autoregressive(40_000, 0.8, 2));
    expect(slow).toBeGreaterThan(9 * 0.8);
    expect(slow).toBeLessThan(9 * 1.2);
  });

  it("is the same for a long series, which is averaged in groups first", () => {
    const slow = autocorrelationTime(autoregressive(200_000, 0.9, 5));
    expect(slow).toBeGreaterThan(19 * 0.85);
    expect(slow).toBeLessThan(19 * 1.15);
    expect(autocorrelationTime(autoregressive(200_000, 0, 6))).toBeGreaterThan(0.9);
    expect(autocorrelationTime(autoregressive(200_000, 0, 6))).toBeLessThan(1.1);
    expect(autocorrelationTime(new Float64Array(50_000))).toBeNaN();
  });

  it("sees that an antithetic series is worth more than its length", () => {
    expect(effectiveSampleSize(autoregressive(20_000, -0.5, 3))).toBeGreaterThan(40_000);
    expect(effectiveSampleSize(autoregressive(20_000, 0.5, 4))).toBeLessThan(9_000);
  });
});
