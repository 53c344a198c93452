// With one mechanism at a time left on, the programme equals its closed form: a waiting list with giving up is an M/M/c+M
// queue, exits compete by their hazards, full places renew, school leavers are an M(t)/M/inf process, subsidies are sums.
// Tolerances are joint 99 % intervals over replications; seeds are fixed.

import { describe, expect, it } from "vitest";
import { exp, studentTQuantile } from "../../src/foundation/index.ts";
import type { Parameters } from "../../src/kernel/index.ts";
import { queueBalance } from "../../src/programme/balance.ts";
import { causeOf, causes, sheltered } from "../../src/programme/words.ts";
import { observeRun, prepare } from "../support/programme-run.ts";
import { levelWorld } from "../support/programme-world.ts";

/** One region of one enterprise: nobody retires or dies, every match is alike, no firm closes. */
const bare: Parameters = {
  ...levelWorld,
  "horizon.start-year-offset": 0,
  "stock.start-tenure": "stationary",
  "stock.ordinary": 0,
  "enterprise.count": 1,
  "enterprise.equity-months": 1e6,
  "municipal.count": 1,
  "municipal.region-count": 1,
  "municipal.inhabitants": 100_000,
  "exit.retirement-age": 1e6,
  "exit.death-per-year": 0,
  "exit.active-to-ordinary-vta-share": 0,
  "match.hazard-ratio-poor": 1,
  "intake.model-shares.nav": 1,
  "intake.veto-share": 0,
  "recruitment.school-share": 0,
};

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Hold the mean of independent replications against a known number. */
function expectMean(values: readonly number[], theory: number, comparisons = 1): void {
  const mean = meanOf(values);
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
  const halfWidth = studentTQuantile(1 - 0.005 / comparisons, values.length - 1) * Math.sqrt(variance / values.length);
  expect(Math.abs(mean - theory), `mean ${mean}, theory ${theory}`).toBeLessThan(halfWidth);
  // An interval that holds everything shows nothing.
  expect(halfWidth).toBeLessThan(0.1 * theory);
}

describe("with one mechanism left on, the programme equals its closed form", () => {
  it("waits as an M/M/c+M queue does (Erlang A)", () => {
    const rate = 0.2;
    const places = 60;
    const patience = 1.5;
    const surplus = 8;
    const parameters: Parameters = {
      ...bare,
      "horizon.years": 12,
      "stock.sheltered": places,
      "exit.sheltered-per-year": rate,
      "waiting.surplus-arrivals-per-year": surplus,
      "waiting.patience-years": patience,
    };
    const waiting: number[] = [];
    const gaveUp: number[] = [];
    for (let r = 0; r < 100; r++) {
      const seen = observeRun(parameters, "erlang", r);
      const years = Array.from({ length: 12 }, (_, k) => k + 1);
      waiting.push(meanOf(years.map((year) => seen.at("candidates-waiting", {}, year))));
      gaveUp.push(meanOf(years.map((year) => seen.at("gave-up-waiting", {}, year))));
    }
    const balance = queueBalance(places, rate * places + surplus, rate, 1 / patience);
    expectMean(waiting, balance.waiting, 2);
    expectMean(gaveUp, balance.waiting / patience, 2);
  }, 120_000);

  it("lets exits compete by their hazards, and full places renew", () => {
    // 0.06, 0.12 and 0.04 a year: mean stay 1 / 0.22 = 4.5454545 years, shares 0.2727, 0.5455, 0.1818, and 22.0 exits a
    // year from 100 places that are always full.
    const parameters: Parameters = {
      ...bare,
      "horizon.years": 10,
      "stock.sheltered": 100,
      "exit.sheltered-per-year": 0.22,
      "exit.sheltered-active-share": 0.18 / 0.22,
      "exit.active-to-ordinary-work-share": 1 / 3,
      "exit.active-to-education-share": 2 / 3,
      "waiting.surplus-arrivals-per-year": 400,
      "waiting.patience-years": 3,
    };
    const perYear: number[] = [];
    const counted = new Float64Array(causes.length);
    const stays: number[] = [];
    for (let r = 0; r < 60; r++) {
      const { programme, seen } = prepare(parameters, "compete", r);
      const { state } = programme;
      const ended: number[] = [];
      state.listener = (change, i, code) => {
        if (change !== "end") return;
        counted[code] = (counted[code] as number) + 1;
        // Whoever began in the first two years can be seen for eight: longer stays are one in six.
        const began = state.people.spellStart[i] as number;
        if (began > 0 && began < 2) ended.push(Math.min(state.simulation.now - began, 8));
      };
      programme.run();
      for (let i = 0; i < state.people.count; i++)
        if (state.people.setting[i] === sheltered) {
          const began = state.people.spellStart[i] as number;
          if (began > 0 && began < 2) ended.push(8);
        }
      stays.push(meanOf(ended));
      perYear.push(meanOf(Array.from({ length: 10 }, (_, k) => seen.at("exits", {}, k + 1))));
    }
    expectMean(perYear, 22);
    expectMean(stays, (1 - exp(-0.22 * 8)) / 0.22);
    const all = counted.reduce((a, b) => a + b, 0);
    const share = (cause: keyof typeof causeOf): number => (counted[causeOf[cause]] as number) / all;
    for (const [cause, theory] of [
      ["ordinary-work", 0.2727],
      ["education", 0.5455],
      ["dropout", 0.1818],
    ] as const)
      expect(Math.abs(share(cause) - theory)).toBeLessThan(3 * Math.sqrt((theory * (1 - theory)) / all));
  }, 120_000);

  it("takes school leavers in as an M(t)/M/inf process", () => {
    // One place that nobody leaves: everybody who comes in August waits, and gives up after an exponential time. On
    // 1 January the youngest cohort has waited four to five months, the next one a year more, and so on.
    const perYear = 300;
    const patience = 0.8;
    const parameters: Parameters = {
      ...bare,
      "horizon.years": 8,
      "stock.sheltered": 1,
      "exit.sheltered-per-year": 1e-6,
      "recruitment.school-share": 1,
      "recruitment.school-month": 8,
      "waiting.surplus-arrivals-per-year": perYear,
      "waiting.patience-years": patience,
    };
    const waiting: number[] = [];
    for (let r = 0; r < 60; r++) {
      const seen = observeRun(parameters, "school", r);
      waiting.push(meanOf([6, 7, 8].map((year) => seen.at("candidates-waiting", {}, year))));
    }
    const left = (years: number): number => exp(-years / patience);
    const theory = (perYear * 12 * patience * (left(4 / 12) - left(5 / 12))) / (1 - left(1));
    expectMean(waiting, theory);
  }, 120_000);

  it("pays the rate for each place, half of it below half a position, and the municipality's part", () => {
    const parameters: Parameters = {
      ...bare,
      "horizon.years": 1,
      "stock.sheltered": 100,
      "exit.sheltered-per-year": 1e-6,
      "waiting.surplus-arrivals-per-year": 5,
      "position.share-below-half": 0.3,
      "rate.vta-nok-per-place-month": [[0, 15_000]],
    };
    const { programme, seen } = prepare(parameters, "arithmetic");
    programme.run();
    const { people } = programme.state;
    let places = 0;
    for (let i = 0; i < people.count; i++)
      if (people.setting[i] === sheltered) places += (people.position[i] as number) >= 0.5 ? 1 : 0.5;
    expect(places).toBeGreaterThan(50);
    expect(places).toBeLessThan(100);
    const subsidy = places * 15_000 * 12;
    expect(seen.at("payments", { kind: "place-subsidy" }, 1)).toBeCloseTo(subsidy, 3);
    const ratio = parameters["rate.municipal-to-state"] as number;
    expect(seen.at("payments", { kind: "municipal-subsidy" }, 1)).toBeCloseTo(subsidy * ratio, 3);
    expect(seen.at("cost", { payer: "state" }, 1)).toBeCloseTo(subsidy, 3);
  });
});
