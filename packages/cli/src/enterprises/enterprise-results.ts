// Results by enterprise: one row for each scenario and enterprise, from the estimates of a study. Rows whose group names an enterprise belong
// here and nowhere else. Small counts of people are hidden, and with them the amounts that would tell them.

import type { Difference, Estimate, EstimatesFile } from "@tiltak/sim-core";
import { type EnterpriseRow, enterpriseSizeLimitsMnok, enterpriseSizes, streams } from "@tiltak/sim-core/programme";
import type { RunData } from "./programme-data.ts";
import { type Disclosure, disclose } from "./small-counts.ts";

/** A revenue stream. */
export type StreamName = (typeof streams)[number];

/** Mean, interval of the mean, and spread over runs. */
export interface Spread {
  readonly mean: number;
  /** Ends of the 95 % interval of the mean; null with fewer than two units. */
  readonly low: number | null;
  readonly high: number | null;
  readonly p05: number | null;
  readonly p95: number | null;
}

/** What a run says of one enterprise in one scenario. Undefined is null; what is hidden is null too, and `disclosure` says so. */
export interface EnterpriseResult {
  readonly scenario: string;
  readonly enterprise: string;
  /** 1 to 10 by revenue before, 10 the largest. */
  readonly decile: number;
  /** Class of VTA revenue in its own accounts, those of the synthetic register among them: "<5", "5-10", ... million kroner. */
  readonly sizeClass: string;
  /** Participants in the register; null in the synthetic one. */
  readonly participantsBefore: number | null;
  /** Mean number of participants at the end. */
  readonly participantsAfter: number | null;
  readonly before: number | null;
  readonly after: number | null;
  readonly streams: Readonly<Record<StreamName, { readonly before: number | null; readonly after: number | null }>>;
  /** Change of revenue since the start, as a share. */
  readonly change: Spread | null;
  /** Change in this scenario minus change in the first, as a share of revenue before; null in the first. */
  readonly difference: Spread | null;
  readonly deficit: number | null;
  readonly closed: number | null;
  /** Fields of the register that were imputed. */
  readonly imputed: readonly string[];
  readonly disclosure: Disclosure;
}

/** Streams that tell how many people there are, or would with the total. */
const tellingStreams: ReadonlySet<StreamName> = new Set([
  "sales",
  "state-subsidy",
  "municipal-subsidy",
  "municipal-purchase",
]);

const million = 1e6;

/** Name the class of a VTA revenue in kroner. */
function sizeClassOf(nok: number): string {
  return enterpriseSizes[enterpriseSizeLimitsMnok.filter((limit) => nok >= limit * million).length] as string;
}

/** Say whether a row is about one enterprise. */
function isOfEnterprise({ group }: Pick<Estimate, "group">): boolean {
  return group.enterprise !== undefined;
}

/** Estimates without the rows about single enterprises. */
export function withoutEnterprises(file: EstimatesFile): EstimatesFile {
  return {
    ...file,
    estimates: file.estimates.filter((row) => !isOfEnterprise(row)),
    differences: file.differences.filter((row) => !isOfEnterprise(row)),
  };
}

/**
 * Make the results by enterprise.
 *
 * @param file all estimates of a study, those of enterprises among them
 * @param run the data of the run
 * @returns rows by scenario in their order, then by pseudonym
 */
export function enterpriseResults(file: EstimatesFile, run: RunData): readonly EnterpriseResult[] {
  const estimates = file.estimates.filter((row) => row.point === null && isOfEnterprise(row));
  const differences = file.differences.filter((row) => row.point === null && isOfEnterprise(row));
  const scenarios = [...new Set(estimates.map(({ scenario }) => scenario))];
  const [first] = scenarios;
  if (first === undefined) return [];
  const cells = new Map(estimates.map((row) => [cellKey(row.scenario, row), row]));
  const pairs = new Map(differences.filter(({ a }) => a === first).map((row) => [cellKey(row.b, row), row]));
  const rows = run.data.enterprises;
  const ids =
    rows?.map(({ id }) => id) ??
    [...new Set(estimates.map(({ group }) => group.enterprise ?? ""))].sort((a, b) => Number(a) - Number(b));
  const meanOf = (scenario: string, measure: string, enterprise: string, stream?: string): number | null =>
    cells.get(nameOf(scenario, measure, enterprise, stream))?.mean ?? null;
  const revenues = ids.map((id) => meanOf(first, "enterprise-revenue-before", id) ?? 0);
  const deciles = decilesOf(revenues);
  const disclosures = rows === undefined ? ids.map((): Disclosure => "shown") : disclosed(scenarios, rows, meanOf);
  return scenarios.flatMap((scenario) =>
    ids.map((enterprise, e): EnterpriseResult => {
      const disclosure = disclosures[e] ?? "shown";
      const open = disclosure === "shown";
      const say = (measure: string, stream?: string): number | null => meanOf(scenario, measure, enterprise, stream);
      const before = say("enterprise-revenue-before");
      const change = cells.get(nameOf(scenario, "enterprise-revenue-change", enterprise));
      const pair = pairs.get(nameOf(scenario, "enterprise-revenue-change", enterprise));
      const byStream = streams.map((stream) => {
        const may = open || !tellingStreams.has(stream);
        return [
          stream,
          {
            before: may ? say("enterprise-revenue-before", stream) : null,
            after: may ? say("enterprise-revenue", stream) : null,
          },
        ] as const;
      });
      return {
        scenario,
        enterprise,
        decile: deciles[e] ?? 1,
        sizeClass: sizeClassOf(say("enterprise-accounts-revenue") ?? 0),
        participantsBefore: open ? (rows?.[e]?.participants ?? null) : null,
        participantsAfter: open ? say("participants") : null,
        before,
        after: say("enterprise-revenue"),
        streams: Object.fromEntries(byStream) as EnterpriseResult["streams"],
        change: spreadOf(change, -1),
        difference: spreadOf(pair),
        deficit: say("enterprises-in-deficit"),
        closed: say("enterprises-closed"),
        imputed: run.imputed[enterprise] ?? [],
        disclosure,
      };
    }),
  );
}

/** Decide for each enterprise whether its counts may be shown: in the register and at the end of every scenario alike. */
function disclosed(
  scenarios: readonly string[],
  rows: readonly EnterpriseRow[],
  meanOf: (scenario: string, measure: string, enterprise: string) => number | null,
): readonly Disclosure[] {
  const columns = [
    rows.map(({ participants }) => participants),
    ...scenarios.map((scenario) => rows.map(({ id }) => meanOf(scenario, "participants", id) ?? 0)),
  ];
  const kept = new Set<number>();
  const small = new Set<number>();
  // What one column hides, another must not show: go round until nothing is added.
  let safe = true;
  for (let before = -1; before < kept.size; ) {
    before = kept.size;
    for (const counts of columns) {
      const { cells, sumIsSafe } = disclose(counts, kept);
      safe &&= sumIsSafe;
      for (const [i, cell] of cells.entries()) {
        if (cell === "shown") continue;
        kept.add(i);
        if (cell === "small") small.add(i);
      }
    }
  }
  // Where too few are left for cover, not even that a count is small is said: all fours would be known by their sum.
  return rows.map((_, i) => (small.has(i) && safe ? "small" : kept.has(i) ? "hidden" : "shown"));
}

function nameOf(scenario: string, measure: string, enterprise: string, stream = ""): string {
  return JSON.stringify([scenario, measure, enterprise, stream]);
}

function cellKey(scenario: string, { measure, group }: Pick<Estimate, "measure" | "group">): string {
  return nameOf(scenario, measure, group.enterprise ?? "", group.stream);
}

/** Mean and spread of a row, its interval cut at the least that is possible: nobody loses more than everything. */
function spreadOf(row: Estimate | Difference | undefined, least = Number.NEGATIVE_INFINITY): Spread | null {
  if (row === undefined || row.mean === null) return null;
  const { mean, halfWidth, p05, p95 } = row;
  return {
    mean,
    low: halfWidth === null ? null : Math.max(mean - halfWidth, least),
    high: halfWidth === null ? null : mean + halfWidth,
    p05,
    p95,
  };
}

/** Give each value its tenth, from 1 for the smallest to 10 for the largest; equals by their order. */
function decilesOf(values: readonly number[]): readonly number[] {
  const order = values.map((value, i) => ({ value, i })).sort((a, b) => a.value - b.value || a.i - b.i);
  const deciles = values.map(() => 1);
  for (const [rank, { i }] of order.entries()) deciles[i] = Math.floor((10 * rank) / values.length) + 1;
  return deciles;
}
