// Details of the event and process views that larger laws pass over: handles of calls, the ring of those who are ready, limits, counts.

import { describe, expect, test } from "vitest";
import { allOf, anyOf, Condition, delay, Interrupt, passivate, Signal, Simulation, until } from "./index.ts";

const nothing = (): void => {};

describe("handles of calls", () => {
  test("name their event also after many others, and after slots were used again", () => {
    const simulation = new Simulation({ capacity: 4 });
    const log: string[] = [];
    for (let round = 0; round < 3; round++) {
      const at = simulation.now;
      const handles = Array.from({ length: 9 }, (_, i) =>
        i % 3 === 0
          ? simulation.callAt(at + 1 + i, () => log.push(`${round} ${i}`))
          : i % 3 === 1
            ? simulation.callIn(1 + i, () => log.push(`${round} ${i}`))
            : i % 2 === 0
              ? simulation.schedule(
                  at + 1 + i,
                  simulation.handler(() => log.push(`${round} ${i}`)),
                  0,
                )
              : simulation.scheduleIn(
                  1 + i,
                  simulation.handler(() => log.push(`${round} ${i}`)),
                  0,
                ),
      );
      expect(new Set(handles).size).toBe(9);
      expect(handles.map((handle) => simulation.timeOf(handle))).toEqual(handles.map((_, i) => at + 1 + i));
      expect(simulation.pending).toBe(9);
      expect([4, 3, 8].map((i) => simulation.cancel(handles[i]))).toEqual([true, true, true]);
      expect(handles.map((handle) => simulation.isPending(handle))).toEqual([
        true,
        true,
        true,
        false,
        false,
        true,
        true,
        true,
        false,
      ]);
      simulation.reschedule(handles[0], at + 6.5);
      simulation.runUntil(at + 20);
      expect(handles.some((handle) => simulation.isPending(handle) || simulation.cancel(handle))).toBe(false);
      expect(log.splice(0)).toEqual([1, 2, 5, 0, 6, 7].map((i) => `${round} ${i}`));
    }
  });

  test("take priorities, lower first", () => {
    const simulation = new Simulation();
    const log: string[] = [];
    simulation.callAt(1, () => log.push("late"), 5);
    simulation.callIn(1, () => log.push("early"), -5);
    simulation.callIn(1, () => log.push("middle"));
    const note = simulation.handler((id) => log.push(String(id)));
    simulation.scheduleIn(1, note, 4, 4);
    simulation.scheduleIn(1, note, -6, -6);
    simulation.run();
    expect(log).toEqual(["-6", "early", "middle", "4", "late"]);
  });

  test("a moved event comes behind its equals, before those of a higher number, also at the current time", () => {
    const simulation = new Simulation();
    const seen: number[] = [];
    const note = simulation.handler((id) => {
      seen.push(id);
    });
    simulation.callAt(1, () => {
      const moved = simulation.schedule(5, note, 3);
      const urgent = simulation.schedule(5, note, 0, -1);
      const slow = simulation.schedule(5, note, 9, 1);
      simulation.schedule(1, note, 1);
      simulation.schedule(1, note, 8, 1);
      simulation.reschedule(slow, 1);
      simulation.reschedule(moved, 1);
      simulation.reschedule(urgent, 1);
      simulation.schedule(1, note, 4);
      expect(simulation.nextTime).toBe(1);
    });
    simulation.run();
    expect([seen, simulation.now]).toEqual([[0, 1, 3, 4, 8, 9], 1]);
  });
});

describe("runs", () => {
  test("of no steps run nothing", () => {
    const simulation = new Simulation();
    simulation.callAt(1, nothing);
    expect([simulation.step(0), simulation.eventsExecuted]).toEqual([0, 0]);
    for (const count of [-3, Number.NaN]) {
      expect(() => simulation.step(count)).toThrow(
        expect.objectContaining({ code: "step", details: expect.objectContaining({ value: count }) }),
      );
    }
    expect([simulation.step(), simulation.now]).toEqual([1, 1]);
  });

  test("say why they ended, at a process as at a handler", () => {
    const build = (act: (simulation: Simulation) => void): Simulation => {
      const simulation = new Simulation();
      for (let i = 0; i < 3; i++) {
        simulation.process("p", function* () {
          act(simulation);
          yield 1;
          act(simulation);
          yield 1;
        });
      }
      return simulation;
    };
    const stopping = build((simulation) => simulation.stop());
    const ends: unknown[] = [];
    for (let i = 0; i < 10; i++) ends.push(`${stopping.run()} ${stopping.now} ${stopping.eventsExecuted}`);
    expect(ends.slice(0, 4)).toEqual(["stopped 0 1", "stopped 0 2", "stopped 0 3", "stopped 1 4"]);
    expect(ends.at(-1)).toBe("empty 2 9");
    let count = 0;
    const counting = build(() => {
      count++;
    });
    expect([counting.run({ stopWhen: () => count === 2 }), counting.now, counting.eventsExecuted]).toEqual([
      "condition",
      0,
      2,
    ]);
    expect([counting.run({ stopWhen: () => count === 5 }), counting.now, counting.eventsExecuted]).toEqual([
      "condition",
      1,
      5,
    ]);
    expect([counting.run({ until: 1.5 }), counting.now]).toEqual(["until", 1.5]);
    expect([counting.run(), counting.run({ until: 7 }), counting.now]).toEqual(["empty", "until", 7]);
  });

  test("may be allowed as many events as there are, and no more", () => {
    const build = (): Simulation => {
      const simulation = new Simulation();
      for (let i = 0; i < 3; i++) {
        simulation.process("p", function* () {
          yield 0;
        });
      }
      simulation.callAt(1, nothing);
      return simulation;
    };
    expect([build().run({ maxEvents: 7 }), build().run({ maxEvents: 7, until: 3 })]).toEqual(["empty", "until"]);
    expect(() => build().run({ maxEvents: 6 })).toThrow("next is due at 1;");
    expect(() => build().run({ maxEvents: 5 })).toThrow("next is due at 0;");
    expect(() => build().run({ maxEvents: 2 })).toThrow("maxEvents events were run");
    expect(new Simulation().run({ maxEvents: 0 })).toBe("empty");
    const limited = new Simulation({ maxPending: 3 });
    for (let i = 0; i < 3; i++) {
      limited.process("p", function* () {
        yield 1;
        yield 0;
      });
    }
    expect([limited.pending, limited.run(), limited.now]).toEqual([3, "empty", 1]);
  });

  test("know when the next event is due while somebody is ready to go on", () => {
    const simulation = new Simulation();
    simulation.callAt(3, nothing);
    expect(simulation.nextTime).toBe(3);
    const process = simulation.process("p", function* () {
      yield 9;
    });
    expect([simulation.nextTime, simulation.pending]).toEqual([0, 2]);
    process.terminate();
    expect([simulation.nextTime, simulation.pending]).toEqual([3, 1]);
    simulation.run();
    expect([simulation.nextTime, simulation.now, simulation.eventsExecuted]).toEqual([Number.POSITIVE_INFINITY, 3, 1]);
  });
});

describe("those who are ready", () => {
  test("go on in their order, however many they are, while others join and leave", () => {
    const simulation = new Simulation();
    const seen: number[] = [];
    const processes = Array.from({ length: 500 }, (_, id) =>
      simulation.process(`p${id}`, function* () {
        seen.push(id);
        yield 0;
        seen.push(id);
        yield id % 3;
        seen.push(id);
      }),
    );
    // Some never start.
    for (let id = 0; id < 500; id += 7) expect(processes[id].terminate()).toBe(true);
    const living = Array.from({ length: 500 }, (_, id) => id).filter((id) => id % 7 !== 0);
    expect(simulation.liveProcesses().map(({ name }) => name)).toEqual(living.map((id) => `p${id}`));
    expect(simulation.pending).toBe(living.length);
    simulation.run();
    const third = living
      .filter((id) => id % 3 === 0)
      .concat(
        living.filter((id) => id % 3 === 1),
        living.filter((id) => id % 3 === 2),
      );
    expect(seen).toEqual([...living, ...living, ...third]);
    expect([simulation.eventsExecuted, simulation.pending, simulation.liveProcesses()]).toEqual([
      3 * living.length,
      0,
      [],
    ]);
  });

  test("stand behind events of the same time that were there before, and behind more urgent ones", () => {
    const simulation = new Simulation();
    const seen: string[] = [];
    const note = simulation.handler((id) => {
      seen.push(String(id));
    });
    simulation.callAt(1, () => {
      simulation.schedule(1, note, 1);
      simulation.process("p", function* () {
        seen.push("p");
        simulation.schedule(1, note, 3);
        simulation.schedule(1, note, 0, -1);
        yield 0;
        seen.push("p again");
      });
      simulation.process(
        "slow",
        function* () {
          seen.push("slow");
          yield 0;
          seen.push("slow again");
        },
        { priority: 2 },
      );
      simulation.process(
        "urgent",
        function* () {
          seen.push("urgent");
          yield 0;
          seen.push("urgent again");
        },
        { priority: -2 },
      );
      simulation.schedule(1, note, 2);
    });
    simulation.run();
    expect(seen).toEqual(["urgent", "urgent again", "1", "p", "0", "2", "3", "p again", "slow", "slow again"]);
  });

  test("may leave while so many join that they must move", () => {
    const simulation = new Simulation({ start: 1 });
    const seen: number[] = [];
    const handles: number[] = [];
    const late = simulation.handler((id) => {
      seen.push(id);
    });
    const early = simulation.handler((id) => {
      if (id < 30) return;
      for (let i = 0; i < 100; i++) {
        handles.push(simulation.schedule(1, late, i));
        if (i % 10 === 3) expect(simulation.cancel(handles[i])).toBe(true);
      }
      for (let i = 7; i < 100; i += 10) expect(simulation.cancel(handles[i])).toBe(true);
    });
    for (let id = 1; id <= 30; id++) simulation.schedule(1, early, id);
    simulation.run();
    expect(seen).toEqual(Array.from({ length: 100 }, (_, i) => i).filter((i) => i % 10 !== 3 && i % 10 !== 7));
    expect([simulation.pending, simulation.now]).toEqual([0, 1]);
  });
});

describe("a limit of pending events", () => {
  test.each([false, true])("holds for holds too, listened to: %s", (listened) => {
    const simulation = new Simulation({ maxPending: 1 });
    if (listened) simulation.attach({ event: nothing, note: nothing });
    simulation.process("a", function* () {
      simulation.process("b", function* () {
        yield 1;
      });
      yield 1;
    });
    expect(() => simulation.run()).toThrow(
      expect.objectContaining({ code: "too-many-pending", place: expect.objectContaining({ process: "a" }) }),
    );
  });
});

describe("processes", () => {
  test("know what they are doing, and nobody else runs meanwhile", () => {
    const simulation = new Simulation();
    const states: string[] = [];
    const process = simulation.process(
      "p",
      function* (self) {
        states.push(self.state, String(simulation.activeProcess?.name));
        yield 1;
        yield delay(1);
        yield passivate();
      },
      { at: 1 },
    );
    const look = (): unknown => states.push(process.state, String(process.alive));
    look();
    simulation.callAt(0.5, () => states.push(String(simulation.activeProcess)));
    simulation.runUntil(1);
    look();
    simulation.runUntil(2);
    look();
    simulation.runUntil(3);
    look();
    expect(process.activate()).toBe(true);
    look();
    simulation.run();
    look();
    expect(states).toEqual([
      "scheduled",
      "true",
      "null",
      "running",
      "p",
      "holding",
      "true",
      "waiting",
      "true",
      "passive",
      "true",
      "scheduled",
      "true",
      "ended",
      "false",
    ]);
    expect([process.activate(), process.interrupt(), process.terminate()]).toEqual([false, false, false]);
  });

  test("that no longer join are not told of the end, and the others are", () => {
    const simulation = new Simulation();
    const log: string[] = [];
    const worker = simulation.process("worker", function* () {
      yield 5;
      return "done";
    });
    for (const [name, patience] of [
      ["first", 9],
      ["impatient", 1],
      ["second", 9],
      ["last", 2],
    ] as const) {
      simulation.process(name, function* () {
        const join = worker.join();
        const which = yield* anyOf(join, patience);
        log.push(`${simulation.now} ${name} ${which} ${join.value}`);
      });
    }
    simulation.run();
    expect(log).toEqual(["1 impatient 1 undefined", "2 last 1 undefined", "5 first 0 done", "5 second 0 done"]);
    expect([worker.result, simulation.now]).toEqual(["done", 5]);
  });

  test("are interrupted once for each interrupt, in order, with what was left of a hold", () => {
    const simulation = new Simulation();
    const log: string[] = [];
    const target = simulation.process("p", function* () {
      for (let i = 0; i < 4; i++) {
        const end = (yield 10) as unknown;
        log.push(`${simulation.now} ${end instanceof Interrupt ? `${end.cause} ${end.remaining}` : "held"}`);
      }
    });
    simulation.callAt(4, () => {
      expect(["a", "b", undefined].map((cause) => target.interrupt(cause))).toEqual([true, true, true]);
    });
    simulation.run();
    expect(log).toEqual(["4 a 6", "4 b 10", "4 undefined 10", "14 held"]);
    expect([simulation.told, simulation.pending]).toEqual([0, 0]);
  });

  test("woken before their hold was over, are due now and not when it would have been", () => {
    const simulation = new Simulation();
    const sleeper = simulation.process("sleeper", function* () {
      yield 10;
      yield 1;
    });
    simulation.callAt(4, () => {
      sleeper.interrupt();
      simulation.stop();
    });
    simulation.run();
    expect([simulation.now, simulation.nextTime, simulation.pending]).toEqual([4, 4, 1]);
    simulation.step();
    expect([simulation.now, simulation.nextTime]).toEqual([4, 5]);
  });

  test("may start others while their bodies are made, and are alive by then", () => {
    const simulation = new Simulation();
    const log: string[] = [];
    function* child(name: string) {
      log.push(`${simulation.now} ${name}`);
      yield 1;
      log.push(`${simulation.now} ${name}`);
    }
    const parent = simulation.process("parent", (self) => {
      log.push(`alive ${self.alive}`);
      simulation.process("first", child("first"));
      return child("parent");
    });
    expect(() =>
      simulation.process("broken", () => {
        throw new Error("no body");
      }),
    ).toThrow("no body");
    simulation.process("last", child("last"));
    expect(
      simulation
        .liveProcesses()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["first", "last", "parent"]);
    simulation.run();
    expect(log).toEqual(["alive true", "0 first", "0 parent", "0 last", "1 first", "1 parent", "1 last"]);
    expect(parent.alive).toBe(false);
  });

  test("ended, give their places away: thousands one after the other take the room of a few", () => {
    const simulation = new Simulation({ capacity: 1 });
    let ended = 0;
    simulation.process("source", function* () {
      for (let i = 0; i < 2000; i++) {
        simulation.process("p", function* () {
          yield 1.5;
          ended++;
        });
        yield 1;
      }
    });
    let most = 0;
    while (simulation.step() > 0) most = Math.max(most, simulation.liveProcesses().length);
    expect([ended, most]).toEqual([2000, 3]);
  });
});

describe("signals and conditions", () => {
  test("count whom they wake, once for each wait that was still open", () => {
    const simulation = new Simulation();
    const bell = new Signal<string>("bell");
    const log: string[] = [];
    const first = bell.wait();
    simulation.process("both ears", function* () {
      yield anyOf(first, bell.wait());
      log.push(`${first.value}`);
    });
    simulation.process("one ear", function* () {
      log.push(yield* bell.wait());
    });
    simulation.process("leaves", function* () {
      yield anyOf(bell.wait(), 1);
    });
    simulation.runUntil(0);
    expect(bell.waiting).toBe(4);
    simulation.runUntil(2);
    expect([bell.waiting, bell.fire("ding"), bell.waiting, bell.fire("dong")]).toEqual([3, 2, 0, 0]);
    simulation.run();
    expect(log).toEqual(["ding", "ding"]);
    expect([new Signal().name, bell.name]).toEqual(["signal", "bell"]);
  });

  test("ask only when somebody waits, wake all at once, and forget who left", () => {
    const simulation = new Simulation();
    let asked = 0;
    let warm = false;
    const condition = new Condition(() => {
      asked++;
      return warm;
    }, "warm");
    expect([condition.check(), asked, condition.waiting, condition.name, new Condition(() => true).name]).toEqual([
      0,
      0,
      0,
      "warm",
      "condition",
    ]);
    let passed = 0;
    for (const patience of [1, 9, 9]) {
      simulation.process("p", function* () {
        const which = yield* anyOf(condition.wait(), condition.wait(), patience);
        if (which === 0) passed++;
      });
    }
    simulation.runUntil(0);
    expect([condition.waiting, condition.check(), asked]).toEqual([6, 0, 7]);
    simulation.runUntil(2);
    warm = true;
    expect([condition.waiting, condition.check(), condition.waiting]).toEqual([4, 2, 0]);
    simulation.process("late", function* () {
      yield condition.wait();
      passed++;
    });
    simulation.run();
    expect([passed, simulation.now]).toEqual([3, 2]);
  });
});

describe("waits", () => {
  test("know who waits, whether they wait, and what they gave", () => {
    const simulation = new Simulation();
    const wait = delay(3);
    const group = allOf(wait, until(2), new Signal<number>().wait());
    expect([wait.state, wait.waiter, group.process]).toEqual(["idle", null, null]);
    const process = simulation.process("p", function* () {
      yield anyOf(group, 5);
    });
    simulation.runUntil(1);
    expect([wait.state, group.state]).toEqual(["pending", "pending"]);
    expect(group.process === process).toBe(true);
    expect(wait.waiter === process).toBe(true);
    simulation.runUntil(4);
    expect([wait.state, wait.waiter, group.state, group.value]).toEqual(["done", null, "pending", undefined]);
    simulation.run();
    expect([group.state, simulation.now]).toEqual(["idle", 5]);
  });

  test("in a group tell the index of the winner and the values of all", () => {
    const simulation = new Simulation();
    const seen: unknown[] = [];
    const bell = new Signal<string>("bell");
    simulation.process("p", function* () {
      const any = anyOf(4, bell.wait(), 3);
      seen.push(any.value, yield* any, any.value);
      seen.push(yield* allOf(1, bell.wait(), until(0)));
      seen.push(yield* allOf());
    });
    simulation.callAt(3.5, () => bell.fire("ding"));
    simulation.run();
    expect(seen).toEqual([undefined, 2, 2, [undefined, "ding", undefined], []]);
    expect(simulation.now).toBe(4);
  });
});
