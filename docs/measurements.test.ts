// What the docs say of measured sizes, times and variances is what the records say, and the records say what the docs promise.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
// The family is the program's own affair and no export: its source says it.
const [, listed = ""] =
  /headlineMeasures = \[([^\]]+)\]/.exec(readFileSync(pathOf("../packages/cli/src/headline.ts"), "utf8")) ?? [];
const headlineMeasures = [...listed.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name);
const record = (name: string) => JSON.parse(readFileSync(pathOf(`../bench/experiments/records/${name}.json`), "utf8"));

test("the pages show the recorded measurements", () => {
  expect(() =>
    execFileSync(process.execPath, [pathOf("../bench/experiments/page.mjs"), "--check"], { stdio: "pipe" }),
  ).not.toThrow();
});

test("common random numbers were measured for every headline measure, and save four fifths for three of them", () => {
  const { rows } = record("variance-reduction");
  expect(headlineMeasures).toHaveLength(8);
  for (const parameters of ["fixed", "drawn"]) {
    for (const share of [0.1, 1]) {
      const own = rows.filter((row: Record<string, unknown>) => row.parameters === parameters && row.share === share);
      expect(own.map(({ measure }: { measure: string }) => measure).sort()).toEqual([...headlineMeasures].sort());
    }
  }
  const fixed = rows.filter((row: Record<string, unknown>) => row.parameters === "fixed" && row.share === 0.1);
  expect(fixed.filter(({ factor }: { factor: number }) => factor >= 5).length).toBeGreaterThanOrEqual(3);
});

test("10^8 rows went through less than 400 MB", () => {
  const { rows, memoryMb } = record("many-rows");
  expect(rows).toBeGreaterThanOrEqual(1e8);
  expect(memoryMb).toBeLessThan(400);
});

// By the clock it depends on who else uses the machine; the record says how much that was.
test("10^7 rows were written in less than 20 seconds of processor time", () => {
  const { rows, summary } = record("write-rows");
  const [store] = summary.filter(({ way }: { way: string }) => way.startsWith("run directory"));
  expect(rows).toBe(1e7);
  expect(store.processorSeconds).toBeLessThan(20);
});
