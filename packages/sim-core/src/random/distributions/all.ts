// Every family of distributions, one line each: to add one, write its file and add its line. The names below are what a spec's
// `distribution` may be; the laws in test/properties/distributions.test.ts hold for each without further words.
export { bernoulli } from "./bernoulli.ts";
export { beta } from "./beta.ts";
export { binomial } from "./binomial.ts";
export { choice } from "./choice.ts";
export { discrete } from "./discrete.ts";
export { empirical } from "./empirical.ts";
export { erlang } from "./erlang.ts";
export { exponential } from "./exponential.ts";
export { gamma } from "./gamma.ts";
export { geometric } from "./geometric.ts";
export { gompertz } from "./gompertz.ts";
export { logitNormal } from "./logit-normal.ts";
export { lognormal } from "./lognormal.ts";
export { mixture } from "./mixture.ts";
export { negativeBinomial } from "./negative-binomial.ts";
export { normal } from "./normal.ts";
export { pert } from "./pert.ts";
export { piecewiseExponential } from "./piecewise-exponential.ts";
export { poisson } from "./poisson.ts";
export { triangular } from "./triangular.ts";
export { truncatedNormal } from "./truncated-normal.ts";
export { uniform } from "./uniform.ts";
export { weibull } from "./weibull.ts";
