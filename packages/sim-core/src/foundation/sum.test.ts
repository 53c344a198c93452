import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CompensatedSum, compensatedSum } from "./sum.ts";

describe("compensated sum", () => {
  it("keeps small terms beside large ones", () => {
    expect(compensatedSum([1, 1e100, 1, -1e100])).toBe(2);
    expect(compensatedSum(new Float64Array(10).fill(0.1))).toBe(1);
  });

  it("is 0 of nothing and after a reset", () => {
    const sum = new CompensatedSum();
    expect(sum.value).toBe(0);
    sum.add(3);
    sum.reset();
    expect(sum.value).toBe(0);
  });

  it("says what IEEE addition says of infinite and NaN terms", () => {
    expect(compensatedSum([1, Number.POSITIVE_INFINITY, 2])).toBe(Number.POSITIVE_INFINITY);
    expect(compensatedSum([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])).toBeNaN();
    expect(compensatedSum([1, Number.NaN])).toBeNaN();
  });

  it("agrees with exact integer sums of scaled terms", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -(2 ** 50), max: 2 ** 50 }), { maxLength: 200 }), (terms) => {
        const exact = terms.reduce((total, term) => total + BigInt(term), 0n);
        expect(compensatedSum(terms.map((term) => term / 1024))).toBe(Number(exact) / 1024);
      }),
    );
  });
});
