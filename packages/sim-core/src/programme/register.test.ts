import { describe, expect, it } from "vitest";
import { world } from "../../test/support/programme-world.ts";
import { drawEnterprises } from "./enterprise.ts";
import { classOf, cumulate, drawGeography, pickByWeight, shareWhole } from "./geography.ts";
import { readProgrammeParameters } from "./parameters.ts";

const p = readProgrammeParameters(world);
const geography = drawGeography(p);
const sum = (list: ArrayLike<number>): number => Array.from(list).reduce((a, b) => a + b, 0);

describe("the map", () => {
  it("has the country's municipalities and inhabitants", () => {
    expect(geography.inhabitants).toHaveLength(357);
    expect(sum(geography.inhabitants)).toBeCloseTo(5_550_000, 3);
    expect(sum(geography.regionInhabitants)).toBeCloseTo(5_550_000, 3);
  });

  it("has nearly 70 % of municipalities below 10,000 inhabitants, and a median near 5,100", () => {
    const below = geography.inhabitants.filter((x) => x < 10_000).length / 357;
    expect(below).toBeGreaterThan(0.66);
    expect(below).toBeLessThan(0.71);
    const median = geography.inhabitants[178];
    expect(median).toBeGreaterThan(4_800);
    expect(median).toBeLessThan(5_600);
  });

  it("is the same whenever it is drawn", () => {
    expect(drawGeography(p)).toEqual(geography);
  });
});

describe("sharing whole numbers", () => {
  it("gives away the total exactly, nearest to the weights", () => {
    expect(Array.from(shareWhole(10, [1, 1, 1]))).toEqual([4, 3, 3]);
    expect(sum(shareWhole(9_400, geography.inhabitants))).toBe(9_400);
  });

  it("picks by weight", () => {
    const cumulative = cumulate([1, 3]);
    expect(pickByWeight(0.24, cumulative)).toBe(0);
    expect(pickByWeight(0.26, cumulative)).toBe(1);
  });

  it("classes a limit with what lies above it", () => {
    expect(classOf(4_999, [5_000])).toBe(0);
    expect(classOf(5_000, [5_000])).toBe(1);
  });
});

describe("the register of enterprises", () => {
  const placesPerParticipant = 1 - p["position.share-below-half"] / 2;
  const register = drawEnterprises(p, geography, placesPerParticipant);

  it("holds all sheltered participants and is in every region", () => {
    expect(register.count).toBe(335);
    expect(sum(register.participants)).toBe(9_400);
    expect(new Set(register.region).size).toBe(geography.regions);
  });

  it("gives each region about its share of places", () => {
    const places = new Float64Array(geography.regions);
    register.participants.forEach((people, e) => {
      places[register.region[e]] += people;
    });
    for (let r = 0; r < geography.regions; r++) {
      const fair = (9_400 * geography.regionInhabitants[r]) / 5_550_000;
      expect(Math.abs(places[r] - fair)).toBeLessThan(Math.max(12, 0.15 * fair));
    }
  });

  it("pays the state's subsidies of about 1.5 billion in the accounts of 2022", () => {
    const toAccounts = 14_878 / (17_455 * 1.036);
    const state = (sum(register.subsidyNok) / 1.36) * toAccounts;
    expect(state).toBeGreaterThan(1.46e9);
    expect(state).toBeLessThan(1.68e9);
  });

  it("has larger enterprises with a smaller share of subsidies, as the survey found", () => {
    const firms = Array.from(register.vtaRevenueNok, (revenue, e) => ({
      revenue,
      share: register.subsidyNok[e] / revenue,
    }));
    firms.sort((a, b) => a.revenue - b.revenue);
    const mean = (part: typeof firms): number => part.reduce((a, b) => a + b.share, 0) / part.length;
    expect(mean(firms.slice(0, 112))).toBeGreaterThan(mean(firms.slice(223)) + 0.05);
  });

  it("loses no stream and has no negative one", () => {
    for (let e = 0; e < register.count; e++) {
      expect(register.salesNok[e]).toBeGreaterThanOrEqual(0);
      expect(register.otherNok[e]).toBeGreaterThan(0);
      expect(register.aftNok[e]).toBeGreaterThanOrEqual(0);
    }
    const withoutAft = register.aftNok.filter((x) => x === 0).length / 335;
    expect(withoutAft).toBeCloseTo(0.32, 1);
  });
});
