// The claims of the evaluation as one table: each with what the source's own figures give, what this run gives with its interval, and what
// that rests on. A claim is data: formulas over the registry, and cells of the run. Nothing here holds a result.

import { checkEvidence, type EvidenceCheck, evaluateFormula, figureValue, referencesOf } from "@tiltak/scenarios";
import { betaIInverse, type Group } from "@tiltak/sim-core";
import type { ChartInput } from "../charts/index.ts";
import { quoted } from "../charts/text.ts";
import { type DrawnQuantity, fullScaleCoverage, supplementMeasures, takesPlaces } from "../claims.ts";
import {
  formatKroner,
  formatMeasured,
  formatMeasuredPercent,
  formatMeasuredPoints,
  formatNumber,
  formatPercent,
  formatShareOfRuns,
  groupName,
  type Lang,
  measureName,
} from "../i18n/index.ts";
import { escapeHtml, scrolling } from "./html.ts";

type Words = Readonly<Record<Lang, string>>;
type Unit = "number" | "kroner" | "thousand kroner" | "share";

/** A figure by arithmetic on the registry. */
interface Arithmetic {
  readonly what: Words;
  readonly formula: string;
  readonly unit: Unit;
  readonly decimals: number;
}

/** A cell of the run: its level in each compared scenario, or its difference from the reference. */
interface RunCell {
  readonly measure: string;
  readonly group: Group;
  readonly as: "level" | "difference" | "share above 0";
  readonly unit: Unit | "points";
  readonly what?: Words;
  /** Which scenarios have a say: all, or all but the reference. */
  readonly of?: "all" | "others";
  /** Parameters of which a scenario must have one to have a say. */
  readonly where?: readonly string[];
  /** The claim says that it is more than this. */
  readonly claimedAbove?: number;
}

/** A quantity over whole draws. */
interface Drawn {
  readonly key: string;
  readonly what: Words;
  readonly unit: Unit | "points";
  readonly claimedAbove?: number;
  readonly claimedBelow?: number;
  /** Say how many draws it rests on, and that there is no ground for the claim where it cannot be told. */
  readonly toldWithGround?: boolean;
}

interface Claim {
  readonly id: string;
  readonly claim: Words;
  readonly arithmetic?: readonly Arithmetic[];
  readonly cells?: readonly RunCell[];
  readonly drawn?: readonly Drawn[];
  /** Whether enterprises are told by how far they live on subsidies, too: from results by enterprise. */
  readonly byDependence?: boolean;
  /** Parameters that the run's figures rest on. */
  readonly parameters: readonly string[];
  /** A command that gives what this run lacks. */
  readonly needs: string;
}

const compareTransfer = "tiltak compare baseline full-scale-transfer";
const sizes = ["<5", "5-10", "<10", "10-20", "20-50", "50+", "10+"] as const;
const municipalitySizes = ["<5000", "5000-9999", "10000-19999", "20000-49999", "50000+"] as const;
const losses = ["10", "25", "50"] as const;
const transfers = ["transfer.share"] as const;
const municipalOffers = ["transfer.share", "supplement.places-per-1000"] as const;
const movesPlaces = takesPlaces;
const followUps = ["vto.provider"] as const;

function arithmetic(nb: string, en: string, formula: string, unit: Unit = "number", decimals = 0): Arithmetic {
  return { what: { nb, en }, formula, unit, decimals };
}

/** The claims, in the order of the model's description. */
export const claims: readonly Claim[] = [
  {
    id: "places-for-money",
    claim: {
      nb: "Forsøkene ga ikke flere plasser for pengene enn tilskuddssatsen ville ha gitt.",
      en: "The trials gave no more places for the money than the subsidy rate would have.",
    },
    arithmetic: [
      arithmetic(
        "Plasser i forsøkene 2021",
        "Places in the trials, 2021",
        "[derived-trial-places-for-money.trial-2021]",
        "number",
        1,
      ),
      arithmetic(
        "Plasser som satsen ville ha gitt, 2021",
        "Places that the rate would have bought, 2021",
        "[derived-trial-places-for-money.ordinary-2021]",
        "number",
        1,
      ),
      arithmetic(
        "Plasser i forsøkene 2020",
        "Places in the trials, 2020",
        "[derived-trial-places-for-money.trial-2020]",
        "number",
        1,
      ),
      arithmetic(
        "Plasser som satsen ville ha gitt, 2020",
        "Places that the rate would have bought, 2020",
        "[derived-trial-places-for-money.ordinary-2020]",
        "number",
        1,
      ),
    ],
    cells: [{ measure: "cost-per-place", group: {}, as: "difference", unit: "kroner", where: transfers }],
    parameters: ["rate.vta-nok-per-place-month", "grant.share-spent-on-vta", "supervisor.cost-nok"],
    needs: compareTransfer,
  },
  {
    id: "denominators",
    claim: {
      nb: "Hva som er dyrest, snur med nevneren: deltaker, plass eller stilling.",
      en: "What is dearest turns with the denominator: participant, place or position.",
    },
    arithmetic: [
      arithmetic(
        "Forsøkene, per deltaker",
        "Trials, per participant",
        "[derived-trial-cost-2021.per-person]",
        "thousand kroner",
      ),
      arithmetic("Forsøkene, per plass", "Trials, per place", "[derived-trial-cost-2021.per-place]", "thousand kroner"),
      arithmetic(
        "Forsøkene, per stilling",
        "Trials, per position",
        "[derived-trial-cost-2021.per-position]",
        "thousand kroner",
      ),
      arithmetic(
        "Statens sats per plass, 2021",
        "The state's rate per place, 2021",
        "[state-rate-vta.2021]",
        "thousand kroner",
      ),
    ],
    cells: ["cost-per-participant", "cost-per-place", "cost-per-position"].map(
      (measure): RunCell => ({ measure, group: {}, as: "difference", unit: "kroner", where: municipalOffers }),
    ),
    parameters: ["position.share-below-half", "position.share-full", "municipal.buy-back-share"],
    needs: compareTransfer,
  },
  {
    id: "lillestrom-cost",
    claim: {
      nb: "Lillestrøm er billigere per plass enn satsen for skjermet virksomhet, også med fadderne, men ikke enn satsen for ordinær virksomhet.",
      en: "Lillestrøm is cheaper per place than the sheltered rate, with mentors too, but not than the rate for ordinary workplaces.",
    },
    arithmetic: [
      arithmetic(
        "Lillestrøm 2023, per plass",
        "Lillestrøm 2023, per place",
        "[derived-lillestrom-cost-2023.per-place]",
        "thousand kroner",
      ),
      arithmetic(
        "Lillestrøm 2023, med faddere",
        "Lillestrøm 2023, with mentors",
        "[lillestrom-cost-incl-mentors-2023]",
        "thousand kroner",
      ),
      arithmetic(
        "Sats for skjermet virksomhet 2023",
        "Rate for sheltered enterprises, 2023",
        "12 * [ext-vta-rate-2023.sheltered] / 1000",
        "thousand kroner",
      ),
      arithmetic(
        "Sats for ordinær virksomhet 2023",
        "Rate for ordinary workplaces, 2023",
        "12 * [ext-vta-rate-2023.ordinary] / 1000",
        "thousand kroner",
        1,
      ),
    ],
    cells: [
      {
        measure: "cost-per-place-vs-vtao-rate",
        group: {},
        as: "level",
        unit: "number",
        where: municipalOffers,
        claimedAbove: 1,
      },
      { measure: "mentor-cost-unpaid", group: {}, as: "level", unit: "kroner", of: "others", where: municipalOffers },
    ],
    parameters: ["rate.vto-ratio", "mentor.need-start", "mentor.need-later"],
    needs: compareTransfer,
  },
  {
    id: "full-scale-coverage",
    claim: {
      nb: "Egne plasser i full skala, 2,3 per 1 000 innbyggere, er urealistisk for kommunene; de må kjøpe fra bedriftene.",
      en: "Own placements at full scale, 2.3 per 1,000 inhabitants, are unrealistic for municipalities; they must buy from enterprises.",
    },
    arithmetic: [
      arithmetic(
        "Full skala, deltakere per 1 000 innbyggere",
        "Full scale, participants per 1,000 inhabitants",
        "[derived-lillestrom-vta-per-1000.lillestrom]",
        "number",
        1,
      ),
    ],
    drawn: [
      {
        key: "own-placements",
        what: { nb: "Egne plasser per 1 000 innbyggere", en: "Own placements per 1,000 inhabitants" },
        unit: "number",
      },
      {
        key: "own-placements-at-full-scale",
        what: {
          nb: "Andel framtider med full skala ved egne plasser",
          en: "Share of futures at full scale by own placements",
        },
        unit: "share",
      },
      {
        key: "buy-back-needed",
        what: { nb: "Andel som må kjøpes for å nå full skala", en: "Share to be bought to reach full scale" },
        unit: "share",
      },
    ],
    cells: municipalitySizes.map(
      (size): RunCell => ({
        measure: "coverage",
        group: { "municipality-size": size },
        as: "level",
        unit: "number",
        of: "others",
        where: municipalOffers,
        what: {
          nb: `Deltakere per 1 000, alle tilbud: ${groupName("nb", size)}`,
          en: `Participants per 1,000, all offers: ${groupName("en", size)}`,
        },
      }),
    ),
    parameters: [
      "municipal.new-workplaces-per-1000",
      "municipal.workstations-per-1000",
      "municipal.employer-ceiling-per-1000",
      "municipal.buy-back-share",
    ],
    needs: compareTransfer,
  },
  {
    id: "enterprises-losing",
    claim: {
      nb: "Mange bedrifter mister en stor del av inntekten når plasser flyttes, de små mest.",
      en: "Many enterprises lose a large part of their revenue when places move, the small ones most.",
    },
    drawn: [
      {
        key: "small-change",
        what: {
          nb: "Endring i inntekt av flyttingen: under 10 mill. kr minus de andre",
          en: "Change in revenue by the move: below 10 million minus the others",
        },
        unit: "points",
        claimedBelow: 0,
        toldWithGround: true,
      },
      {
        key: "small-losing",
        what: {
          nb: "Andel som mister minst 25 % av flyttingen: under 10 mill. kr minus de andre",
          en: "Share that lose at least 25% by the move: below 10 million minus the others",
        },
        unit: "points",
        claimedAbove: 0,
        toldWithGround: true,
      },
    ],
    cells: [
      {
        measure: "enterprises-losing",
        group: { kind: "25" },
        as: "difference",
        unit: "points",
        where: movesPlaces,
        what: { nb: "Andel som mister minst 25 %, mot i dag", en: "Share that lose at least 25%, against today" },
      },
      ...losses.map(
        (kind): RunCell => ({
          measure: "enterprises-losing",
          group: { kind },
          as: "level",
          unit: "share",
          of: "others",
          where: movesPlaces,
          what: { nb: `Andel som mister minst ${kind} %`, en: `Share that lose at least ${kind}%` },
        }),
      ),
      ...sizes.flatMap((size) =>
        losses.map(
          (kind): RunCell => ({
            measure: "enterprises-losing",
            group: { "enterprise-size": size, kind },
            as: "level",
            unit: "share",
            of: "others",
            where: movesPlaces,
            what: {
              nb: `${groupName("nb", size)}: minst ${kind} %`,
              en: `${groupName("en", size)}: at least ${kind}%`,
            },
          }),
        ),
      ),
    ],
    byDependence: true,
    parameters: ["enterprise.sales-per-place-elasticity", "enterprise.fixed-cost-share", "enterprise.revenue-sigma"],
    needs: "tiltak compare baseline enterprise-revenue-loss",
  },
  {
    id: "supplement-or-transfer",
    claim: {
      nb: "Et kommunalt supplement er mer realistisk enn en full overføring.",
      en: "A municipal supplement is more realistic than a full transfer.",
    },
    drawn: supplementMeasures.map((measure) => ({
      key: `supplement-${measure}`,
      what: {
        nb: `${measureName("nb", measure)}: supplement mot overføring`,
        en: `${measureName("en", measure)}: supplement against transfer`,
      },
      unit: measure === "net-public-cost" ? "kroner" : "number",
    })),
    parameters: ["supplement.crowd-out-share", "municipal.new-workplaces-per-1000", "enterprise.equity-months"],
    needs: "tiltak compare baseline full-scale-transfer supplement",
  },
  {
    id: "exit-hazards",
    claim: {
      nb: "Flere slutter i kommunenes tilbud enn i bedriftene (forholdet mellom slutteratene er over 1).",
      en: "More people leave the municipalities' offers than enterprises (the ratio of exit rates is above 1).",
    },
    arithmetic: [
      arithmetic(
        "Ullensaker 2021 mot bedriftene 2019",
        "Ullensaker 2021 against enterprises 2019",
        "[derived-ullensaker-annual-attrition.2021] / ([exits-2019.left] / [exits-2019.stock])",
        "number",
        1,
      ),
    ],
    drawn: [
      {
        key: "exit-ratio",
        what: {
          nb: "Slutterate, kommunale mot skjermede plasser",
          en: "Exit rate, municipal against sheltered places",
        },
        unit: "number",
        claimedAbove: 1,
      },
    ],
    parameters: ["exit.municipal-per-year", "exit.sheltered-per-year", "exit.municipal-ordinary-dropout-ratio"],
    needs: compareTransfer,
  },
  {
    id: "supervision",
    claim: {
      nb: "Forsøkene hadde færre stillinger per veileder enn bedriftene, men like mange eller flere deltakere.",
      en: "The trials had fewer positions per supervisor than enterprises, but as many participants or more.",
    },
    arithmetic: [
      arithmetic(
        "Forsøkene, færrest stillinger per veileder",
        "Trials, fewest positions per supervisor",
        "[table41-ratios.oygarden#2]",
        "number",
        1,
      ),
      arithmetic(
        "Forsøkene, flest stillinger per veileder",
        "Trials, most positions per supervisor",
        "[table41-ratios.stavanger#2]",
        "number",
        1,
      ),
      arithmetic(
        "Bedriftene, stillinger per veileder",
        "Enterprises, positions per supervisor",
        "[derived-table41-enterprises.positions]",
        "number",
        1,
      ),
      arithmetic(
        "Forsøkene, færrest deltakere per veileder",
        "Trials, fewest participants per supervisor",
        "[table41-ratios.oygarden#1]",
        "number",
        1,
      ),
      arithmetic(
        "Forsøkene, flest deltakere per veileder",
        "Trials, most participants per supervisor",
        "[table41-ratios.ullensaker#1]",
        "number",
        1,
      ),
      arithmetic(
        "Bedriftene, deltakere per veileder",
        "Enterprises, participants per supervisor",
        "[derived-table41-enterprises.persons]",
        "number",
        1,
      ),
    ],
    cells: ["positions-per-supervisor", "participants-per-supervisor"].flatMap((measure) =>
      ["sheltered", "municipal", "municipal-ordinary"].map((setting): RunCell => {
        const of = measure.startsWith("positions")
          ? { nb: "Stillinger per veileder", en: "Positions per supervisor" }
          : { nb: "Deltakere per veileder", en: "Participants per supervisor" };
        const what = {
          nb: `${of.nb}: ${groupName("nb", setting)}`,
          en: `${of.en}: ${groupName("en", setting)}`,
        };
        return { measure, group: { setting }, as: "level", unit: "number", of: "others", where: municipalOffers, what };
      }),
    ),
    parameters: [
      "enterprise.participants-per-supervisor",
      "specialist.caseload",
      "workstation.participants-per-supervisor",
    ],
    needs: compareTransfer,
  },
  {
    id: "lillestrom-growth",
    claim: {
      nb: "Lillestrøm doblet antall deltakere med halvannen gang så mange veiledere.",
      en: "Lillestrøm doubled its participants on one and a half times the supervisors.",
    },
    arithmetic: [
      arithmetic(
        "Deltakere, 2023 mot forsøket",
        "Participants, 2023 against the trial",
        "[derived-lillestrom-marginal-growth.participants]",
        "number",
        2,
      ),
      arithmetic("Plasser", "Places", "[derived-lillestrom-marginal-growth.places]", "number", 2),
      arithmetic("Veiledere", "Supervisors", "[derived-lillestrom-marginal-growth.supervisors]", "number", 2),
      arithmetic(
        "Deltakere per veileder, 2023 mot forsøket",
        "Participants per supervisor, 2023 against the trial",
        "[derived-lillestrom-marginal-growth.participants] / [derived-lillestrom-marginal-growth.supervisors]",
        "number",
        2,
      ),
    ],
    parameters: [],
    needs: "",
  },
  {
    id: "one-person-services",
    claim: {
      nb: "Tjenester som hviler på én veileder, stopper når den slutter.",
      en: "Services that rest on one supervisor stop when that one leaves.",
    },
    cells: ["one-supervisor-services", "municipalities-without-offer"].map(
      (measure): RunCell => ({ measure, group: {}, as: "level", unit: "number", of: "others", where: municipalOffers }),
    ),
    parameters: ["supervisor.turnover-per-year", "supervisor.vacancy-years", "municipal.min-specialist-fte"],
    needs: compareTransfer,
  },
  {
    id: "small-municipalities",
    claim: {
      nb: "Om de minste kommunene klarer det, er et åpent spørsmål.",
      en: "Whether the smallest municipalities manage is an open question.",
    },
    cells: [
      {
        measure: "coverage",
        group: { "municipality-size": "<5000" },
        as: "share above 0",
        unit: "share",
        where: municipalOffers,
        what: {
          nb: "Andel framtider med flere deltakere per innbygger enn i dag, under 5 000 innbyggere",
          en: "Share of futures with more participants per inhabitant than today, below 5,000 inhabitants",
        },
      },
      {
        measure: "coverage",
        group: { "municipality-size": "<5000" },
        as: "difference",
        unit: "number",
        where: municipalOffers,
        what: {
          nb: "Deltakere per 1 000, under 5 000 innbyggere",
          en: "Participants per 1,000, below 5,000 inhabitants",
        },
      },
    ],
    parameters: ["municipal.min-specialist-fte", "municipal.sharing", "municipal.new-workplaces-per-1000"],
    needs: compareTransfer,
  },
  {
    id: "same-follower",
    claim: {
      nb: "Samme oppfølger over tid lønner seg når færre slutter av det.",
      en: "The same follower over time pays when fewer leave because of it.",
    },
    arithmetic: [
      arithmetic(
        "Deltakere per oppfølger der oppfølging koster det samme som tilskuddet til arbeidsgiver",
        "Participants per follower at which follow-up costs what the employer's subsidy costs",
        "[derived-vto-budget-neutral-caseload.caseload]",
        "number",
        1,
      ),
    ],
    cells: [
      {
        measure: "same-follower-after-1-year",
        group: {},
        as: "difference",
        unit: "share",
        where: followUps,
        what: { nb: "Andel med samme oppfølger etter ett år", en: "Share with the same follower after one year" },
      },
      {
        measure: "exits",
        group: { cause: "dropout", setting: "ordinary" },
        as: "difference",
        unit: "number",
        where: followUps,
        what: { nb: "Sluttet i ordinær virksomhet, per år", en: "Dropouts from ordinary workplaces, a year" },
      },
    ],
    parameters: ["provider-change.hazard-ratio", "follow-up.adequacy-elasticity", "supervisor.cost-nok"],
    needs: "tiltak compare baseline vto-follow-up",
  },
];

/** A row of the table. */
export interface ClaimRow {
  readonly what: string;
  readonly estimate: string;
  readonly interval: string;
  /** Whether the run bears the claim out; empty where the claim names no number to hold it against. */
  readonly finding: string;
  readonly basis: "arithmetic" | "run" | "missing";
}

/** A claim with its rows and what they rest on. */
export interface EvaluatedClaim {
  readonly id: string;
  readonly claim: string;
  readonly rows: readonly ClaimRow[];
  /** Ids of evidence and parameters. */
  readonly restsOn: readonly string[];
}

/** What the claims are evaluated on. */
export interface ClaimInput extends ChartInput {
  readonly claims?: readonly DrawnQuantity[];
}

/** Evaluate every claim on a run. */
export function evaluateClaims(input: ClaimInput): readonly EvaluatedClaim[] {
  const checks = new Map(checkEvidence().map((check) => [check.id, check]));
  return claims.map((claim) => {
    const rows = [
      ...(claim.arithmetic ?? []).map((part) => arithmeticRow(input.lang, part, checks)),
      ...(claim.drawn ?? []).flatMap((part) => drawnRows(input, part)),
      ...(claim.cells ?? []).flatMap((part) => cellRows(input, part)),
      ...(claim.byDependence === true ? dependenceRows(input) : []),
    ];
    const asked = (claim.cells?.length ?? 0) + (claim.drawn?.length ?? 0) > 0;
    const missing = asked && !rows.some(({ basis }) => basis === "run") ? [missingRow(input.lang, claim.needs)] : [];
    const evidence = (claim.arithmetic ?? []).flatMap(({ formula }) =>
      referencesOf(formula).map((reference) => reference.split(/[.#]/)[0]),
    );
    const ran = rows.some(({ basis }) => basis === "run");
    const restsOn = [...new Set([...evidence, ...(ran ? claim.parameters : [])])];
    return { id: claim.id, claim: claim.claim[input.lang], rows: [...rows, ...missing], restsOn };
  });
}

function arithmeticRow(
  lang: Lang,
  { what, formula, unit, decimals }: Arithmetic,
  checks: ReadonlyMap<string, EvidenceCheck>,
): ClaimRow {
  const nb = lang === "nb";
  const value = evaluateFormula(formula, (reference) => figureValue(reference));
  const single = /^\[([^\]#]+)\]$/.exec(formula)?.[1];
  const check = single === undefined ? undefined : checks.get(single);
  const { within = 0, printed } = check ?? {};
  const source =
    printed === undefined
      ? ""
      : `${nb ? "; kilden skriver" : "; the source prints"} ${formatPlain(lang, printed.value)}`;
  const interval =
    within === 0
      ? `${nb ? "regnestykke" : "arithmetic"}${source}`
      : `± ${formatPlain(lang, within)} (${nb ? "avrunding" : "rounding"}${source})`;
  const number = formatNumber(lang, value, decimals);
  const estimate = unit === "thousand kroner" ? `${number} ${lang === "nb" ? "tusen kr" : "thousand NOK"}` : number;
  return { what: what[lang], estimate, interval, finding: "", basis: "arithmetic" };
}

/** Write a figure of the source as it stands there. */
function formatPlain(lang: Lang, value: number): string {
  const digits = String(value).split(".")[1]?.length ?? 0;
  return formatNumber(lang, value, digits);
}

function missingRow(lang: Lang, needs: string): ClaimRow {
  const nb = lang === "nb";
  return {
    what: nb ? "Ikke i denne kjøringen" : "Not in this run",
    estimate: "–",
    interval: nb ? `krever: ${needs}` : `needs: ${needs}`,
    finding: "",
    basis: "missing",
  };
}

function quotedTitle(input: ChartInput, id: string): string {
  return quoted(input.lang, input.scenarios.find((scenario) => scenario.id === id)?.title[input.lang] ?? id);
}

function drawnRows(input: ClaimInput, part: Drawn): readonly ClaimRow[] {
  return (input.claims ?? [])
    .filter(({ key }) => key === part.key)
    .map(({ scenario, mean, halfWidth, draws }) => {
      const bounded = part.unit === "share" ? ([0, 1] as const) : undefined;
      const asShare = part.key === "own-placements-at-full-scale";
      return {
        what: `${part.what[input.lang]} (${quotedTitle(input, scenario)})`,
        estimate: asShare ? formatShareOfRuns(input.lang, mean, draws) : show(input.lang, part.unit, mean, halfWidth),
        interval: asShare
          ? shareInterval(input.lang, mean, draws)
          : intervalText(input.lang, part.unit, mean, halfWidth, bounded) +
            (part.toldWithGround === true ? drawsText(input.lang, draws) : ""),
        finding: findingOf(input.lang, mean, halfWidth, part.claimedAbove, part),
        basis: "run" as const,
      };
    });
}

/** Share of enterprises that lose a quarter, by how far they live on subsidies; only where the run has results by enterprise. */
function dependenceRows(input: ChartInput): readonly ClaimRow[] {
  const { lang, enterprises = [] } = input;
  const nb = lang === "nb";
  const reference = input.scenarios[0]?.id;
  const compared = [...new Set(enterprises.map(({ scenario }) => scenario))].filter((id) => id !== reference);
  if (compared.length === 0) {
    const what = nb ? "Etter hvor mye bedriften lever av tilskudd" : "By how far the enterprise lives on subsidies";
    const interval = nb ? "krever: --per-enterprise, eller et register" : "needs: --per-enterprise, or a register";
    return [{ what, estimate: "–", interval, finding: "", basis: "missing" }];
  }
  return compared.flatMap((scenario) =>
    [true, false].flatMap((isDependent): readonly ClaimRow[] => {
      const some = enterprises.filter(
        (row) =>
          row.scenario === scenario && Number.isFinite(row.subsidyShare) && row.subsidyShare >= 0.5 === isDependent,
      );
      if (some.length === 0) return [];
      const losing = some.filter(({ change }) => change <= -0.25).length;
      const name = isDependent
        ? nb
          ? "Minst halvparten av inntekten er tilskudd: mister minst 25 % i snitt"
          : "At least half of the revenue is subsidies: lose at least 25% on average"
        : nb
          ? "Under halvparten er tilskudd: mister minst 25 % i snitt"
          : "Less than half is subsidies: lose at least 25% on average";
      return [
        {
          what: `${name} (${quotedTitle(input, scenario)})`,
          estimate: formatPercent(lang, losing / some.length),
          interval: nb ? `${losing} av ${some.length} bedrifter` : `${losing} of ${some.length} enterprises`,
          finding: "",
          basis: "run",
        },
      ];
    }),
  );
}

/** The exact interval of a share of draws (Clopper and Pearson 1934): of none in twelve it reaches from 0 to 26 %. */
function shareInterval(lang: Lang, share: number, draws: number): string {
  const count = Math.round(share * draws);
  const low = count === 0 ? 0 : betaIInverse(0.025, count, draws - count + 1);
  const high = count === draws ? 1 : betaIInverse(0.975, count + 1, draws - count);
  return `${formatPercent(lang, low)} … ${formatPercent(lang, high)}`;
}

function cellRows(input: ChartInput, part: RunCell): readonly ClaimRow[] {
  const { lang, estimates } = input;
  const time = estimates.estimates.reduce((most, row) => Math.max(most, row.time), 0);
  const here = (row: {
    readonly point: number | null;
    readonly measure: string;
    readonly time: number;
    readonly group: Group;
  }): boolean =>
    row.point === null && row.measure === part.measure && row.time === time && sameGroup(row.group, part.group);
  const what = part.what?.[lang] ?? measureName(lang, part.measure);
  const hasSay = (id: string): boolean => {
    const parameters = input.scenarios.find((scenario) => scenario.id === id)?.parameters ?? {};
    return part.where === undefined || part.where.some((parameter) => Object.hasOwn(parameters, parameter));
  };
  if (part.as === "level") {
    const reference = input.scenarios.length > 1 ? input.scenarios[0]?.id : undefined;
    return estimates.estimates
      .filter(
        (row) =>
          here(row) &&
          row.mean !== null &&
          hasSay(row.scenario) &&
          !(part.of === "others" && row.scenario === reference),
      )
      .map((row) => ({
        what: `${what} (${quotedTitle(input, row.scenario)})`,
        estimate: show(lang, part.unit, row.mean, row.halfWidth),
        interval: intervalText(lang, part.unit, row.mean, row.halfWidth, part.unit === "share" ? [0, 1] : undefined),
        finding: findingOf(lang, row.mean, row.halfWidth, part.claimedAbove),
        basis: "run" as const,
      }));
  }
  return estimates.differences
    .filter((row) => here(row) && row.mean !== null && hasSay(row.b))
    .map((row) => {
      const against = `${quotedTitle(input, row.b)} − ${quotedTitle(input, row.a)}`;
      if (part.as === "share above 0") {
        return {
          what: `${what} (${against})`,
          estimate: formatShareOfRuns(lang, row.probabilityAbove0, row.runs),
          interval: lang === "nb" ? "andel av kjøringene" : "share of the runs",
          finding: "",
          basis: "run" as const,
        };
      }
      return {
        what: `${what} (${against})`,
        estimate: show(lang, part.unit, row.mean, row.halfWidth),
        interval: intervalText(lang, part.unit, row.mean, row.halfWidth),
        finding: clarityOf(lang, row.mean, row.halfWidth),
        basis: "run" as const,
      };
    });
}

function sameGroup(a: Group, b: Group): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function show(lang: Lang, unit: Unit | "points", value: number | null, halfWidth: number | null): string {
  if (value === null) return "–";
  if (unit === "points") return formatMeasuredPoints(lang, value, halfWidth);
  if (unit === "kroner") return formatKroner(lang, value, halfWidth, Math.max(Math.abs(value), halfWidth ?? 0));
  if (unit === "share") return formatMeasuredPercent(lang, value, halfWidth);
  return formatMeasured(lang, value, halfWidth);
}

function intervalText(
  lang: Lang,
  unit: Unit | "points",
  mean: number | null,
  halfWidth: number | null,
  bounds?: readonly [number, number],
): string {
  if (mean === null || halfWidth === null) return lang === "nb" ? "for få trekninger" : "too few draws";
  const [least, most] = bounds ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const low = Math.max(least, mean - halfWidth);
  const high = Math.min(most, mean + halfWidth);
  return `${show(lang, unit, low, halfWidth)} … ${show(lang, unit, high, halfWidth)}`;
}

function drawsText(lang: Lang, draws: number): string {
  return lang === "nb" ? ` (${draws} trekninger)` : ` (${draws} draws)`;
}

/** Say whether an estimate bears out that it is above, or below, a number; that there is no ground to say so is a finding too. */
function findingOf(
  lang: Lang,
  mean: number | null,
  halfWidth: number | null,
  above: number | undefined,
  { claimedBelow, toldWithGround = false }: Pick<Drawn, "claimedBelow" | "toldWithGround"> = {},
): string {
  const limit = above ?? claimedBelow;
  if (limit === undefined || mean === null || halfWidth === null) return "";
  const nb = lang === "nb";
  const excess = above === undefined ? limit - mean : mean - limit;
  if (excess > halfWidth) return nb ? "stemmer her" : "holds here";
  if (excess < -halfWidth) return nb ? "stemmer ikke her" : "does not hold here";
  if (toldWithGround) return nb ? "ikke grunnlag for å si det" : "no ground to say so";
  return nb ? "kan ikke avgjøres" : "cannot be told";
}

function clarityOf(lang: Lang, mean: number | null, halfWidth: number | null): string {
  if (mean === null || halfWidth === null) return "";
  const nb = lang === "nb";
  if (Math.abs(mean) <= halfWidth) return nb ? "ingen sikker forskjell" : "cannot be told apart";
  return mean > 0 ? (nb ? "høyere" : "higher") : nb ? "lavere" : "lower";
}

/** Write the claims as one table. */
export function claimsTable(input: ClaimInput): string {
  const nb = input.lang === "nb";
  const head = nb
    ? ["Påstand og størrelse", "Anslag", "95 %-intervall", "Funn"]
    : ["Claim and quantity", "Estimate", "95% interval", "Finding"];
  const caption = nb
    ? `Evalueringens påstander. Full skala er ${formatNumber("nb", fullScaleCoverage(), 1)} deltakere per 1 000 innbyggere.`
    : `The evaluation's claims. Full scale is ${formatNumber("en", fullScaleCoverage(), 1)} participants per 1,000 inhabitants.`;
  const bodies = evaluateClaims(input).map(({ claim, rows, restsOn }) => {
    const rests =
      restsOn.length === 0
        ? ""
        : `<br><span class="rests">${nb ? "Hviler på" : "Rests on"}: ${restsOn.map((id) => `<code>${escapeHtml(id)}</code>`).join(", ")}</span>`;
    const cells = rows.map(
      (row) =>
        `<tr class="${row.basis}"><th scope="row">${escapeHtml(row.what)}</th><td class="number">${escapeHtml(row.estimate)}</td><td${row.basis === "run" ? ' class="number"' : ""}>${escapeHtml(row.interval)}</td><td>${escapeHtml(row.finding)}</td></tr>`,
    );
    return `<tbody><tr class="claim"><th scope="rowgroup" colspan="4">${escapeHtml(claim)}${rests}</th></tr>${cells.join("\n")}</tbody>`;
  });
  const header = head
    .map((cell, c) => `<th scope="col"${c === 1 ? ' class="number"' : ""}>${escapeHtml(cell)}</th>`)
    .join("");
  return scrolling(
    caption,
    `<table class="claims"><caption>${escapeHtml(caption)}</caption><thead><tr>${header}</tr></thead>${bodies.join("\n")}</table>`,
  );
}
