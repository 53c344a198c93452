import { rmSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { toyModel, toyScenarios } from "../../test/support/toy-model.ts";
import { formatEstimates, type ModelReference, replicate, runStudy, type StudyOptions } from "../experiment/index.ts";
import { writeAtomically } from "./atomic-file.ts";
import { readParquet } from "./parquet-file.ts";
import { RunDirectory, type RunDirectoryOptions, readEstimates, readManifest } from "./run-directory.ts";

let folder: string;
let run: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltak-run-"));
  run = join(folder, "run");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const options: StudyOptions = { model: toyModel, scenarios: toyScenarios, replications: 12, seed: "test" };
// Three replications to a chunk: 12 replications of 2 scenarios make 8 chunks.
const small: RunDirectoryOptions = { rowsPerChunk: 18 };
const inMemory = async (more: Partial<StudyOptions> = {}): Promise<string> =>
  formatEstimates((await runStudy({ ...options, ...more })).estimates);
const onDisk = async (more: Partial<StudyOptions> = {}, store: RunDirectoryOptions = small): Promise<string> =>
  formatEstimates((await runStudy({ ...options, ...more, store: new RunDirectory(run, store) })).estimates);
const observations = (): string => join(run, "observations");
const chunks = async (): Promise<string[]> =>
  (await readdir(observations())).filter((name) => name.endsWith(".parquet")).sort();

/** Count how many replications are carried out, and stop before one of them. */
const counting = (stopAt = Number.POSITIVE_INFINITY): { model: typeof toyModel; count: () => number } => {
  let count = 0;
  const model = {
    ...toyModel,
    run(...args: Parameters<typeof toyModel.run>): void {
      count += 1;
      if (count > stopAt) throw new Error("too many");
      toyModel.run(...args);
    },
  };
  return { model, count: () => count };
};

test("a run directory gives the bytes that memory gives, and holds them", async () => {
  const expected = await inMemory();
  expect(await onDisk()).toBe(expected);
  expect(await readFile(join(run, "estimates.json"), "utf8")).toBe(expected);
  expect(formatEstimates(await readEstimates(run))).toBe(expected);
  expect((await readdir(run)).sort()).toEqual([
    "design.parquet",
    "differences.csv",
    "estimates.csv",
    "estimates.json",
    "manifest.json",
    "observations",
  ]);
  expect(await chunks()).toHaveLength(8);
});

test("the manifest says what was computed, from what, and how much came of it", async () => {
  await onDisk(
    {},
    { ...small, commandLine: ["tiltak", "run"], inputs: { "register.csv": "abc" }, parameters: { x: 1 } },
  );
  const manifest = await readManifest(run);
  expect(manifest).toMatchObject({
    schema: "tiltak.run/1",
    status: "done",
    seed: "test",
    replications: 12,
    model: { id: "toy", version: "1", code: null },
    digests: { inputs: { "register.csv": "abc" }, scenarios: { today: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    commandLine: ["tiltak", "run"],
    parameters: { x: 1 },
    counts: { replications: 24, failed: 0, chunks: 8, rows: 144 },
    plan: { scenarios: toyScenarios },
  });
  expect(Date.parse(manifest?.end ?? "")).toBeGreaterThanOrEqual(Date.parse(manifest?.start ?? ""));
});

test("observations are tidy Parquet rows with described columns", async () => {
  await onDisk({}, { units: { level: "persons" }, timeUnit: "years" });
  const [name] = await chunks();
  const file = await readParquet(join(observations(), name));
  expect(file.rows).toBe(144);
  const columns = ["scenario", "point", "replication", "time", "measure", "group", "value"];
  const described = JSON.parse(file.metadata["tiltak.columns"]) as { name: string; unit: string | null }[];
  expect(described.map((column) => column.name)).toEqual(columns);
  expect(described.find((column) => column.name === "time")?.unit).toBe("years");
  expect(JSON.parse(file.metadata["tiltak.units"])).toEqual({ level: "persons" });
  const first: unknown[] = [];
  await file.read(columns, 0, 1, (parts) => first.push(...parts.map((part) => part[0])));
  expect(first).toEqual(["today", 0, 0, 1, "level", '{"setting":"sheltered"}', expect.any(Number)]);
});

test("the design table holds the drawn value of every parameter that varies", async () => {
  await onDisk();
  const file = await readParquet(join(run, "design.parquet"));
  expect(file.rows).toBe(2 * 6);
  await file.read(["scenario", "draw", "parameter", "value"], 0, 2, ([scenario, draw, parameter, value]) => {
    expect([...scenario]).toEqual(["today", "more"]);
    expect([...draw]).toEqual([0, 0]);
    expect([...parameter]).toEqual(["level", "level"]);
    expect(value[1] - value[0]).toBeCloseTo(1, 12);
  });
});

test("a finished run is not run again, and more replications only add to it", async () => {
  await onDisk();
  const again = counting();
  expect(await onDisk({ model: again.model })).toBe(await inMemory());
  expect(again.count()).toBe(0);
  expect(await onDisk({ model: again.model, replications: 16 })).toBe(await inMemory({ replications: 16 }));
  expect(again.count()).toBe(8);
  expect(await onDisk({ replications: 4 })).toBe(await inMemory({ replications: 4 }));
});

test("a longer design only adds its new points; another or a shorter one is another study", async () => {
  const points = [1, 2, 3].map((level) => ({ parameters: { level } }));
  const short = { points: points.slice(0, 2), replications: 2 };
  await onDisk(short);
  const again = counting();
  expect(await onDisk({ model: again.model, points, replications: 2 })).toBe(
    await inMemory({ points, replications: 2 }),
  );
  expect(again.count()).toBe(2 * 2);
  for (const others of [short.points, points.toReversed(), undefined]) {
    const other = others === undefined ? {} : { points: others };
    await expect(onDisk({ ...other, replications: 2 })).rejects.toMatchObject({
      code: "store-other-study",
      message: expect.stringContaining("points of the design (3 there"),
    });
  }
});

test("a stopped run keeps what was done and redoes only what is missing", async () => {
  const controller = new AbortController();
  const first = counting();
  const stopping = { ...first.model };
  stopping.run = (parameters, replication): void => {
    if (replication.number === 7) controller.abort();
    first.model.run(parameters, replication);
  };
  await expect(onDisk({ model: stopping, signal: controller.signal })).rejects.toMatchObject({ code: "study-stopped" });
  expect((await readManifest(run))?.status).toBe("stopped");
  expect(await readdir(run)).not.toContain("estimates.json");
  expect(await readdir(run)).not.toContain("lock.json");
  const second = counting();
  expect(await onDisk({ model: second.model })).toBe(await inMemory());
  expect(first.count() + second.count()).toBe(24);
});

test("the manifest alone resumes a run, and repeats any of its rows", async () => {
  const scenarios = [toyScenarios[0], { id: "failing", parameters: { level: 3, failAt: 5 } }];
  await onDisk({ scenarios, replications: 6 });
  await rm(join(run, "estimates.json"));
  const plan = (await readManifest(run))?.plan;
  if (plan === undefined) throw new Error("no plan");
  const store = new RunDirectory(run, small);
  const resumed = await runStudy({ model: toyModel, ...plan, store });
  expect(formatEstimates(resumed.estimates)).toBe(await inMemory({ scenarios, replications: 6 }));
  const [{ point, replication }] = resumed.failures;
  const again = replicate(toyModel, plan, { scenario: 1, point: point ?? 0, replication });
  expect(again.failure?.message).toBe("fails at 5");
});

test.each([
  [
    "bit-flipped",
    async (path: string) => {
      const bytes = await readFile(path);
      bytes[bytes.length >> 1] ^= 4;
      await writeFile(path, bytes);
    },
  ],
  ["truncated", (path: string) => truncate(path, 100)],
  ["missing", (path: string) => rm(path)],
])("a %s chunk is found and redone, the others are not", async (_, damage) => {
  await onDisk();
  const [, second] = await chunks();
  await damage(join(observations(), second));
  const again = counting();
  const repairs: string[] = [];
  expect(await onDisk({ model: again.model }, { ...small, onRepair: (message) => repairs.push(message) })).toBe(
    await inMemory(),
  );
  expect(again.count()).toBe(3);
  expect(repairs).toEqual([expect.stringContaining(second)]);
  expect(await chunks()).toHaveLength(8);
});

test("no flipped bit goes unnoticed, wherever it is", async () => {
  await onDisk();
  const [, second] = await chunks();
  const path = join(observations(), second);
  const whole = await readFile(path);
  for (let at = 3; at < whole.length; at += Math.ceil(whole.length / 12)) {
    const flipped = Uint8Array.from(whole);
    flipped[at] ^= 1 << (at % 8);
    await writeFile(path, flipped);
    const repairs: string[] = [];
    const store = new RunDirectory(run, { ...small, onRepair: (message) => repairs.push(message) });
    await store.open({ ...options, fixedParameters: false, antithetic: false }, toyModel);
    await store.close();
    expect(repairs, `byte ${at}`).toHaveLength(1);
    // The damaged chunk is gone; put things back for the next bit.
    await rm(run, { recursive: true });
    await onDisk();
  }
});

test("a torn or altered journal loses only the lines that are hurt", async () => {
  await onDisk();
  const journal = join(observations(), "_journal.jsonl");
  const text = await readFile(journal, "utf8");
  await writeFile(journal, text.slice(0, text.length - 30));
  const torn = counting();
  expect(await onDisk({ model: torn.model })).toBe(await inMemory());
  expect(torn.count()).toBe(3);
  await writeFile(journal, (await readFile(journal, "utf8")).replace('"rows":18', '"rows":19'));
  const altered = counting();
  expect(await onDisk({ model: altered.model })).toBe(await inMemory());
  expect(altered.count()).toBe(3);
});

test("leftovers of a killed process are cleared away: unnamed chunks and half-written files", async () => {
  await onDisk();
  await writeFile(join(observations(), "part-000099.parquet"), "half");
  await writeFile(join(observations(), ".part-000100.parquet.1.part"), "half");
  await writeFile(join(run, ".estimates.json.1.part"), "half");
  expect(await onDisk()).toBe(await inMemory());
  expect(await chunks()).toHaveLength(8);
  expect((await readdir(observations())).filter((name) => name.endsWith(".part"))).toEqual([]);
  expect((await readdir(run)).filter((name) => name.endsWith(".part"))).toEqual([]);
});

test("failures are kept with their reason, are not redone, and stand in a table", async () => {
  const scenarios = [toyScenarios[0], { id: "failing", parameters: { level: 3, failAt: 5 } }];
  const expected = await inMemory({ scenarios });
  expect(await onDisk({ scenarios })).toBe(expected);
  const again = counting();
  expect(await onDisk({ scenarios, model: again.model })).toBe(expected);
  expect(again.count()).toBe(0);
  const table = await readFile(join(run, "failures.csv"), "utf8");
  expect(table).toMatch(
    /^scenario,point,replication,seed,message,stack\n"failing","","5","test","fails at 5","Error: fails at 5/,
  );
  expect((await readManifest(run))?.counts.failed).toBe(1);
});

test("the store reads few cells at a time without moving a byte, undefined values included", async () => {
  const scenarios = [toyScenarios[0], { id: "holes", parameters: { level: 3, holeAt: 2 } }];
  // With what was just written in memory, with some of it, and from the files alone.
  for (const mostCachedValues of [1000, 60, 0]) {
    expect(await onDisk({ scenarios, mostValues: 1 }, { ...small, mostCachedValues })).toBe(
      await inMemory({ scenarios }),
    );
    await rm(run, { recursive: true });
  }
});

test("another study is refused with the differences named, and nothing is touched", async () => {
  await onDisk();
  const before = await readFile(join(run, "manifest.json"), "utf8");
  const other = onDisk({ seed: "else", scenarios: [{ id: "today", parameters: { level: 3 } }, toyScenarios[1]] });
  await expect(other).rejects.toMatchObject({
    code: "store-other-study",
    message: expect.stringMatching(/seed: test there, else here(?:.|\n)*contents of scenario today/),
  });
  expect(await readFile(join(run, "manifest.json"), "utf8")).toBe(before);
  expect(await readdir(run)).not.toContain("lock.json");
});

test("changed code of the model is another study", async () => {
  const module = join(folder, "model.mjs");
  const code = (noise: string): string =>
    `import { n } from "./helper.mjs"; export const model = { id: "m", version: "1", run(p, r) { r.observe("x", "{}", 1, n + ${noise}); } };`;
  await writeFile(join(folder, "helper.mjs"), "export const n = 1;");
  await writeFile(module, code("0"));
  const reference: ModelReference = { module: `file://${module}`, export: "model" };
  const plain = { scenarios: [{ id: "a", parameters: {} }], model: reference };
  await onDisk(plain, { model: reference });
  await onDisk(plain, { model: reference });
  await writeFile(join(folder, "helper.mjs"), "export const n = 2;");
  await expect(onDisk(plain, { model: reference })).rejects.toMatchObject({
    code: "store-other-study",
    message: expect.stringContaining("code of the model"),
  });
});

test("a folder that holds something else is left alone", async () => {
  await mkdir(run);
  await writeFile(join(run, "letter.txt"), "dear");
  await expect(onDisk()).rejects.toMatchObject({ code: "store-foreign" });
  expect(await readdir(run)).toEqual(["letter.txt"]);
});

test("a damaged manifest is one clear error", async () => {
  await onDisk();
  await writeFile(join(run, "manifest.json"), "{");
  await expect(onDisk()).rejects.toMatchObject({ code: "store-damaged-manifest" });
});

test("a file in the way of the folder is one clear error", async () => {
  await writeFile(run, "a file");
  await expect(onDisk()).rejects.toMatchObject({ code: "store-not-a-folder" });
  run = join(run, "below");
  await expect(onDisk()).rejects.toMatchObject({ code: "store-not-a-folder" });
});

test("wrong input makes no folder", async () => {
  await expect(onDisk({ replications: 3 })).rejects.toMatchObject({ code: "study-plan" });
  await expect(readdir(run)).rejects.toMatchObject({ code: "ENOENT" });
});

test("two processes do not work in one folder; a lock whose process is gone is taken over", async () => {
  const holding = new RunDirectory(run, small);
  await holding.open({ ...options, fixedParameters: false, antithetic: false }, { id: "toy", version: "1" });
  await expect(onDisk()).rejects.toMatchObject({
    code: "store-locked",
    message: expect.stringContaining(`process ${process.pid}`),
  });
  const lock = join(run, "lock.json");
  const holder = JSON.parse(await readFile(lock, "utf8")) as Record<string, unknown>;
  await holding.close();
  expect(await readdir(run)).not.toContain("lock.json");
  // The number of a process that is gone; and our own number, but of a process that began at another time.
  for (const gone of [{ ...holder, pid: 2 ** 22 + 1 }, { ...holder, processStart: "1" }, "torn"]) {
    await writeFile(lock, typeof gone === "string" ? gone : JSON.stringify(gone));
    expect(await onDisk()).toBe(await inMemory());
  }
  const elsewhere = { ...holder, host: "elsewhere", heartbeat: new Date().toISOString() };
  await writeFile(lock, JSON.stringify(elsewhere));
  await expect(onDisk()).rejects.toMatchObject({ code: "store-locked" });
  await writeFile(lock, JSON.stringify({ ...elsewhere, heartbeat: "2020-01-01T00:00:00Z" }));
  expect(await onDisk()).toBe(await inMemory());
});

test("a process that lost its lock writes nothing more", async () => {
  const store = new RunDirectory(run, small);
  const plan = { ...options, fixedParameters: false, antithetic: false };
  await store.open(plan, { id: "toy", version: "1" });
  await rm(join(run, "lock.json"));
  const block = { scenario: 0, point: 0, replication: 0, keys: [{ measure: "x", group: "{}" }] };
  await store.put({ ...block, keyIndex: Int32Array.of(0), time: Float64Array.of(1), value: Float64Array.of(1) });
  await expect(store.settle()).rejects.toMatchObject({ code: "store-lock-lost" });
  await store.close();
  expect(await chunks()).toEqual([]);
});

test("a folder that vanishes midway is one clear error", async () => {
  const vanishing = {
    ...toyModel,
    run(...[parameters, replication]: Parameters<typeof toyModel.run>): void {
      if (replication.number === 5) rmSync(observations(), { recursive: true, force: true });
      toyModel.run(parameters, replication);
    },
  };
  await expect(onDisk({ model: vanishing })).rejects.toMatchObject({ code: "store-vanished" });
  expect(await onDisk()).toBe(await inMemory());
});

test.each([
  ["ENOSPC", "store-full", "disk is full"],
  ["EROFS", "store-unwritable", "read-only"],
  ["EACCES", "store-unwritable", "permission"],
  ["EIO", "store-failed", "EIO"],
])(
  "when the system says %s midway, the old file stays, nothing half-written does, and the error is %s",
  async (errno, code, says) => {
    await mkdir(run);
    const path = join(run, "file");
    await writeAtomically(path, ["old"]);
    function* pieces(): Generator<string | Uint8Array> {
      yield new Uint8Array(10);
      throw Object.assign(new Error(errno), { code: errno });
    }
    await expect(writeAtomically(path, pieces())).rejects.toMatchObject({
      code,
      message: expect.stringContaining(says),
    });
    expect(await readFile(path, "utf8")).toBe("old");
    expect(await readdir(run)).toEqual(["file"]);
  },
);
