import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Observations } from "../../test/support/programme-run.ts";
import { smallCountry, world } from "../../test/support/programme-world.ts";
import type { Parameters } from "../kernel/index.ts";
import { keyFromSeed } from "../random/index.ts";
import { checkProgrammeData, type EnterpriseRow, type MunicipalityRow, type ProgrammeData } from "./programme-data.ts";
import { programmeModelWith } from "./programme-model.ts";

const small: Parameters = { ...world, ...smallCountry, "horizon.years": 3 };
const enterprises: readonly EnterpriseRow[] = [8, 25, 40, 12].map((participants, k) => ({
  id: `e${k}`,
  region: k < 2 ? "north" : "south",
  participants,
  stateSubsidyNok: participants * 170_000,
  municipalSubsidyNok: participants * 40_000,
  salesNok: participants * 150_000,
  otherNok: 100_000,
  aftNok: k === 1 ? 2_000_000 : 0,
  accountsYear: 2023,
}));
const municipalities: readonly MunicipalityRow[] = [4_000, 30_000, 9_000].map((inhabitants, k) => ({
  id: `m${k}`,
  name: `Municipality ${k}`,
  inhabitants,
  region: k === 1 ? "north" : "south",
}));

function observe(data: ProgrammeData, parameters: Parameters = small): Observations {
  const seen = new Observations();
  programmeModelWith(data).run(parameters, {
    key: keyFromSeed("register", 0),
    number: 0,
    observe: (measure, group, time, value) => seen.record(measure, group, time, value),
  });
  return seen;
}

describe("a register", () => {
  it("of enterprises is the country's stock on the first day", () => {
    const seen = observe({ enterprises, perEnterprise: true }, { ...small, "horizon.start-year-offset": 0 });
    expect(seen.at("participants", { setting: "sheltered" }, 0)).toBe(85);
  });

  it("gives each firm the subsidy that its own accounts show", () => {
    const seen = observe({ enterprises, perEnterprise: true }, { ...small, "horizon.start-year-offset": 1 });
    for (const row of enterprises) {
      const before = seen.at("enterprise-revenue-before", { enterprise: row.id, stream: "state-subsidy" }, 3);
      // Places fill and empty during the year, and half places are few among so few people.
      expect(before / row.stateSubsidyNok).toBeGreaterThan(0.7);
      expect(before / row.stateSubsidyNok).toBeLessThan(1.3);
    }
  });

  it("gives the same bits whatever the order of its rows", () => {
    const expected = observe({ enterprises, municipalities, perEnterprise: true, perMunicipality: true }).entries();
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...enterprises], { minLength: enterprises.length }),
        fc.shuffledSubarray([...municipalities], { minLength: municipalities.length }),
        (firms, towns) => {
          const data = { enterprises: firms, municipalities: towns, perEnterprise: true, perMunicipality: true };
          expect(observe(data).entries()).toEqual(expected);
        },
      ),
      { numRuns: 3 },
    );
  });

  it("adds up: enterprises and municipalities have the country's participants", () => {
    const seen = observe({ enterprises, municipalities, perEnterprise: true, perMunicipality: true });
    const sum = (ids: readonly { readonly id: string }[], key: string): number =>
      ids.reduce((total, { id }) => total + seen.at("participants", { [key]: id }, 3), 0);
    expect(sum(enterprises, "enterprise")).toBe(seen.at("participants", { setting: "sheltered" }, 3));
    expect(sum(municipalities, "municipality")).toBe(seen.at("participants", {}, 3));
  });

  it("names every problem of its rows at once", () => {
    const data: ProgrammeData = {
      enterprises: [
        { ...(enterprises[0] as EnterpriseRow), participants: 1.5, municipality: "nowhere" },
        { ...(enterprises[1] as EnterpriseRow), id: "e0", salesNok: -1 },
      ],
      municipalities: [{ id: "m0", name: "A", inhabitants: Number.NaN, region: "north", deliveryModel: "magic" }],
    };
    const check = (): unknown => checkProgrammeData(data);
    for (const expected of [/whole/, /nowhere/, /more than once/, /salesNok/, /inhabitants/, /magic/])
      expect(check).toThrow(expected);
  });

  it("without rows is refused", () => {
    expect(() => checkProgrammeData({ enterprises: [] })).toThrow(/empty/);
    expect(() => checkProgrammeData({ municipalities: [] })).toThrow(/empty/);
  });
});
