// How the programme model scales: countries of 1,300 to 1.3 million participants, otherwise alike, over ten years, and one
// country over 5 to 40 years. Prints events, their growth on log axes, and time for each event relative to the smallest
// country, beside the same factor of the bare event list holding as many pending events as the country has participants.
// Run after a build: node bench/tiltak/scale.mjs [--record]

import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { resolveScenarios, toScenarioInput } from "@tiltak/scenarios";
import { drawParameters, keyFromSeed, Simulation } from "@tiltak/sim-core";
import { Programme, readProgrammeParameters } from "@tiltak/sim-core/programme";

const seconds = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
const [scenario] = resolveScenarios(["baseline"], {}).map(toScenarioInput);
const plan = { seed: "scale", scenarios: [scenario], fixedParameters: true };
const typical = drawParameters(plan, { scenario: 0, replication: 0 });
const scaled = [
  "stock.sheltered",
  "stock.ordinary",
  "waiting.surplus-arrivals-per-year",
  "places.planned-growth-per-year",
  "municipal.inhabitants",
  "municipal.count",
  "municipal.region-count",
  "enterprise.count",
];

function country(factor, years) {
  const parameters = { ...typical, "horizon.years": years };
  for (const id of scaled) parameters[id] = Math.max(Math.round(typical[id] * factor), 1);
  return readProgrammeParameters(parameters);
}

function run(factor, years) {
  const programme = new Programme(country(factor, years), {
    key: keyFromSeed("scale", 0),
    number: 0,
    observe: () => undefined,
  });
  const start = seconds();
  programme.run();
  return { events: programme.state.simulation.eventsExecuted, seconds: seconds() - start };
}

/** Processor time for each event of a list that always holds `pending` events. */
function hold(pending) {
  const simulation = new Simulation({ capacity: pending });
  let state = 12_345;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 1) / 4_294_967_297;
  };
  const again = simulation.handler(() => {
    simulation.scheduleIn(next(), again, 0);
  });
  for (let i = 0; i < pending; i++) simulation.schedule(next(), again, 0);
  // Delays are half a unit on average: each unit of time is two events for everything that is pending.
  const warm = Math.max(2, 100_000 / pending);
  simulation.runUntil(warm);
  const before = simulation.eventsExecuted;
  const start = seconds();
  simulation.runUntil(2 * warm);
  return (seconds() - start) / (simulation.eventsExecuted - before);
}

run(0.1, 10);
const sizes = [0.1, 1, 10, 100].map((factor) => {
  const participants = Math.round((typical["stock.sheltered"] + typical["stock.ordinary"]) * factor);
  const small = factor < 1 ? Array.from({ length: 5 }, () => run(factor, 10)) : [run(factor, 10)];
  small.sort((a, b) => a.seconds - b.seconds);
  const middle = small[Math.floor(small.length / 2)];
  return { participants, ...middle, perEvent: middle.seconds / middle.events, list: hold(participants) };
});
const first = sizes[0];
const table = sizes.map((size) => ({
  participants: size.participants,
  events: size.events,
  slope:
    size === first ? null : Math.log(size.events / first.events) / Math.log(size.participants / first.participants),
  timePerEvent: size.perEvent / first.perEvent,
  bareList: size.list / first.list,
}));
const horizons = [5, 10, 20, 40].map((years) => ({ years, ...run(1, years) }));
const byYears = horizons.map(({ years, events }) => ({ years, events, perYear: events / (years + 4) }));

for (const row of table)
  console.log(
    `${row.participants} participants: ${row.events} events, slope ${row.slope?.toFixed(3) ?? "-"}, time for each event ${row.timePerEvent.toFixed(2)} x, bare list ${row.bareList.toFixed(2)} x`,
  );
for (const row of byYears) console.log(`${row.years} years: ${row.events} events, ${row.perYear.toFixed(0)} a year`);

if (process.argv.includes("--record")) {
  const file = fileURLToPath(new URL("../experiments/records/scale.json", import.meta.url));
  writeFileSync(file, `${JSON.stringify({ table, byYears }, undefined, 2)}\n`);
}
