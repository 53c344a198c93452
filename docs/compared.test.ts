// The side-by-side programs of the comparison page are the ones in bench/, and all print the line that the page shows.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL("../bench/side-by-side/", import.meta.url));
const page = readFileSync(new URL("compared.md", import.meta.url), "utf8");
const python = process.env.BENCH_PYTHON ?? "/usr/bin/python3";
const hasSimPy = spawnSync(python, ["-c", "import simpy"]).status === 0;
const programs = readdirSync(folder).filter((name) => hasSimPy || !name.endsWith(".py"));

describe("the side-by-side task", () => {
  it.each(["simpy_bank.py", "tiltak-bank.mjs"])("shows %s as it is", (name) => {
    expect(page).toContain(readFileSync(folder + name, "utf8"));
  });

  it.each(programs)("%s prints what the page shows", (name) => {
    const program = name.endsWith(".py") ? python : process.execPath;
    const { stdout } = spawnSync(program, [folder + name], { encoding: "utf8" });
    expect(page).toContain(`\`\`\`text\n${stdout}\`\`\``);
  });
});
