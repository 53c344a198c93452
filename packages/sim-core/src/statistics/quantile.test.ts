import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantileOfSorted, quantilesType7, quantileType7 } from "./quantile.ts";

describe("type-7 quantiles", () => {
  it("interpolates between order statistics at (n - 1) p", () => {
    expect(quantileType7([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantileType7([4, 1, 3, 2], 0.05)).toBeCloseTo(1.15, 15);
    // Published example with R's default type: quantile(c(15, 20, 35, 40, 50), c(.05, .25, .4, .95)).
    expect(quantilesType7([50, 15, 40, 35, 20], [0.05, 0.25, 0.4, 0.95])).toEqual([16, 20, 29, 48]);
  });

  it("ends at the least and the greatest value", () => {
    expect(quantilesType7([3, -2, 8], [0, 1])).toEqual([-2, 8]);
    expect(quantileType7([7], 0.3)).toBe(7);
  });

  it("is undefined without values and leaves undefined ones out", () => {
    expect(quantileType7([], 0.5)).toBeNaN();
    expect(quantileType7([Number.NaN], 0.5)).toBeNaN();
    expect(quantileType7([Number.NaN, 1, 3], 0.5)).toBe(2);
  });

  it("sorts by number, not by text", () => {
    expect(quantileType7([10, 9, 100, 1], 0)).toBe(1);
    expect(quantileType7([10, 9, 100, 1], 0.5)).toBe(9.5);
  });

  it("refuses a probability outside [0, 1]", () => {
    expect(() => quantileOfSorted([1, 2], 1.01)).toThrow(/a probability lies in \[0, 1\], not 1.01/);
    expect(() => quantileOfSorted([1, 2], Number.NaN)).toThrow();
  });

  it("does not depend on order, grows with p and stays within the data", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e100, max: 1e100 }), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (xs, p, q) => {
          const forth = quantileType7(xs, p);
          expect(quantileType7([...xs].reverse(), p)).toBe(forth);
          expect(forth).toBeGreaterThanOrEqual(Math.min(...xs));
          expect(forth).toBeLessThanOrEqual(Math.max(...xs));
          if (p <= q) expect(quantileType7(xs, q)).toBeGreaterThanOrEqual(forth);
        },
      ),
    );
  });

  it("leaves its input as it was", () => {
    const xs = [3, 1, 2];
    quantileType7(xs, 0.5);
    expect(xs).toEqual([3, 1, 2]);
  });
});
