// What is measured about a queue and its server when somebody asks. Raw accumulators, no allocation per change; the
// resource skips them altogether until `monitor()` is called, so that nobody pays who does not look.

import { InvariantError } from "../foundation/errors.ts";

/** What a monitor reports, from when it began until now. */
export interface ResourceReport {
  /** When the monitor began, and now. */
  readonly from: number;
  readonly to: number;
  /** Requests that came, by what became of them. */
  readonly requests: number;
  readonly grants: number;
  readonly releases: number;
  readonly reneges: number;
  readonly balks: number;
  readonly withdrawals: number;
  readonly preemptions: number;
  /** Time-weighted means: requests waiting, units in use, units of capacity. */
  readonly meanQueue: number;
  readonly meanInUse: number;
  readonly meanCapacity: number;
  /** Units in use over units of capacity, both time-weighted. */
  readonly utilisation: number;
  readonly greatestQueue: number;
  readonly greatestInUse: number;
  /** Over requests granted since the monitor began: mean, standard deviation and greatest time from request to grant. */
  readonly meanWait: number;
  readonly deviationWait: number;
  readonly greatestWait: number;
}

const from = 0;
const last = 1;
const queueArea = 2;
const inUseArea = 3;
const capacityArea = 4;
const queueNow = 5;
const inUseNow = 6;
const capacityNow = 7;
const requests = 8;
const grants = 9;
const releases = 10;
const reneges = 11;
const balks = 12;
const withdrawals = 13;
const preemptions = 14;
const greatestQueue = 15;
const greatestInUse = 16;
const meanWait = 17;
const squaresWait = 18;
const greatestWait = 19;
// For the accounting identities: time spent in the queue by those who left it, who stood there at the start, requests let back in.
const waited = 20;
const queueAtStart = 21;
const requeued = 22;
const heldAtStart = 23;
const heldNow = 24;
const cells = 25;

/** Accumulates over one resource; made by `resource.monitor()`. */
export class ResourceMonitor {
  private readonly cells: Float64Array = new Float64Array(cells);
  private readonly name: string;
  private readonly clock: { readonly now: number };

  constructor(
    name: string,
    clock: { readonly now: number },
    queue: number,
    inUse: number,
    capacity: number,
    held: number,
  ) {
    this.name = name;
    this.clock = clock;
    const c = this.cells;
    c[from] = clock.now;
    c[last] = clock.now;
    c[queueNow] = queue;
    c[queueAtStart] = queue;
    c[inUseNow] = inUse;
    c[capacityNow] = capacity;
    c[heldAtStart] = held;
    c[heldNow] = held;
    c[greatestQueue] = queue;
    c[greatestInUse] = inUse;
  }

  // --- told by the resource ---

  /** A request came (again, when it was preempted); it is in the queue now. */
  entered(again: boolean): void {
    this.advance();
    const c = this.cells;
    if (again) c[requeued]++;
    else c[requests]++;
    c[queueNow]++;
    if (c[queueNow] > c[greatestQueue]) c[greatestQueue] = c[queueNow];
  }

  /** A request left the queue after so long, since the monitor began or it came. */
  left(since: number, how: "granted" | "reneged" | "withdrawn"): void {
    this.advance();
    const c = this.cells;
    c[queueNow]--;
    c[waited] += c[last] - Math.max(since, c[from]);
    if (how === "reneged") c[reneges]++;
    else if (how === "withdrawn") c[withdrawals]++;
  }

  /** A request was granted, this long after it came. */
  granted(units: number, wait: number): void {
    this.advance();
    const c = this.cells;
    c[grants]++;
    c[heldNow]++;
    c[inUseNow] += units;
    if (c[inUseNow] > c[greatestInUse]) c[greatestInUse] = c[inUseNow];
    const difference = wait - c[meanWait];
    c[meanWait] += difference / c[grants];
    c[squaresWait] += difference * (wait - c[meanWait]);
    if (wait > c[greatestWait]) c[greatestWait] = wait;
  }

  /** A request was granted without waiting: it came and went in one instant. */
  grantedAtOnce(units: number): void {
    this.cells[requests]++;
    this.granted(units, 0);
  }

  /** Units came back. */
  released(units: number, preempted: boolean): void {
    this.advance();
    const c = this.cells;
    c[heldNow]--;
    c[inUseNow] -= units;
    if (preempted) c[preemptions]++;
    else c[releases]++;
  }

  /** A request did not even queue. */
  balked(): void {
    this.cells[requests]++;
    this.cells[balks]++;
  }

  /** The capacity changed. */
  capacityChanged(capacity: number): void {
    this.advance();
    this.cells[capacityNow] = capacity;
  }

  // --- asked by the user ---

  /** Sum up from when the monitor began until now. */
  report(): ResourceReport {
    this.advance();
    const c = this.cells;
    const span = c[last] - c[from];
    const n = c[grants];
    return {
      from: c[from],
      to: c[last],
      requests: c[requests],
      grants: n,
      releases: c[releases],
      reneges: c[reneges],
      balks: c[balks],
      withdrawals: c[withdrawals],
      preemptions: c[preemptions],
      meanQueue: c[queueArea] / span,
      meanInUse: c[inUseArea] / span,
      meanCapacity: c[capacityArea] / span,
      utilisation: c[inUseArea] / c[capacityArea],
      greatestQueue: c[greatestQueue],
      greatestInUse: c[greatestInUse],
      meanWait: n > 0 ? c[meanWait] : Number.NaN,
      deviationWait: n > 1 ? Math.sqrt(c[squaresWait] / (n - 1)) : Number.NaN,
      greatestWait: n > 0 ? c[greatestWait] : Number.NaN,
    };
  }

  /** Forget what was measured and begin anew, at the end of a warm-up. */
  restart(): void {
    const c = this.cells;
    const { now } = this.clock;
    const [queue, inUse, capacity, held] = [c[queueNow], c[inUseNow], c[capacityNow], c[heldNow]];
    c.fill(0);
    c[from] = now;
    c[last] = now;
    c[queueNow] = queue;
    c[queueAtStart] = queue;
    c[inUseNow] = inUse;
    c[capacityNow] = capacity;
    c[heldAtStart] = held;
    c[heldNow] = held;
    c[greatestQueue] = queue;
    c[greatestInUse] = inUse;
  }

  /**
   * Check the accounting identities of the path so far.
   *
   * Little's law on a finite path: the area under the queue length equals the time spent by those who left plus the time
   * spent so far by those who are there. Flow balance: what came is granted, reneged, withdrawn, balked or there.
   * Capacity: no more in use than there is, except what was held when the capacity fell.
   *
   * @param entries when those in the queue came
   * @param unitsHeld units held, summed over the holders
   * @param overhang units that may be in use beyond the capacity
   * @throws InvariantError naming the resource and both sides of what does not hold
   */
  check(entries: readonly number[], unitsHeld: number, overhang: number): void {
    this.advance();
    const c = this.cells;
    const now = c[last];
    let sojourn = c[waited];
    for (const entry of entries) sojourn += now - Math.max(entry, c[from]);
    const tolerance = 1e-9 * Math.max(1, c[queueArea], (Math.abs(now) + Math.abs(c[from])) * (1 + c[requests] * 1e-3));
    this.hold("Little's law", c[queueArea], sojourn, Math.abs(c[queueArea] - sojourn) <= tolerance);
    const came = c[requests] + c[requeued] + c[queueAtStart];
    const went = c[grants] + c[reneges] + c[withdrawals] + c[balks] + entries.length;
    this.hold("flow balance of the queue", came, went, came === went);
    const entered = c[grants] + c[heldAtStart];
    const out = c[releases] + c[preemptions] + c[heldNow];
    this.hold("flow balance of the server", entered, out, entered === out);
    this.hold("units in use", c[inUseNow], unitsHeld, c[inUseNow] === unitsHeld);
    const allowed = Math.max(c[capacityNow], overhang);
    this.hold("capacity", c[inUseNow], allowed, c[inUseNow] <= allowed);
  }

  private hold(law: string, left: number, right: number, holds: boolean): void {
    if (holds) return;
    const text = `${law} does not hold for ${this.name}: ${left} against ${right} at time ${this.cells[last]}`;
    throw new InvariantError("resource-invariant", text, { law, left, right, time: this.cells[last] });
  }

  private advance(): void {
    const c = this.cells;
    const { now } = this.clock;
    const span = now - c[last];
    if (span === 0) return;
    c[last] = now;
    c[queueArea] += span * c[queueNow];
    c[inUseArea] += span * c[inUseNow];
    c[capacityArea] += span * c[capacityNow];
  }
}
