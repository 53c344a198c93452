// Random scripts of processes on the kernel and on the naive reference kernel give the same log, line by line: times, order,
// values, interrupts, who holds what, who waits where. Invariants of every resource are checked along the way.

import fc from "fast-check";
import { expect, test } from "vitest";
import { runKernel } from "../support/kernel-driver.ts";
import { stepsOf, worlds } from "../support/kernel-worlds.ts";
import { runReference } from "../support/reference-kernel.ts";

let steps = 0;

test.each([
  [3, 8, 2_500],
  [6, 14, 1_500],
])("%i processes of up to %i steps behave as on the reference kernel", (scripts, length, runs) => {
  fc.assert(
    fc.property(worlds(scripts, length), (world) => {
      steps += stepsOf(world);
      expect(runKernel(world)).toEqual(runReference(world));
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

test("the two together took at least 100,000 steps", () => {
  expect(steps).toBeGreaterThanOrEqual(100_000);
});
