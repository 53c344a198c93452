// Rows of a register that can be true but hardly are: far from the others for the people they have. They are taken, and told of with their
// line, so that whoever has the register can look: an amount with two noughts too many shows nowhere else.

import { numberIn, type RegisterLang, tell } from "./texts.ts";

/** What one enterprise earns, kroner a year, and where it stands. */
export interface DoubtedRow {
  readonly line: number;
  readonly participants: number;
  /** All streams, AFT included. */
  readonly revenueNok: number;
  readonly salesNok: number;
  /** Where its sales stand; undefined where the file does not have them. */
  readonly salesColumn?: number;
  readonly salesHeader?: string;
}

/** How many times the register's median is far outside, up and down. */
const farOutside = 20;
/** Fewer enterprises have no usual figure. */
const fewestRows = 3;
/** Rows that are told of before the rest is only counted. */
const mostTold = 20;

/**
 * Find the rows whose revenue or sales per participant are far from the register's median: more than 20 times of it, or revenue below a
 * twentieth of it. Few sales are no doubt: many enterprises have next to none.
 *
 * @param file its name in messages
 * @returns a line for each row in the order of the file, and one for how many are left out; none where nothing is far outside
 */
export function doubtsOf(file: string, rows: readonly DoubtedRow[], lang: RegisterLang): readonly string[] {
  const peopled = rows.filter(({ participants }) => participants > 0).toSorted((a, b) => a.line - b.line);
  const revenue = (row: DoubtedRow): number => row.revenueNok / row.participants;
  const sales = (row: DoubtedRow): number => row.salesNok / row.participants;
  const usualRevenue = medianOf(peopled.map(revenue).filter((nok) => nok > 0));
  const usualSales = medianOf(peopled.map(sales).filter((nok) => nok > 0));
  const found = peopled.flatMap((row): string[] => {
    const line = `${file}:${row.line}`;
    const ofSales = sales(row) / usualSales;
    if (ofSales > farOutside) {
      const column = row.salesColumn === undefined ? "" : `:${row.salesColumn}: ${row.salesHeader ?? ""}`;
      return [`${line}${column}: ${tell(lang, "muchSales", { times: numberIn(lang, Math.round(ofSales)) })}`];
    }
    const ofRevenue = revenue(row) / usualRevenue;
    if (ofRevenue > farOutside)
      return [`${line}: ${tell(lang, "muchRevenue", { times: numberIn(lang, Math.round(ofRevenue)) })}`];
    if (ofRevenue < 1 / farOutside)
      return [`${line}: ${tell(lang, "littleRevenue", { percent: numberIn(lang, 100 * ofRevenue) })}`];
    return [];
  });
  const more = found.length - mostTold;
  return more <= 0 ? found : [...found.slice(0, mostTold), `${file}: ${tell(lang, "moreDoubts", { n: more })}`];
}

/** The median; without enough values one that nothing is far from. */
function medianOf(values: readonly number[]): number {
  if (values.length < fewestRows) return Number.NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}
