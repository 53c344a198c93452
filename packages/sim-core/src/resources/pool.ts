// Choosing among several resources: the shortest queue, or whichever is free first.

import { type AnyOf, anyOf } from "../kernel/index.ts";
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
  if (best === undefined)
    throw new CapacityError("empty-pool", "a pool needs at least one resource", { time: Number.NaN });
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
 * Queue at all of several resources and keep the first that is granted.
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
  if (resources.length === 0)
    throw new CapacityError("empty-pool", "a pool needs at least one resource", { time: Number.NaN });
  const leases = resources.map((resource) => resource.seize(options));
  return { wait: anyOf(...leases), lease: () => leases.find((lease) => lease.granted) };
}
