// Runs the scripts of the reference kernel on the real one, with all monitors and invariants on, and writes the same log.

import {
  allOf,
  anyOf,
  Barrier,
  Container,
  delay,
  Gate,
  Interrupt,
  type Lease,
  Preempted,
  type Process,
  type ProcessBody,
  passivate,
  Resource,
  Signal,
  Simulation,
  Store,
  type Wait,
} from "@tiltak/sim-core";
import { type Op, parties, type WaitOp, type World } from "./reference-kernel.ts";

/** Run the scripts; gives the log. `attach` may add tracers and the like; unless `checked`, nothing is asked of the resources. */
export function runKernel(
  world: World,
  attach: (simulation: Simulation) => void = () => {},
  checked: boolean = true,
): string[] {
  const simulation = new Simulation({ capacity: 1 });
  attach(simulation);
  const log: string[] = [];
  const resources = world.resources.map(
    (resource, index) => new Resource(simulation, { ...resource, name: `r${index}`, largestCapacity: 9 }),
  );
  if (checked) for (const resource of resources) resource.monitor();
  const stores = world.stores.map((store) => new Store<number>(simulation, store));
  const tank = new Container(simulation, world.container);
  const signals = [new Signal<number>("s0"), new Signal<number>("s1")];
  const gate = new Gate("gate", { open: false });
  const barrier = new Barrier(parties);
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
            : resources[op.at].seize({ units: op.units, priority, preempt, patience: op.patience, balkAt: op.balkAt });
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
      case "passivate":
        return { wait: passivate(), text: () => "passive" };
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
        return make(number, op);
      default:
        return undefined;
    }
  };
  const act = (number: number, op: Op): void => {
    switch (op.op) {
      case "release": {
        leases[number].findLast((lease) => lease.granted)?.release();
        break;
      }
      case "fire":
        log.push(`${simulation.now} ${number} fired ${signals[op.at].waiting}`);
        signals[op.at].fire(op.at);
        break;
      case "open":
        gate.open();
        break;
      case "close":
        gate.close();
        break;
      case "resize":
        resources[op.at].setCapacity(op.capacity);
        break;
      case "hurry": {
        const lease = leases.flat().find((each) => each.leaseState === "queued");
        if (lease !== undefined) lease.priority = op.priority;
        break;
      }
      case "interrupt": {
        const target = processes[op.target % processes.length];
        if (target !== processes[number]) target.interrupt(`by ${number}`, { throw: op.thrown });
        break;
      }
      case "terminate": {
        const target = processes[op.target % processes.length];
        if (target !== processes[number]) target.terminate();
        break;
      }
      case "activate":
        processes[op.target % processes.length].activate("activated");
        break;
      default:
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
        act(number, op);
        continue;
      }
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
  log.push(`pending ${simulation.pending}, states ${processes.map((process) => process.state).join()}`);
  return log;
}
