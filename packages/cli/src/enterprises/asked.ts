// Which scenarios are about enterprises: those that move places out of them.

import type { ResolvedScenario } from "@tiltak/scenarios";

/** Whether a scenario asks what happens to enterprises one by one, so that results by size belong to its answer. */
export function asksForEnterprises({ parameters }: Pick<ResolvedScenario, "parameters">): boolean {
  return parameters["revenue-loss.share-moved"] !== undefined;
}
