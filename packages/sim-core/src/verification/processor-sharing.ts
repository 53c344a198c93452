// One server that all present share equally, without a resource of its own: the process view interrupts everybody's hold at each
// arrival and departure, the event view moves the next departure by `reschedule` and `cancel`.

import { processorSharing } from "../analysis/queueing-theory.ts";
import { Interrupt, type Process, Simulation } from "../kernel/index.ts";
import {
  AddressedStreams,
  type DistributionSpec,
  distributionOf,
  SequentialStream,
  type StreamKey,
} from "../random/index.ts";
import type { TheoryCase, Totals } from "./conformance.ts";
import { CycleCount } from "./regeneration.ts";
import type { CaseHead } from "./single-queue.ts";

/** Arrivals and work of a shared server. */
export interface SharingSetting {
  readonly arrivalRate: number;
  readonly service: DistributionSpec;
}

/**
 * Make a case of processor sharing.
 *
 * @param head how the case is called, its view and its effort
 * @param setting what theory is asked about
 * @param simulated what is simulated: the same, unless a test plants an error
 */
export function sharingCase(head: CaseHead, setting: SharingSetting, simulated: SharingSetting = setting): TheoryCase {
  const law = distributionOf(setting.service);
  const means = processorSharing(setting.arrivalRate, law.mean());
  const simulate = head.view === "processes" ? sharingByProcesses : sharingByEvents;
  return {
    kind: "theory",
    ...head,
    setting: `arrivals ${setting.arrivalRate}, ${law.name} service, mean ${law.mean()}`,
    expectations: [
      { measure: "number in system", theory: means.meanInSystem, ratio: ["presentArea", "time"] },
      { measure: "sojourn", theory: means.meanSojourn, ratio: ["sojourn", "customers"] },
    ],
    simulate: (key, cycles) => simulate(simulated, key, cycles),
  };
}

function sharingByProcesses({ arrivalRate, service }: SharingSetting, key: StreamKey, cycles: number): Totals {
  const simulation = new Simulation();
  const stream = new SequentialStream(key);
  const law = distributionOf(service);
  const count = new CycleCount(simulation, cycles);
  const jobs = new Set<Process>();
  const wakeOthers = (self: Process): void => {
    for (const job of jobs) if (job !== self) job.interrupt("the number of jobs has changed");
  };
  simulation.process("arrivals", function* () {
    for (;;) {
      yield stream.exponential() / arrivalRate;
      simulation.process("job", function* (self) {
        const arrival = simulation.now;
        let left = law.sample(stream);
        count.enter();
        jobs.add(self as Process);
        wakeOthers(self as Process);
        for (;;) {
          const share = jobs.size;
          const woken = yield left * share;
          if (!(woken instanceof Interrupt)) break;
          left = woken.remaining / share;
        }
        jobs.delete(self as Process);
        wakeOthers(self as Process);
        count.leave(arrival);
      });
    }
  });
  simulation.run();
  return count.totals();
}

const servicePurpose = 1;
const gapPurpose = 2;

function sharingByEvents({ arrivalRate, service }: SharingSetting, key: StreamKey, cycles: number): Totals {
  const simulation = new Simulation();
  const streams = new AddressedStreams(key);
  const law = distributionOf(service);
  const count = new CycleCount(simulation, cycles);
  const left: number[] = [];
  const arrivals: number[] = [];
  let served = 0;
  let next = 0;
  /** Give everybody an equal share of the time since the last change. */
  const serve = (): void => {
    const share = (simulation.now - served) / left.length;
    served = simulation.now;
    for (let i = 0; i < left.length; i += 1) left[i] -= share;
  };
  const least = (): number => {
    let at = 0;
    for (let i = 1; i < left.length; i += 1) if (left[i] < left[at]) at = i;
    return at;
  };
  /** Move the next departure to where it is due now. */
  const plan = (): void => {
    if (left.length === 0) return;
    const due = simulation.now + Math.max(0, left[least()]) * left.length;
    next = simulation.isPending(next) ? simulation.reschedule(next, due) : simulation.schedule(due, depart, 0);
  };
  const depart = simulation.handler(() => {
    serve();
    const at = least();
    left.splice(at, 1);
    const [arrival] = arrivals.splice(at, 1);
    count.leave(arrival);
    plan();
  });
  const arrive = simulation.handler((number) => {
    simulation.scheduleIn(streams.exponential(0, number, gapPurpose) / arrivalRate, arrive, number + 1);
    serve();
    count.enter();
    left.push(law.sample(streams.source(0, number, servicePurpose)));
    arrivals.push(simulation.now);
    plan();
  });
  simulation.schedule(streams.exponential(0, 0, gapPurpose) / arrivalRate, arrive, 1);
  simulation.run();
  return count.totals();
}
