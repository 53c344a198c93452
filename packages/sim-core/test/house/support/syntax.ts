// The sources of the repository as syntax trees, for tests that hold the house rules.
// TypeScript 7 has no programming interface, so oxc-parser reads the files: syntax only, no types.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { type Node, type ParseResult, parseSync } from "oxc-parser";

/** Absolute path of the repository. */
export const root: string = fileURLToPath(new URL("../../../../..", import.meta.url)).replace(/[\\/]$/, "");

const notSources = new Set(["node_modules", "dist", ".git", "tiltak-runs", "coverage", ".stryker-tmp", "reports"]);

/** List the files below a folder of the repository as sorted paths from the root; empty when the folder is not there. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  const found: string[] = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (notSources.has(entry.name)) continue;
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) found.push(...filesBelow(path));
    else if (entry.isFile()) found.push(path);
  }
  return found.sort();
}

/** List the TypeScript sources below a folder, without tests. */
export function sourcesBelow(folder: string): string[] {
  return filesBelow(folder).filter((path) => /\.tsx?$/.test(path) && !/\.(test|bench)\.ts$/.test(path));
}

/** A file with its syntax tree. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly parsed: ParseResult;
}

const cache = new Map<string, Source>();

/** Parse a file of the repository once. Throws when its syntax is broken. */
export function source(path: string): Source {
  const known = cache.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(join(root, path), "utf8");
  const parsed = parse(path, text);
  const fresh = { path, text, parsed };
  cache.set(path, fresh);
  return fresh;
}

/** Parse a text as the file of that name. Throws when its syntax is broken. */
export function parse(path: string, text: string): ParseResult {
  const parsed = parseSync(path, text);
  const [first] = parsed.errors;
  if (first !== undefined) throw new Error(`${path}: ${first.message}`);
  return parsed;
}

/** Tell the line of a position, counted from 1. */
export function lineAt(text: string, position: number): number {
  let line = 1;
  for (let i = text.indexOf("\n"); i !== -1 && i < position; i = text.indexOf("\n", i + 1)) line++;
  return line;
}

/** One import of a file: a statement, a re-export or a dynamic import with a literal. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
}

/** List what a file imports, in the order of the text. */
export function importsOf({ text, parsed }: Source): Import[] {
  const found = new Map<number, string>();
  for (const statement of parsed.module.staticImports) {
    found.set(statement.moduleRequest.start, statement.moduleRequest.value);
  }
  for (const statement of parsed.module.staticExports) {
    for (const { moduleRequest } of statement.entries) {
      if (moduleRequest !== null) found.set(moduleRequest.start, moduleRequest.value);
    }
  }
  for (const { moduleRequest } of parsed.module.dynamicImports) {
    const literal = /^["'`]([^"'`]*)["'`]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[1];
    if (literal !== undefined) found.set(moduleRequest.start, literal);
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([position, specifier]) => ({ specifier, line: lineAt(text, position) }));
}

/** Resolve a relative import of a file to a path from the root. */
export function resolveRelative(from: string, specifier: string): string {
  return posix.normalize(posix.join(dirname(from), specifier));
}

/** Visit every node of a tree, parents before children, with the chain of its parents (nearest last). */
export function walk(node: Node, visit: (node: Node, parents: readonly Node[]) => void, parents: Node[] = []): void {
  visit(node, parents);
  parents.push(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) walk(child, visit, parents);
    }
  }
  parents.pop();
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
