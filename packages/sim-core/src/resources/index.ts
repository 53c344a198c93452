// Resources: what processes hold and queue for, store, fill and empty, and where they wait for each other.

export { type CapacityCalendar, capacityAt } from "./calendar.ts";
export { Container, type ContainerOptions, type Transfer } from "./container.ts";
export * from "./errors.ts";
export { Barrier, Batcher, type BatcherOptions, Gate, splitInto } from "./gate.ts";
export type { LevelMonitor, LevelReport, WaitingMonitor, WaitingReport } from "./level-monitor.ts";
export type { ResourceMonitor, ResourceReport } from "./monitor.ts";
export { type FirstFree, firstFree, shortestQueue } from "./pool.ts";
export {
  type Discipline,
  type Lease,
  type LeaseState,
  Preempted,
  type PreemptionRule,
  Resource,
  type ResourceOptions,
  type SeizeOptions,
  type Use,
  type UseOptions,
} from "./resource.ts";
export { type CustomerState, type SiteReport, SiteResources, type SiteResourcesOptions } from "./site-resources.ts";
export { type GetOptions, Store, type StoreGet, type StoreOptions, type StorePut } from "./store.ts";
