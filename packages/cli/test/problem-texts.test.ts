// Everything that a reader of bokmål is told of wrong input, and every line of the help, has a text in bokmål: the sources are read for
// messages, the commands are asked for their help.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadEvidence, scenarioTemplate } from "@tiltak/scenarios";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { tellHelp } from "../src/help-language.ts";
import { parameterGroupName, qualityName } from "../src/i18n/index.ts";
import { problemTexts } from "../src/i18n/problem-texts.ts";
import { tellMessage, tellProblem, unitName } from "../src/i18n/problems.ts";

const packages = fileURLToPath(new URL("../..", import.meta.url));
const folders = [
  "cli/src",
  "scenarios/src",
  "sim-core/src/random/distributions",
  "sim-core/src/experiment",
  "sim-core/src/node",
];
/** Folders whose texts stand in both languages beside the code. */
const bilingual = /scenarios\/src\/registers|cli\/src\/i18n|cli\/src\/charts|cli\/src\/enterprises/;
/** Texts that are the same in every language: names, numbers, examples of what may be typed. */
const sameEverywhere =
  /^[^a-zA-Z]*$|^(such as )?[-{[]|^tiltak |^\.[a-z]|^-- ?|^--\w|^[\w-]+(, [\w-]+)+$|YYYY|^UTF-8$|^FILE|^\{\}|^script-src|^\d+ to \d+$|^min|^sampling|^half-transfer$|^such as half-transfer$/;

type Node = Record<string, unknown> & { readonly type: string };

function textsOf(node: unknown): readonly string[] {
  const n = node as Node | null;
  switch (n?.type) {
    case "Literal":
      return typeof n.value === "string" ? [n.value] : [];
    case "TemplateLiteral": {
      const quasis = n.quasis as readonly { readonly value: { readonly cooked: string } }[];
      return [quasis.map(({ value }) => value.cooked).join("{}")];
    }
    case "ConditionalExpression":
      return [...textsOf(n.consequent), ...textsOf(n.alternate)];
    case "LogicalExpression":
      return [...textsOf(n.left), ...textsOf(n.right)];
    default:
      return [];
  }
}

/** Find what problems and failures say: values of `message` and `allowed`, and what refusing helpers and stores are given. */
function messagesIn(file: string): readonly string[] {
  const found: string[] = [];
  const nameOf = (node: unknown): string => String((node as { readonly name?: string } | null)?.name ?? "");
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if (Array.isArray(node)) {
      for (const one of node) walk(one);
      return;
    }
    const n = node as Node;
    if (n.type === "Property" && ["message", "allowed"].includes(nameOf(n.key))) found.push(...textsOf(n.value));
    if (n.type === "VariableDeclarator" && ["message", "allowed"].includes(nameOf(n.id)))
      found.push(...textsOf(n.init));
    if (n.type === "CallExpression" && ["refuse", "fail", "stop"].includes(nameOf(n.callee)))
      for (const argument of n.arguments as readonly unknown[]) found.push(...textsOf(argument));
    if (n.type === "NewExpression" && ["StoreError", "StudyStoppedError", "ExecutorError"].includes(nameOf(n.callee)))
      found.push(...textsOf((n.arguments as readonly unknown[])[1]));
    for (const [key, value] of Object.entries(n)) if (key !== "type") walk(value);
  };
  walk(parseSync(file, readFileSync(file, "utf8")).program);
  return found;
}

const sources = folders.flatMap((folder) =>
  readdirSync(join(packages, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.test)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !bilingual.test(file)),
);

describe("a message of wrong input", () => {
  it("has a text in bokmål", () => {
    const without = sources.flatMap((file) =>
      messagesIn(file)
        .filter((text) => /[a-z]{2}/.test(text) && !sameEverywhere.test(text))
        // A value stands where {} is.
        .filter((text) => tellMessage("nb", text.replaceAll("{}", "X")) === text.replaceAll("{}", "X"))
        .map((text) => `${file.slice(packages.length)}: ${text}`),
    );
    expect([...new Set(without)]).toEqual([]);
    expect(sources.length).toBeGreaterThan(80);
  });

  it("of the schemas of scenarios and designs has a text in bokmål", () => {
    const schemas = ["scenario.ts", "design.ts"].map((name) => join(packages, "scenarios/src/schema", name));
    const said = schemas.flatMap((file) => [
      ...readFileSync(file, "utf8").matchAll(/(?:\.regex\([^\n]*|error:) "([^"]*)"/g),
    ]);
    expect(said.length).toBeGreaterThan(2);
    // "must be {}" with something English in it is no text.
    const without = said.map(([, text = ""]) => text).filter((text) => !Object.hasOwn(problemTexts, text));
    expect(without).toEqual([]);
  });

  it("keeps its values, whatever their order", () => {
    for (const [key, text] of Object.entries(problemTexts)) {
      const values = key.split(/\{#?\}/).length - 1;
      // What the YAML library names by its own words need not be told.
      if (!/^[A-Z]/.test(key)) for (let i = 0; i < values; i++) expect(text, key).toContain(`{${i}}`);
      expect(text, key).not.toContain(`{${values}}`);
    }
  });

  it("is told with place, what was found, what is allowed and what was meant", () => {
    const problem = {
      file: "a.yaml",
      line: 3,
      column: 5,
      path: "parameters.transfer.share",
      message: "lies outside what is allowed",
      found: "3",
      allowed: "0 to 1 share of places",
      nearest: "transfer.share",
    };
    expect(tellProblem("nb", problem)).toBe(
      "a.yaml:3:5: parameters.transfer.share: ligger utenfor det som er tillatt (fant 3; mente du «transfer.share»?; tillatt: 0 til 1 andel av plassene)",
    );
    expect(tellProblem("en", problem)).toBe(
      'a.yaml:3:5: parameters.transfer.share: lies outside what is allowed (found 3; did you mean "transfer.share"?; allowed: 0 to 1 share of places)',
    );
    expect(tellProblem("nb", { message: "is not allowed", found: '"a \\"b\\""' })).toBe(
      'er ikke tillatt (fant «a "b"»)',
    );
    expect(tellProblem("nb", { message: "is not allowed", found: '["a","b"]' })).toBe(
      'er ikke tillatt (fant ["a","b"])',
    );
    expect(tellMessage("nb", "stopped after 3 of 40 replications")).toBe("stoppet etter 3 av 40 kjøringer");
    expect(
      tellMessage(
        "nb",
        "/a/run holds another study:\n  seed: a there, b here\n  contents of scenario x, transfer.share: 1 there, 0.5 here\n  choose another folder",
      ),
    ).toBe(
      "/a/run inneholder en annen studie:\n  frø: a der, b her\n  scenarioet x, transfer.share: 1 der, 0.5 her\n  velg en annen mappe",
    );
    // One line alone is told by itself too, not as a name and a value.
    expect(
      tellMessage("nb", '/a/run holds another study:\n  scenarios: ["a"] there, ["b"] here\n  choose another folder'),
    ).toBe('/a/run inneholder en annen studie:\n  scenarioer: ["a"] der, ["b"] her\n  velg en annen mappe');
    expect(tellMessage("nb", "NOK per position per year")).toBe("kr per stilling per år");
    expect(tellMessage("nb", "0 to 9 NOK per position per year")).toBe("0 til 9 kr per stilling per år");
    expect(tellMessage("nb", "something that nobody has translated")).toBe("something that nobody has translated");
  });
});

describe("a unit", () => {
  it("has a name in bokmål, for every parameter", () => {
    const units = [...loadEvidence().parameters.values()].flatMap(({ unit }) => (unit === undefined ? [] : [unit]));
    expect(units.filter((unit) => unit !== "logit" && unitName("nb", unit) === unit)).toEqual([]);
  });
});

describe("the scenario file to start from", () => {
  it("names every unit in bokmål, and what people choose first", () => {
    const text = scenarioTemplate({ lang: "nb", unitName: (unit) => unitName("nb", unit) });
    expect(text).not.toMatch(/, (share|NOK|persons|years|months|per year|standard)\b/);
    expect(text.indexOf("transfer.share:")).toBeLessThan(text.indexOf("enterprise.count:"));
    expect(scenarioTemplate()).toMatch(/, share of places\n/);
  });
});

describe("what the report names", () => {
  it("has a name in both languages: groups of parameters, qualities of evidence", () => {
    const { parameters, records } = loadEvidence();
    const groups = [...new Set([...parameters.values()].map(({ group }) => group))];
    const qualities = [...new Set([...records.values()].map(({ quality }) => quality))];
    for (const lang of ["nb", "en"] as const) {
      expect(groups.filter((group) => parameterGroupName(lang, group) === group)).toEqual([]);
      expect(qualities.filter((quality) => lang === "nb" && qualityName(lang, quality) === quality)).toEqual([]);
    }
  });
});

describe("the help", () => {
  it("describes every command and flag in bokmål", () => {
    const files = sources.filter((file) => /cli\/src\/(program|commands)/.test(file));
    const registers = join(packages, "cli/src/enterprises");
    const all = [...files, ...readdirSync(registers).map((name) => join(registers, name))];
    const without = all.flatMap((file) =>
      descriptionsIn(file)
        .filter(
          (text) => /[a-z]{2}/.test(text) && tellHelp("nb", text.replaceAll("{}", "9")) === text.replaceAll("{}", "9"),
        )
        .map((text) => `${file.slice(packages.length)}: ${text}`),
    );
    expect([...new Set(without)]).toEqual([]);
  });
});

/** Find descriptions of commands and flags. */
function descriptionsIn(file: string): readonly string[] {
  const found: string[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if (Array.isArray(node)) {
      for (const one of node) walk(one);
      return;
    }
    const n = node as Node;
    const callee = n.callee as { readonly property?: { readonly name?: string } } | undefined;
    if (n.type === "Property" && (n.key as { readonly name?: string }).name === "describe")
      found.push(...textsOf(n.value));
    if (n.type === "CallExpression" && ["command", "completion", "example"].includes(callee?.property?.name ?? ""))
      found.push(...textsOf((n.arguments as readonly unknown[])[1]));
    for (const [key, value] of Object.entries(n)) if (key !== "type") walk(value);
  };
  walk(parseSync(file, readFileSync(file, "utf8")).program);
  return found;
}
