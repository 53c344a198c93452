// The back-test: each observation beside the model's interval for it. Units differ, so each row is drawn as deviation from what
// was observed, and told in its own unit.

import { formatMeasured, formatMeasuredPercent, formatNumber, formatPercent } from "../../i18n/index.ts";
import {
  type BacktestRow,
  type Chart,
  type ChartInput,
  type ChartKind,
  contentWidth,
  framed,
  type Row,
} from "../frame.ts";
import { bottom, dot, linesOf, pixels, pointer, type RowLabel, rowLabels, valueAxis, zeroLine } from "../layout.ts";
import { ink } from "../palette.ts";
import { by, chartName, inner, unitName } from "../text.ts";

const roles = ["held-out", "calibrated", "derived"] as const;
const furthest = 3;

/** What a deviation is measured in: the observation itself, or the interval where nothing was observed. */
function yardstick(row: BacktestRow): number {
  return Math.abs(row.observed) > 0 ? Math.abs(row.observed) : Math.max(row.high - row.low, 1);
}

/** Whether a row is a share, which is written as per cent. */
function isShare(row: BacktestRow): boolean {
  return row.unit.startsWith("share");
}

/** A number of the model, with the digits that the width of its interval allows. */
function inUnit(input: Pick<ChartInput, "lang">, row: BacktestRow, value: number): string {
  const { lang } = input;
  const error = (row.high - row.low) / 2;
  // What follows by arithmetic has no interval; it is written as the observed number is.
  if (!(error > 0)) return published(input, row, value);
  return isShare(row) ? formatMeasuredPercent(lang, value, error) : formatMeasured(lang, value, error);
}

/** From low to high, in the row's unit. */
function intervalText(input: Pick<ChartInput, "lang">, row: BacktestRow): string {
  const [low, high] = [inUnit(input, row, row.low), inUnit(input, row, row.high)];
  if (low === high) return low;
  return `${isShare(row) ? low.replace(/[\u00a0]?%$/, "") : low}–${high}`;
}

/** A number as the source has it: whole, or with so many decimals as the observed one, three at most. */
function published(input: Pick<ChartInput, "lang">, row: BacktestRow, value: number): string {
  const factor = isShare(row) ? 100 : 1;
  const most = isShare(row) ? 1 : 3;
  let decimals = 0;
  while (decimals < most && Math.abs(Number((row.observed * factor).toFixed(decimals)) - row.observed * factor) > 1e-9)
    decimals++;
  return (isShare(row) ? formatPercent : formatNumber)(input.lang, value, decimals);
}

/** The observed number with its unit. */
function observedText(input: Pick<ChartInput, "lang">, row: BacktestRow): string {
  const bound = row.bound === "at-most" ? by(input.lang, "høyst ", "at most ") : "";
  return `${bound}${published(input, row, row.observed)} ${unitName(input.lang, row.unit)}`.trim();
}

/**
 * Draw the back-test.
 *
 * @param rows observations beside the model's median and 90 % interval
 */
export function backtestChart(
  rows: readonly BacktestRow[],
  input: Pick<ChartInput, "lang" | "width" | "greyscale">,
): Chart {
  const { lang } = input;
  const width = contentWidth(input);
  const grey = input.greyscale === true;
  const [good, bad] = grey ? ["#444444", "#000000"] : ["#0b3c6f", "#d95f02"];
  const room = Math.round(Math.min(width * 0.38, 340));
  const right = Math.round(Math.min(Math.max(width * 0.2, 118), 200));
  const inside = width - room - right - 4;
  const clamp = (share: number): number => Math.min(Math.max(share, -furthest), furthest);
  const deviation = (row: BacktestRow, value: number): number => clamp((value - row.observed) / yardstick(row));
  const axis = valueAxis(
    lang,
    rows.flatMap((row) => [deviation(row, row.low), deviation(row, row.high), deviation(row, row.median)]),
    { percent: true, count: 5 },
  );
  const x = (field: string): object => bottom(field, axis, inside);
  let height = 0;
  const heads: RowLabel[] = [];
  const labels: RowLabel[] = [];
  const figures: RowLabel[] = [];
  const marks: Row[] = [];
  for (const role of roles) {
    const mine = rows.filter((row) => row.role === role);
    if (mine.length === 0) continue;
    heads.push({ text: chartName(lang, role), x: -room, y: height + 8 });
    height += 24;
    for (const row of mine) {
      const observed = observedText(input, row);
      const interval = intervalText(input, row);
      const figure = `${by(lang, "Sett", "Seen")} ${observed}; ${interval}`;
      const lines = Math.max(linesOf(row.label[lang], room - 12), linesOf(figure, right - 12));
      const step = lines * 13 + 9;
      const y = height + step / 2;
      labels.push({ text: row.label[lang], x: -10, y });
      figures.push({ text: figure, x: inside + 12, y });
      marks.push({
        label: row.label[lang],
        told: figure,
        low: deviation(row, row.low),
        high: deviation(row, row.high),
        median: deviation(row, row.median),
        inside: row.inside ? 1 : 0,
        y,
      });
      height += step;
    }
    height += 6;
  }
  const tested = rows.filter((row) => row.role === "held-out");
  const hits = tested.filter((row) => row.inside).length;
  const title = by(
    lang,
    tested.length === 0
      ? "Ingen observasjoner er holdt utenfor tilpasningen: dette prøver ikke modellen"
      : `${hits} av ${tested.length} observasjoner som modellen ikke er tilpasset, ligger innenfor dens 90 %-intervall`,
    tested.length === 0
      ? "No observation was held out from the fit: this does not test the model"
      : `${hits} of ${tested.length} observations that the model was not fitted to lie within its 90% interval`,
  );
  const subtitle = by(
    lang,
    "Avvik fra det observerte, i prosent av det. Strek: modellens 90 %-intervall. Punkt: modellens median. Loddrett strek: det observerte. Til høyre: det observerte og intervallet i egen enhet. Avvik over 300 % er tegnet ved kanten.",
    "Deviation from what was observed, in per cent of it. Line: the model's 90% interval. Dot: the model's median. Upright line: what was observed. To the right: observed value and interval in their own unit. Deviations above 300% are drawn at the edge.",
  );
  const hit = (wanted: number): Row[] => marks.filter((row) => row.inside === wanted);
  const tells = pointer([
    ["label", by(lang, "mål", "target")],
    ["told", by(lang, "tall", "figures")],
  ]);
  const view = {
    width: inside,
    height,
    layer: [
      zeroLine("x"),
      ...[1, 0].flatMap((wanted) => [
        {
          data: { values: hit(wanted) },
          mark: {
            type: "rule",
            color: wanted === 1 ? good : bad,
            strokeWidth: wanted === 1 ? 3 : 1.8,
            ...(wanted === 1 ? {} : { strokeDash: [5, 3] }),
          },
          encoding: { x: x("low"), x2: { field: "high" }, y: pixels("y"), ...tells },
        },
        {
          data: { values: hit(wanted) },
          mark: dot(wanted === 1 ? "dot" : "ring", wanted === 1 ? (good ?? "") : (bad ?? "")),
          encoding: { x: x("median"), y: pixels("y"), ...tells },
        },
      ]),
      ...rowLabels(labels, room - 12),
      ...rowLabels(figures, right - 12, { align: "left" }),
      ...rowLabels(heads, width, { align: "left", size: 12, bold: true, colour: ink.text }),
    ],
  };
  const spec = framed(input, {
    title,
    subtitle,
    key: [
      { label: by(lang, "Observert verdi innenfor", "Observed value inside"), shape: "dot", colour: good ?? "" },
      {
        label: by(lang, "Observert verdi utenfor (stiplet)", "Observed value outside (dashed)"),
        shape: "ring",
        colour: bad ?? "",
      },
    ],
    views: [view],
    room,
    source: by(
      lang,
      "Kilde: Tiltak; observasjonene fra Telemarksforsking (2024), NAV og ASVL, hver med sin kilde i dokumentasjonen.",
      "Source: Tiltak; observations from Telemarksforsking (2024), NAV and ASVL, each with its source in the documentation.",
    ),
  });
  const words = rows.map(
    (row) =>
      `${row.label[lang]}: ${by(lang, "observert", "observed")} ${observedText(input, row)}, ${by(lang, "modell", "model")} ${inUnit(input, row, row.median)} (${intervalText(input, row)}), ${row.inside ? by(lang, "innenfor", "inside") : by(lang, "utenfor", "outside")}, ${inner(chartName(lang, row.role))}`,
  );
  return {
    spec,
    rows: rows.map(({ label, inside: isInside, ...row }) => ({ ...row, label: label[lang], inside: isInside ? 1 : 0 })),
    title,
    alt: `${title}. ${words.join("; ")}.`,
  };
}

/** The back-test beside the run, where one was made. */
export const backTest: ChartKind = {
  id: "back-test",
  applies: (input) => (input.backtest ?? []).length > 0,
  build: (input) => backtestChart(input.backtest ?? [], input),
};
