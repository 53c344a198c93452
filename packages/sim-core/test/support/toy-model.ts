// Small models for tests of studies. The numbers are made up; what matters is that they depend on parameters and on chance.

import type { ScenarioInput } from "../../src/experiment/index.ts";
import type { Model, ParameterValue } from "../../src/kernel/model.ts";
import { AddressedStreams } from "../../src/random/index.ts";

const numberOf = (value: ParameterValue | undefined): number => (typeof value === "number" ? value : Number.NaN);

/** Level and share of a queue at times 1 and 2: `level` from the parameters, noise from chance, undefined where `hole` says so. */
export const toyModel: Model = {
  id: "toy",
  version: "1",
  run(parameters, replication) {
    const antithetic = replication.antithetic === true;
    const streams = new AddressedStreams(replication.key, { antithetic });
    if (numberOf(parameters.failAt) === replication.number) throw new Error(`fails at ${replication.number}`);
    for (const time of [1, 2]) {
      const noise = streams.normal(0, time, 1);
      replication.observe("level", "{}", time, numberOf(parameters.level) + noise);
      replication.observe("level", '{"setting":"sheltered"}', time, 2 * numberOf(parameters.level) + noise);
      const hole = numberOf(parameters.holeAt) === replication.number;
      replication.observe("ratio", "{}", time, hole ? Number.NaN : noise);
    }
  },
};

/** Two scenarios of the toy model: the second has one unit more. */
export const toyScenarios: readonly ScenarioInput[] = [
  { id: "today", parameters: { level: { distribution: "uniform", min: 10, max: 14 } } },
  { id: "more", parameters: { level: { distribution: "uniform", min: 11, max: 15 } } },
];
