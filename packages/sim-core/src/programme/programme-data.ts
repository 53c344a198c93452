// What a user may bring in place of the synthetic country: a register of enterprises, a register of municipalities, and
// the wish to see results by enterprise or municipality. Rows are checked all at once and sorted by id, so that their
// order in a file moves no number. A register stands for the whole country: national totals shrink or grow with it.

import { InputError, type Problem } from "../foundation/index.ts";
import { deliveryModelIds } from "./delivery.ts";
import type { ProgrammeParameters } from "./parameters.ts";

/** One enterprise of a register. Money in kroner of the accounts year, per year. */
export interface EnterpriseRow {
  /** Unique in the register. */
  readonly id: string;
  readonly name?: string;
  /** Id of its municipality in the register of municipalities. */
  readonly municipality?: string;
  /** Labour-market region; without it (and without a municipality) firms settle where places are missing. */
  readonly region?: string;
  /** Sheltered participants, whole persons. */
  readonly participants: number;
  readonly stateSubsidyNok: number;
  readonly municipalSubsidyNok: number;
  readonly salesNok: number;
  readonly otherNok: number;
  readonly aftNok: number;
  /** Equity at the start; without it the scenario's months of costs. */
  readonly equityNok?: number;
  /** Result of the year; without it the scenario's mean margin. */
  readonly resultNok?: number;
  /** Calendar year of the accounts. */
  readonly accountsYear: number;
}

/** One municipality of a register. */
export interface MunicipalityRow {
  /** Unique in the register. */
  readonly id: string;
  readonly name: string;
  readonly inhabitants: number;
  /** Labour-market region. */
  readonly region: string;
  /** Delivery model of its own service; without it the scenario's choice for its size. */
  readonly deliveryModel?: string;
  /** Frame grant that the municipality gets whatever the rule says, kroner of the scenario's start year, per year. */
  readonly grantNokPerYear?: number;
}

/** Data of a run beside its parameters. */
export interface ProgrammeData {
  readonly enterprises?: readonly EnterpriseRow[];
  readonly municipalities?: readonly MunicipalityRow[];
  /** Report each enterprise at the end of the run. */
  readonly perEnterprise?: boolean;
  /** Report each municipality at every anniversary. */
  readonly perMunicipality?: boolean;
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/**
 * Check the data of a run and sort its rows by id.
 * @returns the same rows, in the order that the model uses
 * @throws InputError with every problem: double ids, numbers that are negative, not finite or not whole, unknown names
 */
export function checkProgrammeData(data: ProgrammeData): ProgrammeData {
  const problems: Problem[] = [];
  const say = (path: string, found: unknown, allowed: string, message: string): void => {
    problems.push({ path, found: String(found), allowed, message });
  };
  const amount = (path: string, value: unknown, below = 0): void => {
    if (typeof value !== "number" || !Number.isFinite(value) || value < below)
      say(path, value, "a finite number from 0", "must be a finite number that is not negative");
  };
  const unique = (list: string, rows: readonly { readonly id: string }[]): void => {
    if (rows.length === 0) say(list, "no rows", "at least one row", "the register is empty");
    const seen = new Set<string>();
    for (const { id } of rows) {
      if (seen.has(id)) say(`${list}.${id}`, id, "an id of its own", "this id occurs more than once");
      seen.add(id);
    }
  };
  const towns = new Set((data.municipalities ?? []).map((row) => row.id));
  if (data.municipalities !== undefined) {
    unique("municipalities", data.municipalities);
    for (const row of data.municipalities) {
      const path = `municipalities.${row.id}`;
      amount(`${path}.inhabitants`, row.inhabitants);
      if (row.grantNokPerYear !== undefined) amount(`${path}.grantNokPerYear`, row.grantNokPerYear);
      if (row.deliveryModel !== undefined && !deliveryModelIds.includes(row.deliveryModel))
        say(`${path}.deliveryModel`, row.deliveryModel, deliveryModelIds.join(", "), "no such delivery model");
    }
    if (!data.municipalities.some((row) => row.inhabitants > 0))
      say("municipalities", "0 inhabitants", "inhabitants", "nobody lives in these municipalities");
  }
  if (data.enterprises !== undefined) {
    unique("enterprises", data.enterprises);
    const regions = new Set((data.municipalities ?? []).map((row) => row.region));
    for (const row of data.enterprises) {
      const path = `enterprises.${row.id}`;
      amount(`${path}.participants`, row.participants);
      if (!Number.isInteger(row.participants))
        say(`${path}.participants`, row.participants, "a whole number", "people are counted whole");
      for (const key of ["stateSubsidyNok", "municipalSubsidyNok", "salesNok", "otherNok", "aftNok"] as const)
        amount(`${path}.${key}`, row[key]);
      for (const key of ["equityNok", "resultNok"] as const)
        if (row[key] !== undefined) amount(`${path}.${key}`, row[key], Number.NEGATIVE_INFINITY);
      if (!Number.isInteger(row.accountsYear))
        say(`${path}.accountsYear`, row.accountsYear, "a calendar year", "must be a whole year");
      if (towns.size > 0 && row.municipality !== undefined && !towns.has(row.municipality))
        say(`${path}.municipality`, row.municipality, "an id of the municipalities", "no such municipality");
      if (towns.size > 0 && row.municipality === undefined && row.region !== undefined && !regions.has(row.region))
        say(`${path}.region`, row.region, "a region of the municipalities", "no municipality lies in this region");
    }
    if (!data.enterprises.some((row) => row.participants > 0))
      say("enterprises", "0 participants", "participants", "nobody works in these enterprises");
  }
  if (problems.length > 0) throw new InputError(problems, "programme-data");
  return {
    ...data,
    ...(data.enterprises !== undefined && { enterprises: [...data.enterprises].sort(byId) }),
    ...(data.municipalities !== undefined && { municipalities: [...data.municipalities].sort(byId) }),
  };
}

/**
 * Let model time begin where a run begins that starts before the usual origin: every dated value moves along.
 * @returns the parameters seen from the run's own origin, and how many years it lies from the usual one (0 or less)
 */
export function fromOwnOrigin(p: ProgrammeParameters): { readonly p: ProgrammeParameters; readonly shift: number } {
  const shift = Math.min(p["horizon.start-year-offset"], 0);
  if (shift === 0) return { p, shift };
  const moved = Object.entries(p).map(([id, value]) => {
    if (Array.isArray(value)) return [id, value.map(([time, amount]) => [time - shift, amount])];
    return [id, offsets.has(id) && typeof value === "number" ? value - shift : value];
  });
  return { p: Object.fromEntries(moved) as ProgrammeParameters, shift };
}

/** Parameters that are model times. */
const offsets: ReadonlySet<string> = new Set([
  "horizon.start-year-offset",
  "places.planned-growth-start-year-offset",
  "enterprise.accounts-year-offset",
]);

/** National totals that shrink or grow with what a register holds. */
const scaled = [
  "stock.ordinary",
  "waiting.surplus-arrivals-per-year",
  "places.planned-growth-per-year",
] as const satisfies readonly (keyof ProgrammeParameters)[];

/**
 * Fit national totals to registers, which stand for the whole country.
 * @param data checked rows
 * @returns the parameters with stocks, list surplus, growth and inhabitants in proportion: to inhabitants where
 *   municipalities are given, else to the participants of the enterprises
 */
export function fitToRegisters(p: ProgrammeParameters, data: ProgrammeData): ProgrammeParameters {
  const { enterprises, municipalities } = data;
  if (enterprises === undefined && municipalities === undefined) return p;
  const participants = enterprises?.reduce((sum, row) => sum + row.participants, 0);
  const inhabitants = municipalities?.reduce((sum, row) => sum + row.inhabitants, 0);
  const ratio =
    inhabitants !== undefined
      ? inhabitants / p["municipal.inhabitants"]
      : (participants ?? 0) / Math.max(p["stock.sheltered"], 1);
  const fitted = { ...p } as { -readonly [Id in keyof ProgrammeParameters]: ProgrammeParameters[Id] };
  for (const id of scaled) fitted[id] = p[id] * ratio;
  fitted["stock.ordinary"] = Math.round(fitted["stock.ordinary"]);
  fitted["stock.sheltered"] = participants ?? Math.round(p["stock.sheltered"] * ratio);
  fitted["municipal.inhabitants"] = inhabitants ?? p["municipal.inhabitants"] * ratio;
  fitted["enterprise.count"] = enterprises?.length ?? Math.max(Math.round(p["enterprise.count"] * ratio), 1);
  if (municipalities !== undefined) fitted["municipal.count"] = municipalities.length;
  else {
    const regions = new Set((enterprises ?? []).map((row) => row.region ?? ""));
    const named = !regions.has("");
    fitted["municipal.region-count"] = named
      ? regions.size
      : Math.max(Math.round(p["municipal.region-count"] * ratio), 1);
    fitted["municipal.count"] = Math.max(Math.round(p["municipal.count"] * ratio), fitted["municipal.region-count"]);
  }
  return fitted;
}
