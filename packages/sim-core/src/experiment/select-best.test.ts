import { expect, test } from "vitest";
import { toyModel, toyScenarios } from "../../test/support/toy-model.ts";
import type { Model } from "../kernel/model.ts";
import { AddressedStreams } from "../random/index.ts";
import { sampleCorrelation } from "../statistics/index.ts";
import { type Executor, inCompletionOrder, inThreadExecutor } from "./executor.ts";
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
  expect(found).toMatchObject({ selected: undefined, result: undefined, units: 40 });
  // What is known by then is told: each scenario with its mean, interval, level, n and method.
  expect(found.estimates).toEqual(
    ["a", "b"].map((scenario) => ({
      scenario,
      n: 20,
      mean: expect.any(Number),
      halfWidth: expect.any(Number),
      level: 0.95,
      method: "student-t over draw means, not adjusted for stopping and selection",
    })),
  );
  // b is 50 and the mean of two runs' noise: standard deviation 1 / sqrt(2), over 20 units.
  const [a, b] = found.estimates;
  expect(Math.abs(b.mean - 50)).toBeLessThan(3 * Math.sqrt(1 / 40));
  expect(b.halfWidth).toBeGreaterThan(0.2);
  expect(b.halfWidth).toBeLessThan(0.5);
  expect(a.halfWidth).toBeGreaterThan(10 * b.halfWidth);
  expect(Math.abs(a.mean - 50)).toBeLessThan(2 * a.halfWidth);
});

test("a cap below the first stage gives no numbers, and says so", async () => {
  const { estimates, units } = await selectBest({ ...options, mostUnits: 10 });
  expect(units).toBe(0);
  expect(estimates.map(({ n, mean, halfWidth }) => [n, mean, halfWidth])).toEqual(
    estimates.map(() => [0, Number.NaN, Number.NaN]),
  );
});

test.each([
  ["selectBest", selectBest],
  ["selectWithinBudget", selectWithinBudget],
])("%s gives an estimate of every scenario, also of those that were dropped", async (_, select) => {
  const { estimates, result } = await select({ ...options, fixedParameters: true, level: 0.9 });
  expect(estimates.map(({ scenario }) => scenario)).toEqual(["today", "more", "much more"]);
  expect(estimates.map(({ mean }) => mean)).toEqual(result?.means);
  for (const [i, truth] of [12, 13, 20].entries()) {
    const { n, mean, halfWidth, level, method } = estimates[i];
    expect(n).toBeGreaterThanOrEqual(20);
    expect(level).toBe(0.9);
    expect(method).toBe("student-t over runs, not adjusted for stopping and selection");
    expect(Math.abs(mean - truth)).toBeLessThan(3 * halfWidth);
    expect(result?.estimates[i]).toMatchObject({ n, mean, halfWidth, level, method: "student-t" });
  }
});

/** What each scenario observed in each unit while a selection ran: its luck and its drawn parameter, by replication. */
async function seenBy(
  select: (options: SelectionOptions) => Promise<unknown>,
  measure: "luck" | "drawn",
): Promise<Map<number, number>[]> {
  const model: Model = {
    id: "luck",
    version: "1",
    run(parameters, replication) {
      replication.observe("luck", "{}", 1, new AddressedStreams(replication.key).uniform(0, 0, 1));
      replication.observe("drawn", "{}", 1, Number(parameters.drawn));
    },
  };
  const drawn = { distribution: "uniform", min: 0, max: 1 } as const;
  const seen = [0, 1, 2].map(() => new Map<number, number>());
  const inner = inThreadExecutor();
  const executor: Executor = {
    workers: 1,
    async *execute(work) {
      for await (const block of inner.execute(work)) {
        const row = block.keyIndex.indexOf(block.keys.findIndex((key) => key.measure === measure));
        seen[block.scenario].set(block.replication, block.value[row]);
        yield block;
      }
    },
  };
  await select({
    model,
    scenarios: ["a", "b", "c"].map((id) => ({ id, parameters: { drawn } })),
    seed: "luck",
    by: { measure, group: {}, time: 1 },
    goal: "greatest",
    indifference: 0.01,
    firstStage: 100,
    mostUnits: 360,
    executor,
  });
  return seen;
}

const pairsOfThree = [
  [0, 1],
  [0, 2],
  [1, 2],
] as const;

test.each(["luck", "drawn"] as const)("systems in a race meet the same %s in the same replication", async (measure) => {
  const seen = await seenBy(selectBest, measure);
  expect(seen[0].size).toBe(200);
  for (const [a, b] of pairsOfThree) expect([...seen[a]]).toEqual([...seen[b]]);
});

test.each(["luck", "drawn"] as const)("systems that share a budget share no %s", async (measure) => {
  const seen = await seenBy(selectWithinBudget, measure);
  // Two runs share a draw of the parameters; beyond that nothing comes twice, in no replication of any system.
  const values = seen.flatMap((system) => [...system.values()]);
  expect(values.length).toBe(720);
  expect(new Set(values).size).toBe(measure === "luck" ? 720 : 360);
  for (const [a, b] of pairsOfThree) {
    const units = [...Array(100).keys()].map((unit) => 2 * unit);
    const of = (system: number): number[] => units.map((replication) => seen[system].get(replication) ?? Number.NaN);
    // 100 independent pairs: a correlation beyond 0.33 has a probability of 0.001.
    expect(Math.abs(sampleCorrelation(of(a), of(b)))).toBeLessThan(0.33);
  }
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
