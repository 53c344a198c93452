// Draws for forecasts: streams of chance with a name, counts with sampling noise, and printing in the source's own steps.

import {
  type Distribution,
  distributionOf,
  isDistribution,
  keyFromSeed,
  log,
  type ParameterSpec,
  parseDistribution,
  SequentialStream,
} from "@tiltak/sim-core";

/** Open the stream of chance of one forecast; equal seeds and names give equal draws. */
export function streamOf(seed: string, ...names: readonly string[]): SequentialStream {
  return new SequentialStream(keyFromSeed(seed, "back-test", ...names));
}

/** Draw successes among independent trials. */
export function drawBinomial(stream: SequentialStream, trials: number, probability: number): number {
  let successes = 0;
  for (let i = 0; i < trials; i += 1) if (stream.uniform() < probability) successes += 1;
  return successes;
}

/** Draw a Poisson count by adding exponential gaps; for means of some tens at most. */
export function drawPoisson(stream: SequentialStream, mean: number): number {
  let count = 0;
  for (let left = mean - stream.exponential(); left > 0; left -= stream.exponential()) count += 1;
  return count;
}

/**
 * Draw the share of a sample of `n` out of `population`, whose own share is `share`: binomial noise, less what a sample
 * from a finite population spares.
 */
export function drawSampleShare(stream: SequentialStream, share: number, n: number, population: number): number {
  const noise = drawBinomial(stream, n, share) / n - share;
  return share + noise * Math.sqrt(Math.max(1 - n / population, 0));
}

/** Distributions that were read before, since the same one is drawn from thousands of times. */
const known = new Map<string | object, Distribution>();

/** Draw from a distribution as parameters write it; a number stands for itself. */
export function drawSpec(stream: SequentialStream, spec: ParameterSpec | string): number {
  if (typeof spec === "number") return spec;
  if (typeof spec !== "string" && !isDistribution(spec)) throw new TypeError("not a distribution of numbers");
  let distribution = known.get(spec);
  if (distribution === undefined) {
    distribution = distributionOf(typeof spec === "string" ? parseDistribution(spec) : spec);
    known.set(spec, distribution);
  }
  return distribution.quantile(stream.uniform());
}

/** Round to the steps in which a source prints. */
export function toSteps(value: number, step: number | undefined): number {
  return step === undefined ? value : Math.round(value / step) * step;
}

/** Draw a place in a list of weights, in proportion to them. */
export function drawIndex(stream: SequentialStream, weights: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < weights.length; i += 1) total += weights[i] as number;
  let left = stream.uniform() * total;
  for (let i = 0; i < weights.length; i += 1) {
    left -= weights[i] as number;
    if (left < 0) return i;
  }
  return weights.length - 1;
}

/**
 * Draw `size` of the entities without replacement, each next one in proportion to its weight among those left
 * (Efraimidis and Spirakis 2006: the largest of log(u) / weight).
 *
 * @returns positions, rising
 */
export function drawWeighted(stream: SequentialStream, weights: ArrayLike<number>, size: number): number[] {
  const keys = Array.from({ length: weights.length }, (_, i) => {
    const weight = weights[i] as number;
    const u = stream.uniform();
    return { i, key: weight > 0 ? log(u) / weight : Number.NEGATIVE_INFINITY };
  });
  keys.sort((a, b) => b.key - a.key || a.i - b.i);
  return keys
    .slice(0, size)
    .map(({ i }) => i)
    .sort((a, b) => a - b);
}
