// The recorder: what a model calls during a replication. Keys (measure, group) are interned once; rows go to growing typed columns.
// A value may be NaN (undefined), never infinite. The same measure, group and time is observed once, or the replication fails.

import { InvariantError } from "../foundation/errors.ts";
import { canonicalGroup, type Replication } from "../kernel/model.ts";
import type { StreamKey } from "../random/index.ts";
import type { ObservationBlock, ObservationKey } from "./observation-block.ts";
import type { Task } from "./study-plan.ts";

/** Record the observations of one replication. */
export class Recorder implements Replication {
  readonly key: StreamKey;
  readonly number: number;
  readonly antithetic: boolean;
  #measures = new Map<string, Map<string, number>>();
  #keys: ObservationKey[] = [];
  #latest: number[] = [];
  #outOfOrder = false;
  #rows = 0;
  #keyIndex = new Int32Array(1024);
  #time = new Float64Array(1024);
  #value = new Float64Array(1024);

  /**
   * @param key chance key of the replication
   * @param number replication number from 0
   * @param antithetic whether uniform numbers are mirrored (1 - u)
   */
  constructor(key: StreamKey, number: number, antithetic = false) {
    this.key = key;
    this.number = number;
    this.antithetic = antithetic;
  }

  /**
   * Record one observation.
   *
   * @param measure what is measured, for example `participants`
   * @param group `canonicalGroup(...)` of what it is measured for
   * @param time when, in the model's unit
   * @param value the value; NaN when it is undefined
   * @throws InvariantError for an infinite value, a time that is not finite, or a group that is not canonical
   */
  observe(measure: string, group: string, time: number, value: number): void {
    if (!Number.isFinite(time)) {
      throw new InvariantError("observation-time", `${measure} ${group}: observed at time ${time}`, { measure, group });
    }
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
      throw new InvariantError(
        "observation-infinite",
        `${measure} ${group} at time ${time} is ${value}; an undefined value is NaN`,
        { measure, group, time },
      );
    }
    const row = this.#rows;
    if (row === this.#value.length) this.#grow();
    const index = this.#measures.get(measure)?.get(group) ?? this.#intern(measure, group);
    if (!(time > this.#latest[index])) this.#outOfOrder = true;
    this.#latest[index] = time;
    this.#keyIndex[row] = index;
    this.#time[row] = time;
    this.#value[row] = value;
    this.#rows = row + 1;
  }

  /**
   * Hand over what was recorded.
   *
   * @param task which replication this was
   * @throws InvariantError when a measure was observed twice for the same group and time
   */
  block(task: Task): ObservationBlock {
    if (this.#outOfOrder) this.#refuseDuplicates();
    return {
      scenario: task.scenario,
      point: task.point,
      replication: task.replication,
      keys: this.#keys,
      keyIndex: this.#keyIndex.slice(0, this.#rows),
      time: this.#time.slice(0, this.#rows),
      value: this.#value.slice(0, this.#rows),
    };
  }

  #intern(measure: string, group: string): number {
    let groups = this.#measures.get(measure);
    if (groups === undefined) {
      groups = new Map();
      this.#measures.set(measure, groups);
    }
    if (!isCanonical(group)) {
      throw new InvariantError("observation-group", `${measure}: "${group}" is not a canonical group`, {
        measure,
        group,
      });
    }
    const index = this.#keys.length;
    groups.set(group, index);
    this.#keys.push({ measure, group });
    this.#latest.push(Number.NEGATIVE_INFINITY);
    return index;
  }

  #grow(): void {
    const rows = this.#rows * 2;
    const keyIndex = new Int32Array(rows);
    const time = new Float64Array(rows);
    const value = new Float64Array(rows);
    keyIndex.set(this.#keyIndex);
    time.set(this.#time);
    value.set(this.#value);
    this.#keyIndex = keyIndex;
    this.#time = time;
    this.#value = value;
  }

  #refuseDuplicates(): void {
    const seen = this.#keys.map(() => new Set<number>());
    for (let row = 0; row < this.#rows; row += 1) {
      const times = seen[this.#keyIndex[row]];
      const time = this.#time[row];
      if (times.has(time)) {
        const { measure, group } = this.#keys[this.#keyIndex[row]];
        throw new InvariantError("observation-twice", `${measure} ${group} is observed twice at time ${time}`, {
          measure,
          group,
          time,
        });
      }
      times.add(time);
    }
  }
}

const canonicalGroups = new Set<string>();

function isCanonical(group: string): boolean {
  if (canonicalGroups.has(group)) return true;
  let canonical: string;
  try {
    canonical = canonicalGroup(JSON.parse(group) as Record<string, string>);
  } catch {
    return false;
  }
  if (canonical !== group) return false;
  if (canonicalGroups.size > 100_000) canonicalGroups.clear();
  canonicalGroups.add(group);
  return true;
}
