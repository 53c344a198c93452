// The public interface in layer order; each layer uses only those above it.

export * from "./foundation/index.ts";
export * from "./random/index.ts";
export * from "./statistics/index.ts";
export * from "./kernel/index.ts";
export * from "./resources/index.ts";
export * from "./experiment/index.ts";
export * from "./analysis/index.ts";
