// Every workload in our process view: generator functions that hold, seize, use and are interrupted, through the package's
// public entry, all checks on; written as its users would.
import { Interrupt, Resource, Simulation } from "@tiltak/sim-core";
import { bytesInUse, CREATION, digestOf, MASK, MM1, main, STORM } from "../yardsticks/harness.mjs";
import { machineShop } from "./machine-shop-processes.mjs";
import { programme } from "./programme-processes.mjs";

function hold(pending) {
  return (draws, events, watch) => {
    const simulation = new Simulation({ capacity: pending });
    let k = 0;
    let count = 0;
    let checksum = 0;
    function* timer() {
      for (;;) {
        yield draws[k++ & MASK];
        checksum += simulation.now;
        count += 1;
        if (count === events) simulation.stop();
      }
    }
    for (let i = 0; i < pending; i += 1) simulation.process("timer", timer);
    simulation.runUntil(0);
    watch.start();
    simulation.run();
    watch.stop();
    return { events: count, digest: digestOf([count], [checksum]) };
  };
}

function mm1(draws, customers, watch) {
  watch.start();
  const simulation = new Simulation();
  const server = new Resource(simulation, { name: "server", capacity: 1 });
  const totals = { waited: 0, served: 0 };
  simulation.process("source", function* () {
    for (let i = 0; i < customers; i += 1) {
      yield MM1.interarrivalMean * draws[(2 * i) & MASK];
      simulation.process("customer", customer(server, draws[(2 * i + 1) & MASK], totals));
    }
  });
  simulation.run();
  watch.stop();
  return { events: 2 * customers, digest: digestOf([totals.served], [totals.waited, simulation.now]) };
}

/** Waits for the server, is served and leaves: request, work and release are one wait. */
function* customer(server, service, totals) {
  const work = server.use(service);
  yield work;
  totals.waited += work.waited;
  totals.served += 1;
}

function cancelStorm(draws, events, watch) {
  const { timers, cancelsPerEvent } = STORM;
  const simulation = new Simulation({ capacity: timers });
  const process = [];
  let k = timers;
  let count = 0;
  let checksum = 0;
  function* timer(j) {
    let delay = draws[j];
    for (;;) {
      const woken = yield delay;
      if (woken instanceof Interrupt) {
        delay = woken.cause;
        continue;
      }
      count += 1;
      checksum += simulation.now;
      delay = draws[k++ & MASK];
      for (let c = 0; c < cancelsPerEvent; c += 1) {
        const other = Math.floor(draws[k++ & MASK] * 1048576) % timers;
        const rearmed = draws[k++ & MASK];
        if (other === j) delay = rearmed;
        else process[other].interrupt(rearmed);
      }
      if (count === events) simulation.stop();
    }
  }
  for (let j = 0; j < timers; j += 1) process.push(simulation.process("timer", () => timer(j)));
  simulation.runUntil(0);
  watch.start();
  simulation.run();
  watch.stop();
  return { events: count, digest: digestOf([count], [checksum]) };
}

function creation(draws, processes, watch) {
  watch.start();
  const simulation = new Simulation();
  let ended = 0;
  let checksum = 0;
  function* child(i) {
    yield draws[(2 * i + 1) & MASK];
    ended += 1;
    checksum += simulation.now;
  }
  simulation.process("spawner", function* () {
    for (let i = 0; i < processes; i += 1) {
      simulation.process("child", child(i));
      yield CREATION.interarrivalMean * draws[(2 * i) & MASK];
    }
  });
  simulation.run();
  watch.stop();
  return { events: 2 * processes, digest: digestOf([ended], [checksum]) };
}

function memory(draws, entities) {
  const before = bytesInUse();
  const simulation = new Simulation();
  function* waiter(i) {
    yield 1 + draws[i & MASK];
  }
  for (let i = 0; i < entities; i += 1) simulation.process("waiter", () => waiter(i));
  simulation.runUntil(0.5);
  const bytes = bytesInUse() - before;
  return { events: simulation.pending, digest: digestOf([entities], []), bytes };
}

await main({
  "hold-1e3": hold(1_000),
  "hold-1e5": hold(100_000),
  "hold-1e6": hold(1_000_000),
  mm1,
  "machine-shop": machineShop,
  programme,
  "cancel-storm": cancelStorm,
  creation,
  memory,
});
