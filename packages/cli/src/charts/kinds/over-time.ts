// What happens year by year: participants, the paired difference, the waiting list, places lost, enterprises closed, coverage.

import type { Difference } from "@tiltak/sim-core";
import { municipalitySizes, settings } from "@tiltak/sim-core/programme";
import { formatNumber, formatShareOfRuns, groupName, measureName } from "../../i18n/index.ts";
import { calendarYear, dayOfYear, measureKind, whenOf, yearsBetweenTimes } from "../../times.ts";
import { altOfLines, type BandPanel, bandChart, estimateRow, overYears } from "../bands.ts";
import {
  beginsAt,
  type ChartInput,
  type ChartKind,
  differences,
  groupValues,
  lastTime,
  levels,
  scenarioTitle,
} from "../frame.ts";
import { colourBy, left, valueAxis, years, zeroLine } from "../layout.ts";
import { ink, scenarioLooks } from "../palette.ts";
import { by, listed, quoted, told, toldShare, under } from "../text.ts";

/** "12,300 under A, 8,100 under B", at the end. */
function endWords(input: ChartInput, measure: string): string {
  const { lang } = input;
  const time = lastTime(input);
  return levels(input, measure)
    .filter((row) => row.time === time && (row.mean !== null || row.runs > 0))
    .map((row) => `${told(lang, row)} ${under(lang, scenarioTitle(input, row.scenario))}`)
    .join(", ");
}

/** "on 1 January 2037", "in 2036": the last time of a measure. */
function atLast(input: ChartInput, measure: string): string {
  return whenOf(beginsAt(input), measure, lastTime(input), input.lang);
}

/** "Participants on 1 January 2037: 12,300 under A, 8,100 under B". */
function endSentence(input: ChartInput, measure: string, what: string): string {
  return `${what} ${atLast(input, measure)}: ${endWords(input, measure)}`;
}

/** The same for what is counted since the start: "Places lost 2027–2036: ...". */
function sinceSentence(input: ChartInput, measure: string, what: string): string {
  return `${what} ${yearsBetweenTimes(beginsAt(input), 1, lastTime(input))}: ${endWords(input, measure)}`;
}

/** The horizontal axis of calendar years, as a measure has them: dates of a stock, years that a flow covers. */
function calendar(input: ChartInput, measure: string): (width: number) => object {
  const run = beginsAt(input);
  const first = measureKind(measure) === "flow" ? 1 : 0;
  const [from, to] = [first, lastTime(input)].map((time) => calendarYear(run, measure, time));
  return (width) => years("year", from ?? 0, to ?? 0, width);
}

/** Say what a year on the axis stands for: its first day for a stock, all of it for a flow. */
function eachYear(input: ChartInput, measure: string): string {
  const day = dayOfYear(beginsAt(input), input.lang);
  return measureKind(measure) === "flow"
    ? by(input.lang, "Hvert punkt er et helt år", "Each point is a whole year")
    : by(input.lang, `Hvert punkt er ${day} det året`, `Each point is ${day} of that year`);
}

function levelChart(
  input: ChartInput,
  measure: string,
  panels: readonly BandPanel[],
  title: string,
  what: string,
): ReturnType<ChartKind["build"]> {
  return bandChart(input, panels, {
    title,
    what: `${what}. ${eachYear(input, measure)}`,
    x: calendar(input, measure),
    along: "year",
    alt: altOfLines(input, title, panels, "year"),
  });
}

/** Participants in all and by setting. */
export const participants: ChartKind = {
  id: "participants",
  applies: (input) => levels(input, "participants").length > 0,
  build(input) {
    const { lang } = input;
    const used = settings.filter((setting) =>
      levels(input, "participants", { setting }).some(({ p95 }) => (p95 ?? 0) > 0),
    );
    const panels = [
      overYears(input, groupName(lang, "total"), "participants"),
      ...used.map((setting) => overYears(input, groupName(lang, setting), "participants", { setting })),
    ];
    return levelChart(
      input,
      "participants",
      panels,
      endSentence(input, "participants", by(lang, "Deltakere", "Participants")),
      by(lang, "Personer med plass, etter hvor de arbeider", "People with a place, by where they work"),
    );
  },
};

/** A chart of one measure's total. */
function single(
  id: string,
  measure: string,
  what: Readonly<Record<"nb" | "en", string>>,
  sinceStart?: Readonly<Record<"nb" | "en", string>>,
): ChartKind {
  return {
    id,
    applies: (input) => levels(input, measure).length > 0,
    build(input) {
      const name = measureName(input.lang, measure);
      const panels = [overYears(input, name, measure)];
      const title =
        sinceStart === undefined
          ? endSentence(input, measure, name)
          : sinceSentence(input, measure, sinceStart[input.lang]);
      return levelChart(input, measure, panels, title, what[input.lang]);
    },
  };
}

/** The waiting list. */
export const waiting: ChartKind = single("waiting", "candidates-waiting", {
  nb: "Personer som venter på plass eller på å flytte til ordinær virksomhet",
  en: "People who wait for a place, or to move to an ordinary workplace",
});

/** Places lost since the start. */
export const placesLost: ChartKind = single(
  "people-who-lost-their-place",
  "people-who-lost-their-place",
  {
    nb: "Ganger noen har mistet plassen sin siden scenarioets start",
    en: "Times that somebody has lost a place since the scenario's start",
  },
  { nb: "Ganger noen har mistet plassen sin", en: "Times that somebody lost a place" },
);

/** Enterprises closed since the start. */
export const closures: ChartKind = single(
  "enterprises-closed",
  "enterprises-closed",
  {
    nb: "Tiltaksbedrifter som er lagt ned siden scenarioets start: risiko under forutsetningene, ikke en prognose",
    en: "Sheltered enterprises closed since the scenario's start: a risk under these assumptions, not a forecast",
  },
  { nb: "Nedlagte tiltaksbedrifter", en: "Enterprises closed" },
);

/** Participants per 1,000 inhabitants, by size of municipality. */
export const coverage: ChartKind = {
  id: "coverage",
  applies: (input) => groupValues(input, "coverage", "municipality-size").length > 0,
  build(input) {
    const { lang } = input;
    const panels = municipalitySizes
      .map((size) => overYears(input, groupName(lang, size), "coverage", { "municipality-size": size }))
      .filter((panel) => panel.rows.length > 0);
    return levelChart(
      input,
      "coverage",
      panels,
      endSentence(input, "coverage", measureName(lang, "coverage")),
      by(
        lang,
        "Deltakere per 1 000 innbyggere, etter kommunens størrelse",
        "Participants per 1,000 inhabitants, by size of municipality",
      ),
    );
  },
};

/** What quality is seen by, beside places and kroner: shares, in the order of the panels. */
const qualities: readonly (readonly [measure: string, nb: string, en: string])[] = [
  ["match-quality", "God match mellom person og arbeidsplass", "Good fit between person and workplace"],
  ["same-follower-after-1-year", "Samme oppfølger etter ett år", "Same follow-up person after one year"],
  ["ordinary-share", "I ordinær virksomhet", "In an ordinary workplace"],
];

/** Quality of the scheme, as shares of the participants. */
export const quality: ChartKind = {
  id: "quality",
  applies: (input) => levels(input, "match-quality").some(({ mean }) => mean !== null),
  build(input) {
    const { lang } = input;
    const shown = qualities.filter(([measure]) => levels(input, measure).some(({ mean }) => mean !== null));
    const panels = shown.map(([measure, nb, en]) => overYears(input, by(lang, nb, en), measure));
    const time = lastTime(input);
    const parts = levels(input, "match-quality")
      .filter((row) => row.time === time)
      .map((row) => `${toldShare(lang, row)} ${under(lang, scenarioTitle(input, row.scenario))}`);
    const title = by(
      lang,
      `Har en arbeidsplass som passer ${atLast(input, "match-quality")}: ${parts.join(", ")}`,
      `In a workplace that fits ${atLast(input, "match-quality")}: ${parts.join(", ")}`,
    );
    return bandChart(input, panels, {
      title,
      what: by(
        lang,
        `Andel av deltakerne. Kvalitet sees ved siden av plasser og kroner. ${eachYear(input, "match-quality")}`,
        `Share of the participants. Quality is seen beside places and kroner. ${eachYear(input, "match-quality")}`,
      ),
      percent: true,
      x: calendar(input, "match-quality"),
      along: "year",
      alt: altOfLines(input, title, panels, "year", true),
    });
  },
};

/** Begin with a capital letter. */
function outer(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Say what a difference in participants is, or that none is sure. */
function differenceWords(input: ChartInput, row: Difference): string {
  const { lang } = input;
  const name = quoted(lang, scenarioTitle(input, row.b));
  const { mean } = row;
  // As the verdict has it: jointly with the other headline measures, where the run has them so.
  const halfWidth = row.jointHalfWidth ?? row.halfWidth;
  if (mean === null || halfWidth === null || Math.abs(mean) <= halfWidth)
    return by(lang, `ingen sikker forskjell med ${name}`, `no clear difference under ${name}`);
  const amount = told(lang, { mean: Math.abs(mean), halfWidth });
  return mean < 0
    ? by(lang, `${amount} færre deltakere med ${name}`, `${amount} fewer participants under ${name}`)
    : by(lang, `${amount} flere deltakere med ${name}`, `${amount} more participants under ${name}`);
}

/** The paired difference in participants, with the share of runs in which it is above zero. */
export const difference: ChartKind = {
  id: "difference",
  applies: (input) => differences(input, "participants").length > 0,
  build(input) {
    const { lang } = input;
    const run = beginsAt(input);
    const all = differences(input, "participants");
    const reference = all[0]?.a ?? "";
    const rows = all
      .filter((row) => row.a === reference)
      .map((row) => ({
        panel: "",
        scenario: scenarioTitle(input, row.b),
        year: calendarYear(run, "participants", row.time),
        ...estimateRow(row),
        "share above 0": row.probabilityAbove0,
      }));
    const last = all.filter(({ a, time }) => a === reference && time === lastTime(input));
    const when = atLast(input, "participants");
    const against = quoted(lang, scenarioTitle(input, reference));
    const parts = last.map((row) => differenceWords(input, row));
    const title = by(
      lang,
      `${outer(when)}, sammenliknet med ${against}: ${parts.join(", ")}`,
      `${outer(when)}, compared with ${against}: ${parts.join(", ")}`,
    );
    const shares = last.map(
      (row) =>
        `${formatShareOfRuns(lang, row.probabilityAbove0, row.runs)} ${under(lang, scenarioTitle(input, row.b))}`,
    );
    const pairs = formatNumber(lang, last[0]?.n ?? 0);
    const what = by(
      lang,
      `Parvis differanse i deltakere: de samme personene og de samme tilfeldighetene i begge scenarioer (${pairs} trekninger). Nederst: andel kjøringer over null; ${when} ${listed(lang, shares)}. ${eachYear(input, "participants")}`,
      `Paired difference in participants: the same people with the same luck in both scenarios (${pairs} draws). Below: share of runs above zero; ${when} ${listed(lang, shares)}. ${eachYear(input, "participants")}`,
    );
    const drawn = [...new Set(rows.map((row) => row.scenario))];
    const looks = scenarioLooks(input.scenarios.length, input.greyscale === true);
    const range = drawn.map(
      (title_) =>
        looks[input.scenarios.findIndex(({ id }) => scenarioTitle(input, id) === title_)]?.colour ?? "#000000",
    );
    const panels = [{ name: "", rows }];
    const shareAxis = valueAxis(lang, [0, 1], { percent: true, count: 2 });
    const chart = bandChart(input, panels, {
      title,
      what,
      x: calendar(input, "participants"),
      along: "year",
      interval: true,
      drawn,
      base: zeroLine("y"),
      alt: `${altOfLines(input, title, panels, "year")} ${by(lang, "Andel kjøringer over null", "Share of runs above zero")}: ${shares.join("; ")}.`,
      below: (width, room) => [
        {
          data: { values: rows },
          width,
          height: 70,
          title: {
            text: by(lang, "Andel kjøringer over null", "Share of runs above zero"),
            anchor: "start",
            frame: "group",
            fontSize: 12,
            fontWeight: "bold",
            color: ink.text,
            offset: 8,
          },
          layer: [
            {
              mark: { type: "line", strokeWidth: 2.2, strokeJoin: "round", interpolate: "step" },
              encoding: {
                x: calendar(input, "participants")(width),
                y: left("share above 0", shareAxis, room),
                color: colourBy("scenario", drawn, range),
              },
            },
          ],
        },
      ],
    });
    return { ...chart, rows: rows.map(({ panel: _, ...row }) => row) };
  },
};
