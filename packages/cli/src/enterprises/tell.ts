// What a study with data of its own says on the terminal: enterprises by size, where their files are, and what is not what it seems.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Lang } from "../commands/texts.ts";
import type { DoneStudy } from "../run-study.ts";
import type { Terminal } from "../terminal.ts";
import type { SizeResult } from "./by-size.ts";
import type { RegisterSources } from "./programme-data.ts";
import { imputedAccount } from "./register-account.ts";
import { sizeTable } from "./size-table.ts";
import { sayOf } from "./texts.ts";

/** Print what happens to enterprises by size, when results by enterprise were asked for. */
export function tellEnterprises(bySize: readonly SizeResult[], terminal: Terminal): void {
  if (bySize.length > 0) terminal.print(`\n${sizeTable(bySize, terminal.lang)}`);
}

/** Say where the files by enterprise are. */
export function tellFiles(files: readonly string[], lang: Lang, terminal: Terminal): void {
  for (const file of files.filter((name) => !name.endsWith(".parquet"))) {
    const internal = file.includes("-internal.") ? ` (${sayOf(lang, "internal")})` : "";
    terminal.note(`${sayOf(lang, "filesAt")}: ${file}${internal}`);
  }
}

/** Print how many values of the registers are imputed, and in which fields: the answer rests on them. */
export function tellImputed(sources: RegisterSources, terminal: Terminal): void {
  for (const text of imputedAccount(sources, terminal.lang)) terminal.print(`\n${text}`);
}

/** Say where the files by enterprise are, and what was imputed or hidden. */
export function noteEnterpriseFiles(
  { enterpriseFiles, removedFiles, loaded, flags }: DoneStudy,
  terminal: Terminal,
): void {
  if (loaded === undefined) return;
  const { lang } = terminal;
  if (flags.format === "table") tellImputed(loaded.run.sources, terminal);
  tellFiles(enterpriseFiles, lang, terminal);
  for (const file of removedFiles) terminal.note(sayOf(lang, "removedNames", { file }));
  const imputed = Object.values(loaded.run.imputed).reduce((sum, fields) => sum + fields.length, 0);
  if (imputed > 0) terminal.note(sayOf(lang, "imputedSome", { n: imputed, column: sayOf(lang, "imputed") }));
  if (loaded.run.data.enterprises !== undefined) terminal.note(sayOf(lang, "smallCounts"));
}

/** Read estimates and differences as the run directory has them, with small counts marked. */
export async function keptCsv(folder: string): Promise<string> {
  const levels = await readFile(join(folder, "estimates.csv"), "utf8");
  const differences = await readFile(join(folder, "differences.csv"), "utf8");
  return differences.trimEnd().includes("\n") ? `${levels}\n${differences}` : levels;
}
