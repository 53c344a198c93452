// One-way sensitivity: what an output does when one parameter goes to its low and to its high value and all else stays. Runs
// share their luck with the base, so differences are paired. One at a time: says nothing of parameters acting together.

import { type Summary, type SummaryOptions, summariseDifference } from "../statistics/index.ts";

/** Runs of one parameter at its two ends, in the replication order of the base. */
export interface TornadoArm {
  readonly parameter: string;
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

/** One bar of the chart. */
export interface TornadoBar {
  readonly parameter: string;
  /** Low end minus base. */
  readonly low: Summary;
  /** High end minus base. */
  readonly high: Summary;
  /** High end minus low end. */
  readonly swing: Summary;
}

/**
 * Compare every parameter's ends with the base, the widest swing first; equal swings keep the order given, undefined ones
 * come last.
 */
export function tornado(base: ArrayLike<number>, arms: readonly TornadoArm[], options: SummaryOptions): TornadoBar[] {
  const width = ({ swing }: TornadoBar): number => (Number.isNaN(swing.mean) ? -1 : Math.abs(swing.mean));
  return arms
    .map(({ parameter, low, high }) => ({
      parameter,
      low: summariseDifference(base, low, options),
      high: summariseDifference(base, high, options),
      swing: summariseDifference(low, high, options),
    }))
    .sort((a, b) => width(b) - width(a));
}
