import { describe, expect, it } from "vitest";
import { dependencePosterior } from "./dependence-law.ts";
import { dependencePrior } from "./forecasts.ts";
import { loadTargets } from "./targets.ts";

describe("the law of subsidy dependence, known from two figures", () => {
  const draws = dependencePosterior(dependencePrior(loadTargets()), "tiltak", 8000, 0.02);
  const mean = (of: (draw: (typeof draws)[number]) => number): number =>
    draws.reduce((sum, draw) => sum + of(draw), 0) / draws.length;

  it("keeps draws that meet both", () => {
    expect(draws).toHaveLength(160);
    expect(mean(({ subsidyShare }) => subsidyShare)).toBeCloseTo(0.4975, 1);
    expect(Math.abs(mean(({ subsidyHalf }) => subsidyHalf) - 35.4)).toBeLessThan(1.5);
  });

  it("finds larger firms less dependent, as the report says, though two figures do not settle by how much", () => {
    expect(mean(({ slope }) => slope)).toBeGreaterThan(0.1);
    const slopes = draws.map(({ slope }) => slope).sort((a, b) => a - b);
    expect((slopes[152] as number) - (slopes[8] as number)).toBeGreaterThan(0.3);
  });

  it("cannot have more than half sales where half is subsidy", () => {
    for (const draw of draws) expect(draw.salesHalf + draw.subsidyHalf).toBeLessThanOrEqual(59);
  });
});
