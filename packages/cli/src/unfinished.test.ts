// The warning that a run ends before what its scenario began is complete: when it is due, and what it says.

import type { Estimate } from "@tiltak/sim-core";
import { describe, expect, it } from "vitest";
import type { ChartInput } from "./charts/index.ts";
import { type EndedRun, unfinished, unfinishedSentences } from "./unfinished.ts";

type Specs = Readonly<Record<string, unknown>>;
const input = (time: number, specs: Specs): Pick<ChartInput, "scenarios" | "estimates"> => ({
  scenarios: [
    {
      ...{ id: "b", title: { nb: "Flyttet", en: "Moved" }, start: "2027-01-01" },
      parameters: Object.fromEntries(Object.entries(specs).map(([id, spec]) => [id, { spec }])),
    },
  ] as unknown as ChartInput["scenarios"],
  estimates: {
    ...{ schema: "tiltak.estimates/1", seed: "s", differences: [] },
    estimates: [{ time } as unknown as Estimate],
  },
});
const move = { "revenue-loss.share-moved": 0.5, "revenue-loss.start": "2028-01-01", "revenue-loss.speed-years": 4 };

describe("what a run ends before", () => {
  it("is nothing where the move or the phase-in is complete when the run ends", () => {
    expect(unfinished(input(5, move))).toEqual([]);
    expect(unfinished(input(1, { ...move, "revenue-loss.share-moved": 0 }))).toEqual([]);
    expect(unfinished(input(3, {}))).toEqual([]);
    expect(
      unfinished(input(2, { ...move, "revenue-loss.start": "2024-01-01", "revenue-loss.speed-years": 2 })),
    ).toEqual([]);
  });

  it("is said in both languages, with what is not complete and when it would be", () => {
    expect(unfinishedSentences(input(3, move), "en")).toEqual([
      "The run ends on 1 January 2030, before the move of places out of enterprises under “Moved” is complete (1 January 2032). The figures of the last year therefore do not show the scheme as it is to become; run more years with --years.",
    ]);
    expect(unfinishedSentences(input(3, move), "nb")).toEqual([
      "Kjøringen slutter 1. januar 2030, før flyttingen av plasser fra bedriftene med «Flyttet» er ferdig (1. januar 2032). Tallene for siste år viser derfor ikke ordningen slik den skal bli; bruk flere år med --years.",
    ]);
  });

  it("counts a transfer's phase-in, a range by its middle, and what has not begun", () => {
    const years = { distribution: "uniform", min: 2, max: 4 };
    const transfer = { "transfer.share": 1, "transfer.start": "2028-07-01", "transfer.phase-in-years": years };
    expect(unfinished(input(4, transfer))).toMatchObject([{ complete: "2031-07-01", ends: "2031-01-01" }]);
    expect(unfinished(input(5, transfer))).toEqual([]);
    expect(unfinishedSentences(input(1, { ...transfer, "transfer.phase-in-years": 0 }), "en")[0]).toContain(
      "before the phase-in of municipal responsibility under “Moved” has begun (1 July 2028; complete on 1 July 2028)",
    );
  });

  it("counts the points of a design at which it is not complete, unless they do not reach the scenario", () => {
    const years = (value: number) => ({ parameters: { "revenue-loss.speed-years": value } });
    const plan = (outOfReach: readonly string[]): NonNullable<EndedRun["plan"]> => ({
      scenarios: [{ id: "b", parameters: {}, outOfReach }],
      points: [years(1), years(2), years(6), years(5)],
    });
    const run = input(3, move);
    expect(unfinishedSentences({ ...run, plan: plan([]) }, "en")).toEqual([
      "The run ends on 1 January 2030, before the move of places out of enterprises under “Moved” is complete at 2 of 4 points (at the last of them on 1 January 2034). The figures of the last year therefore do not show the scheme as it is to become; run more years with --years.",
    ]);
    expect(unfinishedSentences({ ...run, plan: plan([]) }, "nb")[0]).toContain(
      "før flyttingen av plasser fra bedriftene med «Flyttet» er ferdig i 2 av 4 punkter (i det siste 1. januar 2034).",
    );
    expect(unfinished({ ...run, plan: plan(["revenue-loss.speed-years"]) })).toMatchObject([
      { complete: "2032-01-01", points: { unfinished: 4, all: 4 } },
    ]);
    expect(unfinished({ ...input(7, move), plan: plan([]) })).toEqual([]);
  });
});
