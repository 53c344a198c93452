// The store: items of any kind, put by some and got by others, with a capacity and filters.
//
// Contract: getters are served first-in first-out (lower priority first); one whose filter finds nothing lets those behind
// it pass. Items leave in the order they came, or by a comparison. A get that is withdrawn takes nothing; one that was
// given an item which its process will never see puts it back where it was taken from, at the front. When a filter or a
// comparison throws, the put or get for which it was asked has not happened, and whoever set that in motion is told.

import type { Process, Simulation, WaitReason } from "../kernel/index.ts";
import { ValueWait, Wait } from "../kernel/index.ts";
import { CapacityError, refuseElsewhere } from "./errors.ts";
import { LevelMonitor } from "./level-monitor.ts";
import { Line, type Standing } from "./line.ts";

/** How a store is set up. */
export interface StoreOptions<T> {
  readonly name?: string;
  /** Items it can hold; no limit when left out. */
  readonly capacity?: number;
  /** Which item leaves first: first-in, last-in, or the least by a comparison; first-in when left out. */
  readonly order?: "fifo" | "lifo" | ((a: T, b: T) => number);
  /** Items in it at the start. */
  readonly items?: readonly T[];
}

/** How a get is made. */
export interface GetOptions<T> {
  /** Take only an item for which this says true. */
  readonly filter?: (item: T) => boolean;
  /** Lower is served first; 0 when left out. */
  readonly priority?: number;
}

/** A wait for an item; `value` is the item. */
export class StoreGet<T> extends ValueWait<T> implements Standing {
  readonly filter: ((item: T) => boolean) | undefined;
  readonly priority: number;
  since: number = Number.NaN;
  next: this | null = null;
  previous: this | null = null;
  private readonly store: Store<T>;

  constructor(store: Store<T>, options: GetOptions<T>) {
    super();
    this.store = store;
    this.filter = options.filter;
    this.priority = options.priority ?? 0;
  }

  override reason(): WaitReason {
    return { what: `an item of store "${this.store.name}"`, heldBy: [], since: this.since };
  }

  override undo(): void {
    const got = this.state === "done";
    super.undo();
    if (got) this.store.putBack(this.value as T);
  }

  /** Receive an item; called by the store. */
  receive(item: T): void {
    this.finishWith(item);
  }

  protected override start(process: Process): void {
    const { simulation, name } = this.store;
    if (process.simulation !== simulation) refuseElsewhere(`store "${name}"`, process);
    this.since = simulation.now;
    this.store.beginGet(this);
  }

  protected override stop(): void {
    this.store.withdrawGet(this);
  }
}

/** A wait for room for an item; over when the item is in the store or handed to a getter. */
export class StorePut<T> extends Wait<undefined> implements Standing {
  readonly item: T;
  readonly priority: number;
  since: number = Number.NaN;
  next: this | null = null;
  previous: this | null = null;
  private readonly store: Store<T>;

  constructor(store: Store<T>, item: T, priority: number) {
    super();
    this.store = store;
    this.item = item;
    this.priority = priority;
  }

  override reason(): WaitReason {
    return { what: `room in store "${this.store.name}"`, heldBy: [], since: this.since };
  }

  /** The item was taken in; called by the store. */
  accepted(): void {
    this.finish();
  }

  protected override start(process: Process): void {
    const { simulation, name } = this.store;
    if (process.simulation !== simulation) refuseElsewhere(`store "${name}"`, process);
    this.since = simulation.now;
    this.store.beginPut(this);
  }

  protected override stop(): void {
    this.store.withdrawPut(this);
  }

  protected override stopped(): void {
    this.store.serve();
  }
}

/**
 * Items that are put by some and got by others.
 *
 * @example
 * const parcels = new Store<string>(simulation, { name: "parcels", capacity: 10 });
 * simulation.process("sender", function* () {
 *   yield parcels.put("a book");
 * });
 * simulation.process("receiver", function* () {
 *   const parcel = yield* parcels.get();
 * });
 */
export class Store<T> {
  readonly simulation: Simulation;
  readonly name: string;
  readonly capacity: number;
  private items: (T | undefined)[];
  private head = 0;
  private readonly order: StoreOptions<T>["order"];
  private readonly getters: Line<StoreGet<T>> = new Line<StoreGet<T>>();
  private readonly putters: Line<StorePut<T>> = new Line<StorePut<T>>();
  private watch: LevelMonitor | null = null;
  /** The size while it is above the capacity, where only what was put back can bring it. */
  private overhang = 0;
  /** The put that is about to join the line, unless it is let in at once. */
  private entering: StorePut<T> | null = null;
  private settling = false;
  private settleAgain = false;

  /**
   * @param simulation whose processes it serves
   * @param options name, capacity, order and first items
   * @throws CapacityError when the capacity is not a whole number of at least 1, or the first items exceed it
   */
  constructor(simulation: Simulation, options: StoreOptions<T> = {}) {
    const { name = "store", capacity = Number.POSITIVE_INFINITY, order = "fifo", items = [] } = options;
    this.simulation = simulation;
    this.name = name;
    this.capacity = capacity;
    this.order = order;
    if (!(capacity >= 1 && (Number.isSafeInteger(capacity) || capacity === Number.POSITIVE_INFINITY))) {
      throw this.error("capacity", `capacity ${capacity}; give a whole number of at least 1`, capacity);
    }
    if (items.length > capacity) {
      throw this.error("beyond-capacity", `${items.length} first items for capacity ${capacity}`, items.length);
    }
    this.items = [];
    for (const item of items) this.insert(item, this.placeOf(item));
  }

  /** Items in it. */
  get size(): number {
    return this.items.length - this.head;
  }

  /** Processes that wait for an item. */
  get getQueueLength(): number {
    return this.getters.size;
  }

  /** Processes that wait for room. */
  get putQueueLength(): number {
    return this.putters.size;
  }

  /** The items in it, next first; allocates. */
  contents(): T[] {
    return this.items.slice(this.head) as T[];
  }

  /**
   * Put an item; yield the wait to wait for room.
   *
   * @param item anything
   * @param priority lower is served first; 0 when left out
   */
  put(item: T, priority = 0): StorePut<T> {
    this.checkPriority(priority);
    return new StorePut(this, item, priority);
  }

  /**
   * Get an item; yield the wait to wait for one.
   *
   * @param options a filter and a priority
   * @returns a wait whose value is the item
   */
  get(options: GetOptions<T> = {}): StoreGet<T> {
    this.checkPriority(options.priority ?? 0);
    return new StoreGet(this, options);
  }

  /**
   * Put an item without waiting, from a process or an event handler.
   *
   * @returns false, and nothing done, when there is no room
   * @throws what a filter or the order throws; the item has not been put then
   */
  tryPut(item: T): boolean {
    if (this.putters.size > 0 || this.size >= this.capacity) return false;
    const taker = this.takerOf(item);
    if (taker === null) {
      this.insert(item, this.placeOf(item));
      this.changed(1, 0);
    } else this.handOver(item, taker, 1, 1);
    return true;
  }

  /**
   * Get an item without waiting, from a process or an event handler.
   *
   * @returns undefined, and nothing done, when there is none that fits
   * @throws what a filter or the order throws; no item has been taken then
   */
  tryGet(filter?: (item: T) => boolean): T | undefined {
    const index = this.find(filter);
    if (index < 0) return undefined;
    const item = this.take(index);
    this.changed(0, 1);
    try {
      this.serve();
    } catch (error) {
      this.restore(item);
      throw error;
    }
    return item;
  }

  /** Begin to measure, or go on; before, nothing is measured and nothing is paid. */
  monitor(): LevelMonitor {
    this.watch ??= new LevelMonitor(
      `store "${this.name}"`,
      this.simulation,
      this.size,
      this.putters.size,
      this.getters.size,
    );
    return this.watch;
  }

  /**
   * Check the number of items, flow balance and Little's law for both lines on the path since `monitor()`.
   *
   * @throws InvariantError when one does not hold
   */
  checkInvariants(): void {
    const allowed = Math.max(this.capacity, this.overhang);
    this.monitor().check(this.size, allowed, this.putters.entries(), this.getters.entries());
  }

  // --- for its waits ---

  /** A get takes an item, or joins the line. */
  beginGet(get: StoreGet<T>): void {
    const index = this.find(get.filter);
    if (index < 0) {
      this.getters.add(get);
      if (this.watch !== null) this.watch.getLine.joined();
      this.changed(0, 0);
      return;
    }
    const item = this.take(index);
    if (this.watch !== null) this.watch.getLine.servedAtOnce();
    this.changed(0, 1);
    get.receive(item);
    try {
      this.serve();
    } catch (error) {
      // Who asked for the item is told of the failure instead.
      get.undo();
      throw error;
    }
  }

  /** A put joins the line, and is served when there is room. */
  beginPut(put: StorePut<T>): void {
    this.putters.add(put);
    this.changed(0, 0);
    this.entering = put;
    try {
      this.settle();
    } catch (error) {
      if (put.state === "pending") this.putters.remove(put);
      throw error;
    } finally {
      this.entering = null;
    }
    if (this.watch !== null && put.state === "pending") this.watch.putLine.joined();
  }

  /** A get leaves the line. */
  withdrawGet(get: StoreGet<T>): void {
    this.getters.remove(get);
    this.changed(0, 0);
    if (this.watch !== null) this.watch.getLine.withdrawn(get.since);
  }

  /** A put leaves the line; nobody is served yet. */
  withdrawPut(put: StorePut<T>): void {
    this.putters.remove(put);
    this.changed(0, 0);
    if (this.watch !== null) this.watch.putLine.withdrawn(put.since);
  }

  /** Serve those who can be served now. */
  serve(): void {
    if (this.putters.size > 0) this.settle();
  }

  /** Take in an item that nobody can keep: whatever throws, it is here or with a getter afterwards. */
  takeIn(item: T): void {
    let taker: StoreGet<T> | null = null;
    let place = this.items.length;
    try {
      taker = this.takerOf(item);
      if (taker === null) place = this.placeOf(item);
    } finally {
      if (taker === null) {
        this.insert(item, place);
        // Something else may have been put back meanwhile.
        if (this.size > this.capacity) this.overhang = this.size;
        this.changed(1, 0);
      } else this.handOver(item, taker, 1, 1);
    }
  }

  /** Put back an item that nobody will see, even beyond the capacity; whoever waits for it gets it. */
  putBack(item: T): void {
    let taker: StoreGet<T> | null = null;
    try {
      taker = this.takerOf(item);
    } finally {
      if (taker === null) this.restore(item);
      else this.handOver(item, taker, 0, 0);
    }
  }

  // --- private ---

  /** Let putters in while there is room, handing their items to getters who wait. */
  private settle(): void {
    if (this.settling) {
      this.settleAgain = true;
      return;
    }
    this.settling = true;
    try {
      do {
        this.settleAgain = false;
        for (let put = this.putters.first; put !== null && this.size < this.capacity; put = this.putters.first) {
          this.letIn(put);
        }
      } while (this.settleAgain);
    } finally {
      // A filter or an order of the user's own may throw.
      this.settling = false;
    }
  }

  /** Let a put in for which there is room. */
  private letIn(put: StorePut<T>): void {
    const { item } = put;
    // The user's own filters and order are asked before anything has changed: when one throws, the put stays where it is.
    const taker = this.takerOf(item);
    if (taker === null) this.insert(item, this.placeOf(item));
    this.putters.remove(put);
    if (this.watch !== null) {
      if (put === this.entering) this.watch.putLine.servedAtOnce();
      else this.watch.putLine.served(put.since);
    }
    try {
      // Before the item is handed over: the getter may be another branch of the same any-of, which the put has won.
      put.accepted();
    } finally {
      if (taker === null) this.changed(1, 0);
      else if (taker.state === "pending") this.handOver(item, taker, 1, 1);
      else this.takeIn(item);
    }
  }

  /** Bring back an item that was taken, to the front or where the order wants it; nobody in the line had wanted it. */
  private restore(item: T): void {
    let place = this.head;
    try {
      // Before its equals: it was there before them.
      if (typeof this.order === "function") place = this.placeOf(item, false);
    } finally {
      this.insert(item, place);
      if (this.size > this.capacity) this.overhang = this.size;
      this.changed(0, -1);
    }
  }

  /** Find the first getter who takes an item. */
  private takerOf(item: T): StoreGet<T> | null {
    let get = this.getters.first;
    while (get !== null && get.filter !== undefined && !get.filter(item)) get = get.next;
    return get;
  }

  /** Give an item to a getter in the line; so many puts and gets were done by that. */
  private handOver(item: T, get: StoreGet<T>, puts: number, gets: number): void {
    this.getters.remove(get);
    if (this.watch !== null) this.watch.getLine.served(get.since);
    try {
      get.receive(item);
    } finally {
      this.changed(puts, gets);
    }
  }

  private find(filter: ((item: T) => boolean) | undefined): number {
    if (filter === undefined) return this.head < this.items.length ? this.head : -1;
    for (let index = this.head; index < this.items.length; index++) if (filter(this.items[index] as T)) return index;
    return -1;
  }

  private take(index: number): T {
    const item = this.items[index] as T;
    if (this.overhang > 0) this.overhang = this.size - 1 > this.capacity ? this.size - 1 : 0;
    if (index === this.head) {
      this.items[this.head++] = undefined;
      if (this.head > 32 && this.head * 2 > this.items.length) {
        this.items = this.items.slice(this.head);
        this.head = 0;
      }
    } else this.items.splice(index, 1);
    return item;
  }

  /** Find where an item belongs: behind its equals, or before them. */
  private placeOf(item: T, behind = true): number {
    const { order } = this;
    if (order === "lifo") return this.head;
    if (typeof order !== "function") return this.items.length;
    let low = this.head;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const difference = order(this.items[middle] as T, item);
      if (difference < 0 || (difference === 0 && behind)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private insert(item: T, place: number): void {
    if (place === this.items.length) this.items.push(item);
    else if (place > this.head) this.items.splice(place, 0, item);
    else if (this.head > 0) this.items[--this.head] = item;
    else this.items.unshift(item);
  }

  private changed(puts: number, gets: number): void {
    if (this.watch !== null) this.watch.changed(this.size, puts, gets, puts - gets);
    if (this.simulation.tracer !== null) {
      this.simulation.tracer.note("level", this.simulation.activeProcess, `store "${this.name}"`, this.size);
    }
  }

  private checkPriority(priority: number): void {
    if (!Number.isFinite(priority))
      throw this.error("priority", `priority ${priority}; give a finite number`, priority);
  }

  private error(code: string, message: string, value: number): CapacityError {
    return new CapacityError(code, `store "${this.name}": ${message}`, this.simulation.place(), { value });
  }
}
