// The flags about registers: which files, how they are to be read, and what of them may be shown.

import type { Problem } from "@tiltak/sim-core";
import type { Lang } from "../commands/texts.ts";
import { last } from "../flags.ts";
import { sayOf } from "./texts.ts";

/** Flags about registers as they were written. */
export interface WrittenRegisterFlags {
  readonly enterprises?: unknown;
  readonly municipalities?: unknown;
  readonly registersOf?: unknown;
  readonly impute?: unknown;
  readonly moneyUnit?: unknown;
  readonly accountsYear?: unknown;
  readonly showNames?: unknown;
  readonly perEnterprise?: unknown;
}

/** What they mean. */
export interface RegisterFlags {
  readonly enterprises?: string;
  readonly municipalities?: string;
  /** Folder of a run, or of a submitted sweep, whose registers are taken again. */
  readonly registersOf?: string;
  readonly impute: boolean;
  readonly power?: 0 | 3;
  readonly accountsYear?: number;
  readonly showNames: boolean;
  /** Whether results of every enterprise are wanted; when left out, they are where the enterprises are a user's own. */
  readonly perEnterprise?: boolean;
}

/** The flags for the command line's help. */
export const registerFlags = {
  enterprises: { describe: "Register of enterprises, CSV or XLSX, in place of the synthetic one", type: "string" },
  municipalities: {
    describe: "Register of municipalities, CSV or XLSX, in place of the synthetic map",
    type: "string",
  },
  "registers-of": {
    describe: "Folder of a run: take its registers again, by pseudonym, instead of files",
    type: "string",
  },
  impute: {
    describe: "Fill in what a register lacks by the law of the synthetic one, and mark it",
    type: "boolean",
  },
  "money-unit": { describe: "nok or 1000-nok, for amounts whose header has no unit", type: "string" },
  "accounts-year": { describe: "Year of the accounts, for a register that has none", type: "string", number: true },
  "show-names": { describe: "Write names and ids into files marked internal", type: "boolean" },
  "per-enterprise": { describe: "Results of every enterprise, without a register too", type: "boolean" },
} as const;

type ReadingFlag = "enterprises" | "municipalities" | "impute" | "money-unit" | "accounts-year";

/** Those of them that say how a register is to be read. */
export const checkFlags: Pick<typeof registerFlags, ReadingFlag> = {
  enterprises: registerFlags.enterprises,
  municipalities: registerFlags.municipalities,
  impute: registerFlags.impute,
  "money-unit": registerFlags["money-unit"],
  "accounts-year": registerFlags["accounts-year"],
};

/** Those of them that a sweep takes. */
export const sweepRegisterFlags: typeof checkFlags & Pick<typeof registerFlags, "registers-of" | "per-enterprise"> = {
  ...checkFlags,
  "registers-of": registerFlags["registers-of"],
  "per-enterprise": registerFlags["per-enterprise"],
};

/** Read the flags about registers. */
export function readRegisterFlags(
  written: WrittenRegisterFlags,
  lang: Lang,
): { readonly flags: RegisterFlags; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const file = (path: string, value: unknown, allowed = "FILE.csv, FILE.xlsx"): string | undefined => {
    const one = last(value);
    if (one === undefined) return undefined;
    if (typeof one === "string" && one !== "" && !one.includes("\0")) return one;
    problems.push({
      path,
      message: sayOf(lang, "notAllowed"),
      found: JSON.stringify(one),
      allowed,
    });
    return undefined;
  };
  const enterprises = file("--enterprises", written.enterprises);
  const municipalities = file("--municipalities", written.municipalities);
  const none = written.enterprises === undefined && written.municipalities === undefined;
  const registersOf = file("--registers-of", written.registersOf, sayOf(lang, "runFolder"));
  if (registersOf !== undefined && !none) {
    problems.push({ path: "--registers-of", message: sayOf(lang, "eitherRegister") });
  }
  const needs = (path: string, value: unknown, flag: string, lacking: boolean): void => {
    if (value !== undefined && value !== false && lacking)
      problems.push({ path, message: sayOf(lang, "needsRegister", { flag }) });
  };
  needs("--impute", written.impute, "--enterprises / --municipalities", none);
  needs("--money-unit", written.moneyUnit, "--enterprises / --municipalities", none);
  needs("--accounts-year", written.accountsYear, "--enterprises", written.enterprises === undefined);
  needs("--show-names", written.showNames, "--enterprises", written.enterprises === undefined);
  const unit = last(written.moneyUnit);
  if (unit !== undefined && unit !== "nok" && unit !== "1000-nok") {
    problems.push({
      path: "--money-unit",
      message: sayOf(lang, "notAllowed"),
      found: JSON.stringify(unit),
      allowed: sayOf(lang, "moneyUnit"),
    });
  }
  const year = last(written.accountsYear);
  const accountsYear = /^20\d\d$/.test(String(year)) ? Number(year) : undefined;
  if (year !== undefined && (accountsYear === undefined || accountsYear < 2016 || accountsYear > 2035)) {
    problems.push({
      path: "--accounts-year",
      message: sayOf(lang, "notAllowed"),
      found: JSON.stringify(year),
      allowed: sayOf(lang, "year"),
    });
  }
  return {
    problems,
    flags: {
      ...(enterprises === undefined ? {} : { enterprises }),
      ...(municipalities === undefined ? {} : { municipalities }),
      ...(registersOf === undefined ? {} : { registersOf }),
      impute: written.impute === true,
      ...(unit === undefined ? {} : { power: unit === "1000-nok" ? 3 : 0 }),
      ...(accountsYear === undefined ? {} : { accountsYear }),
      showNames: written.showNames === true,
      ...(typeof written.perEnterprise === "boolean" ? { perEnterprise: written.perEnterprise } : {}),
    },
  };
}
