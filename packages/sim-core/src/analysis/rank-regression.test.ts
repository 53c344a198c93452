import { describe, expect, it } from "vitest";
import { keyFromSeed, SequentialStream } from "../random/index.ts";
import { AnalysisError } from "./errors.ts";
import { rankRegression, ranksOf } from "./rank-regression.ts";

const options = () => ({ level: 0.95, resamples: 200, source: new SequentialStream(keyFromSeed("rank")) });
const stream = new SequentialStream(keyFromSeed("sample"));
const column = (n: number): Float64Array => Float64Array.from({ length: n }, () => stream.uniform());

describe("ranks", () => {
  it("count from 1, and equal values share theirs", () => {
    expect([...ranksOf([3, 1, 3, 2])]).toEqual([3.5, 1, 3.5, 2]);
  });
});

describe("rank correlation and standardised regression", () => {
  const x = column(400);
  const z = column(400);

  it("find the weights of a sum of independent parameters", () => {
    // y = 3 x + 4 z: with equal variances the coefficients are 3/5 and 4/5, whose squares add up to 1.
    const y = x.map((value, i) => 3 * value + 4 * z[i]);
    const { effects, r2 } = rankRegression([x, z], y, options());
    expect(r2).toBeCloseTo(1, 10);
    for (const [i, wanted] of [0.6, 0.8].entries()) {
      expect(Math.abs((effects[i]?.standardisedCoefficient.estimate ?? 0) - wanted)).toBeLessThan(0.05);
      expect(effects[i]?.standardisedCoefficient.low).toBeLessThan(wanted + 0.05);
    }
  });

  it("see a curve as what it is: ranks agree, a straight line explains less", () => {
    const y = x.map((value) => value * value * value * value * value * value * value * value);
    const { effects, r2 } = rankRegression([x, z], y, options());
    expect(effects[0]?.rankCorrelation.estimate).toBeCloseTo(1, 10);
    expect(r2).toBeLessThan(0.8);
    expect(Math.abs(effects[1]?.rankCorrelation.estimate ?? 1)).toBeLessThan(0.15);
  });

  it("leave out undefined outputs, and say NaN where nothing varies", () => {
    const y = x.map((value, i) => (i < 10 ? Number.NaN : value));
    expect(rankRegression([x], y, options())).toMatchObject({ n: 390, undefinedPoints: 10 });
    const flat = rankRegression([x, x.map(() => 1)], y, options());
    expect(flat.effects[1]?.rankCorrelation.estimate).toBeNaN();
    expect(flat.r2).toBeNaN();
  });

  it("refuse columns of another length", () => {
    expect(() => rankRegression([x], z.slice(1), options())).toThrow(AnalysisError);
    expect(() => rankRegression([], z, options())).toThrow(AnalysisError);
  });
});
