// Errors of the kernel. Each carries what was found, the simulation time, and the process that was running, so that a
// failure can be understood without a debugger and repeated from seed and replication.

import { TiltakError } from "../foundation/errors.ts";

/** Where a failure happened: enough to run it again. */
export interface KernelPlace {
  /** The simulation time. */
  readonly time: number;
  /** The simulation's name, when it has one. */
  readonly simulation?: string | undefined;
  /** The process that was running, when one was. */
  readonly process?: string | undefined;
  readonly seed?: string | undefined;
  readonly replication?: number | undefined;
}

/** The place of what was made outside a simulation, or without knowing it. */
export const nowhere: KernelPlace = { time: Number.NaN };

/**
 * Carry the place of a failure beside its code.
 *
 * @param code a stable kebab-case word
 * @param message what happened and what to do; the place is appended
 * @param place where in the run it happened
 * @param details the values in the message
 */
export class KernelError extends TiltakError {
  /** Its time is NaN while it is not known: the wait or the resource was made outside a simulation. */
  place: KernelPlace;

  constructor(code: string, message: string, place: KernelPlace, details: Readonly<Record<string, unknown>> = {}) {
    super(code, withPlace(message, place), { ...place, ...details });
    this.place = place;
  }

  /**
   * Say where it happened, unless that is known.
   *
   * @param place where in the run it came to light
   */
  locate(place: KernelPlace): void {
    if (!Number.isNaN(this.place.time)) return;
    this.message = withPlace(this.message, place);
    this.place = place;
    Object.assign(this.details, place);
  }
}

/** A time, delay or duration that is NaN, infinite, negative or in the past. */
export class TimeError extends KernelError {}

/** A handle, handler or argument that the simulation never gave out, or that is used after its end. */
export class HandleError extends KernelError {}

/** A run started from inside a run. */
export class ReentrantRunError extends KernelError {}

/** More events executed, or more events pending, than the run was allowed. */
export class EventLimitError extends KernelError {}

/** A process that yielded something the kernel cannot wait for, or something already waited for. */
export class YieldError extends KernelError {}

/** An exception in user code, wrapped with the process name, the time, the seed and the replication; `cause` is the exception. */
export class ProcessError extends KernelError {
  override readonly cause: unknown;

  constructor(cause: unknown, place: KernelPlace) {
    const what = cause instanceof Error ? cause.message : textOf(cause);
    const who = place.process === undefined ? "an event handler" : `process "${place.process}"`;
    super("process-failed", `${who} failed: ${what}`, place);
    this.cause = cause;
    if (cause instanceof Error && cause.stack !== undefined)
      this.stack = `${this.name}: ${this.message}\n${cause.stack}`;
  }
}

function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return "something that cannot be written as text";
  }
}

function withPlace(message: string, place: KernelPlace): string {
  return Number.isNaN(place.time) ? message : `${message} (${formatPlace(place)})`;
}

/**
 * Write a place as `time 3.5, process "clerk", seed "a", replication 4`.
 *
 * @param place where in the run
 * @returns the parts that are known, separated by commas
 */
export function formatPlace(place: KernelPlace): string {
  const parts = [`time ${place.time}`];
  if (place.process !== undefined) parts.push(`process "${place.process}"`);
  if (place.simulation !== undefined) parts.push(`simulation "${place.simulation}"`);
  if (place.seed !== undefined) parts.push(`seed "${place.seed}"`);
  if (place.replication !== undefined) parts.push(`replication ${place.replication}`);
  return parts.join(", ");
}
