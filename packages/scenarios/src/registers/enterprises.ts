// A register of enterprises: from a file to rows that the model takes, each held against what can be true.

import { nearestName, nearestNote } from "@tiltak/sim-core";
import type { EnterpriseRow, MunicipalityRow } from "@tiltak/sim-core/programme";
import { type DoubtedRow, doubtsOf } from "./doubts.ts";
import { enterpriseColumns, properName } from "./headers.ts";
import { completeByLaw, type EnterpriseAmounts, nationalFigures, stateRatePerYear } from "./law.ts";
import {
  checkIds,
  type ReadTable,
  type RegisterOptions,
  readTable,
  unreadable,
  type ValueRow,
  valueAllowed,
} from "./read-register.ts";
import { percentIn, type Register, registerOf } from "./register.ts";
import { numberIn, tell } from "./texts.ts";

/** How a register of enterprises is to be read. */
export interface EnterpriseOptions extends RegisterOptions {
  /** Municipalities that rows may name, when there is a register of them. */
  readonly municipalities?: readonly MunicipalityRow[];
}

const amounts = ["stateSubsidyNok", "municipalSubsidyNok", "salesNok", "otherNok", "aftNok"] as const;

/** Kroner a participant, in yearly rates of a full place, beyond which a whole file is taken for a mix-up of units. */
const wholeFile = { least: 1 / 20, most: 20 } as const;
/** The same for a single row, which may have had many more or fewer people over the year than on the day of the count. */
const singleRow = { least: 1 / 100, most: 50 } as const;
/** What rounding to the unit of the file may move a sum by, in units for each stream. */
const roundingUnits = 3;

/**
 * Read a register of enterprises.
 *
 * @param bytes contents of the file, CSV or XLSX
 * @param file its name in messages
 * @returns its rows sorted by id, and how it was read
 * @throws InputError with every problem: file, line, column (counted in columns, from 1) and header
 */
export async function parseEnterprises(
  bytes: Uint8Array,
  file: string,
  options: EnterpriseOptions,
): Promise<Register<EnterpriseRow>> {
  const { lang } = options;
  const read = await readTable(bytes, file, enterpriseColumns, options);
  const { complaints, rows } = read;
  const [idColumn] = enterpriseColumns;
  if (idColumn !== undefined) checkIds(rows, idColumn, complaints);
  const mixedUp = unitMixUp(read, options);
  const imputed = new Map<string, readonly string[]>();
  const found: EnterpriseRow[] = [];
  const doubted: DoubtedRow[] = [];
  for (const row of rows) {
    complainOfMissing(row, read, options);
    checkPlace(row, read, options);
    if (!mixedUp) checkSubsidy(row, read, options);
    checkSum(row, read);
    const whole = completed(row, read, options);
    if (whole === undefined) continue;
    found.push(whole.row);
    doubted.push(doubtedRow(row, whole.row));
    if (whole.imputed.length > 0) imputed.set(whole.row.id, whole.imputed);
  }
  if (complaints.count === 0 && found.every(({ participants }) => participants === 0)) {
    complaints.add({ path: nameOf("participants", lang) }, "noOne");
  }
  complaints.end();
  found.sort((a, b) => (a.id < b.id ? -1 : 1));
  const sum = (field: (typeof amounts)[number] | "participants"): number =>
    found.reduce((total, row) => total + row[field], 0);
  const control = (number: (value: number) => string): readonly string[] => {
    const country = nationalFigures();
    const kroner = (field: (typeof amounts)[number]): string => millions(sum(field), lang);
    return [
      tell(lang, "controlParticipants", {
        n: sum("participants") < 5 ? "<5" : number(sum("participants")),
        rows: number(found.length),
        of: number(country.participants),
        count: number(country.enterprises),
      }),
      tell(lang, "controlSubsidy", { n: kroner("stateSubsidyNok") }),
      tell(lang, "controlOthers", {
        municipal: kroner("municipalSubsidyNok"),
        sales: kroner("salesNok"),
        other: kroner("otherNok"),
        aft: kroner("aftNok"),
      }),
      ...(options.municipalities === undefined
        ? [
            tell(lang, "standsForCountry", {
              share: percentIn(lang, sum("participants") / country.participants),
            }),
          ]
        : []),
    ];
  };
  const doubts = doubtsOf(file, doubted, lang);
  return registerOf(read, found, imputed, enterpriseColumns, options, control, doubts);
}

/** What of a row is held against the other rows. */
function doubtedRow({ line, place }: ValueRow, row: EnterpriseRow): DoubtedRow {
  const { column, path } = place("salesNok");
  return {
    line,
    participants: row.participants,
    revenueNok: amounts.reduce((sum, field) => sum + row[field], 0),
    salesNok: row.salesNok,
    ...(column === undefined ? {} : { salesColumn: column }),
    ...(path === undefined ? {} : { salesHeader: path }),
  };
}

function millions(nok: number, lang: "nb" | "en"): string {
  return `${numberIn(lang, nok / 1e6)} ${lang === "nb" ? "mill. kr" : "million NOK"}`;
}

function nameOf(field: string, lang: "nb" | "en"): string {
  const column = enterpriseColumns.find((one) => one.field === field);
  return column === undefined ? field : properName(column, lang);
}

function yearOf(
  { values }: ValueRow,
  { headerYear }: ReadTable,
  { accountsYear }: RegisterOptions,
): number | undefined {
  const own = values.accountsYear;
  if (typeof own === "number") return own;
  return values[unreadable("accountsYear")] === undefined ? (accountsYear ?? headerYear) : undefined;
}

function amountOf({ values }: ValueRow, field: string): number | undefined {
  const value = values[field];
  return typeof value === "number" ? value : undefined;
}

/** Complain of empty cells in columns that are there; a column that is not there has been complained of. */
function complainOfMissing(row: ValueRow, read: ReadTable, options: EnterpriseOptions): void {
  const { lang } = options;
  for (const column of enterpriseColumns) {
    const { field, needed } = column;
    if (field === "id" || needed === "no" || row.values[field] !== undefined) continue;
    if (row.values[unreadable(field)] !== undefined) continue;
    if (!read.columns.some((one) => one.field === field && one.header !== undefined)) continue;
    if (field === "accountsYear" && yearOf(row, read, options) !== undefined) continue;
    if (needed === "or-impute" && options.impute === true) continue;
    const notes = valueAllowed(column, read.columns, needed === "or-impute", lang);
    read.complaints.add({ path: properName(column, lang), ...row.place(field) }, "missingValue", {}, notes);
  }
}

/** Hold municipality and region against the register of municipalities. */
function checkPlace(row: ValueRow, { complaints }: ReadTable, { municipalities }: EnterpriseOptions): void {
  if (municipalities === undefined) return;
  const { municipality, region } = row.values;
  if (typeof municipality === "string") {
    if (municipalities.some(({ id }) => id === municipality)) return;
    const byName = municipalities.find(({ name }) => name.toLowerCase() === municipality.toLowerCase());
    const ids = complaints.listens ? municipalities.map(({ id }) => id) : [];
    const nearest = byName?.id ?? nearestName(municipality, ids);
    const notes = { found: municipality, ...(nearest === undefined ? {} : { nearest }) };
    complaints.add(row.place("municipality"), "unknownMunicipality", {}, notes);
  } else if (typeof region === "string" && !municipalities.some((one) => one.region === region)) {
    const regions = complaints.listens ? [...new Set(municipalities.map((one) => one.region))] : [];
    const notes = { found: region, ...nearestNote(region, regions) };
    complaints.add(row.place("region"), "unknownRegion", {}, notes);
  }
}

/** Say whether the state's subsidy per participant over the whole file shows that units are mixed up, and complain once. */
function unitMixUp(read: ReadTable, options: EnterpriseOptions): boolean {
  const { lang } = options;
  let participants = 0;
  let subsidy = 0;
  let expected = 0;
  let year = 0;
  for (const row of read.rows) {
    const people = amountOf(row, "participants");
    const state = amountOf(row, "stateSubsidyNok");
    const its = yearOf(row, read, options);
    if (people === undefined || state === undefined || its === undefined) continue;
    participants += people;
    subsidy += state;
    expected += people * stateRatePerYear(its);
    year = Math.max(year, its);
  }
  if (participants === 0 || subsidy === 0) return false;
  const ratio = subsidy / expected;
  if (ratio >= wholeFile.least && ratio <= wholeFile.most) return false;
  const column = read.columns.find(({ field }) => field === "stateSubsidyNok");
  read.complaints.add(
    {
      line: read.table.head.line,
      ...(column?.column === undefined ? {} : { column: column.column }),
      path: column?.header ?? nameOf("stateSubsidyNok", lang),
    },
    "unitMixUp",
    {
      each: numberIn(lang, Math.round(subsidy / participants)),
      year,
      rate: numberIn(lang, Math.round(stateRatePerYear(year))),
    },
  );
  return true;
}

/** Hold the state's subsidy against the participants that it is for. */
function checkSubsidy(row: ValueRow, read: ReadTable, options: EnterpriseOptions): void {
  const { lang } = options;
  const people = amountOf(row, "participants");
  const state = amountOf(row, "stateSubsidyNok");
  const year = yearOf(row, read, options);
  if (people === 0 && state) read.complaints.add(row.place("stateSubsidyNok"), "subsidyOfNobody");
  if (!people || !state || year === undefined) return;
  const rate = stateRatePerYear(year);
  const ratio = state / people / rate;
  if (ratio >= singleRow.least && ratio <= singleRow.most) return;
  read.complaints.add(row.place("stateSubsidyNok"), "perParticipant", {
    each: numberIn(lang, Math.round(state / people)),
    year,
    rate: numberIn(lang, Math.round(rate)),
  });
}

/** Hold a given total against the streams. */
function checkSum(row: ValueRow, { columns, complaints }: ReadTable): void {
  const total = amountOf(row, "totalNok");
  if (total === undefined) return;
  let sum = 0;
  let slack = 0;
  for (const field of [...amounts, "totalNok"] as const) {
    const power = columns.find((column) => column.field === field)?.power ?? 0;
    slack += roundingUnits * Number(`1e${power}`) * 0.5;
    if (field === "totalNok") continue;
    const value = amountOf(row, field);
    if (value === undefined) return;
    sum += value;
  }
  if (Math.abs(total - sum) <= slack) return;
  // In the unit of the column, as the reader sees them in the file.
  const unit = Number(`1e${columns.find(({ field }) => field === "totalNok")?.power ?? 0}`);
  const shown = (nok: number): string => numberIn(complaints.lang, nok / unit);
  const notes = { found: shown(total), allowed: shown(sum) };
  complaints.add(row.place("totalNok"), "noSum", {}, notes);
}

/** Make a row for the model; undefined when something that cannot be imputed is missing. */
function completed(
  row: ValueRow,
  read: ReadTable,
  options: EnterpriseOptions,
): { readonly row: EnterpriseRow; readonly imputed: readonly string[] } | undefined {
  const { values } = row;
  const { id, name, municipality, region, participants, equityNok, resultNok } = values;
  const accountsYear = yearOf(row, read, options);
  if (typeof id !== "string" || typeof participants !== "number" || accountsYear === undefined) return undefined;
  const known: { -readonly [Field in keyof EnterpriseAmounts]?: number } = {};
  const imputed: string[] = [];
  for (const field of amounts) {
    const value = amountOf(row, field);
    if (value !== undefined) known[field] = value;
    else imputed.push(field);
  }
  if (imputed.length > 0 && options.impute !== true) return undefined;
  const all: EnterpriseAmounts =
    imputed.length === 0 ? (known as EnterpriseAmounts) : completeByLaw(participants, accountsYear, known);
  return {
    imputed,
    row: {
      id,
      ...(typeof name === "string" ? { name } : {}),
      ...(typeof municipality === "string" ? { municipality } : {}),
      ...(typeof region === "string" ? { region } : {}),
      participants,
      ...all,
      ...(typeof equityNok === "number" ? { equityNok } : {}),
      ...(typeof resultNok === "number" ? { resultNok } : {}),
      accountsYear,
    },
  };
}
