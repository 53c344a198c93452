import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AnalysisError } from "./errors.ts";
import {
  erlangA,
  erlangB,
  erlangC,
  infiniteServersMean,
  machineRepair,
  mg1,
  mm1,
  mmc,
  mmck,
  mmcWaitTail,
  nonPreemptivePriority,
  openJackson,
  preemptiveResumePriority,
  processorSharing,
} from "./queueing-theory.ts";

describe("M/M/1 and M/M/c", () => {
  it("have their textbook values", () => {
    const one = mm1(0.8, 1);
    expect(one.meanInSystem).toBeCloseTo(4, 12);
    expect(one.meanInQueue).toBeCloseTo(3.2, 12);
    expect(one.meanWait).toBeCloseTo(4, 12);
    expect(one.meanSojourn).toBeCloseTo(5, 12);
    expect(one.waitProbability).toBeCloseTo(0.8, 12);
    const five = mmc(4, 1, 5);
    expect(five.waitProbability).toBeCloseTo(0.5541125541125541, 12);
    expect(five.meanWait).toBeCloseTo(0.5541125541125541, 12);
    expect(mmc(1, 1, 2).meanInQueue).toBeCloseTo(1 / 3, 12);
  });

  it("have an exponential tail of waits whose area is the mean wait", () => {
    expect(mmcWaitTail(4, 1, 5, 0)).toBeCloseTo(0.5541125541125541, 12);
    expect(mmcWaitTail(4, 1, 5, 1)).toBeCloseTo(0.5541125541125541 / Math.E, 12);
    expect(mmcWaitTail(4, 1, 5, -1)).toBe(1);
  });

  it("obey Little's law for any rates", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 0.95, noNaN: true }),
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0.1, max: 9, noNaN: true }),
        (utilisation, servers, serviceRate) => {
          const arrivalRate = utilisation * servers * serviceRate;
          const means = mmc(arrivalRate, serviceRate, servers);
          expect(means.meanInSystem).toBeCloseTo(arrivalRate * means.meanSojourn, 8);
          expect(means.meanInSystem - means.meanInQueue).toBeCloseTo(utilisation * servers, 8);
        },
      ),
    );
  });

  it("refuse a queue without a steady state, and rates that are none", () => {
    expect(() => mm1(1, 1)).toThrow(AnalysisError);
    expect(() => mmc(5, 1, 5)).toThrow(/utilisation 1 the queue grows for ever/);
    expect(() => mm1(-1, 1)).toThrow(/arrival rate/);
    expect(() => mmc(1, 1, 0)).toThrow(/at least 1/);
  });
});

describe("Erlang's formulas", () => {
  it("have their textbook values", () => {
    expect(erlangB(10, 5)).toBeCloseTo(0.018384570336648136, 14);
    expect(erlangB(100, 90)).toBeCloseTo(0.026957380464359214, 12);
    expect(erlangB(0, 3)).toBe(1);
    expect(erlangC(5, 4)).toBeCloseTo(0.5541125541125541, 13);
    expect(erlangC(3, 3)).toBe(1);
  });

  it("survive thousands of servers", () => {
    expect(erlangB(5000, 4900)).toBeGreaterThan(0);
    expect(erlangB(5000, 4900)).toBeLessThan(0.02);
    expect(mmck(4900, 1, 5000, 5000).blockingProbability).toBeCloseTo(erlangB(5000, 4900), 10);
  });
});

describe("M/M/c/K", () => {
  it("is uniform for M/M/1/2 at equal rates", () => {
    expect(mmck(1, 1, 1, 2)).toMatchObject({
      blockingProbability: expect.closeTo(1 / 3, 14),
      meanInSystem: expect.closeTo(1, 14),
      throughput: expect.closeTo(2 / 3, 14),
      meanWait: expect.closeTo(0.5, 14),
      waitProbability: expect.closeTo(0.5, 14),
    });
  });

  it("agrees with a direct sum for three servers and seven places", () => {
    const means = mmck(4, 1.5, 3, 7);
    expect(means.blockingProbability).toBeCloseTo(0.09923944652914726, 12);
    expect(means.meanInQueue).toBeCloseTo(1.1243906822569985, 12);
    expect(means.meanWait).toBeCloseTo(0.31206702989058627, 12);
    expect(means.waitProbability).toBeCloseTo(0.5967253109914374, 12);
  });

  it("is Erlang B without room to wait, and M/M/c with endless room", () => {
    expect(mmck(5, 1, 10, 10).blockingProbability).toBeCloseTo(erlangB(10, 5), 13);
    expect(mmck(5, 1, 10, 10).meanWait).toBe(0);
    expect(mmck(4, 1, 5, 500).meanWait).toBeCloseTo(mmc(4, 1, 5).meanWait, 10);
  });

  it("refuses a capacity below the servers", () => {
    expect(() => mmck(1, 1, 3, 2)).toThrow(/at least 3/);
  });
});

describe("Erlang A", () => {
  it("agrees with a direct sum", () => {
    const means = erlangA(10, 1, 9, 0.5);
    expect(means.meanInQueue).toBeCloseTo(3.1537474587669556, 10);
    expect(means.abandonmentProbability).toBeCloseTo(0.15768737293834778, 11);
    expect(means.waitProbability).toBeCloseTo(0.7579399451421714, 11);
  });

  it("is M/M/infinity when customers leave as fast as they are served", () => {
    expect(erlangA(7, 1, 3, 1).meanInSystem).toBeCloseTo(7, 10);
  });

  it("tends to Erlang C with endless patience and to Erlang B with none", () => {
    expect(erlangA(4, 1, 5, 1e-7).meanWait).toBeCloseTo(mmc(4, 1, 5).meanWait, 5);
    expect(erlangA(5, 1, 10, 1e9).abandonmentProbability).toBeCloseTo(erlangB(10, 5), 6);
  });

  it("has a steady state under any load", () => {
    const means = erlangA(2000, 1, 10, 0.1);
    expect(means.utilisation).toBeCloseTo(1, 6);
    expect(means.abandonmentProbability).toBeCloseTo(0.995, 6);
  });
});

describe("M/G/1", () => {
  it("is M/M/1 with exponential service, and waits half as long with constant service", () => {
    expect(mg1(0.8, 1, 2).meanWait).toBeCloseTo(mm1(0.8, 1).meanWait, 12);
    expect(mg1(0.8, 1, 1).meanWait).toBeCloseTo(2, 12);
    expect(mg1(0.5, 1, 1).meanSojourn).toBeCloseTo(1.5, 12);
    expect(mg1(0.25, 2, 8).meanInSystem).toBeCloseTo(mm1(0.25, 0.5).meanInSystem, 12);
    expect(mg1(0.25, 2, 8).meanInQueue).toBeCloseTo(mm1(0.25, 0.5).meanInQueue, 12);
  });

  it("refuses a second moment below the squared mean", () => {
    expect(() => mg1(0.5, 1, 0.9)).toThrow(/second moment/);
  });
});

describe("priority M/G/1", () => {
  const exponential = (arrivalRate: number, meanService: number) => ({
    arrivalRate,
    meanService,
    secondMoment: 2 * meanService * meanService,
  });

  it("without preemption follows Cobham", () => {
    const [urgent, other] = nonPreemptivePriority([exponential(0.3, 1), exponential(0.4, 1)]);
    expect(urgent.meanWait).toBeCloseTo(1, 12);
    expect(other.meanWait).toBeCloseTo(10 / 3, 12);
    expect(other.meanSojourn).toBeCloseTo(13 / 3, 12);
  });

  it("with preemption hides the less urgent from the more urgent", () => {
    const [urgent, other] = preemptiveResumePriority([exponential(0.3, 1), exponential(0.4, 1)]);
    expect(urgent.meanSojourn).toBeCloseTo(mm1(0.3, 1).meanSojourn, 12);
    // Equal exponential service: the total number is that of M/M/1 whatever the order, 0.7 / 0.3.
    expect(0.3 * urgent.meanSojourn + 0.4 * other.meanSojourn).toBeCloseTo(7 / 3, 12);
    expect(urgent.meanWait).toBeCloseTo(urgent.meanSojourn - 1, 12);
  });

  it("without preemption conserves the work that waits, whatever the order", () => {
    const classes = [
      exponential(0.1, 2),
      { arrivalRate: 0.5, meanService: 0.5, secondMoment: 0.25 },
      exponential(0.2, 1),
    ];
    const weighted = (order: number[]): number => {
      const means = nonPreemptivePriority(order.map((i) => classes[i]));
      return order.reduce((sum, i, k) => sum + classes[i].arrivalRate * classes[i].meanService * means[k].meanWait, 0);
    };
    expect(weighted([0, 1, 2])).toBeCloseTo(weighted([2, 1, 0]), 12);
    expect(weighted([0, 1, 2])).toBeCloseTo(weighted([1, 0, 2]), 12);
  });

  it("leaves a class without room waiting for ever, and the urgent ones be", () => {
    const classes = [exponential(0.5, 1), exponential(0.6, 1)];
    expect(nonPreemptivePriority(classes)[1].meanWait).toBe(Number.POSITIVE_INFINITY);
    expect(preemptiveResumePriority(classes)[0].meanSojourn).toBeCloseTo(2, 12);
  });
});

describe("processor sharing", () => {
  it("has the mean sojourn of M/M/1 and depends on the mean service only", () => {
    expect(processorSharing(0.8, 1)).toMatchObject({
      meanSojourn: expect.closeTo(5, 12),
      meanInSystem: expect.closeTo(4, 12),
    });
    expect(() => processorSharing(2, 1)).toThrow(/grows for ever/);
  });
});

describe("machine repair", () => {
  it("has its values by hand and by direct sum", () => {
    expect(machineRepair(2, 1, 1, 2)).toMatchObject({
      meanDown: expect.closeTo(0.8, 13),
      utilisation: expect.closeTo(0.6, 13),
      throughput: expect.closeTo(1.2, 13),
      availability: expect.closeTo(0.6, 13),
    });
    const shop = machineRepair(6, 2, 1 / 30, 1 / 5);
    expect(shop.meanDown).toBeCloseTo(0.932283347572527, 12);
    expect(shop.utilisation).toBeCloseTo(0.4223097210356227, 12);
    expect(shop.meanWait).toBeCloseTo(0.5189550532148828, 12);
  });

  it("never waits with a repairer for each machine", () => {
    expect(machineRepair(5, 5, 0.2, 1).meanWait).toBeCloseTo(0, 12);
    expect(machineRepair(5, 5, 0.2, 1).meanDown).toBeCloseTo(5 / 6, 12);
  });
});

describe("open Jackson networks", () => {
  it("give a station that feeds itself its geometric traffic", () => {
    const net = openJackson([{ externalRate: 1, serviceRate: 4, servers: 1, routing: [0.5] }]);
    expect(net.stations[0].arrivalRate).toBeCloseTo(2, 12);
    expect(net.meanInSystem).toBeCloseTo(1, 12);
    expect(net.meanSojourn).toBeCloseTo(1, 12);
  });

  it("solve the traffic of a network with a loop", () => {
    // 1 -> 2 with 0.6, 1 -> 3 with 0.4, 2 -> 1 with 0.25, 3 leaves. Traffic: l1 = 1 + 0.25 l2, l2 = 0.6 l1, l3 = 0.4 l1.
    const net = openJackson([
      { externalRate: 1, serviceRate: 3, servers: 1, routing: [0, 0.6, 0.4] },
      { externalRate: 0, serviceRate: 1, servers: 2, routing: [0.25, 0, 0] },
      { externalRate: 0, serviceRate: 1, servers: 1, routing: [0, 0, 0] },
    ]);
    const first = 1 / 0.85;
    expect(net.stations.map((s) => s.arrivalRate)).toEqual(
      [first, 0.6 * first, 0.4 * first].map((x) => expect.closeTo(x, 12)),
    );
    const parts = mm1(first, 3).meanInSystem + mmc(0.6 * first, 1, 2).meanInSystem + mm1(0.4 * first, 1).meanInSystem;
    expect(net.meanSojourn).toBeCloseTo(parts, 12);
  });

  it("refuse routing that adds up to more than one, and networks that nobody leaves", () => {
    expect(() => openJackson([{ externalRate: 1, serviceRate: 9, servers: 1, routing: [1.1] }])).toThrow(/add up/);
    expect(() => openJackson([{ externalRate: 1, serviceRate: 9, servers: 1, routing: [1] }])).toThrow(/never leave/);
  });
});

describe("M(t)/G/infinity", () => {
  it("fills up exponentially at a constant rate", () => {
    const mean = infiniteServersMean(
      () => 3,
      (age) => Math.exp(-2 * age),
      0.7,
    );
    expect(mean).toBeCloseTo(1.5 * (1 - Math.exp(-1.4)), 10);
  });

  it("lags a sine of arrivals as Eick, Massey and Whitt say", () => {
    const [base, swing, speed, rate] = [10, 5, 2, 1];
    const time = 30;
    const mean = infiniteServersMean(
      (t) => base + swing * Math.sin(speed * t),
      (age) => Math.exp(-rate * age),
      time,
      10_000,
    );
    const lagged =
      (swing * (rate * Math.sin(speed * time) - speed * Math.cos(speed * time))) / (rate * rate + speed * speed);
    expect(mean).toBeCloseTo(base / rate + lagged, 6);
  });

  it("keeps everybody for a constant service time", () => {
    const mean = infiniteServersMean(
      (t) => 2 * t,
      (age) => (age < 100 ? 1 : 0),
      3,
    );
    expect(mean).toBeCloseTo(9, 10);
    expect(() =>
      infiniteServersMean(
        () => 1,
        () => 1,
        1,
        3,
      ),
    ).toThrow(/even/);
  });
});
