// What the evidence registry holds: sources, records (what a source says), mechanisms (what it says about cause), derived
// figures (our arithmetic), inconsistencies, and the parameters of the model with their standing. One schema checks the
// YAML and gives the JSON Schema for editors; units, dates, ids and the rules between fields are checked here too.

import { z } from "zod";
import { parseUnit } from "./unit.ts";

// Kebab-case words, dots between groups.
const idPattern = /^[a-z0-9]+(?:[-.][a-z0-9]+)*$/;
const id = z.string().max(80).regex(idPattern, "must be kebab-case words");
const text = z.string().min(1);
const unit = text.refine((value) => parseUnit(value) !== undefined, { error: "is no unit that this project knows" });
const date = text.regex(
  /^\d{4}(-\d{2}(-\d{2})?)?(\/\d{4}(-\d{2}(-\d{2})?)?)?$/,
  "must be a year, a month, a day or a period of them, such as 2023 or 2019-12/2021-10",
);
const localised = z.strictObject({ nb: text, en: text });
const number = z.number().finite();

/** Sites of the trial; "all" for figures of all of them together. */
export const trialSites = ["lillestrom", "oslo", "stavanger", "oygarden", "ullensaker", "indre-fosen", "all"] as const;

const place = z.strictObject({
  id,
  chapter: text.optional(),
  section: text.optional(),
  table: text.optional(),
  figure: text.optional(),
  footnote: text.optional(),
  page: z.int().positive().optional(),
  line: z.int().positive().optional(),
});

const figure = z
  .strictObject({
    value: number.optional(),
    range: z.tuple([number, number]).optional(),
    list: z.array(number).min(2).optional(),
    parts: text.optional(),
    unit,
  })
  .refine((f) => [f.value, f.range, f.list].filter((x) => x !== undefined).length === 1, {
    error: "must have one of value, range and list",
  });

const sourceSchema = z.strictObject({
  id,
  title: text,
  publisher: text,
  year: z.int().min(1900).max(2100).optional(),
  kind: z.enum(["evaluation", "interest organisation", "external"]),
  language: z.enum(["nb", "en"]).optional(),
  url: z.url().optional(),
  note: text.optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

const recordSchema = z
  .strictObject({
    id,
    statement: text,
    date: date.optional(),
    kind: z.enum(["rule", "direction", "claim"]).optional(),
    value: number.optional(),
    range: z.tuple([number, number]).optional(),
    list: z.array(number).min(2).optional(),
    unit: unit.optional(),
    values: z.record(id, figure).optional(),
    distribution: text.optional(),
    sites: z.array(z.enum(trialSites)).min(1).optional(),
    design: z.literal(true).optional(),
    source: place,
    quotes: z.array(text).min(1),
    quality: z.enum(["measured", "survey", "estimate", "assumption", "uncertain"]),
    caveat: text.optional(),
  })
  .refine((r) => [r.kind, r.value, r.range, r.list, r.values].filter((x) => x !== undefined).length === 1, {
    error: "must have one of kind, value, range, list and values",
  })
  .refine((r) => (r.value ?? r.range ?? r.list) === undefined || r.unit !== undefined, { error: "must have a unit" });

const mechanismSchema = z.strictObject({
  id,
  statement: text,
  direction: text,
  parameters: z.array(id),
  "left-out": text.optional(),
  strength: text,
  sites: z.array(z.enum(trialSites)).min(1).optional(),
  source: place,
  quotes: z.array(text).min(1),
});

const derivedFigure = z.strictObject({
  formula: text,
  value: number,
  unit,
  within: number.nonnegative(),
  printed: text.optional(),
  known: id.optional(),
});

const derivedSchema = z.strictObject({ id, statement: text, figures: z.record(id, derivedFigure), note: text });

const inconsistencySchema = z.strictObject({ id, statement: text, resolution: text, records: z.array(id) });

const notFoundSchema = z.strictObject({ id, statement: text });

const scalar = z.union([number, z.string(), z.boolean()]);

const parameterSchema = z
  .strictObject({
    id,
    label: localised,
    lever: z.boolean().optional(),
    reserved: z.boolean().optional(),
    kind: z.enum(["number", "choice", "boolean", "date", "dated"]),
    unit: unit.optional(),
    value: z.union([scalar, z.record(z.iso.date(), number)]).optional(),
    distribution: text.optional(),
    date: date.optional(),
    range: z.union([z.tuple([number, number]), z.tuple([z.iso.date(), z.iso.date()])]).optional(),
    allowed: z.array(text).min(2).optional(),
    standing: z.enum(["measured", "derived", "assumed"]),
    evidence: z.array(id).min(1).optional(),
    why: localised.optional(),
    note: localised.optional(),
  })
  .refine((p) => (p.value === undefined) !== (p.distribution === undefined), {
    error: "must have a value or a distribution, and not both",
  })
  .refine((p) => (p.kind === "number" || p.kind === "dated") === (p.unit !== undefined), {
    error: "a number has a unit, everything else has none",
  })
  .refine((p) => (p.kind === "choice" ? p.allowed !== undefined : p.kind === "boolean" || p.range !== undefined), {
    error: "must say what is allowed: a range, or the allowed names of a choice",
  })
  .refine((p) => (p.standing === "assumed" ? p.why !== undefined : p.evidence !== undefined), {
    error: "an assumption says why; everything else names its evidence",
  });

/** A number of a delivery model: a value or a distribution. */
const amount = {
  value: number.optional(),
  distribution: text.optional(),
  date: date.optional(),
  evidence: z.array(id).min(1).optional(),
};
const oneAmount = {
  check: (a: { readonly value?: number | undefined; readonly distribution?: string | undefined }): boolean =>
    (a.value === undefined) !== (a.distribution === undefined),
  error: "must have a value or a distribution, and not both",
};

const attributeSchema = z
  .strictObject({ id, label: localised, unit, range: z.tuple([number, number]), ...amount, why: localised })
  .refine(oneAmount.check, { error: oneAmount.error });

const attributeOfModelSchema = z
  .strictObject({
    ...amount,
    standing: z.enum(["measured", "derived", "assumed"]),
    why: localised.optional(),
    note: localised.optional(),
  })
  .refine(oneAmount.check, { error: oneAmount.error })
  .refine((a) => (a.standing === "assumed" ? a.why !== undefined : a.evidence !== undefined), {
    error: "an assumption says why; everything else names its evidence",
  });

const deliveryModelSchema = z.strictObject({
  id,
  label: localised,
  site: z.enum(trialSites).exclude(["all"]).optional(),
  evidence: z.array(id).min(1),
  attributes: z.record(id, attributeOfModelSchema),
});

const evidenceVersion = z.literal("tiltak.evidence/1");

/** The kinds of file in the evidence folder, by name of their list. */
export type EvidenceFileKind =
  | "sources"
  | "records"
  | "mechanisms"
  | "derived"
  | "inconsistencies"
  | "parameters"
  | "delivery-models";

/** What each kind of file in the evidence folder must look like. */
export const evidenceFiles: Readonly<Record<EvidenceFileKind, z.ZodType>> = {
  sources: z.strictObject({ schema: evidenceVersion, sources: z.array(sourceSchema) }),
  records: z.strictObject({ schema: evidenceVersion, records: z.array(recordSchema) }),
  mechanisms: z.strictObject({ schema: evidenceVersion, mechanisms: z.array(mechanismSchema) }),
  derived: z.strictObject({ schema: evidenceVersion, derived: z.array(derivedSchema) }),
  inconsistencies: z.strictObject({
    schema: evidenceVersion,
    inconsistencies: z.array(inconsistencySchema),
    "not-found": z.array(notFoundSchema),
  }),
  parameters: z.strictObject({
    schema: z.literal("tiltak.parameters/1"),
    group: id,
    parameters: z.array(parameterSchema),
  }),
  "delivery-models": z.strictObject({
    schema: z.literal("tiltak.delivery-models/1"),
    group: id,
    reserved: z.literal(true).optional(),
    attributes: z.array(attributeSchema).min(1),
    models: z.array(deliveryModelSchema).min(1),
  }),
};

/** A text in bokmål and in English. */
export interface Localised {
  readonly nb: string;
  readonly en: string;
}

/** A document or page that figures come from; `sha256` is the digest of its normalised text, where quotes can be checked. */
export interface Source {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly year?: number;
  readonly kind: "evaluation" | "interest organisation" | "external";
  readonly language?: "nb" | "en";
  readonly url?: string;
  readonly note?: string;
  readonly sha256?: string;
}

/** Where in a source something stands. */
export interface Place {
  readonly id: string;
  readonly chapter?: string;
  readonly section?: string;
  readonly table?: string;
  readonly figure?: string;
  readonly footnote?: string;
  readonly page?: number;
  readonly line?: number;
}

/** A figure: a value, a range, or a list whose parts are named. */
export interface Figure {
  readonly value?: number;
  readonly range?: readonly [number, number];
  readonly list?: readonly number[];
  readonly parts?: string;
  readonly unit?: string;
}

/** What a source says: one figure, several under their names (`values`), or something without a number (`kind`). */
export interface EvidenceRecord extends Figure {
  readonly id: string;
  readonly statement: string;
  readonly date?: string;
  readonly kind?: "rule" | "direction" | "claim";
  readonly values?: Readonly<Record<string, Figure>>;
  readonly distribution?: string;
  /** Sites of the trial that the figure is of: a back-test of a site must not rest on it. */
  readonly sites?: readonly TrialSite[];
  /** What a site decided, not what came of it: a rule, an agreement, a norm or its staff. */
  readonly design?: true;
  readonly source: Place;
  readonly quotes: readonly string[];
  readonly quality: "measured" | "survey" | "estimate" | "assumption" | "uncertain";
  readonly caveat?: string;
}

/** A site of the trial, or all of them together. */
export type TrialSite = (typeof trialSites)[number];

/** What a source says about cause, and which parameters carry it. */
export interface Mechanism {
  readonly id: string;
  readonly statement: string;
  readonly direction: string;
  readonly parameters: readonly string[];
  /** Why no parameter carries it. */
  readonly "left-out"?: string;
  readonly strength: string;
  /** Sites of the trial that the statement was made about. */
  readonly sites?: readonly TrialSite[];
  readonly source: Place;
  readonly quotes: readonly string[];
}

/** A figure computed here: `value` is what we hold it to be, `printed` what a source prints, `known` why they may differ. */
export interface DerivedFigure {
  readonly formula: string;
  readonly value: number;
  readonly unit: string;
  readonly within: number;
  readonly printed?: string;
  readonly known?: string;
}

/** Figures computed from records by formulas. */
export interface Derived {
  readonly id: string;
  readonly statement: string;
  readonly figures: Readonly<Record<string, DerivedFigure>>;
  readonly note: string;
}

/** Where sources disagree, and which reading is used. */
export interface Inconsistency {
  readonly id: string;
  readonly statement: string;
  readonly resolution: string;
  readonly records: readonly string[];
}

/** What was looked for and not found. */
export interface NotFound {
  readonly id: string;
  readonly statement: string;
}

/** A parameter of the programme model: what it is, where it starts, how far it may go and what it rests on. */
export interface ParameterEntry {
  readonly id: string;
  readonly group: string;
  readonly label: Localised;
  /** Belongs only to scenarios that declare it. */
  readonly lever?: boolean;
  /** In the registry, but not read by the model yet: no scenario may set it. */
  readonly reserved?: boolean;
  readonly kind: "number" | "choice" | "boolean" | "date" | "dated";
  readonly unit?: string;
  readonly value?: number | string | boolean | Readonly<Record<string, number>>;
  readonly distribution?: string;
  readonly date?: string;
  readonly range?: readonly [number, number] | readonly [string, string];
  readonly allowed?: readonly string[];
  readonly standing: "measured" | "derived" | "assumed";
  readonly evidence?: readonly string[];
  readonly why?: Localised;
  readonly note?: Localised;
}

/** A number of a delivery model, with what it rests on. */
export interface DeliveryAmount {
  readonly value?: number;
  readonly distribution?: string;
  readonly date?: string;
  readonly evidence?: readonly string[];
  readonly why?: Localised;
  readonly note?: Localised;
}

/** Something by which delivery models differ; its own number holds for models that say nothing else, and is an assumption. */
export interface DeliveryAttribute extends DeliveryAmount {
  readonly id: string;
  readonly label: Localised;
  readonly unit: string;
  readonly range: readonly [number, number];
  readonly why: Localised;
}

/** A way of delivering adapted work; `site` is the trial site that it was built on. */
export interface DeliveryModel {
  readonly id: string;
  readonly label: Localised;
  readonly site?: TrialSite;
  readonly evidence: readonly string[];
  readonly attributes: Readonly<Record<string, DeliveryAmount & { readonly standing: ParameterEntry["standing"] }>>;
}
