// From a file to the values of its columns: which header means what, in which unit, with which decimal mark. Every cell that does
// not hold what its column needs is a problem with line, column and header. Nothing here knows enterprises or municipalities.

import { Complaints } from "./complaints.ts";
import {
  type Column,
  exampleOf,
  holdsPersonNumber,
  isAmount,
  isPersonColumn,
  isPlacesColumn,
  namesOf,
  properHeader,
  properName,
  type ReadHeader,
  readHeader,
} from "./headers.ts";
import { nearColumn } from "./near-column.ts";
import { readNumber, scaled } from "./numbers.ts";
import { readCsv } from "./read-csv.ts";
import { looksLikeXls, looksLikeXlsx, readXlsx } from "./read-xlsx.ts";
import { type Cell, refuse, type Table, type TableRow } from "./table.ts";
import { markName, numberIn, type RegisterLang, type RegisterText, tell } from "./texts.ts";

/** How a register is to be read. */
export interface RegisterOptions {
  readonly lang: RegisterLang;
  /** Whether missing values are imputed by the law of the synthetic register; else each is a problem. */
  readonly impute?: boolean;
  /** Power of ten of kroner for amounts whose header has no unit: 0 or 3. */
  readonly power?: 0 | 3;
  /** Year of the accounts where the file has none. */
  readonly accountsYear?: number;
}

/** What became of a column of the file, or of a column that it does not have. */
export interface MappedColumn {
  /** As written; undefined for a column that the file does not have. */
  readonly header?: string;
  /** Position from 1. */
  readonly column?: number;
  readonly field?: string;
  readonly power?: number;
}

/** Values of one row by field; amounts in kroner. An empty cell has no value. */
export interface ValueRow {
  readonly line: number;
  readonly values: Readonly<Record<string, number | string>>;
  /** Where each field stands. */
  readonly place: (field: string) => { readonly line: number; readonly column?: number; readonly path?: string };
}

/** A file that has been read. */
export interface ReadTable {
  readonly table: Table;
  readonly rows: readonly ValueRow[];
  readonly columns: readonly MappedColumn[];
  /** The decimal mark that the file uses; undefined when it uses none. */
  readonly mark: "," | "." | undefined;
  /** The one year that stands in the headers of amounts. */
  readonly headerYear: number | undefined;
  readonly complaints: Complaints;
}

const longestText = 200;
const longestId = 60;
const earliestYear = 2016;
const latestYear = 2035;

/**
 * Read a register.
 *
 * @param bytes contents of the file
 * @param file its name in messages
 * @param columns the columns that are known
 * @returns the rows that could be read, and the problems so far
 * @throws InputError when the file as such cannot be read
 */
export async function readTable(
  bytes: Uint8Array,
  file: string,
  columns: readonly Column[],
  options: RegisterOptions,
): Promise<ReadTable> {
  const { lang } = options;
  const known = new Map(columns.flatMap((column) => namesOf(column).map((name) => [name, column])));
  const countKnown = (headers: readonly string[]): number =>
    new Set(headers.map((header) => known.get(readHeader(header).name)).filter((column) => column !== undefined)).size;
  if (bytes.length === 0) refuse(lang, file, "empty");
  if (looksLikeXls(bytes)) refuse(lang, file, "oldExcel", {}, { allowed: tell(lang, "saveAs") });
  const table = looksLikeXlsx(bytes) ? await readXlsx(bytes, file, lang) : readCsv(bytes, file, countKnown, lang);
  const complaints = new Complaints(file, lang);
  const mapped = mapColumns(table, columns, known, options, complaints);
  if (mapped.size === 0) {
    complaints.add({ line: table.head.line }, "noColumns", {}, { found: headersText(table) });
    complaints.end();
  }
  if (table.body.length === 0) {
    complaints.add({}, "headerOnly");
    complaints.end();
  }
  const numeric = [...mapped.values()].filter(({ column }) => isNumeric(column));
  const mark = decimalMark(table, numeric);
  const rows = table.body.flatMap((row) => valuesOf(row, table, mapped, mark, complaints) ?? []);
  const order = table.head.cells.map((cell): MappedColumn => {
    const found = [...mapped.values()].find(({ at }) => at === cell.column);
    return {
      header: cell.text,
      column: cell.column,
      ...(found === undefined ? {} : { field: found.column.field, power: found.power }),
    };
  });
  const absent = columns.filter(({ field }) => !mapped.has(field)).map(({ field }) => ({ field }));
  const years = new Set([...mapped.values()].flatMap(({ header: { year } }) => year ?? []));
  const headerYear = years.size === 1 ? [...years][0] : undefined;
  if (years.size > 1 && !mapped.has("accountsYear")) {
    complaints.add({ line: table.head.line }, "twoYears", {}, { found: [...years].join(", ") });
  }
  return {
    table,
    rows,
    columns: [...order.filter(({ header }) => header !== ""), ...absent],
    mark,
    headerYear,
    complaints,
  };
}

interface Mapped {
  readonly column: Column;
  /** Position from 1. */
  readonly at: number;
  readonly header: ReadHeader;
  readonly written: string;
  readonly power: number;
}

function isNumeric(column: Column): boolean {
  return isAmount(column) || column.kind === "count" || column.kind === "year";
}

function headersText(table: Table): string {
  return table.head.cells.map(({ text }) => text).join(" | ");
}

/** Find out what each header means. */
function mapColumns(
  table: Table,
  columns: readonly Column[],
  known: ReadonlyMap<string, Column>,
  options: RegisterOptions,
  complaints: Complaints,
): Map<string, Mapped> {
  const { lang } = options;
  const { line, cells } = table.head;
  const mapped = new Map<string, Mapped>();
  const strangers: { readonly cell: Cell; readonly header: ReadHeader }[] = [];
  for (const cell of cells) {
    const place = { line, column: cell.column, path: cell.text };
    if (cell.text === "") {
      const used = table.body.find((row) => (row.cells[cell.column - 1]?.text ?? "") !== "");
      if (used !== undefined) complaints.add({ line: used.line, column: cell.column }, "namelessColumn");
      continue;
    }
    const header = readHeader(cell.text);
    if (holdsPersonNumber(cell.text)) {
      complaints.add(place, "personNumber");
      continue;
    }
    if (isPersonColumn(header.name)) {
      complaints.add(place, "personColumn");
      continue;
    }
    const column = known.get(header.name);
    if (column === undefined) {
      strangers.push({ cell, header });
      continue;
    }
    const one = {
      column,
      at: cell.column,
      header,
      written: cell.text,
      power: powerOf(column, header, place, options, complaints),
    };
    const other = mapped.get(column.field);
    if (other === undefined) {
      mapped.set(column.field, one);
      continue;
    }
    // A number beside a name, or an id beside an organisation number: the more exact name is meant. Amounts are never chosen among.
    const rank = (which: Mapped): number => namesOf(column).indexOf(which.header.name);
    const mayChoose = (column.kind === "id" || column.kind === "text") && rank(one) !== rank(other);
    if (!mayChoose) complaints.add(place, "doubleColumn", { other: other.at });
    else if (rank(one) < rank(other)) mapped.set(column.field, one);
  }
  const missing = columns.filter((column) => !mapped.has(column.field));
  const misspelt = new Set<string>();
  for (const { cell, header } of strangers) {
    const place = { line, column: cell.column, path: cell.text };
    const near = nearColumn(header.name, missing);
    if (near !== undefined) {
      complaints.add(place, "nearColumn", {}, { nearest: near });
      const meant = known.get(readHeader(near).name);
      if (meant !== undefined) misspelt.add(meant.field);
    } else if (isPlacesColumn(header.name) && missing.some(({ field }) => field === "participants"))
      complaints.add(place, "placesColumn");
  }
  if (mapped.size === 0) return mapped;
  const power = commonPower([...mapped.values()], options);
  // One that is misspelt has been told of.
  for (const column of missing.filter(({ field }) => !misspelt.has(field))) {
    const place = { line, path: properName(column, lang) };
    const inHeaders = [...mapped.values()].some(({ header: { year } }) => year !== undefined);
    if (column.field === "accountsYear" && (options.accountsYear !== undefined || inHeaders)) continue;
    if (column.needed === "no" || (column.needed === "or-impute" && options.impute === true)) continue;
    const key = column.field === "accountsYear" ? "yearColumn" : column.needed === "yes" ? undefined : "orImpute";
    const written = columnToWrite(column, power, lang);
    complaints.add(
      place,
      "missingColumn",
      {},
      { allowed: key === undefined ? written : tell(lang, key, { column: written }) },
    );
  }
  return mapped;
}

/** The unit in which most amounts of a file are, so that one more goes with them. */
function commonPower(mapped: readonly Mapped[], { power }: RegisterOptions): number {
  const amounts = mapped.filter(({ column }) => isAmount(column)).map((one) => one.power);
  const count = (which: number): number => amounts.filter((one) => one === which).length;
  return [...new Set(amounts)].sort((a, b) => count(b) - count(a))[0] ?? power ?? 0;
}

/** Say how a column that is not there is written: its header in both languages, and a value. */
function columnToWrite(column: Column, power: number, lang: RegisterLang): string {
  return tell(lang, "columnToWrite", {
    own: properHeader(column, lang, power),
    other: properHeader(column, lang === "nb" ? "en" : "nb", power),
    example: exampleOf(column, power),
  });
}

function powerOf(
  column: Column,
  header: ReadHeader,
  place: { readonly line: number; readonly column: number; readonly path: string },
  { lang, power }: RegisterOptions,
  complaints: Complaints,
): number {
  if (!isAmount(column)) {
    if (header.power !== undefined) complaints.add(place, "unitOfCount");
    return 0;
  }
  if (header.power !== undefined) {
    if (power !== undefined && power !== header.power) complaints.add(place, "unitConflict");
    return header.power;
  }
  if (power === undefined) {
    complaints.add(place, "noUnit", {}, { allowed: tell(lang, "unitAllowed", { header: place.path }) });
  }
  return power ?? 0;
}

/** The mark that the file's unambiguous numbers use: the more frequent one, a comma when both are as frequent. */
function decimalMark(table: Table, numeric: readonly Mapped[]): "," | "." | undefined {
  let commas = 0;
  let points = 0;
  for (const { cells } of table.body) {
    for (const { at } of numeric) {
      const cell = cells[at - 1];
      if (cell === undefined || cell.kind !== undefined) continue;
      const read = readNumber(cell.text);
      if (read.is !== "number" || read.ambiguous) continue;
      if (read.mark === ",") commas += 1;
      if (read.mark === ".") points += 1;
    }
  }
  return commas === 0 && points === 0 ? undefined : points > commas ? "." : ",";
}

/** Read one row; undefined when it cannot be lined up with the headers. */
function valuesOf(
  row: TableRow,
  table: Table,
  mapped: ReadonlyMap<string, Mapped>,
  mark: "," | "." | undefined,
  complaints: Complaints,
): ValueRow | undefined {
  const { cells, line } = row;
  const of = table.head.cells.length;
  const extra = cells.slice(of).some(({ text }) => text !== "");
  if (cells.length < of || extra) {
    const comma = table.form.kind === "csv" && table.form.separator === ",";
    complaints.add({ line }, comma ? "fieldCount" : "fieldCountPlain", { n: cells.length, of });
    return undefined;
  }
  let person = false;
  for (const cell of cells) {
    if (!holdsPersonNumber(cell.text)) continue;
    person = true;
    const path = table.head.cells[cell.column - 1]?.text ?? "";
    // A whole column on persons has been complained of once.
    if (isPersonColumn(readHeader(path).name)) continue;
    const found = tell(complaints.lang, "hidden", { n: cell.text.replaceAll(/\D/g, "").length });
    complaints.add({ line: cell.line, column: cell.column, path }, "personNumber", {}, { found });
  }
  if (person) return undefined;
  const names = ["id", "name"].flatMap((field) => {
    const one = mapped.get(field);
    return one === undefined ? [] : (cells[one.at - 1]?.text ?? "");
  });
  const total = names.find((text) => /^(sum|totalt?|i alt|samlet|hele landet|total|all)$/i.test(text));
  if (total !== undefined) {
    complaints.add({ line }, "totalRow", {}, { found: total });
    return undefined;
  }
  const values: Record<string, number | string> = {};
  for (const [field, one] of mapped) {
    const cell = cells[one.at - 1];
    if (cell === undefined || cell.text === "") continue;
    const place = { line: cell.line, column: one.at, path: one.written };
    const value = isNumeric(one.column)
      ? numberOf(cell, one, place, mark, complaints)
      : textOf(cell, one.column, place, complaints);
    if (value !== undefined) values[field] = value;
    else values[unreadable(field)] = 1;
  }
  const place: ValueRow["place"] = (field) => {
    const one = mapped.get(field);
    if (one === undefined) return { line };
    return { line: cells[one.at - 1]?.line ?? line, column: one.at, path: one.written };
  };
  return { line, values, place };
}

/** Name under which a row remembers that a cell was there and wrong: it is neither missing nor a value. */
export function unreadable(field: string): string {
  return `${field} unreadable`;
}

type Place = { readonly line: number; readonly column: number; readonly path: string };

function numberOf(
  cell: Cell,
  { column, power }: Mapped,
  place: Place,
  mark: "," | "." | undefined,
  complaints: Complaints,
): number | undefined {
  const { lang } = complaints;
  const found = cell.text;
  if (cell.kind === "formula" || (cell.kind === undefined && found.startsWith("="))) {
    complaints.add(place, "isFormula", {}, { found });
    return undefined;
  }
  if (cell.kind === "date") {
    complaints.add(place, "isDate", {}, { found });
    return undefined;
  }
  if (cell.kind === "error" || /^#(N\/A|REF!|DIV\/0!|VALUE!|NAME\?|NUM!|NULL!|VERDI!|I\/T)$/.test(found)) {
    complaints.add(place, "isError", {}, { found });
    return undefined;
  }
  let value: number;
  if (cell.kind === "number") value = scaled(found, power);
  else {
    const read = readNumber(found);
    if (read.is === "not-number") {
      complaints.add(place, "notNumber", {}, { found, allowed: tell(lang, "numberForms") });
      return undefined;
    }
    if (read.ambiguous && mark === undefined) {
      const [whole = "", fraction = ""] = found.split(/[.,]/);
      const allowed = tell(lang, "ambiguousAllowed", { whole: `${whole}${fraction}`, decimal: found });
      complaints.add(place, "ambiguousNumber", {}, { found, allowed });
      return undefined;
    }
    if (read.mark !== undefined && mark !== undefined && read.mark !== mark) {
      complaints.add(place, "otherMark", { mark: tell(lang, markName(mark)) }, { found });
      return undefined;
    }
    value = scaled(read.digits, power);
  }
  return checkedNumber(value, column, power, found, place, complaints);
}

/** How an amount is written in a unit, by power of ten. */
const amountTexts: Readonly<Record<number, RegisterText>> = { 0: "amountNok", 3: "amountThousand", 6: "amountMillion" };

/** Largest values that are not taken for a mistake of unit. */
const largest = { count: 2_000_000, amount: 10_000_000_000 } as const;

/** Above this a number is shown as it was written: too long to be grouped, or no number at all. */
const largestShown = 1e15;

function checkedNumber(
  value: number,
  column: Column,
  power: number,
  found: string,
  place: Place,
  complaints: Complaints,
): number | undefined {
  const { lang } = complaints;
  if (column.kind === "year") {
    if (Number.isInteger(value) && value >= earliestYear && value <= latestYear) return value;
    const allowed = tell(lang, "years", { from: earliestYear, to: latestYear });
    complaints.add(place, "notYear", {}, { found, allowed });
    return undefined;
  }
  if (value < 0 && column.kind !== "signed-amount") {
    complaints.add(place, "negative", {}, { found, allowed: tell(lang, "fromZero") });
    return undefined;
  }
  if (column.kind === "count" && !Number.isInteger(value)) {
    complaints.add(place, "notWhole", {}, { found });
    return undefined;
  }
  const most = column.kind === "count" ? largest.count : largest.amount;
  if (!(Math.abs(value) <= most)) {
    // Both in the unit of the file, as the reader sees them there.
    const shown = (number: number): string => {
      const n = numberIn(lang, number / Number(`1e${power}`));
      return isAmount(column) ? tell(lang, amountTexts[power] ?? "amountNok", { n }) : n;
    };
    complaints.add(
      place,
      "tooMuch",
      {},
      {
        found: Math.abs(value) < largestShown ? shown(value) : found,
        allowed: tell(lang, "atMost", { n: shown(most) }),
      },
    );
    return undefined;
  }
  return value;
}

function textOf(cell: Cell, column: Column, place: Place, complaints: Complaints): string | undefined {
  const { lang } = complaints;
  if (cell.kind === "formula" || cell.text.startsWith("=")) {
    complaints.add(place, "isFormula", {}, { found: cell.text });
    return undefined;
  }
  if (cell.kind === "error" || cell.kind === "date") {
    complaints.add(place, cell.kind === "date" ? "isDate" : "isError", {}, { found: cell.text });
    return undefined;
  }
  const text = cell.text.replaceAll(/[\s\u00a0\u202f\u2009]+/g, " ");
  if (/[\p{Cc}\p{Bidi_Control}\ufffd]/u.test(text)) {
    complaints.add(place, "controlSign", {}, { found: text });
    return undefined;
  }
  const longest = column.kind === "id" ? longestId : longestText;
  if (text.length > longest) {
    complaints.add(place, "longText", {}, { found: text, allowed: tell(lang, "signs", { n: longest }) });
    return undefined;
  }
  // Organisation numbers are written in groups of three.
  return column.kind === "id" && /^\d{3} \d{3} \d{3}$/.test(text) ? text.replaceAll(" ", "") : text.normalize("NFC");
}

/**
 * Say what belongs into an empty cell: a value, for example.
 *
 * @param columns how the file's columns were taken, for the unit
 */
export function valueAllowed(
  column: Column,
  columns: readonly MappedColumn[],
  mayImpute: boolean,
  lang: RegisterLang,
): { readonly allowed: string } {
  const power = columns.find(({ field }) => field === column.field)?.power ?? 0;
  return { allowed: tell(lang, mayImpute ? "valueOrImpute" : "valueSuchAs", { example: exampleOf(column, power) }) };
}

/** Complain of ids that stand twice and of rows without one. */
export function checkIds(rows: readonly ValueRow[], column: Column, complaints: Complaints): void {
  const first = new Map<string, number>();
  for (const { line, values, place } of rows) {
    const { id } = values;
    if (typeof id !== "string") {
      if (values[unreadable("id")] === undefined)
        complaints.add(
          { path: properName(column, complaints.lang), ...place("id") },
          "missingValue",
          {},
          valueAllowed(column, [], false, complaints.lang),
        );
      continue;
    }
    const before = first.get(id);
    if (before === undefined) first.set(id, line);
    else complaints.add(place("id"), "doubleId", { line: before }, { found: id });
  }
}
