// A chunk of observations: one Parquet file with the rows of some replications, ordered by (measure, group, time, scenario, point,
// replication). That order compresses best and lets the reducer read a few measures of all replications without the rest.

import type { DecodedArray } from "hyparquet";
import {
  type Cell,
  compareCells,
  firstNotBefore,
  mergeCells,
  type ObservationSink,
  type OrderedBlock,
  sameCells,
} from "../experiment/index.ts";
import { type CodedColumn, codedParquetBytes } from "./coded-parquet.ts";
import { columnsNote, readParquet, rowsPerGroup } from "./parquet-file.ts";

/** Where the rows of each cell stand in a chunk: rows `starts[i]` up to `starts[i + 1]` belong to `cells[i]`. */
export interface ChunkLayout {
  readonly cells: readonly Cell[];
  readonly starts: Int32Array;
}

/** What the columns of a chunk need to know of the study. */
export interface ChunkContext {
  readonly scenarioIds: readonly string[];
  /** Unit of each measure, where it is known; kept in the file. */
  readonly units?: Readonly<Record<string, string>>;
  /** Unit of the column `time`. */
  readonly timeUnit?: string;
}

/**
 * Encode blocks as a chunk.
 *
 * @returns the bytes of the file, and where the rows of each cell stand
 */
export function encodeChunk(
  blocks: readonly OrderedBlock[],
  context: ChunkContext,
): { readonly bytes: Uint8Array; readonly layout: ChunkLayout } {
  const sorted = blocks.toSorted(
    (a, b) => a.scenario - b.scenario || a.point - b.point || a.replication - b.replication,
  );
  const cells = mergeCells(sorted.map((block) => block.cells));
  const rows = sorted.reduce((sum, block) => sum + block.values.length, 0);
  const scenario = new Int32Array(rows);
  const point = new Int32Array(rows);
  const replication = new Int32Array(rows);
  const time = new Int32Array(rows);
  const measure = new Int32Array(rows);
  const group = new Int32Array(rows);
  const value = new Float64Array(rows);
  const points = new Codes<number>();
  const replications = new Codes<number>();
  const times = new Codes<number>();
  const measures = new Codes<string>();
  const groups = new Codes<string>();
  const pointOf = sorted.map((block) => points.of(block.point));
  const replicationOf = sorted.map((block) => replications.of(block.replication));
  const starts = new Int32Array(cells.length + 1);
  const next = new Int32Array(sorted.length);
  let row = 0;
  for (let c = 0; c < cells.length; c += 1) {
    starts[c] = row;
    const cell = cells[c];
    for (let b = 0; b < sorted.length; b += 1) {
      const block = sorted[b];
      const at = next[b];
      if (block.cells !== cells) {
        if (at === block.cells.length || compareCells(block.cells[at], cell) !== 0) continue;
      }
      next[b] = at + 1;
      scenario[row] = block.scenario;
      point[row] = pointOf[b];
      replication[row] = replicationOf[b];
      value[row] = block.values[at];
      row += 1;
    }
    time.fill(times.of(cell.time), starts[c], row);
    measure.fill(measures.of(cell.measure), starts[c], row);
    group.fill(groups.of(cell.group), starts[c], row);
  }
  starts[cells.length] = row;
  const columns: CodedColumn[] = [
    {
      name: "scenario",
      type: "string",
      description: "id of the scenario",
      values: context.scenarioIds,
      codes: scenario,
    },
    {
      name: "point",
      type: "int32",
      description: "point of the design, from 0; 0 without a design",
      values: points.values,
      codes: point,
    },
    {
      name: "replication",
      type: "int32",
      description: "replication, from 0",
      values: replications.values,
      codes: replication,
    },
    {
      name: "time",
      type: "double",
      description: "time of the observation, from the start of the run",
      ...(context.timeUnit === undefined ? {} : { unit: context.timeUnit }),
      values: times.values,
      codes: time,
    },
    // Rows are in the order of measures: statistics let a reader skip all others.
    {
      name: "measure",
      type: "string",
      description: "what is measured",
      statistics: true,
      values: measures.values,
      codes: measure,
    },
    {
      name: "group",
      type: "string",
      description: "what it is measured for, as JSON with sorted keys; {} is the total",
      values: groups.values,
      codes: group,
    },
  ];
  const last = { name: "value", description: "the value; null when undefined", data: value };
  const metadata: Record<string, string> = {
    "tiltak.schema": "tiltak.observations/1",
    ...(context.units === undefined ? {} : { "tiltak.units": JSON.stringify(context.units) }),
    ...columnsNote([...columns, last]),
  };
  return { bytes: codedParquetBytes(columns, last, rowsPerGroup, metadata), layout: { cells, starts } };
}

/** Numbers for the distinct values of a column, in the order of their first occurrence. */
class Codes<T extends string | number> {
  readonly values: T[] = [];
  readonly #codes = new Map<T, number>();
  #last: T | undefined;
  #lastCode = -1;

  of(value: T): number {
    if (value === this.#last) return this.#lastCode;
    let code = this.#codes.get(value);
    if (code === undefined) {
      code = this.values.push(value) - 1;
      this.#codes.set(value, code);
    }
    this.#last = value;
    this.#lastCode = code;
    return code;
  }
}

/**
 * Find the layout of a chunk from its rows.
 *
 * @param known a list of cells that is shared when the chunk holds the same ones
 */
export async function chunkLayout(path: string, known: readonly Cell[]): Promise<ChunkLayout> {
  const file = await readParquet(path);
  const cells: Cell[] = [];
  const starts: number[] = [];
  let last: Cell | undefined;
  await file.read(["measure", "group", "time"], 0, file.rows, ([measures, groups, times], firstRow) => {
    for (let i = 0; i < times.length; i += 1) {
      if (last !== undefined && last.time === times[i] && last.group === groups[i] && last.measure === measures[i])
        continue;
      last = { measure: measures[i], group: groups[i], time: times[i] };
      cells.push(last);
      starts.push(firstRow + i);
    }
  });
  starts.push(file.rows);
  return { cells: sameCells(cells, known) ? known : cells, starts: Int32Array.from(starts) };
}

/** Read the observations of some cells (consecutive in the study's list) from a chunk. */
export async function readChunk(
  path: string,
  layout: ChunkLayout,
  wanted: readonly Cell[],
  scenarioNumbers: ReadonlyMap<string, number>,
  sink: ObservationSink,
): Promise<void> {
  if (wanted.length === 0) return;
  const first = firstNotBefore(layout.cells, wanted[0]);
  const cellAt: number[] = [];
  let c = 0;
  let end = first;
  // Cells of a chunk are a subset of the study's: each one between the first and the last wanted is wanted.
  for (; end < layout.cells.length && c < wanted.length; c += 1) {
    if (layout.cells[end] !== wanted[c] && compareCells(layout.cells[end], wanted[c]) !== 0) continue;
    cellAt.push(c);
    end += 1;
  }
  if (cellAt.length === 0) return;
  const file = await readParquet(path);
  const columns = ["scenario", "point", "replication", "value"];
  let position = first;
  await file.read(columns, layout.starts[first], layout.starts[end], (parts, firstRow) => {
    const [scenarios, points, replications, values] = parts as [DecodedArray, Int32Array, Int32Array, DecodedArray];
    for (let i = 0; i < points.length; i += 1) {
      while (layout.starts[position + 1] <= firstRow + i) position += 1;
      const scenario = scenarioNumbers.get(scenarios[i]);
      const value: number | null = values[i];
      if (scenario === undefined) continue;
      sink(scenario, points[i], replications[i], cellAt[position - first], value ?? Number.NaN);
    }
  });
}
