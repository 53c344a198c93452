// What the kernel and the resources tell whoever listens. Nothing here may change a result: a tracer is told, never asked.

import type { Process } from "./process.ts";

/** What is noted about processes and resources. */
export type TraceKind =
  | "start"
  | "resume"
  | "hold"
  | "wait"
  | "interrupt"
  | "end"
  | "queue"
  | "grant"
  | "release"
  | "leave"
  | "preempt"
  | "capacity"
  | "level";

/** Hears of every event and of what processes and resources do. */
export interface Tracer {
  /** An event is about to run. */
  event(time: number, sequence: number, handler: number, argument: number): void;
  /**
   * A process or resource did something at the current time.
   *
   * @param kind what
   * @param process who, or null
   * @param subject what it is about: a resource, a wait, or the name of the process
   * @param value a number that belongs to it: length of a hold, units, level
   */
  note(kind: TraceKind, process: Process | null, subject: string, value: number): void;
}

/** Passes on what it hears to several listeners, in the order they were attached. */
export class TracerList implements Tracer {
  private readonly tracers: readonly Tracer[];

  constructor(tracers: readonly Tracer[]) {
    this.tracers = tracers;
  }

  event(time: number, sequence: number, handler: number, argument: number): void {
    for (const tracer of this.tracers) tracer.event(time, sequence, handler, argument);
  }

  note(kind: TraceKind, process: Process | null, subject: string, value: number): void {
    for (const tracer of this.tracers) tracer.note(kind, process, subject, value);
  }
}
