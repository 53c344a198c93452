// The rule of the back-test: a target is held out only if no parameter that its prediction reads rests on its record, its site or
// its arithmetic. Followed through every formula of the registry down to the figures of the sources. A record that holds
// figures of several dates is divided by figure, since a forecast of 2023 may rest on what was known of 2019.

import { leverParameters, worldParameters } from "@tiltak/sim-core/programme";
import type { Evidence } from "../evidence.ts";
import { referencesOf } from "../formula.ts";
import type { PoolLine, Target, Targets } from "./targets.ts";

/** What a prediction rests on that it must not. */
export interface Conflict {
  readonly target: string;
  /** A parameter, or the line of a site, that shares something with the target. */
  readonly through: string;
  /** The figure or the site that both have. */
  readonly shared: string;
  readonly why: "record" | "site" | "given";
}

/**
 * Follow references down to figures of records.
 *
 * @param references ids of records or derived figures, or `id.figure` for one of their figures
 * @returns `record` for a record as a whole, `record.figure` for a figure of it; sorted
 */
export function figuresBehind(references: readonly string[], evidence: Evidence): readonly string[] {
  const figures = new Set<string>();
  const seen = new Set<string>();
  const follow = (reference: string): void => {
    const path = reference.split("#")[0] as string;
    if (seen.has(path)) return;
    seen.add(path);
    const dot = path.indexOf(".");
    const id = dot < 0 ? path : path.slice(0, dot);
    const name = dot < 0 ? undefined : path.slice(dot + 1);
    if (evidence.records.has(id)) figures.add(path);
    const derived = evidence.derived.get(id);
    if (derived === undefined) return;
    const formulas = name === undefined ? Object.values(derived.figures) : [derived.figures[name]];
    for (const figure of formulas) for (const next of referencesOf(figure?.formula ?? "")) follow(next);
  };
  for (const reference of references) follow(reference);
  return [...figures].sort();
}

/** Say whether two figures are the same, or one of them is the record that holds the other. */
function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

/** Figures of the target that a prediction must not know: the observed ones, less the sample size. */
function secretOf(target: Target, evidence: Evidence): readonly string[] {
  const size = new Set(figuresBehind(referencesOf(target.n ?? ""), evidence));
  return figuresBehind(referencesOf(target.observed), evidence).filter((figure) => !size.has(figure));
}

/** Sites that figures are of. */
function sitesOf(figures: readonly string[], evidence: Evidence): ReadonlySet<string> {
  return new Set(figures.flatMap((figure) => evidence.records.get(figure.split(".")[0] ?? "")?.sites ?? []));
}

const wholeTrial = "all";

/**
 * Find what keeps a target from being held out.
 *
 * @param target the target
 * @param all replacements and the lines of the sites
 * @param evidence the registry
 * @returns every conflict; none for a target that may be held out
 */
export function conflictsOf(target: Target, all: Targets, evidence: Evidence): readonly Conflict[] {
  const secret = secretOf(target, evidence);
  const conflicts: Conflict[] = [];
  const hold = (through: string, figures: readonly string[], ids: readonly string[] = []): void => {
    for (const figure of figures)
      if (secret.some((mine) => overlap(mine, figure)))
        conflicts.push({ target: target.id, through, shared: figure, why: "record" });
    if (target.sites === undefined) return;
    // What a source tells of a site's doings is knowledge of the site, figure or not.
    const told = ids.flatMap((id) => evidence.mechanisms.get(id)?.sites ?? []);
    const theirs = new Set([...sitesOf(figures, evidence), ...told]);
    const mine = new Set<string>(target.sites);
    for (const site of theirs)
      if (mine.has(site) || site === wholeTrial || mine.has(wholeTrial))
        conflicts.push({ target: target.id, through, shared: site, why: "site" });
  };
  const replaced = new Map(all.replacements.map((one) => [one.parameter, one.evidence]));
  const known = Object.keys({ ...worldParameters, ...leverParameters }).filter((id) => evidence.parameters.has(id));
  for (const id of target.from === "all" ? known : target.from) {
    const ids = replaced.get(id) ?? evidence.parameters.get(id)?.evidence ?? [];
    hold(id, figuresBehind(ids, evidence), ids);
  }
  for (const line of linesFor(target, all)) hold(`pool.${line.site}`, figuresOfLine(line, evidence));
  for (const figure of figuresBehind(target.given ?? [], evidence))
    if (secret.some((mine) => mine === figure))
      conflicts.push({ target: target.id, through: "given", shared: figure, why: "given" });
  return conflicts;
}

/** Lines of the sites that a prediction uses: all but its own, and none unless it is of one site. */
export function linesFor(target: Target, all: Targets): readonly PoolLine[] {
  const site = target.predictor.site;
  return typeof site === "string" ? all.pool.filter((line) => line.site !== site) : [];
}

/** Figures that a site's line rests on. */
export function figuresOfLine(line: PoolLine, evidence: Evidence): readonly string[] {
  const texts = [line.leavers, line["person-years"], line.position, line.people];
  const formulas = [...texts, ...line.growth.flatMap(({ from, to }) => [from, to])];
  return figuresBehind(
    formulas.flatMap((formula) => referencesOf(formula ?? "")),
    evidence,
  );
}
