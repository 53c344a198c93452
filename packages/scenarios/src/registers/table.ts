// A register as a plain table: cells as text with their places, from CSV or from a spreadsheet. What is wrong with the file
// itself stops here; what its cells mean is for others.

import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { InputError } from "@tiltak/sim-core";
import { type ProblemNotes, problemIn, type RegisterLang, type RegisterText, tell } from "./texts.ts";

/** One cell. */
export interface Cell {
  /** Its text without blanks around it; a number of a spreadsheet in its shortest form. */
  readonly text: string;
  /** Line of the file, or row of the sheet, from 1. */
  readonly line: number;
  /** Column of the table, from 1. */
  readonly column: number;
  /** What a spreadsheet keeps beside the text: a number (its point is a decimal mark for sure), a date, a formula. */
  readonly kind?: "number" | "date" | "formula" | "error";
}

/** One row. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly Cell[];
}

/** A file's rows, the first of them the headers. */
export interface Table {
  readonly file: string;
  readonly head: TableRow;
  readonly body: readonly TableRow[];
  readonly form:
    | { readonly kind: "csv"; readonly separator: ";" | "," | "\t"; readonly encoding: "UTF-8" | "Latin-1" }
    | { readonly kind: "xlsx"; readonly sheet: string };
}

/** Largest file, in bytes: 10^5 rows take about a third of it. */
const largestRegister = 50_000_000;
/** Most rows of a register. */
export const mostRows = 200_000;
/** Most columns of a register. */
export const mostColumns = 200;

/** Refuse a file. */
export function refuse(
  lang: RegisterLang,
  file: string,
  key: RegisterText,
  args: Readonly<Record<string, string | number>> = {},
  notes: ProblemNotes & { readonly line?: number } = {},
): never {
  const { line, ...rest } = notes;
  const place = line === undefined ? { file } : { file, line };
  throw new InputError([problemIn(lang, place, tell(lang, key, args), rest)], "register");
}

/** Refuse a table with more rows (the headers aside) or columns than a register may have. */
export function refuseSize(
  lang: RegisterLang,
  file: string,
  rows: number,
  cells: readonly { readonly length: number }[],
): void {
  if (rows > mostRows) refuse(lang, file, "tooManyRows", {}, { allowed: tell(lang, "atMost", { n: mostRows }) });
  const widest = cells.reduce((most, { length }) => Math.max(most, length), 0);
  if (widest <= mostColumns) return;
  refuse(
    lang,
    file,
    "tooManyColumns",
    {},
    { found: String(widest), allowed: tell(lang, "atMost", { n: mostColumns }) },
  );
}

/**
 * Read the bytes of a register, which comes from strangers: an ordinary file of a bounded size.
 *
 * @param path the file
 * @returns its bytes and their SHA-256 as hexadecimal text
 * @throws InputError when it is no file, cannot be read or is too large
 */
export function readRegisterBytes(
  path: string,
  lang: RegisterLang,
): { readonly bytes: Uint8Array; readonly sha256: string } {
  const code = (error: unknown): string =>
    error instanceof Error && "code" in error ? String(error.code) : String(error);
  if (path.includes("\0")) refuse(lang, JSON.stringify(path), "notAFile");
  try {
    // A pipe or a device would hang the opening: look before.
    if (!statSync(path).isFile()) refuse(lang, path, "notAFile");
  } catch (error) {
    if (error instanceof InputError) throw error;
    const why = code(error);
    refuse(lang, path, why === "ENOENT" || why === "ENOTDIR" ? "noSuchFile" : "unreadable", { why });
  }
  let handle: number | undefined;
  try {
    handle = openSync(path, "r");
    const { size } = fstatSync(handle);
    const megabytes = { n: largestRegister / 1_000_000 };
    if (size > largestRegister) {
      refuse(lang, path, "tooLarge", {}, { found: `${size} bytes`, allowed: tell(lang, "megabytes", megabytes) });
    }
    const bytes = new Uint8Array(size);
    let read = 0;
    while (read < size) {
      const got = readSync(handle, bytes, read, size - read, read);
      if (got === 0) break;
      read += got;
    }
    const contents = bytes.subarray(0, read);
    return { bytes: contents, sha256: createHash("sha256").update(contents).digest("hex") };
  } catch (error) {
    if (error instanceof InputError) throw error;
    return refuse(lang, path, "unreadable", { why: code(error) });
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** Take blanks away around a text: also those that do not break. */
export function trimmed(text: string): string {
  return text.replace(/^[\s\u00a0\u202f\u2007\u2009\ufeff]+|[\s\u00a0\u202f\u2007\u2009]+$/g, "");
}
