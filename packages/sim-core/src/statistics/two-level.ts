// Two kinds of uncertainty in one sample: draws of the parameters (what we do not know) and, within each draw, runs that
// differ by chance alone. Values stand in replication order: run r belongs to draw floor(r / runsPerDraw).
// Draw means are the independent units of every interval; the split of the variance is the random-effects decomposition.

import { exp, log, studentTQuantile } from "../foundation/math.ts";
import { requireCount, requireLevel, StatisticsError } from "./errors.ts";
import { definedValues, mean, sumOf, varianceAround } from "./moments.ts";

/** A share of the variance with its two-sided interval; all in [0, 1], NaN where it cannot be told. */
export interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** The variance of one run, split into what parameters and what chance contribute. */
export interface VarianceComponents {
  readonly method: "random-effects anova, jackknife over draws";
  /** Draws with at least one defined run. */
  readonly draws: number;
  /** Defined runs. */
  readonly runs: number;
  /** Estimated variance between draws; never below 0. */
  readonly parameterVariance: number;
  /** Estimated variance within draws. */
  readonly chanceVariance: number;
  readonly parameters: Share;
  readonly chance: Share;
  readonly level: number;
}

/**
 * Average the defined runs of each draw. The answer has one number for each draw, NaN for a draw without a defined run.
 *
 * @throws StatisticsError `statistics-ragged-draws` when the runs do not fill whole draws.
 */
export function drawMeans(values: ArrayLike<number>, runsPerDraw: number): Float64Array {
  const draws = numberOfDraws(values, runsPerDraw);
  const out = new Float64Array(draws);
  for (let d = 0; d < draws; d += 1) out[d] = mean(runsOfDraw(values, runsPerDraw, d));
  return out;
}

/**
 * Split the variance of one run into parameters and chance by the random-effects analysis of variance (Searle, Casella and
 * McCulloch 1992, ch. 3; unequal numbers of defined runs are allowed for). A negative estimate between draws is
 * reported as 0. The intervals come from the jackknife of log(mean square between / mean square within), leaving out
 * one draw at a time (Arvesen and Schmitz 1970), because effects of parameters are seldom normal.
 * Shares are NaN with fewer than three draws, without a draw of two runs, or when nothing varies.
 *
 * Draws (1, 3), (5, 7), (9, 11): mean square between 32, within 2, so parameters 15, chance 2, share 15 / 17.
 */
export function varianceComponents(values: ArrayLike<number>, runsPerDraw: number, level: number): VarianceComponents {
  requireLevel(level);
  const table = drawTable(values, runsPerDraw);
  const whole = meanSquares(table, -1);
  const draws = table.count.length;
  const parameterVariance = Math.max(0, (whole.between - whole.within) / whole.effectiveRuns);
  const share = parameterVariance / (parameterVariance + whole.within);
  const interval = draws < 3 ? undefined : jackknifeShare(table, whole, level);
  const [low, high] = interval ?? [Number.NaN, Number.NaN];
  const known = !Number.isNaN(low) && !Number.isNaN(share);
  const parameters: Share = known ? { share, low, high } : { share: Number.NaN, low: Number.NaN, high: Number.NaN };
  return {
    method: "random-effects anova, jackknife over draws",
    draws,
    runs: sumOf(table.count),
    parameterVariance,
    chanceVariance: whole.within,
    parameters,
    chance: { share: 1 - parameters.share, low: 1 - parameters.high, high: 1 - parameters.low },
    level,
  };
}

/**
 * Forecast the half-width of the mean with `draws` draws of `runsPerDraw` runs each: what more points or more runs would
 * bring. Uses Var = parameterVariance / draws + chanceVariance / (draws x runsPerDraw) and draws - 1 degrees of freedom.
 */
export function forecastHalfWidth(
  components: Pick<VarianceComponents, "parameterVariance" | "chanceVariance">,
  draws: number,
  runsPerDraw: number,
  level: number,
): number {
  requireCount(draws, 2, "the number of draws");
  requireCount(runsPerDraw, 1, "the number of runs in a draw");
  requireLevel(level);
  const variance = (components.parameterVariance + components.chanceVariance / runsPerDraw) / draws;
  return Math.sqrt(variance) * studentTQuantile(1 - (1 - level) / 2, draws - 1);
}

interface DrawTable {
  readonly count: Float64Array;
  /** Mean of the draw less the grand mean, so that sums of squares cancel little. */
  readonly centred: Float64Array;
  /** Sum of squares within the draw. */
  readonly within: Float64Array;
}

interface MeanSquares {
  readonly between: number;
  readonly within: number;
  /** Runs in a draw as the analysis of variance sees them: equal to runsPerDraw when all are defined. */
  readonly effectiveRuns: number;
}

function numberOfDraws(values: ArrayLike<number>, runsPerDraw: number): number {
  requireCount(runsPerDraw, 1, "the number of runs in a draw");
  if (values.length % runsPerDraw !== 0) {
    throw new StatisticsError(
      "statistics-ragged-draws",
      `${values.length} runs do not fill whole draws of ${runsPerDraw}; an undefined run is NaN, not absent`,
      { runs: values.length, runsPerDraw },
    );
  }
  return values.length / runsPerDraw;
}

function runsOfDraw(values: ArrayLike<number>, runsPerDraw: number, draw: number): number[] {
  const out: number[] = [];
  for (let i = draw * runsPerDraw; i < (draw + 1) * runsPerDraw; i += 1) out.push(values[i]);
  return out;
}

function drawTable(values: ArrayLike<number>, runsPerDraw: number): DrawTable {
  const draws = numberOfDraws(values, runsPerDraw);
  const grand = mean(values);
  const count: number[] = [];
  const centred: number[] = [];
  const within: number[] = [];
  for (let d = 0; d < draws; d += 1) {
    const runs = definedValues(runsOfDraw(values, runsPerDraw, d));
    if (runs.length === 0) continue;
    const drawMean = sumOf(runs) / runs.length;
    count.push(runs.length);
    centred.push(drawMean - grand);
    within.push(runs.length < 2 ? 0 : varianceAround(runs, drawMean) * (runs.length - 1));
  }
  return { count: Float64Array.from(count), centred: Float64Array.from(centred), within: Float64Array.from(within) };
}

interface Sums {
  readonly draws: number;
  readonly runs: number;
  readonly runsSquared: number;
  readonly first: number;
  readonly second: number;
  readonly within: number;
}

function sumsOf(table: DrawTable): Sums {
  const { count, centred } = table;
  return {
    draws: count.length,
    runs: sumOf(count),
    runsSquared: sumOf(count.map((n) => n * n)),
    first: sumOf(centred.map((c, d) => count[d] * c)),
    second: sumOf(centred.map((c, d) => count[d] * c * c)),
    within: sumOf(table.within),
  };
}

function meanSquares(table: DrawTable, without: number, sums: Sums = sumsOf(table)): MeanSquares {
  const left = without >= 0;
  const n = left ? table.count[without] : 0;
  const c = left ? table.centred[without] : 0;
  const draws = sums.draws - (left ? 1 : 0);
  const runs = sums.runs - n;
  const first = sums.first - n * c;
  const second = sums.second - n * c * c;
  const within = sums.within - (left ? table.within[without] : 0);
  if (draws < 2 || runs - draws < 1) return { between: Number.NaN, within: Number.NaN, effectiveRuns: Number.NaN };
  return {
    between: Math.max(0, second - (first * first) / runs) / (draws - 1),
    within: Math.max(0, within) / (runs - draws),
    effectiveRuns: (runs - (sums.runsSquared - n * n) / runs) / (draws - 1),
  };
}

function jackknifeShare(table: DrawTable, whole: MeanSquares, level: number): [number, number] {
  if (Number.isNaN(whole.within) || (whole.between === 0 && whole.within === 0)) return [Number.NaN, Number.NaN];
  if (whole.within === 0) return [1, 1];
  const sums = sumsOf(table);
  const draws = table.count.length;
  const logRatio = log(whole.between / whole.within);
  const pseudo = new Float64Array(draws);
  for (let d = 0; d < draws; d += 1) {
    const rest = meanSquares(table, d, sums);
    // One draw alone holds all the spread between or within: the data cannot bound the share.
    if (!(rest.between > 0 && rest.within > 0)) return [0, 1];
    pseudo[d] = draws * logRatio - (draws - 1) * log(rest.between / rest.within);
  }
  const centre = sumOf(pseudo) / draws;
  const halfWidth =
    Math.sqrt(varianceAround(pseudo, centre) / draws) * studentTQuantile(1 - (1 - level) / 2, draws - 1);
  const shareAt = (logF: number): number => {
    const f = exp(logF);
    if (f === Number.POSITIVE_INFINITY) return 1;
    return Math.max(0, (f - 1) / (f - 1 + whole.effectiveRuns));
  };
  return [shareAt(centre - halfWidth), shareAt(centre + halfWidth)];
}
