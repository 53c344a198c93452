// YAML from strangers, read with care: the size is looked at before the bytes, the bytes must be UTF-8, aliases cannot
// explode, names that touch prototypes are refused, and every value can be traced to its line. What comes out is plain
// data on objects without a prototype. Nothing here knows what a scenario is.

import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { InputError, type Problem } from "@tiltak/sim-core";
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
  type Scalar,
} from "yaml";

/** Largest file, in bytes. A scenario is a few thousand. */
export const largestFile: number = 1_000_000;
const mostValues = 20_000;
const mostAliases = 100;
const deepest = 40;
const forbiddenNames: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Where in a document: names of map entries and places in lists, from the top. */
export type Path = readonly (string | number)[];

/** A document that was read: its data, its name in messages, and where each value stands. */
export interface YamlText {
  readonly data: unknown;
  readonly file: string;
  /**
   * Find the line and column of a value, or of the nearest thing around it.
   * @param path where
   * @param part the value itself, or the name it stands under
   */
  locate(path: Path, part?: "name" | "value"): { readonly line: number; readonly column: number };
}

/**
 * Read a YAML file.
 *
 * @param path which file
 * @param options `show`: the name of the file in messages
 * @returns the document
 * @throws InputError with every problem: missing, a directory, unreadable, too large, not UTF-8, not YAML, names given twice,
 *   too many aliases, names that are not allowed
 */
export function readYaml(path: string, options: { readonly show?: string } = {}): YamlText {
  const file = options.show ?? path;
  return parseYaml(readText(path, file), file);
}

/**
 * Parse YAML text.
 *
 * @param text one YAML document
 * @param file its name in messages
 * @returns the document
 * @throws InputError as `readYaml`
 */
export function parseYaml(text: string, file: string): YamlText {
  const fail = (problem: Problem): never => {
    throw new InputError([{ file, ...problem }], "not-yaml");
  };
  if (Buffer.byteLength(text) > largestFile) fail(tooLarge(Buffer.byteLength(text)));
  const lines = new LineCounter();
  let document: Document.Parsed;
  try {
    document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: true,
      schema: "core",
      merge: false,
      logLevel: "error",
    });
  } catch (error) {
    if (error instanceof RangeError) return fail({ message: "is nested too deeply", allowed: `${deepest} levels` });
    throw error;
  }
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems: Problem[] = document.errors.map((error) => ({
    file,
    ...at(error.pos[0]),
    message:
      error.code === "DUPLICATE_KEY"
        ? "the same name is given twice in one map"
        : `is not YAML: ${error.message.split("\n")[0].replace(/\.$/, "")}`,
  }));
  if (problems.length > 0) throw new InputError(problems, "not-yaml");
  const data = new Reader(document, file, at).read();
  return { data, file, locate: (path, part = "value") => at(offsetOf(document.contents, path, part)) };
}

/** Turn nodes into plain data while counting what aliases multiply. */
class Reader {
  readonly #document: Document.Parsed;
  readonly #file: string;
  readonly #at: (offset: number) => { line: number; column: number };
  readonly #problems: Problem[] = [];
  readonly #open = new Set<unknown>();
  #values = 0;
  #aliases = 0;

  constructor(document: Document.Parsed, file: string, at: (offset: number) => { line: number; column: number }) {
    this.#document = document;
    this.#file = file;
    this.#at = at;
  }

  read(): unknown {
    const data = this.#value(this.#document.contents, 0);
    if (this.#problems.length > 0) throw new InputError(this.#problems, "not-yaml");
    return data;
  }

  #value(node: ParsedNode | null, depth: number): unknown {
    this.#values += 1;
    if (node === null || this.#problems.length > 0) return null;
    if (this.#values > mostValues) return this.#stop(node, "holds too many values", `${mostValues}, aliases expanded`);
    if (depth > deepest) return this.#stop(node, "is nested too deeply", `${deepest} levels`);
    if (isAlias(node)) return this.#alias(node, depth);
    if (isScalar(node)) return this.#scalar(node);
    if (this.#open.has(node)) return this.#stop(node, "contains itself", "no alias to a map that it stands in");
    this.#open.add(node);
    const data = isSeq(node)
      ? node.items.map((item) => this.#value(item as ParsedNode, depth + 1))
      : this.#map(node, depth);
    this.#open.delete(node);
    return data;
  }

  #map(node: ParsedNode, depth: number): Record<string, unknown> {
    const data: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    if (!isMap(node)) return data;
    for (const { key, value } of node.items) {
      if (!isScalar(key) || (typeof key.value === "object" && key.value !== null)) {
        this.#stop(key as ParsedNode, "a name must be a word", "text");
        continue;
      }
      const name = String(key.value);
      if (forbiddenNames.has(name))
        this.#stop(key as ParsedNode, "is not a name that may be used here", undefined, name);
      else data[name] = this.#value(value as ParsedNode | null, depth + 1);
    }
    return data;
  }

  #scalar(node: Scalar): unknown {
    if (typeof node.value === "bigint") return Number(node.value);
    return node.value;
  }

  #alias(node: ParsedNode, depth: number): unknown {
    this.#aliases += 1;
    if (this.#aliases > mostAliases) return this.#stop(node, "too many aliases", String(mostAliases));
    const target = isAlias(node) ? node.resolve(this.#document) : undefined;
    if (target === undefined) return this.#stop(node, "an alias without its anchor", undefined);
    return this.#value(target as ParsedNode, depth + 1);
  }

  #stop(node: ParsedNode, message: string, allowed: string | undefined, found?: string): null {
    this.#problems.push({
      file: this.#file,
      ...this.#at(node.range?.[0] ?? 0),
      message,
      ...(allowed === undefined ? {} : { allowed }),
      ...(found === undefined ? {} : { found: JSON.stringify(found) }),
    });
    return null;
  }
}

function offsetOf(contents: ParsedNode | null, path: Path, part: "name" | "value"): number {
  let node: ParsedNode | null = contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) return offset;
      const name = pair.key as ParsedNode;
      node = pair.value as ParsedNode | null;
      const last = depth === path.length - 1;
      offset = (last && part === "name" ? undefined : node?.range?.[0]) ?? name.range?.[0] ?? offset;
    } else if (isSeq(node) && typeof step === "number" && node.items[step] !== undefined) {
      node = node.items[step] as ParsedNode;
      offset = node.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

function readText(path: string, file: string): string {
  const fail = (message: string, more: Problem | object = {}): never => {
    throw new InputError([{ file, message, ...more }], "unreadable-file");
  };
  let handle: number;
  try {
    // Without waiting: opening a named pipe would otherwise hang until somebody writes to it.
    handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return fail("there is no such file");
    if (code === "EISDIR") return fail("is a directory, not a file");
    return fail(`cannot be read (${code ?? "unknown reason"})`);
  }
  try {
    const status = fstatSync(handle);
    if (status.isDirectory()) return fail("is a directory, not a file");
    if (!status.isFile()) return fail("is not an ordinary file");
    if (status.size > largestFile) return fail("is too large", tooLarge(status.size));
    const bytes = Buffer.alloc(status.size);
    let read = 0;
    while (read < bytes.length) {
      const n = readSync(handle, bytes, read, bytes.length - read, read);
      if (n === 0) break;
      read += n;
    }
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, read));
  } catch (error) {
    if (error instanceof TypeError) return fail("is not UTF-8 text", { allowed: "UTF-8" });
    throw error;
  } finally {
    closeSync(handle);
  }
}

const tooLarge = (bytes: number): Problem => ({
  message: "is too large",
  found: `${bytes} bytes`,
  allowed: `${largestFile} bytes`,
});
