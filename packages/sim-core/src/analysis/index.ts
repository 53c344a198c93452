// Analysis of finished studies and theory to hold them against: numbers in, numbers out.
export { AnalysisError } from "./errors.ts";
export * from "./queueing-theory.ts";
