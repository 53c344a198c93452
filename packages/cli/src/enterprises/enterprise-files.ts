// Results by enterprise as files: CSV and Parquet for programs, XLSX for staff to sort and filter. Names and ids stand only in files of their
// own, marked internal. No text of a register becomes a formula in a spreadsheet.

import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type ParquetColumn, writeAtomically, writeParquet } from "@tiltak/sim-core/node";
import { streams } from "@tiltak/sim-core/programme";
import type { Lang } from "../commands/texts.ts";
import { csvField, neutralised } from "../csv.ts";
import { groupName } from "../i18n/index.ts";
import { meaningOf } from "./column-meanings.ts";
import type { EnterpriseResult } from "./enterprise-results.ts";
import { type EnterpriseText, sayOf } from "./texts.ts";

/** What goes into the files beside the results. */
export interface EnterpriseFilesOptions {
  readonly lang: Lang;
  /** Scenario that the others are compared with. */
  readonly first: string;
  readonly years: number;
  /** Whether the enterprises are those of a user's register. */
  readonly ownRegister: boolean;
  /** Id and name by pseudonym; files with names are written only when given. */
  readonly names?: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
}

type Value = number | string | null;

interface FileColumn {
  readonly key: string;
  readonly title: string;
  readonly kind: "text" | "whole" | "people" | "kroner" | "share";
  readonly value: (row: EnterpriseResult) => Value;
}

const internalStem = "enterprises-internal";

/**
 * Write the results by enterprise into a run directory.
 *
 * @returns the paths of the files, those with names last; and of files with names that an earlier run left and that are gone now
 */
export async function writeEnterpriseFiles(
  folder: string,
  results: readonly EnterpriseResult[],
  options: EnterpriseFilesOptions,
): Promise<{ readonly written: readonly string[]; readonly removed: readonly string[] }> {
  const columns = columnsOf(results, options);
  const written: string[] = [];
  const write = async (stem: string, list: readonly FileColumn[], internal: boolean): Promise<void> => {
    const csv = join(folder, `${stem}.csv`);
    await writeAtomically(csv, [csvOf(results, list)]);
    const xlsx = join(folder, `${stem}.xlsx`);
    await writeAtomically(xlsx, [await xlsxOf(results, list, options, internal)]);
    written.push(csv, xlsx);
  };
  const parquet = join(folder, "enterprises.parquet");
  // Descriptions are the same in every language, and so are the bytes.
  await writeParquet(parquet, parquetOf(results, columnsOf(results, { ...options, lang: "en" })));
  written.push(parquet);
  await write("enterprises", columns, false);
  const { names } = options;
  if (names === undefined) {
    // Names that an earlier run left are not kept beyond what is asked for now.
    const held = await readdir(folder);
    const removed = held.filter((name) => name.startsWith(`${internalStem}.`)).map((name) => join(folder, name));
    for (const file of removed) await rm(file, { force: true });
    return { written, removed };
  }
  const named: readonly FileColumn[] = [
    {
      key: "id-internal",
      title: sayOf(options.lang, "id"),
      kind: "text",
      value: ({ enterprise }) => names.get(enterprise)?.id ?? "",
    },
    {
      key: "name-internal",
      title: sayOf(options.lang, "name"),
      kind: "text",
      value: ({ enterprise }) => names.get(enterprise)?.name ?? "",
    },
  ];
  await write(internalStem, [...columns.slice(0, 2), ...named, ...columns.slice(2)], true);
  return { written, removed: [] };
}

function columnsOf(
  results: readonly EnterpriseResult[],
  { lang, first, ownRegister }: EnterpriseFilesOptions,
): readonly FileColumn[] {
  const t = (key: EnterpriseText): string => sayOf(lang, key);
  const people = (count: number | null, { disclosure }: EnterpriseResult): Value =>
    disclosure === "shown" ? count : disclosure === "small" ? "<5" : "hidden";
  const spread = (
    key: string,
    title: string,
    of: (row: EnterpriseResult) => EnterpriseResult["change"],
  ): readonly FileColumn[] =>
    (["mean", "low", "high", "p05", "p95"] as const).map((part) => ({
      key: `${key}-${part}`,
      title: `${title}, ${t(part)}`,
      kind: "share",
      value: (row) => of(row)?.[part] ?? null,
    }));
  const several = results.some(({ difference }) => difference !== null);
  return [
    { key: "scenario", title: t("scenario"), kind: "text", value: ({ scenario }) => scenario },
    { key: "enterprise", title: t("enterprise"), kind: "text", value: ({ enterprise }) => enterprise },
    { key: "decile", title: t("decile"), kind: "whole", value: ({ decile }) => decile },
    {
      key: "size-class",
      title: t("size"),
      kind: "text",
      // With its unit, since a spreadsheet would take "5-10" for a date.
      value: ({ sizeClass }) => `${sizeClass.replace("<", "0-")} MNOK`,
    },
    ...(ownRegister
      ? [
          {
            key: "participants-before",
            title: t("participantsBefore"),
            kind: "people" as const,
            value: (row: EnterpriseResult) => people(row.participantsBefore, row),
          },
        ]
      : []),
    {
      key: "participants-after",
      title: t("participantsAfter"),
      kind: "people",
      value: (row) => people(row.participantsAfter, row),
    },
    { key: "revenue-before", title: `${t("revenue")} ${t("before")}`, kind: "kroner", value: ({ before }) => before },
    { key: "revenue-after", title: `${t("revenue")} ${t("after")}`, kind: "kroner", value: ({ after }) => after },
    ...spread("change", t("change"), ({ change }) => change),
    ...(several ? spread("difference", sayOf(lang, "against", { a: first }), ({ difference }) => difference) : []),
    { key: "probability-deficit", title: t("deficit"), kind: "share", value: ({ deficit }) => deficit },
    { key: "probability-closed", title: t("closed"), kind: "share", value: ({ closed }) => closed },
    ...streams.flatMap((stream): FileColumn[] =>
      (["before", "after"] as const).map((when) => ({
        key: `${stream}-${when}`,
        title: `${t(stream)} ${t(when)}`,
        kind: "kroner",
        value: ({ streams: all }) => all[stream][when],
      })),
    ),
    {
      key: "imputed",
      title: t("imputed"),
      kind: "text",
      value: ({ imputed }) => imputed.map((field) => imputedNames[field] ?? field).join(" "),
    },
  ];
}

const imputedNames: Readonly<Record<string, string>> = {
  stateSubsidyNok: "state-subsidy",
  municipalSubsidyNok: "municipal-subsidy",
  salesNok: "sales",
  otherNok: "other",
  aftNok: "aft",
};

function rounded(value: Value, kind: FileColumn["kind"]): Value {
  if (typeof value !== "number") return value;
  const digits = kind === "share" ? 4 : kind === "people" ? 1 : 0;
  const number = Number(value.toFixed(digits));
  return number === 0 ? 0 : number;
}

function csvOf(results: readonly EnterpriseResult[], columns: readonly FileColumn[]): string {
  const field = (value: Value): string => {
    if (value === null) return "";
    return typeof value === "number" ? String(value) : csvField(neutralised(value));
  };
  const lines = results.map((row) => columns.map(({ value, kind }) => field(rounded(value(row), kind))));
  return [columns.map(({ key }) => key), ...lines].map((cells) => `${cells.join(",")}\n`).join("");
}

const formats: Readonly<Record<FileColumn["kind"], string | undefined>> = {
  text: undefined,
  whole: "0",
  people: "0.0",
  kroner: "#,##0",
  share: "0.0%",
};

async function xlsxOf(
  results: readonly EnterpriseResult[],
  columns: readonly FileColumn[],
  options: EnterpriseFilesOptions,
  internal: boolean,
): Promise<Uint8Array> {
  const { lang, years, ownRegister } = options;
  const t = (key: EnterpriseText): string => sayOf(lang, key);
  const inSheet = (value: Value): Value =>
    value === "hidden" ? t("hidden") : typeof value === "string" ? neutralised(value) : value;
  // A class stands in the reader's words; files for programs have one name of it in every language.
  const cell = ({ key, kind, value }: FileColumn, row: EnterpriseResult): Value =>
    key === "size-class" ? groupName(lang, row.sizeClass) : inSheet(rounded(value(row), kind));
  const lastColumn = columnLetters(columns.length);
  const about = [
    t("aboutRisk"),
    sayOf(lang, "aboutMoney", { years }),
    t("aboutMean"),
    t("aboutClasses"),
    ...(ownRegister ? [t("aboutSize"), t("smallCounts"), t("aboutPseudonym")] : [t("aboutSynthetic")]),
    ...(results.some(({ imputed }) => imputed.length > 0) ? [t("aboutImputed")] : []),
  ];
  const fixed = new Date(0);
  const { writeXlsx } = await import("hucre/xlsx");
  return await writeXlsx({
    // A fixed date: the same results make the same bytes.
    properties: { creator: "tiltak", created: fixed, modified: fixed },
    sheets: [
      {
        name: internal ? `${t("sheet")} (INTERN)` : t("sheet"),
        columns: columns.map(({ key, title, kind }) => ({
          key,
          header: title,
          width: kind === "text" ? 22 : 16,
          ...(formats[kind] === undefined ? {} : { numFmt: formats[kind] }),
        })),
        data: results.map((row) => Object.fromEntries(columns.map((column) => [column.key, cell(column, row)]))),
        // Long headers wrap, in bold.
        cells: new Map(
          columns.map(({ title }, c) => [
            `0,${c}`,
            {
              value: title,
              type: "string",
              style: { font: { bold: true }, alignment: { wrapText: true, vertical: "top" } },
            },
          ]),
        ),
        rowDefs: new Map([[0, { height: 62 }]]),
        freezePane: { rows: 1, columns: 2 },
        autoFilter: { range: `A1:${lastColumn}${results.length + 1}` },
      },
      {
        name: t("readMe"),
        columns: [
          { key: "title", header: t("column"), width: 44 },
          { key: "unit", header: t("unit"), width: 28 },
          { key: "meaning", header: t("meaning"), width: 110 },
          { key: "key", header: t("inCsv"), width: 26 },
        ],
        data: [
          ...(internal ? [{ title: t("aboutInternal") }] : []),
          ...columns.map(({ key, title }) => ({ title: neutralised(title), key, ...meaningOf(lang, key) })),
          {},
          ...about.map((meaning, i) => ({ title: i === 0 ? t("note") : "", meaning })),
        ],
        freezePane: { rows: 1, columns: 1 },
      },
    ],
  });
}

/** Write the number of a column as a spreadsheet does: 1 is A, 27 is AA. */
function columnLetters(column: number): string {
  let text = "";
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    text = String.fromCharCode(65 + ((rest - 1) % 26)) + text;
  }
  return text;
}

function parquetOf(results: readonly EnterpriseResult[], columns: readonly FileColumn[]): ParquetColumn[] {
  return [
    ...columns.map(({ key, kind, title, value }): ParquetColumn => {
      if (kind === "text") {
        return { name: key, type: "string", description: title, data: results.map((row) => String(value(row) ?? "")) };
      }
      const numbers = results.map((row) => {
        const one = value(row);
        return typeof one === "number" ? one : Number.NaN;
      });
      const unit = kind === "kroner" ? "NOK a year" : kind === "share" ? "share" : kind === "people" ? "persons" : "";
      return {
        name: key,
        type: "double",
        optional: true,
        description: title,
        ...(unit === "" ? {} : { unit }),
        data: Float64Array.from(numbers),
      };
    }),
    {
      name: "disclosure",
      type: "string",
      description: "shown; small: a count from 1 to 4; hidden: so that a small one stays so",
      data: results.map(({ disclosure }) => disclosure),
    },
  ];
}
