// Plant each fault of faults.mjs in a copy of the sources and see that the tests it names catch it.
//   node tools/faults/run.mjs            all
//   node tools/faults/run.mjs TEXT       those whose name or file contains TEXT
// Two copies with a warm vitest in each, one fault at a time. Before that the named tests must pass without faults.

import { fork } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { endGroup, root } from "../lib/shell.mjs";
import { copySources } from "./copy.mjs";
import { faults as committed } from "./faults.mjs";

const program = fileURLToPath(new URL("lane.mjs", import.meta.url));
const limitSeconds = 240;
/** A test that waits for ever must fail before the run is ended. */
const timeoutSeconds = 30;

/** @typedef {import("./faults.mjs").Fault} Fault */
/** @typedef {import("./lane.mjs").Errand} Errand */
/** @typedef {import("./lane.mjs").Answer | { kind: "ended", output: string }} Answer */

/**
 * Plant faults and report each that nobody caught.
 *
 * @param {readonly Fault[]} faults
 * @param {{ root?: string, lanes?: number, say?: (line: string) => void }} [options]
 * @returns {Promise<string[]>} one sentence per trouble; empty when every fault was caught
 */
export async function plant(faults, options = {}) {
  const from = options.root ?? root;
  const say = options.say ?? (() => undefined);
  const troubles = faults.flatMap((fault) => misfit(fault, from));
  const plantable = faults.filter((fault) => misfit(fault, from).length === 0);
  if (plantable.length === 0) return troubles;
  const folder = mkdtempSync(join(tmpdir(), "tiltak-faults-"));
  const lanes = /** @type {Lane[]} */ ([]);
  const clear = () => {
    for (const lane of lanes) lane.end();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", clear);
  try {
    const count = Math.min(options.lanes ?? 2, plantable.length);
    for (let i = 0; i < count; i++) lanes.push(new Lane(join(folder, String(i))));
    for (const lane of lanes) copySources(from, lane.folder);
    const unsound = await inLanes(lanes, soundRuns(plantable), async (lane, errand) => {
      const { kind, output } = await lane.carryOut(errand, 4);
      return kind === "green" ? [] : [`without any fault the named tests do not pass (${kind}):\n${output}`];
    });
    if (unsound.length > 0) return [...troubles, ...unsound];
    const survived = await inLanes(lanes, plantable, async (lane, fault) => {
      const started = performance.now();
      const { trouble, by } = await plantOne(fault, lane);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      say(
        trouble === undefined
          ? `caught   ${fault.name} (${seconds} s${by === undefined ? "" : `, by: ${by}`})`
          : `SURVIVED ${fault.name}`,
      );
      return trouble === undefined ? [] : [trouble];
    });
    return [...troubles, ...survived];
  } finally {
    process.off("exit", clear);
    clear();
  }
}

/** @param {Fault} fault @param {string} from @returns {string[]} why the fault cannot be planted */
function misfit(fault, from) {
  const text = read(join(from, fault.file));
  if (text === undefined) return [`"${fault.name}": ${fault.file} does not exist`];
  const count = text.split(fault.find).length - 1;
  const missing = fault.tests.filter((test) => read(join(from, test)) === undefined);
  return [
    ...(count === 1 ? [] : [`"${fault.name}": the text to find occurs ${count} times in ${fault.file}, not once`]),
    ...(fault.find === fault.replace ? [`"${fault.name}": the replacement changes nothing`] : []),
    ...(fault.tests.length === 0 ? [`"${fault.name}": names no test`] : []),
    ...missing.map((test) => `"${fault.name}": ${test} does not exist`),
  ];
}

/**
 * What must pass before any fault is planted: each named test, once.
 *
 * @param {readonly Fault[]} faults
 * @returns {Omit<Errand, "changed">[]}
 */
function soundRuns(faults) {
  const files = new Map();
  for (const { tests, by } of faults) {
    for (const test of tests) {
      const named = files.get(test) ?? new Set();
      files.set(test, named.add(by));
    }
  }
  return [...files].map(([test, named]) => ({
    tests: [test],
    named: named.has(undefined) ? [] : [...named],
    timeoutSeconds: limitSeconds,
  }));
}

/** @param {Fault} fault @param {Lane} lane @returns {Promise<{ trouble?: string, by?: string }>} */
async function plantOne(fault, lane) {
  const file = join(lane.folder, fault.file);
  const sound = readFileSync(file, "utf8");
  // A function as replacement: "$&" in the fault must stay "$&".
  lane.write(
    fault.file,
    sound.replace(fault.find, () => fault.replace),
  );
  try {
    const answer = await lane.carryOut({
      tests: fault.tests,
      named: fault.by === undefined ? [] : [fault.by],
      timeoutSeconds,
    });
    const { kind, output } = answer;
    if (kind === "red") return { by: answer.failed[0] };
    if (kind === "ended" && fault.hangs === true) return {};
    if (kind === "green")
      return {
        trouble: `"${fault.name}" survived ${[...fault.tests, ...(fault.by === undefined ? [] : [fault.by])].join(", ")}`,
      };
    if (kind === "ended") return { trouble: `"${fault.name}": the tests did not end within ${limitSeconds} s` };
    return { trouble: `"${fault.name}": no test ran, so none failed:\n${output}` };
  } finally {
    lane.write(fault.file, sound);
  }
}

/** A copy of the sources and the process that runs tests in it. */
class Lane {
  /** @type {import("node:child_process").ChildProcess | undefined} */
  #child;
  /** @type {Set<string>} */
  #changed = new Set();

  /** @param {string} folder root of the copy */
  constructor(folder) {
    this.folder = folder;
    mkdirSync(folder);
  }

  /** @param {string} path relative @param {string} text */
  write(path, text) {
    writeFileSync(join(this.folder, path), text);
    this.#changed.add(path);
  }

  /**
   * Run tests. A process that does not answer in time is ended, and the next errand begins a new one.
   *
   * @param {Omit<Errand, "changed">} errand
   * @param {number} [patience] how often the limit may pass
   * @returns {Promise<Answer>}
   */
  carryOut(errand, patience = 1) {
    const windows = process.platform === "win32";
    // An own process group, so that the limit also ends the workers.
    this.#child ??= fork(program, { cwd: this.folder, detached: !windows, silent: true, execArgv: [] });
    const child = this.#child;
    const changed = [...this.#changed];
    this.#changed.clear();
    return new Promise((resolve) => {
      let said = "";
      const listen = (/** @type {Buffer} */ chunk) => {
        said += chunk.toString("utf8");
      };
      const settle = (/** @type {Answer} */ answer) => {
        clearTimeout(timer);
        child.removeAllListeners();
        child.stdout?.off("data", listen);
        child.stderr?.off("data", listen);
        resolve(answer);
      };
      const timer = setTimeout(
        () => {
          this.end();
          settle({ kind: "ended", output: said });
        },
        1000 * patience * limitSeconds,
      );
      child.stdout?.on("data", listen);
      child.stderr?.on("data", listen);
      child.once("message", (answer) => settle(/** @type {Answer} */ (answer)));
      child.once("exit", () => {
        this.#child = undefined;
        settle({ kind: "broken", failed: [], passed: 0, output: said });
      });
      child.send({ ...errand, changed });
    });
  }

  /** End the process. */
  end() {
    if (this.#child !== undefined) endGroup(this.#child);
    this.#child = undefined;
  }
}

/**
 * Work through a list, one thing at a time in each lane.
 *
 * @template T, U
 * @param {readonly Lane[]} lanes
 * @param {readonly T[]} list
 * @param {(lane: Lane, one: T) => Promise<U[]>} work
 * @returns {Promise<U[]>} all results together
 */
async function inLanes(lanes, list, work) {
  const waiting = [...list];
  const results = /** @type {U[]} */ ([]);
  await Promise.all(
    lanes.map(async (lane) => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift())
        results.push(...(await work(lane, one)));
    }),
  );
  return results;
}

/** @param {string} path @returns {string | undefined} */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const text = process.argv[2] ?? "";
  const chosen = committed.filter((fault) => `${fault.name} ${fault.file}`.includes(text));
  const troubles = await plant(chosen, { say: (line) => process.stdout.write(`${line}\n`) });
  for (const trouble of troubles) process.stdout.write(`${trouble}\n`);
  if (chosen.length === 0) process.stdout.write("no fault is planted\n");
  else process.stdout.write(`checked ${chosen.length} planted faults, ${troubles.length} not caught\n`);
  process.exitCode = troubles.length === 0 && chosen.length > 0 ? 0 : 1;
}
