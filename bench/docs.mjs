// Copies the newest kept run into docs/benchmarks.md: `node bench/docs.mjs`; with --check it only says whether the page
// and the run's own results.md are what results.json makes of them, by its exit code. Either way it fails when a yardstick
// is not, byte for byte, the one that the run was measured against.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { markdownOf } from "./report.mjs";

const BEGIN = "<!-- begin: newest run, written by bench/docs.mjs -->";
const END = "<!-- end -->";
const here = (path) => new URL(path, import.meta.url).pathname;
const check = process.argv.includes("--check");

const newest = readdirSync(here("./runs"))
  .filter((name) => /^\d{4}-\d{2}-\d{2}$/.test(name))
  .sort()
  .at(-1);
if (newest === undefined) throw new Error("bench/runs holds no run: pnpm bench makes one");
const results = JSON.parse(readFileSync(here(`./runs/${newest}/results.json`), "utf8"));
const markdown = markdownOf(results);

for (const [name, expected] of Object.entries(results.yardsticks)) {
  const sha256 = createHash("sha256")
    .update(readFileSync(here(`./yardsticks/${name}`)))
    .digest("hex");
  if (sha256 === expected) continue;
  process.stderr.write(`yardsticks/${name} has changed since the run of ${newest}: yardsticks are frozen\n`);
  process.exitCode = 1;
}

settle(here(`./runs/${newest}/results.md`), () => `# Benchmark run of ${results.date}\n\n${markdown}`);
settle(here("../docs/benchmarks.md"), (page) => {
  const [head, rest] = page.split(BEGIN);
  const tail = rest?.split(END)[1];
  if (tail === undefined) throw new Error(`docs/benchmarks.md has no block ${BEGIN} ... ${END}`);
  return `${head}${BEGIN}\n${markdown}${END}${tail}`;
});

/** Writes what the file should be, or complains that it is not. */
function settle(file, make) {
  const page = readFileSync(file, "utf8");
  const wanted = make(page);
  if (page === wanted) return;
  if (check) {
    process.stderr.write(`${file} is not what the run of ${newest} says: node bench/docs.mjs\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, wanted);
  }
}
