// Runs the scripts of the reference kernel on the real one, with all monitors and invariants on, and writes the same log.

import {
  allOf,
  anyOf,
  Barrier,
  Batcher,
  type CapacityCalendar,
  Condition,
  Container,
  delay,
  firstFree,
  Gate,
  Interrupt,
  type Lease,
  Preempted,
  type Process,
  type ProcessBody,
  passivate,
  Resource,
  type SeizeOptions,
  Signal,
  Simulation,
  Store,
  shortestQueue,
  type Wait,
} from "@tiltak/sim-core";
import { type Calendar, type Op, parties, type WaitOp, type World } from "./reference-kernel.ts";

/**
 * Run the scripts; gives the log. `attach` may add tracers and the like; unless `checked`, nothing is asked of the resources.
 * `executed` hears of every command that was carried out: not of those that a script never comes to, nor of those with nothing to do.
 */
export function runKernel(
  world: World,
  attach: (simulation: Simulation) => void = () => {},
  checked: boolean = true,
  executed: (command: Op["op"]) => void = () => {},
): string[] {
  const simulation = new Simulation({ capacity: 1 });
  attach(simulation);
  const log: string[] = [];
  const favoured = world.resources.map(() => 0);
  const resources = world.resources.map(({ calendar, ...resource }, index) => {
    const distance = (lease: Lease): number => Math.abs(lease.priority - favoured[index]);
    return new Resource(simulation, {
      ...resource,
      name: `r${index}`,
      largestCapacity: 9,
      discipline: resource.discipline === "nearest" ? (a, b) => distance(a) - distance(b) : resource.discipline,
      ...(calendar === null ? {} : { calendar: calendarOf(calendar) }),
    });
  });
  if (checked) for (const resource of resources) resource.monitor();
  const stores = world.stores.map(
    ({ capacity, order }) =>
      new Store<number>(simulation, { capacity, order: order === "least" ? (a, b) => (a % 5) - (b % 5) : order }),
  );
  const tank = new Container(simulation, world.container);
  const signals = [new Signal<number>("s0"), new Signal<number>("s1")];
  const gate = new Gate("gate", { open: false });
  const barrier = new Barrier(parties);
  const batcher = new Batcher<number>(simulation, world.batch);
  let mood = 0;
  const conditions = [new Condition(() => mood > 0), new Condition(() => resources[0].queueLength === 0)];
  const processes: Process[] = [];
  const leases: Lease[][] = world.scripts.map(() => []);

  const make = (number: number, op: WaitOp): { wait: Wait<unknown>; text: () => string } => {
    switch (op.op) {
      case "delay":
        return { wait: delay(op.length), text: () => "delay" };
      case "seize":
      case "use": {
        const { priority, preempt } = op;
        const lease =
          op.op === "use"
            ? resources[op.at].use(op.length, { priority, preempt, whenPreempted: op.rule })
            : (op.at === "shortest" ? shortestQueue(resources) : resources[op.at]).seize(requestOf(op));
        leases[number].push(lease);
        return { wait: lease, text: () => lease.leaseState };
      }
      case "put":
        return { wait: stores[op.at].put(op.item), text: () => "put" };
      case "get": {
        const { parity, priority } = op;
        const wait = stores[op.at].get(
          parity === null ? { priority } : { filter: (item) => item % 2 === parity, priority },
        );
        return { wait, text: () => `got ${wait.value}` };
      }
      case "fill":
      case "draw": {
        const wait = op.op === "fill" ? tank.put(op.amount, op.priority) : tank.get(op.amount, op.priority);
        return { wait, text: () => `moved ${wait.value ?? ""}` };
      }
      case "listen":
        return { wait: signals[op.at].wait(), text: () => "stood" };
      case "pass":
        return { wait: gate.pass(), text: () => "stood" };
      case "meet":
        return { wait: barrier.arrive(), text: () => "stood" };
      case "hope":
        return { wait: conditions[op.at].wait(), text: () => "stood" };
      case "passivate":
        return { wait: passivate(), text: () => "passive" };
      case "take": {
        const wait = batcher.take();
        return { wait, text: () => `got ${JSON.stringify(wait.value)}` };
      }
    }
  };
  const waitOf = (number: number, op: Op): { wait: Wait<unknown>; text: () => string } | undefined => {
    switch (op.op) {
      case "any":
      case "all": {
        const made = op.branches.map((branch) => make(number, branch));
        const waits = made.map(({ wait }) => wait);
        const text = (): string => `${op.op} ${made.map((each) => `${each.wait.state} ${each.text()}`).join("|")}`;
        return { wait: op.op === "any" ? anyOf(...waits) : allOf(...waits), text };
      }
      case "first": {
        const { wait } = firstFree(resources, requestOf(op));
        const made = wait.waits as readonly Lease[];
        leases[number].push(...made);
        return { wait, text: () => `any ${made.map((each) => `${each.state} ${each.leaseState}`).join("|")}` };
      }
      case "join": {
        const target = processes[op.target % processes.length];
        return target === processes[number] ? undefined : { wait: target.join(), text: () => "joined" };
      }
      case "delay":
      case "seize":
      case "use":
      case "put":
      case "get":
      case "fill":
      case "draw":
      case "listen":
      case "pass":
      case "meet":
      case "hope":
      case "take":
      case "passivate":
        return make(number, op);
      default:
        return undefined;
    }
  };
  /** Do what takes no time; false when there was nothing to do. */
  const act = (number: number, op: Op): boolean => {
    const target = "target" in op ? processes[op.target % processes.length] : undefined;
    switch (op.op) {
      case "release": {
        const lease = leases[number].findLast((each) => each.granted);
        lease?.release();
        return lease !== undefined;
      }
      case "fire":
        log.push(`${simulation.now} ${number} fired ${signals[op.at].waiting}`);
        signals[op.at].fire(op.at);
        return true;
      case "open":
        gate.open();
        return true;
      case "close":
        gate.close();
        return true;
      case "resize":
        resources[op.at].setCapacity(op.capacity);
        return true;
      case "hurry": {
        const lease = leases.flat().find((each) => each.leaseState === "queued");
        if (lease !== undefined) lease.priority = op.priority;
        return lease !== undefined;
      }
      case "favour":
        favoured[op.at] = op.priority;
        resources[op.at].reorder();
        return true;
      case "tell":
        mood = op.mood;
        log.push(`${simulation.now} ${number} told ${conditions.map((condition) => condition.check())}`);
        return true;
      case "add":
        batcher.add(op.item);
        return true;
      case "flush":
        batcher.flush();
        return true;
      case "interrupt":
        return target !== processes[number] && target?.interrupt(`by ${number}`, { throw: op.thrown }) === true;
      case "terminate":
        return target !== processes[number] && target?.terminate() === true;
      case "activate":
        return target?.activate("activated") === true;
      default:
        return false;
    }
  };
  const describe = (resumed: unknown, thrown: boolean): string => {
    if (resumed instanceof Interrupt) {
      const cause = resumed.cause instanceof Preempted ? "preempted" : String(resumed.cause);
      return `${thrown ? "thrown" : "resumed"} ${cause} ${resumed.remaining}`;
    }
    return resumed === "activated" ? resumed : "";
  };
  function* run(number: number, ops: readonly Op[]): ProcessBody {
    for (const op of ops) {
      const made = waitOf(number, op);
      if (made === undefined && op.op !== "hold") {
        if (act(number, op)) executed(op.op);
        continue;
      }
      executed(op.op);
      let resumed: unknown;
      let thrown = false;
      try {
        resumed = yield made?.wait ?? (op.op === "hold" ? op.length : 0);
      } catch (error) {
        resumed = error;
        thrown = true;
      }
      const what = describe(resumed, thrown);
      const text = made === undefined ? `held ${what}` : what === "" ? made.text() : `${what} ${made.text()}`;
      log.push(`${simulation.now} ${number} ${text}`);
      if (checked) for (const resource of resources) resource.checkInvariants();
    }
    log.push(`${simulation.now} ${number} ends`);
  }
  world.scripts.forEach(({ at, priority, ops }, number) => {
    processes.push(simulation.process(`p${number}`, () => run(number, ops), { at, priority }));
  });
  simulation.runUntil(world.until);
  for (const resource of resources) {
    resource.checkInvariants();
    log.push(`resource ${resource.capacity} ${resource.inUse} ${resource.queueLength}`);
  }
  for (const store of stores) log.push(`store ${store.contents()} ${store.getQueueLength} ${store.putQueueLength}`);
  log.push(`container ${tank.level} ${tank.getQueueLength + tank.putQueueLength}`);
  const ready = batcher.batches.contents().map((batch) => JSON.stringify(batch));
  log.push(`batches ${ready} ${batcher.batches.getQueueLength} ${batcher.collected}`);
  log.push(`pending ${simulation.pending}, states ${processes.map((process) => process.state).join()}`);
  return log;
}

function requestOf(op: Extract<Op, { op: "seize" | "first" }>): SeizeOptions {
  const { units, priority, preempt, patience, balkAt } = op;
  return { units, priority, preempt, patience, balkAt };
}

function calendarOf({ steps, period }: Calendar): CapacityCalendar {
  return period === null ? { steps } : { steps, period };
}
