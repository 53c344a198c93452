// From the name of a scenario, or a file of a user's own, to a Scenario: its parents found and merged, everything checked.
// What is wrong is said all at once: each problem with file, line, path, what stood there, what may stand there and the
// nearest right name. A file never reaches outside its own folder.

import { existsSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { gathering, InputError, nearestNote, type Problem } from "@tiltak/sim-core";
import type { MunicipalityRow } from "@tiltak/sim-core/programme";
import { originIso } from "@tiltak/sim-core/programme";
import { catalogueFiles } from "./catalogue.ts";
import { loadEvidence } from "./evidence.ts";
import { type MeantParameter, meantNote, meantParameter } from "./nearest-parameter.ts";
import type { Localised, ParameterEntry } from "./schema/evidence.ts";
import { continueDated, defaultQuantity, type Quantity, readQuantity } from "./schema/quantity.ts";
import { type ScenarioDocument, scenarioNames, scenarioSchema } from "./schema/scenario.ts";
import { readYaml, type YamlText } from "./yaml-text.ts";
import { pathText, problemsOfIssues, show } from "./zod-problems.ts";

/** Results count from here when no scenario in the chain says otherwise. */
const defaultStart = "2027-01-01";
/** Years that results cover when no scenario in the chain says otherwise. */
const defaultYears = 10;
const longestChain = 20;

/** Earliest start of a scenario with municipalities of its own: its run begins there, and the rates are known from here on. */
export const earliestOwnStart = "2016-01-01";

/** A municipality that a scenario names: a row of the model, and what it rests on. */
export interface ScenarioMunicipality extends MunicipalityRow {
  readonly evidence: readonly string[];
  readonly why?: Localised;
}

/** What a scenario sets for one parameter. */
export interface ScenarioParameter extends Quantity {
  /** The id of the scenario in the chain that set it. */
  readonly setBy: string;
  readonly file: string;
  readonly line: number;
}

/** A scenario with its parents merged in; what it does not set is left to the evidence. */
export interface Scenario {
  readonly id: string;
  readonly title: Localised;
  readonly question: Localised;
  readonly limits: Localised;
  /** When results begin to count, the first of a month. */
  readonly start: string;
  readonly years: number;
  /** Levers that exist here, its own and its parents', sorted. */
  readonly levers: readonly string[];
  readonly parameters: Readonly<Record<string, ScenarioParameter>>;
  /** Municipalities by name in place of the synthetic map, its own or its parents', sorted by id. */
  readonly municipalities?: readonly ScenarioMunicipality[];
  /** The scenario it is a delta to, merged in the same way. */
  readonly parent?: Scenario;
  /** Its file, as named in messages. */
  readonly file: string;
  /** Whether it belongs to the catalogue. */
  readonly inCatalogue: boolean;
}

/**
 * Load a scenario.
 *
 * @param idOrPath the id of a scenario of the catalogue, or the path of a .yaml file
 * @returns the scenario, its parents merged in
 * @throws InputError with every problem of every file in the chain
 */
export function loadScenario(idOrPath: string): Scenario {
  const target = findScenario(idOrPath);
  return load(target, []);
}

interface Target {
  readonly path: string;
  /** Name in messages: as the user wrote it, or catalogue/<id>/scenario.yaml. */
  readonly show: string;
  readonly catalogueId?: string;
}

/** Say whether a reference is meant as a file. */
function looksLikeFile(reference: string): boolean {
  return /\.ya?ml$/i.test(reference) || /[\\/]/.test(reference);
}

function findScenario(reference: string): Target {
  const known = catalogueTarget(reference);
  if (known !== undefined) return known;
  if (looksLikeFile(reference) || isFileOrFolder(reference)) return { path: resolve(reference), show: reference };
  throw new InputError([unknownScenario(reference)], "unknown-scenario");
}

function isFileOrFolder(path: string): boolean {
  try {
    return path !== "" && !path.includes("\0") && existsSync(path) && statSync(path).isFile();
  } catch {
    return false;
  }
}

function catalogueTarget(id: string): Target | undefined {
  const path = catalogueFiles().get(id);
  return path === undefined ? undefined : { path, show: `catalogue/${id}/scenario.yaml`, catalogueId: id };
}

function unknownScenario(reference: string): Problem {
  const ids = [...catalogueFiles().keys()];
  return {
    message: "there is no such scenario",
    found: show(reference),
    allowed: `${ids.join(", ")}, or the path of a .yaml file`,
    ...nearestNote(reference, ids),
  };
}

function load(target: Target, chain: readonly Target[]): Scenario {
  if (target.path.includes("\0")) {
    throw new InputError([{ message: "is no path of a file", found: show(target.show) }], "unreadable-file");
  }
  const text = readYaml(target.path, { show: target.show });
  const problems: Problem[] = [];
  const parsed = scenarioSchema.safeParse(text.data);
  if (!parsed.success) problems.push(...problemsOfIssues(parsed.error.issues, text, namesAt));
  const document: Partial<ScenarioDocument> = parsed.success ? parsed.data : salvage(text.data);
  problems.push(...idProblems(document, target, text));
  // What parameters may mean depends on the levers; what is wrong is told in the order of the file all the same.
  const later: Problem[] = [];
  const levers = ownLevers(document, text, later);
  const parent = loadParent(document, target, chain, text, later);
  const allLevers = [...new Set([...(parent?.levers ?? []), ...levers])].sort();
  const own = ownParameters(document, text, allLevers, problems);
  problems.push(...later);
  const merged: Record<string, ScenarioParameter> = { ...parent?.parameters };
  for (const [id, quantity] of Object.entries(own)) {
    const entry = loadEvidence().parameters.get(id) as ParameterEntry;
    merged[id] = continueDated(quantity, merged[id] ?? defaultQuantity(entry));
  }
  problems.push(...strayLevers(own, allLevers, text));
  const municipalities = ownMunicipalities(document, text, problems) ?? parent?.municipalities;
  problems.push(...startProblems(document, municipalities, text));
  if (problems.length > 0) throw new InputError(problems, "invalid-scenario");
  const title = localised(document.title) ?? { nb: "", en: "" };
  const empty = { nb: "", en: "" };
  return {
    id: document.id ?? "",
    title,
    question: localised(document.question) ?? parent?.question ?? empty,
    limits: localised(document.limits) ?? parent?.limits ?? empty,
    start: document.start ?? parent?.start ?? defaultStart,
    years: document.years ?? parent?.years ?? defaultYears,
    levers: allLevers,
    parameters: merged,
    ...(municipalities === undefined ? {} : { municipalities }),
    ...(parent === undefined ? {} : { parent }),
    file: target.show,
    inCatalogue: target.catalogueId !== undefined,
  };
}

function namesAt(path: readonly (string | number)[]): readonly string[] {
  return path.length === 0 ? scenarioNames : [];
}

/** Keep those parts of a misshapen document that later checks can still say something about. */
function salvage(data: unknown): Partial<ScenarioDocument> {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return {};
  const map = data as Readonly<Record<string, unknown>>;
  const isMap = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
  return {
    ...(typeof map.id === "string" ? { id: map.id } : {}),
    ...(typeof map.extends === "string" && map.extends.length <= 200 ? { extends: map.extends } : {}),
    ...(isMap(map.parameters) ? { parameters: map.parameters as Readonly<Record<string, unknown>> } : {}),
    ...(Array.isArray(map.levers) ? { levers: map.levers.filter((name) => typeof name === "string") } : {}),
  };
}

function localised(text: string | Localised | undefined): Localised | undefined {
  return typeof text === "string" ? { nb: text, en: text } : text;
}

function idProblems(document: Partial<ScenarioDocument>, target: Target, text: YamlText): Problem[] {
  const { id } = document;
  if (id === undefined || id === target.catalogueId) return [];
  const taken = target.catalogueId === undefined && catalogueFiles().has(id);
  if (target.catalogueId === undefined && !taken) return [];
  return [
    {
      file: text.file,
      ...text.locate(["id"]),
      path: "id",
      message: taken
        ? "belongs to a scenario of the catalogue; give your scenario a name of its own"
        : "must be the folder's name",
      found: show(id),
    },
  ];
}

function ownParameters(
  document: Partial<ScenarioDocument>,
  text: YamlText,
  levers: readonly string[],
  problems: Problem[],
): Readonly<Record<string, ScenarioParameter>> {
  const own: Record<string, ScenarioParameter> = {};
  for (const [id, written] of Object.entries(document.parameters ?? {})) {
    const quantity = readParameter(id, written, text, problems, levers);
    if (quantity === undefined) continue;
    const { line } = text.locate(["parameters", id], "name");
    own[id] = { ...quantity, setBy: document.id ?? text.file, file: text.file, line };
  }
  return own;
}

/**
 * Read one of the `parameters` of a document.
 *
 * @param id its name
 * @param written what stands under it
 * @param problems what is wrong is added here, with its place
 * @param levers those that are declared: likelier than other names to be what a wrong one means
 * @returns undefined where anything is wrong
 */
export function readParameter(
  id: string,
  written: unknown,
  text: YamlText,
  problems: Problem[],
  levers: readonly string[] = [],
): Quantity | undefined {
  const at = (steps: readonly string[], part: "name" | "value"): Omit<Problem, "message"> => ({
    file: text.file,
    ...text.locate(["parameters", id, ...steps], part),
    path: pathText(["parameters", id, ...steps]),
  });
  const entry = loadEvidence().parameters.get(id);
  if (entry === undefined || entry.reserved === true) {
    problems.push({ ...at([], "name"), ...unknownParameter(id, entry, levers) });
    return undefined;
  }
  const result = readQuantity(written, entry);
  if ("quantity" in result) return result.quantity;
  for (const { at: steps, ...problem } of result.problems) problems.push({ ...at(steps, "value"), ...problem });
  return undefined;
}

/**
 * Say what is wrong with the name of a parameter.
 *
 * @param id the name
 * @param entry what the registry has under it: nothing, or a parameter that the model does not read yet
 * @param levers those that are declared: likelier than other names to be what was meant
 */
export function unknownParameter(
  id: string,
  entry: ParameterEntry | undefined,
  levers: readonly string[] = [],
): Problem {
  if (entry !== undefined)
    return { message: "is in the registry, but the model does not read it yet", found: show(id) };
  return { message: "is no parameter", found: show(id), ...meantNote(id, leversFirst(), levers) };
}

/**
 * Find the parameter that a word of a command line was meant to be.
 *
 * @param word such as `share-moved`
 * @param references ids or files of the scenarios at hand, whose levers are likelier; what is no scenario is passed over
 */
export function parameterMeant(word: string, references: readonly string[]): MeantParameter {
  const levers = references.flatMap((reference) => {
    try {
      return loadScenario(reference).levers;
    } catch (error) {
      if (error instanceof InputError) return [];
      throw error;
    }
  });
  return meantParameter(word, leversFirst(), levers);
}

/** Ids of what may be set; what people choose stands before what the world is like. */
function leversFirst(): readonly string[] {
  const known = settableParameters();
  return [...known.filter(({ lever }) => lever === true), ...known.filter(({ lever }) => lever !== true)].map(
    ({ id }) => id,
  );
}

/** List the parameters that a scenario may set: those that the model reads. */
export function settableParameters(): readonly ParameterEntry[] {
  return [...loadEvidence().parameters.values()].filter(({ reserved }) => reserved !== true);
}

function ownLevers(document: Partial<ScenarioDocument>, text: YamlText, problems: Problem[]): readonly string[] {
  const { parameters } = loadEvidence();
  const names = settableParameters()
    .filter(({ lever }) => lever === true)
    .map(({ id }) => id);
  const good: string[] = [];
  for (const [i, id] of (document.levers ?? []).entries()) {
    const place = { file: text.file, ...text.locate(["levers", i]), path: `levers[${i}]`, found: show(id) };
    const entry = parameters.get(id);
    if (good.includes(id)) problems.push({ ...place, message: "is declared twice" });
    else if (entry?.reserved === true)
      problems.push({ ...place, message: "is in the registry, but the model does not read it yet" });
    else if (entry !== undefined && entry.lever !== true) {
      problems.push({
        ...place,
        message: "is a parameter of the world: it exists in every scenario and is not declared",
      });
    } else if (entry === undefined) {
      problems.push({
        ...place,
        message: "is no lever",
        allowed: names.join(", "),
        ...nearestLever(id, names),
      });
    } else good.push(id);
  }
  return good;
}

/** All levers are listed as allowed already: only the one that was meant is added. */
function nearestLever(id: string, names: readonly string[]): { readonly nearest?: string } {
  const { nearest } = meantParameter(id, names);
  return nearest === undefined ? {} : { nearest };
}

function strayLevers(
  own: Readonly<Record<string, ScenarioParameter>>,
  levers: readonly string[],
  text: YamlText,
): Problem[] {
  const { parameters } = loadEvidence();
  return Object.keys(own)
    .filter((id) => parameters.get(id)?.lever === true && !levers.includes(id))
    .map((id) => ({
      file: text.file,
      ...text.locate(["parameters", id], "name"),
      path: pathText(["parameters", id]),
      message: "is a lever that neither this scenario nor its parents declare under levers",
      found: show(id),
      allowed: levers.length === 0 ? "no levers are declared" : levers.join(", "),
    }));
}

function startProblems(
  document: Partial<ScenarioDocument>,
  municipalities: readonly ScenarioMunicipality[] | undefined,
  text: YamlText,
): Problem[] {
  const { start } = document;
  const earliest = municipalities === undefined ? originIso : earliestOwnStart;
  if (start === undefined || start >= earliest) return [];
  const place = { file: text.file, ...text.locate(["start"]), path: "start" };
  const message =
    municipalities === undefined
      ? "lies before the stock that every run starts from"
      : "lies before the first year whose rates are known";
  return [{ ...place, message, found: start, allowed: `${earliest} or later` }];
}

function ownMunicipalities(
  document: Partial<ScenarioDocument>,
  text: YamlText,
  problems: Problem[],
): readonly ScenarioMunicipality[] | undefined {
  const { municipalities } = document;
  if (municipalities === undefined) return undefined;
  const evidence = loadEvidence();
  const models = [...evidence.deliveryModels.keys()];
  const say = (at: readonly (string | number)[], problem: Problem): void => {
    const path = ["municipalities", ...at];
    problems.push({ file: text.file, ...text.locate(path), path: pathText(path), ...problem });
  };
  const rows = municipalities.map((row, i): ScenarioMunicipality => {
    const { "delivery-model": model, "grant-nok-per-year": grant, evidence: ids = [], why, ...rest } = row;
    if (municipalities.findIndex(({ id }) => id === row.id) < i)
      say([i, "id"], { message: "is the id of another municipality too", found: show(row.id) });
    if (model !== undefined && !models.includes(model)) {
      const allowed = models.join(", ");
      const message = "is no delivery model";
      say([i, "delivery-model"], {
        message,
        found: show(model),
        allowed,
        ...nearestNote(model, models),
      });
    }
    const known = [...evidence.records.keys(), ...evidence.derived.keys(), ...evidence.mechanisms.keys()];
    for (const [k, id] of ids.entries()) {
      if (known.includes(id)) continue;
      const message = "names no evidence";
      say([i, "evidence", k], { message, found: show(id), ...nearestNote(id, known) });
    }
    return {
      ...rest,
      ...(model === undefined ? {} : { deliveryModel: model }),
      ...(grant === undefined ? {} : { grantNokPerYear: grant }),
      evidence: ids,
      ...(why === undefined ? {} : { why }),
    };
  });
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function loadParent(
  document: Partial<ScenarioDocument>,
  target: Target,
  chain: readonly Target[],
  text: YamlText,
  problems: Problem[],
): Scenario | undefined {
  const reference = document.extends;
  if (reference === undefined) return undefined;
  const place: Problem = { file: text.file, ...text.locate(["extends"]), path: "extends", message: "" };
  const parent = parentTarget(reference, target);
  if ("message" in parent) {
    problems.push({ ...place, ...parent });
    return undefined;
  }
  const links = [...chain, target];
  if (links.some(({ path }) => path === parent.path)) {
    const names = [...links, parent].map((link) => link.catalogueId ?? basename(link.path));
    problems.push({ ...place, message: "the parents go round in a circle", found: names.join(" -> ") });
    return undefined;
  }
  if (links.length >= longestChain) {
    problems.push({ ...place, message: "the chain of parents is too long", allowed: `${longestChain} files` });
    return undefined;
  }
  try {
    return load(parent, links);
  } catch (error) {
    if (error instanceof InputError && error.code === "unreadable-file") {
      // Where it is named is where it can be mended.
      for (const problem of error.problems) {
        problems.push({ found: show(reference), ...problem, ...place, message: problem.message });
      }
      return undefined;
    }
    return gathering(problems)(error);
  }
}

function parentTarget(reference: string, child: Target): Target | Problem {
  const known = catalogueTarget(reference);
  if (known !== undefined) return known;
  if (!looksLikeFile(reference)) return unknownScenario(reference);
  const folder = dirname(child.path);
  const path = resolve(folder, reference);
  const inside = relative(folder, path);
  const outside = isAbsolute(reference) || inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  if (outside || reference.includes("\0") || child.catalogueId !== undefined) {
    return {
      message: "leads outside the folder of the scenario",
      found: show(reference),
      allowed: "a .yaml file in this folder or below",
    };
  }
  return { path, show: join(dirname(child.show), inside) };
}
