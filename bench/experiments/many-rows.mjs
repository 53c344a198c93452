// Memory of the main process while rows grow: node bench/experiments/many-rows.mjs [REPLICATIONS] [CELLS] [--record]
// Blocks of the recorded shape with synthetic values go through a run directory into estimates; prints rows, time and peak memory.
// 5,000 replications of 2 scenarios and 10,000 cells are 10^8 rows, those of 10^4 national replications. --record keeps the figures for
// docs/sweeps.md. Needs the build.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runStudy } from "@tiltak/sim-core";
import { RunDirectory, readManifest } from "@tiltak/sim-core/node";
import { keepRecord, machine } from "./record.mjs";

const [replications = 500, cells = 10_000] = process.argv
  .slice(2)
  .filter((word) => /^\d+$/.test(word))
  .map(Number);
const model = { module: new URL("./models.mjs", import.meta.url).href, export: "synthetic" };
const parameters = { work: 0, cells };
const folder = mkdtempSync(join(tmpdir(), "tiltak-rows-"));
let peak = 0;
const watch = () => {
  peak = Math.max(peak, process.memoryUsage.rss());
};
const timer = setInterval(watch, 100);
try {
  const started = performance.now();
  let estimating = 0;
  const result = await runStudy({
    model,
    scenarios: [
      { id: "a", parameters },
      { id: "b", parameters },
    ],
    replications,
    seed: "rows",
    store: new RunDirectory(join(folder, "run")),
    onProgress: ({ phase }) => {
      watch();
      if (phase === "estimating") estimating = performance.now();
    },
  });
  watch();
  const { counts } = await readManifest(join(folder, "run"));
  const ended = performance.now();
  const seconds = (from, to) => ((to - from) / 1000).toFixed(1);
  console.log(
    `${counts.rows} rows in ${counts.chunks} chunks, ${(counts.bytes / counts.rows).toFixed(2)} bytes a row; ` +
      `simulating and writing ${seconds(started, estimating)} s, estimating ${seconds(estimating, ended)} s; ` +
      `${result.estimates.estimates.length} estimates; peak memory ${Math.round(peak / 1_048_576)} MB`,
  );
  if (process.argv.includes("--record")) {
    keepRecord("many-rows", {
      replications: 2 * replications,
      cells,
      rows: counts.rows,
      bytes: counts.bytes,
      writingSeconds: (estimating - started) / 1000,
      estimatingSeconds: (ended - estimating) / 1000,
      memoryMb: peak / 1_048_576,
      machine: machine(),
    });
  }
} finally {
  clearInterval(timer);
  rmSync(folder, { recursive: true });
}
