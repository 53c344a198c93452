// "Explain a wait": where the time of one process went, and what the longest waits at a resource were made of. A journal
// listens like a trace and changes no result; it costs time in proportion to the queues, so attach it when you ask.

import type { Process } from "./process.ts";
import type { Simulation } from "./simulation.ts";
import type { TraceKind, Tracer } from "./tracer.ts";

/** How long a process did one thing. */
export interface TimeShare {
  /** `hold`, `not started`, or what it waited for. */
  readonly what: string;
  readonly time: number;
  /** Of the time since it was made. */
  readonly share: number;
  /** How many times. */
  readonly times: number;
}

/** Why somebody waited, as parts of the waiting time. */
export type WaitCause = "found in service" | "ahead in the queue" | "overtook" | "no capacity";

/** One wait in the queue of a resource. */
export interface QueueWait {
  readonly process: string;
  readonly processId: number;
  readonly resource: string;
  readonly from: number;
  /** Until when; the present for one who still waits. */
  readonly to: number;
  readonly wait: number;
  /** How it ended. */
  readonly end: "granted" | "left" | "still waiting";
  /** How many waited when it came. */
  readonly queueFound: number;
  /** The waiting time by cause: who held the units meanwhile. Sums to the wait. */
  readonly causes: Readonly<Record<WaitCause, number>>;
  /** The waiting time by the name of the process that held the units, longest first; "nobody" when there was no capacity. */
  readonly holders: readonly (readonly [name: string, time: number])[];
}

/** What the longest waits at a resource were made of. */
export interface TailExplanation {
  readonly resource: string;
  /** Requests that were seen, those granted at once included, whose wait is 0. */
  readonly requests: number;
  /** Those who waited in the queue. */
  readonly waits: number;
  /** Those of them whose wait is at or above the percentile. */
  readonly tail: number;
  /** The percentile itself (type 7), over all requests. */
  readonly threshold: number;
  /** The share of each cause in the waiting time of the tail, and in that of all waits. */
  readonly tailCauses: Readonly<Record<WaitCause, number>>;
  readonly allCauses: Readonly<Record<WaitCause, number>>;
  /** The longest waits, longest first, ten at most. */
  readonly longest: readonly QueueWait[];
}

interface Waiter {
  readonly process: Process;
  readonly from: number;
  readonly queueFound: number;
  /** Those who stood before it when it came. */
  readonly ahead: ReadonlySet<number>;
  /** Those who were served when it came. */
  readonly served: ReadonlySet<number>;
  readonly causes: Record<WaitCause, number>;
  readonly holders: Map<string, number>;
}

interface Place {
  /** In the order in which they came; one process may stand here more than once. */
  readonly queue: Waiter[];
  /** Requests that were granted at once. */
  atOnce: number;
  readonly holders: Map<number, { readonly process: Process; units: number }>;
  last: number;
}

interface Course {
  readonly made: number;
  readonly times: Map<string, { time: number; times: number }>;
  doing: string;
  since: number;
  ended: boolean;
}

const noCauses = (): Record<WaitCause, number> => ({
  "found in service": 0,
  "ahead in the queue": 0,
  overtook: 0,
  "no capacity": 0,
});

/**
 * Listens, and explains waits afterwards.
 *
 * @example
 * const journal = new WaitJournal(simulation);
 * simulation.run();
 * journal.explainTail('resource "desk"', 0.95).tailCauses;
 */
export class WaitJournal implements Tracer {
  private readonly simulation: Simulation;
  private readonly detach: () => void;
  private readonly courses = new Map<number, Course>();
  private readonly places = new Map<string, Place>();
  private readonly finished: QueueWait[] = [];

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    for (const process of simulation.liveProcesses()) {
      for (const { label, units } of process.holdings()) this.hold(this.placeOf(label), process, units);
    }
    this.detach = simulation.attach(this);
  }

  /** Stop listening. */
  stop(): void {
    this.detach();
  }

  event(): void {}

  note(kind: TraceKind, process: Process | null, subject: string, value: number): void {
    if (process !== null) this.follow(kind, process, subject);
    if (kind === "queue" || kind === "grant" || kind === "release" || kind === "leave" || kind === "preempt") {
      this.visit(kind, process, subject, value);
    } else if (kind === "capacity") this.charge(this.placeOf(subject));
  }

  /**
   * Say where the time of one process went, from when it was made until its end or now.
   *
   * @param processId `process.id`
   * @returns the parts, longest first; none for a process the journal has not seen
   */
  explainProcess(processId: number): TimeShare[] {
    const course = this.courses.get(processId);
    if (course === undefined) return [];
    const { now } = this.simulation;
    const parts = new Map([...course.times].map(([what, each]) => [what, { ...each }]));
    if (!course.ended) add(parts, course.doing, now - course.since);
    let total = 0;
    for (const { time } of parts.values()) total += time;
    return [...parts]
      .map(([what, { time, times }]) => ({ what, time, share: total === 0 ? 0 : time / total, times }))
      .sort((a, b) => b.time - a.time);
  }

  /**
   * List the waits in the queue of a resource, in the order they ended; those who still wait come last.
   *
   * Requests that were granted without waiting are not listed.
   *
   * @param resource its label, such as `resource "desk"`
   */
  waits(resource: string): QueueWait[] {
    const place = this.places.get(resource);
    if (place !== undefined) this.charge(place);
    const open = (place?.queue ?? []).map((waiter) => this.close(waiter, resource, "still waiting"));
    return [...this.finished.filter((wait) => wait.resource === resource), ...open];
  }

  /**
   * Say what the longest waits at a resource were made of.
   *
   * @param resource its label, such as `resource "desk"`
   * @param p the percentile as a share, 0.95 when left out
   */
  explainTail(resource: string, p = 0.95): TailExplanation {
    const waits = this.waits(resource);
    const lengths = waits.map(({ wait }) => wait).sort((a, b) => a - b);
    const atOnce = this.places.get(resource)?.atOnce ?? 0;
    const requests = atOnce + lengths.length;
    const length = (rank: number): number => (rank < atOnce ? 0 : lengths[rank - atOnce]);
    const position = (requests - 1) * p;
    const low = Math.floor(position);
    const high = Math.min(low + 1, requests - 1);
    const threshold = requests === 0 ? Number.NaN : length(low) + (position - low) * (length(high) - length(low));
    const tail = waits.filter(({ wait }) => wait >= threshold);
    const longest = [...tail].sort((a, b) => b.wait - a.wait || a.from - b.from).slice(0, 10);
    return {
      resource,
      requests,
      waits: waits.length,
      tail: tail.length,
      threshold,
      tailCauses: shares(tail),
      allCauses: shares(waits),
      longest,
    };
  }

  // --- the course of a process ---

  private follow(kind: TraceKind, process: Process, subject: string): void {
    const { now } = this.simulation;
    if (kind === "start") {
      const course: Course = { made: now, times: new Map(), doing: "not started", since: now, ended: false };
      this.courses.set(process.id, course);
      return;
    }
    const course = this.courses.get(process.id);
    if (course === undefined) return;
    if (kind === "resume" || kind === "hold" || kind === "wait" || kind === "end") {
      const span = now - course.since;
      if (span > 0 || kind === "resume") add(course.times, course.doing, span);
      course.since = now;
      course.doing = kind === "hold" ? "hold" : kind === "wait" ? subject : "running";
      if (kind === "end") course.ended = true;
    }
  }

  // --- the queue of a resource ---

  private placeOf(subject: string): Place {
    let place = this.places.get(subject);
    if (place === undefined) {
      place = { queue: [], atOnce: 0, holders: new Map(), last: this.simulation.now };
      this.places.set(subject, place);
    }
    return place;
  }

  private visit(
    kind: "queue" | "grant" | "release" | "leave" | "preempt",
    process: Process | null,
    subject: string,
    units: number,
  ): void {
    if (process === null) return;
    const place = this.placeOf(subject);
    this.charge(place);
    const { id } = process;
    if (kind === "queue") {
      place.queue.push({
        process,
        from: this.simulation.now,
        queueFound: place.queue.length,
        ahead: new Set(place.queue.map((waiter) => waiter.process.id)),
        served: new Set(place.holders.keys()),
        causes: noCauses(),
        holders: new Map(),
      });
      return;
    }
    if (kind === "grant" || kind === "leave") {
      // Of several requests of one process the earliest is taken for the one that is granted, and the latest for one that leaves.
      const at =
        kind === "grant"
          ? place.queue.findIndex((waiter) => waiter.process === process)
          : place.queue.findLastIndex((waiter) => waiter.process === process);
      if (at >= 0) {
        const [waiter] = place.queue.splice(at, 1);
        this.finished.push(this.close(waiter, subject, kind === "grant" ? "granted" : "left"));
      } else if (kind === "grant") place.atOnce++;
    }
    const held = place.holders.get(id);
    if (kind === "grant") {
      this.hold(place, process, units);
    } else if ((kind === "release" || kind === "preempt") && held !== undefined) {
      held.units -= units;
      if (held.units <= 0) place.holders.delete(id);
    }
  }

  private hold(place: Place, process: Process, units: number): void {
    const held = place.holders.get(process.id);
    if (held === undefined) place.holders.set(process.id, { process, units });
    else held.units += units;
  }

  /** Charge the time since the last change at a resource to those who held its units, for everybody who waits. */
  private charge(place: Place): void {
    const { now } = this.simulation;
    const span = now - place.last;
    place.last = now;
    if (span === 0 || place.queue.length === 0) return;
    let units = 0;
    for (const holder of place.holders.values()) units += holder.units;
    for (const waiter of place.queue) {
      if (units === 0) {
        waiter.causes["no capacity"] += span;
        waiter.holders.set("nobody", (waiter.holders.get("nobody") ?? 0) + span);
      }
      for (const [id, holder] of place.holders) {
        const part = (span * holder.units) / units;
        const cause = waiter.served.has(id)
          ? "found in service"
          : waiter.ahead.has(id)
            ? "ahead in the queue"
            : "overtook";
        waiter.causes[cause] += part;
        waiter.holders.set(holder.process.name, (waiter.holders.get(holder.process.name) ?? 0) + part);
      }
    }
  }

  private close(waiter: Waiter, resource: string, end: QueueWait["end"]): QueueWait {
    const { now } = this.simulation;
    return {
      process: waiter.process.name,
      processId: waiter.process.id,
      resource,
      from: waiter.from,
      to: now,
      wait: now - waiter.from,
      end,
      queueFound: waiter.queueFound,
      causes: { ...waiter.causes },
      holders: [...waiter.holders].sort((a, b) => b[1] - a[1]),
    };
  }
}

function add(parts: Map<string, { time: number; times: number }>, what: string, time: number): void {
  if (what === "running") return;
  const part = parts.get(what);
  if (part === undefined) parts.set(what, { time, times: 1 });
  else {
    part.time += time;
    part.times++;
  }
}

function shares(waits: readonly QueueWait[]): Record<WaitCause, number> {
  const sums = noCauses();
  let total = 0;
  for (const wait of waits) {
    total += wait.wait;
    for (const cause of Object.keys(sums) as WaitCause[]) sums[cause] += wait.causes[cause];
  }
  if (total > 0) for (const cause of Object.keys(sums) as WaitCause[]) sums[cause] /= total;
  return sums;
}
