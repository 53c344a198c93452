// Hazards and what follows from them: waiting times reached by the integrated hazard, competing risks, and arrivals at a rate that
// changes with time. A person has one standard-exponential threshold for each cause; the event comes when the integrated hazard
// reaches it, however often the hazard changes on the way, so the luck is never redrawn.
import { InputError, InvariantError } from "../foundation/errors.ts";
import { exp, expm1, log, log1p } from "../foundation/math.ts";
import type { RandomSource } from "./source.ts";

/** An event rate over time from 0. */
export interface Hazard {
  /** Rate at time t. */
  rate(t: number): number;
  /** Rate integrated from 0 to t. */
  cumulative(t: number): number;
  /** Smallest t at which the integrated rate reaches h; Infinity when it never does. */
  timeOf(h: number): number;
}

/**
 * Make a hazard that never changes.
 *
 * @param rate from 0
 * @returns the hazard; with rate 0 the event never comes
 * @throws InputError when the rate is negative or not finite
 */
export function constantHazard(rate: number): Hazard {
  checkRate("rate", rate);
  return {
    rate: () => rate,
    cumulative: (t) => rate * t,
    timeOf: (h) => (h <= 0 ? 0 : h / rate),
  };
}

/**
 * Make a hazard that is constant between breaks; the last rate holds for ever, and may be 0.
 *
 * @param rates one more than breaks, from 0
 * @param breaks increasing times above 0
 * @returns the hazard
 * @throws InputError when rates and breaks do not fit together
 */
export function piecewiseHazard(rates: readonly number[], breaks: readonly number[]): Hazard {
  rates.forEach((rate, i) => {
    checkRate(`rates[${i}]`, rate);
  });
  if (rates.length !== breaks.length + 1 || breaks.some((b, i) => !(b > (breaks[i - 1] ?? 0)))) {
    throw new InputError([
      {
        path: "breaks",
        message: "not increasing from above 0, or not one fewer than rates",
        found: `${breaks.join(", ")} for ${rates.length} rates`,
      },
    ]);
  }
  const starts = Float64Array.from([0, ...breaks]);
  const sums = new Float64Array(rates.length);
  for (let i = 1; i < rates.length; i++) {
    sums[i] = (sums[i - 1] as number) + (rates[i - 1] as number) * ((starts[i] as number) - (starts[i - 1] as number));
  }
  const pieceAt = (t: number): number => {
    let i = starts.length - 1;
    while (i > 0 && (starts[i] as number) > t) i--;
    return i;
  };
  return {
    rate: (t) => rates[pieceAt(t)] as number,
    cumulative: (t) => {
      const i = pieceAt(t);
      return (sums[i] as number) + (rates[i] as number) * (t - (starts[i] as number));
    },
    timeOf: (h) => {
      if (h <= 0) return 0;
      let i = sums.length - 1;
      while (i > 0 && (sums[i] as number) >= h) i--;
      return (starts[i] as number) + (h - (sums[i] as number)) / (rates[i] as number);
    },
  };
}

/**
 * Make a hazard that grows exponentially: rate e^(growth t), as adult mortality does with age.
 *
 * @param rate the rate at time 0, from 0
 * @param growth per unit of time, any finite number; below 0 the event may never come
 * @returns the hazard
 * @throws InputError when an argument is not such a number
 */
export function gompertzHazard(rate: number, growth: number): Hazard {
  checkRate("rate", rate);
  if (!Number.isFinite(growth)) {
    throw new InputError([{ path: "growth", message: "not a finite number", found: String(growth) }]);
  }
  if (growth === 0 || rate === 0) return constantHazard(rate);
  return {
    rate: (t) => rate * exp(growth * t),
    cumulative: (t) => (rate / growth) * expm1(growth * t),
    timeOf: (h) => {
      const x = (growth / rate) * h;
      return h <= 0 ? 0 : x <= -1 ? Number.POSITIVE_INFINITY : log1p(x) / growth;
    },
  };
}

/**
 * Multiply a hazard by a ratio: proportional hazards.
 *
 * @param hazard the baseline
 * @param ratio the hazard ratio, from 0
 * @returns the hazard
 * @throws InputError when the ratio is negative or not finite
 */
export function scaledHazard(hazard: Hazard, ratio: number): Hazard {
  checkRate("ratio", ratio);
  return {
    rate: (t) => ratio * hazard.rate(t),
    cumulative: (t) => ratio * hazard.cumulative(t),
    timeOf: (h) => (h <= 0 ? 0 : ratio === 0 ? Number.POSITIVE_INFINITY : hazard.timeOf(h / ratio)),
  };
}

/**
 * Look at a hazard from a later start: the rate of somebody who is already so old.
 *
 * @param hazard the hazard from 0
 * @param age where time 0 of the new hazard lies, from 0
 * @returns the hazard from there on
 * @throws InputError when the age is negative or not finite
 */
export function agedHazard(hazard: Hazard, age: number): Hazard {
  checkRate("age", age);
  const before = hazard.cumulative(age);
  return {
    rate: (t) => hazard.rate(age + t),
    cumulative: (t) => hazard.cumulative(age + t) - before,
    timeOf: (h) => (h <= 0 ? 0 : Math.max(0, hazard.timeOf(before + h) - age)),
  };
}

/** What ends a spell, and when. */
export interface RiskOutcome {
  /** Infinity when no cause ever comes. */
  readonly time: number;
  /** Position of the cause; -1 when none ever comes. */
  readonly cause: number;
}

/** Causes that compete to end the same spell. */
export class CompetingRisks {
  readonly causes: readonly Hazard[];

  /** @param causes one hazard for each cause */
  constructor(causes: readonly Hazard[]) {
    this.causes = causes;
  }

  /** Chance that the spell lasts longer than t. */
  survival(t: number): number {
    return exp(-this.causes.reduce((sum, cause) => sum + cause.cumulative(t), 0));
  }

  /**
   * Compute the chance that a cause has ended the spell by time t, with the others in force: the cumulative incidence.
   *
   * @param cause position of the cause
   * @param t a time, from 0
   * @param panels number of intervals of the integration (Simpson's rule)
   * @returns the integral of rate times survival from 0 to t; error of order panels^-4 where rates are smooth
   */
  cumulativeIncidence(cause: number, t: number, panels = 2000): number {
    const hazard = this.causes[cause] as Hazard;
    const f = (s: number): number => hazard.rate(s) * this.survival(s);
    const h = t / panels;
    let sum = 0;
    for (let i = 0; i < panels; i++) sum += f(i * h) + 4 * f((i + 0.5) * h) + f((i + 1) * h);
    return (sum * h) / 6;
  }

  /**
   * Find which cause ends the spell, given the thresholds of a person.
   *
   * @param thresholds one standard exponential for each cause
   * @returns the earliest; the first of equals
   */
  outcome(thresholds: ArrayLike<number>): RiskOutcome {
    let time = Number.POSITIVE_INFINITY;
    let cause = -1;
    this.causes.forEach((hazard, i) => {
      const reached = hazard.timeOf(thresholds[i] as number);
      if (reached < time) {
        time = reached;
        cause = i;
      }
    });
    return { time, cause };
  }

  /**
   * Draw an outcome with one uniform for each cause.
   *
   * @param source gives the uniforms
   * @returns time and cause
   */
  sample(source: RandomSource): RiskOutcome {
    return this.outcome(this.causes.map(() => -log(source.uniform())));
  }
}

/** What is left of a person's threshold while the hazard changes from outside. */
export class ThresholdClock {
  #left: number;

  /** @param threshold a standard exponential, drawn once for the spell and the cause */
  constructor(threshold: number) {
    if (!(threshold >= 0)) {
      throw new InvariantError("threshold-out-of-range", `a threshold is a number from 0, not ${threshold}`, {
        threshold,
      });
    }
    this.#left = threshold;
  }

  /** Integrated hazard still to come. */
  get left(): number {
    return this.#left;
  }

  /** Time until the event if the rate stays as it is; Infinity at rate 0. */
  timeLeft(rate: number): number {
    return this.#left === 0 ? 0 : this.#left / rate;
  }

  /**
   * Let time pass at a rate.
   *
   * @param rate from 0
   * @param duration from 0
   */
  spend(rate: number, duration: number): void {
    this.#left = Math.max(0, this.#left - rate * duration);
  }
}

/**
 * Draw the times of a Poisson process whose rate changes, by thinning (Lewis and Shedler 1979).
 *
 * @param rate the rate at a time
 * @param envelope a constant that the rate never exceeds, above 0
 * @param from start
 * @param to end
 * @param source gives two uniforms for each candidate
 * @returns increasing times in (from, to]
 * @throws InvariantError `envelope-exceeded` when the rate at a candidate's time is above the envelope
 */
export function poissonTimesByThinning(
  rate: (t: number) => number,
  envelope: number,
  from: number,
  to: number,
  source: RandomSource,
): number[] {
  checkRate("envelope", envelope);
  const times: number[] = [];
  if (envelope === 0) return times;
  let t = from;
  for (;;) {
    t -= log(source.uniform()) / envelope;
    if (t > to) return times;
    const now = rate(t);
    if (!(now <= envelope * (1 + 1e-12))) {
      throw new InvariantError("envelope-exceeded", `the rate ${now} at time ${t} is above the envelope ${envelope}`, {
        rate: now,
        time: t,
        envelope,
      });
    }
    if (source.uniform() * envelope < now) times.push(t);
  }
}

/**
 * Draw the times of a Poisson process whose rate changes, by inversion of the integrated rate (Cinlar 1975).
 *
 * @param hazard the rate
 * @param from start, from 0
 * @param to end
 * @param source gives one uniform for each time
 * @returns increasing times in (from, to]
 */
export function poissonTimesByInversion(hazard: Hazard, from: number, to: number, source: RandomSource): number[] {
  const times: number[] = [];
  let h = hazard.cumulative(from);
  for (;;) {
    h -= log(source.uniform());
    const t = hazard.timeOf(h);
    if (!(t <= to)) return times;
    times.push(t);
  }
}

function checkRate(path: string, value: number): void {
  if (value >= 0 && Number.isFinite(value)) return;
  throw new InputError([{ path, message: "out of range", found: String(value), allowed: "a number from 0" }]);
}
