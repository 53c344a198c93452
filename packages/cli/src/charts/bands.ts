// Lines with bands, in small multiples: one panel for each group, one line for each scenario.

import { formatMeasured, formatMeasuredPercent, formatNumber } from "../i18n/index.ts";
import { calendarYear } from "../times.ts";
import {
  beginsAt,
  type Chart,
  type ChartInput,
  contentWidth,
  framed,
  levels,
  type Row,
  runsOf,
  scenarioTitle,
  scenarioTitles,
} from "./frame.ts";
import { type Axis, colourBy, gridOf, type KeyEntry, left, panelView, valueAxis } from "./layout.ts";
import { scenarioLooks } from "./palette.ts";
import { by, type Told } from "./text.ts";

/** What one panel shows. */
export interface BandPanel {
  readonly name: string;
  readonly rows: readonly Row[];
}

/** Mean, its 95 % interval, and quantiles of the runs. */
export type EstimateRow = Readonly<Record<"mean" | "low" | "high" | "p05" | "p25" | "p75" | "p95", number | null>>;

/** Write an estimate as a chart's row. */
export function estimateRow(
  row: {
    readonly mean: number | null;
    readonly halfWidth: number | null;
    readonly p05: number | null;
    readonly p25: number | null;
    readonly p75: number | null;
    readonly p95: number | null;
  },
  scale = 1,
): EstimateRow {
  const times = (value: number | null): number | null => (value === null ? null : value * scale);
  const { mean, halfWidth } = row;
  const known = mean !== null && halfWidth !== null;
  return {
    mean: times(mean),
    low: known ? times(mean - halfWidth) : null,
    high: known ? times(mean + halfWidth) : null,
    p05: times(row.p05),
    p25: times(row.p25),
    p75: times(row.p75),
    p95: times(row.p95),
  };
}

/** Take the estimate that a chart's row was made from, in another unit where a scale is given. */
export function estimateOf(row: Row, scale = 1): Told {
  const mean = Number(row.mean);
  return { mean: mean * scale, halfWidth: row.high == null ? null : (Number(row.high) - mean) * scale };
}

/** Rows of a measure over calendar years, in all scenarios. */
export function overYears(
  input: ChartInput,
  name: string,
  measure: string,
  group: Readonly<Record<string, string>> = {},
): BandPanel {
  const run = beginsAt(input);
  const rows = levels(input, measure, group).map((row) => ({
    panel: name,
    scenario: scenarioTitle(input, row.scenario),
    year: calendarYear(run, measure, row.time),
    ...estimateRow(row),
  }));
  return { name, rows };
}

/** How lines with bands are drawn. */
export interface BandOptions {
  readonly title: string;
  /** What is shown and in which unit; how bands are read is added. */
  readonly what: string;
  /** Values are shares. */
  readonly percent?: boolean;
  /** Field of the horizontal axis, and its encoding for a panel of so many pixels. */
  readonly x: (width: number) => object;
  /** Name of the field that the horizontal axis shows. */
  readonly along: string;
  /** The dark band is the 95 % interval of the mean, not half of the runs. */
  readonly interval?: boolean;
  /** Scenarios in the key and in the colours, when not all are drawn. */
  readonly drawn?: readonly string[];
  readonly alt: string;
  /** More views below the panels. */
  readonly below?: (width: number, room: number) => readonly object[];
  /** Draw a line at zero. */
  readonly base?: object;
}

/** Draw lines with bands. */
export function bandChart(input: ChartInput, given: readonly BandPanel[], options: BandOptions): Chart {
  const { lang } = input;
  const panels = options.percent === true ? given.map(possibleShares) : given;
  const rows = panels.flatMap((panel) => panel.rows);
  const width = contentWidth(input);
  const axis: Axis = valueAxis(
    lang,
    rows.flatMap(
      (row) =>
        [row.mean, row.p05, row.p95, ...(options.interval === true ? [row.low, row.high] : [])] as (number | null)[],
    ),
    options.percent === true ? { percent: true } : {},
  );
  const grid = gridOf(panels.length, width, axis.room);
  const single = panels.length === 1;
  const height = single
    ? Math.round(Math.min(Math.max(width * 0.36, 200), 420))
    : Math.round(Math.min(Math.max(grid.width * 0.62, 140), 240));
  const titles = scenarioTitles(input);
  const looks = scenarioLooks(titles.length, input.greyscale === true);
  const drawn = options.drawn ?? titles.filter((title) => rows.some((row) => row.scenario === title));
  const entries: KeyEntry[] = drawn.map((title) => {
    const look = looks[titles.indexOf(title)];
    return { label: title, shape: "line", colour: look?.colour ?? "#000000", dash: look?.dash ?? [] };
  });
  const colour = colourBy(
    "scenario",
    drawn,
    entries.map((entry) => entry.colour),
  );
  const dash = {
    field: "scenario",
    type: "nominal",
    scale: { domain: drawn, range: entries.map((entry) => (entry.dash?.length ? entry.dash : [1, 0])) },
    legend: null,
  };
  const x = options.x(grid.width);
  const y = (field: string): object => left(field, axis, axis.room);
  const [low, high] = options.interval === true ? ["low", "high"] : ["p25", "p75"];
  const views = panels.map((panel) => ({
    name: single ? "" : panel.name,
    view: {
      data: { values: panel.rows },
      layer: [
        { mark: { type: "area", opacity: 0.16 }, encoding: { x, y: y("p05"), y2: { field: "p95" }, color: colour } },
        {
          mark: { type: "area", opacity: 0.32 },
          encoding: { x, y: y(low as string), y2: { field: high as string }, color: colour },
        },
        {
          mark: { type: "line", strokeWidth: 2.2, strokeJoin: "round" },
          encoding: { x, y: y("mean"), color: colour, strokeDash: dash },
        },
        ...(options.base === undefined ? [] : [options.base]),
      ],
    },
  }));
  const spec = framed(input, {
    title: options.title,
    subtitle: `${options.what}. ${howToRead(input, options.interval === true)}`,
    key: entries.length > 1 || options.drawn !== undefined ? entries : [],
    views: [panelView(views, grid, height), ...(options.below?.(grid.width, axis.room) ?? [])],
    room: axis.room,
  });
  return { spec, rows, title: options.title, alt: options.alt };
}

/** Keep the ends of intervals of shares between none and all: with few draws the interval reaches beyond what can be. */
function possibleShares({ name, rows }: BandPanel): BandPanel {
  const possible = (value: unknown): number | null =>
    typeof value === "number" ? Math.min(Math.max(value, 0), 1) : null;
  return { name, rows: rows.map((row) => ({ ...row, low: possible(row.low), high: possible(row.high) })) };
}

/** Say how bands are read and how many runs stand behind them. */
function howToRead(input: ChartInput, interval = false): string {
  const runs = formatNumber(input.lang, runsOf(input));
  return interval
    ? by(
        input.lang,
        `Linje: gjennomsnitt. Mørkt bånd: 95 %-intervall for gjennomsnittet. Lyst bånd: 90 % av kjøringene (${runs} per scenario).`,
        `Line: mean. Dark band: 95% interval of the mean. Light band: 90% of the runs (${runs} runs per scenario).`,
      )
    : by(
        input.lang,
        `Linje: gjennomsnitt. Mørkt bånd: halvparten av kjøringene. Lyst bånd: 90 % av dem (${runs} kjøringer per scenario).`,
        `Line: mean. Dark band: half of the runs. Light band: 90% of them (${runs} runs per scenario).`,
      );
}

/** Describe lines in words: each line's first and last value, twelve at most. */
export function altOfLines(
  input: ChartInput,
  title: string,
  panels: readonly BandPanel[],
  along: string,
  percent = false,
): string {
  const { lang } = input;
  const parts: string[] = [];
  let left = 12;
  for (const panel of panels) {
    for (const scenario of scenarioTitles(input)) {
      const line = panel.rows.filter((row) => row.scenario === scenario && row.mean !== null);
      const first = line[0];
      const last = line[line.length - 1];
      if (first === undefined || last === undefined || left-- <= 0) continue;
      const value = (row: Row): string => {
        const { mean, halfWidth } = estimateOf(row);
        return (percent ? formatMeasuredPercent : formatMeasured)(lang, mean, halfWidth);
      };
      const name = panels.length > 1 ? `${panel.name}, ${scenario}` : scenario;
      parts.push(`${name}: ${value(first)} (${first[along]}) ${by(lang, "til", "to")} ${value(last)} (${last[along]})`);
    }
  }
  return `${title}. ${parts.join("; ")}.`;
}
