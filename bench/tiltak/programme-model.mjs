// The programme-like workload as a model that worker threads can load. Every replication does the same work, since it is
// time and not chance that is measured.
import { loadDraws } from "../yardsticks/draws.mjs";
import { programme } from "./programme-events.mjs";

const YEARS = 2;
const draws = loadDraws();

/** The model: it observes how many events its years had. */
export const model = {
  id: "programme-like",
  version: "1",
  run(_parameters, replication) {
    const { events } = programme(draws, YEARS, { start() {}, stop() {} });
    replication.observe("events", "{}", YEARS, events);
  },
};
