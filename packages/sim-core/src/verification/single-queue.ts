// One queue, c servers: M/M/1, M/M/c, M/M/c/K, Erlang B, Erlang A and M/G/1, in both views on the same setting. The process view uses
// `Resource`, its monitor and a sequential stream; the event view `SiteResources`, its report and addressed streams.

import { erlangA, mg1, mmc, mmck, type QueueMeans } from "../analysis/queueing-theory.ts";
import { Simulation } from "../kernel/index.ts";
import {
  AddressedStreams,
  type DistributionSpec,
  distributionOf,
  SequentialStream,
  type StreamKey,
} from "../random/index.ts";
import { Resource, SiteResources } from "../resources/index.ts";
import type { ConformanceView, Expectation, TheoryCase, Totals } from "./conformance.ts";
import { CycleCount } from "./regeneration.ts";

/** A queue with Poisson arrivals and equal servers, first-in first-out. */
export interface QueueSetting {
  readonly arrivalRate: number;
  readonly servers: number;
  readonly service: DistributionSpec;
  /** Customers that may be present at most; no limit when left out. */
  readonly places?: number;
  /** Mean of the exponential patience in the queue; for ever when left out. */
  readonly meanPatience?: number;
}

/** What a case needs to know of itself. */
export interface CaseHead {
  readonly name: string;
  readonly model: string;
  readonly view: ConformanceView;
  readonly source: string;
  readonly cycles: number;
}

/**
 * Make a case of a single queue.
 *
 * @param head how the case is called, its view and its effort
 * @param setting what theory is asked about
 * @param simulated what is simulated: the same, unless a test plants an error
 * @returns the case; theory comes from the queueing formula that fits the setting
 */
export function queueCase(head: CaseHead, setting: QueueSetting, simulated: QueueSetting = setting): TheoryCase {
  const simulate = head.view === "processes" ? queueByProcesses : queueByEvents;
  return {
    kind: "theory",
    ...head,
    setting: describe(setting),
    expectations: queueExpectations(setting),
    simulate: (key, cycles) => simulate(simulated, key, cycles),
  };
}

/** State what theory says of a setting. */
function queueExpectations({ arrivalRate, servers, service, places, meanPatience }: QueueSetting): Expectation[] {
  const law = distributionOf(service);
  const mean = law.mean();
  const common = (means: QueueMeans): Expectation[] => [
    { measure: "utilisation", theory: means.utilisation, ratio: ["busyArea", "capacityArea"] },
    { measure: "number in system", theory: means.meanInSystem, ratio: ["presentArea", "time"] },
  ];
  const waits = (means: QueueMeans): Expectation[] => [
    { measure: "wait", theory: means.meanWait, ratio: ["waited", "entered"] },
    { measure: "probability of waiting", theory: means.waitProbability, ratio: ["delayed", "entered"] },
  ];
  if (meanPatience !== undefined) {
    const means = erlangA(arrivalRate, 1 / mean, servers, 1 / meanPatience);
    return [
      ...common(means),
      ...waits(means),
      { measure: "abandonment", theory: means.abandonmentProbability, ratio: ["reneged", "customers"] },
    ];
  }
  if (places !== undefined) {
    const means = mmck(arrivalRate, 1 / mean, servers, places);
    const blocking: Expectation = {
      measure: "blocking",
      theory: means.blockingProbability,
      ratio: ["blocked", "customers"],
    };
    return places > servers ? [...common(means), ...waits(means), blocking] : [...common(means), blocking];
  }
  const means =
    servers === 1 ? mg1(arrivalRate, mean, law.variance() + mean * mean) : mmc(arrivalRate, 1 / mean, servers);
  return [...common(means), ...waits(means)];
}

/** Simulate a queue with processes: one generator for each customer. */
function queueByProcesses(setting: QueueSetting, key: StreamKey, cycles: number): Totals {
  const { arrivalRate, servers, service, places, meanPatience } = setting;
  const simulation = new Simulation();
  const stream = new SequentialStream(key);
  const law = distributionOf(service);
  const server = new Resource(simulation, {
    capacity: servers,
    ...(places === undefined ? {} : { queueLimit: places - servers }),
  });
  const monitor = server.monitor();
  const count = new CycleCount(simulation, cycles);
  let waited = 0;
  let delayed = 0;
  function* customer(): Generator<number | ReturnType<typeof server.seize>, void, unknown> {
    const arrival = simulation.now;
    count.enter();
    const lease = server.seize(meanPatience === undefined ? {} : { patience: stream.exponential() * meanPatience });
    yield lease;
    const wait = simulation.now - arrival;
    waited += wait;
    if (wait > 0) delayed += 1;
    if (lease.granted) {
      yield law.sample(stream);
      lease.release();
    }
    count.leave(arrival);
  }
  simulation.process("arrivals", function* () {
    for (;;) {
      yield stream.exponential() / arrivalRate;
      simulation.process("customer", customer);
    }
  });
  simulation.run();
  const report = monitor.report();
  const totals = count.totals();
  return {
    ...totals,
    waited,
    delayed,
    entered: totals.customers - report.balks,
    blocked: report.balks,
    reneged: report.reneges,
    busyArea: report.meanInUse * totals.time,
    capacityArea: servers * totals.time,
  };
}

const patiencePurpose = 1;
const servicePurpose = 2;
const gapPurpose = 3;

/** Simulate a queue with events: customers are small integers, their draws addressed by their number. */
function queueByEvents(setting: QueueSetting, key: StreamKey, cycles: number): Totals {
  const { arrivalRate, servers, service, places = Number.POSITIVE_INFINITY, meanPatience } = setting;
  const simulation = new Simulation();
  const streams = new AddressedStreams(key);
  const law = distributionOf(service);
  const count = new CycleCount(simulation, cycles);
  let waited = 0;
  let delayed = 0;
  let blocked = 0;
  let reneged = 0;
  // Who has left makes room for another: a small number is a place in these lists, the customer's own number its address.
  const free: number[] = [];
  const arrivals: number[] = [];
  const numbers: number[] = [];
  const served = (place: number): number => law.sample(streams.source(0, numbers[place], servicePurpose));
  const go = (place: number): void => {
    free.push(place);
    count.leave(arrivals[place]);
  };
  const desk = new SiteResources(simulation, {
    capacities: [servers],
    granted: (place) => {
      waited += simulation.now - arrivals[place];
      delayed += 1;
      simulation.scheduleIn(served(place), done, place);
    },
    reneged: (place) => {
      waited += simulation.now - arrivals[place];
      delayed += 1;
      reneged += 1;
      go(place);
    },
  });
  desk.monitor();
  const done = simulation.handler((place) => {
    desk.release(place);
    go(place);
  });
  const arrive = simulation.handler((number) => {
    simulation.scheduleIn(streams.exponential(0, number, gapPurpose) / arrivalRate, arrive, number + 1);
    count.enter();
    if (count.present > places) {
      blocked += 1;
      count.leave(simulation.now);
      return;
    }
    const place = free.pop() ?? arrivals.length;
    arrivals[place] = simulation.now;
    numbers[place] = number;
    const patience =
      meanPatience === undefined
        ? Number.POSITIVE_INFINITY
        : streams.exponential(0, number, patiencePurpose) * meanPatience;
    if (desk.seize(0, place, patience)) simulation.scheduleIn(served(place), done, place);
  });
  simulation.schedule(streams.exponential(0, 0, gapPurpose) / arrivalRate, arrive, 1);
  simulation.run();
  const totals = count.totals();
  return {
    ...totals,
    waited,
    delayed,
    entered: totals.customers - blocked,
    blocked,
    reneged,
    busyArea: desk.report(0).meanInUse * totals.time,
    capacityArea: servers * totals.time,
  };
}

function describe({ arrivalRate, servers, service, places, meanPatience }: QueueSetting): string {
  const parts = [
    `arrivals ${arrivalRate}`,
    `${servers} server${servers === 1 ? "" : "s"}`,
    `${distributionOf(service).name} service, mean ${Number(distributionOf(service).mean().toPrecision(6))}`,
  ];
  if (places !== undefined) parts.push(`${places} places`);
  if (meanPatience !== undefined) parts.push(`mean patience ${meanPatience}`);
  return parts.join(", ");
}
