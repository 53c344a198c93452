// The registers of this folder are what the synthetic country gives today, and say that they are synthetic.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

describe("the example registers", () => {
  it("are drawn by make.mjs from the model's own country", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [path("make.mjs"), "--check"], { encoding: "utf8" });
    expect(stdout + stderr).toBe("");
    expect(status).toBe(0);
  });

  it.each(["tiltaksbedrifter.csv", "enterprises.csv", "kommuner.csv", "municipalities.csv", "med-feil.csv"])(
    "say in every row of %s that it is synthetic",
    (name) => {
      const [, ...rows] = readFileSync(path(name), "utf8").trimEnd().split(/\r?\n/);
      expect(rows.length).toBeGreaterThan(5);
      for (const row of rows) expect(row).toMatch(/Syntetisk (bedrift|kommune) \d+/);
    },
  );
});
