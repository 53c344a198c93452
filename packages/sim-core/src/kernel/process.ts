// A process: a generator function whose yields are holds and waits. Life: scheduled to start, then by turns running and
// holding, waiting or passive, then ended. When it ends, however it ends, it holds nothing and waits for nothing.

import { YieldError } from "./errors.ts";
import { Interrupt, type InterruptOptions } from "./interrupt.ts";
import * as processStatus from "./process-status.ts";
import type { Simulation } from "./simulation.ts";
import { Wait, type WaitOwner, type WaitReason, type Yieldable } from "./wait.ts";

// Copies: see event-record.ts.
const scheduledStatus = processStatus.scheduledStatus;
const holdingStatus = processStatus.holdingStatus;
const waitingStatus = processStatus.waitingStatus;
const passiveStatus = processStatus.passiveStatus;
const runningStatus = processStatus.runningStatus;
/** The names of the statuses, in their order. */
const states: readonly ProcessState[] = ["scheduled", "holding", "waiting", "passive", "running", "ended"];

/** The body of a process: yields holds and waits, returns a result. */
export type ProcessBody<R = void> = Generator<Yieldable, R, unknown>;

/** Where a process stands. `scheduled`: it will be resumed at the current time, or has not started. */
export type ProcessState = "scheduled" | "holding" | "waiting" | "passive" | "running" | "ended";

/** Something held by a process and given back when the process ends. */
export interface Holding {
  nextHeld: Holding | null;
  previousHeld: Holding | null;
  /** Give it back, taking itself off the list of the process. */
  release(): void;
}

interface Delivery {
  readonly cause: unknown;
  readonly thrown: boolean;
}

/** A running process; made by `simulation.process(...)`. */
export class Process<R = unknown> implements WaitOwner {
  declare readonly simulation: Simulation;
  declare readonly name: string;
  /** What it waits for, or what it was just given and has not seen. */
  declare wait: Wait<unknown> | null;
  /** What `yield` will give, unless it gives the value of the wait. */
  declare resumeValue: unknown;
  declare resumeThrows: boolean;
  /** Its place in the simulation's table; used again after the end. */
  declare readonly index: number;
  /** Priority of its wake-ups among events at the same time; lower first. */
  declare readonly priority: number;
  /** Counts the processes of the simulation from 1; never used again. */
  declare readonly id: number;
  /** What the body returned; undefined before the end and after `terminate`. */
  declare result: R | undefined;
  declare private ended: boolean;
  declare private deliveries: Delivery[] | null;
  declare private held: Holding | null;
  declare private joins: Join<R>[] | null;

  // Fields are set here and not where they are declared: that would be a call of its own for each process.
  constructor(simulation: Simulation, name: string, index: number, priority: number, id: number) {
    this.simulation = simulation;
    this.name = name;
    this.wait = null;
    this.resumeValue = undefined;
    this.resumeThrows = false;
    this.index = index;
    this.priority = priority;
    this.id = id;
    this.result = undefined;
    this.ended = false;
    this.deliveries = null;
    this.held = null;
    this.joins = null;
  }

  /** Where it stands. */
  get state(): ProcessState {
    return this.ended ? "ended" : states[this.simulation.statuses[this.index]];
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
    return !this.ended;
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
    if (this.ended) return false;
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
    this.status = scheduledStatus;
    this.wait?.withdraw();
    this.wait = null;
    this.resumeWith(value, false);
    return true;
  }

  /**
   * End the process where it stands: its wait is withdrawn, its `finally` blocks run, what it holds is released.
   *
   * @returns false when it had ended
   * @throws YieldError when it terminates itself (return instead), or yields in a `finally` block
   */
  terminate(): boolean {
    if (this.ended) return false;
    if (this.state === "running") this.refuseSelf("terminate");
    this.status = runningStatus;
    this.withdrawAll();
    this.simulation.closeProcess(this as Process);
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
    if (this.ended) return;
    const delivery = { cause, thrown };
    const status = this.simulation.statuses[this.index];
    if (status === scheduledStatus || status === runningStatus) {
      if (this.deliveries === null) {
        this.deliveries = [];
        this.simulation.told++;
      }
      this.deliveries.push(delivery);
    } else this.deliver(delivery);
  }

  /** Take over something that must be given back when the process ends. */
  hold(holding: Holding): void {
    holding.previousHeld = null;
    holding.nextHeld = this.held;
    if (this.held !== null) this.held.previousHeld = holding;
    this.held = holding;
  }

  /** What it holds, latest first; allocates. */
  holdings(): Holding[] {
    const all: Holding[] = [];
    for (let holding = this.held; holding !== null; holding = holding.nextHeld) all.push(holding);
    return all;
  }

  /** Forget something that was given back. */
  unhold(holding: Holding): void {
    if (holding.previousHeld !== null) holding.previousHeld.nextHeld = holding.nextHeld;
    else if (this.held === holding) this.held = holding.nextHeld;
    if (holding.nextHeld !== null) holding.nextHeld.previousHeld = holding.previousHeld;
    holding.previousHeld = null;
    holding.nextHeld = null;
  }

  /** Begin what was yielded, unless an interrupt is due first. */
  beginWait(wait: Wait<unknown>): void {
    if (this.deliveries !== null) {
      this.deliverNext(0);
      return;
    }
    this.simulation.statuses[this.index] = waitingStatus;
    this.wait = wait;
    wait.begin(this);
  }

  /** True when an interrupt came before the yield; then it is delivered. */
  interruptedEarlier(remaining: number): boolean {
    if (this.deliveries === null) return false;
    this.deliverNext(remaining);
    return true;
  }

  /** Mark the end, release what is held, wake who joined. */
  end(result: R | undefined): void {
    this.ended = true;
    this.result = result;
    this.dropDeliveries();
    this.wait = null;
    while (this.held !== null) this.held.release();
    const joins = this.joins;
    this.joins = null;
    if (joins !== null) for (const join of joins) join.ended();
  }

  /** Remember somebody who waits for the end. */
  addJoin(join: Join<R>): void {
    this.joins ??= [];
    this.joins.push(join);
  }

  /** Forget somebody who waited for the end. */
  removeJoin(join: Join<R>): void {
    const at = this.joins?.indexOf(join) ?? -1;
    if (at >= 0) this.joins?.splice(at, 1);
  }

  private withdrawAll(): void {
    this.simulation.cancelResume(this as Process);
    const wait = this.wait;
    this.wait = null;
    if (wait === null) return;
    if (wait.state === "done") wait.undo();
    else wait.withdraw();
  }

  private resumeWith(value: unknown, thrown: boolean): void {
    this.resumeValue = value;
    this.resumeThrows = thrown;
    this.status = scheduledStatus;
    this.simulation.scheduleResume(this as Process);
  }

  private deliverNext(remaining: number): void {
    const deliveries = this.deliveries as Delivery[];
    const first = deliveries.shift() as Delivery;
    if (deliveries.length === 0) this.dropDeliveries();
    this.resumeWith(new Interrupt(first.cause, remaining), first.thrown);
  }

  private dropDeliveries(): void {
    if (this.deliveries === null) return;
    this.deliveries = null;
    this.simulation.told--;
  }

  private deliver(delivery: Delivery): void {
    const remaining =
      this.simulation.statuses[this.index] === holdingStatus ? this.simulation.remainingHold(this as Process) : 0;
    this.simulation.tracer?.note("interrupt", this as Process, this.name, remaining);
    // What leaving sets in motion may interrupt it again: by then it counts as about to run.
    this.status = scheduledStatus;
    this.withdrawAll();
    this.resumeWith(new Interrupt(delivery.cause, remaining), delivery.thrown);
  }

  private refuseSelf(verb: string): never {
    throw new YieldError("own-process", `a process cannot ${verb} itself`, this.simulation.place());
  }
}

/** A wait for the end of a process. */
export class Join<R> extends Wait<R | undefined> {
  private readonly target: Process<R>;

  constructor(target: Process<R>) {
    super();
    this.target = target;
  }

  override reason(): WaitReason {
    return { what: `the end of process "${this.target.name}"`, heldBy: [this.target as Process] };
  }

  /** Hear that the process has ended. */
  ended(): void {
    this.finish(this.target.result);
  }

  protected override start(): void {
    if (this.target.alive) this.target.addJoin(this);
    else this.ended();
  }

  protected override stop(): void {
    this.target.removeJoin(this);
  }
}

/** A wait that only `process.activate()` ends. */
class Passivate extends Wait<unknown> {
  override reason(): WaitReason {
    return { what: "to be activated", heldBy: [] };
  }

  protected override start(process: Process): void {
    process.simulation.statuses[process.index] = passiveStatus;
  }

  protected override stop(): void {}
}

/**
 * Wait until another process calls `activate` on this one.
 *
 * @example const why = yield passivate();
 */
export function passivate(): Wait<unknown> {
  return new Passivate();
}
