// What happens to enterprises by size, as a table for a terminal, from the estimates of a run: the answer to "what does it do to the small ones?".

import type { Estimate, EstimatesFile } from "@tiltak/sim-core";
import type { Lang } from "../commands/texts.ts";
import { formatNumber, formatPercent, groupName } from "../i18n/index.ts";
import { table } from "../terminal.ts";
import { sayOf } from "./texts.ts";

const sizes = ["<5", "5-10", "10-20", "20-50", "50+"] as const;

/** Table of the change of revenue, deficits and closures by size class in the last year, a block for each scenario. */
export function sizeTable({ estimates }: EstimatesFile, counts: ReadonlyMap<string, number>, lang: Lang): string {
  const time = estimates.reduce((most, row) => Math.max(most, row.time), 0);
  const last = estimates.filter((row) => row.point === null && row.time === time);
  const scenarios = [...new Set(last.map(({ scenario }) => scenario))];
  const blocks = scenarios.map((scenario) => {
    const find = (measure: string, size: string | undefined, kind?: string): Estimate | undefined =>
      last.find(
        (row) =>
          row.scenario === scenario &&
          row.measure === measure &&
          row.group["enterprise-size"] === size &&
          row.group.kind === kind &&
          Object.keys(row.group).length === (size === undefined ? 0 : 1) + (kind === undefined ? 0 : 1),
      );
    const percent = (share: number | null | undefined): string =>
      share === null || share === undefined ? "–" : formatPercent(lang, share, 0);
    const line = (size: string | undefined): readonly string[] | undefined => {
      const count = size === undefined ? [...counts.values()].reduce((a, b) => a + b, 0) : (counts.get(size) ?? 0);
      const change = find("enterprise-revenue-change", size);
      if (count === 0 || change?.mean === null || change === undefined) return undefined;
      const { mean, halfWidth } = change;
      const interval = halfWidth === null ? "" : ` (${percent(mean - halfWidth)} ... ${percent(mean + halfWidth)})`;
      return [
        size === undefined ? sayOf(lang, "all") : groupName(lang, size),
        formatNumber(lang, count, 0),
        `${percent(mean)}${interval}`,
        percent(find("enterprise-revenue-change", size, "p10")?.mean),
        percent(find("enterprises-losing", size, "25")?.mean),
        formatNumber(lang, find("enterprises-in-deficit", size)?.mean ?? null, 1),
        formatNumber(lang, find("enterprises-closed", size)?.mean ?? null, 1),
      ];
    };
    const head = [
      `${scenario}, ${sayOf(lang, "size")}`,
      sayOf(lang, "count"),
      `${sayOf(lang, "meanChange")} (95 %)`,
      sayOf(lang, "worst"),
      sayOf(lang, "losingQuarter"),
      sayOf(lang, "expectedDeficit"),
      sayOf(lang, "expectedClosed"),
    ];
    const lines = [...sizes, undefined].flatMap((size) => {
      const cells = line(size);
      return cells === undefined ? [] : [cells];
    });
    return table([head, ...lines], new Set([1, 2, 3, 4, 5, 6]));
  });
  return `${blocks.join("\n\n")}\n${sayOf(lang, "risk")}`;
}
