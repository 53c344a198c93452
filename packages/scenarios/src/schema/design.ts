// What a sweep's design file may say. The shape is checked here; what a parameter may vary over depends on the parameter and is
// checked by the loader.

import { z } from "zod";
import type { ParameterEntry } from "./evidence.ts";
import { allowedText, quantitySchema } from "./quantity.ts";
import { mostYears } from "./scenario.ts";

/** A design file as written, before its design, parameters and correlations have been looked at. */
export interface DesignDocument {
  readonly scenarios: readonly string[];
  readonly years?: number;
  readonly replications: number;
  readonly seed?: string;
  readonly "fixed-parameters"?: boolean;
  readonly design: Readonly<Record<string, unknown>>;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly correlations?: readonly unknown[];
}

/** Name of a method that places points. */
export type MethodName = "fixed" | "grid" | "lhs" | "sobol" | "halton" | "morris" | "saltelli" | "one-way" | "table";

const size = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
const scramble = z.boolean().describe("Shuffle the sequence by the seed (default true).").optional();
const quantile = z.number().min(0).max(1);

/** The methods that place points, each with what it needs to know. */
export const methodSchemas: Readonly<Record<MethodName, z.ZodObject>> = {
  fixed: z.strictObject({ method: z.literal("fixed") }).describe("One point: the parameters as written below."),
  grid: z
    .strictObject({
      method: z.literal("grid"),
      levels: size.describe("Values of each number; a choice has all its own."),
    })
    .describe("Every combination."),
  lhs: z.strictObject({ method: z.literal("lhs"), points: size }).describe("A Latin hypercube."),
  sobol: z
    .strictObject({ method: z.literal("sobol"), points: size, scramble })
    .describe("A Sobol' sequence; a longer one begins with the shorter one."),
  halton: z
    .strictObject({ method: z.literal("halton"), points: size, scramble })
    .describe("A Halton sequence; a longer one begins with the shorter one."),
  morris: z
    .strictObject({ method: z.literal("morris"), trajectories: size, levels: z.int().min(2).max(1000) })
    .describe("Morris's trajectories, for screening."),
  saltelli: z
    .strictObject({ method: z.literal("saltelli"), base: size.describe("Blocks; a power of two is best.") })
    .describe("Saltelli's blocks, for Sobol' indices."),
  "one-way": z
    .strictObject({ method: z.literal("one-way"), low: quantile, high: quantile })
    .describe("Each parameter alone at two of its quantiles."),
  table: z
    .strictObject({ method: z.literal("table"), file: z.string().min(1).max(200) })
    .describe("Points of one's own: a CSV file with a column for each parameter."),
};

const fields = {
  scenarios: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(100)
    .describe("Ids of the catalogue, or .yaml files in this file's folder or below; the first is the reference."),
  years: z
    .int()
    .min(1)
    .max(mostYears)
    .describe("Years that results cover; the scenarios' own when left out.")
    .optional(),
  replications: z
    .int()
    .min(1)
    .max(10_000_000)
    .describe("Replications of each scenario at each point; even unless parameters are fixed."),
  seed: z.string().min(1).max(1000).describe("Any text; --seed overrides it.").optional(),
  "fixed-parameters": z
    .boolean()
    .describe("Hold every distribution that does not vary here at its mean, so that chance alone is left.")
    .optional(),
};

/** The shape of a design file; design, parameters and correlations are looked at one by one afterwards. */
export const designSchema: z.ZodType<DesignDocument> = z.strictObject({
  ...fields,
  design: z.record(z.string().max(80), z.unknown()),
  parameters: z.record(z.string().max(80), z.unknown()).optional(),
  correlations: z.array(z.unknown()).max(1000).optional(),
}) as unknown as z.ZodType<DesignDocument>;

/** Names that may stand at the top of a design file. */
export const designNames: readonly string[] = [...Object.keys(fields), "design", "parameters", "correlations"];

/**
 * Describe design files for editors.
 *
 * @param parameters the parameters that may vary
 */
export function designFileSchema(parameters: readonly ParameterEntry[]): z.ZodType {
  const shape = Object.fromEntries(
    parameters.map((entry) => [
      entry.id,
      quantitySchema.describe(`${entry.label.en} (${entry.label.nb}). Allowed: ${allowedText(entry)}.`).optional(),
    ]),
  );
  return z.strictObject({
    ...fields,
    design: z.union(Object.values(methodSchemas)),
    parameters: z.strictObject(shape).describe("What varies, each over a distribution.").optional(),
    correlations: z
      .array(z.tuple([z.string(), z.string(), z.number().gt(-1).lt(1)]))
      .describe("Rank correlations: two parameters and a number.")
      .optional(),
  });
}
