// The mathematical functions of the result path, from exact IEEE operations only (+ - * / sqrt and bit moves): the same bits
// on every engine, which the built-in Math.exp, Math.log and their kin do not promise. One module per family below.
export {
  betaI,
  betaIInverse,
  binomialTerm,
  chiSquareCdf,
  chiSquareQuantile,
  logBeta,
  studentTCdf,
  studentTQuantile,
} from "./math/beta.ts";
export { erf, erfc, normalCdf, normalDensity } from "./math/error-function.ts";
export { exp, expm1, log, log1p, log2, log10, pow } from "./math/exponential.ts";
export { gammaP, gammaPInverse, gammaQ, logGamma, poissonTerm } from "./math/gamma.ts";
export { cosh, sinh, tanh } from "./math/hyperbolic.ts";
export { normalQuantile } from "./math/normal-quantile.ts";
export { atan, atan2, cos, sin, tan } from "./math/trigonometric.ts";
