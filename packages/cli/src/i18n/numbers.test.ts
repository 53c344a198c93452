// Numbers as readers meet them: the digits that the error allows, with many draws, with few, and with one.

import { describe, expect, it } from "vitest";
import { formatKroner, formatMeasured, formatShareOfRuns, formatWithError } from "./index.ts";

describe("a measured value has the digits that its half-width allows", () => {
  it.each([
    [4037, 1320, "4,000"],
    [4037, 610, "4,000"],
    [4037, 12_000, "4,000"],
    [4037, 34, "4,037"],
    [0.8231, 0.04, "0.82"],
    [0.8231, 0.012, "0.823"],
    [-0.04, 3, "0.0"],
    [250, 990, "300"],
  ])("%d ± %d is %s", (value, halfWidth, text) => {
    expect(formatMeasured("en", value, halfWidth)).toBe(text);
  });

  it("shows two digits where a single draw knows nothing of its error, and a count that never varies as it is", () => {
    expect(formatMeasured("en", 14_637, null)).toBe("15,000");
    expect(formatMeasured("nb", 14_637, null)).toBe("15\u00a0000");
    expect(formatMeasured("en", 14, 0)).toBe("14");
    expect(formatWithError("en", 14, 0)).toBe("14");
    expect(formatMeasured("en", null, 1)).toBe("–");
  });

  it("writes kroner in a unit that suits them, no finer than known", () => {
    expect(formatKroner("nb", 3_118_234_567, 210_000_000)).toBe("3,12\u00a0milliarder kroner");
    expect(formatKroner("en", 3_118_234_567, null)).toBe("3.1\u00a0billion kroner");
    expect(formatKroner("en", -181_234_567, 61_000_000)).toBe("−180\u00a0million kroner");
    expect(formatKroner("nb", -1_100_000, 9_000_000)).toBe("−1\u00a0million kroner");
    expect(formatKroner("nb", 1_000_000_000, 600_000_000)).toBe("1,0\u00a0milliarder kroner");
    expect(formatKroner("nb", 4321, 12_300)).toBe("4\u00a0000\u00a0kroner");
  });
});

describe("a share of few runs is a count", () => {
  it("of four, of eight with a tie, and per cent of a hundred", () => {
    expect(formatShareOfRuns("en", 0.75, 4)).toBe("3 of 4");
    expect(formatShareOfRuns("nb", 0.4375, 8)).toBe("3,5 av 8");
    expect(formatShareOfRuns("en", 0.987, 100)).toBe("99%");
    expect(formatShareOfRuns("en", null, 100)).toBe("–");
  });
});
