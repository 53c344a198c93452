// Names of times: a stock has a date, a flow the year that ends at it, and the measures of a run are of the kind that they are observed as.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { calendarYear, measureKind, timeName, whenOf, yearEnding, yearsBetweenTimes } from "./times.ts";

const run = { start: "2027-01-01" };

describe("the name of a time", () => {
  it("is a date for a stock and the year that ends there for a flow", () => {
    expect(timeName(run, "participants", 10, "nb")).toBe("1. januar 2037");
    expect(timeName(run, "participants", 10, "en")).toBe("1 January 2037");
    expect(timeName(run, "enterprises-closed", 10, "en")).toBe("2027–2036");
    expect(timeName(run, "net-public-cost", 10, "nb")).toBe("i 2036");
    expect(whenOf(run, "participants", 10, "nb")).toBe("1. januar 2037");
    expect(whenOf(run, "net-public-cost", 10, "en")).toBe("in 2036");
    expect(calendarYear(run, "participants", 0)).toBe(2027);
    expect(calendarYear(run, "cost", 1)).toBe(2027);
    expect(yearsBetweenTimes(run, 1, 10)).toBe("2027–2036");
    expect(yearsBetweenTimes(run, 1, 1)).toBe("2027");
  });

  it("is of two calendar years where the run does not begin in January", () => {
    expect(yearEnding({ start: "2027-07-01" }, 10)).toBe("2036/37");
    expect(timeName({ start: "2027-07-01" }, "participants", 10, "en")).toBe("1 July 2037");
  });
});

describe("the kind of a measure", () => {
  // What the model observes only when a year has passed is a flow of that year, or counted since the start; the rest is there from the start.
  const source = readFileSync(new URL("../../sim-core/src/programme/measures.ts", import.meta.url), "utf8");
  const observed = (method: string): readonly string[] => {
    const from = source.indexOf(`\n  ${method}(`);
    const body = source.slice(from, source.indexOf("\n  }\n", from));
    expect(from, method).toBeGreaterThan(0);
    return [...body.matchAll(/#(?:observe|kroner|bySize)\(\s*"([a-z0-9-]+)"/g)].map(([, name = ""]) => name);
  };

  it("is what the model observes it as", () => {
    const yearly = ["#flows", "#money", "#enterprises"].flatMap(observed);
    const always = ["#people", "#supervision", "#municipalities", "#openEnterprises"].flatMap(observed);
    expect(yearly.length).toBeGreaterThan(20);
    expect(always.length).toBeGreaterThan(15);
    expect(yearly.filter((measure) => measureKind(measure) === "stock")).toEqual([]);
    expect(always.filter((measure) => measureKind(measure) !== "stock")).toEqual([]);
  });
});
