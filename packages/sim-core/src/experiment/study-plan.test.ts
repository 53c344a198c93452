// The order of tasks: wherever a sweep is interrupted, what is done is a fair sample of scenarios, points and draws.
import { describe, expect, it } from "vitest";
import { keyFromSeed, SequentialStream } from "../random/index.ts";
import { planDesign } from "./design/index.ts";
import { isInShard, type StudyPlan, type Task, tasksOf } from "./study-plan.ts";

const varied = {
  x: { distribution: "uniform", min: 0, max: 1 },
  y: { distribution: "uniform", min: 0, max: 1 },
} as const;

function planOver(method: Parameters<typeof planDesign>[0], replications = 6, fixedParameters = false): StudyPlan {
  const parameters = Object.entries(varied).map(([id, spec]) => ({ id, spec }));
  const { points } = planDesign(method, parameters, new SequentialStream(keyFromSeed("order")));
  return {
    seed: "order",
    scenarios: ["a", "b"].map((id) => ({ id, parameters: { x: 0, y: 0 } })),
    points,
    replications,
    fixedParameters,
    antithetic: false,
  };
}

/** Least and most of the counts of something among tasks. */
function spread(tasks: readonly Task[], all: number, of: (task: Task) => number): number {
  const counts = new Float64Array(all);
  for (const task of tasks) counts[of(task)] += 1;
  return Math.max(...counts) - Math.min(...counts);
}

const designs: [string, Parameters<typeof planDesign>[0]][] = [
  ["sobol", { method: "sobol", points: 16, scramble: true }],
  ["halton", { method: "halton", points: 16, scramble: true }],
  ["lhs", { method: "lhs", points: 16 }],
  ["grid", { method: "grid", levels: 4 }],
  ["morris", { method: "morris", trajectories: 5, levels: 4 }],
  ["saltelli", { method: "saltelli", base: 4 }],
];

describe("the order of tasks", () => {
  it.each(designs)("of a %s design is balanced wherever it is cut", (_name, method) => {
    const plan = planOver(method);
    const points = plan.points?.length ?? 0;
    const tasks = [...tasksOf(plan)];
    expect(tasks).toHaveLength(2 * points * 6);
    expect(new Set(tasks.map((task) => JSON.stringify(task))).size).toBe(tasks.length);
    for (let cut = 0; cut <= tasks.length; cut += 1) {
      const done = tasks.slice(0, cut);
      // No scenario and no point is ahead of another by more than one draw of two runs, of one or both scenarios.
      expect(spread(done, 2, ({ scenario }) => scenario)).toBeLessThanOrEqual(2);
      expect(spread(done, points, ({ point }) => point)).toBeLessThanOrEqual(4);
      // Whole draws, but for the one in hand.
      const runs = new Map<string, number>();
      for (const { scenario, point, replication } of done) {
        const draw = `${scenario},${point},${replication >> 1}`;
        runs.set(draw, (runs.get(draw) ?? 0) + 1);
      }
      expect([...runs.values()].filter((count) => count === 1).length).toBeLessThanOrEqual(1);
    }
  });

  it.each(designs.filter(([name]) => ["sobol", "halton", "grid"].includes(name)))(
    "visits the points of a %s design so that every eight of the first are spread over each axis",
    (_name, method) => {
      const plan = planOver(method);
      const first = [...tasksOf(plan)].filter(({ scenario, replication }) => scenario === 0 && replication === 0);
      for (const axis of ["x", "y"] as const) {
        const values = first.slice(0, 8).map(({ point }) => Number(plan.points?.[point]?.parameters[axis]));
        for (const [low, high] of [
          [0, 0.5],
          [0.5, 1.001],
        ]) {
          const inside = values.filter((value) => value >= low && value < high).length;
          expect(inside, `${axis} in [${low}, ${high})`).toBeGreaterThanOrEqual(3);
        }
      }
    },
  );

  it("takes one run at a time at fixed parameters, and is the same for any shard of it", () => {
    const plan = planOver({ method: "sobol", points: 8, scramble: true }, 3, true);
    const tasks = [...tasksOf(plan)];
    for (let cut = 0; cut <= tasks.length; cut += 1) {
      expect(spread(tasks.slice(0, cut), 8, ({ point }) => point)).toBeLessThanOrEqual(2);
    }
    const shards = [0, 1, 2].map((index) => tasks.filter((task) => isInShard(plan, task, { index, count: 3 })));
    expect(shards.flat()).toHaveLength(tasks.length);
    for (const shard of shards) {
      expect(shard).toHaveLength(16);
      expect(spread(shard, 2, ({ scenario }) => scenario)).toBe(0);
    }
  });
});
