// What the program says about registers and enterprises, in Norwegian (bokmål) and English. A missing text is a type error.

import type { Lang } from "../commands/texts.ts";

const texts = {
  needsRegister: { nb: "gjelder bare sammen med {flag}", en: "goes with {flag} only" },
  eitherRegister: {
    nb: "kan ikke brukes sammen med --enterprises eller --municipalities",
    en: "cannot go with --enterprises or --municipalities",
  },
  runFolder: { nb: "mappen til en kjøring", en: "the folder of a run" },
  noRegister: {
    nb: "har ikke noe register: der ligger ingen registers.json med rader fra en bruker",
    en: "has no register: no registers.json with a user's rows lies there",
  },
  registerDamaged: { nb: "er skadet: {why}", en: "is damaged: {why}" },
  registersAgain: { nb: "Registre fra {folder}: {files}", en: "Registers of {folder}: {files}" },
  registerFile: { nb: "{file} ({n} rader)", en: "{file} ({n} rows)" },
  moneyUnit: { nb: "nok eller 1000-nok", en: "nok or 1000-nok" },
  year: { nb: "et årstall fra 2016 til 2035", en: "a calendar year from 2016 to 2035" },
  notAllowed: { nb: "er ikke tillatt", en: "is not allowed" },
  imputedSome: {
    nb: "{n} verdier er beregnet, ikke oppgitt. De er merket i kolonnen «{column}».",
    en: '{n} values are imputed, not given. They are marked in the column "{column}".',
  },
  smallCounts: {
    nb: "Antall personer fra 1 til 4 vises som <5, og så mange andre er skjult at de ikke kan regnes ut.",
    en: "Counts of people from 1 to 4 are shown as <5, and enough others are hidden that they cannot be worked out.",
  },
  // What a report says of registers
  registers: { nb: "Egne registre", en: "Own registers" },
  enterprisesFrom: {
    nb: "Bedriftene er fra et eget register, «{file}» ({n} rader), ikke fra det syntetiske.",
    en: "The enterprises are from a register of the user's own, “{file}” ({n} rows), not from the synthetic one.",
  },
  municipalitiesFrom: {
    nb: "Kommunene er fra et eget register, «{file}» ({n} rader), ikke fra det syntetiske kartet.",
    en: "The municipalities are from a register of the user's own, “{file}” ({n} rows), not from the synthetic map.",
  },
  nothingImputed: { nb: "Ingen verdier er beregnet.", en: "No values are imputed." },
  imputedFields: {
    nb: "{n} verdier manglet og er beregnet etter fordelingene i det syntetiske registeret{fields}. Slike verdier har ingen spredning, så intervallene er for smale der.",
    en: "{n} values were missing and are imputed by the law of the synthetic register{fields}. Such values have no spread, so intervals are too narrow there.",
  },
  scaledByParticipants: {
    nb: "Registeret regnes som hele landet: ventelister, vekst og ordinære plasser er skalert etter antallet deltakere i det.",
    en: "The register is taken for the whole country: waiting lists, growth and ordinary places are scaled by its participants.",
  },
  scaledByInhabitants: {
    nb: "Registeret regnes som hele landet: ventelister, vekst og ordinære plasser er skalert etter antallet innbyggere i det.",
    en: "The register is taken for the whole country: waiting lists, growth and ordinary places are scaled by its inhabitants.",
  },
  smallInReport: {
    nb: "Antall personer fra 1 til 4 vises ikke, verken i tabeller eller figurer, og så mange andre tall er utelatt at de ikke kan regnes ut. Ingen enkeltbedrift er nevnt.",
    en: "Counts of people from 1 to 4 are not shown, in tables or charts, and enough others are left out that they cannot be worked out. No single enterprise is named.",
  },
  needsFile: {
    nb: "Kommandoen trenger registeret «{file}» (SHA-256 {sha}).",
    en: "The command needs the register “{file}” (SHA-256 {sha}).",
  },
  sameRows: {
    nb: "De samme radene gir de samme tallene, også i en annen rekkefølge, et annet tegnsett eller et annet filformat.",
    en: "The same rows give the same numbers, in another order, encoding or file format too.",
  },
  region: { nb: "Arbeidsmarkedsregion", en: "Labour-market region" },
  filesAt: { nb: "Per virksomhet", en: "By enterprise" },
  registersDoubted: {
    nb: "Kan brukes, men se radene over: de er langt fra resten av registeret.",
    en: "Can be used, but see the rows above: they are far from the rest of the register.",
  },
  registersInOrder: { nb: "I orden.", en: "In order." },
  internal: { nb: "INTERNT, med navn", en: "INTERNAL, with names" },
  removedNames: {
    nb: "Fjernet {file}: den hadde navn, og --show-names er ikke gitt nå",
    en: "Removed {file}: it had names, and --show-names is not given now",
  },
  registerChanged: {
    nb: "er ikke det registeret som kjøringen begynte med",
    en: "is not the register that the run began with",
  },
  registerMissing: {
    nb: "mangler: kjøringen har et register som ikke ligger her; gi kommandoen i manifest.json på nytt, med registeret",
    en: "is missing: the run has a register that does not lie here; give the command in manifest.json again, with the register",
  },
  archivedWithout: {
    nb: "Registeret er ikke med i arkivet (personvern); --registers tar det med. Uten det kan kjøringen ikke gjentas.",
    en: "The register is not in the archive (privacy); --registers takes it along. Without it the run cannot be repeated.",
  },
  archivedWith: {
    nb: "Registeret er med i arkivet, med pseudonymer i stedet for id og navn. Del det bare med dem som kan se det.",
    en: "The register is in the archive, with pseudonyms in place of ids and names. Share it only with those who may see it.",
  },
  hidden: { nb: "skjult", en: "hidden" },
  // Columns
  scenario: { nb: "Scenario", en: "Scenario" },
  enterprise: { nb: "Virksomhet (pseudonym)", en: "Enterprise (pseudonym)" },
  id: { nb: "Id", en: "Id" },
  name: { nb: "Navn", en: "Name" },
  decile: { nb: "Desil etter inntekt (10 = størst)", en: "Decile by revenue (10 = largest)" },
  size: { nb: "VTA-inntekt", en: "VTA revenue" },
  participantsBefore: { nb: "Deltakere før", en: "Participants before" },
  participantsAfter: { nb: "Deltakere etter", en: "Participants after" },
  before: { nb: "før", en: "before" },
  after: { nb: "etter", en: "after" },
  revenue: { nb: "Inntekt", en: "Revenue" },
  sales: { nb: "Salg", en: "Sales" },
  "state-subsidy": { nb: "Statlig tilskudd", en: "State subsidy" },
  "municipal-subsidy": { nb: "Kommunalt tilskudd", en: "Municipal subsidy" },
  "municipal-purchase": { nb: "Kjøp fra kommuner", en: "Municipal purchase" },
  aft: { nb: "AFT", en: "AFT" },
  other: { nb: "Andre inntekter", en: "Other income" },
  change: { nb: "Endring", en: "Change" },
  against: { nb: "Endring mot {a}", en: "Change against {a}" },
  againstPoints: { nb: "Forskjell fra {a}, prosentpoeng", en: "Difference from {a}, percentage points" },
  mean: { nb: "gjennomsnitt", en: "mean" },
  low: { nb: "95 %-intervall, fra", en: "95 % interval, from" },
  high: { nb: "95 %-intervall, til", en: "95 % interval, to" },
  p05: { nb: "5-prosentil", en: "5th percentile" },
  p95: { nb: "95-prosentil", en: "95th percentile" },
  deficit: { nb: "Sannsynlighet for underskudd siste år", en: "Probability of a deficit in the last year" },
  closed: { nb: "Sannsynlighet for nedleggelse", en: "Probability of closure" },
  imputed: { nb: "Beregnede verdier", en: "Imputed values" },
  sheet: { nb: "Virksomheter", en: "Enterprises" },
  readMe: { nb: "Les dette", en: "Read this" },
  column: { nb: "Kolonne", en: "Column" },
  unit: { nb: "Enhet", en: "Unit" },
  meaning: { nb: "Betydning", en: "Meaning" },
  inCsv: { nb: "Navn i CSV", en: "Name in CSV" },
  note: { nb: "Merk", en: "Note" },
  // The page that says what the columns are
  aboutRisk: {
    nb: "Sannsynlighet for underskudd og nedleggelse er risiko under disse antakelsene, ikke en prognose for virksomheten.",
    en: "Probabilities of deficit and closure are risk under these assumptions, not a forecast for the enterprise.",
  },
  aboutMoney: {
    nb: "Beløp er kroner per år i prisene i scenarioets startår. Før er året før start, etter er siste år ({years}).",
    en: "Amounts are kroner a year in prices of the scenario's start year. Before is the year before it, after is the last year ({years}).",
  },
  aboutMean: {
    nb: "Etter og endring er gjennomsnitt over kjøringer. Intervallet gjelder gjennomsnittet; 5- og 95-prosentil viser spredningen mellom kjøringer.",
    en: "After and change are means over runs. The interval is for the mean; the 5th and 95th percentile show the spread between runs.",
  },
  aboutClasses: {
    nb: "Gjennomsnittet av endringene i en størrelsesklasse her er ikke helt det samme som i tabellen etter størrelse: en virksomhet som i en kjøring er lagt ned før start, teller ikke i den kjøringen. Tabellen tar gjennomsnittet over virksomhetene i hver kjøring først; her står hver virksomhet med gjennomsnittet over de kjøringene der den var i drift ved start.",
    en: "The mean of the changes of a size class here is not quite that of the table by size: an enterprise that has closed before the start in a run does not count in that run. The table takes the mean over enterprises in each run first; here each enterprise stands with its mean over the runs in which it was open at the start.",
  },
  aboutSize: {
    nb: "Størrelse er VTA-inntekten (tilskudd, salg og annet, uten AFT) i virksomhetens eget regnskap, i kroner det året.",
    en: "Size is VTA revenue (subsidies, sales and other, without AFT) in the enterprise's own accounts, in kroner of that year.",
  },
  aboutPseudonym: {
    nb: "Pseudonymene følger av id-ene i registeret og er de samme hver gang. De er ikke anonyme for den som har registeret.",
    en: "Pseudonyms follow from the ids of the register and are the same each time. They are not anonymous to whoever has the register.",
  },
  aboutSynthetic: {
    nb: "Virksomhetene er trukket etter det syntetiske registeret; ingen av dem finnes.",
    en: "The enterprises are drawn by the law of the synthetic register; none of them exists.",
  },
  aboutImputed: {
    nb: "Beregnede verdier er det en virksomhet med så mange deltakere vanligvis har, uten spredning: intervallene er for smale der.",
    en: "Imputed values are what an enterprise with so many participants usually has, without spread: intervals are too narrow there.",
  },
  aboutInternal: {
    nb: "INTERNT: denne filen har navn og id og skal ikke deles.",
    en: "INTERNAL: this file has names and ids and is not to be shared.",
  },
  // The table on the terminal
  count: { nb: "Virksomheter", en: "Enterprises" },
  meanChange: { nb: "Endring i inntekt", en: "Change in revenue" },
  losingQuarter: { nb: "mister minst 25 %", en: "lose at least 25 %" },
  losingHalf: { nb: "minst 50 %", en: "at least 50 %" },
  expectedDeficit: { nb: "underskudd", en: "in deficit" },
  expectedClosed: { nb: "nedlagt", en: "closed" },
  belowTen: { nb: "Under 10 mill. kr i alt", en: "Below 10 million in all" },
  all: { nb: "Alle", en: "All" },
  sizeCounts: {
    nb: "Størrelse: VTA-inntekt uten AFT i virksomhetens eget regnskap, i kroner det året; klassen er den samme i alle kjøringer og i alle filer. Inntekt: alt virksomheten tjener, siste år mot året før start, i faste priser; en virksomhet som legges ned etter start, har mistet alt. Snittet teller hver virksomhet likt, og forskjellen er i prosentpoeng av inntekten før start. Underskudd og nedlagt: antall virksomheter med underskudd siste år, og nedlagt siden start.",
    en: "Size: VTA revenue without AFT in the enterprise's own accounts, in kroner of that year; the class is the same in all runs and all files. Revenue: all that the enterprise earns, the last year against the year before the start, in fixed prices; one that closes after the start has lost all of it. The mean counts each enterprise alike, and the difference is in percentage points of the revenue before the start. Deficit and closed: numbers of enterprises in deficit in the last year, and closed since the start.",
  },
  closedBefore: {
    nb: "I snitt {n} av virksomhetene er lagt ned i modellen allerede før start; de er ikke med i endringene eller blant de nedlagte.",
    en: "On average {n} of the enterprises have closed in the model before the start; they are in no change, and not among the closed.",
  },
  sizeInterval: {
    nb: "Intervallet (95 %) gjelder gjennomsnittet for gruppen, ikke den enkelte virksomhet, og hver celle for seg. I svaret og i tabellen over hovedmålene gjelder intervallene samtidig; de er derfor bredere.",
    en: "The interval (95 %) is for the mean of the group, not for one enterprise, and each cell by itself. In the answer and the table of headline measures the intervals hold together; so they are wider.",
  },
  tooWide: { nb: "for bredt", en: "too wide" },
  moreRuns: {
    nb: "Få kjøringer: spredningen er anslått av {n} trekninger. «For bredt»: intervallet dekker det meste av det som er mulig. «–»: færre enn fire trekninger, ikke noe intervall å stole på. For ± {points} prosentpoeng i «{row}» trengs {runs} kjøringer i alt.",
    en: "Few runs: the spread is estimated from {n} draws. “Too wide”: the interval covers most of what is possible. “–”: fewer than four draws, no interval to rely on. For ± {points} percentage points in “{row}”, {runs} runs in all are needed.",
  },
  noSpread: {
    nb: "Få kjøringer: med én trekning finnes det ikke noe intervall. Kjør minst 24.",
    en: "Few runs: with a single draw there is no interval. Take at least 24.",
  },
  bySize: { nb: "Virksomhetene etter størrelse", en: "Enterprises by size" },
  risk: {
    nb: "Underskudd og nedleggelse: risiko under disse antakelsene, ikke en prognose.",
    en: "Deficit and closure: risk under these assumptions, not a forecast.",
  },
} as const;

/** Name of a text. */
export type EnterpriseText = keyof typeof texts;

/** Say a text with its places filled in. */
export function sayOf(lang: Lang, key: EnterpriseText, args: Readonly<Record<string, string | number>> = {}): string {
  return texts[key][lang].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(args[name] ?? ""));
}
