// The closed word lists of the programme model: settings, causes, payers, streams, size classes, and the
// purposes that address random draws. Positions in these lists are the codes used in typed arrays; the words are
// what measures show. Appending is safe; reordering purposes would change every draw.

/** Where a participant works, in the order of the codes used in typed arrays. */
export const settings = ["sheltered", "ordinary", "municipal", "municipal-ordinary"] as const;
export type Setting = (typeof settings)[number];
export const sheltered = 0;
export const ordinary = 1;
export const municipal = 2;
export const municipalOrdinary: number = settings.indexOf("municipal-ordinary");
/** The code of a person who holds no place. */
export const noSetting: number = settings.length;

/** The two kinds of municipal offer, as codes: a workstation in a municipal service, or an ordinary workplace. */
export const workstation = 0;
export const specialist = 1;
export const offers = 2;

/** The offer that a municipal setting belongs to. */
export function offerIn(setting: number): number {
  return setting === municipal ? workstation : specialist;
}

/** The municipal setting that an offer belongs to. */
export function settingOf(offer: number): number {
  return offer === workstation ? municipal : municipalOrdinary;
}

/** Why a spell ends, in the order of the codes. The first six compete by hazard; the rest are decided by events. */
export const causes = [
  "ordinary-work",
  "ordinary-vta",
  "education",
  "other-programme",
  "death",
  "dropout",
  "retirement",
  "place-lost",
  "moved",
] as const;
export type Cause = (typeof causes)[number];
export const causeOf: Readonly<Record<Cause, number>> = Object.fromEntries(
  causes.map((cause, code) => [cause, code]),
) as Record<Cause, number>;
/** Causes with a hazard that is constant over a spell: all before dropout. */
export const constantCauses: number = causes.indexOf("dropout");

/** How enterprises take people in: NAV refers in list order, the enterprise picks, or a team picks by need. */
export const intakeByNav = 0;
export const intakeByEnterprise = 1;
export const intakeByTeam = 2;

/** What may keep a candidate from a place. */
export const bounds = ["places", "supervisors", "workplaces", "candidates"] as const;

/** How a participant's place is paid for; the last: by the state until parallel running ends, then bought. */
const fundings = ["state", "purchase", "grant", "state-until-bought"] as const;
export const fundedByState: number = fundings.indexOf("state");
export const fundedByPurchase: number = fundings.indexOf("purchase");
export const fundedByGrant: number = fundings.indexOf("grant");
export const fundedByStateUntilBought: number = fundings.indexOf("state-until-bought");

/** Where somebody may move from or to: a setting, a waiting list, or out of the programme. */
export const whereabouts: readonly string[] = [...settings, "waiting", "outside"];
export const waitingList: number = settings.length;
export const outside: number = settings.length + 1;

/** Who pays. */
export const payers = ["state", "municipality", "employer", "enterprise"] as const;

/** Revenue streams of an enterprise. */
export const streams = ["sales", "state-subsidy", "municipal-subsidy", "municipal-purchase", "aft", "other"] as const;
export type Stream = (typeof streams)[number];

/** What an addressed draw is for; the position is the purpose number of the address. */
export const purposes = [
  "gap",
  "thinning",
  "birth",
  "entry-age",
  "sex",
  "need",
  "independence",
  "position",
  "position-size",
  "municipality",
  "patience",
  "match",
  "tenure",
  "acceptance",
  "cause",
  "next-job",
  "transfer-mark",
  "transfer-order",
  "buy-back",
  "vacancy",
  "turnover",
  "workplace",
  "account",
  "queue",
  "region",
  "size",
  "subsidy-share",
  "aft",
  "aft-size",
  "shuffle",
  "archetype",
  "ordinary-offer",
  "trial",
  "probation",
  "bonus-sensitivity",
  "intake",
  "veto",
  "follower",
  "return",
  "employer",
  "within",
] as const;
export type Purpose = (typeof purposes)[number];
export const purposeOf: Readonly<Record<Purpose, number>> = Object.fromEntries(
  purposes.map((purpose, number) => [purpose, number]),
) as Record<Purpose, number>;

/** Kinds of entity that own draws; the position is the kind number mixed into an address. */
export const entityKinds = [
  "stock-sheltered",
  "stock-ordinary",
  "queue-sheltered",
  "queue-ordinary",
  "arrival-sheltered",
  "arrival-ordinary",
  "arrival-school",
  "municipality",
  "enterprise",
  "service",
  "post",
  "region",
  "spell",
  "candidate",
] as const;
export type EntityKind = (typeof entityKinds)[number];
export const kindOf: Readonly<Record<EntityKind, number>> = Object.fromEntries(
  entityKinds.map((kind, number) => [kind, number]),
) as Record<EntityKind, number>;
