// A property that fails under a planted fault stops at its first counterexample instead of looking for a smaller one.

import { readFileSync } from "node:fs";
import { expect } from "vitest";

const { testPath } = expect.getState();
// Only where it is used: to load the library costs more than most test files take.
if (testPath !== undefined && readFileSync(testPath, "utf8").includes('"fast-check"')) {
  const { default: fc } = await import("fast-check");
  fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
}
