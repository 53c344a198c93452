// A process: a generator function whose yields are holds and waits. Life: scheduled to start, then by turns running and
// holding, waiting or passive, then ended. When it ends, however it ends, it holds nothing and waits for nothing.

import { YieldError } from "./errors.ts";
import { Interrupt, type InterruptOptions } from "./interrupt.ts";
import * as processStatus from "./process-status.ts";
import type { Simulation } from "./simulation.ts";
import { ValueWait, type Wait, type WaitOwner, type WaitReason, type Yieldable } from "./wait.ts";

// Copies: see event-record.ts.
const scheduledStatus = processStatus.scheduledStatus;
const holdingStatus = processStatus.holdingStatus;
const passiveStatus = processStatus.passiveStatus;
const waitingStatus = processStatus.waitingStatus;
const runningStatus = processStatus.runningStatus;
const endedStatus = processStatus.endedStatus;
/** The names of the statuses, in their order. */
const states: readonly ProcessState[] = ["scheduled", "holding", "waiting", "passive", "running", "ended", "waiting"];

/** The body of a process: yields holds and waits, returns a result. */
export type ProcessBody<R = void> = Generator<Yieldable, R, unknown>;

/** Where a process stands. `scheduled`: it will be resumed at the current time, or has not started. */
export type ProcessState = "scheduled" | "holding" | "waiting" | "passive" | "running" | "ended";

/** Something held by a process and given back when the process ends; the links are null before, and the process's meanwhile. */
export interface Holding {
  next: Holding | null;
  previous: Holding | null;
  /** What is held, as text: `resource "beds"`; and how much of it. */
  readonly label: string;
  readonly units: number;
  /** Give it back, taking itself off the list of the process, which has ended. */
  holderEnded(): void;
}

interface Delivery {
  readonly cause: unknown;
  readonly thrown: boolean;
}

/** What few processes ever need, so that the others are smaller. */
interface Extras<R> {
  /** Interrupts that it will be told of at its next yields. */
  readonly deliveries: Delivery[];
  /** Who waits for its end. */
  readonly joins: Join<R>[];
  /** What its next `yield` gives is thrown. */
  throws: boolean;
  /** What it waits for while passive; several only in a group. */
  passivations: Passivate[];
}

/** A running process; made by `simulation.process(...)`. */
export class Process<R = unknown> implements WaitOwner {
  declare readonly simulation: Simulation;
  declare readonly name: string;
  /** What it waits for, or what it was just given and has not seen. */
  declare wait: Wait<unknown> | null;
  /** What its next `yield` gives, unless that is the value of the wait; after the end its result. */
  declare private value: unknown;
  /** Its place in the simulation's table; used again after the end. */
  declare readonly index: number;
  /** Priority of its wake-ups among events at the same time; lower first. */
  declare readonly priority: number;
  /** Counts the processes of the simulation from 1; never used again. */
  declare readonly id: number;
  declare private held: Holding | null;
  declare private extras: Extras<R> | null;

  // Fields are set here and not where they are declared: that would be a call of its own for each process. They are few,
  // since the time of models with many short processes, or very many long ones, is mostly that of their memory; and those
  // that a wait needs stand together, so that most of them share a cache line.
  constructor(simulation: Simulation, name: string, index: number, priority: number, id: number) {
    this.simulation = simulation;
    this.index = index;
    this.priority = priority;
    this.wait = null;
    this.held = null;
    this.value = undefined;
    this.extras = null;
    this.name = name;
    this.id = id;
  }

  /** Where it stands. */
  get state(): ProcessState {
    return this.alive ? states[this.simulation.statuses[this.index]] : "ended";
  }

  private set status(status: number) {
    this.simulation.statuses[this.index] = status;
  }

  /** Itself: whom its waits belong to. */
  get process(): Process {
    return this as Process;
  }

  /** True until it ends. */
  get alive(): boolean {
    const { simulation, index } = this;
    return simulation.processes[index] === this && simulation.statuses[index] !== endedStatus;
  }

  /** What the body returned; undefined before the end and after `terminate`. */
  get result(): R | undefined {
    return this.alive ? undefined : (this.value as R | undefined);
  }

  /** What it waits for and who holds that; undefined unless waiting. */
  get waitingFor(): WaitReason | undefined {
    return this.state === "waiting" ? this.wait?.reason() : undefined;
  }

  /**
   * Interrupt what the process is doing: its hold ends, its wait is withdrawn and leaves nothing behind.
   *
   * `yield` gives an `Interrupt` with the cause, or throws it by choice. A process that was already given what it waited
   * for (or has not started) first sees that, and is interrupted at its next yield, still at the same time.
   *
   * @param cause anything
   * @param options `throw` to throw
   * @returns false when the process had ended
   * @throws YieldError when a process interrupts itself
   */
  interrupt(cause?: unknown, options: InterruptOptions = {}): boolean {
    if (!this.alive) return false;
    if (this.simulation.statuses[this.index] === runningStatus) this.refuseSelf("interrupt");
    this.tell(cause, options.throw === true);
    return true;
  }

  /**
   * Wake a passive process.
   *
   * @param value what its `yield` gives
   * @returns false when it was not passive: nothing happens then
   */
  activate(value?: unknown): boolean {
    if (this.state !== "passive") return false;
    // A group may wait on for something else.
    this.status = waitingStatus;
    for (const passivation of this.more().passivations.splice(0)) passivation.activated(value);
    return true;
  }

  /**
   * End the process where it stands: its wait is withdrawn, its `finally` blocks run, what it holds is released.
   *
   * @returns false when it had ended
   * @throws YieldError when it terminates itself (return instead), or yields in a `finally` block
   */
  terminate(): boolean {
    if (!this.alive) return false;
    if (this.state === "running") this.refuseSelf("terminate");
    this.simulation.cancelResume(this as Process);
    this.status = runningStatus;
    try {
      this.leaveWait();
    } finally {
      this.simulation.closeProcess(this as Process);
    }
    return true;
  }

  /** Wait for the process to end; the value is its result. Finishes at once when it has ended. */
  join(): Join<R> {
    return new Join(this);
  }

  // --- for the kernel and the resources ---

  /** Hear that what it waited for is there: wake up by a new event at the current time. */
  waitFinished(_wait: Wait<unknown>): void {
    // Its value is read from the wait at the resume.
    const { simulation } = this;
    simulation.statuses[this.index] = scheduledStatus;
    simulation.scheduleResume(this as Process);
  }

  /** Interrupt it, now or, while it runs or is about to, at its next yield. */
  tell(cause: unknown, thrown: boolean): void {
    if (!this.alive) return;
    const delivery = { cause, thrown };
    const status = this.simulation.statuses[this.index];
    if (status === scheduledStatus || status === runningStatus) {
      const { deliveries } = this.more();
      if (deliveries.length === 0) this.simulation.tell(1);
      deliveries.push(delivery);
    } else this.deliver(delivery);
  }

  /** Take over something that must be given back when the process ends. */
  hold(holding: Holding): void {
    const first = this.held;
    if (first !== null) {
      first.previous = holding;
      holding.next = first;
    }
    this.held = holding;
  }

  /** What it holds, latest first; allocates. */
  holdings(): Holding[] {
    const all: Holding[] = [];
    for (let holding = this.held; holding !== null; holding = holding.next) all.push(holding);
    return all;
  }

  /** Forget something that was given back. */
  unhold(holding: Holding): void {
    const { next, previous } = holding;
    if (previous !== null) {
      previous.next = next;
      holding.previous = null;
    } else if (this.held === holding) {
      // By name, since the collector need not be told of a null.
      if (next === null) this.held = null;
      else this.held = next;
    }
    if (next !== null) {
      next.previous = previous;
      holding.next = null;
    }
  }

  /** True when an interrupt came before the yield; then it is delivered. */
  interruptedEarlier(remaining: number): boolean {
    const { extras } = this;
    if (extras === null || extras.deliveries.length === 0) return false;
    const first = extras.deliveries.shift() as Delivery;
    if (extras.deliveries.length === 0) this.simulation.tell(-1);
    this.resumeWith(new Interrupt(first.cause, remaining), first.thrown);
    return true;
  }

  /** Mark the end, release what is held, wake who joined. */
  end(result: R | undefined): void {
    const { extras } = this;
    this.value = result;
    this.wait = null;
    if (extras !== null && extras.deliveries.length > 0) {
      extras.deliveries.length = 0;
      this.simulation.tell(-1);
    }
    this.takeThrows();
    try {
      if (this.held !== null) this.giveBackAll();
    } finally {
      this.extras = null;
      if (extras !== null) for (const join of extras.joins) join.ended();
    }
  }

  /** Give back what is held, all of it, whatever an order of the user's own throws. */
  private giveBackAll(): void {
    try {
      while (this.held !== null) this.held.holderEnded();
    } finally {
      // Each has left the list before it can throw.
      if (this.held !== null) this.giveBackAll();
    }
  }

  /** Remember what `activate` finishes. */
  becomePassive(passivation: Passivate): void {
    this.simulation.statuses[this.index] = passiveStatus;
    this.more().passivations.push(passivation);
  }

  /** Forget what was withdrawn. */
  leavePassive(passivation: Passivate): void {
    const { passivations } = this.more();
    const at = passivations.indexOf(passivation);
    if (at >= 0) passivations.splice(at, 1);
  }

  /** Remember somebody who waits for the end. */
  addJoin(join: Join<R>): void {
    this.more().joins.push(join);
  }

  /** Forget somebody who waited for the end. */
  removeJoin(join: Join<R>): void {
    const joins = this.extras?.joins ?? [];
    const at = joins.indexOf(join);
    if (at >= 0) joins.splice(at, 1);
  }

  /** Take what the next `yield` gives. */
  takeValue(): unknown {
    // A wait is seen only when it has finished: who is interrupted has left it.
    const { wait } = this;
    if (wait !== null) {
      this.wait = null;
      return wait.value;
    }
    const { value } = this;
    this.value = undefined;
    return value;
  }

  /** Say whether what the next `yield` gives is thrown, and forget it. */
  takeThrows(): boolean {
    const { extras } = this;
    if (extras === null || !extras.throws) return false;
    extras.throws = false;
    this.simulation.tell(-1);
    return true;
  }

  private more(): Extras<R> {
    this.extras ??= { deliveries: [], joins: [], throws: false, passivations: [] };
    return this.extras;
  }

  private leaveWait(): void {
    const wait = this.wait;
    this.wait = null;
    if (wait === null) return;
    if (wait.state === "done") wait.undo();
    else wait.withdraw();
  }

  private resumeWith(value: unknown, thrown: boolean): void {
    this.value = value;
    if (thrown) {
      this.more().throws = true;
      this.simulation.tell(1);
    }
    this.status = scheduledStatus;
    this.simulation.scheduleResume(this as Process);
  }

  private deliver(delivery: Delivery): void {
    const remaining =
      this.simulation.statuses[this.index] === holdingStatus ? this.simulation.remainingHold(this as Process) : 0;
    this.simulation.tracer?.note("interrupt", this as Process, this.name, remaining);
    this.simulation.cancelResume(this as Process);
    // What leaving sets in motion may interrupt it again: by then it counts as about to run.
    this.status = scheduledStatus;
    try {
      this.leaveWait();
    } finally {
      this.resumeWith(new Interrupt(delivery.cause, remaining), delivery.thrown);
    }
  }

  private refuseSelf(verb: string): never {
    throw new YieldError("own-process", `a process cannot ${verb} itself`, this.simulation.place());
  }
}

/** A wait for the end of a process. */
export class Join<R> extends ValueWait<R | undefined> {
  private readonly target: Process<R>;
  private since = Number.NaN;

  constructor(target: Process<R>) {
    super();
    this.target = target;
  }

  override reason(): WaitReason {
    return { what: `the end of process "${this.target.name}"`, heldBy: [this.target as Process], since: this.since };
  }

  /** Hear that the process has ended. */
  ended(): void {
    this.finishWith(this.target.result);
  }

  protected override start(process: Process): void {
    if (process === this.target) {
      const text = "a process cannot wait for its own end";
      throw new YieldError("own-process", text, process.simulation.place());
    }
    this.since = process.simulation.now;
    if (this.target.alive) this.target.addJoin(this);
    else this.ended();
  }

  protected override stop(): void {
    this.target.removeJoin(this);
  }
}

/** A wait that only `process.activate()` ends. */
class Passivate extends ValueWait<unknown> {
  private since = Number.NaN;

  override reason(): WaitReason {
    return { what: "to be activated", heldBy: [], since: this.since };
  }

  protected override start(process: Process): void {
    this.since = process.simulation.now;
    process.becomePassive(this);
  }

  /** Hear that it is over. */
  activated(value: unknown): void {
    // In a group, another may have ended it.
    if (this.state === "pending") this.finishWith(value);
  }

  protected override stop(): void {
    this.owner?.process.leavePassive(this);
  }
}

/**
 * Wait until another process calls `activate` on this one.
 *
 * @example const why = yield passivate();
 */
export function passivate(): Wait<unknown> {
  return new Passivate();
}
