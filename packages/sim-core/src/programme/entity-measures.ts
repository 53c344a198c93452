// Results of single enterprises and municipalities, reported only when the data of a run ask for them: one observation
// for each entity and measure. Ids are those of the register, or the row numbers of the synthetic one.

import { canonicalGroup, type Replication } from "../kernel/index.ts";
import { deliveryModelIds, standardDelivery } from "./delivery.ts";
import { reportedTenures } from "./numerics.ts";
import type { State } from "./state.ts";
import { causes, noSetting, ordinary, settings, sheltered, streams } from "./words.ts";

/** Ids of the enterprises of a run, in the order of its register. */
function enterpriseIds(state: State): readonly string[] {
  return state.data.enterprises?.map((row) => row.id) ?? Array.from({ length: state.register.count }, (_, e) => `${e}`);
}

/** Report every enterprise as its last closed year shows it, beside the year before the scenario's start. */
export function observeEnterprises(state: State, replication: Replication, time: number): void {
  const { accounts } = state;
  enterpriseIds(state).forEach((enterprise, e) => {
    const say = (measure: string, value: number): void =>
      replication.observe(measure, canonicalGroup({ enterprise }), time, value);
    say("participants", state.holders.size[e] as number);
    say("enterprise-accounts-revenue", state.register.accountsVtaNok[e] as number);
    say("enterprise-revenue-before", accounts.reference[e] as number);
    say("enterprise-revenue", accounts.revenue[e] as number);
    for (const stream of streams) {
      const group = canonicalGroup({ enterprise, stream });
      replication.observe("enterprise-revenue-before", group, time, accounts.referenceBy(stream, e));
      replication.observe("enterprise-revenue", group, time, accounts.revenueBy(stream, e));
    }
    say("enterprise-revenue-change", accounts.changeSinceStart(e));
    say("enterprises-in-deficit", (accounts.result[e] as number) < 0 ? 1 : 0);
    say("enterprises-closed", accounts.closedSinceStart(e) ? 1 : 0);
  });
}

/** Ids of the municipalities of a run, in the order of its map. */
function municipalityIds(state: State): readonly string[] {
  return (
    state.data.municipalities?.map((row) => row.id) ??
    Array.from({ length: state.geography.inhabitants.length }, (_, m) => `${m}`)
  );
}

/** Counts recruits and exits by municipality, beside whatever else listens to a run. */
export class MunicipalityFlows {
  readonly recruits: Int32Array;
  readonly exits: Int32Array;

  constructor(state: State) {
    const { people } = state;
    this.recruits = new Int32Array(state.geography.inhabitants.length);
    this.exits = new Int32Array(state.geography.inhabitants.length);
    state.flowListener = (change, i) => {
      const list = change === "begin" ? this.recruits : this.exits;
      const m = people.municipality[i] as number;
      list[m] = (list[m] as number) + 1;
    };
  }

  /** Begin a new year. */
  clear(): void {
    this.recruits.fill(0);
    this.exits.fill(0);
  }
}

/** Report every municipality; flows only when a year has passed. */
export function observeMunicipalities(
  state: State,
  flows: MunicipalityFlows,
  replication: Replication,
  time: number,
): void {
  const { people } = state;
  const count = state.geography.inhabitants.length;
  const here = new Float64Array(count * settings.length);
  const positions = new Float64Array(count);
  const belowHalf = new Float64Array(count);
  for (let i = 0; i < people.count; i++) {
    const setting = people.setting[i] as number;
    if (setting === noSetting) continue;
    const m = people.municipality[i] as number;
    const k = m * settings.length + setting;
    here[k] = (here[k] as number) + 1;
    positions[m] = (positions[m] as number) + (people.position[i] as number);
    if ((people.place[i] as number) < 1) belowHalf[m] = (belowHalf[m] as number) + 1;
  }
  municipalityIds(state).forEach((municipality, m) => {
    const group = canonicalGroup({ municipality });
    let all = 0;
    settings.forEach((setting, s) => {
      const people = here[m * settings.length + s] as number;
      all += people;
      replication.observe("participants", canonicalGroup({ municipality, setting }), time, people);
    });
    replication.observe("participants", group, time, all);
    replication.observe("positions", group, time, positions[m] as number);
    replication.observe("half-place-share", group, time, (belowHalf[m] as number) / all);
    const unit = state.units[state.unitOf[m] as number];
    let fte = 0;
    for (const post of unit?.posts ?? []) if (!post.closed && post.state !== 0) fte += post.fte;
    // A shared service is each member's in proportion to inhabitants.
    const part = (state.geography.inhabitants[m] as number) / (unit?.inhabitants ?? 1);
    replication.observe("supervisors", group, time, fte * part);
    if (time === 0) return;
    replication.observe("recruits", group, time, flows.recruits[m] as number);
    replication.observe("exits", group, time, flows.exits[m] as number);
  });
}

/** Delivery model of a class of spells: enterprises and NAV, or that of a municipal service. */
function deliveryOf(kind: number): string {
  const setting = kind % settings.length;
  if (setting === sheltered) return "enterprise";
  if (setting === ordinary) return "nav-vtao";
  return deliveryModelIds[Math.floor(kind / settings.length) - 1] ?? standardDelivery;
}

/** Report how long the spells of a scenario last, by setting and by delivery model. */
export function observeSpells(state: State, replication: Replication, time: number): void {
  const models = new Set(["enterprise", "nav-vtao", ...state.units.map((unit) => unit.delivery.id)]);
  for (const model of [...models].sort()) {
    const { retention } = state.spells.estimate((kind) => deliveryOf(kind) === model, reportedTenures);
    retention.forEach((value, k) => {
      const group = canonicalGroup({ "delivery-model": model, kind: `${k + 1}` });
      replication.observe("retention", group, time, value);
    });
  }
  settings.forEach((setting, s) => {
    const { retention, incidence } = state.spells.estimate((kind) => kind % settings.length === s, reportedTenures);
    for (let k = 0; k < reportedTenures; k++) {
      const kind = `${k + 1}`;
      replication.observe("retention", canonicalGroup({ kind, setting }), time, retention[k] as number);
      causes.forEach((cause, c) => {
        const value = incidence[c * reportedTenures + k] as number;
        replication.observe("exit-incidence", canonicalGroup({ cause, kind, setting }), time, value);
      });
    }
  });
}
