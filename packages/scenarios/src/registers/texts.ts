// What the reading of registers says, in Norwegian (bokmål) and English. A missing text is a type error. Staff of the
// scheme read these, so a Norwegian problem carries its notes (found, allowed, did you mean) in Norwegian too.

import type { Problem } from "@tiltak/sim-core";

/** A language in which registers are spoken of. */
export type RegisterLang = "nb" | "en";

const texts = {
  // Files
  unreadable: { nb: "kan ikke leses: {why}", en: "cannot be read: {why}" },
  noSuchFile: { nb: "det finnes ingen slik fil", en: "there is no such file" },
  notAFile: { nb: "er ingen vanlig fil", en: "is no ordinary file" },
  tooLarge: { nb: "er for stor", en: "is too large" },
  megabytes: { nb: "høyst {n} megabyte", en: "at most {n} megabytes" },
  empty: { nb: "er tom", en: "is empty" },
  headerOnly: {
    nb: "har en overskriftslinje, men ingen rader med tall",
    en: "has a line of headers but no rows below it",
  },
  notText: { nb: "er ikke tekst", en: "is not text" },
  saveAs: { nb: "CSV (UTF-8) eller XLSX", en: "CSV (UTF-8) or XLSX" },
  oldExcel: { nb: "er et regneark i det gamle formatet XLS", en: "is a spreadsheet in the old format XLS" },
  utf16: { nb: "er tekst i UTF-16", en: "is text in UTF-16" },
  openQuote: { nb: "har et hermetegn som aldri lukkes", en: "has a quote that is never closed" },
  strayQuote: {
    nb: "har et hermetegn midt i en celle; sett hele cellen i hermetegn og doble dem som er inni",
    en: "has a quote in the middle of a cell; quote the whole cell and double those inside",
  },
  badCsv: { nb: "er ikke gyldig CSV: {why}", en: "is no valid CSV: {why}" },
  badXlsx: { nb: "er ikke et lesbart regneark: {why}", en: "is no readable spreadsheet: {why}" },
  noSheet: { nb: "har ingen synlige ark med innhold", en: "has no visible sheet with anything in it" },
  twoSheets: {
    nb: "har flere synlige ark med innhold; behold bare det ene",
    en: "has several visible sheets with contents; keep only the one",
  },
  bomb: { nb: "pakker seg ut til mer enn {n} megabyte", en: "unpacks to more than {n} megabytes" },
  tooManyRows: { nb: "har for mange rader", en: "has too many rows" },
  tooManyColumns: { nb: "har for mange kolonner", en: "has too many columns" },
  atMost: { nb: "høyst {n}", en: "at most {n}" },
  andMore: { nb: "og {n} feil til", en: "and {n} more problems" },
  // Headers
  noColumns: {
    nb: "har ingen kolonne som kjennes igjen i første linje; skilletegn er ; eller , eller tabulator",
    en: "has no column that is known in its first line; separators are ; or , or a tab",
  },
  personColumn: {
    nb: "er en kolonne om enkeltpersoner; registeret skal bare ha tall per virksomhet eller kommune. Fjern kolonnen",
    en: "is a column on single persons; a register holds figures by enterprise or municipality only. Remove it",
  },
  missingColumn: { nb: "mangler i overskriftslinjen", en: "is missing among the headers" },
  columnToWrite: {
    nb: "«{own}» eller «{other}», med verdier som {example}",
    en: '"{own}" or "{other}", with values such as {example}',
  },
  orImpute: { nb: "{column}; eller --impute", en: "{column}; or --impute" },
  yearColumn: {
    nb: "{column}; et årstall i overskriftene på beløpene; eller --accounts-year 2022",
    en: "{column}; a year in the headers of amounts; or --accounts-year 2022",
  },
  twoYears: {
    nb: "beløpene har ulike år i overskriftene; gi et regnskapsår for hver rad",
    en: "amounts have different years in their headers; give a year of accounts in each row",
  },
  doubleColumn: { nb: "står to ganger: også i kolonne {other}", en: "stands twice: in column {other} too" },
  namelessColumn: {
    nb: "har verdier, men ingen overskrift",
    en: "has values but no header",
  },
  nearColumn: {
    nb: "er ingen kjent kolonne, men ligner; skriv den riktig eller fjern kolonnen",
    en: "is no known column, but close to one; write it right or remove the column",
  },
  placesColumn: {
    nb: "er tiltaksplasser, ikke deltakere (under halv stilling teller en halv plass); registeret trenger antall personer",
    en: "is places, not participants (less than half a position counts as half a place); the register needs persons",
  },
  noUnit: {
    nb: "sier ikke om beløpene er i kroner eller 1000 kroner",
    en: "does not say whether amounts are in kroner or 1,000 kroner",
  },
  unitAllowed: {
    nb: "«{header} (kr)», «{header} (1000 kr)», eller --money-unit nok eller 1000-nok",
    en: '"{header} (NOK)", "{header} (1000 NOK)", or --money-unit nok or 1000-nok',
  },
  unitConflict: {
    nb: "har en annen enhet enn --money-unit",
    en: "has another unit than --money-unit",
  },
  unitOfCount: { nb: "er ikke et beløp og kan ikke ha kroner som enhet", en: "is no amount and cannot be in kroner" },
  // Rows
  fieldCount: {
    nb: "har {n} verdier til {of} kolonner (et desimalkomma uten hermetegn når komma skiller?)",
    en: "has {n} values for {of} columns (a decimal comma without quotes where commas separate?)",
  },
  fieldCountPlain: { nb: "har {n} verdier til {of} kolonner", en: "has {n} values for {of} columns" },
  totalRow: {
    nb: "er en sumrad, ikke en virksomhet eller kommune; fjern den",
    en: "is a row of totals, no enterprise or municipality; remove it",
  },
  missingValue: { nb: "mangler", en: "is missing" },
  valueSuchAs: { nb: "en verdi, for eksempel {example}", en: "a value, such as {example}" },
  valueOrImpute: {
    nb: "en verdi, for eksempel {example}; eller --impute",
    en: "a value, such as {example}; or --impute",
  },
  notNumber: { nb: "er ikke et tall", en: "is no number" },
  numberForms: {
    nb: "sifre, eventuelt mellomrom mellom tusener og ett desimalskille: 1 234 567,5",
    en: "digits, perhaps spaces between thousands and one decimal mark: 1 234 567.5",
  },
  ambiguousNumber: {
    nb: "kan leses på to måter",
    en: "can be read in two ways",
  },
  ambiguousAllowed: { nb: "{whole} eller {decimal}0", en: "{whole} or {decimal}0" },
  otherMark: {
    nb: "har et annet desimalskille enn resten av filen ({mark})",
    en: "has another decimal mark than the rest of the file ({mark})",
  },
  negative: { nb: "kan ikke være negativt", en: "cannot be negative" },
  fromZero: { nb: "0 eller mer", en: "0 or more" },
  notWhole: { nb: "må være et helt tall: personer deles ikke", en: "must be a whole number: persons are not divided" },
  notYear: { nb: "er ikke et årstall", en: "is no calendar year" },
  years: { nb: "{from} til {to}", en: "{from} to {to}" },
  isDate: { nb: "er en dato", en: "is a date" },
  isFormula: { nb: "er en formel; lim inn verdien", en: "is a formula; paste its value" },
  isError: { nb: "er en feilverdi fra et regneark", en: "is an error value of a spreadsheet" },
  personNumber: {
    nb: "ligner et fødselsnummer; registeret skal ikke ha opplysninger om enkeltpersoner",
    en: "looks like a national identity number; a register holds nothing on single persons",
  },
  hidden: { nb: "{n} sifre (vises ikke)", en: "{n} digits (not shown)" },
  longText: { nb: "er for lang en tekst", en: "is too long a text" },
  signs: { nb: "høyst {n} tegn", en: "at most {n} characters" },
  controlSign: { nb: "har et styretegn", en: "holds a control character" },
  doubleId: { nb: "står også på linje {line}", en: "stands on line {line} too" },
  tooMuch: { nb: "er urimelig stort; er enheten riktig?", en: "is absurdly large; is the unit right?" },
  amountNok: { nb: "{n} kr", en: "{n} NOK" },
  amountThousand: { nb: "{n} tusen kr", en: "{n} thousand NOK" },
  amountMillion: { nb: "{n} mill. kr", en: "{n} million NOK" },
  noOne: { nb: "har ingen deltakere i noen rad", en: "has no participants in any row" },
  noInhabitants: { nb: "har ingen innbyggere i noen rad", en: "has no inhabitants in any row" },
  unitMixUp: {
    nb: "er {each} kroner per deltaker i hele filen; satsen i {year} var {rate} kroner i året. Er enheten riktig?",
    en: "is {each} kroner per participant over the whole file; the rate of {year} was {rate} kroner a year. Is the unit right?",
  },
  perParticipant: {
    nb: "er {each} kroner per deltaker; satsen i {year} var {rate} kroner i året",
    en: "is {each} kroner per participant; the rate of {year} was {rate} kroner a year",
  },
  subsidyOfNobody: {
    nb: "er statlig tilskudd til en virksomhet med 0 deltakere; rett tilskuddet eller antallet, eller fjern raden",
    en: "is a state subsidy to an enterprise with 0 participants; mend the subsidy or the count, or remove the row",
  },
  noSum: {
    nb: "er ikke summen av statlig og kommunalt tilskudd, salg, andre inntekter og AFT",
    en: "is not the sum of state and municipal subsidy, sales, other income and AFT",
  },
  unknownMunicipality: {
    nb: "er ingen kommune i kommuneregisteret",
    en: "is no municipality of the municipalities' register",
  },
  unknownRegion: {
    nb: "er ingen region i kommuneregisteret",
    en: "is no region of the municipalities' register",
  },
  unknownModel: { nb: "er ingen leveransemodell", en: "is no delivery model" },
  // Notes: what was read, and how
  readAs: { nb: "{file}: {rows} rader, {form}", en: "{file}: {rows} rows, {form}" },
  formCsv: {
    nb: "CSV med {separator} mellom kolonnene, tegnsett {encoding}, desimalskille {mark}",
    en: "CSV with {separator} between columns, {encoding}, decimal mark {mark}",
  },
  formXlsx: { nb: "XLSX, arket «{sheet}»", en: 'XLSX, sheet "{sheet}"' },
  semicolon: { nb: "semikolon", en: "semicolons" },
  comma: { nb: "komma", en: "commas" },
  tab: { nb: "tabulator", en: "tabs" },
  decimalComma: { nb: "komma", en: "comma" },
  decimalPoint: { nb: "punktum", en: "point" },
  noMark: { nb: "ikke brukt", en: "not used" },
  columnRead: { nb: "{header} -> {field}{unit}", en: "{header} -> {field}{unit}" },
  columnUnread: { nb: "{header} -> leses ikke", en: "{header} -> not read" },
  columnNames: {
    nb: "{header} -> {field} (brukes bare med --show-names)",
    en: "{header} -> {field} (used with --show-names only)",
  },
  columnCheck: {
    nb: "{header} -> {field}{unit}, bare til kontroll",
    en: "{header} -> {field}{unit}, for control only",
  },
  columnImputed: {
    nb: "(mangler) -> {field}: {n} verdier beregnet etter fordelingene i det syntetiske registeret",
    en: "(missing) -> {field}: {n} values imputed by the law of the synthetic register",
  },
  someImputed: {
    nb: "{n} tomme celler beregnet etter fordelingene i det syntetiske registeret",
    en: "{n} empty cells imputed by the law of the synthetic register",
  },
  columnAssumed: {
    nb: "(mangler) -> {field}: modellens antakelse",
    en: "(missing) -> {field}: the model's assumption",
  },
  columnSettled: { nb: "(mangler) -> {field}: {value} ({from})", en: "(missing) -> {field}: {value} ({from})" },
  someSettled: { nb: "{n} tomme celler: {value} ({from})", en: "{n} empty cells: {value} ({from})" },
  flagUnused: { nb: "--accounts-year brukes ikke", en: "--accounts-year is not used" },
  fromFlag: { nb: "fra --accounts-year", en: "from --accounts-year" },
  fromHeaders: { nb: "fra overskriftene", en: "from the headers" },
  muchSales: {
    nb: "salget per deltaker er {times} ganger medianen i registeret; se etter om tallet er riktig",
    en: "sales per participant are {times} times the register's median; see whether the figure is right",
  },
  muchRevenue: {
    nb: "inntekten per deltaker er {times} ganger medianen i registeret; se etter om tallene er riktige",
    en: "revenue per participant is {times} times the register's median; see whether the figures are right",
  },
  littleRevenue: {
    nb: "inntekten per deltaker er {percent} % av medianen i registeret; se etter om tallene er riktige",
    en: "revenue per participant is {percent} % of the register's median; see whether the figures are right",
  },
  moreDoubts: { nb: "og {n} slike rader til", en: "and {n} more such rows" },
  controlParticipants: {
    nb: "Kontrollsum: {n} deltakere i {rows} virksomheter (landet: {of} i {count})",
    en: "Control total: {n} participants in {rows} enterprises (the country: {of} in {count})",
  },
  controlSubsidy: {
    nb: "Kontrollsum: statlig tilskudd {n} (landet i 2022: 1,46–1,68 milliarder kroner)",
    en: "Control total: state subsidy {n} (the country in 2022: 1.46–1.68 billion kroner)",
  },
  controlOthers: {
    nb: "Kontrollsum: kommunalt tilskudd {municipal}, salg {sales}, andre inntekter {other}, AFT {aft}",
    en: "Control total: municipal subsidy {municipal}, sales {sales}, other income {other}, AFT {aft}",
  },
  controlMunicipalities: {
    nb: "Kontrollsum: {n} innbyggere i {rows} kommuner (landet: {of} i {count})",
    en: "Control total: {n} inhabitants in {rows} municipalities (the country: {of} in {count})",
  },
  standsForCountry: {
    nb: "Registeret regnes som hele landet: ventelister, vekst og plasser i ordinære virksomheter skaleres til {share} % av landets.",
    en: "The register is taken for the whole country: waiting lists, growth and ordinary places are scaled to {share} % of the country's.",
  },
} as const;

/** Name of a text. */
export type RegisterText = keyof typeof texts;

/** Say a text with its places filled in. */
export function tell(
  lang: RegisterLang,
  key: RegisterText,
  args: Readonly<Record<string, string | number>> = {},
): string {
  return texts[key][lang].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(args[name] ?? ""));
}

/** Write a number for a person: a blank (no break) or a comma between thousands, up to one decimal. */
export function numberIn(lang: RegisterLang, value: number): string {
  const [whole = "", fraction] = String(Math.round(Math.abs(value) * 10) / 10).split(".");
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, lang === "nb" ? "\u00a0" : ",");
  const sign = value < 0 ? "\u2212" : "";
  return `${sign}${grouped}${fraction === undefined ? "" : `${lang === "nb" ? "," : "."}${fraction}`}`;
}

/** Name of the text for a decimal mark. */
export function markName(mark: "," | "." | undefined): RegisterText {
  if (mark === undefined) return "noMark";
  return mark === "," ? "decimalComma" : "decimalPoint";
}

/** What stands around a problem, already in the reader's language. */
export interface ProblemNotes {
  readonly found?: string;
  readonly allowed?: string;
  readonly nearest?: string;
}

/**
 * Make a problem in a language.
 *
 * @param place file, line, column (counted in columns of the table, from 1) and path (the header)
 * @returns a problem; a Norwegian one carries its notes inside the message
 */
export function problemIn(
  lang: RegisterLang,
  place: Omit<Problem, "message">,
  message: string,
  notes: ProblemNotes = {},
): Problem {
  if (lang === "en") return { ...place, message, ...notes };
  const said = [
    notes.found === undefined ? [] : [`fant ${notes.found}`],
    notes.nearest === undefined ? [] : [`mente du «${notes.nearest}»?`],
    notes.allowed === undefined ? [] : [`tillatt: ${notes.allowed}`],
  ].flat();
  return { ...place, message: said.length === 0 ? message : `${message} (${said.join("; ")})` };
}
