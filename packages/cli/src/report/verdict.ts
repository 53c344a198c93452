// Verdicts: what can be said of the headline family with joint intervals, in plain sentences. Never "best": a verdict
// carries the assumption that drives it, whose money it is, and how the source was read. "Cannot be told apart" is a verdict.

import { type Difference, type Estimate, isDistribution } from "@tiltak/sim-core";
import { beginsAt, type ChartInput } from "../charts/index.ts";
import { inner } from "../charts/text.ts";
import { say } from "../commands/texts.ts";
import type { Condition } from "../conditions.ts";
import { leastClear } from "../draw-means.ts";
import {
  enoughReplications,
  fewDraws,
  fewDrawsWarning,
  formatForecast,
  moreRunsToTell,
  mostRuns,
} from "../enough-runs.ts";
import { asksForEnterprises } from "../enterprises/asked.ts";
import { isHidden } from "../enterprises/small-estimates.ts";
import { headlineMembers, isOfMember, memberName, revenueMeasure, smallSize } from "../headline.ts";
import {
  choiceName,
  formatKroner,
  formatMeasured,
  formatMeasuredPercent,
  formatMeasuredPoints,
  formatNumber,
  type Lang,
} from "../i18n/index.ts";
import { settingsSentence } from "../scenario-titles.ts";
import { whenOf, yearEnding } from "../times.ts";
import { costOverTimeSentence } from "./cost-over-time.ts";
import { payerSentence } from "./public-cost.ts";
import { accountSentence, besideOthers, bindingSentence } from "./reasons.ts";

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
  /** Sentences that answer the question, the cost over all years among them where the last year does not show it. */
  readonly answer: readonly string[];
  /** Why: where the people go, what binds over time, who pays. */
  readonly reasons: readonly string[];
  /** That the draws are too few to rely on; empty where they are not. */
  readonly warning: string;
  /** What the answer rests on. */
  readonly conditions: readonly string[];
  /** Headline measures whose difference cannot be told from none, one sentence each. */
  readonly open: readonly string[];
  /** The headline rows, in order. */
  readonly rows: readonly Difference[];
}

/** Measures that are shares. */
const shares: ReadonlySet<string> = new Set(["match-quality", revenueMeasure]);
const money = new Set(["net-public-cost", "cost-per-position"]);

/** The headline differences of the last year, pair by pair. */
export function headlinePairs(input: ChartInput): ReadonlyMap<string, readonly Difference[]> {
  const time = input.estimates.differences.reduce((most, row) => Math.max(most, row.time), 0);
  const pairs = new Map<string, Difference[]>();
  for (const member of headlineMembers(input.scenarios)) {
    for (const row of input.estimates.differences) {
      if (row.point !== null || row.time !== time || !isOfMember(row, member)) continue;
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
  const row = (measure: string, size?: string): Difference | undefined =>
    rows.find((candidate) =>
      isOfMember(candidate, { measure, group: size === undefined ? {} : { "enterprise-size": size } }),
    );
  const when = (measure: string): string => whenOf(beginsAt(input), measure, first.time, lang);
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
    if (movesPlaces(input, first.b))
      answer.push(revenueSentence(lang, row(revenueMeasure), row(revenueMeasure, smallSize), { a, b }));
    answer.push(peopleSentence(lang, people, lost, { a, b, when: when("participants") }));
    answer.push(costSentence(lang, cost, perPosition, yearEnding(beginsAt(input), first.time)));
    answer.push(...[costOverTimeSentence(input, first)].filter((text) => text !== ""));
  }
  // What binds in the reference is told once.
  const bindings = failed ? [] : [...(isFirst ? [first.a] : []), first.b].map((id) => bindingSentence(input, id));
  const reasons = [
    ...(isClear(people) && !failed ? [accountSentence(input, people)] : []),
    ...(failed ? [] : [payerSentence(input, first)]),
    ...bindings,
  ].filter((text) => text !== "");
  const draws = formatNumber(lang, first.n);
  const warning = failed ? "" : fewDrawsWarning(lang, first, rows.length);
  const conditions = [
    ...[isFirst ? settingsSentence(input.scenarios, lang) : ""].filter((text) => text !== ""),
    nb
      ? `Intervallene gjelder for alle hovedmålene samtidig (95 %, Holm) og hviler på ${draws} trekninger av det vi ikke vet. ${driversText(input, first)}`
      : `Intervals hold for all headline measures at once (95 %, Holm) and rest on ${draws} draws of what we do not know. ${driversText(input, first)}`,
    ...(movesPlaces(input, first.b) ? revenueConditions(input, row(revenueMeasure)) : []),
    nb
      ? `Utgiftene er stat og kommuner under ett; ubrukt rammetilskudd er trukket fra, og eiernes andel av bedriftenes resultat er regnet med (overskudd senker utgiften, underskudd øker den). ${readingText(input, first)}`
      : `Costs are those of state and municipalities together; unspent grant is taken out, and the public owners' share of enterprises' results is reckoned in (a surplus lowers the cost, a deficit adds to it). ${readingText(input, first)}`,
  ];
  const open = rows.filter((candidate) => !isClear(candidate)).map((candidate) => openSentence(input, candidate));
  return { a: first.a, b: first.b, answer, reasons, warning, conditions, open, rows };
}

function movesPlaces({ scenarios }: ChartInput, id: string): boolean {
  return scenarios.some((scenario) => scenario.id === id && asksForEnterprises(scenario));
}

/** Say how much lower or higher the revenue of enterprises is, of all and of the small ones, as far as their joint intervals allow. */
function revenueSentence(
  lang: Lang,
  all: Difference | undefined,
  small: Difference | undefined,
  titles: { readonly a: string; readonly b: string },
): string {
  const nb = lang === "nb";
  const between = nb ? `med «${titles.b}» enn med «${titles.a}»` : `under “${titles.b}” than under “${titles.a}”`;
  if (!isClear(all)) {
    const wide = all !== undefined && tellsNothing(all, undefined);
    return nb
      ? `${wide ? "Intervallet er for bredt til å si om" : "Det er ingen sikker forskjell i om"} inntekten til tiltaksbedriftene er lavere eller høyere siste år ${between}.`
      : `${wide ? "The interval is too wide to say" : "It cannot be told"} whether the revenue of enterprises is lower or higher in the last year ${between}.`;
  }
  const size = ({ mean, jointHalfWidth }: { readonly mean: number; readonly jointHalfWidth: number }): string => {
    const [near, far] = [Math.abs(mean) - jointHalfWidth, Math.abs(mean) + jointHalfWidth];
    const points = (share: number): string => formatNumber(lang, 100 * share);
    return `${points(Math.abs(mean))} (${points(near)} ... ${points(far)})`;
  };
  const word = all.mean < 0 ? (nb ? "lavere" : "lower") : nb ? "høyere" : "higher";
  const rest = !isClear(small)
    ? nb
      ? "; for dem med VTA-inntekt under 10 millioner kroner er det ingen sikker forskjell"
      : "; for those with VTA revenue below 10 million kroner it cannot be told apart"
    : small.mean < 0 === all.mean < 0
      ? nb
        ? `, for dem med VTA-inntekt under 10 millioner kroner ${size(small)}`
        : `, for those with VTA revenue below 10 million kroner ${size(small)}`
      : nb
        ? `, men for dem med VTA-inntekt under 10 millioner kroner ${size(small)} ${small.mean < 0 ? "lavere" : "høyere"}`
        : `, but for those with VTA revenue below 10 million kroner ${size(small)} ${small.mean < 0 ? "lower" : "higher"}`;
  return nb
    ? `Siste år er tiltaksbedriftenes inntekt i snitt ${size(all)} prosentpoeng ${word} ${between}${rest}; regnet av hver bedrifts inntekt før start.`
    : `In the last year the revenue of enterprises is on average ${size(all)} percentage points ${word} ${between}${rest}; reckoned from each one's revenue before the start.`;
}

/** Say what would change the difference in revenue: where assumptions turn out low or high, and whether any of it turns the sign. */
function revenueConditions(input: VerdictInput, row: Difference | undefined): readonly string[] {
  const { lang } = input;
  const nb = lang === "nb";
  const found = (input.conditions ?? []).filter(
    ({ a, b, measure, group, correlation }) =>
      a === row?.a && b === row.b && measure === revenueMeasure && group === undefined && correlation !== null,
  );
  const mean = row?.mean ?? null;
  if (row === undefined || mean === null) return [];
  // Where nothing stands out, the drivers have said so.
  if (found.length === 0) return [];
  const parameters = input.scenarios.find(({ id }) => id === row.b)?.parameters ?? {};
  const told = found.map(({ parameter, parts }) => {
    const [low, high] = [parts[0], parts[parts.length - 1]].map((part) =>
      formatMeasuredPoints(lang, part?.mean ?? null, part?.halfWidth ?? null),
    );
    const name = inner(parameters[parameter]?.label[lang] ?? parameter);
    return nb ? `${name}: ${low} når lav, ${high} når høy` : `${name}: ${low} when low, ${high} when high`;
  });
  const keeps = found.every(({ parts }) =>
    parts.every((part) => part.halfWidth !== null && part.mean * Math.sign(mean) > part.halfWidth),
  );
  const turned = keeps
    ? nb
      ? "Fortegnet er det samme i alle disse delene av trekningene"
      : "The sign is the same in all these parts of the draws"
    : nb
      ? "I minst én av disse delene av trekningene er fortegnet ikke sikkert"
      : "In at least one of these parts of the draws the sign is not certain";
  return [
    nb
      ? `Det som ville endret forskjellen i inntekt (laveste og høyeste tredel av trekningene): ${told.join("; ")}. ${turned}.`
      : `What would change the difference in revenue (lowest and highest third of the draws): ${told.join("; ")}. ${turned}.`,
  ];
}

/** Name the assumptions that move the answer most, as this run shows them: for revenue where it is asked, and for participants. */
function driversText(input: ChartInput, pair: Difference): string {
  const measures = [...(movesPlaces(input, pair.b) ? [revenueMeasure] : []), "participants"];
  return measures.map((measure) => driverText(input, pair, measure, measures.length > 1)).join(" ");
}

function driverText(input: ChartInput, pair: Difference, measure: string, several: boolean): string {
  const { lang } = input;
  const nb = lang === "nb";
  const found = (input.drivers ?? [])
    .filter((driver) => driver.a === pair.a && driver.b === pair.b && driver.measure === measure)
    .slice(0, 3);
  const isRevenue = measure === revenueMeasure;
  const what = isRevenue ? (nb ? "bedriftenes inntekt" : "enterprises' revenue") : nb ? "deltakere" : "participants";
  if (found.length === 0) {
    const none = several
      ? nb
        ? `Ingen enkelt forutsetning skiller seg ut for forskjellen i ${what} i så få trekninger`
        : `No single assumption stands out for the difference in ${what} in so few draws`
      : nb
        ? "Ingen enkelt forutsetning skiller seg ut fra tilfeldighetene i så få trekninger"
        : "No single assumption stands out from chance in so few draws";
    return `${none}${isRevenue ? visibleText(input, pair) : ""}.`;
  }
  const parameters = input.scenarios.find(({ id }) => id === pair.b)?.parameters ?? {};
  const named = found.map(({ parameter, correlation }) => {
    const known = parameters[parameter];
    const label = known === undefined ? parameter : known.label[lang];
    const standing = known === undefined ? "" : `, ${say(lang, known.standing)}`;
    return `${label.toLowerCase()} (${formatNumber(lang, correlation, 2)}${standing})`;
  });
  const meaning = isRevenue
    ? nb
      ? "større verdi gir høyere inntekt (mindre tap)"
      : "larger value gives more revenue (a smaller loss)"
    : nb
      ? "større verdi gir flere deltakere"
      : "larger value gives more participants";
  return nb
    ? `Differansen i ${what}${besideOthers(input, pair)} henger i denne kjøringen mest sammen med ${named.join("; ")}. Tallet er rangkorrelasjon: over null betyr at en ${meaning}.`
    : `In this run the difference in ${what}${besideOthers(input, pair)} goes most with ${named.join("; ")}. The figure is a rank correlation: above zero, a ${meaning}.`;
}

/** Draws that a study has which is taken for an answer. */
const usualDraws = 50;

/** Say how strong an assumption must be to be seen in so many draws, and in those of a hundred runs; empty where these are as many. */
function visibleText({ lang, scenarios }: ChartInput, { b, n }: Difference): string {
  const parameters = Object.values(scenarios.find(({ id }) => id === b)?.parameters ?? {});
  const tried = parameters.filter(({ spec }) => isDistribution(spec) && spec.distribution !== "choice").length;
  if (tried === 0 || n < 2 || n >= usualDraws) return "";
  const seen = (draws: number): string => formatNumber(lang, leastClear(draws, tried), 2);
  const number = formatNumber(lang, tried);
  if (leastClear(n, tried) >= 1)
    return lang === "nb"
      ? `: ingen av ${number} usikre forutsetninger kan vise seg i så få (med 100 kjøringer en med rangkorrelasjon over ${seen(usualDraws)})`
      : `: none of ${number} uncertain assumptions can show in so few (with 100 runs one with a rank correlation above ${seen(usualDraws)})`;
  return lang === "nb"
    ? `: av ${number} usikre forutsetninger ville bare en med rangkorrelasjon over ${seen(n)} vist seg (med 100 kjøringer over ${seen(usualDraws)})`
    : `: of ${number} uncertain assumptions only one with a rank correlation above ${seen(n)} would show (with 100 runs above ${seen(usualDraws)})`;
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
  { a, b, when }: { readonly a: string; readonly b: string; readonly when: string },
): string {
  const nb = lang === "nb";
  if (!isClear(people)) {
    return nb
      ? `Antall deltakere ${when} med «${b}» kan ikke skilles fra antallet med «${a}»${lostClause(lang, lost)}.`
      : `The number of participants ${when} under “${b}” cannot be told apart from that under “${a}”${lostClause(lang, lost)}.`;
  }
  const size = formatMeasured(lang, Math.abs(people.mean), people.jointHalfWidth);
  const error = formatMeasured(lang, people.jointHalfWidth, people.jointHalfWidth);
  const word = people.mean < 0 ? (nb ? "færre" : "fewer") : nb ? "flere" : "more";
  return nb
    ? `«${b}» gir ${size} ${word} deltakere (± ${error}) ${when} enn «${a}»${lostClause(lang, lost)}.`
    : `${when.charAt(0).toUpperCase()}${when.slice(1)} “${b}” has ${size} ${word} participants (± ${error}) than “${a}”${lostClause(lang, lost)}.`;
}

function lostClause(lang: Lang, row: Difference | undefined): string {
  if (!isClear(row)) return "";
  const size = formatMeasured(lang, Math.abs(row.mean), row.jointHalfWidth);
  const nb = lang === "nb";
  const word = row.mean > 0 ? (nb ? "flere" : "more") : nb ? "færre" : "fewer";
  return nb ? `, og folk mister plassen sin ${size} ${word} ganger` : `, and places are lost ${size} ${word} times`;
}

function costSentence(
  lang: Lang,
  cost: Difference | undefined,
  perPosition: Difference | undefined,
  year: string,
): string {
  const nb = lang === "nb";
  if (nb && !isClear(cost) && !isClear(perPosition))
    return `I siste år (${year}) er det ingen sikker forskjell i netto offentlig utgift, og heller ikke i utgiften per stilling.`;
  const net = !isClear(cost)
    ? nb
      ? "er det ingen sikker forskjell i netto offentlig utgift"
      : "net public cost cannot be told apart"
    : nb
      ? `er netto offentlig utgift ${formatKroner(lang, Math.abs(cost.mean), cost.jointHalfWidth)} ${cost.mean < 0 ? "lavere" : "høyere"}`
      : `net public cost is ${formatKroner(lang, Math.abs(cost.mean), cost.jointHalfWidth)} ${cost.mean < 0 ? "lower" : "higher"}`;
  const unit = !isClear(perPosition)
    ? nb
      ? "det er ingen sikker forskjell i utgiften per stilling"
      : "the cost per position cannot be told apart"
    : nb
      ? `utgiften per stilling er ${formatKroner(lang, Math.abs(perPosition.mean), perPosition.jointHalfWidth)} ${perPosition.mean < 0 ? "lavere" : "høyere"}`
      : `the cost per position is ${formatKroner(lang, Math.abs(perPosition.mean), perPosition.jointHalfWidth)} ${perPosition.mean < 0 ? "lower" : "higher"}`;
  return `${nb ? `I siste år (${year}) ` : `In the last year (${year}) `}${net}${nb ? ", og " : ", and "}${unit}.`;
}

function openSentence(input: ChartInput, row: Difference): string {
  const { lang } = input;
  const name = memberName(lang, row);
  const nb = lang === "nb";
  if (isHidden(row))
    return nb ? `${name}: vises ikke, fordi tallene er små.` : `${name}: not shown, since the counts are small.`;
  if (row.mean === null) return nb ? `${name}: ingen forskjell å måle.` : `${name}: no difference to measure.`;
  if (row.jointHalfWidth === null)
    return nb
      ? `${name}: ingen sikker forskjell; det finnes ikke noe intervall (én trekning, eller et sveip over punkter).`
      : `${name}: cannot be told apart; there is no interval (a single draw, or a sweep over points).`;
  if (row.mean === 0) return nb ? `${name}: ingen forskjell.` : `${name}: no difference.`;
  const more = moreRunsToTell(row);
  const forecast = formatForecast(lang, more, enoughReplications - row.runs);
  const draws = formatNumber(lang, row.n);
  const seen =
    row.n >= fewDraws
      ? ""
      : nb
        ? ` (spredningen er sett i ${draws} trekninger)`
        : ` (the spread was seen in ${draws} draws)`;
  const needed =
    more.low > mostRuns
      ? nb
        ? "ikke noe rimelig antall kjøringer vil avgjøre det"
        : "no reasonable number of runs would tell them apart"
      : nb
        ? `${forecast} flere kjøringer trengs for å avgjøre det${seen}`
        : `${forecast} more replications would be needed${seen}`;
  if (tellsNothing(row, levelOf(input, row)))
    return nb
      ? `${name}: intervallet er for bredt til å si noe; ${needed}.`
      : `${name}: the interval is too wide to tell anything; ${needed}.`;
  return nb ? `${name}: ingen sikker forskjell; ${needed}.` : `${name}: cannot be told apart; ${needed}.`;
}

/** What a measure that begins at nothing is part of: an interval is not wide because today's level is small. */
const wholeOf: Readonly<Record<string, { readonly measure: string; readonly atStart: boolean }>> = {
  "enterprises-closed": { measure: "enterprises", atStart: true },
  "people-who-lost-their-place": { measure: "participants", atStart: false },
};

/** The level that a difference is measured against: of the same measure in the reference, or of the whole that it is part of. */
export function levelOf({ estimates }: Pick<ChartInput, "estimates">, row: Difference): number | undefined {
  const { measure, atStart } = wholeOf[row.measure] ?? { measure: row.measure, atStart: false };
  const level = estimates.estimates.find(
    (candidate) =>
      candidate.scenario === row.a &&
      candidate.point === null &&
      candidate.time === (atStart ? 0 : row.time) &&
      isOfMember(candidate, { measure, group: row.group }),
  );
  return level?.mean ?? undefined;
}

/** The least and the most that a level of a headline measure can be: an interval does not reach beyond them. */
export function possibleLevels(measure: string): readonly [least: number, most: number] {
  if (measure === "net-public-cost") return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return [measure === revenueMeasure ? -1 : 0, measure === "match-quality" ? 1 : Number.POSITIVE_INFINITY];
}

/**
 * Say whether the interval of a difference is too wide to tell anything: as wide to each side as all that there is.
 *
 * @param level of the measure in the reference, where it is known
 */
export function tellsNothing({ measure, jointHalfWidth }: Difference, level: number | undefined): boolean {
  if (jointHalfWidth === null) return false;
  if (measure === revenueMeasure || measure === "match-quality") return jointHalfWidth >= 0.5;
  return level !== undefined && level !== 0 && jointHalfWidth >= Math.abs(level);
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
  if (shares.has(measure)) return formatMeasuredPercent(lang, value, error);
  return formatMeasured(lang, value, error);
}

/** Write a difference in a headline measure in its own unit, as `headlineValue` writes its level; shares differ by percentage points. */
export function headlineDifference(
  lang: Lang,
  measure: string,
  value: number | null,
  error: number | null,
  size?: number,
): string {
  return shares.has(measure)
    ? formatMeasuredPoints(lang, value, error)
    : headlineValue(lang, measure, value, error, size);
}

/** All verdicts as plain text for a terminal. */
export function verdictText(input: Omit<VerdictInput, "lang">, lang: Lang): string {
  return verdicts({ ...input, lang })
    .map(({ answer, reasons, warning, conditions, open }) =>
      [answer.join(" "), ...reasons, warning, ...conditions, ...open].filter((text) => text !== "").join("\n"),
    )
    .join("\n\n");
}
