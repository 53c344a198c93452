// Run the programme model in a test: as observations by measure and group, or with somebody listening.

import type { Parameters } from "../../src/kernel/index.ts";
import {
  checkProgrammeData,
  Programme,
  type ProgrammeData,
  readProgrammeParameters,
} from "../../src/programme/index.ts";
import { keyFromSeed } from "../../src/random/index.ts";

/** Observations of one run: value by "measure group" and time. */
export class Observations {
  readonly #values: Map<string, Map<number, number>> = new Map();

  record(measure: string, group: string, time: number, value: number): void {
    const key = `${measure} ${group}`;
    let series = this.#values.get(key);
    if (series === undefined) {
      series = new Map();
      this.#values.set(key, series);
    }
    series.set(time, value);
  }

  /** The value of a measure; NaN where nothing was observed. */
  at(measure: string, group: Readonly<Record<string, string>>, time: number): number {
    const keys = Object.keys(group).sort();
    const text = `{${keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(group[key])}`).join(",")}}`;
    return this.#values.get(`${measure} ${text}`)?.get(time) ?? Number.NaN;
  }

  /** All values, in the order in which they came. */
  entries(): readonly (readonly [string, readonly (readonly [number, number])[]])[] {
    return [...this.#values].map(([key, series]) => [key, [...series]] as const);
  }
}

/** Set up a run and return it with its observations, not yet run. */
export function prepare(
  parameters: Parameters,
  seed: string,
  number = 0,
  data: ProgrammeData = {},
): { programme: Programme; seen: Observations } {
  const seen = new Observations();
  const replication = {
    key: keyFromSeed(seed, number),
    number,
    observe: (measure: string, group: string, time: number, value: number) => seen.record(measure, group, time, value),
  };
  const programme = new Programme(readProgrammeParameters(parameters), replication, checkProgrammeData(data));
  return { programme, seen };
}

/** Run once and return the observations. */
export function observeRun(parameters: Parameters, seed: string, number = 0, data: ProgrammeData = {}): Observations {
  const { programme, seen } = prepare(parameters, seed, number, data);
  programme.run();
  return seen;
}

/** What happened to each person, by address: birth, traits, and every change with its exact time. */
export function histories(parameters: Parameters, seed: string): Map<string, { region: number; story: string[] }> {
  const { programme } = prepare(parameters, seed);
  const { state } = programme;
  const people = new Map<string, { region: number; story: string[] }>();
  const tell = (change: string, i: number, code: number): void => {
    const { people: p } = state;
    const address = `${p.addressHigh[i]}:${p.addressLow[i]}`;
    let person = people.get(address);
    if (person === undefined) {
      const traits = [p.birth[i], p.woman[i], p.need[i], p.position[i], p.ready[i], p.municipality[i]];
      person = { region: state.regionOf(i), story: [traits.join(" ")] };
      people.set(address, person);
    }
    person.story.push(`${change} ${code} at ${state.simulation.now}`);
  };
  // The first day happened while the run was set up.
  for (let i = 0; i < state.people.count; i++) {
    if ((state.people.setting[i] as number) !== 4) tell("there", i, state.people.setting[i] as number);
    else if ((state.people.queue[i] as number) !== -1) tell("waits", i, state.people.queue[i] as number);
  }
  state.listener = tell;
  programme.run();
  return people;
}
