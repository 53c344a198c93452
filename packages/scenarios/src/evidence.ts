// The evidence registry in memory: sources, records, mechanisms, derived figures, inconsistencies and parameters, by id.
// It is read from YAML on first use. Parsing it all takes a fifth of a second, so a compiled copy (index.jsonl, one entry a
// line) lies beside it and is used only while its digest is that of the YAML files: an edit is never shadowed by a stale copy.

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { InputError, type Problem } from "@tiltak/sim-core";
import { parametersOfModels } from "./delivery-models.ts";
import { packageFile } from "./files.ts";
import {
  type DeliveryAttribute,
  type DeliveryModel,
  type Derived,
  type EvidenceFileKind,
  type EvidenceRecord,
  evidenceFiles,
  type Inconsistency,
  type Mechanism,
  type NotFound,
  type ParameterEntry,
  type Source,
} from "./schema/evidence.ts";
import { readYaml } from "./yaml-text.ts";
import { problemsOfIssues } from "./zod-problems.ts";

/** The registry: every list of the evidence folder, in the order of its files. */
export interface EvidenceLists {
  readonly sources: readonly Source[];
  readonly records: readonly EvidenceRecord[];
  readonly mechanisms: readonly Mechanism[];
  readonly derived: readonly Derived[];
  readonly inconsistencies: readonly Inconsistency[];
  readonly notFound: readonly NotFound[];
  readonly parameters: readonly ParameterEntry[];
  /** Their cells are among the parameters, as `delivery.<model>.<attribute>`. */
  readonly deliveryModels: readonly DeliveryModel[];
}

/** The registry by id. */
export interface Evidence {
  readonly sources: ReadonlyMap<string, Source>;
  readonly records: ReadonlyMap<string, EvidenceRecord>;
  readonly mechanisms: ReadonlyMap<string, Mechanism>;
  readonly derived: ReadonlyMap<string, Derived>;
  readonly inconsistencies: ReadonlyMap<string, Inconsistency>;
  readonly notFound: ReadonlyMap<string, NotFound>;
  readonly parameters: ReadonlyMap<string, ParameterEntry>;
  readonly deliveryModels: ReadonlyMap<string, DeliveryModel>;
}

let loaded: Evidence | undefined;

/**
 * Load the registry, once.
 *
 * @returns the registry by id
 * @throws InputError when a file of the registry is not as its schema says, with every problem and its place
 */
export function loadEvidence(): Evidence {
  if (loaded !== undefined) return loaded;
  const lists = compiledLists() ?? readEvidenceLists();
  const byId = <T extends { readonly id: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
    new Map(list.map((entry) => [entry.id, entry]));
  loaded = {
    sources: byId(lists.sources),
    records: byId(lists.records),
    mechanisms: byId(lists.mechanisms),
    derived: byId(lists.derived),
    inconsistencies: byId(lists.inconsistencies),
    notFound: byId(lists.notFound),
    parameters: byId(lists.parameters),
    deliveryModels: byId(lists.deliveryModels),
  };
  return loaded;
}

/**
 * Read and check every YAML file of the evidence folder.
 *
 * @returns the lists, in the order of the files
 * @throws InputError with every problem of every file: shape, ids used twice, references that lead nowhere
 */
export function readEvidenceLists(): EvidenceLists {
  const problems: Problem[] = [];
  const sources: Source[] = [];
  const records: EvidenceRecord[] = [];
  const mechanisms: Mechanism[] = [];
  const derived: Derived[] = [];
  const inconsistencies: Inconsistency[] = [];
  const notFound: NotFound[] = [];
  const parameters: ParameterEntry[] = [];
  const deliveryModels: DeliveryModel[] = [];
  for (const name of evidenceFileNames()) {
    const kind = kindOfFile(name);
    const document = readYaml(packageFile(`evidence/${name}`), { show: `evidence/${name}` });
    const result = evidenceFiles[kind].safeParse(document.data);
    if (!result.success) {
      problems.push(...problemsOfIssues(result.error.issues, document));
      continue;
    }
    const data = result.data as Readonly<Record<string, unknown>>;
    const list = (key: string): readonly never[] => (data[key] ?? []) as readonly never[];
    sources.push(...list("sources"));
    records.push(...list("records"));
    mechanisms.push(...list("mechanisms"));
    derived.push(...list("derived"));
    inconsistencies.push(...list("inconsistencies"));
    notFound.push(...list("not-found"));
    for (const entry of list("parameters") as readonly ParameterEntry[])
      parameters.push({ ...entry, group: String(data.group) });
    if (kind !== "delivery-models") continue;
    const models: readonly DeliveryModel[] = list("models");
    const attributes: readonly DeliveryAttribute[] = list("attributes");
    problems.push(...modelProblems(models, attributes));
    deliveryModels.push(...models);
    parameters.push(...parametersOfModels(models, attributes, String(data.group), data.reserved === true));
  }
  const lists: EvidenceLists = {
    sources,
    records,
    mechanisms,
    derived,
    inconsistencies,
    notFound,
    parameters,
    deliveryModels,
  };
  if (problems.length === 0) problems.push(...referenceProblems(lists));
  if (problems.length > 0) throw new InputError(problems, "evidence");
  return lists;
}

/** Names of the lists in the compiled copy. */
const listNames = [
  "sources",
  "records",
  "mechanisms",
  "derived",
  "inconsistencies",
  "notFound",
  "parameters",
  "deliveryModels",
] as const;

/**
 * Compile the registry for quick loading.
 *
 * @returns what `evidence/index.jsonl` should hold: a head with the digest of the YAML files, then one entry a line
 */
export function compileEvidence(): string {
  const lists = readEvidenceLists();
  const rows = listNames.flatMap((list) => lists[list].map((entry) => JSON.stringify([list, entry])));
  return `${[JSON.stringify({ schema: "tiltak.evidence-index/1", digest: evidenceDigest() }), ...rows].join("\n")}\n`;
}

function compiledLists(): EvidenceLists | undefined {
  const path = packageFile("evidence/index.jsonl");
  if (!existsSync(path)) return undefined;
  const [head, ...rows] = readFileSync(path, "utf8").trimEnd().split("\n");
  if ((JSON.parse(head ?? "{}") as { readonly digest?: string }).digest !== evidenceDigest()) return undefined;
  const lists = Object.fromEntries(listNames.map((list) => [list, [] as unknown[]]));
  for (const row of rows) {
    const [list, entry] = JSON.parse(row) as [string, unknown];
    lists[list]?.push(entry);
  }
  return lists as unknown as EvidenceLists;
}

function evidenceDigest(): string {
  const hash = createHash("sha256");
  for (const name of evidenceFileNames()) {
    hash.update(`${name}\n`);
    hash.update(readFileSync(packageFile(`evidence/${name}`)));
  }
  return hash.digest("hex");
}

function evidenceFileNames(): string[] {
  const yamlIn = (folder: string): string[] =>
    readdirSync(packageFile(`evidence/${folder}`))
      .filter((name) => name.endsWith(".yaml"))
      .sort()
      .map((name) => folder + name);
  return [...yamlIn(""), ...yamlIn("records/"), ...yamlIn("parameters/")];
}

function kindOfFile(name: string): EvidenceFileKind {
  if (name.startsWith("records/")) return "records";
  if (name.startsWith("parameters/")) return "parameters";
  return name.replace(".yaml", "") as EvidenceFileKind;
}

/** Attributes that no list knows, and models written twice. */
function modelProblems(models: readonly DeliveryModel[], attributes: readonly DeliveryAttribute[]): Problem[] {
  const known = attributes.map(({ id }) => id);
  const unknown = models.flatMap((model) =>
    Object.keys(model.attributes)
      .filter((name) => !known.includes(name))
      .map((name) => ({ path: `delivery.${model.id}`, found: name, message: "is no attribute of delivery models" })),
  );
  const twice = [...models, ...attributes].filter(({ id }, i, all) => all.findIndex((other) => other.id === id) < i);
  return [...unknown, ...twice.map(({ id }) => ({ path: id, message: "this id is used twice" }))];
}

function referenceProblems(lists: EvidenceLists): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const { deliveryModels, ...named } = lists;
  for (const list of Object.values(named) as readonly (readonly { readonly id: string }[])[]) {
    for (const { id } of list) {
      if (seen.has(id)) problems.push({ path: id, message: "this id is used twice" });
      seen.add(id);
    }
  }
  const idsOf = (list: readonly { readonly id: string }[]): Set<string> => new Set(list.map(({ id }) => id));
  const known = new Set([...lists.records, ...lists.derived, ...lists.mechanisms].map(({ id }) => id));
  const check = (from: string, ids: readonly string[], among: ReadonlySet<string>, what: string): void => {
    for (const id of ids) if (!among.has(id)) problems.push({ path: from, found: id, message: `names no ${what}` });
  };
  const sources = idsOf(lists.sources);
  for (const entry of [...lists.records, ...lists.mechanisms]) check(entry.id, [entry.source.id], sources, "source");
  for (const entry of lists.inconsistencies) check(entry.id, entry.records, known, "record");
  for (const entry of lists.parameters) check(entry.id, entry.evidence ?? [], known, "evidence");
  for (const entry of deliveryModels) check(`delivery.${entry.id}`, entry.evidence, known, "evidence");
  for (const entry of lists.mechanisms) check(entry.id, entry.parameters, idsOf(lists.parameters), "parameter");
  const explained = idsOf(lists.inconsistencies);
  for (const entry of lists.derived)
    for (const figure of Object.values(entry.figures))
      if (figure.known !== undefined) check(entry.id, [figure.known], explained, "inconsistency");
  return problems;
}
