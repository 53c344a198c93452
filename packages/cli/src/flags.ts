// From what was written on the command line to what it means. Every flag is read as text first, so that all that is wrong
// can be said at once, beside what is wrong with the scenarios.

import { InputError, nearestNote, type Problem } from "@tiltak/sim-core";
import { defaultWorkers } from "@tiltak/sim-core/node";
import { type Lang, langNamed, localeLang } from "./commands/texts.ts";
import type { WrittenRegisterFlags } from "./enterprises/register-flags.ts";
import { headlineMeasures, revenueMeasure } from "./headline.ts";

/** Flags as they were written. */
export interface WrittenFlags extends WrittenRegisterFlags {
  readonly years?: unknown;
  readonly replications?: unknown;
  readonly precision?: unknown;
  readonly precisionOf?: unknown;
  readonly fixedParameters?: unknown;
  readonly seed?: unknown;
  readonly workers?: unknown;
  readonly set?: unknown;
  readonly lang?: unknown;
  readonly out?: unknown;
  readonly format?: unknown;
  readonly quiet?: unknown;
  readonly color?: unknown;
  readonly allPairs?: unknown;
}

/** How a flag that takes a number is declared: the help says so, and the text stays as it was written, so that a wrong one can be shown. */
export const number = { type: "string", number: true } as const;

/** What flags mean for a study. */
export interface StudyFlags {
  readonly years?: number;
  readonly replications: number;
  readonly precision?: number;
  readonly precisionOf: Readonly<Record<string, number>>;
  readonly fixedParameters: boolean;
  readonly seed: string;
  readonly workers: number;
  readonly set: readonly string[];
  readonly out?: string;
  readonly format: "table" | "json" | "csv";
  readonly allPairs: boolean;
}

/** Replications of `run` and `compare` when nothing is said. */
export const defaultReplications = 100;

/** Measures that a precision may be asked of. */
const goalMeasures: readonly string[] = [...headlineMeasures, revenueMeasure];

/** Replications at which a run with `--precision` gives up. */
const mostReplications = 5_120;

const mostWorkers = 256;

/** Say what a number with a decimal comma, or in per cent, is written as; nothing where it is neither. */
function decimalNote(text: string): { readonly message?: string; readonly nearest?: string } {
  const [, digits = "", percent] = /^\s*(\d+(?:[.,]\d+)?)\s*(%?)\s*$/.exec(text) ?? [];
  const number = Number(digits.replace(",", "."));
  if (digits === "" || !(number > 0)) return {};
  if (percent === "%") return { message: "must be a number, not per cent", nearest: String(number / 100) };
  return digits.includes(",") ? { message: "decimals stand after a point", nearest: String(number) } : {};
}

/** The last of a flag that may have been written more than once. */
export function last(value: unknown): unknown {
  return Array.isArray(value) ? value[value.length - 1] : value;
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}

class Reader {
  readonly problems: Problem[] = [];

  whole(path: string, written: unknown, min: number, max: number): number | undefined {
    const value = last(written);
    if (value === undefined) return undefined;
    const text = String(value).trim();
    const number = Number(text);
    if (/^[+-]?\d+$/.test(text) && number >= min && number <= max) return number;
    const allowed = `a whole number from ${min} to ${max}`;
    this.problems.push({ path, message: "is not allowed", found: show(value), allowed });
    return undefined;
  }

  positive(path: string, written: unknown): number | undefined {
    const value = last(written);
    if (value === undefined) return undefined;
    const number = Number(String(value).trim() === "" ? Number.NaN : value);
    if (Number.isFinite(number) && number > 0) return number;
    const allowed = "a number above 0, such as 0.02";
    this.problems.push({ path, message: "is not allowed", found: show(value), allowed, ...decimalNote(String(value)) });
    return undefined;
  }

  choice<T extends string>(path: string, written: unknown, choices: readonly T[], otherwise: T): T {
    const value = last(written);
    if (value === undefined) return otherwise;
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    this.problems.push({ path, message: "is not allowed", found: show(value), allowed: choices.join(", ") });
    return otherwise;
  }

  text(path: string, written: unknown): string | undefined {
    const value = last(written);
    if (value === undefined) return undefined;
    if (typeof value === "string" && value !== "" && !value.includes("\0")) return value;
    this.problems.push({ path, message: "needs a text", found: show(value) });
    return undefined;
  }

  list(path: string, written: unknown): readonly string[] {
    if (written === undefined) return [];
    const values: readonly unknown[] = Array.isArray(written) ? written : [written];
    const texts = values.filter((value): value is string => typeof value === "string" && value !== "");
    if (texts.length < values.length) this.problems.push({ path, message: "needs name=value", found: show(written) });
    return texts;
  }
}

/**
 * Read the flags of a study.
 *
 * @param written the flags as text
 * @param mayFix whether the command has --fixed-parameters, so that it can be named where it would help
 * @returns what they mean, and what is wrong with them
 */
export function readStudyFlags(
  written: WrittenFlags,
  mayFix = true,
): { readonly flags: StudyFlags; readonly problems: Problem[] } {
  const reader = new Reader();
  const years = reader.whole("--years", written.years, 1, 100);
  const replications = reader.whole("--replications", written.replications, 1, 10_000_000);
  const precision = reader.positive("--precision", written.precision);
  const fixedParameters = written.fixedParameters === true;
  if (replications !== undefined && replications % 2 === 1 && !fixedParameters) {
    reader.problems.push({
      path: "--replications",
      message: mayFix
        ? "must be even, since each draw of the parameters has two runs; or use --fixed-parameters"
        : "must be even, since each draw of the parameters has two runs",
      found: String(replications),
    });
  }
  const precisionOf: Record<string, number> = {};
  for (const text of reader.list("--precision-of", written.precisionOf)) {
    const [measure = "", amount = ""] = text.split("=", 2);
    if (!goalMeasures.includes(measure)) {
      const problem = { path: "--precision-of", message: "is no headline measure", found: show(measure) };
      reader.problems.push({ ...problem, allowed: goalMeasures.join(", "), ...nearestNote(measure, goalMeasures) });
      continue;
    }
    const number = Number(amount);
    if (measure !== "" && amount.trim() !== "" && Number.isFinite(number) && number > 0) precisionOf[measure] = number;
    else {
      const allowed = "measure=half-width, such as participants=100";
      const { message = "is not allowed", nearest } = decimalNote(amount);
      reader.problems.push({
        path: "--precision-of",
        message,
        found: show(text),
        allowed,
        ...(nearest === undefined ? {} : { nearest: `${measure}=${nearest}` }),
      });
    }
  }
  const out = reader.text("--out", written.out);
  const flags: StudyFlags = {
    ...(years === undefined ? {} : { years }),
    replications: replications ?? (precision === undefined ? defaultReplications : mostReplications),
    ...(precision === undefined ? {} : { precision }),
    precisionOf,
    fixedParameters,
    seed: reader.text("--seed", written.seed) ?? "tiltak",
    workers: reader.whole("--workers", written.workers, 1, mostWorkers) ?? defaultWorkers(),
    set: reader.list("--set", written.set),
    ...(out === undefined ? {} : { out }),
    format: reader.choice("--format", written.format, ["table", "json", "csv"], "table"),
    allPairs: written.allPairs === true,
  };
  return { flags, problems: reader.problems };
}

/**
 * Read the language.
 *
 * @throws InputError when it is neither English nor Norwegian (nb; no and nn are taken for it)
 */
export function readLang(written: unknown): Lang {
  const value = last(written);
  if (value === undefined) return localeLang(process.env);
  const lang = langNamed(value);
  if (lang !== undefined) return lang;
  // Whoever asks for a third language may read either of these.
  const problem = { path: "--lang", message: "is not allowed", found: show(value) };
  throw new InputError([{ ...problem, allowed: "nb (norsk), en (English)" }]);
}
