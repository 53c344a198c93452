// tiltak sweep plan: what a sweep would take, before it is begun. Counting is exact; time, rows and bytes come from a pilot of a few runs
// that are spread over the design and carried out by as many workers as the sweep would have.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planSweep, sweepInputs } from "@tiltak/scenarios";
import { InputError, type StudyPlan, type Task, tasksOf } from "@tiltak/sim-core";
import { RunDirectory, runStatus } from "@tiltak/sim-core/node";
import { modelReference } from "../run-study.ts";
import { withExecutor } from "../sweep-study.ts";
import { duration, type Terminal, table } from "../terminal.ts";
import { type AskedSweep, askSweep, type WrittenSweepFlags } from "./sweep.ts";
import { saySweep } from "./sweep-texts.ts";

/** What a sweep would take. */
export interface Forecast {
  readonly points: number;
  readonly scenarios: number;
  readonly replications: number;
  readonly runs: number;
  readonly workers: number;
  readonly pilotRuns: number;
  readonly secondsPerRun: number;
  readonly seconds: number;
  readonly rows: number;
  readonly diskBytes: number;
  readonly memoryBytes: number;
}

const pilotPoints = 4;
const pilotSeconds = 8;
/** Time in which workers start and load the model, in seconds. */
const startSeconds = 2;
/** Bytes of one row in estimates.json and in a CSV beside it. */
const rowBytes = 420;
/** Bytes that the main process holds for each run that is not done yet, and for each value that it keeps. */
const taskBytes = 72;
const valueBytes = 20;
const mostKeptValues = 8_000_000;

/** Print the forecast of a sweep; a sweep that is too large is refused after its forecast. */
export async function sweepPlan(file: string, written: WrittenSweepFlags, terminal: Terminal): Promise<void> {
  const asked = await askSweep(file, written);
  const forecast = await forecastOf(asked);
  const { lang } = terminal;
  if (asked.flags.format === "json") terminal.print(JSON.stringify(forecast, null, 2));
  else {
    const rows = rowsOf(forecast, lang);
    if (asked.flags.format === "csv")
      terminal.print(["quantity,value", ...rows.map(([a, b]) => `"${a}","${b}"`)].join("\n"));
    else terminal.print(table([[saySweep(lang, "quantity"), saySweep(lang, "amount")], ...rows], new Set([1])));
  }
  if (asked.excess.length > 0) throw new InputError(asked.excess, "sweep-size");
}

/** Run the pilot of a sweep and reckon from it. */
async function forecastOf(asked: AskedSweep): Promise<Forecast> {
  const { flags, points, runs, replications, design } = asked;
  const pilot = await runPilot(asked);
  const scenarios = design.scenarios.length;
  const slots = (points > 1 && points <= 100 ? points : 0) + 1;
  const estimateRows = pilot.cells * slots * (2 * scenarios - 1);
  const rows = pilot.rowsPerRun * runs;
  const secondsPerRun = pilot.secondsPerRun;
  return {
    points,
    scenarios,
    replications,
    runs,
    workers: flags.workers,
    pilotRuns: pilot.runs,
    secondsPerRun,
    seconds: startSeconds + runs * secondsPerRun,
    rows,
    diskBytes: pilot.bytesPerRun * runs + estimateRows * rowBytes,
    memoryBytes: pilot.memoryBytes + runs * taskBytes + Math.min(rows, mostKeptValues) * valueBytes,
  };
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
async function runPilot(asked: AskedSweep): Promise<Pilot> {
  const { flags } = asked;
  const plan = pilotPlan(asked);
  const round = plan.scenarios.length * (plan.points?.length ?? 1) * 2;
  const tasks: Task[] = [...tasksOf(plan)];
  const warm = Math.min(2 * flags.workers, Math.max(0, tasks.length - round));
  const folder = await mkdtemp(join(tmpdir(), "tiltak-pilot-"));
  const model = modelReference();
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
        if (done >= warm + round && (done - warm) % round === 0 && seconds >= pilotSeconds) break;
      }
      enough.abort();
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

/** A small sweep over the same space: its cost stands for that of the large one, which is never placed. */
function pilotPlan({ design, seed, replications }: AskedSweep): StudyPlan {
  const { method, parameters, points } = design;
  const placed =
    parameters.length === 0
      ? { points: points.slice(0, pilotPoints) }
      : planSweep(
          { method: { method: "lhs", points: pilotPoints }, parameters, correlations: [], points: [] },
          `${seed} pilot`,
        );
  void method;
  return {
    seed: `${seed} pilot`,
    scenarios: sweepInputs(design),
    ...(placed.points === undefined || placed.points.length === 0 ? {} : { points: placed.points }),
    replications: Math.max(2, Math.min(20, replications + (replications % 2) + 2)),
    fixedParameters: design.fixedParameters,
    antithetic: false,
  };
}

function rowsOf(forecast: Forecast, lang: "nb" | "en"): [string, string][] {
  const { points, scenarios, replications, runs, workers, pilotRuns, secondsPerRun } = forecast;
  return [
    [saySweep(lang, "points"), count(points)],
    [saySweep(lang, "scenarios"), count(scenarios)],
    [saySweep(lang, "replications"), count(replications)],
    [saySweep(lang, "runs"), count(runs)],
    [saySweep(lang, "pilot"), count(pilotRuns)],
    [`${saySweep(lang, "perRun")} (${workers} ${saySweep(lang, "onWorkers")})`, `${secondsPerRun.toPrecision(2)} s`],
    [saySweep(lang, "time"), longDuration(forecast.seconds)],
    [saySweep(lang, "rows"), count(Math.round(forecast.rows))],
    [saySweep(lang, "disk"), bytesText(forecast.diskBytes)],
    [saySweep(lang, "memory"), bytesText(forecast.memoryBytes)],
  ];
}

function count(n: number): string {
  return n < 1e15 ? String(n).replace(/\B(?=(\d{3})+$)/g, " ") : n.toPrecision(3);
}

function longDuration(seconds: number): string {
  if (seconds < 2 * 86_400) return duration(seconds);
  const days = seconds / 86_400;
  return days < 1000 ? `${Math.round(days)} d` : `${count(Math.round(days / 365.25))} y`;
}

function bytesText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : count(Math.round(value))} ${units[unit]}`;
}
