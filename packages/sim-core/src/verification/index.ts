// The engine against queueing theory. Public face of the sub-path `@tiltak/sim-core/verification`, which no simulation needs: it uses
// the engine as a user does, and stands to the right of everything that it checks.
export { conformanceCases } from "./cases.ts";
export * from "./conformance.ts";
export * from "./interval-coverage.ts";
export * from "./networks.ts";
export * from "./priority-queue.ts";
export * from "./processor-sharing.ts";
export * from "./recursions.ts";
export { CycleCount } from "./regeneration.ts";
export { type CaseHead, type QueueSetting, queueCase } from "./single-queue.ts";
export * from "./skew-corrected.ts";
export * from "./verify.ts";
