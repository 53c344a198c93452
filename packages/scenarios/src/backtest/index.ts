// Held against what was observed: targets as data, forecasts that do not know them, scores, and fits. The one place of this package
// that simulates.

export {
  type BackTestReport,
  type BackTestRow,
  backTest,
  type Duel,
  type NaiveScore,
  predictiveLevel,
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
export { type Conflict, conflictsOf, figuresBehind } from "./held-out.ts";
export { type NationalOptions, type Reading, readings } from "./national.ts";
export { probeModel } from "./probe.ts";
export { type EnterpriseFigures, figuresOf, sampleLikeSurvey, selectionPower } from "./register-sample.ts";
export { type ExpectedMiss, loadTargets, type Target, type TargetRole, type Targets } from "./targets.ts";
