// Runs a warm-up of 10^6 steps and then as many more as the second argument says, in slices, either as events of a hold
// model with 1,000 pending or as an empty loop. The runner counts the collections that `node --trace-gc` reports with and
// without the further steps: the difference is what the steps cost.
import { Simulation } from "@tiltak/sim-core";
import { loadDraws } from "../yardsticks/draws.mjs";
import { MASK } from "../yardsticks/harness.mjs";

const WARMUP = 1_000_000;
const PENDING = 1_000;
const SLICE = 100_000;
const [kind, furtherText] = process.argv.slice(2);
const run = kind === "events" ? runEvents : runEmptyLoop;
process.stderr.write(`${run(loadDraws(), WARMUP + Number(furtherText))}\n`);

function runEvents(draws, steps) {
  const simulation = new Simulation({ capacity: PENDING });
  let k = 0;
  const fire = simulation.handler((id) => {
    simulation.schedule(simulation.now + draws[k++ & MASK], fire, id);
  });
  while (k < PENDING) simulation.schedule(draws[k & MASK], fire, k++);
  // PENDING timers of mean 1 fire PENDING times a time unit.
  while (k < steps) simulation.runUntil(simulation.now + SLICE / PENDING);
  return simulation.now;
}

function runEmptyLoop(draws, steps) {
  let checksum = 0;
  for (let done = 0; done < steps; done += SLICE) checksum += slice(draws, done);
  return checksum;
}

function slice(draws, from) {
  let sum = 0;
  for (let i = 0; i < SLICE; i += 1) sum += draws[(from + i) & MASK];
  return sum;
}
