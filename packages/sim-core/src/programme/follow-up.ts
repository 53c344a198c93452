// How people are followed up, as results: hours a week for each participant, and how many have kept the same follower for
// a year. Supervisors of municipal services are people of the model; those of enterprises and of NAV come and go by the
// same rate of turnover, each by its own luck.

import { exp } from "../foundation/index.ts";
import { hoursPerWeek } from "./numerics.ts";
import { trainedCapacity } from "./services.ts";
import type { State } from "./state.ts";
import { noSetting, offerIn, ordinary, purposeOf, settings, sheltered } from "./words.ts";

/** Hours of follow-up a week for each participant of a setting, and shares who kept their follower, NaN where nobody is. */
export interface FollowUp {
  readonly hours: Float64Array;
  /** By setting, then for all. */
  readonly sameFollower: Float64Array;
}

/** Look at the follow-up of everybody now. */
export function followUp(state: State): FollowUp {
  const { p, people, simulation } = state;
  const now = simulation.now;
  const kept = new Float64Array(settings.length + 1);
  const there = new Float64Array(settings.length + 1);
  const all = settings.length;
  const stays = exp(-p["supervisor.turnover-per-year"]);
  const year = Math.round(now);
  // One of `slots` followers of an enterprise or region follows the person up; whether that one stayed is its own luck.
  const slotStayed = (i: number, kind: "enterprise" | "region", owner: number, slots: number): boolean => {
    const slot = Math.floor(state.uniform(i, purposeOf.follower, people.spell[i] as number) * slots);
    return state.draws.uniform(kind, owner, slot + 1, purposeOf.follower, year) < stays;
  };
  for (let i = 0; i < people.count; i++) {
    const setting = people.setting[i] as number;
    if (setting === noSetting || (people.since[i] as number) > now - 1) continue;
    there[setting] = (there[setting] as number) + 1;
    there[all] = (there[all] as number) + 1;
    if ((people.began[i] as number) > now - 1) continue;
    let same = (people.followerSince[i] as number) <= now - 1;
    if (setting === sheltered) {
      const e = people.enterprise[i] as number;
      const slots = Math.ceil((state.holders.size[e] as number) / p["enterprise.participants-per-supervisor"]);
      same = slotStayed(i, "enterprise", e, slots);
    } else if (setting === ordinary) {
      const r = state.regionOf(i);
      same &&= slotStayed(i, "region", r, Math.ceil((state.ordinaryHeld[r] as number) / p["specialist.caseload"]));
    }
    if (!same) continue;
    kept[setting] = (kept[setting] as number) + 1;
    kept[all] = (kept[all] as number) + 1;
  }
  return { hours: hoursOf(state), sameFollower: kept.map((people, k) => people / (there[k] as number)) };
}

/** Hours a week that supervisors have for each participant, by setting. */
function hoursOf(state: State): Float64Array {
  const { p, people } = state;
  const hours = new Float64Array(settings.length).fill(Number.NaN);
  let places = 0;
  for (let e = 0; e < state.register.count; e++)
    if ((state.accounts.closed[e] as number) === 0)
      places += (state.statePlaces[e] as number) + (state.boughtHeld[e] as number);
  const inEnterprises = people.participants[sheltered] as number;
  if (inEnterprises > 0)
    hours[sheltered] = (hoursPerWeek * places) / p["enterprise.participants-per-supervisor"] / inEnterprises;
  // Follow-up in ordinary workplaces is known relative to a caseload that is enough.
  hours[ordinary] = (hoursPerWeek / p["specialist.caseload"]) * state.ordinaryAdequacy;
  for (let setting = ordinary + 1; setting < settings.length; setting++) {
    const offer = offerIn(setting);
    let fte = 0;
    for (const unit of state.units)
      if (unit.active && !unit.unlimited)
        fte += trainedCapacity(unit, offer, 1, p["specialist.training-effectiveness"]);
    const served = people.participants[setting] as number;
    if (served > 0) hours[setting] = (hoursPerWeek * fte) / served;
  }
  return hours;
}
