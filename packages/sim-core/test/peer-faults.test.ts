// Each known fault of other simulation libraries, as a promise that is kept here: one test a fault. Most have closer tests beside the
// sources; this page is for the reader who comes from such a library and wants to see them together.

import {
  AddressedStreams,
  anyOf,
  EventTrace,
  keyFromSeed,
  type Model,
  Resource,
  runStudy,
  SequentialStream,
  Simulation,
  SobolSequence,
  Store,
  saltelliBlocks,
  shortestQueue,
  sobolIndices,
} from "@tiltak/sim-core";
import { describe, expect, test } from "vitest";

describe("what peers get wrong", () => {
  test("an abandoned get swallows no item", () => {
    const simulation = new Simulation();
    const store = new Store<string>(simulation);
    let got: unknown;
    simulation.process("gives up", function* () {
      yield anyOf(store.get(), 1);
    });
    simulation.process("waits", function* () {
      yield 2;
      got = yield* store.get();
    });
    simulation.callAt(3, () => store.tryPut("item"));
    simulation.run();
    expect(got).toBe("item");
  });

  test("an interrupt leaves no timer alive: the run ends when the model does", () => {
    const simulation = new Simulation();
    const sleeper = simulation.process("sleeper", function* () {
      yield 1000;
    });
    simulation.callAt(1, () => sleeper.interrupt());
    simulation.run();
    expect([simulation.now, simulation.pending]).toEqual([1, 0]);
  });

  test("ties are broken by arrival, not by names or numbers read as text", () => {
    const simulation = new Simulation();
    const seen: number[] = [];
    const note = simulation.handler((id) => {
      seen.push(id);
    });
    // Later and earlier times between them, so that ties meet in every part of the event list.
    for (let id = 0; id < 2000; id++) {
      simulation.schedule(5, note, id);
      simulation.schedule(5 + (id % 7) / 7 + 1, note, -1);
    }
    simulation.runUntil(5);
    expect(seen).toEqual(Array.from({ length: 2000 }, (_, id) => id));
  });

  test("neighbouring replications share no first draws", () => {
    const first = new Set<number>();
    for (let run = 0; run < 500; run++) {
      const key = keyFromSeed("seed", run);
      first.add(new SequentialStream(key).uniform());
      first.add(new AddressedStreams(key).uniform(0, 0, 0));
    }
    const draws = [...first];
    expect(draws.length).toBe(1000);
    // As even as chance: ten classes, each within about four standard errors of its share.
    for (let c = 0; c < 10; c++) {
      expect(Math.abs(draws.filter((u) => Math.floor(10 * u) === c).length - 100)).toBeLessThan(38);
    }
  });

  test("the shortest delay is a delay, alone and beside others", () => {
    const simulation = new Simulation({ start: 1 });
    const times: number[] = [];
    simulation.process("quick", function* () {
      yield 1e-12;
      times.push(simulation.now);
      yield anyOf(2e-12, 1);
      times.push(simulation.now);
    });
    simulation.run();
    expect(times).toEqual([1 + 1e-12, 1 + 1e-12 + 2e-12]);
  });

  test("attaching a log changes no result", () => {
    const outcome = (logged: boolean): unknown => {
      const simulation = new Simulation();
      const stream = new SequentialStream(keyFromSeed("log"));
      const desk = new Resource(simulation, { capacity: 1 });
      if (logged) new EventTrace(simulation);
      simulation.process("door", function* () {
        for (let i = 0; i < 200; i++) {
          simulation.process("customer", function* () {
            yield desk.use(stream.exponential());
          });
          yield stream.exponential();
        }
      });
      simulation.run();
      return [simulation.now, simulation.eventsExecuted, stream.uniform()];
    };
    expect(outcome(true)).toEqual(outcome(false));
  });

  test("the shortest queue is the shortest", () => {
    const simulation = new Simulation();
    const desks = [1, 1].map(() => new Resource(simulation, { capacity: 1 }));
    for (const desk of [desks[0], desks[0], desks[0], desks[1], desks[1]]) {
      simulation.process("customer", function* () {
        yield desk.seize();
        yield 10;
      });
    }
    simulation.runUntil(1);
    expect(shortestQueue(desks) === desks[1]).toBe(true);
  });

  test("a request larger than the capacity is an error, not an endless wait", () => {
    const desk = new Resource(new Simulation(), { capacity: 2 });
    expect(() => desk.seize({ units: 3 })).toThrow("would wait for ever");
  });

  test("an undefined output of one run costs one block of a sensitivity analysis", () => {
    const uniform = new SequentialStream(keyFromSeed("blocks"));
    const outputs = saltelliBlocks(new SobolSequence(4, uniform).points(64)).map(([a, b]) => a + 2 * b);
    outputs[3] = Number.NaN;
    const { undefinedBlocks, indices } = sobolIndices(outputs, 2, { level: 0.95, resamples: 50, source: uniform });
    expect(undefinedBlocks).toBe(1);
    expect(indices[0].firstOrder.estimate).toBeCloseTo(0.2, 1);
  });

  test("a negative mean passes no precision rule that its size would not pass", async () => {
    const noisy: Model = {
      id: "noisy",
      version: "1",
      run(parameters, replication) {
        const noise = new AddressedStreams(replication.key).normal(0, 0, 0);
        replication.observe("x", "{}", 1, Number(parameters.sign) * (10 + 5 * noise));
      },
    };
    const reached = async (sign: number): Promise<unknown> => {
      const { precision } = await runStudy({
        model: noisy,
        scenarios: [{ id: "one", parameters: { sign } }],
        replications: 20,
        seed: "negative",
        headline: [{ measure: "x", group: {}, time: 1 }],
        precision: { relative: 0.05 },
      });
      return [precision?.reached, precision?.short[0]?.goal];
    };
    const [positive, negative] = [await reached(1), await reached(-1)];
    expect(positive).toEqual([false, expect.any(Number)]);
    expect(negative).toEqual(positive);
  });
});
