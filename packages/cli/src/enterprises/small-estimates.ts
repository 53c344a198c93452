// Small counts of people in estimates that come from a user's register: their rows lose all numbers, and so do as many others of the same
// sum as it takes. Charts, tables and CSV are made from what is left, so none of them can show more.

import { canonicalGroup, type Difference, type Estimate, type EstimatesFile } from "@tiltak/sim-core";
import { disclose, isSmall } from "./small-counts.ts";

/** Measures that count people. */
const peopleMeasures: ReadonlySet<string> = new Set([
  "participants",
  "additional-participants",
  "participants-high-need",
  "candidates-waiting",
  "recruits",
  "exits",
  "moves",
  "involuntary-moves",
  "people-who-lost-their-place",
]);

/** Most rounds of hiding: each hides at least one more row, and a few are usually enough. */
const mostRounds = 100;

/** Estimates without small counts, and which rows lost theirs. */
export interface SafeEstimates {
  readonly estimates: EstimatesFile;
  /** Positions among the estimates whose mean is printed as "<5". */
  readonly small: ReadonlySet<number>;
  /** Positions among the estimates that are hidden so that a small one stays so. */
  readonly hidden: ReadonlySet<number>;
}

/** Take small counts of people out of estimates, and the differences that rest on them. */
export function withoutSmallCounts(file: EstimatesFile): SafeEstimates {
  const { estimates, differences } = file;
  const small = new Set<number>();
  const hidden = new Set<number>();
  const sums = new Map<string, number[]>();
  for (const [i, row] of estimates.entries()) {
    if (!peopleMeasures.has(row.measure) || row.mean === null) continue;
    if (isSmall(row.mean)) small.add(i);
    const groups = Object.keys(row.group);
    // A row is part of one sum for each key of its group: over that key, the others held.
    for (const key of groups) {
      const { [key]: _, ...others } = row.group;
      const sum = JSON.stringify([row.scenario, row.point, row.measure, row.time, key, canonicalGroup(others)]);
      const members = sums.get(sum);
      if (members === undefined) sums.set(sum, [i]);
      else members.push(i);
    }
  }
  for (let round = 0; round < mostRounds; round += 1) {
    const before = hidden.size;
    for (const members of sums.values()) {
      if (!members.some((i) => small.has(i))) continue;
      const counts = members.map((i) => estimates[i]?.mean ?? 0);
      const already = new Set(members.flatMap((i, at) => (hidden.has(i) ? [at] : [])));
      for (const [at, cell] of disclose(counts, already).cells.entries())
        if (cell === "hidden") hidden.add(members[at] ?? -1);
    }
    if (hidden.size === before) break;
  }
  const lost = new Set([...small, ...hidden].flatMap((i) => (estimates[i] === undefined ? [] : keyOf(estimates[i]))));
  return {
    small,
    hidden,
    estimates: {
      ...file,
      estimates: estimates.map((row, i) => (small.has(i) || hidden.has(i) ? emptied(row) : row)),
      differences: differences.map((row) =>
        lost.has(keyOf({ ...row, scenario: row.a })) || lost.has(keyOf({ ...row, scenario: row.b }))
          ? { ...emptied(row), jointHalfWidth: null, probabilityAbove0: null }
          : row,
      ),
    },
  };
}

/** Say whether a row lost its numbers here: what no run defines has no runs, what is hidden has. */
export function isHidden({ mean, runs }: Pick<Estimate, "mean" | "runs">): boolean {
  return mean === null && runs > 0;
}

function keyOf({
  scenario,
  point,
  measure,
  group,
  time,
}: Pick<Estimate, "scenario" | "point" | "measure" | "group" | "time">): string {
  return JSON.stringify([scenario, point, measure, canonicalGroup(group), time]);
}

function emptied<Row extends Estimate | Difference>(row: Row): Row {
  return { ...row, mean: null, halfWidth: null, p05: null, p25: null, p50: null, p75: null, p95: null };
}

/**
 * Write estimates as CSV with "<5" where a small count stood and "hidden" where another was hidden with it.
 *
 * @param lines the lines of estimates.csv, headers first, as they are without
 */
export function* safeCsvLines(lines: Iterable<string>, { small, hidden }: SafeEstimates): Generator<string> {
  let i = -1;
  for (const line of lines) {
    const mark = small.has(i) ? "<5" : hidden.has(i) ? "hidden" : undefined;
    yield mark === undefined ? line : line.replace(/,,,([^,]*),,,,,\n$/, `,${mark},,$1,,,,,\n`);
    i += 1;
  }
}
