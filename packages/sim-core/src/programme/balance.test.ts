import { describe, expect, it } from "vitest";
import { arrivalRateFor, queueBalance } from "./balance.ts";

describe("a waiting list with giving up, in balance", () => {
  it("holds a Poisson number of people when patience is as long as a stay", () => {
    // With equal rates every person present leaves at the same rate: M/M/inf, mean 12.
    const balance = queueBalance(10, 6, 0.5, 0.5);
    expect(balance.busy + balance.waiting).toBeCloseTo(12, 9);
    let full = 0;
    let term = Math.exp(-12);
    for (let n = 0; n < 60; n++) {
      if (n >= 10) full += term;
      term *= 12 / (n + 1);
    }
    let p10 = Math.exp(-12);
    for (let n = 0; n < 10; n++) p10 *= 12 / (n + 1);
    expect(balance.waitingWhenFull[0]).toBeCloseTo(p10 / full, 9);
  });

  it("loses what Erlang B loses when nobody waits at all", () => {
    // Offered load 4 on 5 places: blocking probability 0.1990669.
    const balance = queueBalance(5, 4, 1, 1e12);
    expect(balance.busy).toBeCloseTo(4 * (1 - 0.1990669), 5);
  });

  it("balances arrivals with departures and giving up", () => {
    const balance = queueBalance(105, 18.8, 0.108, 0.3);
    expect(0.108 * balance.busy + 0.3 * balance.waiting).toBeCloseTo(18.8, 6);
    expect(balance.busy + balance.vacant).toBeCloseTo(105, 9);
  });

  it("lets those who are served wait for as long as the others' patience makes room, when the list is long", () => {
    // Fluid limit: arrivals a, departures d, patience 1/t: everybody served has waited log(a / d) / t.
    const balance = queueBalance(5_000, 800, 0.108, 0.3);
    expect(balance.servedWait).toBeCloseTo(Math.log(800 / 540) / 0.3, 2);
  });

  it("makes nobody wait where there is always room", () => {
    expect(queueBalance(100, 1, 0.5, 0.3).servedWait).toBeLessThan(1e-12);
  });

  it("finds the arrivals that keep a mean number of places occupied", () => {
    const rate = arrivalRateFor(38, 40, 0.4, 0.31, 60);
    expect(queueBalance(40, rate, 0.4, 0.31).busy).toBeCloseTo(38, 9);
  });

  it("holds for a list so long that the empty one has no weight left", () => {
    // Arrivals 400 beyond what 100 places renew, patience of three years: about 1,200 people wait, and nobody else.
    const balance = queueBalance(100, 422, 0.22, 1 / 3);
    expect(balance.waiting).toBeCloseTo(1_200, 6);
    expect(balance.busy).toBeCloseTo(100, 9);
    expect(balance.servedWait).toBeGreaterThan(0);
    expect(balance.waitingWhenFull.at(-1)).toBeCloseTo(1, 12);
  });
});
