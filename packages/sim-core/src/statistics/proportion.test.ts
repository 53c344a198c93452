import { describe, expect, it } from "vitest";
import { proportionInterval } from "./proportion.ts";

describe("a share of trials", () => {
  it("has the exact interval of an independent implementation", () => {
    // scipy 1.17.1, binomtest(k, n).proportion_ci(level).
    const few = proportionInterval(7, 20, 0.9);
    expect(few.share).toBe(0.35);
    expect(few.low).toBeCloseTo(0.17731091757446915, 10);
    expect(few.high).toBeCloseTo(0.5580345113154889, 10);
    const many = proportionInterval(950, 1000, 0.99);
    expect(many.low).toBeCloseTo(0.9294956247985422, 10);
    expect(many.high).toBeCloseTo(0.9660733372897797, 10);
  });

  it("reaches the ends when none or all succeed, and says nothing without a trial", () => {
    expect(proportionInterval(0, 10, 0.95)).toMatchObject({ low: 0, high: expect.closeTo(0.30849710781876294, 10) });
    expect(proportionInterval(10, 10, 0.95)).toMatchObject({
      high: 1,
      low: expect.closeTo(1 - 0.30849710781876294, 10),
    });
    expect(proportionInterval(0, 0, 0.95)).toMatchObject({ share: Number.NaN, low: 0, high: 1 });
  });

  it("refuses more successes than trials", () => {
    expect(() => proportionInterval(3, 2, 0.95)).toThrow(/failures must be an integer of at least 0/);
    expect(() => proportionInterval(1, 2, 1)).toThrow(/level/);
  });
});
