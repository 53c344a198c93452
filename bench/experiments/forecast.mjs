// How well a sweep's forecast holds: node bench/experiments/forecast.mjs [--record] [NAME ...]
// Each design is forecast by `tiltak sweep plan` and then carried out by `tiltak sweep run`; time by the clock from start to end of the program, the
// folder's size, and the most memory that the process had, beside what was forecast. --record keeps the figures for docs/sweeps.md.
// Needs the build, and a machine that does nothing else.

import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { keepRecord, machine } from "./record.mjs";

const program = fileURLToPath(new URL("../../packages/cli/bin/tiltak.js", import.meta.url));
const both = "[baseline, full-scale-transfer]";
const designs = [
  { name: "sobol", scenarios: "[full-scale-transfer]", years: 2, replications: 2, design: "sobol, points: 60" },
  { name: "lhs, two scenarios", scenarios: both, years: 5, replications: 2, design: "lhs, points: 24" },
  { name: "grid", scenarios: both, years: 2, replications: 4, design: "grid, levels: 4" },
  { name: "morris", scenarios: both, years: 3, replications: 2, design: "morris, trajectories: 8, levels: 4" },
  { name: "saltelli", scenarios: "[full-scale-transfer]", years: 4, replications: 2, design: "saltelli, base: 16" },
  { name: "halton, ten years", scenarios: both, years: 10, replications: 4, design: "halton, points: 10" },
  { name: "many points", scenarios: "[baseline]", years: 1, replications: 2, design: "lhs, points: 150" },
  { name: "one worker", scenarios: both, years: 2, replications: 2, design: "sobol, points: 16", workers: 1 },
  { name: "no points", scenarios: both, years: 10, replications: 70, design: "fixed", parameters: "" },
];
const varied =
  "parameters:\n  transfer.share: uniform(0.2, 0.9)\n  waiting.surplus-arrivals-per-year: pert(100, 600, 1500)\n";
const baselineVaried =
  "parameters:\n  waiting.patience-years: uniform(3, 9)\n  waiting.surplus-arrivals-per-year: pert(100, 600, 1500)\n";

/** Run the program; what it printed, how long it took, and the most memory that it had. */
function tiltak(args, cwd) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, [program, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    let complaints = "";
    let memoryMb = 0;
    child.stdout.on("data", (text) => {
      printed += text;
    });
    child.stderr.on("data", (text) => {
      complaints += text;
    });
    const watch = setInterval(() => {
      try {
        const [, peak] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
        if (peak !== undefined) memoryMb = Number(peak) / 1024;
      } catch {
        // It has just ended.
      }
    }, 200);
    child.on("error", reject);
    child.on("exit", (code) => {
      clearInterval(watch);
      if (code !== 0) reject(new Error(`tiltak ${args.join(" ")} ended with ${code}: ${complaints}`));
      else resolve({ printed, seconds: (performance.now() - started) / 1000, memoryMb });
    });
  });
}

function sizeOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0);
}

const named = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const rows = [];
for (const { name, scenarios, years, replications, design, workers = 2, parameters } of designs) {
  if (named.length > 0 && !named.includes(name)) continue;
  const folder = mkdtempSync(join(tmpdir(), "tiltak-forecast-"));
  try {
    const reached = scenarios === "[baseline]" ? baselineVaried : varied;
    writeFileSync(
      join(folder, "design.yaml"),
      `scenarios: ${scenarios}\nyears: ${years}\nreplications: ${replications}\nseed: forecast\ndesign: { method: ${design} }\n${parameters ?? reached}`,
    );
    const common = ["design.yaml", "--workers", String(workers), "--format", "json"];
    const plan = await tiltak(["sweep", "plan", ...common], folder);
    const forecast = JSON.parse(plan.printed);
    const actual = await tiltak(["sweep", "run", ...common, "--no-forecast", "--quiet", "--out", "run"], folder);
    const bytes = sizeOf(join(folder, "run"));
    rows.push({
      design: name,
      runs: forecast.runs,
      workers,
      seconds: forecast.seconds,
      actualSeconds: actual.seconds,
      bytes: forecast.diskBytes,
      actualBytes: bytes,
      memoryMb: forecast.memoryBytes / 1_048_576,
      actualMemoryMb: actual.memoryMb,
    });
    const [row] = rows.slice(-1);
    const off = (forecasted, found) => `${((found / forecasted - 1) * 100).toFixed(0)} %`;
    console.log(
      `${name}: ${row.runs} runs; time ${row.seconds.toFixed(0)} s, was ${row.actualSeconds.toFixed(0)} s (${off(row.seconds, row.actualSeconds)}); ` +
        `size ${(row.bytes / 1e6).toFixed(1)} MB, was ${(bytes / 1e6).toFixed(1)} MB (${off(row.bytes, bytes)}); ` +
        `memory ${row.memoryMb.toFixed(0)} MB, was ${row.actualMemoryMb.toFixed(0)} MB (${off(row.memoryMb, row.actualMemoryMb)})`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const within = (forecasted, found) => rows.filter((row) => Math.abs(row[found] / row[forecasted] - 1) <= 0.3).length;
const times = within("seconds", "actualSeconds");
const sizes = within("bytes", "actualBytes");
console.log(`within 30 %: time ${times} of ${rows.length}, size ${sizes} of ${rows.length}`);
if (process.argv.includes("--record")) keepRecord("forecast", { machine: machine(), rows });
