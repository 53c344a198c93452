// Scenarios that name their municipalities: what a row may say, who inherits it, and what cannot be compared or swept.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "@tiltak/sim-core";
import { afterAll, describe, expect, it } from "vitest";
import { figureValue, loadDesign, loadScenario, municipalityRows, resolveScenarios } from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "tiltak-municipalities-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const messageOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return "";
};
const rows = `municipalities:
  - { id: storby, name: Storby, inhabitants: 90000, region: east, delivery-model: lillestrom-se, grant-nok-per-year: 2e6, evidence: [ lillestrom-grant ] }
  - { id: bygd, name: Bygd, inhabitants: 9000, region: west }
`;
const named = file("named.yaml", `id: named\nextends: baseline\ntitle: N\nstart: 2018-01-01\nyears: 4\n${rows}`);

describe("the municipalities of a scenario", () => {
  it("become rows of the model, sorted by id, without what they rest on", () => {
    const resolved = resolveScenarios([named]);
    expect(resolved[0]?.municipalities?.map(({ id, evidence }) => [id, evidence])).toEqual([
      ["bygd", []],
      ["storby", ["lillestrom-grant"]],
    ]);
    expect(municipalityRows(resolved)).toEqual([
      { id: "bygd", name: "Bygd", inhabitants: 9000, region: "west" },
      {
        id: "storby",
        name: "Storby",
        inhabitants: 90000,
        region: "east",
        deliveryModel: "lillestrom-se",
        grantNokPerYear: 2e6,
      },
    ]);
    expect(municipalityRows(resolveScenarios(["baseline"]))).toBeUndefined();
  });

  it("are inherited, with the early start that they allow", () => {
    const child = file("child.yaml", "id: child\nextends: named.yaml\ntitle: C\nstart: 2017-01-01\n");
    expect(loadScenario(child)).toMatchObject({
      start: "2017-01-01",
      municipalities: [{ id: "bygd" }, { id: "storby" }],
    });
    expect(resolveScenarios([named, child], { start: "2019-01-01" }).map(({ start }) => start)).toEqual([
      "2019-01-01",
      "2019-01-01",
    ]);
  });

  it("do not allow a start before the first known rate", () => {
    const early = file("early.yaml", `id: early\nextends: baseline\ntitle: E\nstart: 2015-01-01\n${rows}`);
    expect(messageOf(() => loadScenario(early))).toMatch(/start: lies before the first year .*2016-01-01 or later/);
  });

  it("say what is wrong with a row, and where", () => {
    const bad = file(
      "bad.yaml",
      `id: bad
extends: baseline
title: B
municipalities:
  - { id: a, name: A, inhabitants: 0, region: x }
  - { id: a, name: A, inhabitants: 100, region: x, delivery-model: lilestrom-se }
  - { id: a, name: A, inhabitants: 100, region: x, evidence: [ lillestrom-grnat ], grant: 1 }
`,
    );
    const text = messageOf(() => loadScenario(bad));
    expect(text).toMatch(/bad\.yaml:5:\d+: municipalities\[0\]\.inhabitants/);
    expect(text).toMatch(/bad\.yaml:7:\d+: municipalities\[2\]\.grant: is not a name that may stand here/);
    const worse = file(
      "worse.yaml",
      `id: worse
extends: baseline
title: W
municipalities:
  - { id: a, name: A, inhabitants: 100, region: x }
  - { id: a, name: A, inhabitants: 100, region: x, delivery-model: lilestrom-se }
  - { id: b, name: B, inhabitants: 100, region: x, evidence: [ lillestrom-grnat ] }
`,
    );
    const more = messageOf(() => loadScenario(worse));
    expect(more).toMatch(/worse\.yaml:6:\d+: municipalities\[1\]\.id: is the id of another municipality too/);
    expect(more).toMatch(/municipalities\[1\]\.delivery-model: is no delivery model .*did you mean "lillestrom-se"/);
    expect(more).toMatch(/municipalities\[2\]\.evidence\[0\]: names no evidence .*did you mean "lillestrom-grant"/);
  });

  it("must be the same in all scenarios of a study", () => {
    expect(messageOf(() => resolveScenarios(["baseline", named]))).toMatch(
      /has other municipalities than baseline.*found named/,
    );
  });

  it("cannot be swept, and the design's line is told", () => {
    const design = file(
      "design.yaml",
      "scenarios: [named.yaml]\nreplications: 2\ndesign: { method: lhs, points: 4 }\nparameters:\n  waiting.patience-years: uniform(1, 3)\n",
    );
    expect(messageOf(() => loadDesign(design))).toMatch(
      /design\.yaml:1:\d+: scenarios\[0\]: has municipalities of its own, which a sweep cannot take/,
    );
  });
});

describe("the trial's municipalities", () => {
  const figure = (reference: string): number => figureValue(reference);
  const rows = municipalityRows(resolveScenarios(["trial-2018-2021"])) ?? [];
  const sumOf = (ids: readonly string[], key: "inhabitants" | "grantNokPerYear"): number =>
    rows.filter(({ id }) => ids.includes(id)).reduce((sum, row) => sum + (row[key] ?? 0), 0);
  const oslo = ["alna", "frogner", "nordre-aker"];
  const lillestrom = ["lillestrom-se", "lillestrom-workstations"];

  it("share the grants that the source tells, to the krone", () => {
    const all = rows.map(({ id }) => id);
    expect(sumOf(all, "grantNokPerYear")).toBe(1e6 * figure("trial-grant-total"));
    expect(sumOf(lillestrom, "grantNokPerYear")).toBeCloseTo(1e6 * figure("lillestrom-grant.trial"), 6);
    expect(sumOf(oslo, "grantNokPerYear")).toBeCloseTo(1e6 * figure("oslo-places-2023.grant"), 0);
  });

  it("have the inhabitants of the records", () => {
    for (const id of ["stavanger", "oygarden", "ullensaker", "indre-fosen"])
      expect(sumOf([id], "inhabitants")).toBe(figure(`population-${id}-2020`));
    expect(sumOf(lillestrom, "inhabitants")).toBe(figure("population-lillestrom-2020"));
    for (const id of oslo) {
      expect(sumOf([id], "inhabitants")).toBeGreaterThanOrEqual(figure("population-oslo-districts#1"));
      expect(sumOf([id], "inhabitants")).toBeLessThanOrEqual(figure("population-oslo-districts#2"));
    }
  });

  it("are six, each with a delivery model and evidence of its own", () => {
    const regions = new Set(rows.map(({ region }) => region));
    expect(regions.size).toBe(figure("trial-municipalities-count"));
    for (const { deliveryModel } of rows) expect(deliveryModel).toBeDefined();
    const [resolved] = resolveScenarios(["trial-2018-2021"]);
    for (const { evidence, why } of resolved?.municipalities ?? [])
      expect(evidence.length * (why?.nb.length ?? 0)).toBeGreaterThan(0);
  });
});
