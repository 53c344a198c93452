// Which parameters the programme model reads, by id and kind, and the typed record that the rest of the model sees.
// The flat record comes from a scenario (already checked for range and unit there); here every missing or wrong-typed
// id is listed in one error. Levers that no scenario declared are absent, and then nothing is transferred.

import { InputError, type Problem } from "../foundation/index.ts";
import type { Parameters, ParameterValue } from "../kernel/index.ts";

/** The kind of value a parameter has when the model reads it. */
export type ParameterKind = "number" | "text" | "flag" | "dated";
type Dated = readonly (readonly [time: number, value: number])[];

/** Ids that every scenario must hold, with their kinds. */
export const worldParameters = {
  "horizon.start-year-offset": "number",
  "horizon.years": "number",
  "stock.sheltered": "number",
  "stock.ordinary": "number",
  "stock.growth-before-start-sheltered": "number",
  "stock.growth-before-start-ordinary": "number",
  "stock.start-tenure": "text",
  "stock.ready-for-ordinary-share": "number",
  "places.planned-growth-per-year": "number",
  "places.planned-growth-sheltered-share": "number",
  "places.planned-growth-start-year-offset": "number",
  "places.planned-growth-years": "number",
  "places.ordinary-vacancy-share": "number",
  "waiting.surplus-arrivals-per-year": "number",
  "waiting.patience-years": "number",
  "recruitment.school-share": "number",
  "recruitment.school-month": "number",
  "recruitment.school-age-min": "number",
  "recruitment.school-age-max": "number",
  "recruitment.entry-age-min": "number",
  "recruitment.entry-age-mode": "number",
  "recruitment.entry-age-max": "number",
  "recruitment.reach-ceiling": "number",
  "recruitment.own-candidates-per-1000": "number",
  "recruitment.own-candidates-years": "number",
  "mapping.ready-for-ordinary-share": "number",
  "person.women-share": "number",
  "person.need-independence-correlation": "number",
  "person.high-need-share": "number",
  "position.share-below-half": "number",
  "position.share-full": "number",
  "position.share-below-half-ordinary": "number",
  "position.share-full-ordinary": "number",
  "position.minimum": "number",
  "position.half": "number",
  "exit.sheltered-per-year": "number",
  "exit.sheltered-active-share": "number",
  "exit.active-to-ordinary-vta-share": "number",
  "exit.active-to-ordinary-work-share": "number",
  "exit.active-to-education-share": "number",
  "exit.death-per-year": "number",
  "exit.retirement-age": "number",
  "exit.ordinary-reading": "text",
  "exit.ordinary-mean-years": "number",
  "exit.ordinary-dropout-share-by-break": "number",
  "exit.ordinary-break-years": "number",
  "exit.ordinary-other-per-year": "number",
  "exit.ordinary-programme-per-year": "number",
  "exit.municipal-per-year": "number",
  "exit.municipal-ordinary-dropout-ratio": "number",
  "match.hazard-ratio-poor": "number",
  "match.poor-share": "number",
  "match.poor-share-municipal": "number",
  "match.poor-share-specialist": "number",
  "follow-up.adequacy-elasticity": "number",
  "follow-up.adequacy-floor": "number",
  "provider-change.hazard-ratio": "number",
  "provider-change.years": "number",
  "mentor.need-start": "number",
  "mentor.need-later": "number",
  "mentor.decline-years": "number",
  "specialist.caseload": "number",
  "specialist.workplaces-found-per-year": "number",
  "specialist.training-years": "number",
  "specialist.training-effectiveness": "number",
  "workstation.participants-per-supervisor": "number",
  "supervisor.turnover-per-year": "number",
  "supervisor.vacancy-years": "number",
  "supervisor.cost-nok": "number",
  "supervisor.from-within-share": "number",
  "enterprise.count": "number",
  "enterprise.revenue-median-nok": "number",
  "enterprise.revenue-sigma": "number",
  "enterprise.accounts-year-offset": "number",
  "enterprise.subsidy-share-reference-nok": "number",
  "enterprise.subsidy-share-logit": "number",
  "enterprise.subsidy-share-slope": "number",
  "enterprise.subsidy-share-sd": "number",
  "enterprise.other-share": "number",
  "enterprise.aft-none-share": "number",
  "enterprise.aft-participants-median": "number",
  "enterprise.aft-participants-sigma": "number",
  "enterprise.aft-size-elasticity": "number",
  "enterprise.sales-per-place-elasticity": "number",
  "enterprise.fixed-cost-share": "number",
  "enterprise.margin-mean": "number",
  "enterprise.margin-sd": "number",
  "enterprise.equity-months": "number",
  "enterprise.notice-years": "number",
  "enterprise.place-reallocation-years": "number",
  "enterprise.public-ownership-share": "number",
  "enterprise.participants-per-supervisor": "number",
  "enterprise.participants-per-supervisor-norm": "number",
  "municipal.count": "number",
  "municipal.inhabitants": "number",
  "municipal.inhabitants-sigma": "number",
  "municipal.region-count": "number",
  "municipal.new-workplaces-per-1000": "number",
  "municipal.workstations-per-1000": "number",
  "municipal.employer-ceiling-per-1000": "number",
  "municipal.employer-subsidy-ratio": "number",
  "municipal.min-specialist-fte": "number",
  "municipal.search-years": "number",
  "bonus-wage.municipal-nok-per-hour": "number",
  "bonus-wage.hours-per-year": "number",
  "grant.share-spent-on-vta": "number",
  "supplement.crowd-out-share": "number",
  "rate.vta-nok-per-place-month": "dated",
  "rate.aft-nok-per-place-month": "dated",
  "rate.vto-ratio": "number",
  "rate.municipal-to-state": "number",
  "price.index-per-year": "number",
  "intake.model-shares.nav": "number",
  "intake.model-shares.enterprise-of-rest": "number",
  "intake.window": "number",
  "intake.veto-share": "number",
  "bonus-wage.nok-per-hour": "number",
  "bonus-wage.elasticity": "number",
  "hospitation.share": "number",
  "hospitation.transition-ratio": "number",
  "qualification.share": "number",
  "qualification.transition-ratio": "number",
  "re-entry.share-after-job-loss": "number",
  "mentor.charged": "flag",
  "day-activity.counted": "flag",
  "day-activity.cost-nok": "number",
  "day-activity.share-otherwise": "number",
  "ordinary.follow-up-adequacy-today": "number",
  "municipal.archetype-weight.se": "number",
  "municipal.archetype-weight.mentors": "number",
  "municipal.archetype-weight.workstations": "number",
  "municipal.archetype-weight.bought": "number",
} as const;

/** Ids that only scenarios with a transfer hold, with their kinds. */
export const leverParameters = {
  "transfer.share": "number",
  "transfer.start": "text",
  "transfer.phase-in-years": "number",
  "transfer.parallel-running-months": "number",
  "transfer.frame-grant-rule": "text",
  "transfer.earmarked": "flag",
  "transfer.region": "number",
  "municipal.buy-back-share": "number",
  "municipal.sharing": "flag",
  "municipal.sharing-below-inhabitants": "number",
  "recruitment.reach": "number",
  "supplement.places-per-1000": "number",
  "supplement.start": "text",
  "supplement.payer": "text",
  "revenue-loss.share-moved": "number",
  "revenue-loss.start": "text",
  "revenue-loss.speed-years": "number",
  "revenue-loss.transition-grant": "number",
  "revenue-loss.transition-years": "number",
  "municipal.delivery-model.under-5000": "text",
  "municipal.delivery-model.5000-9999": "text",
  "municipal.delivery-model.10000-19999": "text",
  "municipal.delivery-model.20000-49999": "text",
  "municipal.delivery-model.50000-and-over": "text",
  "transfer.stop-rule": "text",
  "transfer.stop-threshold": "number",
  "transfer.smallest-municipality": "number",
  "transfer.buy-back-procurement": "text",
  "vto.provider": "text",
  "vto.start": "text",
  "vto.caseload": "number",
  "vto.keeps-subsidy": "flag",
  "vto.supplements-mentor": "flag",
  "vto.tender-years": "number",
  "vto.return-right-years": "number",
  "vto.employer-leave-if-subsidy-ends": "number",
  "vto.employer-hiring-ratio-without-subsidy": "number",
} as const;

type KindValue = { number: number; text: string; flag: boolean; dated: Dated };
type Values<T extends Readonly<Record<string, ParameterKind>>> = { readonly [Id in keyof T]: KindValue[T[Id]] };

/** The values that the model reads: all of the world, and the levers that the scenario declared. */
export type ProgrammeParameters = Values<typeof worldParameters> & Partial<Values<typeof leverParameters>>;

const kindOfValue = (value: ParameterValue | undefined): ParameterKind | undefined => {
  if (typeof value === "number") return Number.isFinite(value) ? "number" : undefined;
  if (typeof value === "string") return "text";
  if (typeof value === "boolean") return "flag";
  return Array.isArray(value) && value.length > 0 ? "dated" : undefined;
};

/**
 * Read the flat parameters of a scenario as the record that the model uses.
 * @param parameters values by id; ids that the model does not know are ignored
 * @returns the same values, typed
 * @throws InputError with one problem for each id that is missing or of the wrong kind
 */
export function readProgrammeParameters(parameters: Parameters): ProgrammeParameters {
  const problems: Problem[] = [];
  const check = (id: string, kind: ParameterKind, required: boolean): void => {
    const value = parameters[id];
    if (value === undefined && !required) return;
    const found = kindOfValue(value);
    if (found !== kind)
      problems.push({
        path: id,
        found: value === undefined ? "nothing" : String(value),
        allowed: kind,
        message: value === undefined ? "the programme model needs this parameter" : `must be a ${kind}`,
      });
  };
  for (const [id, kind] of Object.entries(worldParameters)) check(id, kind, true);
  for (const [id, kind] of Object.entries(leverParameters)) check(id, kind, false);
  if (problems.length > 0) throw new InputError(problems, "programme-parameters");
  return parameters as unknown as ProgrammeParameters;
}
