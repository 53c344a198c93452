// The Erlang distribution: the sum of a whole number of exponential stages, such as a treatment in steps.
import { type Family, numberField, positive, wholePositive } from "./distribution.ts";
import { Gamma } from "./gamma.ts";

/** Spec of an Erlang distribution: `shape` stages; `mean` of the sum, or `rate` of each stage. */
export type ErlangSpec =
  | { readonly distribution: "erlang"; readonly shape: number; readonly mean: number }
  | { readonly distribution: "erlang"; readonly shape: number; readonly rate: number };

/** Family `erlang(shape, mean)` or `erlang(shape=, rate=)`. */
export const erlang: Family<ErlangSpec> = {
  name: "erlang",
  forms: [
    [numberField("shape", wholePositive), numberField("mean", positive)],
    [numberField("shape", wholePositive), numberField("rate", positive)],
  ],
  examples: [
    { distribution: "erlang", shape: 3, mean: 2 },
    { distribution: "erlang", shape: 1, rate: 5 },
  ],
  create: (spec) => new Gamma("erlang", spec.shape, "mean" in spec ? spec.mean / spec.shape : 1 / spec.rate),
};
