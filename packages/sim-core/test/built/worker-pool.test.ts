// The worker pool, on the build: a thread cannot start from TypeScript on the oldest Node that is supported.

import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type * as Core from "../../src/experiment/index.ts";
import type * as Node from "../../src/node/index.ts";

const built = new URL("../../dist/", import.meta.url);
let core: typeof Core;
let node: typeof Node;
let folder: string;
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  if (!existsSync(new URL("node/worker-main.js", built))) throw new Error("build first: these tests run on dist/");
  core = await import(/* @vite-ignore */ new URL("experiment/index.js", built).href);
  node = await import(/* @vite-ignore */ new URL("node/index.js", built).href);
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltak-pool-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
afterAll(async () => {
  for (const pool of open) await pool.close();
});

const module = new URL("../support/worker-models.mjs", import.meta.url).href;
const pool = (options: Node.WorkerPoolOptions): ReturnType<typeof Node.workerPool> => {
  const made = node.workerPool(options);
  open.push(made);
  return made;
};
const options = (more: Partial<Core.StudyOptions> = {}): Core.StudyOptions => ({
  model: { module, export: "plain" },
  scenarios: [
    { id: "a", parameters: { level: 1 } },
    { id: "b", parameters: { level: 2 } },
  ],
  replications: 20,
  seed: "pool",
  ...more,
});
const bytes = async (more: Partial<Core.StudyOptions> = {}): Promise<string> =>
  core.formatEstimates((await core.runStudy(options(more))).estimates);
const troubled = (trouble: string, times: number): Core.ModelReference => ({
  module,
  export: "troubled",
  data: { trouble, times, log: join(folder, "begun.log") },
});

test("1, 2 and 4 workers, in any finishing order, give the bytes of this thread", async () => {
  const expected = await bytes();
  const orders: ((blocks: readonly Core.ObservationBlock[]) => readonly Core.ObservationBlock[])[] = [
    (blocks) => blocks.toReversed(),
    (blocks) =>
      blocks.toSorted((x, y) => Math.sin(x.replication * 9 + x.scenario) - Math.sin(y.replication * 9 + y.scenario)),
  ];
  for (const workers of [1, 2, 4]) {
    const executor = pool({ workers });
    expect(await bytes({ executor })).toBe(expected);
    for (const order of orders)
      expect(await bytes({ executor: core.inCompletionOrder(executor, order) })).toBe(expected);
  }
});

test("a pool carries out one study after the other", async () => {
  const executor = pool({ workers: 2 });
  expect(await bytes({ executor })).toBe(await bytes());
  expect(await bytes({ executor, seed: "other" })).toBe(await bytes({ seed: "other" }));
});

test.each(["exit", "hang", "memory", "throw-later"])(
  "a worker that ends by %s is replaced and its task redone",
  async (trouble) => {
    const executor = pool({ workers: 2, hangAfterSeconds: trouble === "hang" ? 1 : 60, memoryMb: 64 });
    const result = await core.runStudy(options({ model: troubled(trouble, 1), executor }));
    expect(result.failures).toEqual([]);
    expect(core.formatEstimates(result.estimates)).toBe(await bytes());
    const begun = (await readFile(join(folder, "begun.log"), "utf8")).trim().split("\n");
    expect(begun.length).toBeGreaterThanOrEqual(trouble === "throw-later" ? 1 : 2);
  },
);

test("a task that ends every worker becomes a failed row; the study goes on", async () => {
  const executor = pool({ workers: 2, mostAttempts: 2 });
  const { failures, estimates } = await core.runStudy(options({ model: troubled("exit", 99), executor }));
  expect(failures).toEqual([
    {
      scenario: "a",
      point: null,
      replication: 3,
      seed: "pool",
      message: "given up after 2 attempts: the worker ended with code 7",
      stack: "",
    },
  ]);
  expect(estimates.estimates[0]).toMatchObject({ failed: 1, runs: 18, n: 9 });
});

test("a replication that throws in a worker keeps its message and stack, and costs no thread", async () => {
  const reference = { module, export: "failing" };
  const { failures, estimates } = await core.runStudy(options({ model: reference, executor: pool({ workers: 2 }) }));
  expect(failures).toMatchObject([{ scenario: "a", replication: 3, message: "out of range in replication 3" }]);
  expect(failures[0].stack).toContain("worker-models.mjs");
  expect(core.formatEstimates(estimates)).toBe(await bytes({ model: reference }));
});

test("a model that is an object, or is none, is refused with what to do", async () => {
  const executor = pool({ workers: 1 });
  const object = { id: "object", version: "1", run: () => undefined };
  await expect(bytes({ model: object, executor })).rejects.toMatchObject({ code: "model-not-a-reference" });
  await expect(bytes({ model: { module, export: "noModel" }, executor })).rejects.toMatchObject({ code: "model-load" });
  // The same when only the workers are asked.
  const plan: Core.StudyPlan = { ...options(), fixedParameters: false, antithetic: false };
  const blocks = executor.execute({ model: { module, export: "absent" }, plan, tasks: core.tasksOf(plan) });
  await expect(blocks[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: "model-load" });
});

test("a stopped study ends at once, though its workers hang, and the pool serves the next one", async () => {
  const executor = pool({ workers: 2 });
  const controller = new AbortController();
  const stopping: Core.Executor = {
    workers: 2,
    async *execute(work): AsyncGenerator<Core.ObservationBlock> {
      let blocks = 0;
      for await (const block of executor.execute(work)) {
        yield block;
        blocks += 1;
        if (blocks === 6) controller.abort();
      }
    },
  };
  const model = troubled("hang", 1);
  const study = core.runStudy(options({ model, executor: stopping, signal: controller.signal }));
  await expect(study).rejects.toMatchObject({ code: "study-stopped" });
  expect(await bytes({ executor })).toBe(await bytes());
});

test("a closed pool says so", async () => {
  const executor = pool({ workers: 1 });
  await executor.close();
  await expect(bytes({ executor })).rejects.toMatchObject({ code: "pool-closed" });
});

test("the taker's pace holds the workers back", async () => {
  const executor = pool({ workers: 2 });
  const plan: Core.StudyPlan = { ...options({ replications: 1000 }), fixedParameters: false, antithetic: false };
  let taken = 0;
  let begun = 0;
  function* tasks(): Generator<Core.Task> {
    for (const task of core.tasksOf(plan)) {
      begun += 1;
      yield task;
    }
  }
  for await (const _ of executor.execute({ model: { module, export: "plain" }, plan, tasks: tasks() })) {
    taken += 1;
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(begun - taken).toBeLessThanOrEqual(8);
    if (taken === 40) break;
  }
});

test("a run directory filled by workers and resumed by others holds the same bytes", async () => {
  const directory = join(folder, "run");
  const store = (): Core.StudyStore => new node.RunDirectory(directory, { rowsPerChunk: 30 });
  await bytes({ executor: pool({ workers: 2 }), store: store(), replications: 8 });
  await bytes({ executor: pool({ workers: 4 }), store: store() });
  expect(await readFile(join(directory, "estimates.json"), "utf8")).toBe(await bytes());
});
