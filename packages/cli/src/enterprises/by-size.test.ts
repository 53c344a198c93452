// Enterprises by size: what a run says of each becomes what it says of the small ones.

import { type Estimate, MemoryStore, type Model, runStudy } from "@tiltak/sim-core";
import { beforeAll, describe, expect, it } from "vitest";
import { resultsBySize, type SizeResult } from "./by-size.ts";
import { enterpriseResults } from "./enterprise-results.ts";
import type { RunData } from "./programme-data.ts";
import { sizeCsv, sizeTable } from "./size-table.ts";

/** Enterprises by what they lose, and million kroner of their VTA revenue. */
const firms = { B001: [0.1, 4], B002: [0.3, 8], B003: [0.5, 15], B004: [1, 4] } as const;
const sizes = { "<5": ["B001", "B004"], "5-10": ["B002"], "<10": ["B001", "B002", "B004"], "10-20": ["B003"] } as const;

const model: Model = {
  id: "firms",
  version: "1",
  run({ share }, replication) {
    const { number } = replication;
    const change = (id: keyof typeof firms): number =>
      -firms[id][0] * Number(share) + (number % 2 === 0 ? 0.02 : -0.02);
    for (const [id, [, million]] of Object.entries(firms)) {
      const group = JSON.stringify({ enterprise: id });
      replication.observe("enterprise-revenue-change", group, 3, change(id as keyof typeof firms));
      replication.observe("enterprise-accounts-revenue", group, 3, million * 1e6);
      replication.observe("enterprise-revenue-before", group, 3, 1);
    }
    for (const [size, ids] of [...Object.entries(sizes), ["", Object.keys(firms)] as const]) {
      const changes = (ids as readonly (keyof typeof firms)[]).map(change);
      const group = (kind?: string): string =>
        JSON.stringify({
          ...(size === "" ? {} : { "enterprise-size": size }),
          ...(kind === undefined ? {} : { kind }),
        });
      const count = (of: (x: number) => boolean): number => changes.filter(of).length;
      replication.observe("enterprises", group(), 0, changes.length - (size.startsWith("10") ? 0.25 : 0));
      replication.observe(
        "enterprises",
        group(),
        3,
        count((x) => x > -0.9),
      );
      replication.observe("enterprise-revenue-change", group(), 3, changes.reduce((x, y) => x + y, 0) / changes.length);
      replication.observe("enterprises-losing", group("25"), 3, count((x) => x <= -0.25) / changes.length);
      replication.observe("enterprises-losing", group("50"), 3, count((x) => x <= -0.5) / changes.length);
      replication.observe(
        "enterprises-in-deficit",
        group(),
        3,
        count((x) => x < -0.05),
      );
      replication.observe(
        "enterprises-closed",
        group(),
        3,
        count((x) => x <= -0.9),
      );
    }
    if (number === 5) throw new Error("the run fails");
  },
};

const run: RunData = {
  schema: "tiltak.registers/1",
  data: {
    perEnterprise: true,
    enterprises: Object.entries(firms).map(([id, [, million]]) => ({
      id,
      participants: 10,
      stateSubsidyNok: million * 1e6,
      municipalSubsidyNok: 0,
      salesNok: 0,
      otherNok: 0,
      aftNok: 9e9,
      accountsYear: 2022,
    })),
  },
  imputed: {},
  sources: {},
};

let results: readonly SizeResult[];
let estimates: readonly Estimate[];
beforeAll(async () => {
  const scenarios = [
    { id: "none", parameters: { share: 0 } },
    { id: "all", parameters: { share: 1 } },
  ];
  const result = await runStudy({ model, scenarios, replications: 10, seed: "x", store: new MemoryStore() });
  results = resultsBySize(result.estimates, enterpriseResults(result.estimates, run));
  estimates = result.estimates.estimates;
});

function find(scenario: string, row: string): SizeResult {
  const found = results.find((one) => one.scenario === scenario && one.row === row);
  if (found === undefined) throw new Error(`there is no row ${scenario} ${row}`);
  return found;
}

describe("enterprises by size", () => {
  it("are counted by their own accounts, classes joined", () => {
    expect(
      results.filter(({ scenario }) => scenario === "all").map(({ row, enterprises }) => [row, enterprises]),
    ).toEqual([
      ["<5", 2],
      ["5-10", 1],
      ["<10", 3],
      ["10-20", 1],
      ["all", 4],
    ]);
  });

  it("have the mean change of their members in each run, with the interval over draws, and without the draw of a failed run", () => {
    const { change, difference, closed, inDeficit, losingQuarter, losingHalf } = find("all", "<10");
    expect(change.mean).toBeCloseTo(-(0.1 + 0.3 + 1) / 3, 12);
    // Of ten runs in five draws the draw of the failed run is left out; draws do not differ.
    expect([change.n, change.runs]).toEqual([4, 8]);
    expect(change.halfWidth).toBeCloseTo(0, 12);
    expect(difference?.mean).toBeCloseTo(-(0.1 + 0.3 + 1) / 3, 12);
    expect([closed.mean, inDeficit.mean]).toEqual([1, 3]);
    expect([losingQuarter.mean, losingHalf.mean]).toEqual([2 / 3, 1 / 3]);
  });

  it("are the rows of the estimates, one number for one thing", () => {
    for (const { scenario, row, closed, change } of results) {
      const of = (measure: string) =>
        estimates.find(
          (one) =>
            one.scenario === scenario &&
            one.measure === measure &&
            one.time === 3 &&
            JSON.stringify(one.group) === JSON.stringify(row === "all" ? {} : { "enterprise-size": row }),
        );
      expect([closed.mean, closed.halfWidth]).toEqual([
        of("enterprises-closed")?.mean,
        of("enterprises-closed")?.halfWidth,
      ]);
      expect(change.mean).toBe(of("enterprise-revenue-change")?.mean);
    }
    expect(find("all", "10-20")).toMatchObject({ enterprises: 1, openAtStart: 0.75 });
  });

  it("have no difference in the first scenario", () => {
    expect(find("none", "all").difference).toBeUndefined();
  });

  it("are of all points of a sweep, a draw being one unit, and without the point at which a run failed", async () => {
    const scenarios = [{ id: "some", parameters: { share: 0 } }];
    const points = [{ parameters: { share: 0 } }, { parameters: { share: 0.5 } }];
    const result = await runStudy({ model, scenarios, points, replications: 10, seed: "x", store: new MemoryStore() });
    const swept = resultsBySize(result.estimates, enterpriseResults(result.estimates, run));
    const whole = swept.find(({ row }) => row === "<10");
    // Half of the points lose half of (0.1 + 0.3 + 1) / 3.
    expect(whole?.change.mean).toBeCloseTo(-(0.1 + 0.3 + 1) / 12, 12);
    expect([whole?.change.n, whole?.change.runs]).toEqual([4, 16]);
    const estimate = result.estimates.estimates.find(
      ({ point, measure, group }) =>
        point === null && measure === "enterprise-revenue-change" && group.enterprise === "B002",
    );
    const only = swept.find(({ row }) => row === "5-10");
    expect([only?.change.mean, only?.change.halfWidth]).toEqual([estimate?.mean, estimate?.halfWidth]);
  });

  it("are a table in either language, and CSV", () => {
    expect(sizeTable(results, "nb")).toContain("Under 10 mill. kr i alt");
    expect(sizeTable(results, "en")).toMatch(/Below 10 million in all +3 +−47% \(−47% \.\.\. −47%\) +−47 \(/);
    const [head, ...lines] = sizeCsv(results).trimEnd().split("\n");
    expect(head).toMatch(/^scenario,vta-revenue-mnok,enterprises,change-mean,change-low,change-high,difference-mean,/);
    expect(lines[2]).toMatch(/^none,0-10 MNOK,3,0,0,0,,,,/);
    expect(lines).toHaveLength(10);
  });
});
