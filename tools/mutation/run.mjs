// Mutation testing of kernel and resources with Stryker: node tools/mutation/run.mjs [FILE ...]
// Without files: all of kernel and resources. Works in a copy of the sources, so that the working tree is only read. Incremental: the
// fates of mutants whose code and tests are unchanged are taken from incremental.json.gz beside this file, which is
// committed. Prints the score of each file and every survivor. Exit code 1 when the whole is below the least score. A battery.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { copySources } from "../faults/copy.mjs";
import { select, sourceFiles } from "../lib/files.mjs";
import { root, run } from "../lib/shell.mjs";

const leastScore = 80;
const limitSeconds = 4 * 3600;
const kept = join(root, "tools/mutation/incremental.json.gz");
const all = select(sourceFiles(), ["packages/sim-core/src/{kernel,resources}/*.ts", "!**/*.test.ts", "!**/index.ts"]);
const tests = [
  ...select(sourceFiles(), ["packages/sim-core/src/{kernel,resources}/*.test.ts"]),
  "tools/mutation/short-laws.ts",
];
/** Tests whose law a shorter one states too: a survivor meets every test, so these would take most of the time. */
const without = ["50,000 events", "3000 events", "100 events", "20,000 pending"];
const named = process.argv.slice(2);
const files = all.filter((path) => named.length === 0 || named.some((name) => path.includes(name)));

const copy = mkdtempSync(join(tmpdir(), "tiltak-mutation-"));
process.once("exit", () => rmSync(copy, { recursive: true, force: true }));
copySources(root, copy);
const incremental = join(copy, "incremental.json");
if (existsSync(kept)) writeFileSync(incremental, gunzipSync(readFileSync(kept)));
writeFileSync(
  join(copy, "stryker.config.json"),
  JSON.stringify({
    testRunner: "in-process",
    plugins: [join(copy, "tools/mutation/runner.mjs")],
    tests,
    without,
    mutate: files,
    inPlace: true,
    ignoreStatic: true,
    incremental: true,
    incrementalFile: "incremental.json",
    concurrency: 2,
    coverageAnalysis: "perTest",
    timeoutMS: 15_000,
    timeoutFactor: 2,
    reporters: ["progress-append-only", "json"],
    jsonReporter: { fileName: "report.json" },
    tsconfigFile: "none.json",
    allowEmpty: true,
    disableTypeChecks: false,
    checkers: [],
    tempDirName: ".stryker-tmp",
    cleanTempDir: "always",
    warnings: { slow: false },
  }),
);
const outcome = await run(["node", join(copy, "node_modules/@stryker-mutator/core/bin/stryker.js"), "run"], {
  cwd: copy,
  show: process.stderr.isTTY === true,
  limitSeconds,
});
if (existsSync(incremental)) writeFileSync(kept, gzipSync(readFileSync(incremental), { level: 9 }));
const report = join(copy, "report.json");
if (outcome.code !== 0 || !existsSync(report)) {
  process.stdout.write(`${outcome.output}\nStryker ended with exit code ${outcome.code}\n`);
  process.exitCode = 1;
} else summarise(JSON.parse(readFileSync(report, "utf8")));

/** @typedef {{ killed: number, timeout: number, survived: number, uncovered: number, ignored: number }} Counts */

/** @param {{ files: Record<string, { source: string, mutants: any[] }> }} result */
function summarise({ files: found }) {
  const total = { killed: 0, timeout: 0, survived: 0, uncovered: 0, ignored: 0 };
  const survivors = /** @type {string[]} */ ([]);
  const rows = [];
  for (const [path, { source, mutants }] of Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const counts = { killed: 0, timeout: 0, survived: 0, uncovered: 0, ignored: 0 };
    for (const mutant of mutants) {
      const key = /** @type {keyof Counts | undefined} */ (
        { Killed: "killed", Timeout: "timeout", Survived: "survived", NoCoverage: "uncovered", Ignored: "ignored" }[
          /** @type {string} */ (mutant.status)
        ]
      );
      // What does not compile or breaks the test runner counts neither way.
      if (key === undefined) continue;
      counts[key]++;
      total[key]++;
      if (key !== "survived" && key !== "uncovered") continue;
      const { start, end } = mutant.location;
      const lines = source.split("\n");
      const text =
        start.line === end.line
          ? (lines[start.line - 1] ?? "").slice(start.column - 1, end.column - 1)
          : `${(lines[start.line - 1] ?? "").slice(start.column - 1)} ...`;
      survivors.push(
        `${basename(path)}:${start.line} ${key === "uncovered" ? "(no test) " : ""}${shorten(text)} -> ${shorten(mutant.replacement ?? mutant.mutatorName)}`,
      );
    }
    rows.push(row(path.replace("packages/sim-core/src/", ""), counts));
  }
  for (const line of survivors) process.stdout.write(`survived ${line}\n`);
  process.stdout.write(`\n${"score".padStart(7)} killed timed-out survived no-test static\n`);
  for (const line of [...rows, row("all", total)]) process.stdout.write(`${line}\n`);
  const score = scoreOf(total);
  const whole = named.length === 0;
  process.stdout.write(`\nmutation score ${score.toFixed(2)} %, at least ${leastScore} % is asked for\n`);
  process.exitCode = score >= leastScore || !whole ? 0 : 1;
}

/** @param {Counts} counts */
function scoreOf({ killed, timeout, survived, uncovered }) {
  return (100 * (killed + timeout)) / Math.max(1, killed + timeout + survived + uncovered);
}

/** @param {string} name @param {Counts} counts */
function row(name, counts) {
  const { killed, timeout, survived, uncovered, ignored } = counts;
  const cells = [
    [killed, 6],
    [timeout, 9],
    [survived, 8],
    [uncovered, 7],
    [ignored, 6],
  ].map(([value = 0, width = 0]) => String(value).padStart(width));
  return `${scoreOf(counts).toFixed(2).padStart(7)} ${cells.join(" ")}  ${name}`;
}

/** @param {string} text */
function shorten(text) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 70 ? `${line.slice(0, 67)}...` : line;
}
