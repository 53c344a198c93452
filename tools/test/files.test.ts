import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { digestOf, globToRegExp, select, sourceFiles } from "../lib/files.mjs";

describe("patterns", () => {
  it.each([
    ["packages/*/src/**/*.test.ts", "packages/a/src/x.test.ts", true],
    ["packages/*/src/**/*.test.ts", "packages/a/src/b/c/x.test.ts", true],
    ["packages/*/src/**/*.test.ts", "packages/a/b/src/x.test.ts", false],
    ["packages/*/src/**/*.test.ts", "packages/a/src/x.ts", false],
    ["*.md", "README.md", true],
    ["*.md", "docs/README.md", false],
    ["packages/cli/src/{charts,report}/**", "packages/cli/src/report/html.ts", true],
    ["packages/cli/src/{charts,report}/**", "packages/cli/src/i18n/nb.ts", false],
    ["a.b", "axb", false],
    ["a(1)+?.ts", "a(1)+2.ts", true],
  ])("%s and %s: %s", (pattern, path, matches) => {
    expect(globToRegExp(pattern).test(path)).toBe(matches);
  });

  it("takes away what a pattern with ! names", () => {
    expect(select(["a/x.ts", "a/x.test.ts", "b/y.ts"], ["a/**", "!**/*.test.ts"])).toEqual(["a/x.ts"]);
  });
});

describe("digest", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tiltak-files-"));
    writeFileSync(join(folder, "a.ts"), "one");
    writeFileSync(join(folder, "b.ts"), "two");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("does not depend on the order of the paths", () => {
    expect(digestOf(["a.ts", "b.ts"], folder)).toBe(digestOf(["b.ts", "a.ts"], folder));
  });

  it("changes with a content and with a name", () => {
    const before = digestOf(sourceFiles(folder), folder);
    writeFileSync(join(folder, "b.ts"), "three");
    const after = digestOf(sourceFiles(folder), folder);
    expect(after).not.toBe(before);
    writeFileSync(join(folder, "b.ts"), "two");
    writeFileSync(join(folder, "c.ts"), "");
    expect(digestOf(sourceFiles(folder), folder)).not.toBe(before);
  });
});
