import { describe, expect, it } from "vitest";
import { observeRun, prepare } from "../../test/support/programme-run.ts";
import { smallCountry, transferWorld, world } from "../../test/support/programme-world.ts";
import type { Parameters } from "../kernel/index.ts";

type Rates = readonly (readonly [number, number])[];
const small: Parameters = { ...world, ...smallCountry };
const start = world["horizon.start-year-offset"] as number;
const known = world["rate.vta-nok-per-place-month"] as Rates;
const index = 1 + (world["price.index-per-year"] as number);
/** The state's monthly rate in the start year: the last known one with the index. */
const [lastTime, last] = known[known.length - 1] as readonly [number, number];
const atStart = last * index ** (Math.floor(start) - Math.floor(lastTime));
/** A rate that is `ratio` times what the index would give, three years after the start. */
const changed = (ratio: number, base: Parameters = small): Parameters => ({
  ...base,
  "rate.vta-nok-per-place-month": [...known, [start + 3, atStart * index ** 3 * ratio]],
});

describe("a rate that changes after the start", () => {
  it("changes nothing when it only follows the price index", () => {
    const before = observeRun(small, "index").at("cost", { payer: "state" }, 6);
    expect(observeRun(changed(1), "index").at("cost", { payer: "state" }, 6) / before).toBeCloseTo(1, 9);
  });

  it("changes what the state pays for a place from its date on, and nothing before", () => {
    const before = observeRun(small, "rate");
    const after = observeRun(changed(1.2), "rate");
    const subsidy = (run: typeof before, year: number): number => run.at("payments", { kind: "place-subsidy" }, year);
    expect(subsidy(after, 3)).toBe(subsidy(before, 3));
    // People come and go alike; closures of firms, which the rate may prevent, are the only other difference.
    expect(subsidy(after, 4) / subsidy(before, 4)).toBeCloseTo(1.2, 2);
    expect(after.at("enterprise-revenue", { stream: "state-subsidy" }, 4)).toBeGreaterThan(
      1.15 * before.at("enterprise-revenue", { stream: "state-subsidy" }, 4),
    );
  });

  it("changes the price of bought places and what employers get, so that no unit's books are left behind", () => {
    const { programme } = prepare(changed(1.5, { ...transferWorld, ...smallCountry }), "books");
    programme.run();
    const { state } = programme;
    const price = state.vtaRateNok * (1 + state.p["rate.municipal-to-state"]) * state.placesPerParticipant;
    expect(state.vtaRateNok / 12).toBeCloseTo(atStart * 1.5, 6);
    for (const unit of state.units) {
      const places = unit.purchaseNok / price;
      expect(Math.abs(places - Math.round(places))).toBeLessThan(1e-6);
      let participants = 0;
      let reserved = 0;
      for (let i = 0; i < state.people.count; i++) {
        if (state.unitOfPerson(i) !== unit) continue;
        const setting = state.people.setting[i] as number;
        if (setting === 2 || setting === 3) participants += state.participantNok(i, setting);
        const trial = (state.people.trialOffer[i] as number) - 1;
        if (trial >= 0) reserved += state.participantNok(i, trial === 0 ? 2 : 3);
      }
      expect(Math.abs(unit.participantsNok - participants)).toBeLessThan(1);
      expect(Math.abs(unit.reservedNok - reserved)).toBeLessThan(1);
    }
  });

  it("changes what AFT places bring", () => {
    const rates = world["rate.aft-nok-per-place-month"] as Rates;
    const [time, nok] = rates[rates.length - 1] as readonly [number, number];
    const doubled = nok * index ** (Math.floor(start) - Math.floor(time)) * index * 2;
    const run = (own: Parameters): number => observeRun(own, "aft").at("enterprise-revenue", { stream: "aft" }, 3);
    const later = run({ ...small, "rate.aft-nok-per-place-month": [...rates, [start + 1, doubled]] });
    expect(later / run(small)).toBeCloseTo(2, 1);
  });
});
