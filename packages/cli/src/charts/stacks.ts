// Stacked bars in small multiples: one panel for each scenario, one bar for each year or step, parts in one order everywhere.

import { type ChartInput, contentWidth, framed, type Row } from "./frame.ts";
import { bars, colourBy, gridOf, type KeyEntry, left, type Panel, panelView, pointer, valueAxis } from "./layout.ts";
import { partFills, partOutline } from "./palette.ts";
import type { ChartSpec } from "./render.ts";
import { by } from "./text.ts";

/** One panel of stacked bars. */
export interface StackPanel {
  readonly name: string;
  /** Rows with `part`, `step` (a whole number) and `mean`. */
  readonly rows: readonly Row[];
  /** Rows with `step`, `p05` and `p95` of the whole stack; may be empty. */
  readonly totals: readonly Row[];
}

/** How stacks are drawn. */
export interface StackOptions {
  readonly title: string;
  readonly subtitle: string;
  /** Names of the parts, from the bottom of the stack. */
  readonly parts: readonly string[];
  readonly percent?: boolean;
  /** First and last step. */
  readonly from: number;
  readonly to: number;
  /** Write the value of a row with its error, for the pointer. */
  readonly tell: (row: Row) => string;
  /** What the thin line over a bar shows, when there are totals. */
  readonly totalWords: string;
}

/** Draw stacked bars. */
export function stackChart(input: ChartInput, panels: readonly StackPanel[], options: StackOptions): ChartSpec {
  const width = contentWidth(input);
  const sums = panels.flatMap((panel) =>
    [...new Set(panel.rows.map((row) => row.step))].flatMap((step) => {
      const values = panel.rows.filter((row) => row.step === step).map((row) => Number(row.mean ?? 0));
      const sum = (sign: number): number => values.filter((value) => value * sign > 0).reduce((a, b) => a + b, 0);
      return [sum(1), sum(-1)];
    }),
  );
  const totals = panels.flatMap((panel) => panel.totals);
  const axis = valueAxis(
    input.lang,
    [...sums, ...totals.flatMap((row) => [row.p05, row.p95] as (number | null)[])],
    options.percent === true ? { percent: true } : {},
  );
  const grid = gridOf(panels.length, width, axis.room, 200);
  const height = Math.round(Math.min(Math.max(grid.width * 0.62, 160), 300));
  const fills = partFills(input.greyscale === true);
  const range = options.parts.map((_, i) => fills[i % fills.length] as string);
  const colour = colourBy("part", options.parts, range);
  const y = (field: string, more: object = {}): object => left(field, axis, axis.room, more);
  const x = bars("step", options.from, options.to, grid.width);
  const views: Panel[] = panels.map((panel) => ({
    name: panel.name,
    view: {
      layer: [
        {
          data: {
            values: panel.rows.map((row) => ({
              ...row,
              told: options.tell(row),
              order: options.parts.indexOf(String(row.part)),
            })),
          },
          mark: { type: "bar", stroke: partOutline, strokeWidth: 0.5 },
          encoding: {
            x,
            y: y("mean", { stack: "zero" }),
            color: colour,
            order: { field: "order", type: "quantitative" },
            ...pointer([
              ["part", by(input.lang, "del", "part")],
              ["step", by(input.lang, "år", "year")],
              ["told", by(input.lang, "gjennomsnitt", "mean")],
            ]),
          },
        },
        ...(panel.totals.length === 0
          ? []
          : [
              {
                data: { values: panel.totals },
                mark: { type: "rule", tooltip: null, color: "#000000", strokeWidth: 1.6 },
                encoding: { x, y: y("p05"), y2: { field: "p95" } },
              },
            ]),
      ],
    },
  }));
  const entries: KeyEntry[] = options.parts.map((label, i) => ({ label, shape: "box", colour: range[i] as string }));
  if (totals.length > 0) entries.push({ label: options.totalWords, shape: "tick", colour: "#000000" });
  return framed(input, {
    title: options.title,
    subtitle: options.subtitle,
    key: entries,
    views: [panelView(views, grid, height)],
    room: axis.room,
  });
}
