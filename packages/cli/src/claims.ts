// The evaluation's claims as a simulation sees them. What needs whole draws (shares of runs, ratios within a run, differences between two
// scenarios that are not the reference) is worked out here when a study ends, and kept beside it; the report does the rest from estimates.

import { figureValue } from "@tiltak/scenarios";
import { type EstimatesFile, type Group, meanInterval } from "@tiltak/sim-core";
import { DrawMeans, type StudyRows, type WantedCell } from "./draw-means.ts";
import { Findings } from "./findings.ts";
import { otherSizes, revenueMeasure, smallSize } from "./headline.ts";

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
/** Levers that take places from enterprises. */
export const takesPlaces = ["transfer.share", "revenue-loss.share-moved"] as const;
/** What enterprises lose, as the claim about the small ones has it, and the key of the quantity. */
const sizeLosses = [
  { key: "small-change", measure: revenueMeasure, kind: undefined },
  { key: "small-losing", measure: "enterprises-losing", kind: "25" },
] as const;
const bySize = [smallSize, otherSizes] as const;
/** Coverage at which the evaluation speaks of full scale, participants per 1,000 inhabitants. */
export function fullScaleCoverage(): number {
  return figureValue("derived-lillestrom-vta-per-1000.lillestrom");
}

/** Draw means at hand, and the years that they cover. */
interface Reading {
  readonly means: DrawMeans;
  readonly time: number;
  readonly years: readonly number[];
}

const cell = (measure: string, group: Group, time: number): WantedCell => ({ measure, group, time });

/**
 * Work out what the claims need from whole draws.
 *
 * @param time the last time of the study
 */
export async function findClaims(study: StudyRows, time: number): Promise<readonly DrawnQuantity[]> {
  const { plan } = study;
  if (plan.points !== undefined || plan.scenarios.length < 2) return [];
  const years = Array.from({ length: Math.floor(time) }, (_, y) => y + 1);
  const means = await DrawMeans.read(study, [
    cell("coverage", {}, time),
    cell("participants", {}, time),
    ...["sheltered", ...ownSettings].flatMap((setting) => [
      cell("participants", { setting }, 0),
      ...years.flatMap((year) => [
        cell("participants", { setting }, year),
        ...ownCauses.map((cause) => cell("exits", { cause, setting }, year)),
      ]),
    ]),
    ...supplementMeasures.map((measure) => cell(measure, {}, time)),
    ...sizeLosses.flatMap(({ measure, kind }) => bySize.map((size) => sizeCell(measure, kind, size, time))),
  ]);
  const reading: Reading = { means, time, years };
  const [reference, ...others] = plan.scenarios;
  const lever = (id: string): string | undefined =>
    plan.scenarios.find(({ parameters }) => parameters[id] !== undefined)?.id;
  return [
    ...others.flatMap(({ id, parameters }) =>
      placementClaims(reading, reference.id, id, parameters["transfer.share"] !== undefined),
    ),
    ...others.flatMap(({ id, parameters }) =>
      takesPlaces.some((parameter) => parameters[parameter] !== undefined) ? sizeClaims(reading, reference.id, id) : [],
    ),
    ...supplementClaims(reading, lever("transfer.share"), lever("supplement.places-per-1000")),
  ];
}

/** Sum up a quantity over the draws in which it is defined; nothing when it is in none. */
function quantity(
  key: string,
  scenario: string,
  values: readonly number[],
  against?: string,
): readonly DrawnQuantity[] {
  const known = values.filter((value) => Number.isFinite(value));
  if (known.length === 0) return [];
  const { mean, halfWidth } = meanInterval(known, 0.95);
  const half = Number.isFinite(halfWidth) ? halfWidth : null;
  return [{ key, scenario, ...(against === undefined ? {} : { against }), mean, halfWidth: half, draws: known.length }];
}

/** What municipalities place themselves, against full scale, and how fast their participants leave beside those of enterprises. */
function placementClaims(
  reading: Reading,
  reference: string,
  id: string,
  transfers: boolean,
): readonly DrawnQuantity[] {
  const { means, time } = reading;
  const coverage = means.of(id, cell("coverage", {}, time));
  const all = means.of(id, cell("participants", {}, time));
  const own = Array.from({ length: means.draws }, (_, d) =>
    ownSettings.reduce((sum, setting) => sum + (means.of(id, cell("participants", { setting }, time))?.[d] ?? 0), 0),
  );
  if (coverage === undefined || all === undefined || own.every((n) => n === 0)) return [];
  const fullScale = fullScaleCoverage();
  const perThousand = own.map((n, d) => (coverage[d] * n) / all[d]);
  const isFull = perThousand.map((x) => (Number.isNaN(x) ? x : Number(x >= fullScale)));
  const lacking = perThousand.map((x) => Math.max(0, 1 - x / fullScale));
  const sheltered = exitRates(reading, reference, ["sheltered"]);
  const ratios = exitRates(reading, id, ownSettings).map((rate, d) => rate / sheltered[d]);
  return [
    ...(transfers
      ? [
          ...quantity("own-placements", id, perThousand),
          ...quantity("own-placements-at-full-scale", id, isFull),
          ...quantity("buy-back-needed", id, lacking),
        ]
      : []),
    ...quantity("exit-ratio", id, ratios, reference),
  ];
}

/** Exits of a year over the mean stock of the year, all years together, draw by draw. */
function exitRates({ means, years }: Reading, scenario: string, settings: readonly string[]): readonly number[] {
  return Array.from({ length: means.draws }, (_, d) => {
    const at = (measure: string, group: Group, year: number): number =>
      means.of(scenario, cell(measure, group, year))?.[d] ?? 0;
    let exits = 0;
    let stock = 0;
    for (const year of years) {
      for (const setting of settings) {
        stock += (at("participants", { setting }, year - 1) + at("participants", { setting }, year)) / 2;
        for (const cause of ownCauses) exits += at("exits", { cause, setting }, year);
      }
    }
    return stock > 0 ? exits / stock : Number.NaN;
  });
}

function sizeCell(measure: string, kind: string | undefined, size: string, time: number): WantedCell {
  return cell(measure, { "enterprise-size": size, ...(kind === undefined ? {} : { kind }) }, time);
}

/** What moving places does to small enterprises less what it does to the others, each against the reference: draw by draw. */
function sizeClaims({ means, time }: Reading, reference: string, id: string): readonly DrawnQuantity[] {
  return sizeLosses.flatMap(({ key, measure, kind }) => {
    const [small, others] = bySize.map((size) => {
      const at = sizeCell(measure, kind, size, time);
      return { from: means.of(reference, at), to: means.of(id, at) };
    });
    if (small?.to === undefined || small.from === undefined || others?.to === undefined || others.from === undefined)
      return [];
    const { from, to } = small;
    const { from: fromOthers, to: toOthers } = others;
    const values = Array.from(to, (value, d) => value - from[d] - (toOthers[d] - fromOthers[d]));
    return quantity(key, id, values, reference);
  });
}

/** A supplement less a transfer, where the study has both. */
function supplementClaims(
  { means, time }: Reading,
  transfer: string | undefined,
  supplement: string | undefined,
): readonly DrawnQuantity[] {
  if (transfer === undefined || supplement === undefined || transfer === supplement) return [];
  return supplementMeasures.flatMap((measure) => {
    const { values = [] } = means.difference(transfer, supplement, cell(measure, {}, time)) ?? {};
    return quantity(`supplement-${measure}`, supplement, values, transfer);
  });
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
