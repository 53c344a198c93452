// A run directory for a study with data of its own: the data lie beside it, rows about single enterprises stay out of its estimates, and
// so do small counts of people.

import { join } from "node:path";
import {
  type Cell,
  estimatesCsvLines,
  type FailedTask,
  type ModelIdentity,
  type ObservationBlock,
  type ObservationSink,
  type StudyPlan,
  type StudyResult,
  type StudyStore,
  type Task,
} from "@tiltak/sim-core";
import { writeAtomically } from "@tiltak/sim-core/node";
import { withoutEnterprises } from "./enterprise-results.ts";
import { keepData, type RunData } from "./programme-data.ts";
import { type SafeEstimates, safeCsvLines, withoutSmallCounts } from "./small-estimates.ts";

/** What may be told of a study's estimates. */
export function safeEstimates({ estimates }: StudyResult, { sources }: RunData): SafeEstimates {
  const rest = withoutEnterprises(estimates);
  const own = Object.keys(sources).length > 0;
  return own ? withoutSmallCounts(rest) : { estimates: rest, small: new Set(), hidden: new Set() };
}

/** Put data of its own and care for small counts around a run directory. */
export class RegisterStore implements StudyStore {
  readonly #inner: StudyStore;
  readonly #folder: string;
  readonly #run: RunData;

  /**
   * @param inner the run directory
   * @param folder where it lies
   * @param run the data of the run
   */
  constructor(inner: StudyStore, folder: string, run: RunData) {
    this.#inner = inner;
    this.#folder = folder;
    this.#run = run;
  }

  async open(plan: StudyPlan, model: ModelIdentity): Promise<void> {
    await this.#inner.open(plan, model);
    await keepData(this.#folder, this.#run);
  }

  has(task: Task): boolean {
    return this.#inner.has(task);
  }

  put(block: ObservationBlock): Promise<void> {
    return this.#inner.put(block);
  }

  settle(): Promise<void> {
    return this.#inner.settle();
  }

  failures(): readonly FailedTask[] {
    return this.#inner.failures();
  }

  cells(): Promise<readonly Cell[]> {
    return this.#inner.cells();
  }

  read(from: number, to: number, sink: ObservationSink): Promise<void> {
    return this.#inner.read(from, to, sink);
  }

  async conclude(result: StudyResult): Promise<void> {
    const safe = safeEstimates(result, this.#run);
    await this.#inner.conclude?.({ ...result, estimates: safe.estimates });
    if (safe.small.size === 0) return;
    await writeAtomically(join(this.#folder, "estimates.csv"), safeCsvLines(estimatesCsvLines(safe.estimates), safe));
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}
