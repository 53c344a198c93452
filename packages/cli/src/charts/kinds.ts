// All kinds of chart, in the order of the report. Each is a pure function from estimates to a specification; each has a file in
// kinds/ and a place in the gallery, which is a test.

import type { ChartKind } from "./frame.ts";
import { backTest } from "./kinds/back-test.ts";
import { whatBound } from "./kinds/bound.ts";
import { enterpriseRevenue } from "./kinds/enterprises.ts";
import { flows } from "./kinds/flows.ts";
import { budgetBridge, costByPayer, unitCosts } from "./kinds/money.ts";
import { closures, coverage, difference, participants, placesLost, quality, waiting } from "./kinds/over-time.ts";
import { exitIncidence, retention, retentionByModel } from "./kinds/spells.ts";

const kinds: readonly ChartKind[] = [
  participants,
  difference,
  whatBound,
  enterpriseRevenue,
  waiting,
  flows,
  placesLost,
  closures,
  costByPayer,
  budgetBridge,
  unitCosts,
  quality,
  retention,
  retentionByModel,
  exitIncidence,
  coverage,
  backTest,
];

/** All kinds of chart; each specification carries the description of its chart. */
export const chartKinds: readonly ChartKind[] = kinds.map((kind) => ({
  ...kind,
  build(input) {
    const chart = kind.build(input);
    return { ...chart, spec: { ...chart.spec, description: chart.alt } };
  },
}));
