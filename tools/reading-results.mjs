// Hold docs/reading-results.md to its word: run its programs on a run of their own and compare what they print with the estimates.
//   node tools/reading-results.mjs [js] [python] [r]   the languages to run; all of them when none is named, those that are missing said to be

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { blocksOf } from "./lib/markdown.mjs";
import { available, needs } from "./lib/needs.mjs";
import { root, run } from "./lib/shell.mjs";

const page = "docs/reading-results.md";
const limitSeconds = 300;
/** @type {Readonly<Record<string, { command: readonly string[], file: string, need?: string }>>} */
const languages = {
  js: { command: [process.execPath], file: "program.mjs" },
  python: { command: ["python3"], file: "program.py", need: "python-data" },
  r: { command: ["Rscript"], file: "program.R", need: "r-arrow" },
};

const named = process.argv.slice(2);
const unknown = named.filter((name) => !Object.hasOwn(languages, name));
if (unknown.length > 0)
  throw new Error(`no language ${unknown.join(", ")}; there are ${Object.keys(languages).join(", ")}`);

const folder = mkdtempSync(join(tmpdir(), "tiltak-reading-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const program = join(root, "packages/cli/bin/tiltak.js");
const design = join(root, "examples/sweeps/transfer.yaml");
const swept = await run(["node", program, "sweep", "run", design, "--years", "1", "--out", "my-run", "--quiet"], {
  cwd: folder,
  limitSeconds,
});
if (swept.code !== 0) throw new Error(`the run of the page does not come about:\n${swept.output}`);
linkPackages();

/** @type {import("@tiltak/sim-core").EstimatesFile} */
const { estimates } = JSON.parse(readFileSync(join(folder, "my-run/estimates.json"), "utf8"));
const able = await available();
let ran = 0;
for (const [language, { command, file, need }] of Object.entries(languages)) {
  if (named.length > 0 && !named.includes(language)) continue;
  const blocks = blocksOf(readFileSync(join(root, page), "utf8")).filter((block) => block.language === language);
  if (blocks.length === 0) throw new Error(`${page} has no program in ${language}`);
  if (need !== undefined && !able.has(need)) {
    process.stdout.write(`${language}: ${blocks.length} programs not run, needs ${needs[need]?.install}\n`);
    if (named.includes(language)) process.exitCode = 1;
    continue;
  }
  for (const block of blocks) {
    writeFileSync(join(folder, file), block.text);
    const { code, output } = await run([...command, file], { cwd: folder, limitSeconds });
    const trouble = code === 0 ? troubleWith(output) : `ends with exit code ${code}`;
    process.stdout.write(`${page}:${block.line}: ${language}: ${trouble ?? "prints the estimates"}\n`);
    if (trouble !== undefined) {
      process.stdout.write(`${output}\n`);
      process.exitCode = 1;
    }
    ran++;
  }
}
if (ran === 0) process.exitCode = 1;

/**
 * Compare lines of "scenario time mean", or "point share mean", with the estimates.
 *
 * @param {string} output
 * @returns {string | undefined} what is wrong
 */
function troubleWith(output) {
  const lines = output
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  const ofMeasure = estimates.filter(
    ({ measure, group }) => measure === "participants" && Object.keys(group).length === 0,
  );
  const byScenario = ofMeasure.filter(({ point }) => point === null);
  const byPoint = ofMeasure.filter(
    ({ point, scenario, time }) => point !== null && scenario === "full-scale-transfer" && time === 1,
  );
  const points = lines.every(([first = ""]) => /^\d+$/.test(first));
  const wanted = points ? byPoint : byScenario;
  if (lines.length !== wanted.length) return `prints ${lines.length} lines, not ${wanted.length}`;
  for (const { scenario, point, time, mean } of wanted) {
    const line = lines.find(([first = "", second = ""]) =>
      points ? Number(first) === point : first === scenario && Number(second) === time,
    );
    const found = Number(line?.[2]);
    if (!(Math.abs(found - (mean ?? Number.NaN)) <= 1e-9 * Math.abs(mean ?? 0)))
      return `${scenario}, point ${point}, time ${time}: ${line?.[2]}, not ${mean}`;
    if (points && !(Number(line?.[1]) > 0.2 && Number(line?.[1]) < 0.9))
      return `share ${line?.[1]} is not in the design`;
  }
  return undefined;
}

/** Let the programs find the packages that they import, as a user's project would. */
function linkPackages() {
  const modules = join(folder, "node_modules");
  for (const name of ["@duckdb", "@tiltak"]) mkdirSync(join(modules, name), { recursive: true });
  const duckdb = fileURLToPath(import.meta.resolve("@duckdb/node-api"));
  const end = duckdb.lastIndexOf(join("@duckdb", "node-api"));
  symlinkSync(join(duckdb.slice(0, end), "@duckdb", "node-api"), join(modules, "@duckdb", "node-api"));
  symlinkSync(join(root, "packages/sim-core"), join(modules, "@tiltak", "sim-core"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
}
