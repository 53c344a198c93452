// Sobol' indices: how the variance of an output splits among independent parameters. First order (alone) by the estimator of
// Saltelli et al. (2010, table 2 b), total (alone and with others) by that of Jansen (1999), from Saltelli blocks.

import type { RandomSource } from "../random/index.ts";
import { type BootstrapInterval, bootstrapIndices } from "../statistics/index.ts";
import { AnalysisError } from "./errors.ts";

/** The share of the variance that goes through one parameter. */
export interface SobolIndex {
  readonly parameter: number;
  /** Share that knowing this parameter alone would take away on average. */
  readonly firstOrder: BootstrapInterval;
  /** Share that would be left on average if all others were known. */
  readonly total: BootstrapInterval;
}

/** Sobol' indices of all parameters. */
export interface SobolIndices {
  readonly method: "saltelli 2010, jansen 1999";
  /** Blocks used. */
  readonly blocks: number;
  /** Blocks left out because an output in them was undefined. */
  readonly undefinedBlocks: number;
  readonly mean: number;
  readonly variance: number;
  readonly indices: readonly SobolIndex[];
}

/** How to draw the intervals: percentile bootstrap over blocks. */
export interface SobolOptions {
  readonly level: number;
  readonly resamples: number;
  readonly source: RandomSource;
}

/**
 * Estimate first-order and total indices from the outputs of `saltelliBlocks`, in its order (A, AB_1, ..., AB_k, B). A block
 * with an undefined output is left out whole, and counted. Estimates are not clipped: a small negative one is an honest zero.
 * NaN when the output does not vary. With outputs that are means over few chance runs, chance adds to every total index.
 *
 * @throws AnalysisError `analysis-design` when the outputs are not whole blocks
 */
export function sobolIndices(outputs: ArrayLike<number>, dimensions: number, options: SobolOptions): SobolIndices {
  const length = dimensions + 2;
  if (!Number.isInteger(dimensions) || dimensions < 1 || outputs.length === 0 || outputs.length % length !== 0) {
    throw new AnalysisError("analysis-design", `${outputs.length} outputs are not whole blocks of ${length}`, {
      outputs: outputs.length,
      dimensions,
    });
  }
  const all = outputs.length / length;
  const blocks: Float64Array[] = [];
  for (let b = 0; b < all; b += 1) {
    const block = Float64Array.from({ length }, (_, i) => outputs[b * length + i]);
    if (block.every((y) => Number.isFinite(y))) blocks.push(block);
  }
  const n = blocks.length;
  let sum = 0;
  for (const block of blocks) sum += block[0] + block[length - 1];
  const centre = sum / (2 * n);
  // Centred outputs leave the indices as they are and lower the variance of the first-order estimator.
  const centred = blocks.map((block) => block.map((y) => y - centre));
  const varianceOf = (index: (i: number) => number, count: number): number => {
    let first = 0;
    let second = 0;
    for (let i = 0; i < count; i += 1) {
      const block = centred[index(i)];
      const a = block[0];
      const b = block[length - 1];
      first += a + b;
      second += a * a + b * b;
    }
    return (second - (first * first) / (2 * count)) / (2 * count - 1);
  };
  const share = (d: number, part: (a: number, mixed: number, b: number) => number): BootstrapInterval =>
    bootstrapIndices(
      n,
      (index, count) => {
        const variance = varianceOf(index, count);
        if (!(variance > 0)) return Number.NaN;
        let total = 0;
        for (let i = 0; i < count; i += 1) {
          const block = centred[index(i)];
          total += part(block[0], block[d + 1], block[length - 1]);
        }
        return total / count / variance;
      },
      { ...options, method: "percentile" },
    );
  return {
    method: "saltelli 2010, jansen 1999",
    blocks: n,
    undefinedBlocks: all - n,
    mean: centre,
    variance: n === 0 ? Number.NaN : varianceOf((i) => i, n),
    indices: Array.from({ length: dimensions }, (_, d) => ({
      parameter: d,
      firstOrder: share(d, (a, mixed, b) => b * (mixed - a)),
      total: share(d, (a, mixed) => (a - mixed) * (a - mixed) * 0.5),
    })),
  };
}
