// Net public cost by who bears it, so that a reader sees how the figures of a report hang together: what the state pays, what municipalities
// pay beyond the frame grant, less what they have left of it, and what the owners of enterprises gain or lose by their results. The parts add up in
// every run, so their means do; each figure printed is rounded by itself, so that no cell is bent, and sums of what is printed may be off by one.

import type { Difference, Estimate, Group } from "@tiltak/sim-core";
import { beginsAt, type ChartInput } from "../charts/index.ts";
import { isOfMember } from "../headline.ts";
import { formatNumber, type Lang } from "../i18n/index.ts";
import { yearEnding } from "../times.ts";
import { tableOf } from "./html.ts";
import { besideOthers } from "./reasons.ts";

type Words = Readonly<Record<Lang, string>>;

interface Line {
  readonly measure: string;
  readonly group: Group;
  /** 1 where it adds to the net cost, -1 where it is taken out. */
  readonly sign: 1 | -1;
  readonly name: Words;
}

const lines: readonly Line[] = [
  { measure: "cost", group: { payer: "state" }, sign: 1, name: { nb: "staten", en: "the state" } },
  {
    measure: "cost",
    group: { payer: "municipality" },
    sign: 1,
    name: { nb: "kommunene utover rammetilskuddet", en: "the municipalities beyond the frame grant" },
  },
  {
    measure: "grant-unspent",
    group: {},
    sign: -1,
    name: {
      nb: "rammetilskudd som kommunene sitter igjen med, trukket fra",
      en: "frame grant that municipalities have left, taken out",
    },
  },
  {
    measure: "owners-deficit-share",
    group: {},
    sign: 1,
    name: {
      nb: "kommunene som eiere, gjennom sin andel av bedriftenes over- og underskudd",
      en: "the municipalities as owners, through their share of enterprises' surpluses and deficits",
    },
  },
  {
    measure: "payments",
    group: { kind: "day-activity" },
    sign: 1,
    name: {
      nb: "kommunene, dagaktivitet for dem som venter",
      en: "the municipalities, day activity for those who wait",
    },
  },
];

const net: Line = {
  measure: "net-public-cost",
  group: {},
  sign: 1,
  name: { nb: "netto offentlig utgift", en: "net public cost" },
};

/** What one bears in two scenarios, in kroner a year. */
export interface CostPart {
  readonly name: Words;
  readonly a: number;
  readonly b: number;
  readonly change: number;
  /** Of the 95 % interval of the change, by itself; null where there is none. */
  readonly halfWidth: number | null;
  /** Of the interval that holds with the whole headline family; null for what is no member of it. */
  readonly jointHalfWidth: number | null;
}

/** The net public cost of two scenarios and its parts, which add up to it. */
export interface PublicCost {
  readonly parts: readonly CostPart[];
  readonly net: CostPart;
}

/**
 * Take net public cost apart.
 *
 * @param pair the scenarios and the time
 * @returns undefined where the run lacks rows, or they do not add up
 */
export function publicCost(
  { estimates }: Pick<ChartInput, "estimates">,
  pair: Pick<Difference, "a" | "b" | "time">,
): PublicCost | undefined {
  const same = (row: Pick<Estimate, "point" | "measure" | "group" | "time">, line: Line): boolean =>
    row.point === null && row.time === pair.time && isOfMember(row, line);
  const partOf = (line: Line): CostPart | undefined => {
    const level = (id: string): number | undefined =>
      estimates.estimates.find((row) => row.scenario === id && same(row, line))?.mean ?? undefined;
    const [a, b] = [level(pair.a), level(pair.b)];
    const row = estimates.differences.find((one) => one.a === pair.a && one.b === pair.b && same(one, line));
    if (a === undefined || b === undefined) return undefined;
    return {
      name: line.name,
      a: line.sign * a,
      b: line.sign * b,
      change: line.sign * (row?.mean ?? b - a),
      halfWidth: row?.halfWidth ?? null,
      jointHalfWidth: row?.jointHalfWidth ?? null,
    };
  };
  const total = partOf(net);
  const parts = lines.flatMap((line) => partOf(line) ?? []).filter(({ a, b }) => a !== 0 || b !== 0);
  if (total === undefined || parts.length === 0) return undefined;
  const addsUp = (of: (part: CostPart) => number): boolean =>
    Math.abs(parts.reduce((sum, part) => sum + of(part), 0) - of(total)) <= 1 + 1e-6 * Math.abs(of(total));
  if (![addsUp(({ a }) => a), addsUp(({ b }) => b), addsUp(({ change }) => change)].every(Boolean)) return undefined;
  return { parts, net: total };
}

const million = 1e6;

/** Decimals of millions that amounts of this size are written with. */
function decimalsFor(sizes: readonly number[]): number {
  const most = Math.max(...sizes.map(Math.abs));
  return most >= 10 * million ? 0 : most >= million ? 1 : 2;
}

function inMillions(lang: Lang, nok: number, decimals: number, signed = false): string {
  // No sign before a zero.
  const scale = [1, 10, 100][decimals] ?? 1;
  const shown = Math.round((nok / million) * scale) / scale + 0;
  const text = formatNumber(lang, shown, decimals);
  return signed && shown > 0 ? `+${text}` : text;
}

function isOpen({ change, halfWidth }: CostPart): boolean {
  return halfWidth === null || Math.abs(change) <= halfWidth;
}

/** Say what a difference costs each who pays, and what that makes; empty when the run cannot tell. */
export function payerSentence(input: ChartInput, pair: Difference): string {
  const { lang } = input;
  const nb = lang === "nb";
  const cost = publicCost(input, pair);
  if (cost === undefined) return "";
  const all = [...cost.parts, cost.net];
  const decimals = decimalsFor(all.map(({ change }) => change));
  const parts = cost.parts
    .map((part) => {
      const open = part.change !== 0 && isOpen(part) ? (nb ? " (usikkert)" : " (not certain)") : "";
      return `${part.name[lang]} ${inMillions(lang, part.change, decimals, true)}${open}`;
    })
    .join("; ");
  const { change, jointHalfWidth } = cost.net;
  const ends = jointHalfWidth === null ? [] : [change - jointHalfWidth, change + jointHalfWidth];
  // As wide to each side as all that is paid: it tells nothing.
  const wide = jointHalfWidth !== null && jointHalfWidth >= Math.abs(cost.net.a);
  const interval = wide
    ? nb
      ? " (intervallet er for bredt til å si noe)"
      : " (the interval is too wide to tell anything)"
    : ends.length === 0
      ? ""
      : ` (${ends.map((end) => inMillions(lang, end, decimals, true)).join(" ... ")})`;
  const total = `${inMillions(lang, change, decimals, true)}${interval}`;
  const under = besideOthers(input, pair);
  const year = yearEnding(beginsAt(input), pair.time);
  return nb
    ? `Hvem som betaler, endring i millioner kroner i ${year}${under}: ${parts}. I alt, netto offentlig utgift: ${total}.`
    : `Who pays, change in million kroner in ${year}${under}: ${parts}. In all, net public cost: ${total}.`;
}

/** Write the parts of net public cost as a table, with levels, changes and intervals; empty when the run cannot tell. */
export function publicCostTable(
  input: ChartInput,
  pair: Pick<Difference, "a" | "b" | "time">,
  titles: { readonly a: string; readonly b: string; readonly year: string },
): string {
  const { lang } = input;
  const nb = lang === "nb";
  const cost = publicCost(input, pair);
  if (cost === undefined) return "";
  const all = [...cost.parts, cost.net];
  const decimals = decimalsFor(all.map(({ change }) => change));
  const rows = all.map((part) => {
    const { halfWidth } = part;
    const interval =
      halfWidth === null
        ? "–"
        : `${inMillions(lang, part.change - halfWidth, decimals)} … ${inMillions(lang, part.change + halfWidth, decimals)}`;
    const name = part.name[lang];
    return [
      name.charAt(0).toUpperCase() + name.slice(1),
      ...[part.a, part.b].map((nok) => inMillions(lang, nok, decimals)),
      inMillions(lang, part.change, decimals, true),
      interval,
    ];
  });
  return tableOf(
    nb
      ? `${titles.b}: netto offentlig utgift i ${titles.year}, etter hvem som betaler, millioner kroner`
      : `${titles.b}: net public cost in ${titles.year}, by who pays, million kroner`,
    [nb ? "Hvem" : "Who", titles.a, titles.b, nb ? "Endring" : "Change", nb ? "95 %-intervall" : "95 % interval"],
    rows,
  );
}

/** Say how the table and the figures beside it hang together. */
export function publicCostNote(lang: Lang): string {
  return lang === "nb"
    ? "Linjene er deler av summen, som er netto offentlig utgift i svaret og i nøkkeltallene, og den som broen mellom budsjettene viser post for post. «Staten» og «kommunene» i figuren over hvem som betaler er de to øverste linjene alene: der er eierne ikke med. Bedriftene er i hovedsak eid av kommuner: overskudd senker deres utgift, underskudd øker den. Hvert beløp er avrundet for seg, så summer og endringer kan avvike med 1 i siste siffer; svaret er avrundet til de sifrene som intervallet tillater. Intervallene her gjelder hver for seg."
    : "The lines are parts of the total, which is the net public cost of the answer and the key figures, and the one that the bridge between the budgets shows line by line. State and municipalities in the chart of who pays are the two topmost lines alone: owners are not in it. Enterprises are mainly owned by municipalities: a surplus lowers their cost, a deficit adds to it. Each amount is rounded by itself, so that sums and changes may be off by 1 in the last digit; the answer is rounded to the digits that its interval allows. The intervals here each hold by themselves.";
}
