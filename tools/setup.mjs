// From a clean clone to a built repository: install what the lockfile names, then build. Both only when needed.
// The machine needs Node (see "engines" in package.json) and npm; pnpm comes pinned through npx and is not installed.

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { installed, root, run } from "./lib/shell.mjs";

const stampFile = join(root, "node_modules/.tiltak-setup");

/**
 * Refuse a Node that is too old, in one sentence.
 *
 * @throws {Error} with the version found and the version needed
 */
export function requireNode() {
  const needed = String(readJson("package.json").engines.node).replace(">=", "");
  const [needMajor = 0, needMinor = 0] = needed.split(".").map(Number);
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < needMajor || (major === needMajor && minor < needMinor)) {
    throw new Error(`Tiltak needs Node ${needed} or newer; this is Node ${process.versions.node}.`);
  }
}

/**
 * Install the dependencies that the lockfile names, unless they are there already.
 *
 * @param {{ show?: boolean }} [options] `show` copies the output of pnpm to standard error
 * @returns {Promise<boolean>} true when something was installed
 * @throws {Error} with the output of pnpm when it fails
 */
export async function install(options = {}) {
  requireNode();
  const stamp = installStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return false;
  const pnpm = `pnpm@${readJson("package.json").engines.pnpm}`;
  const npx = process.platform === "win32" ? "npx.cmd" : "npx";
  const outcome = await run([npx, "--yes", pnpm, "install", "--frozen-lockfile"], {
    show: options.show ?? false,
    limitSeconds: 900,
  });
  if (outcome.code !== 0) throw new Error(`${pnpm} install failed:\n${outcome.output}`);
  writeFileSync(stampFile, stamp);
  return true;
}

/**
 * Build every package: compile, drop what has no source any more, copy the data that the packages read.
 *
 * @returns {Promise<import("./lib/shell.mjs").Outcome>} code 0 when all compiled
 */
export async function build() {
  dropOrphans();
  return await run([...installed("tsc"), "-b"], { limitSeconds: 300 });
}

/** What the installed packages depend on: lockfile, manifests, Node's version and the platform. */
function installStamp() {
  const hash = createHash("sha256");
  const manifests = ["package.json", "examples/package.json", "bench/package.json"];
  for (const name of readdirSync(join(root, "packages")).sort()) manifests.push(`packages/${name}/package.json`);
  for (const path of ["pnpm-lock.yaml", "pnpm-workspace.yaml", ...manifests]) {
    if (existsSync(join(root, path))) hash.update(`${path}\n${readFileSync(join(root, path), "utf8")}\n`);
  }
  hash.update(`${process.platform} ${process.arch} ${process.versions.node.split(".")[0]}`);
  return hash.digest("hex");
}

/** Remove compiled files whose source is gone: tsc -b leaves them, and then only a clean clone shows the fault. */
function dropOrphans() {
  const packages = readdirSync(join(root, "packages")).map((name) => [`packages/${name}/dist`, `packages/${name}/src`]);
  for (const [dist = "", sources = ""] of [...packages, ["examples/dist", "examples"]]) {
    if (!existsSync(join(root, dist))) continue;
    for (const path of readdirSync(join(root, dist), { recursive: true }).map(String)) {
      const stem = /^(.*?)(?:\.js|\.js\.map|\.d\.ts|\.d\.ts\.map)$/.exec(path)?.[1];
      if (stem !== undefined && !existsSync(join(root, sources, `${stem}.ts`))) rmSync(join(root, dist, path));
    }
  }
}

/** @param {string} path relative to the root */
function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await install({ show: true });
    const outcome = await build();
    process.stdout.write(outcome.output);
    process.exitCode = outcome.code === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
