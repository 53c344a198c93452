// Random worlds of scripts for the kernel: few times and priorities, so that ties are everywhere; every kind of wait, alone
// and in groups; interrupts, terminations, preemptions, reneging and changes of capacity in between.

import fc from "fast-check";
import type { Op, WaitOp, World } from "./reference-kernel.ts";

const length = fc.constantFrom(0, 0.5, 1, 1, 2, 3);
const priority = fc.constantFrom(-1, 0, 0, 1, 2);
const index = fc.constantFrom(0, 1);
const target = fc.nat(5);

const waitOp: fc.Arbitrary<WaitOp> = fc.oneof(
  fc.record({ op: fc.constant("delay" as const), length }),
  {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constant("seize" as const),
      at: index,
      units: fc.constantFrom(1, 1, 2, 3),
      priority,
      patience: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 1, 2),
      balkAt: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 1),
      preempt: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant("use" as const),
      at: index,
      length,
      priority,
      rule: fc.constantFrom("resume" as const, "restart" as const, "drop" as const),
      preempt: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ op: fc.constant("put" as const), at: index, item: fc.nat(9) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant("get" as const),
      at: index,
      parity: fc.constantFrom(null, null, 0, 1),
      priority,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constantFrom("fill" as const, "draw" as const),
      amount: fc.integer({ min: 1, max: 6 }),
      priority,
    }),
  },
  fc.record({ op: fc.constant("listen" as const), at: index }),
  fc.record({ op: fc.constant("pass" as const) }),
  fc.record({ op: fc.constant("meet" as const) }),
);

const op: fc.Arbitrary<Op> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ op: fc.constant("hold" as const), length }) },
  { weight: 6, arbitrary: waitOp },
  {
    weight: 3,
    arbitrary: fc.record({
      op: fc.constantFrom("any" as const, "all" as const),
      branches: fc.array(waitOp, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ op: fc.constant("release" as const) }) },
  fc.record({ op: fc.constant("fire" as const), at: index }),
  fc.record({ op: fc.constantFrom("open" as const, "close" as const) }),
  fc.record({ op: fc.constant("resize" as const), at: index, capacity: fc.nat(4) }),
  fc.record({ op: fc.constant("hurry" as const), priority }),
  { weight: 2, arbitrary: fc.record({ op: fc.constant("interrupt" as const), target, thrown: fc.boolean() }) },
  fc.record({ op: fc.constant("terminate" as const), target }),
  fc.record({ op: fc.constantFrom("activate" as const, "join" as const), target }),
  fc.record({ op: fc.constant("passivate" as const) }),
);

const resource = fc.record({
  capacity: fc.integer({ min: 0, max: 4 }),
  discipline: fc.constantFrom("fifo" as const, "lifo" as const, "priority" as const),
  overtaking: fc.boolean(),
  queueLimit: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 2),
});

/** Worlds with so many scripts of at most so many steps. */
export function worlds(scripts: number, steps: number): fc.Arbitrary<World> {
  return fc.record({
    resources: fc.array(resource, { minLength: 2, maxLength: 2 }),
    stores: fc.array(
      fc.record({
        capacity: fc.constantFrom(1, 2, Number.POSITIVE_INFINITY),
        order: fc.constantFrom("fifo" as const, "lifo" as const),
      }),
      { minLength: 2, maxLength: 2 },
    ),
    container: fc.record({ capacity: fc.integer({ min: 6, max: 9 }), level: fc.nat(6) }),
    scripts: fc.array(
      fc.record({
        at: fc.constantFrom(0, 0, 0, 1, 2),
        priority,
        ops: fc.array(op, { minLength: Math.floor(steps / 2), maxLength: steps }),
      }),
      { minLength: 2, maxLength: scripts },
    ),
    until: fc.constant(1_000),
  });
}

/** How many steps a world has, branches counted. */
export function stepsOf(world: World): number {
  let steps = 0;
  for (const script of world.scripts) {
    for (const each of script.ops) steps += "branches" in each ? 1 + each.branches.length : 1;
  }
  return steps;
}
