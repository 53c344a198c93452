// What resources measure and report, to the last figure; what their checks say when an account is broken; what waits, traces and
// reports call things.

import { describe, expect, test } from "vitest";
import {
  allOf,
  anyOf,
  EventTrace,
  type Interrupt,
  reportBlocked,
  Simulation,
  type Wait,
  watchInvariants,
} from "../kernel/index.ts";
import {
  Barrier,
  Batcher,
  Container,
  Gate,
  Resource,
  type ResourceOptions,
  SiteResources,
  Store,
  shortestQueue,
} from "./index.ts";

function setUp(options: Partial<ResourceOptions> = {}, start = 0): { simulation: Simulation; desk: Resource } {
  const simulation = new Simulation({ start });
  return { simulation, desk: new Resource(simulation, { name: "desk", capacity: 1, ...options }) };
}

describe("the report of a resource", () => {
  test("has the mean, the deviation and the greatest of the waits, and the greatest queue and use, over ups and downs", () => {
    const { simulation, desk } = setUp({ capacity: 2 });
    desk.monitor();
    // Served for 1 each: five at 0 (waits 0 0 1 1 2), one at 10 (0), two at 20 (0 0).
    for (const at of [0, 0, 0, 0, 0, 10, 20, 20]) {
      simulation.process(
        "p",
        function* () {
          yield desk.use(1);
        },
        { at },
      );
    }
    simulation.runUntil(30);
    expect(desk.monitor().report()).toEqual({
      from: 0,
      to: 30,
      requests: 8,
      grants: 8,
      releases: 8,
      reneges: 0,
      balks: 0,
      withdrawals: 0,
      preemptions: 0,
      meanQueue: (3 + 1) / 30,
      meanInUse: 8 / 30,
      meanCapacity: 2,
      utilisation: 8 / 60,
      greatestQueue: 3,
      greatestInUse: 2,
      meanWait: expect.closeTo(4 / 8, 12),
      deviationWait: expect.closeTo(Math.sqrt((5 * 0.25 + 2 * 0.25 + 2.25) / 7), 12),
      greatestWait: 2,
    });
    desk.checkInvariants();
  });

  test("says NaN for waits that were none", () => {
    const { simulation, desk } = setUp();
    desk.monitor();
    simulation.runUntil(1);
    expect(desk.monitor().report()).toMatchObject({
      grants: 0,
      meanWait: Number.NaN,
      deviationWait: Number.NaN,
      greatestWait: Number.NaN,
    });
  });

  test("counts a preempted request once, and each of its ends", () => {
    const { simulation, desk } = setUp({ discipline: "priority", queueLimit: 1 });
    desk.monitor();
    const work = (name: string, at: number, priority: number, length: number, preempt = false): void => {
      simulation.process(
        name,
        function* () {
          yield desk.use(length, { priority, preempt });
        },
        { at },
      );
    };
    work("slow", 1, 5, 10);
    work("urgent", 4, 0, 2, true);
    work("balks", 5, 9, 1);
    simulation.run();
    // Three done by 4, urgent until 6, the other seven after it.
    expect(simulation.now).toBe(13);
    expect(desk.monitor().report()).toMatchObject({
      requests: 3,
      grants: 3,
      releases: 2,
      preemptions: 1,
      balks: 1,
      // For an instant both stand there: who preempts, and who was preempted.
      greatestQueue: 2,
      meanWait: 2 / 3,
    });
    desk.checkInvariants();
  });

  test("may begin while units are held and requests wait, and balances", () => {
    const { simulation, desk } = setUp({ capacity: 2 });
    for (let i = 0; i < 4; i++) {
      simulation.process("p", function* () {
        yield desk.use(2);
      });
    }
    simulation.runUntil(1);
    desk.monitor();
    simulation.run();
    desk.checkInvariants();
    expect(desk.monitor().report()).toMatchObject({
      from: 1,
      requests: 0,
      grants: 2,
      releases: 4,
      greatestInUse: 2,
      greatestQueue: 2,
    });
  });

  test("balances on a long path whose times are not exact", () => {
    const { simulation, desk } = setUp({}, 0.1);
    const sites = new SiteResources(simulation, {
      capacities: [1],
      granted: (customer) => simulation.callIn(1e8 / 3, () => sites.release(customer)),
    });
    desk.monitor();
    sites.monitor();
    for (let i = 0; i < 60; i++) {
      simulation.process(
        "p",
        function* () {
          if (sites.seize(0, i)) simulation.callIn(1e8 / 3, () => sites.release(i));
          yield desk.use(1e8 / 3);
        },
        { at: 0.1 * (i + 1) },
      );
    }
    simulation.run();
    desk.checkInvariants();
    sites.checkInvariants();
    expect(sites.report(0)).toMatchObject({ grants: 60, releases: 60 });
    expect(sites.report(0).meanWait).toBeCloseTo(desk.monitor().report().meanWait, 3);
  });
});

describe("the check of an account", () => {
  test.each([
    ["Little's law", 5, 0, (desk: Resource) => desk.monitor().entered(false), 5],
    ["flow balance of the queue", 1, 0, (desk: Resource) => desk.monitor().entered(false), 0],
    ["units in use", -1, 0, (desk: Resource) => desk.monitor().released(1, false), 0],
    ["capacity", 1, 0, (desk: Resource) => desk.monitor().capacityChanged(0), 0],
  ] as const)("names %s, both its sides, the resource and the time", (law, left, right, spoil, after) => {
    const { simulation, desk } = setUp();
    desk.monitor();
    if (law === "capacity") {
      simulation.process("holder", function* () {
        yield desk.seize();
        yield 100;
      });
    }
    simulation.runUntil(1);
    desk.checkInvariants();
    spoil(desk);
    simulation.runUntil(1 + after);
    expect(() => desk.checkInvariants()).toThrow(
      expect.objectContaining({
        name: "InvariantError",
        code: "resource-invariant",
        message: `${law} does not hold for resource "desk": ${left} against ${right} at time ${1 + after}`,
        details: { law, left, right, time: 1 + after },
      }),
    );
  });

  test("allows more in use than there is only to those who held it when the capacity fell", () => {
    const { simulation, desk } = setUp({ capacity: 3 });
    desk.monitor();
    const leases = [1, 2, 3].map(() => desk.seize());
    for (const lease of leases) {
      simulation.process("holder", function* () {
        yield lease;
        yield 100;
      });
    }
    simulation.runUntil(1);
    const spoiled = (): string => {
      desk.monitor().capacityChanged(0);
      let message = "";
      try {
        desk.checkInvariants();
      } catch (error) {
        message = (error as Error).message;
      }
      desk.monitor().capacityChanged(desk.capacity);
      return message;
    };
    desk.setCapacity(3);
    expect(spoiled()).toContain("3 against 0");
    desk.setCapacity(1);
    desk.checkInvariants();
    expect(spoiled()).toBe("");
    leases[0].release();
    expect([desk.inUse, desk.available, spoiled()]).toEqual([2, 0, ""]);
    leases[1].release();
    expect(desk.inUse).toBe(1);
    expect(spoiled()).toContain("1 against 0");
  });

  test("is as strict after a preemption has brought the use down to the capacity", () => {
    const { simulation, desk } = setUp({ capacity: 3, discipline: "priority" });
    desk.monitor();
    simulation.process("bulk", function* () {
      yield desk.seize({ units: 3, priority: 9 });
      yield 100;
    });
    simulation.process("urgent", function* () {
      yield 2;
      yield desk.seize({ preempt: true });
      yield 100;
    });
    simulation.callAt(1, () => desk.setCapacity(1));
    simulation.runUntil(3);
    expect([desk.inUse, desk.capacity]).toEqual([1, 1]);
    desk.checkInvariants();
    desk.monitor().capacityChanged(0);
    expect(() => desk.checkInvariants()).toThrow("1 against 0");
  });
});

describe("the report of a store or a container", () => {
  test("counts puts and gets, and what was put back is not got", () => {
    const simulation = new Simulation();
    const tank = new Container(simulation, { capacity: 10, level: 2 });
    const shelf = new Store<number>(simulation, { capacity: 2, items: [1] });
    const reports = (): unknown[] => [tank, shelf].map((each) => each.monitor().report());
    reports();
    simulation.process("regrets", function* () {
      yield allOf(tank.get(1), shelf.get(), tank.put(3), shelf.put(9), 50);
    });
    simulation.process(
      "waits",
      function* () {
        yield anyOf(tank.put(9), 8);
        yield anyOf(tank.get(9), 8);
      },
      { at: 1 },
    );
    simulation.process(
      "fills",
      function* () {
        yield shelf.put(5);
        yield shelf.put(6);
        yield shelf.put(7);
      },
      { at: 2 },
    );
    simulation.runUntil(4);
    simulation.liveProcesses()[0].interrupt();
    simulation.runUntil(20);
    expect(reports()).toEqual([
      {
        from: 0,
        to: 20,
        puts: 1,
        gets: 0,
        meanLevel: (4 * 4 + 16 * 5) / 20,
        meanPutQueue: 8 / 20,
        meanGetQueue: 8 / 20,
        leastLevel: 1,
        greatestLevel: 5,
        greatestPutQueue: 1,
        greatestGetQueue: 1,
        // Those of who regrets: both were over at once.
        putWaits: 1,
        getWaits: 1,
        putWithdrawals: 1,
        getWithdrawals: 1,
        meanPutWait: 0,
        deviationPutWait: Number.NaN,
        greatestPutWait: 0,
        meanGetWait: 0,
        deviationGetWait: Number.NaN,
        greatestGetWait: 0,
      },
      {
        from: 0,
        to: 20,
        puts: 2,
        gets: 0,
        meanLevel: (2 * 1 + 2 * 2 + 16 * 3) / 20,
        meanPutQueue: 18 / 20,
        meanGetQueue: 0,
        leastLevel: 0,
        greatestLevel: 3,
        greatestPutQueue: 1,
        greatestGetQueue: 0,
        putWaits: 2,
        getWaits: 1,
        putWithdrawals: 0,
        getWithdrawals: 0,
        meanPutWait: 0,
        deviationPutWait: 0,
        greatestPutWait: 0,
        meanGetWait: 0,
        deviationGetWait: Number.NaN,
        greatestGetWait: 0,
      },
    ]);
    tank.checkInvariants();
    shelf.checkInvariants();
    tank.monitor().restart();
    simulation.runUntil(30);
    expect(tank.monitor().report()).toEqual({
      from: 20,
      to: 30,
      puts: 0,
      gets: 0,
      meanLevel: 5,
      meanPutQueue: 0,
      meanGetQueue: 0,
      leastLevel: 5,
      greatestLevel: 5,
      greatestPutQueue: 0,
      greatestGetQueue: 0,
      putWaits: 0,
      getWaits: 0,
      putWithdrawals: 0,
      getWithdrawals: 0,
      meanPutWait: Number.NaN,
      deviationPutWait: Number.NaN,
      greatestPutWait: Number.NaN,
      meanGetWait: Number.NaN,
      deviationGetWait: Number.NaN,
      greatestGetWait: Number.NaN,
    });
    tank.checkInvariants();
  });

  test("has the waits of getters and of putters, also of those who stood there when it began, but not of who tried or gave up", () => {
    const simulation = new Simulation({ start: 100 });
    const shelf = new Store<number>(simulation, { capacity: 1 });
    const tank = new Container(simulation, { capacity: 1 });
    const at = (time: number, body: () => Generator<Wait<unknown>, void>): void => {
      simulation.process("p", body, { at: 100 + time });
    };
    for (const time of [0, 3]) {
      at(time, function* () {
        yield anyOf(shelf.get(), time === 0 ? 100 : 1);
      });
      at(time, function* () {
        yield anyOf(tank.get(1), time === 0 ? 100 : 1);
      });
    }
    simulation.runUntil(102);
    for (const each of [shelf, tank]) each.monitor();
    // The getter of 0 is served at 6; of the three putters of 6 to 8 the first two are let in at once, since the first gives to the
    // getter, and the third at 10.
    for (const time of [6, 7, 8]) {
      at(time, function* () {
        yield shelf.put(time);
      });
      at(time, function* () {
        yield tank.put(1);
      });
    }
    simulation.callAt(110, () => shelf.tryGet());
    at(10, function* () {
      yield tank.get(1);
    });
    simulation.runUntil(112);
    const waits = {
      from: 102,
      to: 112,
      puts: 3,
      gets: 2,
      meanPutQueue: 2 / 10,
      meanGetQueue: (4 + 1) / 10,
      greatestPutQueue: 1,
      greatestGetQueue: 2,
      putWaits: 3,
      putWithdrawals: 0,
      getWithdrawals: 1,
      meanPutWait: expect.closeTo(2 / 3, 12),
      deviationPutWait: expect.closeTo(Math.sqrt(4 / 3), 12),
      greatestPutWait: 2,
      greatestGetWait: 6,
    };
    expect(shelf.monitor().report()).toMatchObject({ ...waits, getWaits: 1, meanGetWait: 6 });
    expect(tank.monitor().report()).toMatchObject({ ...waits, getWaits: 2, meanGetWait: 3 });
    for (const each of [shelf, tank]) each.checkInvariants();
  });
});

describe("the check of a store or a container", () => {
  test.each([
    ["flow balance", "", 1, 0, (shelf: Store<number>) => shelf.monitor().changed(0, 1, 0, 1)],
    ["flow balance", "", 0, 1, (shelf: Store<number>) => Reflect.get(shelf, "items").push(7)],
    ["level of at least 0", "", -1, 0, (shelf: Store<number>) => Reflect.set(shelf, "head", 1)],
    ["capacity", "", 3, 2, (shelf: Store<number>) => Reflect.get(shelf, "items").push(7, 8, 9)],
    ["Little's law", "those who wait to put into ", 5, 0, (shelf: Store<number>) => shelf.monitor().putLine.joined()],
    ["Little's law", "those who wait to get from ", 5, 0, (shelf: Store<number>) => shelf.monitor().getLine.joined()],
    ["flow balance of the queue", "those who wait to get from ", 1, 0, (shelf: Store<number>) => spoilFlow(shelf)],
  ] as const)("names %s, both its sides, %sthe store and the time", (law, line, left, right, spoil) => {
    const simulation = new Simulation();
    const shelf = new Store<number>(simulation, { name: "shelf", capacity: 2 });
    shelf.checkInvariants();
    simulation.runUntil(1);
    shelf.checkInvariants();
    spoil(shelf);
    simulation.runUntil(6);
    expect(() => shelf.checkInvariants()).toThrow(
      expect.objectContaining({
        name: "InvariantError",
        code: "resource-invariant",
        message: `${law} does not hold for ${line}store "shelf": ${left} against ${right} at time 6`,
        details: { law, left, right, time: 6 },
      }),
    );
  });

  function spoilFlow(shelf: Store<number>): void {
    const { getLine } = shelf.monitor();
    // Somebody who came, and left without having been served or having given up.
    getLine.joined();
    getLine.withdrawn(shelf.simulation.now);
    Reflect.set(getLine, "withdrawals", 0);
  }

  test.each([
    ["flow balance", 0, 2, 3],
    ["level of at least 0", -1, 0, -1],
    ["capacity", 11, 10, 11],
  ] as const)("names %s of a container that holds what nobody put there", (law, left, right, amount) => {
    const tank = new Container(new Simulation(), { name: "tank", capacity: 10, level: 1 });
    tank.checkInvariants();
    Reflect.set(tank, "amount", amount);
    expect(() => tank.checkInvariants()).toThrow(
      expect.objectContaining({
        message: `${law} does not hold for container "tank": ${left} against ${right} at time 0`,
      }),
    );
  });

  test("allows more than the capacity only where something was put back, and until it was got", () => {
    const simulation = new Simulation();
    const shelf = new Store<number>(simulation, { capacity: 1, items: [1] });
    const tank = new Container(simulation, { capacity: 1, level: 1 });
    watchInvariants(simulation, [shelf, tank]);
    const regrets = simulation.process("regrets", function* () {
      yield allOf(shelf.get(), tank.get(1), shelf.put(2), tank.put(1), 50);
    });
    simulation.callAt(1, () => regrets.interrupt());
    simulation.callAt(3, () => shelf.tryGet());
    simulation.process(
      "pumper",
      function* () {
        yield tank.get(1);
      },
      { at: 3 },
    );
    simulation.runUntil(2);
    expect([shelf.size, tank.level]).toEqual([2, 2]);
    simulation.runUntil(4);
    expect([shelf.size, tank.level]).toEqual([1, 1]);
    Reflect.get(shelf, "items").push(7);
    Reflect.set(tank, "amount", 2);
    expect(() => shelf.checkInvariants()).toThrow("2 against 1");
    expect(() => tank.checkInvariants()).toThrow("2 against 1");
  });

  test("holds at every event of random comings, goings and regrets, from whenever it began", () => {
    let state = 11;
    const draw = (below: number): number => {
      state = (state * 48271) % 2147483647;
      return state % below;
    };
    for (const order of ["fifo", "lifo", (a: number, b: number) => (a % 10) - (b % 10)] as const) {
      const simulation = new Simulation({ start: 0.1 });
      const shelf = new Store<number>(simulation, { capacity: 3, items: [5, 6], order });
      const tank = new Container(simulation, { capacity: 2, level: 0.3 });
      const made = (): Wait<unknown> => {
        const kind = draw(5);
        const priority = draw(3);
        if (kind === 0) return shelf.put(draw(100), priority);
        if (kind === 1) return shelf.get({ priority, filter: (item) => item % 2 === draw(2) });
        if (kind === 2) return tank.put((1 + draw(9)) / 10, priority);
        if (kind === 3) return tank.get((1 + draw(9)) / 10, priority);
        return shelf.get();
      };
      for (let i = 0; i < 12; i++) {
        const process = simulation.process("p", function* () {
          for (let round = 0; round < 40; round++) {
            yield draw(20) / 7;
            const group = draw(3) === 0 ? allOf : anyOf;
            yield group(made(), made(), draw(2) === 0 ? draw(9) / 3 : made());
          }
        });
        for (let time = 1; time < 40; time += 1 + draw(9)) simulation.callAt(time, () => process.interrupt());
      }
      simulation.callAt(20, () => [shelf, tank].map((each) => each.monitor().restart()));
      simulation.runUntil(5);
      let checks = 0;
      watchInvariants(simulation, [shelf, tank, () => checks++]);
      simulation.runUntil(60);
      expect(checks).toBeGreaterThan(500);
      for (const each of [shelf, tank]) expect(each.monitor().report().getWaits).toBeGreaterThan(20);
    }
  });
});

describe("the report of those who wait at a gate, a barrier or for a batch", () => {
  test("counts who passed an open gate or waited for it, and who gave up", () => {
    const simulation = new Simulation();
    const door = new Gate("door");
    const knock = (at: number, patience: number): void => {
      simulation.process(
        "p",
        function* () {
          yield anyOf(door.pass(), patience);
        },
        { at },
      );
    };
    knock(0, 100);
    simulation.callAt(1, () => door.close());
    knock(2, 100);
    simulation.runUntil(4);
    const monitor = door.monitor(simulation);
    knock(5, 100);
    knock(6, 1);
    simulation.callAt(8, () => expect(door.open()).toBe(2));
    knock(9, 100);
    simulation.runUntil(14);
    expect(door.monitor(simulation)).toBe(monitor);
    expect(monitor.report()).toEqual({
      from: 4,
      to: 14,
      passed: 3,
      withdrawals: 1,
      meanWaiting: (4 + 3 + 1) / 10,
      greatestWaiting: 3,
      meanWait: expect.closeTo((6 + 3 + 0) / 3, 12),
      deviationWait: expect.closeTo(3, 12),
      greatestWait: 6,
    });
    monitor.restart();
    simulation.runUntil(15);
    expect(monitor.report()).toMatchObject({ from: 14, passed: 0, meanWaiting: 0, meanWait: Number.NaN });
  });

  test("knows how long each waited at a barrier for the last", () => {
    const simulation = new Simulation();
    const barrier = new Barrier(3);
    const monitor = barrier.monitor(simulation);
    expect(barrier.monitor(simulation)).toBe(monitor);
    for (const [at, patience] of [
      [0, 1],
      [2, 50],
      [3, 50],
      [7, 50],
      [8, 50],
    ] as const) {
      simulation.process(
        "p",
        function* () {
          yield anyOf(barrier.arrive(), patience);
        },
        { at },
      );
    }
    simulation.runUntil(10);
    expect(monitor.report()).toMatchObject({
      passed: 3,
      withdrawals: 1,
      meanWaiting: (1 + 5 + 4 + 2) / 10,
      greatestWaiting: 3,
      meanWait: 3,
      greatestWait: 5,
    });
  });

  test("knows how long each item waited for its batch, from when somebody looked", () => {
    const simulation = new Simulation();
    const bus = new Batcher<number>(simulation, { size: 3, longestWait: 6 });
    for (const at of [0, 2, 4, 10]) simulation.callAt(at, () => bus.add(at));
    simulation.runUntil(1);
    const monitor = bus.monitor();
    expect(bus.monitor()).toBe(monitor);
    simulation.runUntil(21);
    expect(monitor.report()).toMatchObject({
      passed: 4,
      withdrawals: 0,
      meanWaiting: (3 + 2 + 0 + 6) / 20,
      greatestWaiting: 3,
      meanWait: expect.closeTo(11 / 4, 12),
      greatestWait: 6,
    });
  });

  test("counts once who stands there for two branches of one choice, and lets the others pass when a waking fails", () => {
    const simulation = new Simulation();
    const door = new Gate("door", { open: false });
    const monitor = door.monitor(simulation);
    let failing = false;
    const desk = new Resource(simulation, {
      capacity: 1,
      discipline: (a, b) => {
        if (failing) throw new Error("no order");
        return a.order - b.order;
      },
    });
    const passed: string[] = [];
    const pass = (name: string, wait: () => Wait<unknown>): void => {
      simulation.process(name, function* () {
        yield wait();
        passed.push(name);
      });
    };
    simulation.process("holder", function* () {
      yield desk.use(100);
    });
    pass("twice", () => anyOf(door.pass(), door.pass()));
    pass("queues", () => anyOf(door.pass(), desk.seize()));
    for (let i = 0; i < 3; i++) pass("waits", () => desk.seize());
    pass("last", () => door.pass());
    simulation.callAt(2, () => {
      failing = true;
      expect(() => door.open()).toThrow("no order");
      failing = false;
    });
    simulation.runUntil(3);
    expect([passed, door.waiting]).toEqual([["twice", "queues", "last"], 0]);
    expect(monitor.report()).toMatchObject({ passed: 3, withdrawals: 1, meanWaiting: 8 / 3 });
    door.close();
    pass("late", () => anyOf(door.pass(), door.pass()));
    simulation.runUntil(4);
    expect(door.open()).toBe(1);
  });
});

describe("who waits", () => {
  test("is said to wait for what, since when and held by whom", () => {
    const simulation = new Simulation();
    const desk = new Resource(simulation, { name: "desk", capacity: 1 });
    const tank = new Container(simulation, { name: "tank", capacity: 10, level: 5 });
    const shelf = new Store<number>(simulation, { name: "shelf", capacity: 1, items: [1] });
    const empty = new Store<number>(simulation, { name: "empty" });
    const waits = {
      worker: () => desk.use(1e9),
      queues: () => desk.seize(),
      gets: () => tank.get(7),
      puts: () => tank.put(6),
      brings: () => shelf.put(2),
      fetches: () => empty.get(),
      knocks: () => new Gate("door", { open: false }).pass(),
      meets: () => new Barrier(2, "start line").arrive(),
      stands: () => new Barrier(2).arrive(),
    };
    for (const [name, wait] of Object.entries(waits)) {
      simulation.process(name, function* () {
        yield 1;
        yield wait();
      });
    }
    simulation.runUntil(2);
    const { blocked } = reportBlocked(simulation);
    expect(
      Object.fromEntries(blocked.map(({ process, waitsFor, since, heldBy }) => [process, [waitsFor, since, heldBy]])),
    ).toEqual({
      worker: ['work at resource "desk"', undefined, []],
      queues: ['resource "desk"', 1, ["worker"]],
      gets: ['7 of container "tank"', 1, []],
      puts: ['room for 6 in container "tank"', 1, []],
      brings: ['room in store "shelf"', 1, []],
      fetches: ['an item of store "empty"', 1, []],
      knocks: ['gate "door"', 1, []],
      meets: ['barrier "start line"', 1, []],
      stands: ['barrier "barrier"', 1, []],
    });
  });

  test("knows how long: while queueing, once granted, and not before it asked", () => {
    const { simulation, desk } = setUp({}, 100);
    const lease = desk.seize();
    simulation.process("first", function* () {
      yield desk.use(5);
    });
    simulation.process("second", function* () {
      yield 1;
      yield lease;
      yield 50;
    });
    expect(lease.waited).toBeNaN();
    simulation.runUntil(103);
    expect(lease.waited).toBe(2);
    simulation.runUntil(120);
    expect([lease.waited, lease.grantedAt]).toEqual([4, 105]);
  });

  test("and who holds is listed, longest holding first, from whenever somebody asks", () => {
    const { simulation, desk } = setUp({ capacity: 3 });
    for (const [name, at] of [
      ["late", 3],
      ["early", 1],
      ["middle", 2],
    ] as const) {
      simulation.process(name, function* () {
        yield at;
        yield desk.seize();
        yield name === "middle" ? 10 : 50;
      });
    }
    simulation.runUntil(5);
    const names = (): string[] => desk.holders().map(({ name }) => name);
    expect([names(), desk.held().length]).toEqual([["early", "middle", "late"], 3]);
    simulation.runUntil(20);
    expect(names()).toEqual(["early", "late"]);
  });
});

describe("preemption", () => {
  test("takes the least urgent even when another came later, and says who took it", () => {
    const { simulation, desk } = setUp({ capacity: 2, discipline: "priority" });
    const log: string[] = [];
    const hold = (name: string, at: number, priority: number): void => {
      simulation.process(
        name,
        function* () {
          yield desk.seize({ priority });
          const end = yield 100;
          log.push(`${simulation.now} ${name}: ${(end as unknown as Interrupt).cause}`);
        },
        { at },
      );
    };
    hold("least urgent", 0, 5);
    hold("urgent", 1, 3);
    simulation.process("boss", function* () {
      yield 2;
      yield desk.seize({ priority: 1, preempt: true });
      yield 1;
    });
    simulation.runUntil(10);
    expect(log).toEqual(['2 least urgent: preempted from resource "desk" by process "boss"']);
  });

  test.each([
    ["resume", 13, true, false],
    ["restart", 16, true, false],
    ["drop", 6, false, true],
  ] as const)("of work by the rule %s ends it at %d", (whenPreempted, end, completed, dropped) => {
    const { simulation, desk } = setUp({ discipline: "priority" });
    let seen: unknown[] = [];
    simulation.process("worker", function* () {
      yield 1;
      const work = desk.use(10, { priority: 1, whenPreempted, patience: 1 });
      expect([work.dropped, work.completed]).toEqual([false, false]);
      yield work;
      seen = [simulation.now, work.completed, work.dropped];
    });
    simulation.process("boss", function* () {
      yield 4;
      yield desk.use(2, { preempt: true });
    });
    simulation.run();
    // Given up, the work ends when it is preempted, at 4.
    expect(seen).toEqual([whenPreempted === "drop" ? 4 : end, completed, dropped]);
    expect([simulation.now, desk.inUse, desk.queueLength]).toEqual([end, 0, 0]);
  });

  test("takes no second holder when the first, told so, gives back enough", () => {
    const { simulation, desk } = setUp({ capacity: 4, discipline: "priority" });
    const ends: string[] = [];
    for (const [name, units] of [
      ["a", 3],
      ["b", 1],
    ] as const) {
      simulation.process(name, function* () {
        const work = desk.use(10, { units, priority: 5, whenPreempted: "drop" });
        yield work;
        ends.push(`${simulation.now} ${name} ${work.dropped}`);
      });
    }
    simulation.process("boss", function* () {
      yield 1;
      yield desk.use(1, { preempt: true });
    });
    simulation.run();
    expect(ends).toEqual(["1 b true", "10 a false"]);
  });
});

describe("balking", () => {
  const served = (options: Partial<ResourceOptions>, last: object): string[] => {
    const { simulation, desk } = setUp({ capacity: 3, queueLimit: 1, ...options });
    const states: string[] = [];
    simulation.process("holder", function* () {
      yield desk.seize({ units: 2, priority: 5 });
      yield 100;
    });
    simulation.process(
      "bulk",
      function* () {
        yield desk.seize({ units: 3, priority: 3 });
      },
      { at: 1 },
    );
    simulation.process(
      "last",
      function* () {
        const lease = desk.seize(last);
        yield lease;
        states.push(lease.leaseState);
      },
      { at: 2 },
    );
    simulation.runUntil(3);
    return [...states, String(desk.queueLength)];
  };

  test.each([
    ["who fits but may not pass", {}, {}, ["balked", "1"]],
    ["who fits and may pass", { overtaking: true }, {}, ["held", "1"]],
    ["who fits, and comes first by priority", { discipline: "priority" }, {}, ["held", "1"]],
    ["who fits, but comes behind by priority", { discipline: "priority" }, { priority: 4 }, ["balked", "1"]],
    ["who does not fit", { overtaking: true }, { units: 2 }, ["balked", "1"]],
    ["who takes what is missing", { discipline: "priority" }, { units: 2, preempt: true }, ["held", "0"]],
    [
      "who would take it, but comes behind",
      { discipline: "priority" },
      { units: 2, priority: 4, preempt: true },
      ["balked", "1"],
    ],
  ] as const)("at a full queue: %s", (_, options, last, expected) => {
    expect(served(options, last)).toEqual(expected);
  });
});

describe("a trace of resources", () => {
  test("notes who queues, is granted, leaves, is preempted and gives back, and what is in stores", () => {
    const simulation = new Simulation();
    const desk = new Resource(simulation, { name: "desk", capacity: 1, discipline: "priority", queueLimit: 1 });
    const tank = new Container(simulation, { name: "tank", capacity: 10 });
    const shelf = new Store<string>(simulation, { name: "shelf" });
    const trace = new EventTrace(simulation);
    const at = (name: string, time: number, body: () => Generator<never, void>): void => {
      simulation.process(name, body as never, { at: time });
    };
    const seize = (options: object): (() => Generator<never, void>) =>
      function* () {
        yield desk.seize(options) as never;
        yield 3 as never;
      };
    at("holder", 0, seize({ priority: 5 }));
    at("leaver", 1, seize({ patience: 0.5 }));
    at("urgent", 2, seize({ preempt: true }));
    at("waiter", 3, seize({}));
    at("balker", 4, seize({}));
    simulation.callAt(6, () => {
      shelf.tryPut("x");
    });
    at("pumper", 7, function* () {
      yield tank.put(4) as never;
    });
    simulation.callAt(9, () => desk.setCapacity(2));
    simulation.run();
    const notes = trace.entries
      .filter(({ kind }) => ["queue", "grant", "leave", "preempt", "release", "level", "capacity"].includes(kind))
      .map(({ time, kind, process = "-", subject, value }) => `${time} ${kind} ${process} ${subject} ${value}`);
    expect(notes).toEqual([
      '0 grant holder resource "desk" 1',
      '1 queue leaver resource "desk" 1',
      '1.5 leave leaver resource "desk" 1',
      '2 queue urgent resource "desk" 1',
      '2 preempt holder resource "desk" 1',
      '2 grant urgent resource "desk" 1',
      '3 queue waiter resource "desk" 1',
      '4 leave balker resource "desk" 1',
      '5 release urgent resource "desk" 1',
      '5 grant waiter resource "desk" 1',
      '6 level - store "shelf" 1',
      '7 level pumper container "tank" 0',
      '7 level pumper container "tank" 4',
      '8 release waiter resource "desk" 1',
      '9 capacity - resource "desk" 2',
    ]);
  });
});

describe("gates, barriers, batches and pools", () => {
  test("a gate is open unless it is said to be closed", () => {
    expect([new Gate().opened, new Gate("door", { open: false }).opened, new Gate("door", {}).opened]).toEqual([
      true,
      false,
      true,
    ]);
    expect(new Gate().name).toBe("gate");
  });

  test("a barrier for one and a batch of one hold nobody up", () => {
    const simulation = new Simulation();
    const bus = new Batcher<number>(simulation, { size: 1 });
    let passed = 0;
    simulation.process("p", function* () {
      yield new Barrier(1).arrive();
      bus.add(7);
      passed = (yield* bus.take())[0];
    });
    simulation.run();
    expect([passed, simulation.now, bus.batches.name]).toEqual([7, 0, "batches"]);
    expect(new Batcher(simulation, { name: "tram", size: 1 }).batches.name).toBe("tram");
  });

  test("a batch waits for ever, not at all, or so long from its own first item", () => {
    const sent = (longestWait?: number): [string[], number] => {
      const simulation = new Simulation();
      const bus = new Batcher<number>(simulation, { size: 2, ...(longestWait === undefined ? {} : { longestWait }) });
      const log: string[] = [];
      simulation.process("driver", function* () {
        for (;;) log.push(`${(yield* bus.take()).join()} at ${simulation.now}`);
      });
      for (const at of [0, 1, 5]) simulation.callAt(at, () => bus.add(at));
      simulation.run();
      bus.flush();
      bus.flush();
      simulation.run();
      return [log, bus.collected];
    };
    expect(sent()).toEqual([["0,1 at 1", "5 at 5"], 0]);
    expect(sent(0)).toEqual([["0 at 0", "1 at 1", "5 at 5"], 0]);
    // The timer of the first batch, due at 7, went with it.
    expect(sent(7)).toEqual([["0,1 at 1", "5 at 12"], 0]);
  });

  test("the timer of a batch is stopped also when it is the very first event of a simulation", () => {
    const simulation = new Simulation();
    const bus = new Batcher<number>(simulation, { size: 2, longestWait: 10 });
    for (const item of [1, 2]) bus.add(item);
    expect([simulation.pending, bus.batches.size]).toEqual([0, 1]);
  });

  test("the shortest queue is taken even when a longer one has units free for others", () => {
    const simulation = new Simulation();
    const [short, long] = [1, 3].map((capacity) => new Resource(simulation, { capacity }));
    const request = (resource: Resource, units: number): void => {
      simulation.process("p", function* () {
        yield resource.seize({ units });
        yield 100;
      });
    };
    request(short, 1);
    request(long, 1);
    request(long, 3);
    simulation.runUntil(1);
    expect([short.queueLength, short.available, long.queueLength, long.available]).toEqual([0, 0, 1, 2]);
    expect(shortestQueue([short, long]) === short).toBe(true);
  });
});

describe("a store", () => {
  test("gives equal items in the order they came, and puts back in order", () => {
    const simulation = new Simulation();
    const shelf = new Store<string>(simulation, { order: (a, b) => a.length - b.length });
    for (const item of ["bb", "a", "cc", "d"]) shelf.tryPut(item);
    expect(shelf.contents()).toEqual(["a", "d", "bb", "cc"]);
    simulation.process("regrets", function* () {
      yield allOf(shelf.get({ filter: (item) => item === "bb" }), 10);
    });
    simulation.callAt(1, () => simulation.liveProcesses()[0].interrupt());
    simulation.run();
    expect(shelf.contents()).toEqual(["a", "d", "bb", "cc"]);
  });

  test("stays in order over hundreds of puts and gets, from either end and from the middle", () => {
    const shelf = new Store<number>(new Simulation());
    const list: number[] = [];
    for (let i = 0; i < 400; i++) {
      shelf.tryPut(i);
      list.push(i);
      if (i % 3 !== 0) expect(shelf.tryGet()).toBe(list.shift());
      if (i % 7 === 0) {
        const index = list.findIndex((item) => item % 5 === 0);
        expect(shelf.tryGet((item) => item % 5 === 0)).toBe(index < 0 ? undefined : list.splice(index, 1)[0]);
      }
      expect(shelf.size).toBe(list.length);
    }
    expect(shelf.contents()).toEqual(list);
    while (list.length > 0) expect(shelf.tryGet()).toBe(list.shift());
    expect([shelf.tryGet(), shelf.size]).toEqual([undefined, 0]);
  });

  test("takes no item past somebody who waits to put one", () => {
    const simulation = new Simulation();
    const shelf = new Store<number>(simulation, { capacity: 1, items: [1] });
    simulation.process("brings", function* () {
      yield shelf.put(2);
    });
    simulation.runUntil(1);
    expect([shelf.putQueueLength, shelf.tryPut(3), shelf.tryGet((item) => item > 5), shelf.putQueueLength]).toEqual([
      1,
      false,
      undefined,
      1,
    ]);
    expect([shelf.tryGet(), shelf.contents(), shelf.putQueueLength]).toEqual([1, [2], 0]);
  });

  test("gives what is put back to whoever waits for it", () => {
    const simulation = new Simulation();
    const shelf = new Store<string>(simulation, { items: ["x"] });
    const log: string[] = [];
    const regrets = simulation.process("regrets", function* () {
      yield allOf(shelf.get(), 10);
    });
    simulation.process("waits", function* () {
      log.push(`${yield* shelf.get()} at ${simulation.now}`);
    });
    simulation.callAt(2, () => regrets.interrupt());
    simulation.run();
    expect([log, shelf.size, shelf.getQueueLength]).toEqual([["x at 2"], 0, 0]);
  });
});
