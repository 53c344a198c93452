// Wrong input: one message with every problem and its place, exit code 2, nothing on standard output, nothing written.

import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { main } from "../src/index.ts";
import { temporaryFolder } from "./support/small-run.ts";

const folder = temporaryFolder();
const file = (name: string): string => join(folder, name);

writeFileSync(file("plain-file"), "");
mkdirSync(file("folder.yaml"));
writeFileSync(file("a.yaml"), "id: a\nextends: b.yaml\ntitle: A\n");
writeFileSync(file("b.yaml"), "id: b\nextends: a.yaml\ntitle: B\n");
writeFileSync(file("malformed.yaml"), "id: malformed\n  extends: [baseline\n");
const bomb = [
  "a: &a [x,x,x,x,x,x,x,x,x]",
  ..."bcdefghi".split("").map((name, i) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[i]}`)}]`),
];
writeFileSync(file("bomb.yaml"), `${bomb.join("\n")}\n`);
const huge = openSync(file("huge.yaml"), "w");
ftruncateSync(huge, 100_000_000);
closeSync(huge);
writeFileSync(
  file("unit.yaml"),
  "id: unit\nextends: full-scale-transfer\ntitle: Unit\nparameters:\n  transfer.phase-in-years: 4 months\n  transfer.share: many\n",
);
const before = readdirSync(folder).sort();

/** What lies where runs go when nobody says. */
function runs(): string[] {
  return existsSync("tiltak-runs") ? readdirSync("tiltak-runs").sort() : [];
}
const runsBefore = runs();

let printed = "";
let told = "";
beforeEach(() => {
  printed = "";
  told = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    told += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => rmSync(folder, { recursive: true }));

const out = ["--out", file("run")];
const pair = ["compare", "baseline", "full-scale-transfer", ...out];

const mistakes: readonly (readonly [string, readonly string[], RegExp])[] = [
  ["an unknown scenario", ["run", "basline", ...out], /basline.*did you mean "baseline"/],
  [
    "an unknown parameter",
    [...pair, "--set", "transfer.shar=1"],
    /--set transfer\.shar.*did you mean "transfer\.share"/,
  ],
  ["a wrong type", [...pair, "--set", "transfer.share=many"], /--set transfer\.share.*"?many"?/],
  ["a value out of range", [...pair, "--set", "transfer.share=3"], /--set transfer\.share.*found 3; allowed: 0 to 1/],
  ["a broken distribution", [...pair, "--set", "transfer.share=uniform(0.8,0.2)"], /--set transfer\.share/],
  [
    "a lever that nobody declares",
    ["compare", "baseline", "baseline-level", ...out, "--set", "transfer.share=1"],
    /transfer\.share.*full-scale-transfer/,
  ],
  ["no replications", [...pair, "--replications", "0"], /--replications.*found "?0"?/],
  ["an odd number of replications", [...pair, "--replications", "7"], /--replications: must be even/],
  ["negative years", [...pair, "--years", "-3"], /--years.*found "?-3"?/],
  ["parents in a circle", ["run", file("a.yaml"), ...out], /circle|circular|round/i],
  ["malformed YAML", ["run", file("malformed.yaml"), ...out], /malformed\.yaml:\d+/],
  ["aliases that explode", ["run", file("bomb.yaml"), ...out], /bomb\.yaml.*alias/is],
  ["a file of 100 MB", ["run", file("huge.yaml"), ...out], /huge\.yaml.*(large|megabyte|MB|bytes)/i],
  ["a folder", ["run", file("folder.yaml"), ...out], /folder\.yaml.*(folder|directory)/i],
  ["a missing file", ["run", file("missing.yaml"), ...out], /missing\.yaml/],
  ["an output that cannot be a folder", ["run", "baseline", "--out", file("plain-file/run")], /plain-file/],
  [
    "a decimal comma in a flag",
    [...pair, "--precision", "0,02"],
    /--precision: decimals stand after a point .*did you mean "0\.02"/,
  ],
  ["per cent in a flag", [...pair, "--precision", "2 %"], /--precision: must be a number, not per cent .*"0\.02"/],
  [
    "a decimal comma in a half-width",
    [...pair, "--precision-of", "participants=1,5"],
    /--precision-of: decimals stand after a point .*"participants=1\.5"/,
  ],
  [
    "a half-width of no measure",
    [...pair, "--precision-of", "participant=3"],
    /--precision-of: is no headline measure .*did you mean "participants"/,
  ],
  ["a distribution that ends too early", [...pair, "--set", "transfer.share=uniform(0.2"], /at character 12 \(found/],
  ["a date that is none", [...pair, "--set", "transfer.start=i"], /is no date/],
  ["an id without its group", [...pair, "--set", "shar=0.5"], /--set shar: is no parameter.*transfer\.share/],
  ["replications that are odd where nothing can be fixed", ["validate", "--replications", "3"], /has two runs \(found/],
  ["readings of no scenario", ["readings", "baseline", "basline"], /basline.*did you mean "baseline"/],
  ["a case that nobody checks", ["verify", "--only", "mm2"], /--only: there is no such case/],
  ["a wrong width", ["chart", file("nowhere"), "all", "--width", "wide", "--as", "gif"], /--width.*from 400 to 4000/],
  ["an archive of no run", ["archive", file("nowhere"), "a.tar.gz"], /there is no such run directory/],
  ["no run to go on with", ["resume", file("nowhere")], /there is no such run directory/],
  ["the state of no run", ["sweep", "status", file("nowhere")], /there is no such run directory/],
  ["a batch system that is not named", ["sweep", "submit", "a.yaml"], /--shards: is missing/],
  ["an unknown command", ["compar", "baseline"], /compar.*compare/],
  ["an unknown flag", ["run", "baseline", "--replication", "4", ...out], /replication.*--replications/],
  ["one scenario to compare", ["compare", "baseline", ...out], /at least two/],
  ["a chart of no run", ["chart", file("nowhere"), "participants"], /nowhere/],
];

describe("a mistake is told with its place and what to do", () => {
  it.each(mistakes)("%s", async (_, args, message) => {
    expect(await main([...args, "--lang", "en"])).toBe(2);
    expect(told).toMatch(message);
    expect(printed).toBe("");
    expect(readdirSync(folder).sort()).toEqual(before);
    expect(runs()).toEqual(runsBefore);
  });

  it.each(mistakes)("%s, in Norwegian", async (_, args) => {
    expect(await main([...args, "--lang", "nb"])).toBe(2);
    expect(told).toMatch(/^Noe er galt i det som ble skrevet:\n/);
    expect(told).not.toMatch(
      /\b(found|allowed|did you mean|there is|must be|cannot|is no|is not|is missing|the|stand|such as|or a|YYYY)\b/,
    );
    expect(printed).toBe("");
  });

  it("in bokmål to whoever asks for Norwegian, and with both languages to whoever asks for a third", async () => {
    for (const lang of ["no", "nn", "nb"]) {
      expect(await main(["chart", file("nowhere"), "participants", `--lang=${lang}`])).toBe(2);
      expect(told).toMatch(/^Noe er galt i det som ble skrevet:\n/);
      told = "";
    }
    expect(await main(["list", "--lang", "sv"])).toBe(2);
    expect(told).toMatch(/--lang: .*sv.*nb \(norsk\).*en \(English\)/);
  });

  it("all problems at once", async () => {
    const args = [...pair, "--years", "0", "--replications", "x", "--set", "transfer.share=3", "--set", "nonsense=1"];
    expect(await main([...args, "--lang", "en"])).toBe(2);
    for (const place of ["--years", "--replications", "--set transfer.share", "--set nonsense"])
      expect(told).toContain(place);
  });

  it("with file and line for each problem of a scenario file, in Norwegian too", async () => {
    for (const lang of ["en", "nb"]) {
      told = "";
      expect(await main(["check", file("unit.yaml"), "--lang", lang])).toBe(2);
      expect(told).toMatch(/unit\.yaml:5:\d+: parameters\.transfer\.phase-in-years/);
      expect(told).toMatch(/unit\.yaml:6:\d+: parameters\.transfer\.share/);
    }
  });
});
