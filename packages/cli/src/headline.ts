// The headline family: the measures that verdicts are about, in the last year. Everything else is exploratory. Where a scenario moves places
// out of enterprises, what that does to their revenue is the question, and so a member of the family.

import type { Group, HeadlineCell } from "@tiltak/sim-core";
import { inner } from "./charts/text.ts";
import { asksForEnterprises, type HasParameters } from "./enterprises/asked.ts";
import { groupName, type Lang, measureName } from "./i18n/index.ts";

/** The measures of the headline family, in the order in which they are told. */
export const headlineMeasures = [
  "participants",
  "positions",
  "match-quality",
  "candidates-waiting",
  "net-public-cost",
  "cost-per-position",
  "enterprises-closed",
  "people-who-lost-their-place",
] as const;

/** A member of the family: a measure, in all or in one group. */
export interface HeadlineMember {
  readonly measure: string;
  readonly group: Group;
}

/** The measure that is what places are worth to enterprises. */
export const revenueMeasure = "enterprise-revenue-change";
/** The class of small enterprises: below 10 million kroner of VTA revenue in their own accounts. */
export const smallSize = "<10";
/** The class of all others. */
export const otherSizes = "10+";

const members: readonly HeadlineMember[] = headlineMeasures.map((measure) => ({ measure, group: {} }));
const revenueMembers: readonly HeadlineMember[] = [
  { measure: revenueMeasure, group: {} },
  { measure: revenueMeasure, group: { "enterprise-size": smallSize } },
];

/**
 * List the headline family of some scenarios.
 *
 * @returns the eight measures; before them the revenue of enterprises, all and small, where a scenario asks what happens to it
 */
export function headlineMembers(scenarios: readonly HasParameters[]): readonly HeadlineMember[] {
  return scenarios.some(asksForEnterprises) ? [...revenueMembers, ...members] : members;
}

/** The measures of the family, each once, as a whole. */
export function totalMeasures(scenarios: readonly HasParameters[]): readonly string[] {
  return [...new Set(headlineMembers(scenarios).map(({ measure }) => measure))];
}

/** The headline family of a run of so many years: its members at its end. */
export function headlineFamily(years: number, scenarios: readonly HasParameters[] = []): readonly HeadlineCell[] {
  return headlineMembers(scenarios).map((member) => ({ ...member, time: years }));
}

/** Say whether a row is of a member of the family. */
export function isOfMember(row: HeadlineMember, { measure, group }: HeadlineMember): boolean {
  const keys = Object.keys(group);
  return (
    row.measure === measure &&
    Object.keys(row.group).length === keys.length &&
    keys.every((key) => row.group[key] === group[key])
  );
}

/** Name a member: the measure, and the group where it is one. */
export function memberName(lang: Lang, { measure, group }: HeadlineMember): string {
  const groups = Object.values(group).map((value) => inner(groupName(lang, value)));
  return [measureName(lang, measure), ...groups].join(", ");
}
