// Run `tiltak verify` for N seeds: node tools/verify-seeds.mjs N [quick]
// Every check of every seed must pass. With the false-alarm level of one run, a right engine fails somewhere in N runs with
// probability at most N times that level; the last lines say so, and how the p-values of all checks are spread. A battery.

import { join } from "node:path";
import { root, run } from "./lib/shell.mjs";
import { table } from "./lib/table.mjs";

/** @typedef {import("@tiltak/sim-core/verification").VerificationReport} Report */

const seeds = Number(process.argv[2]);
const effort = process.argv[3] ?? "full";
if (!Number.isInteger(seeds) || seeds < 1 || !["full", "quick"].includes(effort)) {
  process.stderr.write("node tools/verify-seeds.mjs N [quick]: N is a whole number from 1\n");
  process.exit(2);
}
const program = join(root, "packages/cli/bin/tiltak.js");
const reports = /** @type {Report[]} */ ([]);
const quick = effort === "quick" ? ["--quick"] : [];
let failed = 0;
for (let i = 1; i <= seeds; i++) {
  const seed = `verify ${i}`;
  const outcome = await run(["node", program, "verify", "--quiet", "--format", "json", "--seed", seed, ...quick], {
    limitSeconds: 600,
  });
  const report = read(outcome.output);
  if (report === undefined) {
    failed++;
    process.stdout.write(`seed "${seed}": no report, exit code ${outcome.code}\n${outcome.output}\n`);
    continue;
  }
  reports.push(report);
  const bad = report.checks.filter(({ verdict }) => verdict !== "pass");
  if (bad.length > 0 || outcome.code !== 0) failed++;
  const least = Math.min(...report.checks.flatMap(({ pValue }) => pValue ?? []));
  process.stdout.write(
    `seed "${seed}": ${report.checks.length - bad.length} of ${report.checks.length} checks pass, exit code ${outcome.code}, ` +
      `least p-value ${least.toPrecision(2)}\n`,
  );
  for (const { case: name, measure, theory, simulated, low, high, verdict } of bad) {
    process.stdout.write(
      `  ${verdict}: ${name}, ${measure}: theory ${theory}, simulated ${simulated} (${low} to ${high})\n`,
    );
  }
}
const [first] = reports;
if (first !== undefined) {
  const { falseAlarmLevel, statisticalChecks, checkFalseAlarmLevel } = first;
  process.stdout.write(
    `\n${seeds - failed} of ${seeds} seeds pass (${effort} effort).\n` +
      `A right engine fails one seed with probability at most ${falseAlarmLevel} (${statisticalChecks} statistical checks, ` +
      `${checkFalseAlarmLevel.toPrecision(3)} each), any of ${seeds} with at most ${falseAlarmLevel * seeds}.\n\n`,
  );
  const pValues = reports.flatMap(({ checks }) => checks.flatMap(({ pValue }) => pValue ?? []));
  const shares = [0.001, 0.01, 0.05, 0.1, 0.5].map((level) => {
    const below = pValues.filter((p) => p <= level).length;
    return [String(level), String(below), (below / pValues.length).toFixed(4)];
  });
  process.stdout.write(`p-values of ${pValues.length} checks (those of one case depend on each other):\n`);
  process.stdout.write(`${table(["at most", "count", "share"], shares, [0, 1, 2])}\n\n`);
  const studies = first.checks.filter(({ kind }) => kind === "coverage").map((check) => check.case);
  const coverage = studies.map((name) => {
    const all = reports.flatMap(({ checks }) => checks.filter((check) => check.case === name));
    const intervals = all.reduce((sum, { n }) => sum + n, 0);
    const held = all.reduce((sum, { n, simulated }) => sum + n * simulated, 0);
    return [name, String(intervals), (held / intervals).toFixed(4)];
  });
  process.stdout.write(`coverage of 95 % intervals, all seeds together:\n`);
  process.stdout.write(`${table(["study", "intervals", "coverage"], coverage, [1, 2])}\n`);
}
process.exitCode = failed === 0 && reports.length === seeds ? 0 : 1;

/** @param {string} output @returns {Report | undefined} */
function read(output) {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}
