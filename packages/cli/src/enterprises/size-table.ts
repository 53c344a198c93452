// The table of enterprises by size, for a terminal and as CSV.

import type { Summary } from "@tiltak/sim-core";
import type { Lang } from "../commands/texts.ts";
import { formatNumber, formatPercent, groupName } from "../i18n/index.ts";
import { table } from "../terminal.ts";
import type { SizeResult } from "./by-size.ts";
import { sayOf } from "./texts.ts";

/** Write the table for a terminal, a block for each scenario. */
export function sizeTable(results: readonly SizeResult[], lang: Lang): string {
  const percent = (share: number): string => (Number.isNaN(share) ? "–" : formatPercent(lang, share, 0));
  const withInterval = ({ mean, halfWidth }: Summary): string =>
    Number.isNaN(halfWidth)
      ? percent(mean)
      : `${percent(mean)} (${percent(mean - halfWidth)} ... ${percent(mean + halfWidth)})`;
  const scenarios = [...new Set(results.map(({ scenario }) => scenario))];
  const blocks = scenarios.map((scenario, s) => {
    const head = [
      `${scenario}, ${sayOf(lang, "size")}`,
      sayOf(lang, "count"),
      `${sayOf(lang, "meanChange")} (95 %)`,
      ...(s === 0 ? [] : [`${sayOf(lang, "against", { a: scenarios[0] ?? "" })} (95 %)`]),
      sayOf(lang, "worst"),
      sayOf(lang, "losingQuarter"),
      sayOf(lang, "expectedDeficit"),
      sayOf(lang, "expectedClosed"),
    ];
    const lines = results
      .filter((row) => row.scenario === scenario)
      .map((row) => [
        rowName(row.row, lang),
        formatNumber(lang, row.enterprises, 0),
        withInterval(row.change),
        ...(row.difference === undefined ? [] : [withInterval(row.difference)]),
        percent(row.hardestHit.mean),
        percent(row.losingQuarter.mean),
        formatNumber(lang, row.inDeficit.mean, 1),
        formatNumber(lang, row.closed.mean, 1),
      ]);
    return table([head, ...lines], new Set([1, 2, 3, 4, 5, 6, 7]));
  });
  return `${blocks.join("\n\n")}\n${sayOf(lang, "risk")}`;
}

function rowName(row: string, lang: Lang): string {
  if (row === "all") return sayOf(lang, "all");
  return row === "<10" ? sayOf(lang, "belowTen") : groupName(lang, row);
}

/** Write the table as CSV: shares and numbers with their intervals. */
export function sizeCsv(results: readonly SizeResult[]): string {
  const number = (value: number | undefined): string =>
    value === undefined || Number.isNaN(value) ? "" : String(Number(value.toFixed(4)));
  const interval = (summary: Summary | undefined): readonly string[] => [
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
