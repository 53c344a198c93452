// Queues of waiting requests. First-in first-out and last-in first-out are linked lists; priorities and custom orders are
// heaps with back-pointers, so that leaving and changing priority cost O(log n). Equal ones stay first-in first-out.
//
// A comparison of the user's own may throw. Then who was to join has not joined, who was to leave has left, and all others are still
// there, though perhaps not in order.

/** A request that can stand in a queue; the links belong to the queue. */
export interface Queued<T> {
  next: T | null;
  previous: T | null;
  /** Its place in a heap. */
  queueIndex: number;
  /** When it came, as a count; smaller came earlier. */
  readonly order: number;
}

/** A queue of requests that knows who is next. */
export interface RequestQueue<T extends Queued<T>> {
  readonly size: number;
  /** Who is next, or null. */
  first(): T | null;
  add(request: T): void;
  remove(request: T): void;
  /** Find the right place again after the order of one has changed. */
  move(request: T): void;
  /** Find the right place of all again, after the order of many has changed. */
  sort(): void;
  /** All, next first; allocates. */
  toArray(): T[];
}

/** First-in first-out, or last-in first-out. */
export class LineQueue<T extends Queued<T>> implements RequestQueue<T> {
  size = 0;
  private head: T | null = null;
  private tail: T | null = null;
  private readonly lastFirst: boolean;

  constructor(lastFirst: boolean) {
    this.lastFirst = lastFirst;
  }

  first(): T | null {
    return this.head;
  }

  add(request: T): void {
    this.size++;
    if (this.lastFirst) {
      // A request that comes back with its old order goes behind those that came after it.
      let after: T | null = this.head;
      let before: T | null = null;
      while (after !== null && after.order > request.order) {
        before = after;
        after = after.next;
      }
      this.link(before, request, after);
      return;
    }
    let before = this.tail;
    let after: T | null = null;
    while (before !== null && before.order > request.order) {
      after = before;
      before = before.previous;
    }
    this.link(before, request, after);
  }

  remove(request: T): void {
    this.size--;
    const { next, previous } = request;
    if (previous === null) this.head = next;
    else previous.next = next;
    if (next === null) this.tail = previous;
    else next.previous = previous;
    request.next = null;
    request.previous = null;
  }

  move(): void {}

  sort(): void {}

  toArray(): T[] {
    const all: T[] = [];
    for (let request = this.head; request !== null; request = request.next) all.push(request);
    return all;
  }

  private link(before: T | null, request: T, after: T | null): void {
    request.previous = before;
    request.next = after;
    if (before === null) this.head = request;
    else before.next = request;
    if (after === null) this.tail = request;
    else after.previous = request;
  }
}

/** Ordered by a comparison, then first-in first-out. */
export class RankedQueue<T extends Queued<T>> implements RequestQueue<T> {
  private readonly heap: T[] = [];
  private readonly compare: (a: T, b: T) => number;

  constructor(compare: (a: T, b: T) => number) {
    this.compare = compare;
  }

  get size(): number {
    return this.heap.length;
  }

  first(): T | null {
    return this.heap.length === 0 ? null : this.heap[0];
  }

  add(request: T): void {
    const { heap } = this;
    const end = heap.length;
    const place = this.placeUp(end, request);
    heap.push(request);
    this.raise(end, place, request);
  }

  remove(request: T): void {
    const index = request.queueIndex;
    const last = this.heap.pop() as T;
    request.queueIndex = -1;
    if (last === request) return;
    this.set(index, last);
    this.place(index, last);
  }

  sort(): void {
    const { heap } = this;
    for (let index = 1; index < heap.length; index++) {
      const request = heap[index];
      this.raise(index, this.placeUp(index, request), request);
    }
  }

  move(request: T): void {
    this.place(request.queueIndex, request);
  }

  toArray(): T[] {
    return [...this.heap].sort((a, b) => (this.precedes(a, b) ? -1 : 1));
  }

  private precedes(a: T, b: T): boolean {
    const difference = this.compare(a, b);
    return difference < 0 || (difference === 0 && a.order < b.order);
  }

  private place(index: number, request: T): void {
    const place = this.placeUp(index, request);
    if (place < index) this.raise(index, place, request);
    else this.lower(index, request);
  }

  /** Find how far up from a place a request belongs. */
  private placeUp(start: number, request: T): number {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.precedes(request, this.heap[parent])) break;
      index = parent;
    }
    return index;
  }

  /** Put a request at a place above an empty one, and those between them one down. */
  private raise(empty: number, place: number, request: T): void {
    let index = empty;
    while (index > place) {
      const parent = (index - 1) >> 1;
      this.set(index, this.heap[parent]);
      index = parent;
    }
    this.set(place, request);
  }

  private lower(start: number, request: T): void {
    const { heap } = this;
    let index = start;
    try {
      for (;;) {
        let child = 2 * index + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && this.precedes(heap[child + 1], heap[child])) child++;
        if (!this.precedes(heap[child], request)) break;
        this.set(index, heap[child]);
        index = child;
      }
    } finally {
      this.set(index, request);
    }
  }

  private set(index: number, request: T): void {
    this.heap[index] = request;
    request.queueIndex = index;
  }
}
