// Capacity calendars: the capacity of a resource as a step function of time, once or repeating.

import { type KernelPlace, nowhere } from "../kernel/errors.ts";
import { CapacityError } from "./errors.ts";

/** A capacity that changes at given times. */
export interface CapacityCalendar {
  /** Pairs (time, capacity) in rising time; with a period, times within one period, from 0. */
  readonly steps: readonly (readonly [time: number, capacity: number])[];
  /** After how long the steps repeat; they do not when left out. */
  readonly period?: number;
}

/**
 * Check a calendar.
 *
 * @param calendar steps in rising time, whole capacities of at least 0
 * @param place for messages
 * @returns the greatest capacity in it
 * @throws CapacityError when the steps are none, not rising, outside the period, or not whole numbers
 */
export function checkCalendar(calendar: CapacityCalendar, place: KernelPlace = nowhere): number {
  const { steps, period = Number.POSITIVE_INFINITY } = calendar;
  let previous = Number.NEGATIVE_INFINITY;
  let greatest = 0;
  const refuse = (message: string): never => {
    throw new CapacityError("calendar", `capacity calendar: ${message}`, place, { steps, period });
  };
  if (steps.length === 0) refuse("no steps; give at least one");
  if (!(period > 0 && (calendar.period === undefined || period < Number.POSITIVE_INFINITY)))
    refuse(`period ${period}; give a finite number above 0, or none`);
  for (const [time, capacity] of steps) {
    if (!(time > previous && time < Number.POSITIVE_INFINITY))
      refuse(`time ${time} after ${previous}; times must rise`);
    if (period < Number.POSITIVE_INFINITY && !(time >= 0 && time < period)) {
      refuse(`time ${time} outside the period from 0 to ${period}`);
    }
    if (!(Number.isSafeInteger(capacity) && capacity >= 0))
      refuse(`capacity ${capacity}; give a whole number of at least 0`);
    previous = time;
    greatest = Math.max(greatest, capacity);
  }
  return greatest;
}

/** The capacity that holds at a time: that of the last step not after it; undefined before the first step. */
export function capacityAt(calendar: CapacityCalendar, time: number): number | undefined {
  const { steps, period } = calendar;
  const phase = period === undefined ? time : time - Math.floor(time / period) * period;
  let capacity: number | undefined;
  for (const [stepTime, stepCapacity] of steps) if (stepTime <= phase) capacity = stepCapacity;
  return capacity ?? (period === undefined ? undefined : steps[steps.length - 1][1]);
}

/**
 * The first step after a time.
 *
 * Computed from the number of the period and the time within it, never summed, so that no rounding builds up.
 *
 * @returns its time and capacity, or undefined when none is left
 */
export function nextStep(
  calendar: CapacityCalendar,
  time: number,
): { readonly time: number; readonly capacity: number } | undefined {
  const { steps, period } = calendar;
  const from = period === undefined ? 0 : Math.floor(time / period);
  const rounds = period === undefined ? 1 : 3;
  for (let round = from; round < from + rounds; round++) {
    for (const [stepTime, capacity] of steps) {
      const at = period === undefined ? stepTime : round * period + stepTime;
      if (at > time) return { time: at, capacity };
    }
  }
  return undefined;
}
