// A car wash with two machines. Cars come at random, wait for a free machine, are washed for five minutes, and lose most
// of their dirt.
// Shows: a counted resource, one process a car, `using` for a lease that returns itself.

import { keyFromSeed, Resource, SequentialStream, Simulation } from "@tiltak/sim-core";

const machines = 2;
const minutesOfWash = 5;
const carsAtOpening = 4;
const closingMinute = 30;

const simulation = new Simulation({ name: "car wash" });
const stream = new SequentialStream(keyFromSeed("car wash"));
const wash = new Resource(simulation, { name: "machines", capacity: machines });
let dirtWashedOff = 0;
let carsWashed = 0;

function say(text: string): void {
  console.log(`${simulation.now.toFixed(1).padStart(5)}  ${text}`);
}

function* car(name: string) {
  say(`${name} drives up`);
  using machine = wash.seize();
  yield machine;
  say(`${name} drives in`);
  yield minutesOfWash;
  const dirt = Math.floor(50 + 50 * stream.uniform());
  dirtWashedOff += dirt;
  carsWashed++;
  say(`${name} drives out, ${dirt} % cleaner`);
}

simulation.process("street", function* () {
  let number = 0;
  while (number < carsAtOpening) {
    const name = `car ${++number}`;
    simulation.process(name, () => car(name));
  }
  for (;;) {
    yield 3 + 4 * stream.uniform();
    const name = `car ${++number}`;
    simulation.process(name, () => car(name));
  }
});

simulation.runUntil(closingMinute);
console.log(`\n${carsWashed} cars washed, ${(dirtWashedOff / carsWashed).toFixed(1)} % of the dirt off on average`);
console.log(`${wash.inUse} still in the machines, ${wash.queueLength} still waiting`);
