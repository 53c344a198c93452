import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toyModel, toyScenarios } from "../../test/support/toy-model.ts";
import { runStudy } from "../experiment/index.ts";
import { readParquet } from "./parquet-file.ts";
import { RunDirectory } from "./run-directory.ts";
import { type KeptRow, RunReader } from "./run-reader.ts";

let folder: string;
let run: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltak-read-"));
  run = join(folder, "run");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the rows of a run", () => {
  it("come one after the other, all of them or those that are wanted, and are what the estimates rest on", async () => {
    const store = new RunDirectory(run, { rowsPerChunk: 18 });
    const { estimates } = await runStudy({
      model: toyModel,
      scenarios: toyScenarios,
      replications: 12,
      seed: "rows",
      store,
    });
    const reader = await RunReader.open(run);
    const all: KeptRow[] = [];
    for await (const row of reader.rows()) all.push(row);
    const cells = await reader.cells();
    expect(all).toHaveLength(cells.length * 24);
    expect(
      new Set(all.map((row) => JSON.stringify([row.scenario, row.replication, row.measure, row.group, row.time]))).size,
    ).toBe(all.length);
    for (const estimate of estimates.estimates) {
      const wanted: KeptRow[] = [];
      const filter = { measures: [estimate.measure], groups: [JSON.stringify(estimate.group)], times: [estimate.time] };
      for await (const row of reader.rows(filter)) if (row.scenario === estimate.scenario) wanted.push(row);
      const defined = wanted.map(({ value }) => value).filter((value) => !Number.isNaN(value));
      expect(defined).toHaveLength(estimate.runs);
      expect(defined.reduce((sum, x) => sum + x, 0) / defined.length).toBeCloseTo(estimate.mean ?? Number.NaN, 9);
    }
    const none: KeptRow[] = [];
    for await (const row of reader.rows({ measures: ["nothing"] })) none.push(row);
    expect(none).toEqual([]);
  });

  it("are an error, not fewer, when the file is cut short or is none", async () => {
    const file = join(folder, "file.parquet");
    await writeFile(file, "not a Parquet file at all");
    await expect(readParquet(file)).rejects.toThrow("parquet file invalid");
    await expect(readParquet(join(folder, "absent"))).rejects.toMatchObject({ code: "ENOENT" });
  });
});
