import { describe, expect, it } from "vitest";
import { type Evidence, loadEvidence } from "../evidence.ts";
import type { ParameterEntry } from "../schema/evidence.ts";
import { conflictsOf, figuresBehind, figuresOfLine } from "./held-out.ts";
import { figureOf, loadTargets, type Target, targetProblems } from "./targets.ts";

const all = loadTargets();
const evidence = loadEvidence();
const heldOut = all.targets.filter(({ role }) => role === "held-out");
const targetOf = (id: string): Target => {
  const target = all.targets.find((one) => one.id === id);
  if (target === undefined) throw new Error(`no target ${id}`);
  return target;
};

/** The registry with one parameter resting on something else. */
function restingOn(id: string, ids: readonly string[]): Evidence {
  const entry = evidence.parameters.get(id);
  if (entry === undefined) throw new Error(`no parameter ${id}`);
  const changed: ParameterEntry = { ...entry, evidence: ids };
  return { ...evidence, parameters: new Map([...evidence.parameters, [id, changed]]) };
}

describe("the targets", () => {
  it("are at least 12 held out, every formula has a value, and every id leads somewhere", () => {
    expect(heldOut.length).toBeGreaterThanOrEqual(12);
    expect(targetProblems(all, evidence)).toEqual([]);
    for (const { observed } of all.targets) expect(Number.isFinite(figureOf(observed))).toBe(true);
  });

  it("complain of a formula without a value and of an id that names nothing", () => {
    const broken: Target = {
      ...targetOf("ratio-2023"),
      id: "stock-sheltered-2023",
      observed: "[nothing]",
      from: ["x"],
    };
    const problems = targetProblems({ ...all, targets: [...all.targets, broken] }, evidence);
    expect(problems.map(({ message }) => message)).toEqual([
      "this id is used twice",
      expect.stringContaining("is no figure of the registry"),
      "names no parameter",
    ]);
  });

  it("expected their misses before the first run", () => {
    expect(all.expectedMisses.map(({ target }) => target)).toContain("exits-2023-share");
    expect(all.missesWritten).toBe("2026-11-22");
  });
});

describe("what is held out", () => {
  it.each(heldOut.map(({ id }) => id))("%s shares no record, site or arithmetic with what predicts it", (id) => {
    expect(conflictsOf(targetOf(id), all, evidence)).toEqual([]);
  });

  it("shares no figure with another target that is held out or calibrated", () => {
    const secrets = all.targets
      .filter(({ role }) => role === "held-out" || role === "calibrated")
      .map((target) => ({
        id: target.id,
        role: target.role,
        figures: figuresBehind(
          [...target.observed.matchAll(/\[([^\]]*)\]/g)].map(([, r]) => r ?? ""),
          evidence,
        ),
        size: figuresBehind(
          [...(target.n ?? "").matchAll(/\[([^\]]*)\]/g)].map(([, r]) => r ?? ""),
          evidence,
        ),
      }));
    for (const one of secrets.filter(({ role }) => role === "held-out"))
      for (const other of secrets) {
        if (other.id === one.id) continue;
        const both = one.figures.filter(
          (figure) => other.figures.includes(figure) && !one.size.includes(figure) && !other.size.includes(figure),
        );
        expect(both, `${one.id} and ${other.id}`).toEqual([]);
      }
  });

  it("is refused when a parameter is made to rest on its record", () => {
    const changed = restingOn("waiting.patience-years", ["exits-2023"]);
    expect(conflictsOf(targetOf("exits-2023-share"), all, changed)).toContainEqual(
      expect.objectContaining({ through: "waiting.patience-years", shared: "exits-2023", why: "record" }),
    );
  });

  it("is refused when a parameter is made to rest on its arithmetic", () => {
    const changed = restingOn("position.share-below-half-ordinary", ["derived-trial-2021-share-below-50pct"]);
    expect(conflictsOf(targetOf("half-places-2021"), all, changed).map(({ why }) => why)).toContain("record");
  });

  it("is refused when a parameter is made to rest on its site", () => {
    const changed = restingOn("position.share-full", ["stavanger-pff"]);
    expect(conflictsOf(targetOf("position-stavanger"), all, changed)).toEqual([
      { target: "position-stavanger", through: "position.share-full", shared: "stavanger", why: "site" },
    ]);
  });

  it("is refused when a parameter is made to rest on what a source tells of its site", () => {
    const changed = restingOn("position.share-full", ["enterprise-recruitment-stability"]);
    expect(conflictsOf(targetOf("position-stavanger"), all, changed)).toEqual([
      { target: "position-stavanger", through: "position.share-full", shared: "stavanger", why: "site" },
    ]);
  });

  it("would be refused with the registry's own parameters, fitted on all", () => {
    const naked = { ...all, replacements: [] };
    for (const id of ["exits-2023-share", "exits-2023-active", "ratio-2023", "sales-half-count", "small-subsidy-count"])
      expect(conflictsOf(targetOf(id), naked, evidence), id).not.toEqual([]);
  });

  it("is refused when the forecaster is told the answer", () => {
    const target = { ...targetOf("oygarden-2021"), given: ["oygarden-participants-trajectory.autumn-2021-persons"] };
    expect(conflictsOf(target, all, evidence).map(({ why }) => why)).toEqual(["given"]);
  });
});

describe("the lines of the sites", () => {
  it.each(all.pool.map((line) => [line.site, line] as const))(
    "%s rests on figures of that site alone",
    (site, line) => {
      for (const figure of figuresOfLine(line, evidence))
        expect(evidence.records.get(figure.split(".")[0] ?? "")?.sites, figure).toEqual([site]);
    },
  );
});
