// Every mistake that a scenario file or an option can hold is met here: one message, every problem, each with its place.

import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError, type Problem } from "@tiltak/sim-core";
import { afterAll, describe, expect, it } from "vitest";
import { loadScenario, resolveScenarios, scenarioTemplate, toScenarioInput } from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "tiltak-scenarios-"));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
const file = (content: string, name = `s${count++}.yaml`): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const problemsOf = (read: () => unknown): readonly Problem[] => {
  try {
    read();
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
};
const scenario = (body: string): string => `id: mine\nextends: full-scale-transfer\ntitle: Mine\n${body}`;
const only = (body: string): Problem => {
  const problems = problemsOf(() => loadScenario(file(scenario(body))));
  expect(problems).toHaveLength(1);
  return problems[0] as Problem;
};

describe("a scenario file", () => {
  it("is a delta to its parent", () => {
    const loaded = loadScenario(file(scenario("years: 5\nparameters:\n  transfer.share: 0.5\n")));
    expect(loaded.years).toBe(5);
    expect(loaded.start).toBe("2027-01-01");
    expect(loaded.levers).toContain("municipal.buy-back-share");
    expect(loaded.parameters["transfer.share"]).toMatchObject({ spec: 0.5, setBy: "mine", line: 6 });
    expect(loaded.title).toEqual({ nb: "Mine", en: "Mine" });
    expect(loaded.parent?.id).toBe("full-scale-transfer");
  });

  it("writes a value in any of its forms", () => {
    const { parameters } = loadScenario(
      file(
        scenario(`parameters:
  transfer.share: uniform(0.2, 0.8)
  transfer.phase-in-years: 4 years
  transfer.parallel-running-months: { value: 3, unit: måneder, source: a guess }
  transfer.frame-grant-rule: choice(history, inhabitants, need; 1, 1, 2)
  transfer.earmarked: true
  transfer.start: 2029-07-01
  municipal.sharing: choice(true, false)
  municipal.buy-back-share: { distribution: pert, min: 0, mode: 0.3, max: 0.8, source: "assumption: one city" }
  rate.vta-nok-per-place-month: { dated: { 2028-01-01: 19000, 2027-01-01: 18000 }, unit: kroner per plass per måned }
  municipal.new-workplaces-per-1000: 1.5 workplaces per 1000 inhabitants
`),
      ),
    );
    const spec = (id: string): unknown => parameters[id]?.spec;
    expect(spec("transfer.share")).toEqual({ distribution: "uniform", min: 0.2, max: 0.8 });
    expect(spec("transfer.phase-in-years")).toBe(4);
    expect(parameters["transfer.parallel-running-months"]).toMatchObject({ spec: 3, source: "a guess" });
    expect(spec("transfer.frame-grant-rule")).toEqual({
      distribution: "choice",
      values: ["history", "inhabitants", "need"],
      weights: [1, 1, 2],
    });
    expect(spec("transfer.earmarked")).toBe(true);
    expect(spec("transfer.start")).toBe("2029-07-01");
    expect(spec("municipal.sharing")).toEqual({ distribution: "choice", values: [true, false] });
    expect(spec("municipal.buy-back-share")).toEqual({ distribution: "pert", min: 0, mode: 0.3, max: 0.8 });
    expect((spec("rate.vta-nok-per-place-month") as readonly unknown[]).slice(-3)).toEqual([
      [3, 17455],
      [4, 18000],
      [5, 19000],
    ]);
    expect(spec("municipal.new-workplaces-per-1000")).toBe(1.5);
  });

  it("goes on from the dated values before its own, its parent's and the evidence's", () => {
    const rate = (path: string): readonly (readonly [string, number])[] =>
      resolveScenarios([path])[0]?.parameters["rate.vta-nok-per-place-month"]?.dated?.slice(-3) ?? [];
    const line = (values: string): string =>
      scenario(`parameters:\n  rate.vta-nok-per-place-month: { dated: ${values} }\n`);
    const parent = file(line("{ 2027-01-01: 18000, 2029-01-01: 20000 }").replace("mine", "rates"), "rates.yaml");
    expect(rate(parent)).toEqual([
      ["2026-01-01", 17455],
      ["2027-01-01", 18000],
      ["2029-01-01", 20000],
    ]);
    const child = line("{ 2028-01-01: 18500 }").replace("full-scale-transfer", "rates.yaml");
    expect(rate(file(child))).toEqual([
      ["2026-01-01", 17455],
      ["2027-01-01", 18000],
      ["2028-01-01", 18500],
    ]);
    const set = ["rate.vta-nok-per-place-month={}"];
    expect(problemsOf(() => resolveScenarios([parent], { set }))).toHaveLength(1);
  });

  it("may let the last dated value grow by a share a year", () => {
    const body = (index: string): string =>
      `parameters:\n  rate.vta-nok-per-place-month: { dated: { 2027-01-01: 20000 }, index-per-year: ${index} }\n`;
    const [resolved] = resolveScenarios([file(scenario(body("0.05")))]);
    const rate = resolved?.parameters["rate.vta-nok-per-place-month"];
    expect(rate?.indexPerYear).toBe(0.05);
    const spec = rate?.spec as readonly (readonly [number, number])[];
    expect(spec.slice(spec.findIndex(([time]) => time === 4)).slice(0, 3)).toEqual([
      [4, 20000],
      [5, 21000],
      [6, 22050],
    ]);
    expect(only(body("5"))).toMatchObject({ path: expect.stringContaining("index-per-year"), allowed: "-0.5 to 1" });
  });

  it("may have a parent in its own folder, in several steps", () => {
    file(scenario("parameters:\n  transfer.share: 0.4\n").replace("mine", "first"), "first.yaml");
    mkdirSync(join(folder, "below"), { recursive: true });
    writeFileSync(
      join(folder, "below", "second.yaml"),
      "id: second\nextends: full-scale-transfer\ntitle: S\nyears: 7\n",
    );
    const third = file(
      "id: third\nextends: below/second.yaml\ntitle: T\nparameters:\n  transfer.share: 0.3\n",
      "third.yaml",
    );
    expect(loadScenario(join(folder, "first.yaml")).parameters["transfer.share"]?.spec).toBe(0.4);
    expect(loadScenario(third)).toMatchObject({
      years: 7,
      parent: { id: "second", parent: { id: "full-scale-transfer" } },
    });
  });

  it("lists every problem at once, each with file, line, path, what stood there and the nearest right name", () => {
    const problems = problemsOf(() =>
      loadScenario(
        file(
          `id: Bad Name
extends: full-scale-transfr
titel: Oops
start: 2027-02-30
years: -3
levers: [transfer.share, transfer.sahre, stock.sheltered]
parameters:
  transfer.sharee: 1
  stock.sheltered: many
  waiting.patience-years: 400
  exit.ordinary-reading: compleeted
`,
          "bad.yaml",
        ),
      ),
    );
    const text = new InputError(problems).message;
    expect(text).toMatch(/bad\.yaml:1:\d+: id: must be kebab-case/);
    expect(text).toMatch(/bad\.yaml:2:\d+: extends: there is no such scenario .*did you mean "full-scale-transfer"/);
    expect(text).toMatch(/bad\.yaml:3:\d+: titel: is not a name that may stand here .*did you mean "title"/);
    expect(text).toMatch(/title: is missing/);
    expect(text).toMatch(/bad\.yaml:4:\d+: start: must be the first day of a month/);
    expect(text).toMatch(/bad\.yaml:5:\d+: years: is too small \(found -3; allowed: at least 1\)/);
    expect(text).toMatch(/bad\.yaml:6:\d+: levers\[1\]: is no lever .*did you mean "transfer\.share"/);
    expect(text).toMatch(/bad\.yaml:6:\d+: levers\[2\]: is a parameter of the world/);
    expect(text).toMatch(
      /bad\.yaml:8:\d+: parameters\.transfer\.sharee: is no parameter .*did you mean "transfer\.share"/,
    );
    expect(text).toMatch(
      /bad\.yaml:9:\d+: parameters\.stock\.sheltered: must be a number or a distribution \(found "many"/,
    );
    expect(text).toMatch(
      /bad\.yaml:10:\d+: parameters\.waiting\.patience-years: lies outside .*found 400; allowed: 0\.05 to 50 years/,
    );
    expect(text).toMatch(/bad\.yaml:11:\d+: .*is not one of the choices .*did you mean "completed"/);
  });

  it.each([
    [
      "kroner a year for kroner a month",
      "rate.vta-nok-per-place-month: { dated: { 2027-01-01: 200000 }, unit: NOK per place per year }",
      "another unit",
      "divide by 12",
    ],
    ["months for years", "transfer.phase-in-years: 48 months", "another unit", "divide by 12"],
    ["per cent for a share", "transfer.share: 50 %", "another unit", "divide by 100"],
    ["a unit that is none", "transfer.share: 0.5 furlongs", "no unit of this parameter", "share of places"],
    ["a unit of a switch", "transfer.earmarked: { value: true, unit: years }", "has no unit", "years"],
    ["text for a number", "transfer.share: half", "must be a number", "0 to 1"],
    ["a decimal comma", 'transfer.share: "0,5"', "decimals stand after a point", "0 to 1"],
    ["a list", "transfer.share: [0.5]", "must be a number", "0 to 1"],
    ["nothing", "transfer.share:", "must be a number", "0 to 1"],
    ["infinity", "transfer.share: .inf", "finite number", ""],
    ["not a number", "transfer.share: .nan", "finite number", ""],
    ["a number for a switch", "transfer.earmarked: 1", "must be true or false", ""],
    ["a number for a choice", "transfer.frame-grant-rule: 3", "must be one of the choices", "need"],
    ["a misspelt choice", "transfer.frame-grant-rule: histroy", "not one of the choices", 'did you mean "history"'],
    ["a date that is none", "transfer.start: 2028-02-30", "is no date", "YYYY-MM-DD"],
    ["a date before the start", "transfer.start: 2020-01-01", "outside", "2023-01-01 to"],
    ["a value out of range", "transfer.share: 1.5", "outside what is allowed", "0 to 1 share of places"],
    ["a distribution out of range", "transfer.share: uniform(0.5, 1.5)", "outside what is allowed", "0 to 1"],
    ["a distribution that strays", "transfer.share: normal(0.5, 0.5)", "outside what is allowed", "0 to 1"],
    ["an unknown distribution", "transfer.share: unifrom(0, 1)", "unknown distribution", 'did you mean "uniform"'],
    ["a wrong distribution", "transfer.share: uniform(1, 0)", "uniform", ""],
    ["an unfinished distribution", "transfer.share: uniform(0, ", "cannot read the distribution", ""],
    ["a map with a name too many", "transfer.share: { distribution: uniform, min: 0, max: 1, mean: 2 }", "mean", ""],
    ["a map with a misspelt name", "transfer.share: { valeu: 0.5 }", "not a name that may stand here|neither", "value"],
    ["a distribution for a date", "transfer.start: uniform(0, 1)", "cannot be a distribution", ""],
    ["numbers where a choice is", "transfer.frame-grant-rule: uniform(0, 1)", "cannot be a distribution", ""],
    ["a choice with a stranger", "transfer.frame-grant-rule: choice(history, luck)", "not one of the choices", "luck"],
    ["words among numbers", "transfer.share: choice(0.5, half)", "choice among numbers", ""],
    ["one number for dated values", "rate.vta-nok-per-place-month: 18000", "dated", "2027-01-01"],
    [
      "dates where nothing changes by date",
      "transfer.share: { dated: { 2027-01-01: 1 } }",
      "does not change by date",
      "",
    ],
    [
      "a date that is none among dates",
      "rate.vta-nok-per-place-month: { dated: { 2027-13-01: 1 } }",
      "is no date",
      "2027-13-01",
    ],
    [
      "words among dated values",
      "rate.vta-nok-per-place-month: { dated: { 2027-01-01: much } }",
      "must be a number",
      "much",
    ],
    ["no dates at all", "rate.vta-nok-per-place-month: { dated: {} }", "must be a map of dates", ""],
    ["a source that is no text", "transfer.share: { value: 1, source: [a] }", "must be text", ""],
    [
      "a parameter that the model does not read yet",
      "grant.trial-per-year: 1",
      "does not read it yet",
      "grant.trial-per-year",
    ],
    ["a lever that nobody declares", "recruitment.raech: 2", "is no parameter", 'did you mean "recruitment.reach"'],
  ])("may not hold %s", (_, line, message, more) => {
    const problems = problemsOf(() => loadScenario(file(scenario(`parameters:\n  ${line}\n`))));
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems)
      expect(problem).toMatchObject({ line: 5, path: expect.stringMatching(/^parameters\./) });
    const text = new InputError(problems).message;
    expect(text).toMatch(new RegExp(message));
    expect(text).toContain(more);
  });

  it("may not set a lever that neither it nor its parents declare", () => {
    const problems = problemsOf(() =>
      loadScenario(file("id: mine\nextends: baseline\ntitle: M\nparameters:\n  transfer.share: 0.5\n")),
    );
    expect(problems).toMatchObject([
      { line: 5, message: expect.stringMatching(/neither this scenario nor its parents declare/) },
    ]);
  });

  it("may not declare a lever twice", () => {
    expect(only("levers: [transfer.share, transfer.share]\n").message).toBe("is declared twice");
  });

  it("may not take the name of a scenario of the catalogue", () => {
    const problems = problemsOf(() => loadScenario(file("id: baseline\ntitle: B\n")));
    expect(problems).toMatchObject([
      { path: "id", line: 1, message: expect.stringMatching(/belongs to a scenario of the catalogue/) },
    ]);
  });

  it("may not start before the stock that every run starts from", () => {
    expect(only("start: 2022-01-01\n")).toMatchObject({ path: "start", line: 4, allowed: "2023-01-01 or later" });
  });

  it("says the chain when parents go round in a circle", () => {
    file("id: a\nextends: b.yaml\ntitle: A\n", "a.yaml");
    file("id: b\nextends: c.yaml\ntitle: B\n", "b.yaml");
    file("id: c\nextends: a.yaml\ntitle: C\n", "c.yaml");
    const problems = problemsOf(() => loadScenario(join(folder, "a.yaml")));
    expect(problems).toMatchObject([{ path: "extends", found: "a.yaml -> b.yaml -> c.yaml -> a.yaml" }]);
    expect(problemsOf(() => loadScenario(file("id: self\nextends: self.yaml\ntitle: S\n", "self.yaml")))).toHaveLength(
      1,
    );
  });

  it("does not follow an endless chain", () => {
    for (let i = 0; i < 30; i++) file(`id: n${i}\nextends: n${i + 1}.yaml\ntitle: N\n`, `n${i}.yaml`);
    expect(problemsOf(() => loadScenario(join(folder, "n0.yaml")))).toMatchObject([
      { message: expect.stringMatching(/too long/) },
    ]);
  });

  it.each(["gone.yaml", " /", "below/gone.yaml"])("says where a parent is named that is not there: %s", (reference) => {
    const path = file(`id: mine\ntitle: M\nextends: ${JSON.stringify(reference)}\n`);
    expect(problemsOf(() => loadScenario(path))).toMatchObject([
      { file: path, line: 3, path: "extends", message: "there is no such file", found: JSON.stringify(reference) },
    ]);
  });

  it.each(["../outside.yaml", "/etc/hosts.yaml", "below/../../outside.yaml", "..\\outside.yaml"])(
    "does not reach outside its folder by %s",
    (reference) => {
      const problems = problemsOf(() =>
        loadScenario(file(`id: mine\nextends: ${JSON.stringify(reference)}\ntitle: M\n`)),
      );
      expect(problems).toHaveLength(1);
      expect(problems[0]?.message).toMatch(/outside the folder|no such file/);
    },
  );

  it.each(["../baseline", "__proto__", "constructor", "baseline/scenario", "toString", "base line"])(
    "has no scenario %s",
    (reference) => {
      expect(problemsOf(() => loadScenario(reference)).length).toBeGreaterThan(0);
    },
  );

  it("tells problems of a parent under the parent's name", () => {
    file("id: parent\ntitle: P\nyears: 0\n", "parent.yaml");
    const problems = problemsOf(() =>
      loadScenario(file("id: child\nextends: parent.yaml\ntitle: C\nyears: 0\n", "child.yaml")),
    );
    expect(problems.map(({ file: where }) => where?.split("/").at(-1)).sort()).toEqual(["child.yaml", "parent.yaml"]);
  });

  it.each([
    ["an empty file", ""],
    ["a list", "- a\n- b\n"],
    ["a word", "hello\n"],
    ["only a comment", "# nothing\n"],
  ])("is not %s", (_, content) => {
    expect(problemsOf(() => loadScenario(file(content)))).toMatchObject([{ message: "must be a map" }]);
  });

  it("is refused when it is missing, a directory or a hundred megabytes", () => {
    const large = file("");
    truncateSync(large, 100_000_000);
    expect(problemsOf(() => loadScenario(large))).toMatchObject([{ message: "is too large" }]);
    expect(problemsOf(() => loadScenario(join(folder, "none.yaml")))).toMatchObject([
      { message: "there is no such file" },
    ]);
    expect(problemsOf(() => loadScenario(`${folder}/`))).toMatchObject([{ message: "is a directory, not a file" }]);
  });
});

describe("the name of a scenario", () => {
  it("is offered when it was misspelt", () => {
    const problems = problemsOf(() => resolveScenarios(["basline", "full-scale-transfer"]));
    expect(problems).toMatchObject([{ found: '"basline"', nearest: "baseline" }]);
  });

  it("stands once, and at least one does", () => {
    expect(problemsOf(() => resolveScenarios(["baseline", "baseline"]))).toMatchObject([
      { message: "is chosen twice" },
    ]);
    expect(problemsOf(() => resolveScenarios([]))).toHaveLength(1);
  });

  it("and every other option are complained about together", () => {
    const problems = problemsOf(() =>
      resolveScenarios(["nothing-like-it", "baseline"], { years: -3, start: "2027-01-15", set: ["stock.sheltered"] }),
    );
    expect(problems.map(({ path, message }) => `${path ?? ""} ${message}`)).toEqual([
      " there is no such scenario",
      "--years must be a whole number of years",
      "--start is no start of a run",
      "--set must be name=value",
    ]);
  });
});

describe("--set", () => {
  const both = ["baseline", "full-scale-transfer"];

  it("reaches a lever only where it is declared, and the world everywhere", () => {
    const [baseline, transfer] = resolveScenarios(both, {
      set: ["transfer.share=uniform(0.2, 0.8)", "waiting.patience-years=2 years"],
    });
    expect(baseline?.parameters["transfer.share"]).toBeUndefined();
    expect(transfer?.parameters["transfer.share"]).toMatchObject({
      spec: { distribution: "uniform" },
      setBy: "--set",
      standing: "assumed",
    });
    expect(baseline?.parameters["waiting.patience-years"]?.spec).toBe(2);
    expect(transfer?.parameters["waiting.patience-years"]?.spec).toBe(2);
  });

  it("is an error for a lever that no chosen scenario declares, and says which scenarios do", () => {
    const problems = problemsOf(() =>
      resolveScenarios(["baseline", "baseline-level"], { set: ["transfer.share=0.5"] }),
    );
    expect(problems).toMatchObject([
      {
        message: "is a lever that no chosen scenario declares",
        allowed: expect.stringContaining("full-scale-transfer"),
      },
    ]);
  });

  it.each([
    ["transfer.sahre=1", "is no parameter"],
    ["transfer.share=2", "outside what is allowed"],
    ["transfer.share=", "must be a number"],
    ["=1", "must be name=value"],
    ["transfer.share", "must be name=value"],
    ["transfer.phase-in-years=6 months", "another unit"],
    ["transfer.share=uniform(0.8, 0.2)", "uniform"],
    ["__proto__=1", "is no parameter"],
    ["grant.trial-per-year=1", "does not read it yet"],
  ])("%s is refused", (option, message) => {
    const problems = problemsOf(() => resolveScenarios(both, { set: [option] }));
    expect(new InputError(problems).message).toMatch(message);
  });

  it("may not set the same parameter twice", () => {
    expect(problemsOf(() => resolveScenarios(both, { set: ["transfer.share=1", "transfer.share=0"] }))).toMatchObject([
      { message: "is set twice" },
    ]);
  });
});

describe("the template", () => {
  it.each(["baseline", "baseline-level", "full-scale-transfer"])(
    "for a child of %s loads as it stands and with its comments taken away",
    (parent) => {
      for (const lang of ["nb", "en"] as const) {
        const text = scenarioTemplate({ id: `new-${parent}`, parent, lang });
        expect(loadScenario(file(text)).parent?.id).toBe(parent);
        const active = text
          .split("\n")
          .filter(
            (line) =>
              line !== "parameters: {}" &&
              !/^# .*[:!]$/.test(line.replace(/^# parameters:$/, "")) &&
              !line.includes('source: "..."'),
          )
          .map((line) => line.replace(/^# (start|years|parameters):/, "$1:").replace(/^# {3}/, "  "))
          .filter((line) => !line.startsWith("#"))
          .join("\n");
        const input = toScenarioInput(resolveScenarios([file(active)])[0] as never);
        expect(Object.keys(input.parameters).length).toBeGreaterThan(90);
      }
    },
  );

  it("refuses an id that is none and a parent that is none", () => {
    expect(() => scenarioTemplate({ id: "../x" })).toThrow(InputError);
    expect(() => scenarioTemplate({ parent: "nothing" })).toThrow(InputError);
  });
});
