import { expect, test } from "vitest";
import { AddressedStreams, hashText, keyFromSeed } from "../random/index.ts";
import { centreOf, chanceOf, drawParameters, specsAt } from "./parameter-draw.ts";
import type { StudyPlan } from "./study-plan.ts";

const plan: StudyPlan = {
  seed: "bær",
  scenarios: [
    { id: "one", parameters: { rate: { distribution: "uniform", min: 10, max: 20 }, share: 0.5, on: true } },
    {
      id: "two",
      parameters: {
        other: { distribution: "uniform", min: 0, max: 1 },
        rate: { distribution: "uniform", min: 100, max: 200 },
        rule: { distribution: "choice", values: ["history", "need"], weights: [1, 3] },
      },
      outOfReach: ["other"],
    },
  ],
  replications: 4,
  fixedParameters: false,
  antithetic: false,
};

test("two consecutive replications share a draw of the parameters, and the next two have another", () => {
  const rate = (replication: number): unknown => drawParameters(plan, { scenario: 0, point: 0, replication }).rate;
  expect(rate(0)).toBe(rate(1));
  expect(rate(2)).toBe(rate(3));
  expect(rate(0)).not.toBe(rate(2));
});

test("a parameter meets the same luck in every scenario, whatever else they hold", () => {
  const one = drawParameters(plan, { scenario: 0, point: 0, replication: 2 }).rate as number;
  const two = drawParameters(plan, { scenario: 1, point: 0, replication: 2 }).rate as number;
  expect((two - 100) / 100).toBeCloseTo((one - 10) / 10, 12);
});

test("the uniform of a parameter is addressed by the draw and its id", () => {
  const { high, low } = hashText("rate");
  const u = new AddressedStreams(keyFromSeed("bær", "parameters", 1)).uniform(high, low, 0);
  expect(drawParameters(plan, { scenario: 0, point: 0, replication: 2 }).rate).toBeCloseTo(10 + 10 * u, 12);
});

test("a seed in decomposed letters is the same seed", () => {
  const decomposed = { ...plan, seed: "bær".normalize("NFD") };
  const åpen = { ...plan, seed: "a\u030apen" };
  const åpenComposed = { ...plan, seed: "\u00e5pen" };
  const task = { scenario: 0, point: 0, replication: 0 };
  expect(drawParameters(decomposed, task)).toEqual(drawParameters(plan, task));
  expect(drawParameters(åpen, task)).toEqual(drawParameters(åpenComposed, task));
  expect(chanceOf(åpen, 3)).toEqual(chanceOf(åpenComposed, 3));
});

test("fixed parameters stand at their mean, a choice at its likeliest value, a value as it is", () => {
  const fixed = { ...plan, fixedParameters: true };
  expect(drawParameters(fixed, { scenario: 0, point: 0, replication: 1 })).toEqual({ rate: 15, share: 0.5, on: true });
  expect(drawParameters(fixed, { scenario: 1, point: 0, replication: 1 })).toEqual({
    other: 0.5,
    rate: 150,
    rule: "need",
  });
  expect(centreOf({ distribution: "choice", values: [3, 4] })).toBe(3);
});

test("a point sets what a scenario knows and lets itself be reached by, and nothing else", () => {
  const points = [{ parameters: { share: 0.9, other: 7 } }];
  expect(specsAt({ ...plan, points }, 0, 0)).toEqual({ ...plan.scenarios[0].parameters, share: 0.9 });
  expect(specsAt({ ...plan, points }, 1, 0)).toEqual(plan.scenarios[1].parameters);
});

test("mirrored runs share the key of their pair, and the second is the mirror image", () => {
  const mirrored = { ...plan, antithetic: true };
  expect(chanceOf(mirrored, 2)).toEqual({ key: keyFromSeed("bær", 2), antithetic: false });
  expect(chanceOf(mirrored, 3)).toEqual({ key: keyFromSeed("bær", 2), antithetic: true });
  expect(chanceOf(plan, 3)).toEqual({ key: keyFromSeed("bær", 3), antithetic: false });
});
