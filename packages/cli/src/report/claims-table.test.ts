// The claims as one table: arithmetic on the registry alone, the run's estimates where it has them, and what is needed where it has not.

import { loadEvidence } from "@tiltak/scenarios";
import type { Difference, Estimate } from "@tiltak/sim-core";
import { describe, expect, it } from "vitest";
import type { DrawnQuantity } from "../claims.ts";
import { type ClaimInput, claims, claimsTable, evaluateClaims } from "./claims-table.ts";

const title = { nb: "B", en: "B" };
const scenarios = ["a", "b"].map((id) => ({
  id,
  title,
  parameters: id === "b" ? { "transfer.share": {} } : {},
})) as unknown as ClaimInput["scenarios"];
const common = {
  point: null,
  time: 4,
  n: 10,
  runs: 20,
  failed: 0,
  level: 0.95,
  p05: 0,
  p25: 0,
  p50: 0,
  p75: 0,
  p95: 0,
};
const level = (measure: string, group: Estimate["group"], mean: number, halfWidth: number): Estimate =>
  ({ ...common, scenario: "b", measure, group, mean, halfWidth }) as Estimate;
const difference = (measure: string, mean: number, halfWidth: number | null): Difference =>
  ({
    ...common,
    a: "a",
    b: "b",
    measure,
    group: {},
    mean,
    halfWidth,
    jointHalfWidth: null,
    probabilityAbove0: 0.9,
  }) as Difference;

function input(
  rows: { readonly estimates?: readonly Estimate[]; readonly differences?: readonly Difference[] } = {},
  drawn: readonly DrawnQuantity[] = [],
  lang: "nb" | "en" = "en",
): ClaimInput {
  const { estimates = [], differences = [] } = rows;
  return {
    estimates: { schema: "tiltak.estimates/1", seed: "s", estimates, differences },
    scenarios,
    lang,
    claims: drawn,
  };
}

const rowsOf = (id: string, of: ClaimInput) => evaluateClaims(of).find((claim) => claim.id === id)?.rows ?? [];

describe("a claim", () => {
  it("rests on evidence and parameters that are in the registry", () => {
    const { parameters, records, derived } = loadEvidence();
    for (const claim of claims) for (const id of claim.parameters) expect(parameters.has(id), id).toBe(true);
    for (const { restsOn } of evaluateClaims(input()))
      for (const id of restsOn) expect(records.has(id) || derived.has(id) || parameters.has(id), id).toBe(true);
  });

  it("is arithmetic on the source's figures where that is all it is: 66 places against 63, 64 against 65", () => {
    const shown = rowsOf("places-for-money", input()).map(({ estimate }) => estimate);
    // The source rounds the first to 66, and the table says so.
    expect(shown.slice(0, 4)).toEqual(["65.5", "63.2", "64.0", "65.1"]);
    expect(rowsOf("places-for-money", input())[0]?.interval).toBe("± 0.6 (rounding; the source prints 66)");
    const rates = rowsOf("lillestrom-cost", input()).map(({ estimate }) => estimate);
    expect(rates.slice(0, 4)).toEqual([
      "106 thousand NOK",
      "173 thousand NOK",
      "188 thousand NOK",
      "78.9 thousand NOK",
    ]);
  });

  it("says what is needed where the run does not give it, and does not say so where it does", () => {
    const empty = evaluateClaims(input());
    const missing = empty.filter(({ rows }) => rows.some(({ basis }) => basis === "missing")).map(({ id }) => id);
    // All but the one that is nothing but arithmetic.
    expect(missing).toEqual(claims.map(({ id }) => id).filter((id) => id !== "lillestrom-growth"));
    const needs = rowsOf("supplement-or-transfer", input()).at(-1)?.interval;
    expect(needs).toBe("needs: tiltak compare baseline full-scale-transfer supplement");
    const given = rowsOf(
      "places-for-money",
      input({
        estimates: [level("participants", {}, 1, 1)],
        differences: [difference("cost-per-place", 9_100, 3_000)],
      }),
    );
    expect(given.some(({ basis }) => basis === "missing")).toBe(false);
    expect(given.at(-1)).toMatchObject({
      interval: "6,100\u00a0kroner … 12,100\u00a0kroner",
      finding: "higher",
      basis: "run",
    });
  });

  it("is borne out, contradicted or open by its interval alone", () => {
    const ratio = (mean: number, halfWidth: number | null): DrawnQuantity => ({
      key: "exit-ratio",
      scenario: "b",
      against: "a",
      mean,
      halfWidth,
      draws: 10,
    });
    const finding = (of: DrawnQuantity, lang: "nb" | "en" = "en") =>
      rowsOf("exit-hazards", input({}, [of], lang)).at(-1)?.finding;
    expect(finding(ratio(2, 0.5))).toBe("holds here");
    expect(finding(ratio(0.5, 0.2))).toBe("does not hold here");
    expect(finding(ratio(1.2, 0.5))).toBe("cannot be told");
    expect(finding(ratio(1.2, 0.5), "nb")).toBe("kan ikke avgjøres");
    expect(finding(ratio(9, null))).toBe("");
  });

  it("leaves out scenarios that it is not about, and says what none in twelve is worth", () => {
    const row = difference("same-follower-after-1-year", 0.1, 0.01);
    const about = input({ estimates: [level("participants", {}, 1, 1)], differences: [row] });
    expect(rowsOf("same-follower", about).some(({ basis }) => basis === "run")).toBe(false);
    const none: DrawnQuantity = {
      key: "own-placements-at-full-scale",
      scenario: "b",
      mean: 0,
      halfWidth: 0,
      draws: 12,
    };
    const shown = rowsOf("full-scale-coverage", input({}, [none])).find(({ basis }) => basis === "run");
    expect(shown).toMatchObject({ estimate: "0 of 12", interval: "0% … 26%" });
  });

  it("tells enterprises by how far they live on subsidies where the run has them one by one", () => {
    const one = (scenario: string, subsidyShare: number, change: number) => ({
      scenario,
      size: "<5",
      subsidyShare,
      change,
    });
    const enterprises = [
      one("a", 0.6, -0.5),
      one("b", 0.6, -0.3),
      one("b", 0.7, -0.1),
      one("b", 0.2, -0.1),
      one("b", Number.NaN, -1),
    ];
    const shown = rowsOf("enterprises-losing", { ...input(), enterprises }).filter(({ basis }) => basis === "run");
    expect(shown.map(({ estimate, interval }) => [estimate, interval])).toEqual([
      ["50%", "1 of 2 enterprises"],
      ["0%", "0 of 1 enterprises"],
    ]);
    expect(rowsOf("enterprises-losing", input())[0]?.interval).toBe("needs: --per-enterprise, or a register");
  });

  it("of the small ones is held against the others: it holds, does not hold, or there is no ground to say so", () => {
    const lost = (mean: number, key = "small-change", halfWidth = 0.02): DrawnQuantity => ({
      key,
      scenario: "b",
      against: "a",
      mean,
      halfWidth,
      draws: 12,
    });
    const row = (of: DrawnQuantity, lang: "nb" | "en" = "en") => rowsOf("enterprises-losing", input({}, [of], lang))[0];
    expect(row(lost(-0.05))).toMatchObject({
      estimate: "−5.0 percentage points",
      interval: "−7.0 percentage points … −3.0 percentage points (12 draws)",
      finding: "holds here",
    });
    expect(row(lost(0.05))?.finding).toBe("does not hold here");
    expect(row(lost(0.01))?.finding).toBe("no ground to say so");
    expect(row(lost(0.01), "nb")?.finding).toBe("ikke grunnlag for å si det");
    // A larger share that loses much is what the claim says.
    expect(row(lost(0.05, "small-losing"))?.finding).toBe("holds here");
    expect(row(lost(-0.05, "small-losing"))?.finding).toBe("does not hold here");
  });

  it("keeps a share between none and all", () => {
    const losing = level("enterprises-losing", { kind: "25" }, 0.03, 0.05);
    const row = rowsOf("enterprises-losing", input({ estimates: [losing] }))[0];
    expect(row).toMatchObject({ estimate: "3%", interval: "0% … 8%" });
  });

  it("is a row group of one table whose text is safe", () => {
    const evil = [
      { id: "b", title: { nb: "<script>", en: "<script>" }, parameters: { "transfer.share": {} } },
    ] as unknown as ClaimInput["scenarios"];
    const of = { ...input({ differences: [difference("cost-per-place", 1, 3)] }), scenarios: evil };
    const html = claimsTable(of);
    expect(html).not.toContain("<script>");
    expect(html.match(/scope="rowgroup"/g)).toHaveLength(claims.length);
  });
});
