// The empirical distribution of observations: each as likely as the others. Samples invert one uniform.
import { Discrete } from "./discrete.ts";
import { type Family, finite, numbersField } from "./distribution.ts";

/** Spec of an empirical distribution. */
export interface EmpiricalSpec {
  readonly distribution: "empirical";
  readonly values: readonly number[];
}

/** Family `empirical(value, value, ...)`. */
export const empirical: Family<EmpiricalSpec> = {
  name: "empirical",
  forms: [[numbersField("values", finite)]],
  examples: [
    { distribution: "empirical", values: [3.1, 2.7, 4.4, 2.7, 9] },
    { distribution: "empirical", values: Array.from({ length: 300 }, (_, i) => (i * i) % 301) },
  ],
  problems: (spec) => (spec.values.length === 0 ? [{ path: "values", message: "empty" }] : []),
  create: (spec) => new Discrete("empirical", spec.values, undefined, false),
};
