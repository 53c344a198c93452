import { describe, expect, it } from "vitest";
import { seededSource, times } from "../../test/support/seeded-source.ts";
import { abcRejection } from "./abc.ts";
import { AnalysisError } from "./errors.ts";
import { minimise, nelderMead } from "./nelder-mead.ts";
import { prim } from "./prim.ts";

describe("PRIM", () => {
  const source = seededSource(1);
  const points = times(1500, () => times(4, () => source.uniform()));
  const inBox = (p: readonly number[]): boolean => p[0] > 0.6 && p[2] < 0.5;
  const interesting = points.map(inBox);

  it("finds the box that was planted, and limits nothing else", () => {
    const boxes = prim(points, interesting, { peel: 0.05, leastMass: 0.05 });
    expect(boxes[0]).toMatchObject({ limits: [], mass: 1, coverage: 1 });
    const found = boxes.find((box) => box.density > 0.97);
    expect(found?.coverage).toBeGreaterThan(0.85);
    expect(found?.limits.map((l) => l.parameter)).toEqual([0, 2]);
    expect(found?.limits[0].low).toBeGreaterThan(0.57);
    expect(found?.limits[0].low).toBeLessThan(0.66);
    expect(found?.limits[0].high).toBe(Number.POSITIVE_INFINITY);
    expect(found?.limits[1].high).toBeGreaterThan(0.44);
    expect(found?.limits[1].high).toBeLessThan(0.53);
    for (const limit of found?.limits ?? []) expect(limit.pValue).toBeLessThan(1e-6);
  });

  it("trades coverage for density, and reports both as they are", () => {
    const boxes = prim(points, interesting, { peel: 0.1, leastMass: 0.1 });
    for (const box of boxes) {
      const inside = points.map((p) => box.limits.every((l) => p[l.parameter] >= l.low && p[l.parameter] <= l.high));
      const hits = inside.filter((held, i) => held && interesting[i]).length;
      expect(box.mass).toBeCloseTo(inside.filter(Boolean).length / 1500, 12);
      expect(box.density).toBeCloseTo(hits / inside.filter(Boolean).length, 12);
      expect(box.coverage).toBeCloseTo(hits / interesting.filter(Boolean).length, 12);
      expect(box.mass).toBeGreaterThanOrEqual(0.1);
    }
    expect(boxes[boxes.length - 1].density).toBeGreaterThan(boxes[0].density);
  });

  it("pastes back what an impatient peel cut off", () => {
    const line = times(100, (i) => [i]);
    const hits = line.map(([x]) => x >= 50 && x <= 59);
    const boxes = prim(line, hits, { peel: 0.3, leastMass: 0.05 });
    const last = boxes[boxes.length - 1];
    expect(last).toMatchObject({ density: 1, coverage: 1, mass: 0.1 });
    expect(last.limits).toMatchObject([{ parameter: 0, low: 50, high: 59 }]);
    // Ten hits of ten where one in ten is expected.
    expect(last.limits[0].pValue).toBeCloseTo(1e-10, 14);
  });

  it("peels whole levels of a grid", () => {
    const gridPoints = times(400, (i) => [Math.floor(i / 20) % 4, i % 4]);
    const boxes = prim(
      gridPoints,
      gridPoints.map((p) => p[0] >= 2),
      { peel: 0.05, leastMass: 0.2 },
    );
    const pure = boxes.find((box) => box.density === 1);
    expect(pure).toMatchObject({ coverage: 1, mass: 0.5 });
    expect(pure?.limits).toMatchObject([{ parameter: 0, low: 2 }]);
  });

  it("refuses a space without a case of interest", () => {
    expect(() => prim([[1], [2]], [false, false], { peel: 0.05, leastMass: 0.1 })).toThrow(AnalysisError);
    expect(() => prim([[1], [Number.NaN]], [true, false], { peel: 0.05, leastMass: 0.1 })).toThrow(/finite points/);
  });
});

describe("Nelder and Mead's search", () => {
  const settings = { valueTolerance: 1e-12, pointTolerance: 1e-6, mostEvaluations: 5000 };

  it("finds the bottom of Rosenbrock's valley", () => {
    const valley = ([x, y]: readonly number[]): number => 100 * (y - x * x) ** 2 + (1 - x) ** 2;
    const found = minimise(valley, { ...settings, start: [-1.2, 1], step: [0.5, 0.5] });
    expect(found.converged).toBe(true);
    expect(found.point[0]).toBeCloseTo(1, 4);
    expect(found.point[1]).toBeCloseTo(1, 4);
  });

  it("finds minima in one and in six dimensions", () => {
    const one = minimise(([x]) => (x - 3) * (x - 3) + 2, { ...settings, start: [0], step: [1] });
    expect(one.point[0]).toBeCloseTo(3, 5);
    expect(one.value).toBeCloseTo(2, 9);
    const bowl = (p: readonly number[]): number => p.reduce((sum, x, i) => sum + (i + 1) * (x - i) * (x - i), 0);
    const six = minimise(bowl, { ...settings, start: times(6, () => 2), step: times(6, () => 1) });
    six.point.forEach((x, i) => {
      expect(x).toBeCloseTo(i, 3);
    });
  });

  it("stays within its bounds and ends on one where the minimum lies beyond", () => {
    const seen: (readonly number[])[] = [];
    const found = minimise(
      (p) => {
        seen.push(p);
        return (p[0] - 5) ** 2 + (p[1] - 0.5) ** 2;
      },
      {
        ...settings,
        start: [1, 0],
        step: [0.5, 0.5],
        bounds: [
          [0, 1],
          [0, 1],
        ],
      },
    );
    expect(seen.every((p) => p.every((x) => x >= 0 && x <= 1))).toBe(true);
    expect(found.point[0]).toBeCloseTo(1, 5);
    expect(found.point[1]).toBeCloseTo(0.5, 4);
  });

  it("steps over undefined values and stops when its evaluations are spent", () => {
    const holed = minimise(([x]) => (x < -1 ? Number.NaN : (x - 1) ** 2), { ...settings, start: [-1], step: [-1] });
    expect(holed.point[0]).toBeCloseTo(1, 4);
    const short = minimise(([x, y]) => x * x + y * y, {
      ...settings,
      mostEvaluations: 10,
      start: [9, 9],
      step: [1, 1],
    });
    expect(short.converged).toBe(false);
    expect(short.evaluations).toBeLessThanOrEqual(14);
  });

  it("takes the published steps: contraction inside by 0.75 - 1 / (2 n)", () => {
    const trace = (n: number, values: readonly number[]): (readonly number[])[] => {
      const search = nelderMead({ ...settings, start: times(n, () => 0), step: times(n, () => 1) });
      const asked = [search.next().value as readonly number[]];
      for (const value of values) asked.push(search.next(value).value as readonly number[]);
      return asked;
    };
    // Corners (0, 0), (1, 0), (0, 1) at 0, 1, 2: reflect the last through (0.5, 0), then half way back towards it.
    expect(trace(2, [0, 1, 2, 5]).slice(3)).toEqual([
      [1, -1],
      [0.25, 0.5],
    ]);
    // A reflection that is better than the worst only: half way out.
    expect(trace(2, [0, 1, 2, 1.5]).at(-1)).toEqual([0.75, -0.5]);
    // A reflection that is the best of all: 1 + 2 / n as far.
    expect(trace(2, [0, 1, 2, -1]).at(-1)).toEqual([1.5, -2]);
    // Three dimensions: 0.75 - 1 / 6 of the way.
    const inside = trace(3, [0, 1, 2, 3, 9]).at(-1) ?? [];
    expect(inside[2]).toBeCloseTo(0.75 - 1 / 6, 12);
  });

  it("can be driven from outside, one value at a time", () => {
    const search = nelderMead({ ...settings, start: [4], step: [1] });
    let state = search.next();
    let asked = 0;
    while (!state.done) {
      asked += 1;
      state = search.next((state.value[0] - 2) ** 2);
    }
    expect(state.value.evaluations).toBe(asked);
    expect(state.value.point[0]).toBeCloseTo(2, 4);
  });

  it("refuses a step of 0 and a start outside its bounds", () => {
    expect(() => minimise(() => 0, { ...settings, start: [1], step: [0] })).toThrow(/step other than 0/);
    expect(() => minimise(() => 0, { ...settings, start: [2], step: [1], bounds: [[0, 1]] })).toThrow(AnalysisError);
  });
});

describe("ABC rejection", () => {
  const source = seededSource(9);
  const draws = times(20_000, () => [10 * source.uniform(), source.uniform()]);
  const summaries = draws.map(([theta]) => [theta + source.normal() / Math.sqrt(10), 5]);

  it("comes to the posterior of a normal mean", () => {
    // Flat prior, ten unit-variance observations with mean 4: posterior normal(4, 0.316).
    const result = abcRejection(draws, summaries, [4, 5], 0.02);
    const [theta, idle] = result.posterior;
    expect(result.accepted.length).toBe(400);
    expect(Math.abs(theta.mean - 4)).toBeLessThan(0.07);
    expect(theta.p95 - theta.p05).toBeGreaterThan(0.9);
    expect(theta.p95 - theta.p05).toBeLessThan(1.25);
    expect(Math.abs(idle.p50 - 0.5)).toBeLessThan(0.1);
    expect(result.scales[1]).toBe(0);
  });

  it("weighs summaries by their spread, not their unit", () => {
    const inThousands = summaries.map(([a, b], i) => [a * 1000, b + (i % 7)]);
    const plain = summaries.map(([a, b], i) => [a, b + (i % 7)]);
    expect(abcRejection(draws, inThousands, [4000, 8], 0.01).accepted).toEqual(
      abcRejection(draws, plain, [4, 8], 0.01).accepted,
    );
  });

  it("keeps every draw, nearest first, when all are accepted", () => {
    const result = abcRejection([[1], [2], [3]], [[7], [5], [9]], [5.5], 1);
    expect(result.accepted).toEqual([1, 0, 2]);
    // Median absolute deviation 2; the furthest summary is 3.5 away.
    expect(result.scales).toEqual([2]);
    expect(result.tolerance).toBe(1.75);
    expect(result.posterior).toEqual([{ mean: 2, p05: 1.1, p50: 2, p95: expect.closeTo(2.9, 12) }]);
  });

  it("leaves undefined draws out and counts them", () => {
    const holed = summaries.map((s, i) => (i === 0 ? [Number.NaN, 5] : s));
    const result = abcRejection(draws, holed, [4, 5], 0.001);
    expect(result.undefinedDraws).toBe(1);
    expect(result.accepted).not.toContain(0);
  });

  it("refuses shapes that disagree and a share of nothing", () => {
    expect(() => abcRejection([[1]], [[1, 2]], [1], 0.5)).toThrow(AnalysisError);
    expect(() => abcRejection([[1]], [[1]], [1], 0)).toThrow(/share in \(0, 1\]/);
    expect(() => abcRejection([[1]], [[Number.NaN]], [1], 0.5)).toThrow(/some of them defined/);
  });
});
