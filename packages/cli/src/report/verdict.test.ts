// Verdicts by their rule: joint intervals over the headline family, the assumption that drives them, whose money it is, how the source was
// read; "cannot be told apart" is one; none when too much failed; never "best".

import type { Difference, Estimate } from "@tiltak/sim-core";
import { describe, expect, it } from "vitest";
import { headlineMeasures } from "../headline.ts";
import { type VerdictInput, verdicts, verdictText } from "./verdict.ts";

const titles = { a: ["I dag", "Today"], b: ["Overføring", "Transfer"], c: ["Supplement", "Supplement"] } as const;
const label = { nb: "Nye arbeidsplasser", en: "New workplaces" };
const scenarios = Object.entries(titles).map(([id, [nb, en]]) => ({
  id,
  title: { nb, en },
  start: "2027-01-01",
  parameters: {
    "exit.ordinary-reading": { spec: { distribution: "choice", values: ["completed", "job"] } },
    "municipal.new-workplaces-per-1000": { label, standing: "assumed" },
  },
})) as unknown as VerdictInput["scenarios"];

type Cell = readonly [mean: number, jointHalfWidth: number | null];
const clear: Readonly<Record<string, Cell>> = {
  participants: [-4037, 610],
  positions: [-3100, 500],
  "match-quality": [0.002, 0.03],
  "candidates-waiting": [900, 300],
  "net-public-cost": [-1.2e8, 9e7],
  "cost-per-position": [4_000, 13_000],
  "enterprises-closed": [0, 0],
  "people-who-lost-their-place": [3655, 700],
};

function rows(b: string, cells: Readonly<Record<string, Cell>>, failed = 0): readonly Difference[] {
  const common = {
    a: "a",
    b,
    point: null,
    group: {},
    time: 10,
    n: 20,
    runs: 40,
    failed,
    level: 0.95,
    probabilityAbove0: 0.5,
  };
  return headlineMeasures.map((measure) => {
    const [mean, jointHalfWidth] = cells[measure] ?? [0, null];
    return {
      ...common,
      measure,
      mean,
      jointHalfWidth,
      halfWidth: jointHalfWidth,
      p05: mean,
      p95: mean,
    } as unknown as Difference;
  });
}

function input(differences: readonly Difference[], more: Partial<VerdictInput> = {}): VerdictInput {
  const estimates: readonly Estimate[] = [];
  return {
    estimates: { schema: "tiltak.estimates/1", seed: "s", estimates, differences },
    scenarios,
    lang: "en",
    ...more,
  };
}

describe("a verdict", () => {
  it("says what the joint intervals allow, in both languages", () => {
    const [en] = verdicts(input(rows("b", clear)));
    expect(en?.answer[0]).toBe(
      "In 2037 “Transfer” has 4,000 fewer participants (± 600) than “Today”, and places are lost 3,700 more times.",
    );
    expect(en?.answer[1]).toBe(
      "Net public cost is 120\u00a0million kroner a year lower, and the cost per position cannot be told apart.",
    );
    const [nb] = verdicts(input(rows("b", clear), { lang: "nb" }));
    expect(nb?.answer[0]).toBe(
      "«Overføring» gir 4\u00a0000 færre deltakere (± 600) i 2037 enn «I dag», og folk mister plassen sin 3\u00a0700 flere ganger.",
    );
  });

  it("tells what is open, and how many more runs would tell, or that none are needed or enough", () => {
    const [verdict] = verdicts(input(rows("b", clear)));
    expect(verdict?.open).toEqual([
      "Share with a good match: cannot be told apart; about 9,000 more replications would be needed.",
      "Cost per position and year: cannot be told apart; about 380 more replications would be needed.",
      "Enterprises closed since the start: no difference.",
    ]);
    const one = verdicts(input(rows("b", { participants: [-4000, null] })))[0];
    expect(one?.answer[0]).toMatch(/^The number of participants in 2037 .* cannot be told apart/);
    expect(one?.open[0]).toBe(
      "Participants: cannot be told apart; there is no interval (a single draw, or a sweep over points).",
    );
  });

  it("names what drives it with its standing, whose money it is, and the result under each reading", () => {
    const drivers = [
      {
        a: "a",
        b: "b",
        measure: "participants",
        parameter: "municipal.new-workplaces-per-1000",
        correlation: 0.61,
        draws: 20,
      },
    ];
    const part = (choice: string, mean: number) => ({ from: choice, to: choice, draws: 10, mean, halfWidth: 500 });
    const parts = [part("completed", -4100), part("job", -3900)];
    const conditions = [
      { a: "a", b: "b", measure: "participants", parameter: "exit.ordinary-reading", correlation: null, parts },
    ];
    const text = verdictText(input(rows("b", clear), { drivers, conditions }), "en");
    expect(text).toContain("new workplaces (0.61, assumed)");
    expect(text).toContain("Costs are those of state and municipalities together");
    expect(text).toContain("finished spells: −4,100; one job within the programme: −3,900");
    expect(text).not.toMatch(/\bbest\b/i);
    expect(verdictText(input(rows("b", clear), { drivers, conditions }), "nb")).toContain(
      "nye arbeidsplasser (0,61, antatt)",
    );
  });

  it("is not drawn when more than 1 % of the runs failed", () => {
    const [verdict] = verdicts(input(rows("b", clear, 1)));
    expect(verdict?.answer).toEqual(["More than 1 % of the runs failed, so no verdict can be drawn."]);
    expect(verdict?.reasons).toEqual([]);
  });

  it("is one for each scenario against the first", () => {
    const both = verdicts(input([...rows("b", clear), ...rows("c", { ...clear, participants: [700, 200] })]));
    expect(both.map(({ a, b }) => [a, b])).toEqual([
      ["a", "b"],
      ["a", "c"],
    ]);
    expect(both[1]?.answer[0]).toContain("700 more participants (± 200)");
  });
});
