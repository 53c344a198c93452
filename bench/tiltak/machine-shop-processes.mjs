// The machine shop in our process view, as a function of its own, because browsers run it too (tools/engines).
import { Interrupt, Resource, Simulation } from "@tiltak/sim-core";
import { digestOf, SHOP } from "../yardsticks/harness.mjs";

/** Runs the workload for so many minutes; the watch is started and stopped around all of it. */
export function machineShop(draws, minutes, watch) {
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
