// Simulation kernel: clock, schedule and run; processes; signals; the model contract.

export * from "./blocked.ts";
export * from "./errors.ts";
export * from "./interrupt.ts";
export * from "./invariants.ts";
export * from "./model.ts";
export * from "./pacing.ts";
export { type Holding, type Join, Process, type ProcessBody, type ProcessState, passivate } from "./process.ts";
export * from "./signal.ts";
export {
  type Alarm,
  type EventHandle,
  type HandlerId,
  type ProcessOptions,
  type RunEnd,
  type RunOptions,
  Simulation,
  type SimulationOptions,
} from "./simulation.ts";
export { auditTies, type TieAudit, type TieFinding, type TieOrder } from "./ties.ts";
export * from "./timeline.ts";
export * from "./trace.ts";
export type { TraceKind, Tracer } from "./tracer.ts";
export {
  AllOf,
  AnyOf,
  allOf,
  anyOf,
  Delay,
  delay,
  Until,
  until,
  ValueWait,
  Wait,
  type WaitOwner,
  type WaitReason,
  type WaitState,
  type Yieldable,
} from "./wait.ts";
export * from "./wait-journal.ts";
