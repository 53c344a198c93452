// What a study finds out beside its estimates, kept in its folder as one list in JSON for each kind: drivers, conditions, claims, shares
// of the variance.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { VarianceShare } from "@tiltak/sim-core";
import { writeAtomically } from "@tiltak/sim-core/node";

/** A list of findings beside a run. */
export class Findings<T> {
  readonly #file: string;
  readonly #revive: ((name: string, value: unknown) => unknown) | undefined;

  /**
   * @param file its name in the folder of the run
   * @param revive makes a value of the file what it was in memory, as for JSON.parse
   */
  constructor(file: string, revive?: (name: string, value: unknown) => unknown) {
    this.#file = file;
    this.#revive = revive;
  }

  /** Keep the list beside the run. */
  async write(folder: string, list: readonly T[]): Promise<void> {
    await writeAtomically(join(folder, this.#file), [`${JSON.stringify(list, null, 2)}\n`]);
  }

  /** Read the list of a run; undefined when nobody wrote it down. */
  async read(folder: string): Promise<readonly T[] | undefined> {
    const text = await readFile(join(folder, this.#file), "utf8").catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text, this.#revive) as readonly T[]);
  }
}

const mayBeNull: ReadonlySet<string> = new Set(["against", "overDesign"]);

/** Where the uncertainty of the headline comes from; a number that cannot be told is null in the file and NaN in memory. */
export const varianceFindings: Findings<VarianceShare> = new Findings("variance-shares.json", (name, value) =>
  value === null && !mayBeNull.has(name) ? Number.NaN : value,
);
