import { expect, test } from "vitest";
import { toyModel, toyScenarios } from "../../test/support/toy-model.ts";
import { grid } from "./design/index.ts";
import { designPoints } from "./design-points.ts";
import { runStudy } from "./study.ts";

const uniform = { distribution: "uniform", min: 0.2, max: 0.9 } as const;
const choice = { distribution: "choice", values: ["history", "need"] } as const;

test("coordinates become values by each parameter's own quantile function", () => {
  const unit = [Float64Array.of(0.5, 0.1), Float64Array.of(1, 0.9)];
  const points = designPoints({ share: uniform, rule: choice }, unit);
  expect(points).toEqual([
    { parameters: { share: expect.closeTo(0.55, 12), rule: "history" } },
    { parameters: { share: expect.closeTo(0.9, 12), rule: "need" } },
  ]);
});

test("the end of a distribution without ends is refused, by name", () => {
  const normal = { distribution: "normal", mean: 0, sd: 1 } as const;
  expect(() => designPoints({ share: uniform, shock: normal }, [Float64Array.of(0, 1)])).toThrow(
    expect.objectContaining({ code: "design-unbounded", message: expect.stringContaining("parameters.shock") }),
  );
});

test("a point of another dimension is a fault of the program", () => {
  expect(() => designPoints({ share: uniform }, [Float64Array.of(0, 1)])).toThrow(
    expect.objectContaining({ code: "design-dimensions" }),
  );
});

test("a study over a grid has a row for every level", async () => {
  const level = { distribution: "uniform", min: 0, max: 10 } as const;
  const points = designPoints({ level }, grid([{ levels: 3, placement: "ends" }]));
  const { estimates } = await runStudy({
    model: toyModel,
    scenarios: [toyScenarios[0]],
    points,
    replications: 2,
    seed: "g",
  });
  const means = estimates.estimates.filter(
    ({ measure, group, time }) => measure === "level" && !group.setting && time === 1,
  );
  const [all, ...each] = means;
  expect(all.point).toBeNull();
  expect(each.map(({ point }) => points[point ?? 0].parameters.level)).toEqual([0, 10, 5]);
  // Common luck: the same noise at every point.
  expect((each[1].mean ?? 0) - (each[0].mean ?? 0)).toBeCloseTo(10, 12);
});
