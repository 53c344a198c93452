// The table of enterprises by size, for a terminal, for a report, and as CSV, from which it is read again.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Lang } from "../commands/texts.ts";
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

/** Write the tables, one for each scenario. */
export function sizeBlocks(results: readonly SizeResult[], lang: Lang): readonly SizeBlock[] {
  const percent = (share: number): string => (Number.isNaN(share) ? "–" : formatPercent(lang, share, 0));
  // Nobody loses more than everything: an interval that says so comes from too few runs to say anything.
  const tellsNothing = ({ mean, halfWidth }: SizeFigure): boolean => Number.isNaN(halfWidth) || mean - halfWidth < -1;
  const withInterval = (figure: SizeFigure): string =>
    tellsNothing(figure)
      ? `${percent(figure.mean)} (–)`
      : `${percent(figure.mean)} (${percent(figure.mean - figure.halfWidth)} ... ${percent(figure.mean + figure.halfWidth)})`;
  const count = ({ mean, halfWidth }: SizeFigure): string =>
    `${formatNumber(lang, mean, 1)}${Number.isNaN(halfWidth) ? "" : ` ± ${formatNumber(lang, halfWidth, 1)}`}`;
  const scenarios = [...new Set(results.map(({ scenario }) => scenario))];
  return scenarios.map((scenario, s) => ({
    scenario,
    head: [
      `${scenario}, ${sayOf(lang, "size")}`,
      sayOf(lang, "count"),
      `${sayOf(lang, "meanChange")} (95 %)`,
      ...(s === 0 ? [] : [`${sayOf(lang, "against", { a: scenarios[0] ?? "" })} (95 %)`]),
      sayOf(lang, "worst"),
      sayOf(lang, "losingQuarter"),
      sayOf(lang, "expectedDeficit"),
      sayOf(lang, "expectedClosed"),
    ],
    lines: results
      .filter((row) => row.scenario === scenario)
      .map((row) => [
        rowName(row.row, lang),
        formatNumber(lang, row.enterprises, 0),
        withInterval(row.change),
        ...(row.difference === undefined ? [] : [withInterval(row.difference)]),
        percent(row.hardestHit.mean),
        percent(row.losingQuarter.mean),
        count(row.inDeficit),
        count(row.closed),
      ]),
  }));
}

/** Write the table for a terminal, a block for each scenario, with what it counts. */
export function sizeTable(results: readonly SizeResult[], lang: Lang): string {
  const blocks = sizeBlocks(results, lang).map(({ head, lines }) =>
    table([head, ...lines], new Set([1, 2, 3, 4, 5, 6, 7])),
  );
  return `${blocks.join("\n\n")}\n${sizeNotes(lang).join("\n")}`;
}

/** Say what the table counts and what it rests on. */
export function sizeNotes(lang: Lang): readonly string[] {
  return [sayOf(lang, "sizeCounts"), sayOf(lang, "sizeInterval"), sayOf(lang, "risk")];
}

/**
 * Say in one sentence what happens to the revenue of enterprises, all and small ones; empty where the run cannot tell it.
 *
 * @param scenario the scenario that is told, against the first of the table
 * @param against the first scenario's title
 */
export function sizeSentence(
  results: readonly SizeResult[],
  scenario: string,
  titles: { readonly a: string; readonly b: string },
  lang: Lang,
): string {
  const figure = (row: string): SizeFigure | undefined =>
    results.find((candidate) => candidate.scenario === scenario && candidate.row === row)?.difference;
  const [all, small] = [figure("all"), figure("<10")];
  if (all === undefined || !(Math.abs(all.mean) > all.halfWidth) || all.mean - all.halfWidth < -1) return "";
  const nb = lang === "nb";
  const size = ({ mean, halfWidth }: SizeFigure): string => {
    const [near, far] = [Math.abs(mean) - halfWidth, Math.abs(mean) + halfWidth];
    return `${formatPercent(lang, Math.abs(mean), 0)} (${formatPercent(lang, near, 0)} ... ${formatPercent(lang, far, 0)})`;
  };
  const word = all.mean < 0 ? (nb ? "lavere" : "lower") : nb ? "høyere" : "higher";
  const told = small !== undefined && small.mean < 0 === all.mean < 0 && Math.abs(small.mean) > small.halfWidth;
  const rest = !told
    ? ""
    : nb
      ? `, for dem under 10 millioner kroner ${size(small)}`
      : `, for those below 10 million kroner ${size(small)}`;
  return nb
    ? `Inntekten til tiltaksbedriftene er siste år i snitt ${size(all)} ${word} med «${titles.b}» enn med «${titles.a}»${rest}.`
    : `In the last year the revenue of enterprises is on average ${size(all)} ${word} under “${titles.b}” than under “${titles.a}”${rest}.`;
}

/** Read the table of a run directory again; undefined where the run has none. */
export async function readSizes(folder: string): Promise<readonly SizeResult[] | undefined> {
  const text = await readFile(join(folder, sizeFileName), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const [head = "", ...lines] = text.trimEnd().split("\n");
  const names = head.split(",");
  return lines.map((line): SizeResult => {
    const cells = line.split(",");
    const cell = (name: string): string => cells[names.indexOf(name)] ?? "";
    const figure = (name: string): SizeFigure => {
      const [mean, low, high] = ["mean", "low", "high"].map((end) => {
        const written = cell(`${name}-${end}`);
        return written === "" ? Number.NaN : Number(written);
      }) as [number, number, number];
      return { mean, halfWidth: (high - low) / 2 };
    };
    const row = cell("vta-revenue-mnok").replace(" MNOK", "").replace(/^0-/, "<");
    const difference = figure("difference");
    return {
      scenario: cell("scenario"),
      row,
      enterprises: Number(cell("enterprises")),
      change: figure("change"),
      ...(Number.isNaN(difference.mean) ? {} : { difference }),
      hardestHit: figure("hardest-hit-tenth"),
      losingQuarter: figure("losing-25-share"),
      inDeficit: figure("in-deficit"),
      closed: figure("closed"),
    };
  });
}

function rowName(row: string, lang: Lang): string {
  if (row === "all") return sayOf(lang, "all");
  return row === "<10" ? sayOf(lang, "belowTen") : groupName(lang, row);
}

/** Write the table as CSV: shares and numbers with their intervals. */
export function sizeCsv(results: readonly SizeResult[]): string {
  const number = (value: number | undefined): string =>
    value === undefined || Number.isNaN(value) ? "" : String(Number(value.toFixed(4)));
  const interval = (summary: SizeFigure | undefined): readonly string[] => [
    number(summary?.mean),
    number(summary === undefined ? undefined : summary.mean - summary.halfWidth),
    number(summary === undefined ? undefined : summary.mean + summary.halfWidth),
  ];
  const names = ["change", "difference", "hardest-hit-tenth", "losing-25-share", "in-deficit", "closed"];
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
    ...[row.change, row.difference, row.hardestHit, row.losingQuarter, row.inDeficit, row.closed].flatMap(interval),
  ]);
  return [head, ...lines].map((cells) => `${cells.join(",")}\n`).join("");
}
