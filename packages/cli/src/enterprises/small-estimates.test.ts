// Small counts in estimates: which rows lose their numbers, and what is written in their place.

import { type Estimate, type EstimatesFile, estimatesCsvLines } from "@tiltak/sim-core";
import { describe, expect, it } from "vitest";
import { isHidden, safeCsvLines, withoutSmallCounts } from "./small-estimates.ts";

function row(measure: string, group: Readonly<Record<string, string>>, mean: number): Estimate {
  const spread = { p05: mean, p25: mean, p50: mean, p75: mean, p95: mean };
  return {
    scenario: "s",
    point: null,
    measure,
    group,
    time: 1,
    n: 2,
    runs: 4,
    failed: 0,
    mean,
    halfWidth: 0.1,
    level: 0.95,
    ...spread,
  };
}

function file(estimates: readonly Estimate[]): EstimatesFile {
  const differences = estimates.map(({ scenario, ...rest }) => ({
    a: scenario,
    b: "t",
    ...rest,
    jointHalfWidth: 1,
    probabilityAbove0: 0.5,
  }));
  return { schema: "tiltak.estimates/1", seed: "x", estimates, differences };
}

const byTown = [3.2, 12, 7.4, 20].map((mean, i) => row("participants", { municipality: String(i) }, mean));

describe("estimates that come from a user's register", () => {
  it("lose small counts of people, as many others of the same sum as it takes, and the differences that rest on them", () => {
    const { estimates, small, hidden } = withoutSmallCounts(file([...byTown, row("participants", {}, 42.6)]));
    expect([[...small], [...hidden]]).toEqual([[0], [2]]);
    expect(estimates.estimates.map(({ mean }) => mean)).toEqual([null, 12, null, 20, 42.6]);
    expect(estimates.estimates[0]).toMatchObject({
      halfWidth: null,
      p05: null,
      p25: null,
      p50: null,
      p75: null,
      p95: null,
      runs: 4,
    });
    expect(estimates.differences.map(({ mean }) => mean)).toEqual([null, 12, null, 20, 42.6]);
    expect(estimates.differences[0]).toMatchObject({ jointHalfWidth: null, probabilityAbove0: null });
    expect(estimates.estimates.map(isHidden)).toEqual([true, false, true, false, false]);
  });

  it("keep whatever counts no people", () => {
    const kroner = file([row("cost", { payer: "state" }, 3), row("enterprises-closed", {}, 2)]);
    expect(withoutSmallCounts(kroner).estimates).toEqual(kroner);
  });

  it("hide on in every sum that a hidden count is part of", () => {
    const cells = [
      ["a", "x", 3],
      ["a", "y", 9],
      ["a", "z", 50],
      ["b", "x", 30],
      ["b", "y", 40],
      ["b", "z", 60],
    ] as const;
    const list = cells.map(([municipality, setting, mean]) => row("participants", { municipality, setting }, mean));
    const { small, hidden } = withoutSmallCounts(file(list));
    expect([...small]).toEqual([0]);
    // 9 goes with 3 over the settings of a, and 30 goes with 3 over the municipalities of x.
    expect([...hidden].sort()).toEqual([1, 3]);
  });

  it("are marked in CSV", () => {
    const safe = withoutSmallCounts(file(byTown));
    const lines = [...safeCsvLines(estimatesCsvLines(safe.estimates), safe)];
    expect(lines[1]).toBe('s,,participants,"{""municipality"":""0""}",1,2,4,0,<5,,0.95,,,,,\n');
    expect(lines[3]).toBe('s,,participants,"{""municipality"":""2""}",1,2,4,0,hidden,,0.95,,,,,\n');
    expect(lines[2]).toContain(",12,0.1,0.95,");
  });
});
