// What happens to enterprises by size: the answer to "what does it do to those below 10 million?". The table is made of the rows of
// estimates.json about size classes, so that no file of a run says anything else. A class is that of the enterprise's own accounts,
// whatever happens to it, the same in every run; those open at the scenario's start count.

import type { Difference, Estimate, EstimatesFile, Group } from "@tiltak/sim-core";
import { enterpriseSizes, joinedEnterpriseSizes } from "@tiltak/sim-core/programme";
import { Findings } from "../findings.ts";
import { smallSize } from "../headline.ts";
import type { EnterpriseResult } from "./enterprise-results.ts";

/** Rows of the table, in its order: the small ones joined after their classes, and all. */
const sizeRows: readonly string[] = ["<5", "5-10", smallSize, "10-20", "20-50", "50+", "all"];

/** A mean with the half-width of its 95 % interval over so many draws and runs; null where there is none. */
export type SizeFigure = Pick<Estimate, "mean" | "halfWidth" | "n" | "runs">;

/** What happens to the enterprises of one row in one scenario, at the end of the run. */
export interface SizeResult {
  readonly scenario: string;
  readonly row: string;
  /** How many of the register are in the row; the same in every run. */
  readonly enterprises: number;
  /** How many of them are open at the scenario's start, mean over runs. */
  readonly openAtStart: number | null;
  /** Mean change of revenue since the start, as a share. */
  readonly change: SizeFigure;
  /** The same minus that of the first scenario; absent for the first. */
  readonly difference?: SizeFigure;
  /** Share that lose at least a quarter of their revenue, and at least half: shares of a joined class lie between those of its parts. */
  readonly losingQuarter: SizeFigure;
  readonly losingHalf: SizeFigure;
  /** Number in deficit in the last year. */
  readonly inDeficit: SizeFigure;
  /** Number closed since the start. */
  readonly closed: SizeFigure;
}

const nothing: SizeFigure = { mean: null, halfWidth: null, n: 0, runs: 0 };

/**
 * Take what a study says of enterprises by size from its estimates, over all points of a sweep.
 *
 * @param file the estimates of a study of enterprises
 * @param results its rows by enterprise, for how many there are of each size
 * @returns a row for each scenario and row of the table that has enterprises
 */
export function resultsBySize(file: EstimatesFile, results: readonly EnterpriseResult[]): readonly SizeResult[] {
  const scenarios = [...new Set(results.map(({ scenario }) => scenario))];
  const [first] = scenarios;
  const counts = new Map<string, number>();
  for (const { sizeClass } of results.filter(({ scenario }) => scenario === first))
    counts.set(sizeClass, (counts.get(sizeClass) ?? 0) + 1);
  const end = file.estimates.reduce((most, { time }) => Math.max(most, time), 0);
  const key = (scenario: string, measure: string, group: Group, time: number): string =>
    JSON.stringify([scenario, measure, group["enterprise-size"] ?? "all", group.kind ?? "", time]);
  const levels = cellsOf(file.estimates, (row) => key(row.scenario, row.measure, row.group, row.time));
  const differences = cellsOf(
    file.differences.filter(({ a }) => a === first),
    (row) => key(row.b, row.measure, row.group, row.time),
  );
  return scenarios.flatMap((scenario) =>
    sizeRows.flatMap((row): SizeResult[] => {
      const enterprises = classesOf(row).reduce((sum, size) => sum + (counts.get(size) ?? 0), 0);
      if (enterprises === 0) return [];
      const group = (kind?: string): Group => ({
        ...(row === "all" ? {} : { "enterprise-size": row }),
        ...(kind === undefined ? {} : { kind }),
      });
      const at = (measure: string, kind?: string, time = end): SizeFigure =>
        figureOf(levels.get(key(scenario, measure, group(kind), time)));
      const pair = differences.get(key(scenario, "enterprise-revenue-change", group(), end));
      return [
        {
          scenario,
          row,
          enterprises,
          openAtStart: at("enterprises", undefined, 0).mean,
          change: at("enterprise-revenue-change"),
          ...(scenario === first ? {} : { difference: figureOf(pair) }),
          losingQuarter: at("enterprises-losing", "25"),
          losingHalf: at("enterprises-losing", "50"),
          inDeficit: at("enterprises-in-deficit"),
          closed: at("enterprises-closed"),
        },
      ];
    }),
  );
}

function classesOf(row: string): readonly string[] {
  if (row === "all") return enterpriseSizes;
  return joinedEnterpriseSizes.find(({ name }) => name === row)?.classes ?? [row];
}

/** Rows over all points about a size class or all enterprises, and perhaps a kind, by key. */
function cellsOf<Row extends Estimate | Difference>(
  rows: readonly Row[],
  key: (row: Row) => string,
): ReadonlyMap<string, Row> {
  const known = new Set(["enterprise-size", "kind"]);
  return new Map(
    rows
      .filter(({ point, group }) => point === null && Object.keys(group).every((name) => known.has(name)))
      .map((row) => [key(row), row]),
  );
}

function figureOf(row: Estimate | Difference | undefined): SizeFigure {
  if (row === undefined) return nothing;
  const { mean, halfWidth, n, runs } = row;
  return { mean, halfWidth, n, runs };
}

/** What happens to enterprises by size. */
export const sizeFindings: Findings<SizeResult> = new Findings("enterprises-by-size.json");
