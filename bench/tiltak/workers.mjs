// Times a study of the programme-like workload in so many worker threads: `node workers.mjs WORKERS REPLICATIONS`. The
// threads are started and warmed up by a smaller study first, which is not timed.
import { runStudy } from "@tiltak/sim-core";
import { workerPool } from "@tiltak/sim-core/node";

const WARMUP = 8;
const [workers, replications] = process.argv.slice(2).map(Number);
const executor = workerPool({ workers });
const study = (count) =>
  runStudy({
    model: { module: new URL("./programme-model.mjs", import.meta.url).href, export: "model" },
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
