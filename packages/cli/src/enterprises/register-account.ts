// What a report says of the registers that a run was made from: which files, how many rows, what was imputed, and what is hidden. No name of
// an enterprise is known here.

import type { Lang } from "../commands/texts.ts";
import { formatNumber } from "../i18n/index.ts";
import type { RegisterSource, RegisterSources } from "./programme-data.ts";
import { type EnterpriseText, sayOf } from "./texts.ts";

const kinds = ["enterprises", "municipalities"] as const;

/** How fields of a register are called; others are called as they are. */
const fieldTexts: Readonly<Record<string, EnterpriseText>> = {
  stateSubsidyNok: "state-subsidy",
  municipalSubsidyNok: "municipal-subsidy",
  salesNok: "sales",
  otherNok: "other",
  aftNok: "aft",
  region: "region",
};

/**
 * Say what took the place of the synthetic registers, as assumptions of the run.
 *
 * @returns sentences: a paragraph for each register, then what holds for them all; none without registers
 */
export function registerAccount(registers: RegisterSources, lang: Lang): readonly string[] {
  const paragraphs = kinds.flatMap((kind): string[] => {
    const source = registers[kind];
    if (source === undefined) return [];
    const used = sayOf(lang, kind === "enterprises" ? "enterprisesFrom" : "municipalitiesFrom", {
      file: source.file,
      n: formatNumber(lang, source.rows),
    });
    return [`${used} ${imputedText(source, lang)}`];
  });
  if (paragraphs.length === 0) return [];
  const scaledBy = sayOf(lang, registers.municipalities === undefined ? "scaledByParticipants" : "scaledByInhabitants");
  return [...paragraphs, scaledBy, sayOf(lang, "smallInReport")];
}

/**
 * Say how many values of the registers are imputed and in which fields, as part of an answer.
 *
 * @returns a sentence for each register with imputed values; none without
 */
export function imputedAccount(registers: RegisterSources, lang: Lang): readonly string[] {
  return kinds.flatMap((kind) => {
    const source = registers[kind];
    return source === undefined || source.imputed === 0 ? [] : [imputedText(source, lang)];
  });
}

function imputedText({ imputed, imputedFields = {} }: RegisterSource, lang: Lang): string {
  if (imputed === 0) return sayOf(lang, "nothingImputed");
  const named = Object.entries(imputedFields).map(([field, n]) => {
    const text = fieldTexts[field];
    return `${text === undefined ? field : inSentence(sayOf(lang, text))} (${formatNumber(lang, n)})`;
  });
  const fields = named.length === 0 ? "" : `: ${named.join(", ")}`;
  return sayOf(lang, "imputedFields", { n: formatNumber(lang, imputed), fields });
}

/** A name as it stands inside a sentence; abbreviations keep their capitals. */
function inSentence(name: string): string {
  return /^\p{Lu}{2}/u.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1);
}

/**
 * Say which files the command of a run needs, beside the command.
 *
 * @returns a sentence for each file and what holds for them all; none without registers
 */
export function registerNeeds(registers: RegisterSources, lang: Lang): readonly string[] {
  const files = kinds.flatMap((kind): string[] => {
    const source = registers[kind];
    return source === undefined ? [] : [sayOf(lang, "needsFile", { file: source.file, sha: source.sha256 })];
  });
  return files.length === 0 ? [] : [...files, sayOf(lang, "sameRows")];
}
