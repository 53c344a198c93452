import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "./errors.ts";
import { probabilityOfRate, rateOfProbability } from "./units.ts";

describe("rates and probabilities", () => {
  it("are told apart", () => {
    expect(probabilityOfRate(0.108)).toBeCloseTo(0.10237, 5);
    expect(rateOfProbability(0.5, 2.5)).toBeCloseTo(0.27726, 5);
    expect(probabilityOfRate(0, 3)).toBe(0);
  });

  it("turn into each other and back", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 0.999, noNaN: true }),
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        (p, years) => {
          expect(probabilityOfRate(rateOfProbability(p, years), years) / p).toBeCloseTo(1, 10);
        },
      ),
    );
  });

  it("refuse what is neither", () => {
    for (const bad of [-0.1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => probabilityOfRate(bad)).toThrow(InputError);
      expect(() => rateOfProbability(bad)).toThrow(InputError);
      expect(() => probabilityOfRate(1, bad)).toThrow(InputError);
    }
    expect(() => rateOfProbability(1)).toThrow(/below 1/);
    expect(() => rateOfProbability(0.5, 0)).toThrow(/above 0/);
  });
});
