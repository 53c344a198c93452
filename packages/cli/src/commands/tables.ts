// Tables of estimates and differences for a terminal: the headline family first, numbers with the digits that their error allows.

import {
  type Difference,
  type Estimate,
  type EstimatesFile,
  formatDifferencesCsv,
  formatEstimatesCsv,
} from "@tiltak/sim-core";
import type { HasParameters } from "../enterprises/asked.ts";
import { isHidden } from "../enterprises/small-estimates.ts";
import { sayOf } from "../enterprises/texts.ts";
import { headlineMembers, isOfMember, memberName } from "../headline.ts";
import { formatShareOfRuns } from "../i18n/index.ts";
import {
  errorOf,
  headlineDifference,
  headlineValue,
  levelOf,
  possibleLevels,
  tellsNothing,
} from "../report/verdict.ts";
import { table } from "../terminal.ts";
import { type Begins, measureKind, timeName, yearEnding } from "../times.ts";
import { type Lang, say } from "./texts.ts";

const fewestForRange = 20;

/** A scenario that was run, and when it began where that is known. */
type Run = HasParameters & Partial<Begins>;

/** "last year 2036" of the table's times; without the year where the start is not known. */
function lastYear(lang: Lang, scenarios: readonly Run[], rows: readonly { readonly time: number }[]): string {
  const start = scenarios[0]?.start;
  const time = rows.reduce((most, row) => Math.max(most, row.time), 0);
  return start === undefined ? say(lang, "lastYear") : `${say(lang, "lastYear")}, ${yearEnding({ start }, time)}`;
}

/** Name a row: what is no flow of the last year has its date. */
function rowName(lang: Lang, scenarios: readonly Run[], row: Estimate | Difference): string {
  const start = scenarios[0]?.start;
  const name = memberName(lang, row);
  if (start === undefined || measureKind(row.measure) === "flow") return name;
  return `${name} (${timeName({ start }, row.measure, row.time, lang)})`;
}

function headline<Row extends Estimate | Difference>(
  rows: readonly Row[],
  scenarios: readonly HasParameters[],
): readonly Row[] {
  const time = rows.reduce((most, row) => Math.max(most, row.time), 0);
  return headlineMembers(scenarios).flatMap((member) =>
    rows.filter((row) => row.point === null && row.time === time && isOfMember(row, member)),
  );
}

/**
 * Write the table of the headline levels of every scenario in the last year.
 *
 * @param scenarios those that were run, which decide what belongs to the headline
 */
export function levelsTable(estimates: EstimatesFile, lang: Lang, scenarios: readonly Run[]): string {
  const ids = [...new Set(estimates.estimates.map(({ scenario }) => scenario))];
  const blocks = ids.map((id) => {
    const rows = headline(
      estimates.estimates.filter(({ scenario }) => scenario === id),
      scenarios,
    );
    const cells = rows.map((row) => [
      rowName(lang, scenarios, row),
      isHidden(row) ? "<5" : headlineValue(lang, row.measure, row.mean, errorOf(row)),
      interval(headlineValue, lang, row.measure, row.mean, row.halfWidth, possibleLevels(row.measure)),
      // Fewer runs do not say where the outer twentieths lie.
      row.runs < fewestForRange ? "-" : range(headlineValue, lang, row.measure, row.p05, row.p95, errorOf(row)),
    ]);
    const head = [
      `${id} (${lastYear(lang, scenarios, rows)})`,
      say(lang, "mean"),
      say(lang, "interval95"),
      say(lang, "range90"),
    ];
    return table([head, ...cells], new Set([1, 2, 3]));
  });
  return blocks.join("\n\n");
}

/**
 * Write the table of the headline differences in the last year.
 *
 * @param scenarios those that were run, which decide what belongs to the headline
 */
export function differencesTable(estimates: EstimatesFile, lang: Lang, scenarios: readonly Run[]): string {
  const pairs = [...new Set(estimates.differences.map(({ a, b }) => `${b} - ${a}`))];
  const blocks = pairs.map((pair) => {
    const rows = headline(
      estimates.differences.filter(({ a, b }) => `${b} - ${a}` === pair),
      scenarios,
    );
    const cells = rows.map((row) => [
      rowName(lang, scenarios, row),
      headlineDifference(
        lang,
        row.measure,
        tellsNothing(row, levelOf({ estimates }, row)) ? null : row.mean,
        errorOf(row),
      ),
      tellsNothing(row, levelOf({ estimates }, row))
        ? sayOf(lang, "tooWide")
        : interval(headlineDifference, lang, row.measure, row.mean, row.jointHalfWidth),
      formatShareOfRuns(lang, row.probabilityAbove0, row.runs),
    ]);
    const head = [
      `${pair} (${lastYear(lang, scenarios, rows)})`,
      say(lang, "difference"),
      say(lang, "jointInterval"),
      say(lang, "above0"),
    ];
    return table([head, ...cells], new Set([1, 2, 3]));
  });
  return blocks.join("\n\n");
}

function interval(
  write: typeof headlineValue,
  lang: Lang,
  measure: string,
  mean: number | null,
  halfWidth: number | null,
  [least, most]: readonly [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
): string {
  if (mean === null || halfWidth === null) return "-";
  return range(write, lang, measure, Math.max(mean - halfWidth, least), Math.min(mean + halfWidth, most), halfWidth);
}

function range(
  write: typeof headlineValue,
  lang: Lang,
  measure: string,
  low: number | null,
  high: number | null,
  error: number | null,
): string {
  if (low === null || high === null) return "-";
  const size = Math.max(Math.abs(low), Math.abs(high));
  return `${write(lang, measure, low, error, size)} ... ${write(lang, measure, high, error, size)}`;
}

/** All rows as comma-separated values: the levels, then the differences when there are any. */
export function allRowsCsv(estimates: EstimatesFile): string {
  const levels = formatEstimatesCsv(estimates);
  return estimates.differences.length === 0 ? levels : `${levels}\n${formatDifferencesCsv(estimates)}`;
}
