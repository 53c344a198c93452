// Counts of values in classes with fixed edges. A class holds its lower edge and not its upper one, the last class both.
// What falls outside is counted below and above, never dropped; undefined values are counted apart.

import { requireCount, requireFinite, StatisticsError } from "./errors.ts";

/** Count values in classes. Edges 0, 1, 2 and values 0, 0.5, 1, 2, 3: counts 2 and 2, above 1. */
export class Histogram {
  readonly #edges: Float64Array;
  readonly #counts: Float64Array;
  #below = 0;
  #above = 0;
  #undefinedCount = 0;

  /** Take at least two finite edges in ascending order. Throws `statistics-edges` otherwise. */
  constructor(edges: ArrayLike<number>) {
    this.#edges = Float64Array.from(edges);
    const ascending = this.#edges.every((edge, i) => Number.isFinite(edge) && (i === 0 || edge > this.#edges[i - 1]));
    if (this.#edges.length < 2 || !ascending) {
      throw new StatisticsError(
        "statistics-edges",
        `a histogram needs at least two finite edges in ascending order, not ${this.#edges.join(", ")}`,
        { edges: [...this.#edges] },
      );
    }
    this.#counts = new Float64Array(this.#edges.length - 1);
  }

  /** Count one value. */
  add(x: number): void {
    const edges = this.#edges;
    const last = edges.length - 1;
    if (Number.isNaN(x)) this.#undefinedCount += 1;
    else if (x < edges[0]) this.#below += 1;
    else if (x > edges[last]) this.#above += 1;
    else {
      let low = 0;
      let high = last;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (x >= edges[middle]) low = middle;
        else high = middle;
      }
      this.#counts[low] += 1;
    }
  }

  /** Take in the counts of `other`, which must have the same edges. */
  merge(other: Histogram): void {
    const same = other.#edges.length === this.#edges.length && other.#edges.every((edge, i) => edge === this.#edges[i]);
    if (!same) throw new StatisticsError("statistics-edges", "histograms with different edges cannot be merged");
    for (let i = 0; i < this.#counts.length; i += 1) this.#counts[i] += other.#counts[i];
    this.#below += other.#below;
    this.#above += other.#above;
    this.#undefinedCount += other.#undefinedCount;
  }

  /** The edges, one more than there are classes. */
  get edges(): readonly number[] {
    return [...this.#edges];
  }

  /** Counts of the classes. */
  get counts(): readonly number[] {
    return [...this.#counts];
  }

  /** Values below the first edge. */
  get below(): number {
    return this.#below;
  }

  /** Values above the last edge. */
  get above(): number {
    return this.#above;
  }

  /** Undefined values (NaN). */
  get undefinedCount(): number {
    return this.#undefinedCount;
  }

  /** All defined values, those outside included. */
  get total(): number {
    return this.#counts.reduce((sum, count) => sum + count, this.#below + this.#above);
  }
}

/** Make the edges of `classes` equally wide classes from `low` to `high`. `evenEdges(0, 1, 2)` is 0, 0.5, 1. */
export function evenEdges(low: number, high: number, classes: number): number[] {
  requireFinite(low, "the lowest edge");
  requireFinite(high, "the highest edge");
  requireCount(classes, 1, "the number of classes");
  return Array.from({ length: classes + 1 }, (_, i) => (i === classes ? high : low + ((high - low) * i) / classes));
}
