import { describe, expect, it } from "vitest";
import { cholesky, solveFactored, solveLinear } from "./linear-algebra.ts";

const matrix = [
  [4, 2, -2],
  [2, 10, 2],
  [-2, 2, 6],
];

describe("small linear systems", () => {
  it("are factored into a triangle whose square is the matrix", () => {
    const factor = cholesky(matrix.map((row) => Float64Array.from(row)));
    expect(factor?.map((row) => [...row])).toEqual([
      [2, 0, 0],
      [1, 3, 0],
      [-1, 1, 2],
    ]);
  });

  it("are solved alike by factor and by elimination", () => {
    const factor = cholesky(matrix.map((row) => Float64Array.from(row))) ?? [];
    // The matrix times (1, -2, 3) is (-6, -12, 12).
    const right = [-6, -12, 12];
    [...solveFactored(factor, right)].forEach((x, i) => {
      expect(x).toBeCloseTo([1, -2, 3][i], 12);
    });
    solveLinear(matrix, right)?.forEach((x, i) => {
      expect(x).toBeCloseTo([1, -2, 3][i], 12);
    });
  });

  it("exchange rows where a pivot is zero", () => {
    expect(
      solveLinear(
        [
          [0, 1],
          [2, 0],
        ],
        [3, 4],
      ),
    ).toEqual([2, 3]);
  });

  it("have no answer when singular, and no factor when not positive definite", () => {
    expect(
      solveLinear(
        [
          [1, 2],
          [2, 4],
        ],
        [1, 2],
      ),
    ).toBeUndefined();
    expect(cholesky([Float64Array.of(1, 2), Float64Array.of(2, 1)])).toBeUndefined();
  });
});
