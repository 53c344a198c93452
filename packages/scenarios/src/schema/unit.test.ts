import { describe, expect, it } from "vitest";
import { parseUnit, sameUnit, unitHint } from "./unit.ts";

describe("a unit", () => {
  it("is taken apart into what is counted and per what", () => {
    expect(parseUnit("NOK per place per month")).toEqual({ numerator: "NOK", per: ["month", "place"] });
    expect(parseUnit("share of places")).toEqual({ numerator: "share", of: "places", per: [] });
    expect(parseUnit("per year")).toEqual({ numerator: "", per: ["year"] });
    expect(parseUnit("% of a position per participant")).toEqual({
      numerator: "%",
      of: "a position",
      per: ["participant"],
    });
  });

  it("is unknown when a word is", () => {
    expect(parseUnit("NOK per plaice")).toBeUndefined();
    expect(parseUnit("furlongs")).toBeUndefined();
  });

  it.each([
    ["kroner per plass per måned", "NOK per place per month", true],
    ["NOK per month per place", "NOK per place per month", true],
    ["NOK per place per year", "NOK per place per month", false],
    ["share", "share of places", true],
    ["share of leavers", "share of places", false],
    ["years", "år", true],
    ["months", "years", false],
    ["thousand NOK per place per year", "NOK per place per year", false],
  ])("%s and %s mean the same: %s", (a, b, same) => {
    expect(sameUnit(a, b)).toBe(same);
  });

  it.each([
    ["NOK per place per year", "NOK per place per month", "divide by 12"],
    ["NOK per month", "NOK per year", "multiply by 12"],
    ["%", "share of places", "divide by 100"],
    ["months", "years", "divide by 12"],
    ["million NOK per year", "NOK per year", "multiply by 1000000"],
    ["persons", "places", undefined],
  ])("%s for %s: %s", (found, wanted, hint) => {
    expect(unitHint(found, wanted)).toBe(hint);
  });
});
