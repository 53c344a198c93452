// Plant each fault of faults.mjs in a copy of the sources and see that the tests it names catch it.
//   node tools/faults/run.mjs            all
//   node tools/faults/run.mjs TEXT       those whose name or file contains TEXT
// Two copies, one fault at a time in each, one vitest process per fault. Before that the named tests must pass without faults.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, run } from "../lib/shell.mjs";
import { copySources } from "./copy.mjs";
import { faults as committed } from "./faults.mjs";

const limitSeconds = 240;
const config = "tools/faults/vitest.config.ts";

/** @typedef {import("./faults.mjs").Fault} Fault */

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
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  try {
    const lanes = Array.from({ length: Math.min(options.lanes ?? 2, plantable.length) }, (_, i) =>
      join(folder, String(i)),
    );
    for (const lane of lanes) {
      mkdirSync(lane);
      copySources(from, lane);
    }
    const tests = [...new Set(plantable.flatMap((fault) => fault.tests))];
    const sound = await vitest(lanes[0] ?? "", tests, [], 4 * limitSeconds);
    if (sound.kind !== "green") {
      return [...troubles, `without any fault the named tests do not pass (${sound.kind}):\n${sound.output}`];
    }
    const waiting = [...plantable];
    await Promise.all(
      lanes.map(async (lane) => {
        for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift()) {
          const trouble = await plantOne(fault, lane);
          say(`${trouble === undefined ? "caught  " : "SURVIVED"} ${fault.name}`);
          if (trouble !== undefined) troubles.push(trouble);
        }
      }),
    );
    return troubles;
  } finally {
    rmSync(folder, { recursive: true, force: true });
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

/** @param {Fault} fault @param {string} lane @returns {Promise<string | undefined>} */
async function plantOne(fault, lane) {
  const file = join(lane, fault.file);
  const sound = readFileSync(file, "utf8");
  // A function as replacement: "$&" in the fault must stay "$&".
  writeFileSync(
    file,
    sound.replace(fault.find, () => fault.replace),
  );
  try {
    // A test that waits for ever must fail before the run is ended.
    const { kind, output } = await vitest(lane, fault.tests, ["--bail=1", "--testTimeout=30000"]);
    if (kind === "red" || (kind === "ended" && fault.hangs === true)) return undefined;
    if (kind === "green") return `"${fault.name}" survived ${fault.tests.join(", ")}`;
    if (kind === "ended") return `"${fault.name}": the tests did not end within ${limitSeconds} s`;
    return `"${fault.name}": no test ran, so none failed:\n${output}`;
  } finally {
    writeFileSync(file, sound);
  }
}

/**
 * @param {string} lane root of a copy
 * @param {readonly string[]} tests
 * @param {readonly string[]} flags
 * @param {number} [limit] seconds
 * @returns {Promise<{ kind: "green" | "red" | "ended" | "broken", output: string }>} red: a test ran and failed
 */
async function vitest(lane, tests, flags, limit = limitSeconds) {
  const report = join(lane, "vitest-report.json");
  rmSync(report, { force: true });
  const outcome = await run(
    [
      "node",
      join(lane, "node_modules/vitest/vitest.mjs"),
      "run",
      "--maxWorkers=1",
      "--reporter=json",
      "--reporter=default",
      `--outputFile.json=${report}`,
      ...(existsSync(join(lane, config)) ? [`--config=${config}`] : []),
      ...flags,
      ...tests,
    ],
    { cwd: lane, limitSeconds: limit },
  );
  if (outcome.timedOut) return { kind: "ended", output: outcome.output };
  const text = read(report);
  const result = text === undefined ? undefined : JSON.parse(text);
  if (result === undefined) return { kind: "broken", output: outcome.output };
  if (result.numFailedTests > 0) return { kind: "red", output: outcome.output };
  if (outcome.code === 0 && result.numPassedTests > 0) return { kind: "green", output: outcome.output };
  return { kind: "broken", output: outcome.output };
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
