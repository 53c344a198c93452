// From register files to the data of a run. Enterprises go into it by pseudonym, without their names: whatever a run directory holds, the
// key to it stays with whoever has the register. The data decide numbers, so their digest is part of what a study is.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { readEnterprises, readMunicipalities } from "@tiltak/scenarios";
import { gathering, InputError, type ModelReference, type Problem } from "@tiltak/sim-core";
import { digestOf, writeAtomically } from "@tiltak/sim-core/node";
import {
  checkProgrammeData,
  type EnterpriseRow,
  type MunicipalityRow,
  type ProgrammeData,
} from "@tiltak/sim-core/programme";
import type { Lang } from "../commands/texts.ts";
import type { RegisterFlags } from "./register-flags.ts";
import { sayOf } from "./texts.ts";

/** Name of the file that keeps the data beside a run. */
export const registersName = "registers.json";

/** Where a register came from. */
export interface RegisterSource {
  /** The file's name without its folders. */
  readonly file: string;
  /** SHA-256 of its bytes. */
  readonly sha256: string;
  readonly rows: number;
  /** How many values were imputed. */
  readonly imputed: number;
  /** How many of them in each field; only fields that have any. */
  readonly imputedFields?: Readonly<Record<string, number>>;
}

/** Registers of a user's own that a run was made from, by kind. */
export type RegisterSources = Readonly<Partial<Record<"enterprises" | "municipalities", RegisterSource>>>;

/** Data of a run, as kept in `registers.json`: nothing in it names an enterprise. */
export interface RunData {
  readonly schema: "tiltak.registers/1";
  readonly data: ProgrammeData;
  /** Imputed fields by pseudonym, or by id of a municipality. */
  readonly imputed: Readonly<Record<string, readonly string[]>>;
  readonly sources: RegisterSources;
}

/** Data of a run while its registers are at hand. */
export interface LoadedData {
  readonly run: RunData;
  /** Id and name of each pseudonym; only in memory, and in files marked internal. */
  readonly names: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
  /** How the files were read, for a person. */
  readonly notes: readonly string[];
  /** How many lines of the notes are about rows that hardly can be right. */
  readonly doubts: number;
}

/**
 * Load the registers that the flags name.
 *
 * @returns the data; undefined when neither a register nor results by enterprise are asked for
 * @throws InputError with the problems of all files together
 */
export async function loadData(flags: RegisterFlags, lang: Lang): Promise<LoadedData | undefined> {
  if (flags.registersOf !== undefined) return loadAgain(flags.registersOf, flags.perEnterprise, lang);
  const none = flags.enterprises === undefined && flags.municipalities === undefined;
  if (none && flags.perEnterprise !== true) return undefined;
  const problems: Problem[] = [];
  const options = {
    lang,
    impute: flags.impute,
    ...(flags.power === undefined ? {} : { power: flags.power }),
    ...(flags.accountsYear === undefined ? {} : { accountsYear: flags.accountsYear }),
  };
  const gather = gathering(problems);
  const municipalities =
    flags.municipalities === undefined
      ? undefined
      : await readMunicipalities(flags.municipalities, options).catch(gather);
  const known = municipalities === undefined ? {} : { municipalities: municipalities.rows };
  const enterprises =
    flags.enterprises === undefined
      ? undefined
      : await readEnterprises(flags.enterprises, { ...options, ...known }).catch(gather);
  if (problems.length > 0) throw new InputError(problems, "register");
  const imputed: Record<string, readonly string[]> = {};
  const sources: { -readonly [kind in keyof RegisterSources]: RegisterSource } = {};
  const names = new Map<string, { readonly id: string; readonly name: string }>();
  let rows: readonly EnterpriseRow[] | undefined;
  if (municipalities !== undefined && flags.municipalities !== undefined) {
    for (const [id, fields] of municipalities.imputed) imputed[id] = fields;
    sources.municipalities = sourceOf(flags.municipalities, municipalities);
  }
  if (enterprises !== undefined && flags.enterprises !== undefined) {
    const pseudonyms = pseudonymsOf(enterprises.rows.map(({ id }) => id));
    rows = enterprises.rows
      .map(({ id, name, ...row }): EnterpriseRow => {
        const pseudonym = pseudonyms.get(id) ?? id;
        names.set(pseudonym, { id, name: name ?? "" });
        const fields = enterprises.imputed.get(id);
        if (fields !== undefined) imputed[pseudonym] = fields;
        return { ...row, id: pseudonym };
      })
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    sources.enterprises = sourceOf(flags.enterprises, enterprises);
  }
  return {
    run: {
      schema: "tiltak.registers/1",
      data: {
        ...(rows === undefined ? {} : { enterprises: rows }),
        ...(municipalities === undefined ? {} : { municipalities: municipalities.rows }),
        perEnterprise: flags.perEnterprise ?? rows !== undefined,
      },
      imputed,
      sources,
    },
    names,
    notes: [...(municipalities?.notes ?? []), ...(enterprises?.notes ?? [])],
    doubts: enterprises?.doubts.length ?? 0,
  };
}

/**
 * Take the registers of another run: the same rows, so the same digest and the same numbers.
 *
 * @param folder the run directory, or the folder of a submitted sweep
 * @throws InputError when no register lies there, or what lies there is damaged
 */
async function loadAgain(folder: string, perEnterprise: boolean | undefined, lang: Lang): Promise<LoadedData> {
  const file = join(folder, registersName);
  const refuse = (at: string, message: string): never => {
    throw new InputError([{ path: "--registers-of", file: at, message }], "register");
  };
  const text = await readFile(file, "utf8").catch(() => refuse(folder, sayOf(lang, "noRegister")));
  let held: RunData;
  try {
    held = JSON.parse(text) as RunData;
    if (held.schema !== "tiltak.registers/1" || held.data === undefined) throw new SyntaxError("tiltak.registers/1");
    checkProgrammeData(held.data);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return refuse(file, sayOf(lang, "registerDamaged", { why: error.message }));
  }
  const { sources, imputed } = held;
  // Municipalities that a scenario names lie there too, but belong to the scenario.
  const enterprises = sources.enterprises === undefined ? undefined : held.data.enterprises;
  const municipalities = sources.municipalities === undefined ? undefined : held.data.municipalities;
  if (enterprises === undefined && municipalities === undefined) return refuse(folder, sayOf(lang, "noRegister"));
  const files = Object.values(sources).map((source) =>
    sayOf(lang, "registerFile", { file: source.file, n: source.rows }),
  );
  return {
    run: {
      schema: "tiltak.registers/1",
      data: {
        ...(enterprises === undefined ? {} : { enterprises }),
        ...(municipalities === undefined ? {} : { municipalities }),
        perEnterprise: perEnterprise ?? enterprises !== undefined,
      },
      imputed,
      sources,
    },
    names: new Map(),
    notes: [sayOf(lang, "registersAgain", { folder, files: files.join(", ") })],
    doubts: 0,
  };
}

/**
 * Add the municipalities that the scenarios name to the data of a run. They are public, not a register of the user's own.
 *
 * @param rows as the scenarios have them
 * @param loaded data by the flags, if any
 * @returns the data with these municipalities and results for each of them
 * @throws InputError when a register of municipalities is given as well
 */
export function withMunicipalities(rows: readonly MunicipalityRow[], loaded: LoadedData | undefined): LoadedData {
  if (loaded?.run.data.municipalities !== undefined) {
    const message = "the scenarios name their municipalities themselves";
    throw new InputError([{ path: "--municipalities", message }], "register");
  }
  const run = loaded?.run ?? { schema: "tiltak.registers/1", data: {}, imputed: {}, sources: {} };
  const data = { ...run.data, municipalities: rows, perMunicipality: true };
  return { names: new Map(), notes: [], doubts: 0, ...loaded, run: { ...run, data } };
}

function sourceOf(
  path: string,
  register: {
    readonly sha256: string;
    readonly rows: readonly unknown[];
    readonly imputed: ReadonlyMap<string, readonly string[]>;
  },
): RegisterSource {
  const fields: Record<string, number> = {};
  for (const field of [...register.imputed.values()].flat()) fields[field] = (fields[field] ?? 0) + 1;
  const imputed = Object.values(fields).reduce((sum, count) => sum + count, 0);
  return {
    file: basename(path),
    sha256: register.sha256,
    rows: register.rows.length,
    imputed,
    ...(imputed === 0 ? {} : { imputedFields: fields }),
  };
}

/**
 * Give each id a pseudonym: B and a number, in an order that is neither that of the ids nor that of any column, and always the same for the
 * same set of ids.
 */
export function pseudonymsOf(ids: readonly string[]): ReadonlyMap<string, string> {
  const sorted = [...ids].sort();
  const key = digestOf(JSON.stringify(sorted));
  const order = sorted
    .map((id) => ({ id, place: createHash("sha256").update(`${key}\n${id}`).digest("hex") }))
    .sort((a, b) => (a.place < b.place ? -1 : 1));
  const width = Math.max(3, String(order.length).length);
  return new Map(order.map(({ id }, i) => [id, `B${String(i + 1).padStart(width, "0")}`]));
}

/** Digest of the rows that decide the numbers of a run, whatever their order in a file; empty without any. */
export function inputDigests({ data }: RunData): Readonly<Record<string, string>> {
  return { registers: digestOf(JSON.stringify(data)) };
}

/** Where a worker finds the programme model, with data or without. */
export function modelReference(run?: RunData): ModelReference {
  const module = import.meta.resolve("@tiltak/sim-core/programme");
  return run === undefined
    ? { module, export: "programmeModel" }
    : { module, export: "programmeModelWith", data: run.data };
}

/** Keep the data beside a run. */
export async function keepData(folder: string, run: RunData): Promise<void> {
  await writeAtomically(join(folder, registersName), [`${JSON.stringify(run, null, 1)}\n`]);
}

/**
 * Take the data of a run up again.
 *
 * @param inputs digests of the run's inputs, as its manifest has them
 * @returns undefined for a run without registers
 * @throws InputError when the data are missing or others than the run began with
 */
export async function dataOfRun(
  folder: string,
  inputs: Readonly<Record<string, string>> | undefined,
  lang: Lang,
): Promise<RunData | undefined> {
  if (inputs?.registers === undefined) return undefined;
  const file = join(folder, registersName);
  const refuse = (message: string): never => {
    throw new InputError([{ file, message }], "register");
  };
  const text = await readFile(file, "utf8").catch(() => refuse(sayOf(lang, "registerMissing")));
  let run: RunData | undefined;
  try {
    run = JSON.parse(text) as RunData;
  } catch {
    run = undefined;
  }
  if (run?.schema !== "tiltak.registers/1" || inputDigests(run).registers !== inputs.registers)
    return refuse(sayOf(lang, "registerChanged"));
  return run;
}
