// tiltak verify: the engine against queueing theory. The program of the checks is in the library; here it is started and printed.

import { InputError } from "@tiltak/sim-core";
import {
  type CheckResult,
  conformanceCases,
  type VerificationReport,
  type VerifyOptions,
  verifyEngine,
} from "@tiltak/sim-core/verification";
import { exitCodes } from "../exit-codes.ts";
import { checkName } from "../i18n/check-names.ts";
import { formatNumber, formatWithError } from "../i18n/index.ts";
import { type Terminal, table } from "../terminal.ts";
import type { Lang } from "./texts.ts";

/** What was asked for. */
export interface VerifyFlags {
  readonly seed?: unknown;
  /** Names of cases; each may hold several with commas. */
  readonly only?: readonly string[];
  readonly quick?: unknown;
}

const words = {
  case: { nb: "Tilfelle", en: "Case" },
  model: { nb: "Modell", en: "Model" },
  measure: { nb: "Mål", en: "Measure" },
  theory: { nb: "Teori", en: "Theory" },
  simulated: { nb: "Simulert", en: "Simulated" },
  interval: { nb: "Intervall", en: "Interval" },
  finds: { nb: "Finner feil fra", en: "Finds errors from" },
  verdict: { nb: "Utfall", en: "Verdict" },
  exact: { nb: "enhver", en: "any" },
  pass: { nb: "består", en: "pass" },
  fail: { nb: "FEILER", en: "FAIL" },
  blind: { nb: "FOR SVAK", en: "BLIND" },
  cases: { nb: "tilfeller", en: "cases" },
} as const satisfies Readonly<Record<string, Readonly<Record<Lang, string>>>>;

const secondsBetweenNotes = 5;

/**
 * Verify the engine and print the table.
 *
 * @param run the program of the checks; another one in tests
 * @returns exit code 0 when every check passes, 1 when one does not
 * @throws InputError for the name of no case, and for an empty list of names
 */
export function verify(
  flags: VerifyFlags,
  terminal: Terminal,
  format: "table" | "json" | "csv",
  run: (options: VerifyOptions) => VerificationReport = verifyEngine,
): number {
  const { lang } = terminal;
  const only = flags.only?.flatMap((names) => names.split(",").map((name) => name.trim()));
  if (only !== undefined && (only.length === 0 || only.includes(""))) {
    const names = conformanceCases().map(({ name }) => name);
    throw new InputError([{ path: "--only", message: "names no case", allowed: names.join(", ") }], "usage");
  }
  let toldAt = process.uptime();
  const report = asked(run, {
    effort: flags.quick === true ? "quick" : "full",
    ...(flags.seed === undefined ? {} : { seed: String(flags.seed) }),
    ...(only === undefined ? {} : { only }),
    onProgress: (done, total) => {
      if (process.uptime() - toldAt < secondsBetweenNotes || done === total) return;
      toldAt = process.uptime();
      terminal.note(`${done}/${total} ${words.cases[lang]}`);
    },
  });
  if (format === "json") terminal.print(JSON.stringify(report, null, 2));
  else if (format === "csv") terminal.print(toCsv(report));
  else {
    terminal.print(toTable(report, lang));
    terminal.print(`\n${conclusion(report, lang)}`);
  }
  return report.passed ? exitCodes.done : exitCodes.checkFailed;
}

/** Run the checks; what is wrong with the names is told with the flag that holds them. */
function asked(run: (options: VerifyOptions) => VerificationReport, options: VerifyOptions): VerificationReport {
  try {
    return run(options);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const problems = error.problems.map((problem) =>
      problem.path === "only" ? { ...problem, path: "--only" } : problem,
    );
    throw new InputError(problems, error.code);
  }
}

function toTable({ checks }: VerificationReport, lang: Lang): string {
  const head = [
    words.case[lang],
    words.model[lang],
    words.measure[lang],
    words.theory[lang],
    words.simulated[lang],
    words.interval[lang],
    words.finds[lang],
    words.verdict[lang],
  ];
  const rows = checks.map((check) => [
    check.case,
    checkName(lang, check.model),
    checkName(lang, check.measure),
    ...figures(check, lang),
    check.kind === "pathwise" ? words.exact[lang] : `${formatNumber(lang, 100 * check.detects, 1)} %`,
    words[check.verdict][lang],
  ]);
  return table([head, ...rows], new Set([3, 4, 5, 6]));
}

/** Theory, what was simulated and its interval, with the digits that the interval allows and one more. */
function figures(check: CheckResult, lang: Lang): [theory: string, simulated: string, interval: string] {
  const { theory, simulated, low, high, kind, n } = check;
  if (kind === "pathwise") {
    return ["0", formatNumber(lang, simulated), `${formatNumber(lang, n)} ${lang === "nb" ? "kunder" : "customers"}`];
  }
  const digits = (high - low) / 20;
  const write = (x: number): string => formatWithError(lang, x, digits);
  return [write(theory), write(simulated), `${write(low)} ${lang === "nb" ? "til" : "to"} ${write(high)}`];
}

/** Say what the verdicts mean: how many failed, the false-alarm level and the power. */
function conclusion(report: VerificationReport, lang: Lang): string {
  const { checks, statisticalChecks, passed } = report;
  const failed = checks.filter(({ verdict }) => verdict !== "pass").length;
  const percent = (share: number, decimals: number): string => `${formatNumber(lang, 100 * share, decimals)} %`;
  const level = percent(report.falseAlarmLevel, 1);
  const single = percent(report.checkFalseAlarmLevel, 4);
  const power = percent(report.power, 0);
  if (lang === "nb") {
    const outcome = passed
      ? `Alle ${checks.length} kontroller består.`
      : `${failed} av ${checks.length} kontroller består ikke.`;
    return (
      `${outcome} Frø «${report.seed}».\n` +
      `En riktig motor feiler et sted i hele listen med en sannsynlighet på høyst omtrent ${level}: ${single} for hver av ${statisticalChecks} statistiske kontroller.\n` +
      `En feil av størrelsen i «${words.finds.nb}» (andel av teorien) blir funnet med sannsynlighet ${power}; større feil sikrere.\n` +
      "Navnene i første kolonne er dem som --only tar."
    );
  }
  const outcome = passed ? `All ${checks.length} checks pass.` : `${failed} of ${checks.length} checks do not pass.`;
  return (
    `${outcome} Seed "${report.seed}".\n` +
    `A right engine fails somewhere in the whole list with a probability of about ${level} at most: ${single} for each of ${statisticalChecks} statistical checks.\n` +
    `An error of the size in "${words.finds.en}" (share of theory) is found with probability ${power}; larger ones more surely.`
  );
}

function toCsv({ checks }: VerificationReport): string {
  const columns = [
    "case",
    "model",
    "view",
    "measure",
    "kind",
    "theory",
    "simulated",
    "low",
    "high",
    "n",
    "pValue",
    "detects",
    "verdict",
  ] as const;
  const lines = checks.map((check) => columns.map((column) => String(check[column] ?? "")).join(","));
  return [columns.join(","), ...lines].join("\n");
}
