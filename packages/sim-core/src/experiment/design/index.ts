// Designs: where in the space of parameters a study looks. Pure functions of their arguments and an injected random source.
export { copulaFactor, correlate, type RankCorrelation } from "./correlation.ts";
export { type GridAxis, grid, gridSize } from "./grid.ts";
export { HaltonSequence, mostHaltonDimensions, radicalInverse } from "./halton.ts";
export { type LatinHypercubeOptions, latinHypercube } from "./latin-hypercube.ts";
export { type MorrisOptions, morrisSize, morrisTrajectories } from "./morris.ts";
export {
  type DesignMethod,
  designSize,
  type NamedCorrelation,
  type PlannedDesign,
  planDesign,
  type VaryingParameter,
} from "./plan-design.ts";
export { saltelliBlocks, saltelliSize } from "./saltelli.ts";
export { mostSobolDimensions, SobolSequence } from "./sobol.ts";
export { balancedOrder, type LevelPlacement, levelPosition, type UnitPoints } from "./unit-points.ts";
