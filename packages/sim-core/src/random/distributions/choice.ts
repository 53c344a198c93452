// A choice between named things. As a distribution it is one of the positions 0, 1, 2 ... in the order given; `quantileOfSpec`
// turns the position into the thing.
import { Discrete, weightProblems } from "./discrete.ts";
import { type ChoiceValue, type Family, notNegative, numbersField } from "./distribution.ts";

/** Spec of a choice; weights are relative, and equal when left out. */
export interface ChoiceSpec {
  readonly distribution: "choice";
  readonly values: readonly ChoiceValue[];
  readonly weights?: readonly number[];
}

/** Family `choice(thing, thing, ...; weight, weight, ...)`. */
export const choice: Family<ChoiceSpec> = {
  name: "choice",
  forms: [[{ name: "values", kind: "values" }, numbersField("weights", notNegative, true)]],
  examples: [
    { distribution: "choice", values: ["history", "inhabitants", "need"] },
    { distribution: "choice", values: ["completed", 2, false], weights: [0.5, 0.25, 0.25] },
  ],
  problems: (spec) => {
    const problems = weightProblems("values", spec.values.length, spec.weights);
    const seen = new Set(spec.values);
    if (seen.size < spec.values.length) {
      problems.push({ path: "values", message: "named twice", found: spec.values.join(", ") });
    }
    return problems;
  },
  create: (spec) =>
    new Discrete(
      "choice",
      spec.values.map((_, i) => i),
      spec.weights,
      false,
    ),
};
