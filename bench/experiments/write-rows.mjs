// How long 10^7 rows take to write as Parquet, and with how much memory: node bench/experiments/write-rows.mjs [ROUNDS] [--record]
// The run directory as it is (hyparquet-writer, chunk by chunk, each forced to disk) beside DuckDB, each in a process of its own; the rows are
// those of 1,000 replications of 10,000 observations. --record keeps the figures for docs/sweeps.md. Needs the build.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RunDirectory } from "@tiltak/sim-core/node";
import { keepRecord, machine } from "./record.mjs";

const cells = 10_000;
const replications = 1000;
const [rounds = 3] = process.argv
  .slice(2)
  .filter((word) => /^\d+$/.test(word))
  .map(Number);
const plan = {
  seed: "rows",
  scenarios: [{ id: "national", parameters: {} }],
  replications,
  fixedParameters: true,
  antithetic: false,
};

/** Observations in the shape of the programme's: measures by group, at times 1 to 10. */
function* blocks() {
  const keys = [];
  const keyIndex = new Int32Array(cells);
  const time = new Float64Array(cells);
  for (let measure = 0; measure < 100; measure += 1) {
    for (let group = 0; group < cells / 1000; group += 1) {
      for (let year = 1; year <= 10; year += 1) {
        const at = keys.length * 10 + year - 1;
        keyIndex[at] = keys.length;
        time[at] = year;
      }
      keys.push({ measure: `measure-${measure}`, group: `{"group":"${group}"}` });
    }
  }
  let state = 1;
  for (let replication = 0; replication < replications; replication += 1) {
    const value = new Float64Array(cells);
    for (let c = 0; c < cells; c += 1) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      value[c] = state / 1e6;
    }
    yield { scenario: 0, point: 0, replication, keys, keyIndex, time, value };
  }
}

const ways = {
  nothing: async () => {
    let sum = 0;
    for (const { value } of blocks()) sum += value[0];
    if (!Number.isFinite(sum)) throw new Error("no rows");
  },
  "run directory (hyparquet-writer)": async (folder) => {
    const store = new RunDirectory(join(folder, "run"), { mostCachedValues: 0 });
    await store.open(plan, { id: "rows", version: "1" });
    for (const block of blocks()) await store.put(block);
    await store.settle();
    await store.close();
  },
  DuckDB: async (folder) => {
    const { DOUBLE, DuckDBDataChunk, DuckDBInstance, INTEGER, VARCHAR } = await import("@duckdb/node-api");
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.run(
      'create table rows (scenario varchar, point integer, replication integer, "time" double, measure varchar, "group" varchar, "value" double)',
    );
    const appender = await connection.createAppender("rows");
    // By columns, as many rows at a time as DuckDB takes: row by row is slower.
    const most = 2048;
    const chunk = DuckDBDataChunk.create([VARCHAR, INTEGER, INTEGER, DOUBLE, VARCHAR, VARCHAR, DOUBLE], most);
    for (const { replication, keys, keyIndex, time, value } of blocks()) {
      for (let from = 0; from < cells; from += most) {
        const rows = Math.min(most, cells - from);
        const ofRow = (pick) => Array.from({ length: rows }, (_, i) => pick(from + i));
        chunk.rowCount = rows;
        chunk.setColumns([
          ofRow(() => "national"),
          ofRow(() => 0),
          ofRow(() => replication),
          ofRow((c) => time[c]),
          ofRow((c) => keys[keyIndex[c]].measure),
          ofRow((c) => keys[keyIndex[c]].group),
          ofRow((c) => value[c]),
        ]);
        appender.appendDataChunk(chunk);
      }
    }
    appender.closeSync();
    await connection.run(`copy rows to '${join(folder, "rows.parquet")}' (format parquet)`);
    connection.closeSync();
  },
};

const [, , way] = process.argv;
if (Object.hasOwn(ways, way ?? "")) {
  // A process of its own: what it takes and leaves.
  const folder = mkdtempSync(join(tmpdir(), "tiltak-write-"));
  try {
    const started = performance.now();
    await ways[way](folder);
    const seconds = (performance.now() - started) / 1000;
    const bytes = readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith(".parquet"))
      .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    const { user, system } = process.cpuUsage();
    const [, peak] = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    process.stdout.write(
      JSON.stringify({ seconds, processorSeconds: (user + system) / 1e6, bytes, memoryMb: Number(peak) / 1024 }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
} else {
  const rows = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const name of Object.keys(ways)) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name], {
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(`${name}: ${stderr}`);
      rows.push({ way: name, ...JSON.parse(stdout) });
    }
  }
  const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
  const summary = Object.keys(ways).map((name) => {
    const own = rows.filter((row) => row.way === name);
    const of = (key) => median(own.map((row) => row[key]));
    return {
      way: name,
      seconds: of("seconds"),
      least: Math.min(...own.map(({ seconds }) => seconds)),
      processorSeconds: of("processorSeconds"),
      memoryMb: of("memoryMb"),
      bytes: of("bytes"),
    };
  });
  console.table(summary);
  if (process.argv.includes("--record"))
    keepRecord("write-rows", { rows: cells * replications, rounds, machine: machine(), summary });
}
