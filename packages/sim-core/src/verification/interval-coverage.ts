// Do the library's own 95 % intervals hold the truth 95 times in 100? Each study simulates with the kernel, makes the interval that a
// user would make, and counts how often the exact value of theory lies inside.

import { erlangB, mm1 } from "../analysis/queueing-theory.ts";
import { log } from "../foundation/math.ts";
import { Simulation } from "../kernel/index.ts";
import { AddressedStreams, keyFromSeed, SequentialStream, type StreamKey } from "../random/index.ts";
import { SiteResources } from "../resources/index.ts";
import { batchMeans, meanInterval, pairedDifference, steadyStateMean } from "../statistics/index.ts";
import type { CoverageCase, CoverageCount } from "./conformance.ts";

const claimed = 0.95;

/** For methods that are exact for normal units, on units that are only nearly normal: a hundredth to either side. */
const almostExact: readonly [number, number] = [0.94, 0.96];

/** A mean or difference with its half-width: what a coverage study looks at. */
export interface StudiedInterval {
  readonly mean: number;
  readonly halfWidth: number;
}

/** Lines that are lost when all are busy, and how long a call takes on average. */
interface Lines {
  readonly lines: number;
  readonly meanService: number;
}

const callRate = 10;
const slow: Lines = { lines: 20, meanService: 1 };
const fast: Lines = { lines: 20, meanService: 0.8 };
const callTime = 2;
const runsPerInterval = 5;

const initialPurpose = 1;
const residualPurpose = 2;
const gapPurpose = 3;
const servicePurpose = 4;

/**
 * Count how often the Student-t interval over five replications holds the mean number of busy lines of M/M/20/20, each replication
 * begun in its stationary state.
 *
 * @param intervals how many intervals at full effort
 * @param make the interval that is studied; the library's own when left out
 */
export function replicationsCoverage(
  intervals: number,
  make: (values: Float64Array) => StudiedInterval = (values) => meanInterval(values, claimed),
): CoverageCase {
  const truth = carried(slow);
  return {
    kind: "coverage",
    name: "t-interval-coverage",
    model: "t over replications",
    view: "events",
    setting: `M/M/20/20, load ${callRate}, ${runsPerInterval} replications of ${callTime} holding times, in stationarity`,
    source: "Student 1908",
    measure: "coverage of 95 %",
    claimed,
    allowed: almostExact,
    intervals,
    count: (key, count) =>
      counted(count, (i) => {
        const values = Float64Array.from({ length: runsPerInterval }, (_, r) => meanBusy(slow, streamsOf(key, i, r)));
        return holds(make(values), truth);
      }),
  };
}

/**
 * Count how often the paired-t interval over five replications with common random numbers holds the true difference in busy lines
 * between a service that takes 0.8 and one that takes 1.
 *
 * @param intervals how many intervals at full effort
 * @param make the interval that is studied; the library's own when left out
 */
export function pairedCoverage(
  intervals: number,
  make: (a: Float64Array, b: Float64Array) => StudiedInterval = (a, b) => pairedDifference(a, b, claimed),
): CoverageCase {
  const truth = carried(fast) - carried(slow);
  return {
    kind: "coverage",
    name: "paired-t-coverage",
    model: "paired t",
    view: "events",
    setting: `M/M/20/20 with mean service 0.8 against 1, ${runsPerInterval} pairs with common random numbers`,
    source: "Law, Simulation Modeling and Analysis, 10.2",
    measure: "coverage of 95 %",
    claimed,
    allowed: almostExact,
    intervals,
    count: (key, count) =>
      counted(count, (i) => {
        const runs = (lines: Lines): Float64Array =>
          Float64Array.from({ length: runsPerInterval }, (_, r) => meanBusy(lines, streamsOf(key, i, r)));
        return holds(make(runs(slow), runs(fast)), truth);
      }),
  };
}

const waitsPerRun = 6_000;
const arrivalRate = 0.3;
const batches = 20;

/**
 * Count how often 20 batch means hold the mean wait of M/M/1 at load 0.3, from one run of 6,000 customers that begins empty.
 *
 * @param intervals how many intervals at full effort
 * @param make the interval that is studied; the library's own when left out
 */
export function batchMeansCoverage(
  intervals: number,
  make: (waits: Float64Array) => StudiedInterval = (waits) => batchMeans(waits, batches, claimed).interval,
): CoverageCase {
  return {
    kind: "coverage",
    name: "batch-means-coverage",
    model: "batch means",
    view: "events",
    setting: `M/M/1, load ${arrivalRate}, ${waitsPerRun} customers from an empty queue, ${batches} batches`,
    source: "Schmeiser 1982",
    measure: "coverage of 95 %",
    claimed,
    allowed: almostExact,
    intervals,
    count: (key, count) => countRuns(key, count, make),
  };
}

/**
 * Count how often `steadyStateMean` (MSER-5, then adjusted batch means) holds the same mean wait, over the runs for which it answers.
 *
 * @param intervals how many runs at full effort
 * @param make the interval that is studied, undefined where it declines; the library's own when left out
 */
export function steadyStateCoverage(
  intervals: number,
  make: (waits: Float64Array) => StudiedInterval | undefined = steadyInterval,
): CoverageCase {
  return {
    ...batchMeansCoverage(intervals),
    name: "steady-state-coverage",
    model: "MSER-5, adjusted batch means",
    setting: `M/M/1, load ${arrivalRate}, ${waitsPerRun} customers from an empty queue, warm-up by MSER-5, ${batches} batches`,
    source: "White, Cobb and Spratt 2000; Tafazzoli, Wilson, Lada and Steiger 2011",
    count: (key, count) => countRuns(key, count, make),
  };
}

/** Make intervals from runs of their own; a run for which the method declines ("not enough data") counts on neither side. */
function countRuns(
  key: StreamKey,
  runs: number,
  make: (waits: Float64Array) => StudiedInterval | undefined,
): CoverageCount {
  const truth = mm1(arrivalRate, 1).meanWait;
  let intervals = 0;
  let held = 0;
  for (let run = 0; run < runs; run += 1) {
    const interval = make(singleServerWaits(keyFromSeed(`${key.high} ${key.low}`, run)));
    if (interval === undefined) continue;
    intervals += 1;
    if (holds(interval, truth)) held += 1;
  }
  return { intervals, held };
}

function steadyInterval(waits: Float64Array): StudiedInterval | undefined {
  const answer = steadyStateMean(waits, { level: claimed, batches });
  // The middle of the interval, which is not its mean.
  return answer.enough ? { mean: (answer.low + answer.high) / 2, halfWidth: answer.halfWidth } : undefined;
}

function counted(intervals: number, holdsTruth: (interval: number) => boolean): CoverageCount {
  let held = 0;
  for (let i = 0; i < intervals; i += 1) if (holdsTruth(i)) held += 1;
  return { intervals, held };
}

function holds({ mean, halfWidth }: StudiedInterval, truth: number): boolean {
  return Math.abs(mean - truth) <= halfWidth;
}

/** The mean number of busy lines: offered load x (1 - Erlang B). */
function carried({ lines, meanService }: Lines): number {
  const load = callRate * meanService;
  return load * (1 - erlangB(lines, load));
}

/** Streams of one replication of one interval, the same for every system: common random numbers. */
function streamsOf(key: StreamKey, interval: number, replication: number): (purpose: number, index: number) => number {
  const streams = new AddressedStreams(key);
  return (purpose, index) => streams.uniform(interval, replication, purpose, index);
}

/** Simulate M/M/c/c for a short time, begun in its stationary state, and give the mean number of busy lines: unbiased at any length. */
function meanBusy({ lines, meanService }: Lines, draw: (purpose: number, index: number) => number): number {
  const simulation = new Simulation({ capacity: 32 });
  const site = new SiteResources(simulation, { capacities: [lines], granted: () => undefined });
  const exponential = (purpose: number, index: number): number => -log(draw(purpose, index));
  const free: number[] = [];
  let places = 0;
  const done = simulation.handler((place) => {
    site.release(place);
    free.push(place);
  });
  const take = (duration: number): void => {
    const place = free.pop() ?? places++;
    site.seize(0, place);
    simulation.scheduleIn(duration, done, place);
  };
  // What is left of an exponential service is exponential.
  const initial = stationaryBusy(lines, callRate * meanService, draw(initialPurpose, 0));
  for (let i = 0; i < initial; i += 1) take(exponential(residualPurpose, i) * meanService);
  const arrive = simulation.handler((number) => {
    if (site.inUse(0) < lines) take(exponential(servicePurpose, number) * meanService);
    simulation.scheduleIn(exponential(gapPurpose, number) / callRate, arrive, number + 1);
  });
  simulation.scheduleIn(exponential(gapPurpose, 0) / callRate, arrive, 1);
  site.monitor();
  simulation.runUntil(callTime);
  return site.report(0).meanInUse;
}

/** Draw the number of busy lines by inversion: a Poisson number given that it is at most `lines` (Erlang 1917). */
function stationaryBusy(lines: number, load: number, u: number): number {
  let weight = 1;
  let sum = 1;
  for (let n = 1; n <= lines; n += 1) {
    weight *= load / n;
    sum += weight;
  }
  let left = u * sum;
  weight = 1;
  let n = 0;
  while (n < lines && left > weight) {
    left -= weight;
    n += 1;
    weight *= load / n;
  }
  return n;
}

/** Simulate the waits of M/M/1 from an empty queue. */
function singleServerWaits(key: StreamKey): Float64Array {
  const simulation = new Simulation();
  const stream = new SequentialStream(key);
  const waits = new Float64Array(waitsPerRun);
  const arrivals = new Float64Array(waitsPerRun);
  const serve = (customer: number): void => {
    waits[customer] = simulation.now - arrivals[customer];
    simulation.scheduleIn(stream.exponential(), done, customer);
  };
  const desk = new SiteResources(simulation, { capacities: [1], customers: waitsPerRun, granted: serve });
  const done = simulation.handler((customer) => desk.release(customer));
  const arrive = simulation.handler((customer) => {
    arrivals[customer] = simulation.now;
    if (customer + 1 < waitsPerRun) simulation.scheduleIn(stream.exponential() / arrivalRate, arrive, customer + 1);
    if (desk.seize(0, customer)) serve(customer);
  });
  simulation.schedule(0, arrive, 0);
  simulation.run();
  return waits;
}
