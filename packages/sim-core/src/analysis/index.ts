// Analysis of finished studies and theory to hold them against: numbers in, numbers out.
export * from "./abc.ts";
export { AnalysisError } from "./errors.ts";
export * from "./morris-effects.ts";
export * from "./nelder-mead.ts";
export * from "./prim.ts";
export * from "./queueing-theory.ts";
export * from "./rank-regression.ts";
export * from "./regret.ts";
export { type ExplainingColumn, type Smoother, smoother } from "./smoother.ts";
export * from "./sobol-indices.ts";
export * from "./tornado.ts";
export * from "./value-of-information.ts";
