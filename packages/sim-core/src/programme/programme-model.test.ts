import { describe, expect, it } from "vitest";
import { observeRun, prepare } from "../../test/support/programme-run.ts";
import {
  deliveredBy,
  delivery,
  levelWorld,
  smallCountry,
  transferWorld,
  world,
} from "../../test/support/programme-world.ts";
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
    const seen = observeRun(
      { ...transfer, "supervisor.vacancy-years": 1e6, "supervisor.from-within-share": 0 },
      "nobody",
    );
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
  it.each([0, 0.4])("stands still for as long as vacancies and stays say: %f from within", (fromWithin) => {
    // Mean stay 1 / 0.8 = 1.25 years, mean vacancy 0.75 of those whom nobody follows at once.
    const vacancy = (1 - fromWithin) * 0.75;
    const fragile = {
      ...transfer,
      "horizon.years": 60,
      "supervisor.turnover-per-year": 0.8,
      "supervisor.vacancy-years": 0.75,
      "supervisor.from-within-share": fromWithin,
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
    expect(Math.abs(vacant / counted - vacancy / (vacancy + 1.25))).toBeLessThan(0.05);
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

  it("are reckoned from the places there are when the move begins, not from those of the register", () => {
    // All go at once, years after the register's accounts, in a month after which hardly any place comes.
    const all = { ...moved, "revenue-loss.share-moved": 1, "revenue-loss.speed-years": 0 };
    const late = { ...all, "revenue-loss.start": "2036-12-01", "places.planned-growth-per-year": 40 };
    const { programme } = prepare(late, "moved late");
    const registered = sum(programme.state.statePlaces);
    programme.run();
    const never = prepare({ ...late, "revenue-loss.share-moved": 0 }, "moved late").programme;
    never.run();
    expect(sum(never.state.statePlaces)).toBeGreaterThan(registered + 50);
    expect(sum(programme.state.statePlaces)).toBeLessThan(8);
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

describe("enterprises by size", () => {
  const at = (seen: ReturnType<typeof observeRun>, measure: string, size: string, time: number): number =>
    seen.at(measure, { "enterprise-size": size }, time);
  const classes = ["<5", "5-10", "10-20", "20-50", "50+"];

  it("add up to all, and joined classes to their parts, also where firms closed before the start", () => {
    // Hardly any equity: some close in the years that lead up to the start.
    const seen = observeRun({ ...moved, "enterprise.equity-months": 0.5 }, "sizes");
    let closed = 0;
    for (const time of [1, 5, 10]) {
      for (const measure of ["enterprises", "enterprises-closed", "enterprises-in-deficit"]) {
        const total = seen.at(measure, {}, time);
        expect(sum(classes.map((size) => at(seen, measure, size, time)))).toBe(total);
        expect(at(seen, measure, "<10", time)).toBe(at(seen, measure, "<5", time) + at(seen, measure, "5-10", time));
        expect(at(seen, measure, "<10", time) + at(seen, measure, "10+", time)).toBe(total);
      }
      closed = seen.at("enterprises-closed", {}, time);
      expect(seen.at("enterprises", {}, 0) - seen.at("enterprises", {}, time)).toBe(closed);
    }
    expect(closed).toBeGreaterThan(0);
    expect(seen.at("enterprises", {}, 0)).toBeLessThan(Number(moved["enterprise.count"]));
  });

  it("go by accounts in kroner of their own year, so that no parameter that is drawn moves a firm to another class", () => {
    const other = { ...moved, "position.share-below-half": 0.5, "enterprise.sales-per-place-elasticity": 0.9 };
    const [one, two] = [moved, other].map((parameters) => prepare(parameters, "classes").programme.state.register);
    expect(two?.accountsVtaNok).toEqual(one?.accountsVtaNok);
    expect(two?.vtaRevenueNok).not.toEqual(one?.vtaRevenueNok);
  });

  it("have the mean of their members' changes, those open at the start", () => {
    const { programme, seen } = prepare({ ...moved, "enterprise.equity-months": 0.5 }, "sizes");
    programme.run();
    const { accounts, register } = programme.state;
    const small = Array.from({ length: register.count }, (_, e) => e).filter(
      (e) => (register.accountsVtaNok[e] as number) < 10e6 && accounts.closedBefore[e] === 0,
    );
    expect(at(seen, "enterprises", "<10", 0)).toBe(small.length);
    const changes = small.map((e) => (accounts.revenue[e] as number) / (accounts.reference[e] as number) - 1);
    expect(at(seen, "enterprise-revenue-change", "<10", 10)).toBeCloseTo(sum(changes) / changes.length, 12);
  });
});

describe("net public cost", () => {
  it("is what each payer bears: state and municipalities, less what is unspent, and the owners' part of deficits", () => {
    const seen = observeRun({ ...transfer, "day-activity.counted": true }, "payers");
    for (const time of [1, 5, 10]) {
      const parts = [
        seen.at("cost", { payer: "state" }, time),
        seen.at("cost", { payer: "municipality" }, time),
        -seen.at("grant-unspent", {}, time),
        seen.at("owners-deficit-share", {}, time),
        seen.at("payments", { kind: "day-activity" }, time),
      ];
      expect(sum(parts)).toBeCloseTo(seen.at("net-public-cost", {}, time), 3);
      if (time === 10) expect(parts.every((part) => part !== 0)).toBe(true);
    }
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

describe("a delivery model", () => {
  const by = (own: Readonly<Record<string, number>>): Parameters => ({
    ...transfer,
    ...deliveredBy("lillestrom-se"),
    ...delivery("lillestrom-se", own),
  });

  it("that is missing an attribute is refused by name", () => {
    const { "delivery.lillestrom-se.caseload": _, ...rest } = by({});
    expect(() => observeRun(rest, "incomplete")).toThrow(/delivery\.lillestrom-se\.caseload/);
  });

  it("that no one knows is refused by name", () => {
    expect(() => observeRun({ ...transfer, ...deliveredBy("magic") }, "unknown")).toThrow(/magic/);
  });

  it("keeps to its ceiling of positions", () => {
    const { programme } = prepare(by({ "most-positions": 1 }), "ceiling");
    programme.run();
    for (const unit of programme.state.units) {
      const fte = unit.posts.reduce((sum, post) => sum + (post.closed ? 0 : post.fte), 0);
      expect(fte).toBeLessThanOrEqual(Math.max(unit.inhabitants / 50_000, 1) + 1e-9);
    }
  });

  it("with long stages places people later, and with none at once", () => {
    const placed = (weeks: number): number =>
      observeRun(by({ "mapping-weeks": weeks, "trial-success-share": 1, "probation-months": 0 }), "stages").at(
        "recruits",
        { setting: "municipal-ordinary" },
        3,
      );
    expect(placed(40)).toBeLessThan(placed(0));
  });

  it("in which every trial fails places nobody where trials are", () => {
    const seen = observeRun(by({ "trial-success-share": 0, "job-taste-weeks": 2 }), "failing");
    expect(seen.at("participants", { setting: "municipal-ordinary" }, 10)).toBe(0);
  });

  it("whose probation nobody passes keeps nobody longer than probation", () => {
    const { programme } = prepare(by({ "probation-months": 6, "probation-pass-share": 0 }), "probation");
    programme.run();
    const { people, simulation } = programme.state;
    for (let i = 0; i < people.count; i++)
      if ((people.setting[i] as number) === 2 || (people.setting[i] as number) === 3)
        expect(simulation.now - (people.began[i] as number)).toBeLessThan(0.5 + 1e-9);
  });

  it("gives the positions that it is known for", () => {
    const seen = observeRun(by({ "below-half-share": 0, "full-share": 1 }), "positions");
    const setting = "municipal-ordinary";
    expect(seen.at("positions", { setting }, 8)).toBeCloseTo(seen.at("participants", { setting }, 8), 9);
    expect(seen.at("participants", { setting }, 8)).toBeGreaterThan(0);
  });

  it("that pays mentors leaves nothing unpaid, and one that does not leaves all", () => {
    const paid = observeRun(by({ "mentor-paid-share": 1 }), "mentors");
    expect(paid.at("mentor-cost-unpaid", {}, 8)).toBeCloseTo(0, 3);
    expect(paid.at("payments", { kind: "mentor-pay" }, 8)).toBeGreaterThan(0);
    const unpaid = observeRun(by({ "mentor-paid-share": 0 }), "mentors");
    expect(unpaid.at("payments", { kind: "mentor-pay" }, 8)).toBe(0);
    expect(unpaid.at("mentor-cost-unpaid", {}, 8)).toBeGreaterThan(0);
    const charged = observeRun({ ...by({ "mentor-paid-share": 0 }), "mentor.charged": true }, "mentors");
    expect(charged.at("payments", { kind: "mentor-pay" }, 8)).toBeCloseTo(unpaid.at("mentor-cost-unpaid", {}, 8), 2);
  });

  it("that reaches further brings more candidates, and all of those who came before", () => {
    const arrivals = (reach: number): number => observeRun(by({ reach }), "reach").at("arrivals", {}, 8);
    expect(arrivals(2)).toBeGreaterThan(arrivals(1));
  });
});

describe("lasting follow-up", () => {
  const pilot: Parameters = {
    ...small,
    "vto.start": "2028-01-01",
    "vto.caseload": 15,
    "vto.keeps-subsidy": true,
    "vto.supplements-mentor": true,
    "vto.tender-years": 2,
    "vto.return-right-years": 1,
    "vto.employer-leave-if-subsidy-ends": 0.2,
    "vto.employer-hiring-ratio-without-subsidy": 0.8,
  };
  const ordinaryWorkplaces = { setting: "ordinary" };

  it("by nobody changes nothing, to the last bit", () => {
    const without = observeRun(small, "nobody").entries();
    expect(observeRun({ ...pilot, "vto.provider": "none" }, "nobody").entries()).toEqual(without);
  });

  it("costs positions at its caseload, and ends the subsidy only where it replaces it", () => {
    const kept = observeRun({ ...pilot, "vto.provider": "nav" }, "money");
    expect(kept.at("payments", { kind: "lasting-follow-up" }, 5)).toBeGreaterThan(0);
    expect(kept.at("payments", { kind: "ordinary-subsidy" }, 5)).toBeGreaterThan(0);
    const replaced = observeRun({ ...pilot, "vto.provider": "nav", "vto.keeps-subsidy": false }, "money");
    expect(replaced.at("payments", { kind: "ordinary-subsidy" }, 5)).toBe(0);
    expect(replaced.at("participants", ordinaryWorkplaces, 5)).toBeLessThan(
      kept.at("participants", ordinaryWorkplaces, 5),
    );
  });

  it("lowers dropout when follow-up was short before", () => {
    const dropouts = (provider: string): number => {
      const parameters = { ...pilot, "vto.provider": provider, "follow-up.adequacy-elasticity": 1.5 };
      const seen = observeRun(parameters, "dropout");
      return [4, 5, 6, 7, 8].reduce(
        (sum, year) => sum + seen.at("exits", { cause: "dropout", setting: "ordinary" }, year),
        0,
      );
    };
    expect(dropouts("enterprise")).toBeLessThan(dropouts("none"));
  });
});

describe("a named rule", () => {
  it("stops the phase-in when enough people have lost their place", () => {
    const taken = (rule: string): number => {
      const { programme } = prepare(
        { ...transfer, "transfer.stop-rule": rule, "transfer.stop-threshold": 1, "municipal.buy-back-share": 0 },
        "stop",
      );
      programme.run();
      return programme.state.units.filter((unit) => unit.transferred).length;
    };
    expect(taken("none")).toBeGreaterThan(taken("places-lost"));
    expect(taken("places-lost")).toBeGreaterThan(0);
  });

  it("leaves municipalities below a size with the state", () => {
    const { programme } = prepare({ ...transfer, "transfer.smallest-municipality": 10_000 }, "small ones");
    programme.run();
    for (const unit of programme.state.units) expect(unit.transferred).toBe(unit.inhabitants >= 10_000);
  });

  it("of procurement by tender leaves one provider with all bought places of a unit", () => {
    const tender = { ...transfer, "transfer.buy-back-procurement": "tender", "municipal.buy-back-share": 1 };
    const { programme } = prepare({ ...tender, "transfer.phase-in-years": 0, "transfer.earmarked": true }, "tender");
    programme.run();
    const { state } = programme;
    const byRegion = new Map<number, number>();
    for (let e = 0; e < state.register.count; e++)
      if ((state.boughtHeld[e] as number) > 0) {
        const region = state.register.region[e] as number;
        byRegion.set(region, (byRegion.get(region) ?? 0) + 1);
      }
    const direct = prepare({ ...tender, "transfer.buy-back-procurement": "direct" }, "tender");
    direct.programme.run();
    const spread = direct.programme.state.boughtHeld.filter((held) => held > 0).length;
    expect([...byRegion.values()].reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(spread);
  });
});

describe("a municipality that may hire any fraction of a specialist", () => {
  it("opens no post of nothing", () => {
    const { programme } = prepare({ ...transfer, "municipal.min-specialist-fte": 0 }, "fractions");
    programme.run();
    for (const unit of programme.state.units) for (const post of unit.posts) expect(post.fte).toBeGreaterThan(0);
  });
});
