// Laws of the event view: what runs, and when, is what a sorted list says, whatever is scheduled, cancelled and moved, near
// and far, tied and spread; places at sites are what a list of customers says; listening changes nothing.

import { EventTrace, Simulation, SiteResources, WaitJournal } from "@tiltak/sim-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { runKernel } from "../support/kernel-driver.ts";
import { worlds } from "../support/kernel-worlds.ts";

interface Pending {
  readonly id: number;
  readonly handle: number;
  time: number;
  readonly priority: number;
  order: number;
}

const byOrder = (a: Pending, b: Pending): number => a.time - b.time || a.priority - b.priority || a.order - b.order;

// Clusters of very different width, so that rungs of every fineness are built, and ties.
const delay = fc.oneof(
  fc.constantFrom(0, 0, 1, 1, 2),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 1e6, noNaN: true }),
  fc.double({ min: 5, max: 5 + 1e-9, noNaN: true }),
  fc.double({ min: 0, max: Number.MAX_VALUE / 1e10, noNaN: true }),
);

test("events run in the order of a sorted list, over 100,000 commands", () => {
  let commands = 0;
  const command = fc.tuple(fc.nat(19), delay, fc.constantFrom(-1, 0, 0, 0, 2.5), fc.nat());
  fc.assert(
    fc.property(fc.array(command, { minLength: 2_500, maxLength: 4_500, size: "max" }), fc.nat(3), (list, growth) => {
      const simulation = new Simulation({ capacity: 1, start: -1 });
      const seen: number[] = [];
      const note = simulation.handler((id) => {
        seen.push(id);
      });
      let pending: Pending[] = [];
      const expected: number[] = [];
      let order = 0;
      const due = (count: number): void => {
        pending.sort(byOrder);
        for (const event of pending.splice(0, count)) expected.push(event.id);
      };
      list.forEach(([kind, span, priority, pick], id) => {
        commands++;
        const time = simulation.now + span;
        const target = pending[pick % Math.max(1, pending.length)];
        if (kind < 11 + growth || target === undefined) {
          pending.push({ id, handle: simulation.schedule(time, note, id, priority), time, priority, order: order++ });
        } else if (kind < 15) {
          expect(simulation.cancel(target.handle)).toBe(true);
          pending = pending.filter((event) => event !== target);
          expect([simulation.cancel(target.handle), simulation.isPending(target.handle)]).toEqual([false, false]);
        } else if (kind < 17) {
          simulation.reschedule(target.handle, time);
          target.time = time;
          target.order = order++;
          expect(simulation.timeOf(target.handle)).toBe(time);
        } else if (kind < 19) {
          due(5);
          simulation.step(5);
        } else if (span < 10) {
          due(pending.filter((event) => event.time <= time).length);
          simulation.runUntil(time);
        }
        expect(simulation.pending).toBe(pending.length);
      });
      due(pending.length);
      simulation.run();
      expect(seen).toEqual(expected);
    }),
    { numRuns: 40 },
  );
  expect(commands).toBeGreaterThanOrEqual(100_000);
});

test("places at sites are given as a list of customers says, and the accounts balance", () => {
  const action = fc.tuple(
    fc.nat(9),
    fc.nat(1),
    fc.nat(7),
    fc.constantFrom(0, 1, 2, Number.POSITIVE_INFINITY),
    fc.constantFrom(0, 0, 1, -1),
  );
  fc.assert(
    fc.property(
      fc.array(action, { minLength: 20, maxLength: 120 }),
      fc.tuple(fc.nat(3), fc.nat(3)),
      (actions, capacities) => {
        const simulation = new Simulation();
        const log: string[] = [];
        const beds: SiteResources = new SiteResources(simulation, {
          capacities,
          customers: 1,
          granted: (customer) => log.push(`${simulation.now} granted ${customer}`),
          reneged: (customer) => log.push(`${simulation.now} reneged ${customer}`),
        });
        beds.monitor();
        // The model: who waits where, in what order, until when; who holds what. Calls are told at the same time.
        const model: string[] = [];
        const limits = [...capacities];
        let holders: { site: number; customer: number }[] = [];
        let queue: { site: number; customer: number; until: number; priority: number; order: number }[] = [];
        let order = 0;
        const call = (site: number, now: number): void => {
          const free = (): boolean => holders.filter((each) => each.site === site).length < limits[site];
          const next = (): (typeof queue)[number] | undefined => {
            return queue
              .filter((each) => each.site === site)
              .sort((a, b) => a.priority - b.priority || a.order - b.order)[0];
          };
          for (let first = next(); first !== undefined && free(); first = next()) {
            const called = first;
            queue = queue.filter((each) => each !== called);
            holders.push({ site, customer: called.customer });
            model.push(`${now} granted ${called.customer}`);
          }
        };
        actions.forEach(([kind, site, customer, patience, priority], step) => {
          // Half past, so that no action coincides with the end of a patience.
          const now = step + (step % 2) * 0.5;
          for (const each of queue
            .filter(({ until }) => until < now)
            .sort((a, b) => a.until - b.until || a.order - b.order)) {
            queue = queue.filter((other) => other !== each);
            model.push(`${each.until} reneged ${each.customer}`);
          }
          simulation.runUntil(now);
          const holds = holders.find((each) => each.customer === customer);
          const waits = queue.find((each) => each.customer === customer);
          if (kind < 6 && holds === undefined && waits === undefined) {
            const before = queue.some((each) => each.site === site);
            const taken = !before && holders.filter((each) => each.site === site).length < limits[site];
            if (taken) holders.push({ site, customer });
            else queue.push({ site, customer, until: now + patience + 0.25, priority, order: order++ });
            expect(beds.seize(site, customer, patience + 0.25, priority)).toBe(taken);
          } else if (kind < 8 && holds !== undefined) {
            holders = holders.filter((each) => each !== holds);
            beds.release(customer);
            call(holds.site, now);
          } else if (kind === 8) {
            expect(beds.leave(customer)).toBe(holds !== undefined || waits !== undefined);
            holders = holders.filter((each) => each !== holds);
            queue = queue.filter((each) => each !== waits);
            if (holds !== undefined) call(holds.site, now);
          } else if (kind === 9) {
            limits[site] = customer % 4;
            beds.setCapacity(site, limits[site]);
            call(site, now);
          }
          simulation.runUntil(now);
          for (const each of [0, 1]) {
            expect(beds.inUse(each)).toBe(holders.filter((holder) => holder.site === each).length);
            expect(beds.queueLength(each)).toBe(queue.filter((waiter) => waiter.site === each).length);
          }
          beds.checkInvariants();
        });
        expect(log).toEqual(model);
      },
    ),
    { numRuns: 400 },
  );
});

test("a trace and a journal change nothing, whatever the model does", () => {
  fc.assert(
    fc.property(worlds(6, 14), (world) => {
      const listened = runKernel(world, (simulation) => {
        new EventTrace(simulation, { limit: 100 });
        new WaitJournal(simulation);
      });
      expect(listened).toEqual(runKernel(world));
    }),
    { numRuns: 200 },
  );
});
