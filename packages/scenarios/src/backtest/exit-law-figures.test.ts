import { exp } from "@tiltak/sim-core";
import { describe, expect, it } from "vitest";
import { lawFigures } from "./exit-law-figures.ts";

const constant = { constantTotal: 0, early: 0.4, late: 0.4, breakYears: 3, poorRatio: 1, poorShare: 0 };

describe("figures of an exit law", () => {
  it("are those of the exponential law for a constant hazard", () => {
    const figures = lawFigures(constant, [0], 200, 0);
    expect(figures.meanYears).toBeCloseTo(2.5, 3);
    expect(figures.meanElapsedYears).toBeCloseTo(2.5, 3);
    expect(figures.dropoutShareByBreak).toBeCloseTo(1 - exp(-1.2), 3);
    expect(figures.exitsPerYear).toBeCloseTo(0.4, 3);
  });

  it("have a younger stock when it grows: mean elapsed tenure 1 / (h + g)", () => {
    expect(lawFigures(constant, [0], 200, 0.1).meanElapsedYears).toBeCloseTo(2, 3);
  });

  it("meet the sources' two figures with the hazards of the parameter notes: 0.490, then 0.123, other causes 0.0618", () => {
    const figures = lawFigures({ ...constant, constantTotal: 0.0618, early: 0.49, late: 0.123 }, [0], 200, 0);
    expect(figures.dropoutShareByBreak).toBeCloseTo(0.85, 2);
    expect(figures.meanYears).toBeCloseTo(2.5, 1);
  });

  it("end at retirement", () => {
    expect(lawFigures({ ...constant, early: 0, late: 0 }, [62], 67, 0).meanYears).toBeCloseTo(5, 1);
  });

  it("mix good and poor matches", () => {
    const mixed = lawFigures({ ...constant, poorRatio: 2, poorShare: 0.5 }, [0], 200, 0);
    expect(mixed.meanYears).toBeCloseTo((2.5 + 1.25) / 2, 3);
  });
});
