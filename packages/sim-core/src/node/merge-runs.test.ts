import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { toyModel, toyScenarios } from "../../test/support/toy-model.ts";
import { formatEstimates, runShard, runStudy, type StudyOptions } from "../experiment/index.ts";
import { readJournal } from "./journal.ts";
import { mergeRuns } from "./merge-runs.ts";
import { RunDirectory } from "./run-directory.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltak-merge-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const options: StudyOptions = {
  model: toyModel,
  scenarios: [...toyScenarios, { id: "failing", parameters: { level: 3, failAt: 5 } }],
  points: [{ parameters: {} }, { parameters: { level: 7 } }],
  replications: 8,
  seed: "shards",
};
const inMemory = async (): Promise<string> => formatEstimates((await runStudy(options)).estimates);
const shardAt = (i: number): string => join(folder, `shard-${i}`);
const merged = (): string => join(folder, "merged");

/** Carry out the shards of a study, each into its own directory. */
async function shards(count: number, more: Partial<StudyOptions> = {}): Promise<string[]> {
  const { precision: _, store: __, ...rest } = { ...options, ...more };
  for (let index = 0; index < count; index += 1) {
    await runShard({ ...rest, shard: { index, count }, store: new RunDirectory(shardAt(index), { rowsPerChunk: 18 }) });
  }
  return Array.from({ length: count }, (_, i) => shardAt(i));
}

/** Finish a merged run, and count what it had to carry out. */
async function finish(): Promise<{ bytes: string; begun: number }> {
  let begun = 0;
  const model = {
    ...toyModel,
    run(...args: Parameters<typeof toyModel.run>): void {
      begun += 1;
      toyModel.run(...args);
    },
  };
  const { estimates } = await runStudy({ ...options, model, store: new RunDirectory(merged()) });
  return { bytes: formatEstimates(estimates), begun };
}

test.each([1, 3, 7, 11])("%i shards, merged in any order, give the bytes of an undivided study", async (count) => {
  const sources = await shards(count);
  const result = await mergeRuns(merged(), sources.toReversed());
  expect(result).toMatchObject({ replications: 3 * 2 * 8, duplicates: 0, damaged: [] });
  expect(await finish()).toEqual({ bytes: await inMemory(), begun: 0 });
});

test("each shard holds whole pairs of every scenario, and no estimates", async () => {
  const { precision: _, ...rest } = options;
  const store = new RunDirectory(shardAt(0));
  const result = await runShard({ ...rest, shard: { index: 0, count: 4 }, store });
  // 4 draws x 2 points are 8 units, 2 to a shard, each of 2 runs of 3 scenarios.
  expect(result).toMatchObject({ shard: { index: 0, count: 4 }, replicationsDone: 12 });
  expect(await readdir(shardAt(0))).not.toContain("estimates.json");
  const { entries } = await readJournal(join(shardAt(0), "observations", "_journal.jsonl"));
  const tasks = entries.flatMap((entry) => entry.tasks.map((task) => task.join(",")));
  for (const task of tasks) {
    const [scenario, point, replication] = task.split(",").map(Number);
    expect(tasks).toContain([scenario, point, replication ^ 1].join(","));
    for (const other of [0, 1, 2]) expect(tasks).toContain([other, point, replication].join(","));
  }
});

test("a shard that comes twice, or is missing or damaged, is noticed and mended", async () => {
  const sources = await shards(4);
  const [name] = (await readdir(join(shardAt(2), "observations"))).filter((file) => file.endsWith(".parquet"));
  await truncate(join(shardAt(2), "observations", name), 10);
  const result = await mergeRuns(merged(), [sources[0], sources[0], sources[1], sources[2]]);
  expect(result.duplicates).toBeGreaterThan(0);
  expect(result.damaged).toEqual([join(shardAt(2), "observations", name)]);
  const { bytes, begun } = await finish();
  expect(bytes).toBe(await inMemory());
  expect(begun).toBe(3 * 2 * 8 - result.replications);
});

test("shards of different studies are refused with the difference named", async () => {
  await shards(2);
  await rm(shardAt(1), { recursive: true });
  const { precision: _, ...rest } = options;
  await runShard({ ...rest, seed: "else", shard: { index: 1, count: 2 }, store: new RunDirectory(shardAt(1)) });
  await expect(mergeRuns(merged(), [shardAt(0), shardAt(1)])).rejects.toMatchObject({
    code: "store-other-study",
    message: expect.stringContaining("seed: shards there, else here"),
  });
  expect(await readdir(folder)).not.toContain("merged");
});

test.each<[string, Partial<StudyOptions>, string]>([
  ["scenarios", { scenarios: [{ id: "mild", parameters: { level: 1 } }, ...toyScenarios.slice(1)] }, "scenario"],
  ["version of the model", { model: { ...toyModel, version: "2" } }, "model"],
  ["points", { points: [{ parameters: {} }, { parameters: { level: 8 } }] }, "points"],
  ["parameters that are fixed", { fixedParameters: true }, "fixed parameters"],
])("shards of other %s are refused with the difference named", async (_name, more, named) => {
  const { precision: _, ...rest } = options;
  await runShard({ ...rest, shard: { index: 0, count: 2 }, store: new RunDirectory(shardAt(0)) });
  await runShard({ ...rest, ...more, shard: { index: 1, count: 2 }, store: new RunDirectory(shardAt(1)) });
  await expect(mergeRuns(merged(), [shardAt(0), shardAt(1)])).rejects.toMatchObject({
    code: "store-other-study",
    message: expect.stringContaining(named),
  });
  expect(await readdir(folder)).not.toContain("merged");
});

test("shards that overlap in part, no run, nothing, and a full target are refused", async () => {
  const { precision: _, ...rest } = options;
  await shards(1);
  await runShard({ ...rest, shard: { index: 0, count: 2 }, store: new RunDirectory(shardAt(1)) });
  await expect(mergeRuns(merged(), [shardAt(1), shardAt(0)])).rejects.toMatchObject({ code: "store-overlap" });
  expect(await readdir(folder)).not.toContain("merged");
  await expect(mergeRuns(join(folder, "other"), [folder])).rejects.toMatchObject({ code: "store-no-run" });
  await expect(mergeRuns(join(folder, "other"), [])).rejects.toMatchObject({ code: "store-merge" });
  await writeFile(join(folder, "file"), "x");
  await expect(mergeRuns(folder, [shardAt(0)])).rejects.toMatchObject({ code: "store-foreign" });
});

test("a shard that is none is refused before anything is made", async () => {
  const { precision: _, ...rest } = options;
  for (const shard of [
    { index: 2, count: 2 },
    { index: -1, count: 2 },
    { index: 0, count: 0 },
    { index: 0.5, count: 2 },
  ]) {
    await expect(runShard({ ...rest, shard, store: new RunDirectory(shardAt(0)) })).rejects.toMatchObject({
      problems: [{ path: "shard" }],
    });
  }
  expect(await readdir(folder)).toEqual([]);
});

test("a resumed shard goes on where it stood", async () => {
  await shards(2);
  const before = await readFile(join(shardAt(0), "observations", "_journal.jsonl"), "utf8");
  await shards(2);
  expect(await readFile(join(shardAt(0), "observations", "_journal.jsonl"), "utf8")).toBe(before);
});
