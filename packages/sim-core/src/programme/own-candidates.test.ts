import { describe, expect, it } from "vitest";
import { observeRun, prepare } from "../../test/support/programme-run.ts";
import { delivery, smallCountry, transferWorld, world } from "../../test/support/programme-world.ts";
import type { Parameters } from "../kernel/index.ts";
import type { ProgrammeData } from "./programme-data.ts";
import { specialist, workstation } from "./words.ts";

const small: Parameters = { ...world, ...smallCountry };

/** One site with a grant from 2018 on, whose service asks everybody it knows. */
const site = (grantNokPerYear: number, deliveryModel = "lillestrom-workstations"): ProgrammeData => ({
  municipalities: [
    { id: "site", name: "Site", inhabitants: 60_000, region: "region", deliveryModel, grantNokPerYear },
    { id: "other", name: "Other", inhabitants: 60_000, region: "region" },
  ],
});
const trial: Parameters = {
  ...world,
  "horizon.start-year-offset": -5,
  "horizon.years": 4,
  "supplement.start": "2018-01-01",
  "supplement.payer": "state",
  "transfer.earmarked": true,
};
const onStations = delivery("lillestrom-workstations", {
  "ordinary-share": 0,
  "workstation-ratio": 5,
  "bought-share": 0,
  "most-positions": 1_000,
  "staff-from-within-share": 1,
  reach: 1,
});
const candidatesOf = (parameters: Parameters, seed: string, grant: number) => {
  const { programme } = prepare({ ...trial, ...onStations, ...parameters }, seed, 0, site(grant));
  const { state } = programme;
  const known: number[] = [];
  for (let year = 0; year <= 4; year++)
    state.simulation.schedule(
      year,
      state.simulation.handler(() => {
        known.push(state.units[1]?.candidates.reduce((sum, list) => sum + list.length, 0) ?? 0);
      }),
      0,
    );
  programme.run();
  return { state, known };
};

describe("candidates whom a municipality knows itself", () => {
  it("are found as a share 1 - exp(-t / mean time) of all it has, where nobody can be placed", () => {
    // 60 thousand inhabitants, 5 for each thousand: 300 in all.
    const found = [0, 0, 0, 0, 0];
    const runs = 12;
    for (let r = 0; r < runs; r++) {
      const { known } = candidatesOf(
        { "recruitment.own-candidates-per-1000": 5, "recruitment.own-candidates-years": 1.5 },
        `known ${r}`,
        1,
      );
      known.forEach((count, year) => {
        found[year] = (found[year] as number) + count / runs;
      });
    }
    found.forEach((mean, year) => {
      const theory = 300 * (1 - Math.exp(-year / 1.5));
      // Poisson: the standard error of the mean is at most 5.
      expect(Math.abs(mean - theory), `year ${year}: ${mean}, theory ${theory}`).toBeLessThanOrEqual(3.5 * 5);
    });
    expect(found[4]).toBeGreaterThan(200);
  });

  it("are asked once the lists are served, and count as candidates only then", () => {
    const shortList = { "waiting.surplus-arrivals-per-year": 20, "waiting.patience-years": 0.5 };
    const some = { ...shortList, "recruitment.own-candidates-per-1000": 5 };
    const without = candidatesOf({ ...some, "recruitment.own-candidates-per-1000": 0 }, "asked", 12e6);
    const with_ = candidatesOf(some, "asked", 12e6);
    const held = ({ state }: typeof with_): number => {
      const unit = state.units.find(({ budgetNok }) => budgetNok > 0);
      return unit === undefined ? 0 : (state.holders.size[state.unitHolder(unit.id, workstation)] as number);
    };
    expect(held(with_)).toBeGreaterThan(held(without) + 5);
    // Nobody whom no service has asked is on a list, holds a place, or is on trial for one.
    const { state } = with_;
    for (const unit of state.units)
      for (const list of unit.candidates)
        for (const i of list) {
          expect(state.people.queue[i]).toBe(-1);
          expect(state.people.setting[i]).toBe(4);
          expect(state.people.trialOffer[i]).toBe(0);
        }
  });

  it("change nothing, to the last bit, where no municipality runs a service", () => {
    const many = { ...small, "recruitment.own-candidates-per-1000": 20, "recruitment.own-candidates-years": 0.1 };
    expect(observeRun(many, "none").entries()).toEqual(observeRun(small, "none").entries());
  });

  it("come sooner and are more, and the same come first, where there are more of them", () => {
    const ask = (perThousand: number) =>
      candidatesOf({ "recruitment.own-candidates-per-1000": perThousand }, "more", 1).state;
    const few = ask(1);
    const many = ask(3);
    const addresses = (state: typeof few): string[] =>
      state.units.flatMap((unit) =>
        unit.candidates.flatMap((list) =>
          list.map((i) => `${state.people.addressHigh[i]} ${state.people.addressLow[i]}`),
        ),
      );
    expect(addresses(many)).toEqual(expect.arrayContaining(addresses(few)));
    expect(addresses(many).length).toBeGreaterThan(addresses(few).length);
  });

  it("stay away from a transfer of a share that does not reach them", () => {
    const { programme } = prepare(
      { ...transferWorld, ...smallCountry, "transfer.share": 0.1, "recruitment.own-candidates-per-1000": 3 },
      "share",
    );
    programme.run();
    const { state } = programme;
    for (const unit of state.units)
      for (const list of unit.candidates) for (const i of list) expect(state.people.mark[i]).toBeLessThan(0.1);
  });
});

describe("money for posts", () => {
  it("leaves enough for the participants that all posts can take", () => {
    for (const [k, grant] of [1.2e6, 1.7e6, 3e6, 6e6].entries()) {
      const { state } = candidatesOf({ "recruitment.own-candidates-per-1000": 10 }, `posts ${k}`, grant);
      const unit = state.units.find(({ budgetNok }) => budgetNok > 0);
      if (unit === undefined) throw new Error("nobody has the grant");
      const fte = unit.posts.reduce((sum, post) => sum + (post.closed ? 0 : post.fte), 0);
      const seats = fte * (unit.delivery.perPosition[workstation] as number);
      const usual = state.usualSeatNok(unit, workstation);
      expect(unit.postsNok + seats * usual).toBeLessThanOrEqual(grant * (1 + 1e-9));
      expect(fte).toBeGreaterThan(0.5);
    }
  });

  it("leaves what the delivery model keeps for places that it buys", () => {
    const buying = delivery("stavanger-pff", {
      "bought-share": 0.6,
      "ordinary-share": 0,
      "workstation-ratio": 5,
      "most-positions": 1_000,
      "mapping-weeks": 0,
    });
    const { programme } = prepare({ ...trial, ...buying }, "buying", 0, site(4e6, "stavanger-pff"));
    programme.run();
    const unit = programme.state.units.find(({ budgetNok }) => budgetNok > 0);
    if (unit === undefined) throw new Error("nobody has the grant");
    const bought = unit.purchaseNok / (programme.state.vtaRateNok * 1.359 * programme.state.placesPerParticipant);
    const own =
      (programme.state.holders.size[programme.state.unitHolder(unit.id, workstation)] as number) +
      (programme.state.holders.size[programme.state.unitHolder(unit.id, specialist)] as number);
    expect(bought).toBeGreaterThan(5);
    expect(own).toBeGreaterThan(2);
    expect(Math.abs(bought / (bought + own) - 0.6)).toBeLessThan(0.2);
  });
});
