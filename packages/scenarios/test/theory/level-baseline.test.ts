// The level baseline of the catalogue, with its own evidence and drawn parameters, does not drift: participants of each setting
// stay within 1 % of their start in every year, and list, ages and tenures of year 0 and 10 differ by less than their joint
// 95 % interval (Bonferroni) and by less than 2 %. With fixed parameters, where intervals are narrow, sim-core holds the same.

import { meanInterval, runStudy, type StudyResult } from "@tiltak/sim-core";
import { programmeModel } from "@tiltak/sim-core/programme";
import { beforeAll, describe, expect, it } from "vitest";
import { resolveScenarios, toScenarioInput } from "../../src/index.ts";

const replications = 24;
let result: StudyResult;
const values = new Map<string, Float64Array>();

beforeAll(async () => {
  const scenarios = resolveScenarios(["baseline-level"], { years: 10 }).map(toScenarioInput);
  result = await runStudy({ model: programmeModel, scenarios, replications, seed: "level" });
  const cells = await result.observations.cells();
  const keys = cells.map(({ measure, group, time }) => `${measure} ${group} ${time}`);
  for (const key of keys) values.set(key, new Float64Array(replications));
  await result.observations.read(0, cells.length, (_scenario, _point, replication, cell, value) => {
    const column = values.get(keys[cell] ?? "");
    if (column !== undefined) column[replication] = value;
  });
}, 300_000);

/** Means of the two runs of each draw. */
function draws(measure: string, group: string, time: number): number[] {
  const column = values.get(`${measure} ${group} ${time}`);
  if (column === undefined) throw new Error(`${measure} ${group} was not observed at ${time}`);
  return Array.from({ length: replications / 2 }, (_, d) => (column[2 * d] + column[2 * d + 1]) / 2);
}

const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;

describe("baseline-level", () => {
  it("ran without a failure", () => {
    expect(result.failures).toEqual([]);
  });

  it.each(["sheltered", "ordinary"])("keeps its %s participants within one per cent in every year", (setting) => {
    const group = JSON.stringify({ setting });
    const start = mean(draws("participants", group, 0));
    for (let year = 1; year <= 10; year++) {
      expect(Math.abs(mean(draws("participants", group, year)) / start - 1), `year ${year}`).toBeLessThan(0.01);
    }
  });

  const stocks: readonly (readonly [string, string])[] = [
    ["candidates-waiting", "{}"],
    ["age-mean", '{"setting":"sheltered"}'],
    ["age-mean", '{"setting":"ordinary"}'],
    ["tenure-mean", '{"setting":"sheltered"}'],
    ["tenure-mean", '{"setting":"ordinary"}'],
  ];
  it.each(stocks)("does not move %s %s", (measure, group) => {
    const level = 1 - 0.05 / stocks.length;
    const before = draws(measure, group, 0);
    const after = draws(measure, group, 10);
    const widths = [before, after].map((list) => meanInterval(list, level).halfWidth);
    const joint = Math.sqrt(widths.reduce((sum, width) => sum + width * width, 0));
    const change = mean(after) - mean(before);
    expect(Math.abs(change)).toBeLessThan(joint);
    // Draws differ much more from each other than years do: whatever the interval allows, a move of two per cent is one.
    expect(Math.abs(change)).toBeLessThan(0.02 * mean(before));
  });

  it.each(["sheltered", "ordinary"])("has as many exits from %s in year 10 as in year 1", (setting) => {
    const group = JSON.stringify({ setting });
    const first = draws("exits", group, 1);
    const change = draws("exits", group, 10).map((value, d) => value - (first[d] ?? Number.NaN));
    expect(Math.abs(mean(change))).toBeLessThan(meanInterval(change, 0.975).halfWidth);
  });
});
