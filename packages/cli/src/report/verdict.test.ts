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

/** What a scenario that moves places out of enterprises has beside the rest: the revenue of all and of the small ones. */
function revenueRows(all: Cell, small: Cell, n = 20): readonly Difference[] {
  const common = {
    a: "a",
    b: "b",
    point: null,
    time: 10,
    n,
    runs: 2 * n,
    failed: 0,
    level: 0.95,
    probabilityAbove0: 0,
  };
  return [{}, { "enterprise-size": "<10" }].map((group, i) => {
    const [mean, jointHalfWidth] = i === 0 ? all : small;
    return {
      ...common,
      measure: "enterprise-revenue-change",
      group,
      mean,
      jointHalfWidth,
      halfWidth: jointHalfWidth,
    } as unknown as Difference;
  });
}
const moving = scenarios.map((scenario) =>
  scenario.id === "b"
    ? {
        ...scenario,
        parameters: { ...scenario.parameters, "revenue-loss.share-moved": { spec: 0.5, label, standing: "assumed" } },
      }
    : scenario,
) as unknown as VerdictInput["scenarios"];

describe("a verdict on a scenario that moves places out of enterprises", () => {
  const told = (all: Cell, small: Cell, more: Partial<VerdictInput> = {}, n = 20) =>
    verdicts(input([...revenueRows(all, small, n), ...rows("b", clear)], { scenarios: moving, ...more }))[0];

  it("begins with their revenue, by the joint intervals of the headline family", () => {
    expect(told([-0.32, 0.04], [-0.31, 0.05])?.answer[0]).toBe(
      "In the last year the revenue of enterprises is on average 32 (28 ... 36) percentage points lower under “Transfer” than under “Today”, for those with VTA revenue below 10 million kroner 31 (26 ... 36); reckoned from each one's revenue before the start.",
    );
    const nb = told([-0.32, 0.04], [0.31, 0.05], { lang: "nb" })?.answer[0]?.replaceAll("\u00a0", " ");
    expect(nb).toBe(
      "Siste år er tiltaksbedriftenes inntekt i snitt 32 (28 ... 36) prosentpoeng lavere med «Overføring» enn med «I dag», men for dem med VTA-inntekt under 10 millioner kroner 31 (26 ... 36) høyere; regnet av hver bedrifts inntekt før start.",
    );
    expect(told([-0.32, 0.04], [-0.31, 0.4])?.answer[0]).toContain(
      "; for those with VTA revenue below 10 million kroner it cannot be told apart;",
    );
    expect(
      told([-0.32, 0.04], [-0.31, 0.05])
        ?.rows.map(({ group }) => group)
        .slice(0, 3),
    ).toEqual([{}, { "enterprise-size": "<10" }, {}]);
  });

  it("says so where the interval does not tell, or is too wide to tell anything", () => {
    expect(told([-0.05, 0.06], [-0.05, 0.06])?.answer[0]).toMatch(
      /^It cannot be told whether the revenue of enterprises is lower or higher/,
    );
    const wide = told([-0.3, 2], [-0.3, 2], { lang: "nb" });
    expect(wide?.answer[0]).toMatch(/^Intervallet er for bredt til å si om inntekten til tiltaksbedriftene/);
    expect(wide?.open[1]).toMatch(
      /^Endring i inntekt siden start, under 10 mill\. kr: intervallet er for bredt til å si noe; omtrent/,
    );
  });

  it("tells its drivers, and what would change it, before those of participants", () => {
    const measure = "enterprise-revenue-change";
    const parameter = "municipal.new-workplaces-per-1000";
    const drivers = [{ a: "a", b: "b", measure, parameter, correlation: -0.7, draws: 20 }];
    const part = (from: number, mean: number, halfWidth = 0.02) => ({ from, to: from + 1, draws: 6, mean, halfWidth });
    const condition = {
      a: "a",
      b: "b",
      measure,
      parameter,
      correlation: -0.7,
      parts: [part(0, -0.28), part(5, -0.36)],
    };
    const text = told([-0.32, 0.04], [-0.31, 0.05], { drivers, conditions: [condition] })?.conditions.join(" ");
    expect(text).toContain(
      "In this run the difference in enterprises' revenue under “Transfer” goes most with new workplaces (−0.70, assumed)",
    );
    expect(text).toContain("No single assumption stands out for the difference in participants");
    expect(text).toContain(
      "new workplaces: −28.0 percentage points when low, −36.0 percentage points when high. The sign is the same in all these parts of the draws.",
    );
    const turning = { ...condition, parts: [part(0, 0.01), part(5, -0.36)] };
    expect(told([-0.32, 0.04], [-0.31, 0.05], { conditions: [turning], lang: "nb" })?.conditions.join(" ")).toContain(
      "I minst én av disse delene av trekningene er fortegnet ikke sikkert.",
    );
  });

  it("warns of few draws, and forecasts runs from what the spread may be", () => {
    const few = told([-0.2, 0.4], [-0.2, 0.4], {}, 3);
    expect(few?.warning).toMatch(/^Only 6 runs \(3 independent draws\)/);
    expect(few?.open[0]).toMatch(
      /cannot be told apart; from 18 to \d+ more replications would be needed \(the spread was seen in 3 draws\)\.$/,
    );
    expect(told([-0.2, 0.4], [-0.2, 0.4])?.warning).toBe("");
  });
});

describe("a verdict", () => {
  it("says what the joint intervals allow, in both languages", () => {
    const [en] = verdicts(input(rows("b", clear)));
    expect(en?.answer[0]).toBe(
      "On 1 January 2037 “Transfer” has 4,000 fewer participants (± 600) than “Today”, and places are lost 3,700 more times.",
    );
    expect(en?.answer[1]).toBe(
      "In the last year (2036) net public cost is 120\u00a0million kroner lower, and the cost per position cannot be told apart.",
    );
    const [nb] = verdicts(input(rows("b", clear), { lang: "nb" }));
    expect(nb?.answer[0]).toBe(
      "«Overføring» gir 4\u00a0000 færre deltakere (± 600) 1. januar 2037 enn «I dag», og folk mister plassen sin 3\u00a0700 flere ganger.",
    );
  });

  it("tells what is open, and how many more runs would tell, or that none are needed or enough", () => {
    const [verdict] = verdicts(input(rows("b", clear)));
    expect(verdict?.open).toEqual([
      "Share with a good match: cannot be told apart; about 7,900 more replications would be needed.",
      "Cost per position and year: cannot be told apart; about 340 more replications would be needed.",
      "Enterprises closed since the start: no difference.",
    ]);
    const one = verdicts(input(rows("b", { participants: [-4000, null] })))[0];
    expect(one?.answer[0]).toMatch(/^The number of participants on 1 January 2037 .* cannot be told apart/);
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

  it("says what was set, once", () => {
    const spec = { id: "x", label, lever: false, setBy: "--set", spec: 0.4 };
    const set = scenarios.map((scenario) => ({
      ...scenario,
      parameters: { x: spec },
    })) as unknown as VerdictInput["scenarios"];
    const both = verdicts(input([...rows("b", clear), ...rows("c", clear)], { scenarios: set }));
    expect(
      both.map(({ conditions }) => conditions.filter((text) => text === "Set with --set: new workplaces 0.4.")),
    ).toEqual([["Set with --set: new workplaces 0.4."], []]);
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
