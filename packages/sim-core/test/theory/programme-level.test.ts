// A stationary world does not move: with today's scheme level and begun in balance, stocks, lists, ages, tenures and
// exits of year 0 or 1 and of year 10 are alike, and exits equal their closed form. Joint 95 % intervals (Bonferroni).
// Intake is in list order here, which is what the balance of the first day knows in closed form; where enterprises and
// teams pick by need, those who are served have waited some weeks less, and mean age falls by about as much.

import { beforeAll, describe, expect, it } from "vitest";
import { studentTQuantile } from "../../src/foundation/index.ts";
import { type Observations, observeRun } from "../support/programme-run.ts";
import { levelWorld } from "../support/programme-world.ts";

const runs = 24;
const observed: Observations[] = [];

beforeAll(() => {
  const inListOrder = { "intake.model-shares.nav": 1, "intake.veto-share": 0 };
  for (let r = 0; r < runs; r++) observed.push(observeRun({ ...levelWorld, ...inListOrder }, "level", r));
}, 300_000);

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
function halfWidth(values: readonly number[], comparisons: number): number {
  const mean = meanOf(values);
  const variance = values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / (values.length - 1);
  return studentTQuantile(1 - 0.025 / comparisons, values.length - 1) * Math.sqrt(variance / values.length);
}

describe("a level world, begun in balance", () => {
  it.each(["sheltered", "ordinary"])("keeps its %s participants within 1 %% in every year", (setting) => {
    const at = (year: number): number => meanOf(observed.map((run) => run.at("participants", { setting }, year)));
    for (let year = 1; year <= 10; year++) expect(Math.abs(at(year) / at(0) - 1), `year ${year}`).toBeLessThan(0.01);
  });

  const stocks: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ["candidates-waiting", {}],
    ["age-mean", { setting: "sheltered" }],
    ["age-mean", { setting: "ordinary" }],
    ["tenure-mean", { setting: "sheltered" }],
    ["tenure-mean", { setting: "ordinary" }],
  ];
  it.each(stocks)("does not move %s %o in ten years", (measure, group) => {
    const change = observed.map((run) => run.at(measure, group, 10) - run.at(measure, group, 0));
    expect(Math.abs(meanOf(change))).toBeLessThan(halfWidth(change, stocks.length));
  });

  // Sheltered: the stock times the yearly share that leaves. Ordinary: the stock over the mean stay.
  it.each([
    ["sheltered", 0.108],
    ["ordinary", 1 / 2.5],
  ])("loses as many %s participants in year 10 as in year 1, and as the law says", (setting, rate) => {
    const own = (run: Observations, year: number): number =>
      run.at("exits", { setting }, year) - run.at("exits", { setting, cause: "place-lost" }, year);
    const change = observed.map((run) => own(run, 10) - own(run, 1));
    expect(Math.abs(meanOf(change))).toBeLessThan(halfWidth(change, 4));
    const surplus = observed.map((run) => {
      let exits = 0;
      let expected = 0;
      for (let year = 1; year <= 10; year++) {
        exits += own(run, year);
        const stock = run.at("participants", { setting }, year) + run.at("participants", { setting }, year - 1);
        expected += (rate * stock) / 2;
      }
      return (exits - expected) / 10;
    });
    expect(Math.abs(meanOf(surplus))).toBeLessThan(halfWidth(surplus, 4));
  });

  it("sees of the dropouts in ordinary workplaces the share within three years that the law was given", () => {
    const shares = observed.flatMap((run) =>
      Array.from({ length: 10 }, (_, k) => run.at("dropout-within-3-years", { setting: "ordinary" }, k + 1)),
    );
    expect(Math.abs(meanOf(shares) - 0.85)).toBeLessThan(0.01);
  });
});
