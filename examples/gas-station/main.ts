// A petrol station with two pumps on one underground tank. Cars fill up; when the tank runs low the station orders a tanker,
// which refills it. Cars at a pump wait if the tank is empty.
// Shows: a container (something that is measured, not counted), a resource beside it, a process that watches.

import { Container, keyFromSeed, Resource, SequentialStream, Simulation, Tally } from "@tiltak/sim-core";

const pumps = 2;
const tankLitres = 800;
const orderBelowLitres = 160;
const carTankLitres = 50;
const litresPerMinute = 40;
const minutesBetweenCars = 2.5;
const tankerMinutes = 25;
const hours = 8;

const simulation = new Simulation({ name: "petrol station" });
const stream = new SequentialStream(keyFromSeed("petrol"));
const pump = new Resource(simulation, { name: "pumps", capacity: pumps });
const tank = new Container(simulation, { name: "tank", capacity: tankLitres, level: tankLitres });
const minutesAtStation = new Tally();
let litresSold = 0;

function say(text: string): void {
  console.log(`${simulation.now.toFixed(1).padStart(6)}  ${text}`);
}

function* car() {
  const arrived = simulation.now;
  using place = pump.seize();
  yield place;
  const litres = Math.round(carTankLitres * (0.5 + 0.4 * stream.uniform()));
  yield tank.get(litres);
  yield litres / litresPerMinute;
  litresSold += litres;
  minutesAtStation.add(simulation.now - arrived);
}

simulation.process("road", function* () {
  for (let number = 1; ; number++) {
    yield minutesBetweenCars * stream.exponential();
    simulation.process(`car ${number}`, car);
  }
});

simulation.process("station manager", function* () {
  for (;;) {
    yield 5;
    if (tank.level >= orderBelowLitres) continue;
    say(`${tank.level} litres left: the tanker is called`);
    yield tankerMinutes;
    const refill = tank.capacity - tank.level;
    const waiting = tank.getQueueLength;
    yield tank.put(refill);
    say(`the tanker brings ${refill} litres; cars that were waiting for fuel: ${waiting}`);
  }
});

simulation.runUntil(hours * 60);
console.log(`\n${minutesAtStation.count} cars served, ${litresSold} litres sold`);
console.log(
  `minutes at the station: ${minutesAtStation.mean.toFixed(1)} on average, ${minutesAtStation.maximum.toFixed(1)} at most`,
);
