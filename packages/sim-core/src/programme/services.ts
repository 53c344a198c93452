// Municipal services: one unit per municipality, or one shared by the small municipalities of a region. A unit has posts
// (supervisors one by one: vacant, in training, trained), workplaces that it has found, places that it buys, and a budget.
// Capacity counts what a newcomer weighs against the caseload; what is short is for the programme model to see.

import { AddressedStreams } from "../random/index.ts";
import { type DeliveryModel, deliveryModelFor, readDeliveryModel } from "./delivery.ts";
import { Draws } from "./draws.ts";
import type { ExitLaw } from "./exit-laws.ts";
import { classOf, type Geography, registerKey } from "./geography.ts";
import { municipalitySizeLimits, perThousand } from "./numerics.ts";
import type { ProgrammeParameters } from "./parameters.ts";
import type { ProgrammeData } from "./programme-data.ts";
import { offers, purposeOf } from "./words.ts";

/** A post: a share of a position, with whoever holds it. */
export interface Post {
  readonly unit: number;
  readonly offer: number;
  readonly fte: number;
  /** Who holds it: 0 nobody, 1 in training, 2 trained. */
  state: 0 | 1 | 2;
  /** How often the post has been filled: addresses the next holder's luck. */
  holders: number;
  /** Pending end of training; 0 when none. */
  trainedEvent: number;
  closed: boolean;
}

/** One unit of municipal service. Money in kroner a year. */
export interface Unit {
  readonly id: number;
  readonly region: number;
  readonly municipalities: readonly number[];
  readonly inhabitants: number;
  /** How the unit follows participants up. */
  readonly delivery: DeliveryModel;
  /** Exit laws of the municipal settings under this delivery model, by offer. */
  readonly laws: readonly ExitLaw[];
  /** Grant that a register gives the unit whatever the rule says; undefined otherwise. */
  readonly ownGrantNok: number | undefined;
  /** When the responsibility passes, model years. */
  transferAt: number;
  /** From when on the unit's delivery model recruits, model years. */
  deliversFrom: number;
  transferred: boolean;
  /** Whether the unit runs a service at all. */
  active: boolean;
  /** Places beside the state's own: of a supplement, or moved out of enterprises. */
  extraPlaces: number;
  /** True where places were moved and what the municipality can do with them is not the question: nothing is short. */
  unlimited: boolean;
  /** True from the end of parallel running on. */
  alone: boolean;
  /** The state's grant for places taken over, and the municipality's own part that went with them. */
  grantNok: number;
  ownNok: number;
  /** What of both may be spent on adapted work. */
  budgetNok: number;
  /** Yearly cost of posts, filled or not. */
  postsNok: number;
  /** Yearly cost of bought places, held or kept open. */
  purchaseNok: number;
  /** Yearly bonus wages and subsidies to employers for present participants. */
  participantsNok: number;
  /** Yearly cost of participants whom people on trial will be. */
  reservedNok: number;
  /** Largest numbers of participants on workstations and in found workplaces. */
  readonly workstations: number;
  /** People in mapping, job taste or work trial, by offer. */
  readonly trials: Int32Array;
  /** Mentors' time for present participants, positions, by offer. */
  readonly mentorFte: Float64Array;
  workplaceCeiling: number;
  workplacesFound: number;
  /** Search for the next workplace: what remains of its threshold, since when, and at which yearly rate. */
  searchLeft: number;
  searchAsOf: number;
  searchRate: number;
  searchEvent: number;
  searches: number;
  /** Weighted caseload and trained capacity by offer, in participants. */
  readonly load: Float64Array;
  readonly capacity: Float64Array;
  readonly adequacy: Float64Array;
  /** What adequacy multiplies the dropout hazard by, by offer. */
  readonly dropoutFactor: Float64Array;
  readonly posts: Post[];
  /** Enterprises with a bought place that stands empty. */
  readonly boughtVacancies: number[];
  /** People whom the municipality knows itself and has not asked yet, by offer, in the order in which it found them. */
  readonly candidates: readonly number[][];
}

/**
 * Form the units of municipal service.
 * @param share whether municipalities below the limit share one service within their region
 * @param data the register of municipalities, whose rows may name a delivery model and a grant
 * @param lawsOf exit laws of the municipal settings under a delivery model, by offer
 * @returns the units, and the unit of each municipality
 */
export function formUnits(
  p: ProgrammeParameters,
  geography: Geography,
  share: boolean,
  belowInhabitants: number,
  data: ProgrammeData,
  lawsOf: (delivery: DeliveryModel) => readonly ExitLaw[],
): { readonly units: Unit[]; readonly unitOf: Int32Array } {
  const unitOf = new Int32Array(geography.inhabitants.length);
  const groups: number[][] = [];
  const groupOfRegion = new Map<number, number>();
  for (let m = 0; m < unitOf.length; m++) {
    const region = geography.region[m] as number;
    const named = data.municipalities?.[m]?.deliveryModel !== undefined;
    const small = share && !named && (geography.inhabitants[m] as number) < belowInhabitants;
    let group = small ? groupOfRegion.get(region) : undefined;
    if (group === undefined) {
      group = groups.push([]) - 1;
      if (small) groupOfRegion.set(region, group);
    }
    (groups[group] as number[]).push(m);
    unitOf[m] = group;
  }
  const models = new Map<string, { readonly model: DeliveryModel; readonly laws: readonly ExitLaw[] }>();
  const deliver = (id: string): { readonly model: DeliveryModel; readonly laws: readonly ExitLaw[] } => {
    let found = models.get(id);
    if (found === undefined) {
      const model = readDeliveryModel(id, p);
      found = { model, laws: lawsOf(model) };
      models.set(id, found);
    }
    return found;
  };
  const draws = new Draws(new AddressedStreams(registerKey));
  const archetypeDraw = (m: number): number => draws.uniform("municipality", m, 0, purposeOf.archetype, 0);
  const units = groups.map((municipalities, id): Unit => {
    const inhabitants = municipalities.reduce((sum, m) => sum + (geography.inhabitants[m] as number), 0);
    const thousands = inhabitants / perThousand;
    const first = municipalities[0] as number;
    const { model, laws } = deliver(
      data.municipalities?.[first]?.deliveryModel ??
        deliveryModelFor(p, classOf(inhabitants, municipalitySizeLimits), archetypeDraw(first)),
    );
    return {
      id,
      delivery: model,
      laws,
      ownGrantNok: data.municipalities?.[first]?.grantNokPerYear,
      region: geography.region[municipalities[0] as number] as number,
      municipalities,
      inhabitants,
      transferAt: Number.POSITIVE_INFINITY,
      deliversFrom: Number.POSITIVE_INFINITY,
      transferred: false,
      active: false,
      extraPlaces: 0,
      unlimited: false,
      alone: false,
      grantNok: 0,
      ownNok: 0,
      budgetNok: 0,
      postsNok: 0,
      purchaseNok: 0,
      participantsNok: 0,
      reservedNok: 0,
      workstations:
        model.workstationRatio *
        thousands *
        Math.min(p["municipal.workstations-per-1000"], p["municipal.employer-ceiling-per-1000"]),
      workplaceCeiling: thousands * p["municipal.new-workplaces-per-1000"],
      workplacesFound: 0,
      searchLeft: 0,
      searchAsOf: 0,
      searchRate: 0,
      searchEvent: 0,
      searches: 0,
      load: new Float64Array(offers),
      capacity: new Float64Array(offers),
      adequacy: new Float64Array(offers).fill(1),
      dropoutFactor: new Float64Array(offers).fill(1),
      trials: new Int32Array(offers),
      mentorFte: new Float64Array(offers),
      posts: [],
      boughtVacancies: [],
      candidates: Array.from({ length: offers }, () => []),
    };
  });
  return { units, unitOf };
}

/** Yearly kroner that the unit may still commit. */
export function freeBudget(unit: Unit): number {
  return unit.budgetNok - unit.postsNok - unit.purchaseNok - unit.participantsNok - unit.reservedNok;
}

/** Sum the posts of an offer in full-time equivalents, filled or not. */
export function postFte(unit: Unit, offer: number): number {
  let fte = 0;
  for (const post of unit.posts) if (!post.closed && post.offer === offer) fte += post.fte;
  return fte;
}

/** Sum what filled posts of an offer can follow up, in participants. */
export function trainedCapacity(unit: Unit, offer: number, perPosition: number, inTraining: number): number {
  let fte = 0;
  for (const post of unit.posts) {
    if (post.closed || post.offer !== offer) continue;
    if (post.state === 2) fte += post.fte;
    else if (post.state === 1) fte += post.fte * inTraining;
  }
  return fte * perPosition;
}

/** Count people who hold posts now. */
export function staffed(unit: Unit): number {
  let people = 0;
  for (const post of unit.posts) if (!post.closed && post.state !== 0) people++;
  return people;
}
