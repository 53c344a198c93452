// The time-weighted mean of a value that stays constant between changes: a queue length, a number in use, a stock.
// Life: made at a start time with a value, told of each change in time order, reset at the end of a warm-up, read at any
// time from the last change on. A span read off is plain data; spans that touch merge into one.

import { CompensatedSum } from "../foundation/sum.ts";
import { requireFinite, StatisticsError } from "./errors.ts";

/** What a value did from `start` to `end`, in the model's unit of time. */
export interface TimeWeightedSpan {
  readonly start: number;
  readonly end: number;
  /** Integral of the value over the span. */
  readonly integral: number;
  /** Time-weighted mean; the value itself over a span of no length. */
  readonly mean: number;
  /** Time-weighted variance around that mean (over the length of the span). */
  readonly variance: number;
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * Follow a piecewise constant value. `new TimeWeighted(0, 0)`, then 2 from time 1 and 1 from time 3: over [0, 4] the
 * integral is 5, the mean 1.25, the variance 0.6875.
 */
export class TimeWeighted {
  #start: number;
  #last: number;
  #value: number;
  #integral = new CompensatedSum();
  #mean = 0;
  #squares = 0;
  #minimum: number;
  #maximum: number;

  /** Start at `start` (model time) with `value`. Throws when either is not finite. */
  constructor(start = 0, value = 0) {
    requireFinite(start, "the start time");
    requireFinite(value, "the value");
    this.#start = start;
    this.#last = start;
    this.#value = value;
    this.#minimum = value;
    this.#maximum = value;
  }

  /** The value now. */
  get value(): number {
    return this.#value;
  }

  /** The time of the latest change, reset or start. */
  get lastChange(): number {
    return this.#last;
  }

  /** Say that the value is `value` from `time` on. Throws `statistics-time-reversed` for a time before the last change. */
  set(time: number, value: number): void {
    requireFinite(value, "the value");
    this.#advance(time);
    this.#value = value;
    if (value < this.#minimum) this.#minimum = value;
    if (value > this.#maximum) this.#maximum = value;
  }

  /** Say that the value changes by `change` at `time`. */
  add(time: number, change: number): void {
    this.set(time, this.#value + change);
  }

  /** Forget the past at `time` (the end of the warm-up) and keep the value. */
  reset(time: number): void {
    this.#advance(time);
    this.#start = time;
    this.#integral.reset();
    this.#mean = 0;
    this.#squares = 0;
    this.#minimum = this.#value;
    this.#maximum = this.#value;
  }

  /** Read the span from the start (or last reset) to `time`, which must not lie before the last change; changes nothing. */
  spanTo(time: number): TimeWeightedSpan {
    const elapsed = this.#elapsed(time);
    const length = time - this.#start;
    const [mean, squares] = weightIn(this.#mean, this.#squares, this.#last - this.#start, this.#value, elapsed);
    return {
      start: this.#start,
      end: time,
      integral: this.#integral.value + this.#value * elapsed,
      mean: length > 0 ? mean : this.#value,
      variance: length > 0 ? squares / length : 0,
      minimum: this.#minimum,
      maximum: this.#maximum,
    };
  }

  /** Read the time-weighted mean from the start (or last reset) to `time`. */
  meanTo(time: number): number {
    return this.spanTo(time).mean;
  }

  #elapsed(time: number): number {
    requireFinite(time, "a time");
    if (time < this.#last) {
      throw new StatisticsError(
        "statistics-time-reversed",
        `time ${time} lies before the last change at ${this.#last}`,
        {
          time,
          lastChange: this.#last,
        },
      );
    }
    return time - this.#last;
  }

  #advance(time: number): void {
    const elapsed = this.#elapsed(time);
    if (elapsed === 0) return;
    [this.#mean, this.#squares] = weightIn(this.#mean, this.#squares, this.#last - this.#start, this.#value, elapsed);
    this.#integral.add(this.#value * elapsed);
    this.#last = time;
  }
}

/**
 * Join two spans of which the second starts where the first ends.
 *
 * @throws StatisticsError `statistics-spans-apart` when they do not touch.
 */
export function mergeSpans(first: TimeWeightedSpan, second: TimeWeightedSpan): TimeWeightedSpan {
  if (first.end !== second.start) {
    throw new StatisticsError(
      "statistics-spans-apart",
      `a span that ends at ${first.end} cannot be joined to one that starts at ${second.start}`,
      { end: first.end, start: second.start },
    );
  }
  const firstLength = first.end - first.start;
  const secondLength = second.end - second.start;
  const length = firstLength + secondLength;
  const gap = second.mean - first.mean;
  const squares =
    first.variance * firstLength +
    second.variance * secondLength +
    (length > 0 ? gap * gap * ((firstLength * secondLength) / length) : 0);
  return {
    start: first.start,
    end: second.end,
    integral: first.integral + second.integral,
    mean: length > 0 ? first.mean + gap * (secondLength / length) : second.mean,
    variance: length > 0 ? squares / length : 0,
    minimum: Math.min(first.minimum, second.minimum),
    maximum: Math.max(first.maximum, second.maximum),
  };
}

/** Extend a weighted mean and sum of squares by `value` held for `weight` (West 1979). */
function weightIn(mean: number, squares: number, soFar: number, value: number, weight: number): [number, number] {
  if (weight === 0) return [mean, squares];
  const gap = value - mean;
  const share = weight / (soFar + weight);
  return [mean + gap * share, squares + gap * gap * soFar * share];
}
