// What `tiltak list` shows: every scenario of the catalogue with the question it answers.

import { dirname } from "node:path";
import { catalogueFiles } from "./catalogue.ts";
import { loadScenario } from "./load-scenario.ts";
import type { Localised } from "./schema/evidence.ts";

/** One scenario of the catalogue. */
export interface CatalogueEntry {
  readonly id: string;
  readonly title: Localised;
  readonly question: Localised;
  readonly limits: Localised;
  readonly levers: readonly string[];
  /** The parent's id. */
  readonly extends?: string;
  /** The folder with scenario.yaml and README.md. */
  readonly dir: string;
}

/**
 * Load the catalogue.
 *
 * @returns the scenarios, baselines first, then by id
 * @throws InputError when a scenario of the catalogue is broken
 */
export function loadCatalogue(): readonly CatalogueEntry[] {
  const entries = [...catalogueFiles()].map(([id, path]): CatalogueEntry => {
    const { title, question, limits, levers, parent } = loadScenario(id);
    return {
      id,
      title,
      question,
      limits,
      levers,
      ...(parent === undefined ? {} : { extends: parent.id }),
      dir: dirname(path),
    };
  });
  const rank = ({ id }: CatalogueEntry): number => (id.startsWith("baseline") ? 0 : 1);
  return entries.sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}
