// Simulation kernel: clock, schedule and run; processes; signals; the model contract.

export * from "./errors.ts";
export * from "./model.ts";
export {
  type EventHandle,
  type HandlerId,
  type RunEnd,
  type RunOptions,
  Simulation,
  type SimulationOptions,
} from "./simulation.ts";
