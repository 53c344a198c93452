import { describe, expect, test } from "vitest";
import { Resource } from "../resources/index.ts";
import { HandleError, ProcessError, TimeError, YieldError } from "./errors.ts";
import { Interrupt } from "./interrupt.ts";
import { type Process, type ProcessBody, passivate } from "./process.ts";
import { Condition, Signal } from "./signal.ts";
import { Simulation } from "./simulation.ts";
import { allOf, anyOf, delay, until, type Wait } from "./wait.ts";

/** A simulation with a log of `time what`. */
function logging(): { simulation: Simulation; log: string[]; say: (what: string) => void } {
  const simulation = new Simulation();
  const log: string[] = [];
  return { simulation, log, say: (what) => log.push(`${simulation.now} ${what}`) };
}

describe("a process", () => {
  test("holds for as long as it yields, side by side with others", () => {
    const { simulation, log, say } = logging();
    function* car(name: string, drive: number): ProcessBody {
      for (let trip = 0; trip < 2; trip++) {
        say(`${name} drives`);
        yield drive;
      }
      say(`${name} parks`);
    }
    simulation.process("a", () => car("a", 2));
    simulation.process("b", () => car("b", 3), { at: 1 });
    simulation.run();
    expect(log).toEqual(["0 a drives", "1 b drives", "2 a drives", "4 b drives", "4 a parks", "7 b parks"]);
  });

  test("starts by an event, never inside the call that makes it", () => {
    const { simulation, log, say } = logging();
    simulation.process("outer", function* () {
      simulation.process("inner", function* () {
        say("inner");
        yield 0;
      });
      say("outer");
      yield 0;
      say("outer again");
    });
    simulation.run();
    expect(log).toEqual(["0 outer", "0 inner", "0 outer again"]);
  });

  test("runs before others at the same time when its priority is lower", () => {
    const { simulation, log, say } = logging();
    for (const [name, priority] of [
      ["late", 1],
      ["plain", 0],
      ["early", -1],
    ] as const) {
      simulation.process(
        name,
        function* () {
          yield 1;
          say(name);
        },
        { priority },
      );
    }
    simulation.run();
    expect(log).toEqual(["1 early", "1 plain", "1 late"]);
  });

  test("can be joined, and gives its result, before and after its end", () => {
    const { simulation, log, say } = logging();
    const worker = simulation.process("worker", function* () {
      yield 3;
      return 42;
    });
    for (const at of [0, 5]) {
      simulation.process(
        "chief",
        function* () {
          const result: number | undefined = yield* worker.join();
          say(`got ${result}`);
        },
        { at },
      );
    }
    simulation.run();
    expect(log).toEqual(["3 got 42", "5 got 42"]);
    expect([worker.alive, worker.result]).toEqual([false, 42]);
  });

  test("sleeps until activated, and only then", () => {
    const { simulation, log, say } = logging();
    const sleeper: Process = simulation.process("sleeper", function* () {
      say(`woken by ${yield passivate()}`);
      yield 10;
      say("done");
    });
    simulation.process("waker", function* () {
      expect(sleeper.state).toBe("passive");
      yield 4;
      expect(sleeper.activate("bell")).toBe(true);
      expect(sleeper.activate("second bell")).toBe(false);
      yield 1;
      expect(sleeper.activate("third bell")).toBe(false);
    });
    simulation.run();
    expect(log).toEqual(["4 woken by bell", "14 done"]);
  });

  test("gives its place in the table to a new one without mixing them up", () => {
    const simulation = new Simulation();
    const ended = simulation.process("first", function* () {
      yield 1;
    });
    simulation.run();
    const next = simulation.process("second", function* () {
      yield 1;
    });
    expect(next.index).toBe(ended.index);
    expect(next.id).toBe(ended.id + 1);
    expect(ended.interrupt("too late")).toBe(false);
    expect(ended.terminate()).toBe(false);
    expect(simulation.liveProcesses()).toEqual([next]);
    simulation.run();
    expect([next.state, simulation.now]).toEqual(["ended", 2]);
  });
});

test("a process can be given the generator itself, and runs like one made by a function", () => {
  const run = (given: boolean): string[] => {
    const simulation = new Simulation();
    const log: string[] = [];
    function* customer(name: string, patience: number): ProcessBody<string> {
      log.push(`${simulation.now} ${name} starts`);
      const woken = yield patience;
      log.push(`${simulation.now} ${name} ${woken instanceof Interrupt ? String(woken.cause) : "done"}`);
      return name;
    }
    const start = (name: string, patience: number, at: number): Process<string> =>
      given
        ? simulation.process(name, customer(name, patience), { at })
        : simulation.process(name, () => customer(name, patience), { at });
    const ann = start("ann", 2, 0);
    const bo = start("bo", 5, 1);
    simulation.callAt(3, () => bo.interrupt("called"));
    simulation.run();
    log.push(`${ann.result} ${bo.result}`);
    return log;
  };
  expect(run(true)).toEqual(["0 ann starts", "1 bo starts", "2 ann done", "3 bo called", "ann bo"]);
  expect(run(false)).toEqual(run(true));
});

describe("an interrupt", () => {
  test("ends a hold, tells the cause and what was left, and leaves no timer alive", () => {
    const { simulation, log, say } = logging();
    const worker = simulation.process("worker", function* () {
      const woken = yield 10;
      expect(woken).toBeInstanceOf(Interrupt);
      if (woken instanceof Interrupt) say(`${woken.cause}, ${woken.remaining} left`);
      yield 100;
      say("rested");
    });
    simulation.process("boss", function* () {
      yield 4;
      worker.interrupt("phone");
      expect(simulation.pending).toBe(1);
    });
    simulation.run();
    expect(log).toEqual(["4 phone, 6 left", "104 rested"]);
    expect(simulation.eventsExecuted).toBe(5);
  });

  test("is thrown inside the process by choice", () => {
    const { simulation, log, say } = logging();
    const worker = simulation.process("worker", function* () {
      try {
        yield 10;
      } catch (error) {
        say(String(error));
      }
    });
    simulation.callAt(3, () => worker.interrupt("fire", { throw: true }));
    simulation.run();
    expect(log).toEqual(["3 interrupted: fire"]);
  });

  test("comes after what the process was already given, at the same time", () => {
    const { simulation, log, say } = logging();
    const bell = new Signal<string>();
    const listener = simulation.process("listener", function* () {
      say(String(yield bell.wait()));
      say(String(yield 10));
      say(String(yield 1));
    });
    simulation.process("ringer", function* () {
      yield 2;
      bell.fire("ding");
      listener.interrupt("one");
      listener.interrupt("two");
    });
    simulation.run();
    expect(log).toEqual(["2 ding", "2 interrupted: one", "2 interrupted: two"]);
  });

  test("of a process that has not started reaches its first yield", () => {
    const { simulation, log, say } = logging();
    const late = simulation.process(
      "late",
      function* () {
        say(String(yield 10));
      },
      { at: 5 },
    );
    late.interrupt("early bird");
    simulation.run();
    expect(log).toEqual(["5 interrupted: early bird"]);
  });

  test("is thrown by yield* whichever way it was sent, since there is no value to give", () => {
    const { simulation, log, say } = logging();
    const listener = simulation.process("listener", function* () {
      try {
        yield* new Signal<number>().wait();
      } catch (error) {
        say(String(error));
      }
    });
    simulation.callAt(1, () => listener.interrupt("enough"));
    simulation.run();
    expect(log).toEqual(["1 interrupted: enough"]);
  });

  test("that nobody catches is reported as a failure of the process", () => {
    const simulation = new Simulation();
    const worker = simulation.process("worker", function* () {
      yield 10;
    });
    simulation.callAt(1, () => worker.interrupt("fire", { throw: true }));
    expect(() => simulation.run()).toThrow(/process "worker" failed: interrupted: fire/);
  });

  test("by a process of itself is an error", () => {
    const simulation = new Simulation();
    simulation.process("odd", function* (self) {
      self.interrupt();
      yield 1;
    });
    expect(() => simulation.run()).toThrow(expect.objectContaining({ code: "own-process" }));
  });
});

describe("waits", () => {
  test("any-of takes the first, withdraws the others and leaves no timer", () => {
    const { simulation, log, say } = logging();
    const bell = new Signal<string>();
    const never = new Signal();
    simulation.process("listener", function* () {
      const ring = bell.wait();
      say(`${yield anyOf(never.wait(), ring, 10)} ${ring.value}`);
      expect([never.waiting, bell.waiting, simulation.pending]).toEqual([0, 0, 0]);
      say(`${yield anyOf(never.wait(), 10)}`);
    });
    simulation.callAt(3, () => bell.fire("ding"));
    simulation.run();
    expect(log).toEqual(["3 1 ding", "13 1"]);
  });

  test("any-of whose branches could all finish at once takes the one named first and begins no other", () => {
    const { simulation, log, say } = logging();
    const yes = new Condition(() => true);
    simulation.process("chooser", function* () {
      const waits = [yes.wait(), yes.wait()];
      say(`${yield anyOf(...waits)} ${waits.map((wait) => wait.state)}`);
    });
    simulation.run();
    expect(log).toEqual(["0 0 done,idle"]);
  });

  test("all-of finishes with the last, in its own order", () => {
    const { simulation, log, say } = logging();
    const bell = new Signal<string>();
    simulation.process("patient", function* () {
      const values = yield* allOf(4, bell.wait(), delay(2));
      say(JSON.stringify(values.map((value) => value ?? null)));
      say(`${(yield* allOf()).length}`);
    });
    simulation.callAt(3, () => bell.fire("ding"));
    simulation.run();
    expect(log).toEqual(['4 [null,"ding",null]', "4 0"]);
  });

  test("groups nest, and an interrupt takes down the whole tree", () => {
    const simulation = new Simulation();
    const bell = new Signal();
    const worker = simulation.process("worker", function* () {
      yield anyOf(allOf(bell.wait(), 5), allOf(bell.wait(), anyOf(50, 60)));
      yield 0.5;
    });
    simulation.callAt(7, () => worker.interrupt());
    simulation.run();
    expect([simulation.now, bell.waiting, simulation.pending]).toEqual([7.5, 0, 0]);
  });

  test("a signal wakes those who wait, in order, at the current time, and nobody who comes later", () => {
    const { simulation, log, say } = logging();
    const bell = new Signal<number>("bell");
    for (const name of ["a", "b"]) {
      simulation.process(name, function* () {
        say(`${name} ${yield* bell.wait()}`);
        yield bell.wait();
        say("never");
      });
    }
    simulation.callAt(2, () => {
      expect(bell.fire(7)).toBe(2);
      say("fired");
    });
    simulation.run();
    expect(log).toEqual(["2 fired", "2 a 7", "2 b 7"]);
    expect(simulation.liveProcesses().map((process) => process.waitingFor)).toEqual([
      { what: 'signal "bell"', heldBy: [], since: 2 },
      { what: 'signal "bell"', heldBy: [], since: 2 },
    ]);
  });

  test("a condition is asked at the start and whenever somebody says it may have changed", () => {
    const { simulation, log, say } = logging();
    let level = 0;
    const full = new Condition(() => level >= 2, "full");
    simulation.process("waiter", function* () {
      yield full.wait();
      say("full");
      yield full.wait();
      say("still full");
    });
    for (const at of [1, 2, 3]) {
      simulation.callAt(at, () => {
        level++;
        full.check();
      });
    }
    simulation.run();
    expect(log).toEqual(["2 full", "2 still full"]);
  });

  test("until waits for a moment, and not at all when it has passed", () => {
    const { simulation, log, say } = logging();
    simulation.process("clerk", function* () {
      yield until(8.25);
      say("a");
      yield until(3);
      say("b");
      yield anyOf(until(100), 1);
    });
    simulation.run();
    expect(log).toEqual(["8.25 a", "8.25 b"]);
    expect([simulation.now, simulation.pending]).toEqual([9.25, 0]);
  });

  test("a finished wait may be yielded again", () => {
    const { simulation, log, say } = logging();
    const pause = delay(2);
    simulation.process("clock", function* () {
      for (let i = 0; i < 3; i++) {
        yield pause;
        say("tick");
      }
    });
    simulation.run();
    expect(log).toEqual(["2 tick", "4 tick", "6 tick"]);
  });
});

describe("the end of a process", () => {
  test("by terminate withdraws what it waits for and runs its finally blocks", () => {
    const { simulation, log, say } = logging();
    const bell = new Signal();
    const bodies: (() => ProcessBody)[] = [
      function* () {
        try {
          yield 100;
        } finally {
          say("hold closed");
        }
      },
      function* () {
        try {
          yield bell.wait();
        } finally {
          say("wait closed");
        }
      },
      function* () {
        try {
          yield passivate();
        } finally {
          say("passive closed");
        }
      },
    ];
    const processes = bodies.map((body, index) => simulation.process(`p${index}`, body));
    const unborn = simulation.process(
      "unborn",
      function* () {
        say("never");
        yield 1;
      },
      { at: 50 },
    );
    simulation.process("killer", function* () {
      yield 3;
      for (const process of [...processes, unborn]) expect(process.terminate()).toBe(true);
      expect(simulation.activeProcess?.name).toBe("killer");
      yield 1;
    });
    simulation.run();
    expect(log).toEqual(["3 hold closed", "3 wait closed", "3 passive closed"]);
    expect([simulation.now, bell.waiting, simulation.liveProcesses().length]).toEqual([4, 0, 0]);
  });

  test("wakes those who joined, with no result", () => {
    const { simulation, log, say } = logging();
    const worker = simulation.process("worker", function* () {
      yield 100;
      return 1;
    });
    simulation.process("chief", function* () {
      say(`${yield* worker.join()}`);
    });
    simulation.callAt(2, () => worker.terminate());
    simulation.run();
    expect(log).toEqual(["2 undefined"]);
  });

  test("cannot wait: a yield in a finally block is an error", () => {
    const simulation = new Simulation();
    const worker = simulation.process("stubborn", function* () {
      try {
        yield 100;
      } finally {
        yield 1;
      }
    });
    simulation.callAt(1, () => worker.terminate());
    expect(() => simulation.run()).toThrow(expect.objectContaining({ code: "yield-in-finally" }));
    expect(worker.alive).toBe(false);
  });
});

describe("bad input", () => {
  test.each([
    ["an object of class Date", new Date(0)],
    ["an object of class none", Object.create(null)],
    ["a promise", Promise.resolve()],
    ["a function", () => 1],
    ["undefined", undefined],
    ["text", "text"],
  ])("yielding %s is an error that names the process", (what, foreign) => {
    const simulation = new Simulation({ start: 3 });
    simulation.process("clerk", function* () {
      yield foreign as unknown as number;
    });
    expect(() => simulation.run()).toThrow(YieldError);
    simulation.process("clerk", function* () {
      yield foreign as unknown as number;
    });
    expect(() => simulation.run()).toThrow(new RegExp(`yielded ${what}.*time 3, process "clerk"`));
  });

  test("yielding a process says that join was meant", () => {
    const simulation = new Simulation();
    simulation.process("clerk", function* (self) {
      yield self as unknown as number;
    });
    expect(() => simulation.run()).toThrow(/join\(\)/);
  });

  test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])("a hold of %d names the process and the value", (length) => {
    const simulation = new Simulation({ start: 2 });
    simulation.process("sleeper", function* () {
      yield length;
    });
    expect(() => simulation.run()).toThrow(TimeError);
    for (const wait of [delay(length), until(length === -1 ? Number.NaN : length)]) {
      simulation.process("sleeper", function* () {
        yield wait;
      });
      expect(() => simulation.run()).toThrow(/time 2, process "sleeper"/);
    }
  });

  test("a process that throws is named, with time, seed and replication, and the others can go on", () => {
    const simulation = new Simulation({ seed: "s", replication: 4 });
    const cause = new RangeError("no beds");
    const patient = simulation.process("patient", function* () {
      yield 2;
      throw cause;
    });
    let others = 0;
    simulation.process("nurse", function* () {
      yield 5;
      others++;
    });
    let caught: unknown;
    try {
      simulation.run();
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(ProcessError);
    expect(caught).toMatchObject({
      cause,
      place: { time: 2, process: "patient", seed: "s", replication: 4 },
      message: 'process "patient" failed: no beds (time 2, process "patient", seed "s", replication 4)',
    });
    expect(patient.alive).toBe(false);
    expect(simulation.run()).toBe("empty");
    expect(others).toBe(1);
  });

  test("a wait yielded by two processes, or standing twice in a group, is an error", () => {
    const simulation = new Simulation();
    const shared: Wait<undefined> = delay(5);
    for (const name of ["a", "b"]) {
      simulation.process(name, function* () {
        yield shared;
      });
    }
    expect(() => simulation.run()).toThrow(expect.objectContaining({ code: "wait-in-use" }));
    expect(() => anyOf(shared, shared)).toThrow(YieldError);
    expect(() => allOf(shared, 1, shared)).toThrow(YieldError);
    expect(() => anyOf()).toThrow(YieldError);
  });

  test("a group that another wait has ended, or that could not begin, leaves alone what somebody else waits for", () => {
    const { simulation, log, say } = logging();
    const bell = new Signal("bell");
    const shared = bell.wait();
    simulation.process("a", function* () {
      yield shared;
      say("a heard");
    });
    simulation.process("b", function* () {
      say(`b ${yield* anyOf(new Resource(simulation, { capacity: 1 }).seize(), shared)}`);
      yield allOf(delay(1), shared);
    });
    expect(() => simulation.run()).toThrow(expect.objectContaining({ code: "wait-in-use" }));
    // The delay that had begun is gone.
    expect([simulation.pending, simulation.now]).toEqual([0, 0]);
    bell.fire(undefined);
    simulation.run();
    expect(log).toEqual(["0 b 0", "0 a heard"]);
  });

  test.each([
    ["any", anyOf],
    ["all", allOf],
  ] as const)("a group that could not begin leaves nothing of what had begun (%s)", (_name, group) => {
    const { simulation, log, say } = logging();
    const desk = new Resource(simulation, { capacity: 1 });
    simulation.process("a", function* () {
      yield* desk.use(3);
      say("a");
    });
    simulation.process("b", function* () {
      yield group(desk.seize(), desk.use(2), 5, delay(Number.NaN), 1);
    });
    simulation.process("c", function* () {
      yield* desk.use(1);
      say("c");
    });
    expect(() => simulation.run()).toThrow(TimeError);
    expect(desk.queueLength).toBe(0);
    simulation.run();
    expect(log).toEqual(["3 a", "4 c"]);
  });

  test("a start or a priority that makes no sense is refused, and no process is left behind", () => {
    const simulation = new Simulation({ start: 3 });
    function* body(): ProcessBody {
      yield 1;
    }
    for (const at of [Number.NaN, 2, Number.POSITIVE_INFINITY]) {
      expect(() => simulation.process("p", body, { at })).toThrow(TimeError);
    }
    expect(() => simulation.process("p", body, { priority: Number.NaN })).toThrow(HandleError);
    expect([simulation.liveProcesses(), simulation.pending]).toEqual([[], 0]);
  });

  test("processes made without end are stopped at the limit", () => {
    const simulation = new Simulation({ maxPending: 1_000 });
    simulation.process("flood", function* () {
      yield 0;
      for (;;) {
        simulation.process("drop", function* () {
          yield 0;
        });
      }
    });
    expect(() => simulation.run()).toThrow(
      expect.objectContaining({ code: "too-many-pending", place: expect.objectContaining({ process: "flood" }) }),
    );
  });

  test("a body that is not a generator function is an error", () => {
    const simulation = new Simulation();
    expect(() => simulation.process("plain", (() => 5) as unknown as () => ProcessBody)).toThrow(
      expect.objectContaining({ code: "not-a-generator" }),
    );
    expect(() => simulation.process("plain", 5 as unknown as ProcessBody)).toThrow(
      expect.objectContaining({ code: "not-a-generator" }),
    );
    simulation.process("odd", (() => ({ next: () => 1 })) as unknown as () => ProcessBody);
    expect(() => simulation.run()).toThrow(/"odd" does not give a generator/);
  });
});
