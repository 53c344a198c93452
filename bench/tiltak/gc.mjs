// Runs a warm-up and as many more steps as the second argument says, in slices, either as events of a hold model with 1,000
// pending or as an empty loop, and says when these began and ended. The runner counts the collections that `node --trace-gc`
// reports between the two. The warm-up is long, since the compiler works beside it and its memory is collected when it is done;
// after the last step V8 collects what it had put off.
import { getHeapStatistics } from "node:v8";
import { Simulation } from "@tiltak/sim-core";
import { loadDraws } from "../yardsticks/draws.mjs";
import { MASK } from "../yardsticks/harness.mjs";

const WARMUP = 5_000_000;
/** Milliseconds of rest around a moment that is told, for the clock of the trace, which starts a little later, to be on the same side. */
const REST = 100;
const PENDING = 1_000;
/** Long, since each call of a slice allocates a little, which is not the events'. */
const SLICE = 1_000_000;
const [kind, furtherText] = process.argv.slice(2);
const advance = (kind === "events" ? events : emptyLoop)(loadDraws());
advance(WARMUP);
rest();
const began = performance.now();
rest();
const before = getHeapStatistics().used_heap_size;
const checksum = advance(WARMUP + Number(furtherText));
const ended = performance.now();
// What was allocated meanwhile, unless something was collected.
const bytes = getHeapStatistics().used_heap_size - before;
rest();
process.stderr.write(`${JSON.stringify({ began, ended, bytes, checksum })}\n`);

function rest() {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, REST);
}

/** Gives a function that runs events until so many were scheduled. */
function events(draws) {
  const simulation = new Simulation({ capacity: PENDING });
  let k = 0;
  const fire = simulation.handler((id) => {
    simulation.schedule(simulation.now + draws[k++ & MASK], fire, id);
  });
  while (k < PENDING) simulation.schedule(draws[k & MASK], fire, k++);
  return (steps) => {
    // PENDING timers of mean 1 fire PENDING times a time unit.
    while (k < steps) simulation.runUntil(simulation.now + SLICE / PENDING);
    return simulation.now;
  };
}

function emptyLoop(draws) {
  let checksum = 0;
  let done = 0;
  return (steps) => {
    for (; done < steps; done += SLICE) checksum += slice(draws, done);
    return checksum;
  };
}

function slice(draws, from) {
  let sum = 0;
  for (let i = 0; i < SLICE; i += 1) sum += draws[(from + i) & MASK];
  return sum;
}
