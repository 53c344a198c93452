// The delivery models: rows of data, made into parameters `delivery.<model>.<attribute>`, and the two questions that others ask
// about them. Which models can a scenario use? And does a model of a trial site rest on what came of it there, which a
// back-test of that site must not?

import { isDistribution, type ParameterSpec } from "@tiltak/sim-core";
import { archetypes } from "@tiltak/sim-core/programme";
import type { Evidence } from "./evidence.ts";
import { basisOf } from "./provenance.ts";
import type { DeliveryAttribute, DeliveryModel, ParameterEntry } from "./schema/evidence.ts";

/** What `mixed` draws from. */
const archetypeIds: readonly string[] = archetypes.map(([, model]) => model);
const prefix = "delivery.";
const lever = "municipal.delivery-model.";

/**
 * Make a parameter of each cell of the table of delivery models.
 *
 * @param models the rows
 * @param attributes the columns; a model that says nothing about one has its own number, as an assumption
 * @param group the group that the parameters belong to
 * @param reserved whether the model does not read them yet
 * @returns one parameter for each model and attribute, models in their order
 *
 * Worked number: 9 models with 23 attributes are 207 parameters.
 */
export function parametersOfModels(
  models: readonly DeliveryModel[],
  attributes: readonly DeliveryAttribute[],
  group: string,
  reserved: boolean,
): readonly ParameterEntry[] {
  return models.flatMap((model) =>
    attributes.map((attribute): ParameterEntry => {
      const { id, label, unit, range, ...own } = attribute;
      const said = model.attributes[id] ?? { ...own, standing: "assumed" as const };
      return {
        id: `${prefix}${model.id}.${id}`,
        group,
        label: { nb: `${model.label.nb}: ${label.nb}`, en: `${model.label.en}: ${label.en}` },
        ...(reserved ? { reserved } : {}),
        kind: "number",
        unit,
        range,
        ...said,
      };
    }),
  );
}

/**
 * Name the delivery model that a parameter is of.
 *
 * @param id of a parameter
 * @returns such as "lillestrom-se"; undefined for parameters of no delivery model
 */
export function deliveryModelOf(id: string): string | undefined {
  return id.startsWith(prefix) ? id.slice(prefix.length, id.lastIndexOf(".")) : undefined;
}

/**
 * List the delivery models that a scenario can use.
 *
 * @param scenario its parameters, and its municipalities where it names them
 * @returns ids, sorted: those that a lever holds or may draw, those of `mixed`, and those of named municipalities
 */
export function usedDeliveryModels(scenario: {
  readonly parameters: Readonly<Record<string, { readonly spec: ParameterSpec }>>;
  readonly municipalities?: readonly { readonly deliveryModel?: string }[];
}): readonly string[] {
  const used = new Set<string>();
  for (const [id, { spec }] of Object.entries(scenario.parameters)) {
    if (!id.startsWith(lever)) continue;
    const values = isDistribution(spec) && spec.distribution === "choice" ? spec.values : [spec];
    for (const value of values) for (const model of value === "mixed" ? archetypeIds : [String(value)]) used.add(model);
  }
  for (const { deliveryModel } of scenario.municipalities ?? [])
    if (deliveryModel !== undefined) used.add(deliveryModel);
  used.delete("standard");
  return [...used].sort();
}

/** A parameter of a site's delivery model that rests on what came of it there. */
export interface OwnOutcome {
  readonly parameter: string;
  readonly evidence: string;
}

/**
 * Find parameters of delivery models that rest on outcomes of their own site.
 *
 * @param evidence the registry
 * @returns each with the record or mechanism; none when back-tests of the sites are fair. Figures of the whole trial count as the
 *   site's own; records of a site's design do not
 */
export function ownOutcomes(evidence: Evidence): readonly OwnOutcome[] {
  const found: OwnOutcome[] = [];
  for (const { id, evidence: ids = [] } of evidence.parameters.values()) {
    const site = evidence.deliveryModels.get(deliveryModelOf(id) ?? "")?.site;
    if (site === undefined) continue;
    const records = basisOf(ids, evidence).records.map((name) => evidence.records.get(name));
    const mechanisms = ids.map((name) => evidence.mechanisms.get(name));
    for (const entry of [...records.filter((record) => record?.design !== true), ...mechanisms])
      if (entry?.sites?.some((of) => of === site || of === "all") === true)
        found.push({ parameter: id, evidence: entry.id });
  }
  return found;
}
