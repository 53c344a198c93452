// From a spec, plain data that may come from anywhere, to a checked distribution. All mistakes of a spec are reported at once.
import { InputError, type Problem } from "../../foundation/errors.ts";
import { nearestName, nearestNote } from "../../foundation/nearest.ts";
import * as all from "./all.ts";
import type { ChoiceValue, Distribution, Family, Field, SpecOf } from "./distribution.ts";

/** Any distribution as plain data: its family's name and the parameters of one of its forms. */
export type DistributionSpec = SpecOf<(typeof all)[keyof typeof all]>;

/**
 * List all families of distributions.
 *
 * @returns them by name
 */
export function distributionFamilies(): readonly Family<DistributionSpec>[] {
  return Object.values(all) as readonly Family<DistributionSpec>[];
}

/**
 * Find a family by the name that a spec gives.
 *
 * @param name such as `pert`; letters of either case
 * @returns the family; undefined when there is none
 */
export function distributionFamily(name: string): Family<DistributionSpec> | undefined {
  return distributionFamilies().find((family) => family.name === name.toLowerCase());
}

/** Distributions already made, so that drawing from one spec again and again makes it once. */
const made = new WeakMap<object, Distribution>();

/**
 * Make the distribution of a spec.
 *
 * @param spec the spec; must not be changed afterwards
 * @returns the distribution; the same object for the same spec object
 * @throws InputError with every problem of the spec, code `invalid-distribution`
 */
export function distributionOf(spec: DistributionSpec): Distribution {
  const known = made.get(spec);
  if (known !== undefined) return known;
  const problems = distributionProblems(spec);
  if (problems.length > 0) throw new InputError(problems, "invalid-distribution");
  const distribution = (distributionFamily(spec.distribution) as Family<DistributionSpec>).create(spec);
  made.set(spec, distribution);
  return distribution;
}

/**
 * Say whether a value is meant as a spec: an object with a text under `distribution`.
 *
 * @param value anything
 * @returns true when it is; it may still have problems
 */
export function isDistributionSpec(value: unknown): value is DistributionSpec {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "distribution") === "string";
}

/**
 * Find everything that is wrong with a spec.
 *
 * @param spec what claims to be a spec
 * @returns problems with paths inside the spec; none when `distributionOf` will succeed
 */
export function distributionProblems(spec: unknown): Problem[] {
  if (!isDistributionSpec(spec)) {
    return [
      { message: "not a distribution", found: describe(spec), allowed: "{ distribution: name, parameter: ... }" },
    ];
  }
  const family = distributionFamily(spec.distribution);
  if (family === undefined || family.name !== spec.distribution) return [unknownFamily(spec.distribution)];
  const form = closestForm(family, Object.keys(spec));
  const problems = form.flatMap((field) => fieldProblems(field, Reflect.get(spec, field.name)));
  const names = form.map((field) => field.name);
  for (const key of Object.keys(spec)) {
    if (key === "distribution" || names.includes(key)) continue;
    problems.push(unknownParameter(family, key));
  }
  if (problems.length > 0) return problems;
  return [...(family.problems?.(spec) ?? [])];
}

/**
 * Choose the form of a family that a set of parameter names fits best.
 *
 * @param family the family
 * @param names names given
 * @returns the first form with the fewest names missing or left over
 */
export function closestForm(family: Family<DistributionSpec>, names: readonly string[]): readonly Field[] {
  const misfit = (form: readonly Field[]): number => {
    const missing = form.filter((field) => field.optional !== true && !names.includes(field.name)).length;
    const over = names.filter((name) => name !== "distribution" && !form.some((field) => field.name === name)).length;
    return missing + over;
  };
  let best = family.forms[0] as readonly Field[];
  for (const form of family.forms) if (misfit(form) < misfit(best)) best = form;
  return best;
}

/** Say that no family has this name. */
export function unknownFamily(name: string): Problem {
  const names = distributionFamilies().map((family) => family.name);
  return {
    message: "unknown distribution",
    found: JSON.stringify(name),
    allowed: names.join(", "),
    ...nearestNote(name, names),
  };
}

/** Say that a family has no such parameter. */
export function unknownParameter(family: Family<DistributionSpec>, name: string): Problem {
  const names = [...new Set(family.forms.flat().map((field) => field.name))];
  const nearest = nearestName(name, names);
  return {
    path: name,
    message: names.includes(name) ? "does not go with the other parameters" : "unknown parameter",
    allowed: formsOf(family),
    ...(nearest === undefined || nearest === name ? {} : { nearest }),
  };
}

/** Write the forms of a family, such as `lognormal(median, sigma) or lognormal(median, mean)`. */
export function formsOf(family: Family<DistributionSpec>): string {
  const parameter = (field: Field): string => (field.optional === true ? `[${field.name}]` : field.name);
  return family.forms
    .map((form) => {
      const lists = form.some((field) => field.kind !== "number");
      return `${family.name}(${form.map(parameter).join(lists ? "; " : ", ")})`;
    })
    .join(" or ");
}

function fieldProblems(field: Field, value: unknown): Problem[] {
  if (value === undefined) return field.optional === true ? [] : [{ path: field.name, message: "missing" }];
  if (field.kind === "number") return numberProblems(field, field.name, value);
  if (!Array.isArray(value)) return [{ path: field.name, message: "not a list", found: describe(value) }];
  if (field.kind === "distributions") return [];
  return value.flatMap((item: unknown, i) => {
    const path = `${field.name}[${i}]`;
    if (field.kind === "numbers") return numberProblems(field, path, item);
    const plain = typeof item === "string" || typeof item === "boolean" || Number.isFinite(item);
    return plain ? [] : [{ path, message: "not a text, a finite number or true or false", found: describe(item) }];
  });
}

function numberProblems(field: Field, path: string, value: unknown): Problem[] {
  if (typeof value === "number" && (field.rule?.holds(value) ?? true)) return [];
  return [{ path, message: "out of range", found: describe(value), allowed: field.rule?.text ?? "a number" }];
}

function describe(value: unknown): string {
  return typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
}

/**
 * Give the value of a spec at a probability: how parameters are drawn, the same uniform for every scenario.
 *
 * @param spec the spec
 * @param p a probability
 * @returns the quantile; the chosen thing when the spec is a choice
 * @throws InputError when the spec is wrong
 */
export function quantileOfSpec(spec: DistributionSpec, p: number): ChoiceValue {
  const value = distributionOf(spec).quantile(p);
  return spec.distribution === "choice" ? (spec.values[value] as ChoiceValue) : value;
}

/**
 * Give the one value that stands for a spec when parameters are held fixed.
 *
 * @param spec the spec
 * @returns its mean; of a choice the most likely thing, the first of equals
 * @throws InputError when the spec is wrong
 */
export function centralValueOfSpec(spec: DistributionSpec): ChoiceValue {
  const distribution = distributionOf(spec);
  if (spec.distribution !== "choice") return distribution.mean();
  let best = 0;
  for (let i = 1; i < spec.values.length; i++) if (distribution.density(i) > distribution.density(best)) best = i;
  return spec.values[best] as ChoiceValue;
}
