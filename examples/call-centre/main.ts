// A call centre over one day: the number of agents follows a roster, calls come more often in the morning and after lunch, and
// callers hang up when nobody answers.
// Shows: capacity calendars (who talks at a shift's end finishes the call), reneging, arrivals whose rate changes by thinning,
// a table by hour.

import { keyFromSeed, Resource, SequentialStream, Simulation } from "@tiltak/sim-core";

const hour = 60;
const day = 24 * hour;
const opens = 8 * hour;
const closes = 18 * hour;
/** From this minute of the day on, so many agents. */
const roster = [
  [opens, 6],
  [10 * hour, 9],
  [12 * hour, 7],
  [13 * hour, 9],
  [16 * hour, 6],
  [closes, 0],
] as const;
/** Calls per minute by hour of the day, from eight. */
const callsPerMinute = [1.2, 1.9, 2.3, 2.4, 1.6, 2.1, 2.2, 1.9, 1.5, 0.8];
const talkMinutes = 3.5;
const patienceMinutes = 4;

const simulation = new Simulation({ name: "call centre", start: opens });
const stream = new SequentialStream(keyFromSeed("call centre"));
const agents = new Resource(simulation, {
  name: "agents",
  capacity: 0,
  calendar: { steps: roster, period: day },
});
agents.monitor();
const hours = callsPerMinute.map(() => ({ calls: 0, answeredSoon: 0, hungUp: 0 }));

function* call() {
  const row = hours[Math.floor((simulation.now - opens) / hour)];
  row.calls++;
  const agent = agents.seize({ patience: patienceMinutes * stream.exponential() });
  yield agent;
  if (!agent.granted) {
    row.hungUp++;
    return;
  }
  if (agent.waited <= 20 / 60) row.answeredSoon++;
  yield talkMinutes * stream.exponential();
  agent.release();
}

simulation.process("telephone", function* () {
  // Thinning: try at the greatest rate, accept with the share that the hour's rate is of it.
  const greatest = Math.max(...callsPerMinute);
  for (;;) {
    yield stream.exponential() / greatest;
    if (simulation.now >= closes) return;
    const rate = callsPerMinute[Math.floor((simulation.now - opens) / hour)];
    if (stream.uniform() * greatest < rate) simulation.process("call", call);
  }
});

simulation.runUntil(closes);
const { utilisation, greatestQueue } = agents.monitor().report();
const talking = agents.inUse;
simulation.run({ until: closes + hour });

console.log("hour  calls  within 20 s  hung up");
for (const [i, { calls, answeredSoon, hungUp }] of hours.entries()) {
  const share = `${((100 * answeredSoon) / calls).toFixed(0)} %`;
  const name = `${String(8 + i).padStart(2, "0")}-${String(9 + i).padStart(2, "0")}`;
  console.log(`${name} ${String(calls).padStart(6)} ${share.padStart(12)} ${String(hungUp).padStart(8)}`);
}
console.log(`agents busy ${(100 * utilisation).toFixed(1)} % of their time; at most ${greatestQueue} callers waited`);
console.log(`at closing time ${talking} calls went on; an hour later ${agents.inUse}`);
