// The simulation: one clock, one event list, and the loop that runs events in the order (time, priority, sequence).
//
// Contract: a lower priority number runs first; equal keys run first-in first-out, for ever. Rescheduling takes a new
// sequence. `runUntil(t)` runs all events at times <= t, those that events at t add at t included. Nothing is allocated
// per event. A simulation is not started again from inside a run.

import { DeadlockError, reportBlocked } from "./blocked.ts";
import {
  EventLimitError,
  HandleError,
  KernelError,
  type KernelPlace,
  ProcessError,
  ReentrantRunError,
  TimeError,
  YieldError,
} from "./errors.ts";
import { EventList, isGeneration } from "./event-list.ts";
import * as record from "./event-record.ts";
import { type Holding, Process, type ProcessBody } from "./process.ts";
import * as processStatus from "./process-status.ts";
import { permutationOf, type TieOrder } from "./ties.ts";
import { type Tracer, TracerList } from "./tracer.ts";
import { Wait, type Yieldable } from "./wait.ts";

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
  /** The order of simultaneous events of equal priority, as `auditTies` gives it; first-in first-out when left out. */
  readonly ties?: TieOrder;
}

/** When a run ends. */
export interface RunOptions {
  /** Run all events at times <= until, then set the clock to it. */
  readonly until?: number;
  /** Throw an EventLimitError rather than execute more events than this in this run. */
  readonly maxEvents?: number;
  /** Asked after every event; the run ends when it says true. */
  readonly stopWhen?: () => boolean;
  /** Throw a DeadlockError when no event is left while a process waits for what another holds; false when left out. */
  readonly throwOnDeadlock?: boolean;
}

/** Why a run ended: no events left, the time was reached, `stop()` was called, or the stop condition held. */
export type RunEnd = "empty" | "until" | "stopped" | "condition";

/** How a process starts; everything may be left out. */
export interface ProcessOptions {
  /** When it starts; now when left out. */
  readonly at?: number;
  /** Priority of its wake-ups among events at the same time, lower first; 0 when left out. */
  readonly priority?: number;
}

/** Something that a timer calls. */
export interface Alarm {
  /** The time has come. */
  ring(): void;
}

/** A wait for a piece of work. */
interface Work {
  /** The work is done, and its process is about to be resumed. */
  workDone(): void;
}

// Copies: see event-record.ts.
const recordDoubles = record.recordDoubles;
const recordInts = record.recordInts;
const priorityAt = record.priorityAt;
const sequenceAt = record.sequenceAt;
const argumentAt = record.argumentAt;
const handlerAt = record.handlerAt;
const generationAt = record.generationAt;
const slotLimit = record.slotLimit;
const nowCell = record.nowCell;
const sequenceCell = record.sequenceCell;
const executedCell = record.executedCell;
const dueCell = record.dueCell;
const untilCell = record.untilCell;
const scheduledStatus = processStatus.scheduledStatus;
const holdingStatus = processStatus.holdingStatus;
const runningStatus = processStatus.runningStatus;
const waitingStatus = processStatus.waitingStatus;
const endedStatus = processStatus.endedStatus;
const workingStatus = processStatus.workingStatus;

// The one `next` of all generators. Looked up on the generator itself, it costs more the more kinds of processes there are,
// since each generator function has a prototype of its own.
const resumeGenerator: (this: ProcessBody<unknown>, value: unknown) => IteratorResult<Yieldable, unknown> =
  Object.getPrototypeOf(Object.getPrototypeOf(emptyGenerator())).next;

function* emptyGenerator(): ProcessBody<void> {}

// Handlers that the kernel itself registers: resume the process, or call the function, at the place of the argument.
const resumeHandler = 0;
const callHandler = 1;
const kernelHandlers = 2;

const burstLength = 256;

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
  private readonly handlers: ((argument: number) => void)[];
  private readonly maxPending: number = slotLimit;
  private running = false;
  private stopping = false;
  /** Events run in the burst that is running; the others are counted in the clock. */
  private turn = 0;
  // The table of processes: the place of each is the slot of the event list that it owns from start to end. What a resume
  // needs stands in arrays of their own, since with very many processes it is memory that costs time: a resume after a hold
  // touches the generator, its status and its event, and nothing else.
  readonly processes: (Process | null)[] = newTable();
  private readonly generators: (ProcessBody<unknown> | null)[] = newTable();
  /** Where each stands. */
  statuses: Uint8Array = new Uint8Array(16);
  /** Kept, or the compiler would see that nobody needs the look. */
  protected objectsSeen = 0;
  private processesStarted = 0;
  /** Processes with interrupts to be delivered at their next yield. */
  told = 0;
  /**
   * True when nobody listens, nobody is to be interrupted and ties keep their order: one question instead of three. Compared
   * with true wherever speed counts: what is merely asked may be anything, a field's type being unknown, and true is found last.
   */
  private plain = true;
  /** The place of the running process in the table, or -1; a number, since storing an object in an old one costs more. */
  private active = -1;
  /** What the alarm in each slot of the event list calls. */
  private readonly alarms: (Alarm | (() => void))[] = [nothing];
  /** Hears of events and notes; set by `attach`. */
  tracer: Tracer | null = null;
  private readonly tracers: Tracer[] = [];
  /** Gives simultaneous events an order of its own, for the tie audit. */
  private readonly permute: ((sequence: number) => number) | null;

  constructor(options: SimulationOptions = {}) {
    const { start = 0, capacity = 1024, maxPending = slotLimit, name, seed, replication, ties } = options;
    this.permute = ties === undefined ? null : permutationOf(ties);
    this.plain = this.permute === null;
    this.name = name;
    this.seed = seed;
    this.replication = replication;
    this.clock = new Float64Array(record.clockCells);
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
    this.list = new EventList(capacity, this.clock, this);
    this.handlers = [(slot) => this.resume(slot | 0), (slot) => this.ring(slot | 0)];
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
    return this.clock[executedCell] + this.turn;
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

  /** The process that is running, or null between processes and inside event handlers. */
  get activeProcess(): Process | null {
    return this.active < 0 ? null : this.processes[this.active];
  }

  /** All processes that have not ended, in the order of their places in the table; allocates. */
  liveProcesses(): Process[] {
    return this.processes.filter((process) => process?.alive) as Process[];
  }

  /** Everything that processes hold, by process; for the resources; allocates. */
  holdings(): Holding[] {
    return this.processes.flatMap((process) => (process === null ? [] : process.holdings()));
  }

  /**
   * Start a process.
   *
   * @param name for messages, traces and reports; need not be unique
   * @param body a generator function, called with the process, or what calling one gave, which nobody else may run; its
   *   yields are holds (numbers) and waits
   * @param options when it starts, and its priority
   * @returns the process, which starts by an event at `at`
   * @throws TimeError when `at` is NaN, infinite or in the past; YieldError when the body is no generator and gives none
   * @example
   * simulation.process("clock", function* () {
   *   for (;;) yield 1;
   * });
   * simulation.process("customer", customer(7)); // function* customer(number) { ... }
   */
  process<R = void>(
    name: string,
    body: ((self: Process<R>) => ProcessBody<R>) | ProcessBody<R>,
    options?: ProcessOptions,
  ): Process<R> {
    const { clock, list } = this;
    const at = options?.at ?? clock[nowCell];
    const priority = options?.priority ?? 0;
    // In this order: a body that throws, or a time that is refused, leaves nothing behind.
    if (!(at >= clock[nowCell] && at < Number.POSITIVE_INFINITY)) this.refuseTime(at, "time");
    // Not a number, or infinite.
    if (priority - priority !== 0) this.refusePriority(priority);
    if (list.size >= this.maxPending) this.refusePending();
    const slot = list.take();
    if (slot < 0) this.refusePending();
    if (slot >= this.processes.length) this.growTable(slot);
    const process = new Process<R>(this, name, slot, priority, ++this.processesStarted);
    this.processes[slot] = process as Process;
    this.statuses[slot] = scheduledStatus;
    const generator: unknown = typeof body === "function" ? this.generatorOf(body, process) : body;
    if (typeof generator !== "object" || generator === null) {
      this.freePlace(slot);
      throw this.notGenerator(name);
    }
    this.generators[slot] = generator as ProcessBody<R>;
    list.doubles[slot * recordDoubles + priorityAt] = priority;
    list.doubles[slot * recordDoubles + argumentAt] = slot;
    list.ints[slot * recordInts + handlerAt] = resumeHandler;
    if (at === clock[nowCell]) this.scheduleResume(process as Process);
    else {
      clock[dueCell] = at;
      this.insertOwn(slot);
    }
    this.tracer?.note("start", process as Process, name, at);
    return process;
  }

  /**
   * Schedule a call of a function at an absolute time: for rare events that need no registered handler.
   *
   * @param time not before `now`, finite
   * @param run called without arguments
   * @param priority lower runs first among events at the same time; 0 when left out
   * @returns a handle, as from `schedule`
   * @throws as `schedule`
   */
  callAt(time: number, run: () => void, priority = 0): EventHandle {
    const slot = this.alarmAt(time, run, priority);
    return this.list.ints[slot * recordInts + generationAt] * slotLimit + slot;
  }

  /**
   * Schedule a call of a function after a delay.
   *
   * @param delay at least 0, finite
   * @param run called without arguments
   * @param priority lower runs first among events at the same time; 0 when left out
   * @returns a handle, as from `schedule`
   * @throws as `scheduleIn`
   */
  callIn(delay: number, run: () => void, priority = 0): EventHandle {
    const slot = this.alarmIn(delay, run, priority);
    return this.list.ints[slot * recordInts + generationAt] * slotLimit + slot;
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
    // Through a cell and not as an argument: a number that is not small is allocated when a call passes it.
    this.clock[dueCell] = time;
    const slot = this.put(handler, argument, priority);
    return this.list.ints[slot * recordInts + generationAt] * slotLimit + slot;
  }

  /** Check and insert an event of the user at the time in the due cell. */
  private put(handler: number, argument: number, priority: number): number {
    if (handler >>> 0 !== handler || handler < kernelHandlers || handler >= this.handlers.length) {
      this.refuseHandler(handler);
    }
    return this.insert(handler, argument, priority);
  }

  /** Insert an event at the time in the due cell; gives its slot. */
  private insert(handler: number, argument: number, priority: number): number {
    const clock = this.clock;
    const time = clock[dueCell];
    if (!(time >= clock[nowCell] && time < Number.POSITIVE_INFINITY)) this.refuseTime(time, "time");
    if (this.list.size >= this.maxPending) this.refusePending();
    // Not a number, or infinite.
    if (priority - priority !== 0) this.refusePriority(priority);
    const slot =
      this.permute === null
        ? this.list.add(handler, argument, priority)
        : this.addPermuted(handler, argument, priority);
    if (slot < 0) this.refusePending();
    return slot;
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
    const clock = this.clock;
    clock[dueCell] = clock[nowCell] + delay;
    const slot = this.put(handler, argument, priority);
    return this.list.ints[slot * recordInts + generationAt] * slotLimit + slot;
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
    if (this.list.ints[slot * recordInts + handlerAt] === callHandler) this.alarms[slot] = nothing;
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
    this.list.remove(slot);
    clock[dueCell] = time;
    this.insertOwn(slot);
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
    return slot < 0 ? undefined : this.list.timeOf(slot);
  }

  /** The time of the next event, or Infinity when none is pending. */
  get nextTime(): number {
    const slot = this.list.first();
    return slot < 0 ? Number.POSITIVE_INFINITY : this.list.timeOf(slot);
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
    const most = Math.floor(maxEvents);
    this.enter();
    try {
      const end = this.loop(until ?? Number.POSITIVE_INFINITY, this.eventsExecuted + most, stopWhen);
      if (end === "empty" && options.throwOnDeadlock === true) {
        const report = reportBlocked(this);
        if (report.blocked.some(({ heldBy }) => heldBy.length > 0)) throw new DeadlockError(this, report);
      }
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
   * @param count at least 0; 1 when left out
   * @returns how many were run; fewer when none was left or `stop()` was called
   * @throws EventLimitError when the count is NaN or negative; else as `run`
   */
  step(count = 1): number {
    const before = this.eventsExecuted;
    if (!(count >= 0)) {
      const text = `a step of ${count} events; give a number of at least 0`;
      throw new EventLimitError("step", text, this.place(), { value: count });
    }
    if (count === 0) return 0;
    this.run({ stopWhen: () => this.eventsExecuted - before >= count });
    return this.eventsExecuted - before;
  }

  /** End the current run after the event that is running; the clock stays where it is, and a later run goes on. */
  stop(): void {
    this.stopping = true;
  }

  /** Say where the run stands, for messages. */
  place(): KernelPlace {
    const process = this.activeProcess?.name;
    return { time: this.now, process, simulation: this.name, seed: this.seed, replication: this.replication };
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
    this.clock[untilCell] = until;
    try {
      for (;;) {
        const turns = Math.min(lastEvent - this.eventsExecuted, burstLength);
        if (turns <= 0) {
          if (this.list.size > 0 && this.nextTime <= until) this.refuseMore();
          return this.list.size === 0 ? "empty" : "until";
        }
        const end = this.burst(turns, stopWhen);
        this.countTurns();
        if (end === "until" && this.list.size === 0) return "empty";
        if (end !== undefined) return end;
      }
    } catch (error) {
      this.countTurns();
      throw this.failure(error);
    }
  }

  private countTurns(): void {
    this.clock[executedCell] += this.turn;
    this.turn = 0;
  }

  /**
   * Run some events; undefined when there may be more.
   *
   * One call for the whole run would never be entered anew, and what is compiled in the midst of a loop is compiled without
   * knowing the constants. How the last event of a run is told from the others needs nothing here that is not needed before: code
   * that was never reached is not compiled, and to reach it at the end would throw away what the next run needs.
   */
  private burst(turns: number, stopWhen: (() => boolean) | undefined): RunEnd | undefined {
    const { list } = this;
    for (let turn = 0; turn < turns; turn++) {
      const slot = list.next();
      if (slot < 0) return "until";
      this.turn = turn + 1;
      const handler = list.ints[slot * recordInts + handlerAt];
      if (handler === resumeHandler) this.resume(slot);
      else {
        const argument = list.doubles[slot * recordDoubles + argumentAt];
        if (this.tracer !== null) this.tellEvent(slot, handler);
        list.release(slot);
        if (handler === callHandler) this.ring(slot);
        // By `call`, or the only handler of a model is compiled into this function, and has no room for `schedule` there.
        else this.handlers[handler].call(undefined, argument);
      }
      const holds = stopWhen?.();
      if (this.stopping) return "stopped";
      if (holds) return "condition";
    }
    return undefined;
  }

  private tellEvent(slot: number, handler: number): void {
    const { doubles } = this.list;
    const at = slot * recordDoubles;
    try {
      this.tracer?.event(this.now, doubles[at + sequenceAt], handler, doubles[at + argumentAt]);
    } catch (error) {
      // Who listens has failed, and not the event, which is still to come.
      this.turn--;
      this.list.putBack(slot);
      throw error;
    }
  }

  /** Look at the generators of processes that are resumed soon, to have them fetched from memory; for the event list. */
  look(slots: Int32Array, count: number): void {
    const { generators } = this;
    const { ints } = this.list;
    let found = 0;
    for (let i = 0; i < count; i++) {
      const slot = slots[i];
      if (ints[slot * recordInts + handlerAt] === resumeHandler) slots[found++] = slot;
    }
    // A generator is longer than a cache line. As long as no place was used twice, the next in the table mostly begins where this
    // one ends, so that a look at that fetches the rest.
    const last = generators.length - 1;
    const next = this.processesStarted <= generators.length ? 1 : 0;
    let objects = 0;
    for (let i = 0; i < found; i++) {
      const slot = slots[i];
      if (typeof generators[slot] === "object") objects++;
      if (typeof generators[slot < last ? slot + next : slot] === "object") objects++;
    }
    this.objectsSeen = objects;
  }

  private failure(error: unknown): Error {
    const process = this.activeProcess;
    let failure: KernelError;
    if (error instanceof KernelError) {
      failure = error;
      failure.locate(this.place());
    } else failure = new ProcessError(error, this.place());
    if (process !== null && Object.prototype.toString.call(this.generators[process.index]) !== "[object Generator]") {
      failure = this.notGenerator(process.name);
    }
    if (process !== null) {
      // It holds nothing any more, so that what remains can still be looked at, or run on.
      this.active = -1;
      this.cancelResume(process);
      this.forget(process, undefined);
    }
    return failure;
  }

  private notGenerator(name: string): YieldError {
    const text = `the body of process "${name}" does not give a generator; write function* () { ... }`;
    return new YieldError("not-a-generator", text, this.place());
  }

  // --- processes ---

  // The functions below are short, and what is rare stands in others, for all of it to be compiled into one piece.

  /** Resume the process at a place in the table. */
  private resume(index: number): void {
    if (this.plain !== true) {
      this.resumeCarefully(index);
      return;
    }
    const { statuses } = this;
    const status = statuses[index];
    // Who held is given nothing.
    let value: unknown;
    if (status !== holdingStatus) {
      const process = this.processes[index] as Process;
      if (status === workingStatus) this.endWork(process);
      value = process.takeValue();
    }
    statuses[index] = runningStatus;
    this.active = index;
    this.goOn(index, resumeGenerator.call(this.generators[index] as ProcessBody<unknown>, value));
  }

  /** The same when somebody listens, or is to be told. */
  private resumeCarefully(index: number): void {
    const process = this.processes[index] as Process;
    if (this.tracer !== null) this.tellEvent(index, resumeHandler);
    if (this.statuses[index] === workingStatus) this.endWork(process);
    const value = process.takeValue();
    this.statuses[index] = runningStatus;
    this.active = index;
    if (this.tracer !== null) this.tracer.note("resume", process, process.name, 0);
    const body = this.generators[index] as ProcessBody<unknown>;
    this.goOn(index, process.takeThrows() ? body.throw(value) : resumeGenerator.call(body, value));
  }

  /** Do what a process has yielded. */
  private goOn(index: number, step: IteratorResult<Yieldable, unknown>): void {
    if (step.done === true) {
      this.active = -1;
      this.forget(this.processes[index] as Process, step.value);
      return;
    }
    const yielded = step.value;
    if (typeof yielded === "number") this.hold(index, yielded);
    else if (yielded instanceof Wait) {
      const process = this.processes[index] as Process;
      if (this.plain === true || this.mayWait(process, yielded)) {
        this.statuses[index] = waitingStatus;
        process.wait = yielded;
        yielded.begin(process);
      }
    } else this.refuseYield(index, yielded);
    this.active = -1;
  }

  /** Tell who listens of a wait, and say whether it begins; an interrupt may be due first. */
  private mayWait(process: Process, wait: Wait<unknown>): boolean {
    if (this.tracer !== null) this.tracer.note("wait", process, wait.reason().what, 0);
    return !process.interruptedEarlier(0);
  }

  private hold(index: number, length: number): void {
    const { clock, list } = this;
    const time = clock[nowCell] + length;
    if (this.plain === true && length >= 0 && time < Number.POSITIVE_INFINITY && list.size < this.maxPending) {
      this.statuses[index] = holdingStatus;
      clock[dueCell] = time;
      list.insertDue(index);
    } else this.holdCarefully(index, length);
  }

  /** The same when somebody listens, or is to be told, or cannot hold. */
  private holdCarefully(index: number, length: number): void {
    const process = this.processes[index] as Process;
    if (process.interruptedEarlier(length)) return;
    const time = this.clock[nowCell] + length;
    if (!(length >= 0 && time < Number.POSITIVE_INFINITY)) this.refuseTime(length, "delay");
    if (this.list.size >= this.maxPending) this.refusePending();
    this.statuses[index] = holdingStatus;
    this.clock[dueCell] = time;
    this.insertOwn(index);
    if (this.tracer !== null) this.tracer.note("hold", process, process.name, length);
  }

  /** Insert the event of a process, whose record keeps its priority, at the time in the due cell. */
  private insertOwn(slot: number): void {
    if (this.permute === null) {
      this.list.insertDue(slot);
      return;
    }
    const { clock } = this;
    const { doubles } = this.list;
    const at = slot * recordDoubles;
    doubles[at] = clock[dueCell];
    doubles[at + sequenceAt] = clock[sequenceCell]++;
    this.insertPermuted(slot);
  }

  private forget(process: Process, result: unknown): void {
    if (this.tracer !== null) this.tracer.note("end", process, process.name, 0);
    const { index } = process;
    // It stays in the table until what it held is given back: who looks for the holders of something finds it there.
    this.statuses[index] = endedStatus;
    try {
      process.end(result);
    } finally {
      this.generators[index] = null;
      this.freePlace(index);
    }
  }

  private freePlace(index: number): void {
    this.processes[index] = null;
    this.list.release(index);
  }

  private generatorOf<R>(body: (self: Process<R>) => ProcessBody<R>, process: Process<R>): unknown {
    // Until it is scheduled it counts as running: nobody can end or interrupt what has no event yet.
    this.statuses[process.index] = runningStatus;
    try {
      return body(process);
    } catch (error) {
      this.freePlace(process.index);
      throw error;
    } finally {
      this.statuses[process.index] = scheduledStatus;
    }
  }

  private growTable(place: number): void {
    while (this.processes.length <= place) {
      this.processes.push(null);
      this.generators.push(null);
    }
    if (place < this.statuses.length) return;
    const statuses = new Uint8Array(Math.max(this.statuses.length * 2, place + 1));
    statuses.set(this.statuses);
    this.statuses = statuses;
  }

  /** Wake a process by an event at the current time; for the kernel. */
  scheduleResume(process: Process): void {
    if (this.plain === true && process.priority === 0) {
      // Its record needs no time and no sequence: it stands in the ring, and nobody listens.
      this.list.insertNow(process.index);
      return;
    }
    this.clock[dueCell] = this.clock[nowCell];
    this.insertOwn(process.index);
  }

  /** Withdraw the pending event of a process; for the kernel. */
  cancelResume(process: Process): void {
    const { index } = process;
    const status = this.statuses[index];
    if (status === scheduledStatus || status === holdingStatus || status === workingStatus) this.list.remove(index);
  }

  /** Hear that a process has interrupts to be delivered at its next yield, or no more (-1); for the kernel. */
  tell(change: 1 | -1): void {
    this.told += change;
    this.becomePlain();
  }

  private becomePlain(): void {
    this.plain = this.tracer === null && this.permute === null && this.told === 0;
  }

  /**
   * Let a process that waits for a piece of work be resumed when the work is done, which its wait is told just before; for
   * the resources. It needs no event but that of the process.
   */
  work(process: Process, length: number): void {
    if (!(length >= 0)) this.refuseTime(length, "delay");
    const time = this.clock[nowCell] + length;
    if (!(time < Number.POSITIVE_INFINITY)) this.refuseTime(time, "time");
    if (this.list.size >= this.maxPending) this.refusePending();
    this.statuses[process.index] = workingStatus;
    this.clock[dueCell] = time;
    if (this.plain === true) this.list.insertDue(process.index);
    else this.insertOwn(process.index);
  }

  /** Stop such work, if there is any: the process waits on. */
  stopWork(process: Process): void {
    if (this.statuses[process.index] !== workingStatus) return;
    this.cancelResume(process);
    this.statuses[process.index] = waitingStatus;
  }

  private endWork(process: Process): void {
    // What its end sets in motion may interrupt the process: by now it counts as about to run.
    this.statuses[process.index] = scheduledStatus;
    try {
      (process.wait as Wait<unknown> & Work).workDone();
    } catch (error) {
      // An order of the user's own has failed, and not this process: who runs on finds it about to run.
      this.scheduleResume(process);
      throw error;
    }
  }

  /** What is left of a hold; for the kernel. */
  remainingHold(process: Process): number {
    return this.list.timeOf(process.index) - this.clock[nowCell];
  }

  /** Run the `finally` blocks of a process and forget it; for the kernel. */
  closeProcess(process: Process): void {
    const outer = this.active;
    this.active = process.index;
    this.statuses[process.index] = runningStatus;
    let step: IteratorResult<unknown, unknown>;
    try {
      step = (this.generators[process.index] as ProcessBody<unknown>).return(undefined);
      if (step.done !== true) {
        const text = `process "${process.name}" yielded while it was being terminated; finally blocks must not wait`;
        throw new YieldError("yield-in-finally", text, this.place());
      }
    } catch (error) {
      throw this.failure(error);
    } finally {
      this.active = outer;
    }
    this.forget(process, undefined);
  }

  /**
   * Schedule a call of an alarm, which needs no closure; for the kernel and the resources.
   *
   * @returns its slot: good for `stopAlarm` until the alarm has rung, and not longer
   */
  alarmAt(time: number, alarm: Alarm | (() => void), priority = 0): number {
    this.clock[dueCell] = time;
    const slot = this.insert(callHandler, 0, priority);
    this.list.doubles[slot * recordDoubles + argumentAt] = slot;
    const { alarms } = this;
    while (alarms.length <= slot) alarms.push(nothing);
    alarms[slot] = alarm;
    return slot;
  }

  /** The same after a delay. */
  alarmIn(delay: number, alarm: Alarm | (() => void), priority = 0): number {
    if (!(delay >= 0)) this.refuseTime(delay, "delay");
    return this.alarmAt(this.clock[nowCell] + delay, alarm, priority);
  }

  /** Withdraw an alarm that has not rung. */
  stopAlarm(slot: number): void {
    this.alarms[slot] = nothing;
    this.list.remove(slot);
    this.list.release(slot);
  }

  private ring(slot: number): void {
    const alarm = this.alarms[slot];
    this.alarms[slot] = nothing;
    if (typeof alarm === "function") alarm();
    else alarm.ring();
  }

  /**
   * Let a listener hear of every event and note; what it hears changes no result.
   *
   * @param tracer the listener
   * @returns a function that takes it off again
   */
  attach(tracer: Tracer): () => void {
    this.tracers.push(tracer);
    this.tracer = this.tracers.length === 1 ? tracer : new TracerList([...this.tracers]);
    this.becomePlain();
    return () => {
      const at = this.tracers.indexOf(tracer);
      if (at >= 0) this.tracers.splice(at, 1);
      const { length } = this.tracers;
      this.tracer = length === 0 ? null : length === 1 ? this.tracers[0] : new TracerList([...this.tracers]);
      this.becomePlain();
    };
  }

  private addPermuted(handler: number, argument: number, priority: number): number {
    const { clock, list } = this;
    const slot = list.take();
    if (slot < 0) return -1;
    const { doubles } = list;
    const at = slot * recordDoubles;
    doubles[at] = clock[dueCell];
    doubles[at + priorityAt] = priority;
    doubles[at + sequenceAt] = clock[sequenceCell]++;
    doubles[at + argumentAt] = argument;
    list.ints[slot * recordInts + handlerAt] = handler;
    this.insertPermuted(slot);
    return slot;
  }

  private insertPermuted(slot: number): void {
    const at = slot * recordDoubles + sequenceAt;
    const doubles = this.list.doubles;
    doubles[at] = (this.permute as (sequence: number) => number)(doubles[at]);
    this.list.insert(slot);
  }

  /** The slot of a pending event, or -1. */
  private pendingSlot(handle: EventHandle): number {
    // As integers: one slot in a double among them would make the whole event list keep doubles.
    const generation = Math.floor(handle / slotLimit);
    const slot = (handle - generation * slotLimit) | 0;
    if (generation * slotLimit + slot === handle && this.list.holds(slot, generation)) return slot;
    if (!(Number.isInteger(handle) && (handle === 0 || isGeneration(generation)))) {
      throw new HandleError(
        "foreign-handle",
        `${handle} is not an event handle; keep what schedule returned`,
        this.place(),
        { handle },
      );
    }
    return -1;
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

  private refuseYield(index: number, yielded: unknown): never {
    this.active = index;
    const what = describeForeign(yielded);
    const text = `the process yielded ${what}; yield a number (a hold) or a wait, such as resource.seize()`;
    throw new YieldError("foreign-yield", text, this.place(), { yielded });
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
    const text = `${this.pending} events are pending, the limit maxPending; is something scheduled without end?`;
    throw new EventLimitError("too-many-pending", text, this.place(), { pending: this.pending });
  }

  private refuseMore(): never {
    const text = `maxEvents events were run and the next is due at ${this.nextTime}; is something scheduled without end?`;
    throw new EventLimitError("too-many-events", text, this.place(), { eventsExecuted: this.eventsExecuted });
  }
}

function nothing(): void {}

/** An array that compiled code takes for the same as one in use: an empty one, or a literal, has another shape at first. */
function newTable<T>(): (T | null)[] {
  const table = [null];
  table.push(null);
  return table;
}

/** Name what a process yielded by mistake. */
function describeForeign(value: unknown): string {
  if (value instanceof Process) return `process "${value.name}" itself; did you mean join()`;
  if (value instanceof Promise) return "a promise, which belongs to real time, not to simulation time";
  if (typeof value === "object" && value !== null) return `an object of class ${value.constructor?.name ?? "none"}`;
  if (typeof value === "function") return "a function; did you forget to call it";
  return String(value);
}
