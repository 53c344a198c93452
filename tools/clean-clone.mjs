// The two commands as a stranger meets them: a fresh clone, an empty HOME, nothing but Node and npm.
// Clones what is committed, runs npm start in one clone and .ci/run in another, and npx tiltak after each. A battery.

import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { root, run } from "./lib/shell.mjs";

/** Stated in the README. */
const startLimitSeconds = 240;

const folder = mkdtempSync(join(tmpdir(), "tiltak-clone-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const troubles = /** @type {string[]} */ ([]);

for (const [name, command] of /** @type {const} */ ([
  ["start", ["npm", "start"]],
  ["test", [".ci/run"]],
])) {
  const clone = join(folder, name);
  const home = join(folder, `${name}-home`);
  mkdirSync(home);
  await must(["git", "clone", "--quiet", root, clone], folder, process.env);
  const env = strangersEnvironment(home);
  const outcome = await run(command, { cwd: clone, env, show: true, limitSeconds: 1500 });
  print(`${command.join(" ")}: exit code ${outcome.code} after ${outcome.seconds.toFixed(0)} s`);
  if (outcome.code !== 0) troubles.push(`${command.join(" ")} failed`);
  const lines = outcome.output.trimEnd().split("\n");
  if (name === "start") {
    if (outcome.seconds > startLimitSeconds) troubles.push(`npm start took more than ${startLimitSeconds} s`);
    const last = (lines.at(-1) ?? "").trim();
    const report = isAbsolute(last) ? last : join(clone, last);
    if (!last.endsWith(".html") || !existsSync(report))
      troubles.push(`the last line of npm start is no report: ${last}`);
  } else if (!lines.some((line) => /^\d+ passed, 0 failed$/.test(line)))
    troubles.push('npm test has no line "N passed, 0 failed"');
  for (const args of [["list"], ["explain", "baseline"]]) {
    const program = await run(["npx", "tiltak", ...args], { cwd: clone, env, limitSeconds: 60 });
    print(`npx tiltak ${args.join(" ")}: exit code ${program.code}`);
    if (program.code !== 0)
      troubles.push(`npx tiltak ${args.join(" ")} failed after ${command.join(" ")}:\n${program.output}`);
  }
}
for (const trouble of troubles) print(`FAILED: ${trouble}`);
process.exitCode = troubles.length === 0 ? 0 : 1;

/**
 * Only Node, npm and the system's own programs on the path, no settings of ours.
 *
 * @param {string} home
 * @returns {NodeJS.ProcessEnv}
 */
function strangersEnvironment(home) {
  const kept = [
    "NODE_EXTRA_CA_CERTS",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NO_PROXY",
    "https_proxy",
    "http_proxy",
    "no_proxy",
  ];
  const env = Object.fromEntries(
    kept.flatMap((key) => (process.env[key] === undefined ? [] : [[key, process.env[key]]])),
  );
  return { ...env, HOME: home, PATH: [dirname(process.execPath), "/usr/bin", "/bin"].join(":"), LANG: "C.UTF-8" };
}

/** @param {readonly string[]} command @param {string} cwd @param {NodeJS.ProcessEnv} env */
async function must(command, cwd, env) {
  const outcome = await run(command, { cwd, env, limitSeconds: 120 });
  if (outcome.code !== 0) throw new Error(`${command.join(" ")}:\n${outcome.output}`);
}

/** @param {string} text */
function print(text) {
  process.stdout.write(`${text}\n`);
}
