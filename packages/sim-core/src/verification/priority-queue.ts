// One server, classes by priority: M/G/1 non-preemptive and preemptive-resume, in the process view with `Resource.use`, which
// keeps what is left of preempted work.

import { nonPreemptivePriority, preemptiveResumePriority } from "../analysis/queueing-theory.ts";
import { Simulation } from "../kernel/index.ts";
import { type DistributionSpec, distributionOf, SequentialStream } from "../random/index.ts";
import { Resource } from "../resources/index.ts";
import type { TheoryCase } from "./conformance.ts";
import { CycleCount } from "./regeneration.ts";
import type { CaseHead } from "./single-queue.ts";

/** One class of customers. */
export interface CustomerClass {
  readonly arrivalRate: number;
  readonly service: DistributionSpec;
}

/** Classes from the most urgent on, and whether the more urgent interrupts. */
export interface PrioritySetting {
  readonly classes: readonly CustomerClass[];
  readonly preemptive: boolean;
}

/**
 * Make a case of a priority queue; the wait of a class is all its time not in service.
 *
 * @param head how the case is called and its effort
 * @param setting what theory is asked about
 * @param simulated what is simulated: the same, unless a test plants an error
 */
export function priorityCase(
  head: CaseHead,
  setting: PrioritySetting,
  simulated: PrioritySetting = setting,
): TheoryCase {
  const moments = setting.classes.map(({ arrivalRate, service }) => {
    const law = distributionOf(service);
    const meanService = law.mean();
    return { arrivalRate, meanService, secondMoment: law.variance() + meanService * meanService };
  });
  const means = (setting.preemptive ? preemptiveResumePriority : nonPreemptivePriority)(moments);
  return {
    kind: "theory",
    ...head,
    setting: setting.classes
      .map(({ arrivalRate, service }, i) => {
        const law = distributionOf(service);
        return `class ${i + 1}: arrivals ${arrivalRate}, ${law.name} service, mean ${law.mean()}`;
      })
      .join("; "),
    expectations: means.map(({ meanWait }, i) => ({
      measure: `wait of class ${i + 1}`,
      theory: meanWait,
      ratio: [`waited${i}`, `customers${i}`],
    })),
    simulate: (key, cycles) => {
      const { classes, preemptive } = simulated;
      const simulation = new Simulation();
      const stream = new SequentialStream(key);
      const server = new Resource(simulation, { capacity: 1, discipline: "priority" });
      const count = new CycleCount(simulation, cycles);
      const totals: Record<string, number> = {};
      classes.forEach(({ arrivalRate, service }, priority) => {
        const law = distributionOf(service);
        totals[`waited${priority}`] = 0;
        totals[`customers${priority}`] = 0;
        simulation.process(`class ${priority + 1}`, function* () {
          for (;;) {
            yield stream.exponential() / arrivalRate;
            simulation.process("customer", function* () {
              const arrival = simulation.now;
              const duration = law.sample(stream);
              count.enter();
              yield server.use(duration, { priority, preempt: preemptive, whenPreempted: "resume" });
              totals[`waited${priority}`] += simulation.now - arrival - duration;
              totals[`customers${priority}`] += 1;
              count.leave(arrival);
            });
          }
        });
      });
      simulation.run();
      return { ...totals };
    },
  };
}
