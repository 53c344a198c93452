// The list of cases: which model, in which view, with which parameters and effort. To add one, add it here; the number of checks
// and with it the level of each follows. Cycles are chosen so that a case takes well under a second at full effort.

import type { DistributionSpec } from "../random/index.ts";
import type { ConformanceCase, ConformanceView } from "./conformance.ts";
import { batchMeansCoverage, pairedCoverage, replicationsCoverage, steadyStateCoverage } from "./interval-coverage.ts";
import { jacksonCase, repairCase, seasonCase } from "./networks.ts";
import { priorityCase } from "./priority-queue.ts";
import { sharingCase } from "./processor-sharing.ts";
import { pathwiseCase } from "./recursions.ts";
import { type CaseHead, type QueueSetting, queueCase } from "./single-queue.ts";

const exponential = (mean: number): DistributionSpec => ({ distribution: "exponential", mean });

/** Mean 1 and squared coefficient of variation 1 / 3. */
const even: DistributionSpec = { distribution: "uniform", min: 0, max: 2 };

/** Mean 1 and squared coefficient of variation 3: three of four are short. */
const uneven: DistributionSpec = {
  distribution: "mixture",
  components: [
    { distribution: "exponential", mean: 1 / 3 },
    { distribution: "exponential", mean: 3 },
  ],
  weights: [3, 1],
};

const textbook = "Gross, Shortle, Thompson and Harris 2008";

/** List every case, in the order of the table. */
export function conformanceCases(): ConformanceCase[] {
  return [
    ...bothViews("mm1", "M/M/1", textbook, 1000, { arrivalRate: 0.6, servers: 1, service: exponential(1) }),
    ...bothViews("mmc", "M/M/c", "Erlang 1917 (C formula)", 250, {
      arrivalRate: 2.5,
      servers: 4,
      service: exponential(1),
    }),
    ...bothViews("mmck", "M/M/c/K", textbook, 250, {
      arrivalRate: 2,
      servers: 2,
      service: exponential(1),
      places: 6,
    }),
    ...bothViews("erlang-b", "M/G/c/c", "Erlang 1917 (B formula)", 100, {
      arrivalRate: 3,
      servers: 4,
      service: even,
      places: 4,
    }),
    ...bothViews("erlang-a", "M/M/c+M", "Palm 1943 (Erlang A)", 75, {
      arrivalRate: 4,
      servers: 4,
      service: exponential(1),
      meanPatience: 2,
    }),
    ...bothViews("mg1-even", "M/G/1", "Pollaczek and Khinchine", 900, {
      arrivalRate: 0.6,
      servers: 1,
      service: even,
    }),
    ...bothViews("mg1-uneven", "M/G/1", "Pollaczek and Khinchine", 1500, {
      arrivalRate: 0.5,
      servers: 1,
      service: uneven,
    }),
    priorityCase(head("priority-non-preemptive", "M/G/1 priority", "processes", "Cobham 1954", 800), {
      classes: priorityClasses,
      preemptive: false,
    }),
    priorityCase(head("priority-preemptive-resume", "M/G/1 preemptive", "processes", "Kleinrock 1976, 3.39", 800), {
      classes: priorityClasses,
      preemptive: true,
    }),
    ...views.map((view) =>
      sharingCase(head(`processor-sharing-${view}`, "M/G/1-PS", view, "Sakata, Noguchi and Oizumi 1971", 1200), {
        arrivalRate: 0.5,
        service: uneven,
      }),
    ),
    repairCase(head("machine-repair", "machine repair", "processes", textbook, 450), {
      machines: 6,
      repairers: 2,
      failureRate: 0.2,
      repairRate: 1,
    }),
    jacksonCase(head("open-jackson", "open Jackson", "processes", "Jackson 1957", 250), [
      { externalRate: 0.3, serviceRate: 1, servers: 1, routing: [0, 0.5, 0.25] },
      { externalRate: 0.15, serviceRate: 0.5, servers: 2, routing: [0.2, 0, 0.3] },
      { externalRate: 0, serviceRate: 0.6, servers: 1, routing: [0, 0, 0] },
    ]),
    seasonCase(head("changing-rate", "M(t)/G/inf", "processes", "Eick, Massey and Whitt 1993", 40), {
      mean: 10,
      swing: 0.8,
      period: 5,
      service: { distribution: "erlang", shape: 2, mean: 1 },
      times: [1.25, 3.75, 6],
    }),
    ...[1, 3].flatMap((servers) =>
      views.map((view) =>
        pathwiseCase({
          name: `${servers === 1 ? "lindley" : "kiefer-wolfowitz"}-${view}`,
          view,
          servers,
          customers: 100_000,
        }),
      ),
    ),
    replicationsCoverage(3000),
    pairedCoverage(3000),
    batchMeansCoverage(500),
    steadyStateCoverage(500),
  ];
}

const priorityClasses = [
  { arrivalRate: 0.3, service: exponential(0.8) },
  { arrivalRate: 0.4, service: even },
];

const views: readonly ConformanceView[] = ["processes", "events"];

function head(name: string, model: string, view: ConformanceView, source: string, cycles: number): CaseHead {
  return { name, model, view, source, cycles };
}

function bothViews(
  name: string,
  model: string,
  source: string,
  cycles: number,
  setting: QueueSetting,
): ConformanceCase[] {
  return views.map((view) => queueCase(head(`${name}-${view}`, model, view, source, cycles), setting));
}
