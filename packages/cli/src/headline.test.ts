// The headline family: eight measures, and the revenue of enterprises where a scenario asks what happens to it.

import { describe, expect, it } from "vitest";
import {
  headlineFamily,
  headlineMeasures,
  headlineMembers,
  isOfMember,
  memberName,
  totalMeasures,
} from "./headline.ts";

const asks = { parameters: { "revenue-loss.share-moved": 0.5 } };
const other = { parameters: { "transfer.share": 1 } };

describe("the headline family", () => {
  it("has the revenue of all and of small enterprises first where a scenario moves places out of them", () => {
    expect(headlineMembers([other]).map(({ measure }) => measure)).toEqual([...headlineMeasures]);
    const [all, small, ...rest] = headlineFamily(10, [other, asks]);
    expect(all).toEqual({ measure: "enterprise-revenue-change", group: {}, time: 10 });
    expect(small).toEqual({ measure: "enterprise-revenue-change", group: { "enterprise-size": "<10" }, time: 10 });
    expect(rest.map(({ measure }) => measure)).toEqual([...headlineMeasures]);
  });

  it("has each measure once as a whole, for what asks by measure", () => {
    expect(totalMeasures([asks])).toEqual(["enterprise-revenue-change", ...headlineMeasures]);
    expect(totalMeasures([other])).toEqual([...headlineMeasures]);
  });

  it("tells its members apart by their group, and names it", () => {
    const [all, small] = headlineMembers([asks]);
    if (all === undefined || small === undefined) throw new Error("there are two");
    expect([isOfMember(all, all), isOfMember(all, small), isOfMember(small, all)]).toEqual([true, false, false]);
    const kind = { measure: all.measure, group: { "enterprise-size": "<10", kind: "p10" } };
    expect(isOfMember(kind, small)).toBe(false);
    expect(memberName("nb", small)).toBe("Endring i inntekt siden start, under 10 mill. kr");
    expect(memberName("en", all)).toBe("Change in revenue since the start");
  });
});
