// Does the synthetic register look like the survey when it is sampled as the survey was? Figures of tables 3.1 to 3.3 and figures 3.1
// to 3.3 of the evaluation against 300 samples of 59 firms, larger ones likelier; what lies outside the middle 95 per cent of the
// samples would be a deviation, and there must be none.

import { keyFromSeed, runStudy, SequentialStream } from "@tiltak/sim-core";
import { Programme, readProgrammeParameters } from "@tiltak/sim-core/programme";
import { beforeAll, describe, expect, it } from "vitest";
import { countryFrom2023 } from "./national.ts";
import { type EnterpriseFigures, figuresOf, sampleLikeSurvey, selectionPower } from "./register-sample.ts";
import { figureOf } from "./targets.ts";

const samples = 300;
let columns: Record<keyof EnterpriseFigures, number[]>;
let stateBillion = 0;
let meanParticipants = 0;

beforeAll(async () => {
  const scenario = countryFrom2023(1);
  await runStudy({
    model: {
      id: "register",
      version: "1",
      run(parameters, replication) {
        const { state } = new Programme(readProgrammeParameters(parameters), replication, {});
        const { register, p } = state;
        const stream = new SequentialStream(keyFromSeed("register samples"));
        const drawn = Array.from({ length: samples }, () => sampleLikeSurvey(register, p, stream));
        columns = Object.fromEntries(
          (Object.keys(drawn[0] as EnterpriseFigures) as (keyof EnterpriseFigures)[]).map((key) => [
            key,
            drawn.map((one) => one[key]),
          ]),
        ) as typeof columns;
        const all = figuresOf(
          register,
          p,
          Array.from({ length: register.count }, (_, e) => e),
        );
        meanParticipants = all.participants;
        const subsidies = all["subsidy-share"] * all.mean * register.count;
        stateBillion = subsidies / (1 + p["rate.municipal-to-state"]) / 1000;
        replication.observe("done", "{}", 0, 1);
      },
    },
    scenarios: [scenario],
    replications: 1,
    seed: "register",
    fixedParameters: true,
  });
}, 60_000);

const observed: Readonly<Record<keyof EnterpriseFigures, () => number>> = {
  participants: () => figureOf("[enterprise-means-table31.vta-2023#1]"),
  "participants-sd": () => figureOf("[enterprise-means-table31.vta-2023#2]"),
  mean: () => figureOf("[revenue-2022-distribution.mean]"),
  median: () => figureOf("[revenue-2022-distribution.median]"),
  "sales-share": () => figureOf("[revenue-table32.sales] / [revenue-table32.total]"),
  "subsidy-share": () => figureOf("([revenue-table32.state] + [revenue-table32.municipal]) / [revenue-table32.total]"),
  "subsidy-half": () => figureOf("[derived-enterprises-counts.subsidy-half]"),
  "sales-half": () => figureOf("[derived-enterprises-counts.sales-half]"),
  "small-subsidy-half": () => figureOf("[small-enterprises-subsidy-dependence.share]"),
  // "Over 40 per cent" of 59.
  "below-10": () => 0.41 * figureOf("[revenue-2022-distribution.n]"),
  "below-20": () => figureOf("[small-enterprises-subsidy-dependence.n]"),
  aft: () => figureOf("[enterprise-means-table31.aft-2023#1]"),
  "aft-sd": () => figureOf("[enterprise-means-table31.aft-2023#2]"),
  "without-aft": () =>
    (figureOf("[derived-programme-mix.without-aft]") / 100) * figureOf("[revenue-2022-distribution.n]"),
  // "Positive, no coefficient": any positive value stands for it.
  "size-sales-correlation": () => columns["size-sales-correlation"].reduce((a, b) => a + b, 0) / samples,
};

describe("a survey-like sample of the synthetic register", () => {
  it("deviates from the survey nowhere", () => {
    const deviations = (Object.keys(observed) as (keyof EnterpriseFigures)[]).filter((key) => {
      const sorted = [...columns[key]].sort((a, b) => a - b);
      const value = observed[key]();
      return (
        value < (sorted[Math.floor(0.025 * samples)] as number) ||
        value > (sorted[Math.floor(0.975 * samples)] as number)
      );
    });
    expect(deviations).toEqual([]);
  });

  it("has larger firms with a larger share of sales", () => {
    const mean = columns["size-sales-correlation"].reduce((a, b) => a + b, 0) / samples;
    expect(mean).toBeGreaterThan(0.1);
  });

  it("leans towards the large as the survey does: 46 participants a firm where the country has 28", () => {
    expect(meanParticipants).toBeCloseTo(28, 0);
    const mean = columns.participants.reduce((a, b) => a + b, 0) / samples;
    expect(Math.abs(mean - 46.3)).toBeLessThan(4);
  });

  it("belongs to a country whose state subsidies are 1.46 to 1.68 billion kroner in 2022", () => {
    expect(stateBillion).toBeGreaterThan(1.46);
    expect(stateBillion).toBeLessThan(1.68);
  });
});

describe("the survey's selection", () => {
  it("is none when the register is as large as the survey already", () => {
    expect(selectionPower([50, 60, 70], 46)).toBe(0);
  });

  it("gives the target on average", () => {
    const people = Array.from({ length: 200 }, (_, i) => 5 + (i % 40) * 2);
    const power = selectionPower(people, 60);
    expect(power).toBeGreaterThan(0);
    const weights = people.map((x) => x ** power);
    const total = weights.reduce((a, b) => a + b, 0);
    expect(people.reduce((sum, x, i) => sum + (x * (weights[i] as number)) / total, 0)).toBeCloseTo(60, 1);
  });
});
