// A penalised regression for "what is the mean of y, given these columns": cubic splines for each number, a mean for each
// category, and products of each two numbers. The penalty is chosen by generalised cross-validation.
// It is there for value-of-information estimates; it gives fitted values, not a model to report.

import { log } from "../foundation/math.ts";
import { AnalysisError } from "./errors.ts";
import { cholesky, solveFactored } from "./linear-algebra.ts";

/** A column of explaining values, one for each row. */
export type ExplainingColumn =
  | { readonly kind: "number"; readonly values: ArrayLike<number> }
  | { readonly kind: "category"; readonly values: ArrayLike<string | number | boolean> };

/** A basis with its penalty, ready to fit any y of the same rows. */
export interface Smoother {
  /** Fitted values of `y`, one for each row. */
  fit(y: ArrayLike<number>): Float64Array;
}

const segments = 7;
const degree = 3;

/**
 * Prepare a smoother of the columns. Numbers are spread over their ranks first, so that a long tail does not leave the splines empty; with
 * few rows or few distinct values a spline falls back to a straight line or to a category.
 *
 * @throws AnalysisError `analysis-columns` without a column, with unequal lengths, or for a number that is not finite
 */
export function smoother(columns: readonly ExplainingColumn[]): Smoother {
  const rows = columns[0]?.values.length ?? 0;
  if (columns.length === 0 || columns.some((c) => c.values.length !== rows)) {
    throw new AnalysisError("analysis-columns", "a smoother takes at least one column, and columns of one length", {
      lengths: columns.map((c) => c.values.length),
    });
  }
  const basis: Float64Array[] = [new Float64Array(rows).fill(1)];
  const penalised: [start: number, end: number][] = [];
  const ridge: number[] = [];
  const lines: Float64Array[] = [];
  for (const column of columns) {
    const ranks = column.kind === "number" ? unitRanks(column.values) : undefined;
    const distinct = new Set(Array.from<string | number | boolean>(column.values)).size;
    if (distinct < 2) continue;
    if (ranks === undefined || distinct <= segments) {
      const start = basis.length;
      basis.push(...indicators(column.values));
      for (let i = start; i < basis.length; i += 1) ridge.push(i);
      if (ranks !== undefined) lines.push(ranks.map((u) => u - 0.5));
      continue;
    }
    lines.push(ranks.map((u) => u - 0.5));
    const start = basis.length;
    basis.push(...centredSplines(ranks));
    penalised.push([start, basis.length]);
  }
  for (let i = 0; i < lines.length; i += 1) {
    for (let j = i + 1; j < lines.length; j += 1) {
      ridge.push(basis.length);
      basis.push(lines[i].map((x, row) => x * lines[j][row]));
    }
  }
  const size = basis.length;
  const cross = basis.map((a) => Float64Array.from(basis, (b) => dot(a, b)));
  const penalty = basis.map(() => new Float64Array(size));
  for (const [start, end] of penalised) addSecondDifferences(penalty, start, end);
  // Not a choice of roughness: just enough to keep every system solvable.
  const floor = 1e-9 * rows;
  const candidates = penaltyCandidates(rows).map((weight) => {
    const system = cross.map((row, i) =>
      row.map(
        (value, j) => value + weight * penalty[i][j] + (i === j ? floor + (ridge.includes(i) ? 1e-3 * weight : 0) : 0),
      ),
    );
    const factor = cholesky(system);
    if (factor === undefined)
      throw new AnalysisError("analysis-columns", "these columns cannot be told apart", { size });
    let freedom = 0;
    for (let i = 0; i < size; i += 1) freedom += solveFactored(factor, cross[i])[i];
    return { factor, freedom };
  });
  return {
    fit(y) {
      const right = Float64Array.from(basis, (column) => dot(column, y));
      let best: { score: number; fitted: Float64Array } | undefined;
      for (const { factor, freedom } of candidates) {
        const weights = solveFactored(factor, right);
        const fitted = new Float64Array(rows);
        for (let b = 0; b < size; b += 1) {
          for (let row = 0; row < rows; row += 1) fitted[row] += weights[b] * basis[b][row];
        }
        let residual = 0;
        for (let row = 0; row < rows; row += 1) residual += (y[row] - fitted[row]) * (y[row] - fitted[row]);
        const left = Math.max(1e-9, rows - freedom);
        const score = (rows * residual) / (left * left);
        if (best === undefined || score < best.score) best = { score, fitted };
      }
      return best?.fitted ?? new Float64Array(rows);
    },
  };
}

/** Penalty weights from nearly none to nearly a straight line. */
function penaltyCandidates(rows: number): number[] {
  const scale = rows / Math.max(1, log(rows + 1));
  return [1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100].map((weight) => weight * scale);
}

function unitRanks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((i, j) => values[i] - values[j]);
  const ranks = new Float64Array(values.length);
  for (let first = 0; first < order.length; ) {
    let last = first;
    while (last + 1 < order.length && values[order[last + 1]] === values[order[first]]) last += 1;
    for (let k = first; k <= last; k += 1) {
      const x = values[order[k]];
      if (!Number.isFinite(x)) {
        throw new AnalysisError("analysis-columns", `row ${order[k]} of a column is ${x}; leave undefined rows out`, {
          row: order[k],
        });
      }
      ranks[order[k]] = ((first + last) / 2 + 0.5) / order.length;
    }
    first = last + 1;
  }
  return ranks;
}

function indicators(values: ArrayLike<string | number | boolean>): Float64Array[] {
  const all = Array.from(values);
  // The first category is the base that the constant stands for.
  const categories = [...new Set(all)].slice(1);
  return categories.map((category) => Float64Array.from(all, (value) => (value === category ? 1 : 0)));
}

/** Cubic B-splines on equal segments of [0, 1], each column centred so that it cannot stand in for the constant. */
function centredSplines(u: Float64Array): Float64Array[] {
  const count = segments + degree;
  const columns = Array.from({ length: count }, () => new Float64Array(u.length));
  u.forEach((x, row) => {
    const position = Math.min(x, 1 - 1e-12) * segments;
    const segment = Math.floor(position);
    const t = position - segment;
    const s = 1 - t;
    columns[segment][row] = (s * s * s) / 6;
    columns[segment + 1][row] = (3 * t * t * t - 6 * t * t + 4) / 6;
    columns[segment + 2][row] = (3 * s * s * s - 6 * s * s + 4) / 6;
    columns[segment + 3][row] = (t * t * t) / 6;
  });
  return columns.map((column) => {
    const centre = column.reduce((a, b) => a + b, 0) / u.length;
    return column.map((value) => value - centre);
  });
}

function addSecondDifferences(penalty: Float64Array[], start: number, end: number): void {
  const weights = [1, -2, 1];
  for (let first = start; first + 2 < end; first += 1) {
    for (let i = 0; i < 3; i += 1) {
      for (let j = 0; j < 3; j += 1) penalty[first + i][first + j] += weights[i] * weights[j];
    }
  }
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i];
  return sum;
}
