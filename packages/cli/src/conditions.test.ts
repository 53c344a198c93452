// What would change an answer, and what claims need from whole draws, on models whose answers are known.

import { type Model, runStudy } from "@tiltak/sim-core";
import { describe, expect, it } from "vitest";
import { findClaims, tellableClaims } from "./claims.ts";
import { findConditions, tellableConditions } from "./conditions.ts";
import { drivenMeasures, findDrivers } from "./drivers.ts";

const uniform = { distribution: "uniform", min: 0, max: 1 } as const;
const reading = { distribution: "choice", values: ["completed", "job"] } as const;

/** The other scenario has more participants where the strong parameter is low, fewer where it is high, and 2 fewer under one reading. */
const model: Model = {
  id: "turning",
  version: "1",
  run(parameters, replication) {
    const on = Number(parameters.lever ?? 0);
    const shift = on * (10 * (0.5 - Number(parameters.strong)) - (parameters.reading === "job" ? 2 : 0));
    replication.observe("participants", "{}", 1, 100 + shift + 0.001 * (replication.number % 3));
    replication.observe("enterprises-closed", "{}", 1, 0);
  },
};
const world = { strong: uniform, weak: uniform, reading };
const scenarios = [
  { id: "today", parameters: world },
  { id: "other", parameters: { ...world, lever: 1 } },
];

describe("what would change an answer", () => {
  it("is the assumption under which the difference turns, low and high, and each choice by itself", async () => {
    const result = await runStudy({ model, scenarios, replications: 120, seed: "conditions" });
    const found = await findConditions(result, 1);
    const [low, high] = found.find(({ parameter }) => parameter === "strong")?.parts ?? [];
    expect(found.map(({ measure, parameter }) => `${measure} ${parameter}`)).not.toContain("participants weak");
    expect(low).toMatchObject({ draws: 20 });
    expect(Number(low?.to)).toBeLessThan(Number(high?.from));
    expect(low?.mean).toBeGreaterThan(1);
    expect(high?.mean).toBeLessThan(-2);
    const choices = found.find(({ measure, parameter }) => measure === "participants" && parameter === "reading");
    expect(choices?.parts.map(({ from }) => from)).toEqual(["completed", "job"]);
    expect(choices?.parts.reduce((sum, { draws }) => sum + draws, 0)).toBe(60);
    // A difference of 2 between the readings, blurred by the strong parameter.
    expect((choices?.parts[0]?.mean ?? 0) - (choices?.parts[1]?.mean ?? 0)).toBeGreaterThan(0);
  });

  it("is not asked of few draws, nor where nothing varies but chance, and ties are no correlation", async () => {
    const few = await runStudy({ model, scenarios, replications: 20, seed: "conditions" });
    expect(await findConditions(few, 1)).toEqual([]);
    const fixed = await runStudy({ model, scenarios, replications: 60, seed: "conditions", fixedParameters: true });
    expect(await findConditions(fixed, 1)).toEqual([]);
    const result = await runStudy({ model, scenarios, replications: 60, seed: "conditions" });
    const closed = (await findConditions(result, 1)).filter(({ measure }) => measure === "enterprises-closed");
    expect(closed.every(({ correlation }) => correlation === null)).toBe(true);
  });

  it("is asked of enterprises' revenue, of all and of the small ones, where places are moved out of them", async () => {
    const moving: Model = {
      id: "moving",
      version: "1",
      run(parameters, replication) {
        const lost = parameters["revenue-loss.share-moved"] === undefined ? 0 : Number(parameters.strong);
        replication.observe("enterprise-revenue-change", "{}", 1, -0.4 * lost);
        replication.observe("enterprise-revenue-change", '{"enterprise-size":"<10"}', 1, -0.6 * lost);
        replication.observe("participants", "{}", 1, 100 + 0.001 * (replication.number % 3));
      },
    };
    const moved = { id: "moved", parameters: { ...world, "revenue-loss.share-moved": 0.5 } };
    const result = await runStudy({
      model: moving,
      scenarios: [scenarios[0], moved],
      replications: 80,
      seed: "revenue",
    });
    const found = await findConditions(result, 1);
    const strong = found.filter(({ parameter }) => parameter === "strong");
    expect(strong.map(({ measure, group }) => [measure, group])).toEqual([
      ["enterprise-revenue-change", undefined],
      ["enterprise-revenue-change", { "enterprise-size": "<10" }],
    ]);
    expect(strong[0]?.parts[1]?.mean).toBeLessThan(strong[0]?.parts[0]?.mean ?? Number.NaN);
    const { estimates } = result;
    const hidden = estimates.differences.map((row) =>
      row.group["enterprise-size"] === "<10" ? { ...row, mean: null } : row,
    );
    const left = tellableConditions(strong, { ...estimates, differences: hidden });
    expect(left.map(({ group }) => group)).toEqual([undefined]);
    expect(drivenMeasures(result.plan.scenarios)).toEqual(["enterprise-revenue-change", "participants"]);
    const drivers = await findDrivers(result, "enterprise-revenue-change", 1);
    expect(drivers.map(({ parameter, measure }) => [parameter, measure])).toEqual([
      ["strong", "enterprise-revenue-change"],
    ]);
  });

  it("leaves out what rests on rows without numbers", async () => {
    const result = await runStudy({ model, scenarios, replications: 60, seed: "conditions" });
    const found = await findConditions(result, 1);
    const { estimates } = result;
    const hidden = estimates.differences.map((row) => (row.measure === "participants" ? { ...row, mean: null } : row));
    expect(found.some(({ measure }) => measure === "participants")).toBe(true);
    const left = tellableConditions(found, { ...estimates, differences: hidden });
    expect(left.some(({ measure }) => measure === "participants")).toBe(false);
    expect(left.length).toBeGreaterThan(0);
  });
});

/** Half of a transfer's participants are the municipalities' own, who leave at 0.3 a year against 0.1; a supplement costs 5 more. */
const programme: Model = {
  id: "two-ways",
  version: "1",
  run(parameters, replication) {
    const isTransfer = parameters["transfer.share"] !== undefined;
    const isSupplement = parameters["supplement.places-per-1000"] !== undefined;
    const own = isTransfer || isSupplement ? 500 : 0;
    const luck = replication.number / 100;
    for (const time of [0, 1]) {
      replication.observe("participants", '{"setting":"sheltered"}', time, 1000 - own);
      replication.observe("participants", '{"setting":"municipal"}', time, own);
    }
    replication.observe("participants", "{}", 1, 1000);
    replication.observe("coverage", "{}", 1, 4 + Number(parameters.luck) + luck);
    replication.observe("exits", '{"cause":"dropout","setting":"sheltered"}', 1, 0.1 * (1000 - own));
    replication.observe("exits", '{"cause":"dropout","setting":"municipal"}', 1, 0.3 * own);
    replication.observe("exits", '{"cause":"place-lost","setting":"municipal"}', 1, own);
    replication.observe("net-public-cost", "{}", 1, isSupplement ? 105 : isTransfer ? 100 : 0);
    replication.observe("people-who-lost-their-place", "{}", 1, isTransfer ? 400 : 3);
    // Small enterprises lose 40 %, the others 30, beside 1 and 2 anyway; half of the small ones lose a quarter, and no other.
    const lost = { "<10": isTransfer ? -0.4 : -0.01, "10+": isTransfer ? -0.3 : -0.02 };
    for (const [size, change] of Object.entries(lost)) {
      replication.observe("enterprise-revenue-change", JSON.stringify({ "enterprise-size": size }), 1, change + luck);
      const losing = isTransfer && size === "<10" ? 0.5 : 0;
      replication.observe("enterprises-losing", JSON.stringify({ "enterprise-size": size, kind: "25" }), 1, losing);
    }
  },
};

describe("what claims need from whole draws", () => {
  const three = [
    { id: "today", parameters: { luck: uniform } },
    { id: "transfer", parameters: { luck: uniform, "transfer.share": 1 } },
    { id: "supplement", parameters: { luck: uniform, "supplement.places-per-1000": 0.3 } },
  ];

  it("is worked out draw by draw: own placements, exits of their own accord, one scenario against another", async () => {
    const result = await runStudy({ model: programme, scenarios: three, replications: 20, seed: "claims" });
    const found = await findClaims(result, 1);
    const of = (key: string, scenario: string) => found.find((row) => row.key === key && row.scenario === scenario);
    // Losing a place is not leaving: 0.3 a year over 0.1 a year.
    expect(of("exit-ratio", "transfer")?.mean).toBeCloseTo(3, 10);
    expect(of("exit-ratio", "transfer")?.halfWidth).toBeCloseTo(0, 10);
    const own = of("own-placements", "transfer");
    expect(own?.mean).toBeGreaterThan(2);
    expect(own?.mean).toBeLessThan(2.6);
    const share = of("own-placements-at-full-scale", "transfer")?.mean ?? Number.NaN;
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(1);
    expect(of("own-placements", "supplement")).toBeUndefined();
    // (-0.40 + 0.01) - (-0.30 + 0.02), whatever the luck of a run.
    expect(of("small-change", "transfer")).toMatchObject({ against: "today", draws: 10 });
    expect(of("small-change", "transfer")?.mean).toBeCloseTo(-0.11, 12);
    expect(of("small-change", "transfer")?.halfWidth).toBeCloseTo(0, 12);
    expect(of("small-losing", "transfer")?.mean).toBe(0.5);
    expect(of("small-change", "supplement")).toBeUndefined();
    expect(of("supplement-net-public-cost", "supplement")).toMatchObject({ mean: 5, against: "transfer", draws: 10 });
  });

  it("is nothing for one scenario, and tells no difference of a level that is hidden", async () => {
    const one = await runStudy({ model: programme, scenarios: three.slice(0, 1), replications: 4, seed: "claims" });
    expect(await findClaims(one, 1)).toEqual([]);
    const result = await runStudy({ model: programme, scenarios: three, replications: 4, seed: "claims" });
    const found = await findClaims(result, 1);
    const hidden = result.estimates.estimates.map((row) =>
      row.measure === "people-who-lost-their-place" && row.scenario === "supplement" ? { ...row, mean: null } : row,
    );
    const told = tellableClaims(found, { ...result.estimates, estimates: hidden }).map(({ key }) => key);
    expect(found.map(({ key }) => key)).toContain("supplement-people-who-lost-their-place");
    expect(told).not.toContain("supplement-people-who-lost-their-place");
    expect(told).toContain("supplement-net-public-cost");
  });
});
