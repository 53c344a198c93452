// Snapshot, rewind and fork by replay: since draws are addressed and the order of events is a contract, building a model
// anew and running it to a time gives the state at that time. It costs as much as the run up to there, every time.

import { KernelError } from "./errors.ts";
import type { Simulation } from "./simulation.ts";

/** A model that was built: its simulation, and whatever else. */
export interface Built {
  readonly simulation: Simulation;
}

/** A model that does not do the same when it is built again. */
export class ReplayError extends KernelError {}

/** Two futures from one moment. */
export interface Fork<R> {
  /** What came of the model as it was. */
  readonly base: R;
  /** What came of it after the change. */
  readonly changed: R;
}

/**
 * Moves about in the time of a model by building it anew.
 *
 * @example
 * const timeline = new Timeline(() => buildClinic(seed));
 * timeline.at(5).desk.queueLength;
 * const { base, changed } = timeline.fork(
 *   5,
 *   (clinic) => clinic.desk.setCapacity(3),
 *   (clinic) => {
 *     clinic.simulation.runUntil(10);
 *     return clinic.desk.monitor().report().meanWait;
 *   },
 * );
 */
export class Timeline<M extends Built> {
  private readonly build: () => M;
  private readonly seen = new Map<number, string>();

  /** @param build builds the model at its start; must build the same each time (the same seed, no shared state) */
  constructor(build: () => M) {
    this.build = build;
  }

  /**
   * Give the model as it is at a time, after all events at that time; costs a run up to there.
   *
   * @param time not before the start of the model
   * @returns a model of its own: running it on changes nothing else
   * @throws ReplayError when an earlier visit to this time saw another course of events
   */
  at(time: number): M {
    const model = this.build();
    const { simulation } = model;
    simulation.runUntil(time);
    const print = `${simulation.eventsExecuted} events run, ${simulation.pending} pending, next at ${simulation.nextTime}`;
    const before = this.seen.get(time);
    if (before !== undefined && before !== print) {
      const text = `the model does not repeat itself: at ${time} ${print}, but before ${before}; share no state and fix the seed`;
      throw new ReplayError("not-reproducible", text, simulation.place(), { before, now: print });
    }
    this.seen.set(time, print);
    return model;
  }

  /**
   * Follow two futures from one moment: the model as it is, and after a change.
   *
   * @param time when they part; costs two runs up to there
   * @param change made to the model at that time
   * @param follow runs a model on and gives what is wanted of it
   * @throws ReplayError as `at`
   */
  fork<R>(time: number, change: (model: M) => void, follow: (model: M) => R): Fork<R> {
    const base = follow(this.at(time));
    const model = this.at(time);
    change(model);
    return { base, changed: follow(model) };
  }
}
