import { exp } from "@tiltak/sim-core";
import { describe, expect, it } from "vitest";
import { loadEvidence } from "../evidence.ts";
import { streamOf } from "./draws.ts";
import { linesFor } from "./held-out.ts";
import {
  drawLeaving,
  drawNormal,
  drawStartersGone,
  drawStock,
  growthLaw,
  leavingLaw,
  meanLeaving,
  normalLaw,
  poolOf,
} from "./sites.ts";
import { loadTargets } from "./targets.ts";

const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
const draws = (n: number, one: () => number): number[] => Array.from({ length: n }, one);

describe("partial pooling of leaving rates", () => {
  it("has a new site near the common rate when many sites agree", () => {
    const law = leavingLaw(draws(12, () => 0).map(() => ({ leavers: 80, personYears: 400 })));
    const stream = streamOf("pool", "agree");
    const rates = draws(4000, () => drawLeaving(law, stream));
    expect(mean(rates)).toBeCloseTo(0.2, 1);
    const sd = Math.sqrt(mean(rates.map((x) => (x - mean(rates)) * (x - mean(rates)))));
    expect(sd).toBeLessThan(0.05);
  });

  it("spreads as the sites do when they differ beyond chance", () => {
    const law = leavingLaw([
      { leavers: 40, personYears: 400 },
      { leavers: 160, personYears: 400 },
      { leavers: 80, personYears: 400 },
      { leavers: 120, personYears: 400 },
    ]);
    const stream = streamOf("pool", "differ");
    const rates = draws(4000, () => drawLeaving(law, stream)).sort((a, b) => a - b);
    expect(rates[200]).toBeLessThan(0.12);
    expect(rates[3800]).toBeGreaterThan(0.38);
  });

  it("knows more from more person-years", () => {
    const widthOf = (times: number): number => {
      const law = leavingLaw([1, 2, 3].map(() => ({ leavers: 4 * times, personYears: 20 * times })));
      const stream = streamOf("pool", "years");
      const rates = draws(4000, () => drawLeaving(law, stream)).sort((a, b) => a - b);
      return (rates[3800] as number) - (rates[200] as number);
    };
    expect(widthOf(20)).toBeLessThan(widthOf(1));
  });
});

describe("a normal law between sites", () => {
  it("is centred at the figures and no wider than they differ", () => {
    const figures = [0.5, 0.52, 0.48, 0.5].map((value) => ({ value, error: 0.01 }));
    const law = normalLaw(figures, 0.15, 0.4);
    const stream = streamOf("normal law");
    const sample = draws(4000, () => drawNormal(law, stream)).sort((a, b) => a - b);
    expect(sample[2000]).toBeCloseTo(0.5, 2);
    expect((sample[3800] as number) - (sample[200] as number)).toBeLessThan(0.3);
  });
});

describe("people at a site", () => {
  it("are on average those who stay and those who came and stayed", () => {
    const stream = streamOf("stock");
    const [people, hazard, growth, years] = [20, 0.3, -0.1, 2];
    const stays = exp(-hazard * years);
    const expected = people * stays + ((hazard + growth) * people * (1 - stays)) / hazard;
    const sample = draws(20_000, () => drawStock(stream, people, hazard, growth, years));
    expect(mean(sample)).toBeCloseTo(expected, 0);
  });

  it("only leave when growth is as negative as leaving", () => {
    const stream = streamOf("only leave");
    expect(draws(500, () => drawStock(stream, 10, 0.4, -0.4, 1)).every((x) => x <= 10)).toBe(true);
  });

  it("have all left after a long time, and none at once", () => {
    const stream = streamOf("starters");
    expect(drawStartersGone(stream, 14, 6, 0.4, 2.4, 1e6)).toBe(14);
    expect(drawStartersGone(stream, 14, 6, 0.4, 2.4, 1e-9)).toBe(0);
  });
});

describe("the sites of the trial", () => {
  const all = loadTargets();
  const evidence = loadEvidence();

  it("leave about one in five a year, all together", () => {
    expect(meanLeaving(poolOf(all.pool, evidence).leaving)).toBeCloseTo(0.22, 2);
  });

  it("never speak about themselves", () => {
    for (const target of all.targets.filter(({ predictor }) => "site" in predictor)) {
      const lines = linesFor(target, all);
      expect(lines.map(({ site }) => site)).not.toContain(target.predictor.site);
      expect(lines).toHaveLength(5);
    }
  });

  it("give another law to each site, because another one is left out", () => {
    const laws = ["ullensaker-2021-01", "oslo-2021", "oygarden-2021"].map((id) => {
      const target = all.targets.find((one) => one.id === id);
      if (target === undefined) throw new Error(id);
      return growthLaw(poolOf(linesFor(target, all), evidence)).centres[0] as number;
    });
    expect(new Set(laws.map((x) => x.toFixed(4))).size).toBe(3);
  });
});
