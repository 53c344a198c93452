// What a figure rests on, as plain data that a table, a report and a manifest can show: from an id of the registry to
// sources with place, quote and quality.

import type { Evidence } from "./evidence.ts";
import { referencesOf } from "./formula.ts";
import type { Place, Source, TrialSite } from "./schema/evidence.ts";

/** One piece of evidence behind a parameter. */
export interface SourceReference {
  /** The id in the registry. */
  readonly evidence: string;
  readonly kind: "record" | "derived" | "mechanism";
  readonly statement: string;
  /** The document; a derived figure has those of its records. */
  readonly documents: readonly DocumentReference[];
  /** Of a record: how good the figure is. */
  readonly quality?: string;
  readonly date?: string;
  readonly quote?: string;
  readonly caveat?: string;
  /** Of a derived figure: formulas and the records they use. */
  readonly formulas?: readonly string[];
  readonly records?: readonly string[];
}

/** A document and the place in it. */
export interface DocumentReference {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly year?: number;
  readonly url?: string;
  /** Such as "ch. 3.8, table 3.2, line 3169"; empty when only the document is known. */
  readonly place: string;
}

/**
 * Say what ids of the registry rest on.
 *
 * @param ids records, derived figures or mechanisms
 * @param evidence the registry
 * @returns one reference for each id, in the same order; ids that lead nowhere are left out
 */
export function sourcesOf(ids: readonly string[], evidence: Evidence): readonly SourceReference[] {
  return ids.flatMap((id): SourceReference[] => {
    const record = evidence.records.get(id);
    if (record !== undefined) {
      return [
        {
          evidence: id,
          kind: "record",
          statement: record.statement,
          documents: documentsAt([record.source], evidence),
          quality: record.quality,
          ...(record.date === undefined ? {} : { date: record.date }),
          quote: record.quotes[0] ?? "",
          ...(record.caveat === undefined ? {} : { caveat: record.caveat }),
        },
      ];
    }
    const mechanism = evidence.mechanisms.get(id);
    if (mechanism !== undefined) {
      const documents = documentsAt([mechanism.source], evidence);
      return [
        {
          evidence: id,
          kind: "mechanism",
          statement: mechanism.statement,
          documents,
          quote: mechanism.quotes[0] ?? "",
        },
      ];
    }
    const derived = evidence.derived.get(id);
    if (derived === undefined) return [];
    const formulas = Object.values(derived.figures).map(({ formula }) => formula);
    const records = recordsBehind(id, evidence, new Set());
    const places = records.flatMap((name) => evidence.records.get(name)?.source ?? []);
    return [
      {
        evidence: id,
        kind: "derived",
        statement: derived.statement,
        documents: documentsAt(places, evidence),
        caveat: derived.note,
        formulas,
        records,
      },
    ];
  });
}

/** The records that something rests on, and the sites of the trial among them. */
export interface Basis {
  readonly records: readonly string[];
  readonly sites: readonly TrialSite[];
}

/**
 * Follow evidence down to records: what a back-test must not share with what it predicts.
 *
 * @param ids of records, derived figures or mechanisms, such as the evidence of a parameter
 * @param evidence the registry
 * @returns records through all formulas, and the sites of the trial that any of them, or a mechanism, is of; sorted
 */
export function basisOf(ids: readonly string[], evidence: Evidence): Basis {
  const seen = new Set<string>();
  const records = [...new Set(ids.flatMap((id) => recordsBehind(id, evidence, seen)))].sort();
  const told = [...records.map((id) => evidence.records.get(id)), ...ids.map((id) => evidence.mechanisms.get(id))];
  const sites = new Set(told.flatMap((entry) => entry?.sites ?? []));
  return { records, sites: [...sites].sort() };
}

/** Follow formulas down to records. */
function recordsBehind(id: string, evidence: Evidence, seen: Set<string>): string[] {
  if (seen.has(id)) return [];
  seen.add(id);
  if (evidence.records.has(id)) return [id];
  const formulas = Object.values(evidence.derived.get(id)?.figures ?? {}).map(({ formula }) => formula);
  const ids = formulas.flatMap(referencesOf).map((reference) => (reference.split(/[.#]/)[0] ?? "") as string);
  return ids.flatMap((next) => recordsBehind(next, evidence, seen));
}

function documentsAt(places: readonly Place[], evidence: Evidence): readonly DocumentReference[] {
  const byKey = new Map<string, DocumentReference>();
  for (const place of places) {
    const source = evidence.sources.get(place.id);
    if (source === undefined) continue;
    const reference = documentAt(source, place);
    byKey.set(`${reference.id} ${reference.place}`, reference);
  }
  return [...byKey.values()];
}

function documentAt(source: Source, place: Place): DocumentReference {
  const { id, title, publisher, year, url } = source;
  return {
    id,
    title,
    publisher,
    ...(year === undefined ? {} : { year }),
    ...(url === undefined ? {} : { url }),
    place: placeText(place),
  };
}

/** Write a place as people cite it. */
function placeText(place: Place): string {
  const parts = [
    place.chapter === undefined ? undefined : `ch. ${place.chapter}`,
    place.section === undefined ? undefined : `section ${place.section}`,
    place.table === undefined ? undefined : `table ${place.table}`,
    place.figure === undefined ? undefined : `fig. ${place.figure}`,
    place.footnote === undefined ? undefined : `footnote ${place.footnote}`,
    place.page === undefined ? undefined : `p. ${place.page}`,
    place.line === undefined ? undefined : `line ${place.line}`,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}
