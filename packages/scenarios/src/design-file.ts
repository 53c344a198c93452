// From a sweep's design file to what a study simulates: scenarios, points, replications. What is wrong is said all at once, each problem
// with file, line, path, what stood there and what may. A lever varies only in the scenarios that declare it; a file never reaches outside its folder.

import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import {
  type DesignMethod,
  type DesignPoint,
  designSize,
  gathering,
  InputError,
  isDistribution,
  keyFromSeed,
  type NamedCorrelation,
  nearestName,
  nearestNote,
  type ParameterSpec,
  type Problem,
  planDesign,
  type ScenarioInput,
  SequentialStream,
  type UnitPoints,
  type VaryingParameter,
} from "@tiltak/sim-core";
import { usedDeliveryModels } from "./delivery-models.ts";
import { type DesignTable, isParquet, readDesignTable } from "./design-table.ts";
import { loadEvidence } from "./evidence.ts";
import { readParameter } from "./load-scenario.ts";
import { inputWithModels, type ResolvedScenario, type ResolveOptions, resolveScenarios } from "./resolve-parameters.ts";
import { type DesignDocument, designNames, designSchema, type MethodName, methodSchemas } from "./schema/design.ts";
import { readYaml, type YamlText } from "./yaml-text.ts";
import { pathText, problemsOfIssues, show } from "./zod-problems.ts";

/** How the points of a sweep are placed. */
export type SweepMethod =
  | DesignMethod
  | { readonly method: "fixed" }
  | { readonly method: "table"; readonly file: string };

/** A design file, understood. Points are placed later, because the seed may come from elsewhere. */
export interface SweepDesign {
  /** Its name in messages. */
  readonly file: string;
  readonly scenarios: readonly ResolvedScenario[];
  readonly replications: number;
  readonly seed?: string;
  readonly fixedParameters: boolean;
  readonly method: SweepMethod;
  /** What varies, in the order of the file; empty for "fixed" and "table". */
  readonly parameters: readonly VaryingParameter[];
  readonly correlations: readonly NamedCorrelation[];
  /** The points of "fixed" and "table". */
  readonly points: readonly DesignPoint[];
}

/** The points of a sweep. */
export interface PlannedSweep {
  /** Undefined when the scenarios are simulated as they are. */
  readonly points?: readonly DesignPoint[];
  /** Ids of the parameters in the order of the coordinates. */
  readonly parameters: readonly string[];
  /** Where the points stand in the unit cube; empty where they were not placed there. */
  readonly units: UnitPoints;
}

/** What a design file is read with. */
export interface DesignOptions extends ResolveOptions {
  /** The table that `parquetTableOf` names, read by the caller: reading Parquet takes time to wait for, and this package does not. */
  readonly table?: DesignTable;
}

/**
 * Find the Parquet file in which a design keeps its points.
 *
 * @param path the design file
 * @returns its path; undefined when the design has no table, or one in CSV, or cannot be read (which `loadDesign` tells)
 */
export function parquetTableOf(path: string): string | undefined {
  let data: unknown;
  try {
    data = readYaml(path).data;
  } catch {
    return undefined;
  }
  const { design } = salvage(data);
  const file: unknown = (design as Readonly<Record<string, unknown>> | undefined)?.file;
  if (design?.method !== "table" || typeof file !== "string" || !isParquet(file)) return undefined;
  const folder = dirname(resolve(path));
  return isInside(folder, file) ? resolve(folder, file) : undefined;
}

/**
 * Load a design file.
 *
 * @param path the file
 * @param options what the command line adds, and the table of the design when it is a Parquet file
 * @returns the design, its scenarios resolved
 * @throws InputError with every problem of the file, its scenarios, its table and the options
 */
export function loadDesign(path: string, options: DesignOptions = {}): SweepDesign {
  if (path.includes("\0"))
    throw new InputError([{ message: "is no path of a file", found: show(path) }], "unreadable-file");
  const text = readYaml(path);
  const problems: Problem[] = [];
  const parsed = designSchema.safeParse(text.data);
  if (!parsed.success) {
    problems.push(...problemsOfIssues(parsed.error.issues, text, (at) => (at.length === 0 ? designNames : [])));
  }
  const document: Partial<DesignDocument> = parsed.success ? parsed.data : salvage(text.data);
  const folder = dirname(resolve(path));
  const scenarios = scenariosOf(document, folder, text, options, problems);
  const method = methodOf(document, text, problems);
  const values = parametersOf(document, text, method?.method, problems);
  const table = method?.method === "table" ? tableOf(method.file, folder, text, options.table, problems) : undefined;
  const ids = table?.ids ?? Object.keys(values);
  if (scenarios !== undefined) problems.push(...reachProblems(ids, scenarios, text, table !== undefined));
  const correlations = correlationsOf(document, Object.keys(values), method?.method, text, problems);
  if (method?.method === "one-way" && !(method.low < method.high)) {
    const place = { file: text.file, ...text.locate(["design"]), path: "design" };
    problems.push({
      ...place,
      message: "needs a low quantile below the high one",
      found: `${method.low}, ${method.high}`,
    });
  }
  const { replications = 2 } = document;
  const fixedParameters = document["fixed-parameters"] === true;
  if (replications % 2 === 1 && !fixedParameters) {
    const place = { file: text.file, ...text.locate(["replications"]), path: "replications" };
    const message = "must be even, since each draw of the parameters has two runs; or say fixed-parameters: true";
    problems.push({ ...place, message, found: String(replications) });
  }
  if (problems.length > 0 || scenarios === undefined || method === undefined) {
    throw new InputError(problems, "invalid-design");
  }
  const varying = Object.entries(values).flatMap(([id, spec]) => (isDistribution(spec) ? [{ id, spec }] : []));
  const fixed = method.method === "fixed";
  return {
    file: text.file,
    scenarios,
    replications,
    ...(document.seed === undefined ? {} : { seed: document.seed }),
    fixedParameters,
    method,
    parameters: fixed ? [] : varying,
    correlations,
    points: table?.points ?? (fixed && ids.length > 0 ? [{ parameters: values }] : []),
  };
}

/** Count the points of a sweep without placing them; 1 when the scenarios are simulated as they are. */
export function sweepSize({ method, parameters, points }: SweepDesign): number {
  return method.method === "fixed" || method.method === "table"
    ? Math.max(1, points.length)
    : designSize(method, parameters);
}

/**
 * Place the points of a sweep. The same design and seed give the same points; a longer Sobol', Halton, Morris or Saltelli design
 * begins with the shorter one.
 *
 * @throws InputError for correlations that no distribution can have, and for sizes that a method does not take
 */
export function planSweep(
  design: Pick<SweepDesign, "method" | "parameters" | "correlations" | "points">,
  seed: string,
): PlannedSweep {
  const { method, parameters, correlations, points } = design;
  if (method.method === "fixed" || method.method === "table") {
    if (points.length === 0) return { parameters: [], units: [] };
    return { points, parameters: Object.keys(points[0].parameters), units: [] };
  }
  const planned = planDesign(method, parameters, new SequentialStream(keyFromSeed(seed, "design")), correlations);
  return { points: planned.points, parameters: planned.parameters, units: planned.units };
}

/** Give the scenarios of a sweep as input of a study: points do not reach levers that a scenario does not declare. */
export function sweepInputs(
  design: Pick<SweepDesign, "scenarios" | "parameters" | "points">,
): readonly ScenarioInput[] {
  const { parameters } = loadEvidence();
  const ids = new Set([
    ...design.parameters.map(({ id }) => id),
    ...design.points.flatMap((point) => Object.keys(point.parameters)),
  ]);
  const models = modelsOf(design);
  return design.scenarios.map((scenario) => {
    const outOfReach = [...ids]
      .filter((id) => parameters.get(id)?.lever === true && !scenario.levers.includes(id))
      .sort();
    const input = inputWithModels(scenario, models);
    return outOfReach.length === 0 ? input : { ...input, outOfReach };
  });
}

/** Delivery models that the points of a sweep can make its scenarios use. */
function modelsOf({ parameters, points }: Pick<SweepDesign, "parameters" | "points">): readonly string[] {
  const drawn = usedDeliveryModels({
    parameters: Object.fromEntries(parameters.map(({ id, spec }) => [id, { spec }])),
  });
  const given = points.flatMap((point) =>
    usedDeliveryModels({
      parameters: Object.fromEntries(Object.entries(point.parameters).map(([id, spec]) => [id, { spec }])),
    }),
  );
  return [...new Set([...drawn, ...given])];
}

/** Keep those parts of a misshapen document that later checks can still say something about. */
function salvage(data: unknown): Partial<DesignDocument> {
  if (!isMap(data)) return {};
  const { scenarios, design, parameters, correlations } = data;
  return {
    ...(Array.isArray(scenarios) && scenarios.length > 0 && scenarios.every((id) => typeof id === "string")
      ? { scenarios }
      : {}),
    ...(isMap(design) ? { design } : {}),
    ...(isMap(parameters) ? { parameters } : {}),
    ...(Array.isArray(correlations) ? { correlations } : {}),
  };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function scenariosOf(
  document: Partial<DesignDocument>,
  folder: string,
  text: YamlText,
  options: ResolveOptions,
  problems: Problem[],
): readonly ResolvedScenario[] | undefined {
  const { scenarios, years } = document;
  if (scenarios === undefined) return undefined;
  const before = problems.length;
  const references = scenarios.map((reference, i) => {
    if (!/\.ya?ml$/i.test(reference) && !/[\\/]/.test(reference)) return reference;
    return inside(folder, reference, ["scenarios", i], text, problems) ?? reference;
  });
  if (problems.length > before) return undefined;
  try {
    const resolved = resolveScenarios(references, {
      ...options,
      ...(options.years === undefined && years !== undefined ? { years } : {}),
    });
    const named = resolved.filter(({ municipalities }) => municipalities !== undefined);
    for (const { id } of named) {
      const at = ["scenarios", resolved.findIndex((scenario) => scenario.id === id)];
      const message = "has municipalities of its own, which a sweep cannot take; simulate it with run or compare";
      problems.push({ file: text.file, ...text.locate(at), path: pathText(at), message, found: show(id) });
    }
    return named.length > 0 ? undefined : resolved;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const place = { file: text.file, ...text.locate(["scenarios"]), path: "scenarios" };
    problems.push(
      ...error.problems.map((problem) =>
        problem.file === undefined && problem.path === undefined ? { ...place, ...problem } : problem,
      ),
    );
    return undefined;
  }
}

/** Find a file that a design names: in the design's folder or below it. */
function inside(
  folder: string,
  reference: string,
  at: readonly (string | number)[],
  text: YamlText,
  problems: Problem[],
): string | undefined {
  if (isInside(folder, reference)) return resolve(folder, reference);
  const place = { file: text.file, ...text.locate(at), path: pathText(at) };
  problems.push({ ...place, message: "reaches outside the design's folder", found: show(reference) });
  return undefined;
}

function isInside(folder: string, reference: string): boolean {
  const way = relative(folder, resolve(folder, reference));
  return !isAbsolute(reference) && !reference.includes("\0") && way !== ".." && !way.startsWith(`..${sep}`);
}

function methodOf(document: Partial<DesignDocument>, text: YamlText, problems: Problem[]): SweepMethod | undefined {
  const { design } = document;
  if (design === undefined) return undefined;
  const names = Object.keys(methodSchemas);
  const written = design.method;
  if (typeof written !== "string" || !Object.hasOwn(methodSchemas, written)) {
    const nearest = typeof written === "string" ? nearestName(written, names) : undefined;
    problems.push({
      file: text.file,
      ...text.locate(["design", "method"]),
      path: "design.method",
      message: written === undefined ? "is missing" : "is no method",
      ...(written === undefined ? {} : { found: show(written) }),
      allowed: names.join(", "),
      ...(nearest === undefined ? {} : { nearest }),
    });
    return undefined;
  }
  const schema = methodSchemas[written as MethodName];
  const parsed = schema.safeParse(design);
  if (parsed.success) return parsed.data as unknown as SweepMethod;
  const issues = parsed.error.issues.map((issue) => ({ ...issue, path: ["design", ...issue.path] }));
  problems.push(...problemsOfIssues(issues, text, () => Object.keys(schema.shape)));
  return undefined;
}

function parametersOf(
  document: Partial<DesignDocument>,
  text: YamlText,
  method: MethodName | undefined,
  problems: Problem[],
): Record<string, ParameterSpec> {
  const values: Record<string, ParameterSpec> = {};
  for (const [id, written] of Object.entries(document.parameters ?? {})) {
    const spec = readParameter(id, written, text, problems)?.spec;
    if (spec === undefined) continue;
    values[id] = spec;
    if (method === undefined || method === "fixed" || method === "table" || isDistribution(spec)) continue;
    problems.push({
      file: text.file,
      ...text.locate(["parameters", id], "value"),
      path: pathText(["parameters", id]),
      message: "is one value; what a design varies needs a distribution",
      found: show(written),
      allowed: "such as uniform(0.2, 0.9), pert(0, 0.3, 0.8) or choice(history, need)",
    });
  }
  const place = { file: text.file, ...text.locate(["parameters"]), path: "parameters" };
  const count = Object.keys(document.parameters ?? {}).length;
  if (method === "table" && count > 0) {
    problems.push({ ...place, message: "the table says what varies; leave parameters out" });
  } else if (method !== undefined && method !== "fixed" && method !== "table" && count === 0) {
    problems.push({ ...place, message: `${method} needs at least one parameter that varies` });
  }
  return values;
}

function tableOf(
  reference: string,
  folder: string,
  text: YamlText,
  table: DesignTable | undefined,
  problems: Problem[],
): { readonly ids: readonly string[]; readonly points: readonly DesignPoint[] } | undefined {
  const path = inside(folder, reference, ["design", "file"], text, problems);
  if (path === undefined) return undefined;
  try {
    return readDesignTable(path, reference, table);
  } catch (error) {
    return gathering(problems)(error);
  }
}

/** A lever that no scenario of the sweep declares would vary nothing. */
function reachProblems(
  ids: readonly string[],
  scenarios: readonly ResolvedScenario[],
  text: YamlText,
  inTable: boolean,
): Problem[] {
  const { parameters } = loadEvidence();
  return ids
    .filter((id) => parameters.get(id)?.lever === true && !scenarios.some(({ levers }) => levers.includes(id)))
    .map((id) => ({
      file: text.file,
      ...text.locate(inTable ? ["design", "file"] : ["parameters", id], inTable ? "value" : "name"),
      path: inTable ? "design.file" : pathText(["parameters", id]),
      message: "is a lever that no scenario of the sweep declares",
      found: show(id),
      allowed: [...new Set(scenarios.flatMap(({ levers }) => levers))].sort().join(", ") || "no levers are declared",
    }));
}

const uncorrelated: ReadonlySet<string> = new Set(["fixed", "grid", "morris", "saltelli", "one-way", "table"]);

function correlationsOf(
  document: Partial<DesignDocument>,
  ids: readonly string[],
  method: MethodName | undefined,
  text: YamlText,
  problems: Problem[],
): NamedCorrelation[] {
  const written = document.correlations ?? [];
  const place = (at: readonly (string | number)[]): Problem => ({
    file: text.file,
    ...text.locate(at),
    path: pathText(at),
    message: "",
  });
  if (written.length > 0 && method !== undefined && uncorrelated.has(method)) {
    const message = `correlated parameters cannot go with ${method}`;
    problems.push({ ...place(["correlations"]), message, allowed: "lhs, sobol or halton" });
  }
  const good: NamedCorrelation[] = [];
  const pairs = new Set<string>();
  for (const [i, row] of written.entries()) {
    const at = ["correlations", i] as const;
    const [a, b, value, ...rest]: readonly unknown[] = Array.isArray(row) ? row : [];
    if (typeof a !== "string" || typeof b !== "string" || typeof value !== "number" || rest.length > 0) {
      const allowed = "[transfer.share, municipal.buy-back-share, -0.4]";
      problems.push({ ...place(at), message: "must be two parameters and a number", found: show(row), allowed });
      continue;
    }
    const unknown = [a, b].filter((id) => !ids.includes(id));
    for (const id of unknown) {
      problems.push({
        ...place(at),
        message: "does not vary here",
        found: show(id),
        ...nearestNote(id, ids),
      });
    }
    if (!(Math.abs(value) < 1)) {
      problems.push({ ...place(at), message: "is no correlation", found: String(value), allowed: "between -1 and 1" });
    }
    if (a === b) problems.push({ ...place(at), message: "correlates a parameter with itself", found: show(a) });
    const pair = [a, b].sort().join(" ");
    if (pairs.has(pair)) problems.push({ ...place(at), message: "stands twice", found: `${a}, ${b}` });
    pairs.add(pair);
    if (unknown.length === 0) good.push([a, b, value]);
  }
  return good;
}
