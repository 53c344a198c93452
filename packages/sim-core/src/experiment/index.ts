// Experiments: replications of any model over scenarios and points, by whatever executor, into whatever store, to estimates.
export * from "./cells.ts";
export * from "./design/index.ts";
export * from "./design-points.ts";
export * from "./design-split.ts";
export * from "./errors.ts";
export * from "./estimates.ts";
export * from "./executor.ts";
export * from "./model-reference.ts";
export * from "./observation-block.ts";
export * from "./parameter-draw.ts";
export type { PrecisionGoal, PrecisionOutcome, PrecisionShortfall } from "./precision.ts";
export * from "./progress.ts";
export * from "./recorder.ts";
export * from "./reduce.ts";
export * from "./replicate.ts";
export * from "./scenario-input.ts";
export {
  type Selection,
  type SelectionEstimate,
  type SelectionOptions,
  selectBest,
  selectWithinBudget,
} from "./select-best.ts";
export * from "./steady-state-run.ts";
export * from "./store.ts";
export * from "./study.ts";
export * from "./study-plan.ts";
