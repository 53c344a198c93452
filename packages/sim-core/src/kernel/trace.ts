// Event traces: everything that happened, kept in memory and written as JSON Lines or as a Chrome trace (open it in
// chrome://tracing or in Perfetto). A trace that is not attached costs nothing; one that is changes no result.

import { EventLimitError } from "./errors.ts";
import type { Process } from "./process.ts";
import type { Simulation } from "./simulation.ts";
import type { TraceKind, Tracer } from "./tracer.ts";

/** One line of a trace. */
export interface TraceEntry {
  readonly time: number;
  readonly kind: TraceKind | "event";
  /** The process, by name and by its number in the simulation. */
  readonly process?: string;
  readonly processId?: number;
  /** What it is about: a resource, a wait, a handler. */
  readonly subject: string;
  readonly value: number;
}

/** How a trace is kept. */
export interface TraceOptions {
  /** Entries to keep at most; the oldest are dropped. 1,000,000 when left out. */
  readonly limit?: number;
  /** Keep events of handlers too, not only what processes and resources do; true when left out. */
  readonly events?: boolean;
}

/**
 * Keeps what happens in a simulation.
 *
 * @example
 * const trace = new EventTrace(simulation);
 * simulation.run();
 * trace.stop();
 * trace.toJsonLines(); // one JSON object a line
 */
export class EventTrace implements Tracer {
  private readonly simulation: Simulation;
  private readonly limit: number;
  private readonly events: boolean;
  private readonly detach: () => void;
  private kept: TraceEntry[] = [];
  private dropped = 0;

  constructor(simulation: Simulation, options: TraceOptions = {}) {
    this.simulation = simulation;
    const { limit = 1_000_000 } = options;
    if (!(Number.isSafeInteger(limit) && limit >= 1)) {
      const text = `a trace of at most ${limit} entries; give a whole number of at least 1`;
      throw new EventLimitError("trace-limit", text, simulation.place(), { value: limit });
    }
    this.limit = limit;
    this.events = options.events ?? true;
    this.detach = simulation.attach(this);
  }

  /** The entries, oldest first. */
  get entries(): readonly TraceEntry[] {
    return this.kept.length > this.limit ? this.kept.slice(-this.limit) : this.kept;
  }

  /** How many were dropped because the limit was reached. */
  get droppedEntries(): number {
    return this.dropped + Math.max(0, this.kept.length - this.limit);
  }

  /** Stop listening. */
  stop(): void {
    this.detach();
  }

  event(time: number, sequence: number, handler: number, argument: number): void {
    // Handlers 0 and 1 are the kernel's own: what they do is noted by kind.
    if (this.events && handler > 1) {
      this.keep({ time, kind: "event", subject: `handler ${handler} (${argument})`, value: sequence });
    }
  }

  note(kind: TraceKind, process: Process | null, subject: string, value: number): void {
    const time = this.simulation.now;
    if (process === null) this.keep({ time, kind, subject, value });
    else this.keep({ time, kind, process: process.name, processId: process.id, subject, value });
  }

  /** Write one JSON object a line, with a line end after each. */
  toJsonLines(): string {
    return this.entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
  }

  /**
   * Write a Chrome trace: one row a process, holds and waits as spans, the rest as instants.
   *
   * @param microsecondsPerUnit how long a unit of simulation time is shown; 1,000,000 (a second) when left out
   * @returns JSON text
   */
  toChromeTrace(microsecondsPerUnit = 1_000_000): string {
    const rows: Record<string, unknown>[] = [];
    const open = new Map<number, { name: string; from: number; category: string }>();
    const named = new Set<number>();
    const at = (time: number): number => time * microsecondsPerUnit;
    const close = (id: number, time: number): void => {
      const span = open.get(id);
      if (span === undefined) return;
      open.delete(id);
      const { name, from, category } = span;
      rows.push({ name, cat: category, ph: "X", ts: at(from), dur: at(time) - at(from), pid: 1, tid: id });
    };
    for (const { time, kind, process, processId, subject, value } of this.entries) {
      const id = processId ?? 0;
      if (process !== undefined && !named.has(id)) {
        named.add(id);
        rows.push({ name: "thread_name", ph: "M", pid: 1, tid: id, args: { name: `${process} ${id}` } });
      }
      if (kind === "resume" || kind === "end") close(id, time);
      if (kind === "hold" || kind === "wait") {
        open.set(id, { name: kind === "hold" ? "hold" : subject, from: time, category: kind });
      } else if (kind === "level" || kind === "capacity") {
        rows.push({ name: `${subject} ${kind}`, ph: "C", ts: at(time), pid: 1, args: { [kind]: value } });
      } else if (kind !== "resume") {
        rows.push({
          name: `${kind} ${subject}`,
          cat: kind,
          ph: "i",
          s: "t",
          ts: at(time),
          pid: 1,
          tid: id,
          args: { value },
        });
      }
    }
    for (const id of [...open.keys()]) close(id, this.simulation.now);
    return JSON.stringify({ displayTimeUnit: "ms", traceEvents: rows });
  }

  private keep(entry: TraceEntry): void {
    this.kept.push(entry);
    if (this.kept.length >= this.limit * 2) {
      this.dropped += this.kept.length - this.limit;
      this.kept = this.kept.slice(-this.limit);
    }
  }
}
