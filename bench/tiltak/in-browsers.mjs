// What browsers run of the benchmark (tools/engines): the programme-like workload in both views, the machine shop, and the draws.
export { makeDraws } from "../yardsticks/draws.mjs";
export { machineShop } from "./machine-shop-processes.mjs";
export { programme as programmeAsEvents } from "./programme-events.mjs";
export { programme as programmeAsProcesses } from "./programme-processes.mjs";
