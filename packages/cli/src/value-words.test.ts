// What a parameter holds in words: in both languages, and for whatever the evidence holds.

import { resolveScenarios } from "@tiltak/scenarios";
import { type ParameterSpec, parseDistribution } from "@tiltak/sim-core";
import { describe, expect, it } from "vitest";
import { valueInWords } from "./value-words.ts";

const words = (spec: ParameterSpec): readonly string[] => [valueInWords({ spec }, "nb"), valueInWords({ spec }, "en")];

describe("what a parameter holds, in words", () => {
  it("is a number with the marks of the language and all its digits", () => {
    expect(words(0.0125)).toEqual(["0,0125", "0.0125"]);
    expect(words(-250_000)).toEqual(["−250\u00a0000", "−250,000"]);
    expect(words(1e-9)).toEqual(["1e-9", "1e-9"]);
  });

  it("is yes or no, a date, or a choice by its name", () => {
    expect(words(true)).toEqual(["ja", "yes"]);
    expect(words("2028-07-01")).toEqual(["1. juli 2028", "1 July 2028"]);
    expect(words("job")).toEqual(["én jobb i tiltaket", "one job within the programme"]);
  });

  it("is dated values by date, with what they grow by", () => {
    const dated = [["2026-01-01", 229_368]] as const;
    expect(valueInWords({ spec: 229_368, dated, indexPerYear: 0.035 }, "nb")).toBe(
      "2026-01-01: 229\u00a0368; deretter 3,5\u00a0% vekst i året",
    );
    expect(valueInWords({ spec: 229_368, dated }, "en")).toBe("2026-01-01: 229,368");
  });

  it.each([
    ["pert(0.2, 0.6, 1)", "mest sannsynlig 0,6; mellom 0,2 og 1 (pert)"],
    ["triangular(10, 20, 1500)", "mest sannsynlig 20; mellom 10 og 1\u00a0500 (triangular)"],
    ["uniform(0.1, 2.5)", "like gjerne alt mellom 0,1 og 2,5"],
    ["normal(100, 10)", "median 100; 95 av 100 trekninger mellom 80,4 og 120 (normal)"],
    ["choice(completed, job; 3, 1)", "avsluttede forløp (75\u00a0%), én jobb i tiltaket (25\u00a0%)"],
  ])("of %s is %s", (text, expected) => {
    expect(valueInWords({ spec: parseDistribution(text) }, "nb")).toBe(expected);
  });

  it("is there in both languages for all that the catalogue holds", () => {
    for (const { parameters } of resolveScenarios(["baseline", "full-scale-transfer"])) {
      for (const parameter of Object.values(parameters)) {
        for (const lang of ["nb", "en"] as const) {
          expect(valueInWords(parameter, lang), parameter.id).not.toMatch(/NaN|undefined|Infinity|^$|\[object/);
        }
      }
    }
  });
});
