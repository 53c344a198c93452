// Times a study of the programme-like workload in so many worker threads: `node workers.mjs WORKERS REPLICATIONS`. The
// threads are started and warmed up by a smaller study first, which is not timed.
import { runStudy } from "@tiltak/sim-core";
import { workerPool } from "@tiltak/sim-core/node";
import { loadDraws } from "../yardsticks/draws.mjs";
import { programme } from "./programme-events.mjs";

const YEARS = 2;
const WARMUP = 8;

/** The workload as a model; every replication does the same work, since it is time and not chance that is measured. */
export const model = {
  id: "programme-like",
  version: "1",
  run(_parameters, replication) {
    draws ??= loadDraws();
    const { events } = programme(draws, YEARS, { start() {}, stop() {} });
    replication.observe("events", "{}", YEARS, events);
  },
};
let draws;

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [workers, replications] = process.argv.slice(2).map(Number);
  const executor = workerPool({ workers });
  const study = (count) =>
    runStudy({
      model: { module: import.meta.url, export: "model" },
      scenarios: [{ id: "only", parameters: {} }],
      replications: count,
      seed: "bench",
      executor,
    });
  await study(WARMUP);
  const started = process.hrtime.bigint();
  const { estimates } = await study(replications);
  const ns = Number(process.hrtime.bigint() - started);
  await executor.close();
  const [{ runs, failed, mean }] = estimates.estimates;
  process.stdout.write(`${JSON.stringify({ ns, events: mean * runs, digest: `${runs}:${failed}:${mean}` })}\n`);
}
