// What finding out is worth: the gain from choosing a policy after learning something, over choosing now. Payoffs are in one unit
// and more is better. `payoffs[d][i]` is what decision d brings in draw i of the parameters, averaged over its chance runs: what is
// left of chance in it inflates the value of perfect information, but not the values by regression.

import { mean } from "../statistics/index.ts";
import { AnalysisError } from "./errors.ts";
import { type ExplainingColumn, smoother } from "./smoother.ts";

/** A value of information with its standard error, in the unit of the payoffs, for one decision made once. */
export interface InformationValue {
  readonly method: "perfect information" | "regression (strong, oakley and brennan 2014)";
  /** Draws used. */
  readonly n: number;
  /** Draws left out because a payoff was undefined. */
  readonly undefinedDraws: number;
  readonly value: number;
  /** By the jackknife that leaves out a tenth of the draws at a time. */
  readonly standardError: number;
  /** The decision that is chosen now. */
  readonly decisionNow: number;
  /** Share of draws in which the information would change the decision. */
  readonly changesDecision: number;
}

/**
 * Compute the expected value of perfect information: the mean over draws of the best payoff, less the best mean payoff. Payoffs
 * (0, 0) and (-1, 3): 0 on average now is beaten by 1, and perfect information by 0.5 more.
 *
 * @throws AnalysisError `analysis-payoffs` for fewer than two decisions, unequal lengths, or fewer than 20 defined draws
 */
export function evpi(payoffs: readonly ArrayLike<number>[]): InformationValue {
  return informationValue("perfect information", payoffs, (kept) => kept);
}

/**
 * Estimate the expected value of knowing one or several parameters exactly (EVPPI): payoffs are smoothed over the
 * parameters' values, and the best fitted payoff in each draw is averaged (Strong, Oakley and Brennan 2014).
 *
 * @throws AnalysisError as `evpi`, and `analysis-columns` when a column does not fit the draws
 */
export function evppi(
  payoffs: readonly ArrayLike<number>[],
  parameters: readonly ExplainingColumn[],
): InformationValue {
  return informationValue("regression (strong, oakley and brennan 2014)", payoffs, (kept, rows) => {
    const fitter = smoother(parameters.map((column) => rowsOf(column, rows)));
    // Smoothing differences from the first decision halves the work and loses nothing: a shared part decides nothing.
    const base = kept[0];
    return kept.map((own, d) =>
      d === 0 ? new Float64Array(rows.length) : fitter.fit(own.map((payoff, i) => payoff - base[i])),
    );
  });
}

/**
 * Estimate the expected value of data that are still to be gathered (EVSI): for each draw, simulate the data that its
 * parameters would bring and reduce them to summary statistics; those take the parameters' place (Strong, Oakley, Brennan and
 * Breeze 2015). It is at most the EVPPI of the parameters that the data speak of, up to error.
 *
 * @throws AnalysisError as `evppi`
 */
export function evsi(
  payoffs: readonly ArrayLike<number>[],
  dataSummaries: readonly ExplainingColumn[],
): InformationValue {
  return evppi(payoffs, dataSummaries);
}

type Fit = (payoffs: readonly Float64Array[], rows: readonly number[]) => readonly Float64Array[];

function informationValue(
  method: InformationValue["method"],
  payoffs: readonly ArrayLike<number>[],
  fit: Fit,
): InformationValue {
  const draws = payoffs[0]?.length ?? 0;
  if (payoffs.length < 2 || payoffs.some((p) => p.length !== draws)) {
    throw new AnalysisError("analysis-payoffs", "two or more decisions are needed, with as many payoffs for each", {
      lengths: payoffs.map((p) => p.length),
    });
  }
  const rows: number[] = [];
  for (let i = 0; i < draws; i += 1) if (payoffs.every((p) => Number.isFinite(p[i]))) rows.push(i);
  if (rows.length < 20) {
    throw new AnalysisError("analysis-payoffs", `${rows.length} defined draws are too few; at least 20 are needed`, {
      draws: rows.length,
    });
  }
  const evaluate = (kept: readonly number[]): { value: number; decisionNow: number; changes: number } => {
    const fitted = fit(
      payoffs.map((p) => Float64Array.from(kept, (i) => p[i])),
      kept,
    );
    const means = fitted.map((f) => mean(f));
    const decisionNow = means.reduce((best, m, d) => (m > means[best] ? d : best), 0);
    const gains = new Float64Array(kept.length);
    let changes = 0;
    for (let i = 0; i < kept.length; i += 1) {
      const best = Math.max(...fitted.map((f) => f[i]));
      gains[i] = best - fitted[decisionNow][i];
      if (gains[i] > 0) changes += 1;
    }
    return { value: mean(gains), decisionNow, changes: changes / kept.length };
  };
  const whole = evaluate(rows);
  const groups = 10;
  const left = Array.from({ length: groups }, (_, g) => evaluate(rows.filter((_, k) => k % groups !== g)).value);
  const centre = mean(left);
  const squares = left.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
  return {
    method,
    n: rows.length,
    undefinedDraws: draws - rows.length,
    value: whole.value,
    standardError: Math.sqrt(((groups - 1) / groups) * squares),
    decisionNow: whole.decisionNow,
    changesDecision: whole.changes,
  };
}

function rowsOf(column: ExplainingColumn, rows: readonly number[]): ExplainingColumn {
  const longest = rows[rows.length - 1];
  if (column.values.length <= longest) {
    throw new AnalysisError(
      "analysis-columns",
      `a column of ${column.values.length} rows does not fit ${longest + 1} draws`,
      {
        length: column.values.length,
      },
    );
  }
  return column.kind === "number"
    ? { kind: "number", values: Float64Array.from(rows, (i) => column.values[i]) }
    : { kind: "category", values: rows.map((i) => column.values[i]) };
}
