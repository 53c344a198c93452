// The study that gets killed: node tools/kill/child.mjs FOLDER WORKERS [I,I,.../N]
// A small model with many small chunks, so that most moments lie inside or beside a write. Says on standard output how many runs are done.
// With shards, shard I goes into FOLDER-I.

import { inThreadExecutor, runShard, runStudy } from "../../packages/sim-core/dist/index.js";
import { RunDirectory, workerPool } from "../../packages/sim-core/dist/node/index.js";

const [folder = "", workers = "1", part] = process.argv.slice(2);

const source = `export const walk = {
  id: "walk", version: "1",
  run(parameters, replication) {
    let place = parameters.from + (replication.key.low % 1000) / 7;
    for (let time = 1; time <= 5; time += 1) {
      place += parameters.step * ((replication.key.high >>> time) % 10) / 3;
      replication.observe("place", "{}", time, place);
      replication.observe("beyond", "{}", time, place > 60 ? place : Number.NaN);
    }
    if (replication.key.low % 97 === 0) throw new Error("the walk ended at a wall");
  },
};`;

const from = /** @type {const} */ ({ distribution: "uniform", min: 0, max: 9 });
const study = {
  model: { module: `data:text/javascript,${encodeURIComponent(source)}`, export: "walk" },
  scenarios: [
    { id: "slow", parameters: { from, step: 1 } },
    { id: "fast", parameters: { from, step: 5 } },
  ],
  points: Array.from({ length: 8 }, (_, i) => ({ parameters: { step: 1 + i / 3 } })),
  replications: 16,
  seed: "killed",
  headline: [{ measure: "place", group: {}, time: 5 }],
};

const pool = Number(workers) > 1 ? workerPool({ workers: Number(workers) }) : undefined;
const options = {
  ...study,
  executor: pool ?? inThreadExecutor(),
  /** @param {{ done: number, total: number }} progress */
  onProgress: ({ done, total }) => {
    process.stdout.write(`${done}/${total}\n`);
  },
};
const storeIn = (/** @type {string} */ place) => new RunDirectory(place, { rowsPerChunk: 150 });
const [indices = "", count] = (part ?? "").split("/");
if (part === undefined) await runStudy({ ...options, store: storeIn(folder) });
else {
  for (const index of indices.split(",").map(Number)) {
    await runShard({ ...options, shard: { index, count: Number(count) }, store: storeIn(`${folder}-${index}`) });
  }
}
await pool?.close();
