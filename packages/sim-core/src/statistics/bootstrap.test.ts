import { describe, expect, it } from "vitest";
import { seededSource, times } from "../../test/support/seeded-source.ts";
import { normalCdf, normalQuantile } from "../foundation/math.ts";
import { bootstrap, bootstrapIndices } from "./bootstrap.ts";
import { meanInterval } from "./interval.ts";
import { mean, sampleVariance } from "./moments.ts";
import { quantileType7 } from "./quantile.ts";

describe("the bootstrap", () => {
  const source = seededSource(11);
  const normal = times(60, () => source.normal());

  it("comes close to the Student-t interval of a normal mean, by either method", () => {
    const t = meanInterval(normal, 0.95);
    for (const method of ["percentile", "bca"] as const) {
      const interval = bootstrap(normal, mean, { level: 0.95, resamples: 4000, method, source: seededSource(12) });
      expect(interval.estimate).toBe(t.mean);
      expect(interval.high - interval.low).toBeGreaterThan(2 * t.halfWidth * 0.9);
      expect(interval.high - interval.low).toBeLessThan(2 * t.halfWidth * 1.05);
    }
  });

  it("gives the same interval for the same stream", () => {
    const options = { level: 0.9, resamples: 200, method: "bca" } as const;
    const once = bootstrap(normal, sampleVariance, { ...options, source: seededSource(1) });
    expect(bootstrap(normal, sampleVariance, { ...options, source: seededSource(1) })).toEqual(once);
    expect(bootstrap(normal, sampleVariance, { ...options, source: seededSource(2) })).not.toEqual(once);
  });

  it("corrected for bias and skewness reaches further towards the long tail", () => {
    const skewed = times(40, () => source.exponential());
    const options = { level: 0.95, resamples: 4000 } as const;
    const percentile = bootstrap(skewed, sampleVariance, { ...options, method: "percentile", source: seededSource(3) });
    const bca = bootstrap(skewed, sampleVariance, { ...options, method: "bca", source: seededSource(3) });
    expect(bca.high).toBeGreaterThan(percentile.high);
    expect(bca.low).toBeGreaterThan(percentile.low);
  });

  it("reads the ends that bias and acceleration name, by the published formula", () => {
    const xs = [0.2, 0.4, 0.5, 1.1, 1.3, 2.9, 4.8];
    const interval = bootstrap(xs, mean, { level: 0.9, resamples: 999, method: "bca", source: seededSource(7) });
    const again = seededSource(7);
    const replicates = times(999, () => mean(times(7, () => xs[Math.floor(again.uniform() * 7)]))).sort(
      (a, b) => a - b,
    );
    // Of a mean the jackknife acceleration is the sum of cubes over 6 times the sum of squares to the power 1.5.
    const centre = mean(xs);
    const power = (k: number): number => xs.reduce((sum, x) => sum + (x - centre) ** k, 0);
    const acceleration = power(3) / (6 * power(2) ** 1.5);
    const below = replicates.filter((x) => x < centre).length + replicates.filter((x) => x === centre).length / 2;
    const bias = normalQuantile(below / 999);
    const tail = (p: number): number => {
      const z = bias + normalQuantile(p);
      return normalCdf(bias + z / (1 - acceleration * z));
    };
    expect(acceleration).toBeGreaterThan(0.05);
    expect(interval.low).toBeCloseTo(quantileType7(replicates, tail(0.05)), 12);
    expect(interval.high).toBeCloseTo(quantileType7(replicates, tail(0.95)), 12);
  });

  it("has no ends for one unit, and a point when nothing varies", () => {
    const options = { level: 0.95, resamples: 50, method: "bca", source: seededSource(4) } as const;
    expect(bootstrap([3], mean, options)).toMatchObject({ n: 1, estimate: 3, low: Number.NaN, high: Number.NaN });
    expect(bootstrap([], mean, options)).toMatchObject({ n: 0, estimate: Number.NaN, low: Number.NaN });
    expect(bootstrap([3, 3, 3], mean, options)).toMatchObject({ low: 3, high: 3 });
  });

  it("leaves undefined resamples out and counts them", () => {
    const spread = (xs: Float64Array): number => (sampleVariance(xs) === 0 ? Number.NaN : sampleVariance(xs));
    const interval = bootstrap([1, 2], spread, {
      level: 0.9,
      resamples: 400,
      method: "percentile",
      source: seededSource(5),
    });
    expect(interval.undefinedResamples).toBeGreaterThan(120);
    expect(interval.undefinedResamples).toBeLessThan(280);
    expect(interval.low).toBe(0.5);
  });

  it("resamples several arrays together by index", () => {
    const x = normal;
    const y = normal.map((v) => 3 * v);
    const ratio = (index: (i: number) => number, n: number): number => {
      const at = times(n, index);
      return sampleVariance(at.map((i) => y[i])) / sampleVariance(at.map((i) => x[i]));
    };
    const interval = bootstrapIndices(60, ratio, {
      level: 0.95,
      resamples: 50,
      method: "percentile",
      source: seededSource(6),
    });
    expect(interval.low).toBeCloseTo(9, 9);
    expect(interval.high).toBeCloseTo(9, 9);
  });

  it("refuses no resamples at all", () => {
    expect(() =>
      bootstrap([1, 2], mean, { level: 0.9, resamples: 0, method: "percentile", source: seededSource(1) }),
    ).toThrow(/at least 1/);
  });

  it("covers the median of a skewed distribution at about its level", () => {
    let covered = 0;
    const draws = seededSource(21);
    const resampling = seededSource(22);
    for (let study = 0; study < 300; study += 1) {
      const xs = times(40, () => draws.exponential());
      const interval = bootstrap(xs, (sample) => quantileType7(sample, 0.5), {
        level: 0.9,
        resamples: 300,
        method: "bca",
        source: resampling,
      });
      if (interval.low <= Math.LN2 && Math.LN2 <= interval.high) covered += 1;
    }
    expect(covered / 300).toBeGreaterThan(0.84);
    expect(covered / 300).toBeLessThan(0.96);
  });
});
