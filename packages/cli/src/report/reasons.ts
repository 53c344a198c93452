// Why an answer comes out as it does, read off the estimates: where the people go, what holds placements back year by year, and what
// each payer pays. Exploratory: these are not of the headline family.

import type { Difference, Estimate } from "@tiltak/sim-core";
import { beginsAt, type ChartInput } from "../charts/index.ts";
import { formatMeasured, groupName, type Lang } from "../i18n/index.ts";
import { calendarYear } from "../times.ts";

const boundKinds = ["places", "supervisors", "workplaces", "candidates"] as const;

/** What bound placement most, over a stretch of years. */
export interface BoundSpell {
  readonly from: number;
  readonly to: number;
  readonly bound: (typeof boundKinds)[number];
  /** Placements that more of it alone would have given, mean over the stretch. */
  readonly placements: number;
}

/**
 * Say what bound placement most in each year of a scenario, like years together.
 *
 * @returns stretches in order of time; none when the run has no such rows, or nothing ever bound
 */
export function bindingOverTime(input: ChartInput, scenario: string): readonly BoundSpell[] {
  const run = beginsAt(input);
  const byYear = new Map<number, Estimate[]>();
  for (const row of input.estimates.estimates) {
    const keys = Object.keys(row.group);
    if (row.scenario !== scenario || row.point !== null || row.measure !== "placement-bound-by") continue;
    if (keys.length !== 1 || keys[0] !== "bound" || row.mean === null) continue;
    byYear.set(row.time, [...(byYear.get(row.time) ?? []), row]);
  }
  const spells: (BoundSpell & { readonly years: number })[] = [];
  for (const [time, rows] of [...byYear].sort(([a], [b]) => a - b)) {
    const most = rows.reduce((a, b) => ((b.mean ?? 0) > (a.mean ?? 0) ? b : a));
    const bound = boundKinds.find((kind) => kind === most.group.bound);
    const placements = most.mean ?? 0;
    if (bound === undefined || placements <= 0) continue;
    const year = calendarYear(run, "placement-bound-by", time);
    const last = spells[spells.length - 1];
    if (last !== undefined && last.bound === bound && last.to === year - 1) {
      const years = last.years + 1;
      const mean = (last.placements * last.years + placements) / years;
      spells[spells.length - 1] = { ...last, to: year, placements: mean, years };
    } else spells.push({ from: year, to: year, bound, placements, years: 1 });
  }
  return spells;
}

/** Tell what binds over time in one sentence; empty when the run does not say. */
export function bindingSentence(input: ChartInput, scenario: string): string {
  const { lang } = input;
  const nb = lang === "nb";
  const title = input.scenarios.find(({ id }) => id === scenario)?.title[lang] ?? scenario;
  const spells = bindingOverTime(input, scenario);
  if (spells.length === 0) return "";
  const told = spells.map(({ from, to, bound, placements }) => {
    const when = from === to ? String(from) : `${from}–${to}`;
    const amount = formatMeasured(lang, placements, null);
    if (bound === "candidates")
      return nb
        ? `${when} søkere (rundt ${amount} ledige plasser)`
        : `${when} candidates (about ${amount} free places)`;
    const name = groupName(lang, bound).toLowerCase();
    return nb ? `${when} ${name} (rundt ${amount} flere)` : `${when} ${name} (about ${amount} more)`;
  });
  return nb
    ? `Det som alene holdt flest tilbake med «${title}»: ${told.join("; ")}. I parentes: hvor mange flere som kunne hatt plass.`
    : `What alone held most people back under “${title}”: ${told.join("; ")}. In brackets: how many more could have had a place.`;
}

const causeWords: Readonly<Record<string, Readonly<Record<Lang, string>>>> = {
  "place-lost": { nb: "mistet plassen", en: "lost their place" },
  dropout: { nb: "falt fra", en: "dropped out" },
  moved: { nb: "ble flyttet", en: "were moved" },
  "ordinary-work": { nb: "gikk til ordinært arbeid", en: "went to ordinary work" },
  "ordinary-vta": { nb: "gikk til ordinær virksomhet med VTA", en: "went to an ordinary workplace with VTA" },
  education: { nb: "gikk til utdanning", en: "went to education" },
  "other-programme": { nb: "gikk til andre tiltak", en: "went to other programmes" },
  death: { nb: "døde", en: "died" },
  retirement: { nb: "nådde pensjonsalderen", en: "reached retirement age" },
};

/**
 * Account for a difference in participants: those recruited less those who left, all years together. The account is exact in every run,
 * so its means add up.
 *
 * @returns one sentence; empty when the rows do not add up to the difference, or there is none
 */
export function accountSentence(input: ChartInput, people: Difference): string {
  const { lang } = input;
  const nb = lang === "nb";
  const sums = new Map<string, number>();
  for (const row of input.estimates.differences) {
    if (row.a !== people.a || row.b !== people.b || row.point !== null || row.time > people.time) continue;
    const keys = Object.keys(row.group);
    const key =
      row.measure === "recruits" && keys.length === 0
        ? "recruits"
        : row.measure === "exits" && keys.length === 1 && keys[0] === "cause"
          ? row.group.cause
          : undefined;
    if (key !== undefined && row.mean !== null) sums.set(key, (sums.get(key) ?? 0) + row.mean);
  }
  const recruits = sums.get("recruits");
  if (recruits === undefined || people.mean === null) return "";
  let net = recruits;
  for (const [key, sum] of sums) if (key !== "recruits") net -= sum;
  if (Math.abs(net - people.mean) > 0.01 * Math.max(Math.abs(people.mean), 1)) return "";
  const size = [...sums.values()].reduce((sum, value) => sum + Math.abs(value), 0);
  const about = (value: number): string => formatMeasured(lang, Math.abs(value), null);
  const more = (value: number): string => (value > 0 ? (nb ? "flere" : "more") : nb ? "færre" : "fewer");
  const parts = [...sums]
    .filter(([, value]) => Math.abs(value) >= 0.1 * size)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .slice(0, 3)
    .map(([key, value]) => {
      const words = key === "recruits" ? { nb: "kom inn", en: "came in" } : (causeWords[key] ?? { nb: key, en: key });
      return nb
        ? `rundt ${about(value)} ${more(value)} ${words.nb}`
        : `about ${about(value)} ${more(value)} ${words.en}`;
    });
  if (parts.length === 0) return "";
  const title = input.scenarios.find(({ id }) => id === people.b)?.title[lang] ?? people.b;
  return nb
    ? `Grunnen, alle årene samlet med «${title}»: ${parts.join(", ")}.`
    : `The reason, all years together under “${title}”: ${parts.join(", ")}.`;
}

/** Name the scenario that a difference is of where there are several to tell apart; else nothing. */
export function besideOthers({ scenarios, lang }: ChartInput, pair: Pick<Difference, "b">): string {
  if (scenarios.length < 3) return "";
  const title = scenarios.find(({ id }) => id === pair.b)?.title[lang] ?? pair.b;
  return lang === "nb" ? ` med «${title}»` : ` under “${title}”`;
}
