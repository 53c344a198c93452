// Several stations, or a population that comes back, or arrivals that change with time: machine repair, an open Jackson network and
// M(t)/G/infinity, in the process view.

import { infiniteServersMean, type JacksonStation, machineRepair, openJackson } from "../analysis/queueing-theory.ts";
import { sin } from "../foundation/math.ts";
import { Simulation } from "../kernel/index.ts";
import { type DistributionSpec, distributionOf, poissonTimesByThinning, SequentialStream } from "../random/index.ts";
import { Resource } from "../resources/index.ts";
import type { Expectation, TheoryCase } from "./conformance.ts";
import { CycleCount } from "./regeneration.ts";
import type { CaseHead } from "./single-queue.ts";

/** Machines that break down one by one and repairers who mend them. */
export interface RepairSetting {
  readonly machines: number;
  readonly repairers: number;
  readonly failureRate: number;
  readonly repairRate: number;
}

/**
 * Make a case of machine repair. A cycle ends when all machines run.
 *
 * @param head how the case is called and its effort
 * @param setting what theory is asked about
 * @param simulated what is simulated: the same, unless a test plants an error
 */
export function repairCase(head: CaseHead, setting: RepairSetting, simulated: RepairSetting = setting): TheoryCase {
  const { machines, repairers, failureRate, repairRate } = setting;
  const means = machineRepair(machines, repairers, failureRate, repairRate);
  return {
    kind: "theory",
    ...head,
    setting: `${machines} machines failing at ${failureRate}, ${repairers} repairers at ${repairRate}`,
    expectations: [
      { measure: "machines down", theory: means.meanDown, ratio: ["presentArea", "time"] },
      { measure: "utilisation of repairers", theory: means.utilisation, ratio: ["busyArea", "capacityArea"] },
      { measure: "wait for repair", theory: means.meanWait, ratio: ["waited", "customers"] },
      { measure: "repairs per time", theory: means.throughput, ratio: ["customers", "time"] },
    ],
    simulate: (key, cycles) => {
      const simulation = new Simulation();
      const stream = new SequentialStream(key);
      const crew = new Resource(simulation, { capacity: simulated.repairers });
      const monitor = crew.monitor();
      const count = new CycleCount(simulation, cycles);
      for (let machine = 0; machine < simulated.machines; machine += 1) {
        simulation.process("machine", function* () {
          for (;;) {
            yield stream.exponential() / simulated.failureRate;
            const failure = simulation.now;
            count.enter();
            yield crew.use(stream.exponential() / simulated.repairRate);
            count.leave(failure);
          }
        });
      }
      simulation.run();
      const { meanInUse, meanQueue } = monitor.report();
      const totals = count.totals();
      return {
        ...totals,
        busyArea: meanInUse * totals.time,
        capacityArea: simulated.repairers * totals.time,
        // Nobody waits at the end, so that the area under the queue is the sum of the waits.
        waited: meanQueue * totals.time,
      };
    },
  };
}

/**
 * Make a case of an open Jackson network. A cycle ends when the whole network is empty.
 *
 * @param head how the case is called and its effort
 * @param stations what theory is asked about
 * @param simulated what is simulated: the same, unless a test plants an error
 */
export function jacksonCase(
  head: CaseHead,
  stations: readonly JacksonStation[],
  simulated: readonly JacksonStation[] = stations,
): TheoryCase {
  const means = openJackson(stations);
  return {
    kind: "theory",
    ...head,
    setting: stations
      .map(({ externalRate, serviceRate, servers }) => `${externalRate} into ${servers} x ${serviceRate}`)
      .join("; "),
    expectations: [
      ...means.stations.map(
        ({ meanInSystem }, i): Expectation => ({
          measure: `number at station ${i + 1}`,
          theory: meanInSystem,
          ratio: [`area${i}`, "time"],
        }),
      ),
      { measure: "sojourn in the network", theory: means.meanSojourn, ratio: ["sojourn", "customers"] },
    ],
    simulate: (key, cycles) => {
      const simulation = new Simulation();
      const stream = new SequentialStream(key);
      const count = new CycleCount(simulation, cycles);
      const places = simulated.map(({ servers }, i) => new Resource(simulation, { capacity: servers, name: `${i}` }));
      const monitors = places.map((place) => place.monitor());
      const onward = (from: number): number => {
        let u = stream.uniform();
        return simulated[from].routing.findIndex((p) => {
          u -= p;
          return u < 0;
        });
      };
      simulated.forEach(({ externalRate }, entry) => {
        if (externalRate === 0) return;
        simulation.process("arrivals", function* () {
          for (;;) {
            yield stream.exponential() / externalRate;
            simulation.process("customer", function* () {
              const arrival = simulation.now;
              count.enter();
              for (let at = entry; at >= 0; at = onward(at)) {
                yield places[at].use(stream.exponential() / simulated[at].serviceRate);
              }
              count.leave(arrival);
            });
          }
        });
      });
      simulation.run();
      const totals: Record<string, number> = { ...count.totals() };
      for (const [i, monitor] of monitors.entries()) {
        const { meanQueue, meanInUse } = monitor.report();
        totals[`area${i}`] = (meanQueue + meanInUse) * totals.time;
      }
      return totals;
    },
  };
}

/** Arrivals at rate `mean x (1 + swing x sin(2 pi t / period))` to servers without end, empty at time 0. */
export interface SeasonSetting {
  readonly mean: number;
  readonly swing: number;
  readonly period: number;
  readonly service: DistributionSpec;
  /** When the number present is looked at. */
  readonly times: readonly number[];
}

/**
 * Make a case of M(t)/G/infinity. A cycle is a run of its own from empty to the last of the times. The number present is Poisson, so
 * its variance is looked at too.
 *
 * @param head how the case is called and its effort
 * @param setting what theory is asked about
 * @param simulated what is simulated: the same, unless a test plants an error
 */
export function seasonCase(head: CaseHead, setting: SeasonSetting, simulated: SeasonSetting = setting): TheoryCase {
  const law = distributionOf(setting.service);
  const means = setting.times.map((time) =>
    infiniteServersMean(rateOf(setting), (age) => 1 - law.cdf(age), time, 2000),
  );
  const last = means.length - 1;
  return {
    kind: "theory",
    ...head,
    setting: `rate ${setting.mean} (1 + ${setting.swing} sin(2 pi t / ${setting.period})), ${law.name} service, mean ${law.mean()}`,
    expectations: [
      ...setting.times.map(
        (time, i): Expectation => ({ measure: `number at ${time}`, theory: means[i], ratio: [`present${i}`, "runs"] }),
      ),
      { measure: `variance at ${setting.times[last]}`, theory: means[last], ratio: ["squares", "runs"] },
    ],
    simulate: (key, cycles) => {
      const stream = new SequentialStream(key);
      const service = distributionOf(simulated.service);
      const rate = rateOf(simulated);
      const end = simulated.times[last];
      const totals: Record<string, number> = { runs: cycles, squares: 0 };
      for (const i of means.keys()) totals[`present${i}`] = 0;
      for (let run = 0; run < cycles; run += 1) {
        const simulation = new Simulation();
        let present = 0;
        for (const at of poissonTimesByThinning(rate, simulated.mean * (1 + simulated.swing), 0, end, stream)) {
          simulation.process(
            "customer",
            function* () {
              present += 1;
              yield service.sample(stream);
              present -= 1;
            },
            { at },
          );
        }
        for (const [i, time] of simulated.times.entries()) {
          simulation.runUntil(time);
          totals[`present${i}`] += present;
        }
        totals.squares += (present - means[last]) * (present - means[last]);
      }
      return totals;
    },
  };
}

function rateOf({ mean, swing, period }: SeasonSetting): (time: number) => number {
  return (time) => mean * (1 + swing * sin((2 * Math.PI * time) / period));
}
