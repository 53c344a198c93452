// One vitest process serves many checks: which check owns which file, and what the report says about each check.
// Pure functions, so that the judge of all tests has tests itself.

import { select } from "./files.mjs";

/**
 * @typedef {object} VitestFile
 * @property {string} name absolute path
 * @property {string} status "passed" or "failed"
 * @property {string} [message]
 * @property {number} [startTime] milliseconds
 * @property {number} [endTime] milliseconds
 * @property {readonly { status: string, fullName?: string, duration?: number | null }[]} assertionResults
 */
/** @typedef {{ testResults: readonly VitestFile[], success?: boolean }} VitestReport */
/** @typedef {import("../checks.mjs").Check} Check */
/** @typedef {{ check: Check, passed: boolean, seconds: number | undefined, verdict: string }} Judgement */

/**
 * Give each test file to the first check whose patterns match it.
 *
 * @param {readonly Check[]} checks in the order of the list
 * @param {readonly string[]} files relative paths
 * @returns {Map<string, string[]>} check name to its files
 */
export function assignFiles(checks, files) {
  const owned = new Map(checks.map((check) => [check.name, /** @type {string[]} */ ([])]));
  const taken = new Set();
  for (const check of checks) {
    for (const path of select(files, check.files)) {
      if (taken.has(path)) continue;
      taken.add(path);
      owned.get(check.name)?.push(path);
    }
  }
  return owned;
}

/**
 * Judge each check by the report. A file that the report does not know, an empty file and a skipped test are failures.
 *
 * @param {readonly Check[]} checks those that were to run
 * @param {ReadonlyMap<string, readonly string[]>} owned from {@link assignFiles}
 * @param {VitestReport | undefined} report undefined when vitest wrote none
 * @param {string} root absolute path that the names in the report begin with
 * @param {number | null} exitCode of vitest
 * @returns {{ checks: Judgement[], processFailure: string | undefined }} the latter when vitest failed and no test did
 */
export function judgeVitest(checks, owned, report, root, exitCode) {
  const byPath = new Map((report?.testResults ?? []).map((file) => [relative(file.name, root), file]));
  const judgements = checks.map((check) => judge(check, owned.get(check.name) ?? [], byPath));
  const clean = judgements.every((judgement) => judgement.passed);
  return {
    checks: judgements,
    processFailure:
      clean && exitCode !== 0 ? `all tests passed, but vitest ended with exit code ${exitCode}` : undefined,
  };
}

/**
 * @param {Check} check
 * @param {readonly string[]} paths
 * @param {ReadonlyMap<string, VitestFile>} byPath
 * @returns {Judgement}
 */
function judge(check, paths, byPath) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const troubles = [];
  let seconds = 0;
  for (const path of paths) {
    const file = byPath.get(path);
    if (file === undefined) {
      troubles.push(`${path} was not run`);
      continue;
    }
    seconds += Math.max(0, (file.endTime ?? 0) - (file.startTime ?? 0)) / 1000;
    if (file.assertionResults.length === 0) troubles.push(`${path} holds no test that ran`);
    else if (file.status !== "passed" && file.assertionResults.every((test) => test.status === "passed")) {
      troubles.push(`${path} failed outside its tests`);
    }
    for (const test of file.assertionResults) {
      if (test.status === "passed") counts.passed++;
      else if (test.status === "failed") counts.failed++;
      else counts.skipped++;
    }
  }
  if (counts.failed > 0) troubles.unshift(`${counts.failed} of ${counts.failed + counts.passed} tests failed`);
  if (counts.skipped > 0) troubles.push(`${counts.skipped} tests skipped`);
  const passed = troubles.length === 0 && counts.passed > 0;
  const shown = troubles.length > 3 ? [...troubles.slice(0, 3), `and ${troubles.length - 3} more`] : troubles;
  return {
    check,
    passed,
    seconds: byPath.size === 0 ? undefined : seconds,
    verdict: passed ? `${counts.passed} tests in ${paths.length} files` : shown.join("; "),
  };
}

/** @param {string} name @param {string} root */
function relative(name, root) {
  const slashed = name.replaceAll("\\", "/");
  const base = `${root.replaceAll("\\", "/")}/`;
  return slashed.startsWith(base) ? slashed.slice(base.length) : slashed;
}
