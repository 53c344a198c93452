// Properties look at the same inputs in every run of the checks: one that failed once in a thousand runs would be met by
// whoever changes something else. The battery of properties sets TILTAK_FRESH_SEEDS and looks at new inputs each time.

import { readFileSync } from "node:fs";
import { expect } from "vitest";

const { testPath } = expect.getState();
// Only where it is used: to load the library costs more than most test files take.
if (process.env.TILTAK_FRESH_SEEDS === undefined && testPath !== undefined && usesProperties(testPath)) {
  const { default: fc } = await import("fast-check");
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 1 });
}

function usesProperties(path: string): boolean {
  return readFileSync(path, "utf8").includes('"fast-check"');
}
