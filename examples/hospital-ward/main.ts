// A hospital ward of twenty beds. Emergencies come at any hour and go before planned patients; a planned patient whose bed
// is not there within a day goes home and is booked again. Nobody leaves between two ward rounds.
// Shows: priority queue, patience, waiting until a time, two classes on one resource, a ward at capacity.

import { keyFromSeed, Resource, SequentialStream, Simulation, Tally } from "@tiltak/sim-core";

const beds = 20;
const hour = 1 / 24;
const days = 365;
const warmUpDays = 30;
const emergency = { priority: 0, perDay: 2.1, stayDays: 4.5 };
const planned = { priority: 1, perDay: 1.8, stayDays: 3.5, patienceDays: 1, bookedAgainAfterDays: 14 };
/** Discharges happen at the rounds, as shares of the day. */
const rounds = [10 * hour, 15 * hour];

const simulation = new Simulation({ name: "ward" });
const stream = new SequentialStream(keyFromSeed("ward"));
const ward = new Resource(simulation, { name: "beds", capacity: beds, discipline: "priority" });
const waitHours = { emergency: new Tally(), planned: new Tally() };
let sentHome = 0;
let admitted = 0;

/** The first ward round not before a time. */
function nextRound(time: number): number {
  const midnight = Math.floor(time);
  const round = rounds.find((share) => midnight + share >= time);
  return round === undefined ? midnight + 1 + rounds[0] : midnight + round;
}

function* stay(days: number) {
  const ready = simulation.now + days;
  yield nextRound(ready) - simulation.now;
}

function* emergencyPatient() {
  const bed = ward.seize({ priority: emergency.priority });
  yield bed;
  admitted++;
  waitHours.emergency.add(bed.waited / hour);
  yield* stay(emergency.stayDays * stream.exponential());
  bed.release();
}

function* plannedPatient() {
  for (;;) {
    const bed = ward.seize({ priority: planned.priority, patience: planned.patienceDays });
    yield bed;
    if (bed.granted) {
      admitted++;
      waitHours.planned.add(bed.waited / hour);
      yield* stay(planned.stayDays * stream.exponential());
      bed.release();
      return;
    }
    sentHome++;
    yield planned.bookedAgainAfterDays;
  }
}

simulation.process("ambulances", function* () {
  for (;;) {
    yield stream.exponential() / emergency.perDay;
    simulation.process("emergency", emergencyPatient);
  }
});
simulation.process("booking office", function* () {
  for (let day = 0; ; day++) {
    // Planned patients come at eight, on weekdays.
    yield day + 8 * hour - simulation.now;
    if (day % 7 >= 5) continue;
    const count = Math.round((planned.perDay * 7) / 5 + stream.uniform() - 0.5);
    for (let i = 0; i < count; i++) simulation.process("planned", plannedPatient);
  }
});

// The first month fills the ward; nothing is measured of it.
simulation.runUntil(warmUpDays);
for (const tally of Object.values(waitHours)) tally.reset();
sentHome = 0;
admitted = 0;
ward.monitor();
simulation.runUntil(warmUpDays + days);

const { utilisation, greatestQueue } = ward.monitor().report();
console.log(`${admitted} admissions in ${days} days, ${sentHome} planned patients sent home once more`);
console.log(`beds in use ${(100 * utilisation).toFixed(1)} %, longest queue ${greatestQueue}`);
for (const [name, tally] of Object.entries(waitHours)) {
  console.log(
    `${name.padEnd(9)}  ${tally.count} admitted, mean wait ${tally.mean.toFixed(2)} h, longest ${tally.maximum.toFixed(1)} h`,
  );
}
