// A register of municipalities: from a file to rows that the model takes.

import { AddressedStreams, hashText, InputError } from "@tiltak/sim-core";
import { checkProgrammeData, type MunicipalityRow } from "@tiltak/sim-core/programme";
import { municipalityColumns, properName } from "./headers.ts";
import { nationalFigures } from "./law.ts";
import { checkIds, type RegisterOptions, readTable, unreadable, valueAllowed } from "./read-register.ts";
import { percentIn, type Register, registerOf } from "./register.ts";
import { tell } from "./texts.ts";

/**
 * Read a register of municipalities.
 *
 * @param bytes contents of the file, CSV or XLSX
 * @param file its name in messages
 * @returns its rows sorted by id, and how it was read
 * @throws InputError with every problem: file, line, column (counted in columns, from 1) and header
 */
export async function parseMunicipalities(
  bytes: Uint8Array,
  file: string,
  options: RegisterOptions,
): Promise<Register<MunicipalityRow>> {
  const read = await readTable(bytes, file, municipalityColumns, options);
  const { complaints, rows } = read;
  const { lang } = options;
  const imputed = new Map<string, readonly string[]>();
  const [idColumn] = municipalityColumns;
  if (idColumn !== undefined) checkIds(rows, idColumn, complaints);
  const found: MunicipalityRow[] = [];
  for (const { values, place } of rows) {
    for (const column of municipalityColumns) {
      const { field } = column;
      if (field === "id" || column.needed === "no" || values[field] !== undefined) continue;
      if (values[unreadable(field)] !== undefined || !has(read.columns, field)) continue;
      const mayImpute = field === "region";
      if (mayImpute && options.impute === true) continue;
      const notes = valueAllowed(column, read.columns, mayImpute, lang);
      complaints.add({ path: properName(column, lang), ...place(field) }, "missingValue", {}, notes);
    }
    const { id, name, inhabitants, region, deliveryModel, grantNokPerYear } = values;
    if (typeof deliveryModel === "string") {
      const allowed = allowedModels(deliveryModel);
      if (allowed !== undefined) {
        complaints.add(place("deliveryModel"), "unknownModel", {}, { found: deliveryModel, allowed });
      }
    }
    if (typeof id !== "string" || typeof name !== "string" || typeof inhabitants !== "number") continue;
    if (typeof region !== "string") imputed.set(id, ["region"]);
    found.push({
      id,
      name,
      inhabitants,
      region: typeof region === "string" ? region : "",
      ...(typeof deliveryModel === "string" ? { deliveryModel } : {}),
      ...(typeof grantNokPerYear === "number" ? { grantNokPerYear } : {}),
    });
  }
  if (complaints.count === 0 && found.every(({ inhabitants }) => inhabitants === 0)) {
    complaints.add({ path: tellInhabitants(lang) }, "noInhabitants");
  }
  complaints.end();
  const sorted = withRegions(found, imputed.size > 0);
  const inhabitants = sorted.reduce((sum, row) => sum + row.inhabitants, 0);
  return registerOf(read, sorted, imputed, municipalityColumns, options, (number) => {
    const country = nationalFigures();
    return [
      tell(lang, "controlMunicipalities", {
        n: number(inhabitants),
        rows: number(sorted.length),
        of: number(country.inhabitants),
        count: number(country.municipalities),
      }),
      tell(lang, "standsForCountry", { share: percentIn(lang, inhabitants / country.inhabitants) }),
    ];
  });
}

function has(columns: readonly { readonly header?: string; readonly field?: string }[], field: string): boolean {
  return columns.some((column) => column.field === field && column.header !== undefined);
}

function tellInhabitants(lang: "nb" | "en"): string {
  const column = municipalityColumns.find(({ field }) => field === "inhabitants");
  return column === undefined ? "" : properName(column, lang);
}

/** Say which delivery models there are when this is none. */
function allowedModels(deliveryModel: string): string | undefined {
  try {
    checkProgrammeData({ municipalities: [{ id: "x", name: "x", inhabitants: 1, region: "x", deliveryModel }] });
    return undefined;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems[0]?.allowed ?? "";
  }
}

/**
 * Sort rows by id and give a synthetic region to those without one, by the law of the synthetic map: the largest are the centres,
 * the others join one of them at random, each by its own id.
 */
function withRegions(rows: readonly MunicipalityRow[], impute: boolean): readonly MunicipalityRow[] {
  const sorted = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (!impute) return sorted;
  const { municipalities, regions } = nationalFigures();
  const count = Math.max(1, Math.round((regions * rows.length) / municipalities));
  const bySize = [...sorted].sort((a, b) => b.inhabitants - a.inhabitants || (a.id < b.id ? -1 : 1));
  const rank = new Map(bySize.map(({ id }, i) => [id, i]));
  const streams = new AddressedStreams({ low: 0, high: 0 });
  return sorted.map((row) => {
    if (row.region !== "") return row;
    const { high, low } = hashText(row.id);
    const place = rank.get(row.id) ?? 0;
    const centre = place < count ? place : Math.floor(streams.uniform(high, low, 0) * count);
    return { ...row, region: `synthetic-${String(centre + 1).padStart(3, "0")}` };
  });
}
