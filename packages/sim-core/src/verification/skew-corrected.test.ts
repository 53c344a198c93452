// Student's t where nothing is skewed; elsewhere the interval leans to where the tail is, and holds what it says.

import { describe, expect, it } from "vitest";
import { studentTQuantile } from "../foundation/math.ts";
import { keyFromSeed, SequentialStream } from "../random/index.ts";
import { meanInterval } from "../statistics/index.ts";
import { skewCorrectedInterval } from "./skew-corrected.ts";

describe("the skew-corrected interval", () => {
  it("is Student's for symmetric values", () => {
    const values = [1, 2, 3, 4, 5];
    const { mean, halfWidth, standardError } = meanInterval(values, 0.95);
    const interval = skewCorrectedInterval(values, studentTQuantile(0.975, 4));
    expect(interval.low).toBeCloseTo(mean - halfWidth, 12);
    expect(interval.high).toBeCloseTo(mean + halfWidth, 12);
    expect(interval.statistic).toBeCloseTo(mean / standardError, 12);
  });

  it("follows Hall's formula", () => {
    // Mean 2, standard deviation 2, skewness of 0, 1, 1, 2, 6: third moment (-8 - 1 - 1 + 0 + 64) / 5 = 10.8, second 22 / 5.
    const { skewness, statistic, low, high } = skewCorrectedInterval([0, 1, 1, 2, 6], 2);
    expect(skewness).toBeCloseTo(10.8 / 4.4 ** 1.5, 12);
    const w = 2 / Math.sqrt(22 / 4);
    const s = skewness;
    expect(statistic).toBeCloseTo(Math.sqrt(5) * (w + (s * w * w) / 3 + (s * s * w * w * w) / 27 + s / 30), 12);
    expect(high - 2).toBeGreaterThan(2 - low);
  });

  it("takes out no more than the limit", () => {
    const limited = skewCorrectedInterval([0, 1, 1, 2, 6], 2, 0.15);
    const free = skewCorrectedInterval([0, 1, 1, 2, 6], 2);
    expect(limited.skewness).toBeCloseTo(0.15 * Math.sqrt(5), 12);
    expect(limited.high).toBeLessThan(free.high);
    expect(skewCorrectedInterval([0, -1, -1, -2, -6], 2, 0.15).skewness).toBeCloseTo(-0.15 * Math.sqrt(5), 12);
  });

  it("leaves out a value exactly when the statistic of the values less it is beyond the quantile", () => {
    const values = [0, 1, 1, 2, 6, 3, 1];
    const { low, high } = skewCorrectedInterval(values, 2.5);
    for (const [value, inside] of [
      [low + 1e-9, true],
      [low - 1e-9, false],
      [high - 1e-9, true],
      [high + 1e-9, false],
    ] as const) {
      const { statistic } = skewCorrectedInterval(
        values.map((x) => x - value),
        2.5,
      );
      expect(Math.abs(statistic) <= 2.5).toBe(inside);
    }
  });

  it("keeps its level far out where Student's t does not", () => {
    // 40 exponentials: skewness 2. At 1 in 1,000, over 20,000 studies, 20 are expected to miss; t misses several times as often.
    const stream = new SequentialStream(keyFromSeed("skew"));
    const quantile = studentTQuantile(1 - 0.001 / 2, 39);
    let missed = 0;
    let missedByT = 0;
    for (let study = 0; study < 20_000; study += 1) {
      const values = Array.from({ length: 40 }, () => stream.exponential() - 1);
      const { mean, standardError, statistic } = skewCorrectedInterval(values, quantile);
      if (Math.abs(statistic) > quantile) missed += 1;
      if (Math.abs(mean / standardError) > quantile) missedByT += 1;
    }
    expect(missedByT).toBeGreaterThan(150);
    expect(missed).toBeLessThan(missedByT / 3);
  });
});
