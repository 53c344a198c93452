// The PERT distribution: a beta distribution on [min, max] whose mean is (min + shape mode + max) / (shape + 2), with shape 4 by
// custom (Malcolm, Roseboom, Clark and Fazar 1959; Vose 2008 for other shapes). For what experts say as least, likely, most.
import { StretchedBeta } from "./beta.ts";
import { type Family, finite, notNegative, numberField, orderProblems } from "./distribution.ts";

/** Spec of a PERT distribution; `shape` is 4 when left out. */
export interface PertSpec {
  readonly distribution: "pert";
  readonly min: number;
  readonly mode: number;
  readonly max: number;
  readonly shape?: number;
}

/** Family `pert(min, mode, max)`. */
export const pert: Family<PertSpec> = {
  name: "pert",
  forms: [
    [
      numberField("min", finite),
      numberField("mode", finite),
      numberField("max", finite),
      numberField("shape", notNegative, true),
    ],
  ],
  examples: [
    { distribution: "pert", min: 0, mode: 0.3, max: 0.8 },
    { distribution: "pert", min: 100, mode: 600, max: 1500 },
    { distribution: "pert", min: -1, mode: -1, max: 2, shape: 8 },
  ],
  problems: (spec) => orderProblems(["min", "mode", "max"], [spec.min, spec.mode, spec.max]),
  create: (spec) => {
    const shape = spec.shape ?? 4;
    const width = spec.max - spec.min;
    const alpha = 1 + (shape * (spec.mode - spec.min)) / width;
    const beta = 1 + (shape * (spec.max - spec.mode)) / width;
    return new StretchedBeta("pert", alpha, beta, spec.min, spec.max);
  },
};
