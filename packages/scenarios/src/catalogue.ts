// The scenarios that come with the package: one folder each under src/catalogue, with scenario.yaml and README.md.

import { existsSync, readdirSync } from "node:fs";
import { packageFile } from "./files.ts";

let files: ReadonlyMap<string, string> | undefined;

/** The id of every scenario of the catalogue, sorted, and the path of its file. */
export function catalogueFiles(): ReadonlyMap<string, string> {
  if (files !== undefined) return files;
  const folder = packageFile("src/catalogue");
  const ids = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`${folder}/${entry.name}/scenario.yaml`))
    .map(({ name }) => name)
    .sort();
  files = new Map(ids.map((id) => [id, `${folder}/${id}/scenario.yaml`]));
  return files;
}
