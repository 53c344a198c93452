// The store: items of any kind, put by some and got by others, with a capacity and filters.
//
// Contract: getters are served first-in first-out (lower priority first); one whose filter finds nothing lets those behind
// it pass. Items leave in the order they came, or by a comparison. A get that is withdrawn takes nothing; one that was
// given an item which its process will never see puts it back where it was taken from, at the front.

import type { Simulation, WaitReason } from "../kernel/index.ts";
import { ValueWait, Wait } from "../kernel/index.ts";
import { CapacityError } from "./errors.ts";
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
    return { what: `an item of store "${this.store.name}"`, heldBy: [] };
  }

  override undo(): void {
    if (this.state === "done") this.store.putBack(this.value as T);
    super.undo();
  }

  /** Receive an item; called by the store. */
  receive(item: T): void {
    this.finishWith(item);
  }

  protected override start(): void {
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
    return { what: `room in store "${this.store.name}"`, heldBy: [] };
  }

  /** The item was taken in; called by the store. */
  accepted(): void {
    this.finish();
  }

  protected override start(): void {
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
    for (const item of items) this.insert(item);
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
   */
  tryPut(item: T): boolean {
    if (this.putters.size > 0 || this.size >= this.capacity) return false;
    const handed = this.handOver(item);
    if (!handed) this.insert(item);
    this.changed(1, handed ? 1 : 0);
    return true;
  }

  /**
   * Get an item without waiting, from a process or an event handler.
   *
   * @returns undefined, and nothing done, when there is none that fits
   */
  tryGet(filter?: (item: T) => boolean): T | undefined {
    const index = this.find(filter);
    if (index < 0) return undefined;
    const item = this.take(index);
    this.changed(0, 1);
    this.settle();
    return item;
  }

  /** Begin to measure, or go on; before, nothing is measured and nothing is paid. */
  monitor(): LevelMonitor {
    this.watch ??= new LevelMonitor(this.simulation, () => [this.size, this.putters.size, this.getters.size]);
    return this.watch;
  }

  // --- for its waits ---

  /** A get takes an item, or joins the line. */
  beginGet(get: StoreGet<T>): void {
    const index = this.find(get.filter);
    if (index < 0) {
      this.getters.add(get);
      this.changed(0, 0);
      return;
    }
    const item = this.take(index);
    this.changed(0, 1);
    get.receive(item);
    this.settle();
  }

  /** A put joins the line, and is served when there is room. */
  beginPut(put: StorePut<T>): void {
    this.putters.add(put);
    this.changed(0, 0);
    this.settle();
  }

  /** A get leaves the line. */
  withdrawGet(get: StoreGet<T>): void {
    this.getters.remove(get);
    this.changed(0, 0);
  }

  /** A put leaves the line; nobody is served yet. */
  withdrawPut(put: StorePut<T>): void {
    this.putters.remove(put);
    this.changed(0, 0);
  }

  /** Serve those who can be served now. */
  serve(): void {
    this.settle();
  }

  /** Put back an item that nobody will see, even beyond the capacity; whoever waits for it gets it. */
  putBack(item: T): void {
    if (!this.handOver(item)) {
      if (typeof this.order === "function") this.insert(item);
      else if (this.head > 0) this.items[--this.head] = item;
      else this.items.unshift(item);
    }
    this.changed(0, -1);
  }

  // --- private ---

  /** Let putters in while there is room, handing their items to getters who wait. */
  private settle(): void {
    if (this.settling) {
      this.settleAgain = true;
      return;
    }
    this.settling = true;
    do {
      this.settleAgain = false;
      for (let put = this.putters.first; put !== null; put = this.putters.first) {
        if (this.size >= this.capacity) break;
        this.putters.remove(put);
        // Before the item is handed over: the getter may be another branch of the same any-of, which the put has won.
        put.accepted();
        const handed = this.handOver(put.item);
        if (!handed) this.insert(put.item);
        this.changed(1, handed ? 1 : 0);
      }
    } while (this.settleAgain);
    this.settling = false;
  }

  /** Give an item to the first getter who takes it. */
  private handOver(item: T): boolean {
    for (let get = this.getters.first; get !== null; get = get.next) {
      if (get.filter !== undefined && !get.filter(item)) continue;
      this.getters.remove(get);
      get.receive(item);
      return true;
    }
    return false;
  }

  private find(filter: ((item: T) => boolean) | undefined): number {
    if (filter === undefined) return this.head < this.items.length ? this.head : -1;
    for (let index = this.head; index < this.items.length; index++) if (filter(this.items[index] as T)) return index;
    return -1;
  }

  private take(index: number): T {
    const item = this.items[index] as T;
    if (index === this.head) {
      this.items[this.head++] = undefined;
      if (this.head > 32 && this.head * 2 > this.items.length) {
        this.items = this.items.slice(this.head);
        this.head = 0;
      }
    } else this.items.splice(index, 1);
    return item;
  }

  private insert(item: T): void {
    if (this.order === "lifo") {
      if (this.head > 0) this.items[--this.head] = item;
      else this.items.unshift(item);
    } else if (typeof this.order === "function") {
      let low = this.head;
      let high = this.items.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.order(this.items[middle] as T, item) <= 0) low = middle + 1;
        else high = middle;
      }
      this.items.splice(low, 0, item);
    } else this.items.push(item);
  }

  private changed(puts: number, gets: number): void {
    if (this.watch !== null) this.watch.changed(puts, gets);
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
