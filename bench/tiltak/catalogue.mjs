// Does every scenario of the catalogue run nationally with 100 replications within its budget of 60 s on 2 cores? One study after the
// other, two workers, a run directory as the program itself keeps one. Wall time is judged; processor time stands beside it, since on a
// machine that others use the wall clock tells of them too. Exit code 1 when a scenario takes longer.
// Run after a build: node bench/tiltak/catalogue.mjs [--replications 100] [--budget 60] [--workers 2] [ID ...]

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadCatalogue, municipalityRows, resolveScenarios, toScenarioInput } from "@tiltak/scenarios";
import { runStudy } from "@tiltak/sim-core";
import { RunDirectory, workerPool } from "@tiltak/sim-core/node";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    replications: { type: "string", default: "100" },
    budget: { type: "string", default: "60" },
    workers: { type: "string", default: "2" },
  },
});
const [replications, budget, workers] = [values.replications, values.budget, values.workers].map(Number);
const module = import.meta.resolve("@tiltak/sim-core/programme");
const pool = workerPool({ workers });
const ids = positionals.length > 0 ? positionals : loadCatalogue().map(({ id }) => id);
console.log(`${replications} replications, ${workers} workers, budget ${budget} s`);
console.log("| scenario | years | wall s | processor s | s a replication and core | within |");
console.log("|---|---:|---:|---:|---:|---|");

try {
  for (const id of ids) {
    const resolved = resolveScenarios([id]);
    const municipalities = municipalityRows(resolved);
    const model =
      municipalities === undefined
        ? { module, export: "programmeModel" }
        : { module, export: "programmeModelWith", data: { municipalities, perMunicipality: true } };
    const scenarios = resolved.map(toScenarioInput);
    const folder = mkdtempSync(join(tmpdir(), "tiltak-bench-"));
    try {
      const before = process.cpuUsage();
      const started = performance.now();
      const store = new RunDirectory(join(folder, "run"), { model });
      const { failures } = await runStudy({ model, scenarios, replications, seed: "bench", executor: pool, store });
      const wall = (performance.now() - started) / 1000;
      const { user, system } = process.cpuUsage(before);
      const cpu = (user + system) / 1e6;
      if (failures.length > 0) throw new Error(`${id}: ${failures.length} replications failed`);
      const within = wall <= budget;
      if (!within) process.exitCode = 1;
      const cells = [id, resolved[0].years, wall.toFixed(1), cpu.toFixed(1), (cpu / replications).toFixed(2)];
      console.log(`| ${cells.join(" | ")} | ${within ? "yes" : "NO"} |`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
} finally {
  await pool.close();
}
