import { describe, expect, it } from "vitest";
import { seededSource, times } from "../../test/support/seeded-source.ts";
import { AnalysisError } from "./errors.ts";
import { regret } from "./regret.ts";
import { smoother } from "./smoother.ts";
import { evpi, evppi, evsi } from "./value-of-information.ts";

const standardLoss = 1 / Math.sqrt(2 * Math.PI);

describe("the value of information", () => {
  // Payoff 0 for doing nothing, x + y for acting, x and y standard normal: EVPPI of x is 0.3989, EVPI is sqrt(2) x 0.3989.
  const source = seededSource(1);
  const n = 4000;
  const x = times(n, () => source.normal());
  const y = times(n, () => source.normal());
  const nothing = new Float64Array(n);
  const act = Float64Array.from(x, (v, i) => v + y[i]);

  it("of everything is the mean of the best less the best of the means", () => {
    const pattern = times(40, (i) => (i % 2 === 0 ? -1 : 3));
    const value = evpi([times(40, () => 0), pattern]);
    expect(value.value).toBeCloseTo(0.5, 12);
    expect(value).toMatchObject({ n: 40, decisionNow: 1, changesDecision: 0.5 });
  });

  it("has the standard error of a jackknife over ten groups", () => {
    // Draws of group 0 gain 5, the others nothing: leaving group 0 out gives 0, another 5 / 9. Squares sum to 5 / 18.
    const payoff = times(20, (i) => (i % 10 === 0 ? 5 : -1));
    const value = evpi([times(20, () => 0), payoff]);
    expect(value.value).toBeCloseTo(0.5, 12);
    expect(value.standardError).toBeCloseTo(0.5, 12);
    expect(value.changesDecision).toBeCloseTo(0.1, 12);
  });

  it("of everything has its closed form for normal payoffs", () => {
    const value = evpi([nothing, act]);
    expect(Math.abs(value.value - Math.SQRT2 * standardLoss)).toBeLessThan(4 * value.standardError);
    expect(value.standardError).toBeLessThan(0.03);
  });

  it("of one parameter has its closed form, by regression over noise from the other", () => {
    const value = evppi([nothing, act], [{ kind: "number", values: x }]);
    expect(Math.abs(value.value - standardLoss)).toBeLessThan(4 * value.standardError + 0.01);
    expect(value.standardError).toBeLessThan(0.03);
  });

  it("of both parameters comes to that of everything", () => {
    const both = evppi(
      [nothing, act],
      [
        { kind: "number", values: x },
        { kind: "number", values: y },
      ],
    );
    expect(both.value).toBeCloseTo(evpi([nothing, act]).value, 2);
  });

  it("of a parameter that does not matter is near nothing", () => {
    const idle = times(n, () => source.normal());
    const value = evppi([nothing, Float64Array.from(act, (v) => v + 0.5)], [{ kind: "number", values: idle }]);
    expect(value.value).toBeLessThan(0.01);
  });

  it("of a bent or categorical parameter is found too", () => {
    // Acting pays x^2 - 1: E max(0, x^2 - 1) = 2 phi(1) = 0.4839.
    const bent = Float64Array.from(x, (v, i) => v * v - 1 + y[i]);
    expect(evppi([nothing, bent], [{ kind: "number", values: x }]).value).toBeCloseTo(2 * 0.24197, 1);
    const kind = x.map((v) => (v > 0 ? "history" : "need"));
    const byKind = Float64Array.from(y, (v, i) => v + (kind[i] === "history" ? 1 : -1));
    expect(evppi([nothing, byKind], [{ kind: "category", values: kind }]).value).toBeCloseTo(0.5, 1);
  });

  it("of an interaction is found with both parameters and not with one", () => {
    const product = Float64Array.from(x, (v, i) => 3 * v * y[i]);
    const columns = [
      { kind: "number", values: x },
      { kind: "number", values: y },
    ] as const;
    expect(evppi([nothing, product], columns.slice(0, 1)).value).toBeLessThan(0.1);
    expect(evppi([nothing, product], columns).value).toBeGreaterThan(0.6);
  });

  it("of data grows with the sample towards that of the parameter", () => {
    // The mean of m unit-variance observations of x: EVSI = 0.3989 sqrt(m / (m + 1)).
    const of = (m: number): number =>
      evsi([nothing, act], [{ kind: "number", values: x.map((v) => v + source.normal() / Math.sqrt(m)) }]).value;
    expect(of(1)).toBeCloseTo(standardLoss * Math.sqrt(1 / 2), 1);
    expect(of(1)).toBeLessThan(of(20));
    expect(of(20)).toBeLessThan(standardLoss * 1.08);
  });

  it("leaves out draws with an undefined payoff and counts them", () => {
    const holed = Float64Array.from(act);
    holed[3] = Number.NaN;
    expect(evpi([nothing, holed])).toMatchObject({ n: n - 1, undefinedDraws: 1 });
    expect(evppi([nothing, holed], [{ kind: "number", values: x }]).n).toBe(n - 1);
  });

  it("refuses one decision, few draws and columns that do not fit", () => {
    expect(() => evpi([nothing])).toThrow(AnalysisError);
    expect(() =>
      evpi([
        [1, 2],
        [3, 4],
      ]),
    ).toThrow(/2 defined draws are too few/);
    expect(() => evppi([nothing, act], [{ kind: "number", values: [1, 2] }])).toThrow(/does not fit/);
    expect(() => evppi([nothing, act], [])).toThrow(/at least one column/);
    expect(() => smoother([{ kind: "number", values: [1, Number.NaN, 3] }])).toThrow(/row 1 of a column/);
  });
});

describe("regret", () => {
  it("compares each policy with the best in each world", () => {
    const analysis = regret(
      [
        [3, 0, 4],
        [1, 2, 4],
        [2, 2, 1],
      ],
      { goal: "greatest", threshold: 2 },
    );
    expect(analysis.regrets.map((r) => [...r])).toEqual([
      [0, 2, 0],
      [2, 0, 0],
      [1, 0, 3],
    ]);
    expect(analysis.policies.map((p) => p.maxRegret)).toEqual([2, 2, 3]);
    expect(analysis.policies.map((p) => p.worstOutcome)).toEqual([0, 1, 1]);
    expect(analysis.policies.map((p) => p.satisficing)).toEqual([2 / 3, 2 / 3, 2 / 3]);
    expect(analysis.leastBad).toMatchObject({ maxRegret: 0, worstOutcome: 1, satisficing: 0, meanOutcome: 0 });
  });

  it("turns round when less is better", () => {
    const costs = [
      [3, 9],
      [5, 5],
    ];
    const analysis = regret(costs, { goal: "least", threshold: 5 });
    expect(analysis.regrets.map((r) => [...r])).toEqual([
      [0, 4],
      [2, 0],
    ]);
    expect(analysis.policies[0].worstOutcome).toBe(9);
    expect(analysis.policies.map((p) => p.satisficing)).toEqual([0.5, 1]);
    expect(analysis.leastBad.maxRegret).toBe(1);
  });

  it("leaves a world out when one policy is undefined in it", () => {
    const analysis = regret(
      [
        [1, Number.NaN],
        [0, 100],
      ],
      { goal: "greatest", threshold: 0 },
    );
    expect(analysis).toMatchObject({ worlds: 1, undefinedWorlds: 1 });
    expect(analysis.policies[1].maxRegret).toBe(1);
    expect(() => regret([[Number.NaN]], { goal: "greatest", threshold: 0 })).toThrow(/no world/);
    expect(() => regret([[1], [1, 2]], { goal: "greatest", threshold: 0 })).toThrow(/as many outcomes/);
  });
});
