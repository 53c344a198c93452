// The commented file that `tiltak init` writes: a scenario that runs as it stands and shows every way of writing a value.

import { InputError } from "@tiltak/sim-core";
import { deliveryModelOf } from "./delivery-models.ts";
import { loadScenario, settableParameters } from "./load-scenario.ts";
import { formatSpec, resolveScenarios } from "./resolve-parameters.ts";
import { defaultQuantity } from "./schema/quantity.ts";
import { show } from "./zod-problems.ts";

/** What the template is made for. */
export interface TemplateOptions {
  /** The new scenario's id; "my-scenario" when left out. */
  readonly id?: string;
  /** The parent, an id of the catalogue; "full-scale-transfer" when left out. */
  readonly parent?: string;
  readonly lang?: "nb" | "en";
  /** Names a unit in that language; the registry's own name when left out. */
  readonly unitName?: (unit: string) => string;
}

/**
 * Write a scenario file to start from.
 *
 * @param options id, parent and language of the comments
 * @returns YAML text that loads without a problem: everything but id, parent and title is commented out
 * @throws InputError when the id is not kebab-case or there is no such parent
 */
export function scenarioTemplate(options: TemplateOptions = {}): string {
  const { id = "my-scenario", parent = "full-scale-transfer", lang = "en", unitName = (unit) => unit } = options;
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id) || id.length > 64) {
    throw new InputError([
      { path: "id", message: "must be kebab-case", found: show(id), allowed: "such as half-transfer" },
    ]);
  }
  const scenario = loadScenario(parent);
  const used = Object.keys(resolveScenarios([parent])[0]?.parameters ?? {});
  const say = (nb: string, en: string): string => (lang === "nb" ? nb : en);
  const lines = [
    say(
      "# Et scenario: det som skiller seg fra forgjengeren, og ingenting annet.",
      "# A scenario: what differs from its parent, and nothing else.",
    ),
    say(`# Prøv det med: tiltak check ${id}.yaml`, `# Try it with: tiltak check ${id}.yaml`),
    `id: ${id}`,
    `extends: ${parent}`,
    "title:",
    `  nb: ${JSON.stringify(`Variant av: ${scenario.title.nb}`)}`,
    `  en: ${JSON.stringify(`Variant of: ${scenario.title.en}`)}`,
    `# start: ${scenario.start}`,
    `# years: ${scenario.years}`,
    "parameters: {}",
    say(
      "# Skriv parametere slik (fjern {} over og # foran):",
      "# Write parameters like this (remove {} above and the #):",
    ),
    "# parameters:",
  ];
  const reached = settableParameters().filter(({ id: one, lever }) =>
    lever === true ? scenario.levers.includes(one) : deliveryModelOf(one) === undefined || used.includes(one),
  );
  const levers = reached.filter(({ lever }) => lever === true);
  const world = reached.filter(({ lever }) => lever !== true);
  // What people choose comes first: that is what a scenario is mostly about.
  for (const [i, entry] of [...levers, ...world].entries()) {
    if (i === 0 && levers.length > 0) lines.push(say("#   # Virkemidler:", "#   # Levers:"));
    if (i === levers.length)
      lines.push(say("#   # Omverdenen, den samme i alle scenarioer:", "#   # The world, the same in every scenario:"));
    const { spec, dated } = scenario.parameters[entry.id] ?? defaultQuantity(entry);
    const unit = entry.unit === undefined ? "" : `, ${unitName(entry.unit)}`;
    const value =
      dated === undefined
        ? formatSpec(spec)
        : `{ dated: { ${dated
            .slice(-1)
            .map(([date, x]) => `${date}: ${x}`)
            .join(", ")} } }`;
    lines.push(`#   ${entry.id}: ${value}   # ${entry.label[lang]}${unit}`);
  }
  lines.push(
    say("# En verdi kan også være en fordeling, med kilde:", "# A value may also be a distribution, with its source:"),
    '#   municipal.new-workplaces-per-1000: { distribution: pert, min: 0.1, mode: 1, max: 2.5, source: "..." }',
  );
  return `${lines.join("\n")}\n`;
}
