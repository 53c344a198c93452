import { Resource, Simulation } from "@tiltak/sim-core";

let seed = 1;
const uniform = () => {
  seed = (seed * 16807) % 2147483647;
  return seed / 2147483647;
};

const simulation = new Simulation();
const counter = new Resource(simulation, { name: "counter", capacity: 1 });
counter.monitor();

simulation.process("door", function* () {
  for (let i = 0; i < 10000; i += 1) {
    yield 10 * uniform();
    simulation.process("customer", function* () {
      const place = counter.seize();
      yield place;
      yield 8 * uniform();
      place.release();
    });
  }
});
simulation.run();
const { grants, meanWait } = counter.monitor().report();
console.log(`${grants} customers waited ${meanWait.toFixed(6)} minutes on average`);
