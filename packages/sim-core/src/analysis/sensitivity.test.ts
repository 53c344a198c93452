import { describe, expect, it } from "vitest";
import { seededSource, times } from "../../test/support/seeded-source.ts";
import { morrisTrajectories, SobolSequence, saltelliBlocks } from "../experiment/design/index.ts";
import { meanInterval } from "../statistics/index.ts";
import { AnalysisError } from "./errors.ts";
import { morrisEffects } from "./morris-effects.ts";
import { sobolIndices } from "./sobol-indices.ts";
import { tornado } from "./tornado.ts";

/** Ishigami and Homma's function with a = 7, b = 0.1, on the unit cube. */
function ishigami(u: ArrayLike<number>): number {
  const [x, y, z] = Array.from(u, (v) => Math.PI * (2 * v - 1));
  return Math.sin(x) + 7 * Math.sin(y) ** 2 + 0.1 * z ** 4 * Math.sin(x);
}

const options = (seed: number) => ({ level: 0.95, resamples: 200, source: seededSource(seed) });

describe("Sobol' indices", () => {
  it("reproduce the published values of the Ishigami function", () => {
    const points = saltelliBlocks(new SobolSequence(6, seededSource(1)).points(4096));
    const result = sobolIndices(points.map(ishigami), 3, options(2));
    const first = result.indices.map((i) => i.firstOrder.estimate);
    const total = result.indices.map((i) => i.total.estimate);
    [0.3139, 0.4424, 0].forEach((truth, i) => {
      expect(Math.abs(first[i] - truth)).toBeLessThan(0.02);
    });
    [0.5576, 0.4424, 0.2437].forEach((truth, i) => {
      expect(Math.abs(total[i] - truth)).toBeLessThan(0.02);
    });
    // Variance a^2 / 8 + b pi^4 / 5 + b^2 pi^8 / 18 + 1 / 2 = 13.8446, mean a / 2.
    expect(result.variance).toBeGreaterThan(13.6);
    expect(result.variance).toBeLessThan(14.1);
    expect(result.mean).toBeCloseTo(3.5, 1);
    expect(result.blocks).toBe(4096);
  });

  it("have intervals that hold the truth about as often as they say", () => {
    let held = 0;
    for (let study = 0; study < 40; study += 1) {
      const source = seededSource(100 + study);
      const base = times(400, () => Float64Array.from({ length: 6 }, () => source.uniform()));
      const { indices } = sobolIndices(saltelliBlocks(base).map(ishigami), 3, options(study));
      [0.5576, 0.4424, 0.2437].forEach((truth, i) => {
        if (indices[i].total.low <= truth && truth <= indices[i].total.high) held += 1;
      });
    }
    expect(held / 120).toBeGreaterThan(0.87);
  });

  it("are the shares of a sum of independent parts, first order and total alike", () => {
    const points = saltelliBlocks(new SobolSequence(4, seededSource(3)).points(1024));
    const { indices } = sobolIndices(
      points.map((u) => 100 + 3 * u[0] + 1 * u[1]),
      2,
      options(4),
    );
    expect(indices[0].firstOrder.estimate).toBeCloseTo(0.9, 1);
    expect(indices[0].total.estimate).toBeCloseTo(0.9, 1);
    expect(indices[1].total.estimate).toBeCloseTo(0.1, 2);
  });

  it("follow the estimators by hand for two blocks of one parameter", () => {
    // Blocks (A, AB, B) = (1, 5, 5) and (3, 2, 2), mean 2.75, variance of A and B together 8.75 / 3.
    const { indices, variance, mean } = sobolIndices([1, 5, 5, 3, 2, 2], 1, options(9));
    expect(mean).toBe(2.75);
    expect(variance).toBeCloseTo(8.75 / 3, 12);
    // First order (2.25 x 4 + -0.75 x -1) / 2, total (16 + 1) / 4, over the variance.
    expect(indices[0].firstOrder.estimate).toBeCloseTo(4.875 / (8.75 / 3), 12);
    expect(indices[0].total.estimate).toBeCloseTo(4.25 / (8.75 / 3), 12);
  });

  it("lose one block, not everything, to one undefined output", () => {
    const outputs = saltelliBlocks(new SobolSequence(6, seededSource(5)).points(64)).map(ishigami);
    outputs[7] = Number.NaN;
    const result = sobolIndices(outputs, 3, options(6));
    expect([result.blocks, result.undefinedBlocks]).toEqual([63, 1]);
    expect(result.indices[0].total.estimate).toBeGreaterThan(0);
  });

  it("are undefined when nothing varies, and refuse broken blocks", () => {
    expect(
      sobolIndices(
        times(20, () => 3),
        3,
        options(7),
      ).indices[0].total.estimate,
    ).toBeNaN();
    expect(() => sobolIndices([1, 2, 3], 3, options(8))).toThrow(AnalysisError);
  });
});

describe("Morris's elementary effects", () => {
  const points = morrisTrajectories(3, seededSource(11), { trajectories: 30, levels: 4, placement: "ends" });

  it("are exact for a straight line", () => {
    const effects = morrisEffects(
      points,
      points.map((u) => 2 * u[0] - 3 * u[1]),
      options(12),
    );
    expect(effects.map((e) => [e.mu, e.muStar, e.sigma, e.n])).toEqual([
      [2, 2, 0, 30].map((x) => expect.closeTo(x, 10)),
      [-3, 3, 0, 30].map((x) => expect.closeTo(x, 10)),
      [0, 0, 0, 30].map((x) => expect.closeTo(x, 10)),
    ]);
  });

  it("see interaction as spread, and a change of sign as mu far below mu*", () => {
    const effects = morrisEffects(
      points,
      points.map((u) => (u[0] - 0.5) * (u[1] - 0.5) * 12 + u[2]),
      options(13),
    );
    expect(effects[0].muStar).toBeGreaterThan(3);
    expect(Math.abs(effects[0].mu)).toBeLessThan(1.5);
    expect(effects[0].sigma).toBeGreaterThan(3);
    expect(effects[2].sigma).toBeLessThan(1e-9);
    expect(effects[0].muStarInterval.low).toBeLessThan(effects[0].muStar);
  });

  it("lose one or two effects, not everything, to one undefined output", () => {
    const outputs = points.map((u) => u[0]);
    outputs[5] = Number.NaN;
    const effects = morrisEffects(points, outputs, options(14));
    expect(effects.reduce((sum, e) => sum + e.undefinedEffects, 0)).toBe(2);
    expect(effects[0].muStar).toBeCloseTo(1, 12);
  });

  it("refuse points that are no trajectories", () => {
    expect(() =>
      morrisEffects(
        points.slice(1),
        times(119, () => 1),
        options(1),
      ),
    ).toThrow(/whole trajectories/);
    const stuck = [Float64Array.of(0, 0), Float64Array.of(1, 1), Float64Array.of(0, 1)];
    expect(() => morrisEffects(stuck, [1, 2, 3], options(1))).toThrow(/do not differ in one coordinate/);
  });
});

describe("a tornado", () => {
  it("orders paired swings by size and puts undefined ones last", () => {
    const base = [10, 12, 11, 13];
    const shifted = (by: number): number[] => base.map((x) => x + by);
    const bars = tornado(
      base,
      [
        { parameter: "small", low: shifted(-1), high: shifted(1) },
        { parameter: "unknown", low: base.map(() => Number.NaN), high: base },
        { parameter: "large", low: shifted(4), high: shifted(-3) },
      ],
      { runsPerDraw: 2, level: 0.95 },
    );
    expect(bars.map((b) => b.parameter)).toEqual(["large", "small", "unknown"]);
    expect(bars[0].low.mean).toBe(4);
    expect(bars[0].high.mean).toBe(-3);
    expect(bars[0].swing.mean).toBe(-7);
    // Shared luck: the spread of the base does not enter.
    expect(bars[0].swing.halfWidth).toBe(0);
    expect(meanInterval(base, 0.95).halfWidth).toBeGreaterThan(1);
  });
});
