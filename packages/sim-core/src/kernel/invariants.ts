// Run-time invariants on request: ask resources, and the user's own checks, between events.

import { EventLimitError } from "./errors.ts";
import type { Simulation } from "./simulation.ts";
import type { Tracer } from "./tracer.ts";

/** Something that can check itself, such as a resource. */
export interface Checkable {
  /** Throw an InvariantError when something does not hold. */
  checkInvariants(): void;
}

/**
 * Check between events, as long as the watch is attached.
 *
 * Resources check Little's law, flow balance and capacity; add checks of your own as functions that throw.
 *
 * @param simulation to watch
 * @param checks resources, or functions that throw when something does not hold
 * @param everyEvents check before every so many events: a whole number of at least 1; 1 when left out
 * @returns a function that ends the watch
 * @throws EventLimitError when `everyEvents` is anything else; what a check throws
 * @example
 * const end = watchInvariants(simulation, [beds, () => invariant(stock >= 0, "stock", "stock is negative")]);
 */
export function watchInvariants(
  simulation: Simulation,
  checks: readonly (Checkable | (() => void))[],
  everyEvents = 1,
): () => void {
  if (!(Number.isSafeInteger(everyEvents) && everyEvents >= 1)) {
    const text = `a check every ${everyEvents} events; give a whole number of at least 1`;
    throw new EventLimitError("every-events", text, simulation.place(), { value: everyEvents });
  }
  const check = (): void => {
    for (const each of checks) {
      if (typeof each === "function") each();
      else each.checkInvariants();
    }
  };
  check();
  let events = 0;
  const tracer: Tracer = {
    event: () => {
      events++;
      if (events % everyEvents === 0) check();
    },
    note: () => {},
  };
  return simulation.attach(tracer);
}
