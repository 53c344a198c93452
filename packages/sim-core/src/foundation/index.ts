// Foundation: errors, calendar, sums, names and numerical functions. Imports nothing else of this package.
export * from "./calendar.ts";
export * from "./errors.ts";
export * from "./math.ts";
export * from "./nearest.ts";
export * from "./sum.ts";
export * from "./units.ts";
