// Every workload in our event view: handlers and `schedule`, through the package's public entry, all checks on. The
// model's own state is typed arrays, as the programme model keeps its own.
import { Simulation } from "@tiltak/sim-core";
import { bytesInUse, CREATION, digestOf, MASK, MM1, main, SHOP, STORM } from "../yardsticks/harness.mjs";
import { programme } from "./programme-events.mjs";

function hold(pending) {
  return (draws, events, watch) => {
    const simulation = new Simulation({ capacity: pending });
    let k = 0;
    let count = 0;
    let checksum = 0;
    const fire = simulation.handler((id) => {
      const now = simulation.now;
      checksum += now;
      simulation.schedule(now + draws[k++ & MASK], fire, id);
      count += 1;
      if (count === events) simulation.stop();
    });
    for (; k < pending; k += 1) simulation.schedule(draws[k & MASK], fire, k);
    watch.start();
    simulation.run();
    watch.stop();
    return { events: count, digest: digestOf([count], [checksum]) };
  };
}

function mm1(draws, customers, watch) {
  watch.start();
  const simulation = new Simulation();
  const queue = new Float64Array(1 << 16);
  let head = 0;
  let tail = 0;
  let busy = false;
  let started = 0;
  let served = 0;
  let waited = 0;
  const arrive = simulation.handler((i) => {
    const now = simulation.now;
    if (i + 1 < customers) {
      simulation.schedule(now + MM1.interarrivalMean * draws[(2 * i + 2) & MASK], arrive, i + 1);
    }
    if (busy) {
      queue[tail++ & 65535] = now;
    } else {
      busy = true;
      simulation.schedule(now + draws[(2 * started++ + 1) & MASK], depart, 0);
    }
  });
  const depart = simulation.handler(() => {
    served += 1;
    if (head === tail) {
      busy = false;
    } else {
      const now = simulation.now;
      waited += now - queue[head++ & 65535];
      simulation.schedule(now + draws[(2 * started++ + 1) & MASK], depart, 0);
    }
  });
  simulation.schedule(MM1.interarrivalMean * draws[0], arrive, 0);
  simulation.run();
  watch.stop();
  return { events: simulation.eventsExecuted, digest: digestOf([served], [waited, simulation.now]) };
}

function machineShop(draws, minutes, watch) {
  watch.start();
  const { machines, partFixed, partMean, failureMean, repairMean, jobMean, jobRow } = SHOP;
  const simulation = new Simulation();
  const drawn = new Int32Array(32);
  const next = (row) => draws[(row << 15) + (drawn[row]++ & 32767)];
  const remaining = new Float64Array(machines);
  const since = new Float64Array(machines);
  const part = new Float64Array(machines);
  const broken = new Uint8Array(machines);
  const waiting = [];
  let repairing = -1;
  let job = 0;
  let jobRemaining = jobMean * next(jobRow);
  let jobSince = 0;
  let [parts, failures, repairs, jobs, preemptions, partTimes, jobTimes] = [0, 0, 0, 0, 0, 0, 0];

  const finishPart = simulation.handler((m) => {
    const now = simulation.now;
    parts += 1;
    partTimes += now;
    remaining[m] = partFixed + partMean * next(m);
    since[m] = now;
    part[m] = simulation.schedule(now + remaining[m], finishPart, m);
  });
  const fail = simulation.handler((m) => {
    const now = simulation.now;
    failures += 1;
    if (broken[m] === 0) {
      broken[m] = 1;
      remaining[m] -= now - since[m];
      simulation.cancel(part[m]);
      if (repairing >= 0) {
        waiting.push(m);
      } else {
        jobRemaining -= now - jobSince;
        simulation.cancel(job);
        preemptions += 1;
        repairing = m;
        simulation.schedule(now + repairMean * next(m), finishRepair, m);
      }
    }
    simulation.schedule(now + failureMean * next(16 + m), fail, m);
  });
  const finishRepair = simulation.handler((m) => {
    const now = simulation.now;
    repairs += 1;
    broken[m] = 0;
    since[m] = now;
    part[m] = simulation.schedule(now + remaining[m], finishPart, m);
    if (waiting.length === 0) {
      repairing = -1;
      jobSince = now;
      job = simulation.schedule(now + jobRemaining, finishJob, 0);
    } else {
      repairing = waiting.shift();
      simulation.schedule(now + repairMean * next(repairing), finishRepair, repairing);
    }
  });
  const finishJob = simulation.handler(() => {
    const now = simulation.now;
    jobs += 1;
    jobTimes += now;
    jobRemaining = jobMean * next(jobRow);
    jobSince = now;
    job = simulation.schedule(now + jobRemaining, finishJob, 0);
  });

  for (let m = 0; m < machines; m += 1) {
    remaining[m] = partFixed + partMean * next(m);
    part[m] = simulation.schedule(remaining[m], finishPart, m);
    simulation.schedule(failureMean * next(16 + m), fail, m);
  }
  job = simulation.schedule(jobRemaining, finishJob, 0);
  simulation.runUntil(minutes);
  watch.stop();
  return {
    events: simulation.eventsExecuted,
    digest: digestOf([parts, failures, repairs, jobs, preemptions], [partTimes, jobTimes]),
  };
}

function cancelStorm(draws, events, watch) {
  const { timers, cancelsPerEvent } = STORM;
  const simulation = new Simulation({ capacity: timers });
  const timer = new Float64Array(timers);
  let k = timers;
  let count = 0;
  let checksum = 0;
  const fire = simulation.handler((j) => {
    const now = simulation.now;
    count += 1;
    checksum += now;
    timer[j] = simulation.schedule(now + draws[k++ & MASK], fire, j);
    for (let c = 0; c < cancelsPerEvent; c += 1) {
      const other = Math.floor(draws[k++ & MASK] * 1048576) % timers;
      simulation.cancel(timer[other]);
      timer[other] = simulation.schedule(now + draws[k++ & MASK], fire, other);
    }
    if (count === events) simulation.stop();
  });
  for (let j = 0; j < timers; j += 1) timer[j] = simulation.schedule(draws[j], fire, j);
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
  const end = simulation.handler(() => {
    ended += 1;
    checksum += simulation.now;
  });
  const spawn = simulation.handler((i) => {
    const now = simulation.now;
    simulation.schedule(now + draws[(2 * i + 1) & MASK], end, i);
    if (i + 1 < processes) simulation.schedule(now + CREATION.interarrivalMean * draws[(2 * i) & MASK], spawn, i + 1);
  });
  simulation.schedule(0, spawn, 0);
  simulation.run();
  watch.stop();
  return { events: simulation.eventsExecuted, digest: digestOf([ended], [checksum]) };
}

function memory(draws, entities) {
  const before = bytesInUse();
  const simulation = new Simulation();
  const end = simulation.handler(() => {});
  for (let i = 0; i < entities; i += 1) simulation.schedule(1 + draws[i & MASK], end, i);
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
