import { describe, expect, it } from "vitest";
import { normalQuantile } from "../foundation/math.ts";
import type { Model } from "../kernel/model.ts";
import { AddressedStreams, keyFromSeed } from "../random/index.ts";
import { forecastMeanVariance, splitOverDesign } from "./design-split.ts";
import { runStudy } from "./study.ts";

// y = 2 x + u + x u / 2 + 1.5 z + x z / 2 with independent standard normal x (point), u (draw) and z (run): the components are known.
const truth = { points: 4, draws: 1, pointsByDraws: 0.25, chance: 2.25, pointsByChance: 0.25 };
const total = 7.75;

function simulated(seed: number, points: number, draws: number, runsPerDraw = 2): Float64Array {
  const streams = new AddressedStreams(keyFromSeed("known components", seed));
  const replications = draws * runsPerDraw;
  const out = new Float64Array(points * replications);
  for (let p = 0; p < points; p += 1) {
    const x = streams.normal(0, p, 1);
    for (let r = 0; r < replications; r += 1) {
      const u = streams.normal(0, Math.floor(r / runsPerDraw), 2);
      const z = streams.normal(0, r, 3);
      out[p * replications + r] = 2 * x + u + (x * u) / 2 + 1.5 * z + (x * z) / 2;
    }
  }
  return out;
}

const average = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

describe("the split of a sweep's variance", () => {
  it("follows the analysis of variance by hand, at fixed parameters", () => {
    const split = splitOverDesign([1, 3, 5, 9], { points: 2, replications: 2, runsPerDraw: 1 }, 0.95);
    expect(split?.variances).toEqual({ points: 12, draws: 0, pointsByDraws: 0, chance: 4, pointsByChance: 1 });
    expect(split?.design.share).toBeCloseTo(12 / 17, 12);
    expect(split?.chance.share).toBeCloseTo(5 / 17, 12);
    expect(split?.design.low).toBeNaN();
  });

  it("follows the analysis of variance by hand, with drawn parameters", () => {
    // Point means 3.5 and 10; draw means 4 and 9.5; run means 3, 5, 9, 10.
    const values = [1, 3, 5, 5, 5, 7, 13, 15];
    const split = splitOverDesign(values, { points: 2, replications: 4, runsPerDraw: 2 }, 0.95);
    // MS(points) 84.5, MS(draws) 60.5, MS(points x draws) 12.5, MS(runs) 2.5, MS(points x runs) 0.5.
    expect(split?.variances.points).toBeCloseTo((84.5 - 12.5) / 4, 12);
    expect(split?.variances.draws).toBeCloseTo((60.5 - 12.5 - 2.5 + 0.5) / 4, 12);
    expect(split?.variances.pointsByDraws).toBeCloseTo((12.5 - 0.5) / 2, 12);
    expect(split?.variances.chance).toBeCloseTo((2.5 - 0.5) / 2, 12);
    expect(split?.variances.pointsByChance).toBeCloseTo(0.5, 12);
  });

  it("finds the known components of an analytic model", () => {
    const layout = { points: 60, replications: 60, runsPerDraw: 2 };
    const splits = Array.from({ length: 60 }, (_, seed) => splitOverDesign(simulated(seed, 60, 30), layout, 0.95));
    for (const name of ["points", "draws", "pointsByDraws", "chance", "pointsByChance"] as const) {
      const found = splits.map((split) => split?.variances[name] ?? Number.NaN);
      const error = Math.sqrt(average(found.map((x) => (x - truth[name]) ** 2)) / found.length);
      expect(Math.abs(average(found) - truth[name]), name).toBeLessThan(4 * error);
      expect(error, name).toBeLessThan(0.1 * truth[name] + 0.02);
    }
    const [split] = splits;
    expect((split?.design.share ?? 0) + (split?.others.share ?? 0) + (split?.chance.share ?? 0)).toBeCloseTo(1, 12);
  });

  it("has intervals that hold the known shares about as often as they say", () => {
    const studies = 120;
    for (const [points, draws] of [
      [40, 12],
      [15, 30],
    ] as const) {
      let held = { design: 0, others: 0, chance: 0 };
      for (let seed = 0; seed < studies; seed += 1) {
        const layout = { points, replications: 2 * draws, runsPerDraw: 2 };
        const split = splitOverDesign(simulated(1000 + seed, points, draws), layout, 0.9);
        const holds = (name: "design" | "others" | "chance", share: number): number => {
          const { low = Number.NaN, high = Number.NaN } = split?.[name] ?? {};
          return low <= share && share <= high ? 1 : 0;
        };
        held = {
          design: held.design + holds("design", 4 / total),
          others: held.others + holds("others", 1.25 / total),
          chance: held.chance + holds("chance", 2.5 / total),
        };
      }
      // Stated 90 %; shares near an end have crooked laws, so some is allowed below. Above 99 % would be intervals that say nothing.
      for (const [name, count] of Object.entries(held)) {
        expect(count / studies, `${name}, ${points} x ${draws}`).toBeGreaterThan(0.8);
        expect(count / studies, `${name}, ${points} x ${draws}`).toBeLessThan(0.995);
      }
    }
  });

  it("forecasts what more points, draws or runs bring: the variance of the mean over the space", () => {
    const size = { points: 8, draws: 6, runsPerDraw: 2 };
    const means = Array.from({ length: 3000 }, (_, seed) => average([...simulated(5000 + seed, 8, 6)]));
    const centre = average(means);
    const variance = average(means.map((x) => (x - centre) ** 2));
    const forecast = forecastMeanVariance(truth, size);
    expect(forecast).toBeCloseTo(4 / 8 + 1 / 6 + 0.25 / 48 + 2.25 / 12 + 0.25 / 96, 12);
    expect(variance / forecast).toBeGreaterThan(0.92);
    expect(variance / forecast).toBeLessThan(1.08);
    expect(forecastMeanVariance(truth, { ...size, points: 16 })).toBeLessThan(forecast);
    expect(forecastMeanVariance({ ...truth, draws: Number.NaN }, size)).toBeCloseTo(forecast - 1 / 6, 12);
  });

  it("cannot tell other parameters from one draw, and says so", () => {
    const split = splitOverDesign(simulated(1, 50, 1), { points: 50, replications: 2, runsPerDraw: 2 }, 0.95);
    expect(split?.others.share).toBeNaN();
    expect((split?.design.share ?? 0) + (split?.chance.share ?? 0)).toBeCloseTo(1, 12);
    expect(split?.design.low).toBeGreaterThanOrEqual(0);
  });

  it("leaves out points or draws with a gap, whichever costs less", () => {
    const layout = { points: 10, replications: 8, runsPerDraw: 2 };
    const values = simulated(3, 10, 4);
    values[3 * 8 + 5] = Number.NaN;
    expect(splitOverDesign(values, layout, 0.95)).toMatchObject({ points: 9, draws: 4 });
    for (let p = 0; p < 10; p += 1) values[p * 8 + 5] = Number.NaN;
    const rest = splitOverDesign(values, layout, 0.95);
    expect(rest).toMatchObject({ points: 10, draws: 3 });
    const without = simulated(3, 10, 4).filter((_, i) => Math.floor((i % 8) / 2) !== 2);
    expect(splitOverDesign(without, { ...layout, replications: 6 }, 0.95)).toEqual(rest);
  });

  it("is none when nothing varies, or there is one point, and refuses another layout", () => {
    const layout = { points: 2, replications: 2, runsPerDraw: 2 };
    expect(splitOverDesign([1, 1, 1, 1], layout, 0.95)).toBeUndefined();
    expect(splitOverDesign([1, 2], { ...layout, points: 1 }, 0.95)).toBeUndefined();
    expect(splitOverDesign([1, Number.NaN, 2, 3], layout, 0.95)).toBeUndefined();
    expect(() => splitOverDesign([1, 2, 3], layout, 0.95)).toThrow("are no 2 x 2 runs");
  });

  it("does not move with a shift far from zero", () => {
    const layout = { points: 12, replications: 8, runsPerDraw: 2 };
    const values = simulated(4, 12, 4);
    const near = splitOverDesign(values, layout, 0.95);
    const far = splitOverDesign(
      values.map((x) => x + 1e9),
      layout,
      0.95,
    );
    expect(far?.design.share).toBeCloseTo(near?.design.share ?? Number.NaN, 4);
  });

  it("stands in every headline row of a study over a design, and adds up to parameters and chance", async () => {
    const model: Model = {
      id: "sum",
      version: "1",
      run(parameters, replication) {
        const chance = 1.5 * new AddressedStreams(replication.key).normal(0, 0, 1);
        replication.observe("y", "{}", 1, 2 * Number(parameters.x) + Number(parameters.u) + chance);
      },
    };
    const points = Array.from({ length: 40 }, (_, p) => ({ parameters: { x: normalQuantile((p + 0.5) / 40) } }));
    const study = {
      model,
      scenarios: [{ id: "a", parameters: { x: 0, u: { distribution: "normal", mean: 0, sd: 1 } as const } }],
      points,
      replications: 100,
      seed: "split",
      headline: [{ measure: "y", group: {}, time: 1 }],
      perPoint: false,
    };
    const [share] = (await runStudy(study)).varianceShares;
    const { design, others, chance } = share.overDesign ?? {};
    expect(design?.share).toBeCloseTo(4 / 7.25, 1);
    expect(others?.share).toBeCloseTo(1 / 7.25, 1);
    expect(share.chance).toEqual(chance);
    expect(share.parameters.share).toBeCloseTo((design?.share ?? 0) + (others?.share ?? 0), 12);
    expect(share).toMatchObject({ draws: 2000, runs: 4000 });
    const [alone] = (await runStudy({ ...study, fixedParameters: true, replications: 30 })).varianceShares;
    expect(alone.overDesign?.others.share).toBe(0);
    expect(alone.overDesign?.design.share).toBeCloseTo(4 / 6.25, 1);
    const { points: _, ...withoutPoints } = study;
    expect((await runStudy(withoutPoints)).varianceShares[0]?.overDesign).toBeNull();
  });
});
