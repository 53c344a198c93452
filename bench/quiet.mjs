// How much others take of the processor while we measure. On a shared machine somebody else's thread on the same core costs
// code that keeps many of the core's units busy more than it costs an interpreter: it changes ratios, not only times, and no
// clock shows it. So a probe of fixed work is timed before and after each measurement, and compared with
// its own best.
import { readFileSync } from "node:fs";

const STEPS = 200_000;
const PROBES = 5;

function* one() {
  for (;;) yield 1;
}

/** Time the probe; nanoseconds a step. */
function probe() {
  const steps = one();
  let sum = 0;
  const started = process.hrtime.bigint();
  for (let i = 0; i < STEPS; i += 1) sum += steps.next().value;
  if (sum !== STEPS) throw new Error("the probe counts wrongly");
  return Number(process.hrtime.bigint() - started) / STEPS;
}

/** Ticks that the host gave to others while we wanted to run, and all ticks; null where nobody counts them. */
function ticks() {
  try {
    const fields = readFileSync("/proc/stat", "utf8").split("\n")[0].trim().split(/\s+/).slice(1, 9).map(Number);
    return { stolen: fields[7], all: fields.reduce((a, b) => a + b, 0) };
  } catch {
    return null;
  }
}

const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** Measures in quiet moments, as far as patience lasts. */
export class QuietMoments {
  /** Slower than its best by more than this factor, the probe says that the machine is not ours alone. */
  static LIMIT = 1.25;
  /** Share of the processors' time that the host may give to others during a measurement. */
  static STOLEN = 0.05;

  /**
   * @param {number} seconds how long to wait and to measure again at most, over all
   * @param {number} measurements how many there will be: each may use half as much again as its share of what is left
   */
  constructor(seconds, measurements) {
    this.left = seconds * 1000;
    this.toCome = measurements;
    this.measured = 0;
    this.disturbed = 0;
    this.repeated = 0;
    this.best = Number.POSITIVE_INFINITY;
    if (seconds > 0) for (let i = 0; i < 300; i += 1) this.best = Math.min(this.best, probe());
  }

  /**
   * Measure once, or again while others disturb and patience lasts. What is kept is chosen by the probes, never by the result.
   *
   * @template T
   * @param {() => T} measure
   * @returns {T}
   */
  measure(measure) {
    this.measured += 1;
    const patience = Math.min(this.left, (1.5 * this.left) / Math.max(1, this.toCome));
    this.toCome -= 1;
    if (!(patience > 0)) return measure();
    const begun = Date.now();
    let kept;
    let took = 0;
    do {
      while (this.disturbance() > QuietMoments.LIMIT && Date.now() - begun < patience) sleep(20);
      const before = this.disturbance();
      const ticksBefore = ticks();
      const started = Date.now();
      const value = measure();
      took = Date.now() - started;
      const ticksAfter = ticks();
      const stolen =
        ticksBefore === null || ticksAfter === null
          ? 0
          : (ticksAfter.stolen - ticksBefore.stolen) / Math.max(1, ticksAfter.all - ticksBefore.all);
      const disturbance = Math.max(
        before,
        this.disturbance(),
        1 + (stolen / QuietMoments.STOLEN) * (QuietMoments.LIMIT - 1),
      );
      if (kept !== undefined) this.repeated += 1;
      if (kept === undefined || disturbance < kept.disturbance) kept = { value, disturbance };
    } while (kept.disturbance > QuietMoments.LIMIT && Date.now() - begun + took < patience);
    if (kept.disturbance > QuietMoments.LIMIT) this.disturbed += 1;
    this.left -= Math.max(0, Date.now() - begun - took);
    return kept.value;
  }

  /** How many times as long as its best the probe takes now. */
  disturbance() {
    const times = Array.from({ length: PROBES }, probe).sort((a, b) => a - b);
    this.best = Math.min(this.best, times[0]);
    return times[PROBES >> 1] / this.best;
  }

  /** For the record. */
  report() {
    const { measured, disturbed, repeated, best } = this;
    return { measured, disturbed, repeated, limit: QuietMoments.LIMIT, bestProbeNs: Number(best.toPrecision(4)) };
  }
}
