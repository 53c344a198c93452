import { describe, expect, test } from "vitest";
import { anyOf, delay, Interrupt, type ProcessBody, Simulation } from "../kernel/index.ts";
import {
  CapacityError,
  Container,
  Preempted,
  ReleaseError,
  Resource,
  type ResourceOptions,
  type SeizeOptions,
} from "./index.ts";

function setUp(options: Partial<ResourceOptions> = {}): {
  simulation: Simulation;
  desk: Resource;
  log: string[];
  say: (what: string) => void;
  /** A process that comes, is served for so long, and says so. */
  customer: (name: string, at: number, service: number, seize?: SeizeOptions) => void;
} {
  const simulation = new Simulation();
  const desk = new Resource(simulation, { name: "desk", capacity: 1, ...options });
  desk.monitor();
  const log: string[] = [];
  const say = (what: string): void => {
    log.push(`${simulation.now} ${what}`);
    desk.checkInvariants();
  };
  const customer = (name: string, at: number, service: number, seize: SeizeOptions = {}): void => {
    simulation.process(
      name,
      function* () {
        const lease = desk.seize(seize);
        yield lease;
        say(`${name} ${lease.leaseState}`);
        if (!lease.granted) return;
        yield service;
        if (lease.granted) lease.release();
      },
      { at },
    );
  };
  return { simulation, desk, log, say, customer };
}

describe("a queue", () => {
  test("is first-in first-out when nothing else is said", () => {
    const { simulation, log, customer } = setUp();
    for (const [name, at] of [
      ["a", 0],
      ["b", 1],
      ["c", 2],
    ] as const)
      customer(name, at, 5);
    simulation.run();
    expect(log).toEqual(["0 a held", "5 b held", "10 c held"]);
  });

  test("may be last-in first-out", () => {
    const { simulation, log, customer } = setUp({ discipline: "lifo" });
    for (const [name, at] of [
      ["a", 0],
      ["b", 1],
      ["c", 2],
    ] as const)
      customer(name, at, 5);
    simulation.run();
    expect(log).toEqual(["0 a held", "5 c held", "10 b held"]);
  });

  test("may go by priority, lower first, and first-in first-out among equals", () => {
    const { simulation, log, customer } = setUp({ discipline: "priority" });
    customer("a", 0, 5);
    for (const [name, at, priority] of [
      ["low", 1, 5],
      ["high", 2, -1],
      ["mid", 3, 0],
      ["mid too", 4, 0],
    ] as const) {
      customer(name, at, 5, { priority });
    }
    simulation.run();
    expect(log).toEqual(["0 a held", "5 high held", "10 mid held", "15 mid too held", "20 low held"]);
  });

  test("may go by any comparison, such as shortest job first", () => {
    const { simulation, log, customer } = setUp({ discipline: (a, b) => Number(a.tag) - Number(b.tag) });
    for (const [name, at, job] of [
      ["a", 0, 5],
      ["long", 1, 9],
      ["short", 2, 1],
    ] as const)
      customer(name, at, job, { tag: job });
    simulation.run();
    expect(log).toEqual(["0 a held", "5 short held", "6 long held"]);
  });

  test("lets a priority change while waiting", () => {
    const { simulation, desk, log, customer } = setUp({ discipline: "priority" });
    for (const name of ["a", "b", "c", "d"]) customer(name, 0, 5);
    simulation.callAt(1, () => {
      const last = desk.waiting()[2];
      last.priority = -1;
      desk.waiting()[1].priority = 3;
      expect(() => {
        last.priority = Number.NaN;
      }).toThrow(CapacityError);
    });
    simulation.run();
    expect(log).toEqual(["0 a held", "5 d held", "10 c held", "15 b held"]);
  });

  test("can be put in order again when what a comparison looks at has changed", () => {
    const urgency = new Map([
      ["b", 2],
      ["c", 1],
      ["d", 3],
    ]);
    const { simulation, desk, log, customer } = setUp({
      discipline: (a, b) => (urgency.get(String(a.tag)) ?? 0) - (urgency.get(String(b.tag)) ?? 0),
    });
    for (const name of ["a", "b", "c", "d"]) customer(name, 0, 5, { tag: name });
    simulation.callAt(1, () => {
      urgency.set("d", 0);
      desk.reorder();
    });
    simulation.run();
    expect(log).toEqual(["0 a held", "5 d held", "10 c held", "15 b held"]);
  });

  test("lets nobody pass a bulk request that does not fit", () => {
    const { simulation, log, customer } = setUp({ capacity: 3 });
    customer("a", 0, 5, { units: 2 });
    customer("bulk", 1, 5, { units: 3 });
    customer("small", 2, 5);
    simulation.run();
    expect(log).toEqual(["0 a held", "5 bulk held", "10 small held"]);
  });

  test("lets those who fit pass when overtaking is allowed", () => {
    const { simulation, log, customer } = setUp({ capacity: 3, overtaking: true });
    customer("a", 0, 5, { units: 2 });
    customer("bulk", 1, 5, { units: 3 });
    customer("small", 2, 5);
    customer("small too", 3, 5);
    simulation.run();
    expect(log).toEqual(["0 a held", "2 small held", "5 small too held", "10 bulk held"]);
  });
});

describe("who does not want to wait", () => {
  test("reneges when patience runs out, and gives back the place", () => {
    const { simulation, desk, log, customer } = setUp({ capacity: 2 });
    customer("a", 0, 10);
    customer("bulk", 1, 1, { units: 2, patience: 3 });
    customer("b", 2, 1);
    simulation.run();
    expect(log).toEqual(["0 a held", "4 bulk reneged", "4 b held"]);
    expect(desk.monitor().report()).toMatchObject({ requests: 3, grants: 2, reneges: 1, releases: 2 });
  });

  test("is served, not turned away, when the unit comes free in the last instant before patience ends", () => {
    const { simulation, log, customer } = setUp();
    customer("a", 0, 5);
    customer("b", 0, 1, { patience: 5 });
    simulation.run();
    // b's timer was set at 0, before a began to hold: at equal times the earlier event runs first.
    expect(log).toEqual(["0 a held", "5 b reneged"]);
    const again = setUp();
    again.customer("a", 0, 4.5);
    again.customer("b", 0, 1, { patience: 5 });
    again.simulation.run();
    expect(again.log).toEqual(["0 a held", "4.5 b held"]);
  });

  test("balks when the queue is too long for it, or for the resource", () => {
    const { simulation, desk, log, customer } = setUp({ queueLimit: 2 });
    customer("a", 0, 10);
    customer("b", 1, 1);
    customer("picky", 2, 1, { balkAt: 1 });
    customer("c", 3, 1);
    customer("d", 4, 1);
    simulation.run();
    expect(log).toEqual(["0 a held", "2 picky balked", "4 d balked", "10 b held", "11 c held"]);
    expect(desk.monitor().report()).toMatchObject({ requests: 5, balks: 2, greatestQueue: 2 });
  });

  test("is served at once by a resource without a queue when a unit is free (Erlang loss)", () => {
    const { simulation, log, customer } = setUp({ queueLimit: 0, capacity: 2 });
    for (const name of ["a", "b", "c"]) customer(name, 0, 5);
    simulation.run();
    expect(log).toEqual(["0 a held", "0 b held", "0 c balked"]);
  });

  test("leaves no trace when the request loses in any-of, or its process is interrupted or terminated", () => {
    const { simulation, desk, say, log } = setUp();
    function* owner(): ProcessBody {
      using lease = desk.seize();
      yield lease;
      yield 10;
    }
    function* waiter(): ProcessBody {
      const lease = desk.seize();
      say(`${yield anyOf(lease, 4)} ${lease.leaseState}`);
    }
    function* patient(): ProcessBody {
      const lease = desk.seize();
      const woken = yield lease;
      say(`${woken instanceof Interrupt} ${lease.leaseState}`);
    }
    simulation.process("owner", owner);
    simulation.process("waiter", waiter);
    const interrupted = simulation.process("interrupted", patient);
    const terminated = simulation.process("terminated", patient);
    simulation.callAt(5, () => interrupted.interrupt());
    simulation.callAt(6, () => terminated.terminate());
    simulation.callAt(7, () => say(`${desk.queueLength} wait`));
    simulation.run();
    expect(log).toEqual(["4 1 withdrawn", "5 true withdrawn", "7 0 wait"]);
    expect(desk.inUse).toBe(0);
  });
});

describe("a lease", () => {
  test("is given back at the end of a using block, also by a thrown error, but not twice", () => {
    const { simulation, desk } = setUp();
    simulation.process("clerk", function* () {
      try {
        using lease = yield* desk.seize();
        yield 2;
        expect(lease.granted).toBe(true);
        throw new RangeError("spilt coffee");
      } catch {
        expect(desk.inUse).toBe(0);
      }
      using early = yield* desk.seize();
      early.release();
    });
    simulation.run();
    expect(desk.monitor().report()).toMatchObject({ grants: 2, releases: 2, meanInUse: 1 });
  });

  test("is given back when its process ends, returns, fails or is terminated", () => {
    const { simulation, desk, log, customer } = setUp({ capacity: 3 });
    simulation.process("forgetful", function* () {
      yield desk.seize();
      yield 1;
    });
    simulation.process("failing", function* () {
      yield desk.seize();
      yield 2;
      throw new Error("oops");
    });
    const doomed = simulation.process("doomed", function* () {
      yield desk.seize();
      yield 100;
    });
    simulation.callAt(3, () => doomed.terminate());
    for (const name of ["x", "y", "z"]) customer(name, 0, 50);
    expect(() => simulation.run()).toThrow(/oops/);
    simulation.run();
    expect(log).toEqual(["1 x held", "2 y held", "3 z held"]);
    expect(desk.inUse).toBe(0);
  });

  test("granted to a process that is terminated before it runs again goes to the next", () => {
    const { simulation, desk, log, customer } = setUp();
    customer("a", 0, 5);
    const doomed = simulation.process("doomed", function* () {
      yield desk.seize();
      throw new Error("must not run");
    });
    customer("b", 1, 1);
    simulation.callAt(0, () => simulation.callAt(5, () => expect(desk.held()[0]?.holder).toBe(doomed)), 1);
    simulation.callAt(0, () => simulation.callAt(5, () => doomed.terminate()), 1);
    simulation.run();
    expect(log).toEqual(["0 a held", "5 b held"]);
  });

  test("asked for again and refused, has not waited for any length", () => {
    const { simulation, desk, customer } = setUp();
    const waited: number[] = [];
    simulation.process("twice", function* () {
      const lease = desk.seize({ patience: 2 });
      yield lease;
      waited.push(lease.waited);
      yield 1;
      lease.release();
      yield 1;
      yield lease;
      waited.push(lease.waited);
    });
    customer("long", 1, 9);
    simulation.run();
    expect(waited).toEqual([0, Number.NaN]);
  });

  test("knows how long it waited", () => {
    const { simulation, desk } = setUp();
    const leases = [desk.seize(), desk.seize()];
    for (const lease of leases) {
      simulation.process("p", function* () {
        yield lease;
        yield 3;
        lease.release();
      });
    }
    expect(leases[1].waited).toBeNaN();
    simulation.runUntil(1);
    expect(leases.map((lease) => lease.waited)).toEqual([0, 1]);
    simulation.run();
    expect(leases.map((lease) => lease.waited)).toEqual([0, 3]);
  });
});

describe("preemption", () => {
  test("takes the unit from the least urgent, latest comer first, and tells it by an interrupt", () => {
    const { simulation, desk, log, say } = setUp({ capacity: 2, discipline: "priority" });
    for (const [name, at, priority] of [
      ["a", 0, 2],
      ["b", 1, 2],
      ["boss", 2, 0],
      ["equal", 3, 2],
    ] as const) {
      simulation.process(
        name,
        function* () {
          const lease = desk.seize({ priority, preempt: true });
          yield lease;
          say(`${name} starts`);
          const woken = yield 10;
          if (woken instanceof Interrupt && woken.cause instanceof Preempted) {
            say(`${name} ${woken.cause}, ${woken.remaining} left, ${lease.leaseState}`);
            expect(() => lease.release()).toThrow(ReleaseError);
          } else lease.release();
        },
        { at },
      );
    }
    simulation.run();
    expect(log).toEqual([
      "0 a starts",
      "1 b starts",
      '2 b preempted from resource "desk" by process "boss", 9 left, preempted',
      "2 boss starts",
      "10 equal starts",
    ]);
  });

  test("takes nothing from who asks", () => {
    const { simulation, desk, log, say, customer } = setUp({ capacity: 2, discipline: "priority" });
    simulation.process("both", function* () {
      const first = desk.seize({ priority: 7 });
      yield first;
      yield 1;
      const second = desk.seize({ priority: 0, preempt: true });
      yield second;
      say(`both: ${first.leaseState}, ${second.leaseState}`);
    });
    customer("other", 0, 9, { priority: 3 });
    simulation.run();
    expect(log).toEqual(["0 other held", "1 both: held, held"]);
  });

  test("takes nothing when it would not be enough", () => {
    const { simulation, desk, log, customer } = setUp({ capacity: 2, discipline: "priority" });
    customer("urgent", 0, 10, { priority: -5 });
    customer("lazy", 0, 5, { priority: 9 });
    customer("big", 1, 1, { priority: 0, units: 2, preempt: true });
    simulation.run();
    expect(log).toEqual(["0 urgent held", "0 lazy held", "10 big held"]);
    expect(desk.monitor().report().preemptions).toBe(0);
  });

  test("may be thrown", () => {
    const { simulation, desk, log, say, customer } = setUp({ discipline: "priority" });
    simulation.process("clerk", function* () {
      yield desk.seize({ priority: 1, throwWhenPreempted: true });
      try {
        yield 10;
      } catch (error) {
        say(`${error instanceof Interrupt}`);
      }
    });
    customer("boss", 2, 1, { preempt: true });
    simulation.run();
    expect(log).toEqual(["2 true", "2 boss held"]);
  });

  test.each([
    ["resume", ["0 work begins", "2 boss held", "13 work done"]],
    ["restart", ["0 work begins", "2 boss held", "15 work done"]],
    ["drop", ["0 work begins", "2 boss held", "2 work dropped"]],
  ] as const)("of work follows the rule: %s", (whenPreempted, expected) => {
    const { simulation, desk, log, say, customer } = setUp({ discipline: "priority" });
    simulation.process("worker", function* () {
      say("work begins");
      const work = desk.use(10, { priority: 1, whenPreempted, patience: 1 });
      yield work;
      say(`work ${work.completed ? "done" : "dropped"}`);
    });
    customer("boss", 2, 3, { preempt: true });
    simulation.run();
    expect([...log].sort()).toEqual([...expected].sort());
    expect(desk.inUse).toBe(0);
    expect(desk.monitor().report().preemptions).toBe(1);
  });

  test("of work lets it keep its place before those of equal priority", () => {
    const { simulation, desk, log, say, customer } = setUp({ discipline: "priority" });
    for (const name of ["first", "second"]) {
      simulation.process(name, function* () {
        yield desk.use(10, { priority: 1 });
        say(`${name} done`);
      });
    }
    customer("boss", 2, 3, { preempt: true });
    simulation.run();
    expect(log).toEqual(["2 boss held", "13 first done", "23 second done"]);
  });
});

describe("work as one wait", () => {
  test("seizes, works and releases", () => {
    const { simulation, desk, log, say } = setUp();
    for (const name of ["a", "b"]) {
      simulation.process(name, function* () {
        yield* desk.use(3);
        say(name);
      });
    }
    simulation.run();
    expect(log).toEqual(["3 a", "6 b"]);
  });

  test("is given up when its process is interrupted, waiting or working", () => {
    const { simulation, desk, log, say } = setUp();
    const processes = ["a", "b"].map((name) =>
      simulation.process(name, function* () {
        const work = desk.use(10);
        yield work;
        say(`${name} ${work.completed}`);
      }),
    );
    simulation.callAt(2, () => processes[1].interrupt());
    simulation.callAt(3, () => processes[0].interrupt());
    simulation.run();
    expect(log).toEqual(["2 b false", "3 a false"]);
    expect([simulation.now, desk.inUse]).toEqual([3, 0]);
  });

  test("ends in the event that resumes its process, by the priority of the process and before those it lets through", () => {
    const { simulation, desk, log, say } = setUp();
    for (const [name, priority] of [
      ["slow", 5],
      ["next", 0],
    ] as const) {
      simulation.process(
        name,
        function* () {
          const work = desk.use(3);
          yield work;
          say(`${name} ${work.completed}, ${desk.inUse} in use, ${simulation.eventsExecuted} events`);
        },
        { priority, at: name === "next" ? 1 : 0 },
      );
    }
    simulation.callAt(3, () => say(`before: ${desk.inUse} in use, ${desk.queueLength} in the queue`), 4);
    simulation.callAt(3, () => say(`behind: ${desk.inUse} in use, ${desk.queueLength} in the queue`), 6);
    simulation.run();
    // Five at 3: two starts, the look before, the end, the look behind; one more at 6.
    expect(log).toEqual([
      "3 before: 1 in use, 1 in the queue",
      "3 slow true, 1 in use, 4 events",
      "3 behind: 1 in use, 0 in the queue",
      "6 next true, 0 in use, 6 events",
    ]);
  });

  test("in a group is told to the group, which lets go of the rest", () => {
    const { simulation, desk, log, say, customer } = setUp({ capacity: 2 });
    simulation.process("both", function* () {
      const long = desk.use(5);
      const short = desk.use(3);
      say(`${yield* anyOf(long, short)}: ${long.completed} ${short.completed}, ${desk.inUse} in use`);
      yield 1;
      yield desk.use(2);
      say(`again, ${desk.inUse} in use`);
    });
    customer("other", 1, 1);
    simulation.run();
    expect(log).toEqual(["3 1: false true, 1 in use", "3 other held", "6 again, 0 in use"]);
    expect([simulation.now, simulation.pending]).toEqual([6, 0]);
  });

  test.each([false, true])(
    "done when an order of the user's own fails, is not lost to who runs on (terminated: %s)",
    (terminated) => {
      let failing = true;
      const { simulation, desk, log } = setUp({
        discipline: () => {
          if (failing && simulation.now === 3) throw new Error("no order");
          return 0;
        },
      });
      const worker = simulation.process("worker", function* () {
        yield desk.use(3);
        log.push(`${simulation.now} worker done`);
        yield 1;
        log.push(`${simulation.now} worker again`);
      });
      for (const name of ["b", "c", "d"]) {
        simulation.process(name, function* () {
          yield* desk.use(2);
          log.push(name);
        });
      }
      expect(() => simulation.run()).toThrow(expect.objectContaining({ message: expect.stringContaining("no order") }));
      // The first in the queue has its turn all the same.
      expect([simulation.now, worker.state, desk.inUse, desk.queueLength]).toEqual([3, "scheduled", 1, 2]);
      failing = false;
      desk.reorder();
      if (terminated) expect(worker.terminate()).toBe(true);
      const { pending } = simulation;
      expect(pending).toBe(terminated ? 1 : 2);
      simulation.run();
      expect(log).toEqual(terminated ? ["b", "c", "d"] : ["3 worker done", "4 worker again", "b", "c", "d"]);
      expect([worker.state, simulation.pending, desk.inUse]).toEqual(["ended", 0, 0]);
      desk.checkInvariants();
    },
  );

  test("refused by an order of the user's own leaves the queue as it was", () => {
    let failing = false;
    const { simulation, desk, log, customer } = setUp({
      discipline: (a, b) => {
        if (failing) throw new Error("no order");
        return a.units - b.units;
      },
    });
    customer("a", 0, 5);
    customer("b", 1, 5);
    simulation.callAt(2, () => {
      failing = true;
    });
    customer("c", 3, 5);
    expect(() => simulation.run()).toThrow(/no order.*process "c"/s);
    failing = false;
    expect([desk.queueLength, simulation.liveProcesses().length]).toEqual([1, 2]);
    simulation.run();
    expect(log).toEqual(["0 a held", "5 b held"]);
  });

  test("is given back by nobody while it goes on: whoever tries is told, and the work goes on", () => {
    const { simulation, desk, say, log } = setUp({ capacity: 2 });
    const alone = desk.use(5);
    const grouped = desk.use(5);
    const refusal = {
      code: "work-in-progress",
      message: expect.stringContaining('a use of resource "desk" gives its units back itself when its work is done'),
      details: { state: "held", time: 2 },
    };
    simulation.process("alone", function* () {
      yield alone;
      say(`alone ${alone.leaseState}`);
    });
    simulation.process("grouped", function* () {
      yield* anyOf(grouped, 10);
      say(`grouped ${grouped.leaseState}`);
    });
    simulation.callAt(2, () => {
      for (const use of [alone, grouped]) {
        expect(() => use.release()).toThrow(expect.objectContaining(refusal));
        expect(() => desk.release(use)).toThrow(ReleaseError);
      }
    });
    simulation.run();
    expect(log).toEqual(["5 alone released", "5 grouped released"]);
    expect(desk.inUse).toBe(0);
  });

  test("that is taken away or interrupted leaves no event behind, and its process can hold and work again", () => {
    const { simulation, desk, log, say } = setUp({ discipline: "priority" });
    const worker = simulation.process("worker", function* () {
      const end = (yield desk.use(10, { priority: 5 })) as unknown;
      say(`worker ${end instanceof Interrupt ? end.cause : "done"}`);
      yield 2;
      yield* desk.use(1, { priority: 5 });
      say("worker done");
    });
    simulation.process(
      "boss",
      function* () {
        yield* desk.use(4, { preempt: true });
        say("boss done");
      },
      { at: 3 },
    );
    // The work, the boss to come and two calls; then, with the worker in the queue, the boss's work and one call.
    simulation.callAt(2, () => expect([simulation.pending, worker.state]).toEqual([4, "waiting"]));
    simulation.callAt(4, () => expect([simulation.pending, worker.state]).toEqual([2, "waiting"]));
    simulation.callAt(8, () => worker.interrupt("enough"));
    simulation.run();
    expect(log).toEqual(["7 boss done", "8 worker enough", "11 worker done"]);
    expect([simulation.now, desk.inUse, worker.state]).toEqual([11, 0, "ended"]);
  });

  test("may renege", () => {
    const { simulation, desk, log, say, customer } = setUp();
    customer("a", 0, 10);
    simulation.process("b", function* () {
      const work = desk.use(10, { patience: 2 });
      yield work;
      say(`${work.completed} ${work.leaseState}`);
    });
    simulation.run();
    expect(log).toEqual(["0 a held", "2 false reneged"]);
  });
});

describe("a capacity calendar", () => {
  test("lets holders finish and nobody enter when the capacity falls below what is in use", () => {
    const { simulation, desk, log, customer } = setUp({
      capacity: 0,
      calendar: {
        steps: [
          [8, 2],
          [16, 0],
        ],
        period: 24,
      },
    });
    customer("early", 7, 1);
    customer("at opening", 8, 12);
    customer("late", 15, 3);
    customer("too late", 15.5, 1);
    simulation.runUntil(17);
    expect([desk.capacity, desk.inUse, desk.available, desk.queueLength]).toEqual([0, 2, 0, 1]);
    simulation.runUntil(48);
    expect(log).toEqual(["8 early held", "8 at opening held", "15 late held", "32 too late held"]);
    expect(desk.monitor().report()).toMatchObject({ meanCapacity: (2 * 2 * 8) / 48 });
  });

  test("need not repeat", () => {
    const { simulation, desk } = setUp({
      capacity: 5,
      calendar: {
        steps: [
          [2, 1],
          [3, 4],
        ],
      },
    });
    const seen: number[] = [];
    for (const at of [1, 2, 2.5, 3, 99]) simulation.callAt(at, () => seen.push(desk.capacity));
    simulation.run();
    expect(seen).toEqual([5, 1, 1, 4, 4]);
  });

  test.each([
    [{ steps: [] }],
    [
      {
        steps: [
          [1, 1],
          [1, 2],
        ],
      },
    ],
    [{ steps: [[1, 0.5]] }],
    [{ steps: [[30, 1]], period: 24 }],
    [{ steps: [[0, 1]], period: 0 }],
    [{ steps: [[Number.NaN, 1]] }],
  ] as const)("that makes no sense is refused: %j", (calendar) => {
    expect(() => setUp({ calendar })).toThrow(expect.objectContaining({ code: "calendar" }));
  });
});

describe("a monitor", () => {
  test("reports time-weighted means, waits and counts, and can begin anew after a warm-up", () => {
    const { simulation, desk, customer } = setUp();
    customer("a", 0, 4);
    customer("b", 1, 4);
    simulation.runUntil(2);
    desk.monitor().restart();
    simulation.runUntil(10);
    desk.checkInvariants();
    expect(desk.monitor().report()).toEqual({
      from: 2,
      to: 10,
      requests: 0,
      grants: 1,
      releases: 2,
      reneges: 0,
      balks: 0,
      withdrawals: 0,
      preemptions: 0,
      meanQueue: 2 / 8,
      meanInUse: 6 / 8,
      meanCapacity: 1,
      utilisation: 6 / 8,
      greatestQueue: 1,
      greatestInUse: 1,
      meanWait: 3,
      deviationWait: Number.NaN,
      greatestWait: 3,
    });
  });

  test("finds a broken account", () => {
    const { simulation, desk, customer } = setUp();
    customer("a", 0, 4);
    simulation.runUntil(2);
    desk.monitor().released(1, false);
    expect(() => desk.checkInvariants()).toThrow(expect.objectContaining({ code: "resource-invariant" }));
  });
});

describe("bad input", () => {
  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("a capacity of %d is refused", (capacity) => {
    expect(() => setUp({ capacity })).toThrow(CapacityError);
    expect(() => setUp().desk.setCapacity(capacity)).toThrow(CapacityError);
  });

  test("a request larger than the capacity is refused at once, naming the process", () => {
    const { simulation, desk } = setUp({ capacity: 2 });
    simulation.process("greedy", function* () {
      yield desk.seize({ units: 3 });
    });
    expect(() => simulation.run()).toThrow(/3 of 2 units would wait for ever.*process "greedy"/);
  });

  test.each([{ units: 0 }, { units: 1.5 }, { priority: Number.NaN }, { patience: -1 }, { balkAt: -1 }])(
    "a request that makes no sense is refused: %j",
    (options) => {
      expect(() => setUp().desk.seize(options)).toThrow(CapacityError);
    },
  );

  test("work of no sensible length is refused", () => {
    expect(() => setUp().desk.use(-1)).toThrow(CapacityError);
    expect(() => setUp().desk.use(Number.NaN)).toThrow(CapacityError);
  });

  test("giving back what is not held is an error: never granted, twice, or to another resource", () => {
    const { simulation, desk } = setUp();
    const other = new Resource(simulation, { capacity: 1 });
    simulation.process("clerk", function* () {
      const lease = desk.seize();
      expect(() => lease.release()).toThrow(ReleaseError);
      yield lease;
      expect(() => other.release(lease)).toThrow(ReleaseError);
      lease.release();
      expect(() => lease.release()).toThrow(/process "clerk"/);
      yield lease;
      yield lease;
    });
    expect(() => simulation.run()).toThrow(/held already/);
  });
});

test("a patience of zero waits for what happens in the same instant and no longer", () => {
  const { simulation, log, customer } = setUp();
  customer("a", 0, 1);
  customer("b", 0, 1, { patience: 0 });
  simulation.run();
  expect(log).toEqual(["0 a held", "0 b reneged"]);
});

test("a wait of delay 0 in any-of is not skipped", () => {
  const simulation = new Simulation();
  let resumes = 0;
  simulation.process("p", function* () {
    yield delay(0);
    yield 1e-12;
    resumes++;
  });
  simulation.run();
  expect([resumes, simulation.now]).toEqual([1, 1e-12]);
});

test("work that is done cannot be preempted by whom the end of its own any-of lets through", () => {
  const { simulation, desk, say, log } = setUp({ capacity: 2 });
  simulation.process("worker", function* () {
    const work = desk.use(0.5, { priority: 1 });
    // Stands in front of the urgent request, first-in first-out, until the work is done.
    yield anyOf(work, desk.seize({ units: 2 }));
    say(`worker ${work.completed}`);
  });
  simulation.process("urgent", function* () {
    const lease = desk.seize({ units: 2, priority: -1, preempt: true });
    yield lease;
    say(`urgent ${lease.leaseState}`);
    lease.release();
  });
  simulation.run();
  expect(log).toEqual(["0.5 worker true", "0.5 urgent held"]);
  expect([desk.inUse, desk.queueLength]).toEqual([0, 0]);
});

test("who preempts is not granted what the victim's leaving made it stop waiting for; the next in line is", () => {
  const { simulation, desk, say, log } = setUp({ capacity: 1, discipline: "priority" });
  const tank = new Container(simulation, { name: "tank", capacity: 10, level: 1 });
  desk.monitor();
  simulation.process("holder", function* () {
    yield desk.seize({ priority: 3 });
    const resumed = yield tank.get(4);
    say(`holder ${resumed instanceof Interrupt}`);
  });
  simulation.process("next", function* () {
    yield 1;
    const lease = desk.seize({ priority: 2 });
    yield lease;
    say(`next ${lease.leaseState}`);
    lease.release();
  });
  simulation.process("boss", function* () {
    yield 2;
    const lease = desk.seize({ priority: 1, preempt: true });
    // The tank has enough for this, but the holder stands before it there.
    const first = yield anyOf(tank.get(1), lease);
    say(`boss ${first} ${lease.leaseState}`);
  });
  simulation.run();
  expect(log).toEqual(["2 boss 0 withdrawn", "2 holder true", "2 next held"]);
  expect([desk.inUse, desk.queueLength, tank.level]).toEqual([0, 0, 0]);
  desk.checkInvariants();
});
