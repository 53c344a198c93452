// What a parameter holds, as a reader of a report meets it: numbers with the language's marks, dates and choices by name, and of a
// distribution what it says of the value. The form in which scenario files write it is told by `tiltak explain`.

import type { ResolvedParameter } from "@tiltak/scenarios";
import { type DistributionSpec, distributionOf, isDistribution } from "@tiltak/sim-core";
import { choiceName, formatNumber, formatPercent, type Lang } from "./i18n/index.ts";
import { dateInWords } from "./times.ts";

/** Write what a parameter holds, without its unit. */
export function valueInWords(
  { spec, dated, indexPerYear }: Pick<ResolvedParameter, "spec" | "dated" | "indexPerYear">,
  lang: Lang,
): string {
  if (dated !== undefined) {
    const values = dated.map(([date, value]) => `${date}: ${exactNumber(lang, value)}`).join("; ");
    if (indexPerYear === undefined) return values;
    const growth = exactPercent(lang, indexPerYear);
    return `${values}; ${lang === "nb" ? `deretter ${growth} vekst i året` : `then growing by ${growth} a year`}`;
  }
  if (isDistribution(spec)) return distributionInWords(spec, lang);
  if (typeof spec === "number") return exactNumber(lang, spec);
  if (typeof spec === "boolean") return lang === "nb" ? (spec ? "ja" : "nei") : spec ? "yes" : "no";
  const text = String(spec);
  return /^\d{4}-\d\d-\d\d$/.test(text) ? dateInWords(text, lang) : choiceName(lang, text);
}

/** Write a number with all its digits. */
function exactNumber(lang: Lang, value: number): string {
  const [, fraction = ""] = String(value).split(".");
  return String(value).includes("e") ? String(value) : formatNumber(lang, value, fraction.length);
}

/** Say what a distribution holds likely: by its ends where it has them, else by its median and what 95 of 100 draws lie between. */
function distributionInWords(spec: DistributionSpec, lang: Lang): string {
  const number = (value: number): string => exactNumber(lang, value);
  const between = (from: string, to: string): string =>
    lang === "nb" ? `mellom ${from} og ${to}` : `between ${from} and ${to}`;
  if (spec.distribution === "uniform")
    return `${lang === "nb" ? "like gjerne alt" : "equally likely anywhere"} ${between(number(spec.min), number(spec.max))}`;
  if (spec.distribution === "pert" || spec.distribution === "triangular") {
    const most = `${lang === "nb" ? "mest sannsynlig" : "most likely"} ${number(spec.mode)}`;
    return `${most}; ${between(number(spec.min), number(spec.max))} (${spec.distribution})`;
  }
  const distribution = distributionOf(spec);
  if (spec.distribution === "choice") {
    return spec.values
      .map((value, i) => `${choiceName(lang, String(value))} (${exactPercent(lang, distribution.density(i))})`)
      .join(", ");
  }
  const [low, middle, high] = [0.025, 0.5, 0.975].map((p) =>
    exactNumber(lang, Number(distribution.quantile(p).toPrecision(3))),
  ) as [string, string, string];
  const draws = lang === "nb" ? "95 av 100 trekninger" : "95 of 100 draws";
  return `median ${middle}; ${draws} ${between(low, high)} (${spec.distribution})`;
}

/** Write a share as per cent with all its digits. */
function exactPercent(lang: Lang, share: number): string {
  const [, fraction = ""] = String(Number((100 * share).toPrecision(6))).split(".");
  return formatPercent(lang, share, fraction.length);
}
