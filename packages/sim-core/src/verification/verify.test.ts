// The program as a whole: which cases run, at which level, and that the seed decides everything.

import { describe, expect, it } from "vitest";
import { InputError } from "../foundation/errors.ts";
import { Simulation } from "../kernel/index.ts";
import { conformanceCases } from "./cases.ts";
import { CycleCount } from "./regeneration.ts";
import { falseAlarmLevel, verifyEngine } from "./verify.ts";

describe("the list of cases", () => {
  const cases = conformanceCases();

  it("names each once", () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  it("has every model that a user may look for", () => {
    const models = new Set(cases.map(({ model }) => model));
    for (const model of [
      "M/M/1",
      "M/M/c",
      "M/M/c/K",
      "M/G/c/c",
      "M/M/c+M",
      "M/G/1",
      "M/G/1 priority",
      "M/G/1 preemptive",
    ])
      expect(models).toContain(model);
    for (const model of [
      "M/G/1-PS",
      "machine repair",
      "open Jackson",
      "M(t)/G/inf",
      "G/G/1",
      "G/G/3",
      "paired t",
      "batch means",
    ])
      expect(models).toContain(model);
  });
});

describe("verify", () => {
  it("chooses by case, or by model in both views, and keeps the level of the whole list", () => {
    const report = verifyEngine({ effort: "quick", only: ["erlang-b", "lindley-events"] });
    expect([...new Set(report.checks.map((check) => check.case))]).toEqual([
      "erlang-b-processes",
      "erlang-b-events",
      "lindley-events",
    ]);
    expect(report.checkFalseAlarmLevel).toBe(falseAlarmLevel / report.statisticalChecks);
    expect(report.statisticalChecks).toBeGreaterThan(report.checks.length);
    expect(report.passed).toBe(true);
  });

  it("gives the same report for the same seed and another for another, whatever else is asked for", () => {
    const alone = verifyEngine({ effort: "quick", seed: "a", only: ["erlang-b-events"] });
    const among = verifyEngine({ effort: "quick", seed: "a", only: ["erlang-b-events", "lindley-events"] });
    expect(among.checks.slice(0, alone.checks.length)).toEqual(alone.checks);
    const other = verifyEngine({ effort: "quick", seed: "b", only: ["erlang-b-events"] });
    expect(other.checks[0].simulated).not.toBe(alone.checks[0].simulated);
  });

  it("says how far it is", () => {
    const told: number[][] = [];
    verifyEngine({ effort: "quick", only: ["lindley"], onProgress: (...progress) => told.push(progress) });
    expect(told).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });

  it("refuses a name of no case with the nearest right one", () => {
    expect(() => verifyEngine({ only: ["mm1", "mg1-evne"] })).toThrow(InputError);
    expect(() => verifyEngine({ only: ["mm1", "mg1-evne"] })).toThrow(/mg1-evne.*did you mean "mg1-even"/);
  });

  it("does not pass on nothing", () => {
    expect(verifyEngine({ only: [] }).passed).toBe(false);
  });
});

describe("a count of cycles", () => {
  it("adds up areas and times and stops the run when the last cycle ends", () => {
    const simulation = new Simulation();
    const count = new CycleCount(simulation, 2);
    // Present: 0 to 1 nobody, 1 to 2 one, 2 to 4 two, 4 to 5 one, 5 to 7 nobody, 7 to 8 one; then it is over.
    for (const time of [1, 2, 7, 9]) simulation.callAt(time, () => count.enter());
    for (const [since, time] of [
      [1, 4],
      [2, 5],
      [7, 8],
    ])
      simulation.callAt(time, () => count.leave(since));
    expect(simulation.run()).toBe("stopped");
    expect(count.totals()).toEqual({ time: 8, customers: 3, presentArea: 7, sojourn: 7 });
  });
});
