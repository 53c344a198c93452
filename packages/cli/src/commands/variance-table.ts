// Two kinds of uncertainty in one table: the share of parameters and of chance in each headline measure, for a sweep also split over the points
// of its design, and what more points, draws or runs would bring.

import { forecastMeanVariance, type Share, type VarianceShare } from "@tiltak/sim-core";
import { memberName } from "../headline.ts";
import { formatWithError } from "../i18n/index.ts";
import { table } from "../terminal.ts";
import { saySweep } from "./sweep-texts.ts";
import type { Lang } from "./texts.ts";

/** Write variance shares as a table, one block for each scenario or difference. */
export function sharesTable(shares: readonly VarianceShare[], lang: Lang): string {
  const titleOf = ({ scenario, against }: VarianceShare): string =>
    against === null ? scenario : `${scenario} - ${against}`;
  const sweep = shares.some(({ overDesign }) => overDesign !== null);
  const blocks = [...new Set(shares.map(titleOf))].map((title) => {
    const own = shares.filter((share) => titleOf(share) === title);
    const rows = own.map((share) => [
      memberName(lang, share),
      ...(sweep ? designCells(share, lang) : plainCells(share, lang)),
    ]);
    const words = sweep ? designHead : plainHead;
    const head = [title, ...words.map((word) => saySweep(lang, word))];
    return table([head, ...rows], new Set(words.map((_, i) => i + 1)));
  });
  const notes = sweep ? `\n\n${saySweep(lang, "pointsAsSample")}` : "";
  return `${saySweep(lang, "shares")}\n${blocks.join("\n\n")}${notes}`;
}

const plainHead = ["parameters", "chance", "twiceDraws", "twiceRuns"] as const;
const designHead = ["design", "otherParameters", "chance", "twicePoints", "twiceDraws", "twiceRuns"] as const;

function plainCells(share: VarianceShare, lang: Lang): string[] {
  return [
    percent(share.parameters, lang),
    percent(share.chance, lang),
    factor(twiceDraws, lang),
    factor(twiceRuns(share), lang),
  ];
}

/** Shares over a design, and the factor on the half-width of the mean over the space. */
function designCells({ overDesign, chance }: VarianceShare, lang: Lang): string[] {
  if (overDesign === null) return ["-", "-", percent(chance, lang), "-", "-", "-"];
  const { design, others, variances, points, draws, runsPerDraw } = overDesign;
  const now = { points, draws, runsPerDraw };
  const ratio = (more: Partial<typeof now>): number =>
    Math.sqrt(forecastMeanVariance(variances, { ...now, ...more }) / forecastMeanVariance(variances, now));
  // At fixed parameters a run is a draw of chance: more of either are the same.
  const fixed = runsPerDraw === 1;
  return [
    percent(design, lang),
    fixed ? "-" : percent(others, lang),
    percent(chance, lang),
    factor(ratio({ points: 2 * points }), lang),
    factor(ratio({ draws: 2 * draws }), lang),
    fixed ? "-" : factor(ratio({ runsPerDraw: 2 * runsPerDraw }), lang),
  ];
}

/** A half-width goes down with the square root of the number of draws. */
const twiceDraws = Math.SQRT1_2;

/** Four runs of each draw in place of two leave the part of the parameters as it is and halve that of chance. */
function twiceRuns({ parameterVariance, chanceVariance }: VarianceShare): number {
  const now = Math.max(parameterVariance, 0) + chanceVariance / 2;
  return Math.sqrt((Math.max(parameterVariance, 0) + chanceVariance / 4) / now);
}

function factor(value: number, lang: Lang): string {
  return Number.isFinite(value) ? `x ${formatWithError(lang, value, 0.01)}` : "-";
}

function percent(share: Share, lang: Lang): string {
  if (!Number.isFinite(share.share)) return "-";
  const text = (x: number): string => formatWithError(lang, 100 * x, 1);
  const interval = Number.isFinite(share.low) && Number.isFinite(share.high);
  return `${text(share.share)} %${interval ? ` (${text(share.low)}-${text(share.high)})` : ""}`;
}
