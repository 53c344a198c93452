// The evaluation's claims as a simulation sees them. What needs whole draws (shares of runs, ratios within a run, differences between two
// scenarios that are not the reference) is worked out here when a study ends, and kept beside it; the report does the rest from estimates.

import { figureValue } from "@tiltak/scenarios";
import { type EstimatesFile, type Group, meanInterval } from "@tiltak/sim-core";
import { DrawMeans, type StudyRows, type WantedCell } from "./draw-means.ts";
import { Findings } from "./findings.ts";

/** A quantity of a claim, over the draws of a study. */
export interface DrawnQuantity {
  readonly key: string;
  /** The scenario it is of, or the one it is taken from. */
  readonly scenario: string;
  readonly against?: string;
  readonly mean: number;
  /** Of the 95 % interval over draws; null below two draws. */
  readonly halfWidth: number | null;
  readonly draws: number;
}

/** Ways to leave that a person or an employer decides on, and death: not the loss of a place, nor a move of the scheme's. */
const ownCauses = ["ordinary-work", "ordinary-vta", "education", "other-programme", "death", "dropout", "retirement"];
const ownSettings = ["municipal", "municipal-ordinary"];
/** Measures in which a supplement is held against a transfer. */
export const supplementMeasures = [
  "places",
  "people-who-lost-their-place",
  "enterprises-closed",
  "net-public-cost",
] as const;
/** Coverage at which the evaluation speaks of full scale, participants per 1,000 inhabitants. */
export function fullScaleCoverage(): number {
  return figureValue("derived-lillestrom-vta-per-1000.lillestrom");
}

/**
 * Work out what the claims need from whole draws.
 *
 * @param time the last time of the study
 */
export async function findClaims(study: StudyRows, time: number): Promise<readonly DrawnQuantity[]> {
  const { plan } = study;
  if (plan.points !== undefined || plan.scenarios.length < 2) return [];
  const years = Array.from({ length: Math.floor(time) }, (_, y) => y + 1);
  const at = (measure: string, group: Group = {}, when: number = time): WantedCell => ({ measure, group, time: when });
  const settings = ["sheltered", ...ownSettings];
  const means = await DrawMeans.read(study, [
    at("coverage"),
    at("participants"),
    ...settings.flatMap((setting) => [
      at("participants", { setting }, 0),
      ...years.flatMap((year) => [
        at("participants", { setting }, year),
        ...ownCauses.map((cause) => at("exits", { cause, setting }, year)),
      ]),
    ]),
    ...supplementMeasures.map((measure) => at(measure)),
  ]);
  const found: DrawnQuantity[] = [];
  const keep = (key: string, scenario: string, values: readonly number[], against?: string): void => {
    const known = values.filter((value) => Number.isFinite(value));
    if (known.length === 0) return;
    const { mean, halfWidth } = meanInterval(known, 0.95);
    const half = Number.isFinite(halfWidth) ? halfWidth : null;
    const about = against === undefined ? {} : { against };
    found.push({ key, scenario, ...about, mean, halfWidth: half, draws: known.length });
  };
  const draws = Array.from({ length: means.draws }, (_, d) => d);
  const reference = plan.scenarios[0].id;
  const fullScale = fullScaleCoverage();
  /** Exits of a year over the mean stock of the year, all years together. */
  const exitRate = (scenario: string, of: readonly string[]): readonly number[] =>
    draws.map((d) => {
      let exits = 0;
      let stock = 0;
      for (const year of years) {
        for (const setting of of) {
          const before = means.of(scenario, at("participants", { setting }, year - 1))?.[d] ?? 0;
          const after = means.of(scenario, at("participants", { setting }, year))?.[d] ?? 0;
          stock += (before + after) / 2;
          for (const cause of ownCauses) exits += means.of(scenario, at("exits", { cause, setting }, year))?.[d] ?? 0;
        }
      }
      return stock > 0 ? exits / stock : Number.NaN;
    });
  for (const { id, parameters } of plan.scenarios.slice(1)) {
    const coverage = means.of(id, at("coverage"));
    const all = means.of(id, at("participants"));
    const own = draws.map((d) =>
      ownSettings.reduce((sum, setting) => sum + (means.of(id, at("participants", { setting }))?.[d] ?? 0), 0),
    );
    if (coverage === undefined || all === undefined || own.every((n) => n === 0)) continue;
    if (parameters["transfer.share"] !== undefined) {
      const perThousand = own.map((n, d) => (coverage[d] * n) / all[d]);
      keep("own-placements", id, perThousand);
      keep(
        "own-placements-at-full-scale",
        id,
        perThousand.map((x) => (Number.isNaN(x) ? x : Number(x >= fullScale))),
      );
      keep(
        "buy-back-needed",
        id,
        perThousand.map((x) => Math.max(0, 1 - x / fullScale)),
      );
    }
    const sheltered = exitRate(reference, ["sheltered"]);
    const municipal = exitRate(id, ownSettings);
    keep(
      "exit-ratio",
      id,
      municipal.map((rate, d) => rate / sheltered[d]),
      reference,
    );
  }
  const transfer = plan.scenarios.find(({ parameters }) => parameters["transfer.share"] !== undefined)?.id;
  const supplement = plan.scenarios.find(
    ({ parameters }) => parameters["supplement.places-per-1000"] !== undefined,
  )?.id;
  if (transfer !== undefined && supplement !== undefined && transfer !== supplement) {
    for (const measure of supplementMeasures) {
      const a = means.of(transfer, at(measure));
      const b = means.of(supplement, at(measure));
      if (a === undefined || b === undefined) continue;
      keep(
        `supplement-${measure}`,
        supplement,
        draws.map((d) => b[d] - a[d]),
        transfer,
      );
    }
  }
  return found;
}

/**
 * Leave out differences of levels that hold no numbers, as small counts of a register's people do not.
 *
 * @param estimates what may be told of the run
 */
export function tellableClaims(found: readonly DrawnQuantity[], estimates: EstimatesFile): readonly DrawnQuantity[] {
  const time = estimates.estimates.reduce((most, row) => Math.max(most, row.time), 0);
  const isHidden = (scenario: string, measure: string): boolean =>
    estimates.estimates.some(
      (row) =>
        row.scenario === scenario &&
        row.measure === measure &&
        row.point === null &&
        row.time === time &&
        Object.keys(row.group).length === 0 &&
        row.mean === null,
    );
  return found.filter(({ key, scenario, against }) => {
    const measure = supplementMeasures.find((name) => key === `supplement-${name}`);
    return measure === undefined || !(isHidden(scenario, measure) || isHidden(against ?? scenario, measure));
  });
}

/** What the claims need from whole draws. */
export const claimFindings: Findings<DrawnQuantity> = new Findings("claims.json");
