// What queueing theory says a simulation must find: stationary means of the classic systems, in closed form or by sums that end.
// Rates are per one unit of time and means in that unit. A system without a steady state throws `analysis-unstable`.
// Sources: Gross, Shortle, Thompson and Harris, Fundamentals of Queueing Theory (2008), where nothing else is named.

import { exp } from "../foundation/math.ts";
import { AnalysisError, requireArgument } from "./errors.ts";
import { solveLinear } from "./linear-algebra.ts";

/** Stationary means of one queue. */
export interface QueueMeans {
  /** Share of the servers' time that is busy. */
  readonly utilisation: number;
  readonly meanInQueue: number;
  readonly meanInSystem: number;
  /** Mean time in queue, over customers who enter. */
  readonly meanWait: number;
  /** Mean time in queue and service, over customers who enter. */
  readonly meanSojourn: number;
  /** Probability that a customer who enters must wait. */
  readonly waitProbability: number;
}

/** A queue that can turn customers away. */
export interface LossQueueMeans extends QueueMeans {
  /** Share of arrivals turned away. */
  readonly blockingProbability: number;
  /** Customers who enter for each unit of time. */
  readonly throughput: number;
}

/** A queue that customers leave when it takes too long. */
export interface AbandonmentQueueMeans extends QueueMeans {
  /** Share of arrivals who leave before service. */
  readonly abandonmentProbability: number;
}

/** Compute M/M/1. At arrival rate 0.8 and service rate 1: 4 in the system, mean wait 4, sojourn 5. */
export function mm1(arrivalRate: number, serviceRate: number): QueueMeans {
  return mmc(arrivalRate, serviceRate, 1);
}

/**
 * Compute M/M/c by Erlang's C formula (Erlang 1917). At arrival rate 4, service rate 1 and 5 servers a customer waits with
 * probability 0.5541, for 0.5541 on average over all.
 */
export function mmc(arrivalRate: number, serviceRate: number, servers: number): QueueMeans {
  const load = offeredLoad(arrivalRate, serviceRate, servers);
  const utilisation = load / servers;
  requireStable(utilisation);
  const waitProbability = erlangC(servers, load);
  const meanWait = waitProbability / (servers * serviceRate - arrivalRate);
  return {
    utilisation,
    meanInQueue: arrivalRate * meanWait,
    meanInSystem: arrivalRate * meanWait + load,
    meanWait,
    meanSojourn: meanWait + 1 / serviceRate,
    waitProbability,
  };
}

/** Compute the probability that a wait in M/M/c is longer than `time`: Erlang C x exp(-(c mu - lambda) t). */
export function mmcWaitTail(arrivalRate: number, serviceRate: number, servers: number, time: number): number {
  const { waitProbability } = mmc(arrivalRate, serviceRate, servers);
  return time < 0 ? 1 : waitProbability * exp(-(servers * serviceRate - arrivalRate) * time);
}

/**
 * Compute Erlang's B formula: the share of calls lost by `servers` lines at an offered load in erlang, for any distribution of the
 * holding time. By the stable recursion B(c) = a B(c-1) / (c + a B(c-1)). `erlangB(10, 5)` is 0.01838.
 */
export function erlangB(servers: number, load: number): number {
  requireServers(servers, 0);
  requireArgument(load >= 0 && load < Number.POSITIVE_INFINITY, `an offered load must be finite and not ${load}`, {
    load,
  });
  let blocking = 1;
  for (let c = 1; c <= servers; c += 1) blocking = (load * blocking) / (c + load * blocking);
  return blocking;
}

/** Compute Erlang's C formula: the probability of waiting in M/M/c, from Erlang B. 1 when the load fills all servers. */
export function erlangC(servers: number, load: number): number {
  requireServers(servers, 1);
  if (load >= servers) return 1;
  const blocking = erlangB(servers, load);
  return blocking / (1 - (load / servers) * (1 - blocking));
}

/**
 * Compute M/M/c/K, where an arrival that finds K in the system is turned away; K = c is the Erlang loss system. Waits are over
 * those who enter. M/M/1/2 at equal rates: 0, 1 and 2 in the system are equally likely, a third is turned away.
 */
export function mmck(arrivalRate: number, serviceRate: number, servers: number, capacity: number): LossQueueMeans {
  offeredLoad(arrivalRate, serviceRate, servers);
  requireArgument(
    Number.isInteger(capacity) && capacity >= servers,
    `the capacity counts those in service too: an integer of at least ${servers}, not ${capacity}`,
    { capacity, servers },
  );
  const probabilities = birthDeath(
    capacity,
    () => arrivalRate,
    (n) => Math.min(n, servers) * serviceRate,
  );
  const blockingProbability = probabilities[capacity];
  const throughput = arrivalRate * (1 - blockingProbability);
  const meanInQueue = expectation(probabilities, (n) => Math.max(0, n - servers));
  const waiting = expectation(probabilities, (n) => (n >= servers && n < capacity ? 1 : 0));
  const meanWait = meanInQueue / throughput;
  return {
    utilisation: throughput / (servers * serviceRate),
    meanInQueue,
    meanInSystem: expectation(probabilities, (n) => n),
    meanWait,
    meanSojourn: meanWait + 1 / serviceRate,
    waitProbability: waiting / (1 - blockingProbability),
    blockingProbability,
    throughput,
  };
}

/**
 * Compute M/M/c+M (Erlang A; Palm 1943, Garnett, Mandelbaum and Reiman 2002): waiting customers leave at `abandonmentRate`
 * each. Waits are over all arrivals, up to service or leaving; the sojourn adds service for those who get it. Always has a
 * steady state. With leaving as fast as service the number in the system is Poisson, as in M/M/infinity.
 */
export function erlangA(
  arrivalRate: number,
  serviceRate: number,
  servers: number,
  abandonmentRate: number,
): AbandonmentQueueMeans {
  const load = offeredLoad(arrivalRate, serviceRate, servers);
  requireRate("abandonment", abandonmentRate);
  const probabilities = birthDeath(
    Number.POSITIVE_INFINITY,
    () => arrivalRate,
    (n) => Math.min(n, servers) * serviceRate + Math.max(0, n - servers) * abandonmentRate,
  );
  const meanInQueue = expectation(probabilities, (n) => Math.max(0, n - servers));
  const abandonmentProbability = (abandonmentRate * meanInQueue) / arrivalRate;
  const meanWait = meanInQueue / arrivalRate;
  const busy = load * (1 - abandonmentProbability);
  return {
    utilisation: busy / servers,
    meanInQueue,
    meanInSystem: meanInQueue + busy,
    meanWait,
    meanSojourn: (meanInQueue + busy) / arrivalRate,
    waitProbability: expectation(probabilities, (n) => (n >= servers ? 1 : 0)),
    abandonmentProbability,
  };
}

/**
 * Compute M/G/1 by Pollaczek and Khinchine from the first two moments of the service time. With constant service
 * (second moment = mean squared) the wait is half that of M/M/1.
 */
export function mg1(arrivalRate: number, meanService: number, secondMoment: number): QueueMeans {
  requireService({ arrivalRate, meanService, secondMoment });
  const utilisation = arrivalRate * meanService;
  requireStable(utilisation);
  const meanWait = (arrivalRate * secondMoment) / (2 * (1 - utilisation));
  return {
    utilisation,
    meanInQueue: arrivalRate * meanWait,
    meanInSystem: arrivalRate * meanWait + utilisation,
    meanWait,
    meanSojourn: meanWait + meanService,
    waitProbability: utilisation,
  };
}

/** One class of a priority queue. */
export interface PriorityClass {
  readonly arrivalRate: number;
  readonly meanService: number;
  readonly secondMoment: number;
}

/** Stationary means of one class. */
export interface PriorityMeans {
  /** Mean time not in service. */
  readonly meanWait: number;
  readonly meanSojourn: number;
}

/**
 * Compute non-preemptive priority M/G/1 (Cobham 1954), classes from the most urgent on. A class that the more urgent
 * ones leave no room for waits for ever (Infinity).
 *
 * Two classes of exponential service with mean 1 and arrival rates 0.3 and 0.4: waits 1 and 10 / 3.
 */
export function nonPreemptivePriority(classes: readonly PriorityClass[]): PriorityMeans[] {
  classes.forEach(requireService);
  const residual = classes.reduce((sum, c) => sum + (c.arrivalRate * c.secondMoment) / 2, 0);
  let ahead = 0;
  return classes.map(({ arrivalRate, meanService }) => {
    const upTo = ahead + arrivalRate * meanService;
    const meanWait = upTo < 1 ? residual / ((1 - ahead) * (1 - upTo)) : Number.POSITIVE_INFINITY;
    ahead = upTo;
    return { meanWait, meanSojourn: meanWait + meanService };
  });
}

/**
 * Compute preemptive-resume priority M/G/1 (Kleinrock 1976, vol. II, 3.39), classes from the most urgent on. Less urgent classes are invisible
 * to a class. The wait is all time not in service, interruptions included.
 */
export function preemptiveResumePriority(classes: readonly PriorityClass[]): PriorityMeans[] {
  classes.forEach(requireService);
  let ahead = 0;
  let residual = 0;
  return classes.map(({ arrivalRate, meanService, secondMoment }) => {
    const upTo = ahead + arrivalRate * meanService;
    residual += (arrivalRate * secondMoment) / 2;
    const meanSojourn =
      upTo < 1 ? meanService / (1 - ahead) + residual / ((1 - ahead) * (1 - upTo)) : Number.POSITIVE_INFINITY;
    ahead = upTo;
    return { meanWait: meanSojourn - meanService, meanSojourn };
  });
}

/** Stationary means of processor sharing, where all share one server equally and nobody waits in line. */
export interface ProcessorSharingMeans {
  readonly utilisation: number;
  readonly meanInSystem: number;
  readonly meanSojourn: number;
}

/**
 * Compute M/G/1 with processor sharing (Sakata, Noguchi and Oizumi 1971): only the mean of the service time matters. Somebody who
 * needs x stays x / (1 - utilisation) on average.
 */
export function processorSharing(arrivalRate: number, meanService: number): ProcessorSharingMeans {
  requireService({ arrivalRate, meanService, secondMoment: Number.NaN });
  const utilisation = arrivalRate * meanService;
  requireStable(utilisation);
  return {
    utilisation,
    meanInSystem: utilisation / (1 - utilisation),
    meanSojourn: meanService / (1 - utilisation),
  };
}

/** Stationary means of the machine-repair model. */
export interface MachineRepairMeans {
  /** Share of the repairers' time that is busy. */
  readonly utilisation: number;
  readonly meanDown: number;
  readonly meanInQueue: number;
  /** Repairs for each unit of time. */
  readonly throughput: number;
  /** Mean time from breakdown to the start of repair. */
  readonly meanWait: number;
  /** Share of the machines' time that they run. */
  readonly availability: number;
}

/**
 * Compute the machine-repair model: each of `machines` breaks down at `failureRate` while it runs, each of `repairers` mends at
 * `repairRate`. Two machines and one repairer at rates 1 and 2: 0.8 down on average.
 */
export function machineRepair(
  machines: number,
  repairers: number,
  failureRate: number,
  repairRate: number,
): MachineRepairMeans {
  requireServers(machines, 1);
  requireServers(repairers, 1);
  requireRate("failure", failureRate);
  requireRate("repair", repairRate);
  const probabilities = birthDeath(
    machines,
    (n) => (machines - n) * failureRate,
    (n) => Math.min(n, repairers) * repairRate,
  );
  const meanDown = expectation(probabilities, (n) => n);
  const busy = expectation(probabilities, (n) => Math.min(n, repairers));
  const throughput = busy * repairRate;
  return {
    utilisation: busy / repairers,
    meanDown,
    meanInQueue: meanDown - busy,
    throughput,
    meanWait: (meanDown - busy) / throughput,
    availability: 1 - meanDown / machines,
  };
}

/** One station of an open network. */
export interface JacksonStation {
  /** Arrivals from outside for each unit of time. */
  readonly externalRate: number;
  readonly serviceRate: number;
  readonly servers: number;
  /** Probabilities of going on to each station; what is missing to 1 leaves. */
  readonly routing: readonly number[];
}

/** Stationary means of an open network. */
export interface JacksonMeans {
  readonly stations: readonly (QueueMeans & { readonly arrivalRate: number })[];
  readonly meanInSystem: number;
  /** Mean time from entering the network to leaving it. */
  readonly meanSojourn: number;
}

/**
 * Compute an open Jackson network (Jackson 1957): the traffic equations give each station's arrivals, and each is then an M/M/c of
 * its own. A station that feeds itself with probability 0.5 sees twice the outside arrivals.
 */
export function openJackson(stations: readonly JacksonStation[]): JacksonMeans {
  const size = stations.length;
  stations.forEach(({ routing, externalRate }, i) => {
    const sum = routing.reduce((a, b) => a + b, 0);
    requireArgument(
      routing.length === size && routing.every((p) => p >= 0) && sum <= 1 + 1e-12,
      `station ${i} needs ${size} routing probabilities that add up to at most 1`,
      { station: i, routing },
    );
    requireArgument(
      externalRate >= 0 && Number.isFinite(externalRate),
      `the outside arrivals of station ${i} must be a rate`,
      {
        station: i,
        externalRate,
      },
    );
  });
  const rates = solveLinear(
    stations.map((_, i) => stations.map((from, j) => (i === j ? 1 : 0) - from.routing[i])),
    stations.map((s) => s.externalRate),
  );
  if (rates === undefined) {
    throw new AnalysisError("analysis-unstable", "customers never leave this network", { stations: size });
  }
  const means = stations.map((s, i) => ({ ...mmc(rates[i], s.serviceRate, s.servers), arrivalRate: rates[i] }));
  const meanInSystem = means.reduce((sum, m) => sum + m.meanInSystem, 0);
  const outside = stations.reduce((sum, s) => sum + s.externalRate, 0);
  return { stations: means, meanInSystem, meanSojourn: meanInSystem / outside };
}

/**
 * Compute the mean number in M(t)/G/infinity at `time`, empty at time 0: the integral of arrivalRate(u) x P(service > time - u)
 * (Eick, Massey and Whitt 1993); the number is Poisson. By Simpson's rule on `steps` (even) pieces. At a constant rate
 * and exponential service this is load x (1 - exp(-time x serviceRate)).
 */
export function infiniteServersMean(
  arrivalRate: (time: number) => number,
  serviceSurvival: (age: number) => number,
  time: number,
  steps = 1000,
): number {
  requireArgument(Number.isInteger(steps) && steps >= 2 && steps % 2 === 0, `steps must be even, not ${steps}`, {
    steps,
  });
  requireArgument(time >= 0 && Number.isFinite(time), `time must be finite and not negative: ${time}`, { time });
  const width = time / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i += 1) {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * arrivalRate(i * width) * serviceSurvival(time - i * width);
  }
  return (sum * width) / 3;
}

/**
 * Solve a birth-death process: stationary probabilities of 0, 1, ... up to `most`, or as far as they matter when `most` is
 * Infinity (until what remains is below rounding, while deaths outrun births).
 */
function birthDeath(most: number, birth: (n: number) => number, death: (n: number) => number): number[] {
  const weights = [1];
  let sum = 1;
  let greatest = 1;
  for (let n = 1; n <= most; n += 1) {
    const ratio = birth(n - 1) / death(n);
    const weight = weights[n - 1] * ratio;
    weights.push(weight);
    sum += weight;
    greatest = Math.max(greatest, weight);
    if (most === Number.POSITIVE_INFINITY && ratio < 1 && weight < 1e-18 * greatest * (1 - ratio)) break;
    if (greatest > 1e200) {
      // Rescale before the weights overflow; what falls below the least number did not matter.
      for (let i = 0; i < weights.length; i += 1) weights[i] /= greatest;
      sum /= greatest;
      greatest = 1;
    }
  }
  return weights.map((weight) => weight / sum);
}

function expectation(probabilities: readonly number[], of: (n: number) => number): number {
  return probabilities.reduce((sum, p, n) => sum + p * of(n), 0);
}

function offeredLoad(arrivalRate: number, serviceRate: number, servers: number): number {
  requireRate("arrival", arrivalRate);
  requireRate("service", serviceRate);
  requireServers(servers, 1);
  return arrivalRate / serviceRate;
}

function requireRate(what: string, rate: number): void {
  requireArgument(
    rate > 0 && rate < Number.POSITIVE_INFINITY,
    `the ${what} rate must be finite and above 0, not ${rate}`,
    {
      rate,
    },
  );
}

function requireServers(count: number, least: number): void {
  requireArgument(
    Number.isInteger(count) && count >= least,
    `a count must be an integer of at least ${least}, not ${count}`,
    {
      count,
    },
  );
}

function requireService({ arrivalRate, meanService, secondMoment }: PriorityClass): void {
  requireRate("arrival", arrivalRate);
  requireArgument(
    meanService > 0 && Number.isFinite(meanService) && !(secondMoment < meanService * meanService * (1 - 1e-12)),
    `a service time needs a mean above 0 and a second moment of at least its square, not ${meanService} and ${secondMoment}`,
    { meanService, secondMoment },
  );
}

function requireStable(utilisation: number): void {
  if (utilisation >= 1) {
    throw new AnalysisError("analysis-unstable", `at utilisation ${utilisation} the queue grows for ever`, {
      utilisation,
    });
  }
}
