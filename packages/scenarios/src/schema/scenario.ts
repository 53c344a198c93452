// What a scenario file may say, and nothing else: it is data from strangers, and never code. The shape is checked here; what
// a parameter may hold is checked by quantity.ts, because it depends on the parameter.

import { z } from "zod";
import type { Localised, ParameterEntry } from "./evidence.ts";
import { allowedText, quantitySchema } from "./quantity.ts";

/** Longest run, in years. */
export const mostYears = 100;

/** Largest number of levers, parameters or municipalities in one file: far more than there are. */
const mostNames = 1000;

/** A municipality as written. */
export interface MunicipalityDocument {
  readonly id: string;
  readonly name: string;
  readonly inhabitants: number;
  readonly region: string;
  readonly "delivery-model"?: string;
  readonly "grant-nok-per-year"?: number;
  readonly evidence?: readonly string[];
  readonly why?: Localised;
}

/** A scenario as written. */
export interface ScenarioDocument {
  readonly id: string;
  readonly extends?: string;
  readonly title: string | Localised;
  readonly question?: string | Localised;
  readonly limits?: string | Localised;
  readonly start?: string;
  readonly years?: number;
  readonly levers?: readonly string[];
  readonly municipalities?: readonly MunicipalityDocument[];
  readonly parameters?: Readonly<Record<string, unknown>>;
}

const localised = z.union(
  [z.string().min(1).max(2000), z.strictObject({ nb: z.string().min(1).max(2000), en: z.string().min(1).max(2000) })],
  { error: "must be text, or { nb: ..., en: ... }" },
);

const municipality = z.strictObject({
  id: z
    .string()
    .max(64)
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "must be kebab-case: small letters, digits and single hyphens"),
  name: z.string().min(1).max(100),
  inhabitants: z.number().positive().max(1e8),
  region: z.string().min(1).max(64).describe("Municipalities of one region share a labour market and its list."),
  "delivery-model": z.string().max(64).describe("A delivery model; left out, the levers decide.").optional(),
  "grant-nok-per-year": z
    .number()
    .nonnegative()
    .max(1e12)
    .describe("Its yearly budget for places of its own.")
    .optional(),
  evidence: z.array(z.string().max(80)).max(20).describe("Ids of the registry that the row rests on.").optional(),
  why: z.strictObject({ nb: z.string().min(1).max(2000), en: z.string().min(1).max(2000) }).optional(),
});

const fields = {
  id: z
    .string()
    .max(64)
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "must be kebab-case: small letters, digits and single hyphens")
    .describe("The scenario's own name, in kebab-case."),
  extends: z
    .string()
    .min(1)
    .max(200)
    .describe("The parent: a scenario of the catalogue, or a .yaml file in this file's folder or below.")
    .optional(),
  title: localised.describe("A short title, in one or both languages."),
  question: localised.describe("The question that the scenario answers.").optional(),
  limits: localised.describe("What the scenario cannot say.").optional(),
  start: z
    .string()
    .regex(/^\d{4}-(?:0[1-9]|1[0-2])-01$/, "must be the first day of a month, such as 2027-01-01")
    .describe(
      "When results begin to count: the first day of a month, not before 2023-01-01 (2016-01-01 with municipalities of its own).",
    )
    .optional(),
  years: z.int().min(1).max(mostYears).describe("How many years results cover.").optional(),
  levers: z.array(z.string().max(80)).max(mostNames).describe("Levers that exist in this scenario.").optional(),
  municipalities: z
    .array(municipality)
    .min(1)
    .max(mostNames)
    .describe("These municipalities, by name, are the whole country of the scenario.")
    .optional(),
};

/** The shape of a scenario file; parameters are looked at one by one afterwards. */
export const scenarioSchema: z.ZodType<ScenarioDocument> = z.strictObject({
  ...fields,
  parameters: z.record(z.string().max(80), z.unknown()).optional(),
}) as unknown as z.ZodType<ScenarioDocument>;

/** Names that may stand at the top of a scenario file. */
export const scenarioNames: readonly string[] = [...Object.keys(fields), "parameters"];

/**
 * Describe scenario files for editors: with every parameter by name, its meaning, unit and range.
 *
 * @param parameters the parameters that a scenario may set
 * @returns a schema whose JSON Schema completes and checks names
 */
export function scenarioFileSchema(parameters: readonly ParameterEntry[]): z.ZodType {
  const levers = parameters.filter(({ lever }) => lever === true).map(({ id }) => id);
  const shape = Object.fromEntries(
    parameters.map((entry) => [
      entry.id,
      quantitySchema.describe(`${entry.label.en} (${entry.label.nb}). Allowed: ${allowedText(entry)}.`).optional(),
    ]),
  );
  return z.strictObject({
    ...fields,
    levers: z.array(z.enum(levers as [string, ...string[]])).optional(),
    parameters: z.strictObject(shape).optional(),
  });
}
