// What the columns of a chart's data are called where people read them: in a table of the report and under the pointer. In files they keep
// their keys.

import type { Lang } from "../i18n/index.ts";

type Words = Readonly<Record<Lang, string>>;

/** Names of columns by key, in both languages. */
export const columnNames: Readonly<Record<string, Words>> = {
  mean: { nb: "gjennomsnitt", en: "mean" },
  p05: { nb: "5 % av kjøringene under", en: "5% of runs below" },
  p10: { nb: "10 % under", en: "10% below" },
  p25: { nb: "en firedel under", en: "a quarter below" },
  p50: { nb: "halvparten under", en: "half below" },
  p75: { nb: "en firedel over", en: "a quarter above" },
  p90: { nb: "10 % over", en: "10% above" },
  p95: { nb: "5 % av kjøringene over", en: "5% of runs above" },
  low: { nb: "95 %-intervall fra", en: "95% interval from" },
  high: { nb: "95 %-intervall til", en: "95% interval to" },
  year: { nb: "år", en: "year" },
  years: { nb: "år", en: "years" },
  step: { nb: "år", en: "year" },
  scenario: { nb: "scenario", en: "scenario" },
  panel: { nb: "gruppe", en: "group" },
  size: { nb: "størrelse", en: "size" },
  bound: { nb: "det som holder tilbake", en: "what holds back" },
  placements: { nb: "plasser", en: "placements" },
  part: { nb: "del", en: "part" },
  setting: { nb: "arbeidssted", en: "setting" },
  measure: { nb: "mål", en: "measure" },
  group: { nb: "gruppe", en: "group" },
  "grouped by": { nb: "gruppert etter", en: "grouped by" },
  payer: { nb: "betaler", en: "payer" },
  cause: { nb: "årsak", en: "cause" },
  total: { nb: "i alt", en: "in all" },
  from: { nb: "fra", en: "from" },
  to: { nb: "til", en: "to" },
  people: { nb: "personer", en: "people" },
  line: { nb: "post", en: "line" },
  "million kroner": { nb: "millioner kroner", en: "million kroner" },
  "share above 0": { nb: "andel kjøringer over null", en: "share of runs above zero" },
};

/** Name a column; one that has no name keeps its key. */
export function columnName(lang: Lang, key: string): string {
  return columnNames[key]?.[lang] ?? key;
}
