// Words and numbers in Norwegian (bokmål) and English, by our own rules: no locale of a machine decides what a figure looks
// like. A word that is missing in a language is a type error.

import type { Lang } from "../commands/texts.ts";

export type { Lang } from "../commands/texts.ts";

interface Words {
  readonly nb: string;
  readonly en: string;
}

const measures: Readonly<Record<string, Words>> = {
  participants: { nb: "Deltakere", en: "Participants" },
  places: { nb: "Tiltaksplasser", en: "Places" },
  positions: { nb: "Stillinger", en: "Full-time positions" },
  "match-quality": { nb: "Andel med god match", en: "Share with a good match" },
  "candidates-waiting": { nb: "Venter på plass", en: "Candidates waiting" },
  "net-public-cost": { nb: "Netto offentlig utgift per år", en: "Net public cost per year" },
  "cost-per-position": { nb: "Utgift per stilling og år", en: "Cost per position and year" },
  "cost-per-place": { nb: "Utgift per plass, kr per år", en: "Cost per place, NOK per year" },
  "cost-per-participant": { nb: "Utgift per deltaker, kr per år", en: "Cost per participant, NOK per year" },
  "enterprises-closed": { nb: "Tiltaksbedrifter lagt ned siden start", en: "Enterprises closed since the start" },
  "people-who-lost-their-place": {
    nb: "Har mistet plassen sin siden start",
    en: "People who have lost their place since the start",
  },
  cost: { nb: "Offentlig utgift, kr per år", en: "Public cost, NOK per year" },
  "grant-unspent": { nb: "Ubrukt rammetilskudd, kr per år", en: "Unspent frame grant, NOK per year" },
  "enterprise-revenue": { nb: "Bedriftenes inntekter, kr per år", en: "Enterprise revenue, NOK per year" },
  "enterprise-revenue-change": { nb: "Endring i inntekt siden start", en: "Change in revenue since the start" },
  coverage: { nb: "Deltakere per 1 000 innbyggere", en: "Participants per 1,000 inhabitants" },
  supervisors: { nb: "Veilederstillinger", en: "Supervisor positions" },
  "municipalities-without-offer": { nb: "Kommuner uten tilbud", en: "Municipalities without an offer" },
  "one-supervisor-services": { nb: "Tjenester med bare én veileder", en: "Services with a single supervisor" },
  "ordinary-share": { nb: "Andel i ordinære virksomheter", en: "Share in ordinary workplaces" },
  "cost-per-place-vs-vtao-rate": {
    nb: "Egne plassers utgift mot satsen for ordinær virksomhet",
    en: "Cost of own places over the rate for ordinary workplaces",
  },
  "mentor-cost-unpaid": {
    nb: "Faddernes tid som ingen betaler, kr per år",
    en: "Mentors' time that nobody pays, NOK per year",
  },
  "same-follower-after-1-year": {
    nb: "Andel med samme oppfølger etter ett år",
    en: "Share with the same follower after one year",
  },
  "involuntary-moves": { nb: "Ufrivillige flyttinger per år", en: "Involuntary moves a year" },
  "gap-weeks": { nb: "Uker uten plass mellom to plasser", en: "Weeks without a place between two places" },
  "follow-up-hours": { nb: "Oppfølging, timer per uke og deltaker", en: "Follow-up, hours a week per participant" },
  "follow-up-adequacy": { nb: "Oppfølging i forhold til behovet", en: "Follow-up in relation to the need" },
  "wait-p90": { nb: "Ventetid som ni av ti ikke overstiger, år", en: "Wait that nine in ten do not exceed, years" },
  "wait-mean": { nb: "Ventetid i gjennomsnitt, år", en: "Mean wait, years" },
  "enterprises-in-deficit": { nb: "Tiltaksbedrifter med underskudd", en: "Enterprises in deficit" },
  enterprises: { nb: "Tiltaksbedrifter i drift", en: "Enterprises in operation" },
  "owners-deficit-share": {
    nb: "Eiernes andel av bedriftenes underskudd, overskudd trukket fra, kr per år",
    en: "The owners' share of enterprises' deficits less surpluses, NOK per year",
  },
  "enterprises-losing": { nb: "Andel bedrifter som mister inntekt", en: "Share of enterprises that lose revenue" },
  "coverage-gini": {
    nb: "Ulikhet i dekning mellom kommuner (Gini)",
    en: "Inequality of coverage between municipalities (Gini)",
  },
  retention: { nb: "Andel som fortsatt er i plassen", en: "Share still in their place" },
  recruits: { nb: "Nye deltakere per år", en: "New participants a year" },
  exits: { nb: "Sluttet i løpet av året", en: "Left during the year" },
  moves: { nb: "Flyttinger per år", en: "Moves a year" },
  "participants-per-supervisor": { nb: "Deltakere per veileder", en: "Participants per supervisor" },
  "positions-per-supervisor": { nb: "Stillinger per veileder", en: "Positions per supervisor" },
  "additional-participants": { nb: "Deltakere etter fortrengning", en: "Participants after displacement" },
  "participants-high-need": { nb: "Deltakere med stort behov", en: "Participants with high need" },
};

const groups: Readonly<Record<string, Words>> = {
  total: { nb: "I alt", en: "All" },
  sheltered: { nb: "Skjermet virksomhet", en: "Sheltered enterprise" },
  ordinary: { nb: "Ordinær virksomhet (NAV)", en: "Ordinary workplace (NAV)" },
  municipal: { nb: "Kommunal arbeidsstasjon", en: "Municipal workstation" },
  "municipal-ordinary": { nb: "Ordinær virksomhet (kommune)", en: "Ordinary workplace (municipality)" },
  places: { nb: "Plasser det er penger til", en: "Funded places" },
  supervisors: { nb: "Veiledere", en: "Supervisors" },
  workplaces: { nb: "Arbeidsplasser", en: "Workplaces" },
  candidates: { nb: "Søkere", en: "Candidates" },
  state: { nb: "Staten", en: "State" },
  municipality: { nb: "Kommunene", en: "Municipalities" },
  "<5000": { nb: "Under 5 000 innbyggere", en: "Below 5,000 inhabitants" },
  "5000-9999": { nb: "5 000–9 999", en: "5,000–9,999" },
  "10000-19999": { nb: "10 000–19 999", en: "10,000–19,999" },
  "20000-49999": { nb: "20 000–49 999", en: "20,000–49,999" },
  "50000+": { nb: "50 000 og flere", en: "50,000 and more" },
  "<5": { nb: "Under 5 mill. kr", en: "Below 5 million" },
  "5-10": { nb: "5–10 mill. kr", en: "5–10 million" },
  "10-20": { nb: "10–20 mill. kr", en: "10–20 million" },
  "20-50": { nb: "20–50 mill. kr", en: "20–50 million" },
  "50+": { nb: "Over 50 mill. kr", en: "Above 50 million" },
  "<10": { nb: "Under 10 mill. kr", en: "Below 10 million" },
  "10+": { nb: "10 mill. kr og mer", en: "10 million and more" },
};

const choicesOfParameters: Readonly<Record<string, Words>> = {
  completed: { nb: "avsluttede forløp", en: "finished spells" },
  elapsed: { nb: "dagens deltakeres tid så langt", en: "present participants' time so far" },
  job: { nb: "én jobb i tiltaket", en: "one job within the programme" },
};

const parameterGroups: Readonly<Record<string, Words>> = {
  "delivery-models": { nb: "Leveringsmodeller", en: "Delivery models" },
  enterprises: { nb: "Bedrifter", en: "Enterprises" },
  leaving: { nb: "Å slutte", en: "Leaving" },
  levers: { nb: "Virkemidler", en: "Levers" },
  money: { nb: "Penger", en: "Money" },
  municipalities: { nb: "Kommuner", en: "Municipalities" },
  people: { nb: "Personer", en: "People" },
  supervision: { nb: "Veiledning", en: "Supervision" },
};

/** Name a group of parameters. */
export function parameterGroupName(lang: Lang, group: string): string {
  return parameterGroups[group]?.[lang] ?? group;
}

const qualities: Readonly<Record<string, Words>> = {
  measured: { nb: "målt", en: "measured" },
  survey: { nb: "spørreundersøkelse", en: "survey" },
  estimate: { nb: "anslag", en: "estimate" },
  assumption: { nb: "antakelse i kilden", en: "assumption of the source" },
  uncertain: { nb: "usikkert", en: "uncertain" },
};

/** Name the quality of a piece of evidence. */
export function qualityName(lang: Lang, quality: string): string {
  return qualities[quality]?.[lang] ?? quality;
}

/** Name a choice that a parameter may hold. */
export function choiceName(lang: Lang, choice: string): string {
  return choicesOfParameters[choice]?.[lang] ?? choice;
}

/** Name a measure. */
export function measureName(lang: Lang, measure: string): string {
  return measures[measure]?.[lang] ?? measure;
}

/** Name a group: a setting, a size class, a payer. */
export function groupName(lang: Lang, group: string): string {
  return groups[group]?.[lang] ?? group;
}

const noBreak = "\u00a0";

/**
 * Write a number with so many decimals.
 *
 * @returns in Norwegian `−1 234,5` (no-break space), in English `−1,234.5`; "–" for null and NaN
 */
export function formatNumber(lang: Lang, value: number | null, decimals = 0): string {
  if (value === null || !Number.isFinite(value)) return "–";
  const text = Math.abs(value).toFixed(Math.max(decimals, 0));
  const [whole = "0", fraction = ""] = text.split(".");
  const thousands = lang === "nb" ? noBreak : ",";
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, thousands);
  const sign = value < 0 && Number(text) !== 0 ? "−" : "";
  return sign + grouped + (fraction === "" ? "" : (lang === "nb" ? "," : ".") + fraction);
}

/**
 * Write a number with the digits that its error allows: the error's leading digit is the last that is shown.
 *
 * @param error half-width of an interval, or the smallest difference that matters
 */
export function formatWithError(lang: Lang, value: number | null, error: number | null): string {
  if (value === null || !Number.isFinite(value)) return "–";
  if (error === null || !Number.isFinite(error) || error <= 0)
    return formatNumber(lang, value, Number.isInteger(value) ? 0 : decimalsOf(Math.abs(value) / 1000));
  return formatAt(lang, value, decimalsOf(error));
}

/** Decimals at which a quantity of this size has its leading digit; negative above ten. */
function decimalsOf(size: number): number {
  if (!(size > 0)) return 0;
  let decimals = 0;
  let scaled = size;
  while (scaled < 0.95 && decimals < 6) {
    scaled *= 10;
    decimals++;
  }
  while (scaled >= 9.5 && decimals > -9) {
    scaled /= 10;
    decimals--;
  }
  return decimals;
}

/**
 * Write a measured value with the digits that its half-width allows: two digits of a half-width that begins with 1, 2 or 3, else
 * one (the rule of the Particle Data Group), and the value to the same place. 4037 ± 1320 is 4,000 ± 1,300; 4037 ± 610 is 4,000 ± 600.
 *
 * @param halfWidth of an interval; 0 when all draws agree; null when there are too few draws to know, and then two digits of the
 *   value are shown, since nothing allows more
 */
export function formatMeasured(lang: Lang, value: number | null, halfWidth: number | null): string {
  if (value === null || !Number.isFinite(value)) return "–";
  if (halfWidth === null || !Number.isFinite(halfWidth)) return formatAt(lang, value, decimalsOf(Math.abs(value)) + 1);
  if (halfWidth <= 0) return formatAt(lang, value, Number.isInteger(value) ? 0 : decimalsOf(Math.abs(value)) + 3);
  return formatAt(lang, value, measuredDecimals(halfWidth));
}

/** Decimals that a half-width allows; negative above ten. */
function measuredDecimals(halfWidth: number): number {
  const decimals = decimalsOf(halfWidth);
  let leading = halfWidth;
  for (let k = 0; k < decimals; k++) leading *= 10;
  for (let k = 0; k > decimals; k--) leading /= 10;
  return leading < 3.55 ? decimals + 1 : decimals;
}

/** Write a number rounded to so many decimals; negative ones round to tens, hundreds, ... */
function formatAt(lang: Lang, value: number, decimals: number): string {
  if (decimals >= 0) return formatNumber(lang, value, decimals);
  let unit = 1;
  for (let k = 0; k < -decimals; k++) unit *= 10;
  return formatNumber(lang, Math.round(value / unit) * unit, 0);
}

/**
 * Write which share of so many runs has something, no finer than the runs can tell: "3 of 4" below a hundred runs, per cent above.
 */
export function formatShareOfRuns(lang: Lang, share: number | null, runs: number): string {
  if (share === null || !Number.isFinite(share)) return "–";
  if (runs >= 100) return formatPercent(lang, share);
  // A tie counts half.
  const count = Math.round(share * runs * 2) / 2;
  return `${formatNumber(lang, count, Number.isInteger(count) ? 0 : 1)} ${lang === "nb" ? "av" : "of"} ${formatNumber(lang, runs)}`;
}

/**
 * Write kroner so that a reader can take them in: billions, millions, or whole kroner.
 *
 * @param error half-width of an interval; null when it is not known
 * @param size what decides the unit, for numbers that stand side by side; the amount itself when left out
 */
export function formatKroner(lang: Lang, nok: number, error: number | null, size: number = Math.abs(nok)): string {
  const unit = size >= 1e9 ? 1e9 : size >= 1e6 ? 1e6 : 1;
  // No finer than whole kroner, or three decimals.
  const smallest = unit === 1 ? 5 : 0.005;
  const scaled = error === null ? null : Math.max(error / unit, smallest);
  const number = formatMeasured(lang, nok / unit, scaled);
  const one = lang === "nb" && /^−?1$/.test(number);
  const word =
    unit === 1e9
      ? { nb: one ? "milliard kroner" : "milliarder kroner", en: "billion kroner" }
      : unit === 1e6
        ? { nb: one ? "million kroner" : "millioner kroner", en: "million kroner" }
        : { nb: one ? "krone" : "kroner", en: "kroner" };
  return `${number}${noBreak}${word[lang]}`;
}

/** Write a share as per cent. */
export function formatPercent(lang: Lang, share: number, decimals = 0): string {
  return `${formatNumber(lang, share * 100, decimals)}${percentSign(lang)}`;
}

function percentSign(lang: Lang): string {
  return lang === "nb" ? `${noBreak}%` : "%";
}

/** Write a measured share as per cent, with the digits that its half-width allows; "–" for null and NaN. */
export function formatMeasuredPercent(lang: Lang, share: number | null, halfWidth: number | null): string {
  if (share === null || !Number.isFinite(share)) return "–";
  return `${formatMeasured(lang, share * 100, halfWidth === null ? null : halfWidth * 100)}${percentSign(lang)}`;
}

/** Write a difference of shares in percentage points, with the digits that its half-width allows; "–" for null and NaN. */
export function formatMeasuredPoints(lang: Lang, difference: number | null, halfWidth: number | null): string {
  if (difference === null || !Number.isFinite(difference)) return "–";
  const points = formatMeasured(lang, difference * 100, halfWidth === null ? null : halfWidth * 100);
  return `${points} ${lang === "nb" ? "prosentpoeng" : "percentage points"}`;
}
