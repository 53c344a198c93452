// The report on a run: one HTML file that needs nothing else, neither network nor scripts. Question, answer, key figures, reasons,
// charts, differences with intervals, what would change the answer, the evaluation's claims, assumptions with sources, what the model
// cannot say, and how to make it again.

import type { ResolvedParameter } from "@tiltak/scenarios";
import type { Estimate, VarianceShare } from "@tiltak/sim-core";
import { beginsAt, type ChartInput, type ChartSpec, chartKinds, originLine, renderSvg } from "../charts/index.ts";
import { quoted } from "../charts/text.ts";
import type { DrawnQuantity } from "../claims.ts";
import { sourceLine as provenanceLine } from "../commands/explain.ts";
import { say } from "../commands/texts.ts";
import type { Condition } from "../conditions.ts";
import { registerAccount, registerNeeds } from "../enterprises/register-account.ts";
import { sizeBlocks, sizeNotes } from "../enterprises/size-table.ts";
import { sayOf } from "../enterprises/texts.ts";
import { type HeadlineMember, headlineMembers, isOfMember, memberName, revenueMeasure } from "../headline.ts";
import {
  choiceName,
  formatNumber,
  formatPercent,
  formatShareOfRuns,
  formatWithError,
  parameterGroupName,
  qualityName,
} from "../i18n/index.ts";
import { unitName } from "../i18n/problems.ts";
import type { FinishedRun } from "../run-folder.ts";
import { shellLine } from "../shell-words.ts";
import { timeName, yearEnding } from "../times.ts";
import { unfinishedSentences } from "../unfinished.ts";
import { valueInWords } from "../value-words.ts";
import { claimsTable } from "./claims-table.ts";
import { columnName } from "./columns.ts";
import { escapeHtml, scrolling, tableOf } from "./html.ts";
import { chartData, policy, scripts } from "./interactive.ts";
import { publicCostNote, publicCostTable } from "./public-cost.ts";
import { style } from "./style.ts";
import {
  errorOf,
  headlineDifference,
  headlinePairs,
  headlineValue,
  levelOf,
  possibleLevels,
  tellsNothing,
  verdicts,
} from "./verdict.ts";

export { printPdf } from "./pdf.ts";
export { verdictText } from "./verdict.ts";

/** What a report is made from. */
export interface ReportInput extends ChartInput {
  readonly run: FinishedRun;
  readonly varianceShares: readonly VarianceShare[];
  readonly conditions?: readonly Condition[];
  readonly claims?: readonly DrawnQuantity[];
  /** For paper: no scripts, and nothing folded away. */
  readonly print?: boolean;
  /** How charts are drawn, for who has them already. */
  readonly draw?: (spec: ChartSpec) => Promise<string>;
}

const words = {
  report: { nb: "Rapport", en: "Report" },
  question: { nb: "Spørsmålet", en: "The question" },
  answer: { nb: "Svaret", en: "The answer" },
  reasons: { nb: "Hvorfor", en: "Why" },
  restsOn: { nb: "Det svaret hviler på", en: "What the answer rests on" },
  changes: { nb: "Hva som ville endret svaret", en: "What would change the answer" },
  undecided: { nb: "Det tallene ikke avgjør", en: "What the figures do not decide" },
  conditions: { nb: "Der en forutsetning blir lav eller høy", en: "Where an assumption turns out low or high" },
  claims: { nb: "Evalueringens påstander", en: "The evaluation's claims" },
  whoPays: { nb: "Hvem som betaler", en: "Who pays" },
  keyFigures: { nb: "Nøkkeltall", en: "Key figures" },
  charts: { nb: "Figurer", en: "Charts" },
  description: { nb: "Beskrivelse", en: "Description" },
  data: { nb: "Tallene bak figuren", en: "The numbers behind the chart" },
  differences: { nb: "Forskjeller med usikkerhet", en: "Differences and their uncertainty" },
  levels: { nb: "Nivåer", en: "Levels" },
  uncertainty: { nb: "Hvor usikkerheten kommer fra", en: "Where the uncertainty comes from" },
  assumptions: { nb: "Forutsetninger og kilder", en: "Assumptions and sources" },
  cannot: { nb: "Hva modellen ikke kan si", en: "What the model cannot say" },
  again: { nb: "Slik lages rapporten på nytt", en: "How to make this report again" },
  parameterShare: { nb: "Det vi ikke vet (parametre)", en: "What we do not know (parameters)" },
  chanceShare: { nb: "Tilfeldigheter", en: "Chance" },
  measure: { nb: "Mål", en: "Measure" },
  difference: { nb: "Differanse", en: "Difference" },
  interval: { nb: "Felles 95 %-intervall", en: "Joint 95 % interval" },
  above: { nb: "Andel kjøringer over null", en: "Share of runs above zero" },
  range: { nb: "90 % av kjøringene", en: "90 % of runs" },
  assumption: { nb: "Forutsetning", en: "Assumption" },
  where: { nb: "Der den er", en: "Where it is" },
  draws: { nb: "Trekninger", en: "Draws" },
  quality: { nb: "Grunn, og kilde med kvalitet", en: "Reason, and source with its quality" },
  fewRuns: {
    nb: "Med færre enn 20 kjøringer kan ingen si hvor de ytterste 5 % ligger; da står det «–».",
    en: "Fewer than 20 runs do not say where the outer 5 % lie; “–” then stands there.",
  },
  conditionsNote: {
    nb: "Differansen i bare de trekningene der forutsetningen havnet i den laveste eller den høyeste tredelen, eller der et bestemt valg ble trukket. Vises for valg, og for forutsetninger som skiller seg ut fra tilfeldighetene. Utforskende: intervallene gjelder hver for seg.",
    en: "The difference among only those draws in which the assumption was in its lowest or its highest third, or was one of the choices. Shown for choices, and for assumptions that stand out from chance. Exploratory: each interval holds by itself.",
  },
  noneStandsOut: {
    nb: "Ingen av de usikre forutsetningene skiller seg fra tilfeldighetene for forskjellen i bedriftenes inntekt i så få trekninger.",
    en: "None of the uncertain assumptions stands out from chance for the difference in enterprises' revenue in so few draws.",
  },
  noConditions: {
    nb: "For få trekninger til å si hvilke forutsetninger som ville endret svaret: minst 24 kjøringer trengs. For et sveip over punkter sier tiltak sensitivity hvilke parametre som betyr noe.",
    en: "Too few draws to say which assumptions would change the answer: at least 24 replications are needed. For a sweep over points, tiltak sensitivity says which parameters matter.",
  },
  claimsNote: {
    nb: "Regnestykker bruker bare kildens egne tall. Resten er denne kjøringens anslag; intervallene gjelder hver for seg (utforskende).",
    en: "Arithmetic uses the source's own figures only. The rest are this run's estimates; each interval holds by itself (exploratory).",
  },
  contents: { nb: "Innhold", en: "Contents" },
  skip: { nb: "Gå til svaret", en: "Go to the answer" },
  exploratory: {
    nb: "Konklusjoner trekkes bare av målene i denne tabellen. Alt annet i rapporten er utforskende.",
    en: "Verdicts are drawn from the measures of this table only. Everything else in the report is exploratory.",
  },
  synthetic: {
    nb: "Personene i modellen er syntetiske.",
    en: "People in the model are synthetic.",
  },
  closure: {
    nb: "Nedleggelse er en risiko under forutsetningene, ikke en prognose. Uføretrygden er holdt utenfor: nesten alle har full trygd, og den endres ikke.",
    en: "Closure is a risk under the assumptions, not a forecast. Disability benefit is left out: nearly everybody has it in full, and it does not change.",
  },
} as const;

/** Below so many runs nothing is said of the outer twentieths. */
const fewestForRange = 20;

/**
 * Write the report.
 *
 * @returns one self-contained HTML document; the same run gives the same bytes
 */
export async function buildReport(input: ReportInput): Promise<string> {
  const { lang, scenarios } = input;
  const { registers = {} } = input.run;
  const w = (key: keyof typeof words): string => escapeHtml(words[key][lang]);
  const title = scenarios.map((scenario) => scenario.title[lang]).join(lang === "nb" ? " mot " : " against ");
  const sections: [string, string, string][] = [];
  const add = (id: string, heading: string, body: string): void => {
    if (body !== "") sections.push([id, heading, body]);
  };

  add(
    "question",
    w("question"),
    [...new Set(scenarios.slice(scenarios.length > 1 ? 1 : 0).map((scenario) => scenario.question[lang]))]
      .map((question) => `<p class="question">${escapeHtml(question)}</p>`)
      .join("\n"),
  );
  const told = verdicts({ ...input, fixedParameters: input.run.fixedParameters });
  const paragraphs = (texts: readonly string[]): string =>
    [...new Set(texts)].map((text) => `<p>${escapeHtml(text)}</p>`).join("\n");
  const early = paragraphs(unfinishedSentences(input, lang));
  add(
    "answer",
    w("answer"),
    told.length === 0
      ? `${early}${levelsTable(input)}`
      : `${told.map(({ answer }) => `<p class="answer">${answer.map(escapeHtml).join(" ")}</p>`).join("\n")}${early}${paragraphs(
          told.map(({ warning }) => warning).filter((text) => text !== ""),
        )}`,
  );
  add("key-figures", w("keyFigures"), keyFigures(input));
  add("enterprises", escapeHtml(sayOf(lang, "bySize")), enterprisesBySize(input));
  add("why", w("reasons"), paragraphs(told.flatMap(({ reasons }) => reasons)));
  add("who-pays", w("whoPays"), whoPays(input));
  add("rests-on", w("restsOn"), paragraphs(told.flatMap(({ conditions }) => conditions)));
  add("charts", w("charts"), await figures(input));
  add(
    "differences",
    w("differences"),
    told.length === 0 ? "" : `${differencesTables(input)}<p>${w("exploratory")} ${w("fewRuns")}</p>`,
  );
  const undecided = told.flatMap(({ b, open }) => open.map((text) => ({ b, text })));
  add(
    "changes",
    w("changes"),
    told.length === 0
      ? ""
      : [
          `<h3>${w("conditions")}</h3>`,
          (input.conditions ?? []).length === 0
            ? `<p>${w("noConditions")}</p>`
            : `<p>${w("conditionsNote")}${revenueStandsOut(input) ? "" : ` ${w("noneStandsOut")}`}</p>${conditionsTables(input)}`,
          ...(undecided.length === 0
            ? []
            : [
                `<h3>${w("undecided")}</h3><ul>${undecided
                  .map(
                    ({ b, text }) =>
                      `<li>${told.length > 1 ? `${escapeHtml(quoted(lang, titleOf(input, b)))}: ` : ""}${escapeHtml(text)}</li>`,
                  )
                  .join("")}</ul>`,
              ]),
        ].join("\n"),
  );
  add("claims", w("claims"), `<p>${w("claimsNote")}</p>${claimsTable(input)}`);
  add("levels", w("levels"), told.length === 0 ? "" : levelsTable(input));
  add("uncertainty", w("uncertainty"), varianceTable(input));
  add("assumptions", w("assumptions"), `${ownRegisters(input)}${assumptions(input)}`);
  add(
    "limits",
    w("cannot"),
    `${scenarios.map((scenario) => `<p><strong>${escapeHtml(scenario.title[lang])}.</strong> ${escapeHtml(scenario.limits[lang])}</p>`).join("\n")}<p>${w("synthetic")} ${escapeHtml(originLine(input))} ${w("closure")}</p>`,
  );
  add(
    "again",
    w("again"),
    `<pre tabindex="0"><code>${escapeHtml(command(input))}</code></pre>${paragraphs(registerNeeds(registers, lang))}`,
  );

  const contents = sections.map(([id, heading]) => `<li><a href="#${id}">${heading}</a></li>`).join("");
  const body = sections
    .map(
      ([id, heading, text]) => `<section aria-labelledby="${id}"><h2 id="${id}">${heading}</h2>\n${text}\n</section>`,
    )
    .join("\n");
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
${policy(input.print !== true)}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#answer">${w("skip")}</a>
<header><p class="kind">Tiltak · ${w("report")}</p><h1>${escapeHtml(title)}</h1></header>
<nav aria-label="${w("contents")}"><ul>${contents}</ul></nav>
<main>
${body}
</main>
${input.print === true ? "" : scripts(lang)}
</body>
</html>
`;
}

/** The registers that took the place of the synthetic ones; empty without. */
function ownRegisters({ run, lang }: ReportInput): string {
  const told = registerAccount(run.registers ?? {}, lang);
  if (told.length === 0) return "";
  return `<h3>${escapeHtml(sayOf(lang, "registers"))}</h3>${told.map((text) => `<p>${escapeHtml(text)}</p>`).join("\n")}`;
}

/** Net public cost by who bears it, against the first scenario; empty where the run cannot tell. */
function whoPays(input: ReportInput): string {
  const tables = [...headlinePairs(input).values()].flatMap(([row]) => {
    if (row === undefined) return [];
    const year = yearEnding(beginsAt(input), row.time);
    return [publicCostTable(input, row, { a: titleOf(input, row.a), b: titleOf(input, row.b), year })];
  });
  const told = tables.filter((table) => table !== "");
  return told.length === 0 ? "" : `${told.join("\n")}<p>${escapeHtml(publicCostNote(input.lang))}</p>`;
}

/** The tables of enterprises by size; empty where the run did not keep enterprises. */
function enterprisesBySize({ bySize = [], lang, ...input }: ReportInput): string {
  if (bySize.length === 0) return "";
  const tables = sizeBlocks(bySize, lang).map(({ scenario, head: [, ...head], lines }) =>
    tableOf(titleOf({ ...input, lang }, scenario), [sayOf(lang, "size"), ...head], lines),
  );
  return `${tables.join("\n")}${sizeNotes(bySize, lang)
    .map((text) => `<p>${escapeHtml(text)}</p>`)
    .join("\n")}`;
}

/** The command that makes the same numbers; names of enterprises are not asked for by a report. */
function command({ run }: ReportInput): string {
  return shellLine(run.commandLine.filter((word) => word !== "--show-names")).replace(/^tiltak /, "npx tiltak ");
}

function titleOf(input: ChartInput, id: string): string {
  return input.scenarios.find((scenario) => scenario.id === id)?.title[input.lang] ?? id;
}

/** "last year: 2036": which year the last one is. */
function ends(input: ChartInput, time: number): string {
  const year = yearEnding(beginsAt(input), time);
  return input.lang === "nb" ? `siste år: ${year}` : `last year: ${year}`;
}

/** Four figures: each measure in the reference and in the other scenarios, in the last year. */
function keyFigures(input: ReportInput): string {
  const { lang, scenarios } = input;
  const time = input.estimates.estimates.reduce((most, row) => Math.max(most, row.time), 0);
  // Where the question is what places are worth to enterprises, their revenue comes first.
  const revenue = headlineMembers(scenarios).filter(({ measure }) => measure === revenueMeasure);
  const usual = ["participants", "people-who-lost-their-place", "net-public-cost", "enterprises-closed"];
  const shownMembers = [...revenue, ...usual.slice(revenue.length).map((measure) => ({ measure, group: {} }))];
  const cards = shownMembers.map((member) => {
    const values = scenarios.flatMap((scenario) => {
      const row = levelAt(input, scenario.id, member, time);
      if (row === undefined) return [];
      return [{ title: scenario.title[lang], text: headlineValue(lang, member.measure, row.mean, errorOf(row)) }];
    });
    const [reference, ...others] = values;
    if (reference === undefined) return "";
    const shown = others.length === 0 ? [reference] : others;
    const figures = shown
      .map(
        ({ title, text }) =>
          `<span class="figure">${escapeHtml(text)}</span>${shown.length > 1 ? `<span class="against">${escapeHtml(title)}</span>` : ""}`,
      )
      .join("");
    const against =
      others.length === 0
        ? ""
        : `<span class="against">${lang === "nb" ? "mot" : "against"} ${escapeHtml(reference.text)} ${lang === "nb" ? "med" : "under"} ${escapeHtml(reference.title)}</span>`;
    const when = timeName(beginsAt(input), member.measure, time, lang);
    return `<li><span class="what">${escapeHtml(`${memberName(lang, member)} (${when})`)}</span>${figures}${against}</li>`;
  });
  return `<ul class="cards">${cards.join("")}</ul>`;
}

async function figures(input: ReportInput): Promise<string> {
  const { lang } = input;
  const parts: string[] = [];
  for (const kind of chartKinds) {
    if (!kind.applies(input)) continue;
    const { spec, alt, rows, title } = kind.build(input);
    const svg = await (input.draw ?? renderSvg)(spec);
    // Ids begin anew in each chart; in one document they must differ.
    const own = svg
      .replaceAll(/\b(id="|url\(#|href="#)(?=clip|gradient)/g, `$1${kind.id}-`)
      .replace(/<svg /, () => `<svg role="img" aria-label="${escapeHtml(alt)}" `);
    const live = input.print === true ? "" : await chartData(spec);
    const data = input.print === true ? "" : dataTable(input, title, rows);
    const caption = `<figcaption><details><summary>${escapeHtml(words.description[lang])}</summary><p>${escapeHtml(alt)}</p></details>${data}</figcaption>`;
    parts.push(`<figure id="chart-${kind.id}">${own.trim()}${live}${input.print === true ? "" : caption}</figure>`);
  }
  return parts.join("\n");
}

const mostDataRows = 250;
/** Columns that hold years: 2030 is not two thousand and thirty of anything. */
const calendar: ReadonlySet<string> = new Set(["year", "step"]);

/** The rows behind a chart, folded away; a long table is left to the file beside the chart. */
function dataTable(
  input: ReportInput,
  title: string,
  rows: readonly Readonly<Record<string, string | number | null>>[],
): string {
  if (rows.length === 0 || rows.length > mostDataRows) return "";
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => name !== "order");
  const cell = (name: string, value: string | number | null | undefined): string =>
    value === null || value === undefined
      ? "–"
      : typeof value === "string" || (calendar.has(name) && Number.isInteger(value))
        ? String(value)
        : formatWithError(input.lang, value, Math.abs(value) / 1000);
  const caption = `${words.data[input.lang]}: ${title}`;
  const table = tableOf(
    caption,
    names.map((name) => columnName(input.lang, name)),
    rows.map((row) => names.map((name) => cell(name, row[name]))),
  );
  return `<details><summary>${escapeHtml(words.data[input.lang])}</summary>${table}</details>`;
}

function differencesTables(input: ReportInput): string {
  const { lang } = input;
  return [...headlinePairs(input).values()]
    .map((rows) => {
      const first = rows[0];
      const caption = `${titleOf(input, first?.b ?? "")} − ${titleOf(input, first?.a ?? "")}`;
      return tableOf(
        caption,
        [words.measure[lang], words.difference[lang], words.interval[lang], words.range[lang], words.above[lang]],
        rows.map((row) => {
          const { mean, jointHalfWidth } = row;
          const size = Math.max(Math.abs(mean ?? 0), jointHalfWidth ?? 0);
          const show = (value: number | null): string =>
            headlineDifference(lang, row.measure, value, errorOf(row), size);
          const interval =
            mean === null || jointHalfWidth === null
              ? "–"
              : tellsNothing(row, levelOf(input, row))
                ? sayOf(lang, "tooWide")
                : `${show(mean - jointHalfWidth)} … ${show(mean + jointHalfWidth)}`;
          const seen = row.runs >= fewestForRange && row.p05 !== null && row.p95 !== null;
          const range = seen ? `${show(row.p05)} … ${show(row.p95)}` : "–";
          const above = formatShareOfRuns(lang, row.probabilityAbove0, row.runs);
          const told = tellsNothing(row, levelOf(input, row)) ? null : mean;
          const when = timeName(beginsAt(input), row.measure, row.time, lang);
          return [`${memberName(lang, row)} (${when})`, show(told), interval, range, above];
        }),
      );
    })
    .join("\n");
}

/** Whether a run that asks for enterprises' revenue has an assumption that moves it; true where it does not ask. */
function revenueStandsOut({ scenarios, conditions = [] }: ReportInput): boolean {
  const asks = headlineMembers(scenarios).some(({ measure }) => measure === revenueMeasure);
  return !asks || conditions.some(({ measure, correlation }) => measure === revenueMeasure && correlation !== null);
}

/** Tables of how the headline differences go with the assumptions, one for each pair of scenarios. */
function conditionsTables(input: ReportInput): string {
  const { lang } = input;
  const pairs = new Map<string, Condition[]>();
  for (const condition of input.conditions ?? []) {
    // A choice is told for every measure only where it is the reading of the source; elsewhere it would drown what matters.
    if (condition.correlation === null && condition.measure !== "participants") continue;
    const key = `${condition.a}|${condition.b}`;
    pairs.set(key, [...(pairs.get(key) ?? []), condition]);
  }
  return [...pairs.values()]
    .map((conditions) => {
      const first = conditions[0];
      const parameters = input.scenarios.find(({ id }) => id === first?.b)?.parameters ?? {};
      const rows = conditions.flatMap(({ measure, group = {}, parameter, parts }) =>
        parts.map(({ from, to, draws, mean, halfWidth }) => {
          const size = Math.max(Math.abs(mean), halfWidth ?? 0);
          const show = (value: number): string => headlineDifference(lang, measure, value, halfWidth, size);
          const number = (x: number | string): string =>
            typeof x === "number" ? formatWithError(lang, x, Math.abs(x) / 20) : choiceName(lang, x);
          return [
            memberName(lang, { measure, group }),
            parameters[parameter]?.label[lang] ?? parameter,
            from === to ? number(from) : `${number(from)} … ${number(to)}`,
            show(mean),
            halfWidth === null ? "–" : `${show(mean - halfWidth)} … ${show(mean + halfWidth)}`,
            formatNumber(lang, draws),
          ];
        }),
      );
      const title = `${titleOf(input, first?.b ?? "")} − ${titleOf(input, first?.a ?? "")}`;
      const caption = `${words.conditions[lang]}: ${title}`;
      const interval = lang === "nb" ? "95 %-intervall" : "95 % interval";
      const head = [
        words.measure[lang],
        words.assumption[lang],
        words.where[lang],
        words.difference[lang],
        interval,
        words.draws[lang],
      ];
      return tableOf(caption, head, rows);
    })
    .join("\n");
}

/** The estimate of a headline measure in one scenario at one time, over all points. */
function levelAt(input: ReportInput, scenario: string, member: HeadlineMember, time: number): Estimate | undefined {
  return input.estimates.estimates.find(
    (row) => row.scenario === scenario && row.point === null && row.time === time && isOfMember(row, member),
  );
}

function levelsTable(input: ReportInput): string {
  const { lang } = input;
  const time = input.estimates.estimates.reduce((most, row) => Math.max(most, row.time), 0);
  const rows = headlineMembers(input.scenarios).map((member) => [
    `${memberName(lang, member)} (${timeName(beginsAt(input), member.measure, time, lang)})`,
    ...input.scenarios.map((scenario) => {
      const row = levelAt(input, scenario.id, member, time);
      if (row === undefined || row.mean === null) return "–";
      const { measure } = member;
      const { mean, halfWidth } = row;
      const show = (value: number): string => headlineValue(lang, measure, value, errorOf(row), Math.abs(mean));
      if (halfWidth === null) return show(mean);
      const [least, most] = possibleLevels(measure);
      // What cannot be is not said to be possible: below nothing the interval ends.
      return mean - halfWidth < least || mean + halfWidth > most
        ? `${show(mean)} (${show(Math.max(mean - halfWidth, least))} … ${show(Math.min(mean + halfWidth, most))})`
        : `${show(mean)} ± ${headlineValue(lang, measure, halfWidth, halfWidth, Math.abs(mean))}`;
    }),
  ]);
  const caption =
    lang === "nb"
      ? `Gjennomsnitt ved slutten (${ends(input, time)}), med 95 %-intervall`
      : `Means at the end (${ends(input, time)}), with 95 % intervals`;
  return tableOf(caption, [words.measure[lang], ...input.scenarios.map((scenario) => scenario.title[lang])], rows);
}

function varianceTable(input: ReportInput): string {
  const { lang } = input;
  const against = input.scenarios.length > 1;
  const rows = input.varianceShares.filter((share) => (share.against !== null) === against);
  if (rows.length === 0) return "";
  const share = ({ share: value, low, high }: VarianceShare["parameters"]): string =>
    value === null || !Number.isFinite(value)
      ? "–"
      : `${formatPercent(lang, value)} (${formatPercent(lang, low ?? Number.NaN)} … ${formatPercent(lang, high ?? Number.NaN)})`;
  const caption =
    lang === "nb"
      ? against
        ? "Andel av variansen i differansen, med 95 %-intervall"
        : "Andel av variansen, med 95 %-intervall"
      : against
        ? "Share of the variance of the difference, with 95 % interval"
        : "Share of the variance, with 95 % interval";
  return tableOf(
    caption,
    [words.measure[lang], words.parameterShare[lang], words.chanceShare[lang]],
    rows.map((row) => [memberName(lang, row), share(row.parameters), share(row.chance)]),
  );
}

function assumptions(input: ReportInput): string {
  const { lang, scenarios } = input;
  const main = scenarios[scenarios.length - 1];
  if (main === undefined) return "";
  const all = Object.values(main.parameters);
  const groups = [...new Set(all.map(({ group }) => group))];
  const counted = { measured: 0, derived: 0, assumed: 0 };
  for (const { standing } of all) counted[standing]++;
  const intro =
    lang === "nb"
      ? `${formatNumber(lang, all.length)} parametre: ${counted.measured} målt, ${counted.derived} utledet av målte, ${counted.assumed} antatt. De antatte har en begrunnelse og trekkes fra en fordeling der det er mulig.`
      : `${formatNumber(lang, all.length)} parameters: ${counted.measured} measured, ${counted.derived} derived from measured ones, ${counted.assumed} assumed. Those assumed have a reason, and are drawn from a distribution where that is possible.`;
  const row = (parameter: ResolvedParameter): string => {
    const value = valueInWords(parameter, lang);
    const sources = parameter.sources
      .map((source) => {
        const quality = source.quality === undefined ? "" : `${qualityName(lang, source.quality)}: `;
        return `<li>${escapeHtml(quality + provenanceLine(source, lang))}</li>`;
      })
      .join("");
    const why = parameter.why === undefined ? "" : `<p>${escapeHtml(parameter.why[lang])}</p>`;
    return `<tr><th scope="row">${escapeHtml(parameter.label[lang])}<br><code>${escapeHtml(parameter.id)}</code></th><td>${escapeHtml(value)}${parameter.unit === "" ? "" : ` <span class="unit">${escapeHtml(unitName(lang, parameter.unit))}</span>`}</td><td>${escapeHtml(say(lang, parameter.standing))}</td><td>${why}${sources === "" ? "" : `<ul>${sources}</ul>`}</td></tr>`;
  };
  const head = [say(lang, "parameter"), say(lang, "value"), say(lang, "standing"), words.quality[lang]]
    .map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`)
    .join("");
  const blocks = groups.map((group) => {
    const rows = all
      .filter((parameter) => parameter.group === group)
      .map(row)
      .join("\n");
    const label = parameterGroupName(lang, group);
    const name = `${words.assumptions[lang]}: ${label}`;
    const table = `<table class="assumptions"><caption>${escapeHtml(name)}</caption><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table>`;
    return `<details${input.print === true ? " open" : ""}><summary>${escapeHtml(label)}</summary>${scrolling(name, table)}</details>`;
  });
  return `<p>${escapeHtml(intro)}</p>${blocks.join("\n")}`;
}
