import { describe, expect, it } from "vitest";
import { type EnterpriseLaw, fitEnterpriseLaw, observedFigures, type SurveyFigures } from "./enterprise-law.ts";

const registry: EnterpriseLaw = { medianMnok: 7.5, sigma: 0.952, logit: 0.374, slope: 0.306, sd: 1.101 };

describe("the joint law of the register, fitted with the survey's selection", () => {
  const fit = fitEnterpriseLaw(registry, "tiltak", { samples: 6, draws: 120, evaluations: 70 });
  const far = (key: keyof SurveyFigures, by: "registry" | "fitted"): number =>
    Math.abs(fit.figures[key][by] - fit.figures[key].observed) / Math.max(fit.figures[key].sd, 1e-9);

  it("meets the survey within the spread between samples", () => {
    for (const key of ["mean", "median", "participantsSd", "subsidyShare", "subsidyHalf", "below10"] as const)
      expect(far(key, "fitted"), key).toBeLessThan(2);
  });

  it("comes nearer than a law that was fitted to the sample as if it were the country, on what it was not fitted to as well", () => {
    for (const key of ["subsidyShare", "subsidyHalf", "salesHalf"] as const)
      expect(far(key, "fitted"), key).toBeLessThan(far(key, "registry"));
  });

  it("keeps the state's subsidies inside their check", () => {
    expect(fit.figures.stateBillion.fitted).toBeGreaterThan(1.46);
    expect(fit.figures.stateBillion.fitted).toBeLessThan(1.68);
    expect(observedFigures().stateBillion).toBeCloseTo(1.57, 2);
  });

  it("says a range that holds the point", () => {
    for (const [name, { point, low, high }] of Object.entries(fit.law)) {
      expect(low, name).toBeLessThan(high);
      expect(point, name).toBeGreaterThan(low - (high - low));
      expect(point, name).toBeLessThan(high + (high - low));
    }
  });
});
