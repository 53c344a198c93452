// A register that has been read: rows for the model, and everything that a reader should see of how they came about.

import { type Column, isAmount, properName, unitName } from "./headers.ts";
import type { MappedColumn, ReadTable, RegisterOptions } from "./read-register.ts";
import { markName, numberIn, type RegisterLang, tell } from "./texts.ts";

/** A register that has been read. */
export interface Register<Row> {
  /** Sorted by id, so that the order of a file moves nothing. */
  readonly rows: readonly Row[];
  readonly columns: readonly MappedColumn[];
  /** Fields that were imputed, by id. */
  readonly imputed: ReadonlyMap<string, readonly string[]>;
  /** How the file was read, column by column, and control totals: lines for a person, in the language asked for. */
  readonly notes: readonly string[];
  /** Rows that are taken but hardly can be right, a line for each; they stand at the end of the notes too. */
  readonly doubts: readonly string[];
}

/** Write a share of the country as per cent: one decimal, more where that would be nothing. */
export function percentIn(lang: RegisterLang, share: number): string {
  const percent = 100 * share;
  return percent === 0 || percent >= 0.05 ? numberIn(lang, percent) : lang === "nb" ? "<0,1" : "<0.1";
}

/** Put together what was read. */
export function registerOf<Row>(
  read: ReadTable,
  rows: readonly Row[],
  imputed: ReadonlyMap<string, readonly string[]>,
  columns: readonly Column[],
  options: RegisterOptions,
  control: (number: (value: number) => string) => readonly string[],
  doubts: readonly string[] = [],
): Register<Row> {
  const { lang } = options;
  const number = (value: number): string => numberIn(lang, value);
  const { form, file } = read.table;
  const separator = { ";": "semicolon", ",": "comma", "\t": "tab" } as const;
  const how =
    form.kind === "xlsx"
      ? tell(lang, "formXlsx", { sheet: form.sheet })
      : tell(lang, "formCsv", {
          separator: tell(lang, separator[form.separator]),
          encoding: form.encoding,
          mark: tell(lang, markName(read.mark)),
        });
  const lines = read.columns.flatMap((column) => columnLine(column, columns, imputed, read, options) ?? []);
  return {
    rows,
    columns: read.columns,
    imputed,
    notes: [
      tell(lang, "readAs", { file, rows: number(rows.length), form: how }),
      ...lines.map((line) => `  ${line}`),
      ...control(number),
      ...doubts,
    ],
    doubts,
  };
}

function columnLine(
  { header, field, power }: MappedColumn,
  columns: readonly Column[],
  imputed: ReadonlyMap<string, readonly string[]>,
  read: ReadTable,
  { lang, accountsYear }: RegisterOptions,
): string | undefined {
  const column = columns.find((one) => one.field === field);
  if (column === undefined) return header === undefined ? undefined : tell(lang, "columnUnread", { header });
  const name = properName(column, lang);
  const count = [...imputed.values()].filter((fields) => fields.includes(column.field)).length;
  const value = accountsYear ?? read.headerYear ?? "";
  const from = tell(lang, accountsYear === undefined ? "fromHeaders" : "fromFlag");
  if (header === undefined) {
    if (count > 0) return tell(lang, "columnImputed", { field: name, n: count });
    if (column.field === "accountsYear") return tell(lang, "columnSettled", { field: name, value, from });
    const assumed = column.field === "equityNok" || column.field === "resultNok" || column.field === "deliveryModel";
    return assumed ? tell(lang, "columnAssumed", { field: name }) : undefined;
  }
  const unit = isAmount(column) ? ` (${unitName(power ?? 0, lang)})` : "";
  if (column.field === "totalNok") return tell(lang, "columnCheck", { header, field: name, unit });
  if (column.field === "name" && columns.some((one) => one.field === "participants"))
    return tell(lang, "columnNames", { header, field: name });
  const line = tell(lang, "columnRead", { header, field: name, unit });
  if (column.field === "accountsYear") {
    const empty = read.rows.filter(({ values }) => values.accountsYear === undefined).length;
    if (empty > 0) return `${line}; ${tell(lang, "someSettled", { n: empty, value, from })}`;
    return accountsYear === undefined ? line : `${line}; ${tell(lang, "flagUnused")}`;
  }
  return count === 0 ? line : `${line}; ${tell(lang, "someImputed", { n: count })}`;
}
