// Results by enterprise: rows from estimates, files from rows, pseudonyms, and texts that a spreadsheet must not take for formulas.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Difference, type Estimate, type EstimatesFile, InvariantError } from "@tiltak/sim-core";
import { readXlsx } from "hucre/xlsx";
import { afterAll, describe, expect, it } from "vitest";
import { neutralised } from "../csv.ts";
import { defaultFolder } from "../run-folder.ts";
import { meaningOf } from "./column-meanings.ts";
import { writeEnterpriseFiles } from "./enterprise-files.ts";
import { enterpriseResults, withoutEnterprises } from "./enterprise-results.ts";
import { inputDigests, pseudonymsOf, type RunData } from "./programme-data.ts";

const folder = mkdtempSync(join(tmpdir(), "tiltak-enterprises-"));
afterAll(() => rmSync(folder, { recursive: true }));

const people = { B001: 3, B002: 40, B003: 12 } as const;
const run: RunData = {
  schema: "tiltak.registers/1",
  data: {
    perEnterprise: true,
    enterprises: Object.entries(people).map(([id, participants]) => ({
      id,
      participants,
      stateSubsidyNok: 1,
      municipalSubsidyNok: 1,
      salesNok: 300_000 * participants,
      otherNok: 1,
      aftNok: 1,
      accountsYear: 2022,
    })),
  },
  imputed: { B002: ["salesNok", "aftNok"] },
  sources: {},
};

function estimate(scenario: string, measure: string, group: Readonly<Record<string, string>>, mean: number): Estimate {
  const spread = { p05: mean - 0.2, p25: mean, p50: mean, p75: mean, p95: mean + 0.2 };
  return {
    scenario,
    point: null,
    measure,
    group,
    time: 10,
    n: 2,
    runs: 4,
    failed: 0,
    mean,
    halfWidth: 0.1,
    level: 0.95,
    ...spread,
  };
}

const estimates: Estimate[] = [];
const differences: Difference[] = [];
for (const scenario of ["first", "second"]) {
  for (const [enterprise, participants] of Object.entries(people)) {
    const revenue = participants * 500_000;
    const loss = scenario === "first" ? 0 : 0.25;
    const say = (measure: string, mean: number, more: Readonly<Record<string, string>> = {}): unknown =>
      estimates.push(estimate(scenario, measure, { enterprise, ...more }, mean));
    say("participants", participants);
    // As the register has it: sales, and a krone of each subsidy and other income.
    say("enterprise-accounts-revenue", 300_000 * participants + 3);
    say("enterprise-revenue-before", revenue);
    say("enterprise-revenue", revenue * (1 - loss));
    for (const stream of ["sales", "state-subsidy", "municipal-subsidy", "municipal-purchase", "aft", "other"]) {
      say("enterprise-revenue-before", revenue / 5, { stream });
      say("enterprise-revenue", (revenue * (1 - loss)) / 5, { stream });
    }
    say("enterprise-revenue-change", -loss);
    say("enterprises-in-deficit", 0.5);
    say("enterprises-closed", loss);
  }
  estimates.push(estimate(scenario, "participants", {}, 55));
}
for (const enterprise of Object.keys(people)) {
  const { scenario: _, ...rest } = estimate("", "enterprise-revenue-change", { enterprise }, -0.25);
  differences.push({ a: "first", b: "second", ...rest, jointHalfWidth: null, probabilityAbove0: 0 });
}
const file: EstimatesFile = { schema: "tiltak.estimates/1", seed: "x", estimates, differences };

describe("results by enterprise", () => {
  const results = enterpriseResults(file, run);

  it("are a row for each scenario and enterprise, with revenue by stream, change with interval, and risk", () => {
    expect(results.map(({ scenario, enterprise }) => `${scenario} ${enterprise}`)).toEqual([
      "first B001",
      "first B002",
      "first B003",
      "second B001",
      "second B002",
      "second B003",
    ]);
    expect(results[4]).toMatchObject({
      decile: 7,
      sizeClass: "10-20",
      participantsBefore: 40,
      before: 20_000_000,
      after: 15_000_000,
      streams: { sales: { before: 4_000_000, after: 3_000_000 } },
      change: { mean: -0.25, low: -0.35, high: -0.15, p05: -0.45, p95: expect.closeTo(-0.05, 9) },
      difference: { mean: -0.25 },
      deficit: 0.5,
      closed: 0.25,
      imputed: ["salesNok", "aftNok"],
      disclosure: "shown",
    });
    expect(results[1]?.difference).toBeNull();
  });

  it("hide small counts, one more with them, and the streams that would tell them", () => {
    expect(results.map(({ disclosure }) => disclosure)).toEqual([
      "small",
      "shown",
      "hidden",
      "small",
      "shown",
      "hidden",
    ]);
    expect(results[0]).toMatchObject({
      participantsBefore: null,
      participantsAfter: null,
      before: 1_500_000,
      streams: { sales: { before: null, after: null }, "state-subsidy": { before: null }, aft: { before: 300_000 } },
    });
  });

  it("do not even say that a count is small where too few are left for cover", () => {
    const [first, second] = run.data.enterprises ?? [];
    if (first === undefined || second === undefined) throw new Error("the register has two rows");
    const data = { perEnterprise: true, enterprises: [first, { ...second, participants: 0 }] };
    const few = enterpriseResults(
      {
        ...file,
        estimates: estimates.map((row) =>
          row.measure === "participants" && row.group.enterprise === "B002" ? { ...row, mean: 0 } : row,
        ),
      },
      { ...run, data },
    );
    expect(few.map(({ disclosure }) => disclosure)).toEqual(["hidden", "shown", "hidden", "shown"]);
  });

  it("are the only place for rows about one enterprise", () => {
    const rest = withoutEnterprises(file);
    expect(rest.estimates.map(({ group }) => group)).toEqual([{}, {}]);
    expect(rest.differences).toEqual([]);
  });
});

describe("files by enterprise", () => {
  const options = { lang: "nb", first: "first", years: 10, ownRegister: true } as const;
  const names = new Map([
    ["B001", { id: "1", name: "=cmd|' /C calc'!A0" }],
    ["B002", { id: "+2", name: 'Bedrift "B"; <script>' }],
    ["B003", { id: "3", name: "@x" }],
  ]);

  it("hold no name unless it is asked for, and then only those marked internal", async () => {
    const { written } = await writeEnterpriseFiles(folder, enterpriseResults(file, run), { ...options, names });
    expect(written.map((path) => path.slice(folder.length + 1))).toEqual([
      "enterprises.parquet",
      "enterprises.csv",
      "enterprises.xlsx",
      "enterprises-internal.csv",
      "enterprises-internal.xlsx",
    ]);
    for (const name of ["enterprises.parquet", "enterprises.csv", "enterprises.xlsx"])
      expect(readFileSync(join(folder, name)).includes("<script>")).toBe(false);
    const internal = readFileSync(join(folder, "enterprises-internal.csv"), "utf8").split("\n");
    expect(internal[0]).toMatch(/^scenario,enterprise,id-internal,name-internal,decile,/);
    expect(internal[1]).toContain("first,B001,1,'=cmd|' /C calc'!A0,");
    expect(internal[2]).toContain('first,B002,\'+2,"Bedrift ""B""; <script>",');
    expect(internal[3]).toContain("first,B003,3,'@x,");
    const { removed } = await writeEnterpriseFiles(folder, enterpriseResults(file, run), options);
    expect(removed.map((path) => path.slice(folder.length + 1)).sort()).toEqual([
      "enterprises-internal.csv",
      "enterprises-internal.xlsx",
    ]);
    expect(readdirSync(folder).sort()).toEqual(["enterprises.csv", "enterprises.parquet", "enterprises.xlsx"]);
  });

  it("are CSV with <5 for a small count and an empty cell for what would tell it", async () => {
    await writeEnterpriseFiles(folder, enterpriseResults(file, run), options);
    const [head = "", first = "", second = "", third = ""] = readFileSync(
      join(folder, "enterprises.csv"),
      "utf8",
    ).split("\n");
    const cell = (line: string, name: string): string | undefined => line.split(",")[head.split(",").indexOf(name)];
    expect([first, second, third].map((line) => cell(line, "participants-before"))).toEqual(["<5", "40", "hidden"]);
    expect([first, second, third].map((line) => cell(line, "state-subsidy-before"))).toEqual(["", "4000000", ""]);
    expect([first, second].map((line) => cell(line, "imputed"))).toEqual(["", "sales aft"]);
    expect(cell(second, "size-class")).toBe("10-20 MNOK");
  });

  it("are a spreadsheet to sort and filter, in the reader's language, the same bytes each time", async () => {
    await writeEnterpriseFiles(folder, enterpriseResults(file, run), { ...options, names });
    const bytes = readFileSync(join(folder, "enterprises-internal.xlsx"));
    const { sheets } = await readXlsx(new Uint8Array(bytes));
    expect(sheets.map(({ name }) => name)).toEqual(["Virksomheter (INTERN)", "Les dette"]);
    expect(sheets[0]?.rows[0]?.slice(0, 7)).toEqual([
      "Scenario",
      "Virksomhet (pseudonym)",
      "Id",
      "Navn",
      "Desil etter inntekt (10 = størst)",
      "VTA-inntekt",
      "Deltakere før",
    ]);
    expect(sheets[0]?.rows[1]?.slice(0, 7)).toEqual([
      "first",
      "B001",
      "1",
      "'=cmd|' /C calc'!A0",
      1,
      "Under 5 mill. kr",
      "<5",
    ]);
    expect(sheets[0]?.rows[3]?.[6]).toBe("skjult");
    expect(sheets[0]?.autoFilter?.range).toMatch(/^A1:[A-Z]+7$/);
    expect(sheets[1]?.rows[1]?.[0]).toMatch(/^INTERNT/);
    await writeEnterpriseFiles(folder, enterpriseResults(file, run), { ...options, names });
    expect(readFileSync(join(folder, "enterprises-internal.xlsx")).equals(bytes)).toBe(true);
  });

  it.each([
    ["nb", true, ["Kolonne", "Enhet", "Betydning", "Navn i CSV"]],
    ["en", true, ["Column", "Unit", "Meaning", "Name in CSV"]],
    ["en", false, ["Column", "Unit", "Meaning", "Name in CSV"]],
  ] as const)("explain every column beside the results, in %s", async (lang, ownRegister, head) => {
    await writeEnterpriseFiles(folder, enterpriseResults(file, run), { ...options, lang, ownRegister, names });
    const { sheets } = await readXlsx(new Uint8Array(readFileSync(join(folder, "enterprises-internal.xlsx"))));
    const [results, explained] = sheets.map(({ rows }) => rows);
    expect(explained?.[0]).toEqual(head);
    const told = new Map(explained?.slice(1).map(([title, unit, meaning]) => [String(title), { unit, meaning }]));
    const titles = results?.[0] ?? [];
    expect(titles.length).toBeGreaterThan(20);
    for (const title of titles)
      expect(String(told.get(String(title))?.meaning), String(title)).toMatch(/^\p{Lu}.{15,}\.$/u);
    const keys = readFileSync(join(folder, "enterprises-internal.csv"), "utf8").split("\n")[0]?.split(",");
    expect(explained?.slice(2, 2 + titles.length).map((row) => row[3])).toEqual(keys);
    const amount = titles.find((title) => /Statlig tilskudd|State subsidy/.test(String(title)));
    expect(told.get(String(amount))?.unit).toMatch(lang === "nb" ? /^kroner per år/ : /^kroner a year/);
    // No cell of it may be a formula either.
    for (const row of explained ?? []) for (const cell of row) expect(String(cell ?? "")).not.toMatch(/^[=+@\t\r-]/);
  });

  it("have no column that nobody explains", () => {
    expect(() => meaningOf("nb", "something-else")).toThrow(InvariantError);
  });

  it.each(["=1", "+1", "-1", "@x", "\tx"])("neutralise %j", (text) => {
    expect(neutralised(text)).toBe(`'${text}`);
    expect(neutralised(`x${text}`)).toBe(`x${text}`);
  });
});

describe("pseudonyms", () => {
  const ids = Array.from({ length: 30 }, (_, i) => `id-${i}`);

  it("are the same whatever the order of the register, one for each id, and not in the order of the ids", () => {
    const pseudonyms = pseudonymsOf(ids);
    expect(pseudonymsOf(ids.toReversed())).toEqual(pseudonyms);
    expect(new Set(pseudonyms.values()).size).toBe(30);
    const listed = [...pseudonyms.values()];
    expect(listed.toSorted()[0]).toBe("B001");
    expect(ids.toSorted().map((id) => pseudonyms.get(id))).not.toEqual(listed.toSorted());
  });

  it("and the rows behind them decide the name of a run's folder", () => {
    const study = { scenarios: [], replications: 2, seed: "x", fixedParameters: false, allPairs: false, code: "c" };
    const own = defaultFolder({ ...study, inputs: inputDigests(run) });
    expect(own).not.toBe(defaultFolder(study));
    expect(own).toBe(defaultFolder({ ...study, inputs: inputDigests({ ...run, sources: {} }) }));
    expect(own).not.toBe(defaultFolder({ ...study, inputs: inputDigests({ ...run, data: {} }) }));
  });

  it("make the digest of a run one of its rows, not of its file", () => {
    expect(inputDigests(run)).toEqual(
      inputDigests({ ...run, sources: { enterprises: { file: "x", sha256: "y", rows: 3, imputed: 0 } } }),
    );
    const other = { ...run, data: { ...run.data, enterprises: run.data.enterprises?.slice(1) ?? [] } };
    expect(inputDigests(other)).not.toEqual(inputDigests(run));
  });
});
