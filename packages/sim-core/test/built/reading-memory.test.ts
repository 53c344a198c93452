// Reading a run takes no more memory when it has more rows: what streams, streams.

import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RunDirectory } from "../../src/node/index.ts";

const script = fileURLToPath(new URL("../support/stream-rows.mjs", import.meta.url));
const dist = new URL("../../dist/", import.meta.url).href;
const cells = 10_000;
const keys = Array.from({ length: cells / 10 }, (_, k) => ({ measure: `measure-${k}`, group: "{}" }));
const keyIndex = Int32Array.from({ length: cells }, (_, c) => Math.floor(c / 10));
const time = Float64Array.from({ length: cells }, (_, c) => c % 10);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltak-reading-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("two million rows are read with a heap that could not hold a quarter of them", async () => {
  const replications = 200;
  const directory = join(folder, "run");
  const store = new RunDirectory(directory, { mostCachedValues: 0 });
  const scenarios = [{ id: "a", parameters: {} }];
  const plan = { seed: "rows", scenarios, replications, fixedParameters: true, antithetic: false };
  await store.open(plan, { id: "rows", version: "1" });
  for (let replication = 0; replication < replications; replication += 1) {
    const value = Float64Array.from({ length: cells }, (_, c) => c + replication);
    await store.put({ scenario: 0, point: 0, replication, keys, keyIndex, time, value });
  }
  await store.settle();
  await store.close();
  const read = (...flags: string[]) =>
    spawnSync(process.execPath, ["--max-old-space-size=40", script, dist, directory, ...flags], { encoding: "utf8" });
  const { rows, sum } = JSON.parse(read().stdout);
  expect(rows).toBe(replications * cells);
  expect(sum).toBe(replications * ((cells * (cells - 1)) / 2) + (cells * replications * (replications - 1)) / 2);
  // The test can fail: whoever keeps the rows runs out of this heap.
  expect(read("keep").status).not.toBe(0);
}, 120_000);
