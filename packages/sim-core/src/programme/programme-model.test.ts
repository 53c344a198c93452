import { describe, expect, it } from "vitest";
import { observeRun, prepare } from "../../test/support/programme-run.ts";
import { levelWorld, smallCountry, transferWorld, world } from "../../test/support/programme-world.ts";
import type { Parameters } from "../kernel/index.ts";
import { realRate } from "./money.ts";
import { readProgrammeParameters } from "./parameters.ts";
import { programmeModel } from "./programme-model.ts";

const small: Parameters = { ...world, ...smallCountry };
const transfer: Parameters = { ...transferWorld, ...smallCountry };
const supplement: Parameters = {
  ...small,
  "supplement.places-per-1000": 0.4,
  "supplement.start": "2028-01-01",
  "supplement.payer": "state",
};
const moved: Parameters = {
  ...small,
  "revenue-loss.share-moved": 0.5,
  "revenue-loss.start": "2028-01-01",
  "revenue-loss.speed-years": 2,
};
const sum = (list: ArrayLike<number>): number => Array.from(list).reduce((a, b) => a + b, 0);

describe("the parameters of the programme", () => {
  it("are asked for all at once when several are missing", () => {
    const { "stock.sheltered": _, "exit.retirement-age": __, ...rest } = small;
    const run = (): void => programmeModel.run(rest, { key: { low: 1, high: 2 }, number: 0, observe: () => undefined });
    expect(run).toThrow(/stock\.sheltered[\s\S]*exit\.retirement-age|exit\.retirement-age[\s\S]*stock\.sheltered/);
  });

  it("must be of their kind", () => {
    expect(() => readProgrammeParameters({ ...small, "stock.sheltered": "many" })).toThrow(/stock\.sheltered/);
    expect(() => readProgrammeParameters({ ...small, "transfer.share": "half" })).toThrow(/transfer\.share/);
  });
});

describe("the first day", () => {
  it("has the stock that is known, in the whole country", () => {
    const { programme } = prepare(world, "first day");
    expect(Array.from(programme.state.people.participants.slice(0, 4))).toEqual([9_400, 3_400, 0, 0]);
  });

  it("has nobody past retirement, and nobody who started before being old enough", () => {
    const { people } = prepare(small, "ages").programme.state;
    for (let i = 0; i < people.count; i++) {
      if (people.setting[i] === 4) continue;
      expect(-people.birth[i]).toBeLessThan(67);
      expect(people.spellStart[i] - people.birth[i]).toBeGreaterThan(17.9);
    }
  });
});

describe("the transfer", () => {
  it("of nothing changes nothing, to the last bit", () => {
    const before = observeRun(small, "nothing").entries();
    expect(observeRun({ ...transfer, "transfer.share": 0 }, "nothing").entries()).toEqual(before);
  });

  it("leaves no place with the state when all of it is transferred and parallel running is over", () => {
    const { programme } = prepare(transfer, "all");
    programme.run();
    expect(sum(programme.state.stateHeld)).toBe(0);
    expect(sum(programme.state.statePlaces)).toBe(0);
  });

  it("places nobody in municipal settings while no supervisor can be found", () => {
    const seen = observeRun({ ...transfer, "supervisor.vacancy-years": 1e6 }, "nobody");
    expect(seen.at("participants", { setting: "municipal" }, 10)).toBe(0);
    expect(seen.at("participants", { setting: "municipal-ordinary" }, 10)).toBe(0);
    expect(seen.at("people-who-lost-their-place", {}, 10)).toBeGreaterThan(100);
  });

  it("finds no more workplaces than municipalities are assumed to hold, beside those of today", () => {
    const { programme } = prepare({ ...transfer, "municipal.new-workplaces-per-1000": 0.2 }, "workplaces");
    programme.run();
    for (const unit of programme.state.units) expect(unit.workplacesFound).toBeLessThanOrEqual(unit.workplaceCeiling);
  });

  it("keeps people where they are when all places are bought back and money is earmarked", () => {
    const all = { ...transfer, "municipal.buy-back-share": 1, "transfer.earmarked": true };
    const bought = observeRun(all, "buy back");
    const none = observeRun({ ...all, "municipal.buy-back-share": 0 }, "buy back");
    expect(bought.at("people-who-lost-their-place", {}, 10)).toBeLessThan(
      0.2 * none.at("people-who-lost-their-place", {}, 10),
    );
    expect(bought.at("enterprises-closed", {}, 10)).toBeLessThan(none.at("enterprises-closed", {}, 10));
  });

  it("spends no more than the share of the grant that goes to adapted work", () => {
    const seen = observeRun({ ...transfer, "grant.share-spent-on-vta": 0.5, "municipal.buy-back-share": 0.8 }, "half");
    const earmarked = observeRun(
      { ...transfer, "grant.share-spent-on-vta": 0.5, "municipal.buy-back-share": 0.8, "transfer.earmarked": true },
      "half",
    );
    expect(seen.at("grant-unspent", {}, 8)).toBeGreaterThan(earmarked.at("grant-unspent", {}, 8));
  });

  it("gives municipalities the same grant by inhabitants and by history, in all", () => {
    const grantOf = (rule: string): number => {
      const { programme } = prepare({ ...transfer, "transfer.frame-grant-rule": rule }, "grant");
      programme.run();
      return sum(programme.state.units.map((unit) => unit.grantNok));
    };
    const history = grantOf("history");
    for (const rule of ["inhabitants", "need"]) expect(Math.abs(grantOf(rule) / history - 1)).toBeLessThan(0.25);
  });

  it("lets small municipalities share a service when they may", () => {
    const alone = prepare(transfer, "share").programme.state.units.length;
    const together = prepare({ ...transfer, "municipal.sharing": true }, "share").programme.state.units.length;
    expect(alone).toBe(18);
    expect(together).toBeLessThan(alone);
  });
});

describe("a service of one supervisor", () => {
  it("stands still for as long as vacancies and stays say", () => {
    // Mean stay 1 / 0.8 = 1.25 years, mean vacancy 0.75: a share of 0.75 / 2 without service.
    const fragile = {
      ...transfer,
      "horizon.years": 60,
      "supervisor.turnover-per-year": 0.8,
      "supervisor.vacancy-years": 0.75,
    };
    const { programme } = prepare(
      { ...fragile, "specialist.training-years": 0.01, "transfer.phase-in-years": 0 },
      "one",
    );
    let vacant = 0;
    let counted = 0;
    const { state } = programme;
    const watch = state.simulation.handler(() => {
      for (const unit of state.units)
        for (const post of unit.posts) {
          if (post.closed || post.holders === 0) continue;
          counted++;
          if (post.state === 0) vacant++;
        }
    });
    for (let k = 0; k < 500; k++) state.simulation.schedule(14 + k / 10, watch, 0);
    programme.run();
    expect(counted).toBeGreaterThan(5_000);
    // Posts are far from independent over time; five percentage points are several standard errors of this many posts.
    expect(Math.abs(vacant / counted - 0.375)).toBeLessThan(0.05);
  });
});

describe("a supplement", () => {
  const before = observeRun(small, "supplement");
  const after = observeRun(supplement, "supplement");

  it("takes no place from anybody and gives some people one more", () => {
    expect(after.at("participants", {}, 10)).toBeGreaterThan(before.at("participants", {}, 10));
    expect(after.at("candidates-waiting", {}, 10)).toBeLessThan(before.at("candidates-waiting", {}, 10));
    expect(after.at("exits", { setting: "sheltered", cause: "moved" }, 5)).toBe(0);
  });

  it("fills no more places than it has", () => {
    const { programme } = prepare(supplement, "cap");
    programme.run();
    const { state } = programme;
    for (const unit of state.units) {
      const held =
        (state.holders.size[state.unitHolder(unit.id, 0)] as number) +
        (state.holders.size[state.unitHolder(unit.id, 1)] as number);
      expect(held).toBeLessThanOrEqual(unit.extraPlaces);
    }
  });

  it("counts out what replaces other support", () => {
    const inMunicipal =
      after.at("participants", { setting: "municipal" }, 10) +
      after.at("participants", { setting: "municipal-ordinary" }, 10);
    expect(after.at("participants", {}, 10) - after.at("additional-participants", {}, 10)).toBeCloseTo(
      0.23 * inMunicipal,
      9,
    );
  });

  it("costs the state what the municipality pays when the state pays, and nothing when it does not", () => {
    const own = observeRun({ ...supplement, "supplement.payer": "municipality" }, "supplement");
    const state = (run: typeof own): number => run.at("cost", { payer: "state" }, 10);
    expect(state(own)).toBeLessThan(state(after));
    expect(own.at("cost", {}, 10)).toBeCloseTo(after.at("cost", {}, 10), 3);
  });
});

describe("moved places", () => {
  it("are the given share of every enterprise's places", () => {
    const { programme } = prepare({ ...moved, "places.planned-growth-per-year": 0 }, "moved");
    const start = sum(programme.state.statePlaces);
    const registered = sum(programme.state.register.participants);
    programme.run();
    const left = sum(programme.state.statePlaces);
    expect(Math.abs(start - left - registered / 2)).toBeLessThanOrEqual(programme.state.register.count);
  });

  it("lower revenue by less than their share, since other income stays", () => {
    const seen = observeRun(moved, "revenue");
    const change = seen.at("enterprise-revenue-change", { kind: "p50" }, 4);
    expect(change).toBeLessThan(-0.15);
    expect(change).toBeGreaterThan(-0.5);
  });

  it("cost enterprises less while a transition grant pays", () => {
    const grant = { ...moved, "revenue-loss.transition-grant": 0.8, "revenue-loss.transition-years": 4 };
    const with_ = observeRun(grant, "grant").at("enterprise-revenue", { stream: "state-subsidy" }, 3);
    const without = observeRun(moved, "grant").at("enterprise-revenue", { stream: "state-subsidy" }, 3);
    expect(with_).toBeGreaterThan(without);
  });
});

describe("the subsidy arithmetic", () => {
  it("pays a whole place from half a position on, half a place below, every month", () => {
    const p = readProgrammeParameters({ ...levelWorld, ...smallCountry });
    const { programme, seen } = prepare({ ...levelWorld, ...smallCountry, "horizon.years": 1 }, "pay");
    programme.run();
    const { people, stateHeld, statePlaceUnits } = programme.state;
    let units = 0;
    for (let i = 0; i < people.count; i++) {
      if (people.setting[i] !== 0) continue;
      units += people.position[i] >= 0.5 ? 1 : 0.5;
    }
    expect(sum(statePlaceUnits)).toBeCloseTo(units, 6);
    expect(units).toBeLessThan(sum(stateHeld));
    const yearly = realRate(p["rate.vta-nok-per-place-month"], p) * 12;
    const paid = seen.at("enterprise-revenue", { stream: "state-subsidy" }, 1);
    expect(Math.abs(paid / (units * yearly) - 1)).toBeLessThan(0.02);
    const municipal = seen.at("enterprise-revenue", { stream: "municipal-subsidy" }, 1);
    expect(municipal / paid).toBeCloseTo(0.36, 9);
  });
});
