import fc from "fast-check";
import { expect, test } from "vitest";
import { toyModel, toyScenarios } from "../../test/support/toy-model.ts";
import type { Model } from "../kernel/model.ts";
import { AddressedStreams } from "../random/index.ts";
import { formatEstimates, formatEstimatesCsv } from "./estimates.ts";
import { type Executor, inCompletionOrder, inThreadExecutor, type Work } from "./executor.ts";
import type { ObservationBlock } from "./observation-block.ts";
import type { StudyProgress } from "./progress.ts";
import { MemoryStore } from "./store.ts";
import { runStudy, type StudyOptions } from "./study.ts";

const options: StudyOptions = { model: toyModel, scenarios: toyScenarios, replications: 6, seed: "test" };
const bytes = async (more: Partial<StudyOptions> = {}): Promise<string> =>
  formatEstimates((await runStudy({ ...options, ...more })).estimates);

/** A model whose only observation is given by scenario and replication. */
const scripted = (values: Record<string, readonly number[]>): Model => ({
  id: "scripted",
  version: "1",
  run(parameters, replication) {
    const value = values[String(parameters.name)][replication.number];
    if (value === Number.POSITIVE_INFINITY) throw new Error("asked to fail");
    replication.observe("x", "{}", 1, value);
  },
});
const named = (...ids: string[]): StudyOptions["scenarios"] => ids.map((id) => ({ id, parameters: { name: id } }));
const study = async (values: Record<string, readonly number[]>, more: Partial<StudyOptions> = {}) =>
  runStudy({
    model: scripted(values),
    scenarios: named(...Object.keys(values)),
    replications: 4,
    seed: "s",
    ...more,
  });

test("rows rest on draw means for the interval and on runs for the quantiles", async () => {
  const { estimates, replicationsDone } = await study({ a: [1, 3, 5, 7], b: [2, 3, 7, 7] });
  expect(replicationsDone).toBe(8);
  // Draw means 2 and 6: standard error 2, t(1) = 12.706 at 0.975.
  expect(estimates.estimates[0]).toEqual({
    scenario: "a",
    point: null,
    measure: "x",
    group: {},
    time: 1,
    n: 2,
    runs: 4,
    failed: 0,
    mean: 4,
    halfWidth: expect.closeTo(25.4124, 3),
    level: 0.95,
    p05: expect.closeTo(1.3, 12),
    p25: 2.5,
    p50: 4,
    p75: 5.5,
    p95: expect.closeTo(6.7, 12),
    method: "student-t over draw means",
  });
  // b - a is 1, 0, 2, 0: draw means 0.5 and 1; two ties count half.
  expect(estimates.differences).toHaveLength(1);
  expect(estimates.differences[0]).toMatchObject({
    a: "a",
    b: "b",
    n: 2,
    runs: 4,
    mean: 0.75,
    probabilityAbove0: 0.75,
  });
  expect(estimates.differences[0].jointHalfWidth).toBeNull();
});

test("every row says the method of its interval, and no file does", async () => {
  const headline = [
    { measure: "level", group: {}, time: 2 },
    { measure: "ratio", group: {}, time: 1 },
  ];
  const methods = async (more: Partial<StudyOptions>): Promise<string[]> => {
    const { estimates } = await runStudy({ ...options, ...more });
    expect(formatEstimates(estimates)).not.toContain("method");
    expect(formatEstimatesCsv(estimates)).not.toContain("student");
    return [...new Set([...estimates.estimates, ...estimates.differences].map(({ method }) => method))];
  };
  expect(await methods({ headline })).toEqual([
    "student-t over draw means",
    "paired-t over draw means",
    "paired-t over draw means; jointly holm over a family of 2",
  ]);
  expect(await methods({ fixedParameters: true })).toEqual(["student-t over runs", "paired-t over runs"]);
  expect(await methods({ fixedParameters: true, antithetic: true })).toEqual([
    "student-t over means of mirrored pairs",
    "paired-t over means of mirrored pairs",
  ]);
  expect(await methods({ points: [{ parameters: { level: 1 } }, { parameters: { level: 3 } }] })).toEqual([
    "student-t over draw means over all points",
    "student-t over draw means",
    "paired-t over draw means over all points",
    "paired-t over draw means",
  ]);
});

test("with fixed parameters every run is a unit of its own, and an odd number will do", async () => {
  const { estimates } = await study({ a: [1, 3, 5] }, { replications: 3, fixedParameters: true });
  expect(estimates.estimates[0]).toMatchObject({ n: 3, runs: 3, mean: 3 });
  expect(estimates.differences).toEqual([]);
});

test("a failed replication drops its pair, is counted in both scenarios' difference, and is a row with seed and stack", async () => {
  const { estimates, failures } = await study({ a: [1, Number.POSITIVE_INFINITY, 5, 7], b: [2, 3, 7, 7] });
  expect(estimates.estimates[0]).toMatchObject({ scenario: "a", n: 1, runs: 2, failed: 1, mean: 6, halfWidth: null });
  expect(estimates.estimates[1]).toMatchObject({ scenario: "b", n: 2, runs: 4, failed: 0 });
  expect(estimates.differences[0]).toMatchObject({ n: 1, runs: 2, failed: 1, mean: 1 });
  expect(failures).toEqual([
    {
      scenario: "a",
      point: null,
      replication: 1,
      seed: "s",
      message: "asked to fail",
      stack: expect.stringContaining("asked"),
    },
  ]);
});

test("a study in which every replication fails ends with no rows and all its failures", async () => {
  const { estimates, failures } = await study({ a: Array.from({ length: 4 }, () => Number.POSITIVE_INFINITY) });
  expect(estimates.estimates).toEqual([]);
  expect(failures).toHaveLength(4);
});

test("an undefined value is left out of its row; a row without a defined value is null throughout", async () => {
  const partly = await study({ a: [1, Number.NaN, 5, 7] });
  expect(partly.estimates.estimates[0]).toMatchObject({ n: 2, runs: 3, failed: 0, mean: 3.5 });
  const nowhere = await study({ a: [Number.NaN, Number.NaN, Number.NaN, Number.NaN] });
  expect(nowhere.estimates.estimates[0]).toMatchObject({
    n: 0,
    runs: 0,
    mean: null,
    halfWidth: null,
    p05: null,
    p95: null,
  });
});

test("rows are sorted by scenario as given, then measure, group and time", async () => {
  const { estimates } = await runStudy(options);
  expect(estimates.estimates.map(({ scenario, measure, group, time }) => [scenario, measure, group, time])).toEqual(
    ["today", "more"].flatMap((scenario) => [
      // By code unit, as written: {"setting":...} comes before {}.
      [scenario, "level", { setting: "sheltered" }, 1],
      [scenario, "level", { setting: "sheltered" }, 2],
      [scenario, "level", {}, 1],
      [scenario, "level", {}, 2],
      [scenario, "ratio", {}, 1],
      [scenario, "ratio", {}, 2],
    ]),
  );
});

test("scenarios share their luck: a level that is one higher is one higher in every run", async () => {
  const { estimates } = await runStudy(options);
  const difference = estimates.differences[2];
  expect(difference).toMatchObject({ a: "today", b: "more", measure: "level", group: {} });
  expect(difference.p05).toBeCloseTo(1, 10);
  expect(difference.p95).toBeCloseTo(1, 10);
  expect(estimates.differences.find(({ measure }) => measure === "ratio")).toMatchObject({ p05: 0, p95: 0 });
});

test("every other scenario is compared with the first, or all pairs are", async () => {
  const values = { a: [1, 1, 1, 1], b: [2, 2, 2, 2], c: [4, 4, 4, 4] };
  const pairs = async (allPairs: boolean): Promise<unknown[]> =>
    (await study(values, { allPairs })).estimates.differences.map(({ a, b, mean }) => [a, b, mean]);
  expect(await pairs(false)).toEqual([
    ["a", "b", 1],
    ["a", "c", 3],
  ]);
  expect(await pairs(true)).toEqual([
    ["a", "b", 1],
    ["a", "c", 3],
    ["b", "c", 2],
  ]);
});

test("the joint half-width is Holm's over the headline family and null outside it", async () => {
  const headline = [
    { measure: "level", group: {}, time: 2 },
    { measure: "ratio", group: {}, time: 1 },
  ];
  const result = await runStudy({
    ...options,
    scenarios: [toyScenarios[0], { id: "wide", parameters: { level: 5 } }],
    headline,
  });
  const joint = result.estimates.differences.filter(({ jointHalfWidth }) => jointHalfWidth !== null);
  expect(joint.map(({ measure, time }) => [measure, time])).toEqual([
    ["level", 2],
    ["ratio", 1],
  ]);
  for (const row of joint) expect(row.jointHalfWidth).toBeGreaterThanOrEqual(row.halfWidth ?? Number.NaN);
  expect(joint[0].jointHalfWidth).toBeGreaterThan(joint[0].halfWidth ?? Number.NaN);
});

test("variance is split into parameters and chance for headline measures", async () => {
  const headline = [{ measure: "level", group: {}, time: 2 }];
  const { varianceShares } = await runStudy({ ...options, replications: 400, headline });
  expect(varianceShares.map(({ scenario, against }) => [scenario, against])).toEqual([
    ["today", null],
    ["more", null],
    ["more", "today"],
  ]);
  // Uniform on a range of 4 has variance 4/3, the noise has 1.
  const [share] = varianceShares;
  expect(share.parameters.low).toBeLessThan(4 / 7);
  expect(share.parameters.high).toBeGreaterThan(4 / 7);
  expect(share.parameters.share + share.chance.share).toBeCloseTo(1, 12);
  expect((await runStudy({ ...options, headline, fixedParameters: true })).varianceShares).toEqual([]);
});

test("points have rows of their own after those over all points", async () => {
  const points = [{ parameters: { level: 1 } }, { parameters: { level: 3 } }];
  const { estimates } = await runStudy({ ...options, points });
  const rows = estimates.estimates.filter(({ scenario, measure }) => scenario === "today" && measure === "ratio");
  expect(rows.map(({ point, time, n, runs }) => [point, time, n, runs])).toEqual([
    [null, 1, 3, 12],
    [null, 2, 3, 12],
    [0, 1, 3, 6],
    [0, 2, 3, 6],
    [1, 1, 3, 6],
    [1, 2, 3, 6],
  ]);
  const level = (at: number | null): number =>
    estimates.estimates.find((row) => row.measure === "level" && !row.group.setting && row.point === at)?.mean ??
    Number.NaN;
  expect(level(null)).toBeCloseTo((level(0) + level(1)) / 2, 12);
  expect(level(1) - level(0)).toBeCloseTo(2, 12);
  const over = await runStudy({ ...options, points, perPoint: false });
  expect(new Set(over.estimates.estimates.map(({ point }) => point))).toEqual(new Set([null]));
});

test("what is observed at some points only has a row over all points", async () => {
  const model: Model = {
    ...toyModel,
    run(parameters, replication) {
      if (Number(parameters.level) > 2) replication.observe("high", "{}", 1, Number(parameters.level));
    },
  };
  const points = [{ parameters: { level: 1 } }, { parameters: { level: 3 } }];
  const { estimates } = await runStudy({ ...options, model, points });
  expect(estimates.estimates.slice(0, 2)).toMatchObject([
    { scenario: "today", point: null, n: 3, runs: 6, mean: 3 },
    { scenario: "today", point: 1, n: 3, runs: 6, mean: 3 },
  ]);
});

test("mirrored runs cancel the noise of each pair", async () => {
  const { estimates } = await runStudy({ ...options, antithetic: true, fixedParameters: true });
  expect(estimates.estimates[2]).toMatchObject({ group: {}, n: 3, runs: 6 });
  expect(estimates.estimates[2].mean).toBeCloseTo(12, 9);
  expect(estimates.estimates[2].halfWidth).toBeCloseTo(0, 9);
});

test("no finishing order moves a bit", async () => {
  const expected = await bytes();
  const reversed = inCompletionOrder(inThreadExecutor(), (blocks) => blocks.toReversed());
  expect(await bytes({ executor: reversed })).toBe(expected);
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([...Array(12).keys()], { minLength: 12 }), async (order) => {
      const executor = inCompletionOrder(inThreadExecutor(), (blocks) => order.map((i) => blocks[i]));
      return (await bytes({ executor })) === expected;
    }),
    { numRuns: 30 },
  );
});

test("no size of the slabs in which cells are taken moves a byte", async () => {
  const points = [{ parameters: { level: 1 } }, { parameters: { level: 3 } }];
  expect(await bytes({ points, mostValues: 1 })).toBe(await bytes({ points }));
});

test("a study goes on where its store stands, and redoes nothing", async () => {
  const store = new MemoryStore();
  await runStudy({ ...options, replications: 2, store });
  let begun = 0;
  const inner = inThreadExecutor();
  const counting: Executor = {
    workers: 1,
    execute(work: Work) {
      begun += [...work.tasks].length;
      return inner.execute(work);
    },
  };
  expect(await bytes({ store, executor: counting })).toBe(await bytes());
  expect(begun).toBe(2 * 4);
});

test("progress ends with everything done, and time left is told once it is known", async () => {
  const seen: StudyProgress[] = [];
  const run = runStudy({ ...options, onProgress: (progress) => seen.push(progress) });
  const iterated: StudyProgress[] = [];
  for await (const progress of run.progress) iterated.push(progress);
  await run;
  expect(seen[0]).toMatchObject({ phase: "running", done: 0, total: 12, remainingSeconds: null });
  expect(seen.at(-2)).toMatchObject({ phase: "running", done: 12, total: 12 });
  expect(seen.at(-1)).toMatchObject({ phase: "estimating", done: 12, total: 12, failed: 0, remainingSeconds: 0 });
  expect(iterated.at(-1)).toEqual(seen.at(-1));
});

test("a stopped study says how far it came, and its store goes on from there", async () => {
  const store = new MemoryStore();
  const controller = new AbortController();
  const slow: Model = {
    ...toyModel,
    run(parameters, replication) {
      if (replication.number === 3) controller.abort();
      toyModel.run(parameters, replication);
    },
  };
  await expect(runStudy({ ...options, model: slow, store, signal: controller.signal })).rejects.toMatchObject({
    code: "study-stopped",
    details: { total: 12 },
  });
  expect(await bytes({ store })).toBe(await bytes());
});

test("a study that is stopped before it begins opens no store", async () => {
  const store = new MemoryStore();
  const early = runStudy({ ...options, store, signal: AbortSignal.abort() });
  await expect(early).rejects.toMatchObject({ code: "study-stopped", details: { completed: 0 } });
  expect(store.has({ scenario: 0, point: 0, replication: 0 })).toBe(false);
});

test("an executor that loses tasks is found out", async () => {
  const losing: Executor = {
    workers: 1,
    async *execute(work: Work): AsyncGenerator<ObservationBlock> {
      let first = true;
      for await (const block of inThreadExecutor().execute(work)) {
        if (!first) yield block;
        first = false;
      }
    },
  };
  await expect(runStudy({ ...options, executor: losing })).rejects.toMatchObject({ code: "study-lost-tasks" });
});

test("a plan that cannot be is refused with every problem at once, before anything is kept", async () => {
  const store = new MemoryStore();
  const odd = { distribution: "uniform", min: 3, max: 1 } as const;
  const bad = runStudy({
    ...options,
    store,
    replications: 3,
    scenarios: [
      ...toyScenarios,
      { id: "today", parameters: { level: Number.NaN } },
      { id: "odd", parameters: { level: odd } },
    ],
    points: [{ parameters: { leval: 3 } }],
  });
  await expect(bad).rejects.toMatchObject({
    code: "study-plan",
    problems: [
      { found: "today" },
      { path: "scenarios.today.level" },
      { path: "scenarios.odd.level", message: expect.any(String) },
      { path: "replications", found: "3" },
      { found: "leval", nearest: "level" },
    ],
  });
  expect(await store.cells()).toEqual([]);
  await expect(runStudy({ ...options, level: 95 })).rejects.toMatchObject({
    problems: [{ path: "level", found: "95" }],
  });
  await expect(runStudy({ ...options, scenarios: [] })).rejects.toMatchObject({ code: "study-plan" });
  await expect(runStudy({ ...options, replications: 0 })).rejects.toMatchObject({ code: "study-plan" });
  await expect(runStudy({ ...options, points: [] })).rejects.toMatchObject({ code: "study-plan" });
  await expect(runStudy({ ...options, replications: 2e9 })).rejects.toMatchObject({ code: "study-plan" });
});

test("a model that cannot be loaded is one clear error", async () => {
  const missing = { module: "file:///nowhere/model.js", export: "model" };
  await expect(runStudy({ ...options, model: missing })).rejects.toMatchObject({ code: "model-load" });
  const other = { module: new URL("./estimates.ts", import.meta.url).href, export: "nothing" };
  await expect(runStudy({ ...options, model: other })).rejects.toMatchObject({ code: "model-load" });
});

test("a study stops at the first look that is precise enough, and says so", async () => {
  const headline = [{ measure: "level", group: {}, time: 2 }];
  const goal = { headline, replications: 640, precision: { relative: 0.05, absolute: { ratio: 1 } } };
  const result = await runStudy({ ...options, ...goal });
  expect(result.precision).toMatchObject({ reached: true, short: [] });
  expect([20, 40, 80, 160, 320]).toContain(result.plan.replications);
  // The same study at that number of replications gives the same bytes.
  const { replications } = result.plan;
  expect(formatEstimates(result.estimates)).toBe(await bytes({ headline, replications }));
});

test("a precision that the cap does not allow is told as short", async () => {
  const headline = [{ measure: "level", group: {}, time: 2 }];
  const result = await runStudy({ ...options, headline, replications: 30, precision: { relative: 1e-6 } });
  expect(result.plan.replications).toBe(30);
  expect(result.precision).toMatchObject({ reached: false, look: 2 });
  expect(result.precision?.short[0]).toMatchObject({ measure: "level", scenario: expect.any(String) });
});

test("a difference that is not precise enough keeps a goal from being reached, though both levels are", async () => {
  // Opposite noise: the difference varies twice as much as either level.
  const opposite: Model = {
    ...toyModel,
    run(parameters, replication) {
      const noise = new AddressedStreams(replication.key).normal(0, 0, 0);
      replication.observe("x", "{}", 1, 100 + 2.3 * Number(parameters.sign) * noise);
    },
  };
  const result = await runStudy({
    model: opposite,
    scenarios: [1, -1].map((sign) => ({ id: String(sign), parameters: { sign } })),
    replications: 20,
    seed: "opposite",
    headline: [{ measure: "x", group: {}, time: 1 }],
    precision: { relative: 0.025 },
  });
  expect(result.precision).toMatchObject({ reached: false, short: [{ scenario: "-1", against: "1" }] });
  expect(result.precision?.short).toHaveLength(1);
});

test.each([
  ["a share of the level", { relative: 0.05 }],
  ["a half-width of its own", { relative: 1e-9, absolute: { x: 5 } }],
])(
  "a difference near zero is precise enough by %s, for it has no relative precision of its own",
  async (_, precision) => {
    // Levels of 100 with noise of their own that no luck is common to: the difference is about 0 and about as uncertain as a level.
    const model: Model = {
      id: "near zero",
      version: "1",
      run(parameters, replication) {
        const noise = new AddressedStreams(replication.key).normal(0, 0, Number(parameters.purpose));
        replication.observe("x", "{}", 1, 100 + noise);
      },
    };
    const result = await runStudy({
      model,
      scenarios: [1, 2].map((purpose) => ({ id: String(purpose), parameters: { purpose } })),
      replications: 640,
      seed: "near zero",
      headline: [{ measure: "x", group: {}, time: 1 }],
      precision,
    });
    const [{ mean, halfWidth }] = result.estimates.differences;
    expect(Math.abs(mean ?? Number.NaN)).toBeLessThan(halfWidth ?? Number.NaN);
    expect(halfWidth).toBeGreaterThan(0.1);
    expect(result.precision).toMatchObject({ reached: true, look: 1, replications: 20, short: [] });
  },
);

test("a headline measure that nothing observes keeps a goal from being reached", async () => {
  const headline = [{ measure: "unheard-of", group: {}, time: 2 }];
  const result = await runStudy({ ...options, headline, replications: 20, precision: { relative: 1 } });
  expect(result.precision).toMatchObject({ reached: false, short: [{ measure: "unheard-of", halfWidth: null }] });
});

test("a share of a mean near zero is refused, an absolute half-width is not", async () => {
  const headline = [{ measure: "ratio", group: {}, time: 2 }];
  const near = { ...options, headline, replications: 640 };
  await expect(runStudy({ ...near, precision: { relative: 0.05 } })).rejects.toMatchObject({
    code: "study-precision-near-zero",
  });
  const result = await runStudy({ ...near, precision: { relative: 0.05, absolute: { ratio: 0.5 } } });
  expect(result.precision).toMatchObject({ reached: true });
  await expect(runStudy({ ...options, precision: { relative: 0 } })).rejects.toMatchObject({
    code: "study-precision",
    problems: [{ path: "headline" }, { path: "precision.relative" }],
  });
});
