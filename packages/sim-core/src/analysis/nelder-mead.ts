// Nelder and Mead's simplex search (1965, with the dimension-dependent steps of Gao and Han 2012): the least of a function
// without derivatives, as for the distance between a model and observed targets. A generator that asks for values, so
// that an asynchronous executor can drive it. Finds a local minimum; start from several points.

import { AnalysisError } from "./errors.ts";

/** Where to start and when to stop. */
export interface NelderMeadOptions {
  readonly start: readonly number[];
  /** First step along each coordinate; not 0. */
  readonly step: readonly number[];
  /** Points outside are moved to the nearest inside; no bounds when left out. */
  readonly bounds?: readonly (readonly [low: number, high: number])[];
  /** Stop when values over the simplex differ by no more than this ... */
  readonly valueTolerance: number;
  /** ... and its corners by no more than this in any coordinate, in steps. */
  readonly pointTolerance: number;
  readonly mostEvaluations: number;
}

/** The least value found. */
export interface NelderMeadResult {
  readonly method: "nelder-mead";
  readonly point: readonly number[];
  readonly value: number;
  readonly evaluations: number;
  /** False when the evaluations ran out first. */
  readonly converged: boolean;
}

/**
 * Search for a minimum: yields a point, takes its value. An undefined value (NaN) counts as infinitely bad.
 *
 * @throws AnalysisError `analysis-argument` for an empty start, steps of another length or 0, or a start outside the bounds
 */
export function* nelderMead(options: NelderMeadOptions): Generator<readonly number[], NelderMeadResult, number> {
  const { start, step, bounds, valueTolerance, pointTolerance, mostEvaluations } = options;
  const n = start.length;
  const stepsFit = step.length === n && step.every((s) => Number.isFinite(s) && s !== 0);
  const within =
    bounds === undefined || (bounds.length === n && start.every((x, i) => x >= bounds[i][0] && x <= bounds[i][1]));
  if (n === 0 || !stepsFit || !within) {
    throw new AnalysisError(
      "analysis-argument",
      "a search needs a start inside its bounds and a step other than 0 for each coordinate",
      {
        start,
        step,
        bounds,
      },
    );
  }
  const clamp = (point: readonly number[]): number[] =>
    bounds === undefined ? [...point] : point.map((x, i) => Math.min(bounds[i][1], Math.max(bounds[i][0], x)));
  let evaluations = 0;
  function* at(point: readonly number[]): Generator<readonly number[], Corner, number> {
    const inside = clamp(point);
    const value = yield inside;
    evaluations += 1;
    return { point: inside, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value };
  }
  const expand = 1 + 2 / n;
  const contract = 0.75 - 1 / (2 * n);
  const shrink = n === 1 ? 0.5 : 1 - 1 / n;

  const corners: Corner[] = [yield* at(start)];
  for (let i = 0; i < n; i += 1) {
    const moved = start.map((x, j) => (i === j ? x + step[j] : x));
    // A step that a bound swallows goes the other way, or the simplex would be flat.
    const other = start.map((x, j) => (i === j ? x - step[j] : x));
    corners.push(yield* at(clamp(moved)[i] === start[i] ? other : moved));
  }
  const small = (): boolean => {
    const [best] = corners;
    const flat = corners.every((c) => Math.abs(c.value - best.value) <= valueTolerance);
    return (
      flat &&
      corners.every((c) => c.point.every((x, i) => Math.abs(x - best.point[i]) <= pointTolerance * Math.abs(step[i])))
    );
  };
  for (;;) {
    corners.sort((a, b) => a.value - b.value);
    const converged = small();
    if (converged || evaluations >= mostEvaluations) {
      return { method: "nelder-mead", point: corners[0].point, value: corners[0].value, evaluations, converged };
    }
    const worst = corners[n];
    const centre = start.map((_, i) => corners.slice(0, n).reduce((sum, c) => sum + c.point[i], 0) / n);
    const along = (factor: number): number[] => centre.map((x, i) => x + factor * (x - worst.point[i]));
    const reflected = yield* at(along(1));
    if (reflected.value < corners[0].value) {
      const further = yield* at(along(expand));
      corners[n] = further.value < reflected.value ? further : reflected;
    } else if (reflected.value < corners[n - 1].value) {
      corners[n] = reflected;
    } else {
      const outside = reflected.value < worst.value;
      const nearer = yield* at(along(outside ? contract : -contract));
      if (nearer.value < Math.min(reflected.value, worst.value)) {
        corners[n] = nearer;
      } else {
        for (let k = 1; k <= n; k += 1) {
          const from = corners[0].point;
          corners[k] = yield* at(corners[k].point.map((x, i) => from[i] + shrink * (x - from[i])));
        }
      }
    }
  }
}

/** Search for a minimum of a function that answers at once. */
export function minimise(f: (point: readonly number[]) => number, options: NelderMeadOptions): NelderMeadResult {
  const search = nelderMead(options);
  let state = search.next();
  while (!state.done) state = search.next(f(state.value));
  return state.value;
}

interface Corner {
  readonly point: readonly number[];
  readonly value: number;
}
