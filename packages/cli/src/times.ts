// Names of times. A run observes at each anniversary of its start: a stock is the state at that date, a flow is what happened in the year that
// ends there, so that time 10 of a run from 2027 is 1 January 2037 for a stock and the year 2036 for a flow. Everything that names a time asks here.

import { isoOfYears } from "@tiltak/sim-core";
import type { Lang } from "./i18n/index.ts";

/** What an observation of a measure covers: a date, the year that ends there, or all years from the start to that date. */
export type MeasureKind = "stock" | "flow" | "since-start";

const flows: ReadonlySet<string> = new Set([
  ...["recruits", "exits", "moves", "arrivals", "gave-up-waiting", "job-changes", "involuntary-moves"],
  ...["placement-bound-by", "wait-mean", "wait-p90", "gap-weeks", "dropout-within-3-years"],
  ...["payments", "cost", "grant-unspent", "owners-deficit-share", "mentor-cost-unpaid", "net-public-cost"],
  ...["cost-per-participant", "cost-per-place", "cost-per-position", "cost-per-place-vs-vtao-rate"],
  ...["enterprise-revenue", "enterprise-revenue-change", "enterprises-losing", "enterprises-in-deficit"],
]);
const sinceStart: ReadonlySet<string> = new Set(["people-who-lost-their-place", "enterprises-closed"]);

/** Say what an observation of a measure covers; a stock where nothing else is known. */
export function measureKind(measure: string): MeasureKind {
  if (flows.has(measure)) return "flow";
  return sinceStart.has(measure) ? "since-start" : "stock";
}

/** When a run begins, as an ISO date. */
export interface Begins {
  readonly start: string;
}

const months: Readonly<Record<Lang, readonly string[]>> = {
  nb: "januar februar mars april mai juni juli august september oktober november desember".split(" "),
  en: "January February March April May June July August September October November December".split(" "),
};

/** The calendar year that a time is drawn at: the year that a flow covers (in which it begins), the year of a stock's date. */
export function calendarYear({ start }: Begins, measure: string, time: number): number {
  const year = Number(start.slice(0, 4));
  return measureKind(measure) === "flow" ? year + time - 1 : year + time;
}

/** Write the year that ends at a time: "2036"; "2036/37" where the run's years do not begin in January. */
export function yearEnding({ start }: Begins, time: number): string {
  const year = Number(start.slice(0, 4)) + time - 1;
  return start.slice(5, 7) === "01" ? String(year) : `${year}/${String(year + 1).slice(2)}`;
}

/** Write the day of the year at which a run observes its stocks: "1. januar", "1 January". */
export function dayOfYear({ start }: Begins, lang: Lang): string {
  const [, month = 1, day = 1] = start.split("-").map(Number);
  return `${day}${lang === "nb" ? "." : ""} ${months[lang][month - 1]}`;
}

/** Write an ISO date in words: "1. januar 2037", "1 January 2037". */
export function dateInWords(iso: string, lang: Lang): string {
  return `${dayOfYear({ start: iso }, lang)} ${Number(iso.slice(0, 4))}`;
}

/** Write the date of a time of a run: "1. januar 2037". */
function dateAt({ start }: Begins, time: number, lang: Lang): string {
  return dateInWords(isoOfYears(start, time), lang);
}

/** Name a time of a measure by itself, as a table does: "in 2036" of a flow, "1 January 2037" of a stock, "2027–2036" of what is since the start. */
export function timeName(run: Begins, measure: string, time: number, lang: Lang): string {
  const kind = measureKind(measure);
  if (kind === "stock") return dateAt(run, time, lang);
  if (kind === "since-start") return yearsBetweenTimes(run, 1, time);
  return `${lang === "nb" ? "i" : "in"} ${yearEnding(run, time)}`;
}

/** Name a time of a measure inside a sentence: as a table does, "on 1 January 2037" of a stock in English. */
export function whenOf(run: Begins, measure: string, time: number, lang: Lang): string {
  const name = timeName(run, measure, time, lang);
  return lang === "en" && measureKind(measure) === "stock" ? `on ${name}` : name;
}

/** Name the years that end at a first and a last time: "2027–2036", or the one year. */
export function yearsBetweenTimes(run: Begins, first: number, last: number): string {
  const [from, to] = [yearEnding(run, first), yearEnding(run, Math.max(first, last))];
  return from === to ? from : `${from}–${to}`;
}
