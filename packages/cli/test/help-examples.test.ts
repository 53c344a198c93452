// Every command has an example in its help, and every example does what it says. Studies are cut down to a few runs by flags after the
// example: the last of a flag counts.

import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it, vi } from "vitest";
import { main } from "../src/index.ts";
import { findBrowser } from "../src/report/pdf.ts";
import { session } from "./support/session.ts";
import { temporaryFolder } from "./support/small-run.ts";

const sources = fileURLToPath(new URL("../src/", import.meta.url));
const shipped = fileURLToPath(new URL("../../../examples", import.meta.url));
const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

/** What stands in `.example(...)`, without the program's name. */
function examples(): readonly string[] {
  const files = ["program.ts", ...readdirSync(join(sources, "commands")).map((name) => `commands/${name}`)];
  return files.flatMap((file) =>
    [...readFileSync(join(sources, file), "utf8").matchAll(/\.example\(\s*"\$0 ((?:[^"\\]|\\.)*)"/g)].map((match) =>
      (match[1] ?? "").replaceAll("\\", ""),
    ),
  );
}

/** Split as a shell does, quotes taken off. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? "");
}

const few = ["--years", "1", "--replications", "2", "--workers", "2"];
/** What makes an example small, by its command. */
const smaller: Readonly<Record<string, readonly string[]>> = {
  run: few,
  compare: few,
  verify: ["--quick", "--only", "mm1"],
  "sweep expand": ["--replications", "4"],
};
/** Commands that take the country through years, and are carried out by their own tests. */
const carriedOutElsewhere = /^(validate|readings|calibrate)\b/;

const design = `scenarios: [baseline]
years: 1
replications: 2
seed: examples
design: { method: sobol, points: 4 }
parameters:
  waiting.surplus-arrivals-per-year: pert(100, 600, 1500)
`;

describe("the help", () => {
  it("has an example for every command", async () => {
    const commands = await commandsOf([]);
    const nested = (await commandsOf(["sweep"])).map((name) => `sweep ${name}`);
    expect(commands.length).toBeGreaterThan(12);
    expect(nested.length).toBeGreaterThan(5);
    const lines = examples();
    const without = [...commands, ...nested].filter(
      (name) => !["completion", "sweep"].includes(name) && !lines.some((line) => `${line} `.startsWith(`${name} `)),
    );
    expect(without).toEqual([]);
  });

  it("has examples that work", () => {
    mkdirSync(join(folder, "work"));
    writeFileSync(join(folder, "work/my-design.yaml"), design);
    symlinkSync(shipped, join(folder, "work/examples"));
    copyFileSync(join(shipped, "registers/enterprises.csv"), join(folder, "work/my-register.csv"));
    const first = [
      ["init", "my-scenario"],
      ["compare", "baseline", "full-scale-transfer", ...few, "--out", "tiltak-runs/my-run"],
      ["sweep", "run", "my-design.yaml", "--shard", "1/2", "--out", "shards/1"],
    ];
    const lines = examples().filter(
      (line) => !carriedOutElsewhere.test(line) && (!line.includes(".pdf") || findBrowser(process.env) !== undefined),
    );
    // What an example makes, another may take: sweeps first.
    const order = (line: string): number => (/^sweep run/.test(line) ? 0 : /^(sweep|resume|sens)/.test(line) ? 1 : 2);
    const sorted = [...lines].sort((a, b) => order(a) - order(b));
    const nameOf = (line: string): string =>
      Object.keys(smaller).find((name) => line.startsWith(`${name} `) || line === name) ?? "";
    const commands = sorted.map((line) => [...wordsOf(line), ...(smaller[nameOf(line)] ?? [])]);
    const said = session(join(folder, "work"), [...first, ...commands]);
    const wrong = said.flatMap(({ status, stderr }, i) => {
      const line = i < first.length ? first[i].join(" ") : sorted[i - first.length];
      return status === 0 ? [] : [`tiltak ${line}: exit code ${status}\n${stderr}`];
    });
    expect(wrong).toEqual([]);
  }, 600_000);

  it("tells the exit codes, and is what tiltak says when nothing is asked", async () => {
    const alone = await printedBy([]);
    expect(alone).toBe(await printedBy(["--help"]));
    expect(alone).toMatch(/130 +interrupted/);
    expect(await printedBy(["--lang", "nb"])).toMatch(/130 +avbrutt/);
  });
});

/** Names of the commands that a help lists. */
async function commandsOf(above: readonly string[]): Promise<readonly string[]> {
  const prefix = ["tiltak", ...above].join(" ");
  const shape = new RegExp(`^  ${prefix} ([a-z]+)`, "gm");
  return [...(await printedBy([...above, "--help", "--lang", "en"])).matchAll(shape)].map((match) => match[1] ?? "");
}

/** What a command prints. */
async function printedBy(args: readonly string[]): Promise<string> {
  let printed = "";
  const spy = vi.spyOn(console, "log").mockImplementation((text) => {
    printed += String(text);
  });
  try {
    expect(await main(args)).toBe(0);
  } finally {
    spy.mockRestore();
  }
  return printed;
}
