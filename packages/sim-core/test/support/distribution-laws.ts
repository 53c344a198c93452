// What every distribution must be: a list of laws, each a function that throws where the law is broken. A law that samples states
// its level; seeds are fixed, so that a law either holds or does not.
import { expect } from "vitest";
import { AddressedStreams, type Distribution, gammaQ, keyFromSeed, type RandomSource } from "../../src/index.ts";

/** Chance that a sound sampler fails one sampling law under a new seed. */
export const samplingLevel = 1e-4;

/** Probabilities in the middle and in both tails. */
const probabilities: readonly number[] = [
  1e-12,
  1e-6,
  1e-3,
  ...Array.from({ length: 49 }, (_, i) => (i + 1) / 50),
  1 - 1e-3,
  1 - 1e-6,
  1 - 1e-12,
];

/** Law: the distribution function rises from 0 to 1. */
export function cdfRises(d: Distribution): void {
  const [low, high] = d.support();
  const points = [...probabilities.map((p) => d.quantile(p)), ...probabilities.map((p) => d.quantile(p) + 0.3)].sort(
    (a, b) => a - b,
  );
  let before = 0;
  for (const x of points) {
    const value = d.cdf(x);
    expect(value).toBeGreaterThanOrEqual(before - 1e-14);
    expect(value).toBeLessThanOrEqual(1);
    before = Math.max(before, value);
  }
  expect(d.cdf(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(d.cdf(Number.POSITIVE_INFINITY)).toBe(1);
  if (Number.isFinite(low)) expect(d.cdf(low - 1e-3 * (1 + Math.abs(low)))).toBe(0);
  if (Number.isFinite(high)) expect(d.cdf(high)).toBe(1);
}

/** Law: the quantile is the smallest x at which the distribution function reaches p. */
export function quantileInvertsCdf(d: Distribution, noise = 4e-16): void {
  const [low, high] = d.support();
  expect(d.quantile(0)).toBe(low);
  expect(d.quantile(1)).toBe(high);
  for (const bad of [-0.1, 1.1, Number.NaN]) expect(d.quantile(bad)).toBeNaN();
  let before = low;
  for (const p of probabilities) {
    const x = d.quantile(p);
    expect(x).toBeGreaterThanOrEqual(before);
    expect(x).toBeGreaterThanOrEqual(low);
    expect(x).toBeLessThanOrEqual(high);
    before = x;
    if (d.discrete) {
      expect(d.cdf(x)).toBeGreaterThanOrEqual(p);
      expect(d.cdf(x - 1e-9 * Math.max(1, Math.abs(x)))).toBeLessThan(p);
    } else {
      // What p may be for the doubles beside x, and a little for the arithmetic of the distribution function itself.
      const slack = 1e-10 * Math.min(p, 1 - p) + noise;
      const width = 5e-16 * Math.max(Math.abs(x), Math.abs(d.quantile(0.5)));
      expect(d.cdf(x - width)).toBeLessThanOrEqual(p + slack);
      expect(d.cdf(x + width)).toBeGreaterThanOrEqual(p - slack);
    }
  }
}

/** Law: the density integrates (the mass adds up) to differences of the distribution function, and is 0 outside the support. */
export function densityIntegratesToCdf(d: Distribution): void {
  const [low, high] = d.support();
  if (Number.isFinite(low)) expect(d.density(low - 0.01 * (1 + Math.abs(low)))).toBe(0);
  if (Number.isFinite(high)) expect(d.density(high + 0.01 * (1 + Math.abs(high)))).toBe(0);
  if (d.discrete) {
    for (const [from, to] of [
      [0.001, 0.3],
      [0.2, 0.9],
      [0.5, 0.999],
    ] as const) {
      const points = atoms(d, d.quantile(from), d.quantile(to));
      const sum = points.slice(1).reduce((total, x) => total + d.density(x), 0);
      expect(sum).toBeCloseTo(d.cdf(d.quantile(to)) - d.cdf(d.quantile(from)), 11);
    }
    expect(d.density(d.quantile(0.5) + 0.123456)).toBe(0);
    return;
  }
  const cuts = [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99].map((p) => d.quantile(p));
  for (let i = 1; i < cuts.length; i++) {
    const a = cuts[i - 1] as number;
    const b = cuts[i] as number;
    const panels = 4000;
    let sum = 0;
    for (let k = 0; k < panels; k++) sum += d.density(a + ((k + 0.5) * (b - a)) / panels);
    expect(Math.abs((sum * (b - a)) / panels - (d.cdf(b) - d.cdf(a)))).toBeLessThan(2e-4 * (d.cdf(b) - d.cdf(a)));
  }
}

/** Law: mean and variance are those of the quantile function (of the masses where discrete). */
export function momentsAreThoseOfTheQuantile(d: Distribution): void {
  let mean = 0;
  let second = 0;
  const centre = d.quantile(0.5);
  if (d.discrete) {
    for (const x of atoms(d, d.quantile(0), d.quantile(1 - 1e-14))) {
      mean += d.density(x) * (x - centre);
      second += d.density(x) * (x - centre) * (x - centre);
    }
  } else {
    // Integral of the quantile over (0, 1) under p = (1 + tanh(pi/2 sinh t)) / 2.
    const step = 1 / 400;
    for (let t = -3.2; t <= 3.2; t += step) {
      const u = (Math.PI / 2) * Math.sinh(t);
      const p = 1 / (1 + Math.exp(-2 * u));
      const weight = (step * Math.PI * Math.cosh(t)) / (Math.exp(u) + Math.exp(-u)) ** 2;
      if (!(p > 0 && p < 1)) continue;
      const x = d.quantile(p) - centre;
      mean += weight * x;
      second += weight * x * x;
    }
  }
  const sd = Math.sqrt(d.variance());
  expect(Math.abs(centre + mean - d.mean())).toBeLessThanOrEqual(1e-6 * (sd + 1e-9 * Math.abs(centre)));
  expect(Math.abs(second - mean * mean - d.variance())).toBeLessThanOrEqual(2e-5 * d.variance() + 1e-18);
}

/** Law: samples stay in the support and follow the distribution function (Kolmogorov-Smirnov; chi-square where discrete). */
export function samplesFollowTheCdf(d: Distribution, seed: string): void {
  const [low, high] = d.support();
  const streams = new AddressedStreams(keyFromSeed(seed, d.name));
  const n = 2000;
  const samples = Float64Array.from({ length: n }, (_, i) => d.sample(streams.source(0, i, 7))).sort();
  expect(samples[0]).toBeGreaterThanOrEqual(low);
  expect(samples[n - 1]).toBeLessThanOrEqual(high);
  if (d.discrete) expect(chiSquarePValue(d, samples)).toBeGreaterThan(samplingLevel);
  else expect(kolmogorovSmirnovPValue(d, samples)).toBeGreaterThan(samplingLevel);
}

/** Law: a sample depends on its address only; where the family inverts, it is the quantile of the first uniform there. */
export function samplesHaveAnAddress(d: Distribution, inversion: boolean): void {
  const streams = new AddressedStreams(keyFromSeed("address", d.name));
  for (let i = 0; i < 50; i++) {
    const first = d.sample(streams.source(1, i, 3));
    d.sample(streams.source(2, i, 3));
    expect(d.sample(streams.source(1, i, 3))).toBe(first);
    if (inversion) expect(first).toBe(d.quantile(streams.uniform(1, i, 3)));
  }
  if (inversion) expect(uniformsUsed(d)).toBe(1);
}

function uniformsUsed(d: Distribution): number {
  let used = 0;
  const counting: RandomSource = {
    uniform: () => {
      used++;
      return 0.4;
    },
  };
  d.sample(counting);
  return used;
}

/** Values with mass from one value to another, found through the quantile. */
function atoms(d: Distribution, from: number, to: number): number[] {
  const values = [from];
  let x = from;
  while (x < to && values.length < 200_000) {
    const reached = d.cdf(x);
    const next = d.quantile(Math.min(1, reached + Math.max(1e-15, reached * 2.3e-16)));
    x = next > x ? next : Number.isInteger(x) ? x + 1 : to;
    values.push(x);
  }
  return values;
}

/** Asymptotic p-value of the one-sample Kolmogorov-Smirnov statistic with Stephens' correction. */
export function kolmogorovSmirnovPValue(d: Pick<Distribution, "cdf">, sorted: ArrayLike<number>): number {
  const n = sorted.length;
  let largest = 0;
  for (let i = 0; i < n; i++) {
    const value = d.cdf(sorted[i] as number);
    largest = Math.max(largest, value - i / n, (i + 1) / n - value);
  }
  const x = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * largest;
  let sum = 0;
  for (let k = 1; k < 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return x < 0.2 ? 1 : Math.min(1, Math.max(0, sum));
}

/** p-value of Pearson's chi-square over cells that each expect at least 10 samples. */
function chiSquarePValue(d: Distribution, sorted: ArrayLike<number>): number {
  const n = sorted.length;
  let statistic = 0;
  let cells = 0;
  let before = 0;
  let i = 0;
  while (before < 1) {
    let upper = d.quantile(Math.min(1, before + 10 / n));
    if ((1 - d.cdf(upper)) * n < 10) upper = Number.POSITIVE_INFINITY;
    const reached = upper === Number.POSITIVE_INFINITY ? 1 : d.cdf(upper);
    let observed = 0;
    while (i < n && (sorted[i] as number) <= upper) {
      observed++;
      i++;
    }
    const expected = (reached - before) * n;
    statistic += ((observed - expected) * (observed - expected)) / expected;
    cells++;
    before = reached;
  }
  return cells === 1 ? 1 : gammaQ((cells - 1) / 2, statistic / 2);
}
