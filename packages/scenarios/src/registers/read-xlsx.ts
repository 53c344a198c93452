// From a spreadsheet (XLSX) to a table: the one visible sheet that holds something. Formulas are marked, not trusted; the
// archive is unpacked under a limit before the library sees it, since it comes from strangers.

import { inflateRawSync } from "node:zlib";
import { InputError } from "@tiltak/sim-core";
import { type Cell, mostRows, refuse, refuseSize, type Table, type TableRow, trimmed } from "./table.ts";
import type { RegisterLang } from "./texts.ts";

/** Most bytes that the archive may unpack to. */
const mostUnpacked = 200_000_000;

/** Say whether bytes begin as an archive does, which every XLSX is. */
export function looksLikeXlsx(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/** Say whether bytes begin as the old spreadsheets do. */
export function looksLikeXls(bytes: Uint8Array): boolean {
  return bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;
}

/**
 * Read a spreadsheet.
 *
 * @param bytes the file's contents
 * @param file its name in messages
 * @throws InputError when it is no XLSX, unpacks to too much, or has no or several sheets with contents
 */
export async function readXlsx(bytes: Uint8Array, file: string, lang: RegisterLang): Promise<Table> {
  refuseBomb(bytes, file, lang);
  let sheets: { readonly name: string; readonly table: readonly TableRow[] }[];
  try {
    // Loaded with the first spreadsheet: most registers are text.
    const { readXlsx: readWorkbook } = await import("hucre/xlsx");
    const workbook = await readWorkbook(bytes, {
      sheets: ({ hidden, veryHidden }) => hidden !== true && veryHidden !== true,
      maxRows: mostRows + 2,
    });
    sheets = workbook.sheets.map(({ name, rows, cells }) => ({
      name,
      table: rows
        .map((row, r) => ({
          line: r + 1,
          cells: row.map((value, c): Cell => cellOf(value, cells?.get(`${r},${c}`)?.formula, r + 1, c + 1)),
        }))
        .filter(({ cells: those }) => those.some((one) => one.text !== "")),
    }));
  } catch (error) {
    if (error instanceof InputError) throw error;
    const why = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    return refuse(lang, file, "badXlsx", { why: why.slice(0, 200) });
  }
  const full = sheets.filter(({ table }) => table.length > 0);
  if (full.length > 1) refuse(lang, file, "twoSheets", {}, { found: full.map(({ name }) => name).join(", ") });
  const [sheet] = full;
  if (sheet === undefined) return refuse(lang, file, "noSheet");
  const [head, ...body] = sheet.table;
  if (head === undefined) return refuse(lang, file, "noSheet");
  refuseSize(
    lang,
    file,
    body.length,
    sheet.table.map(({ cells }) => cells),
  );
  return { file, head, body, form: { kind: "xlsx", sheet: sheet.name } };
}

function cellOf(value: unknown, formula: string | undefined, line: number, column: number): Cell {
  const place = { line, column };
  if (formula !== undefined) return { text: `=${formula}`, kind: "formula", ...place };
  if (typeof value === "number") return { text: plainNumber(value), kind: "number", ...place };
  if (value instanceof Date) return { text: value.toISOString().slice(0, 10), kind: "date", ...place };
  const text = value === null || value === undefined ? "" : trimmed(String(value));
  return /^#(N\/A|REF!|DIV\/0!|VALUE!|NAME\?|NUM!|NULL!)$/.test(text)
    ? { text, kind: "error", ...place }
    : { text, ...place };
}

/** Write a number without an exponent where it is whole: ids and counts come as numbers too. */
function plainNumber(value: number): string {
  return Number.isSafeInteger(value) ? value.toFixed(0) : String(value);
}

/** Walk the archive's directory and unpack each member under what is left of the limit. */
function refuseBomb(bytes: Uint8Array, file: string, lang: RegisterLang): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tooMuch = (): never => refuse(lang, file, "bomb", { n: mostUnpacked / 1_000_000 });
  const damaged = (): never => refuse(lang, file, "badXlsx", { why: "ZIP" });
  let end = bytes.length - 22;
  const lowest = Math.max(0, end - 65_535);
  while (end >= lowest && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < lowest) damaged();
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  let left = mostUnpacked;
  try {
    for (let i = 0; i < count; i += 1) {
      if (view.getUint32(at, true) !== 0x02014b50) damaged();
      const method = view.getUint16(at + 10, true);
      const packed = view.getUint32(at + 20, true);
      const local = view.getUint32(at + 42, true);
      at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
      const begin = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      const member = bytes.subarray(begin, begin + packed);
      left -= method === 8 ? inflateRawSync(member, { maxOutputLength: Math.max(left, 1) }).length : member.length;
      if (left <= 0) tooMuch();
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") tooMuch();
    damaged();
  }
}
