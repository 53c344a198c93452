// Errors of the resources: requests that can never be met, and giving back what is not held.

import { KernelError } from "../kernel/errors.ts";

/** A capacity, a number of units or an amount that makes no sense, or that can never be met. */
export class CapacityError extends KernelError {}

/** Giving back what is not held: never granted, given back already, or taken away. */
export class ReleaseError extends KernelError {}
