// What a difference in net public cost is over all years, beside that of the last one: a change that costs most while it is under way, as a move of
// places does, is not seen in its last year.

import type { Difference } from "@tiltak/sim-core";
import { beginsAt, type ChartInput } from "../charts/index.ts";
import { type HeadlineMember, isOfMember } from "../headline.ts";
import { formatKroner } from "../i18n/index.ts";
import { yearEnding, yearsBetweenTimes } from "../times.ts";

/** How much larger than that of the last year the greatest yearly difference is before it is told. */
const muchLarger = 1.5;

const netPublicCost: HeadlineMember = { measure: "net-public-cost", group: {} };

/** A difference in net public cost, all years together, and the year in which it is greatest. */
export interface CostOverTime {
  readonly sum: number;
  /** At most so: the sum of the years' half-widths. Null where a year has none. */
  readonly halfWidth: number | null;
  readonly greatest: { readonly time: number; readonly mean: number; readonly halfWidth: number | null };
  /** The difference in the pair's own year, the last. */
  readonly last: number;
}

/**
 * Add up the yearly differences of net public cost, as far as a pair's last time.
 *
 * @returns undefined where the run lacks a year, or has a single one
 */
export function costOverTime({ estimates }: Pick<ChartInput, "estimates">, pair: Difference): CostOverTime | undefined {
  const rows = estimates.differences.filter(
    (row) =>
      row.a === pair.a &&
      row.b === pair.b &&
      row.point === null &&
      isOfMember(row, netPublicCost) &&
      row.time > 0 &&
      row.time <= pair.time,
  );
  if (rows.length < 2 || rows.length < Math.floor(pair.time)) return undefined;
  let sum = 0;
  let halfWidth: number | null = 0;
  let last = 0;
  let greatest: CostOverTime["greatest"] | undefined;
  for (const { time, mean, halfWidth: half } of rows) {
    if (mean === null) return undefined;
    sum += mean;
    if (time === pair.time) last = mean;
    halfWidth = half === null || halfWidth === null ? null : halfWidth + half;
    if (greatest === undefined || Math.abs(mean) > Math.abs(greatest.mean)) greatest = { time, mean, halfWidth: half };
  }
  return greatest === undefined ? undefined : { sum, halfWidth, greatest, last };
}

/**
 * Say what the cost is over all years, and in which year it differs most; empty where the last year tells as much.
 *
 * @param pair the difference of the last year, of any measure
 */
export function costOverTimeSentence(input: ChartInput, pair: Difference): string {
  const { lang } = input;
  const found = costOverTime(input, pair);
  if (found === undefined) return "";
  const { sum, halfWidth, greatest, last } = found;
  const isClear = greatest.halfWidth !== null && Math.abs(greatest.mean) > greatest.halfWidth;
  if (!isClear || greatest.time === pair.time || Math.abs(greatest.mean) < muchLarger * Math.abs(last)) return "";
  const nb = lang === "nb";
  const word = (value: number): string => (value < 0 ? (nb ? "lavere" : "lower") : nb ? "høyere" : "higher");
  const amount = (value: number, error: number): string => {
    const [size, half] = [value, error].map((nok) => formatKroner(lang, Math.abs(nok), error, Math.abs(value)));
    return `${size} ${word(value)} (± ${half})`;
  };
  const run = beginsAt(input);
  const years = yearsBetweenTimes(run, 1, pair.time);
  const year = yearEnding(run, greatest.time);
  const most = amount(greatest.mean, greatest.halfWidth ?? 0);
  const whole =
    halfWidth !== null && Math.abs(sum) > halfWidth
      ? nb
        ? `i ${years} til sammen er den ${amount(sum, halfWidth)}`
        : `over ${years} together it is ${amount(sum, halfWidth)}`
      : nb
        ? `summen av ${years} er for usikker til å si om den er høyere eller lavere`
        : `the sum of ${years} is too uncertain to say whether it is higher or lower`;
  return nb
    ? `Siste år er ikke typisk: netto offentlig utgift skiller seg mest i ${year}, ${most}; ${whole}. Disse intervallene gjelder hver for seg (utforskende).`
    : `The last year is not typical: net public cost differs most in ${year}, ${most}; ${whole}. These intervals each hold by themselves (exploratory).`;
}
