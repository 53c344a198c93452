// The page of the conformance program shows the recorded run, and the recorded run is what the engine gives today.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type VerificationReport, verifyEngine } from "@tiltak/sim-core/verification";
import { expect, test } from "vitest";

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const recorded: VerificationReport = JSON.parse(readFileSync(pathOf("verification-run.json"), "utf8"));

test("the page shows the recorded run", () => {
  expect(() =>
    execFileSync(process.execPath, [pathOf("../tools/verification-page.mjs"), "--check"], { stdio: "pipe" }),
  ).not.toThrow();
});

test("the recorded run is of the whole list, at full effort, and every check passes", () => {
  expect(recorded).toMatchObject({ schema: "tiltak.verification/1", effort: "full", passed: true });
  expect(recorded.checks.filter(({ verdict }) => verdict !== "pass")).toEqual([]);
});

test("cases that run again give the recorded figures to the last bit", () => {
  const only = ["erlang-b", "machine-repair", "mmck-events", "lindley-events"];
  const again = verifyEngine({ seed: recorded.seed, effort: recorded.effort, only });
  const names = new Set(again.checks.map((check) => check.case));
  expect(again.statisticalChecks).toBe(recorded.statisticalChecks);
  expect(again.checks).toEqual(recorded.checks.filter((check) => names.has(check.case)));
});
