// Two kinds of uncertainty in one table: the share of parameters and of chance in each headline measure, and what more draws or more runs
// of each draw would bring.

import type { VarianceShare } from "@tiltak/sim-core";
import { formatWithError, measureName } from "../i18n/index.ts";
import { table } from "../terminal.ts";
import { saySweep } from "./sweep-texts.ts";
import type { Lang } from "./texts.ts";

/** Write variance shares as a table, one block for each scenario or difference. */
export function sharesTable(shares: readonly VarianceShare[], lang: Lang): string {
  const titleOf = ({ scenario, against }: VarianceShare): string =>
    against === null ? scenario : `${scenario} - ${against}`;
  const blocks = [...new Set(shares.map(titleOf))].map((title) => {
    const rows = shares
      .filter((share) => titleOf(share) === title)
      .map((share) => [
        measureName(lang, share.measure),
        percent(share.parameters, lang),
        percent(share.chance, lang),
        factor(twiceDraws, lang),
        factor(twiceRuns(share), lang),
      ]);
    const head = [
      title,
      saySweep(lang, "parameters"),
      saySweep(lang, "chance"),
      saySweep(lang, "twiceDraws"),
      saySweep(lang, "twiceRuns"),
    ];
    return table([head, ...rows], new Set([1, 2, 3, 4]));
  });
  return `${saySweep(lang, "shares")}\n${blocks.join("\n\n")}`;
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

function percent(share: VarianceShare["parameters"], lang: Lang): string {
  if (!Number.isFinite(share.share)) return "-";
  const text = (x: number): string => formatWithError(lang, 100 * x, 1);
  const interval = Number.isFinite(share.low) && Number.isFinite(share.high);
  return `${text(share.share)} %${interval ? ` (${text(share.low)}-${text(share.high)})` : ""}`;
}
