// The table of all parameters as Markdown: what docs show, made from the registry so that it cannot drift from it.

import { loadEvidence } from "./evidence.ts";
import { formatSpec } from "./resolve-parameters.ts";
import type { ParameterEntry } from "./schema/evidence.ts";
import { allowedText, defaultQuantity } from "./schema/quantity.ts";

/**
 * Write the table of all parameters, one section for each group.
 *
 * @returns Markdown: id, meaning, start value or distribution with unit, range, standing, evidence or reason
 */
export function parameterTable(): string {
  const groups = new Map<string, ParameterEntry[]>();
  for (const entry of loadEvidence().parameters.values()) {
    groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  }
  const sections = [...groups].map(([group, entries]) =>
    [
      `## ${group}`,
      "",
      "| parameter | meaning | start | allowed | standing | rests on |",
      "|---|---|---|---|---|---|",
      ...entries.map(row),
      "",
    ].join("\n"),
  );
  return `${head}\n${sections.join("\n")}`;
}

const head = `# Parameters of the programme model

Made from \`evidence/parameters/*.yaml\`; how to read and extend them is in [the page on evidence](../../docs/evidence.md). A *lever* exists
only in scenarios that declare it. What is *reserved* is written down, but the model does not read it yet.
`;

function row(entry: ParameterEntry): string {
  const { spec, dated } = defaultQuantity(entry);
  const value = dated === undefined ? formatSpec(spec) : dated.map(([date, x]) => `${date}: ${x}`).join(", ");
  const unit = entry.unit === undefined ? "" : ` ${entry.unit}`;
  const marks = [entry.standing, entry.lever === true ? "lever" : "", entry.reserved === true ? "reserved" : ""];
  const grounds = [
    (entry.evidence ?? []).map((id) => `\`${id}\``).join(", "),
    entry.why?.en ?? "",
    entry.note?.en ?? "",
  ];
  return `| ${[
    `\`${entry.id}\``,
    entry.label.en,
    value + unit,
    allowedText(entry),
    marks.filter(Boolean).join(", "),
    grounds.filter(Boolean).join(". "),
  ]
    .map((cell) => cell.replaceAll("|", "\\|"))
    .join(" | ")} |`;
}
