// The one error of this layer, and the checks of arguments that every file here shares.
// An undefined observation is NaN and never an error; an infinite one always is, because no mean or interval can carry it.

import { TiltakError } from "../foundation/errors.ts";

/** Report that a statistic was asked of numbers or settings for which it has no meaning; `details` holds the offending value. */
export class StatisticsError extends TiltakError {}

/** Throw unless `level` is a confidence level strictly between 0 and 1. */
export function requireLevel(level: number): void {
  if (!(level > 0 && level < 1)) {
    throw new StatisticsError("statistics-level", `a confidence level lies strictly between 0 and 1, not ${level}`, {
      level,
    });
  }
}

/** Throw unless `p` is a probability in [0, 1]. */
export function requireProbability(p: number): void {
  if (!(p >= 0 && p <= 1)) {
    throw new StatisticsError("statistics-probability", `a probability lies in [0, 1], not ${p}`, { p });
  }
}

/** Throw unless `count` is an integer of at least `least`; `what` names it in the message. */
export function requireCount(count: number, least: number, what: string): void {
  if (!Number.isInteger(count) || count < least) {
    throw new StatisticsError("statistics-count", `${what} must be an integer of at least ${least}, not ${count}`, {
      what,
      count,
      least,
    });
  }
}

/** Throw unless `value` is finite; `what` names it in the message. */
export function requireFinite(value: number, what: string): void {
  if (!Number.isFinite(value)) {
    throw new StatisticsError("statistics-not-finite", `${what} must be a finite number, not ${value}`, {
      what,
      value,
    });
  }
}

/** Throw unless `value` is finite and above zero; `what` names it in the message. */
export function requirePositive(value: number, what: string): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new StatisticsError("statistics-not-positive", `${what} must be a finite number above 0, not ${value}`, {
      what,
      value,
    });
  }
}

/** Throw unless two arrays are equally long; `what` names the pair in the message. */
export function requireSameLength(a: ArrayLike<unknown>, b: ArrayLike<unknown>, what: string): void {
  if (a.length !== b.length) {
    throw new StatisticsError("statistics-length", `${what} must be equally long, not ${a.length} and ${b.length}`, {
      what,
      lengths: [a.length, b.length],
    });
  }
}
