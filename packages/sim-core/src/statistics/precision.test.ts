import { describe, expect, it } from "vitest";
import { seededSource, times } from "../../test/support/seeded-source.ts";
import { correctedLevel, PrecisionRule, precisionLooks } from "./precision.ts";
import { summarise } from "./summary.ts";

const pairs = { level: 0.95, runsPerDraw: 2 };

describe("looks at fixed numbers of runs", () => {
  it("double from the first to the cap", () => {
    expect(precisionLooks(20, 100)).toEqual([20, 40, 80, 100]);
    expect(precisionLooks(20, 80)).toEqual([20, 40, 80]);
    expect(precisionLooks(20, 20)).toEqual([20]);
    expect(() => precisionLooks(20, 10)).toThrow(/at least 20/);
  });

  it("pay for every interval and look", () => {
    expect(correctedLevel(0.95, 5)).toBeCloseTo(0.99, 14);
    const targets = [
      { name: "participants", halfWidth: 1 },
      { name: "cost", halfWidth: 1 },
    ];
    expect(new PrecisionRule({ ...pairs, targets, mostRuns: 100 }).lookLevel).toBeCloseTo(1 - 0.05 / 8, 14);
  });
});

describe("the precision rule", () => {
  const source = seededSource(31);
  const tight = times(640, () => 5 + 0.1 * source.normal());
  const wide = times(640, () => -5 + 3 * source.normal());
  const targets = [
    { name: "tight", halfWidth: 0.1 },
    { name: "wide", halfWidth: 0.55 },
  ];

  it("goes on until every target is met at the same look", () => {
    const rule = new PrecisionRule({ ...pairs, targets, mostRuns: 640 });
    while (rule.nextLook !== undefined) {
      const runs = rule.nextLook;
      rule.look([tight.slice(0, runs), wide.slice(0, runs)]);
    }
    expect(rule.last?.reached).toBe(true);
    expect(rule.last?.runs).toBe(320);
    expect(rule.last?.short).toEqual([]);
    expect(rule.last?.summaries[1]).toEqual(summarise(wide.slice(0, 320), { ...pairs, level: rule.lookLevel }));
    expect(rule.last?.summaries[1].halfWidth).toBeLessThanOrEqual(0.55);
  });

  it("names what is short and forecasts the runs", () => {
    const rule = new PrecisionRule({ ...pairs, targets, mostRuns: 640 });
    const look = rule.look([tight.slice(0, 20), wide.slice(0, 20)]);
    expect(look).toMatchObject({ reached: false, short: ["wide"], runs: 20 });
    expect(look.forecastRuns).toBeGreaterThan(100);
    expect(look.forecastRuns).toBeLessThan(1000);
    expect(look.forecastRuns % 2).toBe(0);
  });

  it("does not let a negative mean pass, nor wait for ever on a difference near zero", () => {
    const never = new PrecisionRule({ ...pairs, targets: [{ name: "wide", halfWidth: 0.01 }], mostRuns: 40 });
    never.look([wide.slice(0, 20)]);
    expect(never.look([wide.slice(0, 40)]).reached).toBe(false);
    expect(never.nextLook).toBeUndefined();
    const zero = new PrecisionRule({ ...pairs, targets: [{ name: "zero", halfWidth: 0.1 }], mostRuns: 40 });
    expect(zero.look([times(20, () => 0)]).reached).toBe(true);
  });

  it("takes two draws at the least", () => {
    const rule = new PrecisionRule({ ...pairs, targets: [{ name: "x", halfWidth: 1 }], firstLook: 4, mostRuns: 4 });
    expect(rule.look([[1, 1, 1, 1]]).reached).toBe(true);
    const one = { ...pairs, targets: [{ name: "x", halfWidth: 1 }], firstLook: 2, mostRuns: 4 };
    expect(() => new PrecisionRule(one)).toThrow(/2 runs is not two or more whole draws/);
  });

  it("is not met by an undefined measure", () => {
    const rule = new PrecisionRule({ ...pairs, targets: [{ name: "x", halfWidth: 1 }], mostRuns: 20 });
    const look = rule.look([times(20, () => Number.NaN)]);
    expect(look).toMatchObject({ reached: false, forecastRuns: Number.POSITIVE_INFINITY });
  });

  it("refuses another number of runs, a look too many, and impossible settings", () => {
    const rule = new PrecisionRule({ ...pairs, targets: [{ name: "x", halfWidth: 1 }], mostRuns: 20 });
    expect(() => rule.look([[1, 2]])).toThrow(/1 targets of 20 runs/);
    rule.look([times(20, () => 1)]);
    expect(() => rule.look([times(20, () => 1)])).toThrow(/done/);
    expect(() => new PrecisionRule({ ...pairs, targets: [{ name: "x", halfWidth: 0 }], mostRuns: 20 })).toThrow(
      /above 0/,
    );
    expect(() => new PrecisionRule({ ...pairs, targets: [], mostRuns: 20 })).toThrow(/targets/);
    expect(
      () => new PrecisionRule({ ...pairs, targets: [{ name: "x", halfWidth: 1 }], firstLook: 21, mostRuns: 42 }),
    ).toThrow(/21 runs is not two or more whole draws/);
  });
});
