// What is left when something of the user's throws in the midst of a run: an order, a filter, a listener, a check. The error is
// told once, and whoever runs on finds everything else as it should be.

import { describe, expect, test } from "vitest";
import { allOf, anyOf, EventLimitError, Interrupt, passivate, Simulation, watchInvariants } from "../kernel/index.ts";
import { firstFree, Resource, type ResourceOptions, SiteResources, Store } from "./index.ts";

/** A simulation with a log, and resources whose order throws while `order.fails`. */
function setUp() {
  const simulation = new Simulation();
  const log: string[] = [];
  const order = { fails: false };
  const desk = (name: string, options: Partial<ResourceOptions> = {}): Resource =>
    new Resource(simulation, {
      name,
      capacity: 1,
      discipline: (a, b) => {
        if (order.fails) throw new Error("no order");
        return a.units - b.units;
      },
      ...options,
    });
  const say = (what: string): void => {
    log.push(`${simulation.now} ${what}`);
  };
  /** Three who come to a desk at once, hold it for five each, and say so. */
  const crowd = (at: Resource, names: readonly string[]): void => {
    for (const name of names) {
      simulation.process(name, function* () {
        const lease = at.seize();
        yield lease;
        say(name);
        yield 5;
        lease.release();
      });
    }
  };
  /** Let the order fail at a time, and run into it. */
  const failAt = (time: number, act: () => unknown): void => {
    simulation.callAt(time, () => {
      order.fails = true;
      act();
    });
    expect(() => simulation.run()).toThrow(/no order/);
    order.fails = false;
    expect(simulation.activeProcess).toBeNull();
  };
  return { simulation, log, desk, say, crowd, order, failAt };
}

describe("an order that throws", () => {
  test("when a process ends: it gives back all else that it held, and is joined", () => {
    const { simulation, log, desk, say, crowd, order } = setUp();
    const [a, b] = [desk("a"), desk("b", { discipline: "fifo" })];
    const both = simulation.process("both", function* () {
      yield allOf(b.seize(), a.seize());
      yield 2;
      order.fails = true;
    });
    crowd(a, ["a1", "a2", "a3"]);
    crowd(b, ["b1"]);
    simulation.process("joins", function* () {
      yield* both.join();
      say("joined");
    });
    expect(() => simulation.run()).toThrow(/no order/);
    order.fails = false;
    expect(both.state).toBe("ended");
    simulation.run();
    expect(log.slice(0, 3).sort()).toEqual(["2 a1", "2 b1", "2 joined"]);
    expect([a.inUse, b.inUse, simulation.liveProcesses()]).toEqual([0, 0, []]);
  });

  test.each(["interrupt", "terminate"] as const)("when somebody leaves the queue by %s: it has left", (how) => {
    const { simulation, log, desk, say, crowd, failAt } = setUp();
    const a = desk("a");
    crowd(a, ["first"]);
    const leaver = simulation.process("leaver", function* () {
      try {
        const end = yield a.seize();
        if (end instanceof Interrupt) say("interrupted");
      } finally {
        say("left");
      }
    });
    crowd(a, ["x", "y", "z"]);
    failAt(1, () => leaver[how]());
    a.reorder();
    simulation.run();
    expect(leaver.state).toBe("ended");
    expect(log).toEqual([
      "0 first",
      ...(how === "interrupt" ? ["1 interrupted", "1 left"] : ["1 left"]),
      "5 x",
      "10 y",
      "15 z",
    ]);
  });

  test.each(["patience", "any-of"] as const)("when waiting ends by %s: the process is woken", (how) => {
    const { simulation, log, desk, say, crowd, failAt } = setUp();
    const a = desk("a");
    crowd(a, ["first"]);
    simulation.process("hasty", function* () {
      const lease = a.seize(how === "patience" ? { patience: 2 } : {});
      yield how === "patience" ? lease : anyOf(lease, 2);
      say(`hasty ${lease.granted}`);
    });
    crowd(a, ["x", "y", "z"]);
    failAt(1, () => {});
    a.reorder();
    simulation.run();
    expect(log).toEqual(["0 first", "2 hasty false", "5 x", "10 y", "15 z"]);
  });

  test("when a lease is asked for a second time: it stands nowhere", () => {
    const { simulation, log, desk, crowd, order } = setUp();
    const a = desk("a", { capacity: 2, overtaking: true });
    simulation.process("first", function* () {
      const lease = a.seize();
      yield lease;
      yield 5;
      lease.release();
    });
    simulation.process("again", function* () {
      const lease = a.seize({ units: 2, patience: 1 });
      yield lease;
      order.fails = true;
      yield lease;
    });
    simulation.process("wide", function* () {
      yield 0.5;
      yield a.seize({ units: 2 });
      log.push(`${simulation.now} wide`);
    });
    expect(() => simulation.run()).toThrow(/no order.*process "again"/s);
    order.fails = false;
    expect(a.queueLength).toBe(1);
    crowd(a, ["late"]);
    simulation.run();
    expect(log).toEqual(["1 late", "6 wide"]);
  });
});

describe("a listener that throws", () => {
  test("loses no event, no alarm and no process, and what is withdrawn then is the right one", () => {
    const { simulation, log, say } = setUp();
    let fails = false;
    watchInvariants(simulation, [
      () => {
        if (fails) throw new Error("does not hold");
      },
    ]);
    const handler = simulation.handler((which) => say(`event ${which}`));
    const failing = (): void => {
      fails = true;
      const { pending, eventsExecuted } = simulation;
      expect(() => simulation.run()).toThrow(/does not hold/);
      fails = false;
      expect([simulation.pending, simulation.eventsExecuted]).toEqual([pending, eventsExecuted]);
    };
    const two = simulation.schedule(2, handler, 2);
    simulation.schedule(3, handler, 3);
    simulation.callAt(4, () => say("call"));
    simulation.process("sleeper", function* () {
      yield 5;
      say("woken");
      yield* passivate();
      say("activated");
    });
    simulation.schedule(9, handler, 9);
    simulation.runUntil(1);
    failing();
    expect([simulation.now, simulation.isPending(two), simulation.cancel(two)]).toEqual([2, true, true]);
    failing();
    simulation.runUntil(3);
    failing();
    simulation.runUntil(4);
    failing();
    expect(simulation.now).toBe(5);
    simulation.runUntil(5);
    // A wake-up, which stands in the ring.
    const [sleeper] = simulation.liveProcesses();
    sleeper.activate();
    simulation.callAt(5, () => say("behind it"));
    failing();
    simulation.run();
    expect(log).toEqual(["3 event 3", "4 call", "5 woken", "5 activated", "5 behind it", "9 event 9"]);
  });
});

describe("a process that is made", () => {
  test("cannot be ended by the function that makes its body, which has no event yet", () => {
    const { simulation, log, say } = setUp();
    simulation.callAt(1, () => say("event"));
    const make = (act: (self: { terminate(): boolean; interrupt(): boolean }) => void) => () =>
      simulation.process("p", (self) => {
        act(self);
        return (function* () {
          yield 1;
        })();
      });
    expect(make((self) => self.terminate())).toThrow(/cannot terminate itself/);
    expect(make((self) => self.interrupt())).toThrow(/cannot interrupt itself/);
    simulation.run();
    expect([log, simulation.liveProcesses()]).toEqual([["1 event"], []]);
  });
});

describe("a passive process", () => {
  test("is given what activates it, by yield, by yield* and in groups", () => {
    const { simulation, log, say } = setUp();
    const name = (value: unknown): string => String(value);
    const processes = [
      simulation.process("yield", function* () {
        say(name(yield passivate()));
      }),
      simulation.process("yield*", function* () {
        say(name(yield* passivate()));
      }),
      simulation.process("any", function* () {
        const sleep = passivate();
        say(`${yield* anyOf(sleep, 10)} ${name(sleep.value)}`);
      }),
      simulation.process("all", function* () {
        say(name(yield* allOf(passivate(), 5)));
      }),
    ];
    simulation.callAt(2, () => {
      for (const process of processes) expect(process.activate("go")).toBe(true);
      for (const process of processes) expect(process.activate("twice")).toBe(false);
    });
    simulation.run();
    expect(log).toEqual(["2 go", "2 go", "2 0 go", "5 go,"]);
    expect(simulation.now).toBe(10 - 5);
  });
});

describe("the first free of several", () => {
  test("is one that does not turn the request away, and none when all do", () => {
    const { simulation, log, say } = setUp();
    const [full, free] = [
      new Resource(simulation, { name: "full", capacity: 1, queueLimit: 0 }),
      new Resource(simulation, { name: "free", capacity: 1 }),
    ];
    simulation.process("holder", function* () {
      yield full.seize();
      yield 100;
    });
    for (const who of ["a", "b"]) {
      simulation.process(
        who,
        function* () {
          const request = firstFree([full, free], { patience: 3 });
          yield request.wait;
          say(`${who} ${request.lease()?.label}`);
          yield 50;
        },
        { at: 1 },
      );
    }
    simulation.run();
    expect(log).toEqual(['1 a resource "free"', "4 b undefined"]);
    expect([full.queueLength, free.queueLength]).toEqual([0, 0]);
  });
});

describe("places at sites", () => {
  test("stay as they were when no more events may be pending", () => {
    const simulation = new Simulation({ maxPending: 1 });
    const granted: number[] = [];
    const beds = new SiteResources(simulation, { capacities: [1], granted: (customer) => granted.push(customer) });
    beds.seize(0, 0);
    beds.seize(0, 1);
    simulation.callAt(9, () => {});
    expect(() => beds.seize(0, 2, 5)).toThrow(EventLimitError);
    expect([beds.state(2), beds.queueLength(0)]).toEqual(["out", 1]);
    expect(() => beds.release(0)).toThrow(EventLimitError);
    expect([beds.state(0), beds.state(1), beds.inUse(0)]).toEqual(["out", "waiting", 0]);
    simulation.run();
    beds.setCapacity(0, 1);
    simulation.run();
    expect([granted, beds.inUse(0)]).toEqual([[1], 1]);
    beds.checkInvariants();
  });

  test("know their sites, their customers and their greatest capacity", () => {
    const simulation = new Simulation();
    const beds = new SiteResources(simulation, { capacities: [1], granted: () => {} });
    for (const site of [1, -1, 0.5, Number.NaN]) {
      expect(() => beds.setCapacity(site, 3)).toThrow(expect.objectContaining({ code: "unknown-site" }));
      expect(() => beds.report(site)).toThrow(expect.objectContaining({ code: "unknown-site" }));
    }
    for (const customer of [-1, 0.5, Number.NaN, 1e9]) {
      expect([beds.state(customer), beds.siteOf(customer), beds.leave(customer)]).toEqual(["out", -1, false]);
    }
    expect(() => beds.setCapacity(0, 2 ** 31)).toThrow(/at most 2147483647/);
    for (const customers of [Number.NaN, Number.POSITIVE_INFINITY, -1, 2.5]) {
      const options = { capacities: [1], customers, granted: () => {} };
      expect(() => new SiteResources(simulation, options)).toThrow(expect.objectContaining({ code: "customers" }));
    }
  });

  test("report utilisation by the capacity that there was, and may be overfull only while holders finish", () => {
    const simulation = new Simulation();
    const beds = new SiteResources(simulation, { capacities: [2], granted: () => {} });
    beds.monitor();
    beds.seize(0, 0);
    beds.seize(0, 1);
    simulation.runUntil(4);
    beds.setCapacity(0, 1);
    beds.checkInvariants();
    simulation.runUntil(6);
    beds.release(0);
    beds.checkInvariants();
    simulation.runUntil(10);
    // 2 of 2 for four units, 2 of 1 for two, 1 of 1 for four.
    expect(beds.report(0).utilisation).toBe((8 + 4 + 4) / (8 + 2 + 4));
    (beds as unknown as { used: Int32Array }).used[0] = 2;
    expect(() => beds.checkInvariants()).toThrow(/capacity|flow balance/);
  });
});

describe("work that is preempted", () => {
  test("has waited for as long as it stood in the queue, and no longer", () => {
    const simulation = new Simulation();
    const desk = new Resource(simulation, { capacity: 1, discipline: "priority" });
    const work = desk.use(10, { priority: 5 });
    simulation.process("first", function* () {
      yield* desk.use(3);
    });
    simulation.process("worker", function* () {
      yield work;
    });
    const waited = new Map<number, number>();
    for (const time of [2, 4, 6, 12]) simulation.callAt(time, () => waited.set(time, work.waited));
    simulation.process(
      "boss",
      function* () {
        yield* desk.use(5, { preempt: true });
      },
      { at: 5 },
    );
    simulation.run();
    expect([...waited]).toEqual([
      [2, 2],
      [4, 3],
      [6, 4],
      [12, 8],
    ]);
    expect([work.waited, work.completed, simulation.now]).toEqual([8, true, 18]);
  });
});

describe("a group that was given all, to a process that will not see it", () => {
  test.each(["allOf", "anyOf"] as const)("gives everything back (%s)", (group) => {
    const simulation = new Simulation();
    const [desk, chair] = ["desk", "chair"].map((name) => new Resource(simulation, { name, capacity: 1 }));
    const store = new Store<string>(simulation, { items: ["pen"] });
    const doomed = simulation.process("doomed", function* () {
      yield 1;
      yield group === "allOf" ? allOf(desk.seize(), store.get(), chair.seize()) : anyOf(store.get(), desk.seize());
    });
    // At the same time, after the group has been given what it wants and before the process is resumed.
    const end = (): void => {
      expect([store.size, doomed.state]).toEqual([0, "scheduled"]);
      doomed.terminate();
    };
    simulation.callAt(0.5, () => simulation.callAt(1, end));
    simulation.run();
    expect([desk.inUse, chair.inUse, store.contents(), simulation.pending]).toEqual([0, 0, ["pen"], 0]);
  });
});

describe("a process that was passive and interrupted", () => {
  test("is activated by its next rest only, and once", () => {
    const { simulation, log, say } = setUp();
    const sleeper = simulation.process("sleeper", function* () {
      const why = yield passivate();
      say(why instanceof Interrupt ? `interrupted: ${why.cause}` : "wrong");
      say(String(yield anyOf(passivate(), 5)));
      say(String(yield* passivate()));
    });
    simulation.callAt(1, () => sleeper.interrupt("up"));
    simulation.callAt(2, () => expect(sleeper.activate("a")).toBe(true));
    simulation.callAt(3, () => expect(sleeper.activate("b")).toBe(true));
    simulation.run();
    expect(log).toEqual(["1 interrupted: up", "2 0", "3 b"]);
    expect(sleeper.activate("c")).toBe(false);
  });
});

describe("a value that is an Interrupt", () => {
  test("is given by yield* like any other", () => {
    const simulation = new Simulation();
    const store = new Store<Interrupt>(simulation);
    const item = new Interrupt("an item", 0);
    let got: unknown;
    simulation.process("getter", function* () {
      got = yield* store.get();
    });
    simulation.process("putter", function* () {
      yield store.put(item);
    });
    simulation.run();
    expect(got).toBe(item);
  });
});
