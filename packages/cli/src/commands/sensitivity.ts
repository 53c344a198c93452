// tiltak sensitivity: which of the parameters that a sweep varied matter, for each headline measure, by the method that its design allows. The
// output at a point is the mean over its replications; rows are read from the observations, a few measures at a time.

import { type PlannedSweep, planSweep } from "@tiltak/scenarios";
import {
  InputError,
  keyFromSeed,
  morrisEffects,
  nearestNote,
  type Problem,
  rankRegression,
  runsPerUnit,
  SequentialStream,
  type StudyPlan,
  sobolIndices,
} from "@tiltak/sim-core";
import { RunReader } from "@tiltak/sim-core/node";
import { readStudyFlags, type WrittenFlags } from "../flags.ts";
import { totalMeasures } from "../headline.ts";
import { formatWithError, measureName } from "../i18n/index.ts";
import { type Terminal, table } from "../terminal.ts";
import { needManifest, type SweepRecord } from "./sweep.ts";
import { saySweep } from "./sweep-texts.ts";
import type { Lang } from "./texts.ts";

/** One number about one parameter, with its interval where there is one. */
export interface SensitivityRow {
  readonly scenario: string;
  /** For a difference the scenario it is taken against; null for a level. */
  readonly against: string | null;
  readonly measure: string;
  readonly time: number;
  readonly parameter: string;
  /** "mu-star", "sigma", "first-order", "total", "rank-correlation" or "standardised-coefficient". */
  readonly index: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Trajectories, blocks or points behind it. */
  readonly n: number;
}

const level = 0.95;
const resamples = 1000;

/** Print which parameters matter. */
export async function sensitivity(
  folder: string,
  written: WrittenFlags & { readonly measure?: unknown; readonly time?: unknown },
  terminal: Terminal,
): Promise<void> {
  const { flags, problems } = readStudyFlags({ format: written.format });
  if (problems.length > 0) throw new InputError(problems);
  const manifest = await needManifest(folder);
  const { plan } = manifest;
  const record = manifest.more.sweep as SweepRecord | undefined;
  if (record === undefined || plan.points === undefined || plan.points.length < 2) {
    throw new InputError([
      { path: folder, message: "is no sweep over points of a design; tiltak sweep run makes one" },
    ]);
  }
  const reader = await RunReader.open(folder);
  const measures = written.measure === undefined ? totalMeasures(plan.scenarios) : [written.measure].flat().map(String);
  const outputs = await outputsOf(reader, plan, measures, written.time);
  const placed = record.method.method === "table" ? undefined : planSweep({ ...record, points: [] }, plan.seed);
  if (placed !== undefined && placed.points?.length !== plan.points.length) {
    throw new InputError([{ path: folder, message: "its points are not those of its design" }]);
  }
  const rows = outputs.flatMap((output) => rowsOf(output, plan, record, placed));
  if (flags.format === "json") {
    const { method } = record.method;
    terminal.print(JSON.stringify({ schema: "tiltak.sensitivity/1", design: method, level, rows }, null, 1));
  } else if (flags.format === "csv") terminal.print(csvOf(rows));
  else terminal.print(tablesOf(rows, terminal.lang));
}

interface Output {
  readonly scenario: string;
  readonly against: string | null;
  readonly measure: string;
  readonly time: number;
  /** Mean over replications at each point; NaN where there is none. */
  readonly values: Float64Array;
}

/** Read the mean of each measure at each point: of every scenario, and of its paired difference from the first. */
async function outputsOf(
  reader: RunReader,
  plan: StudyPlan,
  measures: readonly string[],
  writtenTime: unknown,
): Promise<readonly Output[]> {
  const cells = await reader.cells();
  const totals = cells.map((cell, i) => ({ ...cell, i })).filter(({ group }) => group === "{}");
  const last = totals.reduce((most, { time }) => Math.max(most, time), 0);
  const time = writtenTime === undefined ? last : Number(writtenTime);
  const known = [...new Set(totals.filter((cell) => cell.time === time).map(({ measure }) => measure))];
  const problems: Problem[] = [];
  if (known.length === 0) {
    problems.push({
      path: "--time",
      message: "has no observations",
      found: String(writtenTime),
      allowed: `up to ${last}`,
    });
  }
  for (const measure of measures) {
    if (known.length === 0 || known.includes(measure)) continue;
    problems.push({
      path: "--measure",
      message: "is not observed",
      found: measure,
      ...nearestNote(measure, known),
    });
  }
  if (problems.length > 0) throw new InputError(problems);
  const points = plan.points?.length ?? 1;
  const scenarios = plan.scenarios.length;
  const dropped = droppedRuns(reader, plan);
  const out: Output[] = [];
  for (const measure of measures) {
    const cell = totals.find((one) => one.measure === measure && one.time === time);
    if (cell === undefined) continue;
    const runs = new Float64Array(scenarios * points * plan.replications).fill(Number.NaN);
    await reader.read(cell.i, cell.i + 1, (scenario, point, replication, _cell, value) => {
      if (replication >= plan.replications) return;
      const at = (scenario * points + point) * plan.replications + replication;
      if (!dropped.has(at)) runs[at] = value;
    });
    const means = (scenario: number, against: number | undefined): Float64Array =>
      Float64Array.from({ length: points }, (_, point) => {
        let sum = 0;
        let count = 0;
        for (let r = 0; r < plan.replications; r += 1) {
          const b = runs[(scenario * points + point) * plan.replications + r];
          const a = against === undefined ? 0 : runs[(against * points + point) * plan.replications + r];
          if (!Number.isFinite(b - a)) continue;
          sum += b - a;
          count += 1;
        }
        return count === 0 ? Number.NaN : sum / count;
      });
    for (const [s, { id }] of plan.scenarios.entries()) {
      out.push({ scenario: id, against: null, measure, time, values: means(s, undefined) });
    }
    for (const [s, { id }] of plan.scenarios.entries()) {
      if (s > 0) out.push({ scenario: id, against: plan.scenarios[0].id, measure, time, values: means(s, 0) });
    }
  }
  return out;
}

/** A failed replication takes the other run of its draw with it. */
function droppedRuns(reader: RunReader, plan: StudyPlan): ReadonlySet<number> {
  const unit = runsPerUnit(plan);
  const points = plan.points?.length ?? 1;
  const dropped = new Set<number>();
  for (const { task } of reader.failures()) {
    const first = Math.floor(task.replication / unit) * unit;
    for (let r = first; r < first + unit; r += 1) {
      dropped.add((task.scenario * points + task.point) * plan.replications + r);
    }
  }
  return dropped;
}

function rowsOf(
  output: Output,
  plan: StudyPlan,
  record: SweepRecord,
  placed: PlannedSweep | undefined,
): readonly SensitivityRow[] {
  const { scenario, against, measure, time, values } = output;
  const ids = placed?.parameters ?? Object.keys(plan.points?.[0]?.parameters ?? {});
  const source = new SequentialStream(keyFromSeed(plan.seed, "sensitivity", measure));
  const options = { level, resamples, source };
  const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);
  const row = (
    parameter: number,
    index: string,
    n: number,
    { estimate, low, high }: { estimate: number; low: number; high: number },
  ): SensitivityRow => ({
    scenario,
    against,
    measure,
    time,
    parameter: ids[parameter],
    index,
    value: finite(estimate),
    low: finite(low),
    high: finite(high),
    n,
  });
  const alone = (estimate: number) => ({ estimate, low: Number.NaN, high: Number.NaN });
  if (record.method.method === "morris" && placed !== undefined) {
    return morrisEffects(placed.units, values, options).flatMap(
      ({ parameter, n, muStar, sigma, mu, muStarInterval }) => [
        row(parameter, "mu-star", n, { ...muStarInterval, estimate: muStar }),
        row(parameter, "mu", n, alone(mu)),
        row(parameter, "sigma", n, alone(sigma)),
      ],
    );
  }
  if (record.method.method === "saltelli") {
    const { indices, blocks } = sobolIndices(values, ids.length, options);
    return indices.flatMap(({ parameter, firstOrder, total }) => [
      row(parameter, "first-order", blocks, firstOrder),
      row(parameter, "total", blocks, total),
    ]);
  }
  const columns = ids.map((id) => numbersOf((plan.points ?? []).map(({ parameters }) => parameters[id])));
  const { effects, n } = rankRegression(columns, values, options);
  return effects.flatMap(({ parameter, rankCorrelation, standardisedCoefficient }) => [
    row(parameter, "rank-correlation", n, rankCorrelation),
    row(parameter, "standardised-coefficient", n, standardisedCoefficient),
  ]);
}

/** Values as numbers; choices by their place among the sorted choices, switches as 0 and 1. */
function numbersOf(values: readonly unknown[]): number[] {
  const names = [...new Set(values.filter((value) => typeof value !== "number").map(String))].sort();
  return values.map((value) => (typeof value === "number" ? value : names.indexOf(String(value))));
}

function csvOf(rows: readonly SensitivityRow[]): string {
  const lines = rows.map((row) =>
    [
      row.scenario,
      row.against ?? "",
      row.measure,
      row.time,
      row.parameter,
      row.index,
      row.value ?? "",
      row.low ?? "",
      row.high ?? "",
      row.n,
    ].join(","),
  );
  return ["scenario,against,measure,time,parameter,index,value,low,high,n", ...lines].join("\n");
}

/** One table for each scenario or difference: measures and parameters down, indices across. */
function tablesOf(rows: readonly SensitivityRow[], lang: Lang): string {
  const titleOf = ({ scenario, against }: SensitivityRow): string =>
    against === null ? scenario : `${scenario} - ${against}`;
  const blocks = [...new Set(rows.map(titleOf))].map((title) => {
    const own = rows.filter((row) => titleOf(row) === title);
    const indices = [...new Set(own.map(({ index }) => index))];
    const lines: string[][] = [];
    for (const measure of new Set(own.map((row) => row.measure))) {
      const ofMeasure = own.filter((row) => row.measure === measure);
      const parameters = [...new Set(ofMeasure.map(({ parameter }) => parameter))];
      const find = (parameter: string, index: string): SensitivityRow | undefined =>
        ofMeasure.find((row) => row.parameter === parameter && row.index === index);
      const size = (parameter: string): number => Math.abs(find(parameter, indices[0])?.value ?? 0);
      parameters.sort((a, b) => size(b) - size(a));
      for (const [i, parameter] of parameters.entries()) {
        const cells = indices.map((index) => cellText(find(parameter, index), lang));
        lines.push([i === 0 ? measureName(lang, measure) : "", parameter, ...cells]);
      }
    }
    return table([[title, saySweep(lang, "parameter"), ...indices.map((index) => indexName(lang, index))], ...lines]);
  });
  return blocks.join("\n\n");
}

/** Indices in bokmål; English keeps their ids, as files do. */
const indexNames: Readonly<Record<string, string>> = {
  "mu-star": "mu*",
  "first-order": "første orden",
  total: "i alt",
  "rank-correlation": "rangkorrelasjon",
  "standardised-coefficient": "standardisert koeffisient",
};

function indexName(lang: Lang, index: string): string {
  return lang === "nb" ? (indexNames[index] ?? index) : index;
}

function cellText(row: SensitivityRow | undefined, lang: Lang): string {
  if (row === undefined || row.value === null) return "-";
  if (row.low === null || row.high === null) return formatWithError(lang, row.value, Math.abs(row.value) / 20);
  const half = Math.max((row.high - row.low) / 2, Math.abs(row.value) / 100);
  const text = (x: number): string => formatWithError(lang, x, half);
  return `${text(row.value)} (${text(row.low)} ... ${text(row.high)})`;
}
