// Why an answer comes out as it does: an account of the people that must add up, and what binds year by year.

import type { Difference, Estimate } from "@tiltak/sim-core";
import { describe, expect, it } from "vitest";
import type { ChartInput } from "../charts/index.ts";
import { accountSentence, bindingOverTime, bindingSentence } from "./reasons.ts";

const scenarios = [
  { id: "a", title: { nb: "I dag", en: "Today" }, start: "2027-01-01" },
  { id: "b", title: { nb: "Overføring", en: "Transfer" }, start: "2027-01-01" },
] as unknown as ChartInput["scenarios"];

function input(
  estimates: readonly Estimate[],
  differences: readonly Difference[],
  lang: "nb" | "en" = "en",
): ChartInput {
  return { estimates: { schema: "tiltak.estimates/1", seed: "s", estimates, differences }, scenarios, lang };
}
const bound = (time: number, kind: string, mean: number): Estimate =>
  ({
    scenario: "b",
    point: null,
    measure: "placement-bound-by",
    group: { bound: kind },
    time,
    mean,
  }) as unknown as Estimate;
const change = (measure: string, group: Difference["group"], time: number, mean: number, halfWidth = 1): Difference =>
  ({ a: "a", b: "b", point: null, measure, group, time, mean, halfWidth }) as unknown as Difference;

describe("what binds over time", () => {
  const rows = [
    ...[bound(1, "places", 100), bound(1, "supervisors", 40)],
    ...[bound(2, "places", 140), bound(2, "supervisors", 90)],
    ...[bound(3, "places", 10), bound(3, "supervisors", 320)],
    bound(4, "places", 0),
  ];

  it("takes years together in which the same thing holds most people back, and leaves out those in which nothing does", () => {
    expect(bindingOverTime(input(rows, []), "b")).toMatchObject([
      { from: 2027, to: 2028, bound: "places", placements: 120 },
      { from: 2029, to: 2029, bound: "supervisors", placements: 320 },
    ]);
    expect(bindingOverTime(input(rows, []), "a")).toEqual([]);
  });

  it("is told in both languages", () => {
    expect(bindingSentence(input(rows, []), "b")).toContain(
      "2027–2028 funded places (about 120 more); 2029 supervisors (about 320 more)",
    );
    expect(bindingSentence(input(rows, [], "nb"), "b")).toContain("2029 veiledere (rundt 320 flere)");
    expect(bindingSentence(input([], []), "b")).toBe("");
  });
});

describe("the account of the people", () => {
  const people = change("participants", {}, 2, -900);
  const rows = [
    change("recruits", {}, 1, -100),
    change("recruits", {}, 2, -50),
    change("exits", { cause: "place-lost" }, 1, 500),
    change("exits", { cause: "place-lost" }, 2, 300),
    change("exits", { cause: "dropout" }, 2, -50),
    // Other groups of the same measures are not counted twice.
    change("exits", { setting: "sheltered" }, 2, 750),
    change("exits", {}, 2, 750),
  ];

  it("names what moved most, all years together", () => {
    expect(accountSentence(input([], rows), people)).toBe(
      "The reason, all years together under “Transfer”: about 800 more lost their place, about 150 fewer came in.",
    );
    expect(accountSentence(input([], rows, "nb"), people)).toContain("rundt 800 flere mistet plassen");
  });

  it("says nothing when it does not add up", () => {
    expect(accountSentence(input([], rows), change("participants", {}, 2, -500))).toBe("");
    expect(accountSentence(input([], []), people)).toBe("");
  });
});
