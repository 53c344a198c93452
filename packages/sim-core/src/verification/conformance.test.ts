// The judge: what passes, what fails, and what is too vague to be either.

import { describe, expect, it } from "vitest";
import { studentTQuantile } from "../foundation/math.ts";
import { judgeCoverage, judgeExpectation, judgePath, mostSkewness } from "./conformance.ts";
import { skewCorrectedInterval } from "./skew-corrected.ts";

const expectation = { measure: "wait", theory: 2, ratio: ["waited", "customers"] as const };

describe("a measure", () => {
  it("is the ratio of totals, with the interval of numerator - theory x denominator", () => {
    const judged = judgeExpectation(
      expectation,
      [
        { waited: 21, customers: 10 },
        { waited: 39, customers: 20 },
        { waited: 64, customers: 30 },
      ],
      0.95,
    );
    // Residuals 1, -1, 4: mean 4 / 3, standard deviation 2.5166; 20 customers a replication.
    expect(judged.simulated).toBeCloseTo(124 / 60, 12);
    expect(judged).toMatchObject({ n: 3, theory: 2, verdict: "pass" });
    const { low, high } = skewCorrectedInterval([1, -1, 4], studentTQuantile(0.975, 2), mostSkewness);
    expect(judged.low).toBeCloseTo(2 + low / 20, 12);
    expect(judged.high).toBeCloseTo(2 + high / 20, 12);
    // 1.2816 standard errors beyond its longer side are found nine times out of ten.
    const longer = Math.max(judged.high - judged.simulated, judged.simulated - judged.low);
    expect(judged.detects).toBeCloseTo((longer + (1.28155 * 1.45297) / 20) / 2, 4);
  });

  it("fails exactly when its interval leaves out theory", () => {
    const replications = [10.9, 11, 11.1, 11.05].map((waited) => ({ waited, customers: 5 }));
    const judged = judgeExpectation(expectation, replications, 0.99);
    expect(judged.low).toBeGreaterThan(2);
    expect(judged.verdict).toBe("fail");
    expect(judgeExpectation({ ...expectation, theory: 2.2 }, replications, 0.99).verdict).toBe("pass");
  });

  it("is blind when the interval says next to nothing", () => {
    const replications = [1, 20, 3, 16].map((waited) => ({ waited, customers: 5 }));
    expect(judgeExpectation(expectation, replications, 0.99).verdict).toBe("blind");
  });

  it.each([
    ["a total that is not a number", [{ waited: Number.NaN, customers: 5 }, ...alike(9)]],
    ["a total that is missing", [{ customers: 5 }, ...alike(9)]],
    ["no customers", alike(10).map(({ waited }) => ({ waited, customers: 0 }))],
    ["replications that are all the same", alike(10).map(() => ({ waited: 10, customers: 5 }))],
  ])("does not pass with %s", (_, replications) => {
    expect(judgeExpectation(expectation, replications as { waited: number; customers: number }[], 0.99).verdict).toBe(
      "fail",
    );
  });

  function alike(count: number): { waited: number; customers: number }[] {
    return Array.from({ length: count }, (_, i) => ({ waited: 10 + (i % 2 === 0 ? 0.1 : -0.1), customers: 5 }));
  }
});

describe("a path", () => {
  it.each([
    [{ compared: 10, different: 0, greatestDifference: 0 }, 10, "pass"],
    [{ compared: 10, different: 1, greatestDifference: 1e-16 }, 10, "fail"],
    [{ compared: 9, different: 0, greatestDifference: 0 }, 10, "fail"],
    [{ compared: 0, different: 0, greatestDifference: 0 }, 0, "fail"],
  ])("%o of %i customers is judged", (comparison, customers, verdict) => {
    expect(judgePath(comparison, customers)).toMatchObject({ verdict, simulated: comparison.different, pValue: null });
  });
});

describe("a coverage", () => {
  const study = { claimed: 0.95, allowed: [0.94, 0.96] as const };

  it.each([
    [950, "pass"],
    [930, "pass"],
    [890, "fail"],
    [999, "fail"],
  ])("of %i in 1,000 is judged by the exact interval at 99.9 %%", (held, verdict) => {
    expect(judgeCoverage({ intervals: 1000, held }, study, 0.999)).toMatchObject({ verdict, simulated: held / 1000 });
  });

  it("of no interval at all does not pass", () => {
    expect(judgeCoverage({ intervals: 0, held: 0 }, study, 0.999).verdict).toBe("fail");
  });

  it("of a handful of intervals is blind", () => {
    expect(judgeCoverage({ intervals: 5, held: 5 }, study, 0.999).verdict).toBe("blind");
  });
});
