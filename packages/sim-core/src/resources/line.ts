// A first-in first-out list of waits with removal from anywhere, ordered by priority: shared by stores and containers.

/** A wait that can stand in a line; the links belong to the line. */
export interface Standing {
  readonly priority: number;
  /** When it began to wait. */
  readonly since: number;
  next: this | null;
  previous: this | null;
}

/** Waits in the order of priority (lower first), then of arrival. */
export class Line<T extends Standing> {
  size = 0;
  first: T | null = null;
  private last: T | null = null;

  /** Join behind all of equal or lower priority number. */
  add(wait: T): void {
    this.size++;
    let before = this.last;
    while (before !== null && before.priority > wait.priority) before = before.previous;
    const after = before === null ? this.first : before.next;
    wait.previous = before;
    wait.next = after;
    if (before === null) this.first = wait;
    else before.next = wait;
    if (after === null) this.last = wait;
    else after.previous = wait;
  }

  /** Leave from wherever it stands. */
  remove(wait: T): void {
    this.size--;
    const { next, previous } = wait;
    if (previous === null) this.first = next;
    else previous.next = next;
    if (next === null) this.last = previous;
    else next.previous = previous;
    wait.next = null;
    wait.previous = null;
  }

  /** When each of those who stand in it began to wait, first in the line first; allocates. */
  entries(): number[] {
    const all: number[] = [];
    for (let wait = this.first; wait !== null; wait = wait.next) all.push(wait.since);
    return all;
  }
}
