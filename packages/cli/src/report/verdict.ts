// Verdicts: what can be said of the headline family with joint intervals, in plain sentences. Never "best": a verdict
// carries the assumption that drives it, whose money it is, and how the source was read. "Cannot be told apart" is a verdict.

import type { Difference, Estimate } from "@tiltak/sim-core";
import type { ChartInput } from "../charts/index.ts";
import { say } from "../commands/texts.ts";
import type { Condition } from "../conditions.ts";
import { asksForEnterprises } from "../enterprises/asked.ts";
import { sizeSentence } from "../enterprises/size-table.ts";
import { isHidden } from "../enterprises/small-estimates.ts";
import { headlineMeasures } from "../headline.ts";
import {
  choiceName,
  formatKroner,
  formatMeasured,
  formatMeasuredPercent,
  formatNumber,
  formatWithError,
  type Lang,
  measureName,
} from "../i18n/index.ts";
import { accountSentence, besideOthers, bindingSentence, payerSentence } from "./reasons.ts";

/** What verdicts are drawn from. */
export interface VerdictInput extends ChartInput {
  /** What would change them, where it is known. */
  readonly conditions?: readonly Condition[];
  /** Whether every assumption was held at its mean. */
  readonly fixedParameters?: boolean;
}

/** What is said of one pair of scenarios. */
export interface Verdict {
  readonly a: string;
  readonly b: string;
  /** Two sentences that answer the question. */
  readonly answer: readonly string[];
  /** Why: where the people go, what binds over time, who pays. */
  readonly reasons: readonly string[];
  /** What the answer rests on. */
  readonly conditions: readonly string[];
  /** Headline measures whose difference cannot be told from none, one sentence each. */
  readonly open: readonly string[];
  /** The headline rows, in order. */
  readonly rows: readonly Difference[];
}

const money = new Set(["net-public-cost", "cost-per-position"]);

/** The headline differences of the last year, pair by pair. */
export function headlinePairs(input: ChartInput): ReadonlyMap<string, readonly Difference[]> {
  const time = input.estimates.differences.reduce((most, row) => Math.max(most, row.time), 0);
  const pairs = new Map<string, Difference[]>();
  for (const measure of headlineMeasures) {
    for (const row of input.estimates.differences) {
      if (row.point !== null || row.time !== time || row.measure !== measure || Object.keys(row.group).length > 0)
        continue;
      const key = `${row.a}|${row.b}`;
      pairs.set(key, [...(pairs.get(key) ?? []), row]);
    }
  }
  return pairs;
}

/** Say what can be said of every pair. */
export function verdicts(input: VerdictInput): readonly Verdict[] {
  return [...headlinePairs(input).values()].map((rows, i) => verdictOf(input, rows, i === 0));
}

function isClear(row: Difference | undefined): row is Difference & { mean: number; jointHalfWidth: number } {
  return (
    row !== undefined && row.mean !== null && row.jointHalfWidth !== null && Math.abs(row.mean) > row.jointHalfWidth
  );
}

function verdictOf(input: VerdictInput, rows: readonly Difference[], isFirst: boolean): Verdict {
  const { lang } = input;
  const nb = lang === "nb";
  const first = rows[0] as Difference;
  const title = (id: string): string => input.scenarios.find((scenario) => scenario.id === id)?.title[lang] ?? id;
  const a = title(first.a);
  const b = title(first.b);
  const row = (measure: string): Difference | undefined => rows.find((candidate) => candidate.measure === measure);
  const year = Number(input.scenarios[0]?.start.slice(0, 4)) + first.time;
  const failed = rows.some((candidate) => candidate.failed > 0.01 * Math.max(candidate.runs, 1));

  const people = row("participants");
  const lost = row("people-who-lost-their-place");
  const cost = row("net-public-cost");
  const perPosition = row("cost-per-position");
  const answer: string[] = [];
  if (failed) {
    answer.push(
      nb
        ? "Mer enn 1 % av kjøringene feilet, så ingen konklusjon kan trekkes."
        : "More than 1 % of the runs failed, so no verdict can be drawn.",
    );
  } else {
    // Where the question is what places are worth to enterprises, their revenue is the answer.
    const revenue = movesPlaces(input, first.b) ? sizeSentence(input.bySize ?? [], first.b, { a, b }, lang) : "";
    if (revenue !== "") answer.push(revenue);
    answer.push(peopleSentence(lang, people, lost, { a, b, year }));
    answer.push(costSentence(lang, cost, perPosition));
  }
  // What binds in the reference is told once.
  const bindings = failed ? [] : [...(isFirst ? [first.a] : []), first.b].map((id) => bindingSentence(input, id));
  const reasons = [
    ...(isClear(people) && !failed ? [accountSentence(input, people)] : []),
    ...(failed ? [] : [payerSentence(input, first)]),
    ...bindings,
  ].filter((text) => text !== "");
  const draws = formatNumber(lang, first.n);
  const conditions = [
    nb
      ? `Intervallene gjelder for alle hovedmålene samtidig (95 %, Holm) og hviler på ${draws} trekninger av det vi ikke vet. ${driverText(input, first)}`
      : `Intervals hold for all headline measures at once (95 %, Holm) and rest on ${draws} draws of what we do not know. ${driverText(input, first)}`,
    nb
      ? `Utgiftene er stat og kommuner under ett; ubrukt rammetilskudd er trukket fra, og eiernes andel av bedriftenes underskudd er lagt til. ${readingText(input, first)}`
      : `Costs are those of state and municipalities together; unspent grant is taken out and the public owners' share of enterprises' deficits is added. ${readingText(input, first)}`,
  ];
  const open = rows.filter((candidate) => !isClear(candidate)).map((candidate) => openSentence(lang, candidate));
  return { a: first.a, b: first.b, answer, reasons, conditions, open, rows };
}

function movesPlaces({ scenarios }: ChartInput, id: string): boolean {
  return scenarios.some((scenario) => scenario.id === id && asksForEnterprises(scenario));
}

/** Name the assumptions that move the number of participants most, as this run shows them. */
function driverText(input: ChartInput, pair: Difference): string {
  const { lang } = input;
  const nb = lang === "nb";
  const found = (input.drivers ?? []).filter(({ a, b }) => a === pair.a && b === pair.b).slice(0, 3);
  if (found.length === 0) {
    return nb
      ? "Ingen enkelt forutsetning skiller seg ut fra tilfeldighetene i så få trekninger."
      : "No single assumption stands out from chance in so few draws.";
  }
  const parameters = input.scenarios.find(({ id }) => id === pair.b)?.parameters ?? {};
  const named = found.map(({ parameter, correlation }) => {
    const known = parameters[parameter];
    const label = known === undefined ? parameter : known.label[lang];
    const standing = known === undefined ? "" : `, ${say(lang, known.standing)}`;
    return `${label.toLowerCase()} (${formatNumber(lang, correlation, 2)}${standing})`;
  });
  return nb
    ? `Differansen i deltakere${besideOthers(input, pair)} henger i denne kjøringen mest sammen med ${named.join("; ")}. Tallet er rangkorrelasjon: over null betyr at en større verdi gir flere deltakere.`
    : `In this run the difference in participants${besideOthers(input, pair)} goes most with ${named.join("; ")}. The figure is a rank correlation: above zero, a larger value gives more participants.`;
}

function readingText(input: VerdictInput, pair: Difference): string {
  const spec = input.scenarios[0]?.parameters["exit.ordinary-reading"]?.spec;
  const nb = input.lang === "nb";
  if (typeof spec === "string") {
    return nb
      ? `Kildens «2 år og 6 måneder» er lest på én måte (${choiceName(input.lang, spec)}).`
      : `The source's “2 years and 6 months” is read in one way (${choiceName(input.lang, spec)}).`;
  }
  if (input.fixedParameters === true) {
    return nb
      ? "Kildens «2 år og 6 måneder» er lest på den mest sannsynlige måten."
      : "The source's “2 years and 6 months” is read in the likeliest way.";
  }
  const intro = nb
    ? "Kildens «2 år og 6 måneder» er lest på tre måter, som er trukket etter vekt"
    : "The source's “2 years and 6 months” is read in three ways, drawn by weight";
  const found = (input.conditions ?? []).find(
    ({ a, b, measure, parameter }) =>
      a === pair.a && b === pair.b && measure === "participants" && parameter === "exit.ordinary-reading",
  );
  if (found === undefined) return `${intro}.`;
  const parts = found.parts.map(
    ({ from, mean, halfWidth }) =>
      `${choiceName(input.lang, String(from))}: ${formatMeasured(input.lang, mean, halfWidth)}`,
  );
  return nb
    ? `${intro}; differansen i deltakere${besideOthers(input, pair)} er ved ${parts.join("; ")}.`
    : `${intro}; the difference in participants${besideOthers(input, pair)} is, for ${parts.join("; ")}.`;
}

/** Say how many more or fewer participants there are, and how often places were lost. */
function peopleSentence(
  lang: Lang,
  people: Difference | undefined,
  lost: Difference | undefined,
  { a, b, year }: { readonly a: string; readonly b: string; readonly year: number },
): string {
  const nb = lang === "nb";
  if (!isClear(people)) {
    return nb
      ? `Antall deltakere i ${year} med «${b}» kan ikke skilles fra antallet med «${a}»${lostClause(lang, lost)}.`
      : `The number of participants in ${year} under “${b}” cannot be told apart from that under “${a}”${lostClause(lang, lost)}.`;
  }
  const size = formatMeasured(lang, Math.abs(people.mean), people.jointHalfWidth);
  const error = formatMeasured(lang, people.jointHalfWidth, people.jointHalfWidth);
  const word = people.mean < 0 ? (nb ? "færre" : "fewer") : nb ? "flere" : "more";
  return nb
    ? `«${b}» gir ${size} ${word} deltakere (± ${error}) i ${year} enn «${a}»${lostClause(lang, lost)}.`
    : `In ${year} “${b}” has ${size} ${word} participants (± ${error}) than “${a}”${lostClause(lang, lost)}.`;
}

function lostClause(lang: Lang, row: Difference | undefined): string {
  if (!isClear(row)) return "";
  const size = formatMeasured(lang, Math.abs(row.mean), row.jointHalfWidth);
  const nb = lang === "nb";
  const word = row.mean > 0 ? (nb ? "flere" : "more") : nb ? "færre" : "fewer";
  return nb ? `, og folk mister plassen sin ${size} ${word} ganger` : `, and places are lost ${size} ${word} times`;
}

function costSentence(lang: Lang, cost: Difference | undefined, perPosition: Difference | undefined): string {
  const nb = lang === "nb";
  if (nb && !isClear(cost) && !isClear(perPosition))
    return "Det er ingen sikker forskjell i netto offentlig utgift, og heller ikke i utgiften per stilling.";
  const net = !isClear(cost)
    ? nb
      ? "Det er ingen sikker forskjell i netto offentlig utgift"
      : "Net public cost cannot be told apart"
    : nb
      ? `Netto offentlig utgift er ${formatKroner(lang, Math.abs(cost.mean), cost.jointHalfWidth)} ${cost.mean < 0 ? "lavere" : "høyere"} i året`
      : `Net public cost is ${formatKroner(lang, Math.abs(cost.mean), cost.jointHalfWidth)} a year ${cost.mean < 0 ? "lower" : "higher"}`;
  const unit = !isClear(perPosition)
    ? nb
      ? "det er ingen sikker forskjell i utgiften per stilling"
      : "the cost per position cannot be told apart"
    : nb
      ? `utgiften per stilling er ${formatKroner(lang, Math.abs(perPosition.mean), perPosition.jointHalfWidth)} ${perPosition.mean < 0 ? "lavere" : "høyere"}`
      : `the cost per position is ${formatKroner(lang, Math.abs(perPosition.mean), perPosition.jointHalfWidth)} ${perPosition.mean < 0 ? "lower" : "higher"}`;
  return `${net}${nb ? ", og " : ", and "}${unit}.`;
}

function openSentence(lang: Lang, row: Difference): string {
  const name = measureName(lang, row.measure);
  const nb = lang === "nb";
  if (isHidden(row))
    return nb ? `${name}: vises ikke, fordi tallene er små.` : `${name}: not shown, since the counts are small.`;
  if (row.mean === null) return nb ? `${name}: ingen forskjell å måle.` : `${name}: no difference to measure.`;
  if (row.jointHalfWidth === null)
    return nb
      ? `${name}: ingen sikker forskjell; det finnes ikke noe intervall (én trekning, eller et sveip over punkter).`
      : `${name}: cannot be told apart; there is no interval (a single draw, or a sweep over points).`;
  if (row.mean === 0) return nb ? `${name}: ingen forskjell.` : `${name}: no difference.`;
  const ratio = row.jointHalfWidth / Math.abs(row.mean);
  const more = Math.ceil((row.runs * (ratio * ratio - 1)) / 2) * 2;
  const needed =
    more > 1_000_000
      ? nb
        ? "ikke noe rimelig antall kjøringer vil avgjøre det"
        : "no reasonable number of runs would tell them apart"
      : nb
        ? `omtrent ${formatWithError(lang, more, Math.max(more / 10, 1))} flere kjøringer trengs for å avgjøre det`
        : `about ${formatWithError(lang, more, Math.max(more / 10, 1))} more replications would be needed`;
  return nb ? `${name}: ingen sikker forskjell; ${needed}.` : `${name}: cannot be told apart; ${needed}.`;
}

/**
 * Say how well a row is known, for the digits it is written with: the half-width of its interval (of the joint one for a difference); half
 * the range of nine runs in ten where there is no interval, as in a sweep over points; null where there is neither.
 */
export function errorOf(row: Estimate | Difference): number | null {
  const known = "jointHalfWidth" in row ? row.jointHalfWidth : row.halfWidth;
  if (known !== null) return known;
  return row.p05 === null || row.p95 === null || row.p95 <= row.p05 ? null : (row.p95 - row.p05) / 2;
}

/**
 * Write a value of a headline measure in its own unit.
 *
 * @param error half-width of its interval; null when there are too few draws to know
 * @param size what decides the unit of kroner, for values that stand side by side
 */
export function headlineValue(
  lang: Lang,
  measure: string,
  value: number | null,
  error: number | null,
  size?: number,
): string {
  if (value === null) return "–";
  if (money.has(measure)) return formatKroner(lang, value, error, size ?? Math.abs(value));
  if (measure === "match-quality") return formatMeasuredPercent(lang, value, error);
  return formatMeasured(lang, value, error);
}

/** All verdicts as plain text for a terminal. */
export function verdictText(input: Omit<VerdictInput, "lang">, lang: Lang): string {
  return verdicts({ ...input, lang })
    .map(({ answer, reasons, conditions, open }) => [answer.join(" "), ...reasons, ...conditions, ...open].join("\n"))
    .join("\n\n");
}
