// From scenarios and the evidence to what a study simulates: every parameter with its value or distribution and its
// provenance. This is the only crossing into sim-core. What the command line sets comes last, and reaches by one rule: a
// lever only the scenarios that declare it, a parameter of the world all of them.

import {
  formatDistribution,
  gathering,
  InputError,
  type ParameterSpec,
  type Problem,
  type ScenarioInput,
  yearsBetween,
} from "@tiltak/sim-core";
import { type MunicipalityRow, originIso } from "@tiltak/sim-core/programme";
import { catalogueFiles } from "./catalogue.ts";
import { deliveryModelOf, usedDeliveryModels } from "./delivery-models.ts";
import { loadEvidence } from "./evidence.ts";
import {
  earliestOwnStart,
  loadScenario,
  type Scenario,
  type ScenarioMunicipality,
  settableParameters,
  unknownParameter,
} from "./load-scenario.ts";
import { type SourceReference, sourcesOf } from "./provenance.ts";
import type { Localised, ParameterEntry } from "./schema/evidence.ts";
import { continueDated, defaultQuantity, type Quantity, readQuantity } from "./schema/quantity.ts";
import { mostYears } from "./schema/scenario.ts";
import { show } from "./zod-problems.ts";

/** A parameter of one scenario: what it holds, who set it and what that rests on. */
export interface ResolvedParameter {
  readonly id: string;
  readonly group: string;
  readonly label: Localised;
  readonly kind: ParameterEntry["kind"];
  /** Empty for choices, switches and dates. */
  readonly unit: string;
  readonly spec: ParameterSpec;
  /** A dated value by its dates; `spec` holds the same in model years. */
  readonly dated?: readonly (readonly [date: string, value: number])[];
  /** By which share the last dated value grows each year, where a scenario says so. */
  readonly indexPerYear?: number;
  readonly standing: ParameterEntry["standing"];
  readonly lever: boolean;
  /** "evidence", the id of a scenario, or "--set". */
  readonly setBy: string;
  readonly sources: readonly SourceReference[];
  /** Why it is assumed; always there when `standing` is "assumed". */
  readonly why?: Localised;
  readonly note?: Localised;
  /** What it may hold: ends of a range, or the choices. */
  readonly range: readonly [number, number] | readonly string[];
  /** What the figure is of: a year, a month, a day or a period. */
  readonly date?: string;
}

/** What a scenario holds differently from its parent. Dated values are in model years after 2023-01-01. */
export interface Change {
  readonly id: string;
  /** What the parent holds; absent for a lever that only the child declares. */
  readonly from?: ParameterSpec;
  readonly to: ParameterSpec;
  readonly setBy: string;
}

/** A scenario ready to run and to explain. */
export interface ResolvedScenario {
  readonly id: string;
  readonly title: Localised;
  readonly question: Localised;
  readonly limits: Localised;
  /** When results begin to count, the first of a month. */
  readonly start: string;
  readonly years: number;
  readonly levers: readonly string[];
  /** Every parameter that the model reads here, sorted by id. */
  readonly parameters: Readonly<Record<string, ResolvedParameter>>;
  /** Municipalities by name in place of the synthetic map, sorted by id. */
  readonly municipalities?: readonly ScenarioMunicipality[];
  /** The parent's id. */
  readonly extends?: string;
  /** What differs from the parent, or from the evidence for a scenario without one. */
  readonly changes: readonly Change[];
  readonly file: string;
  readonly inCatalogue: boolean;
}

/** How many dated values are shown on a line. */
const mostShown = 16;

/** What the command line adds. */
export interface ResolveOptions {
  /** Each `name=value`; the value in the grammar of scenario files, a distribution in one line included. */
  readonly set?: readonly string[];
  /** Years that results cover, instead of the scenario's. */
  readonly years?: number;
  /** When results begin to count, instead of the scenario's: the first of a month. */
  readonly start?: string;
  /** Hold the parameters of every delivery model, not only of those that a scenario can use. */
  readonly allDeliveryModels?: boolean;
}

/**
 * Resolve the chosen scenarios.
 *
 * @param references ids of the catalogue or paths of files, at least one
 * @param options what the command line adds
 * @returns the scenarios, in the given order
 * @throws InputError with every problem of every scenario and option
 */
export function resolveScenarios(
  references: readonly string[],
  options: ResolveOptions = {},
): readonly ResolvedScenario[] {
  const problems: Problem[] = [];
  if (references.length === 0)
    problems.push({ message: "name at least one scenario", allowed: [...catalogueFiles().keys()].join(", ") });
  const scenarios = references.flatMap((reference) => collect(() => [loadScenario(reference)], problems) ?? []);
  for (const [i, { id }] of scenarios.entries()) {
    if (scenarios.findIndex((other) => other.id === id) < i)
      problems.push({ message: "is chosen twice", found: show(id) });
  }
  problems.push(...countryProblems(scenarios));
  problems.push(...horizonProblems(options, scenarios));
  const overrides = readOverrides(options.set ?? [], scenarios, scenarios.length === references.length, problems);
  if (problems.length > 0) throw new InputError(problems, "invalid-input");
  return scenarios.map((scenario) => resolveScenario(scenario, overrides, options));
}

/**
 * Hand a scenario to the simulation: specs by id, and the horizon in model years from 2023-01-01.
 *
 * @param resolved the scenario
 * @returns plain data for a study
 */
export function toScenarioInput(resolved: ResolvedScenario): ScenarioInput {
  return inputWithModels(resolved, []);
}

/**
 * Hand a scenario to the simulation where something else, such as the points of a sweep, may make it use more delivery models.
 *
 * @param resolved the scenario
 * @param models those models
 * @returns plain data for a study, with the parameters of those models too
 */
export function inputWithModels(resolved: ResolvedScenario, models: readonly string[]): ScenarioInput {
  const parameters: Record<string, ParameterSpec> = {
    "horizon.start-year-offset": yearsBetween(originIso, resolved.start),
    "horizon.years": resolved.years,
  };
  for (const [id, { spec }] of Object.entries(resolved.parameters)) parameters[id] = spec;
  for (const entry of settableParameters())
    if (models.includes(deliveryModelOf(entry.id) ?? "")) parameters[entry.id] ??= defaultQuantity(entry).spec;
  return { id: resolved.id, parameters };
}

function collect<T>(read: () => T, problems: Problem[]): T | undefined {
  try {
    return read();
  } catch (error) {
    return gathering(problems)(error);
  }
}

function resolveScenario(
  scenario: Scenario,
  overrides: ReadonlyMap<string, Quantity>,
  options: ResolveOptions,
): ResolvedScenario {
  const all = options.allDeliveryModels === true;
  const parameters = resolveParameters(scenario, overrides, all);
  const before =
    scenario.parent === undefined ? evidenceParameters(scenario) : resolveParameters(scenario.parent, new Map(), all);
  return {
    id: scenario.id,
    title: scenario.title,
    question: scenario.question,
    limits: scenario.limits,
    start: options.start ?? scenario.start,
    years: options.years ?? scenario.years,
    levers: scenario.levers,
    parameters,
    ...(scenario.municipalities === undefined ? {} : { municipalities: scenario.municipalities }),
    ...(scenario.parent === undefined ? {} : { extends: scenario.parent.id }),
    changes: changesBetween(before, parameters),
    file: scenario.file,
    inCatalogue: scenario.inCatalogue,
  };
}

function existsIn(entry: ParameterEntry, scenario: Scenario): boolean {
  return entry.lever !== true || scenario.levers.includes(entry.id);
}

/** Parameters of a delivery model exist where the scenario can use the model, or where somebody has set them. */
function resolveParameters(
  scenario: Scenario,
  overrides: ReadonlyMap<string, Quantity>,
  all = false,
): Readonly<Record<string, ResolvedParameter>> {
  const resolved: Record<string, ResolvedParameter> = {};
  const entries = [...settableParameters()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const add = (entry: ParameterEntry): void => {
    const override = overrides.get(entry.id);
    const own = scenario.parameters[entry.id];
    if (override !== undefined)
      resolved[entry.id] = setParameter(entry, continueDated(override, own ?? defaultQuantity(entry)), "--set");
    else if (own !== undefined) resolved[entry.id] = setParameter(entry, own, own.setBy);
    else resolved[entry.id] = evidenceParameter(entry);
  };
  for (const entry of entries) if (deliveryModelOf(entry.id) === undefined && existsIn(entry, scenario)) add(entry);
  const { municipalities } = scenario;
  const used = usedDeliveryModels({
    parameters: resolved,
    ...(municipalities === undefined ? {} : { municipalities }),
  });
  for (const entry of entries) {
    const model = deliveryModelOf(entry.id);
    if (model === undefined) continue;
    const set = overrides.has(entry.id) || scenario.parameters[entry.id] !== undefined;
    if (all || set || used.includes(model)) add(entry);
  }
  return Object.fromEntries(Object.entries(resolved).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function evidenceParameters(scenario: Scenario): Readonly<Record<string, ResolvedParameter>> {
  return resolveParameters({ ...scenario, parameters: {} }, new Map());
}

function commonOf(
  entry: ParameterEntry,
): Pick<ResolvedParameter, "id" | "group" | "label" | "kind" | "unit" | "lever" | "range"> {
  const { id, group, label, kind, unit = "", lever = false } = entry;
  const range = entry.allowed ?? entry.range ?? ["false", "true"];
  return { id, group, label, kind, unit, lever, range };
}

function evidenceParameter(entry: ParameterEntry): ResolvedParameter {
  const { spec, dated } = defaultQuantity(entry);
  return {
    ...commonOf(entry),
    spec,
    ...(dated === undefined ? {} : { dated }),
    standing: entry.standing,
    setBy: "evidence",
    sources: sourcesOf(entry.evidence ?? [], loadEvidence()),
    ...(entry.why === undefined ? {} : { why: entry.why }),
    ...(entry.note === undefined ? {} : { note: entry.note }),
    ...(entry.date === undefined ? {} : { date: entry.date }),
  };
}

/** What a scenario or the command line sets is an assumption of whoever set it; its reason is the source they gave. */
function setParameter(entry: ParameterEntry, quantity: Quantity, setBy: string): ResolvedParameter {
  const by =
    setBy === "--set"
      ? { nb: "Satt på kommandolinjen", en: "Set on the command line" }
      : { nb: `Satt av ${setBy}`, en: `Set by ${setBy}` };
  const { source } = quantity;
  const why = source === undefined ? by : { nb: `${by.nb}: ${source}`, en: `${by.en}: ${source}` };
  return {
    ...commonOf(entry),
    spec: quantity.spec,
    ...(quantity.dated === undefined ? {} : { dated: quantity.dated }),
    ...(quantity.indexPerYear === undefined ? {} : { indexPerYear: quantity.indexPerYear }),
    standing: "assumed",
    setBy,
    sources: [],
    why,
  };
}

function changesBetween(
  before: Readonly<Record<string, ResolvedParameter>>,
  after: Readonly<Record<string, ResolvedParameter>>,
): readonly Change[] {
  const changes: Change[] = [];
  for (const [id, { spec, setBy }] of Object.entries(after)) {
    const from = before[id]?.spec;
    if (from === undefined && setBy === "evidence" && deliveryModelOf(id) !== undefined) continue;
    if (from !== undefined && JSON.stringify(from) === JSON.stringify(spec)) continue;
    changes.push(from === undefined ? { id, to: spec, setBy } : { id, from, to: spec, setBy });
  }
  return changes;
}

/** Scenarios are compared person by person, so all of them must have the same municipalities. */
function countryProblems(scenarios: readonly Scenario[]): Problem[] {
  const rowsOf = ({ municipalities }: Scenario): string => JSON.stringify(rowsOfModel(municipalities) ?? null);
  const [first, ...others] = scenarios;
  if (first === undefined) return [];
  const odd = others.filter((other) => rowsOf(other) !== rowsOf(first)).map(({ id }) => id);
  if (odd.length === 0) return [];
  return [
    {
      message: `has other municipalities than ${first.id}, and people can be compared only within the same ones`,
      found: odd.join(", "),
      allowed: "scenarios with the same municipalities",
    },
  ];
}

function horizonProblems({ years, start }: ResolveOptions, scenarios: readonly Scenario[]): Problem[] {
  const named = scenarios.length > 0 && scenarios.every(({ municipalities }) => municipalities !== undefined);
  const earliest = named ? earliestOwnStart : originIso;
  const problems: Problem[] = [];
  if (years !== undefined && !(Number.isInteger(years) && years >= 1 && years <= mostYears)) {
    problems.push({
      path: "--years",
      message: "must be a whole number of years",
      found: String(years),
      allowed: `1 to ${mostYears}`,
    });
  }
  if (start !== undefined && !(/^\d{4}-(?:0[1-9]|1[0-2])-01$/.test(start) && start >= earliest)) {
    const allowed = `the first day of a month, ${earliest} or later`;
    problems.push({ path: "--start", message: "is no start of a run", found: show(start), allowed });
  }
  return problems;
}

/** Read `--set` options; the reach rule is checked against the chosen scenarios when all of them could be loaded. */
function readOverrides(
  set: readonly string[],
  scenarios: readonly Scenario[],
  allLoaded: boolean,
  problems: Problem[],
): ReadonlyMap<string, Quantity> {
  const { parameters } = loadEvidence();
  const overrides = new Map<string, Quantity>();
  const levers = scenarios.flatMap((scenario) => scenario.levers);
  for (const option of set) {
    const equals = option.indexOf("=");
    if (equals < 1) {
      problems.push({
        path: "--set",
        message: "must be name=value",
        found: show(option),
        allowed: "--set transfer.share=0.5",
      });
      continue;
    }
    const id = option.slice(0, equals).trim();
    const path = `--set ${id}`;
    const entry = parameters.get(id);
    if (entry === undefined || entry.reserved === true) {
      problems.push({ path, ...unknownParameter(id, entry, levers) });
      continue;
    }
    if (overrides.has(id)) problems.push({ path, message: "is set twice", found: show(option) });
    if (allLoaded && !scenarios.some((scenario) => existsIn(entry, scenario))) {
      problems.push({
        path,
        message: "is a lever that no chosen scenario declares",
        found: show(id),
        allowed: declaredBy(id),
      });
    }
    const result = readQuantity(option.slice(equals + 1), entry);
    if ("quantity" in result) overrides.set(id, result.quantity);
    else for (const { at: _, ...problem } of result.problems) problems.push({ path, ...problem });
  }
  return overrides;
}

/** Say which scenarios of the catalogue declare a lever. */
function declaredBy(id: string): string {
  const ids = [...catalogueFiles().keys()].filter((name) => loadScenario(name).levers.includes(id));
  return ids.length === 0 ? "no scenario of the catalogue declares it" : `it is declared by ${ids.join(", ")}`;
}

/**
 * Write what a parameter holds in the grammar of scenario files.
 *
 * @param spec a value, a distribution or dated values in model years
 * @returns one line, such as "pert(0, 0.3, 0.8)", "0.5" or "history"
 */
export function formatSpec(spec: ParameterSpec): string {
  if (typeof spec !== "object") return String(spec);
  if ("distribution" in spec) return formatDistribution(spec);
  const pairs = spec.map(([time, value]) => `${time}: ${value}`);
  return pairs.length > mostShown ? [...pairs.slice(0, mostShown - 1), "..."].join(", ") : pairs.join(", ");
}

/**
 * Give the municipalities of scenarios as rows of the model.
 *
 * @param scenarios of one study, which have the same municipalities
 * @returns the rows; undefined where the scenarios have the synthetic map
 */
export function municipalityRows(scenarios: readonly ResolvedScenario[]): readonly MunicipalityRow[] | undefined {
  return rowsOfModel(scenarios[0]?.municipalities);
}

function rowsOfModel(rows: readonly ScenarioMunicipality[] | undefined): readonly MunicipalityRow[] | undefined {
  return rows?.map(({ evidence: _evidence, why: _why, ...row }) => row);
}
