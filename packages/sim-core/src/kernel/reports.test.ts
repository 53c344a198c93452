// Reports, traces, journals, paces and tie orders of the kernel, to the last word and figure.

import { describe, expect, test } from "vitest";
import { Resource } from "../resources/index.ts";
import {
  allOf,
  anyOf,
  auditTies,
  Condition,
  canonicalGroup,
  delay,
  EventTrace,
  passivate,
  reportBlocked,
  runPaced,
  Signal,
  Simulation,
  type TieOrder,
  ticks,
  until,
  WaitJournal,
} from "./index.ts";

describe("the blocked report", () => {
  test("says of every wait what it is for, since when and held by whom, longest first, and leaves out who holds", () => {
    const simulation = new Simulation();
    const desk = new Resource(simulation, { name: "desk", capacity: 1 });
    const bell = new Signal<undefined>("bell");
    const holder = simulation.process("holder", function* () {
      yield desk.seize();
      yield 100;
    });
    const waits: Record<string, () => unknown> = {
      asleep: () => passivate(),
      joins: () => holder.join(),
      delayed: () => delay(50),
      dated: () => until(70),
      either: () => anyOf(bell.wait(), new Condition(() => false, "warm").wait(), 30),
      both: () => allOf(new Signal().wait(), 5, desk.seize()),
      cold: () => new Condition(() => false).wait(),
      queues: () => desk.seize(),
      holds: () => 60,
    };
    for (const [name, wait] of Object.entries(waits)) {
      simulation.process(name, function* () {
        yield 1;
        yield wait() as number;
      });
    }
    simulation.runUntil(10);
    const report = reportBlocked(simulation);
    expect(report.text.split("\n")).toEqual([
      'process "asleep" waits for to be activated since 1',
      'process "joins" waits for the end of process "holder" since 1, held by "holder"',
      'process "delayed" waits for a delay of 50 since 1',
      'process "dated" waits for time 70 since 1',
      'process "either" waits for any of signal "bell", condition "warm", a delay of 30 since 1',
      'process "both" waits for all of signal "signal", resource "desk" since 1, held by "holder"',
      'process "cold" waits for condition "condition" since 1',
      'process "queues" waits for resource "desk" since 1, held by "holder"',
    ]);
    expect([report.time, report.pending, report.cycles]).toEqual([10, 5, []]);
    expect(report.blocked[0]).toEqual({
      process: "asleep",
      processId: 2,
      waitsFor: "to be activated",
      since: 1,
      heldBy: [],
    });
  });

  test("names two holders apart, and a circle without those who only lead to it", () => {
    const simulation = new Simulation();
    const [a, b] = ["a", "b"].map((name) => new Resource(simulation, { name, capacity: 2 }));
    const take = (name: string, first: Resource, second: Resource): void => {
      simulation.process(name, function* () {
        yield first.seize({ units: 2 });
        yield 1;
        yield second.seize({ units: 2 });
      });
    };
    take("p", a, b);
    take("q", b, a);
    const shared = new Resource(simulation, { name: "shared", capacity: 2 });
    for (const name of ["x", "y"]) {
      simulation.process(
        name,
        function* () {
          yield shared.seize();
          yield a.seize();
        },
        { at: 2 },
      );
    }
    simulation.process(
      "leads",
      function* () {
        yield shared.seize({ units: 2 });
      },
      { at: 3 },
    );
    simulation.run();
    const { cycles, text } = reportBlocked(simulation);
    expect(cycles).toEqual([["p", "q"]]);
    expect(text).toContain('process "leads" waits for resource "shared" since 3, held by "x", "y"');
    expect(text.split("\n").at(-1)).toBe('deadlock: "p" waits for "q" waits for "p"');
  });
});

describe("a trace", () => {
  function traced(options: { limit?: number; events?: boolean } = {}): { simulation: Simulation; trace: EventTrace } {
    const simulation = new Simulation();
    const trace = new EventTrace(simulation, options);
    const desk = new Resource(simulation, { name: "desk", capacity: 1 });
    const tick = simulation.handler(() => {});
    simulation.schedule(1, tick, 7);
    const a = simulation.process("a", function* () {
      yield desk.use(2);
      yield 3;
    });
    simulation.process("b", function* () {
      yield desk.seize();
      yield 30;
    });
    simulation.callAt(3, () => a.interrupt("x"));
    simulation.callAt(4, () => desk.setCapacity(2));
    simulation.runUntil(5);
    return { simulation, trace };
  }

  test("has a line for each thing that a process or resource does, and one for each event of the user's", () => {
    const desk = 'resource "desk"';
    const { trace } = traced();
    expect(
      trace.entries.map(({ time, kind, process, processId, subject, value }) => [
        time,
        kind,
        process,
        processId,
        subject,
        value,
      ]),
    ).toEqual([
      [0, "start", "a", 1, "a", 0],
      [0, "start", "b", 2, "b", 0],
      [0, "resume", "a", 1, "a", 0],
      [0, "wait", "a", 1, desk, 0],
      [0, "grant", "a", 1, desk, 1],
      [0, "resume", "b", 2, "b", 0],
      [0, "wait", "b", 2, desk, 0],
      [0, "queue", "b", 2, desk, 1],
      [1, "event", undefined, undefined, "handler 2 (7)", 0],
      [2, "release", "a", 1, desk, 1],
      [2, "grant", "b", 2, desk, 1],
      [2, "resume", "a", 1, "a", 0],
      [2, "hold", "a", 1, "a", 3],
      [2, "resume", "b", 2, "b", 0],
      [2, "hold", "b", 2, "b", 30],
      [3, "interrupt", "a", 1, "a", 2],
      [3, "resume", "a", 1, "a", 0],
      [3, "end", "a", 1, "a", 0],
      [4, "capacity", undefined, undefined, desk, 2],
    ]);
    expect(traced({ events: false }).trace.entries.filter(({ kind }) => kind === "event")).toEqual([]);
  });

  test("is a Chrome trace of named rows, spans, instants and counters, open spans ended now", () => {
    const instant = (name: string, kind: string, ts: number, tid: number, value: number): object => {
      return { name, cat: kind, ph: "i", s: "t", ts, pid: 1, tid, args: { value } };
    };
    const span = (name: string, cat: string, ts: number, dur: number, tid: number): object => {
      return { name, cat, ph: "X", ts, dur, pid: 1, tid };
    };
    const row = (name: string, tid: number): object => ({ name: "thread_name", ph: "M", pid: 1, tid, args: { name } });
    const desk = 'resource "desk"';
    expect(JSON.parse(traced().trace.toChromeTrace(10))).toEqual({
      displayTimeUnit: "ms",
      traceEvents: [
        row("a 1", 1),
        instant("start a", "start", 0, 1, 0),
        row("b 2", 2),
        instant("start b", "start", 0, 2, 0),
        instant(`grant ${desk}`, "grant", 0, 1, 1),
        instant(`queue ${desk}`, "queue", 0, 2, 1),
        instant("event handler 2 (7)", "event", 10, 0, 0),
        instant(`release ${desk}`, "release", 20, 1, 1),
        instant(`grant ${desk}`, "grant", 20, 2, 1),
        span(desk, "wait", 0, 20, 1),
        span(desk, "wait", 0, 20, 2),
        instant("interrupt a", "interrupt", 30, 1, 2),
        span("hold", "hold", 20, 10, 1),
        instant("end a", "end", 30, 1, 0),
        { name: `${desk} capacity`, ph: "C", ts: 40, pid: 1, args: { capacity: 2 } },
        span("hold", "hold", 20, 30, 2),
      ],
    });
    expect(new EventTrace(new Simulation()).toChromeTrace()).toBe('{"displayTimeUnit":"ms","traceEvents":[]}');
  });

  test("keeps the last entries up to its limit, and counts the others", () => {
    const whole = traced().trace.entries;
    for (const limit of [1, 5, 9, 10, 18, 19, 20]) {
      const { trace } = traced({ limit });
      expect(trace.entries).toEqual(whole.slice(-limit));
      expect(trace.droppedEntries).toBe(Math.max(0, whole.length - limit));
    }
  });

  test("and others listen side by side, each until it stops", () => {
    const simulation = new Simulation();
    const first = new EventTrace(simulation);
    const second = new EventTrace(simulation);
    const third = new EventTrace(simulation);
    const tick = simulation.handler(() => {});
    for (let at = 1; at <= 5; at++) simulation.schedule(at, tick, at);
    simulation.runUntil(1);
    second.stop();
    second.stop();
    simulation.runUntil(2);
    first.stop();
    simulation.runUntil(3);
    third.stop();
    simulation.run();
    expect([first, second, third].map(({ entries }) => entries.map(({ time }) => time))).toEqual([
      [1, 2],
      [1],
      [1, 2, 3],
    ]);
    expect(simulation.tracer).toBeNull();
  });
});

describe("a wait journal", () => {
  test("says where time went: of who has ended, who holds, who waits, and who is not known", () => {
    const simulation = new Simulation();
    const early = simulation.process("early", function* () {
      yield 50;
    });
    simulation.runUntil(1);
    const journal = new WaitJournal(simulation);
    const desk = new Resource(simulation, { name: "desk", capacity: 1 });
    const use = (name: string, times: readonly number[]) =>
      simulation.process(
        name,
        function* () {
          for (const time of times) yield desk.use(time);
          yield 1;
          yield 2;
        },
        { at: 3 },
      );
    const [ended, waits] = [use("ended", [4]), use("waits", [2, 100])];
    const holds = simulation.process("holds", function* () {
      yield 5;
      yield 40;
    });
    simulation.runUntil(13);
    const parts = (process: { readonly id: number }): unknown =>
      journal.explainProcess(process.id).map(({ what, time, times }) => [what, time, times]);
    expect(parts(ended)).toEqual([
      ['resource "desk"', 4, 1],
      ["hold", 3, 2],
      ["not started", 2, 1],
    ]);
    // Still at work since 9.
    expect(parts(waits)).toEqual([
      ['resource "desk"', 10, 2],
      ["not started", 2, 1],
    ]);
    expect(parts(holds)).toEqual([
      ["hold", 12, 2],
      ["not started", 0, 1],
    ]);
    expect(journal.explainProcess(ended.id).map(({ share }) => share)).toEqual([4 / 9, 3 / 9, 2 / 9]);
    expect(parts(early)).toEqual([]);
    const instant = simulation.process("instant", function* () {});
    simulation.runUntil(13);
    expect(journal.explainProcess(instant.id)).toEqual([{ what: "not started", time: 0, share: 0, times: 1 }]);
    journal.stop();
    simulation.process("unheard", function* () {
      yield 1;
    });
    simulation.run();
    expect(parts(ended)).toEqual([
      ['resource "desk"', 4, 1],
      ["hold", 3, 2],
      ["not started", 2, 1],
    ]);
  });

  function office(): { simulation: Simulation; journal: WaitJournal; desk: Resource } {
    const simulation = new Simulation();
    const journal = new WaitJournal(simulation);
    const desk = new Resource(simulation, { name: "desk", capacity: 4, discipline: "priority" });
    const comes = (name: string, at: number, units: number, stay: number, more: object = {}): void => {
      simulation.process(
        name,
        function* () {
          const lease = desk.seize({ units, ...more });
          yield lease;
          if (lease.granted) yield stay;
          if (lease.granted) lease.release();
        },
        { at },
      );
    };
    // Three of four units until 8, one until 12.
    comes("three", 0, 3, 8);
    comes("one", 0, 1, 12);
    comes("whole", 2, 4, 5);
    comes("leaves", 3, 1, 5, { patience: 4 });
    comes("overtakes", 5, 3, 6, { priority: -1 });
    comes("late", 20, 4, 100);
    comes("open", 30, 1, 1);
    return { simulation, journal, desk };
  }

  test("charges a wait to holders by their units, to who overtook, and to nobody when nothing is served", () => {
    const { simulation, journal, desk } = office();
    simulation.runUntil(40);
    const label = desk.label;
    expect(
      journal
        .waits(label)
        .map(({ process, from, to, wait, end, queueFound, causes, holders }) => [
          process,
          from,
          to,
          wait,
          end,
          queueFound,
          causes,
          holders,
        ]),
    ).toEqual(
      [
        [
          "leaves",
          3,
          7,
          4,
          "left",
          1,
          { "found in service": 4, "ahead in the queue": 0, overtook: 0, "no capacity": 0 },
          [
            ["three", 3],
            ["one", 1],
          ],
        ],
        [
          "overtakes",
          5,
          8,
          3,
          "granted",
          2,
          { "found in service": 3, "ahead in the queue": 0, overtook: 0, "no capacity": 0 },
          [
            ["three", 2.25],
            ["one", 0.75],
          ],
        ],
        // Until 8 three and one, until 12 the one who overtook and one, until 14 the former alone.
        [
          "whole",
          2,
          14,
          12,
          "granted",
          0,
          { "found in service": 7, "ahead in the queue": 0, overtook: 5, "no capacity": 0 },
          [
            ["overtakes", 5],
            ["three", 4.5],
            ["one", 2.5],
          ],
        ],
        ["late", 20, 20, 0, "granted", 0, expect.anything(), []],
        [
          "open",
          30,
          40,
          10,
          "still waiting",
          0,
          { "found in service": 10, "ahead in the queue": 0, overtook: 0, "no capacity": 0 },
          [["late", 10]],
        ],
      ].filter(([name]) => name !== "late"),
    );
    expect(journal.waits("nowhere")).toEqual([]);
  });

  test("knows who holds the units when it begins to listen, and each of several requests of one process", () => {
    const simulation = new Simulation();
    const desk = new Resource(simulation, { name: "desk", capacity: 1 });
    simulation.process("early", function* () {
      yield* desk.use(4);
    });
    simulation.runUntil(1);
    const journal = new WaitJournal(simulation);
    simulation.process("twice", function* () {
      const [a, b] = [desk.seize(), desk.seize()];
      yield a.state === "idle" ? anyOf(a, allOf(b, 9)) : 1;
    });
    simulation.process("single", function* () {
      yield* desk.use(2);
    });
    simulation.run();
    const waits = journal.waits(desk.label);
    expect(waits.map(({ process, from, to, end }) => [process, from, to, end])).toEqual([
      ["twice", 1, 4, "granted"],
      ["twice", 1, 4, "left"],
      ["single", 1, 4, "granted"],
    ]);
    expect(waits[0]).toMatchObject({ causes: { "found in service": 3, "no capacity": 0 }, holders: [["early", 3]] });
  });

  test("explains the longest waits: threshold by interpolation, those at it included, longest first", () => {
    const { simulation, journal, desk } = office();
    simulation.runUntil(40);
    // Waits of 3, 4, 10 and 12; three were served at once.
    const tail = journal.explainTail(desk.label, 0.75);
    expect(tail).toMatchObject({ resource: desk.label, requests: 7, waits: 4, tail: 2, threshold: 7 });
    expect(tail.longest.map(({ wait }) => wait)).toEqual([12, 10]);
    expect(tail.tailCauses).toEqual({
      "found in service": 17 / 22,
      "ahead in the queue": 0,
      overtook: 5 / 22,
      "no capacity": 0,
    });
    expect(tail.allCauses).toEqual({
      "found in service": 24 / 29,
      "ahead in the queue": 0,
      overtook: 5 / 29,
      "no capacity": 0,
    });
    expect(journal.explainTail(desk.label, 1)).toMatchObject({ tail: 1, threshold: 12 });
    expect(journal.explainTail(desk.label, 0)).toMatchObject({ tail: 4, threshold: 0 });
    expect(journal.explainTail(desk.label).threshold).toBeCloseTo(10 + 0.7 * 2, 12);
    const none = journal.explainTail("nowhere");
    expect(none).toEqual({
      resource: "nowhere",
      requests: 0,
      waits: 0,
      tail: 0,
      threshold: Number.NaN,
      tailCauses: { "found in service": 0, "ahead in the queue": 0, overtook: 0, "no capacity": 0 },
      allCauses: { "found in service": 0, "ahead in the queue": 0, overtook: 0, "no capacity": 0 },
      longest: [],
    });
  });

  test("lists ten of many equal waits, the earliest first", () => {
    const simulation = new Simulation();
    const journal = new WaitJournal(simulation);
    const desk = new Resource(simulation, { name: "desk", capacity: 12 });
    simulation.process("all", function* () {
      yield desk.seize({ units: 12 });
      yield 5;
    });
    for (let i = 12; i > 0; i--) {
      simulation.process(
        `p${i}`,
        function* () {
          yield desk.seize();
          yield 1;
        },
        { at: 1 },
      );
    }
    simulation.run();
    const { longest, tail } = journal.explainTail(desk.label);
    expect([tail, longest.length, longest[0].process]).toEqual([12, 10, "p12"]);
  });

  test("follows preemption, and a process that holds several leases", () => {
    const simulation = new Simulation();
    const journal = new WaitJournal(simulation);
    const desk = new Resource(simulation, { name: "desk", capacity: 2, discipline: "priority" });
    simulation.process("hoards", function* () {
      const [first, second] = [desk.seize({ priority: 5 }), desk.seize({ priority: 5 })];
      yield first;
      yield second;
      // Cut short at 2, when one of the two is taken away.
      yield 4;
      yield 5;
    });
    simulation.process(
      "urgent",
      function* () {
        yield desk.use(10, { preempt: true });
      },
      { at: 2 },
    );
    simulation.process(
      "waits",
      function* () {
        yield desk.seize();
      },
      { at: 3 },
    );
    simulation.run();
    const wait = journal.waits(desk.label).find(({ process }) => process === "waits");
    expect(wait).toMatchObject({ from: 3, to: 7, causes: { "found in service": 4 } });
    expect(Object.fromEntries(wait?.holders ?? [])).toEqual({ hoards: 2, urgent: 2 });
  });
});

describe("a paced run", () => {
  const model = (start = 0): { simulation: Simulation; log: number[] } => {
    const simulation = new Simulation({ start });
    const log: number[] = [];
    for (const at of [start, start + 1, start + 3, start + 3]) simulation.callAt(at, () => log.push(simulation.now));
    return { simulation, log };
  };

  test("pauses, without a clock, as long as the simulated spans, and as long as is left up to its end", async () => {
    const { simulation, log } = model(10);
    const pauses: number[] = [];
    await runPaced(simulation, {
      unitsPerSecond: 2,
      until: 17,
      pause: async (seconds) => {
        pauses.push(seconds);
      },
    });
    expect([pauses, log, simulation.now]).toEqual([[0.5, 1, 2], [10, 11, 13, 13], 17]);
  });

  test("runs events at its very end, and late events without a pause", async () => {
    const { simulation, log } = model();
    const pauses: number[] = [];
    let clock = 0;
    await runPaced(simulation, {
      unitsPerSecond: 1,
      until: 3,
      clock: () => clock,
      pause: async (seconds) => {
        pauses.push(seconds);
        // The first pause takes ten seconds too long.
        clock += seconds + (pauses.length === 1 ? 10 : 0);
      },
    });
    expect([pauses, log, simulation.now]).toEqual([[1], [0, 1, 3, 3], 3]);
  });

  test("finds anew what is due when somebody changed the simulation meanwhile, and stops in a pause when told", async () => {
    const { simulation, log } = model();
    let first = true;
    const controller = new AbortController();
    await runPaced(simulation, {
      unitsPerSecond: 1,
      until: 100,
      signal: controller.signal,
      pause: async () => {
        if (first) simulation.callAt(0.5, () => log.push(0.5));
        first = false;
        if (simulation.now === 1) controller.abort();
      },
    });
    expect([log, simulation.now]).toEqual([[0, 0.5, 1], 1]);
  });

  test("leaves alone what was cancelled in a pause", async () => {
    const simulation = new Simulation();
    const handle = simulation.callAt(2, () => {});
    simulation.callAt(9, () => {});
    const seen: number[] = [];
    await runPaced(simulation, {
      unitsPerSecond: 1,
      until: 5,
      pause: async () => {
        if (seen.length === 0) simulation.cancel(handle);
        seen.push(simulation.now);
      },
    });
    expect([seen, simulation.now, simulation.eventsExecuted]).toEqual([[0, 0], 5, 0]);
  });

  test("ends when the simulation is stopped, by ticks too", async () => {
    for (const way of ["paced", "ticks"] as const) {
      const { simulation, log } = model();
      simulation.callAt(1, () => simulation.stop());
      if (way === "paced") await runPaced(simulation, { unitsPerSecond: 1, pause: async () => {} });
      else for await (const time of ticks(simulation, 2, 8)) expect(time).toBe(1);
      expect([log, simulation.now, simulation.pending]).toEqual([[0, 1], 1, 2]);
    }
  });

  test("ends in the midst of a pause when told, and hears of a pause that fails", async () => {
    const { simulation, log } = model();
    const controller = new AbortController();
    let pauses = 0;
    await runPaced(simulation, {
      unitsPerSecond: 1,
      signal: controller.signal,
      pause: () => {
        pauses++;
        Promise.resolve().then(() => controller.abort());
        return new Promise(() => {});
      },
    });
    expect([log, simulation.now, pauses]).toEqual([[0], 0, 1]);
    const failing = runPaced(simulation, {
      unitsPerSecond: 1,
      signal: new AbortController().signal,
      pause: () => Promise.reject(new Error("no timer")),
    });
    await expect(failing).rejects.toThrow("no timer");
  });

  test("by ticks begins at the clock, ends at its end and never beyond", async () => {
    const { simulation, log } = model(2);
    const times: number[] = [];
    for await (const time of ticks(simulation, 1.5, 5)) times.push(time);
    expect([times, log, simulation.now]).toEqual([[3.5, 5], [2, 3, 5, 5], 5]);
    for await (const time of ticks(simulation, 1, 5)) times.push(time);
    expect(times).toEqual([3.5, 5]);
  });
});

describe("the tie audit", () => {
  test("runs first-in first-out, last-in first-out, then as many others as asked for, each a different order", () => {
    const orders: TieOrder[] = [];
    const seen: string[] = [];
    const audit = auditTies((ties) => {
      orders.push(ties);
      const simulation = new Simulation({ ties });
      const order: number[] = [];
      const note = simulation.handler((id) => {
        order.push(id);
      });
      for (let id = 0; id < 9; id++) simulation.schedule(1, note, id);
      simulation.schedule(1, note, 100, -1);
      simulation.schedule(0.5, note, 200);
      simulation.run();
      seen.push(order.join());
      return { first: order[2], sum: order.reduce((a, b) => a + b, 0) };
    }, 5);
    expect(orders.map(({ permutation }) => permutation)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(audit.orders).toBe(6);
    expect(seen.slice(0, 2)).toEqual(["200,100,0,1,2,3,4,5,6,7,8", "200,100,8,7,6,5,4,3,2,1,0"]);
    expect(new Set(seen).size).toBe(6);
    for (const order of seen) expect(order.startsWith("200,100,")).toBe(true);
    expect(audit.moved).toEqual(["first"]);
    expect(audit.findings[1]).toEqual({ output: "sum", value: 336, least: 336, greatest: 336, moved: false });
    expect(audit.findings[0]).toMatchObject({ output: "first", value: 0, greatest: 8, least: 0, moved: true });
  });

  test("knows undefined outputs, outputs that come and go, and the two zeros", () => {
    const outputs: Record<string, number>[] = [
      { never: Number.NaN, sometimes: 1, zero: 0, gone: 5, range: 2 },
      { never: Number.NaN, sometimes: Number.NaN, zero: -0, range: 7 },
      { never: Number.NaN, sometimes: 1, zero: 0, gone: 5, range: -3, extra: 4 },
    ];
    const audit = auditTies(({ permutation }) => outputs[permutation], 2);
    expect(audit.findings).toEqual([
      { output: "never", value: Number.NaN, least: Number.NaN, greatest: Number.NaN, moved: false },
      { output: "sometimes", value: 1, least: 1, greatest: 1, moved: true },
      { output: "zero", value: 0, least: expect.closeTo(0), greatest: expect.closeTo(0), moved: false },
      { output: "gone", value: 5, least: 5, greatest: 5, moved: true },
      { output: "range", value: 2, least: -3, greatest: 7, moved: true },
      { output: "extra", value: Number.NaN, least: 4, greatest: 4, moved: true },
    ]);
    expect(auditTies(() => ({ x: 1 })).orders).toBe(9);
  });

  test("permutes processes, rescheduled events and events at the current time alike", () => {
    const order = (permutation: number): string => {
      const simulation = new Simulation({ ties: { permutation } });
      const seen: string[] = [];
      const note = simulation.handler((id) => {
        seen.push(String(id));
      });
      for (const name of ["a", "b", "c"]) {
        simulation.process(name, function* () {
          seen.push(name);
          yield 1;
          seen.push(name);
        });
      }
      const handles = [1, 2, 3].map((id) => simulation.schedule(9, note, id));
      for (const handle of handles) simulation.reschedule(handle, 2);
      simulation.callAt(3, () => {
        for (const id of [7, 8, 9]) simulation.schedule(3, note, id);
      });
      simulation.run();
      return seen.join("");
    };
    expect([order(0), order(1)]).toEqual(["abcabc123789", "cbaabc321987"]);
    for (let permutation = 2; permutation < 6; permutation++) {
      const parts = order(permutation).match(/.../g) ?? [];
      expect(parts.map((part) => [...part].sort().join(""))).toEqual(["abc", "abc", "123", "789"]);
    }
    expect(new Set([2, 3, 4, 5, 6, 7].map(order)).size).toBeGreaterThan(3);
  });
});

test("a group of a measure is one text, whatever the order of its keys", () => {
  expect([{}, { b: "2" }, { b: "2", a: '1"' }, { a: '1"', b: "2" }].map(canonicalGroup)).toEqual([
    "{}",
    '{"b":"2"}',
    '{"a":"1\\"","b":"2"}',
    '{"a":"1\\"","b":"2"}',
  ]);
});
