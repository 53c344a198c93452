// Random scripts of processes on the kernel and on the naive reference kernel give the same log, line by line: times, order,
// values, interrupts, who holds what, who waits where. Invariants of every resource are checked along the way.

import fc from "fast-check";
import { expect, test } from "vitest";
import { runKernel } from "../support/kernel-driver.ts";
import { crowds, worlds } from "../support/kernel-worlds.ts";
import { runReference } from "../support/reference-kernel.ts";

/** How often each kind of command was carried out and did something. What a script that waits for ever never comes to does not count. */
const executed = new Map<string, number>();
const count = (command: string): void => {
  executed.set(command, (executed.get(command) ?? 0) + 1);
};

test.each([
  ["few processes", worlds(3, 8), 2_500],
  ["more processes", worlds(6, 14), 2_000],
  ["crowds at resources", crowds(8, 10), 800],
])("%s behave as on the reference kernel", (_, some, runs) => {
  fc.assert(
    fc.property(some, (world) => {
      expect(runKernel(world, undefined, true, count)).toEqual(runReference(world));
    }),
    { numRuns: runs },
  );
});

test("nothing depends on whether the resources are watched", () => {
  fc.assert(
    fc.property(worlds(6, 14), (world) => {
      expect(runKernel(world, undefined, false)).toEqual(runReference(world));
    }),
    { numRuns: 800 },
  );
});

test("together these carried out at least 100,000 commands besides holding, and some of every kind", () => {
  executed.delete("hold");
  const counts = [...executed.values()];
  expect(counts.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(100_000);
  expect(counts.length).toBe(30);
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(200);
});
