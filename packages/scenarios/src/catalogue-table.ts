// The page of all scenarios as Markdown, in English and in Norwegian: what docs show, made from the catalogue so that it cannot drift from it.

import { type CatalogueEntry, loadCatalogue } from "./load-catalogue.ts";

const folder = "../../packages/scenarios/src/catalogue";

/**
 * Write the page of all scenarios.
 *
 * @returns Markdown: each scenario's id with a link to its own page, its question, its parent, and the levers that it adds
 */
export function catalogueTable(): string {
  const catalogue = loadCatalogue();
  const levers = catalogue.map((entry) => {
    const inherited = catalogue.find(({ id }) => id === entry.extends)?.levers ?? [];
    return { entry, own: entry.levers.filter((id) => !inherited.includes(id)) };
  });
  const rows = (lang: "nb" | "en"): string => catalogue.map((entry) => row(entry, lang)).join("\n");
  const declared = levers
    .filter(({ own }) => own.length > 0)
    .map(({ entry, own }) => `- \`${entry.id}\`: ${own.map((id) => `\`${id}\``).join(", ")}`);
  return `${headEn}\n${rows("en")}\n\n${leversEn}\n\n${declared.join("\n")}\n\n${headNb}\n${rows("nb")}\n`;
}

const headEn = `# Scenarios

Made from \`packages/scenarios/src/catalogue\`. Each scenario is a small delta to its parent and has a page of its own with levers, limits and what
is expected, in both languages; expectations are hypotheses, and \`tiltak compare\` is how to hold them against the model. How to write one is in
[scenario files](../scenario-files.md).

| scenario | question | differs from |
|---|---|---|`;

const leversEn = `## Levers

A lever belongs to the scenario that declares it, and to its children:`;

const headNb = `## På norsk

| scenario | spørsmål | skiller seg fra |
|---|---|---|`;

function row({ id, question, extends: parent }: CatalogueEntry, lang: "nb" | "en"): string {
  const of = parent === undefined ? "" : `\`${parent}\``;
  return `| [${id}](${folder}/${id}/README.md) | ${question[lang]} | ${of} |`;
}
