// Writes the table of a recorded run into docs/verification.md: node tools/verification-page.mjs
//   --record   run `tiltak verify` at full effort first and keep its report in docs/verification-run.json
//   --check    write nothing; exit code 1 when the page is not what the recorded run says

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./lib/shell.mjs";

const begin = "<!-- begin: recorded run, written by tools/verification-page.mjs -->";
const end = "<!-- end -->";
const page = join(root, "docs/verification.md");
const record = join(root, "docs/verification-run.json");
const flags = process.argv.slice(2);

if (flags.includes("--record")) {
  const program = join(root, "packages/cli/bin/tiltak.js");
  const outcome = await run(["node", program, "verify", "--quiet", "--format", "json"], { limitSeconds: 900 });
  // A run that fails is kept too, if it is a report: the page shows what was found.
  JSON.parse(outcome.output);
  writeFileSync(record, outcome.output);
}

/** @type {import("@tiltak/sim-core/verification").VerificationReport} */
const report = JSON.parse(readFileSync(record, "utf8"));
const text = readFileSync(page, "utf8");
const [head = "", rest] = text.split(begin);
const tail = rest?.split(end)[1];
if (tail === undefined) throw new Error(`docs/verification.md has no block ${begin} ... ${end}`);
const wanted = `${head}${begin}\n${markdown()}${end}${tail}`;
if (text === wanted) process.exitCode = 0;
else if (flags.includes("--check")) {
  process.stderr.write("docs/verification.md is not what the recorded run says: node tools/verification-page.mjs\n");
  process.exitCode = 1;
} else writeFileSync(page, wanted);

/** @returns {string} the table and what it adds up to */
function markdown() {
  const { checks, seed, effort, falseAlarmLevel, statisticalChecks, checkFalseAlarmLevel } = report;
  const passed = checks.filter(({ verdict }) => verdict === "pass").length;
  const rows = checks.map((check) => {
    const { theory, simulated, low, high, n } = check;
    const decimals = Math.min(6, Math.max(0, 1 - Math.floor(Math.log10((high - low) / 2))));
    const write = (/** @type {number} */ x) => x.toFixed(decimals);
    const figures =
      check.kind === "pathwise"
        ? ["0", String(simulated), `all ${n} compared`, "any"]
        : [write(theory), write(simulated), `${write(low)} to ${write(high)}`, `${(100 * check.detects).toFixed(1)} %`];
    return `| ${[check.case, check.model, check.measure, ...figures, check.verdict].join(" | ")} |`;
  });
  return [
    `Seed \`${seed}\`, ${effort} effort: ${passed} of ${checks.length} checks pass. False-alarm level ${falseAlarmLevel} over all, ` +
      `${checkFalseAlarmLevel.toPrecision(3)} for each of ${statisticalChecks} statistical checks.`,
    "",
    "| case | model | measure | theory | simulated | interval | finds errors from | verdict |",
    "|---|---|---|---:|---:|---|---:|---|",
    ...rows,
    "",
  ].join("\n");
}
