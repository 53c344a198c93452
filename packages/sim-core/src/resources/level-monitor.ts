// What is measured about a level (items in a store, contents of a container) and those who wait to put or get.

/** What a level monitor reports, from when it began until now. */
export interface LevelReport {
  readonly from: number;
  readonly to: number;
  /** Puts and gets done. */
  readonly puts: number;
  readonly gets: number;
  /** Time-weighted means: the level, and how many waited to put and to get. */
  readonly meanLevel: number;
  readonly meanPutQueue: number;
  readonly meanGetQueue: number;
  readonly leastLevel: number;
  readonly greatestLevel: number;
}

/** Accumulates over one store or container; made by `monitor()`. */
export class LevelMonitor {
  private from: number;
  private last: number;
  private readonly clock: { readonly now: number };
  private readonly read: () => readonly [level: number, puts: number, gets: number];
  private readonly now: Float64Array = new Float64Array(3);
  private readonly areas: Float64Array = new Float64Array(3);
  private puts = 0;
  private gets = 0;
  private least: number;
  private greatest: number;

  constructor(clock: { readonly now: number }, read: () => readonly [number, number, number]) {
    this.clock = clock;
    this.read = read;
    this.from = clock.now;
    this.last = clock.now;
    this.now.set(read());
    this.least = this.now[0];
    this.greatest = this.now[0];
  }

  /** The level or a queue has changed; so many puts and gets were done. */
  changed(puts: number, gets: number): void {
    this.advance();
    this.now.set(this.read());
    this.puts += puts;
    this.gets += gets;
    this.least = Math.min(this.least, this.now[0]);
    this.greatest = Math.max(this.greatest, this.now[0]);
  }

  /** Sum up from when the monitor began until now. */
  report(): LevelReport {
    this.advance();
    const span = this.last - this.from;
    return {
      from: this.from,
      to: this.last,
      puts: this.puts,
      gets: this.gets,
      meanLevel: this.areas[0] / span,
      meanPutQueue: this.areas[1] / span,
      meanGetQueue: this.areas[2] / span,
      leastLevel: this.least,
      greatestLevel: this.greatest,
    };
  }

  /** Forget what was measured and begin anew, at the end of a warm-up. */
  restart(): void {
    this.from = this.clock.now;
    this.last = this.clock.now;
    this.areas.fill(0);
    this.puts = 0;
    this.gets = 0;
    this.least = this.now[0];
    this.greatest = this.now[0];
  }

  private advance(): void {
    const { now } = this.clock;
    const span = now - this.last;
    this.last = now;
    for (let i = 0; i < 3; i++) this.areas[i] += span * this.now[i];
  }
}
