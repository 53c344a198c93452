// The headline family: the measures that verdicts are about, in the last year. Everything else is exploratory.

import type { HeadlineCell } from "@tiltak/sim-core";

/** The measures of the headline family, in the order in which they are told. */
export const headlineMeasures = [
  "participants",
  "positions",
  "match-quality",
  "candidates-waiting",
  "net-public-cost",
  "cost-per-position",
  "enterprises-closed",
  "people-who-lost-their-place",
] as const;

/** The headline family of a run of so many years: totals at its end. */
export function headlineFamily(years: number): readonly HeadlineCell[] {
  return headlineMeasures.map((measure) => ({ measure, group: {}, time: years }));
}
