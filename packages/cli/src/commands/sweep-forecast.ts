// What a sweep will take, before it is begun. Counting is exact; time, rows and bytes come from a pilot of a few runs that are spread over the
// design and carried out by as many workers as the sweep would have.

import { mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { planSweep, sweepInputs } from "@tiltak/scenarios";
import {
  InputError,
  isDistribution,
  pointCount,
  runsPerUnit,
  type StudyPlan,
  StudyStoppedError,
  type Task,
} from "@tiltak/sim-core";
import { RunDirectory, runStatus } from "@tiltak/sim-core/node";
import type { RunData } from "../enterprises/programme-data.ts";
import { withExecutor } from "../executor.ts";
import { modelReference } from "../run-study.ts";
import type { AskedSweep } from "./sweep.ts";
import { saySweep } from "./sweep-texts.ts";
import type { Lang } from "./texts.ts";

/** What a sweep would take. */
export interface Forecast {
  readonly points: number;
  readonly scenarios: number;
  readonly replications: number;
  /** Runs that are still to be carried out. */
  readonly runs: number;
  readonly workers: number;
  readonly pilotRuns: number;
  readonly secondsPerRun: number;
  readonly seconds: number;
  /** Time of all workers together. */
  readonly coreHours: number;
  /** Money for that time; null without a price. */
  readonly price: number | null;
  readonly rows: number;
  readonly diskBytes: number;
  readonly memoryBytes: number;
}

/** Runs from which `sweep run` tells a forecast unasked: a pilot of a few seconds is then a small part of the whole. */
export const forecastFrom = 400;

/** Points of the pilot's own design, and how many of them, each with a replication of its own, make one round. */
const pilotPoints = 32;
const roundPoints = 4;
/** Replications from which the pilot's are spread over the asked ones. */
const pilotReplications = 64;
const pilotSeconds = 8;
/** Time in which workers start and load the model, in seconds. */
const startSeconds = 1.5;
/** Time in which one observation becomes part of its estimates, in seconds, for each row of estimates that it counts in. */
const secondsPerValue = 4e-7;
/** Time in which one row of estimates is summed up, written as JSON and as CSV, in seconds. */
const secondsPerEstimate = 3e-5;
/** Bytes of one row in estimates.json and in a CSV beside it; of one parameter's value in the manifest; of one in design.parquet. */
const rowBytes = 440;
const pointBytes = 60;
const designBytes = 6;
/** What the pilot's memory grows by until the last run. */
const memoryGrowth = 1.2;
/** What the program grows to in a long sweep, and what each worker adds, however little the pilot needed: heaps grow before they are cleaned. */
const programBytes = 190e6;
const workerBytes = 120e6;
/** Bytes of one row of estimates while they are made and written. */
const estimateBytes = 400;
/** Bytes that the main process holds for each run that is not done yet, and for each value that it keeps. */
const taskBytes = 72;
const valueBytes = 20;
const mostKeptValues = 8_000_000;

/**
 * Run the pilot of a sweep and reckon from it.
 *
 * @param asked the sweep, or one shard of it
 * @param options runs that are kept already, and registers that take the place of the synthetic country
 */
export async function forecastOf(
  asked: AskedSweep,
  { done = 0, data }: { readonly done?: number; readonly data?: RunData | undefined } = {},
): Promise<Forecast> {
  const { flags, points, replications, design, shard, price = null } = asked;
  const whole = shard === undefined ? asked.runs : Math.ceil(asked.runs / shard.count);
  const runs = Math.max(0, whole - done);
  const pilot = await runPilot(asked, data);
  const scenarios = design.scenarios.length;
  const slots = shard === undefined ? (points > 1 && points <= 100 ? points : 0) + 1 : 0;
  const estimateRows = pilot.cells * slots * (2 * scenarios - 1);
  const rows = pilot.rowsPerRun * runs;
  const levels = slots === 0 ? 0 : slots > 1 ? 2 : 1;
  const reducing = pilot.rowsPerRun * whole * levels * (2 - 1 / scenarios) * secondsPerValue;
  const seconds = startSeconds + runs * pilot.secondsPerRun + reducing + estimateRows * secondsPerEstimate;
  const coreHours = (seconds * flags.workers) / 3600;
  return {
    points,
    scenarios,
    replications,
    runs,
    workers: flags.workers,
    pilotRuns: pilot.runs,
    secondsPerRun: pilot.secondsPerRun,
    seconds,
    coreHours,
    price: price === null ? null : coreHours * price,
    rows,
    diskBytes: pilot.bytesPerRun * runs + estimateRows * rowBytes + planBytes(asked),
    memoryBytes:
      Math.max(memoryGrowth * pilot.memoryBytes, programBytes + flags.workers * workerBytes) +
      runs * taskBytes +
      Math.min(rows, mostKeptValues) * valueBytes +
      estimateRows * estimateBytes,
  };
}

/** Bytes of the manifest, which explains every parameter and holds the whole plan, and of the table of the design. */
function planBytes({ design, points, replications }: AskedSweep): number {
  const explained = JSON.stringify(design.scenarios, null, 1).length;
  const inputs = JSON.stringify(sweepInputs(design), null, 1).length;
  const { parameters, scenarios, fixedParameters } = design;
  const draws = fixedParameters ? 1 : replications / 2;
  const drawn = design.scenarios.map(
    (scenario) => Object.values(scenario.parameters).filter(({ spec }) => isDistribution(spec)).length,
  );
  const varying = drawn.reduce((sum, n) => sum + (fixedParameters ? 0 : n), parameters.length * scenarios.length);
  const listed = Math.min(2_000_000, points * draws * varying);
  return 2 * explained + inputs + points * parameters.length * pointBytes + listed * designBytes;
}

interface Pilot {
  readonly runs: number;
  readonly secondsPerRun: number;
  readonly rowsPerRun: number;
  readonly bytesPerRun: number;
  readonly cells: number;
  readonly memoryBytes: number;
}

/** Carry out a few runs: first some that only warm the engine up, then whole rounds over points and scenarios until there has been time enough. */
async function runPilot(asked: AskedSweep, data: RunData | undefined): Promise<Pilot> {
  const { flags } = asked;
  const plan = pilotPlan(asked);
  const tasks = pilotTasks(plan);
  const round = Math.min(tasks.length, plan.scenarios.length * roundPoints);
  const warm = Math.min(4 * flags.workers, tasks.length - round);
  const folder = await mkdtemp(join(tmpdir(), "tiltak-pilot-"));
  const model = modelReference(data);
  const store = new RunDirectory(join(folder, "run"), {
    model,
    rowsPerChunk: Number.MAX_SAFE_INTEGER,
    secondsPerChunk: 1e9,
  });
  try {
    return await withExecutor(flags.workers, async (executor, signal) => {
      await store.open(plan, { id: "pilot", version: "0" });
      let done = 0;
      let begun = performance.now();
      let seconds = 0;
      const enough = new AbortController();
      const stop = AbortSignal.any([signal, enough.signal]);
      for await (const block of executor.execute({ model, plan, tasks, signal: stop })) {
        if (block.failure !== undefined)
          throw new InputError([{ message: `a pilot run failed: ${block.failure.message}` }]);
        done += 1;
        await store.put(block);
        if (done === warm) begun = performance.now();
        seconds = (performance.now() - begun) / 1000;
        // Long enough to be trusted, and never a large part of a small sweep.
        const enoughSeconds = Math.min(pilotSeconds, (asked.runs * seconds) / (10 * Math.max(1, done - warm)));
        if (done >= warm + round && (done - warm) % round === 0 && seconds >= enoughSeconds) break;
      }
      enough.abort();
      if (signal.aborted || done === 0) {
        throw new StudyStoppedError("study-stopped", "stopped in the pilot, before the first replication", {
          completed: 0,
        });
      }
      const measured = Math.max(1, done - warm);
      const memoryBytes = process.memoryUsage.rss();
      await store.settle();
      const cells = (await store.cells()).length;
      await store.close();
      const { rows, bytes } = await runStatus(store.directory);
      return {
        runs: done,
        secondsPerRun: seconds / measured,
        rowsPerRun: rows / done,
        bytesPerRun: bytes / done,
        cells,
        memoryBytes,
      };
    });
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * A small sweep over the same space, its cost standing for that of the large one, which is never placed. Its seed is the same: what a draw of the
 * parameters costs differs by a third from draw to draw, and a sweep of few replications has few draws, the same ones at each of its points.
 */
function pilotPlan({ design, seed, replications }: AskedSweep): StudyPlan {
  const { parameters, points } = design;
  const placed =
    parameters.length === 0
      ? { points: points.slice(0, pilotPoints) }
      : planSweep(
          {
            method: { method: "sobol", points: pilotPoints, scramble: true },
            parameters,
            correlations: [],
            points: [],
          },
          seed,
        );
  return {
    seed,
    scenarios: sweepInputs(design),
    ...(placed.points === undefined || placed.points.length === 0 ? {} : { points: placed.points }),
    replications: Math.min(pilotReplications, replications + (replications % 2)),
    fixedParameters: design.fixedParameters,
    antithetic: false,
  };
}

/** The runs of the pilot in their order: from one to the next another point and another draw of the parameters, and of each all scenarios. */
function pilotTasks(plan: StudyPlan): Task[] {
  const points = pointCount(plan);
  const step = runsPerUnit(plan);
  const tasks: Task[] = [];
  for (let turn = 0; turn < plan.replications; turn += 1) {
    for (let point = 0; point < points; point += 1) {
      const place = ((point + turn) % plan.replications) * step;
      const replication = (place % plan.replications) + Math.floor(place / plan.replications);
      for (let scenario = 0; scenario < plan.scenarios.length; scenario += 1)
        tasks.push({ scenario, point, replication });
    }
  }
  return tasks;
}

/** Say a forecast in one line, such as "Forecast: about 40 min on 2 workers (1.3 core-hours), 1.2 GB on disk, 310 MB of memory". */
export function forecastText(forecast: Forecast, lang: Lang): string {
  const { seconds, workers, coreHours, price, diskBytes, memoryBytes, pilotRuns } = forecast;
  const number = (x: number): string => {
    const text = x < 0.1 ? x.toPrecision(1) : x < 10 ? x.toFixed(1) : count(Math.round(x));
    return lang === "nb" ? text.replace(".", ",") : text;
  };
  const local = (text: string): string => (lang === "nb" ? text.replace(".", ",") : text);
  return [
    `${saySweep(lang, "forecast")}: ${saySweep(lang, "about")} ${about(seconds)} ${saySweep(lang, "on")} ${workers} ${saySweep(lang, workers === 1 ? "onWorker" : "onWorkers")}`,
    ` (${number(coreHours)} ${saySweep(lang, "coreHours")}`,
    price === null ? "" : `, ${saySweep(lang, "costing")} ${number(price)}`,
    `), ${local(bytesText(diskBytes))} ${saySweep(lang, "onDisk")}, ${local(bytesText(memoryBytes))} ${saySweep(lang, "ofMemory")}`,
    ` (${pilotRuns} ${saySweep(lang, "pilot")})`,
  ].join("");
}

/** Bytes that are free where a folder lies, or will lie; undefined where the system does not tell. */
export async function freeBytes(folder: string): Promise<number | undefined> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const free = await statfs(at).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => undefined,
    );
    if (free !== undefined || dirname(at) === at) return free;
  }
}

/** Write a whole number with its thousands apart. */
export function count(n: number): string {
  return n < 1e15 ? String(n).replace(/\B(?=(\d{3})+$)/g, " ") : n.toPrecision(3);
}

/** Say a time as well as a forecast knows it: two digits. */
export function about(seconds: number): string {
  if (seconds < 100) return `${Math.max(1, seconds < 20 ? Math.round(seconds) : 5 * Math.round(seconds / 5))} s`;
  if (seconds < 100 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`;
  const days = seconds / 86_400;
  return days < 1000 ? `${Math.round(days)} d` : `${count(Math.round(days / 365.25))} y`;
}

/** Write bytes in the unit that suits them. */
export function bytesText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : count(Math.round(value))} ${units[unit]}`;
}
