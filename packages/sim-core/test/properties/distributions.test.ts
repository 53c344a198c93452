// Every family of distributions keeps every law, on the examples that its own file gives.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type DistributionSpec,
  distributionFamilies,
  distributionOf,
  distributionProblems,
  formatDistribution,
  InputError,
  parseDistribution,
} from "../../src/index.ts";
import { anySpecOf } from "../support/any-spec.ts";
import * as laws from "../support/distribution-laws.ts";

const families = distributionFamilies();

describe.each(families.map((family) => [family.name, family] as const))("%s", (name, family) => {
  it("has examples of its own name", () => {
    expect(family.examples.length).toBeGreaterThan(0);
    for (const spec of family.examples) {
      expect(spec.distribution).toBe(name);
      expect(distributionOf(spec).name).toBe(name);
    }
  });

  describe.each(family.examples.map((spec) => [short(spec), spec] as const))("%s", (_, spec) => {
    const d = distributionOf(spec);
    it("has a distribution function that rises from 0 to 1", () => laws.cdfRises(d));
    it("has a quantile that inverts it", () => laws.quantileInvertsCdf(d));
    it("has a density that integrates to it", () => laws.densityIntegratesToCdf(d));
    it("has the moments of its quantile", () => laws.momentsAreThoseOfTheQuantile(d));
    it(`samples what it says (level ${laws.samplingLevel})`, () => laws.samplesFollowTheCdf(d, "laws"));
    it("samples by address", () => laws.samplesHaveAnAddress(d, family.inversion ?? true));
    it("is written and read back", () => expect(parseDistribution(formatDistribution(spec))).toEqual(spec));
    it("is made once for one spec object", () => expect(distributionOf(spec)).toBe(d));
  });

  it("keeps its distribution function and its quantile in step for any parameters", () => {
    fc.assert(
      fc.property(anySpecOf(family), (spec) => {
        const d = distributionOf(spec);
        laws.cdfRises(d);
        // A bound far inside a tail takes digits from the distribution function: 10^-9 of it is asked for here.
        laws.quantileInvertsCdf(d, 1e-9);
      }),
      { numRuns: 20 },
    );
  });

  it("is written and read back for any parameters", () => {
    fc.assert(
      fc.property(anySpecOf(family), (spec) => {
        expect(parseDistribution(formatDistribution(spec))).toEqual(spec);
      }),
    );
  });

  it("names every parameter that is missing, wrong or unknown", () => {
    for (const form of family.forms) {
      const needed = form.filter((field) => field.optional !== true).map((field) => field.name);
      const empty = distributionProblems({ distribution: name });
      expect(empty.map((problem) => problem.path)).toEqual(
        family.forms[0]?.filter((field) => field.optional !== true).map((field) => field.name),
      );
      const wrong = Object.fromEntries(form.map((field) => [field.name, Number.NaN]));
      const found = distributionProblems({ distribution: name, ...wrong, nonsense: 1 }).map((problem) => problem.path);
      expect(found).toEqual(expect.arrayContaining([...needed, "nonsense"]));
    }
    expect(() => distributionOf({ distribution: name } as unknown as DistributionSpec)).toThrow(InputError);
  });
});

function short(spec: DistributionSpec): string {
  const text = formatDistribution(spec);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
