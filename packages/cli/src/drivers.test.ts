import { type Model, runStudy } from "@tiltak/sim-core";
import { describe, expect, it } from "vitest";
import { findDrivers } from "./drivers.ts";

/** Participants fall with the strong parameter where the lever is on; the weak one and chance hardly matter. */
const model: Model = {
  id: "two-parameters",
  version: "1",
  run(parameters, replication) {
    const on = Number(parameters.lever ?? 0);
    const value = 100 - on * (10 * Number(parameters.strong) + 0.01 * Number(parameters.weak));
    replication.observe("participants", "{}", 1, value + 0.001 * (replication.number % 3));
  },
};
const uniform = { distribution: "uniform", min: 0, max: 1 } as const;
const world = { strong: uniform, weak: uniform, idle: uniform };
const scenarios = [
  { id: "today", parameters: world },
  { id: "other", parameters: { ...world, lever: 1 } },
];

describe("what drives a difference", () => {
  it("is the parameter that moves it, with its direction, and nothing that chance alone brings up", async () => {
    const result = await runStudy({ model, scenarios, replications: 80, seed: "drivers" });
    const drivers = await findDrivers(result, "participants", 1);
    expect(drivers.map(({ a, b, parameter }) => [a, b, parameter])).toEqual([["today", "other", "strong"]]);
    expect(drivers[0]?.correlation).toBeLessThan(-0.99);
    expect(drivers[0]?.draws).toBe(40);
  });

  it("is nothing where two scenarios do not differ, and rests on whole draws only", async () => {
    const same = [scenarios[0], { id: "other", parameters: world }] as const;
    const alike = await runStudy({ model, scenarios: same, replications: 80, seed: "drivers" });
    expect(await findDrivers(alike, "participants", 1)).toEqual([]);
    const failing: Model = {
      ...model,
      run(parameters, replication) {
        if (replication.number === 7) throw new Error("no luck");
        model.run(parameters, replication);
      },
    };
    const lacking = await runStudy({ model: failing, scenarios, replications: 80, seed: "drivers" });
    expect((await findDrivers(lacking, "participants", 1)).map(({ draws }) => draws)).toEqual([39]);
  });

  it("is not asked where parameters are fixed, or draws are too few to tell", async () => {
    const fixed = await runStudy({ model, scenarios, replications: 80, seed: "drivers", fixedParameters: true });
    expect(await findDrivers(fixed, "participants", 1)).toEqual([]);
    const few = await runStudy({ model, scenarios, replications: 8, seed: "drivers" });
    expect(await findDrivers(few, "participants", 1)).toEqual([]);
  });
});
