// The conformance program would reject a wrong engine: models whose service is 3 % too slow, customers who are served in the wrong
// order, intervals that claim too much.

import { describe, expect, it } from "vitest";
import { normalQuantile } from "../../src/foundation/math.ts";
import type { DistributionSpec } from "../../src/random/index.ts";
import { batchMeans, meanInterval, pairedDifference } from "../../src/statistics/index.ts";
import {
  batchMeansCoverage,
  type ConformanceCase,
  falseAlarmLevel,
  jacksonCase,
  lindleyWaits,
  pairedCoverage,
  pathwiseCase,
  priorityCase,
  queueCase,
  repairCase,
  replicationsCoverage,
  runCase,
  seasonCase,
  sharingCase,
  steadyStateCoverage,
} from "../../src/verification/index.ts";

// As strict as in the whole list of about 80 checks.
const level = 1 - falseAlarmLevel / 80;
const options = { seed: "wrong on purpose", effort: "full", level } as const;
const rejected = (one: ConformanceCase): boolean => runCase(one, options).some(({ verdict }) => verdict === "fail");
const exponential = (mean: number): DistributionSpec => ({ distribution: "exponential", mean });
const slower = 1.03;

describe("a service that is 3 % too slow is found", () => {
  const head = (cycles: number) => ({ name: "wrong", model: "", source: "", cycles, view: "events" as const });
  const processes = (cycles: number) => ({ ...head(cycles), view: "processes" as const });
  const queues = {
    "M/M/1": [750, { arrivalRate: 0.7, servers: 1 }],
    "M/M/c": [80, { arrivalRate: 3, servers: 4 }],
    "M/M/c/K": [150, { arrivalRate: 2, servers: 2, places: 6 }],
    "Erlang B": [80, { arrivalRate: 3, servers: 4, places: 4 }],
    "Erlang A": [30, { arrivalRate: 4, servers: 4, meanPatience: 2 }],
  } as const;

  it.each(Object.entries(queues))("in %s", (_, [cycles, setting]) => {
    const right = { ...setting, service: exponential(1) };
    const wrong = { ...setting, service: exponential(slower) };
    expect(rejected(queueCase(head(cycles), right, wrong))).toBe(true);
  });

  it("in M/M/1 with processes, and a right one passes", () => {
    const right = { arrivalRate: 0.7, servers: 1, service: exponential(1) };
    expect(rejected(queueCase(processes(750), right, { ...right, service: exponential(slower) }))).toBe(true);
    expect(rejected(queueCase(processes(750), right))).toBe(false);
  });

  it("in M/G/1", () => {
    const right = { arrivalRate: 0.7, servers: 1, service: { distribution: "uniform", min: 0, max: 2 } } as const;
    const wrong = { ...right, service: { distribution: "uniform", min: 0, max: 2 * slower } } as const;
    expect(rejected(queueCase(head(750), right, wrong))).toBe(true);
  });

  it.each([false, true])("in a priority queue (preemptive: %s)", (preemptive) => {
    const classes = (factor: number) => [
      { arrivalRate: 0.3, service: exponential(0.8 * factor) },
      { arrivalRate: 0.4, service: exponential(factor) },
    ];
    const right = { classes: classes(1), preemptive };
    expect(rejected(priorityCase(processes(750), right, { classes: classes(slower), preemptive }))).toBe(true);
    // And the one kind is not taken for the other, even with little effort.
    expect(rejected(priorityCase(processes(100), right, { ...right, preemptive: !preemptive }))).toBe(true);
  });

  it("in processor sharing; one of 10 % with less effort", () => {
    const setting = (factor: number) => ({ arrivalRate: 0.6, service: exponential(factor) });
    expect(rejected(sharingCase(head(1500), setting(1), setting(slower)))).toBe(true);
    expect(rejected(sharingCase(processes(200), setting(1), setting(1.1)))).toBe(true);
  });

  it("in machine repair", () => {
    const right = { machines: 6, repairers: 2, failureRate: 0.2, repairRate: 1 };
    expect(rejected(repairCase(processes(450), right, { ...right, repairRate: 1 / slower }))).toBe(true);
  });

  it("in a Jackson network", () => {
    const stations = (factor: number) => [
      { externalRate: 0.4, serviceRate: 1 / factor, servers: 1, routing: [0, 0.5] },
      { externalRate: 0.2, serviceRate: 0.5 / factor, servers: 2, routing: [0.2, 0] },
    ];
    expect(rejected(jacksonCase(processes(250), stations(1), stations(slower)))).toBe(true);
  });

  it("in M(t)/G/infinity", () => {
    const setting = (factor: number) => ({
      mean: 10,
      swing: 0.8,
      period: 5,
      service: { distribution: "erlang", shape: 2, mean: factor } as const,
      times: [1.25, 3.75, 6],
    });
    expect(rejected(seasonCase(processes(30), setting(1), setting(slower)))).toBe(true);
  });
});

describe("wrong order is found, customer by customer", () => {
  it("when the last comes first", () => {
    const backwards = pathwiseCase({ name: "wrong", view: "events", servers: 1, customers: 1000 }, (gaps, services) =>
      lindleyWaits(gaps, services).reverse(),
    );
    expect(rejected(backwards)).toBe(true);
  });
});

describe("an interval that claims too much is found", () => {
  it("with a normal quantile in place of Student's", () => {
    const z = normalQuantile(0.975);
    const wrong = replicationsCoverage(1000, (values) => {
      const { mean, standardError } = meanInterval(values, 0.95);
      return { mean, halfWidth: z * standardError };
    });
    expect(rejected(wrong)).toBe(true);
  });

  it("with pairs taken for twice as many independent runs", () => {
    const wrong = pairedCoverage(1000, (a, b) => {
      const { mean, halfWidth } = pairedDifference(a, b, 0.95);
      return { mean, halfWidth: halfWidth / Math.sqrt(2) };
    });
    expect(rejected(wrong)).toBe(true);
  });

  it("with batches of a few waits each", () => {
    expect(rejected(batchMeansCoverage(100, (waits) => batchMeans(waits, 2000, 0.95).interval))).toBe(true);
  });

  it("and one that never answers does not pass", () => {
    expect(rejected(steadyStateCoverage(20, () => undefined))).toBe(true);
  });
});
