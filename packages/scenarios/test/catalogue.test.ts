// The catalogue as a whole: every scenario loads, resolves, is explained and documented; every number has a source or a reason.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  checkEvidence,
  formatSpec,
  loadCatalogue,
  loadEvidence,
  readYaml,
  resolveScenarios,
  toScenarioInput,
} from "../src/index.ts";
import { settableParameters } from "../src/load-scenario.ts";
import { scenarioFileSchema } from "../src/schema/scenario.ts";

const catalogue = loadCatalogue();
const ids = catalogue.map(({ id }) => id);

describe("the catalogue", () => {
  it("begins with the baselines", () => {
    expect(ids.slice(0, 2)).toEqual(["baseline", "baseline-level"]);
    expect(ids).toContain("full-scale-transfer");
  });

  it.each(ids)("%s has a title, a question and limits in both languages, and a page", (id) => {
    const entry = catalogue.find((candidate) => candidate.id === id);
    if (entry === undefined) throw new Error(id);
    for (const text of [entry.title, entry.question, entry.limits]) {
      expect(text.nb.length).toBeGreaterThan(10);
      expect(text.en.length).toBeGreaterThan(10);
      expect(text.nb).not.toBe(text.en);
    }
    const page = readFileSync(join(entry.dir, "README.md"), "utf8");
    for (const part of [`# ${id}`, "**Question.**", "**Expected.**", "**Limits.**", "## På norsk"])
      expect(page).toContain(part);
  });

  it.each(ids)("%s has the same parts of its page in Norwegian, and names its own levers", (id) => {
    const entry = catalogue.find((candidate) => candidate.id === id);
    const page = readFileSync(join(entry?.dir ?? "", "README.md"), "utf8");
    const norwegian = page.split("## På norsk")[1] ?? "";
    for (const part of ["**Spørsmål.**", "**Tiltaksvalg.**", "**Ventet.**", "**Grenser.**"])
      expect(norwegian).toContain(part);
    const inherited = catalogue.find((candidate) => candidate.id === entry?.extends)?.levers ?? [];
    for (const lever of entry?.levers ?? [])
      if (!inherited.includes(lever)) expect(page).toContain(lever.split(".").at(-1));
  });

  it.each(ids)("%s is a file that the published schema allows, so that an editor has no complaint", (id) => {
    const entry = catalogue.find((candidate) => candidate.id === id);
    const { data } = readYaml(join(entry?.dir ?? "", "scenario.yaml"), { show: id });
    expect(scenarioFileSchema(settableParameters()).safeParse(data).error?.issues ?? []).toEqual([]);
  });

  it.each(ids)("%s expects hypotheses, and names what they rest on in the registry", (id) => {
    const entry = catalogue.find((candidate) => candidate.id === id);
    const page = readFileSync(join(entry?.dir ?? "", "README.md"), "utf8");
    const expected = /\*\*Expected\.\*\*(.*?)\n\n/s.exec(page)?.[1] ?? "";
    expect(expected).toMatch(/hypothes[ie]s/i);
    const { records, derived, mechanisms, parameters } = loadEvidence();
    const known = [...records.keys(), ...derived.keys(), ...mechanisms.keys()];
    const names = Array.from(expected.matchAll(/`([^`]+)`/g), ([, name]) => name ?? "");
    const grounds = names.filter((name) => name.includes("-") && !ids.includes(name) && !parameters.has(name));
    expect(grounds.filter((name) => known.includes(name)).length, id).toBeGreaterThan(0);
    const others = ["additional-participants"];
    expect(grounds.filter((name) => !known.includes(name) && !others.includes(name))).toEqual([]);
  });
});

describe("a resolved scenario", () => {
  const resolved = ids.flatMap((id) => resolveScenarios([id]));

  it.each(resolved.map((scenario) => [scenario.id, scenario] as const))(
    "%s gives every number a source, or says assumed with a reason and a range",
    (_, scenario) => {
      expect(Object.keys(scenario.parameters).length).toBeGreaterThan(90);
      for (const [id, parameter] of Object.entries(scenario.parameters)) {
        expect(parameter.range.length, id).toBeGreaterThan(1);
        if (parameter.standing === "assumed") {
          expect(parameter.why?.nb.length ?? 0, id).toBeGreaterThan(3);
          expect(parameter.why?.en.length ?? 0, id).toBeGreaterThan(3);
        } else {
          expect(parameter.sources.length, id).toBeGreaterThan(0);
        }
        for (const source of parameter.sources) {
          expect(source.documents.length, `${id}: ${source.evidence}`).toBeGreaterThan(0);
          for (const { title, publisher } of source.documents)
            expect(title.length * publisher.length, id).toBeGreaterThan(0);
          if (source.kind !== "derived")
            expect(source.quote?.length ?? 0, `${id}: ${source.evidence}`).toBeGreaterThan(3);
          else expect(source.formulas?.length ?? 0, `${id}: ${source.evidence}`).toBeGreaterThan(0);
        }
      }
    },
  );

  it("holds its levers and no others", () => {
    for (const scenario of resolved) {
      const levers = Object.values(scenario.parameters).filter(({ lever }) => lever);
      expect(levers.map(({ id }) => id).sort()).toEqual([...scenario.levers]);
    }
  });

  it("says what differs from its parent", () => {
    const level = resolved.find(({ id }) => id === "baseline-level");
    expect(level?.changes.map(({ id, to }) => [id, to])).toEqual([
      ["places.planned-growth-per-year", 0],
      ["stock.start-tenure", "stationary"],
    ]);
    const transfer = resolved.find(({ id }) => id === "full-scale-transfer");
    expect(transfer?.changes.map(({ id }) => id)).toEqual(transfer?.levers);
    expect(resolved.find(({ id }) => id === "baseline")?.changes).toEqual([]);
  });

  it("becomes the input of a study: specs by id and the horizon in model years", () => {
    const [baseline] = resolveScenarios(["baseline"], { years: 3 });
    if (baseline === undefined) throw new Error("no baseline");
    const input = toScenarioInput(baseline);
    expect(input).toMatchObject({
      id: "baseline",
      parameters: { "horizon.start-year-offset": 4, "horizon.years": 3, "stock.sheltered": 9400 },
    });
    expect(Object.keys(input.parameters).length).toBe(Object.keys(baseline.parameters).length + 2);
    const rates = input.parameters["rate.vta-nok-per-place-month"];
    expect(Array.isArray(rates) && rates[0]).toEqual([-7, 12532]);
    expect(JSON.parse(JSON.stringify(input))).toEqual(input);
  });

  it("writes every value in the grammar that reads it", () => {
    for (const { id, parameters } of resolved) {
      const plain = Object.values(parameters).filter(({ dated }) => dated === undefined);
      const set = plain.map((parameter) => `${parameter.id}=${formatSpec(parameter.spec)}`);
      const again = resolveScenarios([id], { set })[0]?.parameters;
      for (const parameter of plain) expect(again?.[parameter.id]?.spec, parameter.id).toEqual(parameter.spec);
    }
  });

  it("holds the state's rates that the records hold", () => {
    const checks = new Map(checkEvidence().map(({ id, computed }) => [id, computed]));
    const dated = new Map(resolved[0]?.parameters["rate.vta-nok-per-place-month"]?.dated);
    expect(dated.get("2024-01-01")).toBe(Math.round(checks.get("derived-rate-2024.rate") ?? 0));
    expect(dated.get("2017-01-01")).toBe(Math.round(checks.get("derived-rate-2017.rate") ?? 0));
    expect(dated.get("2022-01-01")).toBe(Math.round(checks.get("derived-rate-2022.from-first") ?? 0));
    expect(dated.get("2019-01-01")).toBeCloseTo(163000 / 12, 1);
  });
});

describe("the parameters that a scenario may set", () => {
  it("have labels in both languages that differ", () => {
    for (const { id, label } of settableParameters()) {
      expect(label.nb.length, id).toBeGreaterThan(3);
      expect(label.en.length, id).toBeGreaterThan(3);
    }
  });
});
