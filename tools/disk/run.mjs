// A study whose file system fails it midway, and goes on: node tools/disk/run.mjs
// On a small file system of its own (tmpfs in a mount namespace, so no rights are needed and nothing else is touched): it fills up at twelve
// sizes, becomes read-only, or its folder vanishes. Each time the error must say so, nothing half-written may be left, and the study
// that goes on must end in the undisturbed bytes. The program `tiltak` meets a full disk too.

import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../lib/shell.mjs";
import { build } from "../setup.mjs";

const self = fileURLToPath(import.meta.url);
const inside = "TILTAK_DISK_NAMESPACE";

if (process.env[inside] !== "1") {
  const built = await build();
  if (built.code !== 0) {
    process.stderr.write(built.output);
    process.exit(1);
  }
  const { status } = spawnSync("unshare", ["--user", "--map-root-user", "--mount", process.execPath, self], {
    stdio: "inherit",
    env: { ...process.env, [inside]: "1" },
  });
  process.exit(status ?? 1);
}

const folder = mkdtempSync(join(tmpdir(), "tiltak-disk-"));
const disk = join(folder, "disk");
const child = join(root, "tools/kill/child.mjs");
const failures = /** @type {string[]} */ ([]);

/** @param {...string} args */
function mount(...args) {
  return spawnSync("mount", args, { encoding: "utf8" }).status === 0;
}

/** @param {string} size such as "200k" */
function makeDisk(size) {
  mkdirSync(disk, { recursive: true });
  if (!mount("-t", "tmpfs", "-o", `size=${size}`, "none", disk)) throw new Error("cannot mount a tmpfs here");
}

function dropDisk() {
  spawnSync("umount", ["-l", disk]);
}

/**
 * Run the study of tools/kill into a folder.
 *
 * @param {string} place
 * @param {{ after: number, act: () => void }} [disturbance] what happens once so many runs are done
 * @returns {Promise<{ code: number | null, said: string }>}
 */
function study(place, disturbance) {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, place, "1"], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    let told = "";
    let disturbed = false;
    running.stdout.on("data", (text) => {
      told += text;
      const done = Number(/(\d+)\/\d+\n$/.exec(told)?.[1] ?? 0);
      if (disturbance === undefined || disturbed || done < disturbance.after) return;
      disturbed = true;
      disturbance.act();
    });
    running.stderr.on("data", (text) => {
      said += text;
    });
    running.on("error", reject);
    running.on("exit", (code) => resolve({ code, said }));
  });
}

/** @param {string} place */
const estimates = (place) => readFileSync(join(place, "estimates.json"), "utf8");

/**
 * Check what a disturbed study left and that it goes on to the undisturbed bytes.
 *
 * @param {string} what
 * @param {{ code: number | null, said: string }} outcome
 * @param {string} error the code that it must name
 * @param {() => void} mend
 */
async function check(what, outcome, error, mend) {
  const place = join(disk, "run");
  const problems = [];
  if (outcome.code === 0) problems.push("it was not disturbed");
  else if (!outcome.said.includes(error)) problems.push(`it said ${outcome.said.trim().split("\n")[0]}`);
  mend();
  const left = existsSync(place) ? readdirSync(place, { recursive: true }).map(String) : [];
  const halves = left.filter((name) => name.endsWith(".part"));
  // A file system that became read-only cannot be tidied; the next process does it.
  if (halves.length > 0 && error !== "store-unwritable") problems.push(`left ${halves.join(", ")}`);
  const kept = left.filter((name) => /part-\d+\.parquet$/.test(name)).length;
  const again = await study(place);
  if (again.code !== 0) problems.push(`does not go on: ${again.said.trim().split("\n")[0]}`);
  else if (estimates(place) !== expected) problems.push("OTHER BYTES");
  else if (readdirSync(place, { recursive: true }).some((name) => String(name).endsWith(".part"))) {
    problems.push("still half-written files");
  }
  process.stdout.write(
    `${what}: ${error}, ${kept} chunks kept; ${problems.length === 0 ? "the same bytes" : problems.join("; ")}\n`,
  );
  if (problems.length > 0) failures.push(what);
}

let expected = "";
try {
  const whole = join(folder, "whole");
  await study(whole);
  expected = estimates(whole);
  for (const size of [16, 32, 48, 64, 80, 96, 112, 128, 144, 160, 192, 224]) {
    makeDisk(`${size}k`);
    const outcome = await study(join(disk, "run"));
    await check(`disk of ${size} kB`, outcome, "store-full", () => mount("-o", "remount,size=64m", disk));
    dropDisk();
  }
  for (const after of [20, 90, 200]) {
    makeDisk("64m");
    const outcome = await study(join(disk, "run"), {
      after,
      // Refused while a file is open for writing: then try again at once.
      act: () => {
        for (let attempt = 0; attempt < 1000 && !mount("-o", "remount,ro", disk); attempt += 1);
      },
    });
    await check(`read-only after ${after} runs`, outcome, "store-unwritable", () => mount("-o", "remount,rw", disk));
    dropDisk();
  }
  for (const after of [20, 90, 200]) {
    makeDisk("64m");
    const outcome = await study(join(disk, "run"), {
      after,
      // Moved away in one step, since removing races with what is being written.
      act: () => renameSync(join(disk, "run"), join(disk, "gone")),
    });
    // Whichever is met first: the lock that is gone, or the folder.
    const error = outcome.said.includes("store-lock-lost") ? "store-lock-lost" : "store-vanished";
    await check(`folder vanished after ${after} runs`, outcome, error, () => undefined);
    dropDisk();
  }
  const design = join(folder, "design.yaml");
  writeFileSync(
    design,
    "scenarios: [baseline]\nyears: 2\nreplications: 2\nseed: disk\ndesign: { method: sobol, points: 4 }\nparameters:\n  waiting.surplus-arrivals-per-year: pert(100, 600, 1500)\n",
  );
  const tiltak = (/** @type {string[]} */ ...args) =>
    spawnSync(
      process.execPath,
      [join(root, "packages/cli/bin/tiltak.js"), ...args, "--lang", "en", "--quiet", "--workers", "1"],
      {
        encoding: "utf8",
        maxBuffer: 1 << 28,
      },
    );
  const into = (/** @type {string} */ place) => [
    "sweep",
    "run",
    design,
    "--keep-every",
    "0",
    "--format",
    "json",
    "--out",
    place,
  ];
  const undisturbed = tiltak(...into(join(folder, "sweep")));
  const needed = (/** @type {string} */ name) => statSync(join(folder, "sweep", name)).size / 1024;
  // Room for the manifest alone, then for all but half of the estimates.
  const sizes = [needed("manifest.json") + 60, 2 * needed("manifest.json") + 200 + needed("estimates.json") / 2];
  for (const kilobytes of sizes.map(Math.round)) {
    makeDisk(`${kilobytes}k`);
    const full = tiltak(...into(join(disk, "sweep")));
    const says = full.stderr.includes("the disk is full; free some space and resume");
    mount("-o", "remount,size=64m", disk);
    const resumed = tiltak("resume", join(disk, "sweep"), "--format", "json");
    const same = resumed.stdout === undisturbed.stdout && undisturbed.status === 0;
    process.stdout.write(
      `tiltak sweep on a disk of ${kilobytes} kB: exit code ${full.status}, ${says ? "says so" : full.stderr.trim()}; ` +
        `resumed: ${same ? "the same bytes" : `OTHER BYTES ${resumed.stderr.trim()}`}\n`,
    );
    if (full.status !== 3 || !says || !same) failures.push(`tiltak sweep on ${kilobytes} kB`);
    dropDisk();
  }
} finally {
  dropDisk();
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(
  failures.length === 0 ? "all went on to the undisturbed bytes\n" : `FAILED: ${failures.join(", ")}\n`,
);
process.exitCode = failures.length === 0 ? 0 : 1;
