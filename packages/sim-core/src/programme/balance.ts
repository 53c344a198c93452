// The stationary law of a waiting list with giving up (M/M/c+M, "Erlang A"): how many places stand empty and how long
// the list is when arrivals, departures and patience are in balance. A run starts from it, so that lists and vacancies
// do not drift only because the start was off balance. Source: Palm (1957); birth rate a, death rate m min(n, c) + t max(n - c, 0).

import { cumulate } from "./geography.ts";
import { largestWeight, negligible, queueStates } from "./numerics.ts";

/** Means of the stationary law, and its distribution given that nobody can be placed at once. */
export interface QueueBalance {
  /** Mean number of occupied places. */
  readonly busy: number;
  /** Mean number of empty places. */
  readonly vacant: number;
  /** Mean number waiting. */
  readonly waiting: number;
  /** Mean wait of those who get a place, years. */
  readonly servedWait: number;
  /** Cumulative distribution of the number of empty places. */
  readonly vacancies: Float64Array;
  /** Cumulative distribution of the number waiting, given that all places are occupied. */
  readonly waitingWhenFull: Float64Array;
}

/**
 * Compute the stationary law of a list with giving up.
 * @param places number of places c
 * @param arrivalRate arrivals a year
 * @param departureRate departures a year from one occupied place
 * @param renegeRate giving up a year of one waiting person
 * @returns means and the law of the list; with renegeRate equal to departureRate the number present is Poisson
 */
export function queueBalance(
  places: number,
  arrivalRate: number,
  departureRate: number,
  renegeRate: number,
): QueueBalance {
  // Weights relative to the state with all places occupied and nobody waiting.
  let total = 1;
  let busy = places;
  let vacant = 0;
  let waiting = 0;
  let weight = 1;
  const below: number[] = [0];
  for (let n = places; n > 0 && weight > negligible * total; n--) {
    weight *= arrivalRate > 0 ? (departureRate * n) / arrivalRate : 0;
    total += weight;
    busy += weight * (n - 1);
    vacant += weight * (places - n + 1);
    below.push(weight);
  }
  // Who finds q waiting gets a place unless patience ends first; given that it does not, the steps ahead are exponential.
  const serviceRate = departureRate * places;
  let steps = 0;
  let served = total - 1;
  let waited = 0;
  const arrive = (q: number, probability: number): void => {
    steps += 1 / (serviceRate + renegeRate * (q + 1));
    const getsPlace = serviceRate / (serviceRate + renegeRate * (q + 1));
    served += probability * getsPlace;
    waited += probability * getsPlace * steps;
  };
  arrive(0, 1);
  const above: number[] = [1];
  let full = 1;
  weight = 1;
  for (let q = 1; q < queueStates && weight > negligible * full; q++) {
    weight *= arrivalRate / (departureRate * places + renegeRate * q);
    above.push(weight);
    arrive(q, weight);
    full += weight;
    total += weight;
    busy += weight * places;
    waiting += weight * q;
    if (weight < largestWeight) continue;
    // A long list outweighs the state with nobody waiting by more than a double holds: weigh against this one from now on.
    total /= weight;
    busy /= weight;
    vacant /= weight;
    waiting /= weight;
    served /= weight;
    waited /= weight;
    full /= weight;
    for (const list of [below, above]) for (let k = 0; k < list.length; k++) list[k] = (list[k] as number) / weight;
    weight = 1;
  }
  below[0] = full;
  return {
    busy: busy / total,
    vacant: vacant / total,
    waiting: waiting / total,
    servedWait: served > 0 ? waited / served : 0,
    vacancies: cumulate(below.map((value) => value / total)),
    waitingWhenFull: cumulate(above.map((value) => value / full)),
  };
}

/**
 * Find the arrival rate that keeps a mean number of places occupied.
 * @param target mean number of occupied places, below `places`
 * @param steps halvings of the interval
 * @returns arrivals a year
 */
export function arrivalRateFor(
  target: number,
  places: number,
  departureRate: number,
  renegeRate: number,
  steps: number,
): number {
  let low = 0;
  let high = 2 * (departureRate * places + renegeRate);
  while (queueBalance(places, high, departureRate, renegeRate).busy < target) high *= 2;
  for (let step = 0; step < steps; step++) {
    const middle = (low + high) / 2;
    if (queueBalance(places, middle, departureRate, renegeRate).busy < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
