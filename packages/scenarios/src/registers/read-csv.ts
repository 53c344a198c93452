// From the bytes of a CSV file to a table. UTF-8 with or without a byte order mark; what is no UTF-8 is read as Latin-1 (as
// Windows means it). Columns are separated by semicolons, commas or tabs: the one that makes the most headers known.

import { CsvError, parse } from "csv-parse/sync";
import { type Cell, mostColumns, mostRows, refuse, refuseSize, type Table, type TableRow, trimmed } from "./table.ts";
import { type RegisterLang, tell } from "./texts.ts";

const separators = [";", "\t", ","] as const;
type Separator = (typeof separators)[number];

/**
 * Read CSV.
 *
 * @param bytes the file's contents
 * @param file its name in messages
 * @param known says how many of these headers are known
 * @throws InputError when it is no text, no CSV, or empty
 */
export function readCsv(
  bytes: Uint8Array,
  file: string,
  known: (headers: readonly string[]) => number,
  lang: RegisterLang,
): Table {
  const { text: written, encoding } = decoded(bytes, file, lang);
  // One kind of line end, so that lines are counted alike everywhere.
  const text = written.replaceAll(/\r\n?/g, "\n");
  if (trimmed(text) === "") refuse(lang, file, "empty");
  // The first line "sep=;" is how some spreadsheets are told.
  const told = /^\ufeff?sep=([;,\t])\n/i.exec(text)?.[1] as Separator | undefined;
  const from = told === undefined ? 1 : 2;
  const separator = told ?? bestSeparator(text, known);
  const rows = rowsOf(text, separator, from, file, lang);
  const [head, ...body] = rows;
  if (head === undefined) return refuse(lang, file, "empty");
  return { file, head, body, form: { kind: "csv", separator, encoding } };
}

function decoded(
  bytes: Uint8Array,
  file: string,
  lang: RegisterLang,
): { readonly text: string; readonly encoding: "UTF-8" | "Latin-1" } {
  const allowed = tell(lang, "saveAs");
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    refuse(lang, file, "utf16", {}, { allowed });
  if (bytes.includes(0)) refuse(lang, file, "notText", {}, { allowed });
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "UTF-8" };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(bytes), encoding: "Latin-1" };
  }
}

function bestSeparator(text: string, known: (headers: readonly string[]) => number): Separator {
  let best: Separator = ";";
  let bestScore = -1;
  for (const separator of separators) {
    let headers: string[] = [];
    try {
      headers = (parse(text, { ...reading(separator), to: 1 }) as string[][])[0] ?? [];
    } catch {
      // A quote that this separator makes stray: another one will do.
    }
    const score = known(headers) * (mostColumns + 1) + Math.min(headers.length, mostColumns);
    if (score > bestScore) {
      best = separator;
      bestScore = score;
    }
  }
  return best;
}

function reading(separator: Separator): { readonly [option: string]: unknown } {
  return { bom: true, delimiter: separator, record_delimiter: "\n", relax_column_count: true, skip_empty_lines: true };
}

function rowsOf(text: string, separator: Separator, from: number, file: string, lang: RegisterLang): TableRow[] {
  let records: readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
  try {
    records = parse(text, {
      ...reading(separator),
      from_line: from,
      to: mostRows + 2,
      info: true,
    }) as unknown as typeof records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === "number" ? { line: error.lines } : {};
    if (error.code === "CSV_QUOTE_NOT_CLOSED") return refuse(lang, file, "openQuote", {}, line);
    if (/QUOTE/.test(error.code)) return refuse(lang, file, "strayQuote", {}, line);
    return refuse(lang, file, "badCsv", { why: error.code }, line);
  }
  refuseSize(
    lang,
    file,
    records.length - 1,
    records.map(({ record }) => record),
  );
  const breaks = (value: string): number => (value.includes("\n") ? value.split("\n").length - 1 : 0);
  return records
    .map(({ record, info }) => {
      // The parser counts up to the row's end; cells with line breaks move the others down.
      let line = info.lines - record.reduce((sum, value) => sum + breaks(value), 0);
      const first = line;
      const cells = record.map((value, c): Cell => {
        const cell = { text: trimmed(value), line, column: c + 1 };
        line += breaks(value);
        return cell;
      });
      return { line: first, cells };
    })
    .filter(({ cells }) => cells.some((one) => one.text !== ""));
}
