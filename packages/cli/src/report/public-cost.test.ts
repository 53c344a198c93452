// Net public cost by who bears it: parts that add up in every run, each printed as it rounds.

import type { Difference, Estimate } from "@tiltak/sim-core";
import { describe, expect, it } from "vitest";
import type { ChartInput } from "../charts/index.ts";
import { payerSentence, publicCost, publicCostNote, publicCostTable } from "./public-cost.ts";

const scenarios = [
  { id: "a", title: { nb: "I dag", en: "Today" }, start: "2027-01-01" },
  { id: "b", title: { nb: "Flyttet", en: "Moved" }, start: "2027-01-01" },
] as unknown as ChartInput["scenarios"];

type Cell = readonly [measure: string, group: Difference["group"], a: number, b: number, halfWidth: number];
const cells: readonly Cell[] = [
  ["cost", { payer: "state" }, 2.8e9, 2.7242e9, 4e6],
  ["cost", { payer: "municipality" }, 3e8, 2.7704e8, 2e6],
  ["grant-unspent", {}, 0, 1.2e6, 5e5],
  ["owners-deficit-share", {}, -1e7, 1.0554e8, 5e7],
  ["payments", { kind: "day-activity" }, 0, 0, 0],
  ["net-public-cost", {}, 3.09e9, 2.8e9 + 3e8 - 1e7 + (-75.8e6 - 22.96e6 - 1.2e6 + 115.54e6), 3e7],
];

function input(list: readonly Cell[] = cells, lang: "nb" | "en" = "en"): ChartInput {
  const common = { point: null, time: 10 };
  const estimates = list.flatMap(([measure, group, a, b]) =>
    [a, b].map((mean, i) => ({ ...common, scenario: "ab"[i], measure, group, mean }) as unknown as Estimate),
  );
  const differences = list.map(
    ([measure, group, a, b, halfWidth]) =>
      ({
        ...common,
        a: "a",
        b: "b",
        measure,
        group,
        mean: b - a,
        halfWidth,
        jointHalfWidth: 2 * halfWidth,
      }) as unknown as Difference,
  );
  return { estimates: { schema: "tiltak.estimates/1", seed: "s", estimates, differences }, scenarios, lang };
}
const pair = { a: "a", b: "b", time: 10 } as Difference;

describe("net public cost", () => {
  it("is taken apart by who bears it, and leaves out what nobody pays", () => {
    const cost = publicCost(input(), pair);
    expect(cost?.parts.map(({ name }) => name.en.slice(0, 28))).toEqual([
      "the state",
      "the municipalities beyond th",
      "frame grant that municipalit",
      "the municipalities as owners",
    ]);
    const sum = cost?.parts.reduce((total, { change }) => total + change, 0) ?? Number.NaN;
    expect(sum).toBeCloseTo(cost?.net.change ?? 0, 3);
  });

  it("is told payer by payer, names the owners, and says what is not certain", () => {
    expect(payerSentence(input(), pair)).toBe(
      "Who pays, change in million kroner in 2036: the state −76; the municipalities beyond the frame grant −23; frame grant that municipalities have left, taken out −1; the municipalities as owners, through their share of enterprises' surpluses and deficits +116. In all, net public cost: +16 (−44 ... +76).",
    );
    const nb = payerSentence(
      input(
        cells.map((cell) => (cell[0] === "grant-unspent" ? [cell[0], cell[1], 0, 1.2e6, 9e6] : cell)),
        "nb",
      ),
      pair,
    );
    expect(nb).toContain("kommunene som eiere, gjennom sin andel av bedriftenes over- og underskudd +116");
    expect(nb).toContain("trukket fra −1 (usikkert)");
  });

  it("is a table of which every cell is rounded by itself", () => {
    // 770 less 746 is 24, but the change is 24.8: neither is bent to the other.
    const list: readonly Cell[] = [
      ["cost", { payer: "state" }, 770.4e6, 745.6e6, 1e6],
      ["cost", { payer: "municipality" }, 100.4e6, 100.3e6, 1e6],
      ["owners-deficit-share", {}, -10.3e6, -10.2e6, 1e6],
      ["net-public-cost", {}, 860.5e6, 835.7e6, 1e6],
    ];
    const html = publicCostTable(input(list), pair, { a: "Today", b: "Moved", year: "2036" });
    expect(html).toContain("Moved: net public cost in 2036, by who pays");
    const rows = [...html.matchAll(/<tr><th scope="row">.*?<\/tr>/g)].map(([row]) =>
      [...row.matchAll(/<td class="number">([^<]*)<\/td>/g)].map(([, cell = ""]) => cell).slice(0, 3),
    );
    expect(rows).toEqual([
      ["770", "746", "−25"],
      ["100", "100", "0"],
      ["−10", "−10", "0"],
      ["861", "836", "−25"],
    ]);
    for (const [lang, words] of [
      ["nb", "kan avvike med 1"],
      ["en", "may be off by 1"],
    ] as const) {
      expect(publicCostNote(lang)).toContain(words);
      expect(publicCostNote(lang)).not.toMatch(/add up|går opp/);
    }
  });

  it("says nothing where a run lacks rows, or they do not add up", () => {
    expect(payerSentence(input([]), pair)).toBe("");
    expect(publicCostTable(input([]), pair, { a: "", b: "", year: "2036" })).toBe("");
    const short = cells.filter(([measure]) => measure !== "owners-deficit-share");
    expect(publicCost(input(short), pair)).toBeUndefined();
  });
});
