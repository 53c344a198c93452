// What is typed wrong on the command line itself: only what the command at hand has is suggested.

import { InputError } from "@tiltak/sim-core";
import { describe, expect, it } from "vitest";
import { tellProblem } from "./i18n/problems.ts";
import { runProgram } from "./program.ts";

/** What the program says of a command line, one line for each problem. */
async function told(line: string, lang: "nb" | "en" = "en"): Promise<readonly string[]> {
  try {
    await runProgram(line.split(" "), lang);
  } catch (error) {
    if (error instanceof InputError) return error.problems.map((problem) => tellProblem(lang, problem));
    throw error;
  }
  throw new Error(`${line} was taken`);
}

describe("an unknown command", () => {
  it("is what is wrong, not the words after it", async () => {
    expect(await told("compar baseline full-scale-transfer")).toEqual([
      'compar: unknown command (did you mean "compare"?)',
    ]);
    expect(await told("compar baseline", "nb")).toEqual(["compar: ukjent kommando (mente du «compare»?)"]);
    expect(await told("--format json compar baseline")).toEqual(['compar: unknown command (did you mean "compare"?)']);
  });

  it("of a sweep is looked for among those of a sweep", async () => {
    expect(await told("sweep stats my-sweep")).toEqual(['stats: unknown command (did you mean "sweep status"?)']);
    expect(await told("sweep compare")).toEqual([
      "compare: unknown command (allowed: plan, run, status, expand, submit, merge, reproduce)",
    ]);
  });

  it("help leads to the flag", async () => {
    expect(await told("help compare")).toEqual(['help: unknown command (did you mean "tiltak compare --help"?)']);
  });

  it("is told from none at all", async () => {
    const [flag, command] = await told("--verison");
    expect(flag).toBe('--verison: there is no such flag here (did you mean "--version"?)');
    expect(command).toMatch(/^name a command \(allowed: list, .*; tiltak --help\)$/);
  });
});

describe("an unknown flag", () => {
  it("is looked for among those of the command at hand only", async () => {
    // The sweep has --shard; these have not.
    for (const line of ["list --shar 1/2", "verify --shar 1/2", "run baseline --shar 1/2"])
      expect((await told(line)).join(), line).not.toContain("--shard");
    expect(await told("sweep run a.yaml --shar 1/2")).toEqual([
      '--shar: there is no such flag here (did you mean "--shard"?)',
    ]);
    expect(await told("run baseline --replication 4")).toEqual([
      '--replication: there is no such flag here (did you mean "--replications"?)',
    ]);
    expect(await told("run baseline --no-colour", "nb")).toEqual([
      "--no-colour: det er ikke noe slikt flagg her (mente du «--no-color»?)",
    ]);
  });

  it("that is the name of a parameter is set with --set, where there is --set", async () => {
    const set = '(did you mean "--set revenue-loss.share-moved=0.5"?)';
    for (const flag of ["--share 0.5", "--share=0.5", "--share-moved 0.5", "--revenue-loss.share-moved 0.5"])
      expect(await told(`compare baseline enterprise-revenue-loss ${flag}`), flag).toEqual([
        `${flag.split(/[ =]/)[0]}: there is no such flag here ${set}`,
      ]);
    expect(await told("compare baseline full-scale-transfer --share 0.5")).toEqual([
      '--share: there is no such flag here (did you mean "--set transfer.share=0.5"?)',
    ]);
    expect(await told("list --share 0.5")).toEqual(["--share: there is no such flag here"]);
  });

  it("that people call a register is the one that takes a file", async () => {
    expect(await told("run baseline --register x.csv", "nb")).toEqual([
      "--register: det er ikke noe slikt flagg her (mente du «--enterprises»?)",
    ]);
    expect(await told("run baseline --kommuner=x.csv")).toEqual([
      '--kommuner: there is no such flag here (did you mean "--municipalities"?)',
    ]);
    expect((await told("verify --register x.csv")).join()).not.toContain("--enterprises");
  });

  it("of another command is no parameter", async () => {
    expect(await told("explain baseline --years 3")).toEqual(["--years: there is no such flag here"]);
  });
});

describe("too many words, or too few", () => {
  it("are told with how the command is written, and an example", async () => {
    expect(await told("list everything")).toEqual(["everything: is one word too many (allowed: tiltak list)"]);
    expect(await told("run baseline full-scale-transfer")).toEqual([
      'full-scale-transfer: is one word too many (did you mean "tiltak compare baseline full-scale-transfer"?)',
    ]);
    expect(await told("explain", "nb")).toEqual([
      "tiltak explain: et argument mangler (tillatt: tiltak explain <scenario>, for eksempel tiltak explain full-scale-transfer)",
    ]);
    expect(await told("chart")).toEqual([
      "tiltak chart: an argument is missing (allowed: tiltak chart <run> <kind>, such as tiltak chart my-run participants --out participants.png)",
    ]);
  });
});
