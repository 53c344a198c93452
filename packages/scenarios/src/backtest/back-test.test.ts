// Judging forecasts: rows, scores and misses, with the forecasts that need no run of the programme model and with made-up ones.

import { describe, expect, it } from "vitest";
import { reportOf } from "./back-test.ts";
import { type Forecast, forecastWithoutRuns } from "./forecasts.ts";
import { figureOf, loadTargets } from "./targets.ts";

const forecasts = forecastWithoutRuns("tiltak");
const report = reportOf(forecasts, "tiltak", 0);
const rowOf = (id: string): (typeof report.rows)[number] => {
  const row = report.rows.find((one) => one.id === id);
  if (row === undefined) throw new Error(`no row ${id}`);
  return row;
};

/** Forecasts of the held-out targets that say what came, shifted by a share of it. */
function shifted(by: number): readonly Forecast[] {
  return forecasts.map((forecast) => {
    const observed = figureOf(forecast.target.observed);
    return { ...forecast, sample: Float64Array.from({ length: 101 }, (_, i) => observed * (1 + by + (i - 50) / 500)) };
  });
}

describe("the report of a back-test", () => {
  it("scores what is held out and nothing else", () => {
    for (const row of report.rows) expect(row.crps !== undefined, row.id).toBe(row.role === "held-out");
    expect(report.score.coverage.n).toBe(report.rows.filter(({ role }) => role === "held-out").length);
  });

  it("holds that what follows by arithmetic follows, but for one ratio of table 4.1", () => {
    const derived = report.rows.filter(({ role }) => role === "derived");
    expect(derived.length).toBeGreaterThanOrEqual(11);
    expect(derived.filter(({ inside }) => !inside).map(({ id }) => id)).toEqual(["table41-lillestrom"]);
  });

  it("gives the same numbers for the same seed and others for another", () => {
    expect(reportOf(forecastWithoutRuns("tiltak"), "tiltak", 0)).toEqual(report);
    const other = reportOf(forecastWithoutRuns("other"), "other", 0);
    expect(other.score.meanCrps).not.toBe(report.score.meanCrps);
    expect(other.score.meanCrps).toBeCloseTo(report.score.meanCrps, 1);
  });

  it("predicts sites from the others: nine stocks and counts hold, and the winding up of a trial is missed as expected", () => {
    expect(rowOf("ullensaker-2021-12")).toMatchObject({ inside: true, observed: 8 });
    expect(rowOf("indre-fosen-to-ordinary")).toMatchObject({ inside: false, missExpected: true });
    expect(report.misses.unforeseen).toEqual([]);
  });

  it("takes an upper bound for what it is", () => {
    const row = rowOf("lillestrom-stayed");
    expect(row).toMatchObject({ bound: "at-most", inside: true });
    const low = reportOf(
      forecasts.map((forecast) =>
        forecast.target.id === "lillestrom-stayed" ? { ...forecast, sample: Float64Array.of(5, 6, 7) } : forecast,
      ),
      "tiltak",
      0,
    ).rows.find(({ id }) => id === "lillestrom-stayed");
    expect(low).toMatchObject({ inside: true, crps: 0 });
  });

  it("finds perfect forecasts better than naive ones, and forecasts that are far off too few", () => {
    const good = reportOf(shifted(0), "tiltak", 0);
    expect(good.score.coverage).toMatchObject({ inside: good.score.coverage.n, enough: true });
    expect(good.score.noChange.skill).toBeGreaterThan(0.5);
    expect(good.misses.spared.length).toBeGreaterThan(0);
    const bad = reportOf(shifted(0.5), "tiltak", 0);
    expect(bad.score.coverage.enough).toBe(false);
    expect(bad.misses.unforeseen.length).toBeGreaterThan(5);
    expect(bad.score.noChange.skill).toBeLessThan(good.score.noChange.skill);
  });

  it("has a naive forecast beside every site, and the noise of counting around it where people are counted", () => {
    for (const target of loadTargets().targets.filter(({ predictor }) => predictor.name === "site-stock")) {
      const row = rowOf(target.id);
      expect(row.noChange?.crpsWithNoise).toBeDefined();
      expect(row.otherSites?.forecast).toBeGreaterThan(0);
    }
  });
});
