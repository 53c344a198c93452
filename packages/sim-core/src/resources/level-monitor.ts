// What is measured about those who wait in one line, and about a level (items in a store, contents of a container) with its two
// lines. Stores, containers, gates and the like skip it altogether until `monitor()` is called.

import { InvariantError } from "../foundation/errors.ts";
import { CompensatedSum } from "../foundation/sum.ts";
import { Tally } from "../statistics/tally.ts";
import { TimeWeighted } from "../statistics/time-weighted.ts";

/** What a monitor of those who wait reports, from when it began until now. */
export interface WaitingReport {
  readonly from: number;
  readonly to: number;
  /** Waits that ended with what was waited for, those that were over at once included; and waits that were given up. */
  readonly passed: number;
  readonly withdrawals: number;
  /** How many waited: time-weighted mean, and the most at any moment. */
  readonly meanWaiting: number;
  readonly greatestWaiting: number;
  /** Over those that passed: mean, standard deviation and greatest time from the beginning of the wait to its end. */
  readonly meanWait: number;
  readonly deviationWait: number;
  readonly greatestWait: number;
}

/** What a level monitor reports, from when it began until now. */
export interface LevelReport {
  readonly from: number;
  readonly to: number;
  /** Puts and gets done, those without waiting included. */
  readonly puts: number;
  readonly gets: number;
  /** Time-weighted means: the level, and how many waited to put and to get. */
  readonly meanLevel: number;
  readonly meanPutQueue: number;
  readonly meanGetQueue: number;
  readonly leastLevel: number;
  readonly greatestLevel: number;
  readonly greatestPutQueue: number;
  readonly greatestGetQueue: number;
  /** Waits to put and to get that ended with that, those that were over at once included; `tryPut` and `tryGet` are no waits. */
  readonly putWaits: number;
  readonly getWaits: number;
  /** Waits to put and to get that were given up. */
  readonly putWithdrawals: number;
  readonly getWithdrawals: number;
  /** Over `putWaits`: mean, standard deviation and greatest. */
  readonly meanPutWait: number;
  readonly deviationPutWait: number;
  readonly greatestPutWait: number;
  /** Over `getWaits`: mean, standard deviation and greatest. */
  readonly meanGetWait: number;
  readonly deviationGetWait: number;
  readonly greatestGetWait: number;
}

/** A clock: a simulation. */
interface Clock {
  readonly now: number;
}

/** Accumulates over those who wait in one line; made by `monitor()` of a gate, a barrier or a batcher, and two by a level monitor. */
export class WaitingMonitor {
  private readonly clock: Clock;
  private readonly queue: TimeWeighted;
  private readonly waits: Tally = new Tally();
  // For the accounting identities: time spent by those who left, who came, and who stood there at the start.
  private readonly spent: CompensatedSum = new CompensatedSum();
  private from: number;
  private atStart: number;
  private came = 0;
  private withdrawals = 0;

  constructor(clock: Clock, waiting: number) {
    this.clock = clock;
    this.from = clock.now;
    this.atStart = waiting;
    this.queue = new TimeWeighted(clock.now, waiting);
  }

  // --- told by what is waited for ---

  /** Somebody has begun to wait, and stands in the line. */
  joined(): void {
    this.came++;
    this.queue.add(this.clock.now, 1);
  }

  /** Somebody in the line, who has waited since then, was served. */
  served(since: number): void {
    this.left(since);
    this.waits.add(this.clock.now - since);
  }

  /** Somebody was served without standing in the line. */
  servedAtOnce(): void {
    this.came++;
    this.waits.add(0);
  }

  /** Somebody in the line, who has waited since then, gave up. */
  withdrawn(since: number): void {
    this.left(since);
    this.withdrawals++;
  }

  // --- asked by the user ---

  /** Sum up from when the monitor began until now. */
  report(): WaitingReport {
    const { from, waits } = this;
    const { now } = this.clock;
    const { integral, maximum } = this.queue.spanTo(now);
    return {
      from,
      to: now,
      passed: waits.count,
      withdrawals: this.withdrawals,
      meanWaiting: integral / (now - from),
      greatestWaiting: maximum,
      meanWait: waits.mean,
      deviationWait: waits.standardDeviation,
      greatestWait: waits.maximum,
    };
  }

  /** Forget what was measured and begin anew, at the end of a warm-up. */
  restart(): void {
    this.from = this.clock.now;
    this.atStart = this.queue.value;
    this.queue.reset(this.from);
    this.waits.reset();
    this.spent.reset();
    this.came = 0;
    this.withdrawals = 0;
  }

  /**
   * Check the accounting identities of the line on the path so far.
   *
   * Little's law on a finite path: the area under the queue length equals the time spent by those who left plus the time
   * spent so far by those who are there. Flow balance: who came was served, gave up or is there.
   *
   * @param line whose line it is, for the message
   * @param entries when those in the line began to wait
   * @throws InvariantError naming the line and both sides of what does not hold
   */
  check(line: string, entries: readonly number[]): void {
    const { now } = this.clock;
    const area = this.queue.spanTo(now).integral;
    let spent = this.spent.value;
    for (const entry of entries) spent += now - Math.max(entry, this.from);
    const tolerance = 1e-9 * Math.max(1, area, (Math.abs(now) + Math.abs(this.from)) * (1 + this.came * 1e-3));
    hold("Little's law", line, area, spent, Math.abs(area - spent) <= tolerance, now);
    const came = this.came + this.atStart;
    const went = this.waits.count + this.withdrawals + entries.length;
    hold("flow balance of the queue", line, came, went, came === went, now);
  }

  private left(since: number): void {
    const { now } = this.clock;
    this.queue.add(now, -1);
    this.spent.add(now - Math.max(since, this.from));
  }
}

/** Accumulates over one store or container; made by `monitor()`. */
export class LevelMonitor {
  /** Those who wait to put, and to get. */
  readonly putLine: WaitingMonitor;
  readonly getLine: WaitingMonitor;
  private readonly label: string;
  private readonly clock: Clock;
  private readonly level: TimeWeighted;
  private readonly flow: CompensatedSum = new CompensatedSum();
  private from: number;
  private levelAtStart: number;
  private puts = 0;
  private gets = 0;

  constructor(label: string, clock: Clock, level: number, putQueue: number, getQueue: number) {
    this.label = label;
    this.clock = clock;
    this.from = clock.now;
    this.levelAtStart = level;
    this.level = new TimeWeighted(clock.now, level);
    this.putLine = new WaitingMonitor(clock, putQueue);
    this.getLine = new WaitingMonitor(clock, getQueue);
  }

  // --- told by the store or container ---

  /** So many puts and gets were done, by which so much came in less what went out. */
  changed(level: number, puts: number, gets: number, flow: number): void {
    this.level.set(this.clock.now, level);
    this.puts += puts;
    this.gets += gets;
    this.flow.add(flow);
  }

  // --- asked by the user ---

  /** Sum up from when the monitor began until now. */
  report(): LevelReport {
    const { now } = this.clock;
    const level = this.level.spanTo(now);
    const putLine = this.putLine.report();
    const getLine = this.getLine.report();
    return {
      from: this.from,
      to: now,
      puts: this.puts,
      gets: this.gets,
      meanLevel: level.integral / (now - this.from),
      meanPutQueue: putLine.meanWaiting,
      meanGetQueue: getLine.meanWaiting,
      leastLevel: level.minimum,
      greatestLevel: level.maximum,
      greatestPutQueue: putLine.greatestWaiting,
      greatestGetQueue: getLine.greatestWaiting,
      putWaits: putLine.passed,
      getWaits: getLine.passed,
      putWithdrawals: putLine.withdrawals,
      getWithdrawals: getLine.withdrawals,
      meanPutWait: putLine.meanWait,
      deviationPutWait: putLine.deviationWait,
      greatestPutWait: putLine.greatestWait,
      meanGetWait: getLine.meanWait,
      deviationGetWait: getLine.deviationWait,
      greatestGetWait: getLine.greatestWait,
    };
  }

  /** Forget what was measured and begin anew, at the end of a warm-up. */
  restart(): void {
    this.from = this.clock.now;
    this.levelAtStart = this.level.value;
    this.level.reset(this.from);
    this.flow.reset();
    this.puts = 0;
    this.gets = 0;
    this.putLine.restart();
    this.getLine.restart();
  }

  /**
   * Check the accounting identities of the path so far: the level from 0 to what is allowed; what came in less what went out is what
   * the level has changed by; and those of both lines.
   *
   * @param level what is there, as the store or container counts it itself
   * @param allowed the capacity, or more when something was put back beyond it
   * @param putEntries when those who wait to put began to
   * @param getEntries when those who wait to get began to
   * @throws InvariantError naming the store or container and both sides of what does not hold
   */
  check(level: number, allowed: number, putEntries: readonly number[], getEntries: readonly number[]): void {
    const { label } = this;
    const { now } = this.clock;
    hold("level of at least 0", label, level, 0, level >= 0, now);
    hold("capacity", label, level, allowed, level <= allowed, now);
    const flow = this.flow.value;
    const change = level - this.levelAtStart;
    // The level is summed up with a rounding at each transfer; whole items are exact.
    const scale = Math.max(1, Math.abs(level), this.level.spanTo(now).maximum) * (1 + (this.puts + this.gets) * 1e-3);
    hold("flow balance", label, flow, change, Math.abs(flow - change) <= 1e-9 * scale, now);
    this.putLine.check(`those who wait to put into ${label}`, putEntries);
    this.getLine.check(`those who wait to get from ${label}`, getEntries);
  }
}

function hold(law: string, where: string, left: number, right: number, holds: boolean, time: number): void {
  if (holds) return;
  const text = `${law} does not hold for ${where}: ${left} against ${right} at time ${time}`;
  throw new InvariantError("resource-invariant", text, { law, left, right, time });
}
