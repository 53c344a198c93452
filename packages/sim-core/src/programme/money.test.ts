import { describe, expect, it } from "vitest";
import { world } from "../../test/support/programme-world.ts";
import { inStartPrices, Ledger, nominalRateAt, parties, realRate } from "./money.ts";
import { readProgrammeParameters } from "./parameters.ts";

const p = readProgrammeParameters(world);

describe("rates", () => {
  it("hold from their date until the next one", () => {
    const rates = [
      [0, 15_667],
      [2, 16_848],
    ] as const;
    expect(nominalRateAt(rates, 1.9)).toBe(15_667);
    expect(nominalRateAt(rates, 2)).toBe(16_848);
  });

  it("are indexed from the last known year to the scenario's start", () => {
    expect(realRate(p["rate.vta-nok-per-place-month"], p)).toBeCloseTo(17_455 * 1.036, 6);
  });
});

describe("costs", () => {
  const costs = (start: number): readonly number[] => {
    const own = { ...world, "horizon.start-year-offset": start, "delivery.oslo-two-part.bonus-wage-nok-per-hour": 30 };
    const read = inStartPrices(readProgrammeParameters(own)) as unknown as Readonly<Record<string, number>>;
    return ["supervisor.cost-nok", "delivery.oslo-two-part.bonus-wage-nok-per-hour", "specialist.caseload"].map(
      (id) => read[id] as number,
    );
  };
  const [cost, wage, caseload] = costs(0) as readonly [number, number, number];

  it("are in kroner of 2023 and follow the state's rate to the start year, forwards and backwards", () => {
    for (const [start, rate] of [
      [4, 17_455 * 1.036],
      [2, 16_848],
    ] as const) {
      const ratio = rate / 15_667;
      const [later, laterWage, same] = costs(start) as readonly [number, number, number];
      expect(later / cost).toBeCloseTo(ratio, 12);
      expect(laterWage / wage).toBeCloseTo(ratio, 12);
      expect(same).toBe(caseload);
    }
    expect(cost).toBe(world["supervisor.cost-nok"]);
  });
});

describe("the ledger", () => {
  it("takes from the payer what it gives to the payee, to the krone", () => {
    const ledger = new Ledger();
    ledger.pay("frame-grant", 1_000);
    ledger.pay("supervision", 758);
    ledger.pay("grant-unspent", 242);
    expect(ledger.balance("municipality")).toBe(0);
    expect(parties.reduce((sum, party) => sum + ledger.balance(party), 0)).toBe(0);
    expect(ledger.paidBy("state")).toBe(1_000);
    ledger.clear();
    expect(ledger.paidBy("state")).toBe(0);
    expect(ledger.balance("state")).toBe(-1_000);
  });
});
