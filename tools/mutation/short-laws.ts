// A short version of the property tests of kernel and resources, with fixed seeds: what random scripts do on the kernel and on the
// naive reference kernel is the same. Run by tools/mutation only; `npm test` runs the long ones.

import { EventTrace, Simulation, SiteResources, WaitJournal } from "@tiltak/sim-core";
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
  for (let id = 0; id < 2_000; id++) {
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
    if (simulation.pending !== pending.length) throw new Error(`${simulation.pending} pending`);
  }
  take(Number.POSITIVE_INFINITY);
  simulation.run();
  expect(seen).toEqual(expected);
});

test("thousands of pending events and processes, tied and spread, run in the order of a sorted list", () => {
  const simulation = new Simulation({ capacity: 1, start: -1 });
  let state = 7;
  const chance = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
  const seen: string[] = [];
  const note = simulation.handler((id) => seen.push(`${id}`));
  const due: { time: number; priority: number; order: number; text: string; handle: number }[] = [];
  let order = 0;
  for (let id = 0; id < 6_000; id++) {
    const time = [chance(2_048) / 64, 5 + chance(1_000) * 1e-9, 1e6 * chance(1_000)][id % 3] ?? 0;
    const priority = chance(9) === 0 ? chance(3) - 1 : 0;
    due.push({ time, priority, order: order++, text: `${id}`, handle: simulation.schedule(time, note, id, priority) });
  }
  for (let id = 0; id < 1_000; id++) {
    const time = chance(2_048) / 64;
    simulation.process("p", () => saying(seen, `p${id}`), { at: time });
    due.push({ time, priority: 0, order: order++, text: `p${id}`, handle: 0 });
  }
  const late = due.filter(({ handle }) => handle > 0 && chance(5) === 0);
  for (const event of late) {
    if (chance(2) === 0) {
      expect(simulation.cancel(event.handle)).toBe(true);
      due.splice(due.indexOf(event), 1);
    } else {
      event.time = chance(2_048) / 64;
      event.order = order++;
      simulation.reschedule(event.handle, event.time);
    }
  }
  expect(simulation.pending).toBe(due.length);
  due.sort((a, b) => a.time - b.time || a.priority - b.priority || a.order - b.order);
  simulation.run();
  expect(seen).toEqual(due.map(({ text }) => text));
});

function* saying(seen: string[], text: string): Generator<number, void> {
  seen.push(text);
  yield 0;
}

test("places at sites are given as a plain list of customers says, and the accounts balance", () => {
  let state = 3;
  const chance = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
  for (const monitored of [true, false]) {
    const simulation = new Simulation({ start: 100 });
    const log: string[] = [];
    const model: string[] = [];
    const limits = [1, 0, 2];
    const beds: SiteResources = new SiteResources(simulation, {
      capacities: limits,
      customers: 1,
      granted: (customer) => log.push(`${simulation.now} granted ${customer}`),
      reneged: (customer) => log.push(`${simulation.now} reneged ${customer}`),
    });
    let holders: { site: number; customer: number }[] = [];
    let queue: { site: number; customer: number; until: number; priority: number; order: number; from: number }[] = [];
    const areas = limits.map(() => ({
      queue: 0,
      used: 0,
      requests: 0,
      grants: 0,
      releases: 0,
      reneges: 0,
      withdrawals: 0,
      waits: 0,
    }));
    let since = 0;
    const account = (now: number): void => {
      areas.forEach((area, site) => {
        area.queue += (now - since) * queue.filter((each) => each.site === site).length;
        area.used += (now - since) * holders.filter((each) => each.site === site).length;
      });
      since = now;
    };
    const call = (site: number, now: number): void => {
      for (;;) {
        const next = queue
          .filter((each) => each.site === site)
          .sort((a, b) => a.priority - b.priority || a.order - b.order)[0];
        if (next === undefined || holders.filter((each) => each.site === site).length >= (limits[site] ?? 0)) return;
        queue = queue.filter((each) => each !== next);
        holders.push(next);
        const area = areas[site];
        if (area !== undefined) {
          area.grants++;
          area.waits += now - next.from;
        }
        model.push(`${now} granted ${next.customer}`);
      }
    };
    const renege = (now: number): void => {
      for (const each of queue
        .filter(({ until }) => until < now)
        .sort((a, b) => a.until - b.until || a.order - b.order)) {
        account(each.until);
        queue = queue.filter((other) => other !== each);
        const area = areas[each.site];
        if (area !== undefined) area.reneges++;
        model.push(`${each.until} reneged ${each.customer}`);
      }
    };
    // Some hold and wait before anybody looks.
    for (let step = 0; step < 300; step++) {
      const now = 100 + step;
      renege(now);
      account(now);
      simulation.runUntil(now);
      if (step === 40) {
        if (monitored) beds.monitor();
        for (const area of areas)
          Object.assign(area, {
            queue: 0,
            used: 0,
            requests: 0,
            grants: 0,
            releases: 0,
            reneges: 0,
            withdrawals: 0,
            waits: 0,
          });
      }
      const customer = chance(9);
      const site = chance(3);
      const holds = holders.find((each) => each.customer === customer);
      const waits = queue.find((each) => each.customer === customer);
      const kind = chance(10);
      const at = areas[holds?.site ?? waits?.site ?? site];
      if (at === undefined) continue;
      if (kind < 6 && holds === undefined && waits === undefined) {
        at.requests++;
        const taken =
          !queue.some((each) => each.site === site) &&
          holders.filter((each) => each.site === site).length < (limits[site] ?? 0);
        const patience = chance(3) === 0 ? Number.POSITIVE_INFINITY : chance(30) + 0.5;
        const priority = chance(3) - 1;
        if (taken) {
          at.grants++;
          holders.push({ site, customer });
        } else queue.push({ site, customer, until: now + patience, priority, order: step, from: now });
        expect(beds.seize(site, customer, patience, priority)).toBe(taken);
      } else if (kind < 8 && holds !== undefined) {
        at.releases++;
        holders = holders.filter((each) => each !== holds);
        beds.release(customer);
        call(holds.site, now);
      } else if (kind === 8) {
        if (holds !== undefined) at.releases++;
        if (waits !== undefined) at.withdrawals++;
        expect(beds.leave(customer)).toBe(holds !== undefined || waits !== undefined);
        holders = holders.filter((each) => each !== holds);
        queue = queue.filter((each) => each !== waits);
        if (holds !== undefined) call(holds.site, now);
      } else if (kind === 9) {
        limits[site] = chance(4);
        beds.setCapacity(site, limits[site] ?? 0);
        expect(beds.capacity(site)).toBe(limits[site]);
        call(site, now);
      }
      simulation.runUntil(now);
      for (let each = 0; each < 3; each++) {
        expect(beds.inUse(each)).toBe(holders.filter((holder) => holder.site === each).length);
        const line = queue.filter((waiter) => waiter.site === each);
        expect(beds.queueLength(each)).toBe(line.length);
        line.sort((a, b) => a.priority - b.priority || a.order - b.order);
        expect(beds.next(each)).toBe(line[0]?.customer ?? -1);
      }
      expect(beds.siteOf(customer)).toBe([...holders, ...queue].find((each) => each.customer === customer)?.site ?? -1);
      if (monitored && step >= 40) {
        beds.checkInvariants();
        const report = beds.report(site);
        const area = areas[site];
        if (area === undefined || step === 40) continue;
        const { requests, grants, releases, reneges, withdrawals } = area;
        expect(report).toMatchObject({ requests, grants, releases, reneges, withdrawals });
        expect(report.meanQueue).toBeCloseTo(area.queue / (step - 40), 9);
        expect(report.meanInUse).toBeCloseTo(area.used / (step - 40), 9);
        if (grants > 0) expect(report.meanWait).toBeCloseTo(area.waits / grants, 9);
      }
    }
    renege(Number.MAX_VALUE);
    simulation.run();
    expect(log).toEqual(model);
  }
});
