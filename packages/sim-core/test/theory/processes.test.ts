// Hazards, competing risks, Poisson processes with changing rates, the Dirichlet distribution and the gamma sampler by rejection:
// against closed forms, and samples by tests at a stated level with fixed seeds.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AddressedStreams,
  agedHazard,
  CompetingRisks,
  constantHazard,
  Dirichlet,
  distributionOf,
  gompertzHazard,
  type Hazard,
  InputError,
  InvariantError,
  keyFromSeed,
  piecewiseHazard,
  poissonTimesByInversion,
  poissonTimesByThinning,
  SequentialStream,
  sampleGamma,
  scaledHazard,
  ThresholdClock,
} from "../../src/index.ts";
import { kolmogorovSmirnovPValue, samplingLevel } from "../support/distribution-laws.ts";

const hazards: readonly (readonly [string, Hazard])[] = [
  ["constant", constantHazard(0.4)],
  ["piecewise", piecewiseHazard([0.5, 0, 0.2], [1, 3])],
  ["growing", gompertzHazard(0.01, 0.09)],
  ["fading", gompertzHazard(2, -0.1)],
  ["scaled", scaledHazard(gompertzHazard(0.01, 0.09), 1.6)],
  ["aged", agedHazard(piecewiseHazard([0.5, 0.1, 0.2], [1, 3]), 2)],
];

describe.each(hazards)("a %s hazard", (_, hazard) => {
  it("reaches an integrated hazard at the first time that has it", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 8, noNaN: true }), (h) => {
        const t = hazard.timeOf(h);
        expect(hazard.cumulative(t)).toBeCloseTo(h, 9);
        expect(hazard.cumulative(t * (1 - 1e-6))).toBeLessThan(h);
      }),
    );
  });

  it("integrates its rate", () => {
    for (const [a, b] of [
      [0, 0.9],
      [1.1, 2.9],
      [3.1, 12],
    ] as const) {
      const panels = 20_000;
      let sum = 0;
      for (let i = 0; i < panels; i++) sum += hazard.rate(a + ((i + 0.5) * (b - a)) / panels);
      expect((sum * (b - a)) / panels).toBeCloseTo(hazard.cumulative(b) - hazard.cumulative(a), 4);
    }
  });
});

describe("hazards", () => {
  it("that stop before the threshold never bring the event", () => {
    expect(constantHazard(0).timeOf(1)).toBe(Number.POSITIVE_INFINITY);
    expect(piecewiseHazard([1, 0], [2]).timeOf(2.5)).toBe(Number.POSITIVE_INFINITY);
    expect(piecewiseHazard([1, 0], [2]).timeOf(2)).toBe(2);
    expect(gompertzHazard(1, -0.5).timeOf(2)).toBe(Number.POSITIVE_INFINITY);
    expect(scaledHazard(constantHazard(1), 0).timeOf(1e-9)).toBe(Number.POSITIVE_INFINITY);
  });

  it("refuse rates that are none", () => {
    expect(() => constantHazard(-1)).toThrow(InputError);
    expect(() => piecewiseHazard([1, 2], [])).toThrow(InputError);
    expect(() => piecewiseHazard([1, 2, 3], [2, 1])).toThrow(/not increasing/);
    expect(() => gompertzHazard(1, Number.NaN)).toThrow(InputError);
    expect(() => scaledHazard(constantHazard(1), Number.POSITIVE_INFINITY)).toThrow(InputError);
    expect(() => agedHazard(constantHazard(1), -1)).toThrow(InputError);
  });
});

describe("competing risks", () => {
  it("with constant rates divide the outcomes in the ratio of the rates", () => {
    const risks = new CompetingRisks([constantHazard(0.2), constantHazard(0.3), constantHazard(0)]);
    expect(risks.survival(2)).toBeCloseTo(Math.exp(-1), 14);
    expect(risks.cumulativeIncidence(0, 2)).toBeCloseTo(0.4 * (1 - Math.exp(-1)), 12);
    expect(risks.cumulativeIncidence(1, 2)).toBeCloseTo(0.6 * (1 - Math.exp(-1)), 12);
    expect(risks.cumulativeIncidence(2, 2)).toBe(0);
  });

  it(`sampled outcomes follow the cumulative incidence (level ${samplingLevel})`, () => {
    const risks = new CompetingRisks([gompertzHazard(0.05, 0.2), piecewiseHazard([0.3, 0.05], [1])]);
    const streams = new AddressedStreams(keyFromSeed("risks", 1));
    const n = 20_000;
    const cells = new Map<string, number>();
    for (let i = 0; i < n; i++) {
      const { time, cause } = risks.sample(streams.source(0, i, 1));
      for (const t of [0.5, 1, 3, 8]) {
        if (time <= t) cells.set(`${cause} ${t}`, (cells.get(`${cause} ${t}`) ?? 0) + 1);
      }
    }
    for (const cause of [0, 1]) {
      for (const t of [0.5, 1, 3, 8]) {
        const expected = risks.cumulativeIncidence(cause, t, 20_000);
        const error = Math.sqrt((expected * (1 - expected)) / n);
        expect(Math.abs((cells.get(`${cause} ${t}`) ?? 0) / n - expected)).toBeLessThan(3.9 * error + 1e-5);
      }
    }
  });

  it("say when no cause ever comes", () => {
    expect(new CompetingRisks([constantHazard(0)]).outcome([1])).toEqual({ time: Number.POSITIVE_INFINITY, cause: -1 });
  });

  it("keep a person's luck when the hazard is changed and changed back", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        fc.array(fc.double({ min: 0.01, max: 0.5, noNaN: true }), { maxLength: 8 }),
        (threshold, stretches) => {
          const clock = new ThresholdClock(threshold);
          let now = 0;
          for (const stretch of stretches) {
            if (clock.timeLeft(0.5) <= stretch) break;
            clock.spend(0.5, stretch);
            now += stretch;
          }
          expect(now + clock.timeLeft(0.5)).toBeCloseTo(threshold / 0.5, 9);
          expect(clock.timeLeft(0)).toBe(Number.POSITIVE_INFINITY);
        },
      ),
    );
    const spent = new ThresholdClock(1);
    spent.spend(2, 3);
    expect([spent.left, spent.timeLeft(0)]).toEqual([0, 0]);
    expect(() => new ThresholdClock(Number.NaN)).toThrow(InvariantError);
  });
});

describe("Poisson processes with a changing rate", () => {
  const hazard = piecewiseHazard([5, 20, 1], [2, 3]);
  const mass = hazard.cumulative(6);
  const methods = {
    thinning: (source: SequentialStream) => poissonTimesByThinning(hazard.rate, 20, 0, 6, source),
    inversion: (source: SequentialStream) => poissonTimesByInversion(hazard, 0, 6, source),
  };

  it.each(Object.entries(methods))(
    `by %s have Poisson counts and the right times (level ${samplingLevel})`,
    (_, draw) => {
      const source = new SequentialStream(keyFromSeed("poisson", 2));
      const runs = 400;
      const times: number[] = [];
      let squares = 0;
      for (let i = 0; i < runs; i++) {
        const drawn = draw(source);
        expect(drawn).toEqual([...drawn].sort((a, b) => a - b));
        squares += (drawn.length - mass) ** 2;
        times.push(...drawn);
      }
      expect(Math.abs(times.length - runs * mass)).toBeLessThan(3.9 * Math.sqrt(runs * mass));
      // The squared deviations of Poisson counts from their mean: mean m, variance m + 2 m^2.
      expect(Math.abs(squares / runs - mass)).toBeLessThan(3.9 * Math.sqrt((mass + 2 * mass * mass) / runs));
      const cdf = (t: number): number => hazard.cumulative(t) / mass;
      expect(kolmogorovSmirnovPValue({ cdf }, Float64Array.from(times).sort())).toBeGreaterThan(samplingLevel);
    },
  );

  it("refuse an envelope that the rate exceeds", () => {
    const source = new SequentialStream(keyFromSeed("envelope", 0));
    expect(() => poissonTimesByThinning(hazard.rate, 10, 0, 6, source)).toThrow(/above the envelope/);
    expect(poissonTimesByThinning(() => 0, 0, 0, 6, source)).toEqual([]);
  });
});

describe("the Dirichlet distribution", () => {
  const d = new Dirichlet([2.5, 0.7, 4]);

  it("has beta marginals, in theory and in samples", () => {
    const streams = new AddressedStreams(keyFromSeed("dirichlet", 0));
    const out = new Float64Array(3);
    const drawn = [0, 1, 2].map(() => new Float64Array(3000));
    for (let i = 0; i < 3000; i++) {
      d.sample(streams.source(0, i, 0), out);
      expect(out[0] + out[1] + out[2]).toBeCloseTo(1, 14);
      for (const part of [0, 1, 2]) (drawn[part] as Float64Array)[i] = out[part];
    }
    for (const part of [0, 1, 2]) {
      const marginal = d.marginal(part);
      expect(marginal.mean()).toBeCloseTo(d.mean()[part] as number, 14);
      expect(marginal.variance()).toBeCloseTo(d.covariance(part, part), 14);
      expect(kolmogorovSmirnovPValue(marginal, (drawn[part] as Float64Array).sort())).toBeGreaterThan(samplingLevel);
    }
    expect(d.covariance(0, 1)).toBeLessThan(0);
  });

  it("has a density: flat with concentrations of 1, none outside", () => {
    expect(new Dirichlet([1, 1, 1]).density([0.2, 0.3, 0.5])).toBeCloseTo(2, 13);
    expect(d.density([0, 0.5, 0.5])).toBe(0);
  });

  it("refuses concentrations that are none", () => {
    expect(() => new Dirichlet([1, -1, Number.NaN])).toThrow(/concentrations\[1\].*\n.*concentrations\[2\]/);
    expect(() => new Dirichlet([1])).toThrow(/too few parts/);
  });
});

describe("the gamma sampler by rejection", () => {
  it.each([0.3, 1, 2.5, 40])(`follows the gamma distribution of shape %d (level ${samplingLevel})`, (shape) => {
    const streams = new AddressedStreams(keyFromSeed("gamma", shape));
    const samples = Float64Array.from({ length: 5000 }, (_, i) => sampleGamma(shape, streams.source(3, i, 9)));
    const d = distributionOf({ distribution: "gamma", shape, scale: 1 });
    expect(kolmogorovSmirnovPValue(d, samples.sort())).toBeGreaterThan(samplingLevel);
  });
});
