// Few draws: how many runs would do, with the quantile that those runs will have, and a warning where the spread itself is a guess.

import { holm, meanInterval, tHalfWidth } from "@tiltak/sim-core";
import { describe, expect, it } from "vitest";
import { fewDrawsWarning, formatForecast, formatRuns, moreRunsToTell, runsForHalfWidth } from "./enough-runs.ts";

/** A row as a study writes it: standard deviation `spread` of one draw of two runs, jointly with others. */
function row(mean: number, spread: number, n: number, level = 0.95) {
  const error = spread / Math.sqrt(n);
  return {
    mean,
    n,
    runs: 2 * n,
    halfWidth: tHalfWidth(error, n - 1, 0.95),
    jointHalfWidth: tHalfWidth(error, n - 1, level),
  };
}

describe("how many runs would do", () => {
  it("is known from the spread, whatever the draws it was seen in: 18 draws give ± 0.5 of a spread of 1", () => {
    for (const n of [2, 5, 50]) {
      expect(runsForHalfWidth(row(0, 1, n), 0.5).low).toBe(36);
      expect(moreRunsToTell(row(0.5, 1, n)).low).toBe(Math.max(0, 36 - 2 * n));
    }
  });

  it("keeps to the level at which a joint interval stands", () => {
    const values = [0.1, 0.9, 0.3, -0.4, 0.6];
    const member = meanInterval(values, 0.95);
    const [joint] = holm([member, { ...member, mean: 9 }, { ...member, mean: 8 }], 0.95);
    const told = {
      mean: member.mean,
      n: 5,
      runs: 10,
      halfWidth: member.halfWidth,
      jointHalfWidth: joint?.jointHalfWidth ?? null,
    };
    expect(joint?.differs).toBe(false);
    const alone = moreRunsToTell({ ...told, jointHalfWidth: member.halfWidth });
    expect(moreRunsToTell(told)).toEqual(alone);
    expect(moreRunsToTell(row(0.5, 1, 5, 0.99)).low).toBeGreaterThan(moreRunsToTell(row(0.5, 1, 5)).low);
  });

  it("is no number without a spread or a difference, and none more where none are needed", () => {
    const none = { low: Number.POSITIVE_INFINITY, high: Number.POSITIVE_INFINITY };
    expect(moreRunsToTell({ ...row(1, 1, 4), mean: 0 })).toEqual(none);
    expect(moreRunsToTell({ mean: 1, n: 1, runs: 2, halfWidth: null, jointHalfWidth: null })).toEqual(none);
    expect(moreRunsToTell({ mean: 1, n: 4, runs: 8, halfWidth: 0, jointHalfWidth: 0 })).toEqual({ low: 0, high: 0 });
    expect(runsForHalfWidth({ mean: 1, n: 1, runs: 2, halfWidth: null }, 1).low).toBe(Number.POSITIVE_INFINITY);
  });

  it("reaches to what the spread may well be where it was seen in few draws", () => {
    // The upper 90 % limit of a spread seen in five draws is 1.94 of it: 3.76 times the draws, a little less with their quantile.
    const { low, high } = runsForHalfWidth(row(0, 1, 5), 0.1);
    expect(high / low).toBeCloseTo(3.76, 1);
    const many = runsForHalfWidth(row(0, 1, 10), 0.1);
    expect(many.high).toBe(many.low);
    expect(formatForecast("en", { low, high }, 24)).toMatch(/^from 780 to 2,\d00$/);
    expect(formatForecast("nb", { low: 2, high: 300 }, 20)).toBe("fra 20 til 300");
    expect(formatForecast("nb", { low: 2, high: 8 }, 20)).toBe("omtrent 20");
    expect(formatForecast("en", { low: 2, high: 5e7 }, 20)).toBe("at least 20");
    expect(formatForecast("en", { low: 4, high: 4 }, -20)).toBe("about 4");
  });

  it("is written as a forecast: even, and two digits", () => {
    expect([3, 62, 199, 338, 1234, 9021].map((runs) => formatRuns("en", runs))).toEqual([
      "4",
      "62",
      "200",
      "340",
      "1,300",
      "9,100",
    ]);
  });
});

describe("few draws", () => {
  it("are warned of, with how much narrower enough runs would be", () => {
    // t(1) at 0.05 / 10 is 127.3, over the root of 2; t(11) is 3.497, over the root of 12.
    expect(fewDrawsWarning("en", { n: 2, runs: 4 }, 10)).toContain(
      "Only 4 runs (2 independent draws): a joint interval is about 89 times as wide as 24 runs",
    );
    expect(fewDrawsWarning("nb", { n: 5, runs: 10 }, 10)).toMatch(
      /^Bare 10 kjøringer \(5 uavhengige trekninger\): .* omtrent 2,5 ganger så bredt som 24/,
    );
  });

  it("are no matter from ten on, nor where there is no interval at all", () => {
    expect(fewDrawsWarning("en", { n: 10, runs: 20 }, 8)).toBe("");
    expect(fewDrawsWarning("en", { n: 1, runs: 2 }, 8)).toBe("");
  });
});
