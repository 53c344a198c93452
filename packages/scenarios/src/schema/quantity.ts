// A quantity is how a scenario writes what a parameter holds: a value, a value with its unit, a distribution in one line or
// as a map, or dated values. This file reads each of them against the parameter it is for, and says all that is wrong.
// Every way of writing gives the same plain `ParameterSpec`; nothing is converted and nothing is guessed.

import {
  type DistributionSpec,
  distributionOf,
  distributionProblems,
  formatDistribution,
  InputError,
  isDistribution,
  looksLikeDistribution,
  nearestNote,
  type ParameterSpec,
  type Problem,
  parseDistribution,
  parseIsoDate,
  quantileOfSpec,
  yearsBetween,
} from "@tiltak/sim-core";
import { originIso } from "@tiltak/sim-core/programme";
import { z } from "zod";
import { show } from "../zod-problems.ts";
import type { ParameterEntry } from "./evidence.ts";
import { parseUnit, sameUnit, unitHint } from "./unit.ts";

/** A distribution whose ends are not given must keep all but this share of its mass, on each side, inside the hard range. */
const strayMass = 1e-4;
/** Distributions whose ends are given: the ends themselves must lie inside the hard range. */
const withEnds: ReadonlySet<string> = new Set([
  "pert",
  "uniform",
  "triangular",
  "truncated-normal",
  "empirical",
  "discrete",
]);

/** What was written for a parameter, understood. */
export interface Quantity {
  readonly spec: ParameterSpec;
  /** For a dated value: the dates as written, after earlier ones that it continues. */
  readonly dated?: readonly (readonly [date: string, value: number])[];
  /** For a dated value: by which share the last one grows each year; absent, it follows the model's price index. */
  readonly indexPerYear?: number;
  /** Where the writer says it comes from. */
  readonly source?: string;
}

/** A problem with a quantity, with the steps to it inside the quantity. */
export type QuantityProblem = Problem & { readonly at: readonly string[] };

const scalar = z.union([z.number(), z.string(), z.boolean()]);

/** The forms of a quantity, for the JSON Schema of scenario files. */
export const quantitySchema: z.ZodType = z.union([
  scalar.describe('A value, a value with its unit ("4 years"), or a distribution in one line ("pert(0, 0.3, 0.8)").'),
  z.strictObject({
    value: scalar.describe("The value."),
    unit: z.string().optional().describe("The unit of the value: it must be the parameter's own."),
    source: z.string().optional().describe("Where the value comes from."),
  }),
  z.strictObject({
    dated: z
      .record(z.iso.date(), z.number())
      .describe("Values by the date from which they hold; earlier values of the parent stay."),
    "index-per-year": z
      .number()
      .optional()
      .describe("Yearly growth of the last value, such as 0.03; left out, it follows the price index."),
    unit: z.string().optional(),
    source: z.string().optional(),
  }),
  z
    .looseObject({
      distribution: z.string().describe("The name of a distribution; its parameters stand beside it."),
      unit: z.string().optional(),
      source: z.string().optional(),
    })
    .describe("A distribution: the long spelling of the one-line form."),
]);

/**
 * Read what was written for a parameter.
 *
 * @param written plain data from YAML, or text from the command line
 * @param entry the parameter
 * @returns the quantity, or every problem with it
 */
export function readQuantity(
  written: unknown,
  entry: ParameterEntry,
): { readonly quantity: Quantity } | { readonly problems: readonly QuantityProblem[] } {
  const problems: QuantityProblem[] = [];
  const fail = (problem: Problem, at: readonly string[] = []): undefined => {
    problems.push({ ...problem, at });
    return undefined;
  };
  const quantity = quantityOf(written, entry, fail);
  if (problems.length > 0 || quantity === undefined) return { problems };
  for (const problem of rangeProblems(quantity.spec, entry)) fail(problem);
  return problems.length > 0 ? { problems } : { quantity };
}

type Fail = (problem: Problem, at?: readonly string[]) => undefined;

function quantityOf(written: unknown, entry: ParameterEntry, fail: Fail): Quantity | undefined {
  if (typeof written !== "object" || written === null) {
    const spec = specOfScalar(written, entry, fail, []);
    return spec === undefined ? undefined : { spec };
  }
  if (Array.isArray(written)) return fail(wrongKind(written, entry));
  const map = written as Readonly<Record<string, unknown>>;
  const { source, unit, ...rest } = map;
  if (source !== undefined && typeof source !== "string")
    fail({ message: "must be text", found: show(source) }, ["source"]);
  if (unit !== undefined) checkUnit(unit, entry, fail, ["unit"]);
  const said = typeof source === "string" ? { source } : {};
  if ("distribution" in rest) {
    const spec = specOfMap(rest, entry, fail);
    return spec === undefined ? undefined : { spec, ...said };
  }
  if ("dated" in rest) {
    onlyNames(rest, ["dated"], ["index-per-year", "unit", "source"], fail);
    const dated = datedOf(rest.dated, entry, fail);
    const index = rest["index-per-year"];
    if (index !== undefined && !(typeof index === "number" && index > -0.5 && index < 1)) {
      return fail({ message: "must be a share of growth", found: show(index), allowed: "-0.5 to 1" }, [
        "index-per-year",
      ]);
    }
    return dated === undefined ? undefined : { ...datedQuantity(dated, index as number | undefined), ...said };
  }
  onlyNames(rest, ["value"], ["unit", "source"], fail);
  if (!("value" in rest)) {
    return fail({
      message: "is neither a value nor a distribution",
      found: show(written),
      allowed: allowedText(entry),
    });
  }
  const spec = specOfScalar(rest.value, entry, fail, ["value"]);
  return spec === undefined ? undefined : { spec, ...said };
}

function specOfScalar(
  written: unknown,
  entry: ParameterEntry,
  fail: Fail,
  at: readonly string[],
): ParameterSpec | undefined {
  if (typeof written === "string") {
    const text = written.trim();
    if (looksLikeDistribution(text)) return specOfLine(text, entry, fail, at);
    if (entry.kind === "number" || entry.kind === "dated") {
      const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?:\s+(\S.*))?$/i.exec(text);
      if (match === null) return fail(wrongKind(written, entry), at);
      if (match[2] !== undefined) checkUnit(match[2], entry, fail, at);
      return numberFor(Number(match[1]), entry, fail, at);
    }
    if (entry.kind === "boolean" && (text === "true" || text === "false")) return text === "true";
    if (entry.kind === "date") return dateFor(text, fail, at);
    if (entry.kind === "choice") return text;
  }
  if (typeof written === "boolean" && entry.kind === "boolean") return written;
  if (typeof written === "number" && entry.kind === "number") return numberFor(written, entry, fail, at);
  return fail(wrongKind(written, entry), at);
}

function numberFor(value: number, entry: ParameterEntry, fail: Fail, at: readonly string[]): number | undefined {
  if (entry.kind === "dated") {
    return fail({ message: "needs dates", found: show(value), allowed: "{ dated: { 2027-01-01: 18000 } }" }, at);
  }
  return Number.isFinite(value) ? value : fail({ message: "must be a finite number", found: String(value) }, at);
}

function dateFor(text: string, fail: Fail, at: readonly string[]): string | undefined {
  if (isDate(text)) return text;
  return fail({ message: "is no date", found: show(text), allowed: "YYYY-MM-DD" }, at);
}

function specOfLine(text: string, entry: ParameterEntry, fail: Fail, at: readonly string[]): ParameterSpec | undefined {
  return withProblems(() => allowedSpec(parseDistribution(text), entry, fail, at), fail, at);
}

function specOfMap(
  map: Readonly<Record<string, unknown>>,
  entry: ParameterEntry,
  fail: Fail,
): ParameterSpec | undefined {
  const problems = distributionProblems(map);
  for (const { path, ...problem } of problems)
    fail(problem, path === undefined ? [] : path.split(/[.[\]]+/).filter(Boolean));
  return problems.length > 0 ? undefined : allowedSpec({ ...map } as unknown as DistributionSpec, entry, fail, []);
}

function allowedSpec(
  spec: DistributionSpec,
  entry: ParameterEntry,
  fail: Fail,
  at: readonly string[],
): ParameterSpec | undefined {
  if (entry.kind === "number") {
    if (spec.distribution !== "choice" || spec.values.every((value) => typeof value === "number")) return spec;
    return fail({ message: "must be a choice among numbers", found: show(spec.values) }, at);
  }
  if (spec.distribution !== "choice" || entry.kind === "dated" || entry.kind === "date") {
    return fail({ ...wrongKind(formatDistribution(spec), entry), message: "cannot be a distribution of numbers" }, at);
  }
  if (entry.kind === "boolean") {
    if (spec.values.every((value) => typeof value === "boolean")) return spec;
    return fail({ message: "must be a choice of true and false", found: show(spec.values) }, at);
  }
  return { ...spec, values: spec.values.map(String) };
}

function datedOf(
  written: unknown,
  entry: ParameterEntry,
  fail: Fail,
): readonly (readonly [string, number])[] | undefined {
  if (entry.kind !== "dated")
    return fail({ ...wrongKind(written, entry), message: "does not change by date" }, ["dated"]);
  if (typeof written !== "object" || written === null || Array.isArray(written) || Object.keys(written).length === 0) {
    return fail({ message: "must be a map of dates and numbers", found: show(written) }, ["dated"]);
  }
  const pairs: (readonly [string, number])[] = [];
  for (const [date, value] of Object.entries(written)) {
    if (!isDate(date)) fail({ message: "is no date", found: show(date), allowed: "YYYY-MM-DD" }, ["dated", date]);
    else if (typeof value !== "number" || !Number.isFinite(value))
      fail({ message: "must be a number", found: show(value) }, ["dated", date]);
    else pairs.push([date, value]);
  }
  pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs;
}

/** Years for which an indexed value is written out. */
const indexedYears = 40;

/** Turn dates into model years after the origin, and grow the last value year by year. */
function datedQuantity(dated: readonly (readonly [string, number])[], indexPerYear?: number): Quantity {
  const pairs = dated.map(([date, value]) => [yearsBetween(originIso, date), value] as const);
  const last = pairs.at(-1);
  if (indexPerYear === undefined || last === undefined) return { spec: pairs, dated };
  let [time, value] = last;
  const grown = Array.from({ length: indexedYears }, () => {
    time += 1;
    value *= 1 + indexPerYear;
    return [time, value] as const;
  });
  return { spec: [...pairs, ...grown], dated, indexPerYear };
}

/**
 * Let dated values go on from earlier ones: what a scenario says holds from its first date on, what was known before stays.
 *
 * @param quantity as written; anything but dated values is returned as it is
 * @param earlier what it is a delta to
 * @returns the quantity with the earlier values that lie before its first date
 *
 * Worked number: 2027: 18,000 after 2025: 16,848 and 2028: 19,000 is 2025: 16,848 and 2027: 18,000.
 */
export function continueDated<T extends Quantity>(quantity: T, earlier: Quantity): T {
  const first = quantity.dated?.[0];
  if (first === undefined || quantity.dated === undefined || earlier.dated === undefined) return quantity;
  const before = earlier.dated.filter(([date]) => date < first[0]);
  return { ...quantity, ...datedQuantity([...before, ...quantity.dated], quantity.indexPerYear) };
}

const defaults = new WeakMap<ParameterEntry, Quantity>();

/**
 * Read what the registry holds for a parameter, once. Whether it lies in its range is held by a test, not looked at here.
 *
 * @param entry the parameter
 * @returns the quantity
 * @throws InputError when the registry itself breaks its rules
 */
export function defaultQuantity(entry: ParameterEntry): Quantity {
  const known = defaults.get(entry);
  if (known !== undefined) return known;
  const problems: Problem[] = [];
  const quantity = quantityOf(writtenDefault(entry), entry, (problem) => {
    problems.push({ ...problem, path: entry.id });
    return undefined;
  });
  if (quantity === undefined || problems.length > 0) throw new InputError(problems, "evidence");
  defaults.set(entry, quantity);
  return quantity;
}

/** Give what the registry holds for a parameter as a scenario would write it. */
export function writtenDefault({ value, distribution }: ParameterEntry): unknown {
  return distribution ?? (typeof value === "object" ? { dated: value } : value);
}

function rangeProblems(spec: ParameterSpec, entry: ParameterEntry): Problem[] {
  const allowed = allowedText(entry);
  if (entry.kind === "choice") {
    const values = isDistribution(spec) && spec.distribution === "choice" ? spec.values : [spec];
    return values
      .filter((value) => !(entry.allowed ?? []).includes(String(value)))
      .map((value) => ({
        message: "is not one of the choices",
        found: show(value),
        allowed,
        ...nearestNote(String(value), entry.allowed ?? []),
      }));
  }
  if (entry.range === undefined) return [];
  const [low, high] = entry.range;
  const outside = extremesOf(spec).filter((value) => !(value >= low && value <= high));
  if (outside.length === 0) return [];
  const found = isDistribution(spec) ? formatDistribution(spec) : outside.map(String).join(", ");
  return [{ message: "lies outside what is allowed", found, allowed }];
}

/** The values that must lie in the range: all of them, or the ends of a distribution. */
function extremesOf(spec: ParameterSpec): readonly (number | string)[] {
  if (typeof spec === "number" || typeof spec === "string") return [spec];
  if (typeof spec === "boolean") return [];
  if (!("distribution" in spec)) return spec.map(([, value]) => value);
  if (spec.distribution === "choice") return spec.values.filter((value) => typeof value === "number");
  if (withEnds.has(spec.distribution)) return distributionOf(spec).support();
  return [Number(quantileOfSpec(spec, strayMass)), Number(quantileOfSpec(spec, 1 - strayMass))];
}

/** Say in words what a parameter may hold. */
export function allowedText(entry: ParameterEntry): string {
  if (entry.kind === "boolean") return "true or false";
  if (entry.kind === "choice") return (entry.allowed ?? []).join(", ");
  const [low, high] = entry.range ?? [];
  const unit = entry.unit === undefined ? "" : ` ${entry.unit}`;
  return `${low} to ${high}${unit}`;
}

function wrongKind(written: unknown, entry: ParameterEntry): Problem {
  if (entry.kind === "number" && typeof written === "string") {
    const [, whole, decimals] = /^(-?\d+),(\d+)$/.exec(written.trim()) ?? [];
    const [, share] = /^(\d+(?:\.\d+)?) ?%$/.exec(written.trim()) ?? [];
    const meant = whole === undefined ? share : `${whole}.${decimals}`;
    if (meant !== undefined)
      return {
        message: share === undefined ? "decimals stand after a point" : "must be a number, not per cent",
        found: show(written),
        allowed: allowedText(entry),
        nearest: share === undefined ? meant : String(Number((Number(share) / 100).toPrecision(12))),
      };
  }
  const wanted = {
    number: "a number or a distribution",
    choice: "one of the choices",
    boolean: "true or false",
    date: "a date YYYY-MM-DD",
    dated: "dated values: { dated: { 2027-01-01: 18000 } }",
  }[entry.kind];
  return { message: `must be ${wanted}`, found: show(written), allowed: allowedText(entry) };
}

function checkUnit(unit: unknown, entry: ParameterEntry, fail: Fail, at: readonly string[]): void {
  const wanted = entry.unit;
  if (typeof unit !== "string") fail({ message: "must be text", found: show(unit) }, at);
  else if (wanted === undefined) fail({ message: "has no unit", found: show(unit) }, at);
  else if (!sameUnit(unit, wanted)) {
    const hint = unitHint(unit, wanted);
    const what =
      parseUnit(unit) === undefined ? "is no unit of this parameter" : "is another unit than the parameter's";
    fail({ message: hint === undefined ? what : `${what}; ${hint}`, found: show(unit), allowed: wanted }, at);
  }
}

function onlyNames(map: object, expected: readonly string[], optional: readonly string[], fail: Fail): void {
  const names = [...expected, ...optional];
  for (const name of Object.keys(map)) {
    if (names.includes(name)) continue;
    fail(
      {
        message: "is not a name that may stand here",
        allowed: names.join(", "),
        ...nearestNote(name, [...names, "distribution", "dated"]),
      },
      [name],
    );
  }
}

function withProblems<T>(read: () => T | undefined, fail: Fail, at: readonly string[]): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    for (const { file: _file, line: _line, column: _column, path: _path, ...problem } of error.problems)
      fail(problem, at);
    return undefined;
  }
}

function isDate(text: string): boolean {
  try {
    parseIsoDate(text);
    return true;
  } catch {
    return false;
  }
}
