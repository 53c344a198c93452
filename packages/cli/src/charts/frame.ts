// What all charts share: the frame (title that says the finding, subtitle, source line), colours that differ in lightness as
// well as in hue, fonts and number formats; and the rows that charts are drawn from.

import type { ResolvedScenario } from "@tiltak/scenarios";
import type { Difference, Estimate, EstimatesFile } from "@tiltak/sim-core";
import type { Driver } from "../drivers.ts";
import type { Lang } from "../i18n/index.ts";
import { fontFamily, wrap } from "./font-metrics.ts";
import type { ChartSpec } from "./render.ts";

/** What charts are drawn from. */
export interface ChartInput {
  readonly estimates: EstimatesFile;
  readonly scenarios: readonly ResolvedScenario[];
  readonly lang: Lang;
  readonly greyscale?: boolean;
  /** What drives the differences, where it is known. */
  readonly drivers?: readonly Driver[];
}

/** One row of a chart's data. */
export type Row = Readonly<Record<string, string | number | null>>;

/** A chart: specification, the rows behind it, its finding, and a description for who cannot see it. */
export interface Chart {
  readonly spec: ChartSpec;
  readonly rows: readonly Row[];
  readonly title: string;
  readonly alt: string;
}

/** Width of a chart's text, pixels. */
export const chartWidth = 720;

/** Colours and dashes of scenarios, in order: they differ in lightness, hue and dash. */
const scenarioColours = ["#1f4e79", "#d1661b", "#5b8c3a", "#7a4a8c", "#8c8c8c"];
const scenarioGreys = ["#202020", "#8a8a8a", "#555555", "#b0b0b0", "#c8c8c8"];
const dashes: readonly (readonly number[])[] = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 2, 2, 2],
  [1, 3],
];

/** Colours of stacked parts, dark to light. */
export const stackColours: readonly string[] = ["#12395b", "#3f7cac", "#95b8d1", "#e0a458"];
export const stackGreys: readonly string[] = ["#202020", "#666666", "#a3a3a3", "#d9d9d9"];

/** Encode scenarios by colour and dash, with their titles. */
export function scenarioScales(input: ChartInput): {
  readonly titles: readonly string[];
  readonly colour: Readonly<Record<string, unknown>>;
  readonly dash: Readonly<Record<string, unknown>>;
} {
  const titles = input.scenarios.map(({ title }) => title[input.lang]);
  const legend = {
    title: null,
    orient: "top",
    direction: titles.length > 3 ? "vertical" : "horizontal",
    symbolType: "stroke",
    symbolOpacity: 1,
    symbolStrokeWidth: 2.5,
    symbolSize: 260,
    labelLimit: 0,
  };
  const range = (input.greyscale === true ? scenarioGreys : scenarioColours).slice(0, titles.length);
  return {
    titles,
    colour: { field: "scenario", type: "nominal", scale: { domain: titles, range }, legend },
    dash: {
      field: "scenario",
      type: "nominal",
      scale: { domain: titles, range: dashes.slice(0, titles.length) },
      legend,
    },
  };
}

/** The title of a scenario in the chart's language. */
export function scenarioTitle(input: ChartInput, id: string): string {
  return input.scenarios.find((scenario) => scenario.id === id)?.title[input.lang] ?? id;
}

/** The calendar year at which a run's results begin. */
export function startYear(input: ChartInput): number {
  return Number(input.scenarios[0]?.start.slice(0, 4) ?? 0);
}

/** The last time that the run has results for. */
export function lastTime(input: ChartInput): number {
  return input.estimates.estimates.reduce((most, { time }) => Math.max(most, time), 0);
}

/** Levels of a measure in a group, over all points, by scenario and time. */
export function levels(
  input: ChartInput,
  measure: string,
  group: Readonly<Record<string, string>> = {},
): readonly Estimate[] {
  return input.estimates.estimates.filter(
    (row) => row.point === null && row.measure === measure && sameGroup(row.group, group),
  );
}

/** Differences of a measure in a group, over all points, by time. */
export function differences(
  input: ChartInput,
  measure: string,
  group: Readonly<Record<string, string>> = {},
): readonly Difference[] {
  return input.estimates.differences.filter(
    (row) => row.point === null && row.measure === measure && sameGroup(row.group, group),
  );
}

function sameGroup(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** Runs behind the levels of a chart. */
export function runsOf(input: ChartInput): number {
  // A measure may be undefined in some runs, or in all: nobody in a setting has no mean age.
  return input.estimates.estimates.reduce((most, { runs }) => Math.max(most, runs), 0);
}

/** Say where the numbers come from. */
function sourceLine(lang: Lang): string {
  return lang === "nb"
    ? "Kilde: Tiltak, simulering på tall fra Telemarksforsking (2024), ASVL og offentlige satser. Kart og bedriftsregister er syntetiske."
    : "Source: Tiltak, simulated on figures from Telemarksforsking (2024), ASVL and public rates. Map and register of enterprises are synthetic.";
}

/** The calendar year as a quantitative axis, so that no time zone has a say. */
export function yearEncoding(input: ChartInput): Readonly<Record<string, unknown>> {
  const from = startYear(input);
  const to = from + lastTime(input);
  const step = to - from > 12 ? 5 : to - from > 6 ? 2 : 1;
  const values: number[] = [];
  for (let year = from; year <= to; year += step) values.push(year);
  return {
    field: "year",
    type: "quantitative",
    scale: { domain: [from, to], nice: false },
    axis: { title: null, format: "d", values, grid: false, labelFlush: true },
  };
}

/** Put a frame around one or more views: finding, subtitle, source. */
export function framed(input: ChartInput, title: string, subtitle: string, views: readonly object[]): ChartSpec {
  const source = wrap(sourceLine(input.lang), chartWidth, 10);
  const caption = {
    data: { values: [{ text: "source" }] },
    width: chartWidth,
    height: 14 * source.length,
    view: { stroke: null },
    mark: {
      type: "text",
      align: "left",
      baseline: "top",
      x: 0,
      y: 0,
      text: source,
      fontSize: 10,
      color: "#5a5a5a",
      lineHeight: 13,
    },
  };
  const nb = input.lang === "nb";
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    description: title,
    background: "white",
    padding: 16,
    title: {
      text: wrap(title, chartWidth, 16, true),
      subtitle: wrap(subtitle, chartWidth, 12),
      anchor: "start",
      frame: "group",
      fontSize: 16,
      fontWeight: "bold",
      lineHeight: 20,
      subtitleFontSize: 12,
      subtitleLineHeight: 16,
      subtitleColor: "#404040",
      subtitlePadding: 6,
      offset: 14,
    },
    spacing: 14,
    vconcat: [...views, caption],
    config: {
      font: fontFamily,
      locale: {
        number: {
          decimal: nb ? "," : ".",
          thousands: nb ? "\u00a0" : ",",
          grouping: [3],
          currency: nb ? ["", "\u00a0kr"] : ["NOK\u00a0", ""],
        },
      },
      view: { stroke: null },
      axis: {
        labelFontSize: 11,
        titleFontSize: 11,
        titleFontWeight: "normal",
        labelColor: "#333333",
        titleColor: "#333333",
        gridColor: "#e4e4e4",
        domainColor: "#9a9a9a",
        tickColor: "#9a9a9a",
        labelLimit: 0,
      },
      header: { labelFontSize: 12, labelFontWeight: "bold", labelAnchor: "start", labelLimit: 0, titleFontSize: 0 },
      legend: { labelFontSize: 12, labelLimit: 0, titleFontSize: 12, offset: 6, columnPadding: 24 },
    },
  } as unknown as ChartSpec;
}

/** Write rows as comma-separated values with a point as decimal mark. */
export function rowsToCsv(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: string | number | null | undefined): string => {
    if (value === null || value === undefined) return "";
    if (typeof value === "number") return String(value);
    const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `${[names.join(","), ...rows.map((row) => names.map((name) => cell(row[name])).join(","))].join("\n")}\n`;
}
