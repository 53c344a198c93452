// A workshop of ten machines that make parts and break down. One repairer mends them, and has other work, which waits
// whenever a machine is broken.
// Shows: preemption with resume, interrupts as values, work that need not know that it was interrupted.

import {
  Interrupt,
  keyFromSeed,
  type Process,
  type ProcessBody,
  Resource,
  SequentialStream,
  Simulation,
} from "@tiltak/sim-core";

const machineCount = 10;
const weeks = 4;
const minutesInWeek = 7 * 24 * 60;
const minutesPerPart = 10;
const minutesToFailure = 300;
const minutesOfRepair = 30;
const minutesOfOtherJob = 30;

const simulation = new Simulation({ name: "machine shop" });
const stream = new SequentialStream(keyFromSeed("machine shop"));
const repairer = new Resource(simulation, { name: "repairer", capacity: 1, discipline: "priority" });
repairer.monitor();

class Machine {
  parts = 0;
  breakdowns = 0;
  private readonly worker: Process;

  constructor(name: string) {
    this.worker = simulation.process(name, () => this.work());
    simulation.process(`failures of ${name}`, () => this.fail());
  }

  *work(): ProcessBody {
    for (;;) {
      let left = minutesPerPart * (0.5 + stream.uniform());
      while (left > 0) {
        const woken = yield left;
        left = 0;
        if (woken instanceof Interrupt) {
          // The part is finished after the repair: what was left of the hold is in the interrupt.
          left = woken.remaining;
          this.breakdowns++;
          yield repairer.use(minutesOfRepair, { priority: 1, preempt: true });
        }
      }
      this.parts++;
    }
  }

  *fail(): ProcessBody {
    for (;;) {
      yield minutesToFailure * stream.exponential();
      // A machine that waits for the repairer is not working, and cannot break.
      if (this.worker.state === "holding") this.worker.interrupt("broken");
    }
  }
}

const machines = Array.from({ length: machineCount }, (_, i) => new Machine(`machine ${i + 1}`));
let otherJobs = 0;
simulation.process("other jobs", function* () {
  for (;;) {
    // The rule says what becomes of preempted work; the process just waits until the job is done.
    yield repairer.use(minutesOfOtherJob, { priority: 2, whenPreempted: "resume" });
    otherJobs++;
  }
});

simulation.runUntil(weeks * minutesInWeek);

console.log(`After ${weeks} weeks`);
for (const [i, machine] of machines.entries()) {
  console.log(
    `machine ${String(i + 1).padStart(2)}  ${machine.parts} parts, ${String(machine.breakdowns).padStart(3)} breakdowns`,
  );
}
const { preemptions, meanWait } = repairer.monitor().report();
console.log(`other jobs  ${otherJobs}, interrupted ${preemptions} times`);
console.log(`mean wait for the repairer, all work counted: ${meanWait.toFixed(1)} minutes`);
