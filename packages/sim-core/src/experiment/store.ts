// The store: where blocks are kept between the executor and the reducer, and what is done already when a study goes on. This file
// holds the interface and the store in memory; the run directory lives in node/.

import { type Cell, compareCells, firstNotBefore, mergeCells, type OrderedBlock, Shapes } from "./cells.ts";
import type { ObservationBlock, ReplicationFailure } from "./observation-block.ts";
import type { ConcludedStudy } from "./study.ts";
import { type StudyPlan, type Task, taskNumber } from "./study-plan.ts";

/** Take one observation: `cell` counts from the first cell that was asked for; NaN is undefined. */
export type ObservationSink = (
  scenario: number,
  point: number,
  replication: number,
  cell: number,
  value: number,
) => void;

/** Observations that can be read by cell, in any order of replications. */
export interface Observations {
  /** Every cell that any replication observed, in order. */
  cells(): Promise<readonly Cell[]>;
  /** Read the observations of `cells()[from]` up to, not including, `cells()[to]`. */
  read(from: number, to: number, sink: ObservationSink): Promise<void>;
}

/** A task with the reason why it failed. */
export interface FailedTask {
  readonly task: Task;
  readonly failure: ReplicationFailure;
}

/** Which model made the numbers. */
export interface ModelIdentity {
  readonly id: string;
  readonly version: string;
}

/** Keep the blocks of one study. */
export interface StudyStore extends Observations {
  /**
   * Begin or go on with a study.
   *
   * @throws StoreError when the store holds another study, or belongs to another process
   */
  open(plan: StudyPlan, model: ModelIdentity): Promise<void>;
  /** Tell whether a task is kept already, failed or not. */
  has(task: Task): boolean;
  /** Keep a block; a second block of a task changes nothing. */
  put(block: ObservationBlock): Promise<void>;
  /** Wait until everything that was put is kept and can be read. */
  settle(): Promise<void>;
  /** The failed replications, by (scenario, point, replication). */
  failures(): readonly FailedTask[];
  /** Keep what the study ended in, where the store has a place for it. */
  conclude?(result: ConcludedStudy): Promise<void>;
  /** Let go of files and locks, after `settle`. The contents stay. */
  close(): Promise<void>;
}

/** Keep a study in memory: 8 bytes for each observation. */
export class MemoryStore implements StudyStore, Observations {
  #plan: StudyPlan | undefined;
  #done = new Set<number>();
  #blocks: OrderedBlock[] = [];
  #failures: FailedTask[] = [];
  #shapes = new Shapes();
  #cells: readonly Cell[] = [];
  #merged = 0;

  async open(plan: StudyPlan): Promise<void> {
    this.#plan = plan;
  }

  has(task: Task): boolean {
    return this.#plan !== undefined && this.#done.has(taskNumber(this.#plan, task));
  }

  async put(block: ObservationBlock): Promise<void> {
    if (this.#plan === undefined || this.has(block)) return;
    this.#done.add(taskNumber(this.#plan, block));
    if (block.failure === undefined) this.#blocks.push(this.#shapes.order(block));
    else this.#failures.push({ task: taskOf(block), failure: block.failure });
  }

  async settle(): Promise<void> {}

  failures(): readonly FailedTask[] {
    return this.#failures.toSorted((a, b) => compareTasks(a.task, b.task));
  }

  async cells(): Promise<readonly Cell[]> {
    if (this.#merged < this.#blocks.length) {
      this.#cells = mergeCells([this.#cells, ...this.#blocks.slice(this.#merged).map(({ cells }) => cells)]);
      this.#merged = this.#blocks.length;
    }
    return this.#cells;
  }

  async read(from: number, to: number, sink: ObservationSink): Promise<void> {
    const cells = (await this.cells()).slice(from, to);
    for (const block of this.#blocks) readBlock(block, cells, sink);
  }

  async close(): Promise<void> {}
}

/** Give a sink the observations of a block that are in a list of consecutive cells. */
export function readBlock(block: OrderedBlock, cells: readonly Cell[], sink: ObservationSink): void {
  if (cells.length === 0) return;
  let i = firstNotBefore(block.cells, cells[0]);
  for (let c = 0; c < cells.length && i < block.cells.length; c += 1) {
    if (block.cells[i] !== cells[c] && compareCells(block.cells[i], cells[c]) !== 0) continue;
    sink(block.scenario, block.point, block.replication, c, block.values[i]);
    i += 1;
  }
}

/** Take the task out of a block. */
export function taskOf({ scenario, point, replication }: Task): Task {
  return { scenario, point, replication };
}

/** Order tasks by (scenario, point, replication). */
export function compareTasks(a: Task, b: Task): number {
  return a.scenario - b.scenario || a.point - b.point || a.replication - b.replication;
}
