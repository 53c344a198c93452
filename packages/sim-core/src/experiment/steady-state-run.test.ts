import { expect, test } from "vitest";
import type { Model } from "../kernel/model.ts";
import { Simulation } from "../kernel/simulation.ts";
import { AddressedStreams } from "../random/index.ts";
import { steadyStateMean } from "../statistics/index.ts";
import { type SteadyStateRunOptions, steadyStateRun } from "./steady-state-run.ts";

/** M/M/1 on the kernel: the waits of so many customers, service at rate 1, arrivals at rate `load`. */
const queue: Model = {
  id: "queue",
  version: "1",
  run({ load, customers }, replication) {
    const random = new AddressedStreams(replication.key);
    const simulation = new Simulation();
    const line: { readonly customer: number; readonly since: number }[] = [];
    let busy = false;
    const serve = (customer: number, since: number): void => {
      busy = true;
      replication.observe("wait", "{}", customer, simulation.now - since);
      simulation.scheduleIn(random.exponential(0, customer, 2), leave, 0);
    };
    const leave = simulation.handler(() => {
      busy = false;
      const next = line.shift();
      if (next !== undefined) serve(next.customer, next.since);
    });
    const arrive = simulation.handler((customer) => {
      if (customer + 1 < Number(customers)) {
        simulation.scheduleIn(random.exponential(0, customer + 1, 1) / Number(load), arrive, customer + 1);
      }
      if (busy) line.push({ customer, since: simulation.now });
      else serve(customer, simulation.now);
    });
    simulation.schedule(0, arrive, 0);
    simulation.run();
  },
};

const options: SteadyStateRunOptions = {
  model: queue,
  parameters: { load: 0.5, customers: 20_000 },
  seed: "one long run",
  measure: "wait",
};

test("a run of M/M/1 that is long enough gives the mean wait of theory within its interval", async () => {
  const result = await steadyStateRun(options);
  if (!result.enough) throw new Error(result.reason);
  // Mean wait in line load / (1 - load) = 1 with service at rate 1.
  expect(result.low).toBeLessThan(1);
  expect(result.high).toBeGreaterThan(1);
  expect(result.halfWidth).toBeLessThan(0.2);
  expect(result).toMatchObject({ level: 0.95, batches: 20, method: "adjusted batch means after mser-5" });
  expect(result.n + result.truncation).toBeLessThanOrEqual(20_000);
  expect(result.n + result.truncation).toBeGreaterThan(19_980);
});

test("a run that is too short gets not enough data, with a reason and a forecast", async () => {
  const short = await steadyStateRun({ ...options, parameters: { load: 0.9, customers: 2000 } });
  expect(short).toMatchObject({ enough: false, n: 2000 });
  if (!short.enough) expect(short.needed).toBeGreaterThan(2000);
  const shortest = await steadyStateRun({ ...options, parameters: { load: 0.5, customers: 30 } });
  expect(shortest).toMatchObject({
    enough: false,
    n: 30,
    needed: 50,
    reason: expect.stringContaining("30 observations"),
  });
});

test("a measure that was never observed is not enough data", async () => {
  expect(await steadyStateRun({ ...options, measure: "weight" })).toMatchObject({ enough: false, n: 0 });
});

test("the series is that of one measure and group, in the order of the model, without what is undefined", async () => {
  const values = Array.from({ length: 400 }, (_, i) => (i % 7) + (i < 20 ? 50 : 0));
  const model: Model = {
    id: "scripted",
    version: "1",
    run(_, replication) {
      for (const [i, value] of values.entries()) {
        replication.observe("other", "{}", i, -value);
        // Later observations at earlier times: what counts is the order in which they were made.
        replication.observe("x", '{"kind":"a"}', -i, value);
        replication.observe("x", "{}", i, Number.NaN);
        replication.observe("gap", "{}", i, i % 2 === 0 ? value : Number.NaN);
      }
    },
  };
  const own = { model, parameters: {}, seed: "s", level: 0.9, batches: 10, effectivePerBatch: 2 };
  const same = { level: 0.9, batches: 10, effectivePerBatch: 2 };
  const found = await steadyStateRun({ ...own, measure: "x", group: { kind: "a" } });
  expect(found).toEqual(steadyStateMean(values, same));
  expect(found).toMatchObject({ enough: true, truncation: 20, level: 0.9, batches: 10 });
  const even = values.filter((_, i) => i % 2 === 0);
  expect(await steadyStateRun({ ...own, measure: "gap" })).toEqual(steadyStateMean(even, same));
  expect(await steadyStateRun({ ...own, measure: "x" })).toMatchObject({ enough: false, n: 0 });
});

test("distributions stand at their means, the same seed gives the same run, and what the model throws comes out", async () => {
  const load = { distribution: "uniform", min: 0.4, max: 0.6 } as const;
  const fixed = await steadyStateRun(options);
  expect(await steadyStateRun({ ...options, parameters: { load, customers: 20_000 } })).toEqual(fixed);
  expect(await steadyStateRun({ ...options, seed: "another" })).not.toEqual(fixed);
  const failing: Model = {
    ...queue,
    run() {
      throw new RangeError("no queue today");
    },
  };
  await expect(steadyStateRun({ ...options, model: failing })).rejects.toThrow("no queue today");
  await expect(steadyStateRun({ ...options, parameters: { load: Number.NaN } })).rejects.toMatchObject({
    code: "study-plan",
  });
  await expect(steadyStateRun({ ...options, level: 95 })).rejects.toMatchObject({ code: "statistics-level" });
});
