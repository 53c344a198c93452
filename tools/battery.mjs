// Run one long battery of tools/batteries.mjs and write its dated log: node tools/battery.mjs NAME
// The log goes to batteries/NAME/DATE.log (UTC; a second run on one day replaces the first) and is committed.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { batteries } from "./batteries.mjs";
import { formatLog, readHead, standingOf, withoutPaths } from "./lib/battery-log.mjs";
import { digestOf, select, sourceFiles } from "./lib/files.mjs";
import { available } from "./lib/needs.mjs";
import { root, run } from "./lib/shell.mjs";
import { install } from "./setup.mjs";

/**
 * Say for each battery whether its latest log still speaks for the sources.
 *
 * @param {string} [folder] root of the repository
 * @param {readonly import("./batteries.mjs").Battery[]} [list]
 * @returns {string[]} one line per battery
 */
export function batteryLines(folder = root, list = batteries) {
  const files = sourceFiles(folder);
  return list.map((battery) => {
    const log = latestLog(folder, battery.name);
    const head = log === undefined ? undefined : readHead(readFileSync(log, "utf8"));
    const standing = standingOf(head, digestOf(select(files, battery.covers), folder));
    const when = head === undefined ? "" : ` (${head.date.slice(0, 10)}, ${head.outcome})`;
    return `battery ${battery.name}: ${standing}${when}${standing === "passed" ? "" : `; npm run battery:${battery.name}`}`;
  });
}

/** @param {string} folder @param {string} name @returns {string | undefined} absolute path of the latest log */
function latestLog(folder, name) {
  const logs = join(folder, "batteries", name);
  if (!existsSync(logs)) return undefined;
  const latest = readdirSync(logs)
    .filter((file) => file.endsWith(".log"))
    .sort()
    .at(-1);
  return latest === undefined ? undefined : join(logs, latest);
}

/** @param {string | undefined} name @returns {Promise<number>} exit code */
async function main(name) {
  const battery = batteries.find((candidate) => candidate.name === name);
  if (battery === undefined) {
    process.stderr.write(`No battery "${name ?? ""}". There are: ${batteries.map((one) => one.name).join(", ")}.\n`);
    return 2;
  }
  await install({ show: true });
  const able = await available();
  const missing = (battery.needs ?? []).filter((need) => !able.has(need));
  if (missing.length > 0) {
    process.stderr.write(`not run: needs ${missing.join(" / ")}\n`);
    return 2;
  }
  const covered = () => digestOf(select(sourceFiles(), battery.covers));
  const digest = covered();
  const date = new Date().toISOString();
  const outcome = await run(battery.command, { show: true, limitSeconds: battery.limitSeconds });
  const changed = covered() !== digest;
  const verdict = changed
    ? "void: the sources changed during the run"
    : outcome.timedOut
      ? `failed: ended after ${battery.limitSeconds} s`
      : outcome.code === 0
        ? "passed"
        : `failed: exit code ${outcome.code}`;
  const folder = join(root, "batteries", battery.name);
  mkdirSync(folder, { recursive: true });
  const text = formatLog(
    {
      battery: battery.name,
      date,
      command: battery.command.join(" "),
      digest,
      outcome: verdict,
      seconds: outcome.seconds.toFixed(1),
      machine: `${process.platform} ${process.arch}, ${availableParallelism()} cores, Node ${process.versions.node}`,
    },
    outcome.output,
  );
  writeFileSync(
    join(folder, `${date.slice(0, 10)}.log`),
    withoutPaths(text, [
      [root, "."],
      [homedir(), "~"],
      [tmpdir(), "TMP"],
    ]),
  );
  process.stdout.write(`${verdict}: batteries/${battery.name}/${date.slice(0, 10)}.log\n`);
  return verdict === "passed" ? 0 : 1;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main(process.argv[2]);
}
