// The engine agrees with queueing theory: the conformance program, at its quick effort. What it would reject is shown in
// verification-rejects.test.ts.

import { describe, expect, it } from "vitest";
import { verifyEngine } from "../../src/verification/index.ts";

describe("the engine", () => {
  const report = verifyEngine({ effort: "quick", seed: "theory tests" });

  it.each([...new Set(report.checks.map((check) => check.case))])("agrees with theory on %s", (name) => {
    expect(report.checks.filter((check) => check.case === name && check.verdict !== "pass")).toEqual([]);
  });

  it("is looked at closely enough, even in a quick run", () => {
    for (const { detects } of report.checks) expect(detects).toBeLessThan(0.4);
  });
});
