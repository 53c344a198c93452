// The trust features: tie audit, invariants, blocked report, replay and fork, traces, explained waits, pacing.

import { describe, expect, test } from "vitest";
import { InvariantError } from "../foundation/errors.ts";
import { AddressedStreams, keyFromSeed } from "../random/index.ts";
import { Resource, Store } from "../resources/index.ts";
import {
  auditTies,
  DeadlockError,
  EventTrace,
  ReplayError,
  reportBlocked,
  runPaced,
  Signal,
  Simulation,
  type TieOrder,
  TimeError,
  Timeline,
  ticks,
  WaitJournal,
  watchInvariants,
} from "./index.ts";

/** A desk with random customers; gives the simulation and what came out. */
function bank(options: { seed?: string; ties?: TieOrder } = {}): {
  simulation: Simulation;
  desk: Resource;
  served: string[];
} {
  const { seed = "bank", ties } = options;
  const simulation = new Simulation(ties === undefined ? {} : { ties });
  const desk = new Resource(simulation, { name: "desk", capacity: 2 });
  const streams = new AddressedStreams(keyFromSeed(seed, 0));
  const served: string[] = [];
  simulation.process("source", function* () {
    for (let i = 0; i < 200; i++) {
      yield streams.exponential(0, i, 1);
      simulation.process(`customer ${i}`, function* () {
        const lease = desk.seize({ patience: 3 });
        yield lease;
        if (!lease.granted) return;
        yield 1.8 * streams.exponential(0, i, 2);
        lease.release();
        served.push(`${i} at ${simulation.now}`);
      });
    }
  });
  return { simulation, desk, served };
}

describe("the tie audit", () => {
  test("finds the outputs that depend on the order of simultaneous events, and only those", () => {
    const audit = auditTies((ties) => {
      const simulation = new Simulation({ ties });
      const order: number[] = [];
      const note = simulation.handler((i) => {
        order.push(i);
      });
      for (let i = 0; i < 5; i++) simulation.schedule(1, note, i);
      simulation.schedule(2, note, 9, 1);
      simulation.schedule(2, note, 8, 0);
      simulation.run();
      return { first: order[0], sum: order.reduce((a, b) => a + b, 0), last: order[6], undefinedMean: Number.NaN };
    });
    expect(audit.moved).toEqual(["first"]);
    expect(audit.orders).toBe(9);
    expect(audit.findings[0]).toMatchObject({ output: "first", value: 0, greatest: 4, moved: true });
    expect(audit.findings[3]).toMatchObject({ output: "undefinedMean", moved: false });
  });

  test("moves nothing in a model whose times never tie", () => {
    const audit = auditTies((ties) => {
      const { simulation, desk, served } = bank({ ties });
      desk.monitor();
      simulation.run();
      return { served: served.length, wait: desk.monitor().report().meanWait };
    }, 3);
    expect(audit.moved).toEqual([]);
    expect(audit.findings[0].value).toBeGreaterThan(100);
  });

  test("moves the output of a process that takes the first of two that come together", () => {
    const audit = auditTies((ties) => {
      const simulation = new Simulation({ ties });
      const store = new Store<number>(simulation);
      for (const item of [1, 2]) simulation.callAt(1, () => store.tryPut(item));
      let first = 0;
      simulation.process("taker", function* () {
        first = yield* store.get();
      });
      simulation.run();
      return { first };
    });
    expect(audit.moved).toEqual(["first"]);
  });
});

describe("run-time invariants", () => {
  test("are checked between events and change no result", () => {
    const plain = bank();
    plain.simulation.run();
    const watched = bank();
    watched.desk.monitor();
    let checks = 0;
    for (const every of [0, -1, 1.5, Number.NaN]) {
      expect(() => watchInvariants(watched.simulation, [], every)).toThrow(/a whole number of at least 1/);
      expect(() => new EventTrace(watched.simulation, { limit: every })).toThrow(/a whole number of at least 1/);
    }
    const end = watchInvariants(watched.simulation, [watched.desk, () => checks++], 2);
    watched.simulation.run();
    end();
    expect(watched.served).toEqual(plain.served);
    expect(checks).toBe(1 + Math.floor(watched.simulation.eventsExecuted / 2));
  });

  test("stop the run at the first event after one is broken", () => {
    const { simulation, desk } = bank();
    desk.monitor();
    watchInvariants(simulation, [desk]);
    simulation.callAt(10, () => desk.monitor().granted(1, 0));
    expect(() => simulation.run()).toThrow(/flow balance/);
    expect(simulation.now).toBeGreaterThanOrEqual(10);
    expect(() => desk.checkInvariants()).toThrow(InvariantError);
  });
});

describe("the blocked report", () => {
  function philosophers(count: number): Simulation {
    const simulation = new Simulation();
    const forks = Array.from({ length: count }, (_, i) => new Resource(simulation, { name: `fork ${i}`, capacity: 1 }));
    for (let i = 0; i < count; i++) {
      simulation.process(`philosopher ${i}`, function* () {
        yield forks[i].seize();
        yield 1;
        yield forks[(i + 1) % count].seize();
        yield 1;
      });
    }
    return simulation;
  }

  test("names the circle of those who wait for each other", () => {
    const simulation = philosophers(3);
    expect(simulation.run()).toBe("empty");
    const report = reportBlocked(simulation);
    expect(report.cycles).toEqual([["philosopher 0", "philosopher 1", "philosopher 2"]]);
    expect(report.blocked[0]).toEqual({
      process: "philosopher 0",
      processId: 1,
      waitsFor: 'resource "fork 1"',
      since: 1,
      heldBy: ["philosopher 1"],
    });
    expect(report.text).toMatch(
      /deadlock: "philosopher 0" waits for "philosopher 1" waits for "philosopher 2" waits for/,
    );
  });

  test("is thrown on request", () => {
    expect(() => philosophers(2).run({ throwOnDeadlock: true })).toThrow(DeadlockError);
    expect(() => bank().simulation.run({ throwOnDeadlock: true })).not.toThrow();
  });

  test("follows chains of any length", () => {
    const simulation = new Simulation();
    let before = simulation.process("0", function* () {
      yield new Signal("never").wait();
    });
    const length = 20_000;
    for (let link = 1; link < length; link++) {
      const ahead = before;
      before = simulation.process(String(link), function* () {
        yield ahead.join();
      });
    }
    simulation.run();
    const { blocked, cycles } = reportBlocked(simulation);
    expect([blocked.length, cycles]).toEqual([length, []]);
  });

  test("tells who starves while others go on, longest waiting first, and who waits for nobody in particular", () => {
    const simulation = new Simulation();
    const desk = new Resource(simulation, { name: "desk", capacity: 1, discipline: "priority" });
    const bell = new Signal("bell");
    for (const name of ["hog", "other hog"]) {
      simulation.process(name, function* () {
        for (;;) yield desk.use(1, { priority: 0 });
      });
    }
    simulation.process("poor", function* () {
      yield 2.5;
      yield desk.seize({ priority: 9 });
    });
    simulation.process("listener", function* () {
      yield bell.wait();
    });
    simulation.runUntil(10);
    const { blocked, cycles, pending } = reportBlocked(simulation);
    expect(blocked[0]).toMatchObject({ process: "listener", waitsFor: 'signal "bell"', since: 0, heldBy: [] });
    expect(blocked[1]).toMatchObject({ process: "poor", since: 2.5, heldBy: [expect.stringContaining("hog")] });
    expect(blocked.length).toBe(4);
    expect([cycles, pending]).toEqual([[], 1]);
  });
});

describe("a timeline", () => {
  test("gives the state at a time, backwards too, and two futures from it", () => {
    const timeline = new Timeline(() => bank());
    const at50 = timeline.at(50).served;
    expect(timeline.at(20).served).toEqual(at50.filter((line) => Number(line.split(" at ")[1]) <= 20));
    const { base, changed } = timeline.fork(
      50,
      ({ desk }) => desk.setCapacity(3),
      ({ simulation, served }) => {
        simulation.run();
        return served;
      },
    );
    const whole = bank();
    whole.simulation.run();
    expect(base).toEqual(whole.served);
    expect(changed.slice(0, at50.length)).toEqual(at50);
    expect(changed.length).toBeGreaterThan(base.length);
  });

  test("refuses a model that does not repeat itself", () => {
    let builds = 0;
    const timeline = new Timeline(() => bank({ seed: `seed ${builds++}` }));
    timeline.at(10);
    expect(() => timeline.at(10)).toThrow(ReplayError);
  });
});

describe("a trace", () => {
  test("changes no number, is kept in order, and can be taken off", () => {
    const plain = bank();
    plain.simulation.run();
    const traced = bank();
    const trace = new EventTrace(traced.simulation);
    const second = new EventTrace(traced.simulation, { limit: 10 });
    const journal = new WaitJournal(traced.simulation);
    traced.simulation.run();
    expect(traced.served).toEqual(plain.served);
    expect(traced.simulation.eventsExecuted).toBe(plain.simulation.eventsExecuted);
    expect(second.entries).toEqual(trace.entries.slice(-10));
    expect(second.droppedEntries).toBe(trace.entries.length - 10);
    const times = trace.entries.map(({ time }) => time);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const length = trace.entries.length;
    trace.stop();
    second.stop();
    journal.stop();
    traced.simulation.process("unseen", function* () {
      yield 1;
    });
    traced.simulation.run();
    expect(trace.entries.length).toBe(length);
  });

  test("is written as JSON Lines and as a Chrome trace", () => {
    const simulation = new Simulation();
    const trace = new EventTrace(simulation);
    const desk = new Resource(simulation, { name: "desk", capacity: 1 });
    const tick = simulation.handler(() => {});
    simulation.schedule(1, tick, 7);
    for (const name of ["a", "b"]) {
      simulation.process(name, function* () {
        yield desk.use(2);
        yield 3;
      });
    }
    simulation.callAt(1, () => desk.setCapacity(1));
    simulation.run();
    const lines = trace
      .toJsonLines()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toEqual(trace.entries);
    expect(lines.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["start", "wait", "queue", "grant", "release", "hold", "event", "capacity", "end"]),
    );
    const { traceEvents } = JSON.parse(trace.toChromeTrace());
    const spans = traceEvents.filter((event: { ph: string }) => event.ph === "X");
    expect(
      spans.map(({ name, ts, dur, tid }: { name: string; ts: number; dur: number; tid: number }) => [
        tid,
        name,
        ts,
        dur,
      ]),
    ).toEqual([
      [1, 'resource "desk"', 0, 2e6],
      [2, 'resource "desk"', 0, 4e6],
      [1, "hold", 2e6, 3e6],
      [2, "hold", 4e6, 3e6],
    ]);
  });
});

describe("an explained wait", () => {
  function ward(): { simulation: Simulation; journal: WaitJournal } {
    const simulation = new Simulation();
    const journal = new WaitJournal(simulation);
    const bed = new Resource(simulation, { name: "bed", capacity: 1, discipline: "priority" });
    const patient = (name: string, at: number, stay: number, priority: number): void => {
      simulation.process(
        name,
        function* () {
          yield 0.5;
          const lease = bed.seize({ priority });
          yield lease;
          yield stay;
          lease.release();
        },
        { at },
      );
    };
    patient("ann", 0, 10, 0);
    patient("bob", 1, 5, 0);
    patient("cat", 2, 1, 0);
    patient("urgent", 3, 2, -1);
    simulation.callAt(17.5, () => bed.setCapacity(0));
    simulation.callAt(20, () => bed.setCapacity(1));
    return { simulation, journal };
  }

  test("tells where the time of one entity went", () => {
    const { simulation, journal } = ward();
    simulation.run();
    const cat = journal.explainProcess(3);
    expect(cat.map(({ what, time, times }) => [what, time, times])).toEqual([
      ['resource "bed"', 17.5, 1],
      ["not started", 2, 1],
      ["hold", 1.5, 2],
    ]);
    expect(cat.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(journal.explainProcess(99)).toEqual([]);
  });

  test("tells what a wait was made of: who was served, who was ahead, who overtook, and when there was nothing to serve", () => {
    const { simulation, journal } = ward();
    simulation.run();
    const cat = journal.waits('resource "bed"').find(({ process }) => process === "cat");
    expect(cat).toEqual({
      process: "cat",
      processId: 3,
      resource: 'resource "bed"',
      from: 2.5,
      to: 20,
      wait: 17.5,
      end: "granted",
      queueFound: 1,
      causes: { "found in service": 8, "ahead in the queue": 5, overtook: 2, "no capacity": 2.5 },
      holders: [
        ["ann", 8],
        ["bob", 5],
        ["nobody", 2.5],
        ["urgent", 2],
      ],
    });
    const tail = journal.explainTail('resource "bed"', 0.95);
    expect(tail).toMatchObject({ waits: 3, tail: 1 });
    expect(tail.longest[0].process).toBe("cat");
    expect(tail.tailCauses["found in service"]).toBeCloseTo(8 / 17.5, 12);
  });

  test("counts those who still wait, and the causes of every wait add up to it", () => {
    const { simulation, desk } = bank();
    const journal = new WaitJournal(simulation);
    simulation.runUntil(60);
    const waits = journal.waits(desk.label);
    expect(waits.length).toBeGreaterThan(20);
    expect(waits.filter(({ end }) => end === "still waiting").length).toBe(desk.queueLength);
    for (const { wait, causes } of waits) {
      expect(Object.values(causes).reduce((a, b) => a + b, 0)).toBeCloseTo(wait, 9);
    }
    expect(Number.isNaN(journal.explainTail('resource "none"').threshold)).toBe(true);
  });
});

describe("pacing", () => {
  test("waits for the moment of each event in real time and gives the same results", async () => {
    const { simulation, served } = bank();
    const plain = bank();
    plain.simulation.runUntil(30);
    let clock = 100;
    const pauses: number[] = [];
    const pause = async (seconds: number): Promise<void> => {
      pauses.push(seconds);
      clock += seconds;
    };
    await runPaced(simulation, { unitsPerSecond: 2, until: 30, clock: () => clock, pause });
    expect(served).toEqual(plain.served);
    expect([simulation.now, clock]).toEqual([30, 115]);
    expect(Math.min(...pauses)).toBeGreaterThan(0);
  });

  test("ends when no event is left, or when told", async () => {
    const simulation = new Simulation();
    const controller = new AbortController();
    simulation.callAt(1, () => {});
    await runPaced(simulation, { unitsPerSecond: 1e6 });
    expect(simulation.now).toBe(1);
    simulation.callAt(2, () => controller.abort());
    simulation.callAt(3, () => {});
    await runPaced(simulation, { unitsPerSecond: 1e6, signal: controller.signal });
    expect([simulation.now, simulation.pending]).toEqual([2, 1]);
    await expect(runPaced(simulation, { unitsPerSecond: 0 })).rejects.toThrow(TimeError);
  });

  test("may go by equal steps of simulation time", async () => {
    const simulation = new Simulation();
    const times: number[] = [];
    for await (const time of ticks(simulation, 0.1, 0.35)) times.push(time);
    expect(times).toEqual([0.1, 0.2, 0.30000000000000004, 0.35]);
    await expect(ticks(simulation, 0, 1).next()).rejects.toThrow(TimeError);
  });
});
