// `npm test`: set up, build once, pass every check of tools/checks.mjs, print one table.
// Ends with a line "N passed, N failed" and exit code 0 only when nothing failed. What this machine lacks is said, not hidden.
//   npm test -- --only lint,unit    some checks
//   npm test -- --list              what there is
//   TILTAK_REQUIRE=chromium,simpy   a lack is a failure

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { batteryLines } from "./battery.mjs";
import { checks } from "./checks.mjs";
import { select, sourceFiles } from "./lib/files.mjs";
import { available, needs, readRequired } from "./lib/needs.mjs";
import { installed, root, run } from "./lib/shell.mjs";
import { duration, table } from "./lib/table.mjs";
import { assignFiles, judgeVitest } from "./lib/vitest-results.mjs";
import { install } from "./setup.mjs";

/** A check that hangs is ended after so many times its budget; a busy machine alone must never fail one. */
const patience = 6;

/** @typedef {{ name: string, budget: number, seconds: number | undefined, verdict: string, state: "passed" | "failed" | "not run" }} Row */

process.exitCode = await main(process.argv.slice(2));

/** @param {string[]} argv */
async function main(argv) {
  const only = chosen(argv);
  const { required, unknown } = readRequired(process.env.TILTAK_REQUIRE);
  if (unknown.length > 0) {
    print(`TILTAK_REQUIRE names ${unknown.join(", ")}; known are ${Object.keys(needs).join(", ")}.`);
    return 2;
  }
  if (argv.includes("--list")) {
    print(
      table(
        ["check", "budget", "what"],
        checks.map((check) => [check.name, duration(check.budgetSeconds), check.what]),
      ),
    );
    return 0;
  }
  const wrong = only.filter((name) => !checks.some((check) => check.name === name));
  if (wrong.length > 0) {
    print(`No check is called ${wrong.join(", ")}. There are: ${checks.map((check) => check.name).join(", ")}.`);
    return 2;
  }

  const rows = /** @type {Row[]} */ ([]);
  const started = performance.now();
  say("setting up");
  try {
    const fresh = await install({ show: true });
    say(fresh ? `set up in ${duration((performance.now() - started) / 1000)}` : "already set up");
  } catch (error) {
    print(String(error instanceof Error ? error.message : error));
    print("0 passed, 1 failed");
    return 1;
  }

  const able = await available();
  const lacks = Object.keys(needs).filter((name) => !able.has(name));
  const files = sourceFiles();
  const picked = only.length === 0 ? checks : checks.filter((check) => only.includes(check.name));
  const notRun = new Set(picked.filter((check) => (check.needs ?? []).some((need) => !able.has(need))));

  const command = picked.filter((check) => check.command !== undefined && !notRun.has(check));
  const tests = picked.filter((check) => check.command === undefined && !notRun.has(check));
  // The build comes first; then those that keep one core busy, in pairs; then what keeps all cores busy by itself, one after the other.
  const [build] = checks;
  const others = command.filter((check) => check !== build);
  if (build !== undefined && command.includes(build)) await runCommand(build, files, rows);
  const narrow = others.filter((check) => check.oneCore === true);
  narrow.sort((a, b) => b.budgetSeconds - a.budgetSeconds);
  const lane = async () => {
    for (let check = narrow.shift(); check !== undefined; check = narrow.shift()) await runCommand(check, files, rows);
  };
  await Promise.all([lane(), lane()]);
  if (tests.length > 0) await runVitest(tests, files, rows);
  for (const check of others.filter((check) => check.oneCore !== true)) await runCommand(check, files, rows);
  for (const check of notRun) {
    const missing = (check.needs ?? []).filter((need) => !able.has(need));
    rows.push({
      name: check.name,
      budget: check.budgetSeconds,
      seconds: undefined,
      verdict: `not run: needs ${missing.join(" / ")}`,
      state: missing.some((need) => required.includes(need)) ? "failed" : "not run",
    });
  }
  rows.sort((a, b) => order(a.name) - order(b.name));

  const missingRequired = required.filter((need) => lacks.includes(need));
  for (const need of missingRequired) {
    rows.push({
      name: `has ${need}`,
      budget: 0,
      seconds: undefined,
      verdict: `FAILED: ${needs[need]?.install}`,
      state: "failed",
    });
  }
  print("");
  print(
    table(
      ["check", "budget", "time", "verdict"],
      rows.map((row) => [
        row.name,
        row.budget === 0 ? "" : duration(row.budget),
        row.seconds === undefined ? "" : duration(row.seconds),
        row.verdict,
      ]),
      [1, 2],
    ),
  );
  print("");
  if (lacks.length > 0)
    print(`not run: needs ${lacks.join(" / ")} (what this machine lacks; checks that use it are skipped)`);
  for (const line of batteryLines()) print(line);
  print(`in all ${duration((performance.now() - started) / 1000)}`);
  const failed = rows.filter((row) => row.state === "failed").length;
  const passed = rows.filter((row) => row.state === "passed").length;
  print(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

/**
 * @param {import("./checks.mjs").Check} check
 * @param {readonly string[]} files
 * @param {Row[]} rows
 */
async function runCommand(check, files, rows) {
  const row = { name: check.name, budget: check.budgetSeconds };
  const count = select(files, check.files).length;
  if (count === 0) {
    rows.push({ ...row, seconds: undefined, ...nothing(check) });
    return;
  }
  say(check.name);
  const [program = "", ...args] = check.command ?? [];
  const start = program === "node" ? ["node"] : installed(program);
  const outcome = await run([...start, ...args], { limitSeconds: patience * check.budgetSeconds });
  const passed = outcome.code === 0;
  if (!passed) printOutput(check.name, outcome.output);
  const failure = outcome.timedOut ? `FAILED: ended after ${patience} x budget` : `FAILED (exit code ${outcome.code})`;
  rows.push({
    ...row,
    seconds: outcome.seconds,
    verdict: passed ? `passed${lastLine(outcome.output)}${late(outcome.seconds, check)}` : failure,
    state: passed ? "passed" : "failed",
  });
}

/**
 * @param {readonly import("./checks.mjs").Check[]} tests
 * @param {readonly string[]} files
 * @param {Row[]} rows
 */
async function runVitest(tests, files, rows) {
  const vitestChecks = checks.filter((check) => check.command === undefined);
  const owned = assignFiles(vitestChecks, files);
  const paths = tests.flatMap((check) => owned.get(check.name) ?? []);
  for (const check of tests) {
    if ((owned.get(check.name) ?? []).length > 0) continue;
    rows.push({ name: check.name, budget: check.budgetSeconds, seconds: undefined, ...nothing(check) });
  }
  const withFiles = tests.filter((check) => (owned.get(check.name) ?? []).length > 0);
  if (paths.length === 0) return;
  say(`vitest: ${withFiles.map((check) => check.name).join(", ")}`);
  const folder = mkdtempSync(join(tmpdir(), "tiltak-test-"));
  const report = join(folder, "vitest.json");
  const budget = withFiles.reduce((sum, check) => sum + check.budgetSeconds, 0);
  const outcome = await run(
    [
      ...installed("vitest"),
      "run",
      "--maxWorkers=100%",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...paths,
    ],
    { limitSeconds: patience * budget },
  );
  let results = /** @type {import("./lib/vitest-results.mjs").VitestReport | undefined} */ (undefined);
  try {
    results = JSON.parse(readFileSync(report, "utf8"));
  } catch {
    // No report: vitest itself did not come to its end. judgeVitest says so.
  }
  rmSync(folder, { recursive: true, force: true });
  const judged = judgeVitest(withFiles, owned, results, root, outcome.code);
  if (outcome.code !== 0) printOutput("vitest", outcome.output);
  for (const { check, passed, seconds, verdict } of judged.checks) {
    rows.push({
      name: check.name,
      budget: check.budgetSeconds,
      seconds,
      verdict: passed ? `passed, ${verdict}${late(seconds ?? 0, check)}` : `FAILED: ${verdict}`,
      state: passed ? "passed" : "failed",
    });
  }
  if (judged.processFailure !== undefined) {
    rows.push({
      name: "vitest",
      budget: budget,
      seconds: outcome.seconds,
      verdict: `FAILED: ${judged.processFailure}`,
      state: "failed",
    });
  }
  say(`vitest took ${duration(outcome.seconds)} on the clock; the table shows time per file, added up`);
}

/** @param {import("./checks.mjs").Check} check @returns {{ verdict: string, state: "failed" | "not run" }} */
function nothing(check) {
  return check.optional === true
    ? { verdict: "nothing to check (optional)", state: "not run" }
    : { verdict: "FAILED: nothing to check", state: "failed" };
}

/** @param {number} seconds @param {import("./checks.mjs").Check} check */
function late(seconds, check) {
  return seconds > check.budgetSeconds ? ", OVER BUDGET" : "";
}

/** What a command says about itself in its last line, when it begins with "checked". @param {string} output */
function lastLine(output) {
  const last = output.trimEnd().split("\n").at(-1) ?? "";
  return /^checked /.test(last) ? `, ${last}` : "";
}

/** @param {string} name */
function order(name) {
  const index = checks.findIndex((check) => check.name === name);
  return index === -1 ? checks.length : index;
}

/** @param {string[]} argv */
function chosen(argv) {
  const at = argv.indexOf("--only");
  return at === -1 ? [] : (argv[at + 1] ?? "").split(",").filter((name) => name !== "");
}

/** @param {string} name @param {string} output */
function printOutput(name, output) {
  const lines = output.trimEnd().split("\n");
  const most = 400;
  const shown = lines.length <= most ? lines : [`(${lines.length - most} lines before)`, ...lines.slice(-most)];
  print(`\n----- ${name} -----\n${shown.join("\n")}\n----- end of ${name} -----\n`);
}

/** @param {string} text */
function print(text) {
  process.stdout.write(`${text}\n`);
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`[npm test] ${text}\n`);
}
