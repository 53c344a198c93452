// tiltak explain: every parameter of a scenario with value, unit, date, source and standing, and what differs from the parent.

import {
  type Change,
  type DocumentReference,
  formatSpec,
  type ResolvedParameter,
  resolveScenarios,
  type ScenarioMunicipality,
  type SourceReference,
} from "@tiltak/scenarios";
import { isoOfYears, type ParameterSpec } from "@tiltak/sim-core";
import { originIso } from "@tiltak/sim-core/programme";
import { csvField, neutralised } from "../csv.ts";
import { parameterGroupName } from "../i18n/index.ts";
import { unitName } from "../i18n/problems.ts";
import type { Terminal } from "../terminal.ts";
import { type Lang, say } from "./texts.ts";

/** How to explain. */
export interface ExplainOptions {
  readonly set: readonly string[];
  readonly format: "table" | "json" | "csv";
  /** Show the parameters of delivery models too that the scenario cannot use. */
  readonly all: boolean;
}

/** Explain a scenario. */
export function explain(reference: string, { set, format, all }: ExplainOptions, terminal: Terminal): void {
  const { lang } = terminal;
  for (const scenario of resolveScenarios([reference], { set, allDeliveryModels: all })) {
    if (format === "json") {
      terminal.print(JSON.stringify(scenario, null, 2));
      continue;
    }
    if (format === "csv") {
      terminal.print(csv(Object.values(scenario.parameters), lang));
      continue;
    }
    terminal.print(`${terminal.strong(scenario.id)}: ${scenario.title[lang]}`);
    terminal.print(`${say(lang, "question")}: ${scenario.question[lang]}`);
    terminal.print(`${scenario.start}, ${scenario.years} ${lang === "nb" ? "år" : "years"}`);
    if (scenario.extends !== undefined) {
      terminal.print(`\n${say(lang, "differsFrom")} ${scenario.extends}:`);
      if (scenario.changes.length === 0) terminal.print(`  ${say(lang, "noChange")}`);
      for (const change of scenario.changes) terminal.print(`  ${changeText(change)}`);
    }
    terminal.print(`\n${say(lang, "limits")}: ${scenario.limits[lang]}`);
    for (const row of scenario.municipalities ?? []) terminal.print(municipality(row, lang));
    let group = "";
    for (const parameter of byGroup(Object.values(scenario.parameters))) {
      if (parameter.group !== group) {
        group = parameter.group;
        terminal.print(`\n${terminal.strong(parameterGroupName(lang, group).toUpperCase())}`);
      }
      terminal.print(describe(parameter, lang));
    }
  }
}

/** Say in a line what a scenario holds differently from its parent; of dated values, those that are new, by date. */
export function changeText({ id, from, to }: Change): string {
  if (isDated(from) && isDated(to)) {
    const known = new Set(from.map(([time, value]) => `${time} ${value}`));
    const fresh = to.filter(([time, value]) => !known.has(`${time} ${value}`));
    return `${id}: ${fresh
      .slice(0, mostDates)
      .map(([time, value]) => `${isoOfYears(originIso, time)}: ${value}`)
      .join(", ")}${fresh.length > mostDates ? ", ..." : ""}`;
  }
  return `${id}: ${from === undefined ? "" : `${formatSpec(from)} -> `}${formatSpec(to)}`;
}

/** How many dated values are shown on a line. */
const mostDates = 4;

function isDated(spec: ParameterSpec | undefined): spec is readonly (readonly [number, number])[] {
  return Array.isArray(spec);
}

function municipality(row: ScenarioMunicipality, lang: Lang): string {
  const { name, inhabitants, deliveryModel, grantNokPerYear, evidence, why } = row;
  const parts = [
    `${inhabitants} ${say(lang, "inhabitants")}`,
    ...(deliveryModel === undefined ? [] : [deliveryModel]),
    ...(grantNokPerYear === undefined ? [] : [`${grantNokPerYear} ${unitName(lang, "NOK per year")}`]),
    ...(evidence.length === 0 ? [] : [evidence.join(", ")]),
    ...(why === undefined ? [] : [why[lang]]),
  ];
  return `  ${name}: ${parts.join("; ")}`;
}

function byGroup(parameters: readonly ResolvedParameter[]): readonly ResolvedParameter[] {
  const groups = [...new Set(parameters.map(({ group }) => group))];
  return groups.flatMap((group) => parameters.filter((parameter) => parameter.group === group));
}

function valueText({ spec, dated, indexPerYear }: ResolvedParameter, lang: Lang): string {
  if (dated === undefined) return formatSpec(spec);
  const written = dated.map(([date, value]) => `${date}: ${value}`).join(", ");
  return indexPerYear === undefined
    ? written
    : `${written}, x ${1 + indexPerYear} ${lang === "nb" ? "per år" : "a year"}`;
}

function describe(parameter: ResolvedParameter, lang: Lang): string {
  const lines = [
    `${parameter.id} = ${valueText(parameter, lang)}${parameter.unit === "" ? "" : ` (${unitName(lang, parameter.unit)})`}`,
    `    ${parameter.label[lang]}${parameter.date === undefined ? "" : ` [${parameter.date}]`}`,
  ];
  const by = parameter.setBy === "evidence" ? "" : `, ${say(lang, "setBy")} ${parameter.setBy}`;
  const why = parameter.why === undefined ? "" : `: ${parameter.why[lang]}`;
  lines.push(`    ${say(lang, parameter.standing)}${by}${why}`);
  if (parameter.standing === "assumed") lines.push(`    ${say(lang, "range")}: ${rangeOf(parameter)}`);
  if (parameter.note !== undefined) lines.push(`    ${parameter.note[lang]}`);
  for (const source of parameter.sources) lines.push(`    ${say(lang, "source")}: ${sourceLine(source, lang)}`);
  return lines.join("\n");
}

/** Say between which ends a parameter may lie. */
function rangeOf({ range }: ResolvedParameter): string {
  return typeof range[0] === "number" ? `${range[0]} ... ${range[1]}` : range.join(", ");
}

/** Name a source with its place and quote. */
export function sourceLine(source: SourceReference, lang: Lang): string {
  const documents = source.documents.map((document) => documentLine(document, lang)).join("; ");
  const quote = source.quote === undefined || source.quote === "" ? "" : ` «${source.quote}»`;
  const formulas = source.formulas === undefined ? "" : ` (${source.formulas.join("; ")})`;
  return `${source.evidence}: ${documents}${quote}${formulas}`;
}

function documentLine({ title, publisher, year, place, url }: DocumentReference, lang: Lang): string {
  const where = place === undefined ? undefined : placeIn(lang, place);
  const parts = [`${publisher}${year === undefined ? "" : ` ${year}`}`, title, where, url].filter(
    (part) => part !== undefined && part !== "",
  );
  return parts.join(", ");
}

const placeWords: Readonly<Record<string, string>> = {
  "ch.": "kap.",
  line: "linje",
  section: "avsnitt",
  "fig.": "fig.",
  table: "tabell",
  intro: "innledningen",
  footnote: "fotnote",
};

/** Say where in a document something stands: "ch. 3.8, line 3177" is "kap. 3.8, linje 3177" in bokmål. */
function placeIn(lang: Lang, place: string): string {
  if (lang === "en") return place;
  return place.replaceAll(
    /(?<![\p{L}-])(?:ch\.|fig\.|line|section|table|intro|footnote)(?![\p{L}-])/gu,
    (word) => placeWords[word] ?? word,
  );
}

function csv(parameters: readonly ResolvedParameter[], lang: Lang): string {
  const cell = (text: string): string => csvField(Number.isFinite(Number(text)) ? text : neutralised(text));
  const rows = parameters.map((p) => [
    p.id,
    valueText(p, "en"),
    p.unit,
    p.date ?? "",
    p.standing,
    p.setBy,
    p.why?.[lang] ?? "",
    p.sources.map(({ evidence }) => evidence).join(" "),
  ]);
  return [["id", "value", "unit", "date", "standing", "set by", "why", "evidence"], ...rows]
    .map((row) => row.map(cell).join(","))
    .join("\n");
}
