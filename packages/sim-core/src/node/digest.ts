// Digests: SHA-256 as hexadecimal text, of bytes and of a model's code.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Give the SHA-256 of text (as UTF-8) or bytes, as 64 hexadecimal digits. */
export function digestOf(contents: string | Uint8Array): string {
  return createHash("sha256").update(contents).digest("hex");
}

const importPattern = /(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g;

/**
 * Give the SHA-256 of a model's code: its module and every module that it reaches by relative imports, each with its path
 * relative to the first. Packages from elsewhere are left out (the manifest names their versions).
 *
 * @param module URL of the module
 * @returns the digest; undefined for a module that is no file
 */
export async function codeDigest(module: string): Promise<string | undefined> {
  if (!module.startsWith("file:")) return undefined;
  const root = dirname(fileURLToPath(module));
  const found = new Map<string, string>();
  const waiting = [module];
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    const name = relative(root, fileURLToPath(url)).replaceAll("\\", "/");
    if (found.has(name)) continue;
    const code = await readFile(fileURLToPath(url), "utf8").catch(() => undefined);
    if (code === undefined) continue;
    found.set(name, code);
    for (const [, target] of code.matchAll(importPattern))
      waiting.push(new URL(target, pathToFileURL(fileURLToPath(url))).href);
  }
  const parts = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, code]) => [name, digestOf(code)]);
  return digestOf(JSON.stringify(parts));
}
