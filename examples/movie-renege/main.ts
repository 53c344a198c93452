// A cinema with one ticket counter, three films and fifty seats for each. Groups queue for one film; when it is sold out,
// everybody in the queue who wanted it leaves at once.
// Shows: any-of between a queue and a signal, without a trace of the loser.

import { anyOf, keyFromSeed, Resource, SequentialStream, Signal, Simulation } from "@tiltak/sim-core";

interface Film {
  readonly title: string;
  seats: number;
  soldOutAt: number | undefined;
  gaveUp: number;
  readonly soldOut: Signal;
}

const secondsPerSale = 60;
const closingSecond = 2 * 3600;

const simulation = new Simulation({ name: "cinema" });
const stream = new SequentialStream(keyFromSeed("cinema"));
const counter = new Resource(simulation, { name: "ticket counter", capacity: 1 });
const films: readonly Film[] = ["The Long Wait", "Renege!", "Little's Law"].map((title) => ({
  title,
  seats: 50,
  soldOutAt: undefined,
  gaveUp: 0,
  soldOut: new Signal(`${title} is sold out`),
}));

function* group(film: Film, tickets: number) {
  const place = counter.seize();
  const soldOut = film.soldOut.wait();
  yield anyOf(place, soldOut);
  if (!place.granted) {
    // The place in the queue was given back in the instant in which the signal came.
    film.gaveUp++;
    return;
  }
  yield secondsPerSale;
  if (tickets <= film.seats) film.seats -= tickets;
  if (film.seats < 2 && film.soldOutAt === undefined) {
    film.soldOutAt = simulation.now;
    film.soldOut.fire(undefined);
  }
  place.release();
}

simulation.process("door", function* () {
  for (let number = 1; ; number++) {
    yield 30 * stream.exponential();
    const film = films[Math.floor(films.length * stream.uniform())];
    const tickets = 1 + Math.floor(6 * stream.uniform());
    if (film.soldOutAt === undefined) simulation.process(`group ${number}`, () => group(film, tickets));
  }
});

simulation.runUntil(closingSecond);

for (const { title, soldOutAt, gaveUp, seats } of films) {
  if (soldOutAt === undefined) console.log(`${title}: ${seats} seats left`);
  else console.log(`${title}: sold out after ${(soldOutAt / 60).toFixed(1)} minutes; ${gaveUp} groups left the queue`);
}
console.log(`still in the queue at closing time: ${counter.queueLength}`);
