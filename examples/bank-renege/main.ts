// A bank with one counter and customers who leave when they have waited long enough. First five customers, step by step;
// then a year of them, summed up by the counter's monitor.
// Shows: seize with patience, `granted`, monitors.

import { keyFromSeed, Resource, SequentialStream, Simulation } from "@tiltak/sim-core";

const minutesBetweenCustomers = 10;
const minutesOfService = 12;
const patience = { least: 2, greatest: 30 };

/** Opens the bank for `customers`; `say` hears what happens. */
function openBank(seed: string, customers: number, say: (text: string) => void): Resource {
  const simulation = new Simulation({ name: "bank" });
  const stream = new SequentialStream(keyFromSeed(seed));
  const counter = new Resource(simulation, { name: "counter", capacity: 1 });
  counter.monitor();

  function* customer(number: number) {
    const clock = () => simulation.now.toFixed(1).padStart(6);
    say(`${clock()}  customer ${number} comes in`);
    const place = counter.seize({ patience: patience.least + (patience.greatest - patience.least) * stream.uniform() });
    yield place;
    if (!place.granted) {
      say(`${clock()}  customer ${number} has had enough after ${place.patience.toFixed(1)} minutes`);
      return;
    }
    say(`${clock()}  customer ${number} is served after ${place.waited.toFixed(1)} minutes`);
    yield minutesOfService * stream.exponential();
    place.release();
    say(`${clock()}  customer ${number} is done`);
  }

  simulation.process("door", function* () {
    for (let number = 1; number <= customers; number++) {
      simulation.process(`customer ${number}`, () => customer(number));
      yield minutesBetweenCustomers * stream.exponential();
    }
  });
  simulation.run();
  return counter;
}

console.log("Five customers");
openBank("five", 5, (text) => console.log(text));

const year = openBank("a year", 12_000, () => {})
  .monitor()
  .report();
console.log("\n12,000 customers");
console.log(`served            ${year.grants}`);
console.log(`gave up           ${year.reneges} (${((100 * year.reneges) / year.requests).toFixed(1)} %)`);
console.log(`mean wait         ${year.meanWait.toFixed(2)} minutes of those served`);
console.log(`counter in use    ${(100 * year.utilisation).toFixed(1)} % of the time`);
