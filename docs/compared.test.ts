// The side-by-side programs of the comparison page are the ones in bench/, and all print the line that the page shows. Where SimPy is
// missing its program is not run, which is said; with TILTAK_REQUIRE=simpy that is a failure.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL("../bench/side-by-side/", import.meta.url));
const page = readFileSync(new URL("compared.md", import.meta.url), "utf8");
// As tools/lib/needs.mjs looks for it.
const candidates =
  process.env.BENCH_PYTHON === undefined ? ["/usr/bin/python3", "python3"] : [process.env.BENCH_PYTHON];
const python = candidates.find((each) => spawnSync(each, ["-c", "import simpy"]).status === 0);
const required = (process.env.TILTAK_REQUIRE ?? "").split(",").map((name) => name.trim());
const programs = readdirSync(folder);

describe("the side-by-side task", () => {
  it.each(["simpy_bank.py", "tiltak-bank.mjs"])("shows %s as it is", (name) => {
    expect(page).toContain(readFileSync(folder + name, "utf8"));
  });

  for (const name of programs) {
    if (name.endsWith(".py") && python === undefined) {
      it(`${name} is not run: needs simpy`, () => {
        process.stderr.write(`not run: ${name} needs simpy (apt-get install python3-simpy3)\n`);
        expect(required).not.toContain("simpy");
      });
      continue;
    }
    it(`${name} prints what the page shows`, () => {
      const program = name.endsWith(".py") ? (python ?? "") : process.execPath;
      const { stdout } = spawnSync(program, [folder + name], { encoding: "utf8" });
      expect(page).toContain(`\`\`\`text\n${stdout}\`\`\``);
    });
  }
});
