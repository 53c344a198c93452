// Pathwise equality: the waits of G/G/1 and G/G/c by Lindley's and by Kiefer and Wolfowitz's recursion, and by the kernel, on the
// same draws. Draws lie on a grid of 2^-20, so that sums and differences are exact in a double and equality is to the last bit.

import { Simulation } from "../kernel/index.ts";
import { SequentialStream } from "../random/index.ts";
import { Resource, SiteResources } from "../resources/index.ts";
import type { ConformanceView, PathwiseCase } from "./conformance.ts";

/**
 * Compute the waits of a first-in first-out queue with one server by Lindley's recursion (Lindley 1952):
 * W(n + 1) = max(0, W(n) + S(n) - A(n + 1)).
 *
 * @param gaps time from each arrival to the one before it; the first is not used
 * @param services service times, as many
 * @returns the waits; gaps 1, 1, 1 and services 3, 1, 1 give 0, 2, 2
 */
export function lindleyWaits(gaps: ArrayLike<number>, services: ArrayLike<number>): Float64Array {
  const waits = new Float64Array(gaps.length);
  for (let n = 1; n < gaps.length; n += 1) waits[n] = Math.max(0, waits[n - 1] + services[n - 1] - gaps[n]);
  return waits;
}

/**
 * Compute the waits of a first-in first-out queue with several servers by the recursion of Kiefer and Wolfowitz (1955): the sorted
 * vector of the servers' remaining work; the next customer waits for the least.
 *
 * @param gaps time from each arrival to the one before it; the first is not used
 * @param services service times, as many
 * @param servers at least 1; with 1 this is Lindley's recursion
 * @returns the waits; gaps 1, 1, 1 and services 3, 4, 1 with two servers give 0, 0, 1
 */
export function kieferWolfowitzWaits(
  gaps: ArrayLike<number>,
  services: ArrayLike<number>,
  servers: number,
): Float64Array {
  const waits = new Float64Array(gaps.length);
  const work = new Float64Array(servers);
  for (let n = 0; n < gaps.length; n += 1) {
    if (n > 0) for (let i = 0; i < servers; i += 1) work[i] = Math.max(0, work[i] - gaps[n]);
    waits[n] = work[0];
    work[0] += services[n];
    work.sort();
  }
  return waits;
}

/** How a pathwise case is called, and its size. */
export interface PathwiseHead {
  readonly name: string;
  readonly view: ConformanceView;
  readonly servers: number;
  readonly customers: number;
}

/** Simulates a first-in first-out queue on given gaps and service times; returns the waits. */
export type WaitsOf = (gaps: ArrayLike<number>, services: ArrayLike<number>, servers: number) => Float64Array;

/**
 * Make a pathwise case: gaps and services of two very different shapes, load 0.9, so that queues form and vanish.
 *
 * @param head how the case is called, its view, servers and customers
 * @param simulate what is compared with the recursion: the kernel in the view of the head, unless a test plants an error
 */
export function pathwiseCase(
  head: PathwiseHead,
  simulate: WaitsOf = head.view === "processes" ? waitsByProcesses : waitsByEvents,
): PathwiseCase {
  const { servers } = head;
  return {
    kind: "pathwise",
    ...head,
    model: servers === 1 ? "G/G/1" : `G/G/${servers}`,
    setting: `${servers} server${servers === 1 ? "" : "s"}, load 0.9, gaps and services on a grid of 2^-20`,
    source: servers === 1 ? "Lindley 1952" : "Kiefer and Wolfowitz 1955",
    measure: "waits that differ",
    compare: (key, customers) => {
      const stream = new SequentialStream(key);
      const gaps = Float64Array.from({ length: customers }, () => onGrid(stream.exponential()));
      // Half of the services are short, half are long and vary.
      const services = Float64Array.from({ length: customers }, () =>
        onGrid(0.9 * servers * (stream.uniform() < 0.5 ? 0.25 : 3.5 * stream.uniform())),
      );
      const expected = servers === 1 ? lindleyWaits(gaps, services) : kieferWolfowitzWaits(gaps, services, servers);
      const waits = simulate(gaps, services, servers);
      let different = 0;
      let greatestDifference = 0;
      for (let n = 0; n < customers; n += 1) {
        if (waits[n] === expected[n]) continue;
        different += 1;
        greatestDifference = Math.max(greatestDifference, Math.abs(waits[n] - expected[n]));
      }
      return { compared: waits.length, different, greatestDifference };
    },
  };
}

const gridStepsPerUnit = 1_048_576; // 2^20

function onGrid(x: number): number {
  return Math.round(x * gridStepsPerUnit) / gridStepsPerUnit;
}

/** Simulate the waits with `Resource` and one process for each customer; NaN for who was never served. */
export function waitsByProcesses(gaps: ArrayLike<number>, services: ArrayLike<number>, servers: number): Float64Array {
  const simulation = new Simulation();
  const server = new Resource(simulation, { capacity: servers });
  const waits = new Float64Array(gaps.length).fill(Number.NaN);
  simulation.process("arrivals", function* () {
    for (let n = 0; n < gaps.length; n += 1) {
      yield gaps[n];
      simulation.process("customer", function* () {
        const lease = server.seize();
        yield lease;
        waits[n] = lease.waited;
        yield services[n];
        lease.release();
      });
    }
  });
  simulation.run();
  return waits;
}

/** Simulate the waits with `SiteResources` and events; NaN for who was never served. */
export function waitsByEvents(gaps: ArrayLike<number>, services: ArrayLike<number>, servers: number): Float64Array {
  const simulation = new Simulation();
  const waits = new Float64Array(gaps.length).fill(Number.NaN);
  const arrivals = new Float64Array(gaps.length);
  const serve = (customer: number): void => {
    waits[customer] = simulation.now - arrivals[customer];
    simulation.scheduleIn(services[customer], done, customer);
  };
  const desk = new SiteResources(simulation, { capacities: [servers], customers: gaps.length, granted: serve });
  const done = simulation.handler((customer) => desk.release(customer));
  const arrive = simulation.handler((customer) => {
    arrivals[customer] = simulation.now;
    if (customer + 1 < gaps.length) simulation.scheduleIn(gaps[customer + 1], arrive, customer + 1);
    if (desk.seize(0, customer)) serve(customer);
  });
  if (gaps.length > 0) simulation.schedule(gaps[0], arrive, 0);
  simulation.run();
  return waits;
}
