// Every workload in our process view: generator functions that hold, seize, use and are interrupted, through the package's
// public entry, all checks on; written as its users would.
import { Interrupt, Resource, Simulation } from "@tiltak/sim-core";
import {
  bytesInUse,
  CREATION,
  digestOf,
  enterpriseOf,
  MASK,
  MM1,
  main,
  PROGRAMME,
  personIndex,
  SHOP,
  STORM,
} from "../yardsticks/harness.mjs";

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

function machineShop(draws, minutes, watch) {
  watch.start();
  const { machines, partFixed, partMean, failureMean, repairMean, jobMean, jobRow } = SHOP;
  const simulation = new Simulation();
  const repairman = new Resource(simulation, { name: "repairman", capacity: 1, discipline: "priority" });
  const drawn = new Int32Array(32);
  const next = (row) => draws[(row << 15) + (drawn[row]++ & 32767)];
  const broken = new Array(machines).fill(false);
  let [parts, failures, repairs, jobs, preemptions, partTimes, jobTimes] = [0, 0, 0, 0, 0, 0, 0];

  function* working(m) {
    for (;;) {
      let remaining = partFixed + partMean * next(m);
      while (remaining > 0) {
        const since = simulation.now;
        const woken = yield remaining;
        if (woken instanceof Interrupt) {
          broken[m] = true;
          remaining -= simulation.now - since;
          const repair = repairman.seize({ priority: 1, preempt: true });
          yield repair;
          yield repairMean * next(m);
          repair.release();
          repairs += 1;
          broken[m] = false;
        } else {
          remaining = 0;
        }
      }
      parts += 1;
      partTimes += simulation.now;
    }
  }
  function* failing(m, machine) {
    for (;;) {
      yield failureMean * next(16 + m);
      failures += 1;
      if (!broken[m]) machine.interrupt();
    }
  }
  function* otherJobs() {
    for (;;) {
      let remaining = jobMean * next(jobRow);
      while (remaining > 0) {
        const lease = repairman.seize({ priority: 2 });
        yield lease;
        const since = simulation.now;
        if ((yield remaining) instanceof Interrupt) {
          preemptions += 1;
          remaining -= simulation.now - since;
        } else {
          lease.release();
          remaining = 0;
        }
      }
      jobs += 1;
      jobTimes += simulation.now;
    }
  }
  for (let m = 0; m < machines; m += 1) {
    const machine = simulation.process("machine", () => working(m));
    simulation.process("failures", () => failing(m, machine));
  }
  simulation.process("other jobs", otherJobs);
  simulation.runUntil(minutes);
  watch.stop();
  return {
    events: parts + failures + repairs + jobs,
    digest: digestOf([parts, failures, repairs, jobs, preemptions], [partTimes, jobTimes]),
  };
}

function programme(draws, years, watch) {
  watch.start();
  const { people, enterprises, places, patienceMean, retryMean, stayMean, exitMean, reviewYears, awayMean } = PROGRAMME;
  const simulation = new Simulation({ capacity: people });
  const enterprise = Array.from(
    { length: enterprises },
    () => new Resource(simulation, { name: "enterprise", capacity: places }),
  );
  const inUseByYear = [];
  let [inUse, placed, reneged, reviews, left] = [0, 0, 0, 0, 0];
  const sums = { waited: 0, leftAt: 0 };

  function* person(p) {
    let k = 0;
    for (;;) {
      const e = enterprise[enterpriseOf(draws[personIndex(p, k++)])];
      const patience = patienceMean * draws[personIndex(p, k++)];
      const place = e.seize({ patience });
      yield place;
      if (!place.granted) {
        reneged += 1;
        yield retryMean * draws[personIndex(p, k++)];
        continue;
      }
      sums.waited += place.waited;
      placed += 1;
      inUse += 1;
      const stay = stayMean * draws[personIndex(p, k++)];
      const exit = exitMean * draws[personIndex(p, k++)];
      let remaining = Math.min(stay, exit);
      let step = reviewYears * draws[personIndex(p, k++)];
      while (step < remaining) {
        yield step;
        reviews += 1;
        remaining -= step;
        step = reviewYears;
      }
      yield remaining;
      left += 1;
      sums.leftAt += simulation.now;
      inUse -= 1;
      place.release();
      yield awayMean * draws[personIndex(p, k++)];
    }
  }
  for (let p = 0; p < people; p += 1) simulation.process("person", person(p));
  simulation.process("observer", function* () {
    yield 0.5;
    for (;;) {
      inUseByYear.push(inUse);
      if (inUseByYear.length === years) simulation.stop();
      yield 1;
    }
  });
  simulation.run();
  watch.stop();
  return {
    events: placed + reneged + reviews + left,
    digest: digestOf([placed, reneged, reviews, left, ...inUseByYear], [sums.waited, sums.leftAt]),
  };
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
