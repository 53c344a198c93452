// The one place where models and experiments meet: a model is a pure function of (parameters, replication) that reports
// observations. Plain data on both sides, so that a model can run in a worker, on another machine or in a browser.

import type { StreamKey } from "../random/index.ts";

/** A value of one parameter; the list form is a dated value: pairs (model years, value), in rising time. */
export type ParameterValue = number | string | boolean | readonly (readonly [time: number, value: number])[];

/** All parameters of one run, flat, by their dotted id. */
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** What a measure is split by, such as `{ region: "north", measure: "a" }`; `{}` is the total. */
export type Group = Readonly<Record<string, string>>;

/**
 * Write a group as text that is equal for equal groups: JSON with its keys sorted by code unit.
 *
 * @param group the group; `{}` for the total
 * @returns for example `{"region":"north","sex":"f"}`, and `{}` for the total
 */
export function canonicalGroup(group: Group): string {
  const keys = Object.keys(group);
  if (keys.length > 1) keys.sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(group[key])}`).join(",")}}`;
}

/** What a model is given for one replication, and where it reports. */
export interface Replication {
  /** The chance key of this replication: every draw is addressed under it. */
  readonly key: StreamKey;
  /** The number of this replication, from 0. */
  readonly number: number;
  /** Whether this run is the mirror image of its pair: hand it on to `AddressedStreams`. Absent means no. */
  readonly antithetic?: boolean;
  /**
   * Report the value of a measure at a time.
   *
   * @param measure the id of the measure
   * @param group `canonicalGroup(...)` of what the value is split by
   * @param time in the model's unit of time, from the start of the run
   * @param value the value; NaN when it is undefined here (a mean over nobody)
   */
  observe(measure: string, group: string, time: number, value: number): void;
}

/** A model: the same parameters and the same replication give the same observations, on every machine. */
export interface Model {
  readonly id: string;
  readonly version: string;
  run(parameters: Parameters, replication: Replication): void;
}
