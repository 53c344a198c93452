import { describe, expect, it } from "vitest";
import { editDistance, nearestName, nearestNote } from "./nearest.ts";

describe("nearest name", () => {
  it("finds what a misspelt name was meant to be", () => {
    expect(nearestName("unifrom", ["normal", "uniform"])).toBe("uniform");
    expect(nearestName("Normal", ["normal", "lognormal"])).toBe("normal");
    expect(nearestName("dropout.rat", ["dropout.rate", "dropout.date"])).toBe("dropout.rate");
  });

  it("stays silent when nothing is close", () => {
    expect(nearestName("weibull", ["normal", "uniform"])).toBeUndefined();
    expect(nearestName("x", [])).toBeUndefined();
    expect(nearestNote("x", [])).toEqual({});
    expect(nearestNote("unifrom", ["normal", "uniform"])).toEqual({ nearest: "uniform" });
  });

  it("counts a swap of neighbours as one edit", () => {
    expect(editDistance("ab", "ba")).toBe(1);
    expect(editDistance("kitten", "sitting")).toBe(3);
    expect(editDistance("", "abc")).toBe(3);
  });
});
