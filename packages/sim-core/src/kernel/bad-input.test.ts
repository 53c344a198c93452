// What the kernel refuses: each error says in one sentence what was found and what to do, and carries its code, the value, the
// simulation time and the process that did it.

import { describe, expect, test } from "vitest";
import { Container, Resource, Store } from "../resources/index.ts";
import {
  allOf,
  anyOf,
  DeadlockError,
  delay,
  EventLimitError,
  HandleError,
  type KernelError,
  type Process,
  type ProcessBody,
  ProcessError,
  passivate,
  ReentrantRunError,
  ReplayError,
  runPaced,
  Signal,
  Simulation,
  type SimulationOptions,
  TimeError,
  Timeline,
  ticks,
  until,
  YieldError,
} from "./index.ts";

const options: SimulationOptions = { name: "clinic", seed: "s", replication: 3 };
const where = 'simulation "clinic", seed "s", replication 3)';
const inProcess = `(time 2.5, process "clerk", ${where}`;

function caught(attempt: () => unknown): KernelError {
  try {
    attempt();
  } catch (error) {
    return error as KernelError;
  }
  throw new Error("nothing was refused");
}

/** Let a process try something at time 2.5, and give the error that ended the run. */
function refused(attempt: (simulation: Simulation) => unknown, more: SimulationOptions = {}): KernelError {
  const simulation = new Simulation({ ...options, ...more });
  simulation.process("clerk", function* () {
    yield 2.5;
    attempt(simulation);
  });
  return caught(() => simulation.run());
}

/** Let a process yield something at time 2.5, and give the error that ended the run. */
function refusedYield(foreign: unknown): KernelError {
  const simulation = new Simulation(options);
  simulation.process("clerk", function* () {
    yield 2.5;
    yield foreign as number;
  });
  return caught(() => simulation.run());
}

const nothing = (): void => {};

describe("times and delays", () => {
  test.each([
    [Number.NaN, "time-not-finite", "time is NaN; give a finite number"],
    [Number.POSITIVE_INFINITY, "time-not-finite", "time is Infinity; give a finite number"],
    [2.25, "time-in-the-past", "time 2.25 lies before the clock 2.5"],
    [Number.NEGATIVE_INFINITY, "time-in-the-past", "time -Infinity lies before the clock 2.5"],
  ])("of %d are refused by all that take a time", (time, code, message) => {
    function* body(): ProcessBody {
      yield 1;
    }
    for (const attempt of [
      (s: Simulation) => s.schedule(time, s.handler(nothing), 0),
      (s: Simulation) => s.reschedule(s.schedule(9, s.handler(nothing), 0), time),
      (s: Simulation) => s.callAt(time, nothing),
      (s: Simulation) => s.process("p", body, { at: time }),
    ]) {
      const error = refused(attempt);
      expect(error).toBeInstanceOf(TimeError);
      expect(error).toMatchObject({
        name: "TimeError",
        code,
        message: `${message} ${inProcess}`,
        place: { time: 2.5, process: "clerk", simulation: "clinic", seed: "s", replication: 3 },
        details: { value: time, now: 2.5, time: 2.5, process: "clerk" },
      });
    }
    expect(caught(() => new Simulation({ ...options, start: 2.5 }).runUntil(time))).toMatchObject({
      code,
      message: `${message.replace("time", "until")} (time 2.5, ${where}`,
    });
  });

  test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])(
    "a delay of %d is refused by all that take a delay",
    (length) => {
      const expected = {
        name: "TimeError",
        code: "negative-delay",
        message: `delay is ${length}; give a finite number of at least 0 ${inProcess}`,
        details: { value: length, now: 2.5, process: "clerk" },
      };
      expect(refusedYield(length)).toMatchObject(expected);
      const grouped = [delay(length), anyOf(length, 1), allOf(length)].map(refusedYield);
      if (length === Number.POSITIVE_INFINITY) {
        for (const error of grouped) {
          expect(error).toMatchObject({ code: "time-not-finite", details: { value: length, process: "clerk" } });
        }
        return;
      }
      for (const error of grouped) expect(error).toMatchObject(expected);
      expect(refused((s) => s.scheduleIn(length, s.handler(nothing), 0))).toMatchObject(expected);
      expect(refused((s) => s.callIn(length, nothing))).toMatchObject(expected);
    },
  );

  test("a moment that is no time is refused, one that has passed is over", () => {
    expect(refusedYield(until(Number.NaN))).toMatchObject({ name: "TimeError", details: { value: Number.NaN } });
    const simulation = new Simulation({ start: 5 });
    let seen = 0;
    simulation.process("p", function* () {
      yield until(3);
      seen = simulation.now;
    });
    simulation.run();
    expect(seen).toBe(5);
  });

  test("a start that is not finite is refused", () => {
    for (const start of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(caught(() => new Simulation({ ...options, start }))).toMatchObject({
        name: "TimeError",
        code: "time-not-finite",
        message: `start is ${start}; give a finite number (time 0, ${where}`,
        details: { value: start },
      });
    }
  });

  test("a pace is above 0", async () => {
    const simulation = new Simulation({ start: 1 });
    await expect(runPaced(simulation, { unitsPerSecond: -2 })).rejects.toMatchObject({
      name: "TimeError",
      code: "pace",
      message: "unitsPerSecond is -2; give a number above 0 (time 1)",
      details: { value: -2 },
    });
    for (const until of [Number.NaN, -1]) {
      const refusal = { name: "TimeError", code: "until", message: expect.stringContaining(`until is ${until}`) };
      await expect(runPaced(simulation, { unitsPerSecond: 1, until })).rejects.toMatchObject(refusal);
      await expect(ticks(simulation, 1, until).next()).rejects.toMatchObject(refusal);
    }
    await expect(ticks(simulation, -1, 9).next()).rejects.toMatchObject({
      code: "pace",
      message: "a step of -1; give a number above 0 (time 1)",
      details: { value: -1 },
    });
  });
});

describe("handles, handlers and priorities", () => {
  test.each([0, 1, 2, 0.5, -1, Number.NaN, 4_294_967_298])(
    "handler %d that was not registered is refused",
    (handler) => {
      const error = refused((s) => s.schedule(3, handler, 0));
      expect(error).toBeInstanceOf(HandleError);
      expect(error).toMatchObject({
        code: "unknown-handler",
        message: `handler ${handler} is not registered; use what handler() returned ${inProcess}`,
        details: { handler },
      });
    },
  );

  test("a handle that cannot be is refused, one of an event that has run is told", () => {
    for (const handle of [
      0.5,
      -1,
      Number.NaN,
      7,
      2 ** 31 - 1,
      2 ** 31 + 0.5,
      2 ** 53 - 1,
      2 ** 53,
      Number.POSITIVE_INFINITY,
    ]) {
      for (const use of ["cancel", "isPending", "timeOf"] as const) {
        expect(refused((s) => s[use](handle))).toMatchObject({
          name: "HandleError",
          code: "foreign-handle",
          message: `${handle} is not an event handle; keep what schedule returned ${inProcess}`,
          details: { handle },
        });
      }
    }
    let handle = 0;
    const stale = refused((s) => {
      handle = s.schedule(3, s.handler(nothing), 0);
      expect(s.cancel(handle)).toBe(true);
      expect(s.cancel(handle)).toBe(false);
      s.reschedule(handle, 4);
    });
    expect(stale).toMatchObject({
      name: "HandleError",
      code: "stale-handle",
      message: `event ${handle} has run or was cancelled; schedule a new one ${inProcess}`,
      details: { handle },
    });
  });

  test("a priority that is no number is refused by all that take one", () => {
    function* body(): ProcessBody {
      yield 1;
    }
    for (const priority of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const attempt of [
        (s: Simulation) => s.schedule(3, s.handler(nothing), 0, priority),
        (s: Simulation) => s.scheduleIn(3, s.handler(nothing), 0, priority),
        (s: Simulation) => s.callAt(3, nothing, priority),
        (s: Simulation) => s.process("p", body, { priority }),
      ]) {
        expect(refused(attempt)).toMatchObject({
          name: "HandleError",
          code: "priority",
          message: `priority is ${priority}; give a finite number ${inProcess}`,
          details: { value: priority },
        });
      }
    }
  });
});

describe("limits", () => {
  test.each([
    ["capacity", 0, "capacity is 0; give a whole number from 1 to 16777216"],
    ["capacity", 1.5, "capacity is 1.5; give a whole number from 1 to 16777216"],
    ["capacity", 16_777_217, "capacity is 16777217; give a whole number from 1 to 16777216"],
    ["maxPending", 0, "maxPending is 0; give a number above 0"],
    ["maxPending", Number.NaN, "maxPending is NaN; give a number above 0"],
  ])("a %s of %d is refused", (name, value, message) => {
    expect(caught(() => new Simulation({ ...options, [name]: value }))).toMatchObject({
      name: "EventLimitError",
      code: name === "capacity" ? "capacity" : "max-pending",
      message: `${message} (time 0, ${where}`,
      details: { value },
    });
  });

  test.each([-1, Number.NaN])("maxEvents of %d is refused", (maxEvents) => {
    expect(caught(() => new Simulation(options).run({ maxEvents }))).toMatchObject({
      name: "EventLimitError",
      code: "max-events",
      message: `maxEvents is ${maxEvents}; give a number of at least 0 (time 0, ${where}`,
      details: { value: maxEvents },
    });
  });

  test("more pending events than allowed are an error that says how many, whoever adds them", () => {
    function* body(): ProcessBody {
      yield 1;
    }
    const flood: readonly ((s: Simulation, i: number) => unknown)[] = [
      (s, i) => s.schedule(100 + i, s.handler(nothing), 0),
      (s, i) => s.callAt(100 + i, nothing),
      (s) => s.callIn(1, nothing),
      (s) => s.process("p", body),
      (s, i) => s.process("p", body, { at: 200 + i }),
    ];
    for (const add of flood) {
      const error = refused(
        (s) => {
          for (let i = 0; i < 20; i++) add(s, i);
        },
        { maxPending: 8 },
      );
      expect(error).toBeInstanceOf(EventLimitError);
      expect(error).toMatchObject({
        code: "too-many-pending",
        message: `8 events are pending, the limit maxPending; is something scheduled without end? ${inProcess}`,
        details: { pending: 8 },
      });
    }
    expect(new Simulation({ maxPending: 1 }).callAt(1, nothing)).toBeGreaterThan(0);
  });

  test("more events than allowed are an error that says what is due, and the run can go on", () => {
    const simulation = new Simulation(options);
    const again = simulation.handler(() => simulation.scheduleIn(0.5, again, 0));
    simulation.schedule(1, again, 0);
    expect(caught(() => simulation.run({ maxEvents: 3 }))).toMatchObject({
      name: "EventLimitError",
      code: "too-many-events",
      message: `maxEvents events were run and the next is due at 2.5; is something scheduled without end? (time 2, ${where}`,
      details: { eventsExecuted: 3 },
    });
    expect(caught(() => simulation.run({ maxEvents: 0 }))).toMatchObject({ code: "too-many-events" });
    simulation.run({ maxEvents: 2, until: 3 });
    expect([simulation.now, simulation.eventsExecuted]).toEqual([3, 5]);
    const idle = new Simulation();
    for (let i = 0; i < 3; i++) {
      idle.process("loop", function* () {
        for (;;) yield 0;
      });
    }
    expect(caught(() => idle.run({ maxEvents: 1000 }))).toMatchObject({ code: "too-many-events", place: { time: 0 } });
    expect(idle.eventsExecuted).toBe(1000);
  });

  test("a run inside a run is refused and says what to do", () => {
    for (const attempt of [(s: Simulation) => s.run(), (s: Simulation) => s.runUntil(9), (s: Simulation) => s.step()]) {
      const error = refused(attempt);
      expect(error).toBeInstanceOf(ReentrantRunError);
      expect(error).toMatchObject({
        code: "re-entrant-run",
        message: `run was called from inside a run; schedule an event instead ${inProcess}`,
      });
    }
  });
});

describe("yields", () => {
  class Ward {}
  test.each([
    [new Ward(), "an object of class Ward"],
    [Object.create(null), "an object of class none"],
    [Promise.resolve(), "a promise, which belongs to real time, not to simulation time"],
    [nothing, "a function; did you forget to call it"],
    [undefined, "undefined"],
    [null, "null"],
    ["5", "5"],
  ])("of what is no wait are refused: %s", (foreign, what) => {
    const error = refusedYield(foreign);
    expect(error).toBeInstanceOf(YieldError);
    expect(error).toMatchObject({
      code: "foreign-yield",
      message: `the process yielded ${what}; yield a number (a hold) or a wait, such as resource.seize() ${inProcess}`,
      details: { yielded: foreign },
    });
  });

  test("of a process say that join was meant", () => {
    const simulation = new Simulation();
    const worker = simulation.process("worker", function* () {
      yield 9;
    });
    simulation.process("chief", function* () {
      yield worker as unknown as number;
    });
    expect(caught(() => simulation.run()).message).toContain('process "worker" itself; did you mean join()');
  });

  test("of one wait twice are refused, and groups of none", () => {
    const bell = new Signal<undefined>("bell");
    const wait = bell.wait();
    const simulation = new Simulation();
    for (const name of ["a", "b"]) {
      simulation.process(name, function* () {
        yield wait;
      });
    }
    expect(caught(() => simulation.run())).toMatchObject({
      name: "YieldError",
      code: "wait-in-use",
      message: 'signal "bell" is already being waited for; make a new wait (time 0, process "b")',
    });
    expect(caught(() => anyOf())).toMatchObject({
      code: "nothing-to-wait-for",
      message: "anyOf needs at least one wait",
    });
    for (const group of [anyOf, allOf]) {
      expect(caught(() => group(1, wait, 2, wait))).toMatchObject({
        name: "YieldError",
        code: "wait-in-use",
        message: 'signal "bell" stands twice in one group; make a wait for each place',
      });
      expect(() => group(1, 1)).not.toThrow();
      // Inside a process, the place is that of the process.
      const inside = new Simulation({ name: "s", start: 4 });
      inside.process("c", function* () {
        yield group(wait, wait);
      });
      expect(caught(() => inside.run())).toMatchObject({
        code: "wait-in-use",
        message: expect.stringMatching(/each place \(time 4, process "c", simulation "s"\)$/),
        place: { time: 4, process: "c" },
        details: { time: 4, process: "c", value: wait },
      });
    }
  });

  test("of a process in a group, or for its own end, are refused, and what had begun is given back", () => {
    const simulation = new Simulation();
    const desk = new Resource(simulation, { name: "desk", capacity: 1 });
    const other = simulation.process("other", function* () {
      yield 1;
    });
    for (const group of [anyOf, allOf]) {
      expect(caught(() => group(desk.seize(), other as unknown as number))).toMatchObject({
        code: "foreign-yield",
        message: "number 2 of a group is neither a number nor a wait; for the end of a process give its join()",
        details: { value: other },
      });
    }
    const self = simulation.process("self", function* (): ProcessBody {
      yield allOf(desk.seize(), self.join());
    });
    expect(caught(() => simulation.run())).toMatchObject({
      code: "own-process",
      message: 'a process cannot wait for its own end (time 0, process "self")',
    });
    expect([desk.inUse, desk.queueLength]).toEqual([0, 0]);
  });

  test("and errors that cannot be written as text are told all the same", () => {
    const simulation = new Simulation();
    simulation.process("p", function* () {
      yield 1;
      throw Object.create(null);
    });
    expect(caught(() => simulation.run())).toMatchObject({
      name: "ProcessError",
      message: 'process "p" failed: something that cannot be written as text (time 1, process "p")',
    });
    expect(simulation.activeProcess).toBeNull();
  });

  test("of what belongs to another simulation are refused", () => {
    const [here, there] = [new Simulation({ name: "here" }), new Simulation({ name: "there" })];
    const desk = new Resource(there, { name: "desk", capacity: 1 });
    const [store, tank] = [new Store<string>(there, { name: "s" }), new Container(there, { name: "t", capacity: 5 })];
    for (const [what, wait] of [
      ['resource "desk"', desk.seize()],
      ['resource "desk"', desk.use(1)],
      ['resource "desk"', anyOf(desk.seize(), 1)],
      ['store "s"', store.get()],
      ['store "s"', store.put("x")],
      ['container "t"', tank.put(2)],
    ] as const) {
      here.process("a", function* () {
        yield wait;
      });
      expect(caught(() => here.run())).toMatchObject({
        code: "other-simulation",
        message: `${what} belongs to another simulation than the process that waits for it (time 0, process "a", simulation "here")`,
      });
    }
    expect([store.size, tank.level]).toEqual([0, 0]);
    expect([desk.inUse, here.pending, there.pending]).toEqual([0, 0, 0]);
  });

  test("in a finally block of a terminated process are refused, and the process has ended", () => {
    const simulation = new Simulation();
    const stubborn = simulation.process("stubborn", function* () {
      try {
        yield 100;
      } finally {
        yield 1;
      }
    });
    simulation.callAt(1, () => stubborn.terminate());
    expect(caught(() => simulation.run()).message).toContain(
      'process "stubborn" yielded while it was being terminated; finally blocks must not wait (time 1',
    );
    expect([stubborn.alive, simulation.pending]).toEqual([false, 0]);
  });
});

describe("processes", () => {
  test("do not interrupt or terminate themselves", () => {
    for (const verb of ["interrupt", "terminate"] as const) {
      const simulation = new Simulation();
      simulation.process("clerk", function* (self) {
        yield 1;
        self[verb]();
      });
      expect(caught(() => simulation.run())).toMatchObject({
        name: "YieldError",
        code: "own-process",
        message: `a process cannot ${verb} itself (time 1, process "clerk")`,
      });
    }
  });

  test("are made of generator functions, and none is left behind when they are not", () => {
    const simulation = new Simulation();
    for (const body of [() => 5, () => null, () => undefined]) {
      expect(caught(() => simulation.process("plain", body as unknown as () => ProcessBody))).toMatchObject({
        name: "YieldError",
        code: "not-a-generator",
        message: 'the body of process "plain" does not give a generator; write function* () { ... } (time 0)',
      });
    }
    expect([simulation.liveProcesses(), simulation.pending]).toEqual([[], 0]);
  });

  test("that throw are named, whatever they throw, and so are handlers", () => {
    for (const [thrown, text] of [
      [new RangeError("no beds"), "no beds"],
      ["just text", "just text"],
      [undefined, "undefined"],
    ] as const) {
      const error = refused(() => {
        throw thrown;
      });
      expect(error).toBeInstanceOf(ProcessError);
      expect(error).toMatchObject({
        code: "process-failed",
        message: `process "clerk" failed: ${text} ${inProcess}`,
        cause: thrown,
      });
      const simulation = new Simulation({ name: "clinic" });
      simulation.callAt(1, () => {
        throw thrown;
      });
      expect(caught(() => simulation.run()).message).toBe(
        `an event handler failed: ${text} (time 1, simulation "clinic")`,
      );
    }
    const { stack } = refused(() => {
      throw new RangeError("no beds");
    });
    expect(stack).toMatch(/^ProcessError: process "clerk" failed: no beds .*\nRangeError: no beds\n/);
  });

  test("that wait for each other for ever are a deadlock, on request, and the error holds the report", () => {
    const simulation = new Simulation({ start: 1 });
    const names = ["chief", "worker"];
    const both: Process[] = names.map((name, i) =>
      simulation.process(name, function* () {
        yield 1 + i;
        yield both[1 - i].join();
      }),
    );
    const error = caught(() => simulation.run({ throwOnDeadlock: true }));
    expect(error).toBeInstanceOf(DeadlockError);
    expect(error.code).toBe("deadlock");
    expect(error.message).toMatch(/^no event is left, and processes wait for each other:\n/);
    expect(error.message).toContain('deadlock: "chief" waits for "worker" waits for "chief"');
    expect((error as DeadlockError).report.cycles).toEqual([["chief", "worker"]]);
    const alone = new Simulation();
    alone.process("sleeper", function* () {
      yield passivate();
    });
    expect(alone.run({ throwOnDeadlock: true })).toBe("empty");
  });
});

test("a timeline says what did not repeat itself", () => {
  let builds = 0;
  const timeline = new Timeline(() => {
    const simulation = new Simulation();
    builds++;
    for (let i = 0; i < builds; i++) simulation.callAt(1, nothing);
    simulation.callAt(7, nothing);
    return { simulation };
  });
  timeline.at(2);
  const error = caught(() => timeline.at(2));
  expect(error).toBeInstanceOf(ReplayError);
  expect(error).toMatchObject({
    code: "not-reproducible",
    message:
      "the model does not repeat itself: at 2 2 events run, 1 pending, next at 7, " +
      "but before 1 events run, 1 pending, next at 7; share no state and fix the seed (time 2)",
  });
});
