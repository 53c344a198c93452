import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { censored, Spells } from "./spells.ts";
import { causeOf, causes } from "./words.ts";

const all = (): boolean => true;

describe("spells", () => {
  it("show the share that lasts, by hand", () => {
    const spells = new Spells();
    spells.record(0, 0.5, causeOf.dropout);
    spells.record(0, 0.8, censored);
    spells.record(0, 1.5, causeOf.death);
    spells.record(0, 2.5, censored);
    const { retention, incidence } = spells.estimate(all, 3);
    // Of four, one ends at 0.5; of two left under observation, one ends at 1.5.
    expect(Array.from(retention)).toEqual([0.75, 0.375, Number.NaN]);
    expect(incidence[causeOf.dropout * 3]).toBe(0.25);
    expect(incidence[causeOf.death * 3]).toBe(0);
    expect(incidence[causeOf.death * 3 + 1]).toBe(0.375);
  });

  it("of a class leave the others out", () => {
    const spells = new Spells();
    spells.record(0, 0.5, causeOf.dropout);
    spells.record(1, 1.5, censored);
    expect(spells.estimate((kind) => kind === 1, 1).retention[0]).toBe(1);
    expect(spells.estimate((kind) => kind === 2, 1).retention[0]).toBeNaN();
  });

  it("end or last: the shares add up to one", () => {
    const spell = fc.record({
      years: fc.double({ min: 0, max: 6, noNaN: true }),
      end: fc.integer({ min: 0, max: causes.length }),
    });
    fc.assert(
      fc.property(fc.array(spell, { minLength: 1, maxLength: 200 }), (list) => {
        const spells = new Spells();
        for (const { years, end } of list) spells.record(0, years, end);
        const { retention, incidence } = spells.estimate(all, 5);
        retention.forEach((lasting, k) => {
          if (Number.isNaN(lasting)) return;
          let sum = lasting;
          for (let c = 0; c < causes.length; c++) sum += incidence[c * 5 + k] ?? Number.NaN;
          expect(sum).toBeCloseTo(1, 12);
        });
      }),
    );
  });
});
