// Estimates: the rows a study ends in, and their exact bytes. One row a line, keys in a fixed order, a point as decimal sign,
// null for what is undefined. No locale and no clock comes near this file.

import { canonicalGroup, type Group } from "../kernel/model.ts";

/** Quantiles over runs, exact, type 7 of Hyndman and Fan (1996); null when no run is defined. */
export interface RunQuantiles {
  readonly p05: number | null;
  readonly p25: number | null;
  readonly p50: number | null;
  readonly p75: number | null;
  readonly p95: number | null;
}

/** A measure of one scenario with its interval. */
export interface Estimate extends RunQuantiles {
  readonly scenario: string;
  /** Position of the point in the design; null over all points. */
  readonly point: number | null;
  readonly measure: string;
  readonly group: Group;
  /** Years from the start, or the model's own unit. */
  readonly time: number;
  /** Independent units: draws of the parameters, or runs with fixed parameters. */
  readonly n: number;
  /** Runs in which the measure is defined. */
  readonly runs: number;
  /** Replications that failed; each takes its pair with it. */
  readonly failed: number;
  readonly mean: number | null;
  /** The interval is mean plus or minus this; null with fewer than two units. */
  readonly halfWidth: number | null;
  readonly level: number;
}

/** The paired difference of two scenarios, b minus a in the same replication. */
export interface Difference extends RunQuantiles {
  readonly a: string;
  readonly b: string;
  readonly point: number | null;
  readonly measure: string;
  readonly group: Group;
  readonly time: number;
  readonly n: number;
  readonly runs: number;
  readonly failed: number;
  readonly mean: number | null;
  readonly halfWidth: number | null;
  readonly level: number;
  /** Half-width at the level that Holm's procedure gives it within the headline family; null outside the family. */
  readonly jointHalfWidth: number | null;
  /** Share of runs with a difference above 0, ties counted half. */
  readonly probabilityAbove0: number | null;
}

/** An estimate as the reducer makes it: it says the method of its interval. Files have no column for it: it follows from the plan. */
export interface StatedEstimate extends Estimate {
  /** For instance "student-t over draw means": see `unitName` for what the units are. */
  readonly method: string;
}

/** A difference as the reducer makes it, with the method of its intervals. */
export interface StatedDifference extends Difference {
  /** For instance "paired-t over draw means", with "; jointly holm over a family of 8" where there is a `jointHalfWidth`. */
  readonly method: string;
}

/** All estimates of a study with their methods. Written to a file it is an `EstimatesFile`: the bytes know no method. */
export interface StatedEstimates extends EstimatesFile {
  readonly estimates: readonly StatedEstimate[];
  readonly differences: readonly StatedDifference[];
}

/** All estimates of a study: the contents of `estimates.json`. */
export interface EstimatesFile {
  readonly schema: "tiltak.estimates/1";
  readonly seed: string;
  readonly estimates: readonly Estimate[];
  readonly differences: readonly Difference[];
}

const quantileKeys = ["p05", "p25", "p50", "p75", "p95"] as const;
const cellKeys = ["point", "measure", "group", "time", "n", "runs", "failed", "mean", "halfWidth", "level"] as const;
const estimateKeys = ["scenario", ...cellKeys, ...quantileKeys] as const;
const differenceKeys = ["a", "b", ...cellKeys, ...quantileKeys, "jointHalfWidth", "probabilityAbove0"] as const;

/** Write estimates as the exact bytes of `estimates.json`. */
export function formatEstimates(file: EstimatesFile): string {
  return [...estimatesLines(file)].join("");
}

/** Write `estimates.json` piece by piece, for a file too large for one text. The pieces joined are `formatEstimates`. */
export function* estimatesLines({ schema, seed, estimates, differences }: EstimatesFile): Generator<string> {
  yield `{"schema":${JSON.stringify(schema)},"seed":${JSON.stringify(seed)},"estimates":[\n`;
  yield* jsonLines(estimateKeys, estimates);
  yield '],"differences":[\n';
  yield* jsonLines(differenceKeys, differences);
  yield "]}\n";
}

/** Write the estimates as CSV with a header line (RFC 4180, lines end in LF; undefined is empty; group is its canonical text). */
export function formatEstimatesCsv(file: EstimatesFile): string {
  return [...estimatesCsvLines(file)].join("");
}

/** Write the differences as CSV, as `formatEstimatesCsv` does. */
export function formatDifferencesCsv(file: EstimatesFile): string {
  return [...differencesCsvLines(file)].join("");
}

/** Write `formatEstimatesCsv` piece by piece. */
export function estimatesCsvLines(file: EstimatesFile): Generator<string> {
  return csvLines(estimateKeys, file.estimates);
}

/** Write `formatDifferencesCsv` piece by piece. */
export function differencesCsvLines(file: EstimatesFile): Generator<string> {
  return csvLines(differenceKeys, file.differences);
}

type Row = Readonly<Record<string, unknown>>;

function* jsonLines(keys: readonly string[], rows: readonly object[]): Generator<string> {
  for (let i = 0; i < rows.length; i += 1) {
    yield JSON.stringify(inOrder(keys, rows[i] as Row)) + (i + 1 < rows.length ? ",\n" : "\n");
  }
}

/** Give a row with these keys and no others, its group's keys in order too: the row itself where it is so already, else a copy. */
function inOrder(keys: readonly string[], row: Row): Row {
  const group = row.group as Group;
  const sorted = sortedGroup(group);
  let at = 0;
  let isExact = true;
  for (const key in row) {
    isExact = key === keys[at];
    if (!isExact) break;
    at += 1;
  }
  if (isExact && at === keys.length && sorted === group) return row;
  const out: Record<string, unknown> = {};
  for (const key of keys) out[key] = key === "group" ? sorted : row[key];
  return out;
}

function sortedGroup(group: Group): Group {
  const keys = Object.keys(group);
  if (keys.length < 2 || keys.every((key, i) => i === 0 || keys[i - 1] < key)) return group;
  return Object.fromEntries(keys.sort().map((key) => [key, group[key]]));
}

function* csvLines(keys: readonly string[], rows: readonly object[]): Generator<string> {
  yield `${keys.join(",")}\n`;
  for (const row of rows as readonly Row[]) yield `${keys.map((key) => csvField(row[key])).join(",")}\n`;
}

function csvField(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "object" ? canonicalGroup(value as Group) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
