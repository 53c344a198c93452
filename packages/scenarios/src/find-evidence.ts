// What `tiltak evidence <id>` shows: the entry of the registry behind an id, whatever kind it is.

import { InputError } from "@tiltak/sim-core";
import { loadEvidence } from "./evidence.ts";
import { meantNote } from "./nearest-parameter.ts";
import type {
  Derived,
  EvidenceRecord,
  Inconsistency,
  Mechanism,
  NotFound,
  ParameterEntry,
  Source,
} from "./schema/evidence.ts";
import { show } from "./zod-problems.ts";

/** An entry of the registry with its kind. */
export type EvidenceEntry =
  | { readonly kind: "parameter"; readonly entry: ParameterEntry }
  | { readonly kind: "record"; readonly entry: EvidenceRecord }
  | { readonly kind: "derived"; readonly entry: Derived }
  | { readonly kind: "mechanism"; readonly entry: Mechanism }
  | { readonly kind: "inconsistency"; readonly entry: Inconsistency }
  | { readonly kind: "not-found"; readonly entry: NotFound }
  | { readonly kind: "source"; readonly entry: Source };

/**
 * Find an entry of the registry.
 *
 * @param id of a parameter, record, derived figure, mechanism, inconsistency, source, or of what was not found
 * @returns the entry with its kind
 * @throws InputError when there is none, with the nearest id
 */
export function findEvidence(id: string): EvidenceEntry {
  const evidence = loadEvidence();
  const parameter = evidence.parameters.get(id);
  if (parameter !== undefined) return { kind: "parameter", entry: parameter };
  const record = evidence.records.get(id);
  if (record !== undefined) return { kind: "record", entry: record };
  const derived = evidence.derived.get(id);
  if (derived !== undefined) return { kind: "derived", entry: derived };
  const mechanism = evidence.mechanisms.get(id);
  if (mechanism !== undefined) return { kind: "mechanism", entry: mechanism };
  const inconsistency = evidence.inconsistencies.get(id);
  if (inconsistency !== undefined) return { kind: "inconsistency", entry: inconsistency };
  const notFound = evidence.notFound.get(id);
  if (notFound !== undefined) return { kind: "not-found", entry: notFound };
  const source = evidence.sources.get(id);
  if (source !== undefined) return { kind: "source", entry: source };
  const ids = Object.values(evidence).flatMap((map: ReadonlyMap<string, unknown>) => [...map.keys()]);
  throw new InputError(
    [{ message: "there is no such evidence", found: show(id), ...meantNote(id, ids) }],
    "unknown-evidence",
  );
}

/**
 * List the parameters that rest on an entry.
 *
 * @param id of a record, derived figure or mechanism
 * @returns ids of parameters, in the order of the registry
 */
export function parametersOn(id: string): readonly string[] {
  return [...loadEvidence().parameters.values()]
    .filter(({ evidence }) => evidence?.includes(id) === true)
    .map((p) => p.id);
}
