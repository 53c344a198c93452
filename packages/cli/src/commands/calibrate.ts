// tiltak calibrate: every fitted value with its target, method and remaining range, beside what the registry holds. The fits are
// in the scenarios package; here they are started and printed.

import { type CalibrationReport, type Fit, type FittedValue, calibrate as fitAll } from "@tiltak/scenarios/backtest";
import { InputError } from "@tiltak/sim-core";
import { csvField } from "../csv.ts";
import { exitCodes } from "../exit-codes.ts";
import { readStudyFlags, type WrittenFlags } from "../flags.ts";
import { formatNumber } from "../i18n/index.ts";
import { type Terminal, table } from "../terminal.ts";
import type { Lang } from "./texts.ts";

/** Replications behind the ranges where nothing else is asked for. */
const defaultReplications = 40;

const words = {
  target: { nb: "Mål", en: "Target" },
  observed: { nb: "Observert", en: "Observed" },
  fitted: { nb: "Tilpasset", en: "Fitted" },
  byRegistry: { nb: "Med registerets", en: "By the registry" },
  value: { nb: "Verdi", en: "Value" },
  range: { nb: "90 %-spenn", en: "90 % range" },
  registry: { nb: "I registeret", en: "In the registry" },
  method: { nb: "Metode", en: "Method" },
  to: { nb: "til", en: "to" },
  fitting: { nb: "Tilpasser", en: "Fitting" },
} as const satisfies Readonly<Record<string, Readonly<Record<Lang, string>>>>;

/**
 * Fit everything that is fitted, and print it.
 *
 * @param run the fits; others in tests
 * @returns exit code 0
 * @throws InputError for wrong flags
 */
export async function calibrate(
  written: WrittenFlags,
  terminal: Terminal,
  run: typeof fitAll = fitAll,
): Promise<number> {
  const { lang } = terminal;
  const { flags, problems } = readStudyFlags(
    {
      ...written,
      replications: written.replications ?? String(defaultReplications),
    },
    false,
  );
  if (problems.length > 0) throw new InputError(problems);
  const report = await run({
    seed: flags.seed,
    replications: flags.replications,
    onStudy: (name) => terminal.note(`${words.fitting[lang]}: ${name}`),
  });
  if (flags.format === "json") terminal.print(JSON.stringify(report, null, 2));
  else if (flags.format === "csv") terminal.print(calibrationCsv(report));
  else terminal.print(report.fits.map((fit) => fitText(fit, lang)).join("\n\n"));
  return exitCodes.done;
}

/** One fit as text: title, method, targets, values. */
function fitText(fit: Fit, lang: Lang): string {
  const number = (x: number, decimals: number): string => formatNumber(lang, x, decimals);
  const withRegistry = fit.targets.some(({ registry }) => registry !== undefined);
  const targets = fit.targets.map((target) => [
    target.label[lang],
    number(target.observed, target.decimals),
    number(target.fitted, target.decimals),
    ...(withRegistry ? [target.registry === undefined ? "" : number(target.registry, target.decimals)] : []),
  ]);
  const values = fit.values.map((value) => [
    nameOf(value, lang),
    number(value.fitted, value.decimals),
    Number.isFinite(value.low) && Number.isFinite(value.high)
      ? `${number(value.low, value.decimals)} ${words.to[lang]} ${number(value.high, value.decimals)}`
      : "",
    value.registry ?? "",
  ]);
  return [
    fit.title[lang],
    `${words.method[lang]}: ${fit.method[lang]}.`,
    table(
      [
        [
          words.target[lang],
          words.observed[lang],
          words.fitted[lang],
          ...(withRegistry ? [words.byRegistry[lang]] : []),
        ],
        ...targets,
      ],
      new Set([1, 2, 3]),
    ),
    table(
      [[words.value[lang], words.fitted[lang], words.range[lang], words.registry[lang]], ...values],
      new Set([1, 2]),
    ),
    ...(fit.note === undefined ? [] : [fit.note[lang]]),
  ].join("\n");
}

function nameOf({ name }: FittedValue, lang: Lang): string {
  return typeof name === "string" ? name : name[lang];
}

/** The report as CSV: a line for each target and each value. */
function calibrationCsv({ fits }: CalibrationReport): string {
  const cell = (x: number | undefined): string => (x === undefined || !Number.isFinite(x) ? "" : String(x));
  const lines = fits.flatMap((fit) => [
    ...fit.targets.map((target) =>
      [
        fit.id,
        "target",
        csvField(target.label.en),
        cell(target.observed),
        cell(target.fitted),
        "",
        "",
        cell(target.registry),
      ].join(","),
    ),
    ...fit.values.map((value) =>
      [
        fit.id,
        "value",
        csvField(nameOf(value, "en")),
        "",
        cell(value.fitted),
        cell(value.low),
        cell(value.high),
        csvField(value.registry ?? ""),
      ].join(","),
    ),
  ]);
  return ["fit,kind,name,observed,fitted,low,high,registry", ...lines].join("\n");
}
