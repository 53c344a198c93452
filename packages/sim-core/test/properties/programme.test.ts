// Laws of the programme model that hold for all parameters: nobody is lost or placed twice, money is conserved, no
// capacity is exceeded; and luck belongs to persons, so that what does not touch a person changes nothing for that person.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Executor,
  formatEstimates,
  inCompletionOrder,
  inThreadExecutor,
  runStudy,
} from "../../src/experiment/index.ts";
import type { Parameters } from "../../src/kernel/index.ts";
import { type ProgrammeData, programmeModel } from "../../src/programme/index.ts";
import { histories, prepare } from "../support/programme-run.ts";
import { deliveredBy, delivery, levelWorld, smallCountry, transferWorld, world } from "../support/programme-world.ts";

const noSetting = 4;
const uniform = { distribution: "uniform", min: 0.2, max: 1 } as const;
const share = fc.double({ min: 0, max: 1, noNaN: true });
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const anyParameters = fc.record({
  "transfer.share": share,
  "transfer.phase-in-years": between(0, 6),
  "transfer.parallel-running-months": fc.integer({ min: 0, max: 18 }),
  "transfer.frame-grant-rule": fc.constantFrom("history", "inhabitants", "need"),
  "transfer.earmarked": fc.boolean(),
  "municipal.buy-back-share": share,
  "municipal.sharing": fc.boolean(),
  "municipal.new-workplaces-per-1000": between(0, 3),
  "municipal.workstations-per-1000": between(0, 1.5),
  "grant.share-spent-on-vta": between(0.3, 1),
  "exit.ordinary-reading": fc.constantFrom("completed", "elapsed", "job"),
  "exit.municipal-per-year": between(0.05, 0.8),
  "supervisor.turnover-per-year": between(0, 2),
  "supervisor.vacancy-years": between(0.01, 3),
  "specialist.caseload": between(5, 25),
  "follow-up.adequacy-elasticity": between(0, 2),
  "enterprise.equity-months": between(0, 12),
  "enterprise.margin-sd": between(0, 0.2),
  "waiting.surplus-arrivals-per-year": between(0, 100),
  "waiting.patience-years": between(0.2, 8),
  "recruitment.reach": between(0.2, 2.5),
  "stock.start-tenure": fc.constantFrom("growing", "stationary"),
});

/** Levers of the other scenarios, which may meet a transfer in one run. */
const anyScenario = fc.record({
  "supplement.places-per-1000": between(0, 1),
  "supplement.start": fc.constant("2028-06-01"),
  "supplement.payer": fc.constantFrom("state", "municipality"),
  "revenue-loss.share-moved": fc.oneof(fc.constant(0), share),
  "revenue-loss.start": fc.constant("2028-01-01"),
  "revenue-loss.speed-years": between(0, 4),
  "vto.provider": fc.constantFrom("none", "nav", "tender", "enterprise"),
  "vto.start": fc.constant("2029-01-01"),
  "vto.keeps-subsidy": fc.boolean(),
  "vto.supplements-mentor": fc.boolean(),
  "vto.tender-years": between(0.5, 4),
  "vto.return-right-years": between(0, 2),
  "vto.employer-leave-if-subsidy-ends": share,
  "vto.employer-hiring-ratio-without-subsidy": between(0.3, 1.2),
  "transfer.stop-rule": fc.constantFrom("none", "enterprises-closed", "places-lost"),
  "transfer.stop-threshold": between(0, 20),
  "transfer.smallest-municipality": between(0, 8_000),
  "transfer.buy-back-procurement": fc.constantFrom("direct", "tender"),
  "intake.model-shares.nav": share,
  "intake.veto-share": share,
  "intake.window": fc.integer({ min: 1, max: 30 }),
  "mentor.charged": fc.boolean(),
  "day-activity.counted": fc.boolean(),
});
const anyDelivery = fc.record({
  "ordinary-share": share,
  "workstation-ratio": between(0, 2),
  "bought-share": share,
  "most-positions": between(0.1, 10),
  "mapping-weeks": between(0, 20),
  "work-trial-weeks": between(0, 20),
  "trial-success-share": between(0.05, 1),
  "probation-months": between(0, 12),
  "probation-pass-share": share,
  "ready-ratio": between(0, 2),
  "mentor-paid-share": share,
  "below-half-share": between(0, 0.6),
  "full-share": between(0, 0.4),
});

function checkedRun(parameters: Parameters, seed: string, data: ProgrammeData = {}): void {
  const { programme } = prepare(parameters, seed, 0, data);
  const { state } = programme;
  const { people } = state;
  const placed = new Set<number>();
  for (let i = 0; i < people.count; i++) if ((people.setting[i] as number) !== noSetting) placed.add(i);
  const consistent = (): void => {
    let bySetting = 0;
    for (let s = 0; s < noSetting; s++) bySetting += people.participants[s] as number;
    if (bySetting !== placed.size) throw new Error(`${bySetting} participants are counted, ${placed.size} are placed`);
  };
  state.listener = (change, i) => {
    if (change === "begin") {
      if (placed.has(i)) throw new Error(`person ${i} was placed twice`);
      placed.add(i);
    }
    if (change === "end" && !placed.delete(i)) throw new Error(`person ${i} left without having been there`);
    consistent();
    if (change !== "begin") return;
    for (let e = 0; e < state.register.count; e++)
      if ((state.stateHeld[e] as number) > Math.max(state.statePlaces[e] as number, 0))
        throw new Error(`enterprise ${e} has more people than places`);
  };
  programme.run();
  // Everybody is exactly where the lists say, and the lists hold nobody else.
  let held = 0;
  for (const size of state.holders.size) held += size;
  expect(held).toBe(placed.size);
  let queued = 0;
  for (const size of state.queues.size) queued += size;
  let waiting = 0;
  let positions = 0;
  for (let i = 0; i < people.count; i++) {
    if ((people.queue[i] as number) !== -1) waiting++;
    if ((people.setting[i] as number) !== noSetting) positions += people.position[i] as number;
  }
  expect(queued).toBe(waiting);
  const counted = people.positions.slice(0, noSetting).reduce((a, b) => a + b, 0);
  expect(Math.abs(counted - positions)).toBeLessThan(1e-6);
  for (const list of [state.stateHeld, state.boughtHeld, state.ordinaryHeld, state.statePlaces, state.ordinaryPlaces])
    for (const value of list) expect(value).toBeGreaterThanOrEqual(0);
  for (const unit of state.units) {
    for (const load of unit.load) expect(load).toBeGreaterThan(-1e-6);
    for (const trials of unit.trials) expect(trials).toBeGreaterThanOrEqual(0);
    expect(unit.reservedNok).toBeGreaterThan(-1e-3);
    for (const fte of unit.mentorFte) expect(fte).toBeGreaterThan(-1e-6);
    expect(unit.purchaseNok).toBeGreaterThan(-1e-3);
    expect(unit.participantsNok).toBeGreaterThan(-1e-3);
    expect(unit.postsNok).toBeGreaterThan(-1e-3);
  }
  // Money: what all parties received less what they paid is nothing.
  let balance = 0;
  let size = 0;
  for (const party of [
    "state",
    "municipality",
    "enterprise",
    "employer",
    "staff",
    "participant",
    "other-services",
  ] as const) {
    balance += state.ledger.balance(party);
    size += Math.abs(state.ledger.balance(party));
  }
  expect(Math.abs(balance)).toBeLessThan(1e-9 * Math.max(size, 1));
}

describe("the programme, for any parameters", () => {
  it("conserves people and kroner and exceeds no capacity", () => {
    fc.assert(
      fc.property(anyParameters, fc.string({ maxLength: 8 }), (change, seed) => {
        checkedRun({ ...transferWorld, ...smallCountry, ...change }, seed);
      }),
      { numRuns: 60, seed: 20_230_101 },
    );
  }, 240_000);
});

describe("the programme, in any scenario", () => {
  it("conserves people and kroner under any delivery model and any mix of levers", () => {
    fc.assert(
      fc.property(
        anyParameters,
        anyScenario,
        anyDelivery,
        fc.string({ maxLength: 8 }),
        (transfer, levers, attributes, seed) => {
          const model = delivery("lillestrom-se", attributes);
          const parameters = { ...transferWorld, ...smallCountry, ...transfer, ...levers, ...model };
          checkedRun({ ...parameters, ...deliveredBy("lillestrom-se") }, seed);
        },
      ),
      { numRuns: 40, seed: 20_280_101, endOnFailure: true },
    );
  }, 240_000);

  it("conserves people and kroner in a trial of some municipalities with grants, begun before the usual origin", () => {
    const sites = (grants: readonly number[]): ProgrammeData => ({
      perMunicipality: true,
      municipalities: grants.map((grantNokPerYear, k) => ({
        id: `site-${k}`,
        name: `Site ${k}`,
        inhabitants: 10_000 + 15_000 * k,
        region: `region-${k % 2}`,
        deliveryModel: k % 2 === 0 ? "stavanger-pff" : "oslo-two-part",
        grantNokPerYear,
      })),
    });
    const trial = { ...world, "horizon.start-year-offset": -5, "horizon.years": 4, "supplement.start": "2018-01-01" };
    fc.assert(
      fc.property(
        fc.array(between(0, 5_000_000), { minLength: 1, maxLength: 5 }),
        anyDelivery,
        fc.string({ maxLength: 8 }),
        (grants, attributes, seed) => {
          const models = { ...delivery("stavanger-pff", attributes), ...delivery("oslo-two-part") };
          checkedRun({ ...trial, "supplement.payer": "state", ...models }, seed, sites(grants));
        },
      ),
      { numRuns: 25, seed: 20_180_101, endOnFailure: true },
    );
  }, 240_000);
});

describe("the bytes of a comparison", () => {
  it("do not depend on the order in which replications finish", async () => {
    const scenarios = [
      { id: "baseline", parameters: { ...world, ...smallCountry } },
      { id: "transfer", parameters: { ...transferWorld, ...smallCountry, "transfer.share": uniform } },
    ];
    const run = async (executor: Executor): Promise<string> => {
      const result = await runStudy({ model: programmeModel, scenarios, replications: 6, seed: "1", executor });
      expect(result.failures).toEqual([]);
      return formatEstimates(result.estimates);
    };
    const inOrder = await run(inThreadExecutor());
    const reversed = <T>(blocks: readonly T[]): readonly T[] => blocks.toReversed();
    const shuffled = <T>(blocks: readonly T[]): readonly T[] =>
      blocks.map((_, k) => blocks[(k * 5 + 3) % blocks.length] as T);
    expect(await run(inCompletionOrder(inThreadExecutor(), reversed))).toBe(inOrder);
    expect(await run(inCompletionOrder(inThreadExecutor(), shuffled))).toBe(inOrder);
  }, 60_000);
});

describe("luck that belongs to persons", () => {
  const small: Parameters = { ...world, ...smallCountry };

  it("leaves everybody outside the region of a lever exactly as they were", () => {
    const before = histories(small, "luck");
    const lever = { ...transferWorld, ...smallCountry, "transfer.region": 2, "recruitment.reach": 1.5 };
    const after = histories(lever, "luck");
    let outside = 0;
    let touched = 0;
    for (const [address, person] of before) {
      if (person.region === 2) {
        if (after.get(address)?.story.join() !== person.story.join()) touched++;
        continue;
      }
      outside++;
      expect(after.get(address)).toEqual(person);
    }
    for (const [address, person] of after) if (person.region !== 2) expect(before.has(address)).toBe(true);
    expect(outside).toBeGreaterThan(500);
    expect(touched).toBeGreaterThan(50);
  });

  it("keeps every candidate of single reach when reach is doubled, on the same day and with the same traits", () => {
    const arrivals = (parameters: Parameters): Map<string, string> => {
      const found = new Map<string, string>();
      for (const [address, { story }] of histories(parameters, "reach"))
        if (story[1]?.startsWith("wait ")) found.set(address, `${story[0]} ${story[1]?.split(" at ")[1]}`);
      return found;
    };
    const single = arrivals({ ...small, "recruitment.reach": 1 });
    const double = arrivals({ ...small, "recruitment.reach": 2 });
    for (const [address, arrival] of single) expect(double.get(address)).toBe(arrival);
    expect(double.size).toBeGreaterThan(1.4 * single.size);
  });

  it("gives the same run twice, to the last bit", () => {
    const once = prepare({ ...transferWorld, ...smallCountry }, "twice");
    const again = prepare({ ...transferWorld, ...smallCountry }, "twice");
    once.programme.run();
    again.programme.run();
    expect(again.seen.entries()).toEqual(once.seen.entries());
  });

  it("does not depend on being watched", () => {
    const alone = prepare({ ...levelWorld, ...smallCountry }, "watched");
    const watched = prepare({ ...levelWorld, ...smallCountry }, "watched");
    let changes = 0;
    watched.programme.state.listener = () => {
      changes++;
    };
    alone.programme.run();
    watched.programme.run();
    expect(changes).toBeGreaterThan(100);
    expect(watched.seen.entries()).toEqual(alone.seen.entries());
  });
});
