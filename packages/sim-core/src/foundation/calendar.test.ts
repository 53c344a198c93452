import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  daysInMonth,
  formatIsoDate,
  isoOfMonth,
  isoOfYears,
  monthIndex,
  parseIsoDate,
  yearsBetween,
} from "./calendar.ts";
import { InputError } from "./errors.ts";

describe("calendar", () => {
  it("counts twelve equal months to a year", () => {
    expect(yearsBetween("2023-01-01", "2024-07-01")).toBe(1.5);
    expect(yearsBetween("2023-01-01", "2023-02-01")).toBe(1 / 12);
    expect(yearsBetween("2023-01-01", "2022-12-01")).toBe(-1 / 12);
  });

  it("runs linearly in days inside a month", () => {
    expect(yearsBetween("2023-01-01", "2023-01-16")).toBe(15 / 31 / 12);
    expect(yearsBetween("2024-01-01", "2024-02-29")).toBe((1 + 28 / 29) / 12);
  });

  it("knows leap years", () => {
    expect([1900, 2000, 2023, 2024].map((year) => daysInMonth(year, 2))).toEqual([28, 29, 28, 29]);
  });

  it("finds the day of a time: the inverse of the time of a day, for every day of 60 years", () => {
    for (let month = monthIndex("2000-01-01"); month < monthIndex("2060-01-01"); month++) {
      const first = parseIsoDate(isoOfMonth(month));
      for (let day = 1; day <= daysInMonth(first.year, first.month); day++) {
        const iso = formatIsoDate({ ...first, day });
        expect(isoOfYears("2023-01-01", yearsBetween("2023-01-01", iso))).toBe(iso);
      }
    }
  });

  it("never runs backwards", () => {
    const date = fc
      .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }))
      .map(([year, month, day]) => formatIsoDate({ year, month, day: Math.min(day, daysInMonth(year, month)) }));
    fc.assert(
      fc.property(date, date, (a, b) => {
        const difference = yearsBetween("2023-01-01", b) - yearsBetween("2023-01-01", a);
        expect(Math.sign(difference)).toBe(a === b ? 0 : a < b ? 1 : -1);
      }),
    );
  });

  it.each(["2023-02-29", "2023-13-01", "2023-1-1", "yesterday", "2023-00-10"])("refuses %s", (iso) => {
    expect(() => yearsBetween("2023-01-01", iso)).toThrow(InputError);
  });

  it("refuses an origin inside a month, a time that is not finite and years outside the calendar", () => {
    expect(() => yearsBetween("2023-01-02", "2024-01-01")).toThrow(/first of a month/);
    expect(() => isoOfYears("2023-01-01", Number.NaN)).toThrow(/finite/);
    expect(() => isoOfYears("2023-01-01", 9000)).toThrow(/outside the calendar/);
  });
});
