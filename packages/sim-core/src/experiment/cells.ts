// Cells: what is estimated, a measure for a group at a time. Blocks of one study mostly observe the same cells in the same order;
// a shape is that order, found once and shared, so that a block in a store is nothing but a column of values in the order of cells.

import type { ObservationBlock, ObservationKey } from "./observation-block.ts";

/** A measure for a group (its canonical text) at a time. */
export interface Cell {
  readonly measure: string;
  readonly group: string;
  readonly time: number;
}

/** Order cells by measure, canonical group (both by code unit) and time, as estimates are ordered. */
export function compareCells(a: Cell, b: Cell): number {
  if (a.measure !== b.measure) return a.measure < b.measure ? -1 : 1;
  if (a.group !== b.group) return a.group < b.group ? -1 : 1;
  return a.time - b.time;
}

/** What a block observes: its distinct cells in order, and in which row of the block each stands. */
export interface Shape {
  readonly cells: readonly Cell[];
  readonly rows: Int32Array;
}

/** A block in the order of cells: `values[i]` belongs to `cells[i]`. */
export interface OrderedBlock {
  readonly scenario: number;
  readonly point: number;
  readonly replication: number;
  readonly cells: readonly Cell[];
  readonly values: Float64Array;
}

interface KnownShape extends Shape {
  readonly keys: readonly ObservationKey[];
  readonly keyIndex: Int32Array;
  readonly time: Float64Array;
}

/** Most shapes that are remembered; a study with more of them works, only slower. */
const mostShapes = 16;

/** Find the shapes of blocks, remembering those seen before. */
export class Shapes {
  #known: KnownShape[] = [];

  /** Put a block into the order of cells; blocks of equal shape share one list of cells. */
  order(block: ObservationBlock): OrderedBlock {
    const { cells, rows } = this.#shapeOf(block);
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i += 1) values[i] = block.value[rows[i]];
    return { scenario: block.scenario, point: block.point, replication: block.replication, cells, values };
  }

  #shapeOf(block: ObservationBlock): Shape {
    const at = this.#known.findIndex((known) => sameShape(known, block));
    if (at > 0) this.#known.unshift(...this.#known.splice(at, 1));
    if (at >= 0) return this.#known[0];
    const { keys, keyIndex, time } = block;
    const all = Array.from(
      keyIndex,
      (k, row): Cell => ({ measure: keys[k].measure, group: keys[k].group, time: time[row] }),
    );
    const rows = Int32Array.from(all.keys()).sort((i, j) => compareCells(all[i], all[j]));
    const shape: KnownShape = { cells: Array.from(rows, (row) => all[row]), rows, keys, keyIndex, time };
    this.#known.unshift(shape);
    if (this.#known.length > mostShapes) this.#known.pop();
    return shape;
  }
}

function sameShape(known: KnownShape, block: ObservationBlock): boolean {
  if (known.keyIndex.length !== block.keyIndex.length || known.keys.length !== block.keys.length) return false;
  for (let row = 0; row < block.keyIndex.length; row += 1) {
    if (known.keyIndex[row] !== block.keyIndex[row] || known.time[row] !== block.time[row]) return false;
  }
  return block.keys.every(
    ({ measure, group }, k) => measure === known.keys[k].measure && group === known.keys[k].group,
  );
}

/**
 * Merge lists of cells, each in order and without doubles, into one.
 *
 * @returns the list itself when all lists hold the same cells
 */
export function mergeCells(lists: Iterable<readonly Cell[]>): readonly Cell[] {
  let merged: readonly Cell[] = [];
  for (const list of new Set(lists)) {
    if (merged.length === 0) merged = list;
    else if (!sameCells(merged, list)) merged = mergeTwo(merged, list);
  }
  return merged;
}

/** Tell whether two ordered lists hold the same cells. */
export function sameCells(a: readonly Cell[], b: readonly Cell[]): boolean {
  return a === b || (a.length === b.length && a.every((cell, i) => compareCells(cell, b[i]) === 0));
}

function mergeTwo(a: readonly Cell[], b: readonly Cell[]): Cell[] {
  const out: Cell[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const order = i === a.length ? 1 : j === b.length ? -1 : compareCells(a[i], b[j]);
    out.push(order <= 0 ? a[i] : b[j]);
    if (order <= 0) i += 1;
    if (order >= 0) j += 1;
  }
  return out;
}

/** Find the first position of an ordered list that is not before a cell; the length of the list when all are before it. */
export function firstNotBefore(cells: readonly Cell[], cell: Cell): number {
  let low = 0;
  let high = cells.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareCells(cells[middle], cell) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
