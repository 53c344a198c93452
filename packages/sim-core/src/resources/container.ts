// The container: an amount of something continuous, such as fuel, put and got in any quantity.
//
// Contract: those who get are served first-in first-out (lower priority first), and so are those who put; who is first and
// cannot be served lets nobody pass. An amount that can never fit is an error at once.

import type { Process, Simulation, WaitReason } from "../kernel/index.ts";
import { ValueWait } from "../kernel/index.ts";
import { CapacityError, refuseElsewhere } from "./errors.ts";
import { LevelMonitor, type WaitingMonitor } from "./level-monitor.ts";
import { Line, type Standing } from "./line.ts";

/** How a container is set up. */
export interface ContainerOptions {
  readonly name?: string;
  /** What it can hold; no limit when left out. */
  readonly capacity?: number;
  /** What is in it at the start; 0 when left out. */
  readonly level?: number;
}

/** A wait to put an amount in (positive) or get it out (negative). */
export class Transfer extends ValueWait<number> implements Standing {
  /** What the level changes by. */
  readonly change: number;
  readonly priority: number;
  since: number = Number.NaN;
  next: this | null = null;
  previous: this | null = null;
  private readonly container: Container;

  constructor(container: Container, change: number, priority: number) {
    super();
    this.container = container;
    this.change = change;
    this.priority = priority;
  }

  override reason(): WaitReason {
    const what = this.change < 0 ? `${-this.change} of` : `room for ${this.change} in`;
    return { what: `${what} container "${this.container.name}"`, heldBy: [], since: this.since };
  }

  override undo(): void {
    const got = this.state === "done" && this.change < 0;
    super.undo();
    if (got) this.container.putBack(-this.change);
  }

  /** It is done; called by the container. */
  accomplished(): void {
    this.finishWith(Math.abs(this.change));
  }

  protected override start(process: Process): void {
    const { simulation, name } = this.container;
    if (process.simulation !== simulation) refuseElsewhere(`container "${name}"`, process);
    this.since = simulation.now;
    this.container.beginTransfer(this);
  }

  protected override stop(): void {
    this.container.withdrawTransfer(this);
  }

  protected override stopped(): void {
    this.container.serve();
  }
}

/**
 * An amount that is put and got.
 *
 * @example
 * const tank = new Container(simulation, { name: "tank", capacity: 200, level: 50 });
 * simulation.process("car", function* () {
 *   yield tank.get(40);
 * });
 */
export class Container {
  readonly simulation: Simulation;
  readonly name: string;
  readonly capacity: number;
  private amount: number;
  private readonly getters: Line<Transfer> = new Line<Transfer>();
  private readonly putters: Line<Transfer> = new Line<Transfer>();
  private watch: LevelMonitor | null = null;
  /** The level while it is above the capacity, where only what was put back can bring it. */
  private overhang = 0;
  /** The transfer that is about to join its line, unless it is done at once. */
  private entering: Transfer | null = null;
  private settling = false;
  private settleAgain = false;

  /**
   * @param simulation whose processes it serves
   * @param options name, capacity and first level
   * @throws CapacityError when the capacity is not above 0 or the level not from 0 to it
   */
  constructor(simulation: Simulation, options: ContainerOptions = {}) {
    const { name = "container", capacity = Number.POSITIVE_INFINITY, level = 0 } = options;
    this.simulation = simulation;
    this.name = name;
    this.capacity = capacity;
    this.amount = level;
    if (!(capacity > 0)) throw this.error("capacity", `capacity ${capacity}; give a number above 0`, capacity);
    if (!(level >= 0 && level <= capacity && level < Number.POSITIVE_INFINITY)) {
      throw this.error("level", `level ${level}; give a number from 0 to ${capacity}`, level);
    }
  }

  /** What is in it. */
  get level(): number {
    return this.amount;
  }

  /** Processes that wait for an amount. */
  get getQueueLength(): number {
    return this.getters.size;
  }

  /** Processes that wait for room. */
  get putQueueLength(): number {
    return this.putters.size;
  }

  /**
   * Put an amount in; yield the wait to wait for room.
   *
   * @param amount above 0, at most the capacity
   * @param priority lower is served first; 0 when left out
   * @throws CapacityError when the amount makes no sense or can never fit
   */
  put(amount: number, priority = 0): Transfer {
    this.check(amount, priority);
    return new Transfer(this, amount, priority);
  }

  /**
   * Get an amount out; yield the wait to wait for it.
   *
   * @param amount above 0, at most the capacity
   * @param priority lower is served first; 0 when left out
   * @throws CapacityError when the amount makes no sense or can never be there
   */
  get(amount: number, priority = 0): Transfer {
    this.check(amount, priority);
    return new Transfer(this, -amount, priority);
  }

  /** Begin to measure, or go on; before, nothing is measured and nothing is paid. */
  monitor(): LevelMonitor {
    this.watch ??= new LevelMonitor(
      `container "${this.name}"`,
      this.simulation,
      this.amount,
      this.putters.size,
      this.getters.size,
    );
    return this.watch;
  }

  /**
   * Check the level, flow balance and Little's law for both lines on the path since `monitor()`.
   *
   * @throws InvariantError when one does not hold
   */
  checkInvariants(): void {
    const allowed = Math.max(this.capacity, this.overhang);
    this.monitor().check(this.amount, allowed, this.putters.entries(), this.getters.entries());
  }

  // --- for its waits ---

  /** A transfer joins its line, and is done when it can be. */
  beginTransfer(transfer: Transfer): void {
    this.lineOf(transfer).add(transfer);
    this.changed(0, 0, 0);
    this.entering = transfer;
    try {
      this.settle();
    } catch (error) {
      // The waking of somebody has failed, and whoever began this transfer is told of that instead.
      if (transfer.state === "pending") this.lineOf(transfer).remove(transfer);
      else transfer.undo();
      throw error;
    } finally {
      this.entering = null;
    }
    if (this.watch !== null && transfer.state === "pending") this.watchedLineOf(this.watch, transfer).joined();
  }

  /** A transfer leaves its line; nobody is served yet. */
  withdrawTransfer(transfer: Transfer): void {
    this.lineOf(transfer).remove(transfer);
    if (this.watch !== null) this.watchedLineOf(this.watch, transfer).withdrawn(transfer.since);
    this.changed(0, 0, 0);
  }

  /** Serve those who can be served now. */
  serve(): void {
    this.settle();
  }

  /** Put back what was got by somebody who will never see it, even beyond the capacity. */
  putBack(amount: number): void {
    this.amount += amount;
    if (this.amount > this.capacity) this.overhang = this.amount;
    this.changed(0, -1, amount);
    this.settle();
  }

  // --- private ---

  private settle(): void {
    if (this.settling) {
      this.settleAgain = true;
      return;
    }
    this.settling = true;
    try {
      do {
        this.settleAgain = false;
        for (
          let put = this.putters.first;
          put !== null && this.amount + put.change <= this.capacity;
          put = this.putters.first
        ) {
          this.accomplish(put);
        }
        for (let get = this.getters.first; get !== null && this.amount + get.change >= 0; get = this.getters.first) {
          this.accomplish(get);
          this.settleAgain = this.putters.size > 0;
        }
      } while (this.settleAgain);
    } catch (error) {
      // Who is woken may leave another queue, and an order of the user's own throw there; the others are served all the same.
      this.settling = false;
      this.settle();
      throw error;
    }
    this.settling = false;
  }

  private accomplish(transfer: Transfer): void {
    const { change } = transfer;
    this.lineOf(transfer).remove(transfer);
    this.amount += change;
    if (this.overhang > 0) this.overhang = this.amount > this.capacity ? this.amount : 0;
    if (this.watch !== null) {
      const line = this.watchedLineOf(this.watch, transfer);
      if (transfer === this.entering) line.servedAtOnce();
      else line.served(transfer.since);
    }
    this.changed(change > 0 ? 1 : 0, change < 0 ? 1 : 0, change);
    transfer.accomplished();
  }

  private lineOf(transfer: Transfer): Line<Transfer> {
    return transfer.change < 0 ? this.getters : this.putters;
  }

  private watchedLineOf(watch: LevelMonitor, transfer: Transfer): WaitingMonitor {
    return transfer.change < 0 ? watch.getLine : watch.putLine;
  }

  private changed(puts: number, gets: number, flow: number): void {
    if (this.watch !== null) this.watch.changed(this.amount, puts, gets, flow);
    if (this.simulation.tracer !== null) {
      this.simulation.tracer.note("level", this.simulation.activeProcess, `container "${this.name}"`, this.amount);
    }
  }

  private check(amount: number, priority: number): void {
    if (!(amount > 0 && amount < Number.POSITIVE_INFINITY)) {
      throw this.error("amount", `amount ${amount}; give a finite number above 0`, amount);
    }
    if (amount > this.capacity) {
      throw this.error(
        "beyond-capacity",
        `an amount of ${amount} for a capacity of ${this.capacity} would wait for ever`,
        amount,
      );
    }
    if (!Number.isFinite(priority))
      throw this.error("priority", `priority ${priority}; give a finite number`, priority);
  }

  private error(code: string, message: string, value: number): CapacityError {
    return new CapacityError(code, `container "${this.name}": ${message}`, this.simulation.place(), { value });
  }
}
