import { describe, expect, it } from "vitest";
import { batteries } from "../batteries.mjs";
import { checks } from "../checks.mjs";
import { select, sourceFiles } from "../lib/files.mjs";
import { needs, readRequired } from "../lib/needs.mjs";
import { table } from "../lib/table.mjs";
import { assignFiles } from "../lib/vitest-results.mjs";

describe("TILTAK_REQUIRE", () => {
  it("is a list with commas, blanks allowed", () => {
    expect(readRequired(" chromium, simpy,")).toEqual({ required: ["chromium", "simpy"], unknown: [] });
  });

  it("asks for nothing when it is not set", () => {
    expect(readRequired(undefined)).toEqual({ required: [], unknown: [] });
  });

  it("keeps unknown names apart, so that a slip of the pen is no silence", () => {
    expect(readRequired("chrome,g++")).toEqual({ required: ["g++"], unknown: ["chrome"] });
  });
});

describe("the list of checks", () => {
  it("has each name once and only known needs", () => {
    expect(new Set(checks.map((check) => check.name)).size).toBe(checks.length);
    for (const one of [...checks, ...batteries]) {
      for (const need of one.needs ?? []) expect(Object.keys(needs)).toContain(need);
    }
  });
});

describe("every test file", () => {
  it("belongs to a check, so that none is forgotten", () => {
    const files = sourceFiles();
    const owned = new Set(
      [
        ...assignFiles(
          checks.filter((check) => check.command === undefined),
          files,
        ).values(),
      ].flat(),
    );
    expect(select(files, ["**/*.test.ts"]).filter((path) => !owned.has(path))).toEqual([]);
  });
});

describe("a table", () => {
  it("pads text to the right and numbers to the left", () => {
    expect(
      table(
        ["check", "time"],
        [
          ["lint", "1 s"],
          ["a", "12 s"],
        ],
        [1],
      ),
    ).toBe(["check  time", "-----  ----", "lint    1 s", "a      12 s"].join("\n"));
  });
});
