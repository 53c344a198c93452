import { describe, expect, test } from "vitest";
import { allOf, anyOf, type ProcessBody, Simulation } from "../kernel/index.ts";
import {
  Barrier,
  Batcher,
  CapacityError,
  Container,
  firstFree,
  Gate,
  Resource,
  Store,
  shortestQueue,
  splitInto,
} from "./index.ts";

function setUp(): { simulation: Simulation; log: string[]; say: (what: string) => void } {
  const simulation = new Simulation();
  const log: string[] = [];
  return { simulation, log, say: (what) => log.push(`${simulation.now} ${what}`) };
}

describe("a store", () => {
  test("gives items in the order they came, to getters in the order they came", () => {
    const { simulation, log, say } = setUp();
    const store = new Store<string>(simulation);
    for (const name of ["a", "b"]) {
      simulation.process(name, function* () {
        say(`${name} got ${yield* store.get()}`);
      });
    }
    simulation.process("sender", function* () {
      yield 1;
      yield store.put("x");
      yield store.put("y");
      yield store.put("z");
      say(`${store.size} left`);
    });
    simulation.run();
    expect(log).toEqual(["1 a got x", "1 b got y", "1 1 left"]);
  });

  test.each([
    ["lifo", [3, 1, 2]],
    [(a: number, b: number) => a - b, [1, 2, 3]],
    ["fifo", [2, 1, 3]],
  ] as const)("may give them in another order: %s", (order, expected) => {
    const simulation = new Simulation();
    const store = new Store<number>(simulation, { order, items: [2, 1] });
    store.tryPut(3);
    const seen = [store.tryGet(), store.tryGet(), store.tryGet(), store.tryGet()];
    expect(seen).toEqual([...expected, undefined]);
  });

  test("holds no more than its capacity, and lets putters in as room comes", () => {
    const { simulation, log, say } = setUp();
    const store = new Store<number>(simulation, { capacity: 1 });
    simulation.process("sender", function* () {
      for (const item of [1, 2, 3]) {
        yield store.put(item);
        say(`put ${item}`);
      }
    });
    simulation.process("receiver", function* () {
      for (let i = 0; i < 3; i++) {
        yield 5;
        say(`got ${yield* store.get()}`);
      }
    });
    simulation.run();
    expect(log).toEqual(["0 put 1", "5 got 1", "5 put 2", "10 got 2", "10 put 3", "15 got 3"]);
  });

  test("lets getters pass one whose filter finds nothing", () => {
    const { simulation, log, say } = setUp();
    const store = new Store<number>(simulation);
    simulation.process("picky", function* () {
      say(`picky ${yield* store.get({ filter: (item) => item > 10 })}`);
    });
    simulation.process("easy", function* () {
      say(`easy ${yield* store.get()}`);
    });
    for (const [at, item] of [
      [1, 5],
      [2, 50],
    ])
      simulation.callAt(at, () => store.tryPut(item));
    simulation.run();
    expect(log).toEqual(["1 easy 5", "2 picky 50"]);
  });

  test("serves getters of lower priority number first", () => {
    const { simulation, log, say } = setUp();
    const store = new Store<number>(simulation);
    for (const [name, priority] of [
      ["late", 1],
      ["early", -1],
      ["mid", 0],
    ] as const) {
      simulation.process(name, function* () {
        say(`${name} ${yield* store.get({ priority })}`);
      });
    }
    simulation.callAt(1, () => [1, 2, 3].map((item) => store.tryPut(item)));
    simulation.run();
    expect(log).toEqual(["1 early 1", "1 mid 2", "1 late 3"]);
  });

  test("loses no item to a get that was abandoned: by timeout, interrupt, termination or another branch", () => {
    const { simulation, log, say } = setUp();
    const store = new Store<string>(simulation);
    const other = new Store<string>(simulation);
    function* abandoning(): ProcessBody {
      say(`timeout wins: ${yield anyOf(store.get(), 2)}`);
    }
    function* waiting(): ProcessBody {
      yield store.get();
    }
    simulation.process("impatient", abandoning);
    const interrupted = simulation.process("interrupted", waiting);
    const terminated = simulation.process("terminated", waiting);
    simulation.process("either", function* () {
      const gets = [other.get(), store.get()];
      const winner = yield* anyOf(...gets);
      say(`either got ${gets[winner].value}`);
    });
    simulation.callAt(3, () => interrupted.interrupt());
    simulation.callAt(4, () => terminated.terminate());
    simulation.callAt(5, () => {
      other.tryPut("o");
      store.tryPut("s");
    });
    simulation.callAt(6, () => say(`${store.contents()} ${other.size} ${store.getQueueLength}`));
    simulation.run();
    expect(log).toEqual(["2 timeout wins: 1", "5 either got o", "6 s 0 0"]);
  });

  test("takes back, at the front, what was given to a process that will never see it", () => {
    const { simulation, log, say } = setUp();
    const store = new Store<string>(simulation, { items: ["x", "y"] });
    const never = new Store<string>(simulation);
    const greedy = simulation.process("greedy", function* () {
      yield allOf(store.get(), never.get());
    });
    const doomed = simulation.process(
      "doomed",
      function* () {
        yield store.get();
        throw new Error("must not run");
      },
      { at: 2, priority: 5 },
    );
    simulation.callAt(1, () => {
      say(store.contents().join());
      greedy.interrupt();
      say(store.contents().join());
    });
    // The process begins at 2 and its item is there at 2, but it is ended before it sees it.
    simulation.callAt(
      2,
      () => {
        say(store.contents().join());
        doomed.terminate();
      },
      5,
    );
    simulation.callAt(3, () => say(store.contents().join()));
    simulation.run();
    expect(log).toEqual(["1 y", "1 x,y", "2 y", "3 x,y"]);
  });

  test("takes back what a choice was given that nobody will see, and nothing of its other branches", () => {
    const { simulation } = setUp();
    const store = new Store<string>(simulation, { items: ["x", "y"] });
    const never = new Store<string>(simulation);
    const doomed = simulation.process(
      "doomed",
      function* () {
        yield anyOf(never.get(), store.get());
        throw new Error("must not run");
      },
      { priority: 5 },
    );
    const contents: string[] = [];
    simulation.callAt(
      0,
      () => {
        contents.push(store.contents().join());
        doomed.terminate();
        contents.push(store.contents().join());
      },
      5,
    );
    simulation.run();
    expect(never.tryPut("z")).toBe(true);
    expect([...contents, never.contents().join()]).toEqual(["y", "x,y", "z"]);
  });

  test("is measured on request", () => {
    const { simulation } = setUp();
    const store = new Store<number>(simulation);
    const monitor = store.monitor();
    simulation.process("receiver", function* () {
      yield store.get();
    });
    for (const at of [2, 4]) simulation.callAt(at, () => store.tryPut(at));
    simulation.runUntil(10);
    expect(monitor.report()).toEqual({
      from: 0,
      to: 10,
      puts: 2,
      gets: 1,
      meanLevel: 0.6,
      meanPutQueue: 0,
      meanGetQueue: 0.2,
      leastLevel: 0,
      greatestLevel: 1,
      greatestPutQueue: 0,
      greatestGetQueue: 1,
      putWaits: 0,
      getWaits: 1,
      putWithdrawals: 0,
      getWithdrawals: 0,
      meanPutWait: Number.NaN,
      deviationPutWait: Number.NaN,
      greatestPutWait: Number.NaN,
      meanGetWait: 2,
      deviationGetWait: Number.NaN,
      greatestGetWait: 2,
    });
    monitor.restart();
    simulation.runUntil(20);
    expect(monitor.report()).toMatchObject({ from: 10, meanLevel: 1, puts: 0 });
  });

  test("refuses a capacity, a filling or a priority that makes no sense", () => {
    const { simulation } = setUp();
    expect(() => new Store(simulation, { capacity: 0 })).toThrow(CapacityError);
    expect(() => new Store(simulation, { capacity: 1.5 })).toThrow(CapacityError);
    expect(() => new Store(simulation, { capacity: 1, items: [1, 2] })).toThrow(CapacityError);
    expect(() => new Store(simulation).get({ priority: Number.NaN })).toThrow(CapacityError);
    expect(() => new Store(simulation).put(1, Number.NaN)).toThrow(CapacityError);
  });

  test("refuses a put without waiting when it is full", () => {
    const store = new Store<number>(new Simulation(), { capacity: 2 });
    expect([store.tryPut(1), splitInto([2, 3], store), store.contents()]).toEqual([true, 1, [1, 2]]);
  });
});

describe("a store with a filter or an order that throws", () => {
  /** Throws for the item 13, while it fails. */
  function superstition(): {
    failing: boolean;
    likes: (item: number) => boolean;
    order: (a: number, b: number) => number;
  } {
    const self = {
      failing: true,
      likes: (item: number): boolean => {
        if (self.failing && item === 13) throw new Error("no luck");
        return item % 2 === 1;
      },
      order: (a: number, b: number): number => {
        if (self.failing && (a === 13 || b === 13)) throw new Error("no luck");
        return a - b;
      },
    };
    return self;
  }

  test("tells who puts, whose item stays out, and serves those who come later", () => {
    const { simulation, log, say } = setUp();
    const store = new Store<number>(simulation);
    const { likes } = superstition();
    store.monitor();
    simulation.process("picky", function* () {
      say(`picky ${yield* store.get({ filter: likes })}`);
    });
    simulation.process(
      "unlucky",
      function* () {
        yield store.put(13);
      },
      { at: 1 },
    );
    simulation.process(
      "late",
      function* () {
        yield store.put(8);
        yield store.put(7);
        say("late is done");
      },
      { at: 3 },
    );
    expect(() => simulation.run()).toThrow(/no luck.*process "unlucky"/s);
    expect([simulation.now, store.size, store.getQueueLength, store.putQueueLength]).toEqual([1, 0, 1, 0]);
    simulation.callAt(2, () => expect(() => store.tryPut(13)).toThrow("no luck"));
    simulation.run();
    expect(log).toEqual(["3 late is done", "3 picky 7"]);
    expect(store.contents()).toEqual([8]);
    expect(store.monitor().report()).toMatchObject({ puts: 2, gets: 1, putWaits: 2, getWaits: 1 });
    store.checkInvariants();
  });

  test("tells who tries, and is as it was", () => {
    const { simulation } = setUp();
    const luck = superstition();
    const store = new Store<number>(simulation, { order: luck.order, items: [1, 5] });
    store.monitor();
    expect(() => store.tryPut(13)).toThrow("no luck");
    expect(store.contents()).toEqual([1, 5]);
    luck.failing = false;
    store.tryPut(13);
    luck.failing = true;
    expect(() => store.tryGet((item) => item > 5 && luck.likes(item))).toThrow("no luck");
    expect(store.contents()).toEqual([1, 5, 13]);
    store.checkInvariants();
  });

  test.each(["a filter", "the order"] as const)(
    "by %s tells who makes room, gives the item back, and lets in who waited when it throws no more",
    (what) => {
      const { simulation, log, say } = setUp();
      const luck = superstition();
      const store = new Store<number>(simulation, {
        capacity: 2,
        items: [2, 4],
        ...(what === "a filter" ? {} : { order: luck.order }),
      });
      store.monitor();
      if (what === "a filter") {
        simulation.process("picky", function* () {
          say(`picky ${yield* store.get({ filter: luck.likes })}`);
        });
      }
      for (const item of [13, 6]) {
        simulation.process(`brings ${item}`, function* () {
          yield store.put(item);
          say(`brought ${item}`);
        });
      }
      simulation.process(
        "fetches",
        function* () {
          yield (what === "a filter" ? allOf : anyOf)(store.get(), 0, 5);
          say("fetched");
        },
        { at: 1 },
      );
      expect(() => simulation.run()).toThrow(/no luck.*process "fetches"/s);
      expect([store.contents(), store.putQueueLength, simulation.pending]).toEqual([[2, 4], 2, 0]);
      expect(() => store.tryGet()).toThrow("no luck");
      expect([store.contents(), store.putQueueLength]).toEqual([[2, 4], 2]);
      store.checkInvariants();
      luck.failing = false;
      simulation.callAt(2, () => say(`got ${store.tryGet()}`));
      simulation.callAt(3, () => say(`got ${store.tryGet()}`));
      simulation.run();
      expect(log).toEqual(
        what === "a filter"
          ? ["2 got 2", "2 brought 13", "2 picky 13", "2 brought 6", "3 got 4"]
          : ["2 got 2", "2 brought 13", "3 got 4", "3 brought 6"],
      );
      expect(store.contents()).toEqual(what === "a filter" ? [6] : [6, 13]);
      store.checkInvariants();
    },
  );

  test("lets in who waits once the getter with the filter has given up", () => {
    const { simulation, log, say } = setUp();
    const store = new Store<number>(simulation, { capacity: 1, items: [2] });
    store.monitor();
    simulation.process("picky", function* () {
      say(`picky ${yield anyOf(store.get({ filter: superstition().likes }), 4)}`);
    });
    simulation.process("brings", function* () {
      yield store.put(13);
      say("brought");
    });
    simulation.callAt(1, () => expect(() => store.tryGet()).toThrow("no luck"));
    simulation.callAt(5, () => say(`got ${store.tryGet()}`));
    simulation.run();
    expect([log, store.contents()]).toEqual([["4 picky 1", "5 got 2", "5 brought"], [13]]);
    expect(store.monitor().report()).toMatchObject({ meanPutWait: 5, getWithdrawals: 1 });
    store.checkInvariants();
  });

  test("gives back to the front what was taken by who will never see it, and tells who saw to that", () => {
    const { simulation } = setUp();
    const luck = superstition();
    const store = new Store<number>(simulation, { items: [13, 2] });
    store.monitor();
    const regrets = simulation.process("regrets", function* () {
      yield allOf(store.get(), 10);
    });
    simulation.process(
      "picky",
      function* () {
        yield store.get({ filter: (item) => item > 2 && luck.likes(item) });
      },
      { at: 1 },
    );
    simulation.callAt(2, () => expect(() => regrets.interrupt()).toThrow("no luck"));
    simulation.runUntil(3);
    expect([store.contents(), store.getQueueLength]).toEqual([[13, 2], 1]);
    store.checkInvariants();
  });

  test("keeps what was accepted when the getter it was for has left with the same choice", () => {
    const { simulation, log, say } = setUp();
    const luck = superstition();
    const store = new Store<number>(simulation);
    store.monitor();
    simulation.process("both", function* () {
      say(`both ${yield anyOf(store.get(), store.put(13))}`);
    });
    simulation.run();
    expect([log, store.contents()]).toEqual([["0 both 1"], [13]]);
    store.tryGet();
    simulation.process("both", function* () {
      yield anyOf(store.get({ priority: -1 }), store.put(13));
      say("never");
    });
    simulation.process(
      "picky",
      function* () {
        yield store.get({ filter: luck.likes });
      },
      { priority: -1 },
    );
    expect(() => simulation.run()).toThrow("no luck");
    expect([log, store.contents(), store.getQueueLength]).toEqual([["0 both 1"], [13], 1]);
    store.checkInvariants();
  });
});

describe("a batcher", () => {
  test("loses no batch to a filter that throws", () => {
    const { simulation } = setUp();
    const bus = new Batcher<number>(simulation, { size: 2 });
    simulation.process("picky", function* () {
      yield bus.batches.get({
        filter: () => {
          throw new Error("no luck");
        },
      });
    });
    simulation.run();
    bus.add(1);
    expect(() => bus.add(2)).toThrow("no luck");
    expect([bus.collected, bus.batches.contents()]).toEqual([0, [[1, 2]]]);
  });
});

describe("a container", () => {
  test("goes on when the waking of somebody fails, and nothing is lost", () => {
    const { simulation, log, say } = setUp();
    const tank = new Container(simulation, { capacity: 10 });
    let failing = true;
    const desk = new Resource(simulation, {
      capacity: 1,
      discipline: (a, b) => {
        if (failing) throw new Error("no order");
        return a.order - b.order;
      },
    });
    tank.monitor();
    simulation.process("holder", function* () {
      failing = false;
      yield desk.use(9);
    });
    simulation.process("either", function* () {
      yield anyOf(tank.get(2), desk.seize());
      say("either");
    });
    for (let i = 0; i < 3; i++) {
      simulation.process("queues", function* () {
        yield desk.use(0);
      });
    }
    simulation.process("waits", function* () {
      yield tank.get(1);
      say("waits");
    });
    simulation.process(
      "fills",
      function* () {
        failing = true;
        yield tank.put(4);
        say("never");
      },
      { at: 1 },
    );
    expect(() => simulation.run()).toThrow(/no order.*process "fills"/s);
    failing = false;
    expect([tank.level, tank.getQueueLength, tank.putQueueLength]).toEqual([1, 0, 0]);
    simulation.process("fills again", function* () {
      yield tank.put(4);
      say("filled");
    });
    simulation.run();
    expect(log).toEqual(["1 either", "1 waits", "1 filled"]);
    expect(tank.level).toBe(5);
    tank.checkInvariants();
  });

  test("waits for enough, first-in first-out, and for room", () => {
    const { simulation, log, say } = setUp();
    const tank = new Container(simulation, { name: "tank", capacity: 100, level: 10 });
    simulation.process("truck", function* () {
      yield tank.get(50);
      say("truck");
    });
    simulation.process("car", function* () {
      yield tank.get(5);
      say("car");
    });
    simulation.process("tanker", function* () {
      yield 2;
      yield tank.put(90);
      say(`filled ${tank.level}`);
      yield tank.put(100 - tank.level + 1);
      say("overfull?");
    });
    simulation.callAt(9, () => say(`${tank.putQueueLength} waits, ${tank.level}`));
    simulation.process(
      "late",
      function* () {
        yield tank.get(1);
      },
      { at: 10 },
    );
    simulation.run();
    expect(log).toEqual(["2 filled 45", "2 truck", "2 car", "9 1 waits, 45", "10 overfull?"]);
  });

  test("loses nothing to a get that was abandoned, and lets the next one through", () => {
    const { simulation, log, say } = setUp();
    const tank = new Container(simulation, { capacity: 10, level: 5 });
    simulation.process("big", function* () {
      say(`big ${yield anyOf(tank.get(8), 3)}`);
    });
    simulation.process("small", function* () {
      say(`small ${yield* tank.get(2)}`);
    });
    const both = simulation.process(
      "both",
      function* () {
        yield allOf(tank.get(1), tank.get(9));
      },
      { at: 4 },
    );
    simulation.callAt(5, () => both.interrupt());
    simulation.run();
    expect([log, tank.level, tank.getQueueLength]).toEqual([["3 big 1", "3 small 2"], 3, 0]);
  });

  test("refuses what can never be and what makes no sense", () => {
    const { simulation } = setUp();
    const tank = new Container(simulation, { capacity: 10 });
    for (const amount of [11, 0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => tank.put(amount)).toThrow(CapacityError);
      expect(() => tank.get(amount)).toThrow(CapacityError);
    }
    expect(() => tank.get(1, Number.NaN)).toThrow(CapacityError);
    expect(() => new Container(simulation, { capacity: 0 })).toThrow(CapacityError);
    expect(() => new Container(simulation, { level: -1 })).toThrow(CapacityError);
    expect(() => new Container(simulation, { capacity: 1, level: 2 })).toThrow(CapacityError);
  });

  test("is measured on request", () => {
    const { simulation } = setUp();
    const tank = new Container(simulation, { capacity: 10, level: 4 });
    const monitor = tank.monitor();
    simulation.process("p", function* () {
      yield 5;
      yield tank.get(2);
    });
    simulation.runUntil(10);
    expect(monitor.report()).toMatchObject({ meanLevel: 3, gets: 1, leastLevel: 2, greatestLevel: 4 });
  });
});

describe("gates, barriers and batches", () => {
  test("a gate holds back while closed", () => {
    const { simulation, log, say } = setUp();
    const gate = new Gate("door", { open: false });
    for (const [name, at] of [
      ["a", 0],
      ["b", 3],
      ["c", 6],
    ] as const) {
      simulation.process(
        name,
        function* () {
          yield anyOf(gate.pass(), 100);
          say(name);
        },
        { at },
      );
    }
    simulation.callAt(2, () => expect([gate.open(), gate.opened]).toEqual([1, true]));
    simulation.callAt(4, () => gate.close());
    simulation.runUntil(10);
    expect([log, gate.waiting]).toEqual([["2 a", "3 b"], 1]);
    simulation.run();
    expect(gate.waiting).toBe(0);
  });

  test("a barrier waits for all, can be used again, and does not count who left", () => {
    const { simulation, log, say } = setUp();
    const barrier = new Barrier(2);
    simulation.process("quitter", function* () {
      yield anyOf(barrier.arrive(), 1);
    });
    for (const [name, pace] of [
      ["slow", 5],
      ["fast", 2],
    ] as const) {
      simulation.process(name, function* () {
        for (let round = 0; round < 2; round++) {
          yield pace;
          yield barrier.arrive();
          say(name);
        }
      });
    }
    simulation.run();
    expect(log).toEqual(["5 fast", "5 slow", "10 fast", "10 slow"]);
    expect(barrier.waiting).toBe(0);
    expect(() => new Barrier(0)).toThrow(CapacityError);
  });

  test("a batcher sends off full batches, and others after the longest wait", () => {
    const { simulation, log, say } = setUp();
    const bus = new Batcher<number>(simulation, { name: "bus", size: 3, longestWait: 10 });
    simulation.process("driver", function* () {
      for (;;) say((yield* bus.take()).join());
    });
    for (const at of [1, 2, 3, 4, 20]) simulation.callAt(at, () => bus.add(at));
    simulation.run();
    expect([log, bus.collected]).toEqual([["3 1,2,3", "14 4", "30 20"], 0]);
    expect(() => new Batcher(simulation, { size: 0 })).toThrow(CapacityError);
    expect(() => new Batcher(simulation, { size: 1, longestWait: -1 })).toThrow(CapacityError);
  });
});

describe("a choice among resources", () => {
  test("the shortest queue really is the shortest, a free unit counts, and ties go to the first named", () => {
    const simulation = new Simulation();
    const [a, b, c] = [1, 1, 2].map((capacity) => new Resource(simulation, { capacity }));
    const load = (resource: Resource, times: number): void => {
      for (let i = 0; i < times; i++) {
        simulation.process("p", function* () {
          yield resource.seize();
          yield 100;
        });
      }
    };
    // By position: printing the difference of two whole simulations would take for ever.
    const chosen = (...pool: Resource[]): number => pool.indexOf(shortestQueue(pool));
    expect(chosen(a, b, c)).toBe(2);
    expect(chosen(a, b)).toBe(0);
    load(a, 3);
    load(b, 2);
    load(c, 4);
    simulation.runUntil(1);
    expect([a, b, c].map((resource) => resource.queueLength)).toEqual([2, 1, 2]);
    expect(chosen(a, b, c)).toBe(1);
    expect(() => shortestQueue([])).toThrow(CapacityError);
  });

  test("the first that comes free is kept and the others are withdrawn", () => {
    const { simulation, log, say } = setUp();
    const desks = [5, 3].map((busy) => {
      const desk = new Resource(simulation, { capacity: 1, name: `desk ${busy}` });
      simulation.process("busy", function* () {
        yield desk.use(busy);
      });
      return desk;
    });
    simulation.process("customer", function* () {
      const free = firstFree(desks);
      expect(free.lease()).toBeUndefined();
      yield free.wait;
      say(`${free.lease()?.resource.name}`);
      yield 10;
    });
    simulation.run();
    expect(log).toEqual(["3 desk 3"]);
    expect(desks.map((desk) => [desk.inUse, desk.queueLength])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(() => firstFree([])).toThrow(CapacityError);
  });
});
