// Look into a run directory without taking part in it: how far it is, what it holds, one replication of it. Nothing is written and no lock
// is taken, so it works beside the process that fills the directory. What a damaged chunk held is left out.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Cell,
  type FailedTask,
  mergeCells,
  type ObservationSink,
  type Observations,
  type ReplicationFailure,
  StoreError,
  type Task,
  taskCount,
} from "../experiment/index.ts";
import { digestOf } from "./digest.ts";
import { type JournalEntry, journalName, readJournal, taskOfTriple } from "./journal.ts";
import { isAlive, type LockHolder, lockName } from "./lock.ts";
import type { Manifest } from "./manifest.ts";
import { type ChunkLayout, chunkLayout, readChunk } from "./observation-chunk.ts";
import { readParquet } from "./parquet-file.ts";
import { readManifest } from "./run-directory.ts";

/** How far a run is. */
export interface RunStatus {
  readonly manifest: Manifest;
  /** "interrupted": says that it runs, and no live process holds it. */
  readonly state: "running" | "stopped" | "interrupted" | "done";
  /** Replications that are kept, failed ones included. */
  readonly done: number;
  /** Replications of the whole plan. */
  readonly total: number;
  readonly failed: number;
  readonly chunks: number;
  readonly rows: number;
  readonly bytes: number;
  /** Lines of the journal that are damaged; their replications will be redone. */
  readonly damagedLines: number;
  /** Who holds the directory now, as far as can be seen from here. */
  readonly holder?: LockHolder;
}

/** One observation as a chunk holds it; undefined values are NaN. */
export interface KeptObservation {
  readonly measure: string;
  readonly group: string;
  readonly time: number;
  readonly value: number;
}

/** One observation with its place in the study: a row of the Parquet files. */
export interface KeptRow extends KeptObservation {
  readonly scenario: string;
  readonly point: number;
  readonly replication: number;
}

/** Which rows are wanted: all when nothing is said. */
export interface RowFilter {
  readonly measures?: readonly string[];
  /** Canonical texts of groups, such as "{}" for the total. */
  readonly groups?: readonly string[];
  readonly times?: readonly number[];
}

/**
 * Tell how far a run is.
 *
 * @param directory a run directory
 * @throws StoreError when it is none
 */
export async function runStatus(directory: string): Promise<RunStatus> {
  const manifest = await manifestIn(directory);
  const { entries, damaged } = await readJournal(journalOf(directory));
  const holder = await liveHolder(directory);
  const state = holder !== undefined ? "running" : manifest.status === "running" ? "interrupted" : manifest.status;
  return {
    manifest,
    state,
    done: entries.reduce((sum, { tasks }) => sum + tasks.length, 0),
    total: taskCount({ ...manifest.plan, replications: manifest.replications }),
    failed: entries.reduce((sum, { failures }) => sum + failures.length, 0),
    chunks: entries.filter(({ file }) => file !== null).length,
    rows: entries.reduce((sum, { rows }) => sum + rows, 0),
    bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
    damagedLines: damaged,
    ...(holder === undefined ? {} : { holder }),
  };
}

/** The observations of a run directory, to be read by cell or by replication. */
export class RunReader implements Observations {
  readonly manifest: Manifest;
  #folder: string;
  #entries: readonly JournalEntry[];
  #chunks: { readonly path: string; readonly layout: ChunkLayout }[] | undefined;
  #cells: readonly Cell[] = [];

  private constructor(directory: string, manifest: Manifest, entries: readonly JournalEntry[]) {
    this.manifest = manifest;
    this.#folder = join(directory, "observations");
    this.#entries = entries;
  }

  /**
   * Open a run directory for reading.
   *
   * @throws StoreError when it is none
   */
  static async open(directory: string): Promise<RunReader> {
    const manifest = await manifestIn(directory);
    const { entries } = await readJournal(journalOf(directory));
    return new RunReader(directory, manifest, entries);
  }

  /** The failed replications, in the order in which they were kept. */
  failures(): readonly FailedTask[] {
    return this.#entries.flatMap(({ failures }) =>
      failures.map(({ task, failure }) => ({ task: taskOfTriple(task), failure })),
    );
  }

  async cells(): Promise<readonly Cell[]> {
    await this.#layouts();
    return this.#cells;
  }

  async read(from: number, to: number, sink: ObservationSink): Promise<void> {
    const chunks = await this.#layouts();
    const wanted = this.#cells.slice(from, to);
    const numbers = new Map(this.manifest.plan.scenarios.map(({ id }, i) => [id, i]));
    for (const { path, layout } of chunks) await readChunk(path, layout, wanted, numbers, sink);
  }

  /**
   * Read one replication.
   *
   * @returns what it observed in the order of cells, or why it failed; undefined when it is not kept
   */
  async replication(task: Task): Promise<readonly KeptObservation[] | ReplicationFailure | undefined> {
    const { scenario, point, replication } = task;
    const isIt = ([s, p, r]: readonly number[]): boolean => s === scenario && p === point && r === replication;
    const entry = this.#entries.find(({ tasks }) => tasks.some(isIt));
    if (entry === undefined) return undefined;
    const failed = entry.failures.find((failure) => isIt(failure.task));
    if (failed !== undefined) return failed.failure;
    if (entry.file === null) return undefined;
    const path = join(this.#folder, entry.file);
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes === undefined || digestOf(bytes) !== entry.digest) {
      throw new StoreError("store-unreadable", `${path} is missing or damaged; resume to redo what it held`, { path });
    }
    const file = await readParquet(path);
    const id = this.manifest.plan.scenarios[scenario].id;
    const kept: KeptObservation[] = [];
    const columns = ["scenario", "point", "replication", "measure", "group", "time", "value"];
    await file.read(columns, 0, file.rows, ([scenarios, points, replications, measures, groups, times, values]) => {
      for (let i = 0; i < scenarios.length; i += 1) {
        if (scenarios[i] !== id || points[i] !== point || replications[i] !== replication) continue;
        kept.push({ measure: measures[i], group: groups[i], time: times[i], value: values[i] ?? Number.NaN });
      }
    });
    return kept;
  }

  /**
   * Read rows one after the other, chunk by chunk and in a chunk by (measure, group, time, scenario, point, replication). Memory does not grow with
   * the run: at most 50,000 rows are held at a time.
   */
  async *rows({ measures, groups, times }: RowFilter = {}): AsyncGenerator<KeptRow> {
    const columns = ["scenario", "point", "replication", "measure", "group", "time", "value"];
    for (const { path, layout } of await this.#layouts()) {
      const file = await readParquet(path);
      const isWanted = ({ measure, group, time }: Cell): boolean =>
        measures?.includes(measure) !== false && groups?.includes(group) !== false && times?.includes(time) !== false;
      for (const [from, to] of stretches(layout, isWanted)) {
        const held: KeptRow[] = [];
        await file.read(columns, from, to, ([scenarios, points, replications, names, kinds, when, values]) => {
          for (let i = 0; i < scenarios.length; i += 1) {
            held.push({
              scenario: scenarios[i],
              point: points[i],
              replication: replications[i],
              measure: names[i],
              group: kinds[i],
              time: when[i],
              value: values[i] ?? Number.NaN,
            });
          }
        });
        yield* held;
      }
    }
  }

  async #layouts(): Promise<{ readonly path: string; readonly layout: ChunkLayout }[]> {
    if (this.#chunks !== undefined) return this.#chunks;
    const chunks: { path: string; layout: ChunkLayout }[] = [];
    let known: readonly Cell[] = [];
    for (const { file } of this.#entries) {
      if (file === null) continue;
      const path = join(this.#folder, file);
      const layout = await chunkLayout(path, known).catch(() => undefined);
      if (layout === undefined) continue;
      known = layout.cells;
      chunks.push({ path, layout });
    }
    this.#cells = mergeCells(chunks.map(({ layout }) => layout.cells));
    this.#chunks = chunks;
    return chunks;
  }
}

const mostRowsHeld = 50_000;

/** The rows of the cells that are wanted, neighbours together, in stretches of limited length. */
function* stretches(
  { cells, starts }: ChunkLayout,
  isWanted: (cell: Cell) => boolean,
): Generator<readonly [from: number, to: number]> {
  for (let c = 0; c < cells.length; c += 1) {
    if (!isWanted(cells[c])) continue;
    const from = starts[c];
    while (c + 1 < cells.length && isWanted(cells[c + 1])) c += 1;
    for (let at = from; at < starts[c + 1]; at += mostRowsHeld) {
      yield [at, Math.min(at + mostRowsHeld, starts[c + 1])];
    }
  }
}

async function manifestIn(directory: string): Promise<Manifest> {
  const manifest = await readManifest(directory);
  if (manifest === undefined) throw new StoreError("store-no-run", `${directory} is no run directory`, { directory });
  return manifest;
}

function journalOf(directory: string): string {
  return join(directory, "observations", journalName);
}

async function liveHolder(directory: string): Promise<LockHolder | undefined> {
  try {
    const holder = JSON.parse(await readFile(join(directory, lockName), "utf8")) as LockHolder;
    return isAlive(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}
