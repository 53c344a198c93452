// Statistics: plain arrays in, plain data out. Imports foundation and random only.
export * from "./autocorrelation.ts";
export * from "./bootstrap.ts";
export * from "./counter.ts";
export { StatisticsError } from "./errors.ts";
export * from "./histogram.ts";
export * from "./interval.ts";
export * from "./joint.ts";
export {
  definedPairs,
  definedValues,
  mean,
  sampleCorrelation,
  sampleCovariance,
  sampleStandardDeviation,
  sampleVariance,
} from "./moments.ts";
export * from "./pairwise.ts";
export * from "./precision.ts";
export * from "./proportion.ts";
export * from "./quantile.ts";
export * from "./quantile-sketch.ts";
export * from "./scores.ts";
export * from "./selection.ts";
export * from "./steady-state.ts";
export * from "./summary.ts";
export * from "./survival.ts";
export * from "./tally.ts";
export * from "./time-weighted.ts";
export * from "./two-level.ts";
