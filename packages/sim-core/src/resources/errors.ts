// Errors of the resources: requests that can never be met, and giving back what is not held.

import { KernelError, YieldError } from "../kernel/errors.ts";
import type { Process } from "../kernel/process.ts";

/** A capacity, a number of units or an amount that makes no sense, or that can never be met. */
export class CapacityError extends KernelError {}

/** Giving back what is not held: never granted, given back already, or taken away. */
export class ReleaseError extends KernelError {}

/**
 * Refuse a wait for what belongs to another simulation.
 *
 * @param label what it is: `resource "beds"`
 * @param process who would wait
 * @throws YieldError always
 */
export function refuseElsewhere(label: string, process: Process): never {
  const text = `${label} belongs to another simulation than the process that waits for it`;
  throw new YieldError("other-simulation", text, process.simulation.place());
}
