// What all charts share: the rows that they are drawn from, and the frame around them (title that says the finding, subtitle,
// key, source line), as wide as the chart is asked to be.

import type { ResolvedScenario } from "@tiltak/scenarios";
import type { Difference, Estimate, EstimatesFile } from "@tiltak/sim-core";
import { csvField, neutralised } from "../csv.ts";
import type { Driver } from "../drivers.ts";
import type { SizeResult } from "../enterprises/by-size.ts";
import type { Lang } from "../i18n/index.ts";
import type { Begins } from "../times.ts";
import { fontFamily, wrap } from "./font-metrics.ts";
import { type KeyEntry, keyView } from "./layout.ts";
import { ink } from "./palette.ts";
import type { ChartSpec } from "./render.ts";
import { by } from "./text.ts";

/** One enterprise in one scenario, at the end of a run: means over the runs. */
export interface EnterpriseChange {
  readonly scenario: string;
  /** Class of VTA revenue: "<5", "5-10", "10-20", "20-50" or "50+" million kroner. */
  readonly size: string;
  /** Subsidies as a share of all revenue before, 0..1; NaN where it may not be told. */
  readonly subsidyShare: number;
  /** Change in revenue since the scenario's start, a share: -0.25 is a quarter less. */
  readonly change: number;
}

/** One observation of the back-test beside the model's interval for it. */
export interface BacktestRow {
  readonly id: string;
  readonly label: Readonly<Record<Lang, string>>;
  readonly observed: number;
  readonly median: number;
  /** The observation is an upper bound. */
  readonly bound?: "at-most";
  /** 5 % and 95 % quantile of the model's runs. */
  readonly low: number;
  readonly high: number;
  readonly inside: boolean;
  readonly role: "calibrated" | "held-out" | "derived";
  /** In words; one that begins with "share" is shown as per cent. */
  readonly unit: string;
}

/** What charts are drawn from. */
export interface ChartInput {
  readonly estimates: EstimatesFile;
  readonly scenarios: readonly ResolvedScenario[];
  readonly lang: Lang;
  readonly greyscale?: boolean;
  /** Width of the whole picture in pixels; 752 when not given. */
  readonly width?: number;
  /** What drives the differences, where it is known. */
  readonly drivers?: readonly Driver[];
  /** Each enterprise by itself, where the run kept them. */
  readonly enterprises?: readonly EnterpriseChange[];
  /** What happens to enterprises by size, where the run kept them. */
  readonly bySize?: readonly SizeResult[];
  /** Observations beside forecasts, where a back-test was made. */
  readonly backtest?: readonly BacktestRow[];
  /** Kinds of registers of the user's own, where a run was made from any. */
  readonly ownRegisters?: readonly ("enterprises" | "municipalities")[];
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

/** One kind of chart. */
export interface ChartKind {
  readonly id: string;
  /** Whether the run has rows for it. */
  applies(input: ChartInput): boolean;
  build(input: ChartInput): Chart;
}

const margin = 16;
const usualWidth = 752;

/** Width inside the margins, in pixels. */
export function contentWidth(input: Pick<ChartInput, "width">): number {
  return Math.min(Math.max(Math.floor(input.width ?? usualWidth), 400), 4000) - 2 * margin;
}

/** Titles of the scenarios, in order; where two are the same, the id tells them apart. */
export function scenarioTitles(input: ChartInput): readonly string[] {
  const titles = input.scenarios.map(({ title }) => title[input.lang]);
  return input.scenarios.map(({ id }, i) => {
    const title = titles[i] ?? id;
    return titles.filter((other) => other === title).length > 1 ? `${title} (${id})` : title;
  });
}

/** The title of a scenario in the chart's language. */
export function scenarioTitle(input: ChartInput, id: string): string {
  const at = input.scenarios.findIndex((scenario) => scenario.id === id);
  return scenarioTitles(input)[at] ?? id;
}

/** What names times: when the run begins. */
export function beginsAt(input: Pick<ChartInput, "scenarios">): Begins {
  return { start: input.scenarios[0]?.start ?? "0000-01-01" };
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

/** The level of a measure in a group for a scenario at the end of the run. */
export function atEnd(
  input: ChartInput,
  measure: string,
  scenario: string,
  group: Readonly<Record<string, string>> = {},
): Estimate | undefined {
  const time = lastTime(input);
  return levels(input, measure, group).find((row) => row.scenario === scenario && row.time === time);
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

/** Values that a key of the group takes in a measure's rows, in the order of the rows. */
export function groupValues(input: ChartInput, measure: string, key: string): readonly string[] {
  const found = new Set<string>();
  for (const row of input.estimates.estimates) {
    const value = row.measure === measure && row.point === null ? row.group[key] : undefined;
    if (value !== undefined) found.add(value);
  }
  return [...found];
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

/** What pictures and sources need to know of a run. */
export type Framing = Pick<ChartInput, "lang" | "width"> & Partial<Pick<ChartInput, "scenarios" | "ownRegisters">>;

/** Say of people, municipalities and enterprises which are made up and which are a register's, as one sentence. */
export function originLine(input: Framing): string {
  const { lang, ownRegisters = [], scenarios = [] } = input;
  const enterprises = ownRegisters.includes("enterprises");
  const named = scenarios.some(({ municipalities }) => municipalities !== undefined);
  if (ownRegisters.includes("municipalities")) {
    return enterprises
      ? by(
          lang,
          "Kommuner og bedrifter er fra egne registre.",
          "Municipalities and enterprises are from own registers.",
        )
      : by(
          lang,
          "Kommunene er fra eget register; bedriftene er syntetiske.",
          "Municipalities are from an own register; enterprises are synthetic.",
        );
  }
  if (named) {
    return enterprises
      ? by(
          lang,
          "Kommunene er de som scenarioet nevner; bedriftene er fra eget register.",
          "Municipalities are those that the scenario names; enterprises are from an own register.",
        )
      : by(
          lang,
          "Kommunene er de som scenarioet nevner; bedriftene er syntetiske.",
          "Municipalities are those that the scenario names; enterprises are synthetic.",
        );
  }
  return enterprises
    ? by(
        lang,
        "Bedriftene er fra eget register; kommunekartet er syntetisk.",
        "Enterprises are from an own register; the map of municipalities is synthetic.",
      )
    : by(lang, "Kart og bedriftsregister er syntetiske.", "Map and register of enterprises are synthetic.");
}

/** Say where the numbers come from. */
function sourceLine(input: Framing): string {
  const figures = by(
    input.lang,
    "Kilde: Tiltak, simulering på tall fra Telemarksforsking (2024), ASVL og offentlige satser.",
    "Source: Tiltak, simulated on figures from Telemarksforsking (2024), ASVL and public rates.",
  );
  return `${figures} ${originLine(input)}`;
}

/** What stands in a frame. */
export interface Framed {
  readonly title: string;
  readonly subtitle: string;
  readonly key?: readonly KeyEntry[];
  /** One or more views, one below the other, each with its left axis in `room` pixels. */
  readonly views: readonly object[];
  /** Pixels left of the views' origin. */
  readonly room: number;
  /** Where the numbers come from, when not from the usual sources. */
  readonly source?: string;
}

/** Put a frame around one or more views: finding, subtitle, key, source. */
export function framed(input: Framing, parts: Framed): ChartSpec {
  const width = contentWidth(input);
  // Axes add a stroke's width at the left and at the right.
  const inside = width - 4;
  const key = parts.key === undefined || parts.key.length === 0 ? [] : [keyView(parts.key, inside, parts.room)];
  const source = wrap(parts.source ?? sourceLine(input), inside, 10);
  const caption = {
    data: { values: [{}] },
    width: inside - parts.room,
    height: 13 * source.length,
    view: { stroke: null },
    mark: {
      type: "text",
      tooltip: null,
      align: "left",
      baseline: "top",
      x: -parts.room,
      y: 0,
      text: source,
      fontSize: 10,
      color: ink.note,
      lineHeight: 13,
    },
  };
  const nb = input.lang === "nb";
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    description: parts.title,
    background: "white",
    padding: margin,
    title: {
      text: wrap(parts.title, inside, 16, true),
      subtitle: wrap(parts.subtitle, inside, 12),
      anchor: "start",
      frame: "bounds",
      color: ink.title,
      fontSize: 16,
      fontWeight: "bold",
      lineHeight: 20,
      subtitleFontSize: 12,
      subtitleLineHeight: 16,
      subtitleColor: ink.text,
      subtitlePadding: 6,
      offset: 14,
    },
    spacing: 14,
    vconcat: [...key, ...parts.views, caption],
    config: {
      // The picture as a whole is described; positions of its parts in pixels would only be noise to who listens.
      aria: false,
      font: fontFamily,
      locale: {
        number: {
          decimal: nb ? "," : ".",
          thousands: nb ? "\u00a0" : ",",
          grouping: [3],
          currency: nb ? ["", "\u00a0kr"] : ["NOK\u00a0", ""],
          percent: nb ? "\u00a0%" : "%",
        },
      },
      view: { stroke: null },
      axis: {
        labelFontSize: 11,
        titleFontSize: 11,
        titleFontWeight: "normal",
        labelColor: ink.text,
        titleColor: ink.text,
        gridColor: ink.grid,
        domainColor: ink.axis,
        tickColor: ink.axis,
        labelLimit: 0,
      },
      title: { color: ink.title },
    },
  } as unknown as ChartSpec;
}

/** Write rows as comma-separated values with a point as decimal mark. */
export function rowsToCsv(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: string | number | null | undefined): string => {
    if (value === null || value === undefined) return "";
    return typeof value === "number" ? String(value) : csvField(neutralised(value));
  };
  return `${[names.join(","), ...rows.map((row) => names.map((name) => cell(row[name])).join(","))].join("\n")}\n`;
}
