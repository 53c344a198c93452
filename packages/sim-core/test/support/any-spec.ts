// Random specs of a family, made from what its forms say about the parameters; combinations that the family refuses are left out.
import fc from "fast-check";
import { type DistributionSpec, distributionProblems, type Family, type Field } from "../../src/index.ts";

/** Numbers of every size that a model would meet, whole and broken, of both signs, and the ends of ranges. */
const numbers = fc.oneof(
  fc.double({ min: 0.01, max: 1, noNaN: true }),
  fc.double({ min: 0.05, max: 50, noNaN: true }),
  fc.integer({ min: 1, max: 400 }),
  fc.double({ min: -20, max: 20, noNaN: true }).filter((x) => Math.abs(x) > 1e-3),
  fc.constantFrom(0, 1),
);

const values = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.integer(),
  fc.boolean(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const components: fc.Arbitrary<DistributionSpec> = fc.oneof(
  fc
    .tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.double({ min: 0.1, max: 3, noNaN: true }))
    .map(([mean, sd]): DistributionSpec => ({ distribution: "normal", mean, sd })),
  fc.double({ min: 0.1, max: 9, noNaN: true }).map((mean): DistributionSpec => ({ distribution: "exponential", mean })),
);

/** Specs of a family that it accepts. */
export function anySpecOf(family: Family<DistributionSpec>): fc.Arbitrary<DistributionSpec> {
  return fc
    .constantFrom(...family.forms)
    .chain((form) => fc.record(Object.fromEntries(form.map((field) => [field.name, anyOf(field)]))))
    .map((parameters) => {
      const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
      return { distribution: family.name, ...Object.fromEntries(given) } as DistributionSpec;
    })
    .filter((spec) => distributionProblems(spec).length === 0);
}

function anyOf(field: Field): fc.Arbitrary<unknown> {
  const one = numbers.filter((x) => field.rule?.holds(x) ?? true);
  const many: Readonly<Record<Field["kind"], fc.Arbitrary<unknown>>> = {
    number: one,
    numbers: fc.oneof(
      fc.array(one, { minLength: 1, maxLength: 5 }),
      fc.uniqueArray(one, { minLength: 1, maxLength: 3 }).map(sorted),
    ),
    values: fc.uniqueArray(values, { minLength: 1, maxLength: 5, comparator: "SameValueZero" }),
    distributions: fc.array(components, { minLength: 1, maxLength: 3 }),
  };
  return field.optional === true ? fc.option(many[field.kind], { nil: undefined }) : many[field.kind];
}

function sorted(xs: readonly number[]): number[] {
  return [...xs].sort((a, b) => a - b);
}
