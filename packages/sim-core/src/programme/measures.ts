// What a run reports at each anniversary: one observation for each measure and group. Stocks are the state at the time,
// flows what happened in the year that ends. Ratios are of totals within the run. Nothing here changes the run.

import { canonicalGroup, type Group, type Replication } from "../kernel/index.ts";
import { classOf } from "./geography.ts";
import {
  enterpriseSizeLimitsMnok,
  enterpriseSizes,
  million,
  municipalitySizes,
  percent,
  perThousand,
  reportedLosses,
  reportedQuantiles,
} from "./numerics.ts";
import { none } from "./people.ts";
import { offers, specialist, staffed, workstation } from "./services.ts";
import type { State } from "./state.ts";
import {
  bounds,
  causes,
  municipal,
  municipalOrdinary,
  noSetting,
  ordinary,
  type Setting,
  settings,
  sheltered,
  streams,
} from "./words.ts";

const total = canonicalGroup({});
const bySetting: readonly string[] = settings.map((setting) => canonicalGroup({ setting }));

/** Reports the measures of a run. */
export class Measures {
  readonly #state: State;
  readonly #replication: Replication;
  readonly #sizeOfEnterprise: Int32Array;
  readonly #groups: Map<string, string> = new Map();
  /** Since the scenario's start. */
  #closed = 0;
  #lost = 0;

  constructor(state: State, replication: Replication) {
    this.#state = state;
    this.#replication = replication;
    this.#sizeOfEnterprise = Int32Array.from(state.register.vtaRevenueNok, (nok) =>
      classOf(nok / million, enterpriseSizeLimitsMnok),
    );
  }

  /** Report everything at a time, in years from the scenario's start; flows only when a year has passed. */
  observe(time: number): void {
    const hasFlows = time > 0;
    this.#people(time);
    this.#supervision(time);
    this.#municipalities(time);
    if (hasFlows) {
      this.#flows(time);
      this.#money(time);
      this.#enterprises(time);
    }
  }

  #observe(measure: string, group: string, time: number, value: number): void {
    this.#replication.observe(measure, group, time, value);
  }

  #group(group: Group): string {
    const key = Object.values(group).join("|") + Object.keys(group).join("|");
    let text = this.#groups.get(key);
    if (text === undefined) {
      text = canonicalGroup(group);
      this.#groups.set(key, text);
    }
    return text;
  }

  #people(time: number): void {
    const { people, p, simulation } = this.#state;
    const now = simulation.now;
    const n = settings.length;
    const tenure = new Float64Array(n);
    const age = new Float64Array(n);
    const good = new Float64Array(n);
    const high = new Float64Array(n);
    const places = new Float64Array(n);
    let waiting = 0;
    let waited = 0;
    let longWaits = 0;
    const needLimit = 1 - p["person.high-need-share"];
    for (let i = 0; i < people.count; i++) {
      const s = people.setting[i] as number;
      if (s === noSetting) {
        if ((people.queue[i] as number) === none) continue;
        const wait = now - (people.waitingSince[i] as number);
        waiting++;
        waited += wait;
        if (wait > 1) longWaits++;
        continue;
      }
      tenure[s] = (tenure[s] as number) + now - (people.entered[i] as number);
      age[s] = (age[s] as number) + now - (people.birth[i] as number);
      good[s] = (good[s] as number) + 1 - (people.poorMatch[i] as number);
      places[s] = (places[s] as number) + (people.place[i] as number);
      if ((people.need[i] as number) > needLimit) high[s] = (high[s] as number) + 1;
    }
    let all = 0;
    let allPositions = 0;
    for (let s = 0; s < n; s++) {
      const group = bySetting[s] as string;
      const count = people.participants[s] as number;
      all += count;
      allPositions += people.positions[s] as number;
      this.#observe("participants", group, time, count);
      this.#observe("places", group, time, places[s] as number);
      this.#observe("positions", group, time, count === 0 ? 0 : (people.positions[s] as number));
      this.#observe("participants-high-need", group, time, high[s] as number);
      this.#observe("tenure-mean", group, time, (tenure[s] as number) / count);
      this.#observe("age-mean", group, time, (age[s] as number) / count);
      this.#observe("match-quality", group, time, (good[s] as number) / count);
    }
    const sum = (list: Float64Array): number => list.reduce((a, b) => a + b, 0);
    this.#observe("participants", total, time, all);
    let supplementary = 0;
    for (const unit of this.#state.units)
      if (unit.extraPlaces > 0 && !unit.unlimited)
        for (const offer of [workstation, specialist])
          supplementary += this.#state.holders.size[this.#state.unitHolder(unit.id, offer)] as number;
    this.#observe("additional-participants", total, time, all - p["supplement.crowd-out-share"] * supplementary);
    this.#observe("places", total, time, sum(places));
    this.#observe("positions", total, time, allPositions);
    this.#observe("participants-high-need", total, time, sum(high));
    this.#observe("tenure-mean", total, time, sum(tenure) / all);
    this.#observe("age-mean", total, time, sum(age) / all);
    this.#observe("match-quality", total, time, sum(good) / all);
    const inOrdinary = (people.participants[ordinary] as number) + (people.participants[municipalOrdinary] as number);
    this.#observe("ordinary-share", total, time, inOrdinary / all);
    this.#observe("candidates-waiting", total, time, waiting);
    this.#observe("wait-so-far-mean", total, time, waited / waiting);
    this.#observe("wait-over-1-year-share", total, time, longWaits / waiting);
  }

  #supervision(time: number): void {
    const state = this.#state;
    const { p, people } = state;
    let places = 0;
    for (let e = 0; e < state.register.count; e++) {
      if ((state.accounts.closed[e] as number) === 1) continue;
      places += (state.statePlaces[e] as number) + (state.boughtHeld[e] as number);
    }
    const inEnterprises = places / p["enterprise.participants-per-supervisor"];
    const fte = new Float64Array(offers);
    let single = 0;
    let load = 0;
    let supplied = 0;
    for (const unit of state.units) {
      if (!unit.active) continue;
      for (const post of unit.posts)
        if (!post.closed && post.state !== 0) fte[post.offer] = (fte[post.offer] as number) + post.fte;
      if (staffed(unit) === 1) single++;
      if (unit.unlimited) continue;
      for (const offer of [workstation, specialist]) {
        load += unit.load[offer] as number;
        supplied += Math.min(unit.load[offer] as number, unit.capacity[offer] as number);
      }
    }
    const leaders = fte[workstation] as number;
    const specialists = fte[specialist] as number;
    this.#observe("supervisors", this.#group({ kind: "enterprise" }), time, inEnterprises);
    this.#observe("supervisors", this.#group({ kind: "workstation" }), time, leaders);
    this.#observe("supervisors", this.#group({ kind: "specialist" }), time, specialists);
    this.#observe("supervisors", total, time, inEnterprises + leaders + specialists);
    const ratio = (name: string, column: ArrayLike<number>): void => {
      this.#observe(name, bySetting[sheltered] as string, time, (column[sheltered] as number) / inEnterprises);
      this.#observe(name, bySetting[municipal] as string, time, (column[municipal] as number) / leaders);
      const group = bySetting[municipalOrdinary] as string;
      this.#observe(name, group, time, (column[municipalOrdinary] as number) / specialists);
    };
    ratio("participants-per-supervisor", people.participants);
    ratio("positions-per-supervisor", people.positions);
    this.#observe("follow-up-adequacy", total, time, load > 0 ? supplied / load : Number.NaN);
    this.#observe("one-supervisor-services", total, time, single);
  }

  #municipalities(time: number): void {
    const state = this.#state;
    const { people, geography, unitOf, units } = state;
    const count = geography.inhabitants.length;
    const here = new Float64Array(count);
    for (let i = 0; i < people.count; i++) {
      if ((people.setting[i] as number) === noSetting) continue;
      const m = people.municipality[i] as number;
      here[m] = (here[m] as number) + 1;
    }
    const served = new Float64Array(municipalitySizes.length);
    const inhabitants = new Float64Array(municipalitySizes.length);
    let without = 0;
    let all = 0;
    let allInhabitants = 0;
    for (let m = 0; m < count; m++) {
      const k = geography.sizeClass[m] as number;
      served[k] = (served[k] as number) + (here[m] as number);
      inhabitants[k] = (inhabitants[k] as number) + (geography.inhabitants[m] as number);
      all += here[m] as number;
      allInhabitants += geography.inhabitants[m] as number;
      const unit = units[unitOf[m] as number];
      if (unit?.transferred === true && staffed(unit) === 0 && unit.purchaseNok === 0) without++;
    }
    municipalitySizes.forEach((size, k) => {
      const per = (perThousand * (served[k] as number)) / (inhabitants[k] as number);
      this.#observe("coverage", this.#group({ "municipality-size": size }), time, per);
    });
    this.#observe("coverage", total, time, (perThousand * all) / allInhabitants);
    this.#observe("municipalities-without-offer", total, time, without);
  }

  #flows(time: number): void {
    const { counts } = this.#state;
    const n = causes.length;
    let allRecruits = 0;
    const byCause = new Float64Array(n);
    for (let s = 0; s < settings.length; s++) {
      const setting = settings[s] as Setting;
      const recruits = counts.recruits[s] as number;
      allRecruits += recruits;
      this.#observe("recruits", bySetting[s] as string, time, recruits);
      let left = 0;
      for (let c = 0; c < n; c++) {
        const exits = counts.exits[s * n + c] as number;
        left += exits;
        byCause[c] = (byCause[c] as number) + exits;
        this.#observe("exits", this.#group({ cause: causes[c] as string, setting }), time, exits);
      }
      this.#observe("exits", bySetting[s] as string, time, left);
      for (let b = 0; b < bounds.length; b++) {
        const gain = counts.bound[b * settings.length + s] as number;
        this.#observe("placement-bound-by", this.#group({ bound: bounds[b] as string, setting }), time, gain);
      }
    }
    let allExits = 0;
    for (let c = 0; c < n; c++) {
      allExits += byCause[c] as number;
      this.#observe("exits", this.#group({ cause: causes[c] as string }), time, byCause[c] as number);
    }
    this.#observe("exits", total, time, allExits);
    this.#observe("recruits", total, time, allRecruits);
    for (let b = 0; b < bounds.length; b++) {
      let gain = 0;
      for (let s = 0; s < settings.length; s++) gain += counts.bound[b * settings.length + s] as number;
      this.#observe("placement-bound-by", this.#group({ bound: bounds[b] as string }), time, gain);
    }
    this.#observe("arrivals", total, time, counts.arrivals);
    this.#observe("gave-up-waiting", total, time, counts.reneged);
    this.#observe("wait-mean", total, time, counts.waitYears / allRecruits);
    this.#observe("job-changes", total, time, counts.jobChanges);
    this.#observe(
      "dropout-within-3-years",
      bySetting[ordinary] as string,
      time,
      counts.dropoutsBeforeBreak / counts.dropoutsInOrdinary,
    );
    this.#closed += counts.closures;
    this.#lost += counts.placesLost;
    this.#observe("people-who-lost-their-place", total, time, this.#lost);
    this.#observe("enterprises-closed", total, time, this.#closed);
  }

  #money(time: number): void {
    const { ledger, counts, accounts, p } = this.#state;
    const state = ledger.paidBy("state");
    const unspent = ledger.amount("grant-unspent");
    const municipality = ledger.paidBy("municipality") - ledger.amount("frame-grant");
    this.#observe("cost", this.#group({ payer: "state" }), time, state);
    this.#observe("cost", this.#group({ payer: "municipality" }), time, municipality);
    this.#observe("cost", total, time, state + municipality);
    this.#observe("grant-unspent", total, time, unspent);
    const spent = state + municipality - unspent;
    const owners = p["enterprise.public-ownership-share"] * accounts.resultNok;
    this.#observe("net-public-cost", total, time, spent - owners);
    const years = (list: Float64Array): number => list.reduce((a, b) => a + b, 0);
    this.#observe("cost-per-participant", total, time, spent / years(counts.personYears));
    this.#observe("cost-per-place", total, time, spent / years(counts.placeYears));
    this.#observe("cost-per-position", total, time, spent / years(counts.positionYears));
  }

  #enterprises(time: number): void {
    const { accounts, register } = this.#state;
    const amounts = new Float64Array(streams.length);
    const changes: number[][] = [...enterpriseSizes.map((): number[] => []), []];
    const closed = new Float64Array(enterpriseSizes.length);
    for (let e = 0; e < register.count; e++) {
      const revenue = accounts.revenue[e] as number;
      const size = this.#sizeOfEnterprise[e] as number;
      streams.forEach((stream, k) => {
        amounts[k] = (amounts[k] as number) + accounts.revenueBy(stream, e);
      });
      closed[size] = (closed[size] as number) + (accounts.closed[e] as number);
      const reference = accounts.reference[e] as number;
      if (reference <= 0) continue;
      const change = revenue / reference - 1;
      (changes[size] as number[]).push(change);
      (changes[enterpriseSizes.length] as number[]).push(change);
    }
    let all = 0;
    streams.forEach((stream, k) => {
      all += amounts[k] as number;
      this.#observe("enterprise-revenue", this.#group({ stream }), time, amounts[k] as number);
    });
    this.#observe("enterprise-revenue", total, time, all);
    changes.forEach((list, k) => {
      const size = enterpriseSizes[k];
      const key: Group = size === undefined ? {} : { "enterprise-size": size };
      list.sort((a, b) => a - b);
      const mean = list.reduce((a, b) => a + b, 0) / list.length;
      this.#observe("enterprise-revenue-change", this.#group(key), time, mean);
      for (const [kind, q] of reportedQuantiles)
        this.#observe("enterprise-revenue-change", this.#group({ ...key, kind }), time, quantile(list, q));
      for (const loss of reportedLosses) {
        const kind = String(Math.round(loss * percent));
        const losing = list.filter((change) => change <= -loss).length / list.length;
        this.#observe("enterprises-losing", this.#group({ ...key, kind }), time, losing);
      }
    });
    enterpriseSizes.forEach((size, k) => {
      this.#observe("enterprises-closed", this.#group({ "enterprise-size": size }), time, closed[k] as number);
    });
  }
}

/** Type-7 quantile of sorted values; NaN of none. */
function quantile(sorted: readonly number[], q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return (sorted[low] as number) + (at - low) * ((sorted[high] as number) - (sorted[low] as number));
}
