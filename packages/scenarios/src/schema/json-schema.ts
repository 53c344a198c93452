// JSON Schema of the YAML files, made from the same zod schemas that check them; committed under schema/ for editors.

import { z } from "zod";
import { settableParameters } from "../load-scenario.ts";
import { designFileSchema } from "./design.ts";
import { evidenceFiles } from "./evidence.ts";
import { scenarioFileSchema } from "./scenario.ts";

/**
 * Make every JSON Schema of the package.
 *
 * @returns the schema by file name, such as "scenario.schema.json"
 */
export function jsonSchemas(): Readonly<Record<string, unknown>> {
  const schemas: Record<string, unknown> = {
    "scenario.schema.json": schemaOf("Scenario of Tiltak", scenarioFileSchema(settableParameters())),
    "design.schema.json": schemaOf("Design of a sweep of Tiltak", designFileSchema(settableParameters())),
  };
  for (const [kind, schema] of Object.entries(evidenceFiles)) {
    schemas[`evidence-${kind}.schema.json`] = schemaOf(`Evidence of Tiltak: ${kind}`, schema);
  }
  return schemas;
}

function schemaOf(title: string, schema: z.ZodType): unknown {
  return { title, ...z.toJSONSchema(schema, { target: "draft-2020-12", reused: "ref", unrepresentable: "any" }) };
}
