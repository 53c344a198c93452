// Which scenarios are about enterprises: those that move places out of them.

/** Whatever holds the parameters of a scenario, resolved or as a study has them. */
export interface HasParameters {
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Whether a scenario asks what happens to enterprises one by one, so that results by size belong to its answer. */
export function asksForEnterprises({ parameters }: HasParameters): boolean {
  return parameters["revenue-loss.share-moved"] !== undefined;
}
