import { describe, expect, it } from "vitest";
import { assignFiles, judgeVitest } from "../lib/vitest-results.mjs";

const unit = { name: "unit", what: "", budgetSeconds: 1, files: ["src/**"] };
const theory = { name: "theory", what: "", budgetSeconds: 1, files: ["src/theory/**"] };
const owned = new Map([["unit", ["src/a.test.ts"]]]);
const passedTest = { status: "passed", fullName: "a" };

function report(file: Partial<{ status: string; assertionResults: { status: string }[]; name: string }>) {
  return {
    testResults: [
      {
        name: "/r/src/a.test.ts",
        status: "passed",
        startTime: 0,
        endTime: 2000,
        assertionResults: [passedTest],
        ...file,
      },
    ],
  };
}

describe("which check owns a test file", () => {
  it("is the first whose patterns match, and only that one", () => {
    const map = assignFiles([theory, unit], ["src/a.test.ts", "src/theory/b.test.ts"]);
    expect(map.get("theory")).toEqual(["src/theory/b.test.ts"]);
    expect(map.get("unit")).toEqual(["src/a.test.ts"]);
  });
});

describe("the judge of a vitest run", () => {
  it("passes a check whose files all ran and passed, and adds up their time", () => {
    const { checks, processFailure } = judgeVitest([unit], owned, report({}), "/r", 0);
    expect(checks[0]).toMatchObject({ passed: true, seconds: 2, verdict: "1 tests in 1 files" });
    expect(processFailure).toBeUndefined();
  });

  it.each([
    ["no report at all", undefined, /was not run/],
    ["a file that the report does not know", report({ name: "/r/src/other.test.ts" }), /was not run/],
    ["a file without a test", report({ assertionResults: [] }), /no test/],
    ["a failed test", report({ status: "failed", assertionResults: [{ status: "failed" }] }), /1 of 1 tests failed/],
    ["a skipped test", report({ assertionResults: [passedTest, { status: "pending" }] }), /1 tests skipped/],
    ["a file that failed outside its tests", report({ status: "failed" }), /outside its tests/],
  ])("fails on %s", (_, results, verdict) => {
    const { checks } = judgeVitest([unit], owned, results, "/r", 1);
    expect(checks[0]?.passed).toBe(false);
    expect(checks[0]?.verdict).toMatch(verdict);
  });

  it("says so when vitest failed although all tests passed", () => {
    expect(judgeVitest([unit], owned, report({}), "/r", 1).processFailure).toMatch(/exit code 1/);
  });
});
