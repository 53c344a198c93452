// Every command has an example in its help, and every example does what it says, as it stands: each help is followed line by line in a folder
// of its own. Studies are cut down to a few runs by flags after the example: the last of a flag counts.

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it, vi } from "vitest";
import { main } from "../src/index.ts";
import { findBrowser } from "../src/report/pdf.ts";
import { Session } from "./support/session.ts";
import { temporaryFolder } from "./support/small-run.ts";

const sources = fileURLToPath(new URL("../src/", import.meta.url));
const shipped = fileURLToPath(new URL("../../../examples", import.meta.url));
const folder = temporaryFolder();
const session = new Session(folder);
afterAll(() => {
  session.end();
  rmSync(folder, { recursive: true });
});

/** What stands in `.example(...)`, without the program's name: a list for each command's help. */
function examples(): readonly (readonly string[])[] {
  const files = ["program.ts", ...readdirSync(join(sources, "commands")).map((name) => `commands/${name}`)];
  return files.flatMap((file) => {
    const found: string[][] = [];
    const text = readFileSync(join(sources, file), "utf8");
    for (const [, example] of text.matchAll(/\.command\(|\.example\(\s*"\$0 ((?:[^"\\]|\\.)*)"/g)) {
      if (example === undefined) found.push([]);
      else found.at(-1)?.push(example.replaceAll("\\", ""));
    }
    return found.filter((lines) => lines.length > 0);
  });
}

/** Split as a shell does, quotes taken off. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? "");
}

const few = ["--years", "1", "--replications", "2", "--workers", "1"];
/** What makes an example small, by its command. */
const smaller: Readonly<Record<string, readonly string[]>> = {
  run: few,
  compare: few,
  verify: ["--quick", "--only", "mm1"],
  "sweep plan": ["--years", "1", "--workers", "1"],
  "sweep run": ["--years", "1", "--workers", "1"],
  "sweep expand": ["--replications", "2", "--points", "5", "--workers", "1"],
};
/** Commands that take the country through years, and are carried out by their own tests. */
const carriedOutElsewhere = /^(validate|readings|calibrate)\b/;

describe("the help", () => {
  it("has an example for every command", async () => {
    const commands = await commandsOf([]);
    const nested = (await commandsOf(["sweep"])).map((name) => `sweep ${name}`);
    expect(commands.length).toBeGreaterThan(12);
    expect(nested.length).toBeGreaterThan(5);
    // The last line is the command's own; what stands before makes what it takes.
    const lines = examples().flatMap((group) => group.slice(-1));
    const without = [...commands, ...nested].filter(
      (name) => !["completion", "sweep"].includes(name) && !lines.some((line) => `${line} `.startsWith(`${name} `)),
    );
    expect(without).toEqual([]);
  });

  it("has examples that stand on one line, so that they can be pasted", () => {
    const long = examples()
      .flat()
      .filter((line) => `  tiltak ${line}`.length > 100);
    expect(long).toEqual([]);
  });

  it("has examples that work as they stand, in a folder with nothing but the examples of the clone", async () => {
    const hasBrowser = findBrowser(process.env) !== undefined;
    const groups = examples().map((lines) =>
      lines.filter((line) => !carriedOutElsewhere.test(line) && (hasBrowser || !line.includes(".pdf"))),
    );
    const nameOf = (line: string): string =>
      Object.keys(smaller).find((name) => line.startsWith(`${name} `) || line === name) ?? "";
    const commandOf = (line: string): readonly string[] => [...wordsOf(line), ...(smaller[nameOf(line)] ?? [])];
    const run = async (steps: readonly { readonly cwd: string; readonly line: string }[]) => {
      const said = await session.run(
        steps.map(({ line }) => commandOf(line)),
        steps.map(({ cwd }) => cwd),
      );
      return said.flatMap(({ status, stderr }, i) =>
        status === 0 ? [] : [`tiltak ${steps[i].line}: exit code ${status}\n${stderr}`],
      );
    };
    // What several begin with is done once, and copied.
    const begun = new Map<string, string>(
      groups.flatMap(([first]) => (first === undefined ? [] : [[first, ""] as const])),
    );
    for (const [i, line] of [...begun.keys()].entries()) {
      const cwd = join(folder, `first-${i}`);
      mkdirSync(cwd);
      symlinkSync(shipped, join(cwd, "examples"));
      begun.set(line, cwd);
    }
    expect(await run([...begun].map(([line, cwd]) => ({ cwd, line })))).toEqual([]);
    const rest = groups.flatMap(([first, ...others], i) => {
      if (first === undefined || others.length === 0) return [];
      const cwd = join(folder, `group-${i}`);
      cpSync(begun.get(first) ?? "", cwd, { recursive: true, verbatimSymlinks: true });
      return others.map((line) => ({ cwd, line }));
    });
    expect(rest.length).toBeGreaterThan(12);
    expect(await run(rest)).toEqual([]);
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
