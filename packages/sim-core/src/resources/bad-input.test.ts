// What resources refuse: each error says in one sentence what was found and what to give, and carries its code, the value, the
// simulation time and the process that asked.

import { describe, expect, test } from "vitest";
import { type KernelError, Simulation } from "../kernel/index.ts";
import {
  Barrier,
  Batcher,
  CapacityError,
  Container,
  firstFree,
  ReleaseError,
  Resource,
  SiteResources,
  Store,
  shortestQueue,
} from "./index.ts";

const place = '(time 2.5, process "clerk", simulation "clinic", seed "s", replication 3)';

/** Let a process try something at time 2.5, and give the error that it met. */
function refused(attempt: (simulation: Simulation) => unknown): KernelError {
  const simulation = new Simulation({ name: "clinic", seed: "s", replication: 3 });
  let met: unknown;
  simulation.process("clerk", function* () {
    yield 2.5;
    try {
      attempt(simulation);
    } catch (error) {
      met = error;
    }
  });
  simulation.run();
  return met as KernelError;
}

const desk = (simulation: Simulation): Resource => new Resource(simulation, { name: "desk", capacity: 2 });
const whole = "give a whole number of at least 0";

describe("a resource", () => {
  test.each([
    [-1, "capacity", `capacity -1; ${whole}`, (s: Simulation) => new Resource(s, { name: "desk", capacity: -1 })],
    [0.5, "capacity", `capacity 0.5; ${whole}`, (s: Simulation) => desk(s).setCapacity(0.5)],
    [
      0,
      "units",
      "a request for 0 units; give a whole number of at least 1",
      (s: Simulation) => desk(s).seize({ units: 0 }),
    ],
    [
      1.5,
      "units",
      "a request for 1.5 units; give a whole number of at least 1",
      (s: Simulation) => desk(s).use(1, { units: 1.5 }),
    ],
    [
      3,
      "beyond-capacity",
      "a request for 3 of 2 units would wait for ever",
      (s: Simulation) => desk(s).seize({ units: 3 }),
    ],
    [
      3,
      "beyond-capacity",
      "a request for 3 of 2 units would wait for ever",
      (s: Simulation) => desk(s).use(1, { units: 3 }),
    ],
    [
      Number.NaN,
      "priority",
      "priority NaN; give a finite number",
      (s: Simulation) => desk(s).seize({ priority: Number.NaN }),
    ],
    [-1, "patience", "patience -1; give a number of at least 0", (s: Simulation) => desk(s).seize({ patience: -1 })],
    [-1, "balk-at", "balkAt -1; give a number of at least 0", (s: Simulation) => desk(s).seize({ balkAt: -1 })],
    [-2, "duration", "duration -2; give a finite number of at least 0", (s: Simulation) => desk(s).use(-2)],
    [
      Number.POSITIVE_INFINITY,
      "duration",
      "duration Infinity; give a finite number of at least 0",
      (s: Simulation) => desk(s).use(Number.POSITIVE_INFINITY),
    ],
  ] as const)("refuses %d as %s: %s", (value, code, message, attempt) => {
    const error = refused(attempt);
    expect(error).toBeInstanceOf(CapacityError);
    expect(error).toMatchObject({
      code,
      message: `resource "desk": ${message} ${place}`,
      details: { value, time: 2.5, process: "clerk", simulation: "clinic", seed: "s", replication: 3 },
    });
  });

  test("without units refuses any request, unless it is told that it may get some", () => {
    const simulation = new Simulation();
    const none = new Resource(simulation, { capacity: 0 });
    expect(() => none.seize()).toThrow('resource "resource": a request for 1 of 0 units would wait for ever');
    expect(() => none.use(1)).toThrow("1 of 0 units");
    expect(() => none.use(1, {})).toThrow("1 of 0 units");
    expect(new Resource(simulation, { capacity: 0, largestCapacity: 1 }).seize().leaseState).toBe("new");
    expect(new Resource(simulation, { capacity: 1 }).seize().granted).toBe(false);
    expect(new Resource(simulation, { capacity: 2, largestCapacity: 1 }).seize({ units: 2 }).units).toBe(2);
  });

  test("refuses a new priority that is no number, and keeps the old one", () => {
    let priority: number | undefined;
    const error = refused((simulation) => {
      const lease = desk(simulation).seize({ priority: 4 });
      try {
        lease.priority = Number.NaN;
      } finally {
        priority = lease.priority;
      }
    });
    expect(error).toMatchObject({ code: "priority", message: `priority NaN; give a finite number ${place}` });
    expect(priority).toBe(4);
  });

  test("refuses a release of what is not held, and says what it is", () => {
    const error = refused((simulation) => {
      const one = desk(simulation);
      one.release(one.seize());
    });
    expect(error).toBeInstanceOf(ReleaseError);
    expect(error).toMatchObject({
      code: "not-held",
      message: `a lease of resource "desk" is new, not held; release once, after it was granted ${place}`,
      details: { state: "new", time: 2.5, process: "clerk" },
    });
  });

  test("refuses a release of what another gave out, and says whose it is", () => {
    const error = refused((simulation) => {
      const other = new Resource(simulation, { name: "other", capacity: 1 });
      desk(simulation).release(other.seize());
    });
    expect(error).toBeInstanceOf(ReleaseError);
    expect(error).toMatchObject({
      code: "other-resource",
      message: `a lease of resource "other" is given back to resource "desk"; call release of the lease ${place}`,
    });
  });

  test.each([
    ["capacity", `capacity NaN; ${whole}`, { largestCapacity: Number.NaN }],
    ["capacity", `capacity -1; ${whole}`, { largestCapacity: -1 }],
    ["queue-limit", "queueLimit NaN; give a number of at least 0", { queueLimit: Number.NaN }],
    ["queue-limit", "queueLimit -1; give a number of at least 0", { queueLimit: -1 }],
  ])("refuses, as %s, %s", (code, message, options) => {
    const error = refused((simulation) => new Resource(simulation, { name: "desk", capacity: 1, ...options }));
    expect(error).toMatchObject({ code, message: `resource "desk": ${message} ${place}` });
  });

  test("takes requests for as much as it once had, and for more after it has grown", () => {
    const simulation = new Simulation();
    const grown = new Resource(simulation, { name: "desk", capacity: 2 });
    expect(() => grown.seize({ units: 4 })).toThrow(CapacityError);
    grown.setCapacity(5);
    grown.setCapacity(3);
    expect(grown.seize({ units: 5 }).units).toBe(5);
    expect(() => grown.seize({ units: 6 })).toThrow(/6 of 5 units/);
  });

  test.each([
    ["wait-in-use", 'a lease of resource "desk" is held already; release it before yielding it again', 1],
    ["not-held", 'a lease of resource "desk" is released, not held; release once, after it was granted', 2],
  ])("refuses, as %s, a second yield or release", (code, message, releases) => {
    const simulation = new Simulation({ start: 1 });
    const lease = desk(simulation).seize();
    simulation.process("clerk", function* () {
      yield lease;
      if (releases === 1) yield lease;
      for (let i = 0; i < releases; i++) lease.release();
    });
    expect(() => simulation.run()).toThrow(
      expect.objectContaining({ code, message: `${message} (time 1, process "clerk")` }),
    );
  });
});

describe("a capacity calendar", () => {
  test.each([
    ["no steps; give at least one", { steps: [] }],
    ["period 0; give a finite number above 0, or none", { steps: [[0, 1]], period: 0 }],
    ["period Infinity; give a finite number above 0, or none", { steps: [[0, 1]], period: Number.POSITIVE_INFINITY }],
    ["period NaN; give a finite number above 0, or none", { steps: [[0, 1]], period: Number.NaN }],
    [
      "time 1 after 1; times must rise",
      {
        steps: [
          [1, 1],
          [1, 2],
        ],
      },
    ],
    ["time NaN after -Infinity; times must rise", { steps: [[Number.NaN, 1]] }],
    [
      "time Infinity after 0; times must rise",
      {
        steps: [
          [0, 1],
          [Number.POSITIVE_INFINITY, 1],
        ],
      },
    ],
    ["time 24 outside the period from 0 to 24", { steps: [[24, 1]], period: 24 }],
    ["time -1 outside the period from 0 to 24", { steps: [[-1, 1]], period: 24 }],
    [`capacity 0.5; ${whole}`, { steps: [[1, 0.5]] }],
    [`capacity -1; ${whole}`, { steps: [[1, -1]] }],
  ] as const)("is refused: %s", (message, calendar) => {
    const error = refused((simulation) => new Resource(simulation, { capacity: 1, calendar }));
    expect(error).toMatchObject({
      code: "calendar",
      message: `capacity calendar: ${message} ${place}`,
      details: { time: 2.5, process: "clerk", steps: calendar.steps },
    });
    expect(error.details).toHaveProperty("period");
  });
});

describe("a store", () => {
  const store = (simulation: Simulation): Store<number> => new Store<number>(simulation, { name: "shelf" });

  test.each([
    [
      0,
      "capacity",
      "capacity 0; give a whole number of at least 1",
      (s: Simulation) => new Store(s, { name: "shelf", capacity: 0 }),
    ],
    [
      1.5,
      "capacity",
      "capacity 1.5; give a whole number of at least 1",
      (s: Simulation) => new Store(s, { name: "shelf", capacity: 1.5 }),
    ],
    [
      2,
      "beyond-capacity",
      "2 first items for capacity 1",
      (s: Simulation) => new Store(s, { name: "shelf", capacity: 1, items: [1, 2] }),
    ],
    [Number.NaN, "priority", "priority NaN; give a finite number", (s: Simulation) => store(s).put(1, Number.NaN)],
    [
      Number.NaN,
      "priority",
      "priority NaN; give a finite number",
      (s: Simulation) => store(s).get({ priority: Number.NaN }),
    ],
  ] as const)("refuses %d as %s: %s", (value, code, message, attempt) => {
    const error = refused(attempt);
    expect(error).toBeInstanceOf(CapacityError);
    expect(error).toMatchObject({
      code,
      message: `store "shelf": ${message} ${place}`,
      details: { value, time: 2.5, process: "clerk" },
    });
  });

  test("takes as many first items as it holds, and its name may be left out", () => {
    const simulation = new Simulation();
    expect(new Store(simulation, { capacity: 2, items: [1, 2] }).size).toBe(2);
    expect(() => new Store(simulation, { capacity: 0 })).toThrow('store "store": capacity 0');
  });
});

describe("a container", () => {
  const tank = (simulation: Simulation): Container => new Container(simulation, { name: "tank", capacity: 10 });

  test.each([
    [
      0,
      "capacity",
      "capacity 0; give a number above 0",
      (s: Simulation) => new Container(s, { name: "tank", capacity: 0 }),
    ],
    [
      -1,
      "level",
      "level -1; give a number from 0 to 10",
      (s: Simulation) => new Container(s, { name: "tank", capacity: 10, level: -1 }),
    ],
    [
      11,
      "level",
      "level 11; give a number from 0 to 10",
      (s: Simulation) => new Container(s, { name: "tank", capacity: 10, level: 11 }),
    ],
    [
      Number.POSITIVE_INFINITY,
      "level",
      "level Infinity; give a number from 0 to Infinity",
      (s: Simulation) => new Container(s, { name: "tank", level: Number.POSITIVE_INFINITY }),
    ],
    [0, "amount", "amount 0; give a finite number above 0", (s: Simulation) => tank(s).put(0)],
    [-1, "amount", "amount -1; give a finite number above 0", (s: Simulation) => tank(s).get(-1)],
    [Number.NaN, "amount", "amount NaN; give a finite number above 0", (s: Simulation) => tank(s).get(Number.NaN)],
    [
      Number.POSITIVE_INFINITY,
      "amount",
      "amount Infinity; give a finite number above 0",
      (s: Simulation) => new Container(s, { name: "tank" }).put(Number.POSITIVE_INFINITY),
    ],
    [
      11,
      "beyond-capacity",
      "an amount of 11 for a capacity of 10 would wait for ever",
      (s: Simulation) => tank(s).get(11),
    ],
    [Number.NaN, "priority", "priority NaN; give a finite number", (s: Simulation) => tank(s).put(1, Number.NaN)],
  ] as const)("refuses %d as %s: %s", (value, code, message, attempt) => {
    const error = refused(attempt);
    expect(error).toBeInstanceOf(CapacityError);
    expect(error).toMatchObject({
      code,
      message: `container "tank": ${message} ${place}`,
      details: { value, time: 2.5, process: "clerk" },
    });
  });

  test("may be full, empty and nameless", () => {
    const simulation = new Simulation();
    expect(new Container(simulation, { capacity: 2, level: 2 }).level).toBe(2);
    expect(() => new Container(simulation).get(0)).toThrow('container "container": amount 0');
  });
});

describe("barriers, batches and pools", () => {
  test.each([
    ["parties", 'barrier "gate": 0 parties; give a whole number of at least 1', 0, () => new Barrier(0, "gate")],
    ["parties", 'barrier "barrier": 1.5 parties; give a whole number of at least 1', 1.5, () => new Barrier(1.5)],
    [
      "batch-size",
      `batcher "bus": size 0; give a whole number of at least 1 ${place}`,
      0,
      (s: Simulation) => new Batcher(s, { name: "bus", size: 0 }),
    ],
    [
      "longest-wait",
      `batcher "batches": longest wait -1; give a number of at least 0 ${place}`,
      -1,
      (s: Simulation) => new Batcher(s, { size: 1, longestWait: -1 }),
    ],
  ] as const)("%s: %s", (code, message, value, attempt) => {
    const error = refused(attempt);
    expect(error).toBeInstanceOf(CapacityError);
    expect(error).toMatchObject({ code, message, details: { value } });
  });

  test("a pool of nothing", () => {
    for (const attempt of [() => shortestQueue([]), () => firstFree([])]) {
      expect(refused(attempt)).toMatchObject({
        code: "empty-pool",
        message: "a pool needs at least one resource",
        details: { value: 0 },
      });
    }
  });
});

describe("places at sites", () => {
  const beds = (simulation: Simulation): SiteResources =>
    new SiteResources(simulation, { name: "beds", capacities: [1, 2], customers: 4, granted: () => {} });

  test.each([
    [
      0.5,
      "capacity",
      `capacity 0.5; ${whole}`,
      (s: Simulation) => new SiteResources(s, { name: "beds", capacities: [1, 0.5], granted: () => {} }),
    ],
    [-1, "capacity", `capacity -1; ${whole}`, (s: Simulation) => beds(s).setCapacity(0, -1)],
    [2, "unknown-site", "site 2 of 2; sites count from 0", (s: Simulation) => beds(s).seize(2, 0)],
    [0.5, "unknown-site", "site 0.5 of 2; sites count from 0", (s: Simulation) => beds(s).seize(0.5, 0)],
    [-1, "customer", `customer -1; ${whole}`, (s: Simulation) => beds(s).seize(0, -1)],
    [1.5, "customer", `customer 1.5; ${whole}`, (s: Simulation) => beds(s).seize(0, 1.5)],
    [2 ** 40, "customer", `customer ${2 ** 40}; ${whole}`, (s: Simulation) => beds(s).seize(0, 2 ** 40)],
    [
      Number.NaN,
      "patience",
      "patience NaN; give a number of at least 0",
      (s: Simulation) => beds(s).seize(0, 1, Number.NaN),
    ],
    [
      Number.NaN,
      "priority",
      "priority NaN; give a finite number",
      (s: Simulation) => beds(s).seize(0, 1, 1, Number.NaN),
    ],
    [
      3,
      "customer-not-out",
      "customer 3 is holding at site 1; release or leave first",
      (s: Simulation) => {
        const own = beds(s);
        own.seize(1, 3);
        own.seize(0, 3);
      },
    ],
  ] as const)("refuse %d as %s: %s", (value, code, message, attempt) => {
    const error = refused(attempt);
    expect(error).toBeInstanceOf(CapacityError);
    expect(error).toMatchObject({
      code,
      message: `beds: ${message} ${place}`,
      details: { value, time: 2.5, process: "clerk" },
    });
  });

  test("refuse to take back what a customer does not hold", () => {
    const error = refused((simulation) => beds(simulation).release(2));
    expect(error).toBeInstanceOf(ReleaseError);
    expect(error).toMatchObject({
      code: "not-held",
      message: `beds: customer 2 is out, not holding; release once, after the grant ${place}`,
      details: { customer: 2 },
    });
  });

  test("may have no places, no customers yet, no patience and no name", () => {
    const simulation = new Simulation();
    const calls: string[] = [];
    const sites = new SiteResources(simulation, {
      capacities: [0],
      customers: 0,
      granted: () => {},
      reneged: (customer) => calls.push(`${simulation.now} ${customer}`),
    });
    expect(sites.seize(0, 0, 0)).toBe(false);
    expect([sites.state(0), sites.state(7), sites.siteOf(0)]).toEqual(["waiting", "out", 0]);
    simulation.run();
    expect([calls, sites.state(0), sites.siteOf(0)]).toEqual([["0 0"], "out", -1]);
    sites.setCapacity(0, 0);
    expect(() => sites.setCapacity(0, -1)).toThrow("sites: capacity -1");
    expect(() => sites.release(0)).toThrow("sites: customer 0 is out");
  });
});
