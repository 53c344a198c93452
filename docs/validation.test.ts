// The pages of the back-test and of the fits show the recorded runs, and what needs no run of the country is today what was recorded.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type BackTestReport, type CalibrationReport, forecastWithoutRuns, reportOf } from "@tiltak/scenarios/backtest";
import { expect, test } from "vitest";

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const read = <T>(name: string): T => JSON.parse(readFileSync(pathOf(name), "utf8")) as T;
const recorded = read<BackTestReport>("validation-run.json");
const fits = read<CalibrationReport>("calibration-run.json");

test("the pages show the recorded runs", () => {
  expect(() =>
    execFileSync(process.execPath, [pathOf("../tools/validation-page.mjs"), "--check"], { stdio: "pipe" }),
  ).not.toThrow();
});

test("at least 12 figures are held out, and their intervals hold no fewer than the 5 % point of Binomial(n, 0.9)", () => {
  expect(recorded.schema).toBe("tiltak.validation/1");
  expect(recorded.score.coverage.n).toBeGreaterThanOrEqual(12);
  expect(recorded.score.coverage.enough).toBe(true);
});

test("every miss that is shown as expected was expected", () => {
  const misses = recorded.rows.filter(({ inside, role }) => !inside && role === "held-out");
  expect(misses.length).toBeGreaterThan(0);
  for (const { id, missExpected } of misses) expect(recorded.misses.expected.includes(id), id).toBe(missExpected);
});

test("forecasts that need no run of the country give the recorded rows to the last bit", () => {
  const again = reportOf(forecastWithoutRuns(recorded.seed), recorded.seed, recorded.replications);
  expect(again.rows.length).toBeGreaterThan(25);
  for (const row of again.rows)
    expect(JSON.parse(JSON.stringify(row)), row.id).toEqual(recorded.rows.find(({ id }) => id === row.id));
}, 60_000);

test("the exit law meets its two targets to three digits under each reading", () => {
  const laws = fits.fits.filter(({ id }) => id.startsWith("ordinary-exits-"));
  expect(laws).toHaveLength(3);
  for (const { id, targets } of laws)
    for (const { observed, fitted } of targets) expect(Math.abs(fitted / observed - 1), id).toBeLessThan(0.0005);
});
