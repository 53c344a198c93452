// A register as CSV, in the form that a spreadsheet of either language writes: for examples, and for handing on what was read.

import type { EnterpriseRow, MunicipalityRow } from "@tiltak/sim-core/programme";
import { type Column, enterpriseColumns, isAmount, municipalityColumns, properName } from "./headers.ts";

/** How a register is written. */
export interface RegisterForm {
  readonly lang: "nb" | "en";
  readonly separator: ";" | "," | "\t";
  readonly decimalMark: "," | ".";
  /** Power of ten of kroner in which amounts stand: 0, 3 or 6. */
  readonly power: 0 | 3 | 6;
  /** Between thousands; nothing when left out. */
  readonly thousands?: " " | "\u00a0" | "\u202f";
  readonly lineEnd?: "\n" | "\r\n";
}

const units = {
  nb: { 0: "kr", 3: "1000 kr", 6: "mill. kr" },
  en: { 0: "NOK", 3: "1000 NOK", 6: "million NOK" },
} as const;

/** Write a register of enterprises, one line for each row in the order given. */
export function writeEnterprises(rows: readonly EnterpriseRow[], form: RegisterForm): string {
  return write(rows as readonly object[] as readonly Readonly<Record<string, unknown>>[], enterpriseColumns, form);
}

/** Write a register of municipalities, one line for each row in the order given. */
export function writeMunicipalities(rows: readonly MunicipalityRow[], form: RegisterForm): string {
  return write(rows as readonly object[] as readonly Readonly<Record<string, unknown>>[], municipalityColumns, form);
}

function write(
  rows: readonly Readonly<Record<string, unknown>>[],
  columns: readonly Column[],
  form: RegisterForm,
): string {
  const used = columns.filter(({ field }) => rows.some((row) => row[field] !== undefined));
  const head = used.map((column) => {
    const name = properName(column, form.lang);
    return quoted(isAmount(column) ? `${name} (${units[form.lang][form.power]})` : name, form);
  });
  const lines = rows.map((row) => used.map((column) => quoted(cellText(row[column.field], column, form), form)));
  return [head, ...lines].map((cells) => cells.join(form.separator) + (form.lineEnd ?? "\n")).join("");
}

function cellText(value: unknown, column: Column, form: RegisterForm): string {
  if (value === undefined) return "";
  if (typeof value !== "number" || column.kind === "year") return String(value);
  return written(value, isAmount(column) ? form.power : 0, form);
}

/** Move the point of a number's digits, without a rounding of its own. */
function written(value: number, power: number, { decimalMark, thousands }: RegisterForm): string {
  const [digits = "", fraction = ""] = Math.abs(value).toFixed(2).split(".");
  const padded = digits.padStart(power + 1, "0");
  const whole = padded.slice(0, padded.length - power);
  const rest = (padded.slice(padded.length - power) + fraction).replace(/0+$/, "");
  const grouped = thousands === undefined ? whole : whole.replaceAll(/\B(?=(\d{3})+$)/g, thousands);
  // Three decimals might be read as thousands: a zero more cannot.
  const decimals = rest.length === 3 ? `${rest}0` : rest;
  return `${value < 0 ? "-" : ""}${grouped}${decimals === "" ? "" : decimalMark + decimals}`;
}

function quoted(text: string, { separator }: RegisterForm): string {
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
