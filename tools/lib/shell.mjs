// Start a program, keep what it prints, and stop it after a limit.
// Every tool of the house goes through this file, so that a hung program can never hang a check.

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The root of the repository, without a slash at the end. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

// The children live in groups of their own, so Ctrl-C reaches only this process: leave by process.exit, which ends them.
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));

/**
 * @typedef {object} Outcome
 * @property {number | null} code exit code; null when a signal ended the program
 * @property {boolean} timedOut true when the limit ended it
 * @property {string} output standard output and standard error in the order of arrival
 * @property {number} seconds wall-clock time
 */

/**
 * Run a program to its end and return what it printed.
 *
 * @param {readonly string[]} command program and arguments; "node" means this very Node
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, limitSeconds?: number, show?: boolean }} [options]
 *   `show` copies the output to standard error as it comes
 * @returns {Promise<Outcome>} never rejects: a program that cannot be started has code 127
 */
export function run(command, options = {}) {
  const [program = "", ...args] = command;
  const started = performance.now();
  return new Promise((resolve) => {
    const windows = process.platform === "win32";
    const child = spawn(program === "node" ? process.execPath : program, args, {
      cwd: options.cwd ?? root,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      shell: windows && program !== "node",
      // An own process group, so that the limit also ends the grandchildren.
      detached: !windows,
    });
    let output = "";
    let timedOut = false;
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString("utf8");
      if (options.show) process.stderr.write(chunk);
    };
    const end = () => endGroup(child);
    const timer =
      options.limitSeconds === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            end();
          }, options.limitSeconds * 1000);
    process.once("exit", end);
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const finish = (/** @type {number | null} */ code) => {
      clearTimeout(timer);
      process.off("exit", end);
      resolve({ code, timedOut, output, seconds: (performance.now() - started) / 1000 });
    };
    child.once("error", (error) => {
      output += `${error.message}\n`;
      finish(127);
    });
    child.once("close", (code) => finish(code));
  });
}

/**
 * End a program and all that it started.
 *
 * @param {import("node:child_process").ChildProcess} child begun with `detached`, except on Windows
 */
export function endGroup(child) {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // Already gone.
  }
}

/**
 * The command that starts a tool which a dependency of the root installs.
 *
 * @param {string} name for instance "vitest"
 * @returns {string[]} a command for {@link run}
 */
export function installed(name) {
  const file = `${root}/node_modules/.bin/${name}`;
  return [process.platform === "win32" ? `${file}.cmd` : file];
}
