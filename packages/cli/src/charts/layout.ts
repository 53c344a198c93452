// Geometry that all charts share, computed from the font's own widths before anything is drawn: value axes with the room that
// their labels need, time axes whose labels cannot touch, keys that wrap, panels in as many columns as there is width for.

import { formatNumber, type Lang } from "../i18n/index.ts";
import { textWidth, wrap } from "./font-metrics.ts";
import { ink, partOutline } from "./palette.ts";

const labelSize = 11;
const keySize = 12;

/** A channel in pixels of its view: no scale, no axis. */
export function pixels(field: string): object {
  return { field, type: "quantitative", scale: null, axis: null };
}

/**
 * Say what a part of a picture tells under the pointer, where the picture answers to one.
 *
 * @param fields names of the rows' fields, each with the word that stands before it; their values are shown as they are
 */
export function pointer(fields: readonly (readonly [field: string, word: string])[]): object {
  return { tooltip: fields.map(([field, title]) => ({ field, title, type: "nominal" })) };
}

/** A value axis. */
export interface Axis {
  readonly domain: readonly [number, number];
  readonly values: readonly number[];
  /** In the drawing library's language. */
  readonly format: string;
  /** Pixels that ticks and labels take when the axis stands at the left. */
  readonly room: number;
  /** The widest label, in pixels. */
  readonly widest: number;
}

/**
 * Lay out a value axis, which always reaches zero.
 *
 * @param values all that must be seen; null is left out
 * @param options.percent values are shares, shown as per cent
 */
export function valueAxis(
  lang: Lang,
  values: readonly (number | null | undefined)[],
  options: { readonly percent?: boolean; readonly count?: number } = {},
): Axis {
  const { percent = false, count = 5 } = options;
  let low = 0;
  let high = 0;
  for (const value of values) {
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high === low) high = low + (percent ? 0.1 : 1);
  const step = niceStep((high - low) / count, percent ? 0.01 : undefined);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks: number[] = [];
  // Multiples of the step, cleaned of the dust of binary fractions.
  for (let k = first; k <= last; k++) ticks.push(Number((k * step).toPrecision(12)));
  const decimals = decimalsOf(percent ? step * 100 : step);
  const widest = Math.max(
    ...ticks.map((tick) =>
      percent
        ? textWidth(`${formatNumber(lang, tick * 100, decimals)}\u00a0%`, labelSize)
        : textWidth(grouped(lang, tick, decimals), labelSize),
    ),
  );
  return {
    domain: [ticks[0] ?? 0, ticks[ticks.length - 1] ?? 1],
    values: ticks,
    format: percent ? `.${decimals}%` : `,.${decimals}f`,
    room: Math.ceil(widest) + 12,
    widest,
  };
}

/** A number as an axis groups it: also four digits have a separator. */
function grouped(lang: Lang, value: number, decimals: number): string {
  const text = formatNumber(lang, value, decimals);
  return Math.abs(value) >= 1000 ? `${text} ` : text;
}

/** The smallest of 1, 2, 2.5, 5 times a power of ten that is at least `raw`. */
function niceStep(raw: number, least?: number): number {
  let power = 1;
  while (power > raw) power /= 10;
  while (power * 10 <= raw) power *= 10;
  const step = [1, 2, 2.5, 5, 10].map((k) => k * power).find((candidate) => candidate >= raw * (1 - 1e-9)) ?? raw;
  return least === undefined ? step : Math.max(step, least);
}

function decimalsOf(step: number): number {
  let decimals = 0;
  let scaled = step;
  while (decimals < 6 && Math.abs(scaled - Math.round(scaled)) > 1e-6) {
    scaled *= 10;
    decimals++;
  }
  return decimals;
}

/** Encode a field on a value axis at the left, with its room fixed. */
export function left(field: string, axis: Axis, room: number, more: object = {}): object {
  return {
    field,
    type: "quantitative",
    scale: { domain: axis.domain, nice: false, zero: false },
    axis: {
      title: null,
      format: axis.format,
      values: axis.values,
      minExtent: room,
      maxExtent: room,
      domain: false,
      ticks: false,
    },
    ...more,
  };
}

/** Encode a field on a value axis at the bottom; so many pixels wide, labels thinned until they do not touch. */
export function bottom(field: string, axis: Axis, width: number): object {
  return {
    field,
    type: "quantitative",
    scale: { domain: axis.domain, nice: false, zero: false },
    axis: {
      title: null,
      format: axis.format,
      values: thinned(axis.values, width, axis.widest + 14),
      labelFlush: true,
      domain: false,
      ticks: false,
    },
  };
}

/** Keep every second, third, ... value so that labels have so many pixels each. */
function thinned(values: readonly number[], width: number, pixelsEach: number): readonly number[] {
  let every = 1;
  // A label at an end is moved inwards, which takes half a label more.
  const fits = (): boolean => (width * every) / Math.max(values.length - 1, 1) >= pixelsEach * 1.5;
  while (every < values.length && !fits()) every++;
  const start = values.indexOf(0) > 0 ? values.indexOf(0) % every : 0;
  return values.filter((_, i) => i % every === start % every);
}

/** Encode calendar years, or any whole steps, as a quantity, so that no time zone has a say. */
export function years(field: string, from: number, to: number, width: number): object {
  const all: number[] = [];
  const room = 52;
  const step = [1, 2, 5, 10, 20].find((k) => (width * k) / Math.max(to - from, 1) >= room) ?? Math.max(to - from, 1);
  for (let year = from; year <= to; year += step) all.push(year);
  return {
    field,
    type: "quantitative",
    scale: { domain: [from, to], nice: false, zero: false },
    axis: { title: null, format: "d", values: all, grid: false, labelFlush: true },
  };
}

/** Encode a field by colour, without a key: charts draw their own. */
export function colourBy(field: string, domain: readonly string[], range: readonly string[]): object {
  return { field, type: "nominal", scale: { domain, range }, legend: null };
}

/** The same steps as separate places for bars, `width` pixels wide. */
export function bars(field: string, from: number, to: number, width: number): object {
  const all: number[] = [];
  const step = [1, 2, 5, 10, 20].find((k) => (width * k) / (to - from + 1) >= 40) ?? to - from + 1;
  for (let year = from; year <= to; year += step) all.push(year);
  return {
    field,
    type: "ordinal",
    scale: {
      domain: Array.from({ length: to - from + 1 }, (_, i) => from + i),
      paddingInner: 0.18,
      paddingOuter: 0.09,
    },
    axis: { title: null, format: "d", values: all, labelAngle: 0, labelPadding: 9, grid: false, ticks: false },
  };
}

/** One entry of a key. */
export interface KeyEntry {
  readonly label: string;
  /** A line, a filled box, a filled or hollow dot, a diamond, or an upright tick. */
  readonly shape: "line" | "box" | "dot" | "ring" | "diamond" | "tick";
  readonly colour: string;
  readonly dash?: readonly number[];
}

const swatch = 26;
const keyLine = 15;

/** Draw a key that wraps: entries from left to right, in as many rows as the width needs. */
export function keyView(entries: readonly KeyEntry[], width: number, room: number): object {
  const layer: object[] = [];
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  for (const { label, shape, colour, dash } of entries) {
    const lines = wrap(label, width - swatch - 8, keySize);
    const wide = swatch + 8 + Math.max(...lines.map((line) => textWidth(line, keySize)));
    if (x > 0 && x + wide > width) {
      x = 0;
      y += rowHeight + 4;
      rowHeight = 0;
    }
    const at = x - room;
    const middle = y + keyLine / 2;
    layer.push(symbol(shape, colour, dash ?? [], at, middle), {
      data: { values: [{}] },
      mark: {
        type: "text",
        tooltip: null,
        align: "left",
        baseline: "middle",
        x: at + swatch + 8,
        y: middle,
        text: lines,
        fontSize: keySize,
        lineHeight: keyLine,
        color: ink.text,
      },
    });
    rowHeight = Math.max(rowHeight, lines.length * keyLine);
    x += wide + 22;
  }
  return { width: width - room, height: y + rowHeight, view: { stroke: null }, layer };
}

function symbol(shape: KeyEntry["shape"], colour: string, dash: readonly number[], x: number, y: number): object {
  const middle = { values: [{ x: x + swatch / 2, y, x1: x, x2: x + swatch, y1: y - 6, y2: y + 6 }] };
  if (shape === "line")
    return {
      data: middle,
      mark: {
        type: "rule",
        tooltip: null,
        color: colour,
        strokeWidth: 2.5,
        ...(dash.length === 0 ? {} : { strokeDash: dash }),
      },
      encoding: { x: pixels("x1"), x2: { field: "x2" }, y: pixels("y") },
    };
  if (shape === "box")
    return {
      data: middle,
      mark: { type: "rect", tooltip: null, color: colour, stroke: partOutline, strokeWidth: 0.6 },
      encoding: { x: pixels("x1"), x2: { field: "x2" }, y: pixels("y1"), y2: { field: "y2" } },
    };
  if (shape === "tick")
    return {
      data: middle,
      mark: { type: "rule", tooltip: null, color: colour, strokeWidth: 2.5 },
      encoding: { x: pixels("x"), y: pixels("y1"), y2: { field: "y2" } },
    };
  return { data: middle, mark: { ...dot(shape, colour), tooltip: null }, encoding: { x: pixels("x"), y: pixels("y") } };
}

/** A point mark: filled, hollow, or a diamond; without a colour, it is encoded. */
export function dot(shape: "dot" | "ring" | "diamond", colour?: string): object {
  return {
    type: "point",
    filled: shape !== "ring",
    shape: shape === "diamond" ? "diamond" : "circle",
    ...(colour === undefined ? {} : { color: colour }),
    ...(shape === "ring" ? { fill: "white" } : {}),
    strokeWidth: 2,
    size: shape === "diamond" ? 70 : 54,
    opacity: 1,
  };
}

/** How panels stand. */
export interface Grid {
  readonly columns: number;
  /** Width of each panel inside its axis. */
  readonly width: number;
}

const gap = 24;

/** Choose the columns for so many panels, each with an axis of `room` pixels, none narrower than `least` inside it. */
export function gridOf(count: number, width: number, room: number, least = 170): Grid {
  const most = Math.max(1, Math.min(count, Math.floor((width + gap) / (room + least + gap))));
  const rows = Math.ceil(count / most);
  const columns = Math.ceil(count / rows);
  // Some pixels a column for strokes at the edge.
  return { columns, width: Math.floor((width - gap * (columns - 1)) / columns - room - 5) };
}

/** One panel of a chart: name and contents. */
export interface Panel {
  readonly name: string;
  /** A view without size and title. */
  readonly view: object;
}

/** Set panels side by side, each with its name above. */
export function panelView(panels: readonly Panel[], grid: Grid, height: number): object {
  const lines = panels.map(({ name }) => wrap(name, grid.width, 12, true));
  const concat = panels.map(({ view }, i) => ({
    width: grid.width,
    height,
    ...(panels.length === 1 && lines[i]?.length === 0
      ? {}
      : {
          title: {
            text: lines[i] ?? [],
            anchor: "start",
            frame: "group",
            fontSize: 12,
            fontWeight: "bold",
            lineHeight: 15,
            color: ink.text,
            offset: 8,
          },
        }),
    ...view,
  }));
  return { columns: grid.columns, spacing: { row: 22, column: gap }, concat };
}

/** A label that belongs to a row of a chart. */
export interface RowLabel {
  readonly text: string;
  /** Pixels from the view's origin. */
  readonly x: number;
  readonly y: number;
}

/** Draw labels of rows, wrapped to a width and centred on their row. */
export function rowLabels(
  labels: readonly RowLabel[],
  width: number,
  options: {
    readonly align?: "left" | "right";
    readonly size?: number;
    readonly bold?: boolean;
    readonly colour?: string;
  } = {},
): readonly object[] {
  const { align = "right", size = labelSize, bold = false, colour = ink.text } = options;
  const lineHeight = size + 2;
  const byLines = new Map<number, object[]>();
  for (const { text, x, y } of labels) {
    const lines = wrap(text, width, size, bold);
    const same = byLines.get(lines.length) ?? [];
    same.push({ text: lines, x, y: y - ((lines.length - 1) * lineHeight) / 2 });
    byLines.set(lines.length, same);
  }
  return [...byLines.values()].map((values) => ({
    data: { values },
    mark: {
      type: "text",
      tooltip: null,
      align,
      baseline: "middle",
      fontSize: size,
      fontWeight: bold ? "bold" : "normal",
      lineHeight,
      color: colour,
    },
    encoding: { x: pixels("x"), y: pixels("y"), text: { field: "text", type: "nominal" } },
  }));
}

/** Lines that a label takes in a width. */
export function linesOf(text: string, width: number): number {
  return wrap(text, width, labelSize).length;
}

/** A line at zero across a view. */
export function zeroLine(axis: "x" | "y"): object {
  return {
    data: { values: [{}] },
    mark: { type: "rule", tooltip: null, color: ink.zero, strokeWidth: 1 },
    encoding: { [axis]: { datum: 0 } },
  };
}
