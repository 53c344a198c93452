// Words of the charts in Norwegian (bokmål) and English, and numbers as titles carry them: no digit that the interval does not
// allow, and the interval beside the number where it is wide.

import { formatKroner, formatMeasured, formatMeasuredPercent, groupName, type Lang } from "../i18n/index.ts";

/** Choose a text by language. */
export function by(lang: Lang, nb: string, en: string): string {
  return lang === "nb" ? nb : en;
}

/** Put a name in the quotation marks of the language. */
export function quoted(lang: Lang, name: string): string {
  return lang === "nb" ? `«${name}»` : `“${name}”`;
}

/** Join names: "a, b og c". */
export function listed(lang: Lang, parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} ${by(lang, "og", "and")} ${parts[parts.length - 1]}`;
}

/** "with A" of a scenario. */
export function under(lang: Lang, title: string): string {
  return `${by(lang, "med", "under")} ${quoted(lang, title)}`;
}

/** Begin with a small letter what stands inside a sentence; abbreviations stay. */
export function inner(words: string): string {
  return /^\p{Lu}\p{Ll}/u.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;
}

/** An estimate as a title needs it. */
export interface Told {
  readonly mean: number | null;
  readonly halfWidth: number | null;
}

type Write = (lang: Lang, value: number, error: number | null) => string;

/**
 * Write an estimate for a title.
 *
 * @param write how a value with an error is written; numbers by default
 * @returns the digits that the interval allows; with "±" when the interval is wider than a tenth of the value; "about" when the
 *   error is not known; "–" when there is no value
 */
export function told(lang: Lang, { mean, halfWidth }: Told, write: Write = formatMeasured): string {
  if (mean === null || !Number.isFinite(mean)) return "–";
  if (halfWidth === null || !Number.isFinite(halfWidth)) {
    return `${by(lang, "omtrent", "about")} ${write(lang, mean, null)}`;
  }
  const text = write(lang, mean, halfWidth);
  if (halfWidth <= Math.abs(mean) / 10) return text;
  const error = write(lang, halfWidth, halfWidth);
  // "63 ± 24 %", not "63 % ± 24 %".
  const [unit = ""] = /(?:\u00a0?%|\u00a0\p{L}[\p{L} ]*)$/u.exec(text) ?? [];
  return `${unit !== "" && error.endsWith(unit) ? text.slice(0, -unit.length) : text} ± ${error}`;
}

/** Write kroner for a title. */
export function toldKroner(lang: Lang, row: Told): string {
  return told(lang, row, formatKroner);
}

/** Write a share as per cent for a title. */
export function toldShare(lang: Lang, row: Told): string {
  return told(lang, row, formatMeasuredPercent);
}

interface Words {
  readonly nb: string;
  readonly en: string;
}

const names: Readonly<Record<string, Words>> = {
  // Why a spell ends.
  dropout: { nb: "Sluttet", en: "Dropped out" },
  onwards: { nb: "Til arbeid, utdanning eller annet tiltak", en: "To work, education or another programme" },
  elsewhere: { nb: "Til en annen VTA-plass", en: "To another VTA place" },
  "place-lost": { nb: "Mistet plassen sin", en: "Lost their place" },
  end: { nb: "Pensjon eller død", en: "Retirement or death" },
  // Where people move between.
  waiting: { nb: "Venteliste", en: "Waiting list" },
  outside: { nb: "Utenfor VTA", en: "Outside VTA" },
  // Lines of the ledger.
  "place-subsidy": { nb: "Statlig tilskudd til skjermede plasser", en: "State subsidy for sheltered places" },
  "ordinary-subsidy": { nb: "Statlig tilskudd til ordinære virksomheter", en: "State subsidy for ordinary workplaces" },
  "municipal-subsidy": { nb: "Kommunalt tilskudd til bedriftene", en: "Municipal subsidy to enterprises" },
  "place-purchase": { nb: "Kommunens kjøp av plasser", en: "Places bought by municipalities" },
  supervision: { nb: "Kommunens egne veiledere", en: "Municipalities’ own supervisors" },
  "employer-subsidy": { nb: "Tilskudd til arbeidsgivere", en: "Subsidy to employers" },
  "bonus-wage": { nb: "Bonuslønn", en: "Bonus wage" },
  "grant-unspent": { nb: "Rammetilskudd brukt til annet", en: "Frame grant spent on other things" },
  "owners-deficit-share": {
    nb: "Eiernes andel av bedriftenes resultat",
    en: "Owners’ share of enterprises’ results",
  },
  "lasting-follow-up": { nb: "Varig oppfølging", en: "Lasting follow-up" },
  "mentor-pay": { nb: "Betalte faddere", en: "Paid mentors" },
  "day-activity": { nb: "Dagaktivitet for dem som venter", en: "Day activity for those who wait" },
  "transition-grant": { nb: "Omstillingstilskudd", en: "Transition grant" },
  rest: { nb: "Andre poster", en: "Other lines" },
  // Delivery models.
  enterprise: { nb: "Tiltaksbedrift", en: "Sheltered enterprise" },
  standard: { nb: "Kommunenes vanlige modell", en: "Municipalities’ usual model" },
  "nav-vtao": { nb: "Ordinær virksomhet med NAV", en: "Ordinary workplace with NAV" },
  "lillestrom-workstations": { nb: "Lillestrøm: arbeidsstasjoner", en: "Lillestrøm: workstations" },
  "lillestrom-se": { nb: "Lillestrøm: supported employment", en: "Lillestrøm: supported employment" },
  "oslo-two-part": { nb: "Oslo: todelt modell", en: "Oslo: two-part model" },
  "stavanger-pff": { nb: "Stavanger: kafé og kjøpte plasser", en: "Stavanger: café and bought places" },
  "oygarden-mentors": { nb: "Øygarden: faddere", en: "Øygarden: mentors" },
  "ullensaker-hr": { nb: "Ullensaker: HR-avdelingen", en: "Ullensaker: HR department" },
  "indre-fosen": { nb: "Indre Fosen: én deltidsleder", en: "Indre Fosen: one part-time leader" },
  // Roles in the back-test.
  "held-out": { nb: "Holdt utenfor tilpasningen", en: "Held out from the fit" },
  calibrated: { nb: "Brukt i tilpasningen (ikke en prøve)", en: "Used in the fit (no test)" },
  derived: { nb: "Følger av andre tall (teller ikke)", en: "Follows from other figures (not counted)" },
};

const units: Readonly<Record<string, Words>> = {
  persons: { nb: "personer", en: "persons" },
  enterprises: { nb: "bedrifter", en: "enterprises" },
  places: { nb: "plasser", en: "places" },
  years: { nb: "år", en: "years" },
  "persons per enterprise": { nb: "per bedrift", en: "per enterprise" },
  "persons per supervisor position": { nb: "per veileder", en: "per supervisor" },
  "positions per person": { nb: "stillinger per person", en: "positions per person" },
  "million NOK per year": { nb: "mill. kr per år", en: "million NOK a year" },
  "thousand NOK per person per year": { nb: "tusen kr per person", en: "thousand NOK per person" },
  "thousand NOK per place per year": { nb: "tusen kr per plass", en: "thousand NOK per place" },
  "thousand NOK per position per year": { nb: "tusen kr per årsverk", en: "thousand NOK per position" },
};

/** Name a unit of the back-test; a share has none, since it is written as per cent. */
export function unitName(lang: Lang, unit: string): string {
  return unit.startsWith("share") ? "" : (units[unit]?.[lang] ?? unit);
}

/** Name what charts speak of: a cause, a ledger line, a delivery model; else a group of the program. */
export function chartName(lang: Lang, id: string): string {
  return names[id]?.[lang] ?? groupName(lang, id);
}
