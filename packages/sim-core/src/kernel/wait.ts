// What a process can wait for. A wait is an inert description until a process yields it; then it begins, and either it
// finishes (the process is woken by a new event at the current time) or it is withdrawn and leaves nothing behind.
//
// Contract: `any-of` withdraws its losing branches in the same instant in which one branch wins, so that no loser can take
// an item or a place; an interrupt withdraws what was waited for. A finished wait may be yielded again, a begun one not.

import { nowhere, YieldError } from "./errors.ts";
import { Interrupt } from "./interrupt.ts";
import type { Process } from "./process.ts";

/** What a process may yield: a number is a hold of that length. */
export type Yieldable = number | Wait<unknown>;

/** Whom a wait reports to: a process, or a group of waits. */
export interface WaitOwner {
  /** The process that waits in the end. */
  readonly process: Process;
  /** Hear that a wait has finished. */
  waitFinished(wait: Wait<unknown>): void;
}

/** Where a wait stands: not begun, begun, leaving together with others of its group, or finished. */
export type WaitState = "idle" | "pending" | "leaving" | "done";

/** Who stands in the way of a wait, for reports. */
export interface WaitReason {
  /** What is waited for, as text: `resource "beds"`. */
  readonly what: string;
  /** The processes that hold it, as far as that is known. */
  readonly heldBy: readonly Process[];
  /** When the waiting began, as far as that is known. */
  readonly since?: number;
}

/** Something that a process can yield and that finishes later, with a value of type T. */
export abstract class Wait<T> {
  /** Where it stands. */
  declare state: WaitState;
  /** The process or group that waits, or was the last to wait; null before it is begun. */
  declare protected owner: WaitOwner | null;

  // Without a constructor of its own, each `new` of a class below would look for one; and fields set where they are
  // declared would be a call of their own.
  constructor() {
    this.state = "idle";
    this.owner = null;
  }

  /** What the wait finished with; undefined before, and for waits that give nothing. */
  get value(): T | undefined {
    return undefined;
  }

  /** The process that waits, or null. */
  get waiter(): Process | null {
    return this.state !== "pending" || this.owner === null ? null : this.owner.process;
  }

  /**
   * Begin on behalf of an owner; called by the kernel when a process yields it.
   *
   * @param owner whom to tell
   * @throws YieldError when it is pending already
   */
  begin(owner: WaitOwner): void {
    if (this.state === "pending") {
      const place = owner.process.simulation.place();
      throw new YieldError("wait-in-use", `${this.reason().what} is already being waited for; make a new wait`, place);
    }
    this.state = "pending";
    this.owner = owner;
    try {
      this.start(owner.process);
    } catch (error) {
      this.failStart();
      throw error;
    }
  }

  /** Stop waiting, leaving nothing behind; nothing happens unless pending. */
  withdraw(): void {
    this.detach();
    this.settle();
  }

  /**
   * The first half of `withdraw`: leave the queue, and let nobody profit from it yet.
   *
   * Several waits that leave together all leave before the first of those behind them is served; or one of the leaving
   * would be served by the leaving of another.
   */
  detach(): void {
    if (this.state !== "pending") return;
    this.stop();
    this.state = "leaving";
  }

  /** The same when it is this owner who waits: a group has not begun all of its waits, and another may be waiting for one of those. */
  detachFrom(owner: WaitOwner): void {
    if (this.owner === owner) this.detach();
  }

  /** The second half of `withdraw`: let those who stood behind profit. */
  settle(): void {
    if (this.state !== "leaving") return;
    this.state = "idle";
    this.stopped();
  }

  /** Give back what a finished wait was given, because nobody will see it. */
  undo(): void {
    this.state = "idle";
  }

  /** Say what is waited for and who holds it. */
  abstract reason(): WaitReason;

  /** Join the queue, start the timer, or `finish` at once. */
  protected abstract start(process: Process): void;

  /** Leave the queue, stop the timer; serve nobody else yet. */
  protected abstract stop(): void;

  /** Serve those who can be served now that this one has left. */
  protected stopped(): void {}

  /** Leave nothing behind of a start that threw, unless it had finished by then. */
  protected failStart(): void {
    if (this.state !== "pending") return;
    this.state = "idle";
    this.startFailed();
  }

  /** Leave what a start that threw had begun. */
  protected startFailed(): void {}

  /** Finish and tell the owner; `value` must be there by now. */
  protected finish(): void {
    this.state = "done";
    (this.owner as WaitOwner).waitFinished(this);
  }

  /**
   * Wait by `yield*`, which gives the value with its type (and costs about two resumes more than `yield`).
   *
   * @throws Interrupt when the process is interrupted, whichever way the interrupter chose, since there is no value then
   * @example const item = yield* store.get();
   */
  *[Symbol.iterator](): Generator<Wait<unknown>, T, unknown> {
    const resumed = yield this;
    // What the wait itself has given may be an Interrupt too.
    if (resumed instanceof Interrupt && this.state !== "done") throw resumed;
    return this.value as T;
  }
}

/** A wait that is given its value when it finishes. */
export abstract class ValueWait<T> extends Wait<T> {
  private given: T | undefined = undefined;

  override get value(): T | undefined {
    return this.given;
  }

  override begin(owner: WaitOwner): void {
    this.given = undefined;
    super.begin(owner);
  }

  /** Finish with a value. */
  protected finishWith(value: T): void {
    this.given = value;
    this.finish();
  }
}

/** A wait for a span of time; `delay(5)` inside any-of is a timeout. */
export class Delay extends Wait<undefined> {
  readonly length: number;
  private timer = -1;
  private since = Number.NaN;

  constructor(length: number) {
    super();
    this.length = length;
  }

  override reason(): WaitReason {
    return { what: `a delay of ${this.length}`, heldBy: [], since: this.since };
  }

  protected override start(process: Process): void {
    this.since = process.simulation.now;
    this.timer = process.simulation.alarmIn(this.length, this);
  }

  protected override stop(): void {
    this.owner?.process.simulation.stopAlarm(this.timer);
  }

  /** The time has come. */
  ring(): void {
    this.finish();
  }
}

/** A wait for a moment of the clock, over at once when the moment has passed. */
export class Until extends Wait<undefined> {
  readonly time: number;
  private timer = -1;
  private since = Number.NaN;

  constructor(time: number) {
    super();
    this.time = time;
  }

  override reason(): WaitReason {
    return { what: `time ${this.time}`, heldBy: [], since: this.since };
  }

  protected override start(process: Process): void {
    const { simulation } = process;
    this.since = simulation.now;
    this.timer = simulation.alarmAt(Math.max(this.time, simulation.now), this);
  }

  protected override stop(): void {
    this.owner?.process.simulation.stopAlarm(this.timer);
  }

  /** The time has come. */
  ring(): void {
    this.finish();
  }
}

/** Waits for the first of several. */
export class AnyOf extends ValueWait<number> implements WaitOwner {
  readonly waits: readonly Wait<unknown>[];
  private since = Number.NaN;

  constructor(waits: readonly Wait<unknown>[]) {
    super();
    this.waits = waits;
  }

  get process(): Process {
    return (this.owner?.process ?? null) as Process;
  }

  override reason(): WaitReason {
    return joinReasons(this.waits, "any of ", this.since);
  }

  waitFinished(wait: Wait<unknown>): void {
    try {
      forEach(this.waits, (other) => {
        if (other !== wait) other.detachFrom(this);
      });
    } finally {
      // Wake the owner before those whom the withdrawals let through.
      this.finishWith(this.waits.indexOf(wait));
      forEach(this.waits, (other) => other.settle());
    }
  }

  override undo(): void {
    if (this.value !== undefined) this.waits[this.value].undo();
    super.undo();
  }

  protected override start(process: Process): void {
    this.since = process.simulation.now;
    for (const wait of this.waits) {
      wait.begin(this);
      if (this.state !== "pending") return;
    }
  }

  protected override startFailed(): void {
    this.stop();
    this.stopped();
  }

  protected override stop(): void {
    forEach(this.waits, (wait) => wait.detachFrom(this));
  }

  protected override stopped(): void {
    forEach(this.waits, (wait) => wait.settle());
  }
}

/** Waits for all of several; withdrawn before the last, it gives back what the first were given. */
export class AllOf extends ValueWait<readonly unknown[]> implements WaitOwner {
  readonly waits: readonly Wait<unknown>[];
  private begun = 0;
  private open = 0;
  private since = Number.NaN;

  constructor(waits: readonly Wait<unknown>[]) {
    super();
    this.waits = waits;
  }

  get process(): Process {
    return (this.owner?.process ?? null) as Process;
  }

  override reason(): WaitReason {
    const open = this.waits.filter((wait) => wait.state === "pending");
    return joinReasons(open, "all of ", this.since);
  }

  waitFinished(): void {
    this.open--;
    if (this.open === 0) this.finishWith(this.waits.map((wait) => wait.value));
  }

  override undo(): void {
    super.undo();
    forEach(this.waits, (wait) => wait.undo());
  }

  protected override start(process: Process): void {
    this.since = process.simulation.now;
    // One more than there are waits, so that waits which finish at once do not finish the group half begun.
    this.open = this.waits.length + 1;
    this.begun = 0;
    for (const wait of this.waits) {
      this.begun++;
      wait.begin(this);
      if (this.state !== "pending") return;
    }
    this.waitFinished();
  }

  protected override startFailed(): void {
    this.stop();
    this.stopped();
  }

  protected override stop(): void {
    forEach(this.waits.slice(0, this.begun), (wait) => wait.detachFrom(this));
  }

  protected override stopped(): void {
    forEach(this.waits.slice(0, this.begun), (wait) => {
      if (wait.state === "done") wait.undo();
      else wait.settle();
    });
  }
}

/** Do something with each wait, with all of them even when an order of the user's own throws; the last error is thrown then. */
function forEach(waits: readonly Wait<unknown>[], act: (wait: Wait<unknown>) => void): void {
  let failed = false;
  let failure: unknown;
  for (const wait of waits) {
    try {
      act(wait);
    } catch (error) {
      failed = true;
      failure = error;
    }
  }
  if (failed) throw failure;
}

/**
 * Wait for a span of time; the same as yielding the number, but usable in `anyOf` and `allOf`.
 *
 * @param length at least 0, finite
 */
export function delay(length: number): Delay {
  return new Delay(length);
}

/**
 * Wait until the clock shows a time; over at once when it has passed.
 *
 * @param time an absolute time, finite
 */
export function until(time: number): Until {
  return new Until(time);
}

/**
 * Wait for the first of several; the others are withdrawn in the same instant and take nothing.
 *
 * When several could finish at once, the one named first wins.
 *
 * @param waits at least one; a number is a timeout
 * @returns a wait whose value is the index of the winner; the winner's own value is in the winner
 * @throws YieldError when there is none, or one stands there twice
 * @example
 * const lease = desk.seize();
 * if ((yield* anyOf(lease, 10)) === 1) return; // ten minutes were too long
 */
export function anyOf(...waits: readonly (Wait<unknown> | number)[]): AnyOf {
  if (waits.length === 0)
    throw new YieldError("nothing-to-wait-for", "anyOf needs at least one wait", nowhere, { value: 0 });
  return new AnyOf(asWaits(waits));
}

/**
 * Wait for all of several; each is begun at once and kept until the last is there.
 *
 * @param waits may be none; a number is a delay
 * @returns a wait whose value is the array of their values
 * @throws YieldError when one stands there twice
 */
export function allOf(...waits: readonly (Wait<unknown> | number)[]): AllOf {
  return new AllOf(asWaits(waits));
}

function asWaits(waits: readonly (Wait<unknown> | number)[]): readonly Wait<unknown>[] {
  const foreign = waits.findIndex((wait) => typeof wait !== "number" && !(wait instanceof Wait));
  if (foreign >= 0) {
    const text = `number ${foreign + 1} of a group is neither a number nor a wait; for the end of a process give its join()`;
    throw new YieldError("foreign-yield", text, nowhere, { value: waits[foreign] });
  }
  const twice = waits.find((wait, index) => typeof wait !== "number" && waits.indexOf(wait) < index);
  if (twice instanceof Wait) {
    const text = `${twice.reason().what} stands twice in one group; make a wait for each place`;
    throw new YieldError("wait-in-use", text, nowhere, { value: twice });
  }
  return waits.map((wait) => (typeof wait === "number" ? new Delay(wait) : wait));
}

function joinReasons(waits: readonly Wait<unknown>[], lead: string, since: number): WaitReason {
  const reasons = waits.map((wait) => wait.reason());
  return {
    since,
    what: lead + reasons.map((reason) => reason.what).join(", "),
    heldBy: reasons.flatMap((reason) => reason.heldBy),
  };
}
