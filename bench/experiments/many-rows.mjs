// Memory of the reducer while rows grow: node bench/experiments/many-rows.mjs [REPLICATIONS] [CELLS]
// Blocks of the recorded shape with synthetic values go through a run directory into estimates; prints rows, time and peak memory.
// 5,000 replications of 2 scenarios and 10,000 cells are 10^8 rows. Needs the build.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runStudy } from "@tiltak/sim-core";
import { RunDirectory, readManifest } from "@tiltak/sim-core/node";

const replications = Number(process.argv[2] ?? 500);
const cells = Number(process.argv[3] ?? 10_000);
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
  const seconds = (from, to) => ((to - from) / 1000).toFixed(1);
  console.log(
    `${counts.rows} rows in ${counts.chunks} chunks, ${(counts.bytes / counts.rows).toFixed(2)} bytes a row; ` +
      `simulating and writing ${seconds(started, estimating)} s, estimating ${seconds(estimating, performance.now())} s; ` +
      `${result.estimates.estimates.length} estimates; peak memory ${Math.round(peak / 1_048_576)} MB`,
  );
} finally {
  clearInterval(timer);
  rmSync(folder, { recursive: true });
}
