// Signals and conditions: one process tells others that something has happened. A signal is a pulse, seen by those who
// wait at that moment; a condition is a question asked again whenever somebody says that the answer may have changed.

import type { Process } from "./process.ts";
import { ValueWait, Wait, type WaitReason } from "./wait.ts";

/**
 * A pulse that wakes all who wait for it, first come first woken.
 *
 * @example
 * const rain = new Signal<number>("rain");
 * simulation.process("walker", function* () {
 *   const millimetres = yield* rain.wait();
 * });
 * rain.fire(3);
 */
export class Signal<T = undefined> {
  readonly name: string;
  private readonly waiters = new Set<SignalWait<T>>();

  constructor(name = "signal") {
    this.name = name;
  }

  /** How many wait. */
  get waiting(): number {
    return this.waiters.size;
  }

  /** Wait for the next `fire`. */
  wait(): Wait<T> {
    return new SignalWait(this, this.waiters);
  }

  /**
   * Wake all who wait now, each by an event at the current time.
   *
   * @param value what their `yield` gives
   * @returns how many were woken
   */
  fire(value: T): number {
    const woken = [...this.waiters];
    this.waiters.clear();
    // A waiter may be withdrawn by the waking of an earlier one: both can be branches of one any-of.
    let count = 0;
    for (const waiter of woken) if (waiter.fired(value)) count++;
    return count;
  }
}

class SignalWait<T> extends ValueWait<T> {
  private readonly signal: Signal<T>;
  private readonly waiters: Set<SignalWait<T>>;
  private since = Number.NaN;

  constructor(signal: Signal<T>, waiters: Set<SignalWait<T>>) {
    super();
    this.signal = signal;
    this.waiters = waiters;
  }

  override reason(): WaitReason {
    return { what: `signal "${this.signal.name}"`, heldBy: [], since: this.since };
  }

  fired(value: T): boolean {
    if (this.state !== "pending") return false;
    this.finishWith(value);
    return true;
  }

  protected override start(process: Process): void {
    this.since = process.simulation.now;
    this.waiters.add(this);
  }

  protected override stop(): void {
    this.waiters.delete(this);
  }
}

/**
 * A question that processes wait to hear answered with yes.
 *
 * The question is asked when the wait begins and at each `check()`, not all the time: whoever changes what it depends on
 * calls `check()`.
 *
 * @example
 * const warm = new Condition(() => temperature > 20, "warm enough");
 * yield warm.wait();
 */
export class Condition {
  readonly name: string;
  private readonly holds: () => boolean;
  private readonly waiters = new Set<ConditionWait>();

  constructor(holds: () => boolean, name = "condition") {
    this.holds = holds;
    this.name = name;
  }

  /** How many wait. */
  get waiting(): number {
    return this.waiters.size;
  }

  /** Wait until the condition holds; at once when it holds now. */
  wait(): Wait<undefined> {
    return new ConditionWait(this, this.holds, this.waiters);
  }

  /**
   * Ask again, and wake all who wait when the answer is yes.
   *
   * @returns how many were woken
   */
  check(): number {
    if (this.waiters.size === 0 || !this.holds()) return 0;
    const woken = [...this.waiters];
    this.waiters.clear();
    let count = 0;
    for (const waiter of woken) if (waiter.held()) count++;
    return count;
  }
}

class ConditionWait extends Wait<undefined> {
  private readonly condition: Condition;
  private readonly holds: () => boolean;
  private readonly waiters: Set<ConditionWait>;
  private since = Number.NaN;

  constructor(condition: Condition, holds: () => boolean, waiters: Set<ConditionWait>) {
    super();
    this.condition = condition;
    this.holds = holds;
    this.waiters = waiters;
  }

  override reason(): WaitReason {
    return { what: `condition "${this.condition.name}"`, heldBy: [], since: this.since };
  }

  held(): boolean {
    if (this.state !== "pending") return false;
    this.finish();
    return true;
  }

  protected override start(process: Process): void {
    this.since = process.simulation.now;
    if (this.holds()) this.finish();
    else this.waiters.add(this);
  }

  protected override stop(): void {
    this.waiters.delete(this);
  }
}
