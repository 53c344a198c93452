// tiltak sweep run and sweep expand, and tiltak resume: many points x replications in one run directory, begun, lengthened, finished.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  type DesignTable,
  loadDesign,
  parquetTableOf,
  planSweep,
  type SweepDesign,
  sweepInputs,
  sweepSize,
} from "@tiltak/scenarios";
import {
  formatEstimates,
  gathering,
  InputError,
  isInShard,
  type Problem,
  type Shard,
  type StudyPlan,
  tasksOf,
} from "@tiltak/sim-core";
import { codeDigest, digestOf, type Manifest, readManifest, readParquet, runStatus } from "@tiltak/sim-core/node";
import { inputDigests, type RegisterSources, type RunData } from "../enterprises/programme-data.ts";
import { withRegisters } from "../enterprises/sweep-data.ts";
import { keptCsv, tellEnterprises, tellFiles, tellImputed } from "../enterprises/tell.ts";
import { last, readStudyFlags, type StudyFlags, type WrittenFlags } from "../flags.ts";
import { folderProblems, modelReference } from "../run-study.ts";
import { carryOut, type FolderOutcome, type FolderStudy, type StudyExtras, studyOfManifest } from "../sweep-study.ts";
import { duration, type Terminal } from "../terminal.ts";
import { tellUnfinished } from "../unfinished.ts";
import { bytesText, forecastFrom, forecastOf, forecastText, freeBytes } from "./sweep-forecast.ts";
import { saySweep } from "./sweep-texts.ts";
import { allRowsCsv, levelsTable } from "./tables.ts";
import { tellStudy } from "./tell-study.ts";
import { say } from "./texts.ts";
import { sharesTable } from "./variance-table.ts";

/** Flags of the sweep commands, as written. */
export interface WrittenSweepFlags extends WrittenFlags {
  readonly shard?: unknown;
  readonly perPoint?: unknown;
  readonly points?: unknown;
  readonly keepEvery?: unknown;
  readonly forecast?: unknown;
  readonly price?: unknown;
}

/** Points above which estimates are over all points only, unless asked otherwise: a row for each point and cell fills disks. */
const mostPointRows = 100;
/** The same where every enterprise has rows too. */
const mostPointRowsByEnterprise = 10;
/** Largest design, in points, and largest sweep, in runs, that one process takes on. */
const mostPoints = 1_000_000;
const mostRuns = 20_000_000;

/** A sweep with its flags, everything checked and nothing placed or begun. */
export interface AskedSweep {
  readonly design: SweepDesign;
  readonly flags: StudyFlags;
  readonly seed: string;
  readonly replications: number;
  readonly shard?: Shard;
  /** Seconds after which finished runs are written at the latest. */
  readonly keepEvery?: number;
  /** Money for an hour of one core. */
  readonly price?: number;
  readonly points: number;
  readonly runs: number;
  /** What is too large about it; none when it can be taken on. */
  readonly excess: readonly Problem[];
}

/**
 * Read a design file and the flags beside it.
 *
 * @throws InputError with every problem of both
 */
export async function askSweep(file: string, written: WrittenSweepFlags): Promise<AskedSweep> {
  const { flags, problems } = readStudyFlags({ ...written, fixedParameters: true });
  let design: SweepDesign | undefined;
  try {
    const table = await tableOf(file);
    design = loadDesign(file, {
      ...(table === undefined ? {} : { table }),
      set: flags.set,
      ...(flags.years === undefined ? {} : { years: flags.years }),
    });
  } catch (error) {
    gathering(problems)(error);
  }
  const shard = readShard(written.shard, problems);
  const keepEvery = written.keepEvery === undefined ? undefined : Number(written.keepEvery);
  if (keepEvery !== undefined && !(keepEvery >= 0 && keepEvery <= 86_400)) {
    const allowed = "seconds from 0 to 86400";
    problems.push({ path: "--keep-every", message: "is not allowed", found: String(written.keepEvery), allowed });
  }
  const price = written.price === undefined ? undefined : Number(written.price);
  if (price !== undefined && !(price >= 0 && price < 1e6)) {
    const allowed = "money for an hour of one core, such as 0.05";
    problems.push({ path: "--price", message: "is not allowed", found: String(written.price), allowed });
  }
  if (written.shard !== undefined && flags.precision !== undefined) {
    const message = "needs the whole sweep and cannot go with --shard";
    problems.push({ path: "--precision", message, found: String(flags.precision) });
  }
  if (flags.out !== undefined) problems.push(...(await folderProblems(flags.out)));
  const replications = written.replications === undefined ? (design?.replications ?? 2) : flags.replications;
  if (design !== undefined && !design.fixedParameters && replications % 2 === 1) {
    const message = "must be even, since each draw of the parameters has two runs";
    problems.push({ path: "--replications", message, found: String(replications) });
  }
  if (problems.length > 0 || design === undefined) throw new InputError(problems);
  const points = sweepSize(design);
  const runs = points * design.scenarios.length * replications;
  const excess: Problem[] = [];
  const place = { file: design.file, path: "design" };
  if (!(points <= mostPoints)) {
    excess.push({ ...place, message: "has too many points", found: String(points), allowed: `at most ${mostPoints}` });
  }
  if (!(runs <= mostRuns)) {
    const message = "asks for too many runs; take fewer points or replications";
    excess.push({ ...place, message, found: String(runs), allowed: `at most ${mostRuns}` });
  }
  const seed = written.seed === undefined ? (design.seed ?? flags.seed) : flags.seed;
  return {
    design,
    flags,
    seed,
    replications,
    ...(shard === undefined ? {} : { shard }),
    ...(keepEvery === undefined ? {} : { keepEvery }),
    ...(price === undefined ? {} : { price }),
    points,
    runs,
    excess,
  };
}

/** Read the Parquet file in which a design keeps its points; undefined when it has none, or none that can be read. */
async function tableOf(file: string): Promise<DesignTable | undefined> {
  const path = parquetTableOf(file);
  if (path === undefined) return undefined;
  try {
    const table = await readParquet(path);
    const rows: string[][] = [];
    await table.read(table.columns, 0, Math.min(table.rows, mostPoints + 1), (parts) => {
      for (let i = 0; i < (parts[0]?.length ?? 0); i += 1) rows.push(parts.map((part) => fieldOf(part[i])));
    });
    return { names: table.columns, rows };
  } catch {
    return undefined;
  }
}

function fieldOf(value: unknown): string {
  return value === null || value === undefined ? "" : String(value);
}

/** Read i/n: part i, from 0, of n. */
function readShard(written: unknown, problems: Problem[]): Shard | undefined {
  if (written === undefined) return undefined;
  const text = String(last(written));
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.count >= 1 && shard.index < shard.count) return shard;
  problems.push({
    path: "--shard",
    message: "there is no such shard",
    found: JSON.stringify(text),
    allowed: "i/n with whole numbers, i from 0 to n - 1",
  });
  return undefined;
}

/** Place the points of a sweep and make its plan; refuses what is too large. */
export function planOf(asked: AskedSweep): StudyPlan {
  if (asked.excess.length > 0) throw new InputError(asked.excess, "sweep-size");
  const { design, seed, replications } = asked;
  const { points } = planSweep(design, seed);
  return {
    seed,
    scenarios: sweepInputs(design),
    ...(points === undefined ? {} : { points }),
    replications,
    fixedParameters: design.fixedParameters,
    antithetic: false,
  };
}

/** What a run directory remembers of its design, so that it can be lengthened and analysed. */
export type SweepRecord = Pick<SweepDesign, "file" | "method" | "parameters" | "correlations">;

/** Name the folder of a sweep: the same inputs and the same code of the model have the same folder. */
async function sweepFolder(
  asked: AskedSweep,
  plan: StudyPlan,
  inputs: Readonly<Record<string, string>> | undefined,
): Promise<string> {
  const { design, flags, shard } = asked;
  const { precision, allPairs } = flags;
  const names = design.scenarios.map(({ id }) => id.slice(0, 30)).join("-vs-");
  const { replications: _, ...identity } = plan;
  const code = await codeDigest(modelReference().module);
  const data = inputs === undefined ? [] : [inputs];
  const digest = digestOf(JSON.stringify([identity, precision ?? null, allPairs, code ?? null, ...data])).slice(0, 8);
  const whole = join("tiltak-runs", `sweep-${design.method.method}-${names.slice(0, 100)}-${digest}`);
  return shard === undefined ? whole : join(`${whole}.shards`, shardName(shard));
}

/** Name the folder of a shard. */
export function shardName({ index, count }: Shard): string {
  const digits = String(count - 1).length;
  return `${String(index).padStart(digits, "0")}-of-${count}`;
}

/** Simulate a sweep, or one shard of it. */
export async function sweepRun(
  file: string,
  written: WrittenSweepFlags,
  terminal: Terminal,
  commandLine: readonly string[],
): Promise<number> {
  const [asked, loaded] = await withRegisters(written, terminal.lang, () => askSweep(file, written));
  const plan = planOf(asked);
  const { design, flags, shard } = asked;
  const inputs = loaded === undefined ? undefined : inputDigests(loaded.run);
  const folder = resolve(flags.out ?? (await sweepFolder(asked, plan, inputs)));
  const { method, parameters, correlations } = design;
  const sweep: SweepRecord = { file: design.file, method, parameters, correlations };
  const mostRows = loaded?.run.data.perEnterprise === true ? mostPointRowsByEnterprise : mostPointRows;
  const perPoint = written.perPoint === true || (plan.points?.length ?? 1) <= mostRows;
  const extras: StudyExtras = {
    allPairs: flags.allPairs,
    perPoint,
    ...(flags.precision === undefined ? {} : { precision: { relative: flags.precision, absolute: flags.precisionOf } }),
  };
  terminal.note(
    `${say(terminal.lang, "simulating")}: ${design.scenarios.map(({ id }) => id).join(", ")} (${asked.points} x ${asked.replications})`,
  );
  for (const note of loaded?.notes ?? []) terminal.note(note);
  await tellForecast(asked, written, folder, terminal, loaded?.run);
  const study: FolderStudy = {
    folder,
    plan,
    scenarios: design.scenarios,
    extras,
    more: { sweep, ...(loaded === undefined ? {} : { registers: loaded.run.sources }) },
    ...(inputs === undefined ? {} : { inputs }),
    ...(loaded === undefined ? {} : { data: loaded.run }),
    commandLine,
    workers: flags.workers,
    ...(shard === undefined ? {} : { shard }),
    ...(asked.keepEvery === undefined ? {} : { store: { secondsPerChunk: asked.keepEvery } }),
  };
  return tell(await carryOut(study, terminal), study, flags.format, terminal);
}

/** Tell beforehand what a large sweep, or any on demand, will take, unless nobody listens. */
async function tellForecast(
  asked: AskedSweep,
  written: WrittenSweepFlags,
  folder: string,
  terminal: Terminal,
  data: RunData | undefined,
): Promise<void> {
  if (written.forecast === false || written.quiet === true) return;
  const { shard } = asked;
  const done = (await readManifest(folder)) === undefined ? 0 : (await runStatus(folder)).done;
  const left = asked.runs / (shard?.count ?? 1) - done;
  if (left < 1 || (written.forecast !== true && left < forecastFrom)) return;
  const forecast = await forecastOf(asked, { done, data });
  const { lang } = terminal;
  terminal.note(forecastText(forecast, lang));
  const free = await freeBytes(folder);
  if (free !== undefined && free < forecast.diskBytes) {
    terminal.complain(`${saySweep(lang, "diskTooSmall")} (${bytesText(free)} ${saySweep(lang, "free")})`);
  }
}

/** Print what a study ended in. */
export async function tell(
  outcome: FolderOutcome,
  { folder, scenarios, extras }: FolderStudy,
  format: StudyFlags["format"],
  terminal: Terminal,
): Promise<number> {
  const { result, exitCode, ownData = false, sources = {}, enterpriseFiles = [], bySize = [] } = outcome;
  const { lang } = terminal;
  if (result === undefined) {
    terminal.note(`${saySweep(lang, "shardDone")} tiltak sweep merge OUT ${folder} ...`);
    terminal.print(folder);
    return exitCode;
  }
  tellUnfinished({ scenarios, estimates: result.estimates, plan: result.plan }, format, terminal);
  if (format === "json") terminal.print(formatEstimates(result.estimates));
  else if (format === "csv") terminal.print(ownData ? await keptCsv(folder) : allRowsCsv(result.estimates));
  else {
    terminal.print(levelsTable(result.estimates, lang, result.plan.scenarios));
    if (result.varianceShares.length > 0) terminal.print(`\n${sharesTable(result.varianceShares, lang)}`);
    tellEnterprises(bySize, terminal);
    tellImputed(sources, terminal);
    if (extras.perPoint === false) terminal.note(saySweep(lang, "onlyOverall"));
  }
  terminal.note(`\n${say(lang, "kept")} ${folder}`);
  tellFiles(enterpriseFiles, lang, terminal);
  return exitCode;
}

/**
 * Read the manifest of a run directory.
 *
 * @throws InputError when the folder is no run directory
 */
export async function needManifest(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  if (manifest !== undefined) return manifest;
  const message = existsSync(folder)
    ? "is no run directory: it has no manifest.json"
    : "there is no such run directory";
  throw new InputError([{ path: folder, message }], "no-run");
}

/** Take up a run directory as a study to go on with. */
export async function studyIn(
  folder: string,
  written: WrittenFlags,
): Promise<{ study: FolderStudy; flags: StudyFlags }> {
  const { flags, problems } = readStudyFlags({ workers: written.workers, format: written.format });
  if (problems.length > 0) throw new InputError(problems);
  const manifest = await needManifest(folder);
  return { study: studyOfManifest(resolve(folder), manifest, flags.workers), flags };
}

/** Finish any run directory. */
export async function resumeRun(folder: string, written: WrittenFlags, terminal: Terminal): Promise<number> {
  const { study, flags } = await studyIn(folder, written);
  const begun = performance.now();
  const outcome = await carryOut(study, terminal);
  terminal.note(`${saySweep(terminal.lang, "took")} ${duration((performance.now() - begun) / 1000)}`);
  if (outcome.result !== undefined && study.more.sweep === undefined && study.scenarios.length > 0) {
    const { folder, scenarios, commandLine } = study;
    const registers = study.more.registers as RegisterSources | undefined;
    await tellStudy({ folder, result: outcome.result, scenarios, commandLine, registers }, terminal.lang);
  }
  return tell(outcome, study, flags.format, terminal);
}

/** Lengthen a sweep: more replications, or more points after the same first ones. */
export async function sweepExpand(folder: string, written: WrittenSweepFlags, terminal: Terminal): Promise<number> {
  const { study, flags } = await studyIn(folder, written);
  const problems: Problem[] = [];
  if (study.shard !== undefined) {
    problems.push({ path: folder, message: "is one shard; merge the shards and expand the whole" });
  }
  const { flags: asked, problems: wrong } = readStudyFlags({
    replications: written.replications,
    fixedParameters: true,
  });
  problems.push(...wrong);
  let plan = study.plan;
  if (written.replications !== undefined) {
    const { replications } = asked;
    if (replications < plan.replications) {
      const allowed = `at least ${plan.replications}`;
      problems.push({
        path: "--replications",
        message: "a run is not shortened",
        found: String(replications),
        allowed,
      });
    }
    plan = { ...plan, replications };
  }
  if (written.points !== undefined) {
    const points = longerPoints(study, String(written.points), problems);
    if (points !== undefined) plan = { ...plan, points };
  }
  if (written.points === undefined && written.replications === undefined) {
    problems.push({ message: "say --replications N or --points N" });
  }
  const runs = plan.scenarios.length * (plan.points?.length ?? 1) * plan.replications;
  if (runs > mostRuns)
    problems.push({ message: "asks for too many runs", found: String(runs), allowed: `at most ${mostRuns}` });
  if (problems.length > 0) throw new InputError(problems);
  const outcome = await carryOut({ ...study, plan, more: recordOf(study, plan) }, terminal);
  return tell(outcome, study, flags.format, terminal);
}

/** The record of a sweep with the size that its plan now has. */
function recordOf(study: FolderStudy, plan: StudyPlan): FolderStudy["more"] {
  const record = study.more.sweep as SweepRecord | undefined;
  const points = plan.points?.length;
  if (record === undefined || points === undefined) return study.more;
  return { ...study.more, sweep: { ...record, method: resized(record, points) ?? record.method } };
}

/** The design with so many points; undefined when it has no longer form that begins with the shorter one. */
function resized({ method, parameters }: SweepRecord, points: number): SweepRecord["method"] | undefined {
  switch (method.method) {
    case "sobol":
    case "halton":
      return { ...method, points };
    case "morris":
      return { ...method, trajectories: points / (parameters.length + 1) };
    case "saltelli":
      return { ...method, base: points / (parameters.length + 2) };
    default:
      return undefined;
  }
}

function longerPoints(study: FolderStudy, text: string, problems: Problem[]): StudyPlan["points"] | undefined {
  const record = study.more.sweep as SweepRecord | undefined;
  const held = study.plan.points?.length ?? 1;
  const refuse = (message: string, allowed?: string): undefined => {
    problems.push({ path: "--points", message, found: text, ...(allowed === undefined ? {} : { allowed }) });
    return undefined;
  };
  if (record === undefined) return refuse("this run has no design");
  const points = Number(text);
  const { method, parameters } = record;
  const block =
    method.method === "morris" ? parameters.length + 1 : method.method === "saltelli" ? parameters.length + 2 : 1;
  const longer = resized(record, points);
  if (longer === undefined) {
    return refuse(
      `${method.method} has no longer form that begins with the points there are`,
      "sobol, halton, morris or saltelli; or a longer table with sweep run --out",
    );
  }
  if (!(/^\d{1,9}$/.test(text) && points >= held && points <= mostPoints && points % block === 0)) {
    const whole = block === 1 ? "" : `, a multiple of ${block}`;
    return refuse("is no longer design", `from ${held} to ${mostPoints}${whole}`);
  }
  return planSweep({ method: longer, parameters, correlations: record.correlations, points: [] }, study.plan.seed)
    .points;
}

/** Count the runs of a plan that belong to a shard, or of all of it. */
export function runsOf(plan: StudyPlan, shard: Shard | undefined): number {
  if (shard === undefined) return plan.scenarios.length * (plan.points?.length ?? 1) * plan.replications;
  let runs = 0;
  for (const task of tasksOf(plan)) if (isInShard(plan, task, shard)) runs += 1;
  return runs;
}
