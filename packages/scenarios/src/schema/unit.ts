// Units as people write them: "NOK per place per month". Two units are the same when, after the aliases below, they have the
// same numerator and the same denominators in any order. Nothing is converted: kroner a year are not kroner a month, and a
// program that guesses between them would be wrong by a factor of twelve in silence.

/** Words that mean the same, Norwegian and English, plural and singular; the right-hand side is the one kept. */
const aliases: Readonly<Record<string, string>> = {
  kr: "NOK",
  kroner: "NOK",
  krone: "NOK",
  nok: "NOK",
  år: "year",
  years: "year",
  yr: "year",
  måned: "month",
  måneder: "month",
  months: "month",
  uke: "week",
  uker: "week",
  weeks: "week",
  time: "hour",
  timer: "hour",
  hours: "hour",
  plass: "place",
  plasser: "place",
  places: "place",
  stilling: "position",
  stillinger: "position",
  positions: "position",
  person: "person",
  personer: "person",
  persons: "person",
  people: "person",
  andel: "share",
  prosent: "%",
  percent: "%",
  "per cent": "%",
  innbyggere: "inhabitant",
  inhabitants: "inhabitant",
  "1000 innbyggere": "1000 inhabitants",
  kommuner: "municipality",
  municipalities: "municipality",
  bedrifter: "enterprise",
  enterprises: "enterprise",
  antall: "count",
  deltaker: "participant",
  deltakere: "participant",
  participants: "participant",
};

/** Numerators that a record or parameter may have, after aliases. A share may say of what: "share of places". */
const numerators: ReadonlySet<string> = new Set([
  "%",
  "G",
  "NOK",
  "calendar month",
  "calendar year",
  "correlation",
  "count",
  "day",
  "days",
  "district",
  "districts",
  "elasticity",
  "employers",
  "enterprise",
  "hour",
  "inhabitant",
  "jobs",
  "logit",
  "million NOK",
  "month",
  "municipality",
  "percentage points",
  "person",
  "persons and positions",
  "place",
  "position",
  "ratio",
  "region number",
  "regions",
  "score",
  "share",
  "standard deviations",
  "steps",
  "supervisors",
  "talks",
  "thousand NOK",
  "week",
  "workplaces",
  "workstations",
  "year",
  "",
]);

/** Denominators, after aliases. */
const denominators: ReadonlySet<string> = new Set([
  "1000 inhabitants",
  "NOK of the state",
  "district",
  "enterprise",
  "hour",
  "job specialist",
  "log revenue",
  "month",
  "municipality",
  "participant",
  "person",
  "place",
  "position",
  "supervisor position",
  "week",
  "year",
]);

/** A unit taken apart: what is counted, of what, and per what (sorted). */
export interface Unit {
  readonly numerator: string;
  readonly of?: string;
  readonly per: readonly string[];
}

/**
 * Take a unit apart.
 *
 * @param text such as "NOK per place per month", "kroner per plass per måned", "share of places", "per year"
 * @returns the parts in their kept spelling; undefined when a word is not known
 */
export function parseUnit(text: string): Unit | undefined {
  const [head, ...rest] = ` ${text.trim().replace(/\s+/g, " ")}`.split(" per ");
  const numeratorText = head.trim();
  const match = /^(share|andel|%|prosent) (?:of|av) (.+)$/.exec(numeratorText);
  const numerator = keep(match === null ? numeratorText : match[1]);
  const per = rest.map(keep).sort();
  if (!numerators.has(numerator) || per.some((word) => !denominators.has(word))) return undefined;
  return match === null ? { numerator, per } : { numerator, of: match[2], per };
}

/**
 * Say whether two units mean the same.
 *
 * @returns true when numerators and denominators agree; a bare "share" agrees with "share of places"
 *
 * Worked number: "kroner per plass per måned" is "NOK per place per month"; "NOK per place per year" is not.
 */
export function sameUnit(a: string, b: string): boolean {
  const left = parseUnit(a);
  const right = parseUnit(b);
  if (left === undefined || right === undefined) return a.trim() === b.trim();
  return (
    left.numerator === right.numerator &&
    left.per.join("|") === right.per.join("|") &&
    (left.of === undefined || right.of === undefined || left.of === right.of)
  );
}

/**
 * Say how a value in one unit would be written in another, where that is a plain factor.
 *
 * @returns a hint such as "divide by 12", or undefined
 */
export function unitHint(found: string, wanted: string): string | undefined {
  const a = parseUnit(found);
  const b = parseUnit(wanted);
  if (a === undefined || b === undefined) return undefined;
  if (a.numerator === "%" && b.numerator === "share") return "divide by 100";
  if (a.numerator !== b.numerator) {
    const length = `${a.numerator}>${b.numerator}`;
    return a.per.join() === b.per.join() ? lengthHints[length] : undefined;
  }
  const gone = a.per.filter((word) => !b.per.includes(word));
  const come = b.per.filter((word) => !a.per.includes(word));
  if (gone.join() === "year" && come.join() === "month") return "divide by 12";
  if (gone.join() === "month" && come.join() === "year") return "multiply by 12";
  return undefined;
}

const lengthHints: Readonly<Record<string, string>> = {
  "month>year": "divide by 12",
  "year>month": "multiply by 12",
  "thousand NOK>NOK": "multiply by 1000",
  "million NOK>NOK": "multiply by 1000000",
};

function keep(word: string): string {
  const text = word.trim();
  return aliases[text] ?? aliases[text.toLowerCase()] ?? text;
}
