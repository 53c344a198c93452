// One warm vitest in a copy of the sources. Told over IPC which files changed and which tests to run, it answers what became of them:
// to start a vitest and to transform all sources anew for each fault would cost more than the tests.

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * @typedef {object} Errand
 * @property {readonly string[]} changed files that were written since the last errand, relative
 * @property {readonly string[]} tests files to run, relative
 * @property {readonly string[]} named only tests whose full name contains one of these; all when empty
 * @property {number} timeoutSeconds of one test, so that one that waits for ever fails
 */
/**
 * @typedef {object} Answer
 * @property {"green" | "red" | "broken"} kind red: a test ran and failed; broken: none failed, and something else is wrong
 * @property {readonly string[]} failed full names of the tests that failed
 * @property {number} passed
 * @property {string} output what went wrong, as text
 */

const lane = process.cwd();
const config = "tools/faults/vitest.config.ts";
const { createVitest } = await import(
  pathToFileURL(createRequire(join(lane, "package.json")).resolve("vitest/node")).href
);
const run = { failed: /** @type {string[]} */ ([]), passed: 0, troubles: /** @type {string[]} */ ([]) };
const reporter = {
  onTestCaseResult(/** @type {any} */ test) {
    const { state, errors = [] } = test.result();
    if (state === "passed") run.passed++;
    if (state !== "failed") return;
    run.failed.push(test.fullName);
    run.troubles.push(`${test.fullName}\n${errors.map(textOf).join("\n")}`);
  },
  onTestModuleEnd(/** @type {any} */ module) {
    for (const error of module.errors()) run.troubles.push(`${module.relativeModuleId}\n${textOf(error)}`);
  },
  onTestSuiteResult(/** @type {any} */ suite) {
    for (const error of suite.errors()) run.troubles.push(`${suite.fullName}\n${textOf(error)}`);
  },
};
const vitest = await createVitest(
  "test",
  {
    root: lane,
    ...(existsSync(join(lane, config)) ? { config } : {}),
    watch: false,
    maxWorkers: 1,
    // One failed test is enough.
    bail: 1,
    reporters: [reporter],
  },
  { server: { watch: null } },
);

process.on("message", async (/** @type {Errand} */ errand) => {
  process.send?.(await carryOut(errand));
});
process.on("disconnect", () => process.exit());

/** @param {Errand} errand @returns {Promise<Answer>} */
async function carryOut({ changed, tests, named, timeoutSeconds }) {
  run.failed = [];
  run.passed = 0;
  run.troubles = [];
  for (const file of changed) vitest.invalidateFile(join(lane, file));
  vitest.setGlobalTestNamePattern(named.length === 0 ? "" : new RegExp(named.map(escaped).join("|")));
  vitest.config.testTimeout = 1000 * timeoutSeconds;
  try {
    const paths = new Set(tests.map((test) => join(lane, test)));
    const found = (await vitest.globTestSpecifications([...tests])).filter((/** @type {any} */ one) =>
      paths.has(one.moduleId),
    );
    if (found.length !== paths.size) run.troubles.push(`vitest finds ${found.length} of ${tests.join(", ")}`);
    const { unhandledErrors } = await vitest.runTestSpecifications(found);
    run.troubles.push(...unhandledErrors.map(textOf));
  } catch (error) {
    run.troubles.push(textOf(error));
  }
  const { failed, passed, troubles } = run;
  const kind = failed.length > 0 ? "red" : troubles.length === 0 && passed > 0 ? "green" : "broken";
  return { kind, failed, passed, output: troubles.join("\n") };
}

/** @param {any} error */
function textOf(error) {
  return String(error?.stack ?? error?.message ?? error);
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
