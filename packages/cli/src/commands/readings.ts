// tiltak readings: the headline differences of two scenarios under each reading of what "2 years and 6 months" is the mean of, with
// the simulated baseline's own two figures beside them.

import { type ResolvedScenario, resolveScenarios, toScenarioInput } from "@tiltak/scenarios";
import { type Forecast, forecastReadings, type Reading, readings } from "@tiltak/scenarios/backtest";
import {
  type Difference,
  InputError,
  inThreadExecutor,
  type ModelReference,
  predictiveInterval,
  runStudy,
} from "@tiltak/sim-core";
import { workerPool } from "@tiltak/sim-core/node";
import { exitCodes } from "../exit-codes.ts";
import { readStudyFlags, type WrittenFlags } from "../flags.ts";
import { headlineFamily, headlineMeasures } from "../headline.ts";
import { choiceName, formatNumber, measureName } from "../i18n/index.ts";
import { headlineDifference } from "../report/verdict.ts";
import { modelReference } from "../run-study.ts";
import { type Terminal, table } from "../terminal.ts";
import type { Lang } from "./texts.ts";

const words = {
  own: { nb: "Referansen under lesningen", en: "The reference under the reading" },
  share: { nb: "andel av frafallet innen tre år", en: "share of dropouts within three years" },
  mean: { nb: "gjennomsnittlig tid, år", en: "mean time, years" },
  simulating: { nb: "Simulerer", en: "Simulating" },
  lastYear: { nb: "siste år, felles 95 %-intervall", en: "last year, joint 95 % interval" },
} as const satisfies Readonly<Record<string, Readonly<Record<Lang, string>>>>;

/** What the command prints, as data. */
interface ReadingsReport {
  readonly schema: "tiltak.readings/1";
  readonly seed: string;
  readonly replications: number;
  readonly scenarios: readonly [string, string];
  readonly readings: readonly {
    readonly reading: Reading;
    /** The source's two figures as the simulated baseline has them: median and 90 % interval. */
    readonly own: Readonly<
      Record<"share" | "mean", { readonly median: number; readonly low: number; readonly high: number }>
    >;
    /** The second scenario minus the first in the last year. */
    readonly differences: readonly Difference[];
  }[];
}

/**
 * Compare two scenarios under each reading and print the differences side by side.
 *
 * @param references the reference and another scenario
 * @returns exit code 0
 * @throws InputError for wrong flags or scenarios
 */
export async function compareReadings(
  references: readonly [string, string],
  written: WrittenFlags,
  terminal: Terminal,
): Promise<number> {
  const { lang } = terminal;
  const { flags, problems } = readStudyFlags(written, false);
  if (problems.length > 0) throw new InputError(problems);
  const { seed, replications } = flags;
  const scenariosUnder = (reading: Reading): readonly ResolvedScenario[] =>
    resolveScenarios(references, {
      set: [...flags.set, `exit.ordinary-reading=${reading}`],
      ...(flags.years === undefined ? {} : { years: flags.years }),
    });
  // What is wrong with them is said before anything is simulated.
  for (const reading of readings) scenariosUnder(reading);
  const pool = flags.workers > 1 ? workerPool({ workers: flags.workers }) : undefined;
  const executor = pool ?? inThreadExecutor();
  try {
    const own = await ownFigures(replications, seed, pool);
    const found: ReadingsReport["readings"][number][] = [];
    for (const reading of readings) {
      terminal.note(`${words.simulating[lang]}: ${references.join(", ")} (${choiceName(lang, reading)})`);
      const scenarios = scenariosUnder(reading);
      const years = Math.min(...scenarios.map((scenario) => scenario.years));
      const { estimates } = await runStudy({
        model: modelReference(),
        scenarios: scenarios.map(toScenarioInput),
        replications,
        seed,
        headline: headlineFamily(years),
        executor,
        onProgress: (progress) => terminal.progress(progress),
      });
      const differences = headlineMeasures.flatMap((measure) =>
        estimates.differences.filter(
          (row) => row.measure === measure && row.time === years && Object.keys(row.group).length === 0,
        ),
      );
      found.push({ reading, own: own(reading), differences });
    }
    const report: ReadingsReport = {
      schema: "tiltak.readings/1",
      seed,
      replications,
      scenarios: references,
      readings: found,
    };
    if (flags.format === "json") terminal.print(JSON.stringify(report, null, 2));
    else if (flags.format === "csv") terminal.print(readingsCsv(report));
    else terminal.print(readingsTable(report, lang));
  } finally {
    await pool?.close();
  }
  return exitCodes.done;
}

/** The source's two figures as the baseline has them under each reading. */
async function ownFigures(
  replications: number,
  seed: string,
  pool: ReturnType<typeof workerPool> | undefined,
): Promise<(reading: Reading) => ReadingsReport["readings"][number]["own"]> {
  const model: ModelReference = { module: import.meta.resolve("@tiltak/scenarios/backtest"), export: "probeModel" };
  const forecasts = await forecastReadings({
    seed,
    replications,
    ...(pool === undefined ? {} : { model, executor: pool }),
  });
  const pick = (reading: Reading, name: string): { median: number; low: number; high: number } => {
    const forecast = forecasts.find(
      (one: Forecast) => one.reading === reading && one.target.predictor.name === name,
    ) as Forecast;
    const { median, low, high } = predictiveInterval(forecast.sample, 0.9);
    return { median, low, high };
  };
  return (reading) => ({ share: pick(reading, "reading-share"), mean: pick(reading, "reading-mean") });
}

/** Measures down, readings across. */
function readingsTable(report: ReadingsReport, lang: Lang): string {
  const [a, b] = report.scenarios;
  const head = [
    `${b} - ${a} (${words.lastYear[lang]})`,
    ...report.readings.map(({ reading }) => choiceName(lang, reading)),
  ];
  const rows = headlineMeasures.flatMap((measure) => {
    const cells = report.readings.map(({ differences }) => {
      const row = differences.find((one) => one.measure === measure);
      if (row === undefined) return "";
      const { mean, jointHalfWidth } = row;
      const half =
        jointHalfWidth === null ? "" : ` ± ${headlineDifference(lang, measure, jointHalfWidth, jointHalfWidth)}`;
      return `${headlineDifference(lang, measure, mean, jointHalfWidth)}${half}`;
    });
    return cells.every((cell) => cell === "") ? [] : [[measureName(lang, measure), ...cells]];
  });
  const own = (kind: "share" | "mean", decimals: number): string[] => [
    `${words.own[lang]}: ${words[kind][lang]}`,
    ...report.readings.map(({ own: figures }) => {
      const { median, low, high } = figures[kind];
      const write = (x: number): string => formatNumber(lang, x, decimals);
      return `${write(median)} (${write(low)}–${write(high)})`;
    }),
  ];
  return table([head, ...rows, own("share", 2), own("mean", 1)], new Set([1, 2, 3]));
}

function readingsCsv(report: ReadingsReport): string {
  const lines = report.readings.flatMap(({ reading, differences, own }) => [
    ...differences.map((row) =>
      [reading, row.measure, row.mean ?? "", row.jointHalfWidth ?? "", row.p05 ?? "", row.p95 ?? ""].join(","),
    ),
    ...(["share", "mean"] as const).map((kind) =>
      [reading, `own-${kind}`, own[kind].median, "", own[kind].low, own[kind].high].join(","),
    ),
  ]);
  return ["reading,measure,mean,joint_half_width,p05,p95", ...lines].join("\n");
}
