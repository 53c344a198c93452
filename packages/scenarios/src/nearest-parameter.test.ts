// The parameter that a partial or misspelt name was meant to be.

import { describe, expect, it } from "vitest";
import { parameterMeant } from "./load-scenario.ts";
import { meantNote, meantParameter } from "./nearest-parameter.ts";

const ids = [
  "hospitation.share",
  "transfer.share",
  "transfer.start",
  "vto.start",
  "revenue-loss.share-moved",
  "a.b.c-d",
];

describe("the parameter that was meant", () => {
  it.each([
    // Without its group.
    ["share-moved", "revenue-loss.share-moved"],
    ["Share_Moved", "revenue-loss.share-moved"],
    ["b.c-d", "a.b.c-d"],
    // Misspelt, without its group and with it.
    ["shar-moved", "revenue-loss.share-moved"],
    ["transfer.shar", "transfer.share"],
    ["revenue-los.share-moved", "revenue-loss.share-moved"],
    // A word of the name; the right name in another group.
    ["moved", "revenue-loss.share-moved"],
    ["something-else.share-moved", "revenue-loss.share-moved"],
  ])("%s is %s", (name, id) => {
    expect(meantParameter(name, ids)).toEqual({ nearest: id });
  });

  it("is one of several where the name does not decide, and the likelier one where scenarios declare it", () => {
    expect(meantParameter("start", ids)).toEqual({ candidates: ["transfer.start", "vto.start"] });
    expect(meantNote("start", ids)).toEqual({ allowed: "such as transfer.start, vto.start" });
    expect(meantParameter("start", ids, ["vto.start"])).toEqual({ nearest: "vto.start" });
    expect(meantParameter("share", ids, ["revenue-loss.share-moved"])).toEqual({ nearest: "revenue-loss.share-moved" });
    expect(parameterMeant("share", ["enterprise-revenue-loss", "no-such-scenario"])).toEqual({
      nearest: "revenue-loss.share-moved",
    });
  });

  it("is none when nothing is near, and for an empty name", () => {
    expect(meantParameter("nonsense", ids)).toEqual({});
    expect(meantParameter(" ", ids)).toEqual({});
    expect(meantNote("nonsense", ids)).toEqual({});
  });
});
