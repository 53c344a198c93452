// Held against what was observed: targets as data, forecasts that do not know them, scores, and fits. The one place of this package
// that simulates.

export {
  type BackTestReport,
  type BackTestRow,
  backTest,
  type Duel,
  type NaiveScore,
  reportOf,
} from "./back-test.ts";
export {
  type CalibrationOptions,
  type CalibrationReport,
  calibrate,
  type Fit,
  type FitTarget,
  type FittedValue,
} from "./calibration.ts";
export { type Forecast, forecastReadings, forecastWithoutRuns } from "./forecasts.ts";
export { type NationalOptions, type Reading, readings } from "./national.ts";
export { probeModel } from "./probe.ts";
export { type ExpectedMiss, loadTargets, type Target, type TargetRole, type Targets } from "./targets.ts";
