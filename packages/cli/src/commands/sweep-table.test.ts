// Points of one's own in a Parquet file are the points of the same table in CSV, and its mistakes are told as well.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ParquetColumn, writeParquet } from "@tiltak/sim-core/node";
import { afterAll, describe, expect, it } from "vitest";
import { askSweep, planOf } from "./sweep.ts";

const folder = mkdtempSync(join(tmpdir(), "tiltak-table-"));
afterAll(() => rmSync(folder, { recursive: true }));

const design = (table: string): string => {
  const path = join(folder, `${table}.yaml`);
  writeFileSync(
    path,
    `scenarios: [baseline, full-scale-transfer]\nyears: 1\nreplications: 2\ndesign: { method: table, file: ${table} }\n`,
  );
  return path;
};
const column = (name: string, type: ParquetColumn["type"], data: ParquetColumn["data"]): ParquetColumn => ({
  name,
  type,
  data,
  description: name,
});

describe("a design in a Parquet file", () => {
  it("has the points of the same table in CSV", async () => {
    await writeParquet(join(folder, "points.parquet"), [
      column("transfer.share", "double", Float64Array.of(0.2, 0.55, 0.9)),
      column("transfer.frame-grant-rule", "string", ["history", "need", "inhabitants"]),
    ]);
    const csv = "transfer.share,transfer.frame-grant-rule\n0.2,history\n0.55,need\n0.9,inhabitants\n";
    writeFileSync(join(folder, "points.csv"), csv);
    const [parquet, text] = await Promise.all(
      ["points.parquet", "points.csv"].map(async (table) => planOf(await askSweep(design(table), { workers: "1" }))),
    );
    expect(parquet?.points).toHaveLength(3);
    expect(parquet?.points?.[1]).toEqual({
      parameters: { "transfer.share": 0.55, "transfer.frame-grant-rule": "need" },
    });
    expect(parquet).toEqual(text);
  });

  it("is told with every mistake at its row", async () => {
    await writeParquet(join(folder, "wrong.parquet"), [
      column("transfer.shar", "double", Float64Array.of(0.2, 0.3)),
      column("transfer.frame-grant-rule", "string", ["history", "hystory"]),
    ]);
    await expect(askSweep(design("wrong.parquet"), {})).rejects.toMatchObject({
      problems: [
        { file: "wrong.parquet", line: 1, path: "column 1", nearest: "transfer.share" },
        { file: "wrong.parquet", line: 3, path: "transfer.frame-grant-rule", nearest: "history" },
      ],
    });
  });

  it("is told when it is not there, is none, or has no rows", async () => {
    writeFileSync(join(folder, "none.parquet"), "transfer.share\n0.2\n");
    await writeParquet(join(folder, "empty.parquet"), [column("transfer.share", "double", new Float64Array(0))]);
    for (const [table, message] of [
      ["absent.parquet", "cannot be read, or is no Parquet file"],
      ["none.parquet", "cannot be read, or is no Parquet file"],
      ["empty.parquet", "at least one line of values"],
    ] as const) {
      await expect(askSweep(design(table), {})).rejects.toThrow(message);
    }
  });
});
