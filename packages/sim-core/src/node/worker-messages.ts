// What the pool and its workers say to each other. Plain data only: a model crosses as a reference, never as a function.

import type { ModelReference, ObservationBlock, StudyPlan, Task } from "../experiment/index.ts";

/** From the pool to a worker. */
export type ToWorker =
  | { readonly kind: "begin"; readonly job: number; readonly model: ModelReference; readonly plan: StudyPlan }
  | { readonly kind: "task"; readonly job: number; readonly task: Task };

/** From a worker to the pool. */
export type FromWorker =
  | { readonly kind: "ready"; readonly job: number }
  | { readonly kind: "refused"; readonly job: number; readonly message: string }
  | { readonly kind: "block"; readonly job: number; readonly block: ObservationBlock };
