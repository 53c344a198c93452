// What the program says around its results, in Norwegian (bokmål) and English. A missing text is a type error.

/** A language of the program. */
export type Lang = "nb" | "en";

const texts = {
  timeLeft: { nb: "gjenstår", en: "left:" },
  replications: { nb: "kjøringer", en: "replications" },
  simulating: { nb: "Simulerer", en: "Simulating" },
  kept: { nb: "Resultatene ligger i", en: "Results are in" },
  reportAt: { nb: "Rapport", en: "Report" },
  goOn: { nb: "Fortsett med", en: "Go on with" },
  interrupted: { nb: "Avbrutt før noe var lagret.", en: "Interrupted before anything was kept." },
  failedSome: { nb: "kjøringer feilet og er holdt utenfor", en: "replications failed and are left out" },
  failedTooMany: {
    nb: "Mer enn 1 % av kjøringene feilet: ingen konklusjon kan trekkes (de mangler ikke tilfeldig).",
    en: "More than 1 % of the replications failed: no verdict can be drawn (they are not missing at random).",
  },
  measure: { nb: "Mål", en: "Measure" },
  group: { nb: "Gruppe", en: "Group" },
  mean: { nb: "Gjennomsnitt", en: "Mean" },
  interval95: { nb: "95 %-intervall", en: "95 % interval" },
  range90: { nb: "90 % av kjøringene", en: "90 % of runs" },
  difference: { nb: "Differanse", en: "Difference" },
  jointInterval: { nb: "Felles 95 %-intervall", en: "Joint 95 % interval" },
  above0: { nb: "Andel over 0", en: "Share above 0" },
  lastYear: { nb: "siste år", en: "last year" },
  parameter: { nb: "Parameter", en: "Parameter" },
  value: { nb: "Verdi", en: "Value" },
  unit: { nb: "Enhet", en: "Unit" },
  standing: { nb: "Status", en: "Standing" },
  source: { nb: "Kilde", en: "Source" },
  measured: { nb: "målt", en: "measured" },
  derived: { nb: "utledet", en: "derived" },
  assumed: { nb: "antatt", en: "assumed" },
  question: { nb: "Spørsmål", en: "Question" },
  levers: { nb: "Virkemidler", en: "Levers" },
  differsFrom: { nb: "Skiller seg fra", en: "Differs from" },
  inhabitants: { nb: "innbyggere", en: "inhabitants" },
  limits: { nb: "Hva modellen ikke kan si her", en: "What the model cannot say here" },
  because: { nb: "fordi", en: "because" },
  setBy: { nb: "satt av", en: "set by" },
  range: { nb: "lovlig", en: "allowed" },
  noChange: { nb: "ingenting", en: "nothing" },
  asParent: { nb: "som i forgjengeren, så det endrer ingenting", en: "as the parent has it, so it changes nothing" },
  checkedOut: { nb: "er i orden", en: "is in order" },
  written: { nb: "Skrev", en: "Wrote" },
  problems: { nb: "Noe er galt i det som ble skrevet:", en: "Something is wrong with the input:" },
  bug: {
    nb: "Feil i programmet. Meld den gjerne, med kommandoen og dette:",
    en: "A bug in the program. Please report it, with the command and this:",
  },
  agreement: { nb: "stemmer", en: "agrees" },
  disagreement: { nb: "STEMMER IKKE", en: "DISAGREES" },
  knownDisagreement: { nb: "kjent uoverensstemmelse", en: "known inconsistency" },
  from: { nb: "fra", en: "from" },
  to: { nb: "til", en: "to" },
} as const;

/** Name of a text. */
export type TextKey = keyof typeof texts;

/** Say a text in a language. */
export function say(lang: Lang, key: TextKey): string {
  return texts[key][lang];
}

/** Read the name of a language: bokmål for any Norwegian; undefined for one that is not spoken here. */
export function langNamed(written: unknown): Lang | undefined {
  if (written === "en") return "en";
  return written === "nb" || written === "no" || written === "nn" ? "nb" : undefined;
}

/** The language of the surroundings: bokmål where the locale is Norwegian, else English. */
export function localeLang(environment: Readonly<Record<string, string | undefined>>): Lang {
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || "";
  return /^(nb|nn|no)\b|^(nb|nn|no)_/.test(locale) ? "nb" : "en";
}
