// What a run reports at each anniversary: one observation for each measure and group. Stocks are the state at the time,
// flows what happened in the year that ends. Ratios are of totals within the run. Nothing here changes the run.

import { canonicalGroup, type Group, type Replication } from "../kernel/index.ts";
import { MunicipalityFlows, observeEnterprises, observeMunicipalities, observeSpells } from "./entity-measures.ts";
import { followUp } from "./follow-up.ts";
import { classOf } from "./geography.ts";
import { indexOver, lines } from "./money.ts";
import {
  enterpriseSizeLimitsMnok,
  enterpriseSizes,
  joinedEnterpriseSizes,
  longWaitQuantile,
  million,
  municipalitySizes,
  percent,
  perThousand,
  reportedLosses,
  reportedQuantiles,
  weeksPerYear,
  youngBelow,
} from "./numerics.ts";
import { none } from "./people.ts";
import { staffed } from "./services.ts";
import { censored } from "./spells.ts";
import type { State } from "./state.ts";
import {
  bounds,
  causeOf,
  causes,
  municipal,
  municipalOrdinary,
  noSetting,
  offers,
  ordinary,
  outside,
  type Setting,
  settings,
  sheltered,
  specialist,
  streams,
  waitingList,
  whereabouts,
  workstation,
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
  readonly #flowsByMunicipality: MunicipalityFlows | undefined;
  #lost = 0;

  constructor(state: State, replication: Replication) {
    this.#state = state;
    this.#replication = replication;
    this.#flowsByMunicipality = state.data.perMunicipality === true ? new MunicipalityFlows(state) : undefined;
    this.#sizeOfEnterprise = Int32Array.from(state.register.accountsVtaNok, (nok) =>
      classOf(nok / million, enterpriseSizeLimitsMnok),
    );
  }

  /**
   * Report everything at a time; flows only when a year has passed.
   * @param time years from the scenario's start
   * @param last whether the run ends here: what is read over the whole run is reported
   */
  observe(time: number, last: boolean): void {
    const hasFlows = time > 0;
    this.#people(time);
    this.#supervision(time);
    this.#municipalities(time);
    this.#openEnterprises(time);
    if (hasFlows) {
      this.#flows(time);
      this.#money(time);
      this.#enterprises(time);
    }
    const state = this.#state;
    if (this.#flowsByMunicipality !== undefined) {
      observeMunicipalities(state, this.#flowsByMunicipality, this.#replication, time);
      this.#flowsByMunicipality.clear();
    }
    if (!last) return;
    this.#running();
    observeSpells(state, this.#replication, time);
    if (state.data.perEnterprise === true) observeEnterprises(state, this.#replication, time);
  }

  /** Record the spells that still run. */
  #running(): void {
    const { people, spells, simulation, p } = this.#state;
    for (let i = 0; i < people.count; i++) {
      if ((people.setting[i] as number) === noSetting) continue;
      const began = people.began[i] as number;
      if (began >= p["horizon.start-year-offset"])
        spells.record(this.#state.spellClass(i), simulation.now - began, censored);
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
    const waits = new WaitsByGroup(this.#state);
    const needLimit = 1 - p["person.high-need-share"];
    for (let i = 0; i < people.count; i++) {
      const s = people.setting[i] as number;
      if (s === noSetting) {
        if ((people.queue[i] as number) === none && (people.trialOffer[i] as number) === 0) continue;
        const wait = now - (people.waitingSince[i] as number);
        waiting++;
        waited += wait;
        if (wait > 1) longWaits++;
        waits.add(i, wait, now);
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
    waits.shares().forEach((share, k) => {
      this.#observe("wait-over-1-year-share", this.#group(WaitsByGroup.groups[k] as Group), time, share);
    });
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
    // While a post is vacant there may be participants and nobody to count them by: no ratio, not an infinite one.
    const per = (count: number, posts: number): number => (posts > 0 ? count / posts : Number.NaN);
    const ratio = (name: string, column: ArrayLike<number>): void => {
      this.#observe(name, bySetting[sheltered] as string, time, per(column[sheltered] as number, inEnterprises));
      this.#observe(name, bySetting[municipal] as string, time, per(column[municipal] as number, leaders));
      const group = bySetting[municipalOrdinary] as string;
      this.#observe(name, group, time, per(column[municipalOrdinary] as number, specialists));
    };
    ratio("participants-per-supervisor", people.participants);
    ratio("positions-per-supervisor", people.positions);
    const { hours, sameFollower } = followUp(state);
    for (let s = 0; s < settings.length; s++) {
      this.#observe("follow-up-hours", bySetting[s] as string, time, hours[s] as number);
      this.#observe("same-follower-after-1-year", bySetting[s] as string, time, sameFollower[s] as number);
    }
    this.#observe("same-follower-after-1-year", total, time, sameFollower[settings.length] as number);
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
    this.#observe("coverage-gini", total, time, gini(here, geography.inhabitants));
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
      municipalitySizes.forEach((size, k) => {
        const bySize = counts.boundBySize[b * municipalitySizes.length + k] as number;
        const group = this.#group({ bound: bounds[b] as string, "municipality-size": size });
        this.#observe("placement-bound-by", group, time, bySize);
      });
    }
    this.#observe("arrivals", total, time, counts.arrivals);
    this.#observe("gave-up-waiting", total, time, counts.reneged);
    this.#observe("wait-mean", total, time, counts.waitYears / allRecruits);
    counts.waits.sort((a, b) => a - b);
    this.#observe("wait-p90", total, time, quantile(counts.waits, longWaitQuantile));
    this.#observe("gap-weeks", total, time, (counts.gapYears / counts.gaps) * weeksPerYear);
    this.#observe(
      "involuntary-moves",
      total,
      time,
      (byCause[causeOf["place-lost"]] as number) + (byCause[causeOf.moved] as number),
    );
    whereabouts.forEach((from, a) => {
      whereabouts.forEach((to, b) => {
        if (!mayMove(a, b)) return;
        const people = counts.moves[a * whereabouts.length + b] as number;
        this.#observe("moves", this.#group({ kind: `${from}>${to}` }), time, people);
      });
    });
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
    // The grant is the state's money, and day activity is no adapted work: it counts in the net cost alone.
    const dayActivity = ledger.amount("day-activity");
    const municipality = ledger.paidBy("municipality") - ledger.amount("frame-grant") - dayActivity;
    for (const line of lines) this.#observe("payments", this.#group({ kind: line }), time, ledger.amount(line));
    this.#kroner("cost", { payer: "state" }, time, state);
    this.#kroner("cost", { payer: "municipality" }, time, municipality);
    this.#kroner("cost", {}, time, state + municipality);
    this.#kroner("grant-unspent", {}, time, unspent);
    this.#kroner("mentor-cost-unpaid", {}, time, counts.mentorUnpaidNok);
    const ownLines = ["supervision", "employer-subsidy", "bonus-wage", "mentor-pay"] as const;
    const own = ownLines.reduce((total, line) => total + ledger.amount(line), 0);
    const ownPlaces = (counts.placeYears[municipal] as number) + (counts.placeYears[municipalOrdinary] as number);
    const vtaoNok = this.#state.vtaRateNok * p["rate.vto-ratio"];
    this.#observe("cost-per-place-vs-vtao-rate", total, time, ownPlaces > 0 ? own / ownPlaces / vtaoNok : Number.NaN);
    const spent = state + municipality - unspent;
    const owners = p["enterprise.public-ownership-share"] * accounts.resultNok;
    // What the owners of enterprises carry of their results, as a cost: below 0 in years with a surplus.
    this.#kroner("owners-deficit-share", {}, time, -owners);
    this.#kroner("net-public-cost", {}, time, spent - owners + dayActivity);
    this.#kroner("cost-per-participant", {}, time, spent / sum(counts.personYears));
    this.#kroner("cost-per-place", {}, time, spent / sum(counts.placeYears));
    this.#kroner("cost-per-position", {}, time, spent / sum(counts.positionYears));
  }

  /** Report an amount in prices of the scenario's start year, and in those of the year itself. */
  #kroner(measure: string, group: Group, time: number, nok: number): void {
    this.#observe(measure, this.#group(group), time, nok);
    const nominal = nok * indexOver(time - 1, this.#state.p);
    this.#observe(measure, this.#group({ ...group, kind: "nominal" }), time, nominal);
  }

  /** Report how many enterprises are open, by size: at time 0 those that all results by size are about. */
  #openEnterprises(time: number): void {
    const { accounts, register } = this.#state;
    const open = new Float64Array(enterpriseSizes.length);
    for (let e = 0; e < register.count; e++) {
      const size = this.#sizeOfEnterprise[e] as number;
      open[size] = (open[size] as number) + 1 - (accounts.closed[e] as number);
    }
    this.#bySize("enterprises", time, open);
    this.#observe("enterprises", total, time, sum(open));
  }

  /** Report a number of enterprises in each size class, and in classes joined. */
  #bySize(measure: string, time: number, counts: Float64Array): void {
    const joined = new Float64Array(joinedEnterpriseSizes.length);
    enterpriseSizes.forEach((size, k) => {
      const j = joinedOf[k] as number;
      joined[j] = (joined[j] as number) + (counts[k] as number);
      this.#observe(measure, this.#group({ "enterprise-size": size }), time, counts[k] as number);
    });
    joinedEnterpriseSizes.forEach(({ name }, j) => {
      this.#observe(measure, this.#group({ "enterprise-size": name }), time, joined[j] as number);
    });
  }

  #enterprises(time: number): void {
    const { accounts, register } = this.#state;
    const amounts = new Float64Array(streams.length);
    const changes = new Map<Group, number[]>();
    const listOf = (group: Group): number[] => {
      const list: number[] = [];
      changes.set(group, list);
      return list;
    };
    const ofSize = enterpriseSizes.map((size) => listOf({ "enterprise-size": size }));
    const ofJoined = joinedEnterpriseSizes.map(({ name }) => listOf({ "enterprise-size": name }));
    const ofAll = listOf({});
    const ofDependence = dependences.map((dependence) => listOf({ "subsidy-dependence": dependence }));
    const closed = new Float64Array(enterpriseSizes.length);
    const inDeficit = new Float64Array(enterpriseSizes.length);
    for (let e = 0; e < register.count; e++) {
      const size = this.#sizeOfEnterprise[e] as number;
      streams.forEach((stream, k) => {
        amounts[k] = (amounts[k] as number) + accounts.revenueBy(stream, e);
      });
      if (accounts.closedSinceStart(e)) closed[size] = (closed[size] as number) + 1;
      if ((accounts.result[e] as number) < 0) inDeficit[size] = (inDeficit[size] as number) + 1;
      const change = accounts.changeSinceStart(e);
      if (Number.isNaN(change)) continue;
      const subsidies = (register.subsidyNok[e] as number) / (register.vtaRevenueNok[e] as number);
      ofSize[size]?.push(change);
      ofJoined[joinedOf[size] as number]?.push(change);
      ofAll.push(change);
      ofDependence[subsidies < 1 / 2 ? 0 : 1]?.push(change);
    }
    let all = 0;
    streams.forEach((stream, k) => {
      all += amounts[k] as number;
      this.#observe("enterprise-revenue", this.#group({ stream }), time, amounts[k] as number);
    });
    this.#observe("enterprise-revenue", total, time, all);
    for (const [key, list] of changes) {
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
    }
    this.#observe("enterprises-in-deficit", total, time, sum(inDeficit));
    this.#bySize("enterprises-closed", time, closed);
    this.#bySize("enterprises-in-deficit", time, inDeficit);
  }
}

/** The joined class of each size class. */
const joinedOf: readonly number[] = enterpriseSizes.map((size) =>
  joinedEnterpriseSizes.findIndex(({ classes }) => classes.includes(size)),
);

/** Firms with less, and with at least, half of their VTA revenue from subsidies. */
const dependences: readonly string[] = ["<50", "50+"];

/** Shares of those who wait who have waited for more than a year: by size of municipality, by age, by need. */
class WaitsByGroup {
  static readonly groups: readonly Group[] = [
    ...municipalitySizes.map((size): Group => ({ "municipality-size": size })),
    { kind: "under-30" },
    { kind: "from-30" },
    { kind: "high-need" },
    { kind: "other-need" },
  ];
  readonly #state: State;
  readonly #waiting: Float64Array = new Float64Array(WaitsByGroup.groups.length);
  readonly #long: Float64Array = new Float64Array(WaitsByGroup.groups.length);

  constructor(state: State) {
    this.#state = state;
  }

  add(i: number, wait: number, now: number): void {
    const { people, geography, p } = this.#state;
    const size = geography.sizeClass[people.municipality[i] as number] as number;
    const young = now - (people.birth[i] as number) < youngBelow;
    const high = (people.need[i] as number) > 1 - p["person.high-need-share"];
    const byAge = municipalitySizes.length + (young ? 0 : 1);
    const byNeed = municipalitySizes.length + 2 + (high ? 0 : 1);
    for (const k of [size, byAge, byNeed]) {
      this.#waiting[k] = (this.#waiting[k] as number) + 1;
      if (wait > 1) this.#long[k] = (this.#long[k] as number) + 1;
    }
  }

  /** NaN where nobody waits. */
  shares(): Float64Array {
    return this.#long.map((long, k) => long / (this.#waiting[k] as number));
  }
}

const sum = (list: Float64Array): number => list.reduce((a, b) => a + b, 0);

/**
 * Gini coefficient of participants over inhabitants, by municipality: 0 when every municipality has the same coverage.
 * @param amount participants of each municipality
 * @param weight inhabitants of each municipality
 */
function gini(amount: Float64Array, weight: Float64Array): number {
  const order = Array.from(amount, (_, m) => m);
  const per = (m: number): number => (amount[m] as number) / (weight[m] as number);
  order.sort((a, b) => per(a) - per(b) || a - b);
  const all = sum(amount);
  const people = sum(weight);
  let under = 0;
  let share = 0;
  for (const m of order) {
    const next = share + (amount[m] as number) / all;
    under += ((share + next) / 2) * ((weight[m] as number) / people);
    share = next;
  }
  return 1 - 2 * under;
}

/** Whether the model moves anybody from one whereabouts to another. */
function mayMove(from: number, to: number): boolean {
  if (from === outside) return to === waitingList;
  return from !== to ? true : from === sheltered;
}

/** Type-7 quantile of sorted values; NaN of none. */
function quantile(sorted: readonly number[], q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return (sorted[low] as number) + (at - low) * ((sorted[high] as number) - (sorted[low] as number));
}
