// Run one study into a run directory, as a process that can be killed: node run-in-directory.mjs DIST DIRECTORY REPLICATIONS
// Prints a line for every replication that is put into the store, and one for every chunk that is being written.

const [dist, directory, replications] = process.argv.slice(2);
const { runStudy } = await import(new URL("experiment/index.js", dist).href);
const { RunDirectory, workerPool } = await import(new URL("node/index.js", dist).href);

class Telling extends RunDirectory {
  async put(block) {
    process.stdout.write("put\n");
    await super.put(block);
  }
}

const pool = workerPool({ workers: 2 });
await runStudy({
  model: { module: new URL("./worker-models.mjs", import.meta.url).href, export: "plain" },
  scenarios: [
    { id: "a", parameters: { level: 1 } },
    { id: "b", parameters: { level: 2 } },
  ],
  replications: Number(replications),
  seed: "killed",
  executor: pool,
  store: new Telling(directory, { rowsPerChunk: 24 }),
});
await pool.close();
process.stdout.write("done\n");
