// Beside a title stands what the command line set, so that no title says "half" of another share.

import { resolveScenarios } from "@tiltak/scenarios";
import { describe, expect, it } from "vitest";
import { settingsSentence, withSettingsInTitles } from "./scenario-titles.ts";

const run = (...set: readonly string[]) => resolveScenarios(["baseline", "enterprise-revenue-loss"], { set });
const titles = (...set: readonly string[]) => withSettingsInTitles(run(...set)).map(({ title }) => title);

describe("the title of a scenario", () => {
  it("is its own where nothing was set", () => {
    expect(titles()).toEqual(run().map(({ title }) => title));
    expect(settingsSentence(run(), "nb")).toBe("");
  });

  it("has beside it what was set in this scenario, with the decimal mark of the language", () => {
    const [today, moved] = titles("revenue-loss.share-moved=0.3");
    expect(today).toEqual(run()[0]?.title);
    expect(moved?.nb).toBe("Halvparten av plassene flyttes (satt: andel plasser flyttet 0,3)");
    expect(moved?.en).toBe("Half of the places are moved (set: share of places moved 0.3)");
    const [, drawn] = titles("revenue-loss.share-moved=uniform(0.2, 0.8)");
    expect(drawn?.nb).toContain("(satt: andel plasser flyttet uniform(0.2, 0.8))");
  });

  it("names two settings and counts the others, and is not told twice", () => {
    const set = ["share-moved=0.3", "speed-years=3", "transition-grant=0.5", "transition-years=3"];
    const [, moved] = titles(...set.map((one) => `revenue-loss.${one}`));
    expect(moved?.en).toMatch(/\(set: .*; .*; 2 more\)$/);
    const once = withSettingsInTitles(run("revenue-loss.share-moved=0.3"));
    expect(withSettingsInTitles(once)).toEqual(once);
  });

  it("has nothing beside it where it was set to what the scenario has anyway, or for the whole world; that is told once", () => {
    const set = ["enterprise.fixed-cost-share=0.4", "revenue-loss.share-moved=0.5"];
    expect(titles(...set)).toEqual(run().map(({ title }) => title));
    expect(settingsSentence(run(...set), "nb")).toBe(
      "Satt med --set: andel faste kostnader 0,4; andel plasser flyttet 0,5.",
    );
    expect(settingsSentence(run(...set), "en")).toBe(
      "Set with --set: share of fixed costs 0.4; share of places moved 0.5.",
    );
  });

  it("of a file of one's own has beside it whatever was set", () => {
    const [, moved] = withSettingsInTitles(
      run("revenue-loss.share-moved=0.5").map((one) => ({ ...one, inCatalogue: false })),
    );
    expect(moved?.title.en).toBe("Half of the places are moved (set: share of places moved 0.5)");
  });
});
