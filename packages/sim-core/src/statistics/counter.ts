// Counts by cause: exits by reason, refusals by kind. Causes are listed in code-unit order, never in the order of arrival,
// so that two counters with the same content print alike.

import { requireCount } from "./errors.ts";

/** Count events by cause. After `add("work")`, `add("work")`, `add("illness")`: total 3, share of "work" 2 / 3. */
export class CauseCounter {
  readonly #counts = new Map<string, number>();
  #total = 0;

  /** Count `times` events of `cause`. Throws unless `times` is an integer of at least 0. */
  add(cause: string, times = 1): void {
    requireCount(times, 0, "a number of events");
    this.#counts.set(cause, (this.#counts.get(cause) ?? 0) + times);
    this.#total += times;
  }

  /** Take in the counts of `other`; `other` stays as it is. */
  merge(other: CauseCounter): void {
    for (const [cause, count] of other.#counts) this.add(cause, count);
  }

  /** Forget all counts. */
  reset(): void {
    this.#counts.clear();
    this.#total = 0;
  }

  /** Number of events of all causes. */
  get total(): number {
    return this.#total;
  }

  /** Number of events of `cause`; 0 for one never seen. */
  count(cause: string): number {
    return this.#counts.get(cause) ?? 0;
  }

  /** Share of `cause` among all events; NaN before the first. */
  share(cause: string): number {
    return this.#total === 0 ? Number.NaN : this.count(cause) / this.#total;
  }

  /** List causes with their counts in code-unit order. */
  entries(): (readonly [cause: string, count: number])[] {
    return [...this.#counts].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  }
}
