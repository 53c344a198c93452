import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { batteries } from "../batteries.mjs";
import { batteryLines } from "../battery.mjs";
import { formatLog, readHead, withoutPaths } from "../lib/battery-log.mjs";
import { digestOf, select, sourceFiles } from "../lib/files.mjs";

const battery = { name: "long", what: "", command: ["node", "x.mjs"], covers: ["src/**"], limitSeconds: 1 };

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tiltak-battery-"));
  mkdirSync(join(folder, "src"));
  mkdirSync(join(folder, "batteries/long"), { recursive: true });
  writeFileSync(join(folder, "src/a.ts"), "one");
});
afterEach(() => rmSync(folder, { recursive: true }));

function log(date: string, outcome: string, digest = digestOf(select(sourceFiles(folder), battery.covers), folder)) {
  const head = { battery: "long", date, command: "x", digest, outcome, seconds: "1.0", machine: "m" };
  writeFileSync(join(folder, `batteries/long/${date}.log`), formatLog(head, "output: of the battery"));
}

describe("the line of a battery", () => {
  it("says that it never ran, and how to run it", () => {
    expect(batteryLines(folder, [battery])).toEqual(["battery long: never run; npm run battery:long"]);
  });

  it("says that it passed while the covered sources are unchanged", () => {
    log("2026-11-21", "passed");
    expect(batteryLines(folder, [battery])).toEqual(["battery long: passed (2026-11-21, passed)"]);
  });

  it("says that it is stale once a covered source changed, but not for any other file", () => {
    log("2026-11-21", "passed");
    writeFileSync(join(folder, "elsewhere.ts"), "new");
    expect(batteryLines(folder, [battery])[0]).toMatch(/: passed /);
    writeFileSync(join(folder, "src/a.ts"), "two");
    expect(batteryLines(folder, [battery])[0]).toMatch(/: stale .*npm run battery:long/);
  });

  it("goes by the latest log", () => {
    log("2026-11-20", "passed");
    log("2026-11-21", "failed: exit code 1");
    expect(batteryLines(folder, [battery])[0]).toMatch(/: failed \(2026-11-21, failed: exit code 1\)/);
  });
});

describe("a log", () => {
  it("is read back as it was written", () => {
    const head = {
      battery: "b",
      date: "d",
      command: "a: b",
      digest: "0",
      outcome: "passed",
      seconds: "1",
      machine: "m",
    };
    expect(readHead(formatLog(head, "x: y\n\nz"))).toEqual(head);
  });

  it("without a full head is no log", () => {
    expect(readHead("battery: b\n\ndate: d")).toBeUndefined();
  });

  it("names no path of the machine", () => {
    expect(
      withoutPaths("at /x/repo/a.ts in /x", [
        ["/x/repo", "."],
        ["/x", "~"],
      ]),
    ).toBe("at ./a.ts in ~");
  });
});

describe("each battery", () => {
  it.each(batteries.map((one) => [one.name, one] as const))(
    "%s has a script and covers files that exist",
    (name, one) => {
      expect(Object.keys(manifest.scripts)).toContain(`battery:${name}`);
      const files = sourceFiles();
      for (const pattern of one.covers.filter((cover) => !cover.startsWith("!"))) {
        expect(select(files, [pattern]), pattern).not.toEqual([]);
      }
    },
  );
});
