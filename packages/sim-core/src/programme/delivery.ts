// The delivery models: who follows participants up, how, and in which kind of workplace. Each is a set of parameters
// `delivery.<model>.<attribute>`, never a branch in code. A unit of municipal service runs one of them: the one that the
// register or the scenario names for its size, one of four archetypes by weight, or `standard`, which is made of the
// parameters that hold for every municipality.

import { InputError, type Problem } from "../foundation/index.ts";
import type { Parameters } from "../kernel/index.ts";
import { archetypes, noCeiling, weeksPerYear } from "./numerics.ts";
import type { ProgrammeParameters } from "./parameters.ts";
import { offers, specialist, workstation } from "./words.ts";

/** Ids of the delivery models that have parameters of their own. */
export const deliveryModelIds: readonly string[] = [
  "enterprise",
  "nav-vtao",
  "lillestrom-workstations",
  "lillestrom-se",
  "oslo-two-part",
  "stavanger-pff",
  "oygarden-mentors",
  "ullensaker-hr",
  "indre-fosen",
];

/** What a scenario may name beside them: the general parameters, or one archetype for each municipality by weight. */
export const standardDelivery = "standard";
const mixedDelivery = "mixed";

/** Attributes of a delivery model, as they stand in parameter ids; all are numbers. */
export const deliveryAttributes = [
  "ordinary-share",
  "workstation-ratio",
  "bought-share",
  "caseload",
  "participants-per-leader",
  "most-positions",
  "mapping-weeks",
  "job-taste-weeks",
  "work-trial-weeks",
  "trial-success-share",
  "probation-months",
  "probation-pass-share",
  "poor-match-share",
  "ready-ratio",
  "dropout-ratio",
  "bonus-wage-nok-per-hour",
  "employer-subsidy-ratio",
  "mentor-paid-share",
  "below-half-share",
  "full-share",
  "workplaces-found-per-year",
  "supervisor-turnover-per-year",
  "staff-from-within-share",
  "reach",
] as const;
export type DeliveryAttribute = (typeof deliveryAttributes)[number];

/** Ids of all parameters of delivery models, which a run needs only for the models that it uses. */
export const deliveryParameterIds: readonly string[] = deliveryModelIds.flatMap((model) =>
  deliveryAttributes.map((attribute) => `delivery.${model}.${attribute}`),
);

/** A delivery model as the model reads it. Arrays have one entry for each offer. */
export interface DeliveryModel {
  readonly id: string;
  /** Share of ready candidates who are offered an ordinary workplace. */
  readonly ordinaryShare: number;
  /** Workstations relative to what municipalities are assumed to hold. */
  readonly workstationRatio: number;
  /** Share of those who need a place who get one that is bought from an enterprise. */
  readonly boughtShare: number;
  /** Participants that a trained position can follow up. */
  readonly perPosition: Float64Array;
  /** Ceiling of positions. */
  readonly mostPositions: number;
  /** Time from the offer of a place to the contract, years. */
  readonly stageYears: Float64Array;
  readonly trialSuccess: number;
  readonly probationYears: number;
  readonly probationPass: number;
  /** Share of contracts with a poor match. */
  readonly poorShare: Float64Array;
  readonly readyRatio: number;
  readonly dropoutRatio: number;
  readonly bonusNokPerHour: number;
  readonly employerSubsidyRatio: number;
  readonly mentorPaidShare: number;
  /** Shares of contracts below half a position and of full ones; undefined where people get what they want. */
  readonly positions: { readonly belowHalf: number; readonly full: number } | undefined;
  readonly workplacesPerYear: number;
  readonly turnoverPerYear: number;
  /** Share of posts that people fill who work for the municipality already. */
  readonly fromWithin: number;
  readonly reach: number;
}

const pair = (onStations: number, inWorkplaces: number): Float64Array => {
  const values = new Float64Array(offers);
  values[workstation] = onStations;
  values[specialist] = inWorkplaces;
  return values;
};

/** Make the delivery model that the parameters for all municipalities describe. */
function standardModel(p: ProgrammeParameters): DeliveryModel {
  return {
    id: standardDelivery,
    ordinaryShare: 1,
    workstationRatio: 1,
    boughtShare: 0,
    perPosition: pair(p["workstation.participants-per-supervisor"], p["specialist.caseload"]),
    mostPositions: noCeiling,
    stageYears: pair(0, 0),
    trialSuccess: 1,
    probationYears: 0,
    probationPass: 1,
    poorShare: pair(p["match.poor-share-municipal"], p["match.poor-share-specialist"]),
    readyRatio: 1,
    dropoutRatio: 1,
    bonusNokPerHour: p["bonus-wage.municipal-nok-per-hour"],
    employerSubsidyRatio: p["municipal.employer-subsidy-ratio"],
    mentorPaidShare: 0,
    positions: undefined,
    workplacesPerYear: p["specialist.workplaces-found-per-year"],
    turnoverPerYear: p["supervisor.turnover-per-year"],
    fromWithin: p["supervisor.from-within-share"],
    reach: 1,
  };
}

/**
 * Read a delivery model from the flat parameters.
 * @param id one of `deliveryModelIds`
 * @throws InputError with one problem for each attribute that the scenario does not hold
 */
export function readDeliveryModel(id: string, p: ProgrammeParameters): DeliveryModel {
  if (id === standardDelivery) return standardModel(p);
  const flat = p as unknown as Parameters;
  const problems: Problem[] = [];
  const read = (attribute: DeliveryAttribute): number => {
    const path = `delivery.${id}.${attribute}`;
    const value = flat[path];
    if (typeof value === "number" && Number.isFinite(value)) return value;
    problems.push({
      path,
      found: value === undefined ? "nothing" : String(value),
      allowed: "number",
      message: "this delivery model needs a number here",
    });
    return 0;
  };
  const mapping = read("mapping-weeks") / weeksPerYear;
  const trial = (read("job-taste-weeks") + read("work-trial-weeks")) / weeksPerYear;
  const model: DeliveryModel = {
    id,
    ordinaryShare: read("ordinary-share"),
    workstationRatio: read("workstation-ratio"),
    boughtShare: read("bought-share"),
    perPosition: pair(read("participants-per-leader"), read("caseload")),
    mostPositions: read("most-positions"),
    stageYears: pair(mapping, mapping + trial),
    trialSuccess: read("trial-success-share"),
    probationYears: read("probation-months") / 12,
    probationPass: read("probation-pass-share"),
    poorShare: pair(read("poor-match-share"), read("poor-match-share")),
    readyRatio: read("ready-ratio"),
    dropoutRatio: read("dropout-ratio"),
    bonusNokPerHour: read("bonus-wage-nok-per-hour"),
    employerSubsidyRatio: read("employer-subsidy-ratio"),
    mentorPaidShare: read("mentor-paid-share"),
    positions: { belowHalf: read("below-half-share"), full: read("full-share") },
    workplacesPerYear: read("workplaces-found-per-year"),
    turnoverPerYear: read("supervisor-turnover-per-year"),
    fromWithin: read("staff-from-within-share"),
    reach: read("reach"),
  };
  if (problems.length > 0) throw new InputError(problems, "delivery-model");
  return model;
}

const leversBySize = [
  "municipal.delivery-model.under-5000",
  "municipal.delivery-model.5000-9999",
  "municipal.delivery-model.10000-19999",
  "municipal.delivery-model.20000-49999",
  "municipal.delivery-model.50000-and-over",
] as const satisfies readonly (keyof ProgrammeParameters)[];

/**
 * Say which delivery model a municipality of a size class runs.
 * @param sizeClass code of the size class
 * @param u the municipality's own uniform draw, which picks an archetype where the scenario says `mixed`
 * @throws InputError when the scenario names no delivery model that exists
 */
export function deliveryModelFor(p: ProgrammeParameters, sizeClass: number, u: number): string {
  const lever = leversBySize[sizeClass] as (typeof leversBySize)[number];
  const chosen = p[lever] ?? standardDelivery;
  if (chosen === standardDelivery || deliveryModelIds.includes(chosen)) return chosen;
  if (chosen !== mixedDelivery) {
    const allowed = [standardDelivery, mixedDelivery, ...deliveryModelIds].join(", ");
    throw new InputError(
      [{ path: lever, found: chosen, allowed, message: "no such delivery model" }],
      "delivery-model",
    );
  }
  const weights = archetypes.map(([weight]) => p[weight]);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let left = u * all;
  for (let k = 0; k < archetypes.length; k++) {
    left -= weights[k] as number;
    if (left < 0) return (archetypes[k] as (typeof archetypes)[number])[1];
  }
  return (archetypes[archetypes.length - 1] as (typeof archetypes)[number])[1];
}
