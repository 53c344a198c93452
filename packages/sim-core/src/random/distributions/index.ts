// Distributions: specs, the registry, the short spelling; several variables at once in dirichlet.ts; fits in fit.ts.
export { Dirichlet } from "./dirichlet.ts";
export { AliasTable } from "./discrete.ts";
export type { ChoiceValue, Distribution, Family, Field, Rule } from "./distribution.ts";
export {
  type Count,
  type FittedInterval,
  type FittedProportions,
  fitMeanAndInterval,
  fitMedianAndMean,
  fitMinModeMax,
  fitProportion,
  fitProportions,
  type MeanAndInterval,
} from "./fit.ts";
export { sampleGamma } from "./gamma.ts";
export { formatDistribution, looksLikeDistribution, parseDistribution } from "./grammar.ts";
export {
  centralValueOfSpec,
  type DistributionSpec,
  distributionFamilies,
  distributionOf,
  distributionProblems,
  isDistributionSpec,
  quantileOfSpec,
} from "./registry.ts";
