// Time and memory of one national replication of ten years, for every scenario of the catalogue, beside the programme-like
// event workload in the same process: absolute seconds mean little on a shared machine, the ratio does.
// Run after a build: node bench/tiltak/national.mjs [replications]

import { loadCatalogue, municipalityRows, resolveScenarios, toScenarioInput } from "@tiltak/scenarios";
import { runStudy } from "@tiltak/sim-core";
import { programmeModel, programmeModelWith } from "@tiltak/sim-core/programme";
import { loadDraws } from "../yardsticks/draws.mjs";
import { programme } from "./programme-events.mjs";

const replications = Number(process.argv[2] ?? 4);
const draws = loadDraws();
const seconds = () => Number(process.hrtime.bigint()) / 1e9;
const silent = { start() {}, stop() {} };

programme(draws, 10, silent);
const before = seconds();
programme(draws, 10, silent);
const yardstick = seconds() - before;
console.log(`programme-like events, 10 years: ${yardstick.toFixed(3)} s`);

for (const { id } of loadCatalogue()) {
  const resolved = resolveScenarios([id], { years: 10 });
  const municipalities = municipalityRows(resolved);
  const model = municipalities === undefined ? programmeModel : programmeModelWith({ municipalities });
  const scenarios = resolved.map(toScenarioInput);
  await runStudy({ model, scenarios, replications: 2, seed: "warm-up" });
  const start = seconds();
  await runStudy({ model, scenarios, replications, seed: "bench" });
  const each = (seconds() - start) / replications;
  const memory = process.memoryUsage().rss / 1e6;
  console.log(
    `${id}: ${each.toFixed(3)} s a replication, ${(each / yardstick).toFixed(1)} x the yardstick, ${memory.toFixed(0)} MB`,
  );
}
