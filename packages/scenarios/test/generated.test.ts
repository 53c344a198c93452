// Files that are made from others: the JSON Schemas for editors, the table of parameters and the compiled copy of the registry. After a change of a
// schema or of an evidence file: npx vitest run packages/scenarios/test/generated.test.ts -u

import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { catalogueTable } from "../src/catalogue-table.ts";
import { compileEvidence } from "../src/evidence.ts";
import { packageFile } from "../src/files.ts";
import { parameterTable } from "../src/parameter-table.ts";
import { jsonSchemas } from "../src/schema/json-schema.ts";

describe("generated files", () => {
  it("hold the JSON Schemas that the zod schemas give", async () => {
    const schemas = jsonSchemas();
    for (const [name, schema] of Object.entries(schemas)) {
      await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(packageFile(`schema/${name}`));
    }
    expect(readdirSync(packageFile("schema")).sort()).toEqual(Object.keys(schemas).sort());
  });

  it("hold the table of parameters that the registry gives", async () => {
    await expect(parameterTable()).toMatchFileSnapshot(packageFile("PARAMETERS.md"));
  });

  it("hold the page of scenarios that the catalogue gives", async () => {
    await expect(catalogueTable()).toMatchFileSnapshot(packageFile("../../docs/scenarios/README.md"));
  });

  it("hold the registry as the YAML files have it", async () => {
    await expect(compileEvidence()).toMatchFileSnapshot(packageFile("evidence/index.jsonl"));
  });
});
