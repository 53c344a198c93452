// Statistics: plain arrays in, plain data out. Imports foundation and random only.
export { StatisticsError } from "./errors.ts";
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
export * from "./quantile.ts";
export * from "./summary.ts";
export * from "./two-level.ts";
