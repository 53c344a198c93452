// tiltak verify, seen from outside: what is printed in each format and language, and the exit code.

import { InputError } from "@tiltak/sim-core";
import { type CheckResult, verifyEngine } from "@tiltak/sim-core/verification";
import { afterEach, describe, expect, it, vi } from "vitest";
import { checkName } from "../i18n/check-names.ts";
import { Terminal } from "../terminal.ts";
import type { Lang } from "./texts.ts";
import { type VerifyFlags, verify } from "./verify.ts";

afterEach(() => vi.restoreAllMocks());

function say(
  flags: VerifyFlags,
  format: "table" | "json" | "csv" = "table",
  lang: Lang = "en",
  run = verifyEngine,
): { code: number; printed: string } {
  let printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const terminal = new Terminal({ lang, quiet: true, color: false });
  return { code: verify({ quick: true, ...flags }, terminal, format, run), printed };
}

describe("tiltak verify", () => {
  it("prints theory, simulated, interval and verdict, then what the verdicts are worth", () => {
    const { code, printed } = say({ only: ["machine-repair,lindley-events"] });
    expect(code).toBe(0);
    const lines = printed.split("\n");
    expect(lines[0]).toMatch(/^Case +Model +Measure +Theory +Simulated +Interval +Finds errors from +Verdict$/);
    expect(lines[1]).toMatch(
      /^machine-repair +machine repair +machines down +1\.11\d? +\d\.\d+ +\d\.\d+ to \d\.\d+ +\d+\.\d % +pass$/,
    );
    expect(printed).toMatch(/lindley-events +G\/G\/1 +waits that differ +0 +0 +20,000 customers +any +pass/);
    expect(printed).toMatch(/All 5 checks pass\. Seed "tiltak"\./);
    expect(printed).toMatch(
      /with a probability of about 0\.1 % at most: 0\.00\d\d % for each of \d+ statistical checks/,
    );
    expect(printed).toMatch(/is found with probability 90 %/);
  });

  it("speaks Norwegian with Norwegian numbers", () => {
    const { printed } = say({ only: ["machine-repair"] }, "table", "nb");
    expect(printed).toMatch(/^Tilfelle +Modell +Mål +Teori/);
    expect(printed).toMatch(/maskiner og reparatører +maskiner ute av drift +1,11/);
    expect(printed).toMatch(/Alle 4 kontroller består/);
  });

  it("has a Norwegian name for every model and measure", () => {
    const { printed } = say({}, "json");
    const { checks } = JSON.parse(printed) as { readonly checks: readonly CheckResult[] };
    // Letters, strokes and signs of queueing theory alone are the same in every language.
    const notation = /^[A-Z()t+\d]+(\/[A-Zcinft()+\d]+)+$/;
    const untold = checks
      .flatMap(({ model, measure }) => [model, measure])
      .filter((name) => !notation.test(name) && checkName("nb", name) === name);
    expect(checks.length).toBeGreaterThan(80);
    expect([...new Set(untold)]).toEqual([]);
    expect(checkName("nb", "number at 1.25")).toBe("antall ved tid 1,25");
    expect(checkName("en", "number at 1.25")).toBe("number at 1.25");
  });

  it("prints the report and nothing else as JSON, by the seed", () => {
    const { printed } = say({ only: ["lindley"], seed: "x" }, "json");
    expect(JSON.parse(printed)).toMatchObject({
      schema: "tiltak.verification/1",
      seed: "x",
      effort: "quick",
      passed: true,
    });
    expect(JSON.parse(printed).checks).toHaveLength(2);
  });

  it("prints one row a check as CSV", () => {
    const lines = say({ only: ["lindley"] }, "csv")
      .printed.trim()
      .split("\n");
    expect(lines[0]).toBe("case,model,view,measure,kind,theory,simulated,low,high,n,pValue,detects,verdict");
    expect(lines[1]).toBe("lindley-processes,G/G/1,processes,waits that differ,pathwise,0,0,0,0,20000,,0,pass");
  });

  it("ends with exit code 1 when a check fails, and says which", () => {
    const { code, printed } = say({ only: ["machine-repair"] }, "table", "en", (options) => {
      const report = verifyEngine(options);
      const checks = report.checks.map((check, i) => (i === 1 ? { ...check, verdict: "fail" as const } : check));
      return { ...report, passed: false, checks };
    });
    expect(code).toBe(1);
    expect(printed).toMatch(/utilisation of repairers .* FAIL/);
    expect(printed).toMatch(/1 of 4 checks do not pass/);
  });

  it("refuses the name of no case, and no name", () => {
    expect(() => say({ only: ["mm2"] })).toThrow(InputError);
    expect(() => say({ only: ["mm1,"] })).toThrow(/names no case/);
    expect(() => say({ only: [] })).toThrow(/names no case/);
  });
});
