import { describe, expect, it } from "vitest";
import { independentDifference, meanInterval } from "./interval.ts";
import { holm } from "./joint.ts";
import { compareAllPairs } from "./pairwise.ts";

const systems = [
  [1, 2, 3, 4, 5, 6],
  [2, 3, 4, 6, 6, 8],
  [9, 1, 7, 3, 5, 2],
];

describe("all pairs of k systems", () => {
  it("are compared run by run when they share their luck, jointly by Holm", () => {
    const pairs = compareAllPairs(systems, { level: 0.9, runsPerDraw: 2, streams: "common" });
    expect(pairs.map(({ a, b }) => [a, b])).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    // Draw means of the difference of systems 0 and 1: (1, 1), (1, 2), (1, 2) average to 1, 1.5, 1.5.
    expect(pairs[0].difference).toEqual({ ...meanInterval([1, 1.5, 1.5], 0.9), method: "paired-t" });
    const joint = holm(
      pairs.map((p) => p.difference),
      0.9,
    );
    expect(pairs.map((p) => p.joint)).toEqual(joint);
  });

  it("are compared by Welch when their streams are independent", () => {
    const pairs = compareAllPairs(systems, { level: 0.9, runsPerDraw: 1, streams: "independent" });
    expect(pairs[2].difference).toEqual(independentDifference(systems[1], systems[2], 0.9));
  });

  it("gain from shared luck", () => {
    const [common] = compareAllPairs(systems, { level: 0.95, runsPerDraw: 1, streams: "common" });
    const [independent] = compareAllPairs(systems, { level: 0.95, runsPerDraw: 1, streams: "independent" });
    expect(common.difference.halfWidth).toBeLessThan(independent.difference.halfWidth / 3);
  });

  it("drop a run from a pair when one side is undefined", () => {
    const [pair] = compareAllPairs(
      [
        [1, Number.NaN, 3, 3],
        [2, 9, 4, 5],
      ],
      {
        level: 0.9,
        runsPerDraw: 2,
        streams: "common",
      },
    );
    expect(pair.difference).toMatchObject({ n: 2, mean: 1.25 });
  });

  it("need at least two systems", () => {
    expect(() => compareAllPairs([[1, 2]], { level: 0.9, runsPerDraw: 1, streams: "common" })).toThrow(/at least 2/);
  });
});
