// Kill a study with SIGKILL at many moments, resume each, and compare with the bytes of a study that nobody disturbed.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const child = fileURLToPath(new URL("child.mjs", import.meta.url));
const limitMilliseconds = 120_000;

/**
 * @typedef {object} Kill
 * @property {number} wanted share of the runs that were to be done when the kill came
 * @property {number} done runs done as far as the study had said
 * @property {boolean} killed whether the kill came before the end
 * @property {boolean} torn whether a file that was being written was left behind
 * @property {boolean} same whether the resumed study gave the undisturbed bytes
 */

/**
 * Run the study, and kill it once it says that a share of its runs is done.
 *
 * @param {string[]} args of the child
 * @param {number} [killAt] share of the runs; not killed when left out
 * @param {string} [written] folder: the kill waits until a file begins to be written there
 * @returns {Promise<{ killed: boolean, done: number }>}
 */
function study(args, killAt, written) {
  return new Promise((resolve, reject) => {
    let reached = false;
    if (written !== undefined) mkdirSync(written, { recursive: true });
    const watcher =
      written === undefined
        ? undefined
        : watch(written, (_, name) => {
            if (reached && name?.endsWith(".part") === true) running.kill("SIGKILL");
          });
    const running = spawn(process.execPath, [child, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let done = 0;
    let errors = "";
    const limit = setTimeout(() => running.kill("SIGKILL"), limitMilliseconds);
    if (killAt === 0) running.kill("SIGKILL");
    running.stderr.on("data", (/** @type {Buffer} */ text) => {
      errors += text.toString("utf8");
    });
    running.stdout.on("data", (/** @type {Buffer} */ text) => {
      const [now = 0, total = 1] = (text.toString("utf8").trim().split("\n").at(-1) ?? "").split("/").map(Number);
      done = now;
      if (killAt === undefined || now / total < killAt) return;
      reached = true;
      if (watcher === undefined) running.kill("SIGKILL");
    });
    running.on("error", reject);
    running.on("close", (code, signal) => {
      clearTimeout(limit);
      watcher?.close();
      if (code === 0 || (signal === "SIGKILL" && killAt !== undefined)) resolve({ killed: signal === "SIGKILL", done });
      else reject(new Error(`the study ended with ${code ?? signal}: ${errors}`));
    });
  });
}

/**
 * Kill and resume.
 *
 * @param {number} kills how many moments, spread evenly from the first run to the last
 * @param {{ workers?: number, twice?: boolean, inWrites?: boolean }} [options] `twice`: the resumed study is killed too,
 *   half-way through what is left; `inWrites`: each kill waits for the next chunk to be written
 * @returns {Promise<Kill[]>}
 */
export async function killAndResume(kills, options = {}) {
  const workers = String(options.workers ?? 1);
  const folder = mkdtempSync(join(tmpdir(), "tiltak-kill-"));
  const bytes = (/** @type {string} */ run) => readFileSync(join(folder, run, "estimates.json"));
  try {
    await study([join(folder, "undisturbed"), "1"]);
    const wanted = bytes("undisturbed");
    /** @type {Kill[]} */
    const out = [];
    for (let k = 0; k < kills; k += 1) {
      const at = (k + 0.5) / kills;
      const run = join(folder, `run-${k}`);
      const written = options.inWrites === true ? join(run, "observations") : undefined;
      const { killed, done } = await study([run, workers], at, written);
      const torn = killed && partsIn(run);
      if (options.twice === true) await study([run, workers], at + (1 - at) / 2);
      await study([run, workers]);
      out.push({ wanted: at, done, killed, torn, same: bytes(`run-${k}`).equals(wanted) });
      rmSync(run, { recursive: true });
    }
    return out;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tell whether a file that was being written is left. @param {string} folder */
function partsIn(folder) {
  try {
    return readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith(".part"));
  } catch {
    return false;
  }
}
