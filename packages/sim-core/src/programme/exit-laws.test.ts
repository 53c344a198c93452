import { describe, expect, it } from "vitest";
import { levelWorld } from "../../test/support/programme-world.ts";
import {
  dropoutHazard,
  entryAgeGrid,
  mixedAges,
  ordinaryLaw,
  shelteredLaw,
  spellMoments,
  stockAges,
  survivalAt,
  yearsToDropout,
} from "./exit-laws.ts";
import { readProgrammeParameters } from "./parameters.ts";

const young = new Float64Array(8).fill(-10_000); // nobody retires: the closed forms of the source's own figures
const people = entryAgeGrid((u) => 18 + 40 * u);
const parameters = (change: Readonly<Record<string, number | string>>) =>
  readProgrammeParameters({ ...levelWorld, "stock.growth-before-start-ordinary": 0, ...change });

describe("the exit law of ordinary workplaces", () => {
  it("has the two hazards of the completed reading when nobody retires and all matches are alike", () => {
    const law = ordinaryLaw(parameters({ "match.poor-share": 0 }), young);
    expect(law.early).toBeCloseTo(0.49, 2);
    expect(law.late).toBeCloseTo(0.123, 2);
    expect(law.constantTotal).toBeCloseTo(0.0618, 6);
  });

  it.each(["completed", "elapsed", "job"])("meets the source's two figures under the reading %s", (reading) => {
    const p = parameters({ "exit.ordinary-reading": reading });
    const law = ordinaryLaw(p, people);
    const m = spellMoments(law, people, 67, 0);
    expect(m.dropoutBefore / (m.dropoutBefore + m.dropoutAfter)).toBeCloseTo(0.85, 5);
    expect(reading === "elapsed" ? m.meanElapsed : m.mean).toBeCloseTo(2.5, 5);
  });

  it("leaves for other causes, retirement included, at the rate of the source", () => {
    const law = ordinaryLaw(parameters({}), people);
    const m = spellMoments(law, people, 67, 0);
    expect(law.constantTotal + m.retired / m.mean).toBeCloseTo(0.0618, 5);
  });

  it("leaves the programme at its own rate when figures describe one job within it", () => {
    const law = ordinaryLaw(parameters({ "exit.ordinary-reading": "job" }), people);
    const m = spellMoments(law, people, 67, 0);
    const dropouts = m.dropoutBefore + m.dropoutAfter;
    expect((1 - dropouts * (1 - law.leavesAtDropout)) / m.mean).toBeCloseTo(0.25, 6);
  });
});

describe("the exit law of sheltered enterprises", () => {
  it("loses the given share of a replaced stock each year", () => {
    const law = shelteredLaw(parameters({}), people);
    expect(1 / spellMoments(law, people, 67, 0).mean).toBeCloseTo(0.108, 9);
  });

  it("splits three competing constant hazards as their sizes say", () => {
    // 0.06, 0.12 and 0.04 a year: mean stay 1 / 0.22 and shares 3/11, 6/11 and 2/11.
    const law = { ...shelteredLaw(parameters({}), young), poorShare: 0, early: 0.06, late: 0.06, constantTotal: 0.16 };
    const m = spellMoments(law, young, 67, 0);
    expect(m.mean).toBeCloseTo(4.5454545, 6);
    expect(m.dropoutBefore + m.dropoutAfter).toBeCloseTo(3 / 11, 9);
  });
});

describe("ages of the people present", () => {
  it("are the entry ages plus an exponential stay when hazards are constant", () => {
    const law = { ...shelteredLaw(parameters({}), people), poorShare: 0, early: 0.3, late: 0.3, constantTotal: 0.2 };
    const entry = new Float64Array(24).fill(20);
    const ages = stockAges(law, entry, 67);
    const mean = ages.reduce((a, b) => a + b, 0) / ages.length;
    expect(mean).toBeGreaterThan(21.5);
    expect(mean).toBeLessThan(22.5);
  });

  it("mix two lists in the given share", () => {
    const mixed = mixedAges(new Float64Array(10).fill(20), new Float64Array(10).fill(40), 0.3);
    expect(mixed.filter((age) => age === 40)).toHaveLength(3);
  });
});

describe("the dropout threshold", () => {
  const law = ordinaryLaw(parameters({}), people);

  it("is reached when the integrated hazard says so, before and after the break", () => {
    for (const threshold of [0.1, 1, 1.4, 2, 5]) {
      const years = yearsToDropout(law, 1.5, 0.7, threshold);
      expect(1.5 * dropoutHazard(law, 0.7, 0.7 + years)).toBeCloseTo(threshold, 9);
    }
  });

  it("leaves the survival that the hazards leave", () => {
    expect(survivalAt(law, false, 4)).toBeCloseTo(Math.exp(-4 * law.constantTotal - 3 * law.early - law.late), 12);
  });
});
