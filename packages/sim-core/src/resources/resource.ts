// The counted resource: so many units, held by processes, with a queue of requests.
//
// Contract: a request joins the queue and the queue is served in its order; a request that does not fit lets nobody pass
// unless overtaking is allowed. Who leaves the queue (patience, interrupt, any-of) gives back the place, and those behind
// are served at once. When the capacity falls below what is in use, holders finish and none enters. What a process still
// holds when it ends is released.

/// <reference lib="esnext.disposable" preserve="true" />

import type { Holding, Process, Simulation, WaitOwner, WaitReason } from "../kernel/index.ts";
import { Wait, YieldError } from "../kernel/index.ts";
import { type CapacityCalendar, capacityAt, checkCalendar, nextStep } from "./calendar.ts";
import { CapacityError, ReleaseError, refuseElsewhere } from "./errors.ts";
import { ResourceMonitor } from "./monitor.ts";
import { LineQueue, type Queued, RankedQueue, type RequestQueue } from "./queue.ts";

/** Who is served next: by arrival, by arrival reversed, by priority (lower first), or as a comparison says (negative: a first). */
export type Discipline = "fifo" | "lifo" | "priority" | ((a: Lease, b: Lease) => number);

/** How a resource is set up. */
export interface ResourceOptions {
  /** Units there are: a whole number of at least 0. */
  readonly capacity: number;
  readonly name?: string;
  /** First-in first-out when left out. */
  readonly discipline?: Discipline;
  /** Let requests that fit pass those before them that do not; false when left out. */
  readonly overtaking?: boolean;
  /** Requests that may wait at most; more of them balk. No limit when left out. */
  readonly queueLimit?: number;
  /** When and how the capacity changes. One that repeats keeps events pending: give such a run an end. */
  readonly calendar?: CapacityCalendar;
  /** The greatest capacity that is to come, for requests above today's; what `setCapacity` sets counts from then on by itself. */
  readonly largestCapacity?: number;
}

/** How a request is made. */
export interface SeizeOptions {
  /** Units wanted: a whole number of at least 1; 1 when left out. */
  readonly units?: number;
  /** Lower is served first under the discipline `priority`, and may preempt higher ones; 0 when left out. */
  readonly priority?: number;
  /** How long to wait at most; then the request reneges. For ever when left out. */
  readonly patience?: number;
  /** Do not queue (balk) when so many wait already. */
  readonly balkAt?: number;
  /** Take the units from holders of higher priority number, least urgent and latest first; false when left out. */
  readonly preempt?: boolean;
  /** When preempted, throw the Interrupt into the holder instead of resuming it with one. */
  readonly throwWhenPreempted?: boolean;
  /** Anything, for custom disciplines and for reports. */
  readonly tag?: unknown;
}

/** What happens to work that is preempted: it goes on where it stopped, begins anew, or is given up. */
export type PreemptionRule = "resume" | "restart" | "drop";

/** How a use is made: a request and what happens when it is preempted. */
export interface UseOptions extends SeizeOptions {
  /** `resume` when left out. */
  readonly whenPreempted?: PreemptionRule;
}

/** What became of a request. */
export type LeaseState = "new" | "queued" | "held" | "released" | "reneged" | "balked" | "preempted" | "withdrawn";

/** The cause of the Interrupt that a holder gets when its lease is taken away. */
export class Preempted {
  readonly lease: Lease;
  readonly by: Lease;

  constructor(lease: Lease, by: Lease) {
    this.lease = lease;
    this.by = by;
  }

  toString(): string {
    return `preempted from ${this.lease.resource.label} by process "${this.by.holder?.name ?? "unknown"}"`;
  }
}

/**
 * A request for units of a resource and, once granted, the right to them.
 *
 * Yield it to wait; then look at `granted`. Give it back by `release()`, by `using`, or by ending the process.
 */
export class Lease extends Wait<Lease> implements Holding, Queued<Lease> {
  declare readonly resource: Resource;
  declare readonly units: number;
  /** What became of it. */
  declare leaseState: LeaseState;
  /** When it was requested, and when it was granted. */
  declare requestedAt: number;
  declare grantedAt: number;
  /** Its number among the requests of the resource until it is granted, and among the grants from then on. */
  declare order: number;

  // Links of the queue while it waits, and of what the process holds once granted; its place in a heap, or among what is held.
  declare next: Lease | null;
  declare previous: Lease | null;
  declare queueIndex: number;
  declare private currentPriority: number;
  /** What ends its patience or its work, if anything does; for the resource. */
  declare timer: number;
  declare protected readonly options: SeizeOptions;

  // First what giving back needs, together: by then the lease has often left the processor's cache.
  constructor(resource: Resource, options: SeizeOptions) {
    super();
    this.resource = resource;
    this.units = options.units ?? 1;
    this.leaseState = "new";
    this.timer = noTimer;
    this.next = null;
    this.previous = null;
    this.requestedAt = Number.NaN;
    this.grantedAt = Number.NaN;
    this.order = 0;
    this.options = options;
    this.queueIndex = -1;
    this.currentPriority = options.priority ?? 0;
  }

  /** Itself, once it was granted or refused. */
  override get value(): Lease | undefined {
    return this.state === "done" ? this : undefined;
  }

  /** What it is of: `resource "beds"`. */
  get label(): string {
    return this.resource.label;
  }

  /** The process that asked for it, and holds it once granted; null before. */
  get holder(): Process | null {
    return this.owner === null ? null : this.owner.process;
  }

  /** How long it waits at most; Infinity for ever. */
  get patience(): number {
    return this.options.patience ?? Number.POSITIVE_INFINITY;
  }

  /** How many may wait before it for it to join the queue. */
  get balkAt(): number {
    return this.options.balkAt ?? Number.POSITIVE_INFINITY;
  }

  /** True when it takes units from holders of higher priority number. */
  get preempts(): boolean {
    return this.options.preempt === true;
  }

  /** What `seize` was given. */
  get tag(): unknown {
    return this.options.tag;
  }

  /** When it last joined the queue. */
  get queuedAt(): number {
    return this.requestedAt;
  }

  /** True while the units are held. */
  get granted(): boolean {
    return this.leaseState === "held";
  }

  /** The priority; setting it moves a waiting request to its new place. */
  get priority(): number {
    return this.currentPriority;
  }

  set priority(priority: number) {
    if (!Number.isFinite(priority)) {
      throw new CapacityError(
        "priority",
        `priority ${priority}; give a finite number`,
        this.resource.simulation.place(),
      );
    }
    this.currentPriority = priority;
    if (this.leaseState === "queued") this.resource.moveInQueue(this);
  }

  /** How long it waited, or has waited; NaN before it was requested. */
  get waited(): number {
    if (this.leaseState === "queued") return this.resource.simulation.now - this.requestedAt;
    return this.grantedAt - this.requestedAt;
  }

  /**
   * Give the units back.
   *
   * @throws ReleaseError when they are not held: never granted, given back already, or taken away
   */
  release(): void {
    this.resource.release(this);
  }

  /** Give the units back: the process has ended. */
  holderEnded(): void {
    this.resource.giveBack(this);
    this.resource.serve();
  }

  /** Give the units back at the end of a `using` block; nothing happens when they are not held. */
  [Symbol.dispose](): void {
    if (this.leaseState === "held") this.resource.release(this);
  }

  override begin(owner: WaitOwner): void {
    if (this.leaseState !== "new") this.beginAgain(owner);
    else {
      const { resource } = this;
      if (owner.process.simulation !== resource.simulation) refuseElsewhere(resource.label, owner.process);
      this.state = "pending";
      this.owner = owner;
      try {
        resource.request(this);
      } catch (error) {
        // An order of the user's own has thrown, or no more events may be pending.
        this.failStart();
        throw error;
      }
    }
  }

  private beginAgain(owner: WaitOwner): void {
    if (this.leaseState === "held") {
      const text = `a lease of ${this.resource.label} is held already; release it before yielding it again`;
      throw new YieldError("wait-in-use", text, owner.process.simulation.place());
    }
    if (this.state !== "pending") this.grantedAt = Number.NaN;
    super.begin(owner);
  }

  override undo(): void {
    if (this.leaseState === "held") this.resource.release(this);
    super.undo();
  }

  override reason(): WaitReason {
    return { what: this.resource.label, heldBy: this.resource.holders(), since: this.requestedAt };
  }

  // --- for the resource ---

  /** The units are there, by the grant of this number. */
  grant(order: number): void {
    if (this.timer !== noTimer) this.cancelTimer();
    this.leaseState = "held";
    this.order = order;
    // From now on it belongs to the process, whatever becomes of the group of waits that it was asked for in.
    const owner = this.owner as WaitOwner;
    const { process } = owner;
    this.owner = process;
    process.hold(this);
    this.state = "done";
    owner.waitFinished(this);
  }

  /** The wait ends without units. */
  refuse(state: "reneged" | "balked"): void {
    this.leaseState = state;
    this.finish();
  }

  /** The units were given back. */
  returned(): void {
    if (this.timer !== noTimer) this.cancelTimer();
    this.leaseState = "released";
    this.holder?.unhold(this);
  }

  /** The units were taken away. */
  takenBy(by: Lease): void {
    this.leaseState = "preempted";
    this.holder?.unhold(this);
    this.holder?.tell(new Preempted(this, by), this.options.throwWhenPreempted === true);
  }

  /** Patience has run out. */
  ring(): void {
    this.timer = noTimer;
    try {
      this.resource.leave(this, "reneged");
    } finally {
      // Who reneges is woken before those whom this lets through.
      this.refuse("reneged");
    }
    this.resource.serve();
  }

  /** The request stands in the queue now. */
  queued(): void {
    this.leaseState = "queued";
    if (this.patience < Number.POSITIVE_INFINITY) {
      this.timer = this.resource.simulation.alarmIn(this.patience, this);
    }
  }

  protected override start(): void {
    this.resource.request(this);
  }

  protected override stop(): void {
    this.cancelTimer();
    if (this.leaseState === "queued") {
      this.leaseState = "withdrawn";
      this.resource.leave(this, "withdrawn");
    }
  }

  protected override stopped(): void {
    this.resource.serve();
  }

  protected override startFailed(): void {
    this.stop();
    this.stopped();
  }

  protected cancelTimer(): void {
    const { timer } = this;
    if (timer === noTimer) return;
    this.timer = noTimer;
    if (timer === ownEvent) this.resource.simulation.stopWork(this.owner as Process);
    else this.resource.simulation.stopAlarm(timer);
  }
}

/**
 * A request, the work, and the release as one wait: the process is resumed when the work is done.
 *
 * Preempted work goes on, begins anew or is given up, by rule, without the process having to catch anything.
 */
export class Use extends Lease {
  declare readonly duration: number;
  /** What is left of the work, when it was queued again and how long it had waited by then; null unless it was preempted, which most work never is. */
  declare private interruption: { readonly left: number; readonly requeuedAt: number; readonly waited: number } | null;
  /** Its number among the requests, with which it asks again. */
  declare private requestOrder: number;

  constructor(resource: Resource, duration: number, options: UseOptions) {
    super(resource, options);
    this.duration = duration;
    this.interruption = null;
    this.requestOrder = 0;
  }

  override get queuedAt(): number {
    return this.interruption === null ? this.requestedAt : this.interruption.requeuedAt;
  }

  /** How long it waited, or has waited, in the queue, after preemptions too; NaN before it was requested. */
  override get waited(): number {
    const { interruption } = this;
    if (interruption === null) return super.waited;
    const { waited, requeuedAt } = interruption;
    if (this.leaseState === "queued") return waited + this.resource.simulation.now - requeuedAt;
    return this.grantedAt >= requeuedAt ? waited + this.grantedAt - requeuedAt : waited;
  }

  /** What happens to the work when it is preempted. */
  get whenPreempted(): PreemptionRule {
    return (this.options as UseOptions).whenPreempted ?? "resume";
  }

  /** True when the work was given up after a preemption. */
  get dropped(): boolean {
    return this.leaseState === "preempted" && this.state === "done";
  }

  /** True when the work was done to its end. */
  get completed(): boolean {
    return this.leaseState === "released" && this.state === "done";
  }

  override reason(): WaitReason {
    if (this.leaseState === "held") return { what: `work at ${this.resource.label}`, heldBy: [] };
    return super.reason();
  }

  override grant(order: number): void {
    if (this.timer !== noTimer) this.cancelTimer();
    this.leaseState = "held";
    this.requestOrder = this.order;
    this.order = order;
    const { owner } = this;
    const { process } = owner as WaitOwner;
    process.hold(this);
    // Alone, it is its process that the end of the work wakes. In a group, the timer is that of the work: patience has none any more.
    if (owner === process) {
      this.timer = ownEvent;
      this.resource.simulation.work(process, this.left);
    } else this.timer = this.resource.simulation.alarmIn(this.left, this);
  }

  override ring(): void {
    if (this.leaseState === "queued") {
      super.ring();
      return;
    }
    this.timer = noTimer;
    // The units are back before other branches of the same any-of withdraw, so that nobody whom that lets through can preempt
    // work that is done; they serve nobody before it is done, or another branch could win.
    this.resource.giveBack(this);
    this.finish();
    this.resource.serve();
  }

  /** The work is done, and its process is about to be resumed. */
  workDone(): void {
    this.timer = noTimer;
    this.state = "done";
    this.resource.giveBack(this);
    this.resource.serve();
  }

  override takenBy(): void {
    const { now } = this.resource.simulation;
    let { left } = this;
    const { waited } = this;
    if (this.whenPreempted === "resume") left -= now - this.grantedAt;
    this.interruption = { left: Math.max(left, 0), requeuedAt: now, waited };
    this.cancelTimer();
    this.leaseState = "preempted";
    this.order = this.requestOrder;
    this.holder?.unhold(this);
    if (this.whenPreempted === "drop") this.finish();
    else this.resource.requestAgain(this);
  }

  override queued(): void {
    // Work that was begun has no patience to lose.
    if (Number.isNaN(this.grantedAt)) super.queued();
    else this.leaseState = "queued";
  }

  protected override start(): void {
    this.interruption = null;
    super.start();
  }

  protected override stop(): void {
    if (this.leaseState === "held") this.resource.giveBack(this);
    else super.stop();
  }

  /** How long the work will take from when it goes on. */
  private get left(): number {
    return this.interruption === null ? this.duration : this.interruption.left;
  }
}

/**
 * A number of equal units that processes seize and release.
 *
 * @example
 * const desk = new Resource(simulation, { name: "desk", capacity: 2 });
 * simulation.process("customer", function* () {
 *   const lease = desk.seize({ patience: 10 });
 *   yield lease;
 *   if (!lease.granted) return;
 *   yield 3;
 *   lease.release();
 * });
 */
export class Resource {
  readonly simulation: Simulation;
  readonly name: string;
  /** For messages: `resource "desk"`. */
  readonly label: string;
  private units = 0;
  private used = 0;
  private overhang = 0;
  private orders = 0;
  private readonly queue: RequestQueue<Lease>;
  private readonly overtaking: boolean;
  private readonly queueLimit: number = Number.POSITIVE_INFINITY;
  private largest: number = 0;
  private readonly calendar: CapacityCalendar | undefined;
  // What is held, in any order, is kept from the moment somebody asks for it: most models never do.
  private tracked: Lease[] | null = null;
  /** True from the first request on that may preempt and had to queue. */
  private preemptive = false;
  private grants = 0;
  private watch: ResourceMonitor | null = null;
  private dispatching = false;
  private dispatchAgain = false;

  /**
   * @param simulation whose clock and processes it serves
   * @param options its capacity, and how it is queued for
   * @throws CapacityError when a capacity is not a whole number of at least 0, or the limit of the queue or the calendar makes no sense
   */
  constructor(simulation: Simulation, options: ResourceOptions) {
    const { capacity, name = "resource", discipline = "fifo", overtaking = false, calendar } = options;
    this.simulation = simulation;
    this.name = name;
    this.label = `resource "${name}"`;
    this.checkCapacity(capacity);
    this.units = capacity;
    if (discipline === "fifo" || discipline === "lifo") this.queue = new LineQueue(discipline === "lifo");
    else this.queue = new RankedQueue(discipline === "priority" ? byPriority : discipline);
    this.overtaking = overtaking;
    const { queueLimit = Number.POSITIVE_INFINITY, largestCapacity = 0 } = options;
    if (!(queueLimit >= 0)) {
      this.refuse("queue-limit", `queueLimit ${queueLimit}; give a number of at least 0`, queueLimit);
    }
    this.checkCapacity(largestCapacity);
    this.queueLimit = queueLimit;
    this.calendar = calendar;
    let largest = Math.max(capacity, largestCapacity);
    if (calendar !== undefined) {
      largest = Math.max(largest, checkCalendar(calendar, simulation.place()));
      this.units = capacityAt(calendar, simulation.now) ?? capacity;
      this.awaitStep();
    }
    this.largest = largest;
  }

  /** Units there are now. */
  get capacity(): number {
    return this.units;
  }

  /** Units in use; above the capacity only while holders finish after it fell. */
  get inUse(): number {
    return this.used;
  }

  /** Units free; never below 0. */
  get available(): number {
    return Math.max(0, this.units - this.used);
  }

  /** Requests that wait. */
  get queueLength(): number {
    return this.queue.size;
  }

  /**
   * Ask for units; yield the lease to wait for them.
   *
   * @param options units, priority, patience, balking, preemption
   * @returns a lease that begins to wait when it is yielded
   * @throws CapacityError when more units are asked for than there will ever be, or an option makes no sense
   */
  seize(options: SeizeOptions = oneUnit): Lease {
    if (options !== oneUnit || this.largest < 1) this.checkRequest(options);
    return new Lease(this, options);
  }

  /**
   * Ask for units, work for so long, and give them back: all in one wait.
   *
   * @param duration of the work, at least 0
   * @param options as `seize`, and what happens to preempted work
   * @returns a wait that is over when the work is done, given up or refused; see `completed`
   * @throws CapacityError as `seize`, and when the duration makes no sense
   */
  use(duration: number, options: UseOptions = oneUnit): Use {
    if (options !== oneUnit || this.largest < 1) this.checkRequest(options);
    if (!(duration >= 0 && duration < Number.POSITIVE_INFINITY)) {
      this.refuse("duration", `duration ${duration}; give a finite number of at least 0`, duration);
    }
    return new Use(this, duration, options);
  }

  /**
   * Give units back; the same as `lease.release()`.
   *
   * @throws ReleaseError when the lease is not held, or is of another resource
   */
  release(lease: Lease): void {
    // While a lease is held, only work has a timer that runs.
    if (lease.leaseState !== "held" || lease.resource !== this || lease.timer !== noTimer) this.refuseRelease(lease);
    this.giveBack(lease);
    this.serve();
  }

  /**
   * Change the capacity; when it falls below what is in use, holders finish and none enters.
   *
   * @param capacity a whole number of at least 0
   * @throws CapacityError when it is not
   */
  setCapacity(capacity: number): void {
    this.checkCapacity(capacity);
    this.units = capacity;
    if (capacity > this.largest) this.largest = capacity;
    this.overhang = this.used > capacity ? this.used : 0;
    if (this.watch !== null) this.watch.capacityChanged(capacity);
    if (this.simulation.tracer !== null) this.simulation.tracer.note("capacity", null, this.label, capacity);
    this.dispatch();
  }

  /** Put the queue in order again, after what a comparison of your own looks at has changed: priorities that grow with time. */
  reorder(): void {
    this.queue.sort();
    this.dispatch();
  }

  /** The leases in the queue, next first; allocates. */
  waiting(): Lease[] {
    return this.queue.toArray();
  }

  /** The leases that are held, longest held first; allocates. */
  held(): Lease[] {
    return [...this.track()].sort((a, b) => a.order - b.order);
  }

  /** The processes that hold units, longest holding first; allocates. */
  holders(): Process[] {
    return this.held().flatMap((lease) => (lease.holder === null ? [] : [lease.holder]));
  }

  /** Begin to measure, or go on; before, nothing is measured and nothing is paid. */
  monitor(): ResourceMonitor {
    this.watch ??= new ResourceMonitor(
      this.label,
      this.simulation,
      this.queue.size,
      this.used,
      this.units,
      (this.tracked ?? this.findHeld()).length,
    );
    return this.watch;
  }

  /**
   * Check Little's law, flow balance and capacity on the path since `monitor()`.
   *
   * @throws InvariantError when one does not hold
   */
  checkInvariants(): void {
    const entries = this.queue.toArray().map((lease) => lease.queuedAt);
    let unitsHeld = 0;
    for (const lease of this.held()) unitsHeld += lease.units;
    this.monitor().check(entries, unitsHeld, this.overhang);
  }

  // --- for leases ---

  /** A lease begins to wait. */
  request(lease: Lease): void {
    lease.requestedAt = this.simulation.now;
    lease.order = ++this.orders;
    if (this.queue.size > 0 || lease.units > this.units - this.used) this.requestInVain(lease);
    else {
      if (this.watch !== null) this.watch.grantedAtOnce(lease.units);
      this.grant(lease);
    }
  }

  /** A lease begins to wait that is not the next to be granted, unless its rank or preemption makes it so. */
  private requestInVain(lease: Lease): void {
    const waiting = this.queue.size;
    if ((waiting >= this.queueLimit || waiting >= lease.balkAt) && !this.servedAtOnce(lease)) {
      if (this.watch !== null) this.watch.balked();
      if (this.simulation.tracer !== null) this.simulation.tracer.note("leave", lease.holder, this.label, lease.units);
      lease.refuse("balked");
      return;
    }
    this.enqueue(lease, false);
    if (lease.preempts) this.preemptive = true;
    // Where nothing is free, nobody is served but by preemption.
    if (this.used < this.units || this.preemptive || this.dispatching) this.dispatch();
  }

  /** A preempted use asks again, with its old place in the order. */
  requestAgain(lease: Lease): void {
    this.enqueue(lease, true);
    this.dispatchAgain = true;
    if (!this.dispatching) this.dispatch();
  }

  /** The units of a held lease come back, and nobody is served yet. */
  giveBack(lease: Lease): void {
    if (this.tracked !== null) this.untrack(this.tracked, lease);
    this.used -= lease.units;
    if (this.overhang > 0) this.overhang = this.used > this.units ? this.used : 0;
    lease.returned();
    if (this.watch !== null) this.watch.released(lease.units, false);
    if (this.simulation.tracer !== null) this.simulation.tracer.note("release", lease.holder, this.label, lease.units);
  }

  /** A lease leaves the queue without units; nobody is served yet. */
  leave(lease: Lease, how: "reneged" | "withdrawn"): void {
    try {
      this.queue.remove(lease);
    } finally {
      if (this.watch !== null) this.watch.left(lease.queuedAt, how);
      if (this.simulation.tracer !== null) this.simulation.tracer.note("leave", lease.holder, this.label, lease.units);
    }
  }

  /** Serve those who can be served now. */
  serve(): void {
    if (this.queue.size > 0) this.dispatch();
  }

  /** The priority of a waiting lease has changed. */
  moveInQueue(lease: Lease): void {
    this.queue.move(lease);
    this.dispatch();
  }

  // --- private ---

  private enqueue(lease: Lease, again: boolean): void {
    this.queue.add(lease);
    try {
      lease.queued();
    } catch (error) {
      this.queue.remove(lease);
      lease.leaseState = "withdrawn";
      throw error;
    }
    if (this.watch !== null) this.watch.entered(again);
    if (this.simulation.tracer !== null) this.simulation.tracer.note("queue", lease.holder, this.label, lease.units);
  }

  private servedAtOnce(lease: Lease): boolean {
    const fits = lease.units <= this.units - this.used;
    if (fits && (this.queue.size === 0 || this.overtaking)) return true;
    if (!fits && !(lease.preempts && this.victims(lease) !== null)) return false;
    this.queue.add(lease);
    const next = this.queue.first() === lease;
    this.queue.remove(lease);
    return next;
  }

  /** Serve the queue in its order for as long as the next one fits. */
  private dispatch(): void {
    if (this.dispatching) {
      this.dispatchAgain = true;
      return;
    }
    this.dispatching = true;
    try {
      do {
        this.dispatchAgain = false;
        let lease = this.queue.first();
        while (lease !== null) {
          if (lease.units > this.units - this.used) {
            if (!(this.preemptive && this.makeRoom(lease))) break;
            // What a victim no longer waits for may be what the process of this lease was waiting for as well.
            if (lease.leaseState !== "queued") {
              lease = this.queue.first();
              continue;
            }
          }
          this.grantQueued(lease);
          lease = this.queue.first();
        }
        if (this.overtaking && lease !== null) this.overtake();
      } while (this.dispatchAgain);
    } finally {
      // An order of the user's own may throw.
      this.dispatching = false;
    }
  }

  /** Serve those behind the first who fit. */
  private overtake(): void {
    if (this.used >= this.units) return;
    for (const behind of this.queue.toArray()) {
      // Granting one may withdraw another: both can be branches of one any-of.
      if (behind.leaseState === "queued" && behind.units <= this.units - this.used) this.grantQueued(behind);
    }
  }

  private grantQueued(lease: Lease): void {
    try {
      this.queue.remove(lease);
    } finally {
      // An order of the user's own that throws has lost its say on the others, and not this lease its turn.
      if (this.watch !== null) {
        this.watch.left(lease.queuedAt, "granted");
        this.watch.granted(lease.units, this.simulation.now - lease.queuedAt);
      }
      this.grant(lease);
    }
  }

  private grant(lease: Lease): void {
    this.used += lease.units;
    lease.grantedAt = this.simulation.now;
    if (this.tracked !== null) lease.queueIndex = this.tracked.push(lease) - 1;
    if (this.simulation.tracer !== null) this.simulation.tracer.note("grant", lease.holder, this.label, lease.units);
    lease.grant(++this.grants);
  }

  private track(): Lease[] {
    if (this.tracked === null) {
      this.tracked = this.findHeld();
      for (let index = 0; index < this.tracked.length; index++) this.tracked[index].queueIndex = index;
    }
    return this.tracked;
  }

  private untrack(tracked: Lease[], lease: Lease): void {
    const last = tracked.pop() as Lease;
    if (last !== lease) {
      tracked[lease.queueIndex] = last;
      last.queueIndex = lease.queueIndex;
    }
    lease.queueIndex = -1;
  }

  /** Find the leases of this resource among all that is held. */
  private findHeld(): Lease[] {
    return this.simulation.holdings().filter((held) => held instanceof Lease && held.resource === this) as Lease[];
  }

  /** Take units away for a preempting lease; false, and nothing taken, when that would not be enough. */
  private makeRoom(lease: Lease): boolean {
    if (!lease.preempts) return false;
    const victims = this.victims(lease);
    if (victims === null) return false;
    for (const victim of victims) {
      // The interrupt of one victim may have given the process of the lease what it waited for besides.
      if (lease.leaseState !== "queued") break;
      // Or it may have made its process give back another.
      if (victim.leaseState !== "held") continue;
      this.untrack(this.track(), victim);
      this.used -= victim.units;
      if (this.watch !== null) this.watch.released(victim.units, true);
      if (this.simulation.tracer !== null)
        this.simulation.tracer.note("preempt", victim.holder, this.label, victim.units);
      victim.takenBy(lease);
    }
    if (this.overhang > 0) this.overhang = this.used > this.units ? this.used : 0;
    // The victims that ask again stand behind the lease in the order, or it could not have preempted them.
    return true;
  }

  /** Whom to preempt: least urgent first, latest first among equals, no more than needed; null when it is not enough. */
  private victims(lease: Lease): Lease[] | null {
    let missing = lease.units - (this.units - this.used);
    const candidates: Lease[] = [];
    for (const held of this.track()) {
      if (held.priority > lease.priority && held.holder !== lease.holder) candidates.push(held);
    }
    if (candidates.length > 1) candidates.sort((a, b) => b.priority - a.priority || b.order - a.order);
    const victims: Lease[] = [];
    for (const candidate of candidates) {
      if (missing <= 0) break;
      victims.push(candidate);
      missing -= candidate.units;
    }
    return missing <= 0 ? victims : null;
  }

  private awaitStep(): void {
    const calendar = this.calendar as CapacityCalendar;
    const step = nextStep(calendar, this.simulation.now);
    if (step === undefined) return;
    this.simulation.alarmAt(
      step.time,
      () => {
        this.awaitStep();
        this.setCapacity(step.capacity);
      },
      calendarPriority,
    );
  }

  private checkCapacity(capacity: number): void {
    if (!(Number.isSafeInteger(capacity) && capacity >= 0)) {
      this.refuse("capacity", `capacity ${capacity}; give a whole number of at least 0`, capacity);
    }
  }

  private checkRequest(options: SeizeOptions): void {
    const { units = 1, priority = 0, patience = 0, balkAt = 0 } = options;
    if (!(Number.isSafeInteger(units) && units >= 1)) {
      this.refuse("units", `a request for ${units} units; give a whole number of at least 1`, units);
    }
    if (units > this.largest) {
      this.refuse("beyond-capacity", `a request for ${units} of ${this.largest} units would wait for ever`, units);
    }
    if (!Number.isFinite(priority)) this.refuse("priority", `priority ${priority}; give a finite number`, priority);
    if (!(patience >= 0)) this.refuse("patience", `patience ${patience}; give a number of at least 0`, patience);
    if (!(balkAt >= 0)) this.refuse("balk-at", `balkAt ${balkAt}; give a number of at least 0`, balkAt);
  }

  private refuseRelease(lease: Lease): never {
    const { leaseState: state } = lease;
    const { label } = lease.resource;
    if (lease.resource !== this) {
      const text = `a lease of ${label} is given back to ${this.label}; call release of the lease`;
      throw new ReleaseError("other-resource", text, this.simulation.place(), { state });
    }
    if (state === "held") {
      const text = `a use of ${label} gives its units back itself when its work is done; interrupt its process to end it sooner`;
      throw new ReleaseError("work-in-progress", text, this.simulation.place(), { state });
    }
    const text = `a lease of ${label} is ${state}, not held; release once, after it was granted`;
    throw new ReleaseError("not-held", text, this.simulation.place(), { state });
  }

  private refuse(code: string, message: string, value: number): never {
    throw new CapacityError(code, `${this.label}: ${message}`, this.simulation.place(), { value });
  }
}

/** No timer runs for a lease; the event of its process ends its work; anything else is the slot of an alarm. */
const noTimer = -1;
const ownEvent = -2;

/** What is asked for when nothing else is said; one object for all. */
const oneUnit: SeizeOptions = {};

/** Capacity changes run before other events at the same time, so that who comes at eight finds the counter open. */
const calendarPriority = -1e6;

function byPriority(a: Lease, b: Lease): number {
  return a.priority - b.priority;
}
