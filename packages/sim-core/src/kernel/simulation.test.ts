import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventLimitError, HandleError, ProcessError, ReentrantRunError, TimeError } from "./errors.ts";
import { Simulation } from "./simulation.ts";

/** A simulation whose events write down their argument. */
function recording(options = {}): { simulation: Simulation; note: number; seen: number[] } {
  const simulation = new Simulation(options);
  const seen: number[] = [];
  const note = simulation.handler((argument) => {
    seen.push(argument);
  });
  return { simulation, note, seen };
}

describe("the order of events", () => {
  test("is by time, then by priority with the lower number first, then first-in first-out", () => {
    const { simulation, note, seen } = recording();
    simulation.schedule(2, note, 6);
    simulation.schedule(1, note, 4, 1);
    simulation.schedule(1, note, 2);
    simulation.schedule(1, note, 3);
    simulation.schedule(1, note, 1, -1);
    simulation.schedule(0, note, 0);
    simulation.schedule(1, note, 5, 1);
    simulation.run();
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test("keeps 50,000 events at one time first-in first-out, with others before and after", () => {
    const { simulation, note, seen } = recording({ capacity: 4 });
    for (let i = 0; i < 50_000; i++) {
      simulation.schedule(10, note, i);
      simulation.schedule(i / 5_001, note, -1);
      simulation.schedule(20 + i, note, -1);
    }
    simulation.run();
    expect(seen.filter((value) => value >= 0)).toEqual(Array.from({ length: 50_000 }, (_, i) => i));
  });

  test("holds among 20,000 pending of which many are cancelled and replaced, events and processes alike", () => {
    const { simulation, note, seen } = recording();
    // Multiples of 1/64 of few different values: many share a time, and many more a bucket.
    let state = 1;
    const chance = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return (state >>> 8) % below;
    };
    const due = new Map<number, { time: number; order: number; handle: number }>();
    let order = 0;
    const add = (id: number): void => {
      const time = simulation.now + chance(4_096) / 64;
      due.set(id, { time, order: order++, handle: simulation.schedule(time, note, id) });
    };
    for (let id = 0; id < 20_000; id++) add(id);
    const holds = Array.from({ length: 6_000 }, () => chance(4_096) / 64);
    const woken: number[] = [];
    for (const length of holds) {
      simulation.process("p", function* () {
        yield length;
        woken.push(simulation.now);
      });
    }
    const expected: number[] = [];
    for (let until = 0; until <= 64; until += 0.5) {
      simulation.runUntil(until);
      const ran = [...due].filter(([, { time }]) => time <= until);
      ran.sort(([, a], [, b]) => a.time - b.time || a.order - b.order);
      for (const [id] of ran) {
        expected.push(id);
        due.delete(id);
      }
      for (const [id, { handle }] of [...due]) {
        if (chance(8) > 0) continue;
        expect(simulation.cancel(handle)).toBe(true);
        due.delete(id);
        if (until < 32 && chance(2) === 0) add(id);
      }
    }
    simulation.run();
    expect(seen.slice(0, expected.length)).toEqual(expected);
    expect(seen.length - expected.length).toBe(due.size);
    expect(woken).toEqual(holds.sort((a, b) => a - b));
  });

  test("puts an event at the current time behind its equals and before later ones, and a more urgent one first", () => {
    const simulation = new Simulation();
    const seen: string[] = [];
    const names = ["a", "b", "c", "urgent", "later"];
    const say = simulation.handler((i) => {
      seen.push(names[i]);
      if (i === 0) {
        simulation.scheduleIn(0, say, 2);
        simulation.scheduleIn(0, say, 3, -1);
        simulation.scheduleIn(Number.MIN_VALUE, say, 4);
      }
    });
    simulation.schedule(0, say, 0);
    simulation.schedule(0, say, 1);
    simulation.run();
    expect(seen).toEqual(["a", "urgent", "b", "c", "later"]);
  });

  test.each([1, 100, 3_000])(
    "is that of a sorted list, with cancel and reschedule, at %i events and every clustering",
    (size) => {
      const when = fc.oneof(
        fc.integer({ min: 0, max: 5 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.double({ min: 0, max: 1e-9, noNaN: true }),
      );
      const command = fc.tuple(fc.nat(9), when, fc.integer({ min: -1, max: 1 }), fc.nat());
      fc.assert(
        fc.property(fc.array(command, { minLength: size, maxLength: size * 3 }), (commands) => {
          const { simulation, note, seen } = recording({ capacity: 1 });
          let pending: { handle: number; time: number; priority: number; order: number; id: number }[] = [];
          const expected: number[] = [];
          let order = 0;
          commands.forEach(([kind, delay, priority, pick], id) => {
            const time = simulation.now + delay;
            const target = pending[pick % Math.max(1, pending.length)];
            if (kind < 6 || target === undefined) {
              pending.push({
                handle: simulation.schedule(time, note, id, priority),
                time,
                priority,
                order: order++,
                id,
              });
            } else if (kind === 6) {
              expect(simulation.cancel(target.handle)).toBe(true);
              expect(simulation.cancel(target.handle)).toBe(false);
              pending = pending.filter((event) => event !== target);
            } else if (kind === 7) {
              simulation.reschedule(target.handle, time);
              Object.assign(target, { time, order: order++ });
            } else if (kind === 8) {
              pending.sort((a, b) => a.time - b.time || a.priority - b.priority || a.order - b.order);
              for (const event of pending.splice(0, 3)) expected.push(event.id);
              simulation.step(3);
            } else {
              pending.sort((a, b) => a.time - b.time || a.priority - b.priority || a.order - b.order);
              const due = pending.filter((event) => event.time <= time).length;
              for (const event of pending.splice(0, due)) expected.push(event.id);
              simulation.runUntil(time);
              expect(simulation.now).toBe(time);
            }
            expect(simulation.pending).toBe(pending.length);
          });
          pending.sort((a, b) => a.time - b.time || a.priority - b.priority || a.order - b.order);
          expect(simulation.run()).toBe("empty");
          expect(seen).toEqual([...expected, ...pending.map((event) => event.id)]);
        }),
        { numRuns: size > 1_000 ? 3 : 40 },
      );
    },
  );
});

describe("running", () => {
  test("until a time runs the events at that time, those added there included, and leaves the clock there", () => {
    const { simulation, note, seen } = recording();
    const chain = simulation.handler(() => {
      simulation.scheduleIn(0, note, 7);
    });
    simulation.schedule(5, chain, 0);
    simulation.schedule(5.5, note, 8);
    simulation.runUntil(5);
    expect([seen, simulation.now, simulation.pending, simulation.nextTime]).toEqual([[7], 5, 1, 5.5]);
    simulation.runUntil(5.25);
    expect(simulation.now).toBe(5.25);
  });

  test("stops where told, keeps the clock and goes on later", () => {
    const { simulation, note, seen } = recording();
    const stop = simulation.handler(() => simulation.stop());
    simulation.schedule(1, note, 1);
    simulation.schedule(2, stop, 0);
    simulation.schedule(2, note, 2);
    expect(simulation.run({ until: 10 })).toBe("stopped");
    expect([seen, simulation.now]).toEqual([[1], 2]);
    expect(simulation.run({ until: 10 })).toBe("until");
    expect([seen, simulation.now]).toEqual([[1, 2], 10]);
  });

  test("ends when the stop condition holds", () => {
    const { simulation, note, seen } = recording();
    for (let i = 1; i <= 5; i++) simulation.schedule(i, note, i);
    expect(simulation.run({ stopWhen: () => seen.length === 3 })).toBe("condition");
    expect(simulation.now).toBe(3);
  });

  test("counts the events it ran, and steps one at a time", () => {
    const { simulation, note } = recording({ start: -3 });
    for (let i = 0; i < 5; i++) simulation.schedule(i, note, i);
    expect([simulation.step(), simulation.step(2), simulation.step(9), simulation.eventsExecuted]).toEqual([
      1, 2, 2, 5,
    ]);
  });
});

describe("handles", () => {
  test("of an event that has run stay stale when its place is used again", () => {
    const { simulation, note } = recording();
    const first = simulation.schedule(0, note, 1);
    simulation.run();
    const second = simulation.schedule(1, note, 2);
    expect(second).not.toBe(first);
    expect([simulation.cancel(first), simulation.isPending(first), simulation.isPending(second)]).toEqual([
      false,
      false,
      true,
    ]);
    expect(simulation.timeOf(first)).toBeUndefined();
    expect(simulation.timeOf(second)).toBe(1);
    expect(() => simulation.reschedule(first, 3)).toThrow(HandleError);
  });

  test("are never 0, which names no event", () => {
    const { simulation, note } = recording();
    expect(simulation.schedule(0, note, 0)).toBeGreaterThan(0);
    expect(simulation.cancel(0)).toBe(false);
  });

  test.each([Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY])("that were never given out are an error: %d", (handle) => {
    expect(() => recording().simulation.cancel(handle)).toThrow(HandleError);
  });
});

describe("bad input", () => {
  test.each([
    ["time-not-finite", Number.NaN],
    ["time-not-finite", Number.POSITIVE_INFINITY],
    ["time-in-the-past", Number.NEGATIVE_INFINITY],
    ["time-in-the-past", 4.75],
  ])("a time is refused as %s: %d", (code, time) => {
    const { simulation, note } = recording({ start: 5, name: "clinic", seed: "s", replication: 3 });
    const handle = simulation.schedule(6, note, 0);
    for (const attempt of [
      () => simulation.schedule(time, note, 0),
      () => simulation.reschedule(handle, time),
      () => simulation.runUntil(time),
    ]) {
      expect(attempt).toThrow(TimeError);
      expect(attempt).toThrow(
        expect.objectContaining({ code, details: expect.objectContaining({ value: time, time: 5 }) }),
      );
      expect(attempt).toThrow(/time 5, simulation "clinic", seed "s", replication 3/);
    }
  });

  test.each([Number.NaN, -1e-300, Number.NEGATIVE_INFINITY])("a delay of %d is refused", (delay) => {
    const { simulation, note } = recording();
    expect(() => simulation.scheduleIn(delay, note, 0)).toThrow(expect.objectContaining({ code: "negative-delay" }));
  });

  test.each([1, 0.5, -1, Number.NaN])("a handler that was not registered is refused: %d", (handler) => {
    const { simulation } = recording();
    expect(() => simulation.schedule(0, handler, 0)).toThrow(HandleError);
  });

  test("a priority that is not a number is refused", () => {
    const { simulation, note } = recording();
    expect(() => simulation.schedule(0, note, 0, Number.NaN)).toThrow(HandleError);
  });

  test("a start or a capacity that makes no sense is refused", () => {
    expect(() => new Simulation({ start: Number.NaN })).toThrow(TimeError);
    expect(() => new Simulation({ capacity: 0 })).toThrow(EventLimitError);
    expect(() => new Simulation({ maxPending: Number.NaN })).toThrow(EventLimitError);
    expect(() => new Simulation().run({ maxEvents: Number.NaN })).toThrow(EventLimitError);
  });

  test("a run inside a run is refused, and the simulation can be run afterwards", () => {
    const simulation = new Simulation();
    const again = simulation.handler(() => simulation.run());
    simulation.schedule(1, again, 0);
    expect(() => simulation.run()).toThrow(ReentrantRunError);
    expect(() => simulation.run()).not.toThrow();
  });

  test("a handler that throws is reported with time, seed and replication, and its error is the cause", () => {
    const simulation = new Simulation({ seed: "abc", replication: 7 });
    const cause = new RangeError("out of beds");
    const fail = simulation.handler(() => {
      throw cause;
    });
    simulation.schedule(2.5, fail, 0);
    expect(() => simulation.run()).toThrow(ProcessError);
    simulation.schedule(2.75, fail, 0);
    expect(() => simulation.step()).toThrow(
      expect.objectContaining({
        cause,
        message: expect.stringMatching(/out of beds.*time 2.75.*"abc".*replication 7/),
      }),
    );
  });

  test("a run that never ends is bounded, by events run and by events pending", () => {
    const simulation = new Simulation({ maxPending: 100 });
    const loop = simulation.handler(() => {
      simulation.scheduleIn(0, loop, 0);
    });
    const flood = simulation.handler(() => {
      simulation.scheduleIn(1, flood, 0);
      simulation.scheduleIn(1, flood, 0);
    });
    const handle = simulation.schedule(0, loop, 0);
    expect(() => simulation.run({ maxEvents: 1_000 })).toThrow(expect.objectContaining({ code: "too-many-events" }));
    expect(simulation.eventsExecuted).toBe(1_000);
    expect(simulation.cancel(handle)).toBe(false);
    simulation.step();
    const fresh = new Simulation({ maxPending: 100 });
    const double = fresh.handler(() => {
      fresh.scheduleIn(1, double, 0);
      fresh.scheduleIn(1, double, 0);
    });
    fresh.schedule(0, double, 0);
    expect(() => fresh.run()).toThrow(expect.objectContaining({ code: "too-many-pending" }));
  });
});
