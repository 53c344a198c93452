// What each column of the files by enterprise means, in Norwegian (bokmål) and English: the sheet beside the results says so. A stream without a
// text is a type error; a column without one throws, so that no file goes out with a column that nobody explains.

import { InvariantError } from "@tiltak/sim-core";
import type { Lang } from "../commands/texts.ts";
import type { StreamName } from "./enterprise-results.ts";

interface Words {
  readonly nb: string;
  readonly en: string;
}

/** Unit and meaning of a column. */
export interface ColumnMeaning {
  readonly unit: string;
  readonly meaning: string;
}

const none: Words = { nb: "", en: "" };
const people: Words = { nb: "personer", en: "persons" };
const kroner: Words = { nb: "kroner per år, faste priser", en: "kroner a year, fixed prices" };
const ofRevenue: Words = { nb: "prosent av inntekten før", en: "per cent of revenue before" };
const points: Words = { nb: "prosentpoeng", en: "percentage points" };
const share: Words = { nb: "prosent av kjøringene", en: "per cent of runs" };

const single: Readonly<Record<string, readonly [unit: Words, meaning: Words]>> = {
  scenario: [none, { nb: "Scenarioet som raden gjelder.", en: "The scenario that the row is about." }],
  enterprise: [
    none,
    {
      nb: "Navn i stedet for virksomhetens eget; det samme hver gang for det samme registeret.",
      en: "A name in place of the enterprise's own; the same each time for the same register.",
    },
  ],
  "id-internal": [
    none,
    { nb: "Virksomhetens id i registeret. Internt.", en: "The enterprise's id in the register. Internal." },
  ],
  "name-internal": [
    none,
    { nb: "Virksomhetens navn i registeret. Internt.", en: "The enterprise's name in the register. Internal." },
  ],
  decile: [
    { nb: "1 til 10", en: "1 to 10" },
    {
      nb: "Tidelen virksomheten hører til etter inntekt før; 10 er de største.",
      en: "The tenth that the enterprise belongs to by revenue before; 10 are the largest.",
    },
  ],
  "size-class": [
    { nb: "millioner kroner", en: "million kroner" },
    {
      nb: "Klasse etter VTA-inntekt (tilskudd, salg og annet, uten AFT) i virksomhetens eget regnskap. I CSV heter enheten MNOK.",
      en: "Class by VTA revenue (subsidies, sales and other, without AFT) in the enterprise's own accounts. In CSV the unit is called MNOK.",
    },
  ],
  "participants-before": [
    people,
    {
      nb: "Deltakere i VTA ifølge registeret. <5: fra 1 til 4. skjult: utelatt så de små ikke kan regnes ut.",
      en: "Participants in VTA by the register. <5: from 1 to 4. hidden: left out so that the small ones cannot be worked out.",
    },
  ],
  "participants-after": [
    people,
    {
      nb: "Deltakere i VTA ved slutten av siste år, gjennomsnitt over kjøringene.",
      en: "Participants in VTA at the end of the last year, mean over runs.",
    },
  ],
  "revenue-before": [
    kroner,
    {
      nb: "All inntekt året før scenarioets start, AFT med.",
      en: "All revenue in the year before the scenario's start, AFT included.",
    },
  ],
  "revenue-after": [
    kroner,
    {
      nb: "All inntekt i siste år, gjennomsnitt over kjøringene. En nedlagt virksomhet har 0.",
      en: "All revenue in the last year, mean over runs. An enterprise that has closed has 0.",
    },
  ],
  "probability-deficit": [
    share,
    {
      nb: "Andelen kjøringer der virksomheten går med underskudd i siste år. Risiko under forutsetningene, ikke en prognose.",
      en: "Share of runs in which the enterprise has a deficit in the last year. Risk under the assumptions, not a forecast.",
    },
  ],
  "probability-closed": [
    share,
    {
      nb: "Andelen kjøringer der virksomheten er lagt ned innen slutten av siste år. Risiko under forutsetningene, ikke en prognose.",
      en: "Share of runs in which the enterprise has closed by the end of the last year. Risk under the assumptions, not a forecast.",
    },
  ],
  imputed: [
    none,
    {
      nb: "Felter som manglet i registeret og er beregnet med --impute.",
      en: "Fields that the register lacked and that are worked out with --impute.",
    },
  ],
};

const changes = {
  change: {
    nb: "Endring i inntekt fra før til etter",
    en: "Change of revenue from before to after",
  },
  difference: {
    nb: "Endringen her minus endringen i det første scenarioet, i de samme kjøringene",
    en: "The change here minus the change in the first scenario, in the same runs",
  },
} as const satisfies Readonly<Record<string, Words>>;

const parts = {
  mean: { nb: "gjennomsnitt over kjøringene.", en: "mean over runs." },
  low: { nb: "nedre ende av 95 %-intervallet for gjennomsnittet.", en: "lower end of the 95 % interval of the mean." },
  high: { nb: "øvre ende av 95 %-intervallet for gjennomsnittet.", en: "upper end of the 95 % interval of the mean." },
  p05: { nb: "én av tjue kjøringer ligger under.", en: "one in twenty runs lies below." },
  p95: { nb: "én av tjue kjøringer ligger over.", en: "one in twenty runs lies above." },
} as const satisfies Readonly<Record<string, Words>>;

const streamMeanings: Readonly<Record<StreamName, Words>> = {
  sales: { nb: "Salg av varer og tjenester", en: "Sales of goods and services" },
  "state-subsidy": { nb: "Tilskudd fra staten for VTA-plasser", en: "The state's subsidy for VTA places" },
  "municipal-subsidy": {
    nb: "Tilskudd fra kommunen ved siden av statens",
    en: "The municipality's subsidy beside the state's",
  },
  "municipal-purchase": {
    nb: "Betaling fra kommuner som kjøper plasser av virksomheten",
    en: "Payment by municipalities that buy places of the enterprise",
  },
  aft: { nb: "Inntekter fra arbeidsforberedende trening (AFT)", en: "Income from work preparation training (AFT)" },
  other: { nb: "Andre inntekter", en: "Other income" },
};

const times = {
  before: { nb: "året før scenarioets start.", en: "in the year before the scenario's start." },
  after: { nb: "i siste år, gjennomsnitt over kjøringene.", en: "in the last year, mean over runs." },
} as const satisfies Readonly<Record<string, Words>>;

/**
 * Say in which unit a column is and what it means.
 *
 * @param key name of the column in CSV
 * @throws InvariantError for a column without a text
 */
export function meaningOf(lang: Lang, key: string): ColumnMeaning {
  const known = single[key];
  if (known !== undefined) return { unit: known[0][lang], meaning: known[1][lang] };
  const [, stem = "", ending = ""] = /^(.*)-([a-z0-9]+)$/.exec(key) ?? [];
  if (stem in changes && ending in parts) {
    const what = changes[stem as keyof typeof changes][lang];
    const part = parts[ending as keyof typeof parts][lang];
    return { unit: (stem === "change" ? ofRevenue : points)[lang], meaning: `${what}: ${part}` };
  }
  if (stem in streamMeanings && ending in times) {
    const what = streamMeanings[stem as StreamName][lang];
    return { unit: kroner[lang], meaning: `${what}, ${times[ending as keyof typeof times][lang]}` };
  }
  throw new InvariantError("column-without-meaning", `the column ${key} is explained nowhere`);
}
