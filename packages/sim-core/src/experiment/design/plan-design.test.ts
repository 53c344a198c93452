import { describe, expect, it } from "vitest";
import { seededSource } from "../../../test/support/seeded-source.ts";
import { InputError } from "../../foundation/errors.ts";
import { type DesignMethod, designSize, planDesign, type VaryingParameter } from "./plan-design.ts";

const parameters: readonly VaryingParameter[] = [
  { id: "transfer.share", spec: { distribution: "uniform", min: 0.2, max: 0.8 } },
  {
    id: "transfer.rule",
    spec: { distribution: "choice", values: ["history", "inhabitants", "need"], weights: [1, 1, 2] },
  },
];

const everyMethod: readonly DesignMethod[] = [
  { method: "grid", levels: 3 },
  { method: "lhs", points: 10 },
  { method: "sobol", points: 16 },
  { method: "halton", points: 7, scramble: false },
  { method: "morris", trajectories: 4, levels: 4 },
  { method: "saltelli", base: 8 },
  { method: "one-way", low: 0.05, high: 0.95 },
];

describe("a planned design", () => {
  it("has as many points as forecast, by every method", () => {
    for (const design of everyMethod) {
      const planned = planDesign(design, parameters, seededSource(1));
      expect(planned.points.length).toBe(designSize(design, parameters));
      expect(planned.units.length).toBe(design.method === "one-way" ? 0 : planned.points.length);
    }
    expect(designSize({ method: "grid", levels: 1000 }, [parameters[0], { ...parameters[0], id: "b" }])).toBe(
      1_000_000,
    );
  });

  it("crosses the ends of a bounded number with every value of a choice", () => {
    const { points } = planDesign({ method: "grid", levels: 3 }, parameters, seededSource(1));
    const texts = points.map(({ parameters: p }) => `${p["transfer.share"]} ${p["transfer.rule"]}`).sort();
    expect(texts).toEqual([
      "0.2 history",
      "0.2 inhabitants",
      "0.2 need",
      "0.5 history",
      "0.5 inhabitants",
      "0.5 need",
      "0.8 history",
      "0.8 inhabitants",
      "0.8 need",
    ]);
  });

  it("keeps away from the ends of what has none", () => {
    const unbounded: VaryingParameter[] = [{ id: "x", spec: { distribution: "normal", mean: 0, sd: 1 } }];
    for (const design of everyMethod) {
      for (const { parameters: p } of planDesign(design, unbounded, seededSource(2)).points) {
        if (p.x !== undefined) expect(Number.isFinite(p.x)).toBe(true);
      }
    }
  });

  it("begins a longer Sobol' design with the shorter one", () => {
    const short = planDesign({ method: "sobol", points: 8 }, parameters, seededSource(3));
    const long = planDesign({ method: "sobol", points: 20 }, parameters, seededSource(3));
    expect(long.points.slice(0, 8)).toEqual(short.points);
  });

  it("sets one parameter at a time for a tornado, the scenario as it is first", () => {
    const { points } = planDesign({ method: "one-way", low: 0, high: 1 }, parameters.slice(0, 1), seededSource(4));
    expect(points).toEqual([
      { parameters: {} },
      { parameters: { "transfer.share": 0.2 } },
      { parameters: { "transfer.share": 0.8 } },
    ]);
  });

  it("correlates by id", () => {
    const two = [parameters[0], { ...parameters[0], id: "b" }];
    const { units } = planDesign({ method: "lhs", points: 400 }, two, seededSource(5), [["transfer.share", "b", 0.9]]);
    const close = units.filter(([u, v]) => Math.abs(u - v) < 0.25).length;
    expect(close).toBeGreaterThan(330);
  });

  it("is refused with every problem at once", () => {
    const doubled = [parameters[0], parameters[0]];
    try {
      planDesign({ method: "saltelli", base: 4 }, doubled, seededSource(6), [["transfer.share", "nowhere", 0.5]]);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      expect((error as InputError).problems.map((p) => p.path)).toEqual([
        "parameters.transfer.share",
        "correlations",
        "correlations[0]",
      ]);
    }
    expect(() => planDesign({ method: "lhs", points: 3 }, [], seededSource(7))).toThrow(/a parameter that varies/);
    expect(() => planDesign({ method: "one-way", low: 0.9, high: 0.1 }, parameters, seededSource(8))).toThrow(
      /no ends/,
    );
  });
});
