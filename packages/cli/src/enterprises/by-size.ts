// What happens to enterprises by size: the answer to "what does it do to those below 10 million?". Enterprises keep the class that their own
// accounts put them in, whatever happens to them, so that classes can be joined; each run gives one number, and runs give the interval.

import {
  quantileType7,
  runsPerUnit,
  type StudyResult,
  type Summary,
  summarise,
  summariseDifference,
} from "@tiltak/sim-core";
import type { EnterpriseResult } from "./enterprise-results.ts";

/** Rows of the table: each joins one or more classes of VTA revenue, in million kroner. */
const sizeRows: readonly { readonly name: string; readonly classes: readonly string[] }[] = [
  { name: "<5", classes: ["<5"] },
  { name: "5-10", classes: ["5-10"] },
  { name: "<10", classes: ["<5", "5-10"] },
  { name: "10-20", classes: ["10-20"] },
  { name: "20-50", classes: ["20-50"] },
  { name: "50+", classes: ["50+"] },
  { name: "all", classes: ["<5", "5-10", "10-20", "20-50", "50+"] },
];

/** A mean with the half-width of its 95 % interval; NaN where there is none. */
export type SizeFigure = Pick<Summary, "mean" | "halfWidth"> & Partial<Pick<Summary, "n" | "runs">>;

/** What happens to the enterprises of one row in one scenario, at the end of the run. */
export interface SizeResult {
  readonly scenario: string;
  readonly row: string;
  readonly enterprises: number;
  /** Mean change of revenue since the start, as a share. */
  readonly change: SizeFigure;
  /** The same minus that of the first scenario; absent for the first. */
  readonly difference?: SizeFigure;
  /** Change of the hardest-hit tenth: the 10th percentile over enterprises. */
  readonly hardestHit: SizeFigure;
  /** Share that lose at least a quarter of their revenue. */
  readonly losingQuarter: SizeFigure;
  /** Number in deficit in the last year. */
  readonly inDeficit: SizeFigure;
  /** Number closed since the start. */
  readonly closed: SizeFigure;
}

const level = 0.95;
const quarter = 0.25;
const tenth = 0.1;
const measures = ["enterprise-revenue-change", "enterprises-in-deficit", "enterprises-closed"] as const;
type Measure = (typeof measures)[number];

/** Most numbers held at a time; a sweep with more has no table by size. */
const mostValues = 60_000_000;

/**
 * Summarise the enterprises of a study by size; of a sweep over all its points, a draw of what is not known being one unit.
 *
 * @param result the study, with its observations of enterprises
 * @param results its rows by enterprise, for the size of each
 * @returns a row for each scenario and row of the table that has enterprises; none where the runs are too many to be held at once
 */
export async function resultsBySize(
  result: StudyResult,
  results: readonly EnterpriseResult[],
): Promise<readonly SizeResult[]> {
  const { plan } = result;
  const [first] = plan.scenarios;
  const sizes = results.filter(({ scenario }) => scenario === first?.id);
  const points = plan.points?.length ?? 1;
  const runs = points * plan.replications;
  if (plan.scenarios.length * sizes.length * runs * measures.length > mostValues) return [];
  const values = await observationsOf(
    result,
    sizes.map(({ enterprise }) => enterprise),
  );
  const options = { runsPerDraw: runsPerUnit(plan) * points, level };
  const perRun = (scenario: number, of: (r: number) => number): Float64Array =>
    Float64Array.from({ length: runs }, (_, r) => (values.defined(scenario, r) ? of(r) : Number.NaN));
  return plan.scenarios.flatMap(({ id }, s) =>
    sizeRows.flatMap(({ name, classes }): SizeResult[] => {
      const members = sizes.flatMap(({ sizeClass }, e) => (classes.includes(sizeClass) ? [e] : []));
      if (members.length === 0) return [];
      const changes = (scenario: number, r: number): number[] =>
        members.map((e) => values.at("enterprise-revenue-change", scenario, e, r)).filter((x) => !Number.isNaN(x));
      const meanChange = (scenario: number): Float64Array => perRun(scenario, (r) => mean(changes(scenario, r)));
      const total = (measure: Measure): SizeFigure =>
        summarise(
          perRun(s, (r) => members.reduce((sum, e) => sum + values.at(measure, s, e, r), 0)),
          options,
        );
      const own = meanChange(s);
      return [
        {
          scenario: id,
          row: name,
          enterprises: members.length,
          change: summarise(own, options),
          ...(s === 0 ? {} : { difference: summariseDifference(meanChange(0), own, options) }),
          hardestHit: summarise(
            perRun(s, (r) => tenthOf(changes(s, r))),
            options,
          ),
          losingQuarter: summarise(
            perRun(s, (r) => mean(changes(s, r).map((x) => (x <= -quarter ? 1 : 0)))),
            options,
          ),
          inDeficit: total("enterprises-in-deficit"),
          closed: total("enterprises-closed"),
        },
      ];
    }),
  );
}

function tenthOf(list: readonly number[]): number {
  return list.length === 0 ? Number.NaN : quantileType7(list, tenth);
}

function mean(list: readonly number[]): number {
  return list.length === 0 ? Number.NaN : list.reduce((a, b) => a + b, 0) / list.length;
}

/** Values of the enterprises at the end of each run; runs stand by (draw, point, run), so that a draw is one stretch. */
interface EnterpriseValues {
  at(measure: Measure, scenario: number, enterprise: number, run: number): number;
  /** Whether a run counts: neither it nor the other run of its draw at the same point failed. */
  defined(scenario: number, run: number): boolean;
}

async function observationsOf(result: StudyResult, ids: readonly string[]): Promise<EnterpriseValues> {
  const { plan, observations, failures } = result;
  const place = new Map(ids.map((id, e) => [id, e]));
  const unit = runsPerUnit(plan);
  const points = plan.points?.length ?? 1;
  const runs = points * plan.replications;
  const runOf = (point: number, replication: number): number =>
    (Math.floor(replication / unit) * points + point) * unit + (replication % unit);
  const size = plan.scenarios.length * ids.length * runs;
  const held = new Map(measures.map((measure) => [measure, new Float64Array(size).fill(Number.NaN)]));
  const cells = await observations.cells();
  const last = cells.reduce((most, { time }) => Math.max(most, time), 0);
  for (const measure of measures) {
    const column = held.get(measure) ?? new Float64Array(0);
    const wanted = cells.map((cell): number => {
      if (cell.measure !== measure || cell.time !== last) return -1;
      const { enterprise, ...others } = JSON.parse(cell.group) as Record<string, string>;
      return enterprise === undefined || Object.keys(others).length > 0 ? -1 : (place.get(enterprise) ?? -1);
    });
    const from = wanted.findIndex((e) => e >= 0);
    if (from < 0) continue;
    const to = wanted.findLastIndex((e) => e >= 0) + 1;
    await observations.read(from, to, (scenario, point, replication, cell, value) => {
      const e = wanted[from + cell] ?? -1;
      if (e >= 0 && replication < plan.replications)
        column[(scenario * ids.length + e) * runs + runOf(point, replication)] = value;
    });
  }
  const index = new Map(plan.scenarios.map(({ id }, s) => [id, s]));
  const unitOf = (run: number): number => Math.floor(run / unit);
  const dropped = new Set(
    failures.map(
      ({ scenario, point, replication }) => `${index.get(scenario) ?? -1} ${unitOf(runOf(point ?? 0, replication))}`,
    ),
  );
  return {
    at: (measure, scenario, enterprise, run) =>
      held.get(measure)?.[(scenario * ids.length + enterprise) * runs + run] ?? Number.NaN,
    defined: (scenario, run) => !dropped.has(`${scenario} ${unitOf(run)}`),
  };
}
