// Gates, barriers and batches: waiting for a door, for each other, and for enough of something.

import type { Alarm, Process, Simulation, WaitReason } from "../kernel/index.ts";
import { Wait } from "../kernel/index.ts";
import { CapacityError } from "./errors.ts";
import { WaitingMonitor } from "./level-monitor.ts";
import { Store, type StoreGet } from "./store.ts";

/** A wait that stands in a set until it is let go. */
class Standing extends Wait<undefined> {
  private readonly what: string;
  private readonly arrive: (wait: Standing) => void;
  private readonly leave: (wait: Standing) => void;
  /** When it began. */
  since: number = Number.NaN;

  constructor(what: string, arrive: (wait: Standing) => void, leave: (wait: Standing) => void) {
    super();
    this.what = what;
    this.arrive = arrive;
    this.leave = leave;
  }

  override reason(): WaitReason {
    return { what: this.what, heldBy: [], since: this.since };
  }

  go(): void {
    this.finish();
  }

  protected override start(process: Process): void {
    this.since = process.simulation.now;
    this.arrive(this);
  }

  protected override stop(): void {
    this.leave(this);
  }
}

/**
 * A door: open, everybody passes; closed, everybody waits.
 *
 * @example
 * const ward = new Gate("ward", { open: false });
 * simulation.process("visitor", function* () {
 *   yield ward.pass();
 * });
 */
export class Gate {
  readonly name: string;
  private isOpen: boolean;
  private readonly waits = new Set<Standing>();
  private watch: WaitingMonitor | null = null;

  constructor(name = "gate", options: { readonly open?: boolean } = {}) {
    this.name = name;
    this.isOpen = options.open ?? true;
  }

  /** True when it is open. */
  get opened(): boolean {
    return this.isOpen;
  }

  /** How many stand before it. */
  get waiting(): number {
    return this.waits.size;
  }

  /** Wait until it is open; over at once when it is. */
  pass(): Wait<undefined> {
    const arrive = (wait: Standing): void => {
      if (this.isOpen) {
        if (this.watch !== null) this.watch.servedAtOnce();
        wait.go();
      } else {
        this.waits.add(wait);
        if (this.watch !== null) this.watch.joined();
      }
    };
    return new Standing(`gate "${this.name}"`, arrive, (wait) => leave(this.waits, wait, this.watch));
  }

  /**
   * Open it: all who wait pass, first come first.
   *
   * @returns how many passed
   */
  open(): number {
    this.isOpen = true;
    return letGo(this.waits, this.watch);
  }

  /** Close it behind those who have passed. */
  close(): void {
    this.isOpen = false;
  }

  /**
   * Begin to measure who waits and how long, or go on; before, nothing is measured and nothing is paid.
   *
   * @param simulation whose processes pass
   */
  monitor(simulation: Simulation): WaitingMonitor {
    this.watch ??= new WaitingMonitor(simulation, this.waits.size);
    return this.watch;
  }
}

/**
 * A place where processes wait for each other: nobody goes on before all are there. It can be used again at once.
 *
 * @example
 * const start = new Barrier(4, "start line");
 * yield start.arrive();
 */
export class Barrier {
  readonly name: string;
  /** How many must be there. */
  readonly parties: number;
  private readonly waits = new Set<Standing>();
  private watch: WaitingMonitor | null = null;

  /**
   * @param parties a whole number of at least 1
   * @throws CapacityError when it is not
   */
  constructor(parties: number, name = "barrier") {
    if (!(Number.isSafeInteger(parties) && parties >= 1)) {
      const text = `barrier "${name}": ${parties} parties; give a whole number of at least 1`;
      throw new CapacityError("parties", text, { time: Number.NaN }, { value: parties });
    }
    this.parties = parties;
    this.name = name;
  }

  /** How many are there. */
  get waiting(): number {
    return this.waits.size;
  }

  /** Arrive, and wait for the others; who stops waiting counts as not arrived. */
  arrive(): Wait<undefined> {
    const arrive = (wait: Standing): void => {
      this.waits.add(wait);
      if (this.watch !== null) this.watch.joined();
      if (this.waits.size === this.parties) letGo(this.waits, this.watch);
    };
    return new Standing(`barrier "${this.name}"`, arrive, (wait) => leave(this.waits, wait, this.watch));
  }

  /**
   * Begin to measure who waits and how long, or go on; before, nothing is measured and nothing is paid.
   *
   * @param simulation whose processes meet
   */
  monitor(simulation: Simulation): WaitingMonitor {
    this.watch ??= new WaitingMonitor(simulation, this.waits.size);
    return this.watch;
  }
}

/** How a batcher is set up. */
export interface BatcherOptions {
  readonly name?: string;
  /** Items in a full batch: a whole number of at least 1. */
  readonly size: number;
  /** How long the first item of a batch waits at most; then the batch goes as it is. For ever when left out. */
  readonly longestWait?: number;
}

/**
 * Collects items into batches, full ones or those that have waited long enough.
 *
 * @example
 * const bus = new Batcher<string>(simulation, { name: "bus", size: 40, longestWait: 10 });
 * bus.add("passenger");
 * const passengers = yield* bus.batches.get();
 */
export class Batcher<T> implements Alarm {
  /** Batches that are ready. */
  readonly batches: Store<readonly T[]>;
  private readonly simulation: Simulation;
  private readonly size: number;
  private readonly longestWait: number;
  private open: T[] = [];
  /** When each item of the open batch came, while somebody looks. */
  private came: number[] = [];
  private watch: WaitingMonitor | null = null;
  private timer = -1;

  /**
   * @param simulation whose clock it follows
   * @param options the size, the longest wait and a name
   * @throws CapacityError when the size or the wait makes no sense
   */
  constructor(simulation: Simulation, options: BatcherOptions) {
    const { name = "batches", size, longestWait = Number.POSITIVE_INFINITY } = options;
    if (!(Number.isSafeInteger(size) && size >= 1)) {
      const text = `batcher "${name}": size ${size}; give a whole number of at least 1`;
      throw new CapacityError("batch-size", text, simulation.place(), { value: size });
    }
    if (!(longestWait >= 0)) {
      const text = `batcher "${name}": longest wait ${longestWait}; give a number of at least 0`;
      throw new CapacityError("longest-wait", text, simulation.place(), { value: longestWait });
    }
    this.simulation = simulation;
    this.size = size;
    this.longestWait = longestWait;
    this.batches = new Store<readonly T[]>(simulation, { name });
  }

  /** Items that wait for their batch to fill. */
  get collected(): number {
    return this.open.length;
  }

  /** Add an item; the last of a full batch sends it off. */
  add(item: T): void {
    this.open.push(item);
    if (this.watch !== null) {
      this.watch.joined();
      this.came.push(this.simulation.now);
    }
    if (this.open.length === this.size) this.flush();
    else if (this.open.length === 1 && this.longestWait < Number.POSITIVE_INFINITY) {
      this.timer = this.simulation.alarmIn(this.longestWait, this);
    }
  }

  /** Wait for a batch. */
  take(): StoreGet<readonly T[]> {
    return this.batches.get();
  }

  /** Send off what is collected, full or not. */
  flush(): void {
    if (this.timer >= 0) this.simulation.stopAlarm(this.timer);
    this.timer = -1;
    if (this.open.length === 0) return;
    const batch = this.open;
    this.open = [];
    if (this.watch !== null) {
      for (const since of this.came) this.watch.served(since);
      this.came.length = 0;
    }
    this.batches.takeIn(batch);
  }

  /**
   * Begin to measure how many items wait for their batch to fill and how long, or go on; `batches.monitor()` has what comes after.
   *
   * Items that are there already count as having come now.
   */
  monitor(): WaitingMonitor {
    if (this.watch === null) {
      this.watch = new WaitingMonitor(this.simulation, this.open.length);
      this.came = this.open.map(() => this.simulation.now);
    }
    return this.watch;
  }

  /** The first item has waited long enough. */
  ring(): void {
    this.timer = -1;
    this.flush();
  }
}

/**
 * Split a batch: put its items into a store one by one.
 *
 * @param batch the items, in order
 * @param store where they go
 * @returns how many went in; fewer when the store is full
 */
export function splitInto<T>(batch: readonly T[], store: Store<T>): number {
  let count = 0;
  for (const item of batch) {
    if (!store.tryPut(item)) break;
    count++;
  }
  return count;
}

/** Let all go, also when the waking of one fails; gives how many went. */
function letGo(waits: Set<Standing>, watch: WaitingMonitor | null): number {
  let count = 0;
  let failures: unknown[] | null = null;
  // The waking of one may withdraw another: both can be branches of one any-of.
  for (const wait of waits) {
    waits.delete(wait);
    if (watch !== null) watch.served(wait.since);
    count++;
    try {
      wait.go();
    } catch (error) {
      failures ??= [];
      failures.push(error);
    }
  }
  if (failures !== null) throw failures[0];
  return count;
}

function leave(waits: Set<Standing>, wait: Standing, watch: WaitingMonitor | null): void {
  waits.delete(wait);
  if (watch !== null) watch.withdrawn(wait.since);
}
