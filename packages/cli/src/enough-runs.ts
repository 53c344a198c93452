// How far an interval can be trusted that rests on few draws, and how many runs would do. With two or three draws most of an interval's width
// is the price of not knowing the spread: the quantile of Student's t, not the spread itself. Such an interval is not shown as if it told
// something, and the number of runs that would do is worked out from the spread with the quantile that those runs will have.

import { chiSquareQuantile, studentTCdf, tHalfWidth, unitsNeeded } from "@tiltak/sim-core";
import { formatNumber, type Lang } from "./i18n/index.ts";

/** A mean with the half-width of its interval, over so many independent draws and runs. */
export interface KnownMean {
  readonly mean: number | null;
  readonly halfWidth: number | null;
  readonly n: number;
  readonly runs: number;
}

/** A difference whose interval holds together with those of its family. */
export interface JointMean extends KnownMean {
  readonly jointHalfWidth: number | null;
}

/** The level of all intervals. */
const level = 0.95;
/** Below so many draws the width of an interval is mostly the price of not knowing the spread. */
export const fewDraws = 10;
/** More runs than anybody makes. */
export const mostRuns = 1_000_000;
/** Replications that give usable intervals, and enough draws to say what drives an answer. */
export const enoughReplications = 24;

/** Standard deviation of one draw; NaN where it is not known. */
function spreadOf({ halfWidth, n }: KnownMean): number {
  return halfWidth === null || n < 2 ? Number.NaN : (halfWidth / tHalfWidth(1, n - 1, level)) * Math.sqrt(n);
}

/** Chance that the spread is below its upper limit. */
const confidence = 0.9;

/** How much larger the spread may well be than it was seen in few draws: its upper 90 % limit (chi-square) over what was seen; 1 from ten draws on. */
function mayBeLarger(n: number): number {
  return n < 2 || n >= fewDraws ? 1 : Math.sqrt((n - 1) / chiSquareQuantile(1 - confidence, n - 1));
}

/** A forecast of runs: by the spread as it was seen, and by its upper limit where it was seen in few draws. */
export interface RunsForecast {
  readonly low: number;
  readonly high: number;
}

/** Runs that one draw has. */
function perDraw({ n, runs }: Pick<KnownMean, "n" | "runs">): number {
  return n > 0 ? Math.max(1, Math.round(runs / n)) : 1;
}

/** The level at which a joint interval stands by itself, so that it holds with its family. */
function ownLevel({ halfWidth, jointHalfWidth, n }: JointMean): number {
  if (halfWidth === null || jointHalfWidth === null || halfWidth <= 0 || n < 2) return level;
  const standardErrors = jointHalfWidth / (halfWidth / tHalfWidth(1, n - 1, level));
  return Math.min(1 - 2 * studentTCdf(-standardErrors, n - 1), 1 - 1e-12);
}

/**
 * Forecast how many more runs tell a difference from none, if its mean and spread stay as they are.
 *
 * @returns 0 when it is told already; Infinity for a mean of 0 or an unknown spread
 */
export function moreRunsToTell(row: JointMean): RunsForecast {
  const spread = spreadOf(row);
  const { mean, n } = row;
  if (spread === 0 && mean !== null && mean !== 0) return { low: 0, high: 0 };
  if (mean === null || mean === 0 || !(spread > 0))
    return { low: Number.POSITIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const more = (of: number): number => Math.max(0, unitsNeeded(of, Math.abs(mean), ownLevel(row)) - n) * perDraw(row);
  return { low: more(spread), high: more(spread * mayBeLarger(n)) };
}

/** Forecast how many runs in all give a half-width, each interval by itself; Infinity where the spread is not known. */
export function runsForHalfWidth(figure: KnownMean, halfWidth: number): RunsForecast {
  const spread = spreadOf(figure);
  const runs = (of: number): number => unitsNeeded(of, halfWidth, level) * perDraw(figure);
  return { low: runs(spread), high: runs(spread * mayBeLarger(figure.n)) };
}

/**
 * Write a forecast of runs: one number, or from which to which.
 *
 * @param least what is needed in any case, before a spread can be relied on
 */
export function formatForecast(lang: Lang, { low, high }: RunsForecast, least: number): string {
  const nb = lang === "nb";
  const from = Math.max(low, least);
  if (high <= from) return `${nb ? "omtrent" : "about"} ${formatRuns(lang, from)}`;
  return high > mostRuns
    ? `${nb ? "minst" : "at least"} ${formatRuns(lang, from)}`
    : `${nb ? "fra" : "from"} ${formatRuns(lang, from)} ${nb ? "til" : "to"} ${formatRuns(lang, high)}`;
}

/** Write a number of runs as a forecast: two digits, and even. */
export function formatRuns(lang: Lang, runs: number): string {
  let unit = 2;
  while (runs / unit >= 100) unit = unit === 2 ? 10 : unit * 10;
  return formatNumber(lang, Math.ceil(runs / unit) * unit);
}

/**
 * Warn of intervals that rest on few draws.
 *
 * @param row a headline row of the study
 * @param family how many intervals hold together
 * @returns one or two sentences; empty where the draws are enough, or too few for any interval
 */
export function fewDrawsWarning(lang: Lang, { n, runs }: Pick<KnownMean, "n" | "runs">, family: number): string {
  if (n < 2 || n >= fewDraws) return "";
  const wide = (draws: number): number =>
    tHalfWidth(1 / Math.sqrt(draws), draws - 1, 1 - (1 - level) / Math.max(family, 1));
  const draws = Math.max(2, Math.ceil(enoughReplications / perDraw({ n, runs })));
  const factor = formatNumber(lang, wide(n) / wide(draws), wide(n) / wide(draws) < 3 ? 1 : 0);
  const ran = formatNumber(lang, runs);
  return lang === "nb"
    ? `Bare ${ran} kjøringer (${formatNumber(lang, n)} uavhengige trekninger): et felles intervall er omtrent ${factor} ganger så bredt som ${enoughReplications} kjøringer ventes å gi, fordi spredningen selv er anslått av så få. Bruk svaret som en prøve, ikke som et funn.`
    : `Only ${ran} runs (${formatNumber(lang, n)} independent draws): a joint interval is about ${factor} times as wide as ${enoughReplications} runs are expected to give, since the spread itself is estimated from so few. Take the answer as a trial, not as a finding.`;
}
