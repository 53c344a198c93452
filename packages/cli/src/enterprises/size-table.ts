// The table of enterprises by size, for a terminal, for a report, and as CSV for a spreadsheet. What later commands need of it is kept as
// findings in JSON, with every digit.

import type { Lang } from "../commands/texts.ts";
import { enoughReplications, fewDraws, formatForecast, runsForHalfWidth } from "../enough-runs.ts";
import { smallSize } from "../headline.ts";
import { formatNumber, formatPercent, groupName } from "../i18n/index.ts";
import { table } from "../terminal.ts";
import type { SizeFigure, SizeResult } from "./by-size.ts";
import { sayOf } from "./texts.ts";

/** One table by size: of a scenario, as text. */
export interface SizeBlock {
  readonly scenario: string;
  readonly head: readonly string[];
  readonly lines: readonly (readonly string[])[];
}

/** Name of the file with the table in a run directory. */
export const sizeFileName = "enterprises-by-size.csv";

/** Two or three draws may agree by chance: an interval of no width says as little as a wide one. */
const fewestDraws = 4;
/** An interval that covers so much of what is possible at all says nothing. */
const mostOfRange = 0.6;
/** Half-width that is asked for when runs are too few: five percentage points of revenue. */
const wishedHalfWidth = 0.05;

interface Range {
  readonly low: number;
  readonly high: number;
}

/** The interval of a figure within what is possible; "none" without an interval, "wide" where it covers most of what is possible. */
function rangeOf({ mean, halfWidth, n }: SizeFigure, possible: Range): Range | "none" | "wide" {
  if (mean === null || halfWidth === null || n < fewestDraws) return "none";
  const low = Math.max(mean - halfWidth, possible.low);
  const high = Math.min(mean + halfWidth, possible.high);
  return high - low >= mostOfRange * (possible.high - possible.low) ? "wide" : { low, high };
}

/** What a change of revenue may be: nobody loses more than everything, and an interval as wide as all revenue says nothing. */
const possibleChange: Range = { low: -1, high: 1 };
const possibleShare: Range = { low: 0, high: 1 };

/** Write the tables, one for each scenario. */
export function sizeBlocks(results: readonly SizeResult[], lang: Lang): readonly SizeBlock[] {
  const percent = (share: number | null): string => formatPercent(lang, share ?? Number.NaN, 0);
  const points = (share: number | null): string => formatNumber(lang, 100 * (share ?? Number.NaN));
  const count = (number: number | null): string => formatNumber(lang, number, 1);
  const withInterval = (figure: SizeFigure, possible: Range, write: (value: number | null) => string): string => {
    if (figure.mean === null) return "–";
    const range = rangeOf(figure, possible);
    const interval =
      range === "none"
        ? "–"
        : range === "wide"
          ? sayOf(lang, "tooWide")
          : `${write(range.low)} ... ${write(range.high)}`;
    return `${write(figure.mean)} (${interval})`;
  };
  const scenarios = [...new Set(results.map(({ scenario }) => scenario))];
  return scenarios.map((scenario, s) => ({
    scenario,
    head: [
      `${scenario}, ${sayOf(lang, "size")}`,
      sayOf(lang, "count"),
      `${sayOf(lang, "meanChange")} (95 %)`,
      ...(s === 0 ? [] : [`${sayOf(lang, "againstPoints", { a: scenarios[0] ?? "" })} (95 %)`]),
      `${sayOf(lang, "losingQuarter")} (95 %)`,
      `${sayOf(lang, "losingHalf")} (95 %)`,
      `${sayOf(lang, "expectedDeficit")} (95 %)`,
      `${sayOf(lang, "expectedClosed")} (95 %)`,
    ],
    lines: results
      .filter((row) => row.scenario === scenario)
      .map((row) => [
        rowName(row.row, lang),
        formatNumber(lang, row.enterprises, 0),
        withInterval(row.change, possibleChange, percent),
        ...(row.difference === undefined ? [] : [withInterval(row.difference, possibleChange, points)]),
        withInterval(row.losingQuarter, possibleShare, percent),
        withInterval(row.losingHalf, possibleShare, percent),
        withInterval(row.inDeficit, { low: 0, high: row.enterprises }, count),
        withInterval(row.closed, { low: 0, high: row.enterprises }, count),
      ]),
  }));
}

/** Write the table for a terminal, a block for each scenario, with what it counts. */
export function sizeTable(results: readonly SizeResult[], lang: Lang): string {
  const blocks = sizeBlocks(results, lang).map(({ head, lines }) =>
    table([head, ...lines], new Set([1, 2, 3, 4, 5, 6, 7])),
  );
  return `${blocks.join("\n\n")}\n${sizeNotes(results, lang).join("\n")}`;
}

/** Say what the table counts and what it rests on, and how many runs would do where these are too few. */
export function sizeNotes(results: readonly SizeResult[], lang: Lang): readonly string[] {
  const all = results.find(({ row }) => row === "all");
  const gone = all === undefined || all.openAtStart === null ? 0 : all.enterprises - all.openAtStart;
  return [
    sayOf(lang, "sizeCounts"),
    ...(gone < 0.05 ? [] : [sayOf(lang, "closedBefore", { n: formatNumber(lang, gone, 1) })]),
    sayOf(lang, "sizeInterval"),
    ...runsNote(results, lang),
    sayOf(lang, "risk"),
  ];
}

/** Say how many runs would do, where these are few or an interval is too wide. */
function runsNote(results: readonly SizeResult[], lang: Lang): readonly string[] {
  const figures = results.flatMap(({ change, difference }) => [
    change,
    ...(difference === undefined ? [] : [difference]),
  ]);
  const wanting = figures.some((figure) => figure.n < fewDraws || rangeOf(figure, possibleChange) === "wide");
  const told = results.filter(({ difference }) => difference !== undefined);
  const [asked] = [...told.filter(({ row }) => row === smallSize), ...told.filter(({ row }) => row === "all")];
  if (!wanting || asked?.difference === undefined) return [];
  const runs = runsForHalfWidth(asked.difference, wishedHalfWidth);
  if (!Number.isFinite(runs.low)) return [sayOf(lang, "noSpread")];
  return [
    sayOf(lang, "moreRuns", {
      n: formatNumber(lang, asked.difference.n),
      runs: formatForecast(lang, runs, enoughReplications),
      row: rowName(asked.row, lang),
      points: formatNumber(lang, 100 * wishedHalfWidth),
    }),
  ];
}

function rowName(row: string, lang: Lang): string {
  if (row === "all") return sayOf(lang, "all");
  return row === smallSize ? sayOf(lang, "belowTen") : groupName(lang, row);
}

/** Write the table as CSV: shares and numbers with their intervals. */
export function sizeCsv(results: readonly SizeResult[]): string {
  const number = (value: number | null): string => (value === null ? "" : String(Number(value.toFixed(4))));
  // Cut at what is possible, as in the table on the screen: half a closure less than none is no number of closures.
  const interval = (
    { mean, halfWidth }: Pick<SizeFigure, "mean" | "halfWidth">,
    { low, high }: Range,
  ): readonly string[] => [
    number(mean),
    number(mean === null || halfWidth === null ? null : Math.max(mean - halfWidth, low)),
    number(mean === null || halfWidth === null ? null : Math.min(mean + halfWidth, high)),
  ];
  const none = { mean: null, halfWidth: null };
  const names = ["change", "difference", "losing-25-share", "losing-50-share", "in-deficit", "closed"];
  const head = [
    "scenario",
    "vta-revenue-mnok",
    "enterprises",
    ...names.flatMap((name) => [`${name}-mean`, `${name}-low`, `${name}-high`]),
  ];
  const lines = results.map((row) => [
    row.scenario,
    // With its unit, since a spreadsheet would take "5-10" for a date.
    row.row === "all" ? "all" : `${row.row.replace("<", "0-")} MNOK`,
    String(row.enterprises),
    // Revenue may grow beyond its double, and be that much more than in the first scenario.
    ...interval(row.change, { low: -1, high: Number.POSITIVE_INFINITY }),
    ...interval(row.difference ?? none, { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }),
    ...[row.losingQuarter, row.losingHalf].flatMap((share) => interval(share, possibleShare)),
    ...[row.inDeficit, row.closed].flatMap((count) => interval(count, { low: 0, high: row.enterprises })),
  ]);
  return [head, ...lines].map((cells) => `${cells.join(",")}\n`).join("");
}
