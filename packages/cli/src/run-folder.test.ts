import { describe, expect, it } from "vitest";
import { defaultFolder, type StudyIdentity } from "./run-folder.ts";

const identity: StudyIdentity = {
  scenarios: [
    { id: "baseline", parameters: { "transfer.share": 0 } },
    { id: "../half of it", parameters: {} },
  ],
  replications: 4,
  seed: "tiltak",
  fixedParameters: false,
  allPairs: false,
  code: "one",
};

describe("the folder of a study when nobody names one", () => {
  it("is the same for the same study and another for any other, another model among them", () => {
    expect(defaultFolder({ ...identity })).toBe(defaultFolder(identity));
    const others = [
      { seed: "other" },
      { replications: 6 },
      { code: "two" },
      { allPairs: true },
      { fixedParameters: true },
    ];
    const folders = others.map((other) => defaultFolder({ ...identity, ...other }));
    expect(new Set([defaultFolder(identity), ...folders]).size).toBe(others.length + 1);
  });

  it("stays below tiltak-runs, whatever a scenario is called", () => {
    expect(defaultFolder(identity)).toMatch(/^tiltak-runs[\\/]baseline-vs----half-of-it-[0-9a-f]{8}$/);
  });
});
