// What no committed file holds: unfinished work, switched-off tests, paths of one machine.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { filesBelow, root } from "./support/syntax.ts";

const text = /\.(ts|mjs|js|json|md|ya?ml|txt|csv|cpp|c|py|sh|svg|html|log)$|\/run$/;

/** Patterns in pieces, so that this file does not hold what it looks for. */
const unfinished = new RegExp(`\\b(${["TO" + "DO", "FIX" + "ME", "HA" + "CK"].join("|")})\\b`);
const switchedOff = new RegExp(`\\b(it|test|describe|bench)\\.(sk${"ip"}|on${"ly"}|to${"do"}|fa${"ils"})\\b`);
const silenced = new RegExp(`@ts-(ig${"nore"}|no${"check"})`);
const machinePath = new RegExp(
  `(^|[\\s"'\`(=:])/(${["home", "root", "work", "tmp", "Users", "mnt"].join("|")})/[\\w.]`,
);

const files = filesBelow("").filter(
  (path) => text.test(path) && path !== "pnpm-lock.yaml" && !path.startsWith("node_modules/"),
);

/** List the lines that match, with file and line. */
function hits(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    readFileSync(join(root, path), "utf8")
      .split("\n")
      .flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );
}

describe("no file", () => {
  const code = files.filter((path) => /\.(ts|mjs|js|md)$|\/run$/.test(path));

  it("holds work that is put off", () => {
    expect(hits(code, unfinished)).toEqual([]);
  });

  it("switches a test off or narrows the run to one", () => {
    expect(
      hits(
        files.filter((path) => /\.ts$/.test(path)),
        switchedOff,
      ),
    ).toEqual([]);
  });

  it("silences the compiler", () => {
    expect(
      hits(
        files.filter((path) => /\.(ts|mjs)$/.test(path)),
        silenced,
      ),
    ).toEqual([]);
  });

  it("names a path of one machine", () => {
    expect(hits(files, machinePath)).toEqual([]);
  });
});

describe("continuous integration", () => {
  it("calls npm test and nothing that the README does not say", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const commands = readFileSync(join(root, ".ci/run"), "utf8")
      .split("\n")
      .filter((line) => /\b(npm|npx|node|pnpm)\b/.test(line) && !line.startsWith("#"));
    expect(commands).toEqual(["exec npm test"]);
    expect(readme).toContain("npm test");
  });
});
