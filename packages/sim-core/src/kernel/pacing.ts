// Real time for people who watch: run a simulation at so many units a second, or step by step as an async iteration. The
// results are those of a plain run; only the waiting in between is real.

import { TimeError } from "./errors.ts";
import type { Simulation } from "./simulation.ts";

/** How a paced run goes. */
export interface PaceOptions {
  /** Simulation time a second of real time. */
  readonly unitsPerSecond: number;
  /** When to end; when no event is left when left out. */
  readonly until?: number;
  /**
   * Real seconds since some moment, such as `() => performance.now() / 1000`; the kernel itself reads no clock. Left out,
   * the pauses are as long as the simulated spans, and computing time comes on top.
   */
  readonly clock?: () => number;
  /** Wait so many real seconds; a timer when left out. */
  readonly pause?: (seconds: number) => Promise<void>;
  /** Ends the run early. */
  readonly signal?: AbortSignal;
}

/**
 * Run at a pace: each event waits for its moment in real time, late ones run at once.
 *
 * @param simulation not running
 * @param options the pace, and when to end
 * @throws TimeError when the pace is not above 0, or the end is NaN or in the past; else as `run`
 */
export async function runPaced(simulation: Simulation, options: PaceOptions): Promise<void> {
  const { unitsPerSecond, until = Number.POSITIVE_INFINITY, clock, pause = machinePause, signal } = options;
  if (!(unitsPerSecond > 0)) {
    const text = `unitsPerSecond is ${unitsPerSecond}; give a number above 0`;
    throw new TimeError("pace", text, simulation.place(), { value: unitsPerSecond });
  }
  checkUntil(simulation, until);
  const startTime = simulation.now;
  const startClock = clock?.() ?? 0;
  let paused = 0;
  const waitFor = async (time: number): Promise<void> => {
    const gone = clock === undefined ? paused : clock() - startClock;
    const seconds = (time - startTime) / unitsPerSecond - gone;
    if (!(seconds > 0)) return;
    paused += seconds;
    await untilAborted(pause(seconds), signal);
  };
  const ended = (): boolean => signal?.aborted ?? false;
  while (!ended()) {
    const next = simulation.nextTime;
    if (next > until || next === Number.POSITIVE_INFINITY) {
      if (until < Number.POSITIVE_INFINITY) {
        await waitFor(until);
        if (!ended()) simulation.runUntil(until);
      }
      return;
    }
    await waitFor(next);
    // Somebody may have changed the simulation meanwhile: what is due then is found anew.
    if (!ended() && simulation.nextTime <= next && simulation.run({ until: next }) === "stopped") return;
  }
}

/** Wait for a pause, or for whoever ends the run early. */
function untilAborted(paused: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return paused;
  // The pause may have set it off itself.
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const end = (): void => resolve();
    signal.addEventListener("abort", end, { once: true });
    paused.then(end, reject).finally(() => signal.removeEventListener("abort", end));
  });
}

/**
 * Advance by equal steps of simulation time, giving way to the page or program between them.
 *
 * @param simulation not running
 * @param every the step, above 0
 * @param until when to end
 * @returns the times reached, each after all events up to it; computed, not summed, so that no rounding builds up
 * @throws TimeError when the step is not above 0, or the end is NaN or in the past
 * @example
 * for await (const time of ticks(simulation, 0.25, 10)) draw(time);
 */
export async function* ticks(simulation: Simulation, every: number, until: number): AsyncGenerator<number, void, void> {
  if (!(every > 0)) {
    throw new TimeError("pace", `a step of ${every}; give a number above 0`, simulation.place(), { value: every });
  }
  checkUntil(simulation, until);
  const start = simulation.now;
  for (let step = 1; simulation.now < until; step++) {
    const end = simulation.run({ until: Math.min(start + step * every, until) });
    yield simulation.now;
    if (end === "stopped") return;
    await machinePause(0);
  }
}

function checkUntil(simulation: Simulation, until: number): void {
  if (until >= simulation.now) return;
  const text = `until is ${until}; give a time not before the clock, which shows ${simulation.now}`;
  throw new TimeError("until", text, simulation.place(), { value: until, now: simulation.now });
}

/** Timers of the machine hold no more milliseconds than this. */
const longestTimer = 2_147_483_647; // 2^31 - 1

async function machinePause(seconds: number): Promise<void> {
  let left = seconds * 1000;
  do {
    const span = Math.min(left, longestTimer);
    await new Promise((resolve) => {
      setTimeout(resolve, span);
    });
    left -= span;
  } while (left > 0);
}
