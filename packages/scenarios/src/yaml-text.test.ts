import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "@tiltak/sim-core";
import { afterAll, describe, expect, it } from "vitest";
import { largestFile, parseYaml, readYaml } from "./yaml-text.ts";

const folder = mkdtempSync(join(tmpdir(), "tiltak-yaml-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const problemsOf = (read: () => unknown): readonly { message: string; line?: number | undefined }[] => {
  try {
    read();
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
};

describe("YAML text", () => {
  it("becomes plain data on objects without a prototype", () => {
    const { data } = parseYaml("a: 1\nb: [x, true, null]\nc: { d: 2.5 }\n", "a.yaml");
    expect(JSON.parse(JSON.stringify(data))).toEqual({ a: 1, b: ["x", true, null], c: { d: 2.5 } });
    expect(Object.getPrototypeOf(data)).toBeNull();
  });

  it("tells the line of values, names and list items, and of what surrounds a missing one", () => {
    const text = parseYaml("a: 1\nb:\n  c: x\n  d:\n    - 7\n", "a.yaml");
    expect(text.locate(["a"])).toEqual({ line: 1, column: 4 });
    expect(text.locate(["b", "c"], "name")).toEqual({ line: 3, column: 3 });
    expect(text.locate(["b", "d", 0])).toEqual({ line: 5, column: 7 });
    expect(text.locate(["b", "nothing"]).line).toBe(3);
  });

  it("may use a few aliases", () => {
    const { data } = parseYaml("a: &x { b: 1 }\nc: *x\n", "a.yaml");
    expect(JSON.parse(JSON.stringify(data))).toEqual({ a: { b: 1 }, c: { b: 1 } });
  });

  it("keeps words like yes and dates as text", () => {
    const { data } = parseYaml("a: yes\nb: 2027-01-01\nc: 0x10\n", "a.yaml");
    expect(JSON.parse(JSON.stringify(data))).toEqual({ a: "yes", b: "2027-01-01", c: 16 });
  });

  const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${"bcdefghij"
    .split("")
    .map((name, i) => `${name}: &${name} [${Array(10).fill(`*${"abcdefghij"[i]}`).join(",")}]\n`)
    .join("")}`;

  it.each([
    ["malformed text", "a: [1, 2\nb: 3", "is not YAML"],
    ["a name given twice", "a: 1\na: 2", "given twice"],
    ["an alias explosion", bomb, /too many (?:values|aliases)/],
    ["an alias without an anchor", "a: *x", /anchor|alias/],
    ["a map that contains itself", "a: &x { b: *x }", /contains itself|anchor/],
    ["a name that touches prototypes", "a: 1\n__proto__: { x: 1 }", "not a name"],
    ["another of the kind", "constructor: 1", "not a name"],
    ["a map as a name", "? { a: 1 }\n: 2", "must be a word"],
    ["deep nesting", `${"[".repeat(100)}${"]".repeat(100)}`, "nested too deeply"],
    ["very deep nesting", "[".repeat(100_000), /nested too deeply|is not YAML/],
    ["two documents", "a: 1\n---\nb: 2", "is not YAML"],
    ["a tab for indentation", "a:\n\t- 1", "is not YAML"],
    ["too much text", `a: ${"x".repeat(largestFile)}`, "too large"],
  ])("refuses %s", (_, text, message) => {
    const problems = problemsOf(() => parseYaml(text, "a.yaml"));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.map((problem) => problem.message).join("\n")).toMatch(message);
  });

  it("does not touch Object.prototype", () => {
    problemsOf(() => parseYaml("__proto__:\n  polluted: true", "a.yaml"));
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe("a YAML file", () => {
  it("is read with its name in messages", () => {
    const path = file("good.yaml", "a: æøå\n");
    expect(readYaml(path).data).toEqual(expect.objectContaining({ a: "æøå" }));
    expect(() => readYaml(file("bad.yaml", "a: ["), { show: "bad.yaml" })).toThrow(/^bad\.yaml:1/);
  });

  it("may begin with a byte order mark", () => {
    expect(readYaml(file("bom.yaml", "\uFEFFa: 1\n")).data).toEqual(expect.objectContaining({ a: 1 }));
  });

  it("is refused before it is read when it is large: 100 MB take no time and no memory", () => {
    const path = file("large.yaml", "");
    truncateSync(path, 100_000_000);
    expect(() => readYaml(path)).toThrow(/too large .*100000000 bytes/);
  });

  it("is refused when it is missing, a directory, or not UTF-8", () => {
    const path = join(folder, "sub");
    mkdirSync(path);
    expect(() => readYaml(join(folder, "none.yaml"))).toThrow("no such file");
    expect(() => readYaml(path)).toThrow("is a directory");
    expect(() => readYaml(join(folder, "good.yaml", "x.yaml"))).toThrow("no such file");
    expect(() => readYaml(file("latin.yaml", Uint8Array.from([0x61, 0x3a, 0x20, 0xe6])))).toThrow("not UTF-8");
  });
});
