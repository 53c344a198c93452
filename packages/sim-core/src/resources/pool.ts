// Choosing among several resources: the shortest queue, or whichever is free first.

import { nowhere } from "../kernel/errors.ts";
import { AnyOf } from "../kernel/wait.ts";
import { CapacityError } from "./errors.ts";
import type { Lease, Resource, SeizeOptions } from "./resource.ts";

/**
 * Find the resource with the fewest requests waiting; among equals the one with most units free, then the one named first.
 *
 * @param resources at least one
 * @returns the one to queue at, as things stand now
 * @throws CapacityError when there is none
 */
export function shortestQueue(resources: readonly Resource[]): Resource {
  let best = resources[0];
  if (best === undefined) refuseEmpty();
  for (const resource of resources) {
    const shorter = resource.queueLength < best.queueLength;
    if (shorter || (resource.queueLength === best.queueLength && resource.available > best.available)) best = resource;
  }
  return best;
}

/** A request at several resources at once; whichever is granted first is kept, the others are withdrawn. */
export interface FirstFree {
  /** Yield this. */
  readonly wait: AnyOf;
  /** The lease that was granted; undefined before. */
  readonly lease: () => Lease | undefined;
}

/**
 * Queue at all of several resources and keep the first that is granted; refused, once all have refused.
 *
 * @param resources at least one; among those free at once the one named first is taken
 * @param options as `seize`, for each
 * @throws CapacityError as `seize`, and when there is no resource
 * @example
 * const free = firstFree([deskA, deskB]);
 * yield free.wait;
 * free.lease()?.release();
 */
export function firstFree(resources: readonly Resource[], options: SeizeOptions = {}): FirstFree {
  if (resources.length === 0) refuseEmpty();
  const leases = resources.map((resource) => resource.seize(options));
  return { wait: new FirstGranted(leases), lease: () => leases.find((lease) => lease.granted) };
}

/** Any of several requests, where one that is refused (it balks, or its patience is over) loses to those that may still be granted. */
class FirstGranted extends AnyOf {
  override waitFinished(lease: Lease): void {
    const others = this.waits.some((other) => other !== lease && other.state !== "done");
    if (lease.granted || !others) super.waitFinished(lease);
  }
}

function refuseEmpty(): never {
  throw new CapacityError("empty-pool", "a pool needs at least one resource", nowhere, { value: 0 });
}
