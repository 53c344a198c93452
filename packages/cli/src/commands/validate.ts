// tiltak validate: the model against what was observed. The back-test is in the scenarios package; here it is started, judged and
// printed, and its chart is drawn where a folder is asked for.

import { join, resolve } from "node:path";
import { type BackTestReport, type BackTestRow, backTest, type Duel, type Reading } from "@tiltak/scenarios/backtest";
import { InputError, inThreadExecutor, type ModelReference } from "@tiltak/sim-core";
import { workerPool, writeAtomically } from "@tiltak/sim-core/node";
import { type BacktestRow, backtestChart, renderSvg } from "../charts/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { readStudyFlags, type WrittenFlags } from "../flags.ts";
import { choiceName, formatNumber, formatWithError } from "../i18n/index.ts";
import { folderProblems, makeParent } from "../run-study.ts";
import { type Terminal, table } from "../terminal.ts";
import type { Lang } from "./texts.ts";

/** Replications of each national run where nothing else is asked for. */
const defaultValidationReplications = 40;

const words = {
  target: { nb: "Mål", en: "Target" },
  observed: { nb: "Observert", en: "Observed" },
  median: { nb: "Median", en: "Median" },
  interval: { nb: "90 %-intervall", en: "90 % interval" },
  inside: { nb: "Innenfor", en: "Inside" },
  noChange: { nb: "Ingen endring", en: "No change" },
  otherSites: { nb: "Andre steder", en: "Other sites" },
  score: { nb: "CRPS", en: "CRPS" },
  yes: { nb: "ja", en: "yes" },
  no: { nb: "NEI", en: "NO" },
  foreseen: { nb: "NEI, ventet", en: "NO, expected" },
  to: { nb: "til", en: "to" },
  atMost: { nb: "høyst", en: "at most" },
  heldOut: { nb: "Holdt utenfor: telles", en: "Held out: counted" },
  calibrated: { nb: "Tilpasset: telles ikke", en: "Calibrated: not counted" },
  scenario: {
    nb: "Scenariet av forsøket, fra ingenting: telles for seg",
    en: "The scenario of the trial, from nothing: counted apart",
  },
  derived: { nb: "Følger av regning: telles ikke", en: "Follow by arithmetic: not counted" },
  computed: { nb: "Beregnet", en: "Computed" },
  follows: { nb: "Stemmer", en: "Agrees" },
  simulating: { nb: "Simulerer landet", en: "Simulating the country" },
} as const satisfies Readonly<Record<string, Readonly<Record<Lang, string>>>>;

/** What was asked for, beside the flags of a study. */
export interface ValidateFlags extends WrittenFlags {
  readonly strict?: unknown;
}

/**
 * Hold the model against what was observed and print the table.
 *
 * @param run the back-test; another one in tests
 * @returns exit code 0; with --strict 1 when fewer held-out intervals hold than the 5 % point of Binomial(n, 0.9)
 * @throws InputError for wrong flags
 */
export async function validate(
  written: ValidateFlags,
  terminal: Terminal,
  run: typeof backTest = backTest,
): Promise<number> {
  const { lang } = terminal;
  const { flags, problems } = readStudyFlags(
    {
      ...written,
      replications: written.replications ?? String(defaultValidationReplications),
    },
    false,
  );
  if (flags.out !== undefined) problems.push(...(await folderProblems(flags.out)));
  if (problems.length > 0) throw new InputError(problems);
  const model: ModelReference = { module: import.meta.resolve("@tiltak/scenarios/backtest"), export: "probeModel" };
  // A worker needs a built package; sources run in this thread.
  const pool = flags.workers > 1 && !model.module.endsWith(".ts") ? workerPool({ workers: flags.workers }) : undefined;
  let report: BackTestReport;
  try {
    report = await run({
      seed: flags.seed,
      replications: flags.replications,
      ...(pool === undefined ? {} : { model }),
      executor: pool ?? inThreadExecutor(),
      onStudy: (name) => terminal.note(`${words.simulating[lang]}: ${name}`),
    });
  } finally {
    await pool?.close();
  }
  if (flags.format === "json") terminal.print(JSON.stringify(report, null, 2));
  else if (flags.format === "csv") terminal.print(validationCsv(report));
  else terminal.print(`${validationTables(report, lang)}\n\n${validationVerdict(report, lang)}`);
  if (flags.out !== undefined) {
    const folder = resolve(flags.out);
    await makeParent(join(folder, "backtest.csv"));
    await writeAtomically(join(folder, "validation.json"), [`${JSON.stringify(report, null, 2)}\n`]);
    await writeAtomically(join(folder, "backtest.csv"), [`${validationCsv(report)}\n`]);
    const { spec } = backtestChart(chartRows(report), { lang });
    await writeAtomically(join(folder, "backtest.vl.json"), [`${JSON.stringify(spec, null, 2)}\n`]);
    await writeAtomically(join(folder, "backtest.svg"), [await renderSvg(spec)]);
    terminal.note(folder);
  }
  return written.strict === true && !report.score.coverage.enough ? exitCodes.checkFailed : exitCodes.done;
}

/** Rows as the chart wants them; what follows by arithmetic has no interval to draw. */
export function chartRows(report: BackTestReport): readonly BacktestRow[] {
  return report.rows
    .filter(({ role }) => role === "held-out" || role === "calibrated")
    .map((row) => ({
      id: row.reading === undefined ? row.id : `${row.id}-${row.reading}`,
      label: { nb: named(row, "nb"), en: named(row, "en") },
      observed: row.observed,
      ...(row.bound === undefined ? {} : { bound: row.bound }),
      median: row.median,
      low: row.low,
      high: row.high,
      inside: row.inside,
      role: row.role === "calibrated" ? ("calibrated" as const) : ("held-out" as const),
      unit: row.unit,
    }));
}

/** The three tables: held out, calibrated, derived. */
function validationTables(report: BackTestReport, lang: Lang): string {
  const of = (role: BackTestRow["role"]): readonly BackTestRow[] => report.rows.filter((row) => row.role === role);
  const interval = (row: BackTestRow): string =>
    `${write(row, row.low, lang)} ${words.to[lang]} ${write(row, row.high, lang)}`;
  const naive = (row: BackTestRow, forecast: number | undefined): string =>
    forecast === undefined ? "" : write(row, forecast, lang);
  const heldOut = of("held-out").map((row) => [
    row.label[lang],
    observed(row, lang),
    write(row, row.median, lang),
    interval(row),
    verdictOf(row, lang),
    formatNumber(lang, row.crps ?? null, decimalsOf(row)),
    naive(row, row.noChange?.forecast),
    naive(row, row.otherSites?.forecast),
  ]);
  const head = [words.target[lang], words.observed[lang], words.median[lang], words.interval[lang], words.inside[lang]];
  const scenario = of("scenario").map((row) => [
    row.label[lang],
    observed(row, lang),
    write(row, row.median, lang),
    interval(row),
    verdictOf(row, lang),
  ]);
  const calibrated = of("calibrated").map((row) => [
    named(row, lang),
    observed(row, lang),
    write(row, row.median, lang),
    interval(row),
    verdictOf(row, lang),
  ]);
  const derived = of("derived").map((row) => [
    row.label[lang],
    observed(row, lang),
    write(row, row.median, lang),
    row.inside ? words.yes[lang] : words.no[lang],
  ]);
  const right = new Set([1, 2, 3]);
  return [
    words.heldOut[lang],
    table(
      [[...head, words.score[lang], words.noChange[lang], words.otherSites[lang]], ...heldOut],
      new Set([...right, 5, 6, 7]),
    ),
    ...(scenario.length === 0 ? [] : ["", words.scenario[lang], table([head, ...scenario], right)]),
    "",
    words.calibrated[lang],
    table([head, ...calibrated], right),
    "",
    words.derived[lang],
    table([[words.target[lang], words.observed[lang], words.computed[lang], words.follows[lang]], ...derived], right),
  ].join("\n");
}

function verdictOf(row: BackTestRow, lang: Lang): string {
  if (row.inside) return words.yes[lang];
  return row.missExpected ? words.foreseen[lang] : words.no[lang];
}

function named(row: Pick<BackTestRow, "label" | "reading">, lang: Lang): string {
  return row.reading === undefined
    ? row.label[lang]
    : `${row.label[lang]} (${choiceName(lang, row.reading satisfies Reading)})`;
}

function observed(row: BackTestRow, lang: Lang): string {
  const text = write(row, row.observed, lang);
  return row.bound === undefined ? text : `${words.atMost[lang]} ${text}`;
}

/** Decimals that fit the unit: shares to the third, people to the whole one. */
function decimalsOf(row: BackTestRow): number {
  if (row.unit.startsWith("share") || row.unit.startsWith("positions")) return 3;
  if (row.unit === "persons" && row.observed > 100) return 0;
  if (row.unit === "persons" || row.unit === "enterprises") return 1;
  return row.unit.startsWith("thousand NOK") ? 0 : 1;
}

function write(row: BackTestRow, value: number, lang: Lang): string {
  return formatNumber(lang, value, decimalsOf(row));
}

/** Say in words what the tables come to, the misses first. */
function validationVerdict(report: BackTestReport, lang: Lang): string {
  const { score, misses } = report;
  const { coverage, national, sites } = score;
  const percent = (share: number): string => `${formatNumber(lang, 100 * share, 0)} %`;
  const nameOf = (id: string): string => report.rows.find((row) => row.id === id)?.label[lang] ?? id;
  const list = (ids: readonly string[]): string => (ids.length === 0 ? "–" : ids.map(nameOf).join("; "));
  const heldOut = new Set(report.rows.filter(({ role }) => role === "held-out").map(({ id }) => id));
  const counted = (ids: readonly string[]): readonly string[] => ids.filter((id) => heldOut.has(id));
  if (lang === "nb") {
    return [
      `Dekning: ${coverage.inside} av ${coverage.n} holdt utenfor ligger i 90 %-intervallet (${percent(coverage.share)}; 95 %-intervall ${percent(coverage.low)} til ${percent(coverage.high)}). ` +
        `Nasjonale: ${national.inside} av ${national.n}; steder: ${sites.inside} av ${sites.n}. 5 %-punktet i Binomial(${coverage.n}, 0,9) er ${coverage.leastAt5Percent}: ${coverage.enough ? "nok" : "FOR FÅ"}.`,
      `Bredde: median ${percent(score.medianWidth)} av det observerte, gjennomsnitt ${percent(score.meanWidth)}.`,
      duelText(score.noChange, "«ingen endring»", lang),
      duelText(score.otherSites, "«som snittet av de andre stedene»", lang),
      `Bom som var ventet på forhånd, og ble det: ${list(counted(misses.foreseen))}.`,
      `Bom som ikke var ventet: ${list(counted(misses.unforeseen))}.`,
      `Frø "${report.seed}", ${report.replications} kjøringer.`,
    ].join("\n");
  }
  return [
    `Coverage: ${coverage.inside} of ${coverage.n} held-out figures lie in the 90 % interval (${percent(coverage.share)}; 95 % interval ${percent(coverage.low)} to ${percent(coverage.high)}). ` +
      `National: ${national.inside} of ${national.n}; sites: ${sites.inside} of ${sites.n}. The 5 % point of Binomial(${coverage.n}, 0.9) is ${coverage.leastAt5Percent}: ${coverage.enough ? "enough" : "TOO FEW"}.`,
    `Width: median ${percent(score.medianWidth)} of the observed value, mean ${percent(score.meanWidth)}.`,
    duelText(score.noChange, `"no change"`, lang),
    duelText(score.otherSites, `"as the mean of the other sites"`, lang),
    `Misses expected beforehand, and missed: ${list(counted(misses.foreseen))}.`,
    `Misses not expected: ${list(counted(misses.unforeseen))}.`,
    `Seed "${report.seed}", ${report.replications} replications.`,
  ].join("\n");
}

/** Say whether the model beats a naive forecast, as a bare number and with noise around it. */
function duelText(duel: Duel, opponent: string, lang: Lang): string {
  const share = (x: number): string => `${formatWithError(lang, 100 * x, 1)} %`;
  const skill = (x: number): string => `${formatNumber(lang, 100 * x, 0)} %`;
  const range = (gain: Duel["gain"]): string =>
    `${formatNumber(lang, 100 * gain.low, 1)} ${words.to[lang]} ${formatNumber(lang, 100 * gain.high, 1)}`;
  const told = (gain: Duel["gain"]): string => {
    if (gain.low > 0) return lang === "nb" ? "modellen er bedre" : "the model is better";
    if (gain.high < 0) return lang === "nb" ? "MODELLEN ER DÅRLIGERE" : "THE MODEL IS WORSE";
    return lang === "nb" ? "kan ikke skilles" : "cannot be told apart";
  };
  const points = lang === "nb" ? "prosentpoeng" : "percentage points";
  if (lang === "nb") {
    return (
      `Mot ${opponent}: gjennomsnittlig CRPS ${share(duel.model)} av det observerte mot ${share(duel.naive)} på ${duel.rows} mål, bedre på ${duel.wins} (ferdighet ${skill(duel.skill)}; forskjell ${range(duel.gain)} ${points}: ${told(duel.gain)}). ` +
      `Mot samme tall med tellestøy: ${share(duel.modelWithNoise)} mot ${share(duel.naiveWithNoise)} på ${duel.rowsWithNoise} (ferdighet ${skill(duel.skillWithNoise)}; ${range(duel.gainWithNoise)}: ${told(duel.gainWithNoise)}).`
    );
  }
  return (
    `Against ${opponent}: mean CRPS ${share(duel.model)} of the observed value against ${share(duel.naive)} on ${duel.rows} targets, better on ${duel.wins} (skill ${skill(duel.skill)}; difference ${range(duel.gain)} ${points}: ${told(duel.gain)}). ` +
    `Against the same number with counting noise: ${share(duel.modelWithNoise)} against ${share(duel.naiveWithNoise)} on ${duel.rowsWithNoise} (skill ${skill(duel.skillWithNoise)}; ${range(duel.gainWithNoise)}: ${told(duel.gainWithNoise)}).`
  );
}

/** The rows as CSV, with a point in every language. */
function validationCsv({ rows }: BackTestReport): string {
  const columns = [
    "id",
    "role",
    "reading",
    "unit",
    "observed",
    "bound",
    "n",
    "median",
    "low",
    "high",
    "inside",
    "miss_expected",
    "crps",
    "interval_score",
    "no_change",
    "no_change_crps",
    "no_change_crps_with_noise",
    "other_sites",
    "other_sites_crps",
    "other_sites_crps_with_noise",
  ];
  const lines = rows.map((row) =>
    [
      row.id,
      row.role,
      row.reading,
      row.unit,
      row.observed,
      row.bound,
      row.n,
      row.median,
      row.low,
      row.high,
      row.inside,
      row.missExpected,
      row.crps,
      row.intervalScore,
      row.noChange?.forecast,
      row.noChange?.crps,
      row.noChange?.crpsWithNoise,
      row.otherSites?.forecast,
      row.otherSites?.crps,
      row.otherSites?.crpsWithNoise,
    ]
      .map((cell) => (cell === undefined ? "" : String(cell)))
      .join(","),
  );
  return [columns.join(","), ...lines].join("\n");
}
