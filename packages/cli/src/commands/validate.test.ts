// tiltak validate and calibrate, seen from outside: what is printed in each format and language, and the exit codes. The back-test
// itself is in the scenarios package; here forecasts that need no run of the country stand for it.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BackTestReport, type CalibrationReport, forecastWithoutRuns, reportOf } from "@tiltak/scenarios/backtest";
import { InputError } from "@tiltak/sim-core";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { Terminal } from "../terminal.ts";
import { calibrate } from "./calibrate.ts";
import type { Lang } from "./texts.ts";
import { type ValidateFlags, validate } from "./validate.ts";

afterEach(() => vi.restoreAllMocks());

let report: BackTestReport;
beforeAll(() => {
  report = reportOf(forecastWithoutRuns("tiltak"), "tiltak", 20);
}, 60_000);

/** Run a command and give its exit code and what it printed. */
async function printed(
  command: (terminal: Terminal) => Promise<number>,
  lang: Lang = "en",
): Promise<{ code: number; text: string }> {
  let text = "";
  vi.spyOn(process.stdout, "write").mockImplementation((piece) => {
    text += String(piece);
    return true;
  });
  const code = await command(new Terminal({ lang, quiet: true, color: false }));
  return { code, text };
}

const say = (flags: ValidateFlags, lang: Lang = "en", given: BackTestReport = report) =>
  printed((terminal) => validate({ workers: "1", ...flags }, terminal, async () => given), lang);

describe("tiltak validate", () => {
  it("prints observed, median, interval and verdict by role, then the score and the misses", async () => {
    const { code, text } = await say({});
    expect(code).toBe(0);
    expect(text).toMatch(
      /^Held out: counted\nTarget +Observed +Median +90 % interval +Inside +CRPS +No change +Other sites\n/,
    );
    expect(text).toMatch(/Ullensaker, end of 2021, from its start +8\.0 +\d+\.0 +\d+\.0 to \d+\.0 +yes/);
    expect(text).toMatch(/Indre Fosen, moved to VTAO in 2020, of nine +4\.0 .* NO, expected/);
    expect(text).toMatch(/Lillestrøm, still there of at least 22 \(at most\) +at most 13\.0/);
    expect(text).toMatch(/Cost per place in the trials, 2021 +168 +168 +yes/);
    expect(text).toMatch(/Coverage: \d+ of \d+ held-out figures lie in the 90 % interval/);
    expect(text).toMatch(/Against the same number with counting noise/);
    expect(text).toMatch(/Misses not expected: –\./);
  });

  it("speaks Norwegian with Norwegian numbers", async () => {
    const { text } = await say({}, "nb");
    expect(text).toMatch(/^Holdt utenfor: telles\nMål +Observert +Median/);
    expect(text).toMatch(/Gjennomsnittlig stilling, Stavanger 2021 +0,800 +0,\d{3} +0,\d{3} til 0,\d{3}/);
    expect(text).toMatch(/Bom som var ventet på forhånd/);
  });

  it("gives the report as JSON and the rows as CSV with a point in every language", async () => {
    const json = await say({ format: "json" });
    expect(JSON.parse(json.text)).toEqual(JSON.parse(JSON.stringify(report)));
    const csv = await say({ format: "csv" }, "nb");
    const lines = csv.text.trimEnd().split("\n");
    expect(lines).toHaveLength(report.rows.length + 1);
    expect(lines[0]).toMatch(/^id,role,reading,unit,observed,bound,n,median,low,high,inside,/);
    expect(lines.find((line) => line.startsWith("position-stavanger,"))).toMatch(/,0\.8,,10,0\.\d+/);
  });

  it("fails with --strict when too few intervals hold, and only then", async () => {
    const { coverage } = report.score;
    const poor: BackTestReport = { ...report, score: { ...report.score, coverage: { ...coverage, enough: false } } };
    expect((await say({ strict: true }, "en", poor)).code).toBe(1);
    expect((await say({}, "en", poor)).code).toBe(0);
    expect((await say({ strict: true })).code).toBe(coverage.enough ? 0 : 1);
    expect((await say({}, "en", poor)).text).toMatch(/TOO FEW/);
  });

  it("says so when the model does not beat a naive forecast", async () => {
    const { otherSites } = report.score;
    const gain = { mean: -0.1, low: -0.2, high: -0.05 };
    const worse: BackTestReport = { ...report, score: { ...report.score, otherSites: { ...otherSites, gain } } };
    expect((await say({}, "en", worse)).text).toMatch(/THE MODEL IS WORSE/);
  });

  it("writes the table, the picture and its data into a folder", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tiltak-validate-"));
    try {
      await say({ out: folder });
      expect(readdirSync(folder).sort()).toEqual([
        "backtest.csv",
        "backtest.svg",
        "backtest.vl.json",
        "validation.json",
      ]);
      expect(readFileSync(join(folder, "backtest.svg"), "utf8")).toMatch(/^<svg/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("refuses an odd number of replications and a format that is none", async () => {
    await expect(say({ replications: "3" })).rejects.toThrow(InputError);
    await expect(say({ format: "xml" })).rejects.toThrow(InputError);
  });
});

const fits: CalibrationReport = {
  schema: "tiltak.calibration/1",
  seed: "tiltak",
  replications: 4,
  fits: [
    {
      id: "one",
      title: { nb: "En tilpasning", en: "One fit" },
      method: { nb: "Rotsøk", en: "Root search" },
      targets: [{ label: { nb: "Mål", en: "Share" }, observed: 0.85, fitted: 0.85, registry: 0.8, decimals: 3 }],
      values: [
        { name: "exit.ordinary-mean-years", fitted: 2.5, low: 2.4, high: 2.6, registry: "uniform(2, 3)", decimals: 1 },
        { name: { nb: "uten spenn", en: "no range" }, fitted: 1, low: Number.NaN, high: Number.NaN, decimals: 0 },
      ],
      note: { nb: "Et forbehold.", en: "A caveat." },
    },
  ],
};

describe("tiltak calibrate", () => {
  const calibrated = (flags: Parameters<typeof calibrate>[0], lang: Lang = "en") =>
    printed((terminal) => calibrate(flags, terminal, async () => fits), lang);

  it("prints each fit with target, method and range, beside what the registry holds", async () => {
    const { code, text } = await calibrated({});
    expect(code).toBe(0);
    expect(text).toBe(
      [
        "One fit",
        "Method: Root search.",
        "Target  Observed  Fitted  By the registry",
        "Share      0.850   0.850            0.800",
        "Value                     Fitted  90 % range  In the registry",
        "exit.ordinary-mean-years     2.5  2.4 to 2.6  uniform(2, 3)",
        "no range                       1",
        "A caveat.",
        "",
      ].join("\n"),
    );
  });

  it("speaks Norwegian, JSON and CSV", async () => {
    expect((await calibrated({}, "nb")).text).toMatch(/^En tilpasning\nMetode: Rotsøk\.\n.*0,850/s);
    expect(JSON.parse((await calibrated({ format: "json" })).text).fits).toHaveLength(1);
    expect((await calibrated({ format: "csv" })).text.split("\n").slice(0, 3)).toEqual([
      "fit,kind,name,observed,fitted,low,high,registry",
      "one,target,Share,0.85,0.85,,,0.8",
      'one,value,exit.ordinary-mean-years,,2.5,2.4,2.6,"uniform(2, 3)"',
    ]);
  });
});
