// A copy of the sources in which faults can be planted: files copied, node_modules linked, workspace packages pointing into the copy.
// The working tree is only read.

import { copyFileSync, existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { sourceFiles } from "../lib/files.mjs";

/**
 * Copy the sources of the repository.
 *
 * @param {string} from absolute path of the repository
 * @param {string} to absolute path of an empty folder
 */
export function copySources(from, to) {
  const files = sourceFiles(from);
  for (const path of files) {
    if (path.startsWith("batteries/") || path.startsWith("bench/runs/")) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    copyFileSync(join(from, path), join(to, path));
  }
  const packages = files
    .filter((path) => path === "package.json" || path.endsWith("/package.json"))
    .map((path) => dirname(path));
  for (const folder of packages) {
    const modules = join(from, folder, "node_modules");
    if (existsSync(modules)) linkModules(modules, join(to, folder, "node_modules"), from, to);
  }
  for (const folder of packages) {
    const dist = join(from, folder, "dist");
    if (existsSync(dist)) symlinkSync(dist, join(to, folder, "dist"));
  }
}

/**
 * @param {string} modules node_modules of the repository
 * @param {string} target node_modules of the copy
 * @param {string} from
 * @param {string} to
 */
function linkModules(modules, target, from, to) {
  mkdirSync(target, { recursive: true });
  for (const entry of readdirSync(modules)) {
    if (entry.startsWith(".") && entry !== ".bin") continue;
    const path = join(modules, entry);
    if (entry.startsWith("@")) {
      linkModules(path, join(target, entry), from, to);
      continue;
    }
    const real = realpathSync(path);
    const inside = relative(from, real).replaceAll("\\", "/");
    const ofWorkspace =
      !inside.startsWith("..") && !inside.startsWith("node_modules/") && !inside.includes("/node_modules");
    symlinkSync(ofWorkspace ? join(to, inside) : real, join(target, entry));
  }
}
