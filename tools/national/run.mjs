// One real run of the size that sweeps are built for: 10,000 national replications of ten years, forecast first, in one run directory.
//   node tools/national/run.mjs [REPLICATIONS]
// Says how the forecast held and how much memory the program had, repeats three replications to the bit, and begins the run again, which must
// find everything done. About an hour on two cores. Needs the build.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../lib/shell.mjs";
import { build } from "../setup.mjs";

const wanted = Number(process.argv[2] ?? 10_000);
const perPoint = 20;
const points = Math.max(2, Math.round(wanted / (2 * perPoint)));
const program = join(root, "packages/cli/bin/tiltak.js");
const folder = mkdtempSync(join(tmpdir(), "tiltak-national-"));
const failures = /** @type {string[]} */ ([]);

const built = await build();
if (built.code !== 0) {
  process.stderr.write(built.output);
  process.exit(1);
}

/**
 * Run the program, with its most memory.
 *
 * @param {...string} args
 * @returns {Promise<{ code: number | null, printed: string, told: string, seconds: number, memoryMb: number }>}
 */
function tiltak(...args) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, [program, ...args, "--lang", "en"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    let told = "";
    let memoryMb = 0;
    child.stdout.on("data", (text) => {
      printed += text;
    });
    child.stderr.on("data", (text) => {
      told += text;
    });
    const watch = setInterval(() => {
      try {
        const [, peak] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
        if (peak !== undefined) memoryMb = Number(peak) / 1024;
      } catch {
        // It has just ended.
      }
    }, 500);
    child.on("error", reject);
    child.on("exit", (code) => {
      clearInterval(watch);
      resolve({ code, printed, told, seconds: (performance.now() - started) / 1000, memoryMb });
    });
  });
}

try {
  writeFileSync(
    join(folder, "national.yaml"),
    `scenarios: [baseline, full-scale-transfer]
years: 10
replications: ${perPoint}
seed: national
design: { method: sobol, points: ${points} }
parameters:
  transfer.share: uniform(0.2, 0.9)
  waiting.surplus-arrivals-per-year: pert(100, 600, 1500)
`,
  );
  const run = ["sweep", "run", "national.yaml", "--out", "run", "--format", "csv"];
  const first = await tiltak(...run, "--forecast");
  if (first.code !== 0) throw new Error(`ended with ${first.code}: ${first.told}`);
  const { counts } = JSON.parse(readFileSync(join(folder, "run/manifest.json"), "utf8"));
  process.stdout.write(`${first.told.split("\n").find((line) => line.startsWith("Forecast"))}\n`);
  process.stdout.write(
    `it took ${(first.seconds / 60).toFixed(1)} min: ${counts.replications} replications (${counts.failed} failed), ${counts.rows} rows in ${counts.chunks} chunks, ` +
      `${(counts.bytes / 1e6).toFixed(0)} MB; at most ${first.memoryMb.toFixed(0)} MB of memory, workers included\n`,
  );
  if (counts.replications !== 2 * points * perPoint) failures.push("replications are missing");
  const before = readFileSync(join(folder, "run/estimates.json"), "utf8");
  const again = await tiltak(...run);
  const same = again.code === 0 && readFileSync(join(folder, "run/estimates.json"), "utf8") === before;
  process.stdout.write(
    `begun again: ${same ? "everything found, the same bytes" : "OTHER BYTES"} in ${again.seconds.toFixed(0)} s\n`,
  );
  if (!same) failures.push("begun again");
  for (const [scenario, point, replication] of [
    ["baseline", 0, 0],
    ["full-scale-transfer", points - 1, perPoint - 1],
    ["full-scale-transfer", points >> 1, 7],
  ]) {
    const task = ["--scenario", String(scenario), "--point", String(point), "--replication", String(replication)];
    const { code, printed } = await tiltak("sweep", "reproduce", "run", ...task);
    process.stdout.write(`${scenario}, point ${point}, replication ${replication}: ${printed.trim()}\n`);
    if (code !== 0) failures.push(task.join(" "));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (failures.length > 0) process.stdout.write(`FAILED: ${failures.join("; ")}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;
