// The cost over all years: told where the last year hides what came before, with the years that it is of.

import type { Difference } from "@tiltak/sim-core";
import { describe, expect, it } from "vitest";
import type { ChartInput } from "../charts/index.ts";
import { costOverTime, costOverTimeSentence } from "./cost-over-time.ts";

const scenarios = ["a", "b"].map((id) => ({ id, start: "2027-01-01" })) as unknown as ChartInput["scenarios"];

function input(means: readonly number[], halfWidth: number | null = 5e6, lang: "nb" | "en" = "en"): ChartInput {
  const differences = means.map(
    (mean, i) =>
      ({
        ...{ a: "a", b: "b", point: null, measure: "net-public-cost", group: {}, time: i + 1, mean, halfWidth },
      }) as unknown as Difference,
  );
  return { estimates: { schema: "tiltak.estimates/1", seed: "s", estimates: [], differences }, scenarios, lang };
}
const pair = { a: "a", b: "b", time: 4 } as Difference;

describe("the cost over all years", () => {
  const moving = [0, 4e7, 6e7, 7e6];

  it("adds up the years, with an error that is no smaller than the sum's, and finds the greatest year", () => {
    expect(costOverTime(input(moving), pair)).toEqual({
      sum: 1.07e8,
      halfWidth: 2e7,
      greatest: { time: 3, mean: 6e7, halfWidth: 5e6 },
      last: 7e6,
    });
  });

  it("is told with its years where another year differs much more than the last", () => {
    expect(costOverTimeSentence(input(moving), pair).replaceAll("\u00a0", " ")).toBe(
      "The last year is not typical: net public cost differs most in 2029, 60 million kroner higher (± 5 million kroner); over 2027–2030 together it is 107 million kroner higher (± 20 million kroner). These intervals each hold by themselves (exploratory).",
    );
    expect(costOverTimeSentence(input(moving, 5e6, "nb"), pair).replaceAll("\u00a0", " ")).toBe(
      "Siste år er ikke typisk: netto offentlig utgift skiller seg mest i 2029, 60 millioner kroner høyere (± 5 millioner kroner); i 2027–2030 til sammen er den 107 millioner kroner høyere (± 20 millioner kroner). Disse intervallene gjelder hver for seg (utforskende).",
    );
    expect(costOverTimeSentence(input([-6e7, 5e7, 6e6, 7e6]), pair)).toContain("too uncertain to say");
  });

  it("is left out where the last year tells as much, where nothing is sure, and where years are missing", () => {
    expect(costOverTimeSentence(input([5e7, 6e7, 6e7, 5e7]), pair)).toBe("");
    expect(costOverTimeSentence(input(moving, 9e7), pair)).toBe("");
    expect(costOverTimeSentence(input(moving, null), pair)).toBe("");
    expect(costOverTimeSentence(input([0, 6e7]), pair)).toBe("");
    expect(costOverTime(input([Number.NaN, 1e6]), { ...pair, time: 1 })).toBeUndefined();
  });
});
