// The table of all parameters as Markdown: what docs show, made from the registry so that it cannot drift from it.

import { deliveryModelOf } from "./delivery-models.ts";
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
    if (deliveryModelOf(entry.id) !== undefined) continue;
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
  return `${head}\n${[...sections, deliveryModels()].join("\n")}`;
}

/** Delivery models: attributes by models, then what each model says itself and what that rests on. */
function deliveryModels(): string {
  const { deliveryModels: models, parameters } = loadEvidence();
  const ids = [...models.keys()];
  const [first = ""] = ids;
  const attributes = [...parameters.keys()]
    .filter((id) => deliveryModelOf(id) === first)
    .map((id) => id.split(".")[2] ?? "");
  const cell = (model: string, attribute: string): string => {
    const entry = parameters.get(`delivery.${model}.${attribute}`);
    if (entry === undefined) return "";
    const text = formatSpec(defaultQuantity(entry).spec);
    return models.get(model)?.attributes[attribute] === undefined ? text : `**${text}**`;
  };
  const matrix = attributes.map((attribute) => {
    const entry = parameters.get(`delivery.${first}.${attribute}`);
    const label = entry?.label.en.slice((models.get(first)?.label.en.length ?? 0) + 2) ?? "";
    return `| \`${attribute}\` | ${label}, ${entry?.unit} | ${ids.map((model) => cell(model, attribute)).join(" | ")} |`;
  });
  const grounds = [...models.values()].flatMap((model) => [
    "",
    `### ${model.id}: ${model.label.en}`,
    "",
    `Described by ${model.evidence.map((id) => `\`${id}\``).join(", ")}.`,
    "",
    ...Object.entries(model.attributes).map(([attribute, { standing, evidence = [], why, note }]) => {
      const said = [evidence.map((id) => `\`${id}\``).join(", "), why?.en ?? "", note?.en ?? ""].filter(Boolean);
      return `- \`${attribute}\` ${cell(model.id, attribute).replaceAll("*", "")}: ${[standing, ...said].join(". ")}`;
    }),
  ]);
  return [
    "## delivery-models",
    "",
    "Parameters `delivery.<model>.<attribute>`. What stands in bold a model says itself; the rest is the attribute's own start, an assumption.",
    "A model of a trial site rests on what the site decided and on other sites, never on what came of it there.",
    "",
    `| attribute | meaning | ${ids.join(" | ")} |`,
    `|---|---|${ids.map(() => "---|").join("")}`,
    ...matrix,
    ...grounds,
    "",
  ].join("\n");
}

const head = `# Parameters of the programme model

Made from \`evidence/parameters/*.yaml\` and \`evidence/delivery-models.yaml\`; how to read and extend them is in [the page on evidence](../../docs/evidence.md). A *lever* exists
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
