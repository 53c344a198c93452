// A design of one's own: a CSV or Parquet file with one column for each parameter and one row for each point. Read against the registry, with
// every problem at its line (of a Parquet file: its row, the names being line 1).

import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { type DesignPoint, InputError, type ParameterSpec, type Problem } from "@tiltak/sim-core";
import { loadEvidence } from "./evidence.ts";
import { unknownParameter } from "./load-scenario.ts";
import type { ParameterEntry } from "./schema/evidence.ts";
import { readQuantity } from "./schema/quantity.ts";
import { show } from "./zod-problems.ts";

/** Largest table, in bytes. */
const largestTable = 100_000_000;
/** Problems that are told before the rest is only counted. */
const mostProblems = 20;

/** A table that somebody else has read: texts as a CSV file would hold them. */
export interface DesignTable {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Tell whether a file is one of Parquet, by its name. */
export function isParquet(file: string): boolean {
  return /\.parquet$/i.test(file);
}

/**
 * Read a table of points.
 *
 * @param path the file
 * @param file its name in messages
 * @param given the table when it is a Parquet file
 * @returns the parameters of its columns, and a point for each row
 * @throws InputError with the problems of all lines (the first 20, and how many more)
 */
export function readDesignTable(
  path: string,
  file: string,
  given?: DesignTable,
): { readonly ids: readonly string[]; readonly points: readonly DesignPoint[] } {
  if (isParquet(file) && given === undefined) {
    throw new InputError([{ file, message: "cannot be read, or is no Parquet file" }], "design-table");
  }
  const rows = given === undefined ? rowsOf(textOf(path, file), file) : givenRows(given);
  const problems: Problem[] = [];
  let more = 0;
  const fail = (problem: Problem): void => {
    if (problems.length < mostProblems) problems.push({ file, ...problem });
    else more += 1;
  };
  const [head, ...body] = rows;
  if (head === undefined || body.length === 0) {
    throw new InputError(
      [{ file, message: "needs a line of parameter names and at least one line of values" }],
      "design-table",
    );
  }
  const { parameters } = loadEvidence();
  const entries: (ParameterEntry | undefined)[] = head.fields.map((name, column) => {
    const id = name.trim();
    const entry = parameters.get(id);
    const place = { line: head.line, path: `column ${column + 1}` };
    if (entry === undefined || entry.reserved === true) fail({ ...place, ...unknownParameter(id, entry) });
    if (head.fields.findIndex((other) => other.trim() === id) < column)
      fail({ ...place, message: "stands twice", found: show(id) });
    return entry;
  });
  const ids = head.fields.map((name) => name.trim());
  const points: DesignPoint[] = [];
  for (const { fields, line } of body) {
    if (fields.length !== ids.length) {
      fail({ line, message: `has ${fields.length} values for ${ids.length} columns` });
      continue;
    }
    const values: Record<string, ParameterSpec> = {};
    for (const [column, field] of fields.entries()) {
      const entry = entries[column];
      if (entry === undefined) continue;
      const result = readQuantity(field.trim(), entry);
      if ("quantity" in result) values[entry.id] = result.quantity.spec;
      else for (const { at: _, ...problem } of result.problems) fail({ line, path: entry.id, ...problem });
    }
    points.push({ parameters: values });
  }
  if (more > 0) problems.push({ file, message: `and ${more} more problems` });
  if (problems.length > 0) throw new InputError(problems, "design-table");
  return { ids, points };
}

function givenRows({ names, rows }: DesignTable): Row[] {
  return [names, ...rows].map((fields, i) => ({ line: i + 1, fields }));
}

function textOf(path: string, file: string): string {
  const refuse = (message: string, allowed?: string): never => {
    throw new InputError([{ file, message, ...(allowed === undefined ? {} : { allowed }) }], "design-table");
  };
  let handle: number;
  try {
    handle = openSync(path, "r");
  } catch (error) {
    return refuse(`cannot be read: ${error instanceof Error && "code" in error ? String(error.code) : String(error)}`);
  }
  try {
    const info = fstatSync(handle);
    if (!info.isFile()) return refuse("is no file");
    if (info.size > largestTable) return refuse(`has ${info.size} bytes`, `at most ${largestTable}`);
    const bytes = Buffer.alloc(info.size);
    let read = 0;
    while (read < bytes.length) {
      const got = readSync(handle, bytes, read, bytes.length - read, read);
      if (got === 0) break;
      read += got;
    }
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, read));
  } catch (error) {
    if (error instanceof InputError) throw error;
    return refuse("is not text in UTF-8");
  } finally {
    closeSync(handle);
  }
}

interface Row {
  readonly line: number;
  readonly fields: readonly string[];
}

/** Take CSV apart (RFC 4180): fields with commas, quotes or line ends stand in double quotes; empty lines are passed over. */
function rowsOf(text: string, file: string): Row[] {
  const rows: Row[] = [];
  let fields: string[] = [];
  let field = "";
  let quoted = false;
  let line = 1;
  let startLine = 1;
  const endRow = (): void => {
    fields.push(field);
    if (fields.length > 1 || fields[0]?.trim() !== "") rows.push({ line: startLine, fields });
    fields = [];
    field = "";
  };
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (c === "\n") line += 1;
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') {
        field += '"';
        i += 1;
      } else if (c === '"') quoted = false;
      else field += c;
    } else if (c === '"' && field.trim() === "") {
      quoted = true;
      field = "";
    } else if (c === ",") {
      fields.push(field);
      field = "";
    } else if (c === "\n") {
      endRow();
      startLine = line;
    } else if (c !== "\r") field += c;
  }
  if (quoted)
    throw new InputError([{ file, line: startLine, message: "has a quote that is never closed" }], "design-table");
  endRow();
  return rows;
}
