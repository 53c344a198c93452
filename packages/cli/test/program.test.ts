// The program as users start it: same bytes whatever the workers, results on standard output alone, exit codes.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { main } from "../src/index.ts";
import { program, smallCountry, temporaryFolder } from "./support/small-run.ts";

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

function tiltak(...args: string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  return spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
}

const scenarios = [smallCountry(folder, "baseline"), smallCountry(folder, "full-scale-transfer")];
const study = ["compare", ...scenarios, "--years", "2", "--replications", "4", "--seed", "1"];

describe("tiltak compare", () => {
  it("prints the bytes of estimates.json and nothing else, the same with one worker and with two, and redoes nothing", () => {
    const one = tiltak(...study, "--format", "json", "--workers", "1", "--out", "one");
    expect(one.status, one.stderr).toBe(0);
    expect(one.stdout).toBe(readFileSync(join(folder, "one/estimates.json"), "utf8"));
    expect(JSON.parse(one.stdout)).toMatchObject({ schema: "tiltak.estimates/1", seed: "1" });
    for (const name of ["manifest.json", "estimates.csv", "report.html", "charts/participants.svg"]) {
      expect(existsSync(join(folder, "one", name)), name).toBe(true);
    }
    const two = tiltak(...study, "--format", "json", "--workers", "2", "--out", "two");
    expect(two.status, two.stderr).toBe(0);
    expect(two.stdout).toBe(one.stdout);
    const again = tiltak(...study, "--format", "json", "--workers", "2", "--out", "one");
    expect(again.status, again.stderr).toBe(0);
    expect(again.stdout).toBe(one.stdout);
  });
});

describe("tiltak", () => {
  it("lists the scenarios in both languages", () => {
    const nb = tiltak("list", "--lang", "nb").stdout;
    expect(nb).toContain("full-scale-transfer");
    expect(tiltak("list", "--lang", "en").stdout).not.toBe(nb);
  });

  it("explains every parameter with a source, or says that it is assumed", () => {
    const { status, stdout } = tiltak("explain", "full-scale-transfer", "--format", "json");
    expect(status).toBe(0);
    expect(stdout).toContain("transfer.share");
  });

  it("has help for every command, and a version", async () => {
    for (const command of [
      "list",
      "explain",
      "evidence",
      "run",
      "compare",
      "chart",
      "report",
      "check",
      "init",
      "verify",
    ]) {
      let printed = "";
      const spy = vi.spyOn(console, "log").mockImplementation((text) => {
        printed += String(text);
      });
      expect([command, await main([command, "--help", "--lang", "en"])]).toEqual([command, 0]);
      spy.mockRestore();
      expect(printed).toContain(`tiltak ${command}`);
    }
    expect(tiltak("--version").stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("is silent about a reader who has seen enough", () => {
    const shell = spawnSync("sh", ["-c", `"${process.execPath}" "${program}" explain baseline | head -n 1`], {
      encoding: "utf8",
    });
    expect(shell.status).toBe(0);
    expect(shell.stderr).toBe("");
  });
});
