// The files of the repository, found by patterns, and one digest over them.
// Walks the folders itself: neither git nor a newer Node's fs.glob is needed.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./shell.mjs";

const notSources = new Set(["node_modules", "dist", ".git", "tiltak-runs", "coverage", ".stryker-tmp", "reports"]);

/**
 * List all source files below a folder.
 *
 * @param {string} [folder] absolute path; the root of the repository when left out
 * @returns {string[]} paths relative to the folder, with forward slashes, sorted by code unit
 */
export function sourceFiles(folder = root) {
  const found = /** @type {string[]} */ ([]);
  const walk = (/** @type {string} */ relative) => {
    for (const entry of readdirSync(join(folder, relative), { withFileTypes: true })) {
      if (notSources.has(entry.name)) continue;
      const path = relative === "" ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() && !entry.name.endsWith(".tsbuildinfo")) found.push(path);
    }
  };
  walk("");
  return found.sort();
}

/**
 * Translate a pattern of `*`, `**`, `?` and `{a,b}` into a regular expression over whole relative paths.
 *
 * @param {string} pattern for instance "packages/*\/src/**\/*.test.ts"; `**` spans any number of folders
 * @returns {RegExp}
 */
export function globToRegExp(pattern) {
  let source = "";
  let braces = 0;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    if (c === "*" && pattern.charAt(i + 1) === "*") {
      const slash = pattern.charAt(i + 2) === "/";
      source += slash ? "(?:[^/]+/)*" : ".*";
      i += slash ? 2 : 1;
    } else if (c === "*") source += "[^/]*";
    else if (c === "?") source += "[^/]";
    else if (c === "{") {
      source += "(?:";
      braces++;
    } else if (c === "}" && braces > 0) {
      source += ")";
      braces--;
    } else if (c === "," && braces > 0) source += "|";
    else source += c.replace(/[.+^$()|[\]\\{}]/, "\\$&");
  }
  return new RegExp(`^${source}$`);
}

/**
 * Keep the paths that a list of patterns selects.
 *
 * @param {readonly string[]} paths relative paths
 * @param {readonly string[]} patterns a pattern that begins with "!" takes paths away again
 * @returns {string[]}
 */
export function select(paths, patterns) {
  const takes = patterns.filter((pattern) => !pattern.startsWith("!")).map(globToRegExp);
  const drops = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => globToRegExp(pattern.slice(1)));
  return paths.filter((path) => takes.some((take) => take.test(path)) && !drops.some((drop) => drop.test(path)));
}

/**
 * Compute one digest over names and contents of files.
 *
 * @param {readonly string[]} paths relative to the folder; their order does not matter
 * @param {string} [folder] absolute path; the root of the repository when left out
 * @returns {string} the first 16 hexadecimal digits of a SHA-256
 */
export function digestOf(paths, folder = root) {
  const hash = createHash("sha256");
  for (const path of [...paths].sort()) {
    const content = createHash("sha256")
      .update(readFileSync(join(folder, path)))
      .digest("hex");
    hash.update(`${path}\n${content}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}
