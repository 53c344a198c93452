// From a header to the column that it means: case, blanks, diacritics and signs do not matter; a unit and a year in it are
// taken out and told. Synonyms in Norwegian and English. Columns on single persons are known, so that they can be refused.

/** What stands in a header beside the name of the column. */
export interface ReadHeader {
  /** The name without unit and year, in small letters a-z and digits only. */
  readonly name: string;
  /** Power of ten of kroner: 0, 3 or 6; undefined without a unit. */
  readonly power?: number;
  readonly year?: number;
}

/** Fold a text to small letters a-z, digits and single blanks. */
function folded(text: string): string {
  return text
    .replaceAll(/([a-z\u00e5\u00e6\u00f8])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replaceAll("\u00e6", "ae")
    .replaceAll("\u00f8", "o")
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .replaceAll(/[^a-z0-9]+/g, " ")
    .trim();
}

const kroner = "(?:kr|kroner|nok)";
const units: readonly (readonly [RegExp, number])[] = [
  [
    new RegExp(
      `\\b(?:i |in )?(?:1 ?000 ?000|mill|millioner|million|millions of|m) ?${kroner}\\b|\\b(?:i|in) (?:mill|millioner|millions)\\b`,
    ),
    6,
  ],
  [
    new RegExp(
      `\\b(?:i |in )?(?:hele )?(?:1 ?000|tusen|thousand|thousands of|t|k) ?${kroner}\\b|\\b(?:i|in) (?:1 ?000|tusen|thousands?)\\b`,
    ),
    3,
  ],
  [new RegExp(`\\b(?:i |in )?(?:hele |whole )?${kroner}\\b`), 0],
];

/** Read a header. */
export function readHeader(header: string): ReadHeader {
  let text = folded(header);
  let power: number | undefined;
  for (const [pattern, exponent] of units) {
    if (power !== undefined || !pattern.test(text)) continue;
    power = exponent;
    text = text.replace(pattern, " ");
  }
  const year = /\b(?:19|20)\d\d\b/.exec(text)?.[0];
  if (year !== undefined) text = text.replace(year, " ");
  text = text.replace(/\b(?:per|pr) (?:ar|year)\b/, " ");
  return {
    name: text.replaceAll(" ", ""),
    ...(power === undefined ? {} : { power }),
    ...(year === undefined ? {} : { year: Number(year) }),
  };
}

/** Kinds of columns: what may stand in their cells. */
export type ColumnKind = "id" | "text" | "count" | "amount" | "signed-amount" | "year" | "choice";

/** A column of a register. */
export interface Column {
  readonly field: string;
  readonly kind: ColumnKind;
  /** "yes": without it there is no register; "or-impute": unless imputation is asked for; "no": the model has an assumption. */
  readonly needed: "yes" | "or-impute" | "no";
  /** Names in both languages, the first of each the proper one. */
  readonly nb: readonly string[];
  readonly en: readonly string[];
  /** A value as it may stand below the header, to show what is meant: kroner for amounts, nobody's figure. */
  readonly example: number | string;
}

/** Say whether a column holds kroner. */
export function isAmount({ kind }: Column): boolean {
  return kind === "amount" || kind === "signed-amount";
}

/** Columns of a register of enterprises. */
export const enterpriseColumns: readonly Column[] = [
  {
    field: "id",
    kind: "id",
    needed: "yes",
    example: "SYN-001",
    nb: [
      "Bedrifts-id",
      "Organisasjonsnummer",
      "Orgnr",
      "Org.nr.",
      "Organisasjonsnr",
      "Bedriftsnummer",
      "Virksomhets-id",
      "Id",
    ],
    en: ["Enterprise id", "Organisation number", "Organization number", "Organisation no", "Org no", "Company number"],
  },
  {
    field: "name",
    kind: "text",
    needed: "no",
    example: "Fjordverkstedet",
    nb: [
      "Navn",
      "Bedriftsnavn",
      "Bedrift",
      "Virksomhet",
      "Virksomhetsnavn",
      "Tiltaksbedrift",
      "Tiltaksarrangør",
      "Arrangør",
    ],
    en: ["Name", "Enterprise name", "Enterprise", "Company", "Company name"],
  },
  {
    field: "municipality",
    kind: "text",
    needed: "no",
    example: "SYN-K01",
    nb: ["Kommunenummer", "Kommunenr", "Komm.nr.", "Knr", "Kommune-id", "Kommune"],
    en: ["Municipality number", "Municipality id", "Municipality code", "Municipality"],
  },
  {
    field: "region",
    kind: "text",
    needed: "no",
    example: "Indre fjord",
    nb: ["Region", "Arbeidsmarkedsregion", "BA-region", "Bo- og arbeidsmarkedsregion"],
    en: ["Labour-market region", "Labor market region"],
  },
  {
    field: "participants",
    kind: "count",
    needed: "yes",
    example: 24,
    nb: ["Deltakere", "Antall deltakere", "VTA-deltakere", "Deltakere i VTA", "Antall VTA-deltakere", "Deltakere VTA"],
    en: ["Participants", "Number of participants", "VTA participants", "Participants in VTA", "Sheltered participants"],
  },
  {
    field: "stateSubsidyNok",
    kind: "amount",
    needed: "or-impute",
    example: 4_680_000,
    nb: [
      "Statlig tilskudd",
      "Statstilskudd",
      "Statlig tiltakstilskudd",
      "Tilskudd fra staten",
      "Tilskudd fra NAV",
      "NAV-tilskudd",
    ],
    en: ["State subsidy", "State subsidies", "State VTA subsidy", "Subsidy from the state"],
  },
  {
    field: "municipalSubsidyNok",
    kind: "amount",
    needed: "or-impute",
    example: 1_170_000,
    nb: [
      "Kommunalt tilskudd",
      "Kommunale tilskudd",
      "Kommunetilskudd",
      "Tilskudd fra kommunen",
      "Tilskudd fra kommuner",
    ],
    en: ["Municipal subsidy", "Municipal subsidies", "Subsidy from the municipality"],
  },
  {
    field: "salesNok",
    kind: "amount",
    needed: "or-impute",
    example: 3_900_000,
    nb: ["Salgsinntekter", "Salgsinntekt", "Salg", "Salg av varer og tjenester"],
    en: ["Sales", "Sales revenue", "Sales income"],
  },
  {
    field: "otherNok",
    kind: "amount",
    needed: "or-impute",
    example: 310_000,
    nb: ["Andre inntekter", "Annen inntekt", "Øvrige inntekter", "Andre VTA-inntekter"],
    en: ["Other income", "Other revenue", "Other"],
  },
  {
    field: "aftNok",
    kind: "amount",
    needed: "or-impute",
    example: 2_250_000,
    nb: ["AFT-inntekter", "AFT", "Inntekter fra AFT", "AFT-tilskudd", "Tilskudd til AFT"],
    en: ["AFT income", "AFT revenue", "Income from AFT"],
  },
  {
    field: "totalNok",
    kind: "amount",
    needed: "no",
    example: 12_310_000,
    nb: ["Sum inntekter", "Samlede inntekter", "Totale inntekter", "Inntekter i alt", "Omsetning", "Driftsinntekter"],
    en: ["Total revenue", "Total income", "Revenue", "Turnover"],
  },
  {
    field: "equityNok",
    kind: "signed-amount",
    needed: "no",
    example: 5_100_000,
    nb: ["Egenkapital", "Sum egenkapital"],
    en: ["Equity", "Total equity"],
  },
  {
    field: "resultNok",
    kind: "signed-amount",
    needed: "no",
    example: -140_000,
    nb: ["Årsresultat", "Resultat", "Driftsresultat"],
    en: ["Result", "Yearly result", "Annual result", "Net result", "Profit"],
  },
  {
    field: "accountsYear",
    kind: "year",
    needed: "yes",
    example: 2022,
    nb: ["Regnskapsår", "År"],
    en: ["Accounts year", "Accounting year", "Financial year", "Fiscal year", "Year"],
  },
];

/** Columns of a register of municipalities. */
export const municipalityColumns: readonly Column[] = [
  {
    field: "id",
    kind: "id",
    needed: "yes",
    example: "SYN-K01",
    nb: ["Kommunenummer", "Kommunenr", "Komm.nr.", "Knr", "Kommune-id", "Id"],
    en: ["Municipality number", "Municipality id", "Municipality code"],
  },
  {
    field: "name",
    kind: "text",
    needed: "yes",
    example: "Fjordvik",
    nb: ["Kommune", "Kommunenavn", "Navn"],
    en: ["Municipality", "Municipality name", "Name"],
  },
  {
    field: "inhabitants",
    kind: "count",
    needed: "yes",
    example: 7450,
    nb: ["Innbyggere", "Innbyggertall", "Antall innbyggere", "Folketall", "Folkemengde", "Befolkning"],
    en: ["Inhabitants", "Population", "Number of inhabitants"],
  },
  {
    field: "region",
    kind: "text",
    needed: "or-impute",
    example: "Indre fjord",
    nb: ["Region", "Arbeidsmarkedsregion", "BA-region", "Bo- og arbeidsmarkedsregion"],
    en: ["Labour-market region", "Labor market region"],
  },
  {
    field: "deliveryModel",
    kind: "choice",
    needed: "no",
    example: "stavanger-pff",
    nb: ["Leveransemodell", "Tiltaksmodell"],
    en: ["Delivery model"],
  },
  {
    field: "grantNokPerYear",
    kind: "amount",
    needed: "no",
    example: 3_200_000,
    nb: ["Rammetilskudd", "Rammetilskudd per år"],
    en: ["Frame grant", "Grant"],
  },
];

const persons = new RegExp(
  [
    "fodselsn",
    "fodselsdato",
    "fodselsar",
    "^fodt",
    "personn",
    "personid",
    "^fnr$",
    "^dnr$",
    "^dnummer",
    "^pnr$",
    "^ssn$",
    "socialsecurity",
    "nationalid",
    "identitynumber",
    "dateofbirth",
    "birthdate",
    "^born$",
    "yearofbirth",
    "^fornavn",
    "^etternavn",
    "^mellomnavn",
    "firstname",
    "lastname",
    "surname",
    "givenname",
    "familyname",
    "navnpadeltaker",
    "deltakernavn",
    "deltakersnavn",
    "deltakerensnavn",
    "^deltaker$",
    "deltakerid",
    "nameofparticipant",
    "participantname",
    "^participant$",
    "participantid",
    "brukernavn",
    "brukerid",
    "^bruker$",
    "^klient",
    "clientid",
    "clientname",
    "^kjonn",
    "^gender$",
    "^sex$",
    "^alder",
    "^age$",
    "diagnos",
    "uforegrad",
    "sivilstand",
    "statsborger",
    "privatadresse",
  ].join("|"),
);

/** Say whether a header names something about single persons. */
export function isPersonColumn(name: string): boolean {
  return persons.test(name);
}

/** Say whether a header names places, which are not participants. */
export function isPlacesColumn(name: string): boolean {
  return /^(?:antall)?(?:vta)?(?:tiltaks)?plasser(?:vta|ivta)?$|^(?:numberof)?(?:vta)?places$/.test(name);
}

/** Names under which a column may stand, folded as headers are. */
export function namesOf({ field, nb, en }: Column): readonly string[] {
  return [...nb, ...en, field].map((name) => readHeader(name).name);
}

/** Proper name of a column. */
export function properName(column: Column, lang: "nb" | "en"): string {
  return column[lang][0] ?? column.field;
}

/** Write a unit of kroner as headers have it, in a language. */
export function unitName(power: number, lang: "nb" | "en"): string {
  const names = { nb: { 0: "kr", 3: "1000 kr", 6: "mill. kr" }, en: { 0: "NOK", 3: "1000 NOK", 6: "mill. NOK" } };
  return (names[lang] as Readonly<Record<number, string>>)[power] ?? `1e${power} NOK`;
}

/** Write the header of a column as it may be typed: its proper name, and the unit of an amount. */
export function properHeader(column: Column, lang: "nb" | "en", power: number): string {
  const name = properName(column, lang);
  return isAmount(column) ? `${name} (${unitName(power, lang)})` : name;
}

/** Write the example of a column, an amount in its unit: plain digits, which every file takes. */
export function exampleOf(column: Column, power: number): string {
  const { example } = column;
  return String(typeof example === "number" && isAmount(column) && power > 0 ? example / 10 ** power : example);
}

/** Say whether eleven digits, however grouped, stand alone or in a text: what national identity numbers look like. */
export function holdsPersonNumber(text: string): boolean {
  if (/(?<!\d)\d{6}[ \u00a0-]?\d{5}(?!\d)/.test(text)) return true;
  // A spreadsheet drops a leading zero: ten digits count when both control digits agree.
  return /^\d{10}$/.test(text) && controlled(`0${text}`);
}

const firstWeights = [3, 7, 6, 1, 8, 9, 4, 5, 2];
const secondWeights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

function controlled(digits: string): boolean {
  const month = Number(digits.slice(2, 4)) % 40;
  const day = Number(digits.slice(0, 2)) % 40;
  if (day < 1 || day > 31 || month < 1 || month > 12) return false;
  const sum = (weights: readonly number[]): number =>
    weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  const digit = (total: number): number => (11 - (total % 11)) % 11;
  return digit(sum(firstWeights)) === Number(digits[9]) && digit(sum(secondWeights)) === Number(digits[10]);
}
