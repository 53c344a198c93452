// A short version of the property tests of kernel and resources, with fixed seeds: what random scripts do on the kernel and on the
// naive reference kernel is the same. Run by tools/mutation only; `npm test` runs the long ones.

import { EventTrace, Simulation, WaitJournal } from "@tiltak/sim-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { runKernel } from "../../packages/sim-core/test/support/kernel-driver.ts";
import { worlds } from "../../packages/sim-core/test/support/kernel-worlds.ts";
import { runReference } from "../../packages/sim-core/test/support/reference-kernel.ts";

test.each([
  [3, 8, 100, 1],
  [6, 14, 70, 2],
])("%i processes of up to %i steps behave as on the reference kernel", (scripts, length, numRuns, seed) => {
  fc.assert(
    fc.property(worlds(scripts, length), (world) => {
      expect(runKernel(world)).toEqual(runReference(world));
    }),
    { numRuns, seed },
  );
});

test("a trace and a journal change nothing", () => {
  fc.assert(
    fc.property(worlds(6, 14), (world) => {
      const listened = runKernel(world, (simulation) => {
        new EventTrace(simulation, { limit: 100 });
        new WaitJournal(simulation);
      });
      expect(listened).toEqual(runKernel(world));
    }),
    { numRuns: 10, seed: 3 },
  );
});

test("events run in the order of a sorted list", () => {
  const simulation = new Simulation({ capacity: 1 });
  const seen: number[] = [];
  const note = simulation.handler((id) => {
    seen.push(id);
  });
  const pending: { id: number; handle: number; time: number }[] = [];
  let state = 12345;
  const uniform = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 32;
  };
  const expected: number[] = [];
  const take = (time: number): void => {
    pending.sort((a, b) => a.time - b.time);
    while (pending.length > 0 && (pending[0]?.time ?? 0) <= time) expected.push(pending.shift()?.id ?? -1);
  };
  for (let id = 0; id < 4_000; id++) {
    const spread = [1e-9, 1, 1e6][Math.floor(3 * uniform())] ?? 1;
    const time = simulation.now + spread * uniform();
    pending.push({ id, handle: simulation.schedule(time, note, id), time });
    if (uniform() < 0.3) {
      const at = Math.floor(uniform() * pending.length);
      const [target] = pending.splice(at, 1);
      if (target !== undefined && uniform() < 0.5) expect(simulation.cancel(target.handle)).toBe(true);
      else if (target !== undefined) {
        simulation.reschedule(target.handle, time);
        pending.push({ ...target, time });
      }
    }
    if (id % 500 === 499) {
      const until = simulation.now + uniform();
      take(until);
      simulation.runUntil(until);
    }
    expect(simulation.pending).toBe(pending.length);
  }
  take(Number.POSITIVE_INFINITY);
  simulation.run();
  expect(seen).toEqual(expected);
});
