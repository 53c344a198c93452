// How much two workers bring, and what a run directory costs: node bench/experiments/workers.mjs [ROUNDS] [--record]
// Variants are run in turn, so that whatever else the machine does meets them all alike. --record keeps the
// figures for docs/sweeps.md. Needs the build.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatEstimates, runStudy } from "@tiltak/sim-core";
import { RunDirectory, workerPool } from "@tiltak/sim-core/node";
import { keepRecord, machine } from "./record.mjs";

const [rounds = 9] = process.argv
  .slice(2)
  .filter((word) => /^\d+$/.test(word))
  .map(Number);
const model = { module: new URL("./models.mjs", import.meta.url).href, export: "synthetic" };
// About 0.3 seconds and 10,000 observations a replication: the shape of a national replication.
const parameters = { work: 2e8, cells: 10_000 };
const study = {
  model,
  scenarios: [
    { id: "a", parameters },
    { id: "b", parameters },
  ],
  replications: 30,
  seed: "bench",
};

const pools = { one: workerPool({ workers: 1 }), two: workerPool({ workers: 2 }) };

async function timed(executor, directory) {
  const started = performance.now();
  const before = process.cpuUsage();
  const store = directory === undefined ? {} : { store: new RunDirectory(directory) };
  const { estimates } = await runStudy({ ...study, executor, ...store });
  const { user, system } = process.cpuUsage(before);
  return {
    seconds: (performance.now() - started) / 1000,
    cpu: (user + system) / 1e6,
    bytes: formatEstimates(estimates),
  };
}

const variants = {
  "1 worker, memory": () => timed(pools.one),
  "2 workers, memory": () => timed(pools.two),
  "2 workers, run directory": async () => {
    const folder = mkdtempSync(join(tmpdir(), "tiltak-bench-"));
    try {
      return await timed(pools.two, join(folder, "run"));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

const seconds = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
const cpu = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
let bytes;
// A round that does not count lets every thread compile the model.
for (let round = -1; round < rounds; round += 1) {
  for (const [name, variant] of Object.entries(variants)) {
    const result = await variant();
    bytes ??= result.bytes;
    if (result.bytes !== bytes) throw new Error(`${name} gives other bytes`);
    if (round < 0) continue;
    seconds[name].push(result.seconds);
    cpu[name].push(result.cpu);
  }
}
for (const pool of Object.values(pools)) await pool.close();

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const rows = Object.entries(seconds).map(([variant, all]) => ({
  variant,
  median: median(all),
  least: Math.min(...all),
  most: Math.max(...all),
  "processor, median": median(cpu[variant]),
}));
console.table(rows);
const ratio = (a, b, pick) => pick(seconds[a]) / pick(seconds[b]);
const least = (all) => Math.min(...all);
for (const [words, pick] of [
  ["medians", median],
  ["best rounds", least],
]) {
  console.log(
    `${words}: two workers ${ratio("1 worker, memory", "2 workers, memory", pick).toFixed(2)} times one; run directory ${(
      (ratio("2 workers, run directory", "2 workers, memory", pick) - 1) * 100
    ).toFixed(1)} % more`,
  );
}
const processor = (name) => median(cpu[name]);
const more = (processor("2 workers, run directory") / processor("2 workers, memory") - 1) * 100;
console.log(`processor time: run directory ${more.toFixed(1)} % more (says more than the clock on a busy machine)`);
if (process.argv.includes("--record")) {
  keepRecord("workers", {
    rounds,
    speedup: ratio("1 worker, memory", "2 workers, memory", median),
    directory: ratio("2 workers, run directory", "2 workers, memory", median) - 1,
    directoryProcessor: more / 100,
    seconds,
    machine: machine(),
  });
}
