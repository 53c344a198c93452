// Ctrl-C: once, what is done is kept and told how to go on with; twice, the program ends at once. Either way the sweep goes on to the same bytes.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { smallArrivals, smallCountry } from "./support/small-run.ts";

const program = fileURLToPath(new URL("../bin/tiltak.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tiltak-interrupt-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(
  join(folder, "design.yaml"),
  `scenarios: [${smallCountry(folder, "baseline")}]
years: 1
replications: 2
seed: interrupt
design: { method: sobol, points: 32 }
parameters:
  waiting.surplus-arrivals-per-year: ${smallArrivals}
`,
);
const common = ["--lang", "en", "--format", "json", "--workers", "1"];
// The estimates on standard output are more than what Node keeps of a child by default.
const quietly = { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 } as const;
const sweep = (out: string): string[] => ["sweep", "run", "design.yaml", "--keep-every", "0", "--out", out, ...common];

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly said: string;
}

/** Run the sweep, and send it Ctrl-C so many times once something of it is kept. */
function interrupted(out: string, times: number): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...sweep(out)], {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (text: Buffer) => {
      said += text.toString();
    });
    const kept = join(folder, out, "observations");
    const watch = setInterval(() => {
      if (!existsSync(kept) || !readdirSync(kept).some((name) => name.endsWith(".parquet"))) return;
      clearInterval(watch);
      for (let i = 0; i < times; i += 1) setTimeout(() => child.kill("SIGINT"), 5 * i);
    }, 20);
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      clearInterval(watch);
      resolve({ code, signal, said });
    });
  });
}

describe("Ctrl-C", { timeout: 300_000 }, () => {
  const whole = spawnSync(process.execPath, [program, ...sweep("whole")], quietly);
  const resume = (out: string) => spawnSync(process.execPath, [program, "resume", out, ...common], quietly);

  it("once keeps what is done, says how to go on, and ends with 3", async () => {
    expect(whole.status, whole.stderr).toBe(0);
    const { code, said } = await interrupted("once", 1);
    expect(code).toBe(3);
    expect(said).toMatch(/stopped after \d+ of 64 replications/);
    expect(said).toContain("tiltak sweep run design.yaml");
    expect(existsSync(join(folder, "once/lock.json"))).toBe(false);
    expect(resume("once").stdout).toBe(whole.stdout);
  });

  it("twice ends at once, and what was kept is whole", async () => {
    const { code, signal } = await interrupted("twice", 2);
    // The second one may come when the first has just been obeyed.
    expect([null, 3]).toContain(code);
    if (code === null) expect(signal).toBe("SIGINT");
    expect(readFileSync(join(folder, "twice/manifest.json"), "utf8")).toContain("tiltak.run/1");
    const again = resume("twice");
    expect(again.stdout, again.stderr).toBe(whole.stdout);
  });
});
