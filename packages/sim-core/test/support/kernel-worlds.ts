// Random worlds of scripts for the kernel: few times and priorities, so that ties are everywhere; every kind of wait, alone
// and in groups; interrupts, terminations, preemptions, reneging, orders and capacities that change in between.

import fc from "fast-check";
import type { Calendar, Op, WaitOp, World } from "./reference-kernel.ts";

const length = fc.constantFrom(0, 0.5, 1, 1, 2, 3);
const priority = fc.constantFrom(-1, 0, 0, 1, 2);
const index = fc.constantFrom(0, 1);
const target = fc.nat(5);

const request = {
  units: fc.constantFrom(1, 1, 2, 3),
  priority,
  patience: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 1, 2),
  balkAt: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 1),
  preempt: fc.boolean(),
};

const waitOp: fc.Arbitrary<WaitOp> = fc.oneof(
  fc.record({ op: fc.constant("delay" as const), length }),
  {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constant("seize" as const),
      at: fc.constantFrom(0, 0, 1, 1, "shortest" as const),
      ...request,
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
  fc.record({ op: fc.constant("hope" as const), at: index }),
  fc.record({ op: fc.constant("take" as const) }),
  fc.record({ op: fc.constant("passivate" as const) }),
);

/** Branches of a group. */
const branches: fc.Arbitrary<WaitOp[]> = fc.array(waitOp, { minLength: 1, maxLength: 3 });

/** What takes no time, and what others may be waiting for. */
const act: fc.Arbitrary<Op> = fc.oneof(
  fc.record({ op: fc.constant("fire" as const), at: index }),
  fc.record({ op: fc.constantFrom("open" as const, "close" as const) }),
  fc.record({ op: fc.constant("resize" as const), at: index, capacity: fc.nat(4) }),
  fc.record({ op: fc.constant("hurry" as const), priority }),
  fc.record({ op: fc.constant("favour" as const), at: index, priority }),
  fc.record({ op: fc.constant("tell" as const), mood: fc.constantFrom(0, 1, 1) }),
  fc.record({ op: fc.constant("add" as const), item: fc.nat(9) }),
  fc.record({ op: fc.constant("flush" as const) }),
  { weight: 2, arbitrary: fc.record({ op: fc.constant("interrupt" as const), target, thrown: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant("activate" as const), target }) },
);

const op: fc.Arbitrary<Op> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ op: fc.constant("hold" as const), length }) },
  { weight: 7, arbitrary: waitOp },
  {
    weight: 3,
    arbitrary: fc.record({
      op: fc.constantFrom("any" as const, "all" as const),
      branches,
    }),
  },
  fc.record({ op: fc.constant("first" as const), ...request }),
  { weight: 2, arbitrary: fc.record({ op: fc.constant("release" as const) }) },
  { weight: 8, arbitrary: act },
  fc.record({ op: fc.constantFrom("terminate" as const, "join" as const), target }),
  fc.record({ op: fc.constant("passivate" as const) }),
);

/** Long queues at resources, where orders and capacities change while others wait. */
const queueing: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      op: fc.constant("use" as const),
      at: index,
      length,
      priority,
      rule: fc.constantFrom("resume" as const, "restart" as const, "drop" as const),
      preempt: fc.constantFrom(false, false, false, true),
    }),
  },
  { weight: 3, arbitrary: fc.record({ op: fc.constant("seize" as const), at: index, ...request }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant("release" as const) }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant("favour" as const), at: index, priority }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant("hurry" as const), priority }) },
  fc.record({ op: fc.constant("resize" as const), at: index, capacity: fc.integer({ min: 1, max: 3 }) }),
);

/** Waits for nobody, and gets on those who wait: without it, most scripts would soon wait for ever. */
const stirring: fc.Arbitrary<Op> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ op: fc.constant("hold" as const), length }) },
  { weight: 4, arbitrary: act },
  { weight: 2, arbitrary: fc.record({ op: fc.constant("interrupt" as const), target, thrown: fc.boolean() }) },
);

const calendar: fc.Arbitrary<Calendar> = fc.record({
  steps: fc
    .uniqueArray(fc.tuple(fc.constantFrom(0, 0.5, 1, 2, 3), fc.nat(4)), {
      minLength: 1,
      maxLength: 3,
      selector: ([time]) => time,
    })
    .map((steps) => steps.toSorted(([a], [b]) => a - b)),
  period: fc.constantFrom(null, 4, 5.5),
});

const resource = fc.record({
  capacity: fc.integer({ min: 0, max: 4 }),
  discipline: fc.constantFrom(
    "fifo" as const,
    "lifo" as const,
    "priority" as const,
    "nearest" as const,
    "nearest" as const,
  ),
  overtaking: fc.boolean(),
  queueLimit: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 2),
  calendar: fc.option(calendar, { freq: 3 }),
});

/** Worlds with so many scripts of at most so many steps, and in most one more script that stirs them for as long. */
export function worlds(scripts: number, steps: number): fc.Arbitrary<World> {
  return worldsOf(op, scripts, steps);
}

/** Worlds whose scripts do little but queue at the resources. */
export function crowds(scripts: number, steps: number): fc.Arbitrary<World> {
  return worldsOf(queueing, scripts, steps);
}

function worldsOf(kind: fc.Arbitrary<Op>, scripts: number, steps: number): fc.Arbitrary<World> {
  const script = (each: fc.Arbitrary<Op>, most: number): fc.Arbitrary<World["scripts"][number]> => {
    return fc.record({
      at: fc.constantFrom(0, 0, 0, 1, 2),
      priority,
      ops: fc.array(each, { minLength: Math.floor(most / 2), maxLength: most }),
    });
  };
  return fc.record({
    resources: fc.array(resource, { minLength: 2, maxLength: 2 }),
    stores: fc.array(
      fc.record({
        capacity: fc.constantFrom(1, 2, Number.POSITIVE_INFINITY),
        order: fc.constantFrom("fifo" as const, "lifo" as const, "least" as const),
      }),
      { minLength: 2, maxLength: 2 },
    ),
    batch: fc.record({
      size: fc.integer({ min: 1, max: 3 }),
      longestWait: fc.constantFrom(Number.POSITIVE_INFINITY, 0, 1, 2),
    }),
    container: fc.record({ capacity: fc.integer({ min: 6, max: 9 }), level: fc.nat(6) }),
    scripts: fc
      .tuple(
        fc.array(script(kind, steps), { minLength: 2, maxLength: scripts }),
        fc.option(script(stirring, 3 * steps), { freq: 4 }),
      )
      .map(([those, stirrer]) => (stirrer === null ? those : [...those, stirrer])),
    until: fc.constant(100),
  });
}
