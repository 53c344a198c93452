// The simulation: one clock, one event list, and the loop that runs events in the order (time, priority, sequence).
//
// Contract: a lower priority number runs first; equal keys run first-in first-out, for ever. Rescheduling takes a new
// sequence. `runUntil(t)` runs all events at times <= t, those that events at t add at t included. Nothing is allocated
// per event. A simulation is not started again from inside a run.

import {
  EventLimitError,
  HandleError,
  KernelError,
  type KernelPlace,
  ProcessError,
  ReentrantRunError,
  TimeError,
} from "./errors.ts";
import {
  argumentAt,
  EventList,
  generationAt,
  handlerAt,
  priorityAt,
  recordDoubles,
  recordInts,
  sequenceAt,
  slotLimit,
} from "./event-list.ts";

/** What `Simulation.handler` gives out: a small number that names a handler. */
export type HandlerId = number;

/** Names one scheduled event: slot and generation in one exact integer; 0 is no event. */
export type EventHandle = number;

/** How a simulation is set up; everything may be left out. */
export interface SimulationOptions {
  /** The clock at the start; 0 when left out. */
  readonly start?: number;
  /** Pending events to make room for at first; room grows by doubling. 1,024 when left out. */
  readonly capacity?: number;
  /** Pending events allowed at most; beyond it scheduling throws. 16,777,216 when left out. */
  readonly maxPending?: number;
  /** A name for messages. */
  readonly name?: string;
  /** The seed, only to be named in failures. */
  readonly seed?: string;
  /** The replication number, only to be named in failures. */
  readonly replication?: number;
}

/** When a run ends. */
export interface RunOptions {
  /** Run all events at times <= until, then set the clock to it. */
  readonly until?: number;
  /** Throw an EventLimitError rather than execute more events than this in this run. */
  readonly maxEvents?: number;
  /** Asked after every event; the run ends when it says true. */
  readonly stopWhen?: () => boolean;
}

/** Why a run ended: no events left, the time was reached, `stop()` was called, or the stop condition held. */
export type RunEnd = "empty" | "until" | "stopped" | "condition";

// Cells of the clock array; a typed array, because a number field would be allocated anew at each change.
const nowCell = 0;
const sequenceCell = 1;
const executedCell = 2;

/**
 * Run discrete events on one clock.
 *
 * @example
 * const simulation = new Simulation();
 * const arrive = simulation.handler((customer) => {
 *   if (customer < 3) simulation.scheduleIn(1.5, arrive, customer + 1);
 * });
 * simulation.schedule(0, arrive, 1);
 * simulation.run();
 * simulation.now; // 3
 */
export class Simulation {
  readonly name: string | undefined;
  readonly seed: string | undefined;
  readonly replication: number | undefined;

  private readonly clock: Float64Array;
  private readonly list: EventList;
  private readonly handlers: ((argument: number) => void)[] = [];
  private readonly maxPending: number;
  private running = false;
  private stopping = false;

  constructor(options: SimulationOptions = {}) {
    const { start = 0, capacity = 1024, maxPending = slotLimit, name, seed, replication } = options;
    this.name = name;
    this.seed = seed;
    this.replication = replication;
    this.clock = new Float64Array(3);
    if (!Number.isFinite(start)) {
      throw new TimeError("time-not-finite", `start is ${start}; give a finite number`, this.place(), { value: start });
    }
    if (!(Number.isInteger(capacity) && capacity > 0 && capacity <= slotLimit)) {
      throw new EventLimitError(
        "capacity",
        `capacity is ${capacity}; give a whole number from 1 to ${slotLimit}`,
        this.place(),
        {
          value: capacity,
        },
      );
    }
    if (!(maxPending > 0)) {
      const text = `maxPending is ${maxPending}; give a number above 0`;
      throw new EventLimitError("max-pending", text, this.place(), { value: maxPending });
    }
    this.clock[nowCell] = start;
    this.list = new EventList(capacity);
    this.maxPending = Math.min(maxPending, slotLimit);
  }

  /** The simulation time, in the model's unit. */
  get now(): number {
    return this.clock[nowCell];
  }

  /** Events that are scheduled and not yet run. */
  get pending(): number {
    return this.list.size;
  }

  /** Events run since the start. */
  get eventsExecuted(): number {
    return this.clock[executedCell];
  }

  /**
   * Register a function that events can call.
   *
   * @param run called with the argument of the event
   * @returns the id to schedule it by; register once, not per event
   */
  handler(run: (argument: number) => void): HandlerId {
    this.handlers.push(run);
    return this.handlers.length - 1;
  }

  /**
   * Schedule an event at an absolute time.
   *
   * @param time not before `now`, finite
   * @param handler what `handler()` gave
   * @param argument handed to the handler
   * @param priority lower runs first among events at the same time; 0 when left out
   * @returns a handle for `cancel` and `reschedule`, safe after the event has run
   * @throws TimeError when the time is NaN, infinite or in the past; HandleError for an unknown handler;
   *   EventLimitError when `maxPending` events are pending
   */
  schedule(time: number, handler: HandlerId, argument: number, priority = 0): EventHandle {
    const clock = this.clock;
    const now = clock[nowCell];
    if (!(time >= now && time < Number.POSITIVE_INFINITY)) this.refuseTime(time, "time");
    if (handler >>> 0 !== handler || handler >= this.handlers.length) this.refuseHandler(handler);
    const list = this.list;
    if (list.size >= this.maxPending) this.refusePending();
    if (!(priority < Number.POSITIVE_INFINITY)) this.refusePriority(priority);
    const slot = list.take();
    const doubles = list.doubles;
    const at = slot * recordDoubles;
    doubles[at] = time;
    doubles[at + priorityAt] = priority;
    doubles[at + sequenceAt] = clock[sequenceCell]++;
    doubles[at + argumentAt] = argument;
    const ints = list.ints;
    ints[slot * recordInts + handlerAt] = handler;
    if (time === now && priority === 0) list.insertNow(slot);
    else list.insert(slot);
    return ints[slot * recordInts + generationAt] * slotLimit + slot;
  }

  /**
   * Schedule an event after a delay.
   *
   * @param delay at least 0, finite
   * @param handler what `handler()` gave
   * @param argument handed to the handler
   * @param priority lower runs first among events at the same time; 0 when left out
   * @returns a handle, as from `schedule`
   * @throws TimeError when the delay is negative, NaN or infinite; else as `schedule`
   */
  scheduleIn(delay: number, handler: HandlerId, argument: number, priority = 0): EventHandle {
    if (!(delay >= 0)) this.refuseTime(delay, "delay");
    return this.schedule(this.clock[nowCell] + delay, handler, argument, priority);
  }

  /**
   * Withdraw a scheduled event.
   *
   * @param handle what `schedule` gave; 0 is no event
   * @returns true when it was pending; false when it has run or was cancelled, even if its place was taken by another event
   * @throws HandleError when the simulation cannot have given out this handle
   */
  cancel(handle: EventHandle): boolean {
    const slot = this.pendingSlot(handle);
    if (slot < 0) return false;
    this.list.remove(slot);
    this.list.release(slot);
    return true;
  }

  /**
   * Move a scheduled event to another time; it comes behind all events already there.
   *
   * @param handle of a pending event
   * @param time not before `now`, finite
   * @returns the same handle
   * @throws HandleError when the event is not pending any more; TimeError as `schedule`
   */
  reschedule(handle: EventHandle, time: number): EventHandle {
    const clock = this.clock;
    const now = clock[nowCell];
    if (!(time >= now && time < Number.POSITIVE_INFINITY)) this.refuseTime(time, "time");
    const slot = this.pendingSlot(handle);
    if (slot < 0) {
      throw new HandleError(
        "stale-handle",
        `event ${handle} has run or was cancelled; schedule a new one`,
        this.place(),
        { handle },
      );
    }
    const list = this.list;
    list.remove(slot);
    const at = slot * recordDoubles;
    list.doubles[at] = time;
    list.doubles[at + sequenceAt] = clock[sequenceCell]++;
    if (time === now && list.doubles[at + priorityAt] === 0) list.insertNow(slot);
    else list.insert(slot);
    return handle;
  }

  /**
   * Say whether an event is still to come.
   *
   * @param handle what `schedule` gave
   */
  isPending(handle: EventHandle): boolean {
    return this.pendingSlot(handle) >= 0;
  }

  /**
   * Say when a pending event is due.
   *
   * @param handle what `schedule` gave
   * @returns its time, or undefined when it has run or was cancelled
   */
  timeOf(handle: EventHandle): number | undefined {
    const slot = this.pendingSlot(handle);
    return slot < 0 ? undefined : this.list.doubles[slot * recordDoubles];
  }

  /** The time of the next event, or Infinity when none is pending. */
  get nextTime(): number {
    const slot = this.list.first();
    return slot < 0 ? Number.POSITIVE_INFINITY : this.list.doubles[slot * recordDoubles];
  }

  /**
   * Run all events at times <= `time`; afterwards the clock stands at `time`, unless `stop()` was called.
   *
   * @param time not before `now`, finite
   * @throws TimeError when it is NaN, infinite or in the past; ReentrantRunError from inside a run; ProcessError when user code throws
   */
  runUntil(time: number): void {
    this.run({ until: time });
  }

  /**
   * Run until no event is left, or as the options say.
   *
   * @param options `until`, `maxEvents`, `stopWhen`
   * @returns why the run ended
   * @throws as `runUntil`; EventLimitError when `maxEvents` events were run and more are due
   */
  run(options: RunOptions = {}): RunEnd {
    const { until, maxEvents = Number.POSITIVE_INFINITY, stopWhen } = options;
    if (until !== undefined && !(until >= this.now && until < Number.POSITIVE_INFINITY))
      this.refuseTime(until, "until");
    if (!(maxEvents >= 0)) {
      throw new EventLimitError("max-events", `maxEvents is ${maxEvents}; give a number of at least 0`, this.place(), {
        value: maxEvents,
      });
    }
    this.enter();
    try {
      const end = this.loop(until ?? Number.POSITIVE_INFINITY, this.eventsExecuted + maxEvents, stopWhen);
      if (until !== undefined && (end === "until" || end === "empty")) {
        this.clock[nowCell] = until;
        return "until";
      }
      return end;
    } finally {
      this.running = false;
    }
  }

  /**
   * Run at most so many events.
   *
   * @param count 1 when left out
   * @returns how many were run; fewer when none was left or `stop()` was called
   */
  step(count = 1): number {
    this.enter();
    const before = this.eventsExecuted;
    try {
      for (let left = count; left > 0 && !this.stopping; left--) if (!this.executeOne()) break;
    } finally {
      this.running = false;
    }
    return this.eventsExecuted - before;
  }

  /** End the current run after the event that is running; the clock stays where it is, and a later run goes on. */
  stop(): void {
    this.stopping = true;
  }

  /** Say where the run stands, for messages. */
  place(): KernelPlace {
    return { time: this.now, simulation: this.name, seed: this.seed, replication: this.replication };
  }

  private enter(): void {
    if (this.running) {
      throw new ReentrantRunError(
        "re-entrant-run",
        "run was called from inside a run; schedule an event instead",
        this.place(),
      );
    }
    this.running = true;
    this.stopping = false;
  }

  private loop(until: number, lastEvent: number, stopWhen: (() => boolean) | undefined): RunEnd {
    const { clock, list, handlers } = this;
    try {
      for (;;) {
        const slot = list.first();
        if (slot < 0) return "empty";
        const at = slot * recordDoubles;
        const time = list.doubles[at];
        if (time > until) return "until";
        if (clock[executedCell] >= lastEvent) this.refuseMore();
        const handler = handlers[list.ints[slot * recordInts + handlerAt]];
        const argument = list.doubles[at + argumentAt];
        list.removeFirst(slot);
        list.release(slot);
        clock[nowCell] = time;
        clock[executedCell]++;
        handler(argument);
        if (this.stopping) return "stopped";
        if (stopWhen?.()) return "condition";
      }
    } catch (error) {
      throw this.failure(error);
    }
  }

  private executeOne(): boolean {
    const { clock, list } = this;
    const slot = list.first();
    if (slot < 0) return false;
    const at = slot * recordDoubles;
    const handler = this.handlers[list.ints[slot * recordInts + handlerAt]];
    const argument = list.doubles[at + argumentAt];
    clock[nowCell] = list.doubles[at];
    clock[executedCell]++;
    list.removeFirst(slot);
    list.release(slot);
    try {
      handler(argument);
    } catch (error) {
      throw this.failure(error);
    }
    return true;
  }

  private failure(error: unknown): Error {
    return error instanceof KernelError ? error : new ProcessError(error, this.place());
  }

  /** The slot of a pending event, or -1. */
  private pendingSlot(handle: EventHandle): number {
    const slot = handle % slotLimit;
    const generation = (handle - slot) / slotLimit;
    if (!(Number.isInteger(handle) && handle >= 0)) {
      throw new HandleError(
        "foreign-handle",
        `${handle} is not an event handle; keep what schedule returned`,
        this.place(),
        { handle },
      );
    }
    return this.list.holds(slot, generation) ? slot : -1;
  }

  private refuseTime(value: number, what: string): never {
    const now = this.now;
    if (what === "delay") {
      throw new TimeError("negative-delay", `delay is ${value}; give a finite number of at least 0`, this.place(), {
        value,
        now,
      });
    }
    if (value < now) {
      throw new TimeError("time-in-the-past", `${what} ${value} lies before the clock ${now}`, this.place(), {
        value,
        now,
      });
    }
    throw new TimeError("time-not-finite", `${what} is ${value}; give a finite number`, this.place(), { value, now });
  }

  private refuseHandler(handler: number): never {
    throw new HandleError(
      "unknown-handler",
      `handler ${handler} is not registered; use what handler() returned`,
      this.place(),
      { handler },
    );
  }

  private refusePriority(priority: number): never {
    throw new HandleError("priority", `priority is ${priority}; give a finite number`, this.place(), {
      value: priority,
    });
  }

  private refusePending(): never {
    const text = `${this.list.size} events are pending, the limit maxPending; is something scheduled without end?`;
    throw new EventLimitError("too-many-pending", text, this.place(), { pending: this.list.size });
  }

  private refuseMore(): never {
    const text = `maxEvents events were run and the next is due at ${this.nextTime}; is something scheduled without end?`;
    throw new EventLimitError("too-many-events", text, this.place(), { eventsExecuted: this.eventsExecuted });
  }
}
