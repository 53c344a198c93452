// The mathematical functions of the result path, from exact IEEE operations only (+ - * / sqrt and bit moves): the same bits
// on every engine, which the built-in Math.exp, Math.log and their kin do not promise. One module per family below.
export { exp, expm1, log, log1p, log2, log10, pow } from "./math/exponential.ts";
export { normalQuantile } from "./math/normal-quantile.ts";
