// The report on a run: one HTML file that needs nothing else, neither network nor scripts. Question, answer, key figures,
// charts, differences with intervals, assumptions with sources, what the model cannot say, and how to make it again.

import type { ResolvedParameter } from "@tiltak/scenarios";
import { formatSpec } from "@tiltak/scenarios";
import type { VarianceShare } from "@tiltak/sim-core";
import { type ChartInput, chartKinds, renderSvg } from "../charts/index.ts";
import { sourceLine as provenanceLine } from "../commands/explain.ts";
import { say } from "../commands/texts.ts";
import { headlineMeasures } from "../headline.ts";
import { formatNumber, formatPercent, measureName } from "../i18n/index.ts";
import type { FinishedRun } from "../run-folder.ts";
import { headlinePairs, headlineValue, verdicts } from "./verdict.ts";

export { verdictText } from "./verdict.ts";

/** What a report is made from. */
export interface ReportInput extends ChartInput {
  readonly run: FinishedRun;
  readonly varianceShares: readonly VarianceShare[];
}

/** Escape text for HTML. */
function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

const words = {
  report: { nb: "Rapport", en: "Report" },
  question: { nb: "Spørsmålet", en: "The question" },
  answer: { nb: "Svaret", en: "The answer" },
  restsOn: { nb: "Det svaret hviler på", en: "What the answer rests on" },
  open: { nb: "Det tallene ikke avgjør", en: "What the figures do not decide" },
  keyFigures: { nb: "Nøkkeltall", en: "Key figures" },
  charts: { nb: "Figurer", en: "Charts" },
  data: { nb: "Beskrivelse", en: "Description" },
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
  contents: { nb: "Innhold", en: "Contents" },
  skip: { nb: "Gå til svaret", en: "Go to the answer" },
  exploratory: {
    nb: "Konklusjoner trekkes bare av målene i denne tabellen. Alt annet i rapporten er utforskende.",
    en: "Verdicts are drawn from the measures of this table only. Everything else in the report is exploratory.",
  },
  synthetic: {
    nb: "Personer, kommunekart og bedriftsregister i modellen er syntetiske. Nedleggelse er risiko under forutsetningene, ikke en prognose. Uføretrygden er holdt utenfor: nesten alle har full trygd, og den endres ikke.",
    en: "People, the map of municipalities and the register of enterprises in the model are synthetic. Closure is a risk under the assumptions, not a forecast. Disability benefit is left out: nearly everybody has it in full, and it does not change.",
  },
} as const;

/**
 * Write the report.
 *
 * @returns one self-contained HTML document; the same run gives the same bytes
 */
export async function buildReport(input: ReportInput): Promise<string> {
  const { lang, scenarios } = input;
  const w = (key: keyof typeof words): string => escapeHtml(words[key][lang]);
  const main = scenarios[scenarios.length - 1];
  const title = scenarios.map((scenario) => scenario.title[lang]).join(lang === "nb" ? " mot " : " against ");
  const sections: [string, string, string][] = [];
  const add = (id: string, heading: string, body: string): void => {
    if (body !== "") sections.push([id, heading, body]);
  };

  add("question", w("question"), `<p class="question">${escapeHtml(main?.question[lang] ?? "")}</p>`);
  const told = verdicts(input);
  add(
    "answer",
    w("answer"),
    told.length === 0
      ? levelsTable(input)
      : told.map(({ answer }) => `<p class="answer">${answer.map(escapeHtml).join(" ")}</p>`).join("\n"),
  );
  add("key-figures", w("keyFigures"), keyFigures(input));
  add(
    "rests-on",
    w("restsOn"),
    told.map(({ conditions }) => conditions.map((text) => `<p>${escapeHtml(text)}</p>`).join("\n")).join("\n"),
  );
  add("charts", w("charts"), await figures(input));
  add(
    "differences",
    w("differences"),
    told.length === 0 ? "" : `${differencesTables(input)}<p>${w("exploratory")}</p>`,
  );
  add(
    "open",
    w("open"),
    told.some(({ open }) => open.length > 0)
      ? `<ul>${told
          .flatMap(({ open }) => open)
          .map((text) => `<li>${escapeHtml(text)}</li>`)
          .join("")}</ul>`
      : "",
  );
  add("levels", w("levels"), told.length === 0 ? "" : levelsTable(input));
  add("uncertainty", w("uncertainty"), varianceTable(input));
  add("assumptions", w("assumptions"), assumptions(input));
  add(
    "limits",
    w("cannot"),
    `${scenarios.map((scenario) => `<p><strong>${escapeHtml(scenario.title[lang])}.</strong> ${escapeHtml(scenario.limits[lang])}</p>`).join("\n")}<p>${w("synthetic")}</p>`,
  );
  add("again", w("again"), `<pre tabindex="0"><code>${escapeHtml(command(input))}</code></pre>`);

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
</body>
</html>
`;
}

/** The command that makes the same numbers. */
function command({ run }: ReportInput): string {
  return run.commandLine
    .map((word) => (/^[\w./=:@,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(" ");
}

function keyFigures(input: ReportInput): string {
  const { lang } = input;
  const time = input.estimates.estimates.reduce((most, row) => Math.max(most, row.time), 0);
  const main = input.scenarios[input.scenarios.length - 1]?.id;
  const reference = input.scenarios[0]?.id;
  const cards = ["participants", "people-who-lost-their-place", "net-public-cost", "enterprises-closed"].map(
    (measure) => {
      const at = (id: string | undefined) =>
        input.estimates.estimates.find(
          (row) =>
            row.scenario === id &&
            row.point === null &&
            row.measure === measure &&
            row.time === time &&
            Object.keys(row.group).length === 0,
        );
      const row = at(main);
      const before = at(reference);
      if (row === undefined) return "";
      const against =
        main === reference || before === undefined
          ? ""
          : `<span class="against">${lang === "nb" ? "mot" : "against"} ${escapeHtml(headlineValue(lang, measure, before.mean, before.halfWidth))} ${lang === "nb" ? "med" : "under"} ${escapeHtml(input.scenarios[0]?.title[lang] ?? "")}</span>`;
      return `<li><span class="figure">${escapeHtml(headlineValue(lang, measure, row.mean, row.halfWidth))}</span><span class="what">${escapeHtml(measureName(lang, measure))}</span>${against}</li>`;
    },
  );
  return `<ul class="cards">${cards.join("")}</ul>`;
}

async function figures(input: ReportInput): Promise<string> {
  const parts: string[] = [];
  for (const kind of chartKinds) {
    if (!kind.applies(input)) continue;
    const { spec, alt } = kind.build(input);
    const svg = await renderSvg(spec);
    // Ids begin anew in each chart; in one document they must differ.
    const own = svg
      .replaceAll(/\b(id="|url\(#|href="#)(?=clip|gradient)/g, `$1${kind.id}-`)
      .replace(/<svg /, `<svg role="img" aria-label="${escapeHtml(alt)}" `);
    parts.push(
      `<figure id="chart-${kind.id}">${own.trim()}<figcaption><details><summary>${escapeHtml(words.data[input.lang])}</summary><p>${escapeHtml(alt)}</p></details></figcaption></figure>`,
    );
  }
  return parts.join("\n");
}

function tableOf(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const header = head
    .map((cell, c) => `<th scope="col"${c > 0 ? ' class="number"' : ""}>${escapeHtml(cell)}</th>`)
    .join("");
  const body = rows
    .map(
      ([first = "", ...rest]) =>
        `<tr><th scope="row">${escapeHtml(first)}</th>${rest.map((cell) => `<td class="number">${escapeHtml(cell)}</td>`).join("")}</tr>`,
    )
    .join("\n");
  return `<div class="wide" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table><caption>${escapeHtml(caption)}</caption><thead><tr>${header}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function differencesTables(input: ReportInput): string {
  const { lang } = input;
  const title = (id: string): string => input.scenarios.find((scenario) => scenario.id === id)?.title[lang] ?? id;
  return [...headlinePairs(input).values()]
    .map((rows) => {
      const first = rows[0];
      const caption = `${title(first?.b ?? "")} − ${title(first?.a ?? "")}`;
      return tableOf(
        caption,
        [words.measure[lang], words.difference[lang], words.interval[lang], words.range[lang], words.above[lang]],
        rows.map((row) => {
          const show = (value: number | null): string => headlineValue(lang, row.measure, value, row.jointHalfWidth);
          const { mean, jointHalfWidth } = row;
          const interval =
            mean === null || jointHalfWidth === null
              ? "–"
              : `${show(mean - jointHalfWidth)} … ${show(mean + jointHalfWidth)}`;
          const range = row.p05 === null || row.p95 === null ? "–" : `${show(row.p05)} … ${show(row.p95)}`;
          const above = row.probabilityAbove0 === null ? "–" : formatPercent(lang, row.probabilityAbove0);
          return [measureName(lang, row.measure), show(mean), interval, range, above];
        }),
      );
    })
    .join("\n");
}

function levelsTable(input: ReportInput): string {
  const { lang } = input;
  const time = input.estimates.estimates.reduce((most, row) => Math.max(most, row.time), 0);
  const year = Number(input.scenarios[0]?.start.slice(0, 4)) + time;
  const rows = headlineMeasures.map((measure) => [
    measureName(lang, measure),
    ...input.scenarios.map((scenario) => {
      const row = input.estimates.estimates.find(
        (candidate) =>
          candidate.scenario === scenario.id &&
          candidate.point === null &&
          candidate.measure === measure &&
          candidate.time === time &&
          Object.keys(candidate.group).length === 0,
      );
      if (row === undefined || row.mean === null) return "–";
      const error = row.halfWidth === null ? "" : ` ± ${headlineValue(lang, measure, row.halfWidth, row.halfWidth)}`;
      return headlineValue(lang, measure, row.mean, row.halfWidth) + error;
    }),
  ]);
  const caption =
    lang === "nb" ? `Gjennomsnitt i ${year}, med 95 %-intervall` : `Means in ${year}, with 95 % intervals`;
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
    rows.map((row) => [measureName(lang, row.measure), share(row.parameters), share(row.chance)]),
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
    const value =
      parameter.dated === undefined
        ? formatSpec(parameter.spec)
        : parameter.dated.map(([date, x]) => `${date}: ${x}`).join(", ");
    const sources = parameter.sources.map((source) => `<li>${escapeHtml(provenanceLine(source))}</li>`).join("");
    const why = parameter.why === undefined ? "" : `<p>${escapeHtml(parameter.why[lang])}</p>`;
    return `<tr><th scope="row">${escapeHtml(parameter.label[lang])}<br><code>${escapeHtml(parameter.id)}</code></th><td>${escapeHtml(value)}${parameter.unit === "" ? "" : ` <span class="unit">${escapeHtml(parameter.unit)}</span>`}</td><td>${escapeHtml(say(lang, parameter.standing))}</td><td>${why}${sources === "" ? "" : `<ul>${sources}</ul>`}</td></tr>`;
  };
  const head = [say(lang, "parameter"), say(lang, "value"), say(lang, "standing"), say(lang, "source")]
    .map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`)
    .join("");
  const blocks = groups.map((group) => {
    const rows = all
      .filter((parameter) => parameter.group === group)
      .map(row)
      .join("\n");
    return `<details><summary>${escapeHtml(group)}</summary><div class="wide" tabindex="0" role="region" aria-label="${escapeHtml(group)}"><table class="assumptions"><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div></details>`;
  });
  return `<p>${escapeHtml(intro)}</p>${blocks.join("\n")}`;
}

const style = `
:root{--ink:#1b1b1b;--soft:#4a4a4a;--line:#d5d5d5;--accent:#1f4e79;--paper:#fff;--tint:#f4f6f8}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 Georgia,"Times New Roman",serif}
header,nav,main{max-width:52rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:3rem}
.kind{font:600 .8rem/1.4 system-ui,sans-serif;letter-spacing:.06em;text-transform:uppercase;color:var(--accent);margin:0}
h1{font-size:2rem;line-height:1.2;margin:.3rem 0 1rem}
h2{font-size:1.35rem;line-height:1.3;margin:2.6rem 0 .8rem;padding-top:.9rem;border-top:2px solid var(--accent)}
nav ul{list-style:none;padding:0;margin:0;display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;font:.88rem/1.5 system-ui,sans-serif}
a{color:var(--accent)}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid #d1661b;outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:1rem;background:#fff;padding:.5rem}
.question{font-size:1.15rem;font-style:italic;color:var(--soft)}
.answer{font-size:1.25rem;line-height:1.5}
.cards{list-style:none;display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem;padding:0;margin:0}
.cards li{background:var(--tint);border-left:4px solid var(--accent);padding:.9rem 1rem;display:flex;flex-direction:column;gap:.25rem;font-family:system-ui,sans-serif}
.cards .figure{font-size:1.35rem;font-weight:700;line-height:1.2}
.cards .what{font-size:.9rem}.cards .against{font-size:.82rem;color:var(--soft)}
figure{margin:0 0 2rem}figure svg{max-width:100%;height:auto;display:block}
figcaption,details{font-family:system-ui,sans-serif;font-size:.9rem}
summary{cursor:pointer;padding:.35rem 0;color:var(--accent)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font:.88rem/1.45 system-ui,sans-serif;margin:.4rem 0 1rem}
caption{text-align:left;font-weight:600;padding:.4rem 0}
th,td{padding:.45rem .6rem;border-bottom:1px solid var(--line);vertical-align:top;text-align:left}
thead th{border-bottom:2px solid var(--ink)}tbody th{font-weight:500}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.assumptions td,.assumptions th{overflow-wrap:anywhere;min-width:8rem}.assumptions ul{margin:0;padding-left:1.1rem}.assumptions p{margin:0 0 .3rem}
.unit{color:var(--soft)}
pre{background:var(--tint);padding:.9rem 1rem;overflow-x:auto;font-size:.85rem}
@media print{nav,.skip{display:none}body{font-size:11pt}h2{break-after:avoid}figure,tr,.cards li{break-inside:avoid}a{color:inherit;text-decoration:none}details:not([open])>*:not(summary){display:block}}
`;
