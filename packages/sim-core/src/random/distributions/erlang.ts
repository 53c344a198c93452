// The Erlang distribution: the sum of a whole number of exponential stages, such as a treatment in steps.
import { type Family, numberField, positive, type Rule, wholePositive } from "./distribution.ts";
import { Gamma } from "./gamma.ts";

/** Spec of an Erlang distribution: `shape` stages; `mean` of the sum, or `rate` of each stage. */
export type ErlangSpec =
  | { readonly distribution: "erlang"; readonly shape: number; readonly mean: number }
  | { readonly distribution: "erlang"; readonly shape: number; readonly rate: number };

const stages: Rule = { text: "a whole number from 1 to 10^10", holds: (x) => wholePositive.holds(x) && x <= 1e10 };

/** Family `erlang(shape, mean)` or `erlang(shape=, rate=)`. */
export const erlang: Family<ErlangSpec> = {
  name: "erlang",
  forms: [
    [numberField("shape", stages), numberField("mean", positive)],
    [numberField("shape", stages), numberField("rate", positive)],
  ],
  examples: [
    { distribution: "erlang", shape: 3, mean: 2 },
    { distribution: "erlang", shape: 1, rate: 5 },
  ],
  create: (spec) => new Gamma("erlang", spec.shape, "mean" in spec ? spec.mean / spec.shape : 1 / spec.rate),
};
