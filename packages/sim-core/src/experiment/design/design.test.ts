import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededSource } from "../../../test/support/seeded-source.ts";
import { InputError } from "../../foundation/errors.ts";
import { sampleCorrelation } from "../../statistics/index.ts";
import { correlate } from "./correlation.ts";
import { grid, gridSize } from "./grid.ts";
import { HaltonSequence, radicalInverse } from "./halton.ts";
import { latinHypercube } from "./latin-hypercube.ts";
import { morrisSize, morrisTrajectories } from "./morris.ts";
import { saltelliBlocks, saltelliSize } from "./saltelli.ts";
import { mostSobolDimensions, SobolSequence } from "./sobol.ts";
import { balancedOrder, levelPosition, type UnitPoints } from "./unit-points.ts";

const half = 0.5 / 4_294_967_296;

function column(points: UnitPoints, d: number): number[] {
  return points.map((point) => point[d]);
}

/** Whether every one of `strata` equal intervals holds equally many of the values. */
function fillsStrata(values: readonly number[], strata: number): boolean {
  const counts = new Array<number>(strata).fill(0);
  for (const u of values) counts[Math.floor(u * strata)] += 1;
  return counts.every((count) => count === values.length / strata);
}

describe("order and levels", () => {
  it("spread every prefix evenly", () => {
    expect([...balancedOrder(8)]).toEqual([0, 4, 2, 6, 1, 5, 3, 7]);
    expect([...balancedOrder(5)]).toEqual([0, 4, 2, 1, 3]);
    expect([...balancedOrder(0)]).toEqual([]);
  });

  it("name every number once", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), (n) => {
        expect([...balancedOrder(n)].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
  });

  it("stand at ends or at midpoints", () => {
    expect([0, 1, 2].map((i) => levelPosition(i, 3, "ends"))).toEqual([0, 0.5, 1]);
    expect([0, 1].map((i) => levelPosition(i, 2, "midpoints"))).toEqual([0.25, 0.75]);
    expect(levelPosition(0, 1, "ends")).toBe(0.5);
  });
});

describe("a grid", () => {
  it("crosses all levels, each combination once", () => {
    const points = grid([
      { levels: 3, placement: "ends" },
      { levels: 2, placement: "midpoints" },
    ]);
    const texts = points.map((p) => [...p].join(" ")).sort();
    expect(texts).toEqual(["0 0.25", "0 0.75", "0.5 0.25", "0.5 0.75", "1 0.25", "1 0.75"]);
    expect(
      gridSize([
        { levels: 1000, placement: "ends" },
        { levels: 1000, placement: "ends" },
      ]),
    ).toBe(1_000_000);
  });

  it("refuses an empty axis, and more points than anybody wants", () => {
    expect(() => grid([{ levels: 0, placement: "ends" }])).toThrow(/axes\[0\].levels.*found 0/);
    const axes = Array.from({ length: 5 }, () => ({ levels: 1000, placement: "ends" as const }));
    expect(() => grid(axes)).toThrow(InputError);
  });
});

describe("a Latin hypercube", () => {
  it("uses every stratum of every parameter once", () => {
    for (const placement of ["random", "midpoints"] as const) {
      const points = latinHypercube(37, 4, seededSource(1), { placement });
      for (let d = 0; d < 4; d += 1) expect(fillsStrata(column(points, d), 37)).toBe(true);
    }
  });

  it("pairs strata at random: other seeds, other pairings, no drift", () => {
    const points = latinHypercube(500, 2, seededSource(2));
    expect(Math.abs(sampleCorrelation(column(points, 0), column(points, 1)))).toBeLessThan(0.12);
    expect(points).not.toEqual(latinHypercube(500, 2, seededSource(3)));
    expect(points).toEqual(latinHypercube(500, 2, seededSource(2)));
    // In random order: the first half is not the lower half.
    const firstHalf = column(points, 0).slice(0, 250);
    expect(Math.abs(firstHalf.reduce((a, b) => a + b, 0) / 250 - 0.5)).toBeLessThan(0.06);
  });

  it("puts strata into every order equally often", () => {
    const source = seededSource(14);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i += 1) {
      const order = column(latinHypercube(3, 1, source), 0)
        .map((u) => Math.floor(3 * u))
        .join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // About four standard deviations of 29 around 1,000.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  it("refuses no points", () => {
    expect(() => latinHypercube(0, 1, seededSource(1))).toThrow(/points/);
  });
});

describe("the Sobol' sequence", () => {
  it("is the published one, moved to the middle of its cells", () => {
    const points = new SobolSequence(5).points(8);
    expect(points.map((p) => [...p].map((u) => u - half))).toEqual([
      [0, 0, 0, 0, 0],
      [0.5, 0.5, 0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25, 0.25, 0.75],
      [0.25, 0.75, 0.75, 0.75, 0.25],
      [0.375, 0.375, 0.625, 0.875, 0.375],
      [0.875, 0.875, 0.125, 0.375, 0.875],
      [0.625, 0.125, 0.875, 0.625, 0.625],
      [0.125, 0.625, 0.375, 0.125, 0.125],
    ]);
  });

  it("agrees with another implementation far out, in point and dimension", () => {
    // scipy 1.17.1, qmc.Sobol(512, scramble=False): points 1, 2, 3, 777 and 1023 in dimensions 101 and 512.
    const sequence = new SobolSequence(512);
    const at = [1, 2, 3, 777, 1023].map((i) => sequence.point(i));
    expect(at.map((p) => p[100] - half)).toEqual([0.5, 0.25, 0.75, 0.8427734375, 0.2373046875]);
    expect(at.map((p) => p[511] - half)).toEqual([0.5, 0.75, 0.25, 0.7978515625, 0.6142578125]);
  });

  it("fills every stratum of every dimension, plain and scrambled", () => {
    for (const scramble of [undefined, seededSource(4)]) {
      const points = new SobolSequence(mostSobolDimensions, scramble).points(64);
      for (let d = 0; d < mostSobolDimensions; d += 1) expect(fillsStrata(column(points, d), 64)).toBe(true);
    }
  });

  it("fills the elementary boxes of the first two dimensions, also scrambled", () => {
    const points = new SobolSequence(2, seededSource(5)).points(256);
    for (const [across, up] of [
      [16, 16],
      [4, 64],
      [128, 2],
    ]) {
      const counts = new Map<string, number>();
      for (const [x, y] of points) {
        const box = `${Math.floor(x * across)},${Math.floor(y * up)}`;
        counts.set(box, (counts.get(box) ?? 0) + 1);
      }
      expect(counts.size).toBe(256);
    }
  });

  it("begins every longer run with the shorter one", () => {
    const long = new SobolSequence(3, seededSource(6)).points(100);
    expect(new SobolSequence(3, seededSource(6)).points(40)).toEqual(long.slice(0, 40));
    expect(new SobolSequence(3, seededSource(6)).points(60, 40)).toEqual(long.slice(40));
  });

  it("integrates a smooth function far better than random points", () => {
    const points = new SobolSequence(4, seededSource(7)).points(1024);
    const mean = points.reduce((sum, p) => sum + p[0] * p[1] * p[2] * p[3] * 16, 0) / 1024;
    // Random points have a standard error of about 0.046 here.
    expect(Math.abs(mean - 1)).toBeLessThan(0.005);
  });

  it("refuses more dimensions than it has numbers for", () => {
    expect(() => new SobolSequence(mostSobolDimensions + 1)).toThrow(/an integer from 1 to 512/);
  });
});

describe("the Halton sequence", () => {
  it("mirrors digits", () => {
    expect(radicalInverse(6, 2)).toBe(0.375);
    const points = new HaltonSequence(3).points(3);
    expect(points.map((p) => [...p])).toEqual([
      [0.5, 1 / 3, 0.2],
      [0.25, 2 / 3, 0.4],
      [0.75, 1 / 9, 0.6],
    ]);
  });

  it("fills strata of each base, scrambled too, and can be extended", () => {
    const points = new HaltonSequence(6, seededSource(8)).points(13 * 11);
    expect(fillsStrata(column(points, 5), 13)).toBe(true);
    expect(fillsStrata(column(points, 4), 11)).toBe(true);
    expect(points.every((p) => p.every((u) => u > 0 && u < 1))).toBe(true);
    expect(new HaltonSequence(6, seededSource(8)).points(20, 10)).toEqual(points.slice(10, 30));
  });

  it("refuses too many dimensions", () => {
    expect(() => new HaltonSequence(169)).toThrow(/168/);
  });
});

describe("Morris trajectories", () => {
  it("move every parameter once by half the levels, from any level", () => {
    const points = morrisTrajectories(5, seededSource(9), { trajectories: 40, levels: 4, placement: "ends" });
    expect(points.length).toBe(morrisSize(40, 5));
    const levels = new Map<number, number>();
    for (let t = 0; t < 40; t += 1) {
      const moved = new Set<number>();
      for (let s = 1; s <= 5; s += 1) {
        const before = points[6 * t + s - 1];
        const after = points[6 * t + s];
        const changed = [0, 1, 2, 3, 4].filter((d) => before[d] !== after[d]);
        expect(changed.length).toBe(1);
        expect(Math.abs(after[changed[0]] - before[changed[0]])).toBeCloseTo(2 / 3, 12);
        moved.add(changed[0]);
      }
      expect(moved.size).toBe(5);
    }
    for (const point of points) for (const u of point) levels.set(u, (levels.get(u) ?? 0) + 1);
    expect([...levels.keys()].sort()).toEqual([0, 1 / 3, 2 / 3, 1]);
    for (const count of levels.values()) expect(count).toBeGreaterThan(0.2 * 1200);
  });

  it("refuse an odd number of levels", () => {
    const options = { trajectories: 1, levels: 3, placement: "ends" as const };
    expect(() => morrisTrajectories(2, seededSource(1), options)).toThrow(/even/);
  });
});

describe("Saltelli blocks", () => {
  it("take one coordinate at a time from B", () => {
    const blocks = saltelliBlocks([Float64Array.of(0.1, 0.2, 0.8, 0.9), Float64Array.of(0, 0, 1, 1)]);
    expect(blocks.length).toBe(saltelliSize(2, 2));
    expect(blocks.slice(0, 4).map((p) => [...p])).toEqual([
      [0.1, 0.2],
      [0.8, 0.2],
      [0.1, 0.9],
      [0.8, 0.9],
    ]);
  });

  it("refuse base points without a B", () => {
    expect(() => saltelliBlocks([Float64Array.of(1, 2, 3)])).toThrow(/3 coordinates/);
  });
});

describe("correlated parameters", () => {
  it("have the wished rank correlation and keep their margins", () => {
    const points = correlate(latinHypercube(2000, 3, seededSource(10)), [{ a: 0, b: 2, correlation: -0.4 }]);
    // Of uniform margins, Pearson's correlation is Spearman's.
    expect(sampleCorrelation(column(points, 0), column(points, 2))).toBeGreaterThan(-0.45);
    expect(sampleCorrelation(column(points, 0), column(points, 2))).toBeLessThan(-0.35);
    expect(Math.abs(sampleCorrelation(column(points, 1), column(points, 2)))).toBeLessThan(0.07);
    expect(fillsStrata(column(points, 0), 2000)).toBe(true);
    const tenths = new Array<number>(10).fill(0);
    for (const u of column(points, 2)) tenths[Math.floor(u * 10)] += 1;
    for (const count of tenths) expect(Math.abs(count - 200)).toBeLessThan(50);
  });

  it("stay as they were when nothing is correlated", () => {
    const points = latinHypercube(20, 2, seededSource(11));
    expect(correlate(points, [])).toEqual(points);
  });

  it("are refused with every problem at once", () => {
    const points = latinHypercube(2, 2, seededSource(12));
    try {
      correlate(points, [
        { a: 0, b: 5, correlation: 0.1 },
        { a: 0, b: 1, correlation: 1 },
        { a: 0, b: 1, correlation: 0.2 },
        { a: 1, b: 0, correlation: 0.2 },
      ]);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      expect((error as InputError).problems.length).toBe(3);
    }
  });

  it("are refused when no joint distribution has them", () => {
    const points = latinHypercube(2, 3, seededSource(13));
    const impossible = [
      { a: 0, b: 1, correlation: 0.9 },
      { a: 1, b: 2, correlation: 0.9 },
      { a: 0, b: 2, correlation: -0.9 },
    ];
    expect(() => correlate(points, impossible)).toThrow(/cannot hold together/);
  });
});
