import { expect, test } from "vitest";
import { toyModel, toyScenarios } from "../../test/support/toy-model.ts";
import { inCompletionOrder, inThreadExecutor } from "./executor.ts";
import { type SelectionOptions, selectBest, selectWithinBudget } from "./select-best.ts";

const options: SelectionOptions = {
  model: toyModel,
  scenarios: [...toyScenarios, { id: "much more", parameters: { level: 20 } }],
  seed: "select",
  by: { measure: "level", group: {}, time: 2 },
  goal: "greatest",
  indifference: 0.5,
  mostUnits: 400,
};

test("the scenario that is best in a measure is selected, whatever the finishing order", async () => {
  const found = await selectBest(options);
  expect(found).toMatchObject({ selected: "much more", result: { method: "kim-nelson", level: 0.95 } });
  const executor = inCompletionOrder(inThreadExecutor(), (blocks) => blocks.toReversed());
  expect(await selectBest({ ...options, executor })).toEqual(found);
  expect(await selectBest({ ...options, goal: "least" })).toMatchObject({ selected: "today" });
});

test("with common luck a constant lead is seen at the first comparison", async () => {
  // The lead of "more" over "today" is 1 in every run, so its differences have no variance.
  expect(await selectBest({ ...options, scenarios: toyScenarios })).toMatchObject({ selected: "more", units: 40 });
});

test("a cap that is reached before one stands out gives no selection", async () => {
  const close = [
    { id: "a", parameters: { level: { distribution: "uniform", min: 0, max: 100 } } },
    { id: "b", parameters: { level: 50 } },
  ] as const;
  const found = await selectBest({ ...options, scenarios: close, indifference: 0.01, mostUnits: 25 });
  expect(found).toEqual({ selected: undefined, result: undefined, units: 40 });
});

test("a budget is spent on independent streams where the choice is close", async () => {
  const found = await selectWithinBudget({ ...options, mostUnits: 200, fixedParameters: true });
  expect(found).toMatchObject({ selected: "much more", result: { method: "ocba" } });
  expect(found.units).toBeLessThanOrEqual(200);
});

test("one scenario is nothing to select from, and a stopped selection says so", async () => {
  await expect(selectBest({ ...options, scenarios: [toyScenarios[0]] })).rejects.toMatchObject({ code: "study-plan" });
  const signal = AbortSignal.abort();
  await expect(selectBest({ ...options, signal })).rejects.toMatchObject({ code: "study-stopped" });
});
