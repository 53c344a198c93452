// Unbiased totals without a warm-up. With Poisson arrivals (or exponential up-times) a system starts anew each time it becomes
// empty; totals over whole cycles, from one such moment to another, obey E[total of x] = stationary mean of x x E[length] exactly
// (renewal-reward theorem; Crane and Iglehart 1975), however short the run. A replication is a fixed number of cycles.

import type { Simulation } from "../kernel/index.ts";

/** Count the cycles of a system, the area under its number present, and stop the simulation after the last cycle. */
export class CycleCount {
  /** How many are present. */
  present = 0;
  /** Those who have come since the start. */
  arrivals = 0;
  /** Sum of the times that those spent who have left. */
  sojourn = 0;
  private area = 0;
  private last = 0;
  private left: number;
  private readonly simulation: Simulation;

  /**
   * @param simulation which starts at time 0 with nobody present
   * @param cycles after how many the simulation is stopped
   */
  constructor(simulation: Simulation, cycles: number) {
    this.simulation = simulation;
    this.left = cycles;
  }

  /** Somebody comes. */
  enter(): void {
    this.settle();
    this.present += 1;
    this.arrivals += 1;
  }

  /** Somebody leaves who came at `since`; when nobody is left, a cycle is over. */
  leave(since: number): void {
    this.settle();
    this.present -= 1;
    this.sojourn += this.simulation.now - since;
    if (this.present > 0) return;
    this.left -= 1;
    if (this.left === 0) this.simulation.stop();
  }

  /** Sum up; defined when the simulation was stopped here. */
  totals(): { time: number; customers: number; presentArea: number; sojourn: number } {
    this.settle();
    return { time: this.last, customers: this.arrivals, presentArea: this.area, sojourn: this.sojourn };
  }

  private settle(): void {
    const { now } = this.simulation;
    this.area += this.present * (now - this.last);
    this.last = now;
  }
}
