// The counted resource of the event view: many sites with so many places each, customers that are small integers, queues
// that are linked lists in typed arrays. Nothing is allocated per customer.
//
// Contract: a customer holds or awaits at most one place, at one site. A free place is taken at once by `seize`; who has
// to wait hears by a new event at the time of the grant. Lower priority first, then first-in first-out. Patience that runs
// out gives back the place in the queue. Capacity that falls below what is in use lets holders finish and none enter.

import { InvariantError } from "../foundation/errors.ts";
import type { HandlerId, Simulation } from "../kernel/index.ts";
import { CapacityError, ReleaseError } from "./errors.ts";

/** How sites are set up. */
export interface SiteResourcesOptions {
  readonly name?: string;
  /** The capacity of each site: whole numbers of at least 0. */
  readonly capacities: readonly number[];
  /** Customers to make room for at first; room grows by doubling. */
  readonly customers?: number;
  /** Called by an event when a customer who waited is granted a place. */
  readonly granted: (customer: number) => void;
  /** Called by an event when the patience of a customer has run out. */
  readonly reneged?: (customer: number) => void;
}

/** What became of the customers of one site, and time-weighted means; from when monitoring began until now. */
export interface SiteReport {
  readonly requests: number;
  readonly grants: number;
  readonly releases: number;
  readonly reneges: number;
  readonly withdrawals: number;
  readonly meanQueue: number;
  readonly meanInUse: number;
  /** Over grants: mean time from request to grant. */
  readonly meanWait: number;
  /** Places in use over places there were, both over time; above 1 only while holders finish after the capacity fell. */
  readonly utilisation: number;
}

/** Where a customer stands. */
export type CustomerState = "out" | "waiting" | "called" | "holding";

const out = 0;
const waiting = 1;
// A place is kept for the customer, whose event has yet to run.
const called = 2;
const holding = 3;
const stateNames: readonly CustomerState[] = ["out", "waiting", "called", "holding"];

// Cells of the monitor of one site.
const lastCell = 0;
const queueArea = 1;
const inUseArea = 2;
const waitSum = 3;
const requestCount = 4;
const grantCount = 5;
const releaseCount = 6;
const renegeCount = 7;
const withdrawalCount = 8;
const queueAtStart = 9;
const inUseAtStart = 10;
const waitedSum = 11;
const capacityArea = 12;
// Places in use when the capacity fell below them; 0 once it is respected again.
const overhang = 13;
const monitorCells = 14;

const customerLimit = 2_147_483_648; // 2^31
const largestCapacity = 2_147_483_647; // 2^31 - 1

/**
 * Places at sites, for the event view.
 *
 * @example
 * const beds = new SiteResources(simulation, {
 *   capacities: [10, 20],
 *   granted: (patient) => simulation.scheduleIn(stay(patient), leave, patient),
 * });
 * if (beds.seize(0, patient, 5)) simulation.scheduleIn(stay(patient), leave, patient);
 */
export class SiteResources {
  readonly simulation: Simulation;
  readonly name: string;
  /** How many sites there are. */
  readonly sites: number;
  private readonly capacities: Int32Array;
  private readonly used: Int32Array;
  private readonly queued: Int32Array;
  private readonly heads: Int32Array;
  private readonly tails: Int32Array;
  private states: Uint8Array;
  private siteOfCustomer: Int32Array;
  private nexts: Int32Array;
  private previouses: Int32Array;
  private priorities: Float64Array;
  private requestTimes: Float64Array;
  private handles: Float64Array;
  private readonly onGrant: HandlerId;
  private readonly onPatience: HandlerId;
  private monitored: Float64Array | null = null;
  private monitoredFrom = 0;

  /**
   * @param simulation whose clock they follow
   * @param options capacities and what to call
   * @throws CapacityError when a capacity, or the number of customers to make room for, is not a whole number of at least 0
   */
  constructor(simulation: Simulation, options: SiteResourcesOptions) {
    const { name = "sites", capacities, customers = 64, granted, reneged } = options;
    this.simulation = simulation;
    this.name = name;
    if (!(Number.isSafeInteger(customers) && customers >= 0 && customers <= customerLimit)) {
      this.refuse("customers", `room for ${customers} customers; give a whole number of at least 0`, customers);
    }
    this.sites = capacities.length;
    for (const capacity of capacities) this.checkCapacity(capacity);
    this.capacities = Int32Array.from(capacities);
    this.used = new Int32Array(this.sites);
    this.queued = new Int32Array(this.sites);
    this.heads = new Int32Array(this.sites).fill(-1);
    this.tails = new Int32Array(this.sites).fill(-1);
    const room = Math.max(1, customers);
    this.states = new Uint8Array(room);
    this.siteOfCustomer = new Int32Array(room);
    this.nexts = new Int32Array(room);
    this.previouses = new Int32Array(room);
    this.priorities = new Float64Array(room);
    this.requestTimes = new Float64Array(room);
    this.handles = new Float64Array(room);
    this.onGrant = simulation.handler((customer) => {
      this.states[customer] = holding;
      this.handles[customer] = 0;
      granted(customer);
    });
    this.onPatience = simulation.handler((customer) => {
      this.handles[customer] = 0;
      this.unlink(customer, renegeCount);
      this.states[customer] = out;
      reneged?.(customer);
    });
  }

  /** Places of a site. */
  capacity(site: number): number {
    return this.capacities[site];
  }

  /** Places in use at a site, those kept for customers who were called included. */
  inUse(site: number): number {
    return this.used[site];
  }

  /** Customers who wait at a site. */
  queueLength(site: number): number {
    return this.queued[site];
  }

  /** Where a customer stands. */
  state(customer: number): CustomerState {
    return stateNames[this.states[customer] ?? out];
  }

  /** The site a customer waits at or holds a place of; -1 when out. */
  siteOf(customer: number): number {
    return (this.states[customer] ?? out) === out ? -1 : this.siteOfCustomer[customer];
  }

  /** The customer who is next at a site, or -1. */
  next(site: number): number {
    return this.heads[site];
  }

  /**
   * Ask for a place.
   *
   * @param site from 0
   * @param customer a whole number from 0, who holds and awaits nothing here
   * @param patience how long to wait at most; for ever when left out
   * @param priority lower is served first; 0 when left out
   * @returns true when the place is taken now; false when the customer waits and will be called
   * @throws CapacityError for a site that does not exist, a customer who is not out, or a patience that makes no sense
   */
  seize(site: number, customer: number, patience: number = Number.POSITIVE_INFINITY, priority = 0): boolean {
    this.checkSeize(site, customer, patience, priority);
    this.siteOfCustomer[customer] = site;
    const { now } = this.simulation;
    this.requestTimes[customer] = now;
    const atOnce = this.used[site] < this.capacities[site] && this.heads[site] < 0;
    // First what may be refused.
    const handle =
      atOnce || patience === Number.POSITIVE_INFINITY
        ? 0
        : this.simulation.schedule(now + patience, this.onPatience, customer);
    if (this.monitored !== null) this.advance(site)[site * monitorCells + requestCount]++;
    if (atOnce) {
      this.used[site]++;
      this.states[customer] = holding;
      if (this.monitored !== null) this.monitored[site * monitorCells + grantCount]++;
      return true;
    }
    this.priorities[customer] = priority;
    this.link(site, customer, priority);
    this.states[customer] = waiting;
    this.handles[customer] = handle;
    return false;
  }

  /**
   * Give a place back; the next customer in the queue is called by an event.
   *
   * @throws ReleaseError when the customer holds none
   */
  release(customer: number): void {
    if (this.state(customer) !== "holding") this.refuseRelease(customer);
    this.states[customer] = out;
    this.free(this.siteOfCustomer[customer]);
  }

  /**
   * Leave, wherever the customer stands: the queue, or a place that was held or kept.
   *
   * @returns false when the customer was out
   */
  leave(customer: number): boolean {
    const state = this.states[customer] ?? out;
    if (state === out) return false;
    this.states[customer] = out;
    const handle = this.handles[customer];
    if (handle !== 0) this.simulation.cancel(handle);
    this.handles[customer] = 0;
    if (state === waiting) this.unlink(customer, withdrawalCount);
    else this.free(this.siteOfCustomer[customer]);
    return true;
  }

  /**
   * Change the capacity of a site.
   *
   * @throws CapacityError when it is not a whole number of at least 0, or there is no such site
   */
  setCapacity(site: number, capacity: number): void {
    if (site >>> 0 !== site || site >= this.sites) this.refuseSite(site);
    this.checkCapacity(capacity);
    if (this.monitored !== null) {
      const cells = this.advance(site);
      cells[site * monitorCells + overhang] = this.used[site] > capacity ? this.used[site] : 0;
    }
    this.capacities[site] = capacity;
    this.call(site);
  }

  /** Begin to measure; before, nothing is measured and nothing is paid. */
  monitor(): void {
    if (this.monitored !== null) return;
    this.monitored = new Float64Array(this.sites * monitorCells);
    this.monitoredFrom = this.simulation.now;
    for (let site = 0; site < this.sites; site++) {
      this.monitored[site * monitorCells + lastCell] = this.simulation.now;
      this.monitored[site * monitorCells + queueAtStart] = this.queued[site];
      this.monitored[site * monitorCells + inUseAtStart] = this.used[site];
      if (this.used[site] > this.capacities[site]) this.monitored[site * monitorCells + overhang] = this.used[site];
    }
  }

  /** Report on a site from when monitoring began until now; NaN where nothing was measured. */
  report(site: number): SiteReport {
    if (site >>> 0 !== site || site >= this.sites) this.refuseSite(site);
    this.monitor();
    const cells = this.advance(site);
    const at = site * monitorCells;
    const span = this.simulation.now - this.monitoredFrom;
    return {
      requests: cells[at + requestCount],
      grants: cells[at + grantCount],
      releases: cells[at + releaseCount],
      reneges: cells[at + renegeCount],
      withdrawals: cells[at + withdrawalCount],
      meanQueue: cells[at + queueArea] / span,
      meanInUse: cells[at + inUseArea] / span,
      meanWait: cells[at + waitSum] / cells[at + grantCount],
      utilisation: cells[at + inUseArea] / cells[at + capacityArea],
    };
  }

  /**
   * Check Little's law, flow balance and capacity at every site on the path since monitoring began.
   *
   * @throws InvariantError when one does not hold
   */
  checkInvariants(): void {
    this.monitor();
    const { now } = this.simulation;
    for (let site = 0; site < this.sites; site++) {
      const cells = this.advance(site);
      const at = site * monitorCells;
      let sojourn = cells[at + waitedSum];
      let length = 0;
      for (let customer = this.heads[site]; customer >= 0; customer = this.nexts[customer]) {
        sojourn += now - Math.max(this.requestTimes[customer], this.monitoredFrom);
        length++;
      }
      const area = cells[at + queueArea];
      const tolerance = 1e-9 * Math.max(1, area, Math.abs(now) * (1 + cells[at + requestCount] * 1e-3));
      this.hold("Little's law", site, area, sojourn, Math.abs(area - sojourn) <= tolerance);
      const came = cells[at + requestCount] + cells[at + queueAtStart];
      const went = cells[at + grantCount] + cells[at + renegeCount] + cells[at + withdrawalCount] + length;
      this.hold("flow balance of the queue", site, came, went, came === went && length === this.queued[site]);
      const entered = cells[at + grantCount] + cells[at + inUseAtStart];
      const balance = cells[at + releaseCount] + this.used[site];
      this.hold("flow balance of the places", site, entered, balance, entered === balance);
      const most = Math.max(this.capacities[site], cells[at + overhang]);
      this.hold("places in use within the capacity", site, this.used[site], most, this.used[site] <= most);
      const idle = this.used[site] < this.capacities[site] && length > 0;
      this.hold("no place free while somebody waits", site, this.used[site], this.capacities[site], !idle);
    }
  }

  // --- private ---

  private free(site: number): void {
    if (this.monitored !== null) this.advance(site);
    this.used[site]--;
    if (this.monitored !== null) this.countRelease(this.monitored, site);
    this.call(site);
  }

  private countRelease(cells: Float64Array, site: number): void {
    const at = site * monitorCells;
    cells[at + releaseCount]++;
    if (cells[at + overhang] > 0) {
      cells[at + overhang] = this.used[site] > this.capacities[site] ? this.used[site] : 0;
    }
  }

  /** Call customers for as long as there is room. */
  private call(site: number): void {
    while (this.used[site] < this.capacities[site] && this.heads[site] >= 0) {
      const customer = this.heads[site];
      const handle = this.handles[customer];
      if (handle !== 0) this.simulation.cancel(handle);
      const { now } = this.simulation;
      // First what may be refused, unless an event has just been withdrawn.
      const call = this.simulation.schedule(now, this.onGrant, customer);
      this.detach(customer);
      if (this.monitored !== null) {
        const at = site * monitorCells;
        this.monitored[at + grantCount]++;
        this.monitored[at + waitSum] += now - this.requestTimes[customer];
      }
      this.used[site]++;
      this.states[customer] = called;
      this.handles[customer] = call;
    }
  }

  private link(site: number, customer: number, priority: number): void {
    let before = this.tails[site];
    while (before >= 0 && this.priorities[before] > priority) before = this.previouses[before];
    const after = before < 0 ? this.heads[site] : this.nexts[before];
    this.previouses[customer] = before;
    this.nexts[customer] = after;
    if (before < 0) this.heads[site] = customer;
    else this.nexts[before] = customer;
    if (after < 0) this.tails[site] = customer;
    else this.previouses[after] = customer;
    this.queued[site]++;
  }

  /** Leave the queue without a place. */
  private unlink(customer: number, counter: number): void {
    this.detach(customer);
    if (this.monitored !== null) this.monitored[this.siteOfCustomer[customer] * monitorCells + counter]++;
  }

  private detach(customer: number): void {
    const site = this.siteOfCustomer[customer];
    if (this.monitored !== null) {
      const since = Math.max(this.requestTimes[customer], this.monitoredFrom);
      this.advance(site)[site * monitorCells + waitedSum] += this.simulation.now - since;
    }
    const before = this.previouses[customer];
    const after = this.nexts[customer];
    if (before < 0) this.heads[site] = after;
    else this.nexts[before] = after;
    if (after < 0) this.tails[site] = before;
    else this.previouses[after] = before;
    this.queued[site]--;
  }

  private advance(site: number): Float64Array {
    const cells = this.monitored as Float64Array;
    const at = site * monitorCells;
    const { now } = this.simulation;
    const span = now - cells[at + lastCell];
    if (span > 0) {
      cells[at + lastCell] = now;
      cells[at + queueArea] += span * this.queued[site];
      cells[at + inUseArea] += span * this.used[site];
      cells[at + capacityArea] += span * this.capacities[site];
    }
    return cells;
  }

  private checkSeize(site: number, customer: number, patience: number, priority: number): void {
    if (!(Number.isSafeInteger(customer) && customer >= 0 && customer < customerLimit)) {
      this.refuse("customer", `customer ${customer}; give a whole number of at least 0`, customer);
    }
    if (customer >= this.states.length) this.grow(customer);
    if (site >>> 0 !== site || site >= this.sites) {
      this.refuseSite(site);
    }
    if (this.states[customer] !== out) {
      const text = `customer ${customer} is ${this.state(customer)} at site ${this.siteOfCustomer[customer]}; release or leave first`;
      this.refuse("customer-not-out", text, customer);
    }
    if (!(patience >= 0)) this.refuse("patience", `patience ${patience}; give a number of at least 0`, patience);
    if (!Number.isFinite(priority)) this.refuse("priority", `priority ${priority}; give a finite number`, priority);
  }

  private grow(customer: number): void {
    let room = this.states.length;
    while (room <= customer) room *= 2;
    const longer = <T extends Uint8Array | Int32Array | Float64Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.states = longer(this.states, new Uint8Array(room));
    this.siteOfCustomer = longer(this.siteOfCustomer, new Int32Array(room));
    this.nexts = longer(this.nexts, new Int32Array(room));
    this.previouses = longer(this.previouses, new Int32Array(room));
    this.priorities = longer(this.priorities, new Float64Array(room));
    this.requestTimes = longer(this.requestTimes, new Float64Array(room));
    this.handles = longer(this.handles, new Float64Array(room));
  }

  private checkCapacity(capacity: number): void {
    if (!(Number.isSafeInteger(capacity) && capacity >= 0 && capacity <= largestCapacity)) {
      const range = capacity > largestCapacity ? `at most ${largestCapacity}` : "at least 0";
      this.refuse("capacity", `capacity ${capacity}; give a whole number of ${range}`, capacity);
    }
  }

  private hold(law: string, site: number, left: number, right: number, holds: boolean): void {
    if (holds) return;
    const text = `${law} does not hold for ${this.name} at site ${site}: ${left} against ${right} at time ${this.simulation.now}`;
    throw new InvariantError("resource-invariant", text, { law, site, left, right });
  }

  private refuseSite(site: number): never {
    return this.refuse("unknown-site", `site ${site} of ${this.sites}; sites count from 0`, site);
  }

  private refuseRelease(customer: number): never {
    const text = `${this.name}: customer ${customer} is ${this.state(customer)}, not holding; release once, after the grant`;
    throw new ReleaseError("not-held", text, this.simulation.place(), { customer });
  }

  private refuse(code: string, message: string, value: number): never {
    throw new CapacityError(code, `${this.name}: ${message}`, this.simulation.place(), { value });
  }
}
