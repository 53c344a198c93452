import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../foundation/errors.ts";
import { formatDistribution, looksLikeDistribution, parseDistribution } from "./grammar.ts";
import {
  centralValueOfSpec,
  type DistributionSpec,
  distributionProblems,
  isDistributionSpec,
  quantileOfSpec,
} from "./registry.ts";

describe("the short spelling", () => {
  it.each([
    ["pert(0, 0.3, 0.8)", { distribution: "pert", min: 0, mode: 0.3, max: 0.8 }],
    ["PERT( 0 ,.3,8e-1 )", { distribution: "pert", min: 0, mode: 0.3, max: 0.8 }],
    ["pert(0, 0.3, 0.8, shape=6)", { distribution: "pert", min: 0, mode: 0.3, max: 0.8, shape: 6 }],
    ["normal(mean=0, sd=1)", { distribution: "normal", mean: 0, sd: 1 }],
    ["normal(sd=1, mean=-2)", { distribution: "normal", mean: -2, sd: 1 }],
    ["lognormal(median=12.4, mean=19.5)", { distribution: "lognormal", median: 12.4, mean: 19.5 }],
    ["lognormal(12.4, mean=19.5)", { distribution: "lognormal", median: 12.4, mean: 19.5 }],
    ["logit-normal(mean=0.108, sd=0.27)", { distribution: "logit-normal", mean: 0.108, sd: 0.27 }],
    ["choice(history, inhabitants, need)", { distribution: "choice", values: ["history", "inhabitants", "need"] }],
    [
      "choice(completed, elapsed, job; 0.5, 0.25, 0.25)",
      { distribution: "choice", values: ["completed", "elapsed", "job"], weights: [0.5, 0.25, 0.25] },
    ],
    [
      'choice(values=[true, "two words", 3, ærlig])',
      { distribution: "choice", values: [true, "two words", 3, "ærlig"] },
    ],
    ["piecewise-exponential(0.2, 0.1; 5)", { distribution: "piecewise-exponential", rates: [0.2, 0.1], breaks: [5] }],
    ["truncated-normal(0, 1, max=2)", { distribution: "truncated-normal", mean: 0, sd: 1, max: 2 }],
    [
      "truncated-normal(0, 1, -Infinity, 2)",
      { distribution: "truncated-normal", mean: 0, sd: 1, min: -Infinity, max: 2 },
    ],
    [
      "mixture(normal(0, 1), uniform(2, 3); 1, 3)",
      {
        distribution: "mixture",
        components: [
          { distribution: "normal", mean: 0, sd: 1 },
          { distribution: "uniform", min: 2, max: 3 },
        ],
        weights: [1, 3],
      },
    ],
  ])("reads %s", (text, spec) => {
    expect(parseDistribution(text)).toEqual(spec);
    expect(parseDistribution(formatDistribution(spec as DistributionSpec))).toEqual(spec);
  });

  it("is written in its shortest form", () => {
    expect(formatDistribution({ distribution: "pert", min: 0, mode: 0.3, max: 0.8 })).toBe("pert(0, 0.3, 0.8)");
    expect(formatDistribution({ distribution: "lognormal", median: 1, mean: 2 })).toBe("lognormal(median=1, mean=2)");
    expect(formatDistribution({ distribution: "choice", values: ["a b", "true", true] })).toBe(
      'choice("a b", "true", true)',
    );
    expect(formatDistribution({ distribution: "truncated-normal", mean: 0, sd: 1, max: 2 })).toBe(
      "truncated-normal(mean=0, sd=1, max=2)",
    );
  });

  it.each([
    ["prt(0, 1, 2)", /unknown distribution.*did you mean "pert"/],
    ["pert(0, 1)", /max: .*missing/],
    ["pert(0, 3, 2)", /not in order/],
    ["pert(0, 1, 2, 4, 5)", /too many values/],
    ["pert(0; 1, 2)", /takes no semicolon/],
    ["normal(mean=0, sdd=1)", /unknown parameter.*did you mean "sd"/],
    ["normal(mean=0, sdd=-1)", /sdd: unknown parameter[\s\S]*sd: missing/],
    ["normal(mean=0, mean=1, sd=1)", /given twice/],
    ["normal(0, -1)", /sd: .*out of range \(found -1; allowed: a number above 0\)/],
    ["normal(0, one)", /sd: .*out of range \(found "one"/],
    ["normal(0, 1", /at character 12 \(found the end; allowed: a comma/],
    ["normal(0, 1) x", /found "x"; allowed: nothing more/],
    ["normal", /allowed: "\("/],
    ["", /the name of a distribution/],
    ["choice()", /values: .*missing/],
    ["choice(a, b; 1)", /not one for each of the values/],
    ["choice(a, b; 0, 0)", /all are 0/],
    ["choice(a, a)", /named twice/],
    ["choice(a, b; 1, 1; 2)", /too many lists/],
    ['choice("a)', /a value/],
    ["beta(mean=0.5, sd=0.6)", /too large for the mean/],
    ["lognormal(median=2, mean=1)", /not above the median/],
    ["lognormal(median=2, sigma=1, mean=3)", /does not go with the other parameters/],
    ["truncated-normal(0, 1000, 0, 0.5)", /a uniform distribution says the same/],
    ["truncated-normal(0, 1, 40)", /30 standard deviations/],
    ["piecewise-exponential(1, 0; 2)", /the last rate is the tail/],
    ["piecewise-exponential(1, 2; 2, 1)", /one rate more than breaks/],
    ["mixture(normal(0, 1), poisson(2))", /mixes discrete and continuous/],
    ["mixture(normal(0, -1), beta(1, 0))", /components\[0\]\.sd[\s\S]*components\[1\]\.beta/],
    ["mixture(choice(a, b))", /a choice has no numbers/],
    ["mixture(1, 2)", /components\[0\].*not a distribution/],
  ])("refuses %s and says why", (text, reason) => {
    expect(() => parseDistribution(text)).toThrow(InputError);
    expect(() => parseDistribution(text)).toThrow(reason);
  });

  it("never fails in another way, whatever is typed", () => {
    const piece = fc.constantFrom(
      "pert",
      "normal",
      "choice",
      "mixture",
      "(",
      ")",
      ",",
      ";",
      "=",
      "[",
      "]",
      "1",
      "-2.5",
      "a",
      '"',
      " ",
      "\\",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 15 }).map((parts) => parts.join("")),
        ),
        (text) => {
          try {
            const spec = parseDistribution(text);
            expect(parseDistribution(formatDistribution(spec))).toEqual(spec);
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("is told from a plain value", () => {
    expect(["pert(0, 1, 2)", " uniform (0,1)", "pert(", "0.5", "history", "(a)"].map(looksLikeDistribution)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(isDistributionSpec({ distribution: "pert" })).toBe(true);
    expect(isDistributionSpec([1, 2])).toBe(false);
    expect(distributionProblems(7)[0]?.message).toBe("not a distribution");
  });
});

describe("values of a spec", () => {
  const spec: DistributionSpec = { distribution: "choice", values: ["a", "b", false], weights: [1, 2, 1] };

  it("are the chosen things of a choice, by inversion", () => {
    expect([0.1, 0.25, 0.26, 0.75, 0.76].map((p) => quantileOfSpec(spec, p))).toEqual(["a", "a", "b", "b", false]);
    expect(centralValueOfSpec(spec)).toBe("b");
  });

  it("are numbers of all others", () => {
    expect(quantileOfSpec({ distribution: "uniform", min: 2, max: 4 }, 0.25)).toBe(2.5);
    expect(centralValueOfSpec({ distribution: "uniform", min: 2, max: 4 })).toBe(3);
  });
});
