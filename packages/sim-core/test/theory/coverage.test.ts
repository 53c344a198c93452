// Do the library's own intervals hold what they say? Each study repeats an interval on fixed seeds and counts how often
// it holds the truth. The bounds are about three standard errors of the count around the stated level, wider only where the method is
// known to be approximate, and then it is said.

import { describe, expect, it } from "vitest";
import { normalQuantile } from "../../src/foundation/math.ts";
import {
  aalenJohansen,
  compareAllPairs,
  holm,
  independentDifference,
  kaplanMeier,
  meanInterval,
  PrecisionRule,
  steadyStateMean,
  summarise,
  varianceComponents,
} from "../../src/statistics/index.ts";
import { seededSource, times } from "../support/seeded-source.ts";

function share(studies: number, holds: (study: number) => boolean): number {
  let count = 0;
  for (let study = 0; study < studies; study += 1) if (holds(study)) count += 1;
  return count / studies;
}

const inside = (truth: number, low: number, high: number): boolean => low <= truth && truth <= high;

describe("coverage of intervals", () => {
  it("Student-t over five normal units covers 95 %; a normal quantile or n in place of n - 1 would not", () => {
    const source = seededSource(101);
    let byNormalQuantile = 0;
    let byN = 0;
    const covered = share(4000, () => {
      const interval = meanInterval(
        times(5, () => source.normal()),
        0.95,
      );
      const z = normalQuantile(0.975) * interval.standardError;
      if (Math.abs(interval.mean) <= z) byNormalQuantile += 1;
      if (Math.abs(interval.mean) <= interval.halfWidth * Math.sqrt(4 / 5)) byN += 1;
      return Math.abs(interval.mean) <= interval.halfWidth;
    });
    expect(covered).toBeGreaterThan(0.939);
    expect(covered).toBeLessThan(0.961);
    // The study is sharp enough to see both slips.
    expect(byNormalQuantile / 4000).toBeLessThan(0.9);
    expect(byN / 4000).toBeLessThan(0.939);
  });

  it("draw means cover when runs within a draw resemble each other; runs as units would not", () => {
    const source = seededSource(102);
    let byRuns = 0;
    const covered = share(2000, () => {
      const values = times(10, () => source.normal()).flatMap((draw) => times(2, () => draw + 0.5 * source.normal()));
      const wrong = meanInterval(values, 0.95);
      if (Math.abs(wrong.mean) <= wrong.halfWidth) byRuns += 1;
      const summary = summarise(values, { runsPerDraw: 2, level: 0.95 });
      return Math.abs(summary.mean) <= summary.halfWidth;
    });
    expect(covered).toBeGreaterThan(0.935);
    expect(covered).toBeLessThan(0.965);
    expect(byRuns / 2000).toBeLessThan(0.9);
  });

  it("Welch covers with unequal variances and sizes", () => {
    const source = seededSource(103);
    const covered = share(2000, () => {
      const a = times(6, () => 3 * source.normal());
      const b = times(15, () => 1 + source.normal());
      const interval = independentDifference(a, b, 0.9);
      return Math.abs(interval.mean - 1) <= interval.halfWidth;
    });
    expect(covered).toBeGreaterThan(0.88);
    expect(covered).toBeLessThan(0.92);
  });

  it("Holm's claims are all true in at least 95 % of families, simultaneous intervals all cover", () => {
    const source = seededSource(104);
    const truths = [0, 0, 0, 0.8, 0, 3];
    let simultaneous = 0;
    let uncorrected = 0;
    const right = share(2000, () => {
      const family = truths.map((truth) =>
        meanInterval(
          times(10, () => truth + source.normal()),
          0.95,
        ),
      );
      const joint = holm(family, 0.95);
      if (joint.every((j, i) => Math.abs(family[i].mean - truths[i]) <= j.simultaneousHalfWidth)) simultaneous += 1;
      if (family.every((f, i) => truths[i] !== 0 || Math.abs(f.mean) <= f.halfWidth)) uncorrected += 1;
      return joint.every(
        (j, i) => !j.differs || (truths[i] !== 0 && Math.sign(family[i].mean) === Math.sign(truths[i])),
      );
    });
    expect(right).toBeGreaterThan(0.935);
    expect(simultaneous / 2000).toBeGreaterThan(0.935);
    expect(uncorrected / 2000).toBeLessThan(0.9);
  });

  it("all-pairwise comparisons with common streams make no false claim in 95 % of studies", () => {
    const source = seededSource(105);
    const right = share(1000, () => {
      const luck = times(12, () => 2 * source.normal());
      const systems = times(4, () => luck.map((x) => x + source.normal()));
      return compareAllPairs(systems, { level: 0.95, runsPerDraw: 1, streams: "common" }).every(
        (p) => !p.joint.differs,
      );
    });
    expect(right).toBeGreaterThan(0.93);
  });

  it("looking again and again keeps the level", () => {
    const source = seededSource(106);
    const covered = share(1000, () => {
      const values = times(320, () => 7 + source.normal());
      const rule = new PrecisionRule({
        targets: [{ name: "x", halfWidth: 0.35 }],
        level: 0.95,
        runsPerDraw: 1,
        mostRuns: 320,
      });
      while (rule.nextLook !== undefined) rule.look([values.slice(0, rule.nextLook)]);
      const summary = rule.last?.summaries[0];
      return summary !== undefined && Math.abs(summary.mean - 7) <= summary.halfWidth;
    });
    expect(covered).toBeGreaterThan(0.95);
  });
});

describe("coverage of the split between parameters and chance", () => {
  const study = (seed: number, effect: (u: { normal(): number; exponential(): number }) => number): number => {
    const source = seededSource(seed);
    // Parameter variance 1, chance variance 1: the share is one half.
    return share(1000, () => {
      const values = times(50, () => effect(source)).flatMap((draw) => times(2, () => draw + source.normal()));
      const { parameters } = varianceComponents(values, 2, 0.9);
      return inside(0.5, parameters.low, parameters.high);
    });
  };

  it("holds for normal effects of parameters", () => {
    const covered = study(111, (u) => u.normal());
    expect(covered).toBeGreaterThan(0.87);
    expect(covered).toBeLessThan(0.93);
  });

  it("nearly holds for skewed effects (jackknife: approximate, a few points short)", () => {
    const covered = study(112, (u) => u.exponential() - 1);
    expect(covered).toBeGreaterThan(0.82);
    expect(covered).toBeLessThan(0.93);
  });
});

describe("coverage of survival intervals", () => {
  it("Kaplan-Meier and Aalen-Johansen cover with censoring and competing causes", () => {
    const source = seededSource(121);
    let incidence = 0;
    const truthOfIncidence = (1 / 1.5) * (1 - Math.exp(-1.5 * 0.7));
    const survival = share(1000, () => {
      const subjects = times(60, () => {
        const work = source.exponential();
        const dropout = source.exponential() / 0.5;
        const censoring = source.exponential() / 0.4;
        const time = Math.min(work, dropout, censoring);
        const cause = time === work ? "work" : time === dropout ? "dropout" : undefined;
        return { time, cause };
      });
      const curves = aalenJohansen(subjects, 0.95);
      const steps = curves.causes.find((c) => c.cause === "work")?.steps.filter((s) => s.time <= 0.7) ?? [];
      const last = steps.at(-1);
      if (last !== undefined && inside(truthOfIncidence, last.low, last.high)) incidence += 1;
      const step = kaplanMeier(subjects, 0.95)
        .steps.filter((s) => s.time <= 0.7)
        .at(-1);
      return step !== undefined && inside(Math.exp(-1.5 * 0.7), step.low, step.high);
    });
    expect(survival).toBeGreaterThan(0.925);
    expect(survival).toBeLessThan(0.975);
    expect(incidence / 1000).toBeGreaterThan(0.92);
    expect(incidence / 1000).toBeLessThan(0.98);
  });
});

describe("one long run", () => {
  /** Waiting times in M/M/1 by Lindley's recursion, from an empty queue. */
  function waits(n: number, load: number, source: ReturnType<typeof seededSource>): number[] {
    let wait = 0;
    return times(n, () => {
      const before = wait;
      wait = Math.max(0, wait + source.exponential() * load - source.exponential());
      return before;
    });
  }

  it("of M/M/1 at load 0.5 covers the mean wait at about 90 % where it answers", () => {
    const source = seededSource(131);
    let answered = 0;
    let covered = 0;
    for (let study = 0; study < 200; study += 1) {
      // Mean wait in queue with arrivals at rate 1 and mean service 0.5: 0.5 x 0.5 / (1 - 0.5) = 0.5.
      const result = steadyStateMean(waits(10_000, 0.5, source), { level: 0.9 });
      if (!result.enough) continue;
      answered += 1;
      if (inside(0.5, result.low, result.high)) covered += 1;
    }
    expect(answered).toBeGreaterThan(180);
    // Three standard errors below 0.9.
    expect(covered / answered).toBeGreaterThan(0.836);
    expect(covered / answered).toBeLessThan(0.96);
  });

  it("that is too short says not enough data and gives no number", () => {
    const source = seededSource(132);
    const declined = share(100, () => !steadyStateMean(waits(1000, 0.9, source), { level: 0.9 }).enough);
    expect(declined).toBeGreaterThan(0.9);
  });
});
